package store_test

import (
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestEditsOfAMachineThatWasShutOutAreKept: without effect, removals first, and an administrator
// takes or drops them.
func TestEditsOfAMachineThatWasShutOutAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
		must(t, db.Invite(ctx, "code", storetest.Ben, 100))
		_, err := db.Pair(ctx, "code", 1, edit.Machine{ID: "m", Name: "Ben's laptop"})
		must(t, err)
		must(t, db.Revoke(ctx, "m"))
		ticket := o.Envelope(&edit.CreateTicket{ID: 7, Account: storetest.Acme, Subject: "It broke"})
		removal := o.Envelope(&edit.RemoveAccess{User: storetest.MiaUser})
		other := o.Envelope(&edit.CreateTicket{ID: 8, Account: storetest.Acme, Subject: "Nonsense"})
		in := []edit.Waiting{{Seq: 1, Edit: ticket}, {Seq: 2, Edit: removal}, {Seq: 3, Edit: other}}
		for range 2 { // sent again, they are kept once
			must(t, db.Quarantine(ctx, "m", "copy of Ben", in))
		}
		list, err := db.Quarantined(ctx)
		if err != nil || len(list) != 3 || list[0].Edit.UID != removal.UID || !list[0].Narrow ||
			list[1].Narrow || list[0].Machine != "Ben's laptop" || list[0].Staff != "Ben" ||
			!strings.Contains(list[0].Subject, "Mia") {
			t.Fatalf("%+v %v", list, err)
		}
		if got := o.ProfileOf(db, storetest.MiaUser); got != storetest.Basic {
			t.Errorf("Mia has profile %d before anybody has taken the removal", got)
		}
		anna := o.Env(storetest.Anna, edit.Server)
		out, err := db.TakeQuarantined(ctx, anna, list[0])
		if err != nil || out.Status != records.Applied || o.ProfileOf(db, storetest.MiaUser) != 0 {
			t.Errorf("%+v %v", out, err)
		}
		line, err := db.HistoryLine(ctx, removal.UID)
		if err != nil || line.Actor != "Anna" || line.Machine != "Ben's laptop" ||
			!strings.Contains(line.Reason, "Made by Ben") {
			t.Errorf("%+v %v", line, err)
		}
		must(t, db.DropQuarantined(ctx, other.UID))
		for _, again := range []error{db.DropQuarantined(ctx, other.UID),
			second(db.TakeQuarantined(ctx, anna, list[0]))} {
			if !problem.Is(again, problem.NotFound) {
				t.Errorf("once more: %v", again)
			}
		}
		must(t, db.Quarantine(ctx, "m", "copy of Ben", in[1:2])) // it was carried out
		if list, err = db.Quarantined(ctx); err != nil || len(list) != 1 {
			t.Errorf("%+v %v", list, err)
		}
		pushed, err := db.Push(ctx, "another", "copy 2", o.Env(storetest.Ben, edit.Server),
			[]edit.Waiting{{Seq: 1, Edit: ticket}, {Seq: 2, Edit: removal}})
		if err != nil || pushed.Results[0].Status != records.Applied {
			t.Errorf("%+v %v", pushed, err)
		}
		out, err = db.TakeQuarantined(ctx, anna, list[0])
		if err != nil || out.Status != records.Applied {
			t.Errorf("what came another way: %+v %v", out, err)
		}
		v, err := db.VerifyHistory(ctx, "")
		if err != nil || v.Broken != 0 {
			t.Errorf("%+v %v", v, err)
		}
	})
}

