package store

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// What a download brings lies out of sight until it is complete: changes as rows of the table
// stage; everything, which is to take the place of what is here, in tables like the real ones but
// for their indexes, which are quicker to make at the end. A piece costs the memory of a piece.

// Keep stages rows.
func (f *deskFile) Keep(full bool, rows []edit.Staged) {
	if !full {
		f.fresh = append(f.fresh, rows...)
		return
	}
	f.byKind(rows, func(t *table, rows []edit.Staged) {
		if f.follow(t) {
			f.put(target{t, t.bulk(t.next()), t.next(), coming}, rows)
		}
	})
}

var staging = newBulk("stage", "kind, id, ver, body", "")

// stage writes what was kept in this transaction and not laid.
func (f *deskFile) stage() {
	var cells []any
	for _, r := range f.fresh {
		var body any
		if r.Cells != nil {
			body = string(r.Cells)
		}
		cells = append(cells, string(r.Kind), r.ID, r.Ver, body)
	}
	f.fresh = nil
	f.insert(staging, cells)
}

// Drop empties the stage.
func (f *deskFile) Drop() {
	f.fresh = nil
	f.exec("DELETE FROM stage")
	f.exec("DELETE FROM sums WHERE side = ?", coming)
	delete(f.tallies, coming)
	for _, name := range f.names("SELECT name FROM sqlite_master WHERE type = 'table' AND " +
		"name LIKE 'next\\_%' ESCAPE '\\'") {
		f.define("DROP TABLE " + name)
	}
}

// Lay makes the staged rows the base.
func (f *deskFile) Lay(full bool) (kinds []records.Kind) {
	if full {
		f.replace()
		for _, t := range tables {
			kinds = append(kinds, t.kind)
		}
		return kinds
	}
	kinds = f.kinds("SELECT DISTINCT kind FROM stage")
	staged := len(kinds) > 0
	for f.last = 0; staged; {
		rows := f.staged("SELECT kind, id, ver, body, n FROM stage WHERE n > ? ORDER BY n LIMIT ?",
			f.last, mostRows)
		if len(rows) == 0 {
			break
		}
		f.settle(rows, published)
	}
	for _, r := range f.fresh {
		if !slices.Contains(kinds, r.Kind) {
			kinds = append(kinds, r.Kind)
		}
	}
	f.settle(f.fresh, published)
	if f.fresh = nil; staged {
		f.exec("DELETE FROM stage")
	}
	return kinds
}

// staged reads rows of undo or stage, whose place is their last column.
func (f *deskFile) staged(query string, args ...any) (list []edit.Staged) {
	f.each(query, args, func(rows *sql.Rows) error {
		var r edit.Staged
		var body sql.NullString
		err := rows.Scan(&r.Kind, &r.ID, &r.Ver, &body, &f.last)
		if body.Valid {
			r.Cells = []byte(body.String)
		}
		list = append(list, r)
		return err
	})
	return list
}

// settle makes rows as the server has them, and counts them to a side; empty = none.
func (f *deskFile) settle(rows []edit.Staged, side string) {
	f.byKind(rows, func(t *table, rows []edit.Staged) {
		ids := f.put(target{t, t.query.put, t.name, side}, rows)
		for _, id := range ids {
			delete(f.seen, records.Key{Kind: t.kind, ID: id})
		}
		if t.after != nil {
			for _, id := range ids {
				t.after(f.Tx, records.Key{Kind: t.kind, ID: id})
			}
		}
	})
}

// byKind gives the rows of each kind, in their order. A kind that this version does not know, or
// that no server hands out, fails the transaction.
func (f *deskFile) byKind(rows []edit.Staged, fn func(*table, []edit.Staged)) {
	of := map[records.Kind][]edit.Staged{}
	var kinds []records.Kind
	for i, from := 0, 0; i < len(rows); i++ {
		kind := rows[i].Kind
		if i+1 < len(rows) && rows[i+1].Kind == kind {
			continue
		}
		if of[kind] == nil {
			kinds = append(kinds, kind)
			of[kind] = rows[from : i+1 : i+1]
		} else {
			of[kind] = append(of[kind], rows[from:i+1]...)
		}
		from = i + 1
	}
	for _, kind := range kinds {
		t := tableOf[kind]
		if t == nil || t.kind.StaysAtServer() {
			f.Fail(unreadable(fmt.Errorf("kind %q", kind)))
			return
		}
		fn(t, of[kind])
	}
}

// target is where rows of one kind are written: a table, by a bulk, on one of the sides that are
// counted.
type target struct {
	*table
	into bulk
	name string
	side string
}

