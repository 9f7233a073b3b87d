package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
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
	return problem.New(problem.Invalid, "The address of a PostgreSQL looks like "+
		"postgres://user@host/database. Without one the data is kept in the folder.")
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
	db, err := store.Open(ctx, p.file())
	return db, p.served(err)
}

// served says of a file that is another's who that is.
func (p place) served(err error) error {
	if !errors.Is(err, store.ErrLocked) {
		return err
	}
	return problem.Newf(problem.Busy, "The office in %s is being served, or another command works "+
		"on it. Nothing was changed. Stop that first.", p.data).By(err)
}

// office is an open office.
type office struct {
	db      *store.DB
	box     *sealing.Box
	address string // of the portal; empty where it is not served

	documentation *sealing.Box // of the passwords in the documentation
}

// enter opens the office that is served from here, or is to be: not one that was moved away.
func (p place) enter(ctx context.Context) (*office, error) { return p.unlock(ctx, true) }

// visit opens an office that is there already, and makes nothing.
func (p place) visit(ctx context.Context) (*office, error) {
	if _, err := os.Stat(p.file()); err != nil && !p.onPostgres() {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, problem.Newf(problem.NotFound, "There is no office in the folder %s. Name "+
				"the one that the server serves with --data, and its PostgreSQL with --store.",
				p.data).By(err)
		}
		return nil, problem.Newf(problem.Unavailable, "The folder %s cannot be read. Run this as "+
			"the user that serves the office.", p.data).By(err)
	}
	return p.unlock(ctx, false)
}

// unlock opens the database and what the data key keeps shut.
func (p place) unlock(ctx context.Context, makes bool) (*office, error) {
	db, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	o := &office{db: db}
	if err = p.isHere(ctx, db, makes); err == nil {
		o.box, err = p.key(ctx, db)
	}
	if err == nil {
		o.documentation, err = o.box.Documentation()
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return o, nil
}

func (p place) isHere(ctx context.Context, db *store.DB, makes bool) error {
	where, err := db.Moved(ctx)
	switch {
	case err != nil:
		return err
	case where != "":
		return problem.Newf(problem.Invalid, "This office was moved to %s. Serve it from there; what "+
			"is here is no longer in use.", where)
	case makes:
		return nil
	}
	_, err = db.Lineage(ctx)
	if problem.Is(err, problem.NotFound) {
		return problem.Newf(problem.NotFound, "There is no office at %s.", p.name()).By(err)
	}
	return err
}

// key reads the data key. It is made with the office and never again: a new one would open nothing.
func (p place) key(ctx context.Context, db *store.DB) (*sealing.Box, error) {
	path := filepath.Join(p.data, "data.key")
	known, err := db.HistoryKey(ctx)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if _, err := os.Stat(path); known != "" && errors.Is(err, fs.ErrNotExist) {
		return nil, problem.Newf(problem.NotFound, "There is no data.key in the folder %s. Bring the "+
			"office's own there: it was kept with the backups, and lies with each server.", p.data)
	}
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		return nil, problem.Newf(problem.Unavailable, "The folder %s cannot be made. Check its "+
			"permissions.", p.data).By(err)
	}
	box, err := sealing.Open(path)
	if err != nil {
		return nil, problem.Newf(problem.Unavailable, "The key %s cannot be read. Check who may read "+
			"it, or bring the one that was kept with the backups.", path).By(err)
	}
	return box, nil
}
