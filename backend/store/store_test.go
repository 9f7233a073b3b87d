package store_test

import (
	"context"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

var ctx = context.Background()

func grant(id int64, user records.UserID, p records.ProfileID) *edit.AddAccess {
	return &edit.AddAccess{ID: records.AccessID(id), User: user, Terms: edit.Terms{Profile: p}}
}

func TestAGrantTravelsFromDeskToDesk(t *testing.T) { // O5, B12
	storetest.Each(t, aGrantTravelsFromDeskToDesk)
}

func aGrantTravelsFromDeskToDesk(t *testing.T, o *storetest.Office) {
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	anna.Do(grant(1, storetest.MiaUser, storetest.Manager))
	if n, removals, err := anna.DB.Pending(ctx); n != 1 || removals != 0 || err != nil {
		t.Fatalf("pending %d, %d, %v", n, removals, err)
	}
	anna.Sync()
	ben.Pull()
	if got := o.ProfileOf(ben.DB, storetest.MiaUser); got != storetest.Manager {
		t.Errorf("Ben's desk shows profile %d", got)
	}
	if n, _, _ := anna.DB.Pending(ctx); n != 0 {
		t.Errorf("%d edits still wait", n)
	}
}

func TestARemovalBeatsAnUnknowingGrant(t *testing.T) { // O7, B12, B13
	storetest.Each(t, aRemovalBeatsAnUnknowingGrant)
}

func aRemovalBeatsAnUnknowingGrant(t *testing.T, o *storetest.Office) {
	o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	if _, removals, _ := anna.DB.Pending(ctx); removals != 1 {
		t.Errorf("%d removals wait, want 1", removals)
	}
	ben.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	ben.Do(grant(2, storetest.MiaUser, storetest.Manager))
	anna.Sync()
	out := ben.Sync()
	if last := out.Results[1]; last.Status != records.Refused || !last.Inbox {
		t.Errorf("the unknowing grant: %+v", last)
	}
	if got := o.ProfileOf(ben.DB, storetest.MiaUser); got != 0 {
		t.Errorf("Mia still has profile %d", got)
	}
	lines, err := ben.DB.Inbox(ctx, storetest.Ben)
	if err != nil || len(lines) != 1 {
		t.Fatalf("inbox: %v %v", lines, err)
	}
	ben.Do(grant(3, storetest.MiaUser, storetest.Manager)) // now knowing
	if out := ben.Sync(); out.Results[0].Status != records.Applied {
		t.Errorf("the knowing grant: %+v", out.Results[0])
	}
}

func TestUndoOfAnImportLeavesNothing(t *testing.T) { // B11
	storetest.Each(t, undoOfAnImportLeavesNothing)
}

func undoOfAnImportLeavesNothing(t *testing.T, o *storetest.Office) {
	anna := o.Desk(storetest.Anna, "anna")
	made := anna.Do(&edit.CreateAccount{Account: records.Account{ID: 900, Name: "Beta", Active: true}})
	anna.Do(&edit.Undo{Of: made.UID})
	if p := anna.Refused(&edit.Undo{Of: made.UID}); p.Kind != problem.Conflict {
		t.Errorf("undone twice: %v", p)
	}
	anna.Sync()
	if _, err := o.Server.Account(ctx, 900); !problem.Is(err, problem.NotFound) {
		t.Errorf("the account is still there: %v", err)
	}
}

func TestARepeatedPushIsAppliedOnce(t *testing.T) {
	storetest.Each(t, aRepeatedPushIsAppliedOnce)
}

func aRepeatedPushIsAppliedOnce(t *testing.T, o *storetest.Office) {
	anna := o.Desk(storetest.Anna, "anna")
	anna.Do(grant(1, storetest.MiaUser, storetest.Basic))
	first, second := anna.Push(), anna.Push()
	if first.Results[0] != second.Results[0] {
		t.Errorf("%+v, then %+v", first.Results[0], second.Results[0])
	}
	anna.Pull()
	if n, _, _ := anna.DB.Pending(ctx); n != 0 {
		t.Errorf("%d edits wait", n)
	}
}

func TestTheHistoryIsAChain(t *testing.T) { // B14
	storetest.Each(t, theHistoryIsAChain)
}

func theHistoryIsAChain(t *testing.T, o *storetest.Office) {
	anna := o.Desk(storetest.Anna, "anna")
	anna.Do(grant(1, storetest.MiaUser, storetest.Basic))
	anna.Sync()
	lines, err := anna.DB.HistoryOf(ctx, storetest.MiaUser.Key(), 10)
	if err != nil || len(lines) != 2 {
		t.Fatalf("history: %v %v", lines, err)
	}
	for _, l := range lines {
		if l.Hash == "" || store.HashOf(l) != l.Hash {
			t.Errorf("line %d does not verify", l.N)
		}
	}
}

func TestTheListFindsPeopleAsOneTypes(t *testing.T) {
	storetest.Each(t, theListFindsPeopleAsOneTypes)
}

func theListFindsPeopleAsOneTypes(t *testing.T, o *storetest.Office) {
	o.At(storetest.Anna, grant(1, storetest.ZoeUser, storetest.Advanced))
	for _, c := range []struct {
		text string
		want int
	}{{"", 3}, {"mi", 3}, {"mia", 1}, {"acme", 3}, {"labs zo", 1}, {"nobody", 0}, {"%", 3}} {
		_, total, err := o.Server.UserLines(ctx, records.UserQuery{Text: c.text, Sort: "name", Size: 10})
		if err != nil || total != c.want {
			t.Errorf("%q finds %d (%v), want %d", c.text, total, err, c.want)
		}
	}
	list, _, err := o.Server.UserLines(ctx, records.UserQuery{View: "with", Sort: "profile", Size: 10})
	if err != nil || len(list) != 1 || list[0].Profile != "Advanced" {
		t.Errorf("with access: %+v %v", list, err)
	}
}

func TestTicketsAreSelectedAsTheyAreDecided(t *testing.T) { // A1, A4, A37, A42
	storetest.Each(t, ticketsAreSelectedAsTheyAreDecided)
}

func ticketsAreSelectedAsTheyAreDecided(t *testing.T, o *storetest.Office) {
	for i, c := range []struct {
		account records.AccountID
		contact records.PersonID
	}{
		{storetest.Acme, storetest.Mia}, {storetest.Acme, storetest.Tom},
		{storetest.Labs, storetest.Zoe},
	} {
		o.At(storetest.Anna, &edit.CreateTicket{ID: records.TicketID(i + 1), Number: "T",
			Account: c.account, Contact: c.contact, Subject: "It broke"})
	}
	at := access.At(o.Now, o.Env(storetest.Anna, edit.Server).Zone)
	for _, c := range []struct {
		profile records.ProfileID
		want    int
	}{{0, 0}, {storetest.Basic, 1}, {storetest.Advanced, 3}} {
		cast, err := o.Server.Cast(ctx, storetest.MiaUser)
		if err != nil {
			t.Fatal(err)
		}
		if c.profile != 0 {
			if err := o.Server.Hold(ctx, cast, &records.Access{Profile: c.profile}); err != nil {
				t.Fatal(err)
			}
		}
		s := cast.Subject()
		where := access.Filter(s, access.TicketView, records.TicketColumns, at)
		list, err := storetest.Tickets(ctx, o.Server, where, records.Query{Limit: 50})
		if err != nil || len(list) != c.want {
			t.Errorf("profile %d sees %d tickets (%v), want %d", c.profile, len(list), err, c.want)
		}
		for id := records.TicketID(1); id <= 3; id++ {
			ticket, closed, err := storetest.Ticket(ctx, o.Server, id)
			if err != nil {
				t.Fatal(err)
			}
			allowed := access.Check(s, access.TicketView, ticket.Record(closed), at).Allowed()
			listed := false
			for _, l := range list {
				listed = listed || l.ID == id
			}
			if allowed != listed {
				t.Errorf("ticket %d: Check says %v, SQL says %v", id, allowed, listed)
			}
		}
	}
}

func TestASecondProgramOnTheSameFileIsRefused(t *testing.T) {
	path := t.TempDir() + "/office.db"
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, path); !problem.Is(err, problem.Busy) {
		t.Errorf("second: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
