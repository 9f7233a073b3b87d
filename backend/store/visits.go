package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

const visitColumns = "id, user_id, staff, device, address, stamp, begun, seen"

// Enter keeps where somebody has signed in.
func (db *DB) Enter(ctx context.Context, s records.Session) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("INSERT INTO visits ("+visitColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?)", s.ID,
			int64(s.User), int64(s.Staff), s.Device, s.Address, s.Stamp, s.Begun, s.Seen)
		return nil
	})
}

// Visit gives a session; problem.NotFound for one that was ended.
func (db *DB) Visit(ctx context.Context, id int64) (records.Session, error) {
	var list []records.Session
	err := db.visits(ctx, &list, "id = ?", id)
	if err == nil && len(list) == 0 {
		err = problem.New(problem.NotFound, "This session has ended.")
	}
	if err != nil {
		return records.Session{}, err
	}
	return list[0], nil
}

// Visits gives the sessions of somebody, a customer or a member of staff, that were seen since a
// moment and began with the password of this stamp: the one seen last first.
func (db *DB) Visits(ctx context.Context, of records.Session, since int64) (
	list []records.Session, err error) {
	err = db.visits(ctx, &list, "user_id = ? AND staff = ? AND stamp = ? AND seen >= ? "+
		"ORDER BY seen DESC, id", int64(of.User), int64(of.Staff), of.Stamp, since)
	return list, err
}

func (db *DB) visits(ctx context.Context, into *[]records.Session, where string,
	args ...any) error {
	return db.list(ctx, "SELECT "+visitColumns+" FROM visits WHERE "+where, args,
		func(rows *sql.Rows) error {
			var s records.Session
			err := rows.Scan(&s.ID, &s.User, &s.Staff, &s.Device, &s.Address, &s.Stamp, &s.Begun,
				&s.Seen)
			*into = append(*into, s)
			return err
		})
}

// See notes when a session was last used, and with which password's stamp it goes on.
func (db *DB) See(ctx context.Context, id int64, stamp string, now int64) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("UPDATE visits SET seen = ?, stamp = ? WHERE id = ?", now, stamp, id)
		return nil
	})
}

// Leave ends a session of somebody's; that of anybody else goes on.
func (db *DB) Leave(ctx context.Context, of records.Session) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM visits WHERE id = ? AND user_id = ? AND staff = ?", of.ID,
			int64(of.User), int64(of.Staff))
		return nil
	})
}

// LeaveOthers ends every session of somebody's but one.
func (db *DB) LeaveOthers(ctx context.Context, but records.Session) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM visits WHERE user_id = ? AND staff = ? AND id <> ?",
			int64(but.User), int64(but.Staff), but.ID)
		return nil
	})
}

// Spend notes that a challenge was answered, and reports whether it is the first time.
func (db *DB) Spend(ctx context.Context, hash string, expires int64) (first bool, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		first = tx.exec("INSERT INTO challenges (hash, expires) VALUES (?, ?) "+
			"ON CONFLICT (hash) DO NOTHING", hash, expires) == 1
		return nil
	})
	return first, err
}

// ForgetVisits drops the sessions that nobody has used since a moment, and the challenges that
// expired before it.
func (db *DB) ForgetVisits(ctx context.Context, before int64) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM visits WHERE seen < ?", before)
		tx.exec("DELETE FROM challenges WHERE expires < ?", before)
		return nil
	})
}
