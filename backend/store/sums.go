package store

import (
	"context"
	"database/sql"
	"fmt"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// The sides of the table sums: what a server hands out, what a desk has published, and what a
// download of everything has collected.
const (
	handed    = "*"
	published = "base"
	coming    = "next"
)

const tallies = "SELECT kind, n, sum FROM sums WHERE side = ?"

// scanTally reads one. SQL knows no unsigned numbers: the sum is the same bits.
func scanTally(into map[records.Kind]edit.Tally) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var kind records.Kind
		var n, sum int64
		err := rows.Scan(&kind, &n, &sum)
		into[kind] = edit.Tally{N: n, Sum: uint64(sum)}
		return err
	}
}

func (tx *Tx) tally(side string, kind records.Kind, t edit.Tally) {
	tx.exec("INSERT INTO sums (side, kind, n, sum) VALUES (?, ?, ?, ?) "+
		"ON CONFLICT (side, kind) DO UPDATE SET n = excluded.n, sum = excluded.sum",
		side, string(kind), t.N, int64(t.Sum))
}

// Tallies reads those of the base. A tally of nothing is none.
func (f *deskFile) Tallies() map[records.Kind]edit.Tally {
	all := map[records.Kind]edit.Tally{}
	for kind, t := range f.side(published) {
		if t != (edit.Tally{}) {
			all[kind] = t
		}
	}
	return all
}

// Size gives how many records this desk has of the server's.
func (db *DB) Size(ctx context.Context) (n int64, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT coalesce(sum(n), 0) FROM sums WHERE side = ?",
		published).Scan(&n)
	return n, Explain(err)
}

func (f *deskFile) side(side string) map[records.Kind]edit.Tally {
	if all := f.tallies[side]; all != nil {
		return all
	}
	all := map[records.Kind]edit.Tally{}
	f.each(tallies, []any{side}, scanTally(all))
	if f.tallies == nil {
		f.tallies = map[string]map[records.Kind]edit.Tally{}
	}
	f.tallies[side] = all
	return all
}

// count keeps the tally of a side, before rows are written.
func (f *deskFile) count(to target, rows []edit.Staged, ids []int64) {
	if to.side == "" {
		return
	}
	vers := f.versions(to.name, ids)
	t := f.side(to.side)[to.kind]
	for i, id := range ids {
		if ver := vers[id]; ver > 0 {
			t = t.Without(id, ver)
		}
		if vers[id] = 0; rows[i].Cells != nil {
			t = t.With(id, rows[i].Ver)
			vers[id] = rows[i].Ver
		}
	}
	f.side(to.side)[to.kind] = t
	f.tally(to.side, to.kind, t)
}

// Anew stages the deletion of what is not staged, and counts the kinds from their beginning: what
// was counted may be what is wrong.
func (f *deskFile) Anew(kinds []records.Kind) {
	for _, kind := range kinds {
		t := tableOf[kind]
		if t == nil || kind.StaysAtServer() {
			f.Fail(unreadable(fmt.Errorf("kind %q", kind)))
			return
		}
		staged, all := f.stagedOf(t), edit.Tally{}
		f.base(t, func(id, ver int64) {
			all = all.With(id, ver)
			if !staged[id] {
				f.fresh = append(f.fresh, edit.Staged{Kind: kind, ID: id, Ver: ver})
			}
		})
		f.side(published)[kind] = all
		f.tally(published, kind, all)
	}
}

// stagedOf gives the ids of the records of a table that are staged.
func (f *deskFile) stagedOf(t *table) map[int64]bool {
	all := map[int64]bool{}
	note := func(rows []edit.Staged) {
		_, ids := f.read(t, rows)
		for _, id := range ids {
			all[id] = true
		}
	}
	for f.last = 0; ; {
		rows := f.staged("SELECT kind, id, ver, body, n FROM stage WHERE n > ? AND kind = ? AND "+
			"body IS NOT NULL ORDER BY n LIMIT ?", f.last, string(t.kind), mostRows)
		if len(rows) == 0 {
			break
		}
		note(rows)
	}
	for _, r := range f.fresh {
		if r.Kind == t.kind && r.Cells != nil {
			note([]edit.Staged{r})
		}
	}
	return all
}

