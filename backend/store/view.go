package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// view is a desk's Tx: before the first change of a row it keeps the base copy, as the server had
// it, in undo. Kinds that stay at the server are not kept here at all.
type view struct{ *Tx }

// Put writes a record that waits for the server: version 0.
func (v view) Put(r records.Record) {
	if r.Key().Kind.StaysAtServer() {
		return
	}
	v.save(r.Key())
	v.write(r, 0)
}

// Delete removes a record until the server says so too.
func (v view) Delete(k records.Key) {
	if k.Kind.StaysAtServer() {
		return
	}
	v.save(k)
	v.erase(k)
}

func (v view) save(k records.Key) {
	var n int
	if v.one("SELECT 1 FROM undo WHERE kind = ? AND id = ?", []any{string(k.Kind), k.ID}, &n) {
		return
	}
	var ver int64
	var body any
	if r := v.Row(k); r != nil {
		v.one("SELECT ver FROM "+tableOf[k.Kind].name+" WHERE id = ?", []any{k.ID}, &ver)
		cells, err := Cells(r)
		v.Fail(err)
		body = string(cells)
	}
	v.exec("INSERT INTO undo (kind, id, ver, body) VALUES (?, ?, ?, ?)", string(k.Kind), k.ID, ver,
		body)
}

// each runs a query and scans each row.
func (v view) each(query string, args []any, scan func(*sql.Rows) error) {
	rows := v.rows(query, args...)
	if rows == nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			v.Fail(err)
			return
		}
	}
	v.Fail(rows.Err())
}

func unreadable(cause error) error {
	return problem.New(problem.Damaged, "The answer of the portal's server cannot be read. Nothing "+
		"was changed. Update Gatehouse.").By(cause)
}

// Alone makes this database a desk's that works without a server: the system profiles and the
// first records are its base, on which what waits can be done again. A later first download takes
// their place.
func (db *DB) Alone(ctx context.Context, first ...records.Record) error {
	return db.within(ctx, func(tx *Tx) error {
		for _, p := range records.SystemProfiles() {
			tx.write(p, 0)
		}
		for _, r := range first {
			tx.write(r, 0)
		}
		return nil
	})
}

// Author makes edits at this desk, in one transaction, as edit.Author has it.
func (db *DB) Author(ctx context.Context, env edit.Env, in []edit.Envelope, each func(int)) (
	outs []edit.Outcome, err error) {
	err = db.desk(ctx, func(f *deskFile) (err error) {
		outs, err = edit.Author(f, env, in, each)
		return err
	})
	return outs, err
}

func (v view) note(name, value string) {
	v.exec("INSERT INTO meta (name, value) VALUES (?, ?) "+
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
}

// Pending counts the edits that wait, and among them the removals, which are not yet in force.
func (db *DB) Pending(ctx context.Context) (edits, removals int, err error) {
	err = db.read.QueryRowContext(ctx,
		"SELECT count(*), coalesce(sum(narrow), 0) FROM outbox").Scan(&edits, &removals)
	return edits, removals, Explain(err)
}

// Note keeps a fact about this desk; Noted gives it, empty when it was never noted.
func (db *DB) Note(ctx context.Context, name, value string) error {
	return db.within(ctx, func(tx *Tx) error {
		view{tx}.note(name, value)
		return nil
	})
}

// Noted gives a fact about this desk that Note kept.
func (db *DB) Noted(ctx context.Context, name string) (value string, err error) {
	list, err := db.notes(ctx)
	return list[name], err
}

func (db *DB) notes(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := db.list(ctx, "SELECT name, value FROM meta", nil, func(rows *sql.Rows) error {
		var name, value string
		err := rows.Scan(&name, &value)
		all[name] = value
		return err
	})
	return all, err
}
