package edit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// meet makes edits at two desks that do not know of each other, and brings them to the server:
// Anna's first, then Ben's. It gives the outcomes of Ben's.
func meet(t *testing.T, o *storetest.Office, annas, bens []edit.Edit) (*storetest.Desk,
	[]edit.Landed) {
	t.Helper()
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	for _, e := range annas {
		anna.Do(e)
	}
	for _, e := range bens {
		ben.Do(e)
	}
	anna.Sync()
	out := ben.Sync().Results
	anna.Sync()
	ben.Sync()
	return ben, out
}

func inboxOf(t *testing.T, d *storetest.Desk) []*records.Inbox {
	t.Helper()
	list, err := d.DB.Inbox(ctx, d.Who)
	must(t, err)
	return list
}

func withBasic(t *testing.T) *storetest.Office {
	t.Helper()
	o := storetest.New(t)
	o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
	return o
}

func to(p records.ProfileID) edit.Edit {
	return change(1, edit.Terms{Profile: storetest.Basic}, edit.Terms{Profile: p})
}

var takeMias = &edit.RemoveAccess{User: storetest.MiaUser}

// TestAnEditThatChangesNothingHereNamesWhatItsAuthorHadSeen: it may change something at the server,
// where what it repeats was refused.
func TestAnEditThatChangesNothingHereNamesWhatItsAuthorHadSeen(t *testing.T) {
	o := withBasic(t)
	o.At(storetest.Anna, takeMias)
	ben := o.Desk(storetest.Ben, "ben")
	ben.Sync()
	ben.Do(grant(2, storetest.MiaUser, storetest.Basic))
	ben.Do(grant(3, storetest.MiaUser, storetest.Basic)) // she has it already, here
	list, err := ben.DB.Outbox(ctx, 0, 10)
	must(t, err)
	if len(list) != 2 || len(list[0].Edit.Seen) == 0 ||
		!slices.Equal(list[0].Edit.Seen, list[1].Edit.Seen) {
		t.Errorf("%+v", list)
	}
}

// TestARemovalOfALoginThatIsGoneCountsForThePerson: whoever makes the same person anew, and has not
// seen it, gives no access, also where the login was taken back before the removal came.
func TestARemovalOfALoginThatIsGoneCountsForThePerson(t *testing.T) {
	o := storetest.New(t)
	create := func(id int64) *edit.CreatePerson {
		return &edit.CreatePerson{Person: records.Person{ID: records.PersonID(id), First: "Kim",
			Account: storetest.Acme, Email: "kim@example.com"}, User: &records.User{
			ID: records.UserID(id), Person: records.PersonID(id), Username: fmt.Sprint("kim", id),
			Active: true, PortalUser: true, RoleGroup: true}}
	}
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	made := anna.Do(create(900))
	anna.Sync()
	ben.Sync()
	anna.Do(&edit.Undo{Of: made.UID})
	anna.Sync()
	ben.Do(&edit.RemoveAccess{User: 900})
	anna.Do(create(901))
	ben.Sync()
	if out := anna.Sync().Results; out[0].Status != records.Withheld {
		t.Errorf("%+v", out)
	}
}

