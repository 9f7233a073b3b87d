package edit_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

type effect int

const (
	none effect = iota
	narrows
	widens
)

var (
	basic    = edit.Terms{Profile: storetest.Basic, Schedule: spring}
	tickets  = access.SetOf(access.Tickets)
	settings = records.Portal{Name: "Test Office", Zone: "Europe/Berlin", Widget: true, Tab: true,
		CutOff: 1000, Closed: access.SetOf(access.Blog)}
)

func terms(to func(*edit.Terms)) *edit.UpdateAccess {
	want := basic
	to(&want)
	return change(1, basic, want)
}

func portalTo(to func(*records.Portal)) *edit.SetPortal {
	want := settings
	to(&want)
	return &edit.SetPortal{Was: settings, Want: want}
}

func login(portalUser bool) *edit.CreatePerson {
	return &edit.CreatePerson{
		Person: records.Person{ID: 250, Account: storetest.Acme, First: "New", Email: "n@e.com"},
		User: &records.User{ID: 350, Person: 250, Username: "new", Active: true,
			PortalUser: portalUser, RoleGroup: true}}
}

// effects says what each change does to access: by what it does, never by the name of the edit.
// Mia has Basic in spring; Tom has nothing.
var effects = []struct {
	name string
	edit edit.Edit
	want effect
}{
	{"a first access", grant(2, storetest.TomUser, storetest.Basic), widens},
	{"a wider profile", terms(func(t *edit.Terms) { t.Profile = storetest.Manager }), widens},
	{"a narrower profile", terms(func(t *edit.Terms) { t.Profile = 2 }), narrows},
	{"neither wider nor narrower", terms(func(t *edit.Terms) { t.Profile = 8 }), widens},
	{"a later end", terms(func(t *edit.Terms) { t.Schedule.To += 1 }), widens},
	{"no end", terms(func(t *edit.Terms) { t.Schedule.To = 0 }), widens},
	{"an earlier end", terms(func(t *edit.Terms) { t.Schedule.To -= 1 }), narrows},
	{"another time", terms(func(t *edit.Terms) { t.Schedule.From++; t.Schedule.To++ }), widens},
	{"a component less", terms(func(t *edit.Terms) { t.Closed = tickets }), narrows},
	{"may sign", terms(func(t *edit.Terms) { t.CanSign = true }), widens},
	{"may reset the PIN", terms(func(t *edit.Terms) { t.PinReset = true }), widens},
	{"a removal", &edit.RemoveAccess{User: storetest.MiaUser}, narrows},
	{"a removal of nothing", &edit.RemoveAccess{User: storetest.TomUser}, narrows},
	{"Portal User cleared", panel(func(p *edit.Panel) { p.PortalUser = false }), narrows},
	{"a support period", panel(func(p *edit.Panel) { p.Support = spring }), narrows},
	{"no e-mail", panel(func(p *edit.Panel) { p.Email = "" }), narrows},
	{"another e-mail", panel(func(p *edit.Panel) { p.Email = "m@e.com" }), none},
	{"another username", panel(func(p *edit.Panel) { p.Username = "mia" }), none},
	{"a login", login(true), widens},
	{"a login that may not sign in", login(false), none},
	{"an account", &edit.CreateAccount{Account: records.Account{ID: 150, Name: "New",
		Active: true, Portal: true}}, none},
	{"registered only", portalTo(func(p *records.Portal) { p.RegisteredOnly = true }), narrows},
	{"sign in to submit", portalTo(func(p *records.Portal) { p.SignInToSubmit = true }), narrows},
	{"all tickets of the account", portalTo(func(p *records.Portal) { p.AccountTickets = true }),
		widens},
	{"a later cut-off", portalTo(func(p *records.Portal) { p.CutOff = 2000 }), narrows},
	{"no cut-off", portalTo(func(p *records.Portal) { p.CutOff = 0 }), widens},
	{"a component closed", portalTo(func(p *records.Portal) { p.Closed |= tickets }), narrows},
	{"a component open", portalTo(func(p *records.Portal) { p.Closed = 0 }), widens},
	{"one closed, one open", portalTo(func(p *records.Portal) { p.Closed = tickets }), widens},
	{"another name", portalTo(func(p *records.Portal) { p.Name = "Other" }), none},
	{"details", &edit.UpdateDetails{Person: storetest.Mia, Was: edit.Details{First: "Mia",
		Last: "Miller"}, Want: edit.Details{First: "Mia", Last: "Moore"}}, none},
	{"a ticket", &edit.CreateTicket{ID: 600, Account: storetest.Acme, Contact: storetest.Mia,
		Subject: "S"}, none},
	{"a note", &edit.AddNote{ID: 700, Ticket: 500, Text: "N"}, none},
	{"an article", &edit.WriteArticle{Want: records.Article{ID: 800, Shelf: "help", Slug: "s",
		Title: "T", Audience: 1, Published: true}}, none},
	{"an initial password", &edit.SetPassword{User: storetest.MiaUser, Verifier: verifier,
		Initial: true}, none},
	{"an invitation", &edit.Invite{User: storetest.MiaUser}, none},
	{"a reset", &edit.StartReset{User: storetest.MiaUser}, none},
	{"a member of staff", &edit.AddStaff{Staff: records.Staff{ID: 9, Name: "Zed",
		Role: records.Reader, Active: true}}, none},
}

