// Package store keeps everything in SQL, in sight: one file per noun with its table and its
// queries, one Tx type with two wrappers: the view of a desk, which keeps base copies, and the
// authority of a server, which stamps versions. It selects by access.Filter and never decides.
// A desk runs on SQLite; a server on SQLite or PostgreSQL.
//
//	db, err := store.Open(ctx, "office.db")
//	version, err := db.Write(ctx, func(tx edit.Tx) error { edit.Run(tx, env, envelope); return nil })
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"gatehouse/backend/problem"
)

// DB is one office's database: one writer, a pool of readers.
type DB struct {
	dialect engine
	path    string          // of SQLite's file
	config  *pgx.ConnConfig // of PostgreSQL
	write   *sql.DB         // one connection:
	conn    *sql.Conn       // this one
	mu      sync.Mutex      // held by the transaction that writes
	stmts   map[string]*sql.Stmt
	pool    *sql.DB // of readers:
	read    reader  // through it
	lock    *os.File
	idle    *time.Timer // until the journal is taken in; nil at PostgreSQL

	// Committed, when set, hears of every version that was committed here; of those of other servers
	// that share the database it hears while Hear runs.
	Committed func(version int64)
	told      atomic.Int64 // the newest that it has heard of
	signer    *signer      // of the history; nil at desks

	commits atomic.Int64           // transactions that this program has committed
	tree    atomic.Pointer[forest] // of the accounts, as they were last read
}

func newDB(e engine, write, pool *sql.DB) *DB {
	write.SetMaxOpenConns(1)
	pool.SetMaxOpenConns(8)
	pool.SetMaxIdleConns(8)
	return &DB{dialect: e, write: write, pool: pool,
		read:  reader{e, &prepared{pool: pool, stmts: map[string]*sql.Stmt{}}},
		stmts: map[string]*sql.Stmt{}}
}

// Open opens the database file, makes it where there is none, brings it to this version's schema
// and locks it, so that no second program writes to it.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, problem.Newf(problem.Unavailable,
			"The data folder %s cannot be made. Check its permissions.", filepath.Dir(path)).By(err)
	}
	locked, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	private(path)
	write, err := connect(path, "&_txlock=immediate")
	if err != nil {
		return nil, errors.Join(err, locked.Close())
	}
	pool, err := connect(path, "&_query_only=true")
	if err != nil {
		return nil, errors.Join(err, write.Close(), locked.Close())
	}
	db := newDB(sqlite, write, pool)
	db.path, db.lock = path, locked
	if err := db.open(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) open(ctx context.Context) error {
	if err := db.healthy(ctx); err != nil {
		return err
	}
	migrated, err := db.migrate(ctx)
	if err != nil {
		return err
	}
	db.conn, err = db.write.Conn(ctx)
	if err == nil && db.dialect == sqlite {
		err = db.settleJournal(ctx)
	}
	if err == nil {
		err = db.mend(ctx, migrated)
	}
	return Explain(err)
}

// private makes a database file, where there is none, readable by its owner only; its journal is
// then too. Where it cannot be made, opening it says so.
func private(path string) {
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		_ = f.Close() // nothing was written
	}
}

func fileURL(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

func connect(path, more string) (*sql.DB, error) {
	dsn := fileURL(path) + "?_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=on" +
		"&_synchronous=FULL&_cache_size=-32000" + more
	db, err := sql.Open("sqlite3", dsn)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	return db, nil
}

// healthy refuses a file that is no database, or a damaged one.
func (db *DB) healthy(ctx context.Context) error {
	if db.dialect == postgres {
		return db.fits(ctx)
	}
	var verdict string
	err := db.write.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict)
	if err != nil {
		return Explain(err)
	}
	if verdict != "ok" {
		return problem.Newf(problem.Damaged, "The data file %s is damaged. It was left as it is. "+
			"Restore a backup, or move it aside to start anew.", db.path)
	}
	return nil
}

// ErrLocked is why a file is not opened that another program has open.
var ErrLocked = problem.New(problem.Busy, "Gatehouse is already open with this data. Use the "+
	"window that is open, or close it first.")

var errNewer = problem.New(problem.Damaged, "This data was written by a newer Gatehouse. Update "+
	"this program to open it; nothing was changed.")

// migrate brings the database to this version's schema, and reports whether it had an earlier one.
func (db *DB) migrate(ctx context.Context) (bool, error) {
	p, err := db.provider()
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return false, Explain(err)
	}
	sources := p.ListSources()
	newest := sources[len(sources)-1].Version
	if have > newest {
		return false, errNewer
	}
	isEarlier := have > 0 && have < newest
	if isEarlier && db.dialect == sqlite {
		if err := db.Backup(ctx, fmt.Sprintf("%s.before-%d", db.path, newest)); err != nil {
			return false, err
		}
	}
	_, err = p.Up(ctx)
	return isEarlier, Explain(err)
}

