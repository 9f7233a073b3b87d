package hosting

import (
	"context"
	"net"
	"net/http"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// mostPINFailures is after how many wrong PINs, in total, a PIN opens nothing until it is reset.
const mostPINFailures = 5

// PINs is where PINs are kept and their failures counted.
type PINs interface {
	PIN(ctx context.Context, id records.UserID) (*records.PIN, error)
	Attempt(ctx context.Context, subject string, now int64) (int64, error)
	Forgive(ctx context.Context, subject string) error
}

// Notary signs documents with PINs (C8, C12).
type Notary struct {
	PINs    PINs
	Writer  Writer
	Matches func(ctx context.Context, secret, verifier string) (bool, error)
}

// Sign signs a document as the viewer has read it. That they may, that the document is still that
// version and that nobody has signed it, the edit asks again.
func (n Notary) Sign(ctx context.Context, v portal.Viewer, address string,
	s portal.Signing) error {
	if v.User == nil {
		return problem.New(problem.Denied, "Sign in to sign this.")
	}
	pin, err := n.guess(ctx, v, s.PIN)
	if err != nil {
		return err
	}
	return n.Writer.Do(ctx, v, &edit.Sign{ID: s.ID, Of: s.Of.Key(), Version: s.Of.Version(),
		Stamp: pin.Stamp(), IP: address})
}

// guess counts a try at a PIN before it checks it, so that many at once cannot beat the counter.
// A right PIN takes back its own try and no failure: they count in total. The counter belongs to
// the PIN, so that a new one begins anew.
func (n Notary) guess(ctx context.Context, v portal.Viewer, secret string) (*records.PIN, error) {
	pin, err := n.PINs.PIN(ctx, v.User.ID)
	switch {
	case err != nil:
		return nil, err
	case pin == nil && v.User.PIN == records.PINLocked:
		return nil, portal.LockedPIN
	case pin == nil:
		return nil, portal.WrongPIN
	}
	counter := "pin:" + v.User.ID.String() + ":" + pin.Stamp()
	failures, err := n.PINs.Attempt(ctx, counter, n.Writer.Now().Unix())
	if err != nil {
		return nil, err
	}
	if failures >= mostPINFailures {
		return nil, firstOf(n.lock(ctx, pin), portal.LockedPIN)
	}
	right, err := n.Matches(ctx, secret, pin.Verifier)
	switch {
	case err != nil:
		return nil, err
	case right:
		return pin, n.PINs.Forgive(ctx, counter)
	case failures+1 == mostPINFailures:
		return nil, firstOf(n.lock(ctx, pin), portal.LockedPIN)
	}
	return nil, portal.WrongPIN
}

// lock shows the login's staff and owner that the PIN is shut.
func (n Notary) lock(ctx context.Context, pin *records.PIN) error {
	return n.Writer.Itself(ctx, "Portal", &edit.LockPIN{User: pin.ID, Stamp: pin.Stamp()})
}

// Set sets the viewer's PIN, whose password has been checked. The current PIN, where it is given,
// has to be right.
func (n Notary) Set(ctx context.Context, v portal.Viewer, c portal.PINChange) error {
	e := &edit.SetPIN{User: v.User.ID}
	if c.Old != "" {
		old, err := n.guess(ctx, v, c.Old)
		if err != nil {
			return problem.Of(err).On("old-pin")
		}
		e.Old = old.Stamp()
	}
	verifier, err := Verifier(c.New)
	if err != nil {
		return err
	}
	e.Verifier = verifier
	return n.Writer.Do(ctx, v, e)
}

func (h *Host) notary() Notary { return Notary{h.store, h.writer(), h.matches} }

// Sign signs a document.
func (d deeds) Sign(r *http.Request, v portal.Viewer, s portal.Signing) error {
	if err := d.limits.Allow(r, "pin"); err != nil {
		return err
	}
	return d.notary().Sign(r.Context(), v, addressOf(r), s)
}

// ChangePIN sets a PIN when the password is right.
func (d deeds) ChangePIN(r *http.Request, v portal.Viewer, c portal.PINChange) error {
	ctx := r.Context()
	if err := d.limits.Allow(r, "password"); err != nil {
		return err
	}
	_, verifier, err := d.store.Login(ctx, v.User.Username)
	if err != nil {
		return err
	}
	right, err := d.guess(ctx, v.User.Username, c.Password, verifier)
	if err != nil || !right {
		return firstOf(err, portal.WrongPassword.On("pin-password"))
	}
	return d.notary().Set(ctx, v, c)
}

// addressOf is the network address that a request comes from.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
