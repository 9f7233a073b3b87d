package store

import (
	"context"
	"database/sql"
	"math"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var users = &table{
	kind: records.KindUser, name: "users",
	cols: "id, person, username, consolidated, active, portal_user, role_group, support_from, " +
		"support_to, password_set, must_change, locked, last_seen, requests, lang, pin, " +
		"second_factor, passkeys",
	fields: func(r records.Record) []any {
		u := r.(*records.User)
		return []any{&u.ID, &u.Person, &u.Username, &u.Consolidated, &u.Active, &u.PortalUser,
			&u.RoleGroup, &u.Support.From, &u.Support.To, &u.PasswordSet, &u.MustChange, &u.Locked,
			&u.LastSeen, &u.Requests, &u.Lang, &u.PIN, &u.SecondFactor, &u.Passkeys}
	},
	extra:  "folded",
	derive: func(r records.Record) []any { return []any{r.Index("folded")} },
	finds:  []string{"folded", "person"},
}

var credentials = &table{
	kind: records.KindCredential, name: "credentials",
	cols: "id, verifier",
	fields: func(r records.Record) []any {
		c := r.(*records.Credential)
		return []any{&c.ID, &c.Verifier}
	},
}

var pins = &table{
	kind: records.KindPIN, name: "pins",
	cols: "id, verifier",
	fields: func(r records.Record) []any {
		p := r.(*records.PIN)
		return []any{&p.ID, &p.Verifier}
	},
}

// PIN gives the verifier of a user's PIN, nil where there is none.
func (db *DB) PIN(ctx context.Context, id records.UserID) (*records.PIN, error) {
	return found[*records.PIN](ctx, db, records.Key{Kind: records.KindPIN, ID: int64(id)})
}

// User gives one user.
func (db *DB) User(ctx context.Context, id records.UserID) (*records.User, error) {
	return record[*records.User](ctx, db, records.Key{Kind: records.KindUser, ID: int64(id)})
}

// Logins gives the users, five at most, whose username this is or whose e-mail address.
func (db *DB) Logins(ctx context.Context, name string) ([]*records.User, error) {
	return many[*records.User](ctx, db, records.KindUser, users.query.row+`id IN (
			SELECT id FROM users WHERE folded = ?1
			UNION
			SELECT u.id FROM people p JOIN users u ON u.person = p.id
			WHERE p.folded = ?1 AND p.folded > ''
		)
		ORDER BY id
		LIMIT 5`, records.Fold(name))
}

// Login gives the user with this username and the verifier of the password; nil for neither. At a
// desk there are no verifiers.
func (db *DB) Login(ctx context.Context, username string) (*records.User, string, error) {
	list, err := many[*records.User](ctx, db, records.KindUser, users.query.row+"folded = ? LIMIT 1",
		records.Fold(username))
	if err != nil || len(list) == 0 {
		return nil, "", err
	}
	c, err := found[*records.Credential](ctx, db,
		records.Key{Kind: records.KindCredential, ID: int64(list[0].ID)})
	if err != nil || c == nil {
		return list[0], "", err
	}
	return list[0], c.Verifier, nil
}

var userSorts = map[string]string{"name": "name", "email": "email", "company": "company",
	"profile": "profile"}

// UserLines gives a stretch of the list of users, and how many there are in all.
func (db *DB) UserLines(ctx context.Context, q records.UserQuery) (
	list []records.UserLine, total int, err error) {
	if q.Size > 1000 {
		return nil, 0, errNoList
	}
	in, err := db.userList(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	if total, err = in.count(ctx); err != nil {
		return nil, 0, err
	}
	err = in.each(ctx, func(l records.UserLine) error {
		list = append(list, l)
		return nil
	})
	return list, total, err
}

// EveryUserLine hands out the whole list of users, whatever stretch is asked for, and says before
// each how many there are in all. It ends at the first error of yield, and gives that.
func (db *DB) EveryUserLine(ctx context.Context, q records.UserQuery,
	yield func(l records.UserLine, total int) error) error {
	q.From, q.Size = 0, math.MaxInt32
	in, err := db.userList(ctx, q)
	if err != nil {
		return err
	}
	total, err := in.count(ctx)
	if err != nil {
		return err
	}
	return in.each(ctx, func(l records.UserLine) error { return yield(l, total) })
}

var errNoList = problem.New(problem.Invalid, "The list cannot be shown like that.")

// userList is what a list of users is read by. Its first arguments are the day, what is searched
// for, the size and the beginning of the stretch.
type userList struct {
	db           *DB
	where, order string
	args         []any
}

func (db *DB) userList(ctx context.Context, q records.UserQuery) (*userList, error) {
	view, more, err := db.userView(ctx, q.View)
	if err != nil {
		return nil, err
	}
	column := userSorts[q.Sort]
	if view == "" || column == "" || q.From < 0 || q.Size < 0 {
		return nil, errNoList
	}
	found, match := db.dialect.search(q.Text)
	way := " ASC"
	if q.Desc {
		way = " DESC"
	}
	return &userList{db: db, where: view + " AND " + found,
		order: "ORDER BY " + db.dialect.noCase("l."+column) + way + ", l.user_id" + way,
		args:  append([]any{int64(q.Day), match, q.Size, q.From}, more...)}, nil
}

func (u *userList) count(ctx context.Context) (total int, err error) {
	err = u.db.read.QueryRowContext(ctx, `
		SELECT count(*)
		FROM user_lines l
		WHERE ?1 >= 0 AND ?2 >= '' AND ?3 >= 0 AND ?4 >= 0 AND `+u.where, u.args...).Scan(&total)
	return total, Explain(err)
}

func (u *userList) each(ctx context.Context, yield func(records.UserLine) error) error {
	return u.db.list(ctx, `
		WITH page AS (
			SELECT l.user_id AS user_id
			FROM user_lines l
			WHERE ?1 >= 0 AND ?2 >= '' AND `+u.where+`
			`+u.order+`
			LIMIT ?3 OFFSET ?4
		)
		SELECT
			`+users.prefixed("u")+`,
			l.name,
			l.email,
			l.company,
			l.profile,
			coalesce(x.start_day, 0),
			coalesce(x.end_day, 0),
			u.ver = 0 OR coalesce(x.ver, 1) = 0 OR p.ver = 0
				OR EXISTS (SELECT 1 FROM undo d WHERE d.kind = 'access' AND d.body LIKE '%"' || u.id || '"%')
		FROM page
			JOIN user_lines l ON l.user_id = page.user_id
			JOIN users u ON u.id = page.user_id
			JOIN people p ON p.id = l.person
			LEFT JOIN accesses x ON x.user_id = u.id AND x.account = l.account
		`+u.order, u.args, func(rows *sql.Rows) error {
		var l records.UserLine
		into := append(users.fields(&l.User), &l.Name, &l.Email, &l.Company, &l.Profile,
			&l.Access.From, &l.Access.To, &l.Pending)
		if err := rows.Scan(into...); err != nil {
			return err
		}
		return yield(l)
	})
}

// Counts gives the figures of the home screen for a day and a member of staff.
func (db *DB) Counts(ctx context.Context, day access.Day, staff records.StaffID) (
	c records.Counts, err error) {
	err = db.read.QueryRowContext(ctx, `
		SELECT
			(SELECT count(*) FROM user_lines),
			(SELECT count(*) FROM user_lines WHERE profile > ''),
			(SELECT count(*) FROM user_lines l WHERE `+userViews["ending"]+`),
			(SELECT count(*) FROM user_lines l WHERE `+userViews["never"]+`),
			(SELECT count(*) FROM tickets WHERE status = 'open'),
			(SELECT count(*) FROM inbox WHERE is_open = 1 AND (staff = ?2 OR staff = 0)),
			(SELECT count(*) FROM elevations WHERE state = 'asked'),
			(SELECT count(*) FROM conversations WHERE waits = 1)`,
		int64(day), int64(staff)).Scan(&c.People, &c.WithAccess, &c.EndingSoon, &c.NeverSignedIn,
		&c.OpenTickets, &c.Conflicts, &c.Requests, &c.Chats)
	return c, Explain(err)
}
