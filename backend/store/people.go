package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

var people = &table{
	kind: records.KindPerson, name: "people",
	cols: "id, account, lead, first, last, email, phone, mobile, job_title",
	fields: func(r records.Record) []any {
		p := r.(*records.Person)
		return []any{&p.ID, &p.Account, &p.Lead, &p.First, &p.Last, &p.Email, &p.Phone, &p.Mobile,
			&p.JobTitle}
	},
	extra:  "folded",
	derive: func(r records.Record) []any { return []any{r.Index("folded")} },
	finds:  []string{"folded", "account"},
}

// Person gives one person.
func (db *DB) Person(ctx context.Context, id records.PersonID) (*records.Person, error) {
	return record[*records.Person](ctx, db, records.Key{Kind: records.KindPerson, ID: int64(id)})
}

// People gives the names of people.
func (db *DB) People(ctx context.Context, ids []records.PersonID) (
	map[records.PersonID]string, error) {
	set := make(access.Set, len(ids))
	for i, id := range ids {
		set[i] = int64(id)
	}
	in, args := db.dialect.In("id $", []any{set})
	names := map[records.PersonID]string{}
	list, err := many[*records.Person](ctx, db, records.KindPerson,
		people.query.row+in, args...)
	for _, p := range list {
		names[p.ID] = p.Name()
	}
	return names, err
}

// PeopleAt gives the first people of an account whose name or e-mail address contains text, by last
// name, and how many there are in all.
func (db *DB) PeopleAt(ctx context.Context, at records.AccountID, text string, limit int) (
	list []records.PersonLine, total int, err error) {
	const found = ` WHERE p.account = ? AND (p.first || ' ' || p.last LIKE ? ESCAPE '\'
		OR p.email LIKE ? ESCAPE '\')`
	args := []any{int64(at), like(text), like(text)}
	err = db.read.QueryRowContext(ctx, "SELECT count(*) FROM people p"+found, args...).Scan(&total)
	if err != nil {
		return nil, 0, Explain(err)
	}
	err = db.list(ctx, `
		SELECT
			`+people.prefixed("p")+`,
			coalesce((SELECT min(u.id) FROM users u WHERE u.person = p.id), 0)
		FROM people p`+found+`
		ORDER BY p.last, p.first, p.id
		LIMIT ?`, append(args, limit), func(rows *sql.Rows) error {
		var l records.PersonLine
		err := rows.Scan(append(people.fields(&l.Person), &l.User)...)
		list = append(list, l)
		return err
	})
	return list, total, err
}

// HasPeople reports whether there is any account, person or login.
func (db *DB) HasPeople(ctx context.Context) (has bool, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM accounts) OR "+
		"EXISTS (SELECT 1 FROM people) OR EXISTS (SELECT 1 FROM users)").Scan(&has)
	return has, Explain(err)
}

// Emails gives every folded e-mail address in the office.
func (db *DB) Emails(ctx context.Context) (map[string]bool, error) {
	known := map[string]bool{}
	err := db.list(ctx, "SELECT folded FROM people WHERE folded > ''", nil,
		func(rows *sql.Rows) error {
			var email string
			err := rows.Scan(&email)
			known[email] = true
			return err
		})
	return known, err
}