// TestWhatIsDroppedFromQuarantineStaysDropped, also where its computer is connected anew and brings
// it again; what came another way before it was dropped stays as it is.
func TestWhatIsDroppedFromQuarantineStaysDropped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		ticket := func(id records.TicketID) edit.Envelope {
			return o.Envelope(&edit.CreateTicket{ID: id, Account: storetest.Acme,
				Subject: "It broke"})
		}
		in := []edit.Waiting{{Seq: 1, Edit: ticket(7)}, {Seq: 2, Edit: ticket(8)}}
		must(t, db.Quarantine(ctx, "m", "copy", in))
		ben := o.Env(storetest.Ben, edit.Server)
		_, err := db.Push(ctx, "another", "copy 2", ben, []edit.Waiting{{Seq: 1, Edit: in[1].Edit}})
		must(t, err)
		for _, w := range in {
			must(t, db.DropQuarantined(ctx, w.Edit.UID))
		}
		must(t, db.Quarantine(ctx, "m", "copy", in)) // decided is decided
		if list, err := db.Quarantined(ctx); err != nil || len(list) != 0 {
			t.Errorf("kept again: %+v %v", list, err)
		}
		for range 2 {
			out, err := db.Push(ctx, "anew", "copy 3", ben, in)
			if err != nil || len(out.Results) != 2 || out.Results[0].Status != records.Refused ||
				!strings.Contains(out.Results[0].Why, "has dropped it") ||
				out.Results[1].Status != records.Applied {
				t.Errorf("brought again: %+v %v", out, err)
			}
		}
		_, err = db.HistoryLine(ctx, in[0].Edit.UID)
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("it was carried out: %v", err)
		}
	})
}

// TestWhatIsTakenFromQuarantineIsDoneOnce, also where two edits have the same number, because a
// copy was used twice, and both come again.
func TestWhatIsTakenFromQuarantineIsDoneOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		ticket := func(id records.TicketID) edit.Envelope {
			return o.Envelope(&edit.CreateTicket{ID: id, Account: storetest.Acme,
				Subject: "It broke"})
		}
		a, b := ticket(7), ticket(8)
		for _, e := range []edit.Envelope{a, b} {
			must(t, db.Quarantine(ctx, "m", "copy", []edit.Waiting{{Seq: 1, Edit: e}}))
		}
		list, err := db.Quarantined(ctx)
		if err != nil || len(list) != 2 {
			t.Fatalf("%+v %v", list, err)
		}
		for _, q := range list {
			_, err := db.TakeQuarantined(ctx, o.Env(storetest.Anna, edit.Server), q)
			must(t, err)
		}
		was, err := db.Lineage(ctx)
		must(t, err)
		out, err := db.Push(ctx, "another", "copy", o.Env(storetest.Ben, edit.Server),
			[]edit.Waiting{{Seq: 1, Edit: a}, {Seq: 2, Edit: b}})
		if err != nil || len(out.Results) != 2 || out.Results[0].Status != records.Applied ||
			out.Results[1].Status != records.Applied {
			t.Errorf("%+v %v", out, err)
		}
		if now, err := db.Lineage(ctx); err != nil || now.Head != was.Head {
			t.Errorf("something was done again: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestWhatADeskGathersInAMonthIsKept, and the disk is not for whoever was shut out to fill.
func TestWhatADeskGathersInAMonthIsKept(t *testing.T) {
	o := storetest.New(t)
	o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
	waits := func(from, to int64) (in []edit.Waiting) {
		for seq := from; seq <= to; seq++ {
			in = append(in, edit.Waiting{Seq: seq, Edit: o.Envelope(&edit.CreateTicket{
				ID: records.TicketID(1000 + seq), Account: storetest.Acme, Subject: "It broke"})})
		}
		return in
	}
	must(t, o.Server.Quarantine(ctx, "m", "c", waits(1, 19_999)))
	removal := []edit.Waiting{{Seq: 30_000, Edit: o.Envelope(&edit.RemoveAccess{
		User: storetest.MiaUser})}}
	must(t, o.Server.Quarantine(ctx, "m", "c", append(waits(20_000, 29_999), removal...)))
	list, err := o.Server.Quarantined(ctx)
	if err != nil || len(list) != 30_000 || list[0].Edit.UID != removal[0].Edit.UID {
		t.Errorf("%d in quarantine, %v", len(list), err)
	}
	exec(t, o.Place.Change(t), "INSERT INTO quarantine (uid, machine, copy, seq, narrow, body, "+
		"received) VALUES ('x', 'm', 'c', 1, 0, zeroblob(268435456), 1)")
	if err := o.Server.Quarantine(ctx, "m", "c", waits(40_000, 40_000)); !problem.Is(err,
		problem.Denied) {
		t.Errorf("more than 256 MB: %v", err)
	}
	must(t, o.Server.Quarantine(ctx, "another", "d", waits(40_001, 40_001)))
}
