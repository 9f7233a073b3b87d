package edit_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

func mailsOf(t *testing.T, db *store.DB, id records.UserID) []*records.Mail {
	t.Helper()
	list, err := db.Mails(ctx, id, 100)
	must(t, err)
	return list
}

// TestAnInvitationIsQueuedAtTheServerOnce: however often the edit arrives, and not at the desk that
// made it offline. It is in no history, and no other desk gets it.
func TestAnInvitationIsQueuedAtTheServerOnce(t *testing.T) {
	o := storetest.New(t)
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	in := anna.Do(&edit.Invite{User: storetest.MiaUser})
	if n := len(mailsOf(t, anna.DB, storetest.MiaUser)); n != 0 {
		t.Errorf("the desk queues %d mails", n)
	}
	anna.Push()
	anna.Sync()
	ben.Sync()
	line, err := o.Server.HistoryLine(ctx, in.UID)
	must(t, err)
	if line.Status != records.Applied || strings.Contains(line.Changes, "set-password") ||
		line.Subject != "Mia Miller" || line.About != storetest.MiaUser.Key() {
		t.Errorf("%+v", line)
	}
	run(t, o, o.Env(storetest.Anna, edit.Server), in) // as if nobody knew that it was done
	list := mailsOf(t, o.Server, storetest.MiaUser)
	if len(list) != 1 {
		t.Fatalf("%d mails", len(list))
	}
	m := list[0]
	if m.To != "Mia@example.com" || m.Template != records.InvitationMail ||
		m.State != records.MailQueued || m.Due != o.Now.Unix() ||
		m.Args["username"] != "Mia@example.com" || m.Args["name"] != "Mia Miller" {
		t.Errorf("%+v", m)
	}
	if n := len(mailsOf(t, ben.DB, storetest.MiaUser)); n != 0 {
		t.Errorf("Ben's desk has %d mails", n)
	}
}

// TestOneLinkMailWaitsAtATime: whoever presses twice, or asks twice, sends one. Once it is sent,
// another one is.
func TestOneLinkMailWaitsAtATime(t *testing.T) {
	o := storetest.New(t)
	env := o.Env(storetest.Anna, edit.Server)
	for i, want := range []records.Status{records.Applied, records.Merged} {
		if out := run(t, o, env, o.Envelope(&edit.StartReset{User: storetest.MiaUser})); out.Status !=
			want {
			t.Errorf("%d: %+v", i, out)
		}
	}
	visitor := edit.Env{Actor: edit.Actor{Name: "Visitor"}, Now: o.Now, Zone: env.Zone,
		Side: edit.Server}
	ask := &edit.AskReset{User: storetest.MiaUser}
	if out := run(t, o, visitor, o.Envelope(ask)); out.Status != records.Merged {
		t.Errorf("asked for as well: %+v", out)
	}
	sent := mailsOf(t, o.Server, storetest.MiaUser)[0]
	sent.State = records.MailSent
	must(t, o.Server.SettleMail(ctx, sent))
	if out := run(t, o, visitor, o.Envelope(ask)); out.Status != records.Applied ||
		len(mailsOf(t, o.Server, storetest.MiaUser)) != 2 {
		t.Errorf("asked for again: %+v", out)
	}
}

// barred are the reasons why a password would help nobody, by the input that they are about.
var barred = map[string]struct {
	change func(*records.User, *records.Person, *records.Account)
	on     string
	is     bool // it is one
}{
	"no e-mail": {func(_ *records.User, p *records.Person, _ *records.Account) { p.Email = "" },
		"email", true},
	"Portal User off": {func(u *records.User, _ *records.Person, _ *records.Account) {
		u.PortalUser = false
	}, "portalUser", true},
	"no role group": {func(u *records.User, _ *records.Person, _ *records.Account) {
		u.RoleGroup = false
	}, "portalUser", true},
	"deactivated": {func(u *records.User, _ *records.Person, _ *records.Account) {
		u.Active = false
	}, "portalUser", true},
	"support ended": {func(u *records.User, _ *records.Person, _ *records.Account) {
		u.Support.To = access.DayOf(2026, 11, 21)
	}, "supportEnd", true},
	"the account's portal is off": {func(_ *records.User, _ *records.Person, a *records.Account) {
		a.Portal = false
	}, "", true},
	"support starts later": {func(u *records.User, _ *records.Person, _ *records.Account) {
		u.Support.From = access.DayOf(2026, 12, 24)
	}, "", false},
	"locked": {func(u *records.User, _ *records.Person, _ *records.Account) { u.Locked = true },
		"", false},
}

// TestWhoCouldNotSignInIsNotInvited: the desk says so at once, and by which input.
func TestWhoCouldNotSignInIsNotInvited(t *testing.T) {
	for name, c := range barred {
		t.Run(name, func(t *testing.T) {
			o := storetest.New(t)
			u := userOf(t, o, storetest.MiaUser)
			p, err := o.Server.Person(ctx, storetest.Mia)
			must(t, err)
			a, err := o.Server.Account(ctx, storetest.Acme)
			must(t, err)
			c.change(&u, p, a)
			write(t, o, &u, p, a)
			anna := o.Desk(storetest.Anna, "anna")
			if !c.is {
				anna.Do(&edit.Invite{User: storetest.MiaUser})
				return
			}
			for _, e := range []edit.Edit{&edit.Invite{User: storetest.MiaUser},
				&edit.StartReset{User: storetest.MiaUser}} {
				p := anna.Refused(e)
				if p.Kind != problem.Invalid || p.Field != c.on {
					t.Errorf("%+v", p)
				}
			}
			if n := len(mailsOf(t, o.Server, storetest.MiaUser)); n != 0 {
				t.Errorf("%d mails", n)
			}
		})
	}
}