// meetings are the taxonomy of conflicts, as far as there are edits for it: Anna's edit comes
// first, Ben's second, and neither knew of the other.
var meetings = []struct {
	name       string
	anna, ben  []edit.Edit
	status     records.Status    // of Ben's last
	inbox      bool              // Ben is told
	profile    records.ProfileID // of Mia, in the end
	portalUser bool
}{
	{"revoke, then grant", []edit.Edit{takeMias}, []edit.Edit{to(storetest.Manager)},
		records.Refused, true, 0, true},
	{"grant, then revoke", []edit.Edit{to(storetest.Manager)}, []edit.Edit{takeMias},
		records.Applied, false, 0, true},
	{"revoke, then a new grant", []edit.Edit{takeMias},
		[]edit.Edit{takeMias, grant(2, storetest.MiaUser, storetest.Manager)},
		records.Refused, true, 0, true},
	{"revoke, then revoke", []edit.Edit{takeMias}, []edit.Edit{takeMias}, records.Merged,
		false, 0, true},
	{"revoke, then a plain edit", []edit.Edit{takeMias}, []edit.Edit{phone("1")},
		records.Applied, false, 0, true},
	{"two profiles, the second wider", []edit.Edit{to(storetest.Advanced)},
		[]edit.Edit{to(storetest.Manager)}, records.Refused, true, storetest.Advanced, true},
	{"two profiles, the second narrower", []edit.Edit{to(storetest.Manager)},
		[]edit.Edit{to(storetest.Advanced)}, records.Applied, false, storetest.Advanced, true},
	{"the same profile", []edit.Edit{to(storetest.Manager)},
		[]edit.Edit{to(storetest.Manager)}, records.Merged, false, storetest.Manager, true},
	{"profile and schedule", []edit.Edit{to(storetest.Manager)}, []edit.Edit{change(1,
		edit.Terms{Profile: storetest.Basic},
		edit.Terms{Profile: storetest.Basic, Schedule: spring})}, records.Applied, false,
		storetest.Manager, true},
	{"cut off, then a grant", []edit.Edit{panel(func(p *edit.Panel) { p.PortalUser = false })},
		[]edit.Edit{to(storetest.Manager)}, records.Refused, true, storetest.Basic, false},
	{"a grant, then cut off", []edit.Edit{to(storetest.Manager)},
		[]edit.Edit{panel(func(p *edit.Panel) { p.PortalUser = false })}, records.Applied,
		false, storetest.Manager, false},
	{"two supports, the second longer", []edit.Edit{support(spring)},
		[]edit.Edit{support(access.Window{From: spring.From})}, records.Refused, true,
		storetest.Basic, true},
	{"two supports, the second shorter", []edit.Edit{support(access.Window{From: 5})},
		[]edit.Edit{support(spring)}, records.Applied, false, storetest.Basic, true},
}

func TestWhatMeetsWhat(t *testing.T) {
	for _, c := range meetings {
		t.Run(c.name, func(t *testing.T) {
			o := withBasic(t)
			ben, out := meet(t, o, c.anna, c.ben)
			last := out[len(out)-1]
			if last.Status != c.status || last.Inbox != c.inbox {
				t.Errorf("Ben's: %+v", last)
			}
			if lines := inboxOf(t, ben); (len(lines) > 0) != c.inbox {
				t.Errorf("Ben's inbox: %d lines", len(lines))
			}
			if got := o.ProfileOf(o.Server, storetest.MiaUser); got != c.profile {
				t.Errorf("Mia has profile %d", got)
			}
			if got := o.ProfileOf(ben.DB, storetest.MiaUser); got != c.profile {
				t.Errorf("Ben's desk shows profile %d", got)
			}
			if u := userOf(t, o, storetest.MiaUser); u.PortalUser != c.portalUser {
				t.Errorf("Portal User: %v", u.PortalUser)
			}
		})
	}
}

func support(w access.Window) edit.Edit {
	return panel(func(p *edit.Panel) { p.Support = w })
}

// phone is the edit of a form that showed Mia's details without a phone number.
func phone(number string) edit.Edit {
	was := edit.Details{First: "Mia", Last: "Miller"}
	want := was
	want.Phone = number
	return &edit.UpdateDetails{Person: storetest.Mia, Was: was, Want: want}
}

func TestOfOneFieldTheLastStandsAndBothAreKept(t *testing.T) { // B13
	o := storetest.New(t)
	ben, out := meet(t, o, []edit.Edit{phone("111")}, []edit.Edit{phone("222")})
	if out[0].Status != records.Overrode || !out[0].Inbox {
		t.Errorf("Ben's: %+v", out[0])
	}
	lines := inboxOf(t, ben)
	if len(lines) != 1 || lines[0].Mine != "“222”" || lines[0].Theirs != "“111”" {
		t.Fatalf("inbox: %+v", lines)
	}
	p, err := o.Server.Person(ctx, storetest.Mia)
	if err != nil || p.Phone != "222" {
		t.Errorf("%+v %v", p, err)
	}
	ben.Do(&edit.Settle{Line: lines[0].UID})
	ben.Sync()
	if lines := inboxOf(t, ben); len(lines) != 0 {
		t.Errorf("settled, and still there: %+v", lines)
	}
}

