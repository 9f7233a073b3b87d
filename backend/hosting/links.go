package hosting

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// AskReset has a one-time link sent (B19). The answer is given before anybody looks whether there
// is such a login, so that it says nothing, neither by its words nor by its time.
func (d deeds) AskReset(r *http.Request, name string) error {
	if err := d.limits.Allow(r, "forgot"); err != nil {
		return err
	}
	select {
	case d.asking <- struct{}{}:
	default:
		return problem.New(problem.Busy, "Too many people ask for this just now. Wait a minute "+
			"and try again.")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), time.Minute)
	go func() {
		defer func() { <-d.asking }()
		defer cancel()
		if err := d.startResets(ctx, name); problem.Is(err, problem.Internal) {
			slog.Error("reset", "err", err)
		}
	}()
	return nil
}

// startResets queues a mail for every login of this name or e-mail address. Of one login's, a few
// an hour are enough.
func (h *Host) startResets(ctx context.Context, name string) error {
	list, err := h.store.Logins(ctx, name)
	if err != nil {
		return err
	}
	for _, u := range list {
		allowed, err := h.limits.allow(ctx, "reset "+u.ID.String(), resetsPerHour/60.0, resetsAtOnce)
		if err != nil {
			return err
		}
		if !allowed {
			continue
		}
		err = h.writer().Do(ctx, portal.Viewer{}, &edit.AskReset{User: u.ID})
		if problem.Is(err, problem.Internal) {
			return err
		}
	}
	return nil
}

// OpenLink reports whether a one-time link is good.
func (d deeds) OpenLink(r *http.Request, token string) error {
	_, err := d.linked(r, token)
	return err
}

// linked gives whom a one-time link is for.
func (d deeds) linked(r *http.Request, token string) (*records.Cast, error) {
	ctx := r.Context()
	if err := d.limits.Allow(r, "link"); err != nil {
		return nil, err
	}
	l, err := d.store.Link(ctx, hashOf(token), d.env.Now().Unix())
	if err != nil {
		return nil, orBad(err)
	}
	if l.Staff != 0 { // it opens nothing here
		return nil, portal.BadLink
	}
	c, err := d.store.Cast(ctx, l.User)
	if err == nil && c.Account == nil {
		err = portal.BadLink
	}
	return c, orBad(err)
}

// orBad makes a link that is not there one that is no longer good.
func orBad(err error) error {
	if problem.Is(err, problem.NotFound) {
		return portal.BadLink
	}
	return err
}

// UseLink sets the password of whom a one-time link was sent to. The link and every other one of
// theirs end with it, and so does every session.
func (d deeds) UseLink(r *http.Request, token, password string) error {
	c, err := d.linked(r, token)
	if err != nil {
		return err
	}
	ctx := r.Context()
	fresh, err := d.newVerifier(ctx, c.User.Username, password)
	if err != nil {
		return err
	}
	v := portal.Viewer{Subject: c.Subject(), Person: c.Person, User: c.User, Account: c.Account}
	err = d.writer().Do(ctx, v, &edit.SetPassword{User: c.User.ID, Verifier: fresh,
		Link: hashOf(token)})
	if problem.Is(err, problem.Denied) { // somebody else was faster with it
		return portal.BadLink
	}
	return err
}
