package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// authority is the server's Tx: every row gets the transaction's version and its entry in the
// change index, every history line its number and its place in the chain.
type authority struct {
	*Tx
	version int64
	n       int64  // of the last history line
	hash    string // of it
}

// Put writes a record at this transaction's version.
func (a *authority) Put(r records.Record) {
	if h, ok := r.(*records.History); ok {
		r = a.chain(h)
	}
	a.write(r, a.version)
	a.index(r.Key(), 0)
}

// Delete removes a record and leaves a tombstone.
func (a *authority) Delete(k records.Key) {
	a.erase(k)
	a.index(k, 1)
}

func (a *authority) index(k records.Key, del int64) {
	if tableOf[k.Kind].local {
		return
	}
	a.exec("INSERT INTO sync_idx (office, kind, id, ver, del) VALUES ('*', ?, ?, ?, ?) "+
		"ON CONFLICT (office, kind, id) DO UPDATE SET ver = excluded.ver, del = excluded.del",
		string(k.Kind), k.ID, a.version, del)
}

// chain numbers a history line and binds it to the one before (B14).
func (a *authority) chain(h *records.History) *records.History {
	n := *h
	a.n++
	n.N, n.Prev, n.Hash = a.n, a.hash, ""
	n.Hash = HashOf(&n)
	a.hash = n.Hash
	return &n
}

// HashOf gives the hash of a history line: SHA-256 of its JSON with an empty hash, which includes
// the hash of the line before.
func HashOf(h *records.History) string {
	n := *h
	n.Hash = ""
	text, err := json.Marshal(&n)
	if err != nil {
		return "" // plain fields always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Found makes this database a server's: the first of its lineage, with the system profiles and the
// first records, which are the portal's settings and an administrator. A database that is one
// already stays as it is.
func (db *DB) Found(ctx context.Context, portalID string, first ...records.Record) error {
	made := int64(0)
	err := db.within(ctx, func(tx *Tx) error {
		made = tx.exec(`
			INSERT INTO lineage (id, portal, epoch, version, history_n, history_hash, horizon)
			VALUES (1, ?, 1, 0, 0, '', 0) ON CONFLICT (id) DO NOTHING`, portalID)
		return nil
	})
	if err != nil || made == 0 {
		return err
	}
	_, err = db.Write(ctx, func(tx edit.Tx) error {
		for _, p := range records.SystemProfiles() {
			tx.Put(p)
		}
		for _, r := range first {
			tx.Put(r)
		}
		return nil
	})
	return err
}

// Write runs one transaction at the server: one version, one place in the order. Nothing else
// writes records here.
func (db *DB) Write(ctx context.Context, fn func(edit.Tx) error) (version int64, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		a, err := db.authority(tx)
		if err != nil {
			return err
		}
		version = a.version
		if err := fn(a); err != nil {
			return err
		}
		a.close()
		return nil
	})
	if err == nil {
		db.tell(version)
	}
	return version, err
}

func (db *DB) tell(version int64) {
	if db.Committed != nil {
		db.Committed(version)
	}
}

func (db *DB) authority(tx *Tx) (*authority, error) {
	a := &authority{Tx: tx}
	if !tx.one("UPDATE lineage SET version = version + 1 WHERE id = 1 "+
		"RETURNING version, history_n, history_hash", nil, &a.version, &a.n, &a.hash) {
		return nil, problem.New(problem.Invalid, "This office has not been set up on the server.")
	}
	return a, nil
}

func (a *authority) close() {
	a.exec("UPDATE lineage SET history_n = ?, history_hash = ? WHERE id = 1", a.n, a.hash)
}

// Lineage gives the server's portal, epoch and version.
func (db *DB) Lineage(ctx context.Context) (c edit.Cookie, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT portal, epoch, version FROM lineage WHERE id = 1").
		Scan(&c.Portal, &c.Epoch, &c.Version)
	return c, Explain(err)
}

// Push takes a desk's edits in order, in one transaction. Every edit gets one outcome, for ever:
// a repeated push gives the stored one, also under another copy id. A refusal never holds back the
// next edit.
func (db *DB) Push(ctx context.Context, machine, copyID string, env edit.Env, in []edit.Waiting) (out edit.Pushed, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		a, err := db.authority(tx)
		if err != nil {
			return err
		}
		p := &push{authority: a, copy: copyID, env: env}
		out = edit.Pushed{Version: a.version}
		if err := p.open(machine); err != nil {
			return err
		}
		for _, w := range in {
			if !p.take(w, &out) {
				break
			}
		}
		out.LastSeq = p.last
		tx.exec("UPDATE copies SET lmid = ? WHERE id = ?", p.last, copyID)
		a.close()
		return nil
	})
	if err == nil {
		db.tell(out.Version)
	}
	return out, err
}

