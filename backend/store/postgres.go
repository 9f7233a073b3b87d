package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"gatehouse/backend/problem"
)

// OpenPostgres opens a server's database on PostgreSQL 13 or newer, by its address such as
// postgres://user:password@host/database, and brings it to this version's schema. Several programs
// may write to it, one transaction at a time; desks keep their data in a file of their own.
func OpenPostgres(ctx context.Context, url string) (*DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, problem.New(problem.Invalid, "The address of the database cannot be read. It "+
			"looks like postgres://user@host/database.").By(err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	config.RuntimeParams["application_name"] = "gatehouse"
	reads := config.Copy()
	reads.RuntimeParams["default_transaction_read_only"] = "on"
	db := newDB(postgres, stdlib.OpenDB(*config), stdlib.OpenDB(*reads))
	db.config = config
	if err := db.open(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// oldest is the version of PostgreSQL that the schema needs at least.
const oldest = 13

// fits refuses a database that is too old, or cannot keep all text.
func (db *DB) fits(ctx context.Context) error {
	var encoding string
	var version int
	err := db.write.QueryRowContext(ctx, "SELECT current_setting('server_encoding'), "+
		"current_setting('server_version_num')::int / 10000").Scan(&encoding, &version)
	switch {
	case err != nil:
		return Explain(err)
	case version < oldest:
		return problem.Newf(problem.Invalid, "The database server is PostgreSQL %d, which is too "+
			"old. Use PostgreSQL %d or newer.", version, oldest)
	case encoding != "UTF8":
		return problem.Newf(problem.Invalid, "The database has the encoding %s. Make one with "+
			"ENCODING 'UTF8', which can keep all text.", encoding)
	}
	return nil
}

// IsHasty reports whether PostgreSQL was told not to wait for its disk, so that what it has
// committed may be lost when its computer fails. The file of SQLite always waits.
func (db *DB) IsHasty(ctx context.Context) (hasty bool, err error) {
	if db.dialect == postgres {
		err = db.read.QueryRowContext(ctx, "SELECT current_setting('fsync') = 'off' OR "+
			"current_setting('synchronous_commit') = 'off'").Scan(&hasty)
	}
	return hasty, Explain(err)
}

// reconnect makes the writer's connection anew.
func (db *DB) reconnect(ctx context.Context) error {
	for _, s := range db.stmts {
		_ = s.Close() // of a connection that is gone
	}
	clear(db.stmts)
	_ = db.conn.Close() // it may be closed already
	conn, err := db.write.Conn(ctx)
	if err == nil {
		db.conn = conn
	}
	return err
}

// explainPostgres turns what PostgreSQL says, or that it says nothing, into a sentence.
func explainPostgres(err error) error {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return explainCode(said.Code, err)
	}
	var unreachable *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &unreachable): // or too slow
	case errors.Is(err, context.DeadlineExceeded): // the caller's
		return err
	case errors.As(err, &network), errors.Is(err, driver.ErrBadConn),
		errors.Is(err, sql.ErrConnDone), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed):
	default:
		return err
	}
	return problem.New(problem.Unavailable, "The database server does not answer. Check that it "+
		"runs and can be reached, then try again.").By(err)
}

// explainCode goes by the class of an error, its first two letters, and the codes that say more.
func explainCode(code string, err error) error {
	switch code {
	case "55P03", "57014": // lock not available, query canceled
		return problem.New(problem.Busy, "The database is busy. Try again in a moment. Nothing "+
			"was changed.").By(err)
	case "53100":
		return problem.New(problem.Unavailable, "The disk of the database server is full. Make "+
			"room and try again. Nothing was changed.").By(err)
	case "42501", "3D000":
		return problem.New(problem.Unavailable, "The database does not exist or is not open to "+
			"this user. Check its address and its owner.").By(err)
	}
	switch code[:min(2, len(code))] {
	case "40": // serialization, deadlock
		return problem.New(problem.Busy, "The database is busy. Try again in a moment. Nothing "+
			"was changed.").By(err)
	case "28":
		return problem.New(problem.Unavailable, "The database refuses the user or the password. "+
			"Check its address.").By(err)
	case "08", "25", "53", "57", "58": // connection, read-only, resources, shutdown, system
		return problem.New(problem.Unavailable, "The database server cannot work at the moment. "+
			"Check its log, then try again.").By(err)
	case "XX":
		return problem.New(problem.Damaged, "The database is damaged. It was left as it is. "+
			"Restore a backup.").By(err)
	}
	return err
}
