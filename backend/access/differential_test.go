package access_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	_ "github.com/mattn/go-sqlite3"
	"pgregory.net/rapid"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

const tables = `
	CREATE TABLE accounts (id INTEGER PRIMARY KEY, open BIGINT NOT NULL);
	CREATE TABLE tickets (id INTEGER PRIMARY KEY, account BIGINT, creator BIGINT, contact BIGINT,
		assigned BIGINT, approver BIGINT, exposed BIGINT, created BIGINT);
	CREATE TABLE articles (id INTEGER PRIMARY KEY, audience BIGINT, exposed BIGINT);`

// inSQLite writes a world's records as the columns of records.TicketColumns and ArticleColumns
// want them. A person that nobody is, is NULL: that must never open a row.
func (w *world) inSQLite(t *rapid.T, db *sql.DB) {
	exec := func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("DELETE FROM accounts; DELETE FROM tickets; DELETE FROM articles")
	for _, a := range w.accounts {
		exec("INSERT INTO accounts VALUES (?, ?)", int64(a.ID), int64(access.Every&^w.shut(a.ID)))
	}
	for _, k := range w.tickets {
		exec("INSERT INTO tickets VALUES (?, ?, nullif(?, 0), nullif(?, 0), nullif(?, 0), "+
			"nullif(?, 0), ?, ?)", int64(k.ID), int64(k.Account), int64(k.Creator),
			int64(k.Contact), int64(k.Assigned), int64(k.Approver), !k.Internal, k.Created)
	}
	for _, a := range w.articles {
		exec("INSERT INTO articles VALUES (?, ?, ?)", int64(a.ID), a.Audience, a.Published)
	}
}

func idsOf(t *rapid.T, db *sql.DB, query string, args []any) []int64 {
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		list = append(list, id)
	}
	return list
}

// tally guards against worlds that decide nothing: which faults were the only one, which relations
// reached, and how many answers were yes.
type tally struct {
	asked, allowed int
	alone          map[access.Fault]int
	reached        map[access.Relation]int
}

func (n *tally) count(d access.Decision) {
	n.asked++
	if d.Allowed() {
		n.allowed++
		n.reached[d.Relation]++
		return
	}
	n.alone[d.Faults]++
}

// TestSQLSelectsWhatTheCoreAllows: the filter run by SQLite, each of its arms, and Check agree on
// every person and record of random offices (A1, A4, A37, A38, A41, A42).
func TestSQLSelectsWhatTheCoreAllows(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(tables); err != nil {
		t.Fatal(err)
	}
	n := &tally{alone: map[access.Fault]int{}, reached: map[access.Relation]int{}}
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		w.inSQLite(t, db)
		for range 20 {
			s := w.subject()
			if err := w.compare(t, db, s, n); err != nil {
				t.Fatal(err)
			}
		}
	})
	n.guard(t)
	plantedFault(t, db)
}

// plantedFault is the control: in an SQL world that shows what is internal, the difference is
// found.
func plantedFault(t *testing.T, db *sql.DB) {
	t.Helper()
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		w.inSQLite(t, db)
		if _, err := db.Exec("UPDATE tickets SET exposed = 1"); err != nil {
			t.Fatal(err)
		}
		n := &tally{alone: map[access.Fault]int{}, reached: map[access.Relation]int{}}
		for range 20 {
			if w.compare(t, db, w.subject(), n) != nil {
				found++
			}
		}
	})
	if found == 0 {
		t.Error("SQL shows internal tickets, and nobody finds it")
	}
}

func (w *world) compare(t *rapid.T, db *sql.DB, s *access.Subject, n *tally) error {
	var allowed []int64
	for _, k := range w.tickets {
		d := access.Check(s, access.TicketView, k.Record(w.shut(k.Account)), w.at)
		if n.count(d); d.Allowed() {
			allowed = append(allowed, int64(k.ID))
		}
	}
	where := access.Filter(s, access.TicketView, records.TicketColumns, w.at)
	from := "SELECT t.id FROM tickets t JOIN accounts a ON a.id = t.account WHERE "
	if err := w.same(t, db, question{from, where, allowed}); err != nil {
		return err
	}
	allowed = nil
	for _, k := range w.articles {
		d := access.Check(s, access.ArticleRead, k.Record(), w.at)
		if n.count(d); d.Allowed() {
			allowed = append(allowed, int64(k.ID))
		}
	}
	where = access.Filter(s, access.ArticleRead, records.ArticleColumns, w.at)
	return w.same(t, db, question{"SELECT t.id FROM articles t WHERE ", where, allowed})
}

