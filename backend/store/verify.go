package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var checkpoints = &table{
	kind: records.KindCheckpoint, name: "checkpoints",
	cols: "id, hash, at, public_key, signature",
	fields: func(r records.Record) []any {
		c := r.(*records.Checkpoint)
		return []any{&c.N, &c.Hash, &c.At, &c.PublicKey, &c.Signature}
	},
}

// stretch is how many lines of the history lie between two checkpoints.
const stretch = 100

// signer countersigns the history of a portal.
type signer struct {
	key    ed25519.PrivateKey
	public string
}

func (s *signer) sign(portal string, n int64, hash string) string {
	return base64.StdEncoding.EncodeToString(
		ed25519.Sign(s.key, records.SignedText(portal, n, hash)))
}

// Countersign lets this server sign what it writes into the history from now on: the newest line
// always, and one in a hundred for good. The key is the office's; another one is refused, because
// it would open nothing that was sealed either.
func (db *DB) Countersign(ctx context.Context, key ed25519.PrivateKey) error {
	public := key.Public().(ed25519.PublicKey)
	s := &signer{key, base64.StdEncoding.EncodeToString(public)}
	err := db.within(ctx, func(tx *Tx) error {
		var portal, hash, known string
		var n int64
		tx.one("SELECT portal, history_n, history_hash, public_key FROM lineage WHERE id = 1", nil,
			&portal, &n, &hash, &known)
		switch known {
		case s.public:
		case "":
			tx.exec("UPDATE lineage SET public_key = ?, head_signature = ? WHERE id = 1", s.public,
				s.sign(portal, n, hash))
		default:
			return problem.New(problem.Invalid, "The data.key in this folder is not the one of this "+
				"office. Bring data.key from where the office was served before.")
		}
		return nil
	})
	if err == nil {
		db.signer = s
	}
	return err
}

// HistoryKey gives the public key that countersigns the history here; empty where none does.
func (db *DB) HistoryKey(ctx context.Context) (key string, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT public_key FROM lineage WHERE id = 1").Scan(&key)
	return key, Explain(err)
}

// IsSignedByOthers reports whether any part of the history that is here was countersigned with
// another key than this public one.
func (db *DB) IsSignedByOthers(ctx context.Context, key string) (is bool, err error) {
	err = db.read.QueryRowContext(ctx,
		"SELECT EXISTS (SELECT 1 FROM checkpoints WHERE public_key <> ?)", key).Scan(&is)
	return is, Explain(err)
}

// countersign signs where the chain ends, where this transaction has made it longer.
func (a *authority) countersign() (signature string) {
	s := a.db.signer
	if s == nil {
		return ""
	}
	signature = s.sign(a.portal, a.n, a.hash)
	if a.n/stretch > a.first/stretch {
		a.Put(&records.Checkpoint{N: a.n, Hash: a.hash, At: a.at, PublicKey: s.public,
			Signature: signature})
	}
	return signature
}

// VerifyHistory walks the whole history, at the server or in a desk's own copy, and says up to
// which line it is whole: each line is there, is bound to the one before and is what its hash says,
// and the signatures are right. The public key is the one that the caller knows; empty takes the
// database's word for it.
func (db *DB) VerifyHistory(ctx context.Context, publicKey string) (v records.Verdict, err error) {
	err = db.snapshot(ctx, func(r reader) error {
		w := &walk{ctx: ctx, read: r, key: publicKey, signed: map[int64]*records.Checkpoint{}}
		if err := w.begin(); err != nil {
			return err
		}
		if err := w.lines(); err != nil {
			return err
		}
		v = w.Verdict
		return nil
	})
	return v, err
}

// walk is one way through the history.
type walk struct {
	records.Verdict
	ctx    context.Context
	read   reader
	portal string
	key    string
	n      int64 // of the newest line, as the server says; 0 at a desk
	head   string
	signed map[int64]*records.Checkpoint
	prev   string
}

// begin reads what vouches for the history.
func (w *walk) begin() error {
	var key, signature string
	err := w.read.QueryRowContext(w.ctx, "SELECT portal, history_n, history_hash, public_key, "+
		"head_signature FROM lineage WHERE id = 1").Scan(&w.portal, &w.n, &w.head, &key, &signature)
	if errors.Is(err, sql.ErrNoRows) { // a desk's
		w.portal, err = w.portalOfDesk()
	}
	if err != nil {
		return Explain(err)
	}
	rows, err := w.read.QueryContext(w.ctx, "SELECT "+checkpoints.cols+" FROM checkpoints ORDER BY id")
	if err != nil {
		return Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := checkpoints.scan(rows)
		if err != nil {
			return Explain(err)
		}
		c := r.(*records.Checkpoint)
		w.signed[c.N] = c
		if w.key == "" && key == "" {
			w.key = c.PublicKey
		}
	}
	if w.key == "" {
		w.key = key
	}
	if signature != "" && w.n > 0 {
		w.signed[w.n] = &records.Checkpoint{N: w.n, Hash: w.head, Signature: signature}
	}
	return Explain(rows.Err())
}

func (w *walk) portalOfDesk() (string, error) {
	var text string
	var c edit.Cookie
	err := w.read.QueryRowContext(w.ctx, "SELECT value FROM meta WHERE name = 'cookie'").Scan(&text)
	if err == nil {
		err = json.Unmarshal([]byte(text), &c)
	}
	return c.Portal, err
}

func (w *walk) lines() error {
	rows, err := w.read.QueryContext(w.ctx, "SELECT "+history.cols+" FROM history WHERE n > 0 "+
		"ORDER BY n")
	if err != nil {
		return Explain(err)
	}
	defer rows.Close()
	for w.Broken == 0 && rows.Next() {
		r, err := history.scan(rows)
		if err != nil {
			return Explain(err)
		}
		w.step(r.(*records.History))
	}
	if w.Broken == 0 && w.n > w.Lines {
		w.broken(w.Lines+1, "It is missing, and every line after it.")
	}
	return Explain(rows.Err())
}

func (w *walk) step(h *records.History) {
	at := w.Lines + 1
	switch {
	case h.N > at:
		w.broken(at, "It is missing.")
		return
	case h.N < at:
		w.broken(h.N, "It is there twice.")
		return
	case h.Prev != w.prev:
		w.broken(at, "It does not follow the line before it: one of the two was changed.")
		return
	case HashOf(h) != h.Hash:
		w.broken(at, "It was changed after it was written.")
		return
	case w.n > 0 && at > w.n:
		w.broken(at, "The server has not written it.")
		return
	}
	if c := w.signed[at]; c != nil && c.PublicKey != "" && c.PublicKey != w.key {
		w.broken(w.Signed+1, fmt.Sprintf("Line %d is signed with another key than that of the "+
			"portal's server.", at))
		return
	} else if c != nil && !w.vouches(c, h.Hash) {
		w.broken(w.Signed+1, fmt.Sprintf("The signature of line %d does not fit: a line from "+
			"here to there was written anew.", at))
		return
	} else if c != nil {
		w.Signed = at
	}
	w.Lines, w.prev = at, h.Hash
}

func (w *walk) vouches(c *records.Checkpoint, hash string) bool {
	key, err := base64.StdEncoding.DecodeString(w.key)
	signature, err2 := base64.StdEncoding.DecodeString(c.Signature)
	return errors.Join(err, err2) == nil && len(key) == ed25519.PublicKeySize && c.Hash == hash &&
		ed25519.Verify(key, records.SignedText(w.portal, c.N, c.Hash), signature)
}

func (w *walk) broken(n int64, why string) {
	w.Broken, w.Why = n, why
	w.Lines = n - 1
}
