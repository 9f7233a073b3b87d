package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// TestALockedDatabaseIsToldPlainly: another program, such as a backup tool, holds the file for
// longer than we wait. Nothing is written, and it works again after.
func TestALockedDatabaseIsToldPlainly(t *testing.T) {
	t.Parallel()
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

// TestAServerThatAnotherHoldsIsToldPlainly: the same at PostgreSQL, where another server writes for
// longer than we wait.
func TestAServerThatAnotherHoldsIsToldPlainly(t *testing.T) {
	t.Parallel()
	o := storetest.On(t, storetest.Postgres)
	put := func(meanwhile func()) func(edit.Tx) error {
		return func(tx edit.Tx) error {
			tx.Put(&records.Account{ID: 700, Name: "A"})
			meanwhile()
			return nil
		}
	}
	_, err := o.Place.Open(t).Write(ctx, put(func() {
		if _, err := o.Server.Write(ctx, put(func() {})); !problem.Is(err, problem.Busy) {
			t.Errorf("while it is held: %v", err)
		}
	}))
	must(t, err)
	_, err = o.Server.Write(ctx, put(func() {}))
	must(t, err)
}