type question struct {
	from  string
	where access.Where
	want  []int64
}

// same compares the whole condition, and the union of its arms.
func (w *world) same(t *rapid.T, db *sql.DB, q question) error {
	in, args := access.SQLite.In(q.where.SQL, q.where.Args)
	whole := idsOf(t, db, q.from+in+" ORDER BY 1", args)
	if !slices.Equal(whole, q.want) {
		return fmt.Errorf("%s\nselects %v, the core allows %v", q.where.SQL, whole, q.want)
	}
	union := []int64(nil)
	for _, arm := range q.where.Arms {
		in, args := access.SQLite.In(arm.Condition())
		union = append(union, idsOf(t, db, q.from+in, args)...)
	}
	slices.Sort(union)
	if union = slices.Compact(union); !slices.Equal(union, q.want) {
		return fmt.Errorf("the arms select %v, the core allows %v", union, q.want)
	}
	return nil
}

func (n *tally) guard(t *testing.T) {
	t.Helper()
	share := 100 * n.allowed / max(n.asked, 1)
	t.Logf("%d answers, %d %% yes; reached by %v", n.asked, share, n.reached)
	if share < 5 || share > 95 {
		t.Errorf("%d %% of the answers are yes: these worlds decide nothing", share)
	}
	for _, f := range []access.Fault{access.RegisteredOnly, access.Deactivated, access.NoEmail,
		access.NotPortalUser, access.Locked, access.NoRoleGroup, access.MustChange,
		access.NoSecondFactor, access.NoAccount, access.AboveOff, access.ClosedAbove,
		access.ProfileGone, access.NotStarted, access.Ended, access.AccessNotStarted,
		access.AccessEnded, access.ClosedByPortal, access.ClosedByAccount, access.ClosedByPerson,
		access.ClosedAtRecord, access.RecordAccountOff, access.NotGranted, access.Internal,
		access.Unpublished, access.BeforeCutOff, access.NotReached} {
		if n.alone[f] == 0 {
			t.Errorf("no answer hangs on fault %b alone", f)
		}
	}
	if n.alone[access.AccountInactive]+n.alone[access.AccountPortalOff] == 0 {
		t.Error("no answer hangs on the viewer's account alone")
	}
	for _, r := range []access.Relation{access.Shared, access.Own, access.Assigned, access.Account,
		access.Tree, access.All} {
		if n.reached[r] == 0 {
			t.Errorf("nothing was reached by %s", r)
		}
	}
}

// TestAFilterUsesOneParameterPerSet keeps the plan one and the variables few, whatever the number
// of keys.
func TestAFilterUsesOneParameterPerSet(t *testing.T) {
	s := &access.Subject{HasAccount: true, HasEmail: true, Active: true, PortalUser: true,
		RoleGroup:     true,
		AccountActive: true, AccountPortal: true}
	s.Matrix[access.TicketView] = access.Tree
	var tree []int64
	for i := range 10_000 {
		tree = append(tree, int64(1+i))
	}
	s.Keys = s.Keys.With(access.Tree, tree...)
	where := access.Filter(s, access.TicketView, records.TicketColumns, access.Moment{})
	_, args := access.SQLite.In(where.SQL, where.Args)
	if len(args) != 2 { // the set and the cut-off
		t.Fatalf("%d parameters", len(args))
	}
	var set []int64
	if err := json.Unmarshal([]byte(fmt.Sprint(args[0])), &set); err != nil ||
		len(set) != 10_000 {
		t.Errorf("the set has %d keys (%v)", len(set), err)
	}
}
