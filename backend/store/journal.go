package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"
)

// SQLite's journal is taken into the file while nothing else is written, so that a publish seldom
// waits for it.
const (
	untilIdle   = 2 * time.Second
	mostJournal = "20000" // pages, at which a commit takes it in all the same
)

// settleJournal says when the journal is taken in.
func (db *DB) settleJournal(ctx context.Context) error {
	db.idle = time.AfterFunc(untilIdle, db.takeIn)
	_, err := db.conn.ExecContext(ctx, "PRAGMA wal_autocheckpoint = "+mostJournal)
	return err
}

// takeIn takes in what no reader needs any more. It waits for nobody.
func (db *DB) takeIn() {
	ctx := context.Background()
	_, err := db.pool.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	if err != nil && !errors.Is(err, sql.ErrConnDone) && !isClosed(err) {
		slog.Warn("store: the journal was not taken in", "err", err)
	}
}

// isClosed reports whether a pool was closed meanwhile, for which database/sql has no name.
func isClosed(err error) bool { return err.Error() == "sql: database is closed" }

// lightly runs a transaction whose loss in a power failure is no harm: the file stays whole, and
// goes on from an earlier one.
func (db *DB) lightly(ctx context.Context, fn func(*Tx) error) (err error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.conn == nil {
		return db.locked(ctx, fn)
	}
	always := context.WithoutCancel(ctx)
	if _, err := db.conn.ExecContext(always, "PRAGMA synchronous = NORMAL"); err != nil {
		return Explain(err)
	}
	defer func() {
		_, err2 := db.conn.ExecContext(always, "PRAGMA synchronous = FULL")
		err = errors.Join(err, Explain(err2))
	}()
	return db.locked(ctx, fn)
}
