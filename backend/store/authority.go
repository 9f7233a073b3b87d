package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

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
	if k.Kind.StaysAtServer() {
		return
	}
	a.exec("INSERT INTO sync_idx (office, kind, id, ver, del) VALUES ('*', ?, ?, ?, ?) "+
		"ON CONFLICT (office, kind, id) DO UPDATE SET ver = excluded.ver, del = excluded.del",
		string(k.Kind), k.ID, a.version, del)
}

// chain numbers a history line and binds it to the one before (B14).
func (a *authority) chain(h *records.History) *records.History {
	n := *h
	for _, field := range history.fields(&n) { // the hash is that of the line as it is kept
		if text, ok := field.(*string); ok {
			*text = plain(*text)
		}
	}
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
func (db *DB) Push(ctx context.Context, machine, copyID string, env edit.Env, in []edit.Waiting) (
	edit.Pushed, error) {
	out, err := db.push(ctx, push{machine: machine, copy: copyID, env: env}, in)
	if problem.Is(err, problem.Internal) && ctx.Err() == nil { // find the edit that cannot be done
		p := push{machine: machine, copy: copyID, env: env, careful: true}
		out, err = db.push(ctx, p, in)
	}
	return out, err
}

func (db *DB) push(ctx context.Context, p push, in []edit.Waiting) (out edit.Pushed, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		a, err := db.authority(tx)
		if err != nil {
			return err
		}
		p.authority = a
		out = edit.Pushed{Version: a.version, Fork: !p.open()}
		for _, w := range in {
			if out.Fork || !p.take(w, &out) {
				break
			}
		}
		out.LastSeq = p.last
		if !p.wrote { // only a repetition: no new version
			out.Version--
			tx.exec("UPDATE lineage SET version = ? WHERE id = 1", out.Version)
			return nil
		}
		tx.exec("UPDATE copies SET lmid = ? WHERE id = ?", p.last, p.copy)
		a.close()
		return nil
	})
	if err == nil && p.wrote {
		db.tell(out.Version)
	}
	return out, err
}

type push struct {
	*authority
	machine string
	copy    string
	env     edit.Env
	last    int64
	wrote   bool // it took an edit
	careful bool // each edit by itself, so that one that fails is parked
}

// open finds the copy, which belongs to one machine: it reports false for another's, as after a
// machine was connected anew, and the desk takes a new identity.
func (p *push) open() bool {
	var owner string
	if !p.one("SELECT machine, lmid FROM copies WHERE id = ?", []any{p.copy}, &owner, &p.last) {
		p.exec("INSERT INTO copies (id, machine, lmid) VALUES (?, ?, 0)", p.copy, p.machine)
		return true
	}
	return owner == p.machine
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
		o := p.run(w.Edit)
		r = edit.Landed{UID: w.Edit.UID, Status: o.Status, Why: o.Why, Inbox: o.Inbox}
	}
	r.Seq = w.Seq
	p.exec("INSERT INTO applied (copy, seq, uid, status, why, inbox, ver) "+
		"VALUES (?, ?, ?, ?, ?, ?, ?)", p.copy, w.Seq, string(r.UID), string(r.Status), r.Why,
		bit(r.Inbox), ver)
	p.last, p.wrote = w.Seq, true
	out.Results = append(out.Results, r)
	return true
}

// run carries out one edit. When careful, what the edit made the transaction fail with is taken
// back, and the edit is parked.
func (p *push) run(e edit.Envelope) edit.Outcome {
	if !p.careful {
		return edit.Run(p.authority, p.env, e)
	}
	n, hash := p.n, p.hash
	p.exec("SAVEPOINT edit")
	out := edit.Run(p.authority, p.env, e)
	cause := Explain(p.err)
	if problem.Is(cause, problem.Internal) && p.ctx.Err() == nil {
		p.err, p.seen, p.n, p.hash = nil, nil, n, hash
		p.exec("ROLLBACK TO edit")
		out = edit.Run(unable{p.authority, cause}, p.env, e)
	}
	p.exec("RELEASE edit")
	return out
}

// unable is an authority under which no edit can be carried out: Run parks it.
type unable struct {
	*authority
	cause error
}

func (u unable) Row(records.Key) records.Record { panic(u.cause) }

func (u unable) Find(records.Kind, string, any) []records.Record { panic(u.cause) }

func (p *push) stored(where string, args ...any) (r edit.Landed, ok bool) {
	ok = p.one("SELECT seq, uid, status, why, inbox FROM applied WHERE "+where+" LIMIT 1", args,
		&r.Seq, &r.UID, &r.Status, &r.Why, &r.Inbox)
	return r, ok
}
