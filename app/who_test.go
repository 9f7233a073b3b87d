package app_test

import (
	"slices"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// TestWhoCanSeeARecordIsSaidWithReasons: from the record's side the same decision as from the
// person's.
func TestWhoCanSeeARecordIsSaidWithReasons(t *testing.T) { // B6
	o := newOffice(t, append(everything(),
		&records.Person{ID: 22, Account: 10, First: "Ben", Last: "Bird", Email: "ben@acme.example"},
		&records.User{ID: 23, Person: 22, Username: "ben", Active: true, PortalUser: true,
			RoleGroup: true},
		&records.Access{ID: 24, User: 23, Account: 10, Profile: 5},
		&records.Person{ID: 25, Account: 10, First: "Cy", Last: "Cole", Email: "cy@acme.example"},
		&records.User{ID: 26, Person: 25, Username: "cy", Active: true, PortalUser: true,
			RoleGroup: true},
		&records.Access{ID: 27, User: 26, Account: 10, Profile: 3})...)
	d, _, _ := open(t)
	must[app.StateView](t)(d.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(d.Unlock(""))
	must[app.StateView](t)(d.SyncNow())

	who := func(kind, id string) app.WhoView {
		t.Helper()
		return must[app.WhoView](t)(d.Who(record(t, d, kind, id).Ask))
	}
	ticket := who("ticket", "31")
	if ticket.Total != 1 || ticket.People[0].Name != "Ben Bird" ||
		ticket.People[0].Account != "Acme" || ticket.People[0].User != "23" {
		t.Fatalf("of a ticket of somebody else: %+v", ticket)
	}
	want := []string{"The security profile Manager includes “See tickets”: all of their account and " +
		"its subsidiaries.", "It belongs to Acme."}
	if why := ticket.People[0].Why; !slices.Equal(why, want) {
		t.Errorf("why: %q", why)
	}
	forum := who("forum", "55")
	if forum.Total != 2 || forum.People[1].Name != "Cy Cole" {
		t.Errorf("of a forum of the account: %+v", forum)
	}
	if draft := who("article", "52"); draft.Total != 0 || draft.People == nil {
		t.Errorf("of a draft: %+v", draft)
	}
	if _, err := d.Who("tile:tickets"); !problem.Is(err, problem.Invalid) {
		t.Errorf("of no record: %v", err)
	}
}

// TestEveryQuestionOfARecordIsAnswered: what a record offers to ask, can be asked.
func TestEveryQuestionOfARecordIsAnswered(t *testing.T) {
	d := full(t)
	asked := 0
	for _, n := range must[[]app.NounView](t)(d.Nouns()) {
		row := must[app.Page[app.DataRow]](t)(d.DataRows(n.Kind, "", 0, 1)).Rows[0]
		r := record(t, d, n.Kind, row.ID)
		if r.Ask == "" {
			continue
		}
		asked++
		if _, err := d.Who(r.Ask); err != nil {
			t.Errorf("%s, %s: %v", n.Kind, r.Ask, err)
		}
	}
	if asked < 15 {
		t.Errorf("only %d kinds can be asked about", asked)
	}
}
