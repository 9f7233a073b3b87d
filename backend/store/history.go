package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var history = &table{
	kind: records.KindHistory, name: "history",
	cols: "id, n, uid, grp, edit, subject, about_kind, about, actor, machine, reason, status, " +
		"why, changes, at, received, prev, hash, staff",
	fields: func(r records.Record) []any {
		h := r.(*records.History)
		return []any{&h.ID, &h.N, &h.UID, &h.Group, &h.Edit, &h.Subject, &h.About.Kind,
			&h.About.ID, &h.Actor, &h.Machine, &h.Reason, &h.Status, &h.Why, &h.Changes, &h.At,
			&h.Received, &h.Prev, &h.Hash, &h.Staff}
	},
	finds: []string{"grp", "about"},
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
	cols: "id, uid, staff, edit, subject, about_kind, about, text, mine, theirs, args, is_open, at, " +
		"grp, by_name, by_machine, by_when, other, clashes",
	fields: func(r records.Record) []any {
		i := r.(*records.Inbox)
		return []any{&i.ID, &i.UID, &i.Staff, &i.Edit, &i.Subject, &i.About.Kind,
			&i.About.ID, &i.Text, &i.Mine, &i.Theirs, &i.Args, &i.Open, &i.At,
			&i.Group, &i.By, &i.From, &i.When, &i.Other, &i.Clashes}
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
	return record[*records.History](ctx, db, lineOf(uid))
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

// HistoryPage gives a page of the whole history, what waits first and then the newest, and how many
// lines there are. Each filter has an index.
func (db *DB) HistoryPage(ctx context.Context, q records.HistoryQuery) (
	[]*records.History, int, error) {
	where, args := "", []any{}
	for _, f := range []struct{ column, value string }{{"actor", q.Actor}, {"machine", q.Machine},
		{"edit", q.Edit}, {"grp", string(q.Group)}} {
		if f.value != "" {
			where += " AND " + f.column + " = ?"
			args = append(args, f.value)
		}
	}
	if q.About.ID != 0 {
		where += " AND about = ? AND about_kind = ?"
		args = append(args, q.About.ID, string(q.About.Kind))
	}
	if q.Subject != "" {
		where += " AND subject >= ? AND subject < ?"
		args = append(args, q.Subject, q.Subject+"\U0010FFFF")
	}
	var waiting, told int
	for at, n := range map[string]*int{"n = 0": &waiting, "n > 0": &told} {
		err := db.read.QueryRowContext(ctx, "SELECT count(*) FROM history WHERE "+at+where, args...).
			Scan(n)
		if err != nil {
			return nil, 0, Explain(err)
		}
	}
	var list []*records.History
	for _, part := range []struct {
		where string
		from  int
	}{{"n = 0", q.From}, {"n > 0", max(0, q.From-waiting)}} {
		more, err := many[*records.History](ctx, db, records.KindHistory, history.query.row+part.where+
			where+" ORDER BY n DESC, uid DESC LIMIT ? OFFSET ?",
			append(append([]any{}, args...), q.Size-len(list), part.from)...)
		if err != nil {
			return nil, 0, err
		}
		list = append(list, more...)
	}
	return list, waiting + told, nil
}

// HistoryNames gives the values of a column of the history that filters choose from: actor, machine
// or edit. It jumps from value to value in the index.
func (db *DB) HistoryNames(ctx context.Context, column string) (list []string, err error) {
	switch column {
	case "actor", "machine", "edit":
	default:
		return nil, problem.New(problem.Invalid, "The history is not filtered by this.")
	}
	err = db.list(ctx, "WITH RECURSIVE v (x) AS (SELECT min("+column+") FROM history UNION ALL "+
		"SELECT (SELECT min("+column+") FROM history WHERE "+column+" > v.x) FROM v "+
		"WHERE v.x IS NOT NULL) SELECT x FROM v WHERE x IS NOT NULL AND x <> ''", nil,
		func(rows *sql.Rows) error {
			var x string
			err := rows.Scan(&x)
			list = append(list, x)
			return err
		})
	return list, err
}
