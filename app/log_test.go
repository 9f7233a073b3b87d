package app_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // to do to the data what nobody should

	"gatehouse/app"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
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

// TestAServerWithAnotherKeyIsTold: the history is checked with the key that came with the pairing,
// and not with what a server says later, even one that has the office's records and its machines.
func TestAServerWithAnotherKeyIsTold(t *testing.T) { // B12, B14
	ctx := context.Background()
	o := newOffice(t)
	key, other := ed25519.NewKeyFromSeed(make([]byte, 32)), ed25519.NewKeyFromSeed([]byte(
		"the key of somebody else's server"[:32]))
	if err := o.db.Countersign(ctx, key); err != nil {
		t.Fatal(err)
	}
	r := openRinged(t)
	o.claim(t, r.begin(o))
	r.until("connected", isReady)
	p := plan(t, r.Desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(r.RunImport(p.ID))
	must[app.StateView](t)(r.SyncNow())
	v := must[app.VerdictView](t)(r.VerifyHistory())
	if v.Broken != 0 || v.Signed < 400 {
		t.Fatalf("%+v", v)
	}

	o.mute.Store(true)
	late := openRinged(t) // has nothing yet but its pairing
	o.claim(t, late.begin(o))
	late.until("connected", func(s app.StateView) bool { return s.Phase == "ready" })
	stolen := stolenOf(t, o, other)
	o.instead.Store(stolen)
	o.mute.Store(false)
	must[app.StateView](t)(late.SyncNow())
	if w, err := late.db.VerifyHistory(ctx, ""); w.Broken != 0 || w.Signed < 400 || err != nil {
		t.Fatalf("the stolen history is not whole by its own key: %+v, %v", w, err)
	}
	w := must[app.VerdictView](t)(late.VerifyHistory())
	if w.Broken != 1 || !strings.Contains(w.Why, "another key") {
		t.Errorf("a desk that has all of it from there: %+v", w)
	}
	must[app.StateView](t)(r.SyncNow())
	for i := range 100 {
		must[app.SavedView](t)(r.SaveData("file type", "", map[string]string{
			"Name": fmt.Sprint("Contracts ", i)}))
	}
	must[app.StateView](t)(r.SyncNow())
	s := must[app.StateView](t)(r.State())
	if !strings.Contains(s.Trouble, "another key") {
		t.Errorf("%+v", s)
	}
	after := must[app.VerdictView](t)(r.VerifyHistory())
	if after.Broken != v.Signed+1 || !strings.Contains(after.Why, "another key") {
		t.Errorf("%+v, after %+v", after, v)
	}
	r.reopen()
	if s := must[app.StateView](t)(r.State()); !strings.Contains(s.Trouble, "another key") {
		t.Errorf("after a restart: %+v", s)
	}
	neverJoins(t, r, o, stolen)
}

// neverJoins shuts a desk out, and expects that it is not connected anew with another server.
func neverJoins(t *testing.T, r *ringed, at, with *office) {
	t.Helper()
	ctx := context.Background()
	for _, m := range must[[]edit.Machine](t)(with.db.Machines(ctx)) {
		if err := with.db.Revoke(ctx, m.ID); err != nil {
			t.Fatal(err)
		}
	}
	r.until("shut out", func(s app.StateView) bool { return s.Need == "pairing" })
	with.claim(t, r.begin(at))
	s := r.until("refused", func(s app.StateView) bool {
		return s.Pairing != nil && s.Pairing.Fault != ""
	})
	if !strings.Contains(s.Pairing.Fault, "another key") {
		t.Errorf("%+v", s.Pairing)
	}
}

// stolenOf serves a copy of an office that is signed with another key, from its beginning.
func stolenOf(t *testing.T, o *office, key ed25519.PrivateKey) *office {
	t.Helper()
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "stolen.db")
	if err := o.db.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	raw := must[*sql.DB](t)(sql.Open("sqlite3", file))
	must[sql.Result](t)(raw.Exec("UPDATE lineage SET public_key = '', head_signature = ''"))
	var portal string
	if err := raw.QueryRow("SELECT portal FROM lineage").Scan(&portal); err != nil {
		t.Fatal(err)
	}
	hashes := map[int64]string{}
	rows := must[*sql.Rows](t)(raw.Query("SELECT id, hash FROM checkpoints"))
	for rows.Next() {
		var n int64
		var hash string
		if err := rows.Scan(&n, &hash); err != nil {
			t.Fatal(err)
		}
		hashes[n] = hash
	}
	public := base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
	for n, hash := range hashes {
		must[sql.Result](t)(raw.Exec("UPDATE checkpoints SET public_key = ?, signature = ? "+
			"WHERE id = ?", public, base64.StdEncoding.EncodeToString(
			ed25519.Sign(key, records.SignedText(portal, n, hash))), n))
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	stolen := serve(t, must[*store.DB](t)(store.Open(ctx, file)))
	if err := stolen.db.Countersign(ctx, key); err != nil {
		t.Fatal(err)
	}
	return stolen
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

// twoDesks connects two desks that know of each other.
func (o *office) twoDesks(t *testing.T) (desks []*app.Desk) {
	t.Helper()
	for range 2 {
		desk, _, _ := open(t)
		must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
		must[app.StateView](t)(desk.Unlock(""))
		must[app.StateView](t)(desk.SyncNow())
		desks = append(desks, desk)
	}
	must[app.StateView](t)(desks[0].SyncNow())
	return desks
}

// TestAComputerIsHeardOfWithEveryQuestion, though no edit comes from it; while the server is away a
// desk says what it knows, at once.
func TestAComputerIsHeardOfWithEveryQuestion(t *testing.T) { // B12
	o := newOffice(t)
	desks := o.twoDesks(t)
	o.later.Store(int64(3 * time.Hour))
	must[app.StateView](t)(desks[1].SyncNow())
	heard := func(here bool) time.Time {
		t.Helper()
		for _, c := range must[[]app.ComputerView](t)(desks[0].Computers()) {
			if c.Here == here && c.Heard != "" {
				return must[time.Time](t)(time.Parse(time.RFC3339, c.Heard))
			}
		}
		return time.Time{}
	}
	if at := heard(false); time.Until(at) < 170*time.Minute {
		t.Errorf("the other one was last heard of at %v", at)
	}
	o.away.Store(true)
	if _, err := desks[0].SyncNow(); err == nil {
		t.Fatal("it is not away")
	}
	if at := heard(false); !at.IsZero() {
		t.Errorf("it made no edit, and was heard of at %v", at)
	}
}

func TestAComputerIsShutOutFromAnotherDesk(t *testing.T) { // B12
	o := newOffice(t)
	desks := o.twoDesks(t)
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
