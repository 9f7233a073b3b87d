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

const (
	anna, cleoID = storetest.Anna, storetest.Cleo
	helpDesk     = records.ProfileID(700) // a custom profile
)

// deed is what one author does without knowing of the other.
type deed struct {
	who  records.StaffID
	what []edit.Edit
}

func annas(list ...edit.Edit) deed { return deed{anna, list} }
func cleos(list ...edit.Edit) deed { return deed{cleoID, list} }

// line is one line of the law of what meets what: Anna's deed and Cleo's, in both orders. heard are
// the numbers of lines in the inboxes of Anna and of Cleo; Ben, who did nothing, hears of nothing.
type line struct {
	law                  string
	given                []edit.Edit
	anna, cleo           deed
	annaFirst, cleoFirst ending
}

type ending struct {
	last       records.Status // of the second deed's last edit
	anna, cleo int            // lines in their inboxes
	holds      func(world) error
}

func both(last records.Status, anna, cleo int, holds func(world) error) ending {
	return ending{last, anna, cleo, holds}
}

func TestTheLawOfMeetings(t *testing.T) { // B13
	for _, l := range law() {
		t.Run(l.law, func(t *testing.T) {
			for name, order := range map[string]struct {
				first, second deed
				want          ending
			}{"Anna's first": {l.anna, l.cleo, l.annaFirst}, "Cleo's first": {l.cleo, l.anna,
				l.cleoFirst}} {
				t.Run(name, func(t *testing.T) {
					worlds(t, func(t *testing.T, w world) {
						for _, out := range w.at(anna, l.given...) {
							if out.Status != records.Applied {
								t.Fatalf("given: %+v", out)
							}
						}
						w.do(order.first.who, order.first.what...)
						w.do(order.second.who, order.second.what...)
						w.meet(order.first.who)
						out := w.meet(order.second.who)
						order.want.check(t, w, out[len(out)-1])
					})
				})
			}
		})
	}
}

func (e ending) check(t *testing.T, w world, last edit.Landed) {
	t.Helper()
	if last.Status != e.last {
		t.Errorf("the second is %s (%s), want %s", last.Status, last.Why, e.last)
	}
	for who, want := range map[records.StaffID]int{anna: e.anna, cleoID: e.cleo, storetest.Ben: 0} {
		lines := w.inbox(who)
		if len(lines) != want {
			t.Errorf("staff %d has %d lines, want %d", who, len(lines), want)
		}
		for _, l := range lines {
			if l.Text == "" || l.By == "" || l.From == "" || l.Other == "" {
				t.Errorf("a line without whom it met: %+v", l)
			}
		}
	}
	if err := e.holds(w); err != nil {
		t.Error(err)
	}
}

func law() []line {
	return slices.Concat(plainLines(), removalLines(), accessLines(), profileLines(), settingsLines(),
		newcomerLines(), ticketLines())
}

func details(to func(*edit.Details)) edit.Edit {
	was := edit.Details{First: "Mia", Last: "Miller"}
	want := was
	to(&want)
	return &edit.UpdateDetails{Person: storetest.Mia, Was: was, Want: want}
}

func job(text string) edit.Edit { return details(func(d *edit.Details) { d.JobTitle = text }) }

// mia checks a field of Mia's.
func mia(what string, ok func(*records.Person) bool) func(world) error {
	return func(w world) error {
		p := w.row(records.Key{Kind: records.KindPerson, ID: int64(storetest.Mia)}).(*records.Person)
		if !ok(p) {
			return fmt.Errorf("%s: %+v", what, p)
		}
		return nil
	}
}