func TestDifferentFieldsBothStand(t *testing.T) {
	o := storetest.New(t)
	job := &edit.UpdateDetails{Person: storetest.Mia,
		Was:  edit.Details{First: "Mia", Last: "Miller"},
		Want: edit.Details{First: "Mia", Last: "Miller", JobTitle: "Buyer"}}
	_, out := meet(t, o, []edit.Edit{phone("111")}, []edit.Edit{job})
	p, err := o.Server.Person(ctx, storetest.Mia)
	if err != nil || p.Phone != "111" || p.JobTitle != "Buyer" || out[0].Inbox {
		t.Errorf("%+v %+v %v", p, out, err)
	}
}

// TestAFormDoesNotClobberWhatItOnlyShowed: Anna's form showed "may not sign" and every component,
// and sends the profile only.
func TestAFormDoesNotClobberWhatItOnlyShowed(t *testing.T) {
	o := withBasic(t)
	was := edit.Terms{Profile: storetest.Basic}
	bens := was
	bens.CanSign, bens.PinReset, bens.Closed, bens.Schedule = true, true, tickets, spring
	annas := was
	annas.Profile = storetest.Advanced
	meet(t, o, []edit.Edit{change(1, was, bens)}, []edit.Edit{change(1, was, annas)})
	a := accessOf(t, o, storetest.MiaUser)
	got := edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
		CanSign: a.CanSign, PinReset: a.PinReset}
	want := bens
	want.Profile = storetest.Advanced
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func newcomer(person records.PersonID, email, username string) *edit.CreatePerson {
	return &edit.CreatePerson{
		Person: records.Person{ID: person, Account: storetest.Acme, First: "New", Email: email},
		User: &records.User{ID: records.UserID(person + 100), Person: person, Username: username,
			Active: true, PortalUser: true, RoleGroup: true}}
}

func TestOfTwoPeopleWithOneLoginTheSecondIsKeptWithout(t *testing.T) { // C5
	o := storetest.New(t)
	ben, out := meet(t, o, []edit.Edit{newcomer(250, "n@e.com", "n@e.com")},
		[]edit.Edit{newcomer(251, "N@e.com", "N@E.com")})
	if out[0].Status != records.Withheld || !out[0].Inbox || len(inboxOf(t, ben)) != 1 {
		t.Errorf("Ben's: %+v", out[0])
	}
	if _, err := o.Server.Person(ctx, 251); err != nil {
		t.Errorf("the second person: %v", err)
	}
	if r := read(t, o, records.Key{Kind: records.KindUser, ID: 351}); r != nil {
		t.Errorf("the second login: %+v", r)
	}
}

// TestAPersonMadeAnewGetsNoAccessBack: somebody of the same e-mail address was cut off elsewhere.
func TestAPersonMadeAnewGetsNoAccessBack(t *testing.T) {
	o := storetest.New(t)
	ben, out := meet(t, o, []edit.Edit{takeMias},
		[]edit.Edit{newcomer(250, "mia@example.com", "mia-again")})
	if out[0].Status != records.Withheld || !out[0].Inbox {
		t.Errorf("Ben's: %+v", out[0])
	}
	u := userOf(t, o, 350)
	if u.PortalUser {
		t.Error("the new login may sign in")
	}
	if lines := inboxOf(t, ben); len(lines) != 1 || !strings.Contains(lines[0].Text, "without") {
		t.Errorf("inbox: %+v", lines)
	}
}

// TestAnEditOfSomebodyWhoIsGoneIsKept: the removal wins, and the edit is in the inbox.
func TestAnEditOfSomebodyWhoIsGoneIsKept(t *testing.T) {
	o := storetest.New(t)
	made := o.Envelope(newcomer(250, "n@e.com", "n@e.com"))
	run(t, o, o.Env(storetest.Anna, edit.Server), made)
	was := edit.Details{First: "New"}
	want := edit.Details{First: "New", Phone: "333"}
	ben, out := meet(t, o, []edit.Edit{&edit.Undo{Of: made.UID}},
		[]edit.Edit{&edit.UpdateDetails{Person: 250, Was: was, Want: want}})
	if out[0].Status != records.Refused || !out[0].Inbox {
		t.Errorf("Ben's: %+v", out[0])
	}
	lines := inboxOf(t, ben)
	if len(lines) != 1 || !strings.Contains(lines[0].Args, "333") {
		t.Errorf("inbox: %+v", lines)
	}
}

