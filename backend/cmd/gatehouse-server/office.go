package main

import (
	"context"
	"errors"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
)

// place is where an office lies: its folder, which holds the data key, and its database, which is a
// file in that folder unless it has an address at PostgreSQL.
type place struct{ data, store string }

func (p *place) define(f *flag.FlagSet) {
	f.StringVar(&p.data, "data", "office", "the folder of the office's data")
	f.StringVar(&p.store, "store", os.Getenv("GATEHOUSE_STORE"),
		"address of its database, such as postgres://user@host/database; empty = a file in the folder")
}

// file is where SQLite's database lies.
func (p place) file() string { return filepath.Join(p.data, "office.db") }

func (p place) onPostgres() bool { return p.store != "" }

// check refuses an address that names no database we know.
func (p place) check() error {
	if !p.onPostgres() || strings.HasPrefix(p.store, "postgres://") ||
		strings.HasPrefix(p.store, "postgresql://") {
		return nil
	}
	return problem.New(problem.Invalid, "--store is the address of a PostgreSQL, such as "+
		"postgres://user@host/database. Without it the data is kept in the folder.")
}

// name is the place as people are told it, without a password.
func (p place) name() string {
	if !p.onPostgres() {
		if path, err := filepath.Abs(p.file()); err == nil {
			return path
		}
		return p.file()
	}
	u, err := url.Parse(p.store)
	if err != nil {
		return "PostgreSQL"
	}
	return "postgres://" + u.User.Username() + "@" + u.Host + u.Path
}

// open opens the database, and makes it where there is none.
func (p place) open(ctx context.Context) (*store.DB, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	if p.onPostgres() {
		return store.OpenPostgres(ctx, p.store)
	}
	return store.Open(ctx, p.file())
}

// office is an open office.
type office struct {
	db      *store.DB
	box     *sealing.Box
	address string // of the portal; empty where it is not served
}

// enter opens an office that is served from here: not one that was moved away. Whoever has another
// office's data key would seal what nobody can open, and is refused.
func (p place) enter(ctx context.Context) (*office, error) {
	db, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	where, err := db.Moved(ctx)
	if err == nil && where != "" {
		err = problem.Newf(problem.Invalid, "This office was moved to %s. Serve it from there; what "+
			"is here is no longer in use.", where)
	}
	if err == nil {
		err = os.MkdirAll(p.data, 0o700)
	}
	var box *sealing.Box
	if err == nil {
		box, err = sealing.Open(filepath.Join(p.data, "data.key"))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &office{db: db, box: box}, nil
}

// visit opens an office that is there already.
func (p place) visit(ctx context.Context) (*office, error) {
	if _, err := os.Stat(p.file()); err != nil && !p.onPostgres() {
		return nil, problem.Newf(problem.NotFound, "There is no office in the folder %s. Name the "+
			"one that the server serves with --data.", p.data).By(err)
	}
	o, err := p.enter(ctx)
	if err != nil {
		return nil, err
	}
	if _, err = o.db.Lineage(ctx); err != nil {
		return nil, errors.Join(problem.Newf(problem.NotFound, "There is no office at %s.",
			p.name()).By(err), o.db.Close())
	}
	return o, nil
}