func plainLines() []line {
	two := mia("both", func(p *records.Person) bool { return p.Phone == "1" && p.JobTitle == "Buyer" })
	phoneIs := func(n string) func(world) error {
		return mia("phone "+n, func(p *records.Person) bool { return p.Phone == n })
	}
	article := func(w world) *records.Article {
		return w.row(records.Key{Kind: records.KindArticle, ID: 600}).(*records.Article)
	}
	text := func(force, kept string) func(world) error {
		return func(w world) error {
			a := article(w)
			copies := 0
			for _, l := range append(w.inbox(anna), w.inbox(cleoID)...) {
				if strings.Contains(l.Mine+l.Theirs, kept) {
					copies++
				}
			}
			if a.Text != force || copies != 2 {
				return fmt.Errorf("text %q, %d sides kept", a.Text, copies)
			}
			return nil
		}
	}
	was := guide()
	was.Updated = 1795338000
	return []line{
		{law: "different fields: both", anna: annas(phone("1")), cleo: cleos(job("Buyer")),
			annaFirst: both(records.Applied, 0, 0, two), cleoFirst: both(records.Applied, 0, 0, two)},
		{law: "same field, same value: nothing", anna: annas(phone("1")), cleo: cleos(phone("1")),
			annaFirst: both(records.Merged, 0, 0, phoneIs("1")),
			cleoFirst: both(records.Merged, 0, 0, phoneIs("1"))},
		{law: "same plain field: the last, both told", anna: annas(phone("1")),
			cleo: cleos(phone("2")), annaFirst: both(records.Overrode, 1, 1, phoneIs("2")),
			cleoFirst: both(records.Overrode, 1, 1, phoneIs("1"))},
		{law: "long text: a copy, both told", given: []edit.Edit{&edit.WriteArticle{Want: guide()}},
			anna:      annas(rewrite(was, func(a *records.Article) { a.Text = "Anna's." })),
			cleo:      cleos(rewrite(was, func(a *records.Article) { a.Text = "Cleo's." })),
			annaFirst: both(records.Overrode, 1, 1, text("Cleo's.", "Anna's.")),
			cleoFirst: both(records.Overrode, 1, 1, text("Anna's.", "Cleo's."))},
	}
}

func vendor(name string) records.Vendor {
	return records.Vendor{ID: 800, Account: storetest.Acme, Name: name, Created: 1}
}

func removalLines() []line {
	key := (&records.Vendor{ID: 800}).Key()
	isGone := func(w world) error {
		if r := w.row(key); r != nil {
			return fmt.Errorf("it is still there: %+v", r)
		}
		return nil
	}
	save := func(want records.Vendor) *edit.SaveVendor {
		e := &edit.SaveVendor{}
		e.Want = want
		return e
	}
	update := save(vendor("Cleo's"))
	was := vendor("Before")
	update.Was = &was
	discard := &edit.Discard{Record: key}
	given := []edit.Edit{save(vendor("Before"))}
	return []line{
		{law: "remove and update: the removal wins, the editor is told", given: given,
			anna: annas(discard), cleo: cleos(update),
			annaFirst: both(records.Refused, 0, 1, isGone),
			cleoFirst: both(records.Applied, 0, 1, isGone)},
		{law: "remove and remove: nothing", given: given, anna: annas(discard), cleo: cleos(discard),
			annaFirst: both(records.Merged, 0, 0, isGone),
			cleoFirst: both(records.Merged, 0, 0, isGone)},
	}
}

// has checks which profile Mia ends with.
func has(p records.ProfileID) func(world) error {
	return func(w world) error {
		for id := range records.AccessID(20) {
			a, ok := w.row(records.Key{Kind: records.KindAccess, ID: int64(id)}).(*records.Access)
			if ok && a.User == storetest.MiaUser && a.Profile != p {
				return fmt.Errorf("Mia has profile %d, want %d", a.Profile, p)
			}
			if ok && a.User == storetest.MiaUser {
				return nil
			}
		}
		if p != 0 {
			return fmt.Errorf("Mia has nothing, want %d", p)
		}
		return nil
	}
}

func accessLines() []line {
	given := []edit.Edit{grant(1, storetest.MiaUser, storetest.Basic)}
	none := has(0)
	return []line{
		{law: "revoke and grant, unseen: deny, the granter is told", given: given,
			anna: annas(takeMias), cleo: cleos(to(storetest.Manager)),
			annaFirst: both(records.Refused, 0, 1, none),
			cleoFirst: both(records.Applied, 0, 1, none)},
		{law: "revoke and a first grant, unseen: deny, the granter is told",
			anna: annas(takeMias), cleo: cleos(grant(2, storetest.MiaUser, storetest.Manager)),
			annaFirst: both(records.Refused, 0, 1, none),
			cleoFirst: both(records.Applied, 0, 1, none)},
		{law: "revoke and grant, seen: grant", given: given,
			anna:      annas(phone("1")),
			cleo:      cleos(takeMias, grant(2, storetest.MiaUser, storetest.Manager)),
			annaFirst: both(records.Applied, 0, 0, has(storetest.Manager)),
			cleoFirst: both(records.Applied, 0, 0, has(storetest.Manager))},
		{law: "revoke and a plain edit: both", given: given, anna: annas(takeMias),
			cleo: cleos(phone("1")), annaFirst: both(records.Applied, 0, 0, none),
			cleoFirst: both(records.Applied, 0, 0, none)},
		{law: "revoke and revoke: nothing", given: given, anna: annas(takeMias),
			cleo: cleos(takeMias), annaFirst: both(records.Merged, 0, 0, none),
			cleoFirst: both(records.Merged, 0, 0, none)},
		{law: "two profiles for one contact: the later only if narrower", given: given,
			anna: annas(to(storetest.Advanced)), cleo: cleos(to(storetest.Manager)),
			annaFirst: both(records.Refused, 0, 1, has(storetest.Advanced)),
			cleoFirst: both(records.Applied, 0, 1, has(storetest.Advanced))},
	}
}

