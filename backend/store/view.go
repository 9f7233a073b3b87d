package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

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

// restore puts every base copy back.
func (v view) restore() {
	for _, u := range v.kept("SELECT kind, id, ver, body FROM undo") {
		v.settle(u)
	}
	v.exec("DELETE FROM undo")
}

// kept is a row of undo or stage: a record's cells, or none where it does not exist.
type kept struct {
	key  records.Key
	ver  int64
	body *string
}

func (v view) kept(query string) (list []kept) {
	rows := v.rows(query)
	if rows == nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var k kept
		v.Fail(rows.Scan(&k.key.Kind, &k.key.ID, &k.ver, &k.body))
		list = append(list, k)
	}
	v.Fail(rows.Err())
	return list
}

// settle makes a row as the server has it. A kind that this version does not know, or that no
// server hands out, fails the transaction.
func (v view) settle(k kept) {
	if t := tableOf[k.key.Kind]; t == nil || t.kind.StaysAtServer() {
		v.Fail(unreadable(fmt.Errorf("kind %q", k.key.Kind)))
		return
	}
	if k.body == nil {
		v.erase(k.key)
		return
	}
	r, err := FromCells(k.key.Kind, json.RawMessage(*k.body))
	if err == nil && r.Key().ID <= 0 {
		err = fmt.Errorf("%s without an id", k.key.Kind)
	}
	if err != nil {
		v.Fail(unreadable(err))
		return
	}
	v.write(r, k.ver)
}

func unreadable(cause error) error {
	return problem.New(problem.Damaged, "The answer of the portal's server cannot be read. Nothing "+
		"was changed. Update Gatehouse.").By(cause)
}

// Alone makes this database a desk's that works without a server: the system profiles and the
// first records lie in it as if they waited, so that a later first download replaces them.
func (db *DB) Alone(ctx context.Context, first ...records.Record) error {
	return db.within(ctx, func(tx *Tx) error {
		v := view{tx}
		for _, p := range records.SystemProfiles() {
			v.Put(p)
		}
		for _, r := range first {
			v.Put(r)
		}
		return nil
	})
}

// Author makes edits at this desk, in one transaction: what each changes, its history line and its
// place in the outbox. A single edit that is refused changes nothing and is the error; of several,
// the refused ones are left out. each hears how many are done; it may be nil.
func (db *DB) Author(ctx context.Context, env edit.Env, in []edit.Envelope, each func(int)) (
	[]edit.Outcome, error) {
	outs := make([]edit.Outcome, len(in))
	err := db.within(ctx, func(tx *Tx) error {
		v := view{tx}
		seq, own, one := v.number("next_seq", 1), v.removals(), 0
		hasLedger := v.one("SELECT 1 FROM narrowings LIMIT 1", nil, &one)
		for i, e := range in {
			if hasLedger || len(own) > 0 { // otherwise there is nothing to have seen
				e.Seen = edit.Observe(v, env, e, own...)
			}
			outs[i] = edit.Run(v, env, e)
			hasLedger = hasLedger || outs[i].Narrow
			if err := outs[i].Err(); err != nil {
				if len(in) == 1 {
					return err
				}
				continue
			}
			body, err := json.Marshal(e)
			if err != nil {
				return fmt.Errorf("outbox: %w", err)
			}
			v.exec("INSERT INTO outbox (seq, uid, name, narrow, body) VALUES (?, ?, ?, ?, ?)",
				seq, string(e.UID), e.Name, bit(outs[i].Narrow), string(body))
			seq++
			if each != nil && i%100 == 99 {
				each(i + 1)
			}
			if tx.err != nil || ctx.Err() != nil {
				return ctx.Err()
			}
		}
		v.note("next_seq", strconv.FormatInt(seq, 10))
		return nil
	})
	return outs, err
}

// removals gives the newest of the waiting edits that take access away: no more, because every
// edit that is made meanwhile names them.
func (v view) removals() (list []records.UID) {
	rows := v.rows("SELECT uid FROM outbox WHERE narrow = 1 ORDER BY seq DESC LIMIT 100")
	if rows == nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var uid records.UID
		v.Fail(rows.Scan(&uid))
		list = append(list, uid)
	}
	v.Fail(rows.Err())
	return list
}

func (v view) note(name, value string) {
	v.exec("INSERT INTO meta (name, value) VALUES (?, ?) "+
		"ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
}

func (v view) text(name string) (value string) {
	v.one("SELECT value FROM meta WHERE name = ?", []any{name}, &value)
	return value
}

func (v view) number(name string, other int64) int64 {
	text := v.text(name)
	if text == "" {
		return other
	}
	n, err := strconv.ParseInt(text, 10, 64)
	v.Fail(err)
	return n
}

// Outbox gives the first edits that wait after a number, in order.
func (db *DB) Outbox(ctx context.Context, after int64, limit int) (list []edit.Waiting, err error) {
	rows, err := db.read.QueryContext(ctx,
		"SELECT seq, body FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?", after, limit)
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var w edit.Waiting
		var body string
		if err := rows.Scan(&w.Seq, &body); err != nil {
			return nil, Explain(err)
		}
		if err := json.Unmarshal([]byte(body), &w.Edit); err != nil {
			return nil, fmt.Errorf("outbox: %w", err)
		}
		list = append(list, w)
	}
	return list, Explain(rows.Err())
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
	rows, err := db.read.QueryContext(ctx, "SELECT name, value FROM meta")
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, Explain(err)
		}
		all[name] = value
	}
	return all, Explain(rows.Err())
}
