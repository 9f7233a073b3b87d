package portaltest

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// World is an office in memory: a portal.Source and portal.Deeds. Change its fields between
// requests; it is not for several goroutines at once.
type World struct {
	Settings *records.Portal
	Now      time.Time
	Cast     map[string]*records.Cast // by first name, in small letters
	Accounts map[records.AccountID]*records.Account
	Rows     []*records.Ticket
	Said     []*records.Note
	Library  []*records.Article

	Passwords map[string]string // by username
	Done      []string          // every deed, as text
	Refuse    error             // what deeds return, or nil
}

// Portal gives the settings.
func (w *World) Portal(context.Context) (*records.Portal, error) { return w.Settings, nil }

// Tickets lists tickets, as the store does.
func (w *World) Tickets(_ context.Context, where access.Where, q portal.TicketQuery) (
	[]*records.Ticket, error) {
	var list []*records.Ticket
	for _, t := range w.Rows {
		old := q.Before == portal.TicketKey{} || older(t, q.Before)
		text := records.Fold(t.Number + " " + t.Subject + " " + t.Text)
		if old && w.ticketRow(t).holds(where) && (q.Status == "" || t.Status == q.Status) &&
			strings.Contains(text, records.Fold(q.Text)) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b *records.Ticket) int {
		return cmp.Or(cmp.Compare(b.Created, a.Created), cmp.Compare(b.ID, a.ID))
	})
	return list[:min(len(list), q.Limit)], nil
}

func older(t *records.Ticket, k portal.TicketKey) bool {
	return t.Created < k.Created || t.Created == k.Created && t.ID < k.ID
}

func (w *World) ticketRow(t *records.Ticket) rowOf {
	exposed := int64(1)
	if t.Internal {
		exposed = 0
	}
	return rowOf{"t.exposed": exposed, "t.created": t.Created, "t.creator": int64(t.Creator),
		"t.contact": int64(t.Contact), "t.approver": int64(t.Approver),
		"t.assigned": int64(t.Assigned), "a.id": int64(t.Account),
		"a.open": int64(access.Every &^ w.closed(t.Account))}
}

// closed is what is closed at an account, its parents' included; Every when its portal is off.
func (w *World) closed(id records.AccountID) (set access.ComponentSet) {
	for a := w.Accounts[id]; a != nil; a = w.Accounts[a.Parent] {
		set |= a.Closed
		if !a.Portal {
			set = access.Every
		}
	}
	return set
}

// Ticket gives one ticket.
func (w *World) Ticket(_ context.Context, id records.TicketID) (
	*records.Ticket, access.ComponentSet, error) {
	for _, t := range w.Rows {
		if t.ID == id {
			return t, w.closed(t.Account), nil
		}
	}
	return nil, 0, problem.New(problem.NotFound, "This ticket does not exist.")
}

// Notes lists the notes of a ticket but the internal ones.
func (w *World) Notes(_ context.Context, id records.TicketID) ([]*records.Note, error) {
	var list []*records.Note
	for _, n := range w.Said {
		if n.Ticket == id && !n.Internal {
			list = append(list, n)
		}
	}
	return list, nil
}

// People gives the names of the cast.
func (w *World) People(_ context.Context, ids []records.PersonID) (
	map[records.PersonID]string, error) {
	names := map[records.PersonID]string{}
	for _, c := range w.Cast {
		if c.Person != nil && slices.Contains(ids, c.Person.ID) {
			names[c.Person.ID] = c.Person.Name()
		}
	}
	return names, nil
}

// Articles lists the articles of a shelf.
func (w *World) Articles(_ context.Context, shelf records.Shelf, where access.Where,
	text string) ([]*records.Article, error) {
	var list []*records.Article
	for _, a := range w.Library {
		row := rowOf{"t.exposed": 0, "t.audience": a.Audience}
		if a.Published {
			row["t.exposed"] = 1
		}
		if a.Shelf == shelf && row.holds(where) &&
			strings.Contains(records.Fold(a.Title+" "+a.Text), records.Fold(text)) {
			list = append(list, a)
		}
	}
	return list, nil
}

// Article gives one article.
func (w *World) Article(_ context.Context, shelf records.Shelf, slug string) (
	*records.Article, error) {
	for _, a := range w.Library {
		if a.Shelf == shelf && a.Slug == slug {
			return a, nil
		}
	}
	return nil, problem.New(problem.NotFound, "This article does not exist.")
}

func (w *World) done(deed ...string) error {
	if w.Refuse == nil {
		w.Done = append(w.Done, strings.Join(deed, " | "))
	}
	return w.Refuse
}

// SignIn checks a password. It sets no cookie: a Browser's viewer is fixed.
func (w *World) SignIn(_ http.ResponseWriter, _ *http.Request, username, password string) (
	bool, error) {
	for _, c := range w.Cast {
		if c.User == nil || records.Fold(c.User.Username) != records.Fold(username) {
			continue
		}
		if w.Passwords[c.User.Username] != password {
			return false, portal.WrongPassword
		}
		own := *c
		own.Portal = w.Settings
		s := own.Subject()
		d := access.SignIn(s, access.At(w.Now, w.Settings.Location()))
		if !d.Allowed() {
			return false, portal.Refused(d)
		}
		return s.MustChange, w.done("sign in", username)
	}
	return false, portal.WrongPassword
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

// OpenTicket notes a ticket.
func (w *World) OpenTicket(_ context.Context, v portal.Viewer, d portal.TicketDraft) (
	records.TicketID, error) {
	return 4711, w.done("open", v.Subject.Name, d.Subject, d.Text, d.Priority, d.Email)
}

// Reply notes a reply.
func (w *World) Reply(_ context.Context, v portal.Viewer, id records.TicketID,
	text string) error {
	return w.done("reply", v.Subject.Name, id.String(), text)
}

// SaveDetails notes a profile.
func (w *World) SaveDetails(_ context.Context, v portal.Viewer, d portal.Details) error {
	return w.done("details", v.Subject.Name, d.First, d.Last, d.JobTitle, d.Phone, d.Mobile)
}

// Viewer is a member of the cast as a host without a session says it.
func (w *World) Viewer(who string) portal.Viewer {
	found := w.Cast[who]
	if found == nil {
		panic("portaltest: nobody in the cast is called " + who)
	}
	c := *found
	c.Portal = w.Settings
	v := portal.Viewer{Person: c.Person, User: c.User, Account: c.Account}
	if c.Person == nil && c.Profile != nil {
		v.Subject = c.AsProfile()
		return v
	}
	v.Subject = c.Subject()
	return v
}

func (w *World) env() portal.Env { return portal.Env{Now: func() time.Time { return w.Now }} }

// Hosted is the portal as the server shows it to somebody.
func (w *World) Hosted(who string) http.Handler {
	env := w.env()
	env.Deeds = w
	return portal.Hosted(portal.New(w, func(*http.Request) (portal.Viewer, error) {
		v := w.Viewer(who)
		if v.Person != nil {
			v.Key = "key-of-" + who
		}
		return v, nil
	}, env))
}

// Preview is the portal as the desk shows it as somebody.
func (w *World) Preview(who string) http.Handler {
	return portal.Preview(portal.New(w, func(*http.Request) (portal.Viewer, error) {
		return w.Viewer(who), nil
	}, w.env()))
}
