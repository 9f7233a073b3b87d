package edit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// state gives everything that an undo could bring back, of Mia.
func state(t *testing.T, d *storetest.Desk) []records.Record {
	t.Helper()
	u, err := d.DB.User(ctx, storetest.MiaUser)
	must(t, err)
	p, err := d.DB.Person(ctx, storetest.Mia)
	must(t, err)
	list := []records.Record{u, p}
	all, err := d.DB.AccessesOf(ctx, storetest.MiaUser)
	must(t, err)
	for _, a := range all {
		list = append(list, a)
	}
	return list
}

func TestUndoBringsEverythingBack(t *testing.T) { // B11
	for name, e := range map[string]edit.Edit{
		"a profile":     to(storetest.Manager),
		"a removal":     takeMias,
		"a login":       panel(func(p *edit.Panel) { p.PortalUser, p.Email = false, "" }),
		"details":       phone("111"),
		"support":       support(spring),
		"several terms": terms(func(t *edit.Terms) { t.CanSign, t.Closed = true, tickets }),
	} {
		o := withBasic(t)
		anna := o.Desk(storetest.Anna, "anna")
		before := state(t, anna)
		done := anna.Do(e)
		changed := state(t, anna)
		if cmp.Equal(before, changed) {
			t.Fatalf("%s changes nothing", name)
		}
		anna.Do(&edit.Undo{Of: done.UID})
		if diff := cmp.Diff(before, state(t, anna)); diff != "" {
			t.Errorf("%s, at the desk: %s", name, diff)
		}
		for _, r := range anna.Sync().Results {
			if r.Status != records.Applied {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if diff := cmp.Diff(before, state(t, anna)); diff != "" {
			t.Errorf("%s, after sync: %s", name, diff)
		}
		lines, err := anna.DB.HistoryOf(ctx, storetest.MiaUser.Key(), 10)
		must(t, err)
		if len(lines) < 3 || lines[0].Edit != "Undo" {
			t.Errorf("%s: the history does not begin with the undo: %+v", name, lines[0])
		}
	}
}

// TestUndoOfAnUndoDoesItAgain: an undo is an edit like any other.
func TestUndoOfAnUndoDoesItAgain(t *testing.T) {
	o := withBasic(t)
	anna := o.Desk(storetest.Anna, "anna")
	undo := anna.Do(&edit.Undo{Of: anna.Do(to(storetest.Manager)).UID})
	anna.Do(&edit.Undo{Of: undo.UID})
	anna.Sync()
	if got := o.ProfileOf(o.Server, storetest.MiaUser); got != storetest.Manager {
		t.Errorf("profile %d", got)
	}
}

// TestUndoOfAGroupTakesBackEachOfIt: a bulk action is undone edit by edit, last first.
func TestUndoOfAGroupTakesBackEachOfIt(t *testing.T) {
	o := storetest.New(t)
	anna := o.Desk(storetest.Anna, "anna")
	var in []edit.Envelope
	for i, u := range []records.UserID{storetest.MiaUser, storetest.TomUser, storetest.ZoeUser} {
		e := o.Envelope(grant(records.AccessID(i+1), u, storetest.Basic))
		e.Group = "import-1"
		in = append(in, e)
	}
	outs, err := anna.DB.Author(ctx, o.Env(storetest.Anna, edit.Desk), in, nil)
	must(t, err)
	if len(outs) != 3 {
		t.Fatalf("%+v", outs)
	}
	anna.Do(&edit.UpdateAccess{ID: 2, User: storetest.TomUser,
		Was: edit.Terms{Profile: storetest.Basic}, Want: edit.Terms{Profile: storetest.Manager}})
	lines, err := anna.DB.HistoryOfGroup(ctx, "import-1")
	must(t, err)
	if len(lines) != 3 {
		t.Fatalf("the group has %d lines", len(lines))
	}
	refused := 0
	for _, l := range lines {
		e := o.Envelope(&edit.Undo{Of: l.UID})
		_, err := anna.DB.Author(ctx, o.Env(storetest.Anna, edit.Desk), []edit.Envelope{e}, nil)
		if problem.Is(err, problem.Conflict) {
			refused++
		}
	}
	anna.Sync()
	if mia, tom, zoe := o.ProfileOf(o.Server, storetest.MiaUser),
		o.ProfileOf(o.Server, storetest.TomUser), o.ProfileOf(o.Server, storetest.ZoeUser); mia != 0 ||
		zoe != 0 || tom != storetest.Manager || refused != 1 {
		t.Errorf("Mia %d, Tom %d, Zoe %d, %d refused", mia, tom, zoe, refused)
	}
}

// TestUndoLeavesWhatOthersChangedOnTop: field by field, also of one record.
func TestUndoLeavesWhatOthersChangedOnTop(t *testing.T) {
	o := storetest.New(t)
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	done := anna.Do(panel(func(p *edit.Panel) { p.PortalUser, p.Email = false, "m@e.com" }))
	anna.Sync()
	ben.Sync()
	was := edit.Details{First: "Mia", Last: "Miller"}
	want := was
	want.JobTitle = "Buyer"
	ben.Do(&edit.UpdateDetails{Person: storetest.Mia, Was: was, Want: want}) // the same record
	ben.Sync()
	anna.Sync()
	undo := anna.Do(&edit.Undo{Of: done.UID})
	anna.Sync()
	line, err := o.Server.HistoryLine(ctx, undo.UID)
	must(t, err)
	u := userOf(t, o, storetest.MiaUser)
	p, err := o.Server.Person(ctx, storetest.Mia)
	must(t, err)
	if !u.PortalUser || p.JobTitle != "Buyer" || p.Email != "Mia@example.com" || line.Why != "" {
		t.Errorf("%+v %+v %q", u, p, line.Why)
	}
}

// TestUndoDoesNotBeatARemovalThatItDidNotSee: taking back a removal is a grant.
func TestUndoDoesNotBeatARemovalThatItDidNotSee(t *testing.T) {
	o := withBasic(t)
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	done := anna.Do(takeMias)
	anna.Do(&edit.Undo{Of: done.UID})
	ben.Do(takeMias)
	ben.Sync()
	anna.Sync()
	if got := o.ProfileOf(o.Server, storetest.MiaUser); got != 0 {
		t.Errorf("Mia has profile %d", got)
	}
}

// TestAPasswordIsNotUndone: the verifier lies at the server only, so that taking back the rest
// would leave a login that looks as if it had no password, and has one.
func TestAPasswordIsNotUndone(t *testing.T) {
	o := storetest.New(t)
	set := o.Envelope(&edit.SetPassword{User: storetest.MiaUser, Verifier: verifier,
		Initial: true})
	run(t, o, o.Env(storetest.Anna, edit.Server), set)
	out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.Undo{Of: set.UID}))
	u := userOf(t, o, storetest.MiaUser)
	if out.Status != records.Refused || !u.MustChange || !u.PasswordSet {
		t.Errorf("%+v %+v", out, u)
	}
}

func TestWhatWasMadeIsNotUndoneWhileSomethingHangsOnIt(t *testing.T) {
	o := storetest.New(t)
	env := o.Env(storetest.Anna, edit.Server)
	made := o.Envelope(&edit.CreateTicket{ID: 500, Account: storetest.Acme, Subject: "S"})
	run(t, o, env, made)
	o.At(storetest.Anna, &edit.AddNote{ID: 1, Ticket: 500, Text: "N", Internal: true})
	if out := run(t, o, env, o.Envelope(&edit.Undo{Of: made.UID})); out.Status != records.Refused {
		t.Errorf("%+v", out)
	}
	if out := run(t, o, env, o.Envelope(&edit.Undo{Of: "no such edit"})); !out.Inbox ||
		out.Status != records.Refused {
		t.Errorf("an undo of nothing: %+v", out)
	}
}
