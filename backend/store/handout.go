package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// Handout gives a desk what changed since a position, as edit.Hand has it.
func (db *DB) Handout(ctx context.Context, from edit.Position, to edit.Receiver) (edit.Download,
	error) {
	return edit.Hand(&archive{ctx: ctx, db: db, limit: mostRows}, from, to)
}

// Everything gives every record that server and desks share, as this database shows it now. A desk
// shows what waits as well.
func (db *DB) Everything(ctx context.Context, to edit.Receiver) error {
	a := &archive{ctx: ctx, db: db, limit: mostRows}
	return a.Read(func(s edit.Snapshot) error {
		for last, more := (records.Key{}), true; more; {
			rows, isMore, err := s.Rows(last)
			if err != nil {
				return err
			}
			for _, r := range rows {
				if err := to.Row(r); err != nil {
					return err
				}
				last = records.Key{Kind: r.Kind, ID: r.ID}
			}
			more = isMore
		}
		return nil
	})
}

// A page ends at so many rows, or bytes of cells.
const (
	mostRows   = 5000
	mostWeight = 1 << 20
)

// archive is an edit.Archive over the readers.
type archive struct {
	ctx   context.Context
	db    *DB
	limit int // of the next page of changes: large records make it smaller
}

// Read opens a snapshot of the database.
func (a *archive) Read(fn func(edit.Snapshot) error) error {
	return a.db.snapshot(a.ctx, func(r reader) error { return fn(&snapshot{archive: a, read: r}) })
}

// snapshot is an edit.Snapshot.
type snapshot struct {
	*archive
	read reader
}

// Lineage reads where the server stands.
func (s *snapshot) Lineage() (l edit.Lineage, err error) {
	err = s.read.QueryRowContext(s.ctx, "SELECT portal, epoch, version, horizon, durable, "+
		"history_hash FROM lineage WHERE id = 1").
		Scan(&l.Portal, &l.Epoch, &l.Version, &l.Horizon, &l.Durable, &l.Head)
	return l, Explain(err)
}

// HeadAt reads the hash of the newest history line of a version. It names no office, so that only
// the index of history lines can answer it.
func (s *snapshot) HeadAt(version int64) (head string, err error) {
	err = s.read.QueryRowContext(s.ctx, `
		SELECT
			t.hash
		FROM sync_idx i
		JOIN history t ON t.id = i.id
		WHERE i.kind = 'history' AND i.ver <= ?
		ORDER BY i.ver DESC, t.n DESC
		LIMIT 1`, version).Scan(&head)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return head, Explain(err)
}

// shared are the tables that are handed out, in the order of their kinds.
var shared = func() (list []*table) {
	for _, t := range tables {
		if !t.kind.StaysAtServer() {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b *table) int {
		return strings.Compare(string(a.kind), string(b.kind))
	})
	return list
}()

// Rows reads the records after one.
func (s *snapshot) Rows(after records.Key) ([]edit.Staged, bool, error) {
	p := page{most: mostRows}
	for _, t := range shared {
		id := after.ID
		if t.kind < after.Kind {
			continue
		}
		if t.kind > after.Kind {
			id = 0
		}
		query := "SELECT t.ver, " + t.prefixed("t") + " FROM " + t.name +
			" t WHERE t.id > ? ORDER BY t.id LIMIT ?"
		err := s.each(t, query, []any{id, p.most - len(p.rows)}, p.add)
		if err != nil || p.full() {
			return p.rows, p.full(), err
		}
	}
	return p.rows, false, nil
}

// page collects rows until it is full.
type page struct {
	rows   []edit.Staged
	most   int
	weight int
}

func (p *page) full() bool { return len(p.rows) >= p.most || p.weight >= mostWeight }

// add takes a row, and reports whether it takes more.
func (p *page) add(r edit.Staged) bool {
	p.rows = append(p.rows, r)
	p.weight += len(r.Cells)
	return !p.full()
}

