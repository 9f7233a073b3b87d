package store_test

import (
	"database/sql"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/store"
)

var update = flag.Bool("update", false, "write schema.sql anew")

// schemaOf writes what all migrations together make, as SQLite keeps it.
func schemaOf(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	must(t, err)
	defer db.Close()
	rows, err := db.Query(`
		SELECT
			sql
		FROM sqlite_master
		WHERE sql IS NOT NULL
			AND name NOT LIKE 'goose_%' AND name NOT LIKE 'sqlite_%'
			AND name NOT LIKE 'user\_search\_%' ESCAPE '\'
		ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END,
			tbl_name,
			name`)
	must(t, err)
	defer rows.Close()
	text := "-- What the migrations make, all together. Written by a test: go test -update.\n"
	for rows.Next() {
		var s string
		must(t, rows.Scan(&s))
		text += "\n" + strings.TrimSpace(s) + ";\n"
	}
	must(t, rows.Err())
	return text
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheSchemaIsWhatThePictureShows keeps schema.sql true, so that a migration shows in a review
// as what it does to the whole.
func TestTheSchemaIsWhatThePictureShows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "office.db")
	db, err := store.Open(ctx, path)
	must(t, err)
	must(t, db.Close())
	have := schemaOf(t, path)
	if *update {
		must(t, os.WriteFile("schema.sql", []byte(have), 0o644))
	}
	want, err := os.ReadFile("schema.sql")
	must(t, err)
	if diff := cmp.Diff(string(want), have); diff != "" {
		t.Errorf("schema.sql is not what the migrations make (run with -update):\n%s", diff)
	}
}

// TestAClosedOfficeIsOneFile: whoever copies the file of a closed office has all of it.
func TestAClosedOfficeIsOneFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "office.db")
	db, err := store.Open(ctx, path)
	must(t, err)
	must(t, db.Found(ctx, "portal-1"))
	must(t, db.Close())
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		if f.Name() != "office.db" && f.Name() != "office.db.lock" {
			t.Errorf("%s is left beside it", f.Name())
		}
	}
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "copy.db"), data, 0o600))
	again, err := store.Open(ctx, filepath.Join(dir, "copy.db"))
	must(t, err)
	if c, err := again.Lineage(ctx); err != nil || c.Portal != "portal-1" {
		t.Errorf("the copy has %+v, %v", c, err)
	}
	must(t, again.Close())
}
