package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"gatehouse/backend/problem"
)

// channel is where servers that share a PostgreSQL tell each other of new versions.
const channel = "gatehouse"

// notify tells the other servers of this version, when it is committed.
func (a *authority) notify() {
	if a.db.dialect == postgres {
		var nothing any
		a.one("SELECT pg_notify(?, ?)", []any{channel, strconv.FormatInt(a.version, 10)}, &nothing)
	}
}

const (
	// silence is after how long without news the connection is tried, and looked past.
	silence = 20 * time.Second
	// again is how long to wait before a lost connection is made anew.
	again = time.Second
)

// Hear lets Committed hear of what other servers commit to the same PostgreSQL, until ctx ends. A
// connection that is lost is made anew, and what was missed meanwhile is told then. The file of
// SQLite has one server, and so nothing to hear.
func (db *DB) Hear(ctx context.Context) {
	if db.dialect != postgres {
		return
	}
	for ctx.Err() == nil {
		err := db.hear(ctx)
		if ctx.Err() != nil {
			return
		}
		slog.Warn("other servers are not heard just now", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

// serving is the lock that every server shares while it hears, and that whoever moves or restores
// an office has for themselves.
const serving = 7461746570

// Reserve makes sure that no server serves this office, until release. A file of SQLite is its
// opener's alone.
func (db *DB) Reserve(ctx context.Context) (release func(), err error) {
	if db.dialect != postgres {
		return func() {}, nil
	}
	conn, err := pgx.ConnectConfig(ctx, db.config.Copy())
	if err != nil {
		return nil, Explain(err)
	}
	release = func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(end) // the lock ends with the connection, however it ends
	}
	alone := false
	err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", serving).Scan(&alone)
	if err == nil && !alone {
		err = problem.New(problem.Busy, "This office is being served. Stop all its servers first.")
	}
	if err != nil {
		release()
		return nil, Explain(err)
	}
	return release, nil
}

// hear is one connection's life.
func (db *DB) hear(ctx context.Context) (err error) {
	conn, err := pgx.ConnectConfig(ctx, db.config.Copy())
	if err != nil {
		return err
	}
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		err = errors.Join(err, conn.Close(end))
	}()
	_, err = conn.Exec(ctx, fmt.Sprintf("SELECT pg_advisory_lock_shared(%d); LISTEN %s", serving,
		channel))
	if err != nil {
		return err
	}
	for {
		var version int64 // of what was missed, and of nothing where nobody has said anything
		err := conn.QueryRow(ctx, "SELECT coalesce(max(version), 0) FROM lineage").Scan(&version)
		if err != nil {
			return err
		}
		db.tell(version)
		if err := db.news(ctx, conn); err != nil {
			return err
		}
	}
}

// news tells what comes, until nothing has come for a while.
func (db *DB) news(ctx context.Context, conn *pgx.Conn) error {
	for {
		quiet, cancel := context.WithTimeout(ctx, silence)
		n, err := conn.WaitForNotification(quiet)
		cancel()
		switch {
		case err == nil:
		case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) && !conn.IsClosed():
			return nil
		default:
			return err
		}
		if version, err := strconv.ParseInt(n.Payload, 10, 64); err == nil {
			db.tell(version)
		}
	}
}
