package store_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// bareDesk is a desk's file of no office, and its path.
func bareDesk(t *testing.T) (db *store.DB, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "desk.db")
	db, err := store.Open(ctx, path)
	must(t, err)
	must(t, db.Note(ctx, "copy", "copy-1"))
	return db, path
}

func personRow(id, ver int64, name string) edit.Staged {
	return edit.Staged{Kind: records.KindPerson, ID: id, Ver: ver,
		Cells: json.RawMessage(fmt.Sprintf(`["%d","1",false,"%s","","","","",""]`, id, name))}
}

func userRow(id, person, ver int64) edit.Staged {
	cells, err := store.Cells(&records.User{ID: records.UserID(id), Person: records.PersonID(person),
		Username: fmt.Sprint("user", id), Active: true})
	if err != nil {
		panic(err)
	}
	return edit.Staged{Kind: records.KindUser, ID: id, Ver: ver, Cells: cells}
}

// TestWhatIsHeldLeavesNothingBehind: a download that the user has not agreed to is not a part of
// the next one.
func TestWhatIsHeldLeavesNothingBehind(t *testing.T) {
	db, _ := bareDesk(t)
	publish := func(version int64, wanted bool, rows ...edit.Staged) edit.Published {
		t.Helper()
		at, err := db.Position(ctx)
		must(t, err)
		out, err := db.Publish(ctx, edit.Download{Was: at, Name: "a", Full: true, Rows: rows,
			To:      edit.Cookie{Portal: "p", Epoch: 1, Version: version},
			NewCopy: "c", IsWanted: wanted}, replayed)
		must(t, err)
		return out
	}
	var many []edit.Staged
	for id := range int64(60) {
		many = append(many, personRow(100+id, 1, "Many"))
	}
	publish(5, true, many...)
	out := publish(6, false, personRow(1, 6, "Here"), userRow(11, 1, 6), personRow(2, 6, "Gone"),
		userRow(12, 2, 6))
	if !out.Held.IsLarge() {
		t.Fatalf("%+v", out)
	}
	publish(7, true, personRow(1, 6, "Here"), userRow(11, 1, 6))
	if have := names(t, db, ""); have != "Here" {
		t.Errorf("there are %q", have)
	}
}

func replayed(edit.Envelope) edit.Env { return edit.Env{} }

// names gives the names in the list of users, as the search finds them.
func names(t *testing.T, db *store.DB, search string) string {
	t.Helper()
	list, _, err := db.UserLines(ctx, records.UserQuery{Text: search, Sort: "name", Size: 100})
	must(t, err)
	var all []string
	for _, l := range list {
		all = append(all, l.Name)
	}
	return strings.Join(all, " ")
}

// TestEverythingAnewIsOutOfSightUntilItIsComplete, piece by piece, over a restart between, and in
// the end takes the place of all that was there; the schema stays what the migrations make.
func TestEverythingAnewIsOutOfSightUntilItIsComplete(t *testing.T) {
	db, path := bareDesk(t)
	at, err := db.Position(ctx)
	must(t, err)
	first := edit.Cookie{Portal: "p", Epoch: 1, Version: 5}
	_, err = db.Publish(ctx, edit.Download{Was: at, Name: "a", Full: true, To: first, NewCopy: "c",
		Rows: []edit.Staged{personRow(1, 2, "Old"), userRow(11, 1, 2), personRow(2, 2, "Gone"),
			userRow(12, 2, 3)}}, replayed)
	must(t, err)
	if have := names(t, db, "old"); have != "Old" {
		t.Fatalf("%q", have)
	}
	keep := func(after, pos string, rows ...edit.Staged) {
		t.Helper()
		ok, err := db.Stage(ctx, edit.Piece{Download: "b", Full: true, After: after, Pos: pos,
			Rows: rows})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if have := names(t, db, ""); have != "Gone Old" {
			t.Fatalf("in between there are %q", have)
		}
	}
	keep("", "1", personRow(3, 6, "New"), personRow(4, 6, "Late"))
	must(t, db.Close())
	db, err = store.Open(ctx, path)
	must(t, err)
	keep("1", "2", userRow(13, 3, 6), userRow(14, 4, 6))
	at, err = db.Position(ctx)
	must(t, err)
	_, err = db.Publish(ctx, edit.Download{Was: at, Name: "b", Full: true, After: "2", NewCopy: "d",
		To: edit.Cookie{Portal: "p", Epoch: 1, Version: 8}, Rows: []edit.Staged{
			personRow(3, 7, "Newer"), {Kind: records.KindUser, ID: 14, Ver: 8}}}, replayed)
	must(t, err)
	if have := names(t, db, ""); have != "Newer" {
		t.Errorf("in the end there are %q", have)
	}
	if have := names(t, db, "newer"); have != "Newer" {
		t.Errorf("the search finds %q", have)
	}
	if have := names(t, db, "gone"); have != "" {
		t.Errorf("the search finds %q", have)
	}
	must(t, db.Close())
	want, err := os.ReadFile("schema.sql")
	must(t, err)
	unquoted := regexp.MustCompile(`CREATE TABLE "(\w+)"`).
		ReplaceAllString(schemaOf(t, path), "CREATE TABLE $1")
	if d := cmp.Diff(string(want), unquoted); d != "" {
		t.Errorf("the schema is another one:\n%s", d)
	}
}
