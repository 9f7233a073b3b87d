package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// mend does once what migrations cannot say in SQL. What a cut download of everything has collected
// is of the old schema, so that after a migration it is given up; data from before there were sums
// gets its own.
func (db *DB) mend(ctx context.Context, migrated bool) error {
	var server, desk bool
	err := db.read.QueryRowContext(ctx, `
		SELECT
			EXISTS (SELECT 1 FROM lineage) AND NOT EXISTS (SELECT 1 FROM sums WHERE side = ?1),
			EXISTS (SELECT 1 FROM meta WHERE name = ?2 AND value <> '')
				AND NOT EXISTS (SELECT 1 FROM sums WHERE side = ?3)`,
		handed, noteCookie, published).Scan(&server, &desk)
	if err != nil {
		return Explain(err)
	}
	if migrated = migrated && db.dialect == sqlite; !server && !desk && !migrated {
		return nil
	}
	return db.desk(ctx, func(f *deskFile) error {
		if migrated {
			f.Drop()
			f.note(notePart, "")
		}
		if server {
			f.sumUp()
		}
		for _, t := range shared {
			if desk {
				f.tally(published, t.kind, f.whole(t))
			}
		}
		return nil
	})
}

// sumUp counts what a server hands out.
func (f *deskFile) sumUp() {
	all := map[records.Kind]edit.Tally{}
	f.each("SELECT kind, id, ver FROM sync_idx WHERE office = '*' AND del = 0", nil,
		func(rows *sql.Rows) error {
			var k records.Key
			var ver int64
			err := rows.Scan(&k.Kind, &k.ID, &ver)
			if !k.Kind.StaysAtServer() {
				all[k.Kind] = all[k.Kind].With(k.ID, ver)
			}
			return err
		})
	for kind, t := range all {
		f.tally(handed, kind, t)
	}
}

// whole counts the base of a table.
func (f *deskFile) whole(t *table) (all edit.Tally) {
	f.base(t, func(id, ver int64) { all = all.With(id, ver) })
	return all
}