// base gives the records of a table as the server has them, whatever waits.
func (f *deskFile) base(t *table, fn func(id, ver int64)) {
	f.each(`
		SELECT id, ver FROM `+t.name+`
		WHERE id NOT IN (SELECT id FROM undo WHERE kind = ?1)
		UNION ALL
		SELECT id, ver FROM undo WHERE kind = ?1 AND body IS NOT NULL`, []any{string(t.kind)},
		func(rows *sql.Rows) error {
			var id, ver int64
			err := rows.Scan(&id, &ver)
			fn(id, ver)
			return err
		})
}

// versions gives the versions of rows that are there. A download brings them in order, so that most
// lie behind the last.
func (f *deskFile) versions(name string, ids []int64) map[int64]int64 {
	var last int64
	f.one("SELECT coalesce(max(id), 0) FROM "+name, nil, &last)
	var old []int64
	for _, id := range ids {
		if id <= last {
			old = append(old, id)
		}
	}
	vers := make(map[int64]int64, len(ids))
	if len(old) == 0 {
		return vers
	}
	query, arg := f.db.dialect.among("SELECT id, ver FROM "+name+" WHERE ", "id", old)
	f.each(query, []any{arg}, func(rows *sql.Rows) error {
		var id, ver int64
		err := rows.Scan(&id, &ver)
		vers[id] = ver
		return err
	})
	return vers
}

// Loss says how many of the records that an office works with go away.
func (f *deskFile) Loss(full bool) (l edit.Loss) {
	var stays int64
	for kind, t := range f.side(published) {
		if edit.IsKept(kind) {
			l.Of += t.N
		}
	}
	if full {
		for kind, t := range f.side(coming) {
			if edit.IsKept(kind) {
				stays += t.N
			}
		}
		l.Gone = max(0, l.Of-stays)
		return l
	}
	gone := map[records.Kind][]int64{}
	for _, r := range f.fresh {
		if r.Cells == nil {
			gone[r.Kind] = append(gone[r.Kind], r.ID)
		}
	}
	f.each("SELECT kind, id FROM stage WHERE body IS NULL", nil, func(rows *sql.Rows) error {
		var k records.Key
		err := rows.Scan(&k.Kind, &k.ID)
		gone[k.Kind] = append(gone[k.Kind], k.ID)
		return err
	})
	for kind, ids := range gone {
		if t := tableOf[kind]; t != nil && edit.IsKept(kind) {
			l.Gone += int64(len(f.versions(t.name, ids)))
		}
	}
	return l
}

// count keeps the tally of what is handed out, before the change index is written.
func (a *authority) count(kind records.Kind, w *written) {
	if kind.StaysAtServer() {
		return
	}
	t := edit.Tally{}
	var n, sum int64
	if a.one("SELECT n, sum FROM sums WHERE side = ? AND kind = ?", []any{handed, string(kind)}, &n,
		&sum) {
		t = edit.Tally{N: n, Sum: uint64(sum)}
	}
	query, arg := a.db.dialect.among("SELECT id, ver FROM sync_idx WHERE office = '*' AND del = 0 "+
		"AND kind = '"+string(kind)+"' AND ", "id", w.order)
	rows := a.rows(query, arg)
	if rows == nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
		var id, ver int64
		a.Fail(rows.Scan(&id, &ver))
		t = t.Without(id, ver)
	}
	a.Fail(rows.Err())
	for _, id := range w.order {
		if w.rows[id] != nil {
			t = t.With(id, a.version)
		}
	}
	_ = rows.Close() // before the next statement
	a.tally(handed, kind, t)
}

// Tallies reads those of what is handed out; nil where none are kept.
func (s *snapshot) Tallies() (map[records.Kind]edit.Tally, error) {
	rows, err := s.read.QueryContext(s.ctx, tallies, handed)
	if err != nil {
		return nil, Explain(err)
	}
	defer rows.Close()
	var all map[records.Kind]edit.Tally
	for rows.Next() {
		if all == nil {
			all = map[records.Kind]edit.Tally{}
		}
		if err := scanTally(all)(rows); err != nil {
			return nil, Explain(err)
		}
	}
	for kind, t := range all {
		if t == (edit.Tally{}) {
			delete(all, kind)
		}
	}
	return all, Explain(rows.Err())
}

// Forked gives the version at which the first life after an epoch began.
func (s *snapshot) Forked(epoch int64) (version int64, err error) {
	err = s.read.QueryRowContext(s.ctx,
		"SELECT coalesce(min(forked_at), 0) FROM epochs WHERE epoch > ?", epoch).Scan(&version)
	return version, Explain(err)
}