// each runs a query that selects the version and the columns of a table, and gives its rows until
// one is not wanted.
func (s *snapshot) each(t *table, query string, args []any, add func(edit.Staged) bool) error {
	rows, err := s.read.QueryContext(s.ctx, query, args...)
	if err != nil {
		return Explain(err)
	}
	defer rows.Close()
	var cells []byte // of many rows: each a piece of it
	for rows.Next() {
		var row edit.Staged
		row, cells, err = t.staged(rows, cells)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, Explain(err))
		}
		if !add(row) {
			return nil
		}
	}
	return Explain(rows.Err())
}

// staged reads a record with its version as it is handed out, its cells written behind others.
func (t *table) staged(row scanner, cells []byte) (edit.Staged, []byte, error) {
	var ver int64
	r, err := t.scan(after{row, &ver})
	if err != nil {
		return edit.Staged{}, nil, err
	}
	if cap(cells)-len(cells) < 4<<10 {
		cells = make([]byte, 0, 64<<10)
	}
	from := len(cells)
	cells, err = t.appendCells(cells, r)
	return edit.Staged{Kind: t.kind, ID: r.Key().ID, Ver: ver,
		Cells: cells[from:len(cells):len(cells)]}, cells, err
}

// after scans a row that has one column before the record's.
type after struct {
	row   scanner
	first any
}

// Scan reads the row.
func (a after) Scan(into ...any) error { return a.row.Scan(append([]any{a.first}, into...)...) }

// Changes reads the changes after a place: first their list, then the records kind by kind.
func (s *snapshot) Changes(from edit.Place) ([]edit.Staged, bool, error) {
	list, err := s.changed(from)
	if err != nil || len(list) == 0 {
		return nil, false, err
	}
	more := len(list) == s.limit
	cells, err := s.cells(list)
	if err != nil {
		return nil, false, err
	}
	weight := 0
	for i := range list {
		k := records.Key{Kind: list[i].Kind, ID: list[i].ID}
		if list[i].Cells = cells[k]; list[i].Cells == nil {
			continue // it is gone
		}
		if weight += len(list[i].Cells); weight >= mostWeight && i+1 < len(list) {
			s.limit = i + 1
			return list[:i+1], true, nil
		}
	}
	s.limit = min(mostRows, 2*s.limit)
	return list, more, nil
}

func (s *snapshot) changed(from edit.Place) (list []edit.Staged, err error) {
	rows, err := s.read.QueryContext(s.ctx, "SELECT kind, id, ver FROM sync_idx "+
		"WHERE office = '*' AND (ver, kind, id) > (?, ?, ?) ORDER BY ver, kind, id LIMIT ?",
		from.Ver, string(from.Kind), from.ID, s.limit)
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r edit.Staged
		if err := rows.Scan(&r.Kind, &r.ID, &r.Ver); err != nil {
			return nil, Explain(err)
		}
		list = append(list, r)
	}
	return list, Explain(rows.Err())
}

// cells reads the records that a list of changes is of, those that are there.
func (s *snapshot) cells(list []edit.Staged) (map[records.Key][]byte, error) {
	ids := map[records.Kind]access.Set{}
	for _, r := range list {
		ids[r.Kind] = append(ids[r.Kind], r.ID)
	}
	all := make(map[records.Key][]byte, len(list))
	for kind, set := range ids {
		t := tableOf[kind]
		if t == nil {
			return nil, fmt.Errorf("no table for %s", kind)
		}
		in, args := s.db.dialect.In("t.id $", []any{set})
		query := "SELECT t.ver, " + t.prefixed("t") + " FROM " + t.name + " t WHERE " + in
		err := s.each(t, query, args, func(row edit.Staged) bool {
			all[records.Key{Kind: row.Kind, ID: row.ID}] = row.Cells
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Acks reads the outcomes of a copy's edits.
func (s *snapshot) Acks(copyID string, seq int64) (list []edit.Ack, err error) {
	rows, err := s.read.QueryContext(s.ctx, "SELECT seq, uid, status, why, ver FROM applied "+
		"WHERE copy = ? AND seq > ? ORDER BY seq", copyID, seq)
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var a edit.Ack
		if err := rows.Scan(&a.Seq, &a.UID, &a.Status, &a.Why, &a.Ver); err != nil {
			return nil, Explain(err)
		}
		list = append(list, a)
	}
	return list, Explain(rows.Err())
}
