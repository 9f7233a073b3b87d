package store

import (
	"context"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
)

// BeginPairing keeps a computer that shows a code, and forgets those whose time is over;
// problem.Conflict when another one shows this code.
func (db *DB) BeginPairing(ctx context.Context, now int64, p edit.Pairing) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM pairings WHERE expires <= ?", now)
		if tx.exec("INSERT INTO pairings (handle_hash, code_hash, computer, public_key, box_key, "+
			"expires, machine) VALUES (?, ?, ?, ?, ?, ?, '') ON CONFLICT DO NOTHING", p.HandleHash,
			p.CodeHash, p.Computer, p.PublicKey, p.BoxKey, p.Expires) == 0 {
			return problem.New(problem.Conflict, "Another computer shows this code.")
		}
		return nil
	})
}

const pairingColumns = "SELECT handle_hash, code_hash, computer, public_key, box_key, expires, " +
	"machine FROM pairings WHERE "

// Pairing gives the computer with this handle; problem.NotFound when its time is over.
func (db *DB) Pairing(ctx context.Context, handleHash string, now int64) (edit.Pairing, error) {
	return db.pairing(ctx, "handle_hash = ? AND expires > ?", handleHash, now)
}

// PairingByCode gives the computer that shows a code and waits; problem.NotFound when none does.
func (db *DB) PairingByCode(ctx context.Context, codeHash string, now int64) (
	edit.Pairing, error) {
	return db.pairing(ctx, "code_hash = ? AND expires > ? AND machine = ''", codeHash, now)
}

func (db *DB) pairing(ctx context.Context, which string, args ...any) (p edit.Pairing, err error) {
	err = db.read.QueryRowContext(ctx, pairingColumns+which, args...).
		Scan(&p.HandleHash, &p.CodeHash, &p.Computer, &p.PublicKey, &p.BoxKey, &p.Expires,
			&p.Machine)
	return p, Explain(err)
}

// ClaimPairing takes in the computer that shows a code as a machine, which has no token yet. It may
// fetch one until the given time. A code is good once; problem.NotFound when no computer waits
// with it.
func (db *DB) ClaimPairing(ctx context.Context, codeHash string, m edit.Machine,
	until int64) error {
	_, err := db.Write(ctx, func(w edit.Tx) error {
		tx := w.(*authority)
		if !tx.one("UPDATE pairings SET machine = ?, expires = ? WHERE code_hash = ? AND "+
			"expires > ? AND machine = '' RETURNING computer, public_key",
			[]any{m.ID, until, codeHash, m.Paired}, &m.Name, &m.PublicKey) {
			return problem.New(problem.NotFound, "No computer shows this code.")
		}
		tx.takeIn(m)
		return nil
	})
	return err
}

// GiveToken gives a machine that was claimed its token. An answer that was lost is asked for again,
// and then the token is another one.
func (db *DB) GiveToken(ctx context.Context, machine, tokenHash string) error {
	return db.within(ctx, func(tx *Tx) error {
		if tx.exec("UPDATE machines SET token_hash = ? WHERE id = ? AND revoked = 0", tokenHash,
			machine) == 0 {
			return problem.New(problem.NotFound, "This computer was shut out.")
		}
		return nil
	})
}

// EndPairing forgets a computer that no longer waits. What was made of it meanwhile is shut out.
func (db *DB) EndPairing(ctx context.Context, handleHash string) error {
	_, err := db.Write(ctx, func(w edit.Tx) error {
		tx := w.(*authority)
		var machine string
		if tx.one("DELETE FROM pairings WHERE handle_hash = ? RETURNING machine",
			[]any{handleHash}, &machine) && machine != "" {
			tx.shutOut(machine)
		}
		return nil
	})
	return err
}
