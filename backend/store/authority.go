package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// authority is the server's Tx: every row gets the transaction's version and its entry in the
// change index, every history line its number and its place in the chain. What is written waits in
// memory, and goes to the database many rows at once; reading shows it at once.
type authority struct {
	*Tx
	portal  string
	version int64
	first   int64  // number of the last history line before this transaction
	n       int64  // of the last one now
	hash    string // of it
	at      int64  // when it was taken
	waits   waiting
	found   map[lookup][]records.Record // what Find has read since the last flush
}

// lookup is a question to Find.
type lookup struct {
	kind   records.Kind
	column string
	value  any
}

// Put writes a record at this transaction's version.
func (a *authority) Put(r records.Record) {
	if h, ok := r.(*records.History); ok {
		r = a.chain(h)
	}
	a.wait(r.Key(), r)
}

// Delete removes a record and leaves a tombstone.
func (a *authority) Delete(k records.Key) { a.wait(k, nil) }

func (a *authority) wait(k records.Key, r records.Record) {
	if a.waits.put(k, r); a.waits.n >= mostWaiting {
		a.flush()
	}
}

// Row gives a record, nil when there is none.
func (a *authority) Row(k records.Key) records.Record {
	if r, ok := a.waits.of[k.Kind].row(k.ID); ok {
		return r
	}
	return a.Tx.Row(k)
}

// Find gives the records whose column has this value.
func (a *authority) Find(kind records.Kind, column string, value any) []records.Record {
	q := lookup{kind, column, value}
	list, known := a.found[q]
	if !known {
		list = a.Tx.Find(kind, column, value)
		a.learn(q, list)
	}
	return a.waits.of[kind].merge(list, q)
}

func (a *authority) learn(q lookup, list []records.Record) {
	if a.found == nil || len(a.found) >= mostSeen {
		a.found = map[lookup][]records.Record{}
	}
	a.found[q] = list
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
	a.hash, a.at = n.Hash, n.Received
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
	version := int64(0)
	err := db.within(ctx, func(tx *Tx) error {
		tx.exec(`
			INSERT INTO lineage (id, portal, epoch, version, history_n, history_hash, horizon)
			VALUES (1, ?, 1, 0, 0, '', 0) ON CONFLICT (id) DO NOTHING`, portalID)
		tx.one("SELECT version FROM lineage WHERE id = 1", nil, &version)
		return nil
	})
	if err != nil || version > 0 {
		return err
	}
	_, err = db.Write(ctx, func(tx edit.Tx) error {
		if tx.Row(records.SystemProfiles()[0].Key()) != nil {
			return nil // another server was here meanwhile
		}
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

// tell lets this program know of a version, once.
func (db *DB) tell(version int64) {
	for known := db.told.Load(); version > known; known = db.told.Load() {
		if db.told.CompareAndSwap(known, version) && db.Committed != nil {
			db.Committed(version)
		}
	}
}

func (db *DB) authority(tx *Tx) (*authority, error) {
	a := &authority{Tx: tx}
	var moved string
	if !tx.one("UPDATE lineage SET version = version + 1 WHERE id = 1 "+
		"RETURNING portal, version, history_n, history_hash, moved", nil, &a.portal, &a.version,
		&a.n, &a.hash, &moved) {
		return nil, problem.New(problem.Invalid, "This office has not been set up on the server.")
	}
	if moved != "" {
		return nil, problem.New(problem.Unavailable, "This office was moved to another server. Try "+
			"again in some minutes, or ask who runs it.").By(errors.New("moved to " + moved))
	}
	a.first = a.n
	return a, nil
}

// close writes what waits and where the chain ends, and lets other servers know.
func (a *authority) close() {
	if a.n > a.first {
		signature := a.countersign()
		a.exec("UPDATE lineage SET history_n = ?, history_hash = ?, head_signature = ? WHERE id = 1",
			a.n, a.hash, signature)
	}
	a.flush()
	a.notify()
}

// Lineage gives the server's portal, epoch and version.
func (db *DB) Lineage(ctx context.Context) (c edit.Cookie, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT portal, epoch, version FROM lineage WHERE id = 1").
		Scan(&c.Portal, &c.Epoch, &c.Version)
	return c, Explain(err)
}
