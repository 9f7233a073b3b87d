package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/records"
)

var profiles = &table{
	kind: records.KindProfile, name: "profiles",
	cols: "id, name, description, is_system, assignable, base, matrix",
	fields: func(r records.Record) []any {
		p := r.(*records.Profile)
		return []any{&p.ID, &p.Name, &p.Description, &p.System, &p.Assignable, &p.Base, &p.Matrix}
	},
	extra:  "folded",
	derive: func(r records.Record) []any { return []any{r.Index("folded")} },
	finds:  []string{"folded", "base"},
}

// Profile gives one security profile.
func (db *DB) Profile(ctx context.Context, id records.ProfileID) (*records.Profile, error) {
	return record[*records.Profile](ctx, db, records.Key{Kind: records.KindProfile, ID: int64(id)})
}

// Profiles gives all security profiles, system ones first.
func (db *DB) Profiles(ctx context.Context) ([]*records.Profile, error) {
	return many[*records.Profile](ctx, db, records.KindProfile,
		"SELECT "+profiles.cols+" FROM profiles ORDER BY is_system DESC, id")
}

// Holders counts the accesses per profile (O15).
func (db *DB) Holders(ctx context.Context) (map[records.ProfileID]int, error) {
	count := map[records.ProfileID]int{}
	err := db.list(ctx, "SELECT profile, count(*) FROM accesses GROUP BY profile", nil,
		func(rows *sql.Rows) error {
			var id records.ProfileID
			var n int
			err := rows.Scan(&id, &n)
			count[id] = n
			return err
		})
	return count, err
}