// subjects are all subjects that these changes may be about.
var subjects = []string{"person:201", "person:202", "person:250", "email:mia@example.com",
	"email:tom@example.com", "email:n@e.com", "portal", "account:101"}

func TestEffectsAreWhatAChangeDoes(t *testing.T) {
	o := storetest.New(t)
	write(t, o, &settings, &records.Ticket{ID: 500, Account: storetest.Acme, Subject: "S",
		Status: records.Open})
	o.At(storetest.Anna, &edit.AddAccess{ID: 1, User: storetest.MiaUser, Terms: basic})
	for _, c := range effects {
		t.Run(c.name, func(t *testing.T) {
			in := o.Envelope(c.edit)
			if got := effectOf(t, o, in); got != c.want {
				t.Errorf("%T is %d, want %d", c.edit, got, c.want)
			}
		})
	}
}

type rollback struct{}

func (rollback) Error() string { return "taken back" }

// effectOf tries an edit twice, and takes both back: as it is, and with narrowings of every
// subject that its author has not seen, which stops exactly what widens.
func effectOf(t *testing.T, o *storetest.Office, in edit.Envelope) effect {
	t.Helper()
	try := func(unseen bool) (out edit.Outcome) {
		_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			for i, s := range subjects {
				if unseen {
					tx.Put(&records.Narrowing{ID: int64(900 + i), Subject: s, UID: "another's"})
				}
			}
			out = edit.Run(tx, o.Env(storetest.Anna, edit.Server), in)
			return rollback{}
		})
		if err == nil {
			t.Fatal("it was not taken back")
		}
		return out
	}
	free, stopped := try(false), try(true)
	if free.Status != records.Applied && free.Status != records.Merged {
		t.Fatalf("it was not applied: %+v", free)
	}
	stops := stopped.Status == records.Refused || stopped.Status == records.Withheld
	switch {
	case stops && free.Narrow:
		t.Fatal("it narrows and widens")
	case stops:
		return widens
	case free.Narrow:
		return narrows
	}
	return none
}

// TestTheOtherDirectionIsTheOtherEffect undoes narrowings: every one widens.
func TestTheOtherDirectionIsTheOtherEffect(t *testing.T) {
	for _, c := range effects {
		if _, removal := c.edit.(*edit.RemoveAccess); c.want != narrows || removal {
			continue
		}
		o := storetest.New(t)
		write(t, o, &settings)
		o.At(storetest.Anna, &edit.AddAccess{ID: 1, User: storetest.MiaUser, Terms: basic})
		in := o.Envelope(c.edit)
		run(t, o, o.Env(storetest.Anna, edit.Server), in)
		undo := o.Envelope(&edit.Undo{Of: in.UID})
		if out := run(t, o, o.Env(storetest.Anna, edit.Server), undo); !out.Inbox {
			t.Errorf("%s: undone by somebody who had not seen it: %+v", c.name, out)
		}
		undo = o.Envelope(&edit.Undo{Of: in.UID})
		undo.Seen = []records.UID{in.UID}
		out := run(t, o, o.Env(storetest.Anna, edit.Server), undo)
		if out.Status != records.Applied {
			t.Errorf("%s: undone by somebody who had: %+v", c.name, out)
		}
	}
}
