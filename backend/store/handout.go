package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gatehouse/backend/edit"
)

// Handout gives a desk what changed since a state, in one snapshot of the database: every row once,
// as it is at the head. The receiver gets rows before they are known to be complete; only the
// returned Download says that they are.
func (db *DB) Handout(ctx context.Context, from edit.Position, to edit.Receiver) (
	d edit.Download, err error) {
	d.Was = from
	err = db.snapshot(ctx, func(r reader) (err error) {
		h := &handout{ctx, r, from.Cookie.Version, to}
		if d.To, d.Full, err = h.compare(from.Cookie); err != nil {
			return err
		}
		if d.Full {
			h.since = 0
		}
		if err := to.Begin(d.Full); err != nil {
			return err
		}
		if err := h.run(d.Full); err != nil {
			return err
		}
		d.Acks, err = h.acks(from)
		return err
	})
	return d, err
}

// Everything gives every record that server and desks share, as this database shows it now. A desk
// shows what waits as well.
func (db *DB) Everything(ctx context.Context, to edit.Receiver) error {
	return db.snapshot(ctx, func(r reader) error {
		return (&handout{ctx, r, 0, to}).run(true)
	})
}

// handout reads for a receiver, whose errors go back to it as they are.
type handout struct {
	ctx   context.Context
	read  reader
	since int64
	to    edit.Receiver
}

// compare gives the head, and reports whether the way there from a state cannot be told, so that
// everything has to be handed out: it is too old, or not a state of this server's past, as after
// the server was put back to an older state. Such a past ends in other history lines.
func (h *handout) compare(from edit.Cookie) (to edit.Cookie, full bool, err error) {
	var horizon int64
	err = h.read.QueryRowContext(h.ctx, "SELECT portal, epoch, version, horizon, history_hash "+
		"FROM lineage WHERE id = 1").
		Scan(&to.Portal, &to.Epoch, &to.Version, &horizon, &to.Head)
	if err != nil || from.Portal != to.Portal || from.Epoch != to.Epoch ||
		from.Version < horizon || from.Version > to.Version {
		return to, true, Explain(err)
	}
	var head string
	err = h.read.QueryRowContext(h.ctx, `
		SELECT
			t.hash
		FROM sync_idx i
		JOIN history t ON t.id = i.id
		WHERE i.office = '*' AND i.kind = 'history' AND i.ver <= ?
		ORDER BY i.ver DESC, t.n DESC
		LIMIT 1`, from.Version).Scan(&head)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return to, head != from.Head, Explain(err)
}

func (h *handout) run(full bool) error {
	for _, t := range tables {
		if t.kind.StaysAtServer() {
			continue
		}
		if err := h.puts(t, full); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		if full {
			continue
		}
		if err := h.dels(t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

func (h *handout) puts(t *table, full bool) error {
	query, args := "SELECT t.ver, "+t.prefixed("t")+" FROM "+t.name+" t", []any(nil)
	if !full {
		query += " JOIN sync_idx i ON i.id = t.id WHERE i.office = '*' AND i.kind = ? AND i.ver > ?"
		args = []any{string(t.kind), h.since}
	}
	rows, err := h.read.QueryContext(h.ctx, query, args...)
	if err != nil {
		return Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var ver int64
		r, err := t.scan(after{rows, &ver})
		if err != nil {
			return Explain(err)
		}
		cells, err := Cells(r)
		if err != nil {
			return err
		}
		row := edit.Staged{Kind: t.kind, ID: r.Key().ID, Ver: ver, Cells: cells}
		if err := h.to.Row(row); err != nil {
			return err
		}
	}
	return Explain(rows.Err())
}

// after scans a row that has one column before the record's.
type after struct {
	row   scanner
	first any
}

func (a after) Scan(into ...any) error { return a.row.Scan(append([]any{a.first}, into...)...) }

func (h *handout) dels(t *table) error {
	rows, err := h.read.QueryContext(h.ctx, "SELECT id, ver FROM sync_idx "+
		"WHERE office = '*' AND kind = ? AND ver > ? AND del = 1", string(t.kind), h.since)
	if err != nil {
		return Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		s := edit.Staged{Kind: t.kind}
		if err := rows.Scan(&s.ID, &s.Ver); err != nil {
			return Explain(err)
		}
		if err := h.to.Row(s); err != nil {
			return err
		}
	}
	return Explain(rows.Err())
}

func (h *handout) acks(from edit.Position) (list []edit.Ack, err error) {
	rows, err := h.read.QueryContext(h.ctx, "SELECT seq, uid, status, why, ver FROM applied "+
		"WHERE copy = ? AND seq > ? ORDER BY seq", from.Copy, from.Acked)
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var a edit.Ack
		if err := rows.Scan(&a.Seq, &a.UID, &a.Status, &a.Why, &a.Ver); err != nil {
			return nil, Explain(err)
		}
		list = append(list, a)
	}
	return list, Explain(rows.Err())
}
