package store

import (
	"context"

	"gatehouse/backend/records"
)

var history = &table{
	kind: records.KindHistory, name: "history",
	cols: "id, n, uid, grp, edit, subject, about_kind, about, actor, machine, reason, status, " +
		"why, changes, at, received, prev, hash",
	fields: func(r records.Record) []any {
		h := r.(*records.History)
		return []any{&h.ID, &h.N, &h.UID, &h.Group, &h.Edit, &h.Subject, &h.About.Kind,
			&h.About.ID, &h.Actor, &h.Machine, &h.Reason, &h.Status, &h.Why, &h.Changes, &h.At,
			&h.Received, &h.Prev, &h.Hash}
	},
	finds: []string{"grp"},
}

var narrowings = &table{
	kind: records.KindNarrowing, name: "narrowings",
	cols: "id, subject, uid",
	fields: func(r records.Record) []any {
		n := r.(*records.Narrowing)
		return []any{&n.ID, &n.Subject, &n.UID}
	},
	finds: []string{"subject"},
}

var inbox = &table{
	kind: records.KindInbox, name: "inbox",
	cols: "id, uid, staff, edit, subject, about_kind, about, text, mine, theirs, args, is_open, at",
	fields: func(r records.Record) []any {
		i := r.(*records.Inbox)
		return []any{&i.ID, &i.UID, &i.Staff, &i.Edit, &i.Subject, &i.About.Kind,
			&i.About.ID, &i.Text, &i.Mine, &i.Theirs, &i.Args, &i.Open, &i.At}
	},
}

// HistoryOf gives the newest lines about a record, newest first.
func (db *DB) HistoryOf(ctx context.Context, about records.Key, limit int) (
	[]*records.History, error) {
	return many[*records.History](ctx, db, records.KindHistory, history.query.row+
		"about = ? AND about_kind = ? "+
		"ORDER BY CASE WHEN n = 0 THEN 1 ELSE 0 END DESC, n DESC, uid DESC LIMIT ?",
		about.ID, string(about.Kind), limit)
}

// HistoryOfGroup gives the edits of a bulk action that had effect, last first.
func (db *DB) HistoryOfGroup(ctx context.Context, group records.UID) ([]*records.History, error) {
	return many[*records.History](ctx, db, records.KindHistory, history.query.row+
		"grp = ? AND status IN ('applied', 'overrode', 'withheld') ORDER BY uid DESC", string(group))
}

// HistoryLine gives the line of one edit.
func (db *DB) HistoryLine(ctx context.Context, uid records.UID) (*records.History, error) {
	return record[*records.History](ctx, db, records.Key{Kind: records.KindHistory,
		ID: records.KeyOf(string(uid))})
}

// Inbox gives the open lines for a member of staff, newest first (B13).
func (db *DB) Inbox(ctx context.Context, id records.StaffID) ([]*records.Inbox, error) {
	return many[*records.Inbox](ctx, db, records.KindInbox, inbox.query.row+
		"is_open = 1 AND (staff = ? OR staff = 0) ORDER BY at DESC, id", int64(id))
}

// OpenConflicts counts the open lines for a member of staff.
func (db *DB) OpenConflicts(ctx context.Context, id records.StaffID) (n int, err error) {
	err = db.read.QueryRowContext(ctx,
		"SELECT count(*) FROM inbox WHERE is_open = 1 AND (staff = ? OR staff = 0)", int64(id)).
		Scan(&n)
	return n, Explain(err)
}
