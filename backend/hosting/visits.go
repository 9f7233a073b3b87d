package hosting

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Visits is where people are signed in.
type Visits interface {
	Enter(ctx context.Context, s records.Session) error
	Visit(ctx context.Context, id int64) (records.Session, error)
	Visits(ctx context.Context, of records.Session, since int64) ([]records.Session, error)
	See(ctx context.Context, id int64, stamp string, now int64) error
	Leave(ctx context.Context, of records.Session) error
	LeaveOthers(ctx context.Context, but records.Session) error
}

const (
	idle         = 30 * time.Minute
	seenEvery    = time.Minute      // how exactly it is noted when a session was used
	factorWithin = 10 * time.Minute // of the password
)

// enter ends a sign-in: nothing but a password of one's own may still be owed. The session is
// listed from now on.
func (d deeds) enter(r *http.Request, c *records.Cast) (portal.Owed, error) {
	ctx, now := r.Context(), d.env.Now().Unix()
	d.sessions.Remove(ctx, sessionAsked)
	if d.sessions.GetInt64(ctx, sessionVisit) == 0 {
		s := visitOf(r, now)
		s.User, s.Stamp = c.User.ID, d.sessions.GetString(ctx, sessionStamp)
		if err := d.store.Enter(ctx, s); err != nil {
			return "", err
		}
		d.sessions.Put(ctx, sessionVisit, s.ID)
		v := portal.Viewer{Subject: c.Subject(), Person: c.Person, User: c.User,
			Account: c.Account}
		if err := d.writer().Do(ctx, v, &edit.SignedIn{User: c.User.ID,
			Lang: portal.Lang(r)}); err != nil {
			return "", err
		}
	}
	if c.User.MustChange {
		return portal.OwesPassword, nil
	}
	return portal.OwesNothing, nil
}

// visitOf describes where a request comes from.
func visitOf(r *http.Request, now int64) records.Session {
	agent := []rune(r.UserAgent())
	return records.Session{ID: randomID(), Device: string(agent[:min(len(agent), 300)]),
		Address: roughly(addressOf(r)), Begun: now, Seen: now}
}

// roughly is a network address without what tells one computer from its neighbours.
func roughly(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "?"
	}
	bits := 24
	if ip = ip.Unmap(); ip.Is6() {
		bits = 48
	}
	p, err := ip.WithZone("").Prefix(bits)
	if err != nil {
		return "?"
	}
	return p.String()
}

// goesOn reports whether a session has not been ended from elsewhere, and notes that it was used.
// One that still owes a factor is not listed, and ends by itself.
func (h *Host) goesOn(ctx context.Context, sessions *scs.SessionManager, owed bool) (
	bool, error) {
	now := h.env.Now()
	id := sessions.GetInt64(ctx, sessionVisit)
	if id == 0 {
		asked := time.Unix(sessions.GetInt64(ctx, sessionAsked), 0)
		return owed && now.Sub(asked) <= factorWithin, nil
	}
	s, err := h.store.Visit(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil || now.Sub(time.Unix(s.Seen, 0)) < seenEvery {
		return err == nil, err
	}
	return true, h.store.See(ctx, id, s.Stamp, now.Unix())
}

// own is the viewer's session that asks.
func (d deeds) own(ctx context.Context, v portal.Viewer) records.Session {
	return records.Session{ID: d.sessions.GetInt64(ctx, sessionVisit), User: v.User.ID,
		Stamp: d.sessions.GetString(ctx, sessionStamp)}
}

// Sessions lists where the viewer is signed in.
func (d deeds) Sessions(r *http.Request, v portal.Viewer) ([]records.Session, int64, error) {
	own := d.own(r.Context(), v)
	list, err := d.store.Visits(r.Context(), own, d.env.Now().Add(-idle-seenEvery).Unix())
	return list, own.ID, err
}

// EndSession ends one of the viewer's sessions.
func (d deeds) EndSession(r *http.Request, v portal.Viewer, id int64) error {
	return d.store.Leave(r.Context(), records.Session{ID: id, User: v.User.ID})
}

// EndOthers ends all of the viewer's sessions but this one.
func (d deeds) EndOthers(r *http.Request, v portal.Viewer) error {
	return d.store.LeaveOthers(r.Context(), d.own(r.Context(), v))
}