// TestARemovalOutlivesItsAuthorsRights: Ben is deactivated before his edits arrive. His removal
// becomes a task for the others; his grant is refused, and only he is told.
func TestARemovalOutlivesItsAuthorsRights(t *testing.T) {
	for name, ben := range map[string]*records.Staff{
		"deactivated": {ID: storetest.Ben, Name: "Ben", Role: records.AccessManager},
		"a reader":    {ID: storetest.Ben, Name: "Ben", Role: records.Reader, Active: true},
	} {
		o := withBasic(t)
		anna, bens := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
		bens.Do(takeMias)
		bens.Do(grant(2, storetest.TomUser, storetest.Manager))
		write(t, o, ben)
		out := bens.Push().Results
		if out[0].Status != records.Refused || !out[0].Inbox || out[1].Status != records.Refused ||
			!out[1].Inbox {
			t.Errorf("%s: %+v", name, out)
		}
		anna.Pull()
		lines := inboxOf(t, anna)
		if len(lines) != 1 || lines[0].Edit != "RemoveAccess" || lines[0].About !=
			storetest.MiaUser.Key() {
			t.Errorf("%s: Anna's tasks: %+v", name, lines)
		}
		if o.ProfileOf(o.Server, storetest.TomUser) != 0 {
			t.Errorf("%s: his grant was carried out", name)
		}
	}
}

// TestTheStricterSettingStands: the portal's settings are replaced as a whole, or not at all.
func TestTheStricterSettingStands(t *testing.T) {
	o := storetest.New(t)
	now, err := o.Server.Portal(ctx)
	must(t, err)
	strict, loose := *now, *now
	strict.RegisteredOnly, loose.AccountTickets = true, true
	anna := o.Desk(storetest.Anna, "anna")
	other := o.Desk(storetest.Anna, "other")
	anna.Do(&edit.SetPortal{Was: *now, Want: strict})
	other.Do(&edit.SetPortal{Was: *now, Want: loose})
	anna.Sync()
	if out := other.Sync().Results[0]; out.Status != records.Refused || !out.Inbox {
		t.Errorf("the loosening: %+v", out)
	}
	p, err := o.Server.Portal(ctx)
	if err != nil || *p != strict {
		t.Errorf("%+v %v", p, err)
	}
}

func TestNotesAddUp(t *testing.T) {
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.CreateTicket{ID: 500, Account: storetest.Acme,
		Contact: storetest.Mia, Subject: "S"})
	_, out := meet(t, o, []edit.Edit{&edit.AddNote{ID: 1, Ticket: 500, Text: "A"}},
		[]edit.Edit{&edit.AddNote{ID: 2, Ticket: 500, Text: "B"}})
	list, err := storetest.Notes(ctx, o.Server, 500)
	if err != nil || len(list) != 2 || out[0].Status != records.Applied {
		t.Errorf("%v %v %v", list, out, err)
	}
}

// TestANoteIsNeverReplaced: the same note again is the same form, sent twice.
func TestANoteIsNeverReplaced(t *testing.T) {
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.CreateTicket{ID: 500, Account: storetest.Acme, Subject: "S"},
		&edit.AddNote{ID: 1, Ticket: 500, Text: "A"}, &edit.AddNote{ID: 1, Ticket: 500, Text: "B"})
	list, err := storetest.Notes(ctx, o.Server, 500)
	if err != nil || len(list) != 1 || list[0].Text != "A" {
		t.Errorf("%+v %v", list, err)
	}
}

// TestARemovalThatComesBeforeItsLoginCounts: as after the server was put back, and the desk of the
// removal brought its edits again before that which had made the login.
func TestARemovalThatComesBeforeItsLoginCounts(t *testing.T) {
	o := storetest.New(t)
	_, out := meet(t, o, []edit.Edit{&edit.RemoveAccess{User: 998}},
		[]edit.Edit{&edit.CreatePerson{
			Person: records.Person{ID: 997, Account: storetest.Acme, First: "Kim",
				Email: "kim@x.com"},
			User: &records.User{ID: 998, Person: 997, Username: "kim", Active: true,
				PortalUser: true, RoleGroup: true}},
			grant(3, 998, storetest.Manager)})
	if out[0].Status != records.Withheld || out[1].Status != records.Refused {
		t.Errorf("the login was made %s, and its access %s", out[0].Status, out[1].Status)
	}
}
