package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver that Look reads by

	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// Engine is what a server's database runs on.
type Engine string

// The engines.
const (
	SQLite   Engine = "SQLite"
	Postgres Engine = "PostgreSQL"
)

// Engines runs a test on each engine. GATEHOUSE_POSTGRES is the address of a PostgreSQL whose user
// may make databases, as build/kit.sh starts one. Where it is not set that half is skipped; with
// CI=true or GATEHOUSE_POSTGRES_REQUIRED it fails.
func Engines(t *testing.T, test func(*testing.T, Engine)) {
	t.Helper()
	for _, e := range []Engine{SQLite, Postgres} {
		t.Run(string(e), func(t *testing.T) { test(t, e) })
	}
}

// Each runs a test in an office on each engine.
func Each(t *testing.T, test func(*testing.T, *Office)) {
	t.Helper()
	Engines(t, func(t *testing.T, e Engine) { test(t, On(t, e)) })
}

// Open gives a server's database with these first records, such as the portal's settings.
func Open(t testing.TB, e Engine, first ...records.Record) *store.DB {
	t.Helper()
	db := Make(t, e).Open(t)
	must(t, db.Found(context.Background(), "portal-1", first...))
	return db
}

// Place is where a database lies: a file, or an address at PostgreSQL.
type Place struct {
	Engine  Engine
	Address string
}

// Make makes an empty database of this version's schema, which is gone after the test. It takes
// some milliseconds, because each is a copy.
func Make(t testing.TB, e Engine) Place {
	t.Helper()
	if e == Postgres {
		return Place{e, database(t)}
	}
	blank, err := blankFile()
	must(t, err)
	path := filepath.Join(t.TempDir(), "office.db")
	must(t, os.WriteFile(path, blank, 0o600))
	return Place{e, path}
}

// Open opens the store there, until the end of the test.
func (p Place) Open(t testing.TB) *store.DB {
	t.Helper()
	open := store.Open
	if p.Engine == Postgres {
		open = store.OpenPostgres
	}
	db, err := open(context.Background(), p.Address)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// Look opens the database beside the store, to look only, until the end of the test. $1 is the
// first argument of a query on both engines.
func (p Place) Look(t testing.TB) *sql.DB {
	t.Helper()
	return p.beside(t, "ro")
}

// Change opens the database beside the store as somebody does who has access to it, to spoil it.
func (p Place) Change(t testing.TB) *sql.DB {
	t.Helper()
	return p.beside(t, "rw")
}

func (p Place) beside(t testing.TB, mode string) *sql.DB {
	t.Helper()
	driver, source := "sqlite3", "file:"+p.Address+"?_busy_timeout=5000&mode="+mode
	if p.Engine == Postgres {
		driver, source = "pgx", p.Address
	}
	db, err := sql.Open(driver, source)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// blankFile is SQLite's file of an empty database.
var blankFile = sync.OnceValues(func() (data []byte, err error) {
	dir, err := os.MkdirTemp("", "storetest")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "office.db")
	db, err := store.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// template is the empty database at PostgreSQL that all others are copies of. Several tests may
// want it at once: who makes it holds this lock, who copies it shares it.
const (
	template     = "gatehouse_template"
	templateLock = 7461746569
)

var (
	made      atomic.Int64 // databases, by this process
	makeBlank = sync.OnceValue(func() error { return onPostgres(blankDatabase) })
)

// database makes a database at PostgreSQL and gives its address.
func database(t testing.TB) string {
	t.Helper()
	if os.Getenv("GATEHOUSE_POSTGRES") == "" {
		text := "GATEHOUSE_POSTGRES is not set: build/test.sh starts a PostgreSQL for the tests"
		if os.Getenv("CI") == "true" || os.Getenv("GATEHOUSE_POSTGRES_REQUIRED") != "" {
			t.Fatal(text)
		}
		t.Skip(text)
	}
	must(t, makeBlank())
	name := fmt.Sprintf("gatehouse_test_%d_%d", os.Getpid(), made.Add(1))
	must(t, onPostgres(func(ctx context.Context, admin *pgx.Conn) error {
		_, err := admin.Exec(ctx, "SELECT pg_advisory_lock_shared($1)", templateLock)
		if err == nil {
			_, err = admin.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template)
		}
		return err
	}))
	t.Cleanup(func() {
		must(t, onPostgres(func(ctx context.Context, admin *pgx.Conn) error {
			_, err := admin.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
			return err
		}))
	})
	return addressOf(name)
}

// blankDatabase brings the template to this version's schema; one that cannot be is made anew.
func blankDatabase(ctx context.Context, admin *pgx.Conn) error {
	if _, err := admin.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return err
	}
	db, err := store.OpenPostgres(ctx, addressOf(template))
	if err == nil {
		return db.Close()
	}
	_, err = admin.Exec(ctx, "DROP DATABASE IF EXISTS "+template+" WITH (FORCE)")
	if err != nil {
		return err
	}
	_, err = admin.Exec(ctx, "CREATE DATABASE "+template+" TEMPLATE template0 ENCODING 'UTF8'")
	if err != nil {
		return err
	}
	if db, err = store.OpenPostgres(ctx, addressOf(template)); err != nil {
		return err
	}
	return db.Close()
}

// onPostgres runs fn on a connection of its own, whose locks end with it.
func onPostgres(fn func(context.Context, *pgx.Conn) error) error {
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, os.Getenv("GATEHOUSE_POSTGRES"))
	if err != nil {
		return err
	}
	return errors.Join(fn(ctx, admin), admin.Close(ctx))
}

func addressOf(database string) string {
	u, err := url.Parse(os.Getenv("GATEHOUSE_POSTGRES"))
	if err != nil {
		return "" // it was read before
	}
	u.Path = "/" + database
	return u.String()
}
