package store_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
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
// the next one, nor are its first pieces.
func TestWhatIsHeldLeavesNothingBehind(t *testing.T) {
	db, _ := bareDesk(t)
	after := ""
	publish := func(version, wanted int64, rows ...edit.Staged) edit.Published {
		t.Helper()
		at, err := db.Position(ctx)
		must(t, err)
		out, err := db.Publish(ctx, edit.Download{Was: at, Name: "a", Full: true, Rows: rows,
			After:   after,
			To:      edit.Cookie{Portal: "p", Epoch: 1, Version: version},
			NewCopy: "c", Wanted: wanted}, replayed)
		must(t, err)
		return out
	}
	var many []edit.Staged
	for id := range int64(60) {
		many = append(many, personRow(100+id, 1, "Many"))
	}
	publish(5, 60, many...)
	ok, err := db.Stage(ctx, edit.Piece{Download: "a", Full: true, Pos: "p",
		Rows: []edit.Staged{personRow(3, 6, "Early"), userRow(13, 3, 6)}})
	if after = "p"; err != nil || !ok {
		t.Fatal(ok, err)
	}
	out := publish(6, 0, personRow(1, 6, "Here"), userRow(11, 1, 6), personRow(2, 6, "Gone"),
		userRow(12, 2, 6))
	if !out.Held.IsLarge() {
		t.Fatalf("%+v", out)
	}
	after = ""
	if out.At.Part != (edit.Part{}) {
		t.Errorf("it goes on from %+v", out.At.Part)
	}
	publish(7, 60, personRow(1, 6, "Here"), userRow(11, 1, 6))
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

// TestACutDownloadOfAnEarlierSchemaIsGivenUp: what it has collected has the columns of then. What
// is published stays, and the next download begins anew.
func TestACutDownloadOfAnEarlierSchemaIsGivenUp(t *testing.T) {
	db, path := bareDesk(t)
	at, err := db.Position(ctx)
	must(t, err)
	_, err = db.Publish(ctx, edit.Download{Was: at, Name: "a", Full: true, NewCopy: "c",
		To:   edit.Cookie{Portal: "p", Epoch: 1, Version: 5},
		Rows: []edit.Staged{personRow(1, 2, "Old"), userRow(11, 1, 2)}}, replayed)
	must(t, err)
	ok, err := db.Stage(ctx, edit.Piece{Download: "b", Full: true, Pos: "1",
		Rows: []edit.Staged{personRow(3, 6, "New")}})
	if err != nil || !ok || !strings.Contains(schemaOf(t, path), "next_people") {
		t.Fatal(ok, err)
	}
	must(t, db.Close())
	raw, err := sql.Open("sqlite3", path)
	must(t, err)
	exec(t, raw, "DELETE FROM goose_db_version WHERE version_id >= 28") // as the program of then
	for _, table := range []string{"pairings", "reviews", "tokens", "provisions"} {
		exec(t, raw, "DROP TABLE "+table)
	}
	exec(t, raw, "ALTER TABLE portals DROP COLUMN accent")
	for _, index := range []string{"answered", "profile", "there"} {
		exec(t, raw, "DROP INDEX accesses_"+index)
	}
	for _, column := range []string{"given", "confirmed", "confirmed_by", "answered"} {
		exec(t, raw, "ALTER TABLE accesses DROP COLUMN "+column)
	}
	exec(t, raw, "CREATE INDEX accesses_profile ON accesses (profile)")
	must(t, raw.Close())
	db, err = store.Open(ctx, path)
	must(t, err)
	if strings.Contains(schemaOf(t, path), "next_") {
		t.Error("what was collected is still there")
	}
	at, err = db.Position(ctx)
	if err != nil || at.Part != (edit.Part{}) || at.Cookie.Version != 5 || names(t, db, "") != "Old" {
		t.Errorf("%+v, %v, %q", at, err, names(t, db, ""))
	}
	out, err := db.Publish(ctx, edit.Download{Was: at, Name: "d", NewCopy: "d",
		To:   edit.Cookie{Portal: "p", Epoch: 1, Version: 7},
		Rows: []edit.Staged{personRow(1, 7, "Newer")}}, replayed)
	if err != nil || out.Stale || names(t, db, "") != "Newer" {
		t.Errorf("%+v, %v, %q", out, err, names(t, db, ""))
	}
	must(t, db.Close())
}

// TestWhatDoesNotAddUpIsBroughtAnewByItsKind: of these kinds what comes is all there is, whatever
// was counted; what waits stays, and other kinds are not looked at.
func TestWhatDoesNotAddUpIsBroughtAnewByItsKind(t *testing.T) {
	db, path := bareDesk(t)
	at, err := db.Position(ctx)
	must(t, err)
	first := edit.Cookie{Portal: "p", Epoch: 1, Version: 5}
	out, err := db.Publish(ctx, edit.Download{Was: at, Name: "a", Full: true, To: first,
		NewCopy: "c", Rows: []edit.Staged{personRow(1, 2, "Old"), userRow(11, 1, 2),
			personRow(2, 2, "Gone"), userRow(12, 2, 3)}}, replayed)
	must(t, err)
	must(t, db.Close())
	raw, err := sql.Open("sqlite3", path)
	must(t, err)
	exec(t, raw, "UPDATE people SET ver = 4, first = 'Wrong' WHERE id = 1")
	exec(t, raw, "INSERT INTO people SELECT 9, 1, account, lead, 'Too', last, email, folded, "+
		"phone, mobile, job_title FROM people WHERE id = 2")
	must(t, raw.Close())
	db, err = store.Open(ctx, path)
	must(t, err)
	defer db.Close()

	people := edit.Tally{}.With(1, 6).With(3, 7)
	sums := map[records.Kind]edit.Tally{records.KindPerson: people,
		records.KindUser: edit.Tally{}.With(11, 2).With(12, 3)}
	down := edit.Download{Was: out.At, Name: "b", NewCopy: "d", Sums: sums,
		To:   edit.Cookie{Portal: "p", Epoch: 1, Version: 7},
		Rows: []edit.Staged{personRow(1, 6, "Right"), personRow(3, 7, "New")}}
	wrong, err := db.Publish(ctx, down, replayed)
	if problem.Of(err).Field != edit.SumsField || len(wrong.Wrong) != 1 ||
		wrong.Wrong[0] != records.KindPerson {
		t.Fatalf("%+v, %v", wrong, err)
	}
	down.Anew = wrong.Wrong
	ok, err := db.Stage(ctx, edit.Piece{Download: "b", Pos: "1", Rows: down.Rows[:1]})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	down.After, down.Rows = "1", down.Rows[1:]
	down.Was, err = db.Position(ctx)
	must(t, err)
	done, err := db.Publish(ctx, down, replayed)
	if err != nil || len(done.Wrong) > 0 || done.At.Cookie.Version != 7 {
		t.Fatalf("%+v, %v", done, err)
	}
	for id, want := range map[records.PersonID]string{1: "Right", 2: "", 3: "New", 9: ""} {
		l, err := db.LineOf(ctx, id.Key())
		if want == "" && problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil || l.Record.(*records.Person).First != want {
			t.Errorf("person %d: %+v, %v", id, l.Record, err)
		}
	}
	if have := names(t, db, ""); have != "Right" { // whose person is gone has no line
		t.Errorf("the list shows %q", have)
	}
}

// TestDataFromBeforeThereWereSumsGetsThem, at the server and at a desk where an edit waits, and
// both are what they had been.
func TestDataFromBeforeThereWereSumsGetsThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		d := o.Desk(storetest.Anna, "anna")
		d.Do(&edit.AddAccess{ID: 1, User: storetest.MiaUser,
			Terms: edit.Terms{Profile: storetest.Basic}})
		must(t, o.Server.Close())
		must(t, d.DB.Close())
		for _, place := range []storetest.Place{o.Place, d.File} {
			raw := place.Change(t)
			want := sumsOf(t, raw)
			if len(want) < 5 {
				t.Fatalf("%s: %v", place.Address, want)
			}
			exec(t, raw, "DELETE FROM sums")
			place.Open(t)
			if diff := cmp.Diff(want, sumsOf(t, raw)); diff != "" {
				t.Errorf("%s: %s", place.Address, diff)
			}
		}
	})
}

func sumsOf(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	rows, err := db.Query("SELECT side, kind, n, sum FROM sums WHERE n <> 0")
	must(t, err)
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var side, kind, n, sum string
		must(t, rows.Scan(&side, &kind, &n, &sum))
		all[side+" "+kind] = n + " " + sum
	}
	must(t, rows.Err())
	return all
}
