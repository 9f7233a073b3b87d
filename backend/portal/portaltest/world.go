package portaltest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// World is an office in a real database: a portal.Source and portal.Deeds. What its fields say is
// written before the next page is shown, so change them between requests; it is not for several
// goroutines at once meanwhile.
type World struct {
	*store.DB
	Settings *records.Portal
	Now      time.Time
	Cast     map[string]*Member // by first name, in small letters
	Accounts map[records.AccountID]*records.Account
	Rows     []*records.Ticket
	Said     []*records.Note
	Library  []*records.Article
	More     []records.Record // of any other kind

	Passwords map[string]string // by username
	Links     map[string]string // usernames by the token of a one-time link
	Done      []string          // every deed, as text
	Refuse    error             // what deeds return, or nil
	Owing     string            // who of the cast still owes a second factor

	t       testing.TB
	written map[records.Key]string
	box     *sealing.Box
	ids     int64
}

// Member is somebody of the cast.
type Member struct {
	Person *records.Person // nil: a visitor, or a profile with no person at an account:
	User   *records.User
	Access *records.Access // nil: the minimum
	At     records.AccountID
}

// flush writes what has changed since the last time.
func (w *World) flush() {
	w.t.Helper()
	all := []records.Record{w.Settings}
	for _, a := range w.Accounts {
		all = append(all, a)
	}
	for _, c := range w.Cast {
		if c.Person == nil {
			continue
		}
		all = append(all, c.Person, c.User)
		if c.Access != nil {
			all = append(all, c.Access)
		}
	}
	for _, t := range w.Rows {
		all = append(all, t)
	}
	for _, n := range w.Said {
		all = append(all, n)
	}
	for _, a := range w.Library {
		all = append(all, a)
	}
	var changed []records.Record
	for _, r := range append(all, w.More...) {
		text, err := json.Marshal(r)
		w.must(err)
		if w.written[r.Key()] != string(text) {
			w.written[r.Key()] = string(text)
			changed = append(changed, r)
		}
	}
	if len(changed) == 0 {
		return
	}
	_, err := w.Write(context.Background(), func(tx edit.Tx) error {
		for _, r := range changed {
			tx.Put(r)
		}
		return nil
	})
	w.must(err)
}

func (w *World) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *World) done(deed ...string) error {
	if w.Refuse == nil {
		w.Done = append(w.Done, strings.Join(deed, " | "))
	}
	return w.Refuse
}

// Did reports whether a deed that begins in a way and has a text was done.
func (w *World) Did(begin, text string) bool {
	return slices.ContainsFunc(w.Done, func(deed string) bool {
		return strings.HasPrefix(deed, begin) && strings.Contains(deed, text)
	})
}

// SignIn checks a password. It sets no cookie: a Browser's viewer is fixed.
func (w *World) SignIn(_ http.ResponseWriter, _ *http.Request, username, password string) (
	portal.Owed, error) {
	for _, c := range w.Cast {
		if c.User == nil || records.Fold(c.User.Username) != records.Fold(username) {
			continue
		}
		if w.Passwords[c.User.Username] != password {
			return "", portal.WrongPassword
		}
		s := w.subject(c)
		d := access.SignIn(s, access.At(w.Now, w.Settings.Location()))
		if !d.Allowed() {
			return "", portal.Refused(d)
		}
		owed := portal.OwesNothing
		switch {
		case c.User.SecondFactor:
			owed = portal.OwesFactor
		case s.MustChange:
			owed = portal.OwesPassword
		}
		return owed, w.done("sign in", username)
	}
	return "", portal.WrongPassword
}

// SignOut notes that somebody signed out.
func (w *World) SignOut(http.ResponseWriter, *http.Request) error { return w.done("sign out") }

// ChangePassword notes the new password.
func (w *World) ChangePassword(_ http.ResponseWriter, _ *http.Request, v portal.Viewer,
	c portal.PasswordChange) error {
	if c.Old != w.Passwords[v.User.Username] && !v.User.MustChange {
		return portal.WrongPassword.On("old")
	}
	return w.done("password", v.User.Username, c.New)
}

// Do carries out edits as the server does, and notes them.
func (w *World) Do(ctx context.Context, v portal.Viewer, list ...edit.Edit) error {
	if w.Refuse != nil {
		return w.Refuse
	}
	for _, e := range list {
		text, err := json.Marshal(e)
		w.must(err)
		name := strings.TrimPrefix(fmt.Sprintf("%T", e), "*edit.")
		w.Done = append(w.Done, v.Subject.Name+" "+name+" "+string(text))
	}
	return w.writer().Do(ctx, v, list...)
}

