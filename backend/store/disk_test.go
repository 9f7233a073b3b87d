package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

func officeAt(t *testing.T) (*DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "office.db")
	db, err := Open(context.Background(), path)
	if err == nil {
		err = db.Found(context.Background(), "portal-1")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db, path
}

// put writes an account with a name of this length.
func put(db *DB, id int64, length int) (int64, error) {
	return db.Write(context.Background(), func(tx edit.Tx) error {
		tx.Put(&records.Account{ID: records.AccountID(id), Name: strings.Repeat("x", length)})
		return nil
	})
}

func has(t *testing.T, db *DB, id records.AccountID) bool {
	t.Helper()
	_, err := db.Account(context.Background(), id)
	if err != nil && !problem.Is(err, problem.NotFound) {
		t.Fatal(err)
	}
	return err == nil
}

// TestAnOfficeThatWasHalfMadeIsMadeWhole at the next start, and only then: a full disk or a kill
// between the two transactions leaves none without an administrator.
func TestAnOfficeThatWasHalfMadeIsMadeWhole(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, fails := range []bool{true, false, false} {
		first := []records.Record{&records.Staff{ID: 1, Name: "Anna", Active: true}}
		if fails {
			first = append(first, nil) // which panics in the second transaction
		}
		func() {
			defer func() { _ = recover() }()
			if err := db.Found(ctx, "portal-1", first...); err != nil {
				t.Fatal(err)
			}
		}()
		at, err := db.Lineage(ctx)
		_, missing := db.Staff(ctx, 1)
		if err != nil || (missing != nil) != fails || !fails && at.Version != 1 {
			t.Errorf("%+v, %v; Anna: %v", at, err, missing)
		}
	}
}

// TestAFullDiskIsToldAndNothingIsHalfDone: the sentence is plain, no version is used up, and it
// works again as soon as there is room.
func TestAFullDiskIsToldAndNothingIsHalfDone(t *testing.T) {
	db, _ := officeAt(t)
	ctx := context.Background()
	before, err := db.Lineage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		if _, err := db.conn.ExecContext(ctx, "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // not less than it has: from now on it cannot grow
	_, err = put(db, 7, 400_000)
	if p := problem.Of(err); p.Kind != problem.Unavailable || !strings.Contains(p.Text, "full") {
		t.Errorf("the disk is full: %v", err)
	}
	if after, err := db.Lineage(ctx); err != nil || after != before || has(t, db, 7) {
		t.Errorf("it was %+v and is %+v, %v", before, after, err)
	}
	limit("1073741823")
	if _, err := put(db, 7, 400_000); err != nil || !has(t, db, 7) {
		t.Errorf("there is room again: %v", err)
	}
}

// TestACommitThatFailsChangesNothing: the last step is the one that counts.
func TestACommitThatFailsChangesNothing(t *testing.T) {
	db, _ := officeAt(t)
	told := 0
	db.Committed = func(int64) { told++ }
	fails := func(on bool) {
		err := db.conn.Raw(func(driver any) error {
			hook := func() int { return 1 }
			if !on {
				hook = nil
			}
			driver.(*sqlite3.SQLiteConn).RegisterCommitHook(hook)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	fails(true)
	if _, err := put(db, 7, 10); err == nil || has(t, db, 7) || told != 0 {
		t.Errorf("%v, told %d times", err, told)
	}
	fails(false)
	if _, err := put(db, 7, 10); err != nil || !has(t, db, 7) || told != 1 {
		t.Errorf("afterwards: %v, told %d times", err, told)
	}
}

// TestATransactionThatFailsInsideLeavesNothing: by an error, by a sticky one, and by a panic.
func TestATransactionThatFailsInsideLeavesNothing(t *testing.T) {
	db, _ := officeAt(t)
	for name, fn := range map[string]func(edit.Tx) error{
		"error":  func(edit.Tx) error { return errors.New("no") },
		"sticky": func(tx edit.Tx) error { tx.Fail(errors.New("no")); return nil },
		"column": func(tx edit.Tx) error { tx.Find(records.KindUser, "nothing", 1); return nil },
		"panic":  func(edit.Tx) error { panic("no") },
	} {
		func() {
			defer func() { _ = recover() }()
			_, err := db.Write(context.Background(), func(tx edit.Tx) error {
				tx.Put(&records.Account{ID: 8, Name: name})
				return fn(tx)
			})
			if err == nil {
				t.Errorf("%s: no error", name)
			}
		}()
		if has(t, db, 8) {
			t.Errorf("%s: it is there", name)
		}
	}
	if _, err := put(db, 8, 10); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestAFolderThatCannotBeUsedIsTold(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	paths := []string{filepath.Join(file, "office.db"), dir}
	if os.Getuid() > 0 { // the system's administrator may write anywhere
		closed := filepath.Join(dir, "closed")
		if err := os.Mkdir(closed, 0o500); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, filepath.Join(closed, "office.db"))
	}
	for _, path := range paths {
		db, err := Open(context.Background(), path)
		if p := problem.Of(err); err == nil || p.Kind != problem.Unavailable {
			t.Errorf("%s: %v, %v", path, db, err)
		}
	}
}

// TestADamagedFileIsToldAndLeftAsItIs: somebody may yet save it.
func TestADamagedFileIsToldAndLeftAsItIs(t *testing.T) {
	db, path := officeAt(t)
	for i := range int64(200) {
		if _, err := put(db, i+1, 3000); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	zeroed := append([]byte(nil), good...)
	clear(zeroed[len(good)/4 : len(good)/2])
	for name, data := range map[string][]byte{
		"no database": []byte(strings.Repeat("This is a letter. ", 1000)),
		"cut":         good[:len(good)/2],
		"zeroed":      zeroed,
	} {
		damaged := filepath.Join(t.TempDir(), "office.db")
		if err := os.WriteFile(damaged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := Open(context.Background(), damaged)
		p := problem.Of(err)
		if err == nil || p.Kind != problem.Damaged || !strings.Contains(p.Text, "damaged") {
			t.Errorf("%s: %v, %v", name, db, err)
		}
		after, err := os.ReadFile(damaged)
		if err != nil || sha256.Sum256(after) != sha256.Sum256(data) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
}

// TestAFileOfANewerProgramIsRefused: nothing in it is changed.
func TestAFileOfANewerProgramIsRefused(t *testing.T) {
	db, path := officeAt(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite3", "file:"+path)
	if err == nil {
		_, err = raw.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	}
	if err := errors.Join(err, raw.Close()); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	_, err = Open(context.Background(), path)
	if p := problem.Of(err); err == nil || !strings.Contains(p.Text, "newer") {
		t.Errorf("%v", err)
	}
	after, _ := os.ReadFile(path)
	if sha256.Sum256(after) != sha256.Sum256(before) {
		t.Error("the file was changed")
	}
	if _, err := os.Stat(path + ".before-3"); err == nil {
		t.Error("a backup was made for nothing")
	}
}