func helpDeskTo(to func(*access.Matrix)) edit.Edit {
	was := edit.ProfileTerms{Name: "Help desk",
		Matrix: access.Systems()[storetest.Basic-1].Matrix}
	want := was
	to(&want.Matrix)
	return &edit.UpdateProfile{ID: helpDesk, Was: was, Want: want}
}

func profileLines() []line {
	given := []edit.Edit{&edit.CreateProfile{Profile: records.Profile{ID: helpDesk,
		Name: "Help desk", Base: storetest.Basic,
		Matrix: access.Systems()[storetest.Basic-1].Matrix}},
		grant(1, storetest.MiaUser, storetest.Basic)}
	invoices := func(s access.Scope) func(world) error {
		return func(w world) error {
			p := w.row(records.Key{Kind: records.KindProfile, ID: 700}).(*records.Profile)
			if p.Matrix[access.TicketView] != s {
				return fmt.Errorf("the permission is %s, want %s", p.Matrix[access.TicketView], s)
			}
			return nil
		}
	}
	set := func(s access.Scope) edit.Edit {
		return helpDeskTo(func(m *access.Matrix) { m[access.TicketView] = s })
	}
	other := helpDeskTo(func(m *access.Matrix) { m[access.InvoiceView] = access.Account })
	return []line{
		{law: "a profile loses a permission that another gives it: deny, the adder is told",
			given: given, anna: annas(set(access.None)), cleo: cleos(set(access.All)),
			annaFirst: both(records.Refused, 0, 1, invoices(access.None)),
			cleoFirst: both(records.Applied, 0, 1, invoices(access.None))},
		{law: "a profile loses one permission and gets another: deny until seen", given: given,
			anna: annas(set(access.None)), cleo: cleos(other),
			annaFirst: both(records.Refused, 0, 1, invoices(access.None)),
			cleoFirst: both(records.Applied, 0, 0, invoices(access.None))},
		{law: "a profile is given and deleted: none, the giver is told", given: given,
			anna: annas(&edit.RemoveProfile{ID: helpDesk}), cleo: cleos(to(helpDesk)),
			annaFirst: both(records.Refused, 0, 1, has(storetest.Basic)),
			cleoFirst: both(records.Applied, 0, 1, has(0))},
	}
}

func settingsLines() []line {
	portal := func(to func(*records.Portal)) edit.Edit {
		was := records.Portal{Name: "Test Office", Zone: "Europe/Berlin", Widget: true, Tab: true}
		want := was
		to(&want)
		return &edit.SetPortal{Was: was, Want: want}
	}
	cutOff := func(at int64) func(world) error {
		return func(w world) error {
			if p := w.row(records.PortalKey).(*records.Portal); p.CutOff != at {
				return fmt.Errorf("cut off at %d, want %d", p.CutOff, at)
			}
			return nil
		}
	}
	setTo := func(at int64) edit.Edit { return portal(func(p *records.Portal) { p.CutOff = at }) }
	registered := func(w world) error {
		if p := w.row(records.PortalKey).(*records.Portal); !p.RegisteredOnly {
			return fmt.Errorf("the portal is open: %+v", p)
		}
		return nil
	}
	return []line{
		{law: "a security setting in both directions: the stricter, the loosener is told",
			given: []edit.Edit{setTo(1000)}, anna: annas(&edit.SetPortal{
				Was:  settingsAt(1000),
				Want: settingsAt(2000)}), cleo: cleos(&edit.SetPortal{Was: settingsAt(1000),
				Want: settingsAt(500)}),
			annaFirst: both(records.Refused, 0, 1, cutOff(2000)),
			cleoFirst: both(records.Applied, 0, 1, cutOff(2000))},
		{law: "one setting stricter, another looser: the stricter is in force",
			anna:      annas(portal(func(p *records.Portal) { p.RegisteredOnly = true })),
			cleo:      cleos(portal(func(p *records.Portal) { p.AccountTickets = true })),
			annaFirst: both(records.Refused, 0, 1, registered),
			cleoFirst: both(records.Applied, 0, 0, registered)},
	}
}

