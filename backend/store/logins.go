package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// LoginLines gives the logins that a condition on records.LoginColumns lets through, by name, those
// whose name or e-mail contains a text where it is not empty. The list goes on after a login of
// the page before.
func (db *DB) LoginLines(ctx context.Context, where access.Where, q records.LoginQuery) (
	list []records.Login, err error) {
	condition, args := db.dialect.In(where.SQL, where.Args)
	if q.Text != "" {
		condition += ` AND (lower(t.name) LIKE ? ESCAPE '\' OR lower(t.email) LIKE ? ESCAPE '\')`
		args = append(args, like(records.Fold(q.Text)), like(records.Fold(q.Text)))
	}
	if q.After != 0 {
		condition += " AND (lower(t.name), t.user_id) > " +
			"((SELECT lower(l.name) FROM user_lines l WHERE l.user_id = ?), ?)"
		args = append(args, int64(q.After), int64(q.After))
	}
	err = db.list(ctx, `
		SELECT
			t.person,
			t.user_id,
			t.account,
			t.name,
			t.email,
			t.company,
			t.profile,
			u.active = 1 AND u.portal_user = 1
		FROM user_lines t
			JOIN accounts a ON a.id = t.account
			JOIN users u ON u.id = t.user_id
		WHERE `+condition+`
		ORDER BY lower(t.name), t.user_id
		LIMIT ?`, append(args, q.Limit), func(rows *sql.Rows) error {
		var l records.Login
		err := rows.Scan(&l.Person, &l.User, &l.Account, &l.Name, &l.Email, &l.Company, &l.Profile,
			&l.On)
		list = append(list, l)
		return err
	})
	return list, err
}

// LoginOf gives the login of a person; problem.NotFound when there is none.
func (db *DB) LoginOf(ctx context.Context, id records.PersonID) (records.UserID, error) {
	var user records.UserID
	err := db.read.QueryRowContext(ctx,
		"SELECT id FROM users WHERE person = ? ORDER BY id LIMIT 1", int64(id)).Scan(&user)
	return user, Explain(err)
}

// Seats gives the accounts where a user has something: their own first, then by name those where
// they have portal access (B17).
func (db *DB) Seats(ctx context.Context, id records.UserID) ([]*records.Account, error) {
	return many[*records.Account](ctx, db, records.KindAccount, `
		SELECT `+accounts.prefixed("a")+`
		FROM accounts a
		WHERE a.id IN (
			SELECT x.account FROM accesses x WHERE x.user_id = ?1
			UNION
			SELECT p.account FROM people p JOIN users u ON u.person = p.id WHERE u.id = ?1)
		ORDER BY
			CASE WHEN a.id = (SELECT p.account FROM people p JOIN users u ON u.person = p.id
				WHERE u.id = ?1) THEN 0 ELSE 1 END,
			a.folded,
			a.id`, int64(id))
}

// TicketCounts counts the tickets that a condition on records.TicketColumns lets through, by
// stretches of time that begin at some instants and by state; what is older than the first is left
// out.
func (db *DB) TicketCounts(ctx context.Context, where access.Where, from []int64) (
	list []records.TicketCount, err error) {
	if len(from) == 0 {
		return nil, nil
	}
	stretch := "-1"
	var args []any
	for _, at := range from {
		stretch += " + CASE WHEN t.created >= ? THEN 1 ELSE 0 END"
		args = append(args, at)
	}
	in, more := db.dialect.In(where.SQL, where.Args)
	err = db.list(ctx, `
		SELECT stretch, status, count(*)
		FROM (
			SELECT `+stretch+` AS stretch, t.status AS status
			FROM tickets t JOIN accounts a ON a.id = t.account
			WHERE t.created >= ? AND `+in+`) counted
		GROUP BY stretch, status
		ORDER BY stretch, status`, append(append(args, from[0]), more...),
		func(rows *sql.Rows) error {
			var c records.TicketCount
			err := rows.Scan(&c.Stretch, &c.Status, &c.Tickets)
			list = append(list, c)
			return err
		})
	return list, err
}