func (w *World) writer() hosting.Writer {
	return hosting.Writer{Office: w.DB, Now: func() time.Time { return w.Now },
		NewID: func() string { return fmt.Sprintf("uid-%d", w.newID()) }}
}

// AskReset notes who asked for a link.
func (w *World) AskReset(_ *http.Request, name string) error { return w.done("forgot", name) }

// OpenLink knows the tokens of Links.
func (w *World) OpenLink(_ *http.Request, token string) error {
	if w.Links[token] == "" {
		return portal.BadLink
	}
	return nil
}

// UseLink notes the new password and uses the link up.
func (w *World) UseLink(r *http.Request, token, password string) error {
	if err := w.OpenLink(r, token); err != nil {
		return err
	}
	err := w.done("link", w.Links[token], password)
	if err == nil {
		delete(w.Links, token)
	}
	return err
}

// Ask seals an answer as the server does.
func (w *World) Ask(answer string) string { return w.human().Ask(answer) }

// Answered opens what Ask sealed.
func (w *World) Answered(_ *http.Request, token, answer string) (int64, error) {
	return w.human().Answered(token, answer)
}

func (w *World) human() *hosting.Human {
	return &hosting.Human{Key: []byte("of the tests"), Now: func() time.Time { return w.Now },
		Nonce: w.newID}
}

// Switch lets a member of the cast go on at another account of theirs.
func (w *World) Switch(_ http.ResponseWriter, r *http.Request, v portal.Viewer,
	to records.AccountID) error {
	if _, err := w.CastFor(r.Context(), v.User.ID, to); err != nil {
		return err
	}
	for _, m := range w.Cast {
		if m.User != nil && m.User.ID == v.User.ID {
			m.At = to
		}
	}
	return w.done("switch", v.User.Username, to.String())
}

// InitialPassword makes a password that tests know.
func (w *World) InitialPassword(_ portal.Viewer, of records.UserID) (string, string, error) {
	return "initial-of-" + of.String(), "$argon2id$of-" + of.String(), nil
}

// Keep keeps the content of a file.
func (w *World) Keep(ctx context.Context, hash string, data []byte) error {
	return w.KeepContent(ctx, hash, data)
}

func (w *World) newID() int64 {
	w.ids++
	return 1_000_000 + w.ids
}

// Viewer is a member of the cast as a host without a session says it.
func (w *World) Viewer(who string) portal.Viewer {
	w.flush()
	return w.viewer(who)
}

func (w *World) viewer(who string) portal.Viewer {
	m := w.Cast[who]
	if m == nil {
		panic("portaltest: nobody in the cast is called " + who)
	}
	v := portal.Viewer{Subject: w.subject(m), Person: m.Person}
	v.Subject.SecondFactor = who == w.Owing
	if m.User != nil { // as it is now: edits change logins as well
		u, err := w.User(context.Background(), m.User.ID)
		w.must(err)
		v.User = u
	}
	if m.At != 0 {
		a := *w.Accounts[m.At]
		v.Account = &a
	}
	return v
}

func (w *World) subject(m *Member) *access.Subject {
	ctx := context.Background()
	if m.Person != nil {
		c, err := w.CastFor(ctx, m.User.ID, m.At)
		w.must(err)
		return c.Subject()
	}
	c, err := w.CastAt(ctx, m.At)
	w.must(err)
	if m.Access == nil {
		return c.Subject()
	}
	w.must(w.Hold(ctx, c, m.Access))
	return c.AsProfile()
}

func (w *World) env() portal.Env { return portal.Env{Now: func() time.Time { return w.Now }} }

// Hosted is the portal as the server shows it to somebody.
func (w *World) Hosted(who string) http.Handler {
	env := w.env()
	env.Deeds, env.NewID = w, w.newID
	return w.fresh(portal.Hosted(portal.New(w, func(*http.Request) (portal.Viewer, error) {
		v := w.viewer(who)
		if v.Person != nil {
			v.Key = "key-of-" + who
		}
		return v, nil
	}, env)))
}

// Preview is the portal as the desk shows it as somebody.
func (w *World) Preview(who string) http.Handler {
	return w.fresh(portal.Preview(portal.New(w, func(*http.Request) (portal.Viewer, error) {
		return w.viewer(who), nil
	}, w.env())))
}

// fresh writes what has changed before a handler is used.
func (w *World) fresh(h http.Handler) http.Handler {
	w.flush()
	return h
}

func open(t testing.TB) *World {
	t.Helper()
	w := &World{t: t, DB: storetest.Open(t, storetest.SQLite), Now: Noon,
		Cast: map[string]*Member{}, Passwords: map[string]string{}, Links: map[string]string{},
		written: map[records.Key]string{}}
	box, err := sealing.New(make([]byte, 32))
	w.must(err)
	w.box = box
	return w
}
