package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/records"
)

// bulk is an INSERT of many rows: a statement costs more than a row, most of all where the database
// is another server.
type bulk struct {
	cells int            // of a row
	of    map[int]string // the statement for so many rows
	head  string         // of a statement for any number of rows, and
	rest  string         // its end
}

// strides are how many rows go at once. They are few, because each is a statement to prepare.
var strides = []int{100, 20, 4, 1}

// newBulk makes an INSERT into some columns; rest says what to do with a row that is there.
func newBulk(table, columns, rest string) bulk {
	b := bulk{1 + strings.Count(columns, ","), map[int]string{},
		"INSERT INTO " + table + " (" + columns + ")", rest}
	row := "(?" + strings.Repeat(", ?", b.cells-1) + ")"
	for _, n := range strides {
		b.of[n] = fmt.Sprintf("INSERT INTO %s (%s) VALUES %s%s %s", table, columns, row,
			strings.Repeat(", "+row, n-1), rest)
	}
	return b
}

// insert writes rows, given as their cells one after the other.
func (tx *Tx) insert(b bulk, cells []any) {
	if tx.db.dialect == postgres && len(cells) > b.cells {
		if query, args, ok := b.unnest(cells); ok {
			tx.exec(query, args...)
			return
		}
	}
	for _, n := range strides {
		for ; len(cells) >= n*b.cells; cells = cells[n*b.cells:] {
			tx.exec(b.of[n], cells[:n*b.cells]...)
		}
	}
}

// unnest writes an INSERT whose arguments are whole columns, as PostgreSQL takes many rows fastest.
// It does so where every column is of numbers or of text.
func (b bulk) unnest(cells []any) (query string, args []any, ok bool) {
	types := make([]string, b.cells)
	for i := range b.cells {
		if numbers, ok := column[int64](cells[i:], b.cells); ok {
			types[i], args = "?::bigint[]", append(args, numbers)
			continue
		}
		texts, ok := column[string](cells[i:], b.cells)
		if !ok {
			return "", nil, false
		}
		for n, text := range texts {
			texts[n] = plain(text)
		}
		types[i], args = "?::text[]", append(args, texts)
	}
	return b.head + " SELECT * FROM unnest(" + strings.Join(types, ", ") + ") " + b.rest, args, true
}

// column gives each cell at such a distance, where all are of one type.
func column[T any](cells []any, every int) ([]T, bool) {
	list := make([]T, 0, len(cells)/every+1)
	for i := 0; i < len(cells); i += every {
		cell, ok := cells[i].(T)
		if !ok {
			return nil, false
		}
		list = append(list, cell)
	}
	return list, true
}

// mostWaiting bounds the memory of a long transaction.
const mostWaiting = 2000

// waiting is what a transaction has written and the database has not got yet.
type waiting struct {
	n  int
	of map[records.Kind]*written
}

// written are the rows of one kind, each once, as it is now.
type written struct {
	order []int64
	rows  map[int64]records.Record // nil = deleted
	ids   map[lookup][]int64       // of rows that had a value when they were written
}

func (w *waiting) put(k records.Key, r records.Record) {
	if w.of == nil {
		w.of = map[records.Kind]*written{}
	}
	rows := w.of[k.Kind]
	if rows == nil {
		rows = &written{rows: map[int64]records.Record{}, ids: map[lookup][]int64{}}
		w.of[k.Kind] = rows
	}
	if _, again := rows.rows[k.ID]; !again {
		rows.order = append(rows.order, k.ID)
		w.n++
	}
	rows.rows[k.ID] = r
	if r == nil {
		return
	}
	for _, column := range tableOf[k.Kind].finds {
		q := lookup{k.Kind, column, r.Index(column)}
		rows.ids[q] = append(rows.ids[q], k.ID)
	}
}

// row reports what was written, also that a record was deleted.
func (w *written) row(id int64) (r records.Record, ok bool) {
	if w != nil {
		r, ok = w.rows[id]
	}
	return r, ok
}

// merge makes a list of what the database has one of what it will have.
func (w *written) merge(list []records.Record, q lookup) []records.Record {
	if w == nil {
		return list
	}
	var now []records.Record
	for _, r := range list {
		if _, again := w.rows[r.Key().ID]; !again {
			now = append(now, r)
		}
	}
	for _, id := range w.ids[q] {
		if r := w.rows[id]; r != nil && r.Index(q.column) == q.value { // still
			now = append(now, r)
		}
	}
	slices.SortFunc(now, func(a, b records.Record) int { return cmp.Compare(a.Key().ID, b.Key().ID) })
	return slices.CompactFunc(now, func(a, b records.Record) bool { return a.Key() == b.Key() })
}

var indexed = newBulk("sync_idx", "office, kind, id, ver, del", "ON CONFLICT (office, kind, id) "+
	"DO UPDATE SET ver = excluded.ver, del = excluded.del")

// flush brings what waits to the database, in the order of the tables: what a trigger or a hook
// reads beside its own row lies before it.
func (a *authority) flush() {
	if a.waits.n == 0 {
		return
	}
	w := a.waits
	a.waits, a.found = waiting{}, nil
	var entries []any
	for _, t := range tables {
		rows := w.of[t.kind]
		if rows == nil {
			continue
		}
		a.settle(t, rows)
		a.count(t.kind, rows)
		for _, id := range rows.order {
			if !t.kind.StaysAtServer() {
				entries = append(entries, "*", string(t.kind), id, a.version,
					bit(rows.rows[id] == nil))
			}
		}
	}
	a.insert(indexed, entries)
}

// settle writes the rows of one table, and lets its hook follow.
func (a *authority) settle(t *table, w *written) {
	var cells []any
	for _, id := range w.order {
		r := w.rows[id]
		a.keep(records.Key{Kind: t.kind, ID: id}, r)
		if r == nil {
			a.exec(t.query.del, id)
			continue
		}
		args, err := t.args(r, a.version)
		a.Fail(err)
		cells = append(cells, args...)
	}
	a.insert(t.query.put, cells)
	if t.after != nil {
		for _, id := range w.order {
			t.after(a.Tx, records.Key{Kind: t.kind, ID: id})
		}
	}
}
