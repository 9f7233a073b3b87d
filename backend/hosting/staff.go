package hosting

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Pairer connects computers that show a short code.
type Pairer interface {
	// Claim gives the computer that shows this code to a member of staff, and says what it is
	// called. A code that no computer shows now is problem.Denied on the field code.
	Claim(ctx context.Context, staff records.StaffID, code string) (computer string, err error)
}

// StaffStore is what staff's pages at the server need of the database.
type StaffStore interface {
	AllStaff(ctx context.Context) ([]*records.Staff, error)
	StaffLogin(ctx context.Context, id records.StaffID) (*records.StaffLogin, error)
	Machines(ctx context.Context) ([]edit.Machine, error)
	Revoke(ctx context.Context, id string) error
}

// A session of staff is short, and its cookie goes to staff's pages only.
const (
	staffPath = "/staff/"
	staffIdle = 10 * time.Minute
	staffLife = time.Hour
	seatStaff = "staff" // the key of the member of staff in a session
)

// desk is where staff sign in at the server. Its sessions are of another kind than customers':
// neither opens what the other does.
type desk struct {
	*Host
	sessions *scs.SessionManager
}

func newDesk(h *Host) http.Handler {
	d := &desk{h, scs.New()}
	d.sessions.Store = staffSessions{h.store}
	d.sessions.HashTokenInStore = true
	d.sessions.Lifetime, d.sessions.IdleTimeout = staffLife, staffIdle
	d.sessions.Cookie.Name = "gatehouse-staff"
	if h.env.Secure {
		d.sessions.Cookie.Name = "__Secure-gatehouse-staff"
	}
	d.sessions.Cookie.Path = staffPath
	d.sessions.Cookie.Secure, d.sessions.Cookie.HttpOnly = h.env.Secure, true
	d.sessions.Cookie.SameSite, d.sessions.Cookie.Persist = http.SameSiteStrictMode, false
	d.sessions.ErrorFunc = h.sessions.ErrorFunc
	pages := portal.NewStaff(d.viewer, portal.StaffEnv{Now: h.env.Now, Portal: h.store.Portal,
		Deeds: staffDeeds{d}, Failed: func(r *http.Request, err error) {
			slog.Error("staff", "path", loggable(r.URL.Path), "err", err)
		}})
	return d.sessions.LoadAndSave(http.StripPrefix(staffPath[:len(staffPath)-1], pages))
}

// staffSessions keeps sessions of staff apart from those of customers.
type staffSessions struct{ store Store }

const apart = "staff "

// FindCtx gives a session's data.
func (s staffSessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return s.store.FindCtx(ctx, apart+token)
}

// CommitCtx keeps a session's data.
func (s staffSessions) CommitCtx(ctx context.Context, token string, data []byte,
	expires time.Time) error {
	return s.store.CommitCtx(ctx, apart+token, data, expires)
}

// DeleteCtx ends a session.
func (s staffSessions) DeleteCtx(ctx context.Context, token string) error {
	return s.store.DeleteCtx(ctx, apart+token)
}

// Find gives a session's data.
func (s staffSessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit keeps a session's data.
func (s staffSessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete ends a session.
func (s staffSessions) Delete(token string) error {
	return s.DeleteCtx(context.Background(), token)
}

// viewer says which member of staff looks. Whoever no longer works here, has another password or
// another second factor, or was signed out from elsewhere, is nobody.
func (d *desk) viewer(r *http.Request) (portal.StaffViewer, error) {
	ctx := r.Context()
	id := records.StaffID(d.sessions.GetInt64(ctx, seatStaff))
	if id == 0 {
		return portal.StaffViewer{}, nil
	}
	v, err := d.signedIn(ctx, id)
	if err == nil && v.Staff == nil {
		err = d.sessions.Destroy(ctx)
	}
	return v, err
}

func (d *desk) signedIn(ctx context.Context, id records.StaffID) (v portal.StaffViewer, err error) {
	s, err := d.store.Staff(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return v, nil
	}
	if err != nil || !s.Active {
		return v, err
	}
	l, err := d.store.StaffLogin(ctx, id)
	if err != nil || l == nil || stamp(l.Verifier) != d.sessions.GetString(ctx, sessionStamp) {
		return v, err
	}
	given := d.sessions.GetString(ctx, sessionFactor)
	if given != "" && given != l.Stamp {
		return v, nil
	}
	owed := l.Stamp != given
	if on, err := d.goesOn(ctx, owed); err != nil || !on {
		return v, err
	}
	return portal.StaffViewer{Staff: s, Owed: owed, HasFactor: l.Stamp != "",
		Key: d.sessions.GetString(ctx, sessionKey)}, nil
}

func (d *desk) goesOn(ctx context.Context, owed bool) (bool, error) {
	return d.Host.goesOn(ctx, d.sessions, owed)
}

// named finds who works here by e-mail address, name or number; nil unless exactly one does.
func (d *desk) named(ctx context.Context, name string) (found *records.Staff, err error) {
	list, err := d.store.AllStaff(ctx)
	folded := records.Fold(name)
	for _, s := range list {
		is := folded == records.Fold(s.Email) || folded == records.Fold(s.Name) ||
			folded == s.ID.String()
		switch {
		case folded == "" || !s.Active || !is:
		case found != nil:
			return nil, err // two are called so: the number tells them apart
		default:
			found = s
		}
	}
	return found, err
}
