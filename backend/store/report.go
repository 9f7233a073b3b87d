package store

import (
	"context"
	"database/sql"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// ends is with which day access ends for each who has it; 0 = with none. See records.EndOf.
const ends = `
	WITH ends AS (
		SELECT
			l.user_id AS user_id,
			CASE
				WHEN u.support_to = 0 THEN coalesce(x.end_day, 0)
				WHEN coalesce(x.end_day, 0) = 0 OR u.support_to < x.end_day THEN u.support_to
				ELSE x.end_day
			END AS day
		FROM user_lines l
			JOIN users u ON u.id = l.user_id
			LEFT JOIN accesses x ON x.user_id = l.user_id AND x.account = l.account
		WHERE l.profile > ''
	)`

// Leavers gives those whose access ends with one of some days, both included.
func (db *DB) Leavers(ctx context.Context, from, to access.Day) (list []records.Leaver, err error) {
	err = db.list(ctx, ends+`
		SELECT user_id, day
		FROM ends
		WHERE day BETWEEN ?1 AND ?2
		ORDER BY user_id`, []any{int64(from), int64(to)}, func(rows *sql.Rows) error {
		var l records.Leaver
		err := rows.Scan(&l.User, &l.Day)
		list = append(list, l)
		return err
	})
	return list, err
}

// AccessReport counts who may use the portal. Endings are those from one day to another, both
// included; sign-ins are counted back from now.
func (db *DB) AccessReport(ctx context.Context, from, to access.Day, now time.Time) (
	r records.AccessReport, err error) {
	err = db.list(ctx, `
		SELECT profile, count(*)
		FROM user_lines
		GROUP BY profile
		ORDER BY count(*) DESC, profile`, nil, func(rows *sql.Rows) error {
		var l records.Level
		err := rows.Scan(&l.Profile, &l.People)
		r.Levels = append(r.Levels, l)
		return err
	})
	if err != nil {
		return r, err
	}
	err = db.list(ctx, ends+`
		SELECT day, count(*)
		FROM ends
		WHERE day BETWEEN ?1 AND ?2
		GROUP BY day
		ORDER BY day`, []any{int64(from), int64(to)}, func(rows *sql.Rows) error {
		var e records.Ending
		err := rows.Scan(&e.Day, &e.People)
		r.Endings = append(r.Endings, e)
		return err
	})
	if err != nil {
		return r, err
	}
	ago := func(days int) int64 { return now.AddDate(0, 0, -days).Unix() }
	s := &r.SignIns
	err = db.read.QueryRowContext(ctx, `
		SELECT
			count(CASE WHEN u.last_seen = 0 THEN 1 END),
			count(CASE WHEN u.last_seen >= ?1 THEN 1 END),
			count(CASE WHEN u.last_seen < ?1 AND u.last_seen >= ?2 THEN 1 END),
			count(CASE WHEN u.last_seen < ?2 AND u.last_seen >= ?3 THEN 1 END),
			count(CASE WHEN u.last_seen < ?3 AND u.last_seen > 0 THEN 1 END)
		FROM user_lines l
			JOIN users u ON u.id = l.user_id
		WHERE l.profile > ''`, ago(30), ago(90), ago(180)).Scan(&s.Never, &s.Month, &s.Quarter,
		&s.HalfYear, &s.Longer)
	return r, Explain(err)
}
