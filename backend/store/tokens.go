package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var tokens = &table{
	kind: records.KindToken, name: "tokens",
	cols: "id, hash, name, for_use, account, by_default, made, expires, revoked",
	fields: func(r records.Record) []any {
		t := r.(*records.Token)
		return []any{&t.ID, &t.Hash, &t.Name, &t.Use, &t.Account, &t.Default, &t.Made, &t.Expires,
			&t.Revoked}
	},
}

var provisions = &table{
	kind: records.KindProvision, name: "provisions",
	cols: "id, external, gone",
	fields: func(r records.Record) []any {
		p := r.(*records.Provision)
		return []any{&p.ID, &p.External, &p.Gone}
	},
}

// Token gives the token with this hash; none is problem.NotFound.
func (db *DB) Token(ctx context.Context, hash string) (*records.Token, error) {
	return record[*records.Token](ctx, db, records.TokenKey(hash))
}

// Tokens gives all tokens, the oldest first.
func (db *DB) Tokens(ctx context.Context) ([]*records.Token, error) {
	return many[*records.Token](ctx, db, records.KindToken,
		"SELECT "+tokens.cols+" FROM tokens ORDER BY made, id")
}

// Members gives the logins of the people of an account with what they have there, in the order of
// their ids.
func (db *DB) Members(ctx context.Context, at records.AccountID) ([]*records.Member, error) {
	return db.members(ctx, at, "", int64(at))
}

// MembersNamed gives those of them with a username, whatever its case: one, or none.
func (db *DB) MembersNamed(ctx context.Context, at records.AccountID, username string) (
	[]*records.Member, error) {
	return db.members(ctx, at, " AND u.folded = ?", int64(at), records.Fold(username))
}

// Member gives one of them; problem.NotFound for anybody else's.
func (db *DB) Member(ctx context.Context, at records.AccountID, id records.UserID) (
	*records.Member, error) {
	list, err := db.members(ctx, at, " AND u.id = ?", int64(at), int64(id))
	if err == nil && len(list) == 0 {
		err = problem.New(problem.NotFound, "This record does not exist.")
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

func (db *DB) members(ctx context.Context, at records.AccountID, more string, args ...any) (
	list []*records.Member, err error) {
	err = db.list(ctx, `
		SELECT
			`+users.prefixed("u")+`,
			`+people.prefixed("p")+`,
			coalesce(x.id, 0),
			coalesce(x.profile, 0),
			coalesce(v.id, 0),
			coalesce(v.external, ''),
			coalesce(v.gone, 0)
		FROM people p
			JOIN users u ON u.person = p.id
			LEFT JOIN accesses x ON x.user_id = u.id AND x.account = p.account
			LEFT JOIN provisions v ON v.id = u.id
		WHERE p.account = ?`+more+`
		ORDER BY u.id`, args, func(rows *sql.Rows) error {
		m := &records.Member{User: &records.User{}, Person: &records.Person{}}
		a := records.Access{Account: at}
		var v records.Provision
		into := append(users.fields(m.User), people.fields(m.Person)...)
		into = append(into, &a.ID, &a.Profile, &v.ID, &v.External, &v.Gone)
		err := rows.Scan(into...)
		if a.User = m.User.ID; a.ID != 0 {
			m.Access = &a
		}
		if v.ID != 0 {
			m.Provision = &v
		}
		list = append(list, m)
		return err
	})
	return list, err
}