func newcomerLines() []line {
	switchedOff := func(id int64) func(world) error {
		return func(w world) error {
			p := w.row(records.Key{Kind: records.KindPerson, ID: id})
			u, ok := w.row(records.Key{Kind: records.KindUser, ID: id + 100}).(*records.User)
			if p == nil || ok && u.PortalUser {
				return fmt.Errorf("%+v with %+v", p, u)
			}
			return nil
		}
	}
	return []line{
		{law: "a person made anew who was revoked elsewhere: without access, the maker is told",
			anna: annas(takeMias), cleo: cleos(newcomer(250, "mia@example.com", "again")),
			annaFirst: both(records.Withheld, 0, 1, switchedOff(250)),
			cleoFirst: both(records.Merged, 0, 0, func(world) error { return nil })},
		{law: "two people with one e-mail: the second without access, both told",
			anna: annas(newcomer(250, "n@e.com", "one")), cleo: cleos(newcomer(251, "N@e.com", "two")),
			annaFirst: both(records.Withheld, 1, 1, switchedOff(251)),
			cleoFirst: both(records.Withheld, 1, 1, switchedOff(250))},
		{law: "two people with one username: the second without a login, both told",
			anna: annas(newcomer(250, "a@e.com", "one")), cleo: cleos(newcomer(251, "b@e.com", "ONE")),
			annaFirst: both(records.Withheld, 1, 1, switchedOff(251)),
			cleoFirst: both(records.Withheld, 1, 1, switchedOff(250))},
	}
}

func ticketLines() []line {
	ticketGiven := []edit.Edit{&edit.CreateTicket{ID: 500, Account: storetest.Acme,
		Contact: storetest.Mia, Subject: "S"}}
	bothNotes := func(w world) error {
		for _, id := range []int64{1, 2} {
			if w.row(records.Key{Kind: records.KindNote, ID: id}) == nil {
				return fmt.Errorf("note %d is gone", id)
			}
		}
		return nil
	}
	closedWithNote := func(w world) error {
		k := w.row(records.Key{Kind: records.KindTicket, ID: 500}).(*records.Ticket)
		if w.row(records.Key{Kind: records.KindNote, ID: 1}) == nil || k.Status != records.Resolved {
			return fmt.Errorf("%+v", k)
		}
		return nil
	}
	note := func(id records.NoteID) edit.Edit {
		return &edit.AddNote{ID: id, Ticket: 500, Text: "N"}
	}
	return []line{
		{law: "tickets: comments append", given: ticketGiven, anna: annas(note(1)),
			cleo: cleos(note(2)), annaFirst: both(records.Applied, 0, 0, bothNotes),
			cleoFirst: both(records.Applied, 0, 0, bothNotes)},
		{law: "tickets: close and comment, both", given: ticketGiven,
			anna: annas(&edit.CloseTicket{Ticket: 500}), cleo: cleos(note(1)),
			annaFirst: both(records.Applied, 0, 0, closedWithNote),
			cleoFirst: both(records.Applied, 0, 0, closedWithNote)},
	}
}

func settingsAt(cutOff int64) records.Portal {
	return records.Portal{Name: "Test Office", Zone: "Europe/Berlin", Widget: true, Tab: true,
		CutOff: cutOff}
}

// TestWhoseRightsAreLostLeavesTasks: what staff may no longer do is refused; what takes access away
// becomes a task for those who may, and is done by one of them.
func TestWhoseRightsAreLostLeavesTasks(t *testing.T) {
	worlds(t, func(t *testing.T, w world) {
		w.at(anna, grant(1, storetest.MiaUser, storetest.Basic))
		w.do(storetest.Ben, takeMias, grant(2, storetest.TomUser, storetest.Manager))
		fired := *cleo
		fired.ID, fired.Name, fired.Active = storetest.Ben, "Ben", false
		switch w := w.(type) {
		case *inMemory:
			w.server.Put(&fired)
		case *inStore:
			write(t, w.Office, &fired)
		}
		for _, out := range w.meet(storetest.Ben) {
			if out.Status != records.Refused {
				t.Errorf("%+v", out)
			}
		}
		tasks := w.inbox(cleoID)
		if len(tasks) != 1 || tasks[0].Edit != "RemoveAccess" {
			t.Fatalf("Cleo's tasks: %+v", tasks)
		}
		w.meet(cleoID)
		w.do(cleoID, &edit.UseMine{Line: tasks[0].UID})
		if out := w.meet(cleoID); out[0].Status != records.Applied {
			t.Errorf("taken over: %+v", out)
		}
		if err := has(0)(w); err != nil || len(w.inbox(cleoID)) != 0 {
			t.Errorf("%v, %d tasks", err, len(w.inbox(cleoID)))
		}
	})
}