type push struct {
	*authority
	copy string
	env  edit.Env
	last int64
}

// open finds the copy, which belongs to one machine.
func (p *push) open(machine string) error {
	var owner string
	if !p.one("SELECT machine, lmid FROM copies WHERE id = ?", []any{p.copy}, &owner, &p.last) {
		p.exec("INSERT INTO copies (id, machine, lmid) VALUES (?, ?, 0)", p.copy, machine)
		return nil
	}
	if owner != machine {
		return problem.New(problem.Denied, "This computer's data belongs to another one. Connect "+
			"it anew.")
	}
	return nil
}

// take carries out one edit, or finds that it was. It reports whether the push can go on.
func (p *push) take(w edit.Waiting, out *edit.Pushed) bool {
	var r edit.Landed
	switch {
	case w.Seq <= p.last:
		stored, ok := p.stored("copy = ? AND seq = ?", p.copy, w.Seq)
		if !ok || stored.UID != w.Edit.UID {
			out.Fork = true
			return false
		}
		out.Results = append(out.Results, stored)
		return true
	case w.Seq > p.last+1:
		out.Gap = true
		return false
	}
	ver := p.version
	if stored, ok := p.stored("uid = ?", string(w.Edit.UID)); ok {
		r = stored
	} else {
		o := edit.Run(p.authority, p.env, w.Edit)
		r = edit.Landed{UID: w.Edit.UID, Status: o.Status, Why: o.Why, Inbox: o.Inbox}
	}
	r.Seq = w.Seq
	p.exec("INSERT INTO applied (copy, seq, uid, status, why, inbox, ver) "+
		"VALUES (?, ?, ?, ?, ?, ?, ?)", p.copy, w.Seq, string(r.UID), string(r.Status), r.Why,
		bit(r.Inbox), ver)
	p.last = w.Seq
	out.Results = append(out.Results, r)
	return true
}

func (p *push) stored(where string, args ...any) (r edit.Landed, ok bool) {
	ok = p.one("SELECT seq, uid, status, why, inbox FROM applied WHERE "+where+" LIMIT 1", args,
		&r.Seq, &r.UID, &r.Status, &r.Why, &r.Inbox)
	return r, ok
}

// Handout gives a desk what changed since a state, in one snapshot of the database: every row once,
// as it is at the head. The receiver gets rows before they are known to be complete; only the
// returned Download says that they are.
func (db *DB) Handout(ctx context.Context, from edit.Position, to edit.Receiver) (d edit.Download, err error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return d, Explain(err)
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	var horizon int64
	err = tx.QueryRowContext(ctx, "SELECT portal, epoch, version, horizon FROM lineage WHERE id = 1").
		Scan(&d.To.Portal, &d.To.Epoch, &d.To.Version, &horizon)
	if err != nil {
		return d, Explain(err)
	}
	since := from.Cookie.Version
	d.Was = from
	if from.Cookie.Portal != d.To.Portal || from.Cookie.Epoch != d.To.Epoch ||
		since < horizon || since > d.To.Version {
		d.Full, since = true, 0
	}
	if err := to.Begin(d.Full); err != nil {
		return d, err
	}
	if err := (&handout{ctx, tx, since, to}).run(d.Full); err != nil {
		return d, Explain(err)
	}
	d.Acks, err = acks(ctx, tx, from)
	return d, err
}

type handout struct {
	ctx   context.Context
	tx    *sql.Tx
	since int64
	to    edit.Receiver
}

func (h *handout) run(full bool) error {
	for _, t := range tables {
		if t.local {
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
	rows, err := h.tx.QueryContext(h.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var ver int64
		r, err := t.scan(after{rows, &ver})
		if err != nil {
			return err
		}
		cells, err := Cells(r)
		if err != nil {
			return err
		}
		if err := h.to.Row(edit.Staged{Kind: t.kind, ID: r.Key().ID, Ver: ver, Cells: cells}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// after scans a row that has one column before the record's.
type after struct {
	row   scanner
	first any
}

func (a after) Scan(into ...any) error { return a.row.Scan(append([]any{a.first}, into...)...) }

func (h *handout) dels(t *table) error {
	rows, err := h.tx.QueryContext(h.ctx, "SELECT id, ver FROM sync_idx "+
		"WHERE office = '*' AND kind = ? AND ver > ? AND del = 1", string(t.kind), h.since)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		s := edit.Staged{Kind: t.kind}
		if err := rows.Scan(&s.ID, &s.Ver); err != nil {
			return err
		}
		if err := h.to.Row(s); err != nil {
			return err
		}
	}
	return rows.Err()
}

func acks(ctx context.Context, tx *sql.Tx, from edit.Position) (list []edit.Ack, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT seq, uid, status, why, ver FROM applied "+
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
