package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Invite keeps a one-time pairing code, by its hash, for a member of staff until it expires.
func (db *DB) Invite(ctx context.Context, codeHash string, id records.StaffID,
	expires int64) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("INSERT INTO invites (code_hash, staff, expires) VALUES (?, ?, ?)", codeHash,
			int64(id), expires)
		return nil
	})
}

// Pair uses up a code and takes a machine in; problem.Denied for a code that is not good now.
func (db *DB) Pair(ctx context.Context, codeHash string, now int64, m edit.Machine) (
	staff records.StaffID, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		if !tx.one("DELETE FROM invites WHERE code_hash = ? AND expires > ? RETURNING staff",
			[]any{codeHash, now}, &staff) {
			return problem.New(problem.Denied, "This code is wrong, used or too old. Ask for a "+
				"new one at the server.").On("code")
		}
		tx.exec("INSERT INTO machines (id, staff, name, public_key, token_hash, paired, revoked) "+
			"VALUES (?, ?, ?, ?, ?, ?, 0)", m.ID, int64(staff), m.Name, m.PublicKey, m.TokenHash,
			m.Paired)
		return nil
	})
	return staff, err
}

// Machine gives a paired machine; problem.NotFound for an unknown one.
func (db *DB) Machine(ctx context.Context, id string) (m edit.Machine, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT id, staff, name, public_key, token_hash, paired, "+
		"revoked, seen FROM machines WHERE id = ?", id).
		Scan(&m.ID, &m.Staff, &m.Name, &m.PublicKey, &m.TokenHash, &m.Paired, &m.Revoked, &m.Seen)
	return m, Explain(err)
}

// Machines gives all paired machines, the newest first.
func (db *DB) Machines(ctx context.Context) (list []edit.Machine, err error) {
	err = db.list(ctx, "SELECT id, staff, name, public_key, token_hash, paired, revoked, "+
		"seen FROM machines ORDER BY paired DESC, id", nil, func(rows *sql.Rows) error {
		var m edit.Machine
		err := rows.Scan(&m.ID, &m.Staff, &m.Name, &m.PublicKey, &m.TokenHash, &m.Paired,
			&m.Revoked, &m.Seen)
		list = append(list, m)
		return err
	})
	return list, err
}

// Saw notes that a machine was heard of.
func (db *DB) Saw(ctx context.Context, id string, now int64) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("UPDATE machines SET seen = ? WHERE id = ? AND seen < ?", now, id, now)
		return nil
	})
}

// Revoke shuts a machine out for good; problem.NotFound for an unknown one.
func (db *DB) Revoke(ctx context.Context, id string) error {
	return db.within(ctx, func(tx *Tx) error {
		if tx.exec("UPDATE machines SET revoked = 1 WHERE id = ?", id) == 0 {
			return problem.New(problem.NotFound, "There is no computer with this id.")
		}
		return nil
	})
}
