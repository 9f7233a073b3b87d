package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/records"
)

// TestReviewsAreCountedByIndexes alone, however many accesses there are: not one is read (B15).
func TestReviewsAreCountedByIndexes(t *testing.T) {
	db, err := Open(context.Background(), filepath.Join(t.TempDir(), "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for index, r := range map[string]*records.Review{
		"accesses_answered (answered<?)":              {Began: 20000, Due: 20010},
		"accesses_profile (profile=? AND answered<?)": {Profile: 3, Began: 20000, Due: 20010},
		"accesses_there (account=? AND answered<?)":   {Account: 9, Began: 20000, Due: 20010},
	} {
		for what, a := range map[string]asked{"<": db.waits(r, ""), ">": db.confirmed(r, "")} {
			want := "SEARCH x USING COVERING INDEX " + strings.ReplaceAll(index, "<", what)
			if plan := planOf(t, db, a); plan[0] != want {
				t.Errorf("%q is %q", want, plan)
			}
		}
	}
}

// planOf says how SQLite counts.
func planOf(t *testing.T, db *DB, a asked) (plan []string) {
	t.Helper()
	query := "EXPLAIN QUERY PLAN SELECT count(*) FROM " + a.from + " WHERE " + a.cond
	err := db.list(context.Background(), query, a.args, func(rows *sql.Rows) error {
		var id, parent, none int
		var line string
		err := rows.Scan(&id, &parent, &none, &line)
		plan = append(plan, line)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