// TestAnAnswerIsTold: to the contact, or else to the creator, once, and never of what is internal
// (A42).
func TestAnAnswerIsTold(t *testing.T) {
	o := staffed(t)
	write(t, o, &records.Ticket{ID: 600, Number: "T-6", Account: storetest.Acme,
		Creator: storetest.Mia, Contact: storetest.Tom, Subject: "It broke", Status: records.Open},
		&records.Ticket{ID: 601, Account: storetest.Acme, Creator: storetest.Mia, Internal: true,
			Subject: "Hidden", Status: records.Open})
	env, told := o.Env(storetest.Anna, edit.Server), func() (mia, tom int) {
		return len(mailsOf(t, o.Server, storetest.MiaUser)),
			len(mailsOf(t, o.Server, storetest.TomUser))
	}
	o.At(storetest.Anna, &edit.AddNote{ID: 1, Ticket: 600, Text: "Internal", Internal: true},
		&edit.AddNote{ID: 2, Ticket: 601, Text: "Of an internal ticket"})
	run(t, o, customer(t, o), o.Envelope(&edit.AddNote{ID: 3, Ticket: 500, Text: "Mine"}))
	if mia, tom := told(); mia+tom != 0 {
		t.Fatalf("%d and %d mails", mia, tom)
	}
	answer := o.Envelope(&edit.AddNote{ID: 4, Ticket: 600, Text: "SECRET"})
	run(t, o, env, answer)
	run(t, o, env, answer)
	if mia, tom := told(); mia != 0 || tom != 1 {
		t.Fatalf("%d and %d mails", mia, tom)
	}
	m := mailsOf(t, o.Server, storetest.TomUser)[0]
	if m.Template != records.TicketAnswerMail || m.Link != "tickets/600" ||
		m.Args["number"] != "T-6" || strings.Contains(m.Args["subject"], "SECRET") {
		t.Errorf("%+v", m)
	}
	tom := userOf(t, o, storetest.TomUser)
	tom.PortalUser = false
	write(t, o, &tom)
	o.At(storetest.Anna, &edit.AddNote{ID: 5, Ticket: 600, Text: "Again"})
	if mia, tom := told(); mia != 1 || tom != 1 {
		t.Errorf("after the contact lost access: %d and %d mails", mia, tom)
	}
}

// TestUndoNeverUnsends: the note is taken back, the mail about it is not.
func TestUndoNeverUnsends(t *testing.T) {
	o := staffed(t)
	in := o.Envelope(&edit.AddNote{ID: 4, Ticket: 500, Text: "Too early"})
	run(t, o, o.Env(storetest.Anna, edit.Server), in)
	o.At(storetest.Anna, &edit.Undo{Of: in.UID})
	if n := len(mailsOf(t, o.Server, storetest.MiaUser)); n != 1 {
		t.Errorf("%d mails", n)
	}
	if notes, err := storetest.Notes(ctx, o.Server, 500); err != nil || len(notes) != 0 {
		t.Errorf("%v %v", notes, err)
	}
	invite := o.Envelope(&edit.Invite{User: storetest.MiaUser})
	run(t, o, o.Env(storetest.Anna, edit.Server), invite)
	undo := o.Envelope(&edit.Undo{Of: invite.UID})
	if out := run(t, o, o.Env(storetest.Anna, edit.Server), undo); out.Status != records.Refused {
		t.Errorf("an invitation was taken back: %+v", out)
	}
}

// TestALinkSetsOnePassword: of its own user, before it expires, once; and whoever sets a password
// ends every link.
func TestALinkSetsOnePassword(t *testing.T) {
	o := storetest.New(t)
	link := func(hash string, user records.UserID, life int64) {
		must(t, o.Server.NewLink(ctx, &records.Link{ID: records.LinkKey(hash).ID, Hash: hash,
			User: user, Purpose: records.ResetMail, Expires: o.Now.Unix() + life}))
	}
	set := func(hash string) records.Status {
		return run(t, o, customer(t, o), o.Envelope(&edit.SetPassword{User: storetest.MiaUser,
			Verifier: verifier, Link: hash})).Status
	}
	link("good", storetest.MiaUser, 1)
	link("other", storetest.MiaUser, 100)
	link("past", storetest.MiaUser, 0)
	link("tom's", storetest.TomUser, 100)
	for _, hash := range []string{"past", "tom's", "unknown"} {
		if got := set(hash); got != records.Refused {
			t.Errorf("%s: %s", hash, got)
		}
	}
	for i, want := range []records.Status{records.Applied, records.Refused} {
		if got := set("good"); got != want {
			t.Errorf("%d: %s", i, got)
		}
	}
	if got := set("other"); got != records.Refused {
		t.Errorf("another link after the password was set: %s", got)
	}
	o.At(storetest.Anna, &edit.SetPassword{User: storetest.TomUser, Verifier: verifier,
		Initial: true})
	if _, err := o.Server.Link(ctx, "tom's", 0); !problem.Is(err, problem.NotFound) {
		t.Errorf("staff set a password, and the link is %v", err)
	}
}
