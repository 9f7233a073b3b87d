package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"gatehouse/backend/problem"
	"gatehouse/backend/store"
)

// TestALockedDatabaseIsToldPlainly: another program, such as a backup tool, holds the file for
// longer than we wait. Nothing is written, and it works again after.
func TestALockedDatabaseIsToldPlainly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.db")
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if err := db.Note(ctx, "name", "value"); !problem.Is(err, problem.Busy) {
		t.Errorf("while it is locked: %v", err)
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := db.Note(ctx, "name", "value"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
