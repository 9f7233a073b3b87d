package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Page gives a page of the records of a kind that a condition on records.ColumnsOf lets through,
// newest first.
func (db *DB) Page(ctx context.Context, kind records.Kind, where access.Where, q records.Query) (
	[]records.Record, error) {
	t := tableOf[kind]
	p := pager{engine: db.dialect, size: q.Limit, from: t.name + " t " + t.lists.account(),
		by: cmp.Or(t.lists.by, "created")}
	var more []string
	if q.Text != "" {
		var found []string
		for _, c := range t.lists.search {
			found = append(found, "t."+c+` LIKE ? ESCAPE '\'`)
			p.args = append(p.args, like(q.Text))
		}
		more = append(more, "("+strings.Join(found, " OR ")+")")
	}
	switch on, dated := t.lists.states[q.State]; {
	case dated:
		more = append(more, on)
		p.args = append(p.args, int64(q.Today))
	case q.State != "":
		more = append(more, "t."+t.lists.state+" = ?")
		p.args = append(p.args, q.State)
	}
	if q.Of != 0 {
		more = append(more, "t."+t.lists.of+" = ?")
		p.args = append(p.args, q.Of)
	}
	if q.Day != 0 && t.lists.days {
		more = append(more, "t.days_from <= ? AND (t.days_to = 0 OR t.days_to >= ?)")
		p.args = append(p.args, int64(q.Day), int64(q.Day))
	}
	if q.Since != 0 {
		more = append(more, "t.created >= ?")
		p.args = append(p.args, q.Since)
	}
	if q.Before.ID != 0 {
		more = append(more, "(t."+p.by+", t.id) < (?, ?)")
		p.args = append(p.args, q.Before.At, q.Before.ID)
	}
	p.more = strings.Join(more, " AND ")
	newest, args := p.newest(where)
	list, err := many[records.Guarded](ctx, db, kind, `
		WITH page AS (`+newest+`)
		SELECT `+t.prefixed("t")+`
		FROM page JOIN `+t.name+` t ON t.id = page.id`, args...)
	return inOrder(list), err
}

// inOrder puts a page newest first: SQL would sort whole rows.
func inOrder(list []records.Guarded) []records.Record {
	type placed struct {
		at records.Place
		records.Guarded
	}
	page := make([]placed, len(list))
	for i, r := range list {
		page[i] = placed{records.PlaceOf(r), r}
	}
	slices.SortFunc(page, func(a, b placed) int {
		return cmp.Or(cmp.Compare(b.at.At, a.at.At), cmp.Compare(b.at.ID, a.at.ID))
	})
	sorted := make([]records.Record, len(page))
	for i, p := range page {
		sorted[i] = p.Guarded
	}
	return sorted
}

func (l listed) account() string {
	if l.nowhere {
		return ""
	}
	if l.anywhere {
		return "LEFT JOIN accounts a ON a.id = t.account"
	}
	return "JOIN accounts a ON a.id = t.account"
}

// One gives a record about which access decides, and the components closed at its account; all of
// them when the account is gone.
func (db *DB) One(ctx context.Context, key records.Key) (
	records.Guarded, access.ComponentSet, error) {
	r, err := record[records.Guarded](ctx, db, key)
	if fill := tableOf[key.Kind].fill; err == nil && fill != nil {
		err = fill(ctx, db, r)
	}
	if err != nil || r.At() == 0 {
		return r, 0, err
	}
	var open int64
	err = db.read.QueryRowContext(ctx, "SELECT open FROM accounts WHERE id = ?",
		int64(r.At())).Scan(&open)
	if problem.Is(Explain(err), problem.NotFound) {
		return r, access.Every, nil
	}
	return r, access.Every &^ access.ComponentSet(open), Explain(err)
}

// Parts gives what customers may read of the records of a kind whose column is among some ids, such
// as the notes of a ticket but the internal ones, in the order of their making.
func (db *DB) Parts(ctx context.Context, kind records.Kind, column string, of ...int64) (
	[]records.Record, error) {
	t := tableOf[kind]
	if !t.canFind(column) {
		return nil, fmt.Errorf("%s is not looked up by %s", kind, column)
	}
	shown := ""
	if t.shown != "" {
		shown = " AND " + t.shown
	}
	in, args := db.dialect.In(column+" $", []any{access.Set(of)})
	order := "id"
	if t.has("created") {
		order = "created, id"
	}
	return many[records.Record](ctx, db, kind, t.query.row+in+shown+" ORDER BY "+order, args...)
}
