package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// FindCtx gives a session's data by the hash of its token, as scs asks for it.
func (db *DB) FindCtx(ctx context.Context, token string) (data []byte, ok bool, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT data FROM sessions WHERE token = ? AND expires > ?",
		token, time.Now().Unix()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, Explain(err)
}

// CommitCtx keeps a session's data until it expires.
func (db *DB) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM sessions WHERE expires <= ?", time.Now().Unix())
		tx.exec("INSERT INTO sessions (token, data, expires) VALUES (?, ?, ?) "+
			"ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires",
			token, data, expires.Unix())
		return nil
	})
}

// DeleteCtx ends a session.
func (db *DB) DeleteCtx(ctx context.Context, token string) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM sessions WHERE token = ?", token)
		return nil
	})
}

// Find is FindCtx for callers without a context.
func (db *DB) Find(token string) ([]byte, bool, error) {
	return db.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context.
func (db *DB) Commit(token string, data []byte, expires time.Time) error {
	return db.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx for callers without a context.
func (db *DB) Delete(token string) error { return db.DeleteCtx(context.Background(), token) }

// Attempt counts a try with a secret before it is checked, so that many tries at once cannot beat
// the counter, and gives the failures in a row before this one. Success forgets them.
func (db *DB) Attempt(ctx context.Context, subject string, now int64) (before int64, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		tx.one("INSERT INTO attempts (subject, failures, last) VALUES (?, 1, ?) "+
			"ON CONFLICT (subject) DO UPDATE SET failures = attempts.failures + 1, last = excluded.last "+
			"RETURNING failures", []any{subject, now}, &before)
		return nil
	})
	return before - 1, err
}

// Forgive takes back one try that was right, and keeps the failures: for a secret of which so many
// may fail in total.
func (db *DB) Forgive(ctx context.Context, subject string) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("UPDATE attempts SET failures = failures - 1 WHERE subject = ? AND failures > 0",
			subject)
		return nil
	})
}

// Succeed forgets the failures of a subject.
func (db *DB) Succeed(ctx context.Context, subject string) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM attempts WHERE subject = ?", subject)
		return nil
	})
}

// ForgetAttempts drops the counters below a number that nobody has touched since a moment; those of
// PINs stay, because their failures count in total.
func (db *DB) ForgetAttempts(ctx context.Context, before, below int64) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM attempts WHERE last < ? AND failures < ? "+
			"AND substr(subject, 1, 4) <> 'pin:'", before, below)
		return nil
	})
}

// Pace counts a try of a subject, of which one may come every so many milliseconds and some at
// once, and reports whether it is not one too many.
func (db *DB) Pace(ctx context.Context, subject string, now, every, atOnce int64) (
	allowed bool, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		var next int64
		allowed = tx.one(`
			INSERT INTO limits (subject, next) VALUES (?1, ?2)
			ON CONFLICT (subject) DO UPDATE
			SET next = CASE WHEN limits.next > ?3 THEN limits.next ELSE ?3 END + ?4
			WHERE CASE WHEN limits.next > ?3 THEN limits.next ELSE ?3 END + ?4 <= ?5
			RETURNING next`, []any{subject, now + every, now, every, now + every*atOnce}, &next)
		return nil
	})
	return allowed, err
}

// ForgetPaces drops what is known of tries whose time has passed.
func (db *DB) ForgetPaces(ctx context.Context, before int64) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM limits WHERE next < ?", before)
		return nil
	})
}
