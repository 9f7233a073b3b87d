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
	_, err = db.Write(ctx, func(w edit.Tx) error {
		tx := w.(*authority)
		if !tx.one("DELETE FROM invites WHERE code_hash = ? AND expires > ? RETURNING staff",
			[]any{codeHash, now}, &staff) {
			return problem.New(problem.Denied, "This code is wrong, used or too old. Ask for a "+
				"new one at the server.").On("code")
		}
		m.Staff = staff
		tx.takeIn(m)
		return nil
	})
	return staff, err
}

// takeIn makes a machine one of the office's computers.
func (a *authority) takeIn(m edit.Machine) {
	a.exec("INSERT INTO machines (id, staff, name, public_key, token_hash, paired, revoked) "+
		"VALUES (?, ?, ?, ?, ?, ?, 0)", m.ID, int64(m.Staff), m.Name, m.PublicKey, m.TokenHash,
		m.Paired)
	a.Put(&records.Computer{ID: records.KeyOf(m.ID), Machine: m.ID, Name: m.Name, Staff: m.Staff,
		Paired: m.Paired})
}

// isShutOut is of machines: by the server's administrator, or by an edit.
const isShutOut = "(revoked <> 0 OR EXISTS (SELECT 1 FROM computers c " +
	"WHERE c.machine = machines.id AND c.revoked <> 0))"

// machineRows selects machines.
const machineRows = "SELECT id, staff, name, public_key, token_hash, paired, " +
	"CASE WHEN " + isShutOut + " THEN 1 ELSE 0 END, seen FROM machines "

// isShutOut reports whether a machine is, as of this transaction.
func (tx *Tx) isShutOut(id string) bool {
	var one int
	return tx.one("SELECT 1 FROM machines WHERE id = ? AND "+isShutOut, []any{id}, &one)
}

// Machine gives a paired machine; problem.NotFound for an unknown one.
func (db *DB) Machine(ctx context.Context, id string) (m edit.Machine, err error) {
	err = db.read.QueryRowContext(ctx, machineRows+"WHERE id = ?", id).
		Scan(&m.ID, &m.Staff, &m.Name, &m.PublicKey, &m.TokenHash, &m.Paired, &m.Revoked,
			&m.Seen)
	return m, Explain(err)
}

// Machines gives all paired machines, the newest first.
func (db *DB) Machines(ctx context.Context) (list []edit.Machine, err error) {
	err = db.list(ctx, machineRows+"ORDER BY paired DESC, id", nil, func(rows *sql.Rows) error {
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

// Computers gives the computers that are paired, as a desk or the server knows them, the newest
// first, each with the moment of the last edit that came from it.
func (db *DB) Computers(ctx context.Context) (list []records.ComputerLine, err error) {
	err = db.list(ctx, `
		SELECT c.machine, c.name, c.staff, coalesce(s.name, ''), c.paired, c.revoked, coalesce(
			(SELECT h.received FROM history h WHERE h.machine = c.name AND h.staff = c.staff
			 ORDER BY h.n DESC LIMIT 1), 0)
		FROM computers c LEFT JOIN staff s ON s.id = c.staff
		ORDER BY c.paired DESC, c.machine`, nil, func(rows *sql.Rows) error {
		var l records.ComputerLine
		err := rows.Scan(&l.Machine, &l.Name, &l.Staff, &l.Who, &l.Paired, &l.Revoked, &l.Heard)
		list = append(list, l)
		return err
	})
	return list, err
}

var computers = &table{
	kind: records.KindComputer, name: "computers",
	cols: "id, machine, name, staff, paired, revoked",
	fields: func(r records.Record) []any {
		c := r.(*records.Computer)
		return []any{&c.ID, &c.Machine, &c.Name, &c.Staff, &c.Paired, &c.Revoked}
	},
}

// Revoke shuts a machine out for good; problem.NotFound for an unknown one.
func (db *DB) Revoke(ctx context.Context, id string) error {
	_, err := db.Write(ctx, func(w edit.Tx) error {
		tx := w.(*authority)
		if tx.shutOut(id) == 0 {
			return problem.New(problem.NotFound, "There is no computer with this id.")
		}
		return nil
	})
	return err
}

// shutOut shuts a machine out, and reports how many there were.
func (a *authority) shutOut(id string) int64 {
	n := a.exec("UPDATE machines SET revoked = 1 WHERE id = ?", id)
	if c, ok := a.Row(records.ComputerKey(id)).(*records.Computer); ok {
		n := *c
		n.Revoked = max(n.Revoked, n.Paired, 1) // the server's administrator names no time
		a.Put(&n)
	}
	return n
}