// put writes rows of one kind and gives their ids.
func (f *deskFile) put(to target, rows []edit.Staged) []int64 {
	list, ids := f.read(to.table, rows)
	if f.err != nil {
		return nil
	}
	f.count(to, rows, ids)
	cells := make([]any, 0, len(rows)*to.into.cells)
	for i, r := range list {
		if r == nil {
			f.insert(to.into, cells)
			cells = cells[:0]
			f.exec("DELETE FROM "+to.name+" WHERE id = ?", ids[i])
			continue
		}
		args, err := to.args(r, rows[i].Ver)
		f.Fail(err)
		cells = append(cells, args...)
	}
	f.insert(to.into, cells)
	return ids
}

// read reads rows of one kind; nil is a record that is gone.
func (f *deskFile) read(t *table, rows []edit.Staged) ([]records.Record, []int64) {
	list, ids := make([]records.Record, len(rows)), make([]int64, len(rows))
	for i, row := range rows {
		if ids[i] = row.ID; row.Cells == nil {
			continue
		}
		r, err := FromCells(t.kind, row.Cells)
		if err == nil && r.Key().ID <= 0 {
			err = fmt.Errorf("%s without an id", t.kind)
		}
		if err != nil {
			f.Fail(unreadable(err))
			return nil, nil
		}
		list[i], ids[i] = r, r.Key().ID
	}
	return list, ids
}

// next is the name of the table in which a full download collects the rows of one.
func (t *table) next() string { return "next_" + t.name }

var createTable = regexp.MustCompile(`^CREATE TABLE "?\w+"?`)

// follow makes the table that is to follow one, where there is none yet.
func (f *deskFile) follow(t *table) bool {
	made := f.names("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", t.name)
	if len(made) != 1 {
		f.Fail(fmt.Errorf("no table %s", t.name))
		return false
	}
	f.define(createTable.ReplaceAllLiteralString(made[0], "CREATE TABLE IF NOT EXISTS "+t.next()))
	return f.err == nil
}

// replace lets what a full download has collected take the place of everything.
func (f *deskFile) replace() {
	triggers := f.names("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
	for _, name := range f.names("SELECT name FROM sqlite_master WHERE type = 'trigger'") {
		f.define("DROP TRIGGER " + name)
	}
	for _, t := range tables {
		if !t.kind.StaysAtServer() {
			f.renew(t)
		}
	}
	f.seen = nil
	f.rebuild()
	f.exec("DELETE FROM sums WHERE side = ?", published)
	f.exec("UPDATE sums SET side = ? WHERE side = ?", published, coming)
	f.tallies = nil
	for _, sql := range triggers {
		f.define(sql)
	}
	f.Drop()
}

// renew lets one table be followed by what was collected for it.
func (f *deskFile) renew(t *table) {
	collected := f.names("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?",
		t.next())
	if len(collected) == 0 {
		f.exec("DELETE FROM " + t.name)
		return
	}
	indexes := f.names("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? "+
		"AND sql IS NOT NULL ORDER BY name", t.name)
	f.define("PRAGMA legacy_alter_table = ON") // nothing else of the schema knows the old name
	f.define("DROP TABLE " + t.name)
	f.define("ALTER TABLE " + t.next() + " RENAME TO " + t.name)
	f.define("PRAGMA legacy_alter_table = OFF")
	for _, sql := range indexes {
		f.define(sql)
	}
}

// rebuild makes anew what is derived from several tables.
func (f *deskFile) rebuild() {
	f.exec("DELETE FROM user_lines")
	f.exec("INSERT INTO user_lines SELECT * FROM user_source")
	f.exec("INSERT INTO user_search (user_search) VALUES ('rebuild')")
	for _, sql := range []string{"DELETE FROM article_categories", "DELETE FROM message_audiences",
		"DELETE FROM project_team"} {
		f.exec(sql)
	}
	for _, t := range tables {
		if t.after == nil {
			continue
		}
		for _, id := range f.Tx.ids("SELECT id FROM " + t.name) {
			t.after(f.Tx, records.Key{Kind: t.kind, ID: id})
		}
	}
}

// names reads a column of names.
func (f *deskFile) names(query string, args ...any) (list []string) {
	f.each(query, args, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		list = append(list, name)
		return err
	})
	return list
}

// define changes the schema. It keeps no statement, because few are of the same text again.
func (f *deskFile) define(sql string) {
	if f.err != nil {
		return
	}
	_, err := f.db.conn.ExecContext(f.Tx.ctx, sql)
	f.Fail(err)
}
