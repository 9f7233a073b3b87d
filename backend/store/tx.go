package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gatehouse/backend/records"
)

// Tx is one transaction on the writer. The first error sticks; nothing commits after it. It reads
// for both ends; view and authority say what writing means.
type Tx struct {
	ctx  context.Context // never cancelled: a transaction is asked between its statements
	db   *DB
	err  error
	seen map[records.Key]records.Record // what Row has read or write has written; nil = none
}

// Fail makes the transaction fail.
func (tx *Tx) Fail(err error) {
	if tx.err == nil && err != nil {
		tx.err = err
	}
}

func (tx *Tx) exec(query string, args ...any) int64 {
	if tx.err != nil {
		return 0
	}
	s, err := tx.db.stmt(tx.ctx, query)
	if err != nil {
		tx.Fail(fmt.Errorf("%s: %w", query, err))
		return 0
	}
	res, err := s.ExecContext(tx.ctx, tx.db.dialect.args(args)...)
	if err != nil {
		tx.Fail(err)
		return 0
	}
	n, err := res.RowsAffected()
	tx.Fail(err)
	return n
}

func (tx *Tx) rows(query string, args ...any) *sql.Rows {
	if tx.err != nil {
		return nil
	}
	s, err := tx.db.stmt(tx.ctx, query)
	if err != nil {
		tx.Fail(fmt.Errorf("%s: %w", query, err))
		return nil
	}
	rows, err := s.QueryContext(tx.ctx, tx.db.dialect.args(args)...)
	if err != nil {
		tx.Fail(err)
		return nil
	}
	return rows
}

// one scans a single row and reports whether there was one.
func (tx *Tx) one(query string, args []any, into ...any) bool {
	rows := tx.rows(query, args...)
	if rows == nil {
		return false
	}
	defer rows.Close()
	if !rows.Next() {
		tx.Fail(rows.Err())
		return false
	}
	tx.Fail(rows.Scan(into...))
	return tx.err == nil
}

// Row gives a record, nil when there is none.
func (tx *Tx) Row(k records.Key) records.Record {
	if r, ok := tx.seen[k]; ok {
		return r
	}
	t := tableOf[k.Kind]
	list := tx.list(t, t.query.row+"id = ?", k.ID)
	if tx.err != nil {
		return nil
	}
	if len(list) == 0 {
		tx.keep(k, nil)
		return nil
	}
	tx.keep(k, list[0])
	return list[0]
}

// mostSeen bounds the memory of a long transaction.
const mostSeen = 5000

func (tx *Tx) keep(k records.Key, r records.Record) {
	if tx.seen == nil || len(tx.seen) >= mostSeen {
		tx.seen = map[records.Key]records.Record{}
	}
	tx.seen[k] = r
}

// Find gives the records whose column has this value.
func (tx *Tx) Find(kind records.Kind, column string, value any) []records.Record {
	t := tableOf[kind]
	if !t.canFind(column) {
		tx.Fail(fmt.Errorf("%s is not looked up by %s", kind, column))
		return nil
	}
	return tx.list(t, t.query.row+column+" = ? ORDER BY id", value)
}

func (tx *Tx) list(t *table, query string, args ...any) (list []records.Record) {
	rows := tx.rows(query, args...)
	if rows == nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		r, err := t.scan(rows)
		if err != nil {
			tx.Fail(fmt.Errorf("%s: %w", t.name, err))
			return nil
		}
		list = append(list, r)
	}
	tx.Fail(rows.Err())
	return list
}

// write puts a record with a version.
func (tx *Tx) write(r records.Record, ver int64) {
	t := tableOf[r.Key().Kind]
	args, err := t.args(r, ver)
	if err != nil {
		tx.Fail(err)
		return
	}
	tx.insert(t.query.put, args)
	tx.keep(r.Key(), r)
	if t.after != nil {
		t.after(tx, r.Key())
	}
}

func (tx *Tx) erase(k records.Key) {
	t := tableOf[k.Kind]
	tx.exec(t.query.del, k.ID)
	tx.keep(k, nil)
	if t.after != nil {
		t.after(tx, k)
	}
}

// list runs a query on the readers and scans each row with each.
func (db *DB) list(ctx context.Context, query string, args []any,
	each func(*sql.Rows) error) error {
	rows, err := db.read.QueryContext(ctx, query, args...)
	if err != nil {
		return Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return Explain(err)
		}
	}
	return Explain(rows.Err())
}

// record reads one record by its key on the readers; problem.NotFound when there is none.
func record[T records.Record](ctx context.Context, db *DB, k records.Key) (T, error) {
	var none T
	t := tableOf[k.Kind]
	r, err := t.scan(db.read.QueryRowContext(ctx, t.query.row+"id = ?", k.ID))
	if err != nil {
		return none, Explain(err)
	}
	return r.(T), nil
}

// found is record, with nil for a record that does not exist.
func found[T records.Record](ctx context.Context, db *DB, k records.Key) (T, error) {
	var none T
	t := tableOf[k.Kind]
	r, err := t.scan(db.read.QueryRowContext(ctx, t.query.row+"id = ?", k.ID))
	if errors.Is(err, sql.ErrNoRows) {
		return none, nil
	}
	if err != nil {
		return none, Explain(err)
	}
	return r.(T), nil
}

// many reads the records that a query selects.
func many[T records.Record](ctx context.Context, db *DB, kind records.Kind, query string,
	args ...any) (list []T, err error) {
	t := tableOf[kind]
	err = db.list(ctx, query, args, func(rows *sql.Rows) error {
		r, err := t.scan(rows)
		if err == nil {
			list = append(list, r.(T))
		}
		return err
	})
	return list, err
}
