package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

var userViews = map[string]string{
	"":        "1 = 1",
	"all":     "1 = 1",
	"with":    "l.profile > ''",
	"without": "l.profile = ''",
	"ending": `l.user_id IN (SELECT u.id FROM users u LEFT JOIN accesses x ON x.user_id = u.id
		WHERE u.support_to BETWEEN ?1 AND ?1 + 30 OR x.end_day BETWEEN ?1 AND ?1 + 30)`,
	"here": `l.user_id IN (
		SELECT id FROM users WHERE ver = 0
		UNION SELECT user_id FROM accesses WHERE ver = 0
		UNION SELECT u.id FROM people p JOIN users u ON u.person = p.id WHERE p.ver = 0
		UNION SELECT u.id FROM undo d JOIN users u ON d.body LIKE '%"' || u.id || '"%'
			WHERE d.kind = 'access')`,
	"never": "l.profile > '' AND l.user_id IN (SELECT id FROM users WHERE last_seen = 0)",
}

// userView selects the users of a saved view; empty where there is no such view. Its arguments are
// numbered from 5 on.
func (db *DB) userView(ctx context.Context, name string) (where string, args []any, err error) {
	if name == "wide" {
		return db.wide(ctx)
	}
	return userViews[name], nil, nil
}

// wide selects those who reach beyond their own work: whose profile, with the exceptions from it,
// is wide.
func (db *DB) wide(ctx context.Context) (where string, args []any, err error) {
	list, err := db.Profiles(ctx)
	if err != nil {
		return "", nil, err
	}
	holds := map[records.ProfileID]access.Matrix{}
	var parts []string
	for _, p := range list {
		if holds[p.ID] = p.Matrix; p.Matrix.IsWide() {
			parts = append(parts, fmt.Sprintf("x.overrides = '{}' AND x.profile = %d", p.ID))
		}
	}
	err = db.list(ctx, "SELECT DISTINCT profile, overrides FROM accesses WHERE overrides <> '{}'",
		nil, func(rows *sql.Rows) error {
			var id records.ProfileID
			var text string
			var o access.Overrides
			if err := errors.Join(rows.Scan(&id, &text), o.Scan(text)); err != nil {
				return err
			}
			if holds[id].With(o).IsWide() {
				parts = append(parts, fmt.Sprintf("x.overrides = ?%d AND x.profile = %d",
					5+len(args), id))
				args = append(args, text)
			}
			return nil
		})
	if len(parts) == 0 {
		return "1 = 0", nil, err
	}
	return "l.user_id IN (SELECT x.user_id FROM accesses x WHERE " +
		strings.Join(parts, " OR ") + ")", args, err
}
