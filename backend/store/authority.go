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
	p := edit.Push{Machine: machine, Copy: copyID, Env: env, Edits: in}
	out, err := db.push(ctx, p, false)
	if problem.Is(err, problem.Internal) && ctx.Err() == nil { // find the edit that cannot be done
		out, err = db.push(ctx, p, true)
	}
	return out, err
}

func (db *DB) push(ctx context.Context, in edit.Push, careful bool) (out edit.Pushed, err error) {
	isNew := false
	err = db.within(ctx, func(tx *Tx) error {
		a, err := db.authority(tx)
		if err != nil {
			return err
		}
		out, isNew = edit.Take(&push{authority: a, careful: careful}, in)
		out.Version = a.version
		if !isNew { // only a repetition: no new version
			out.Version--
			tx.exec("UPDATE lineage SET version = ? WHERE id = 1", out.Version)
			return nil
		}
		tx.exec("UPDATE copies SET lmid = ? WHERE id = ?", out.LastSeq, in.Copy)
		a.close()
		return nil
	})
	if err == nil && isNew {
		db.tell(out.Version)
	}
	return out, err
}

// push is an authority with the outcomes of every copy's edits: an edit.Ledger.
type push struct {
	*authority
	careful bool // each edit by itself, so that one that fails is parked
}

// Copy finds a copy, or enters it as the machine's.
func (p *push) Copy(id, machine string) (owner string, last int64) {
	if p.one("SELECT machine, lmid FROM copies WHERE id = ?", []any{id}, &owner, &last) {
		return owner, last
	}
	p.exec("INSERT INTO copies (id, machine, lmid) VALUES (?, ?, 0)", id, machine)
	return machine, 0
}

// At finds an outcome by its number.
func (p *push) At(copyID string, seq int64) (edit.Landed, bool) {
	return p.stored("copy = ? AND seq = ?", copyID, seq)
}

// Of finds an outcome by its uid.
func (p *push) Of(uid records.UID) (edit.Landed, bool) {
	return p.stored("uid = ?", string(uid))
}

func (p *push) stored(where string, args ...any) (r edit.Landed, ok bool) {
	ok = p.one("SELECT seq, uid, status, why, inbox FROM applied WHERE "+where+" LIMIT 1", args,
		&r.Seq, &r.UID, &r.Status, &r.Why, &r.Inbox)
	return r, ok
}

// Land keeps an outcome.
func (p *push) Land(copyID string, r edit.Landed) {
	p.exec("INSERT INTO applied (copy, seq, uid, status, why, inbox, ver) "+
		"VALUES (?, ?, ?, ?, ?, ?, ?)", copyID, r.Seq, string(r.UID), string(r.Status), r.Why,
		bit(r.Inbox), p.version)
}

// Carry carries out one edit. When careful, what the edit made the transaction fail with is taken
// back, and the edit is parked.
func (p *push) Carry(env edit.Env, e edit.Envelope) edit.Outcome {
	if !p.careful {
		return edit.Run(p.authority, env, e)
	}
	n, hash := p.n, p.hash
	p.exec("SAVEPOINT edit")
	out := edit.Run(p.authority, env, e)
	cause := Explain(p.err)
	if problem.Is(cause, problem.Internal) && p.ctx.Err() == nil {
		p.err, p.seen, p.n, p.hash = nil, nil, n, hash
		p.exec("ROLLBACK TO edit")
		out = edit.Run(unable{p.authority, cause}, env, e)
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
