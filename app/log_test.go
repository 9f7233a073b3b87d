package app_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // to do to the data what nobody should

	"gatehouse/app"
)

// imported is a desk with 500 people from a list.
func imported(t *testing.T) (*app.Desk, app.ImportResult) {
	t.Helper()
	desk, _ := alone(t)
	p := plan(t, desk, "contacts.csv", contacts(t))
	return desk, must[app.ImportResult](t)(desk.RunImport(p.ID))
}

func TestTheWholeHistoryIsFiltered(t *testing.T) { // B14
	desk, done := imported(t)
	all := must[app.Page[app.LogLine]](t)(desk.Log(app.LogQuery{Size: 50}))
	if all.Total < 500 || len(all.Rows) != 50 || len(all.Rows[0].Changes) == 0 {
		t.Fatalf("%d lines, %d shown", all.Total, len(all.Rows))
	}
	names := must[app.LogNames](t)(desk.LogNames())
	if len(names.Who) != 1 || len(names.Machines) != 1 || len(names.Edits) < 2 {
		t.Errorf("%+v", names)
	}
	one := all.Rows[7]
	for what, q := range map[string]app.LogQuery{
		"subject": {Subject: one.Subject, Size: 5}, "edit": {Edit: one.Edit, Size: 5},
		"group": {Group: done.Group, Size: 5}, "who": {Who: "Administrator", Size: 5},
	} {
		page := must[app.Page[app.LogLine]](t)(desk.Log(q))
		if page.Total == 0 || len(page.Rows) == 0 {
			t.Errorf("by %s: nothing", what)
		}
	}
	if page := must[app.Page[app.LogLine]](t)(desk.Log(app.LogQuery{Who: "Nobody", Size: 5})); page.
		Total != 0 {
		t.Errorf("of nobody: %d", page.Total)
	}
}

func TestAnUndoSaysBeforeWhatItCanTakeBack(t *testing.T) { // B11
	desk, done := imported(t)
	users := must[app.Page[app.UserRow]](t)(desk.Users(everybody))
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: users.Rows[3].ID, Profile: "3"}))
	before := must[app.Page[app.LogLine]](t)(desk.Log(app.LogQuery{Size: 1})).Total
	v := must[app.UndoView](t)(desk.PreviewUndo("", done.Group))
	if v.Of < 500 || v.Undone >= v.Of || v.Undone < 498 || len(v.Back) == 0 || len(v.Stays) == 0 {
		t.Errorf("%d of %d come back, %d stay: %v", v.Undone, v.Of, len(v.Stays), v.Stays)
	}
	after := must[app.Page[app.LogLine]](t)(desk.Log(app.LogQuery{Size: 1}))
	if after.Total != before {
		t.Errorf("looking made %d lines", after.Total-before)
	}
	last := after.Rows[0].UID
	if v := must[app.UndoView](t)(desk.PreviewUndo(last, "")); v.Undone != 1 || !v.Removes {
		t.Errorf("%+v", v)
	}
	must[app.SavedView](t)(desk.Undo(last))
	if v := must[app.UndoView](t)(desk.PreviewUndo(last, "")); v.Undone != 0 || len(v.Stays) != 1 {
		t.Errorf("again: %+v", v)
	}
}

func TestAChangedLineOfTheHistoryIsFound(t *testing.T) { // B14
	o := newOffice(t)
	desk, db, _ := open(t)
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock(""))
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	must[app.StateView](t)(desk.SyncNow())
	whole := must[app.VerdictView](t)(desk.VerifyHistory())
	if whole.Broken != 0 || whole.Lines < 500 {
		t.Fatalf("%+v", whole)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := db.Backup(context.Background(), file); err != nil {
		t.Fatal(err)
	}
	raw := must[*sql.DB](t)(sql.Open("sqlite3", file))
	must[sql.Result](t)(raw.Exec("UPDATE history SET actor = 'Somebody else' WHERE n = 77"))
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	verdict := verified(t, file)
	if verdict.Broken != 77 || verdict.Lines != 76 || !strings.Contains(verdict.Why, "changed") {
		t.Errorf("%+v", verdict)
	}
}

func verified(t *testing.T, file string) app.VerdictView {
	t.Helper()
	db := openStore(t, file)
	v, err := db.VerifyHistory(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	return app.VerdictView(v)
}

func TestAComputerIsShutOutFromAnotherDesk(t *testing.T) { // B12
	o := newOffice(t)
	var desks []*app.Desk
	for range 2 {
		desk, _, _ := open(t)
		must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
		must[app.StateView](t)(desk.Unlock(""))
		must[app.StateView](t)(desk.SyncNow())
		desks = append(desks, desk)
	}
	must[app.StateView](t)(desks[0].SyncNow())
	list := must[[]app.ComputerView](t)(desks[0].Computers())
	if len(list) != 2 || list[0].Here == list[1].Here || list[0].Who == "" {
		t.Fatalf("%+v", list)
	}
	for _, c := range list {
		_, err := desks[0].RevokeComputer(c.ID, "left behind in a train")
		if (err != nil) != c.Here {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if s := must[app.StateView](t)(desks[0].State()); s.PendingRemovals > 1 {
		t.Errorf("%+v", s)
	}
	must[app.StateView](t)(desks[0].SyncNow())
	if _, err := desks[1].SyncNow(); err == nil {
		t.Error("it may still come in")
	}
}
