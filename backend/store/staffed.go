package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Lines gives a stretch of all records of a kind, newest first or by name, and how many there are.
// It is for staff: nothing is left out.
func (db *DB) Lines(ctx context.Context, kind records.Kind, text string, from, size int) (
	list []records.Line, total int, err error) {
	t := tableOf[kind]
	if t == nil {
		return nil, 0, problem.New(problem.Invalid, "There is no such kind of record.")
	}
	where, args := "1 = 1", []any(nil)
	if search := t.searched(); text != "" && len(search) > 0 {
		var found []string
		for _, c := range search {
			found = append(found, c+` LIKE ? ESCAPE '\'`)
			args = append(args, like(text))
		}
		where = strings.Join(found, " OR ")
	}
	err = db.read.QueryRowContext(ctx, "SELECT count(*) FROM "+t.name+" WHERE "+where, args...).
		Scan(&total)
	if err != nil {
		return nil, 0, Explain(err)
	}
	list, err = db.lines(ctx, t, where+" ORDER BY "+t.order()+" LIMIT ? OFFSET ?",
		append(args, size, from)...)
	return list, total, err
}

// LinesOf gives all records of a kind whose column has this value, in the order of Lines.
func (db *DB) LinesOf(ctx context.Context, kind records.Kind, column string, value int64) (
	[]records.Line, error) {
	t := tableOf[kind]
	if !t.canFind(column) {
		return nil, fmt.Errorf("%s is not looked up by %s", kind, column)
	}
	return db.lines(ctx, t, column+" = ? ORDER BY "+t.order(), value)
}

// LineOf gives one record of any kind.
func (db *DB) LineOf(ctx context.Context, key records.Key) (l records.Line, err error) {
	t := tableOf[key.Kind]
	if t == nil {
		return l, fmt.Errorf("no table for %s", key.Kind)
	}
	list, err := db.lines(ctx, t, "id = ?", key.ID)
	if err == nil && len(list) == 0 {
		err = Explain(sql.ErrNoRows)
	}
	if err != nil {
		return l, err
	}
	return list[0], nil
}

func (db *DB) lines(ctx context.Context, t *table, rest string, args ...any) (
	list []records.Line, err error) {
	query := "SELECT ver = 0, " + t.cols + " FROM " + t.name + " WHERE " + rest
	err = db.list(ctx, query, args, func(rows *sql.Rows) error {
		var l records.Line
		r, err := t.scan(after{rows, &l.Pending})
		l.Record = r
		list = append(list, l)
		return err
	})
	return list, err
}

// searched gives the columns that staff's search looks into.
func (t *table) searched() []string {
	if len(t.lists.search) > 0 {
		return t.lists.search
	}
	for _, c := range []string{"name", "title", "text"} {
		if t.has(c) {
			return []string{c}
		}
	}
	return nil
}

func (t *table) order() string {
	switch {
	case t.has("created"):
		return "created DESC, id DESC"
	case t.has("name"):
		return "name, id"
	}
	return "id"
}