// provider gives the migrations. At PostgreSQL another program may bring the same database to its
// schema at this moment; it is waited for.
func (db *DB) provider() (*goose.Provider, error) {
	files, err := db.dialect.migrations()
	if err != nil {
		return nil, err
	}
	if db.dialect == sqlite {
		return goose.NewProvider(goose.DialectSQLite3, db.write, files)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.write, files,
		goose.WithSessionLocker(locker))
}

// Close ends everything, and leaves the whole of it in the one file: SQLite takes in its journal
// only when no statement is open any more. It is safe to call it twice.
func (db *DB) Close() error {
	db.mu.Lock() // waits for the transaction that is under way
	defer db.mu.Unlock()
	if db.idle != nil {
		db.idle.Stop()
	}
	var errs []error
	for _, s := range db.stmts {
		errs = append(errs, s.Close())
	}
	clear(db.stmts)
	if db.conn != nil {
		errs = append(errs, db.conn.Close())
		db.conn = nil
	}
	errs = append(errs, db.pool.Close(), db.write.Close())
	if db.lock != nil {
		errs = append(errs, db.lock.Close())
		db.lock = nil
	}
	return errors.Join(errs...)
}

// stmt prepares a statement on the writer once.
func (db *DB) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := db.stmts[query]; s != nil {
		return s, nil
	}
	s, err := db.conn.PrepareContext(ctx, db.dialect.sql(query))
	if err == nil {
		db.stmts[query] = s
	}
	return s, err
}

// within runs a transaction on the writer: committed when fn succeeds, otherwise nothing happened.
func (db *DB) within(ctx context.Context, fn func(*Tx) error) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.locked(ctx, fn)
}

// locked is within for who holds the lock.
func (db *DB) locked(ctx context.Context, fn func(*Tx) error) error {
	if db.conn == nil {
		return problem.New(problem.Unavailable, "Gatehouse is closing. Nothing was changed.")
	}
	done := false
	defer func() {
		if !done { // it did not begin, or fn failed or panicked
			// Best effort: the next BEGIN would tell.
			_, _ = db.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	if err := db.begin(ctx); err != nil {
		return Explain(err)
	}
	tx := &Tx{ctx: context.WithoutCancel(ctx), db: db}
	err := fn(tx)
	if err := errors.Join(err, tx.err, ctx.Err()); err != nil {
		return Explain(err)
	}
	if _, err := db.conn.ExecContext(tx.ctx, "COMMIT"); err != nil {
		return Explain(err)
	}
	done = true
	db.commits.Add(1)
	if db.idle != nil {
		db.idle.Reset(untilIdle)
	}
	return nil
}

// begin starts a transaction on the writer. Where PostgreSQL's connection was lost since the last
// one, as when the server was started anew, it is made anew, once.
func (db *DB) begin(ctx context.Context) error {
	_, err := db.conn.ExecContext(ctx, db.dialect.begin())
	if err == nil || db.dialect == sqlite || db.conn.PingContext(ctx) == nil {
		return err
	}
	if err := db.reconnect(ctx); err != nil {
		return err
	}
	_, err = db.conn.ExecContext(ctx, db.dialect.begin())
	return err
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// Explain turns what the database says of itself into a sentence for the user. A problem stays as
// it is.
func Explain(err error) error {
	var p *problem.Problem
	var s sqlite3.Error
	switch {
	case err == nil || errors.As(err, &p):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return problem.New(problem.NotFound, "This record does not exist.").By(err)
	case errors.Is(err, context.Canceled):
		return err
	case !errors.As(err, &s):
		return explainPostgres(err)
	}
	switch s.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return problem.New(problem.Busy, "Another program is using the data file. Close it and "+
			"try again. Nothing was changed.").By(err)
	case sqlite3.ErrFull:
		return problem.New(problem.Unavailable, "The disk is full. Make room and try again. "+
			"Nothing was changed.").By(err)
	case sqlite3.ErrIoErr, sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		return problem.New(problem.Unavailable, "The data file cannot be written. Check the disk "+
			"and its permissions, then try again. Nothing was changed.").By(err)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return problem.New(problem.Damaged, "The data file is damaged. It was left as it is. "+
			"Restore a backup, or move it aside to start anew.").By(err)
	}
	return err
}

// newest gives the last change of the data that access is decided by, for "as of".
func (db *DB) newest(ctx context.Context) (v int64, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT version FROM lineage WHERE id = 1").Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return v, Explain(err)
}

// like escapes a word for LIKE ... ESCAPE '\'. Of a very long one, the beginning is looked for; a
// zero byte would end the pattern and find everything.
func like(word string) string {
	word = plain(word)
	word = strings.ToValidUTF8(word[:min(len(word), 1000)], "") // which may cut a letter in two
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word) + "%"
}
