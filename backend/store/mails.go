package store

import (
	"context"

	"gatehouse/backend/records"
)

var mails = &table{
	kind: records.KindMail, name: "mails",
	cols: "id, address, user_id, lang, template, args, link, created, due, tries, state, last_error",
	fields: func(r records.Record) []any {
		m := r.(*records.Mail)
		return []any{&m.ID, &m.To, &m.User, &m.Lang, &m.Template, &m.Args, &m.Link, &m.Created,
			&m.Due, &m.Tries, &m.State, &m.LastError}
	},
	finds: []string{"user_id"},
}

// ClaimMail gives the mail that has been due for longest, nil when none is. Until then nobody else
// gets it: it is due again at that time, should whoever claimed it come to nothing. The try is
// counted. Among servers that share a database, a mail has one claimant at a time.
func (db *DB) ClaimMail(ctx context.Context, now, until int64) (m *records.Mail, err error) {
	due := false // asked first, because writers wait for each other and readers do not
	err = db.read.QueryRowContext(ctx, "SELECT count(*) > 0 FROM (SELECT 1 FROM mails "+
		"WHERE state = 'queued' AND due <= ? LIMIT 1) due", now).Scan(&due)
	if err != nil || !due {
		return nil, Explain(err)
	}
	err = db.within(ctx, func(tx *Tx) error {
		list := tx.list(mails, mails.query.row+
			"state = 'queued' AND due <= ? ORDER BY due, id LIMIT 1", now)
		if len(list) == 0 {
			return nil
		}
		m = list[0].(*records.Mail)
		m.Due, m.Tries = until, m.Tries+1
		tx.exec("UPDATE mails SET due = ?, tries = ? WHERE id = ?", m.Due, m.Tries, m.ID)
		return nil
	})
	return m, err
}

// SettleMail writes what became of a try: the mail's state, its next time and its error. Whoever
// was slower than the claim lasted changes nothing, because the mail is somebody else's by then.
func (db *DB) SettleMail(ctx context.Context, m *records.Mail) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("UPDATE mails SET state = ?, due = ?, last_error = ? "+
			"WHERE id = ? AND tries = ? AND state = 'queued'",
			string(m.State), m.Due, m.LastError, m.ID, m.Tries)
		return nil
	})
}

// Mails gives the newest mails of a user.
func (db *DB) Mails(ctx context.Context, id records.UserID, limit int) ([]*records.Mail, error) {
	return many[*records.Mail](ctx, db, records.KindMail,
		mails.query.row+"user_id = ? ORDER BY created DESC, id DESC LIMIT ?", int64(id), limit)
}

// Waiting counts the mails that wait to be sent.
func (db *DB) Waiting(ctx context.Context) (n int, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT count(*) FROM mails WHERE state = 'queued'").
		Scan(&n)
	return n, Explain(err)
}

// ForgetMails drops the mails made before a moment that wait no more, and the links that expired
// before it.
func (db *DB) ForgetMails(ctx context.Context, before int64) error {
	return db.within(ctx, func(tx *Tx) error {
		tx.exec("DELETE FROM mails WHERE state <> 'queued' AND created < ?", before)
		tx.exec("DELETE FROM links WHERE expires < ?", before)
		return nil
	})
}
