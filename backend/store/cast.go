package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Cast reads everything that access decides by about a user at their own account.
func (db *DB) Cast(ctx context.Context, id records.UserID) (*records.Cast, error) {
	return db.CastFor(ctx, id, 0)
}

// CastFor reads everything that access decides by about a user at one of the accounts where they
// have access (B17); 0 is their own. At any other account they have nothing, not even the minimum.
func (db *DB) CastFor(ctx context.Context, id records.UserID, at records.AccountID) (
	*records.Cast, error) {
	u, err := db.User(ctx, id)
	if err != nil {
		return nil, err
	}
	p, err := db.Person(ctx, u.Person)
	if err != nil {
		return nil, err
	}
	list, err := db.AccessesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	if at == 0 {
		at = p.Account
	}
	var held *records.Access
	for _, a := range list {
		if a.Account == at {
			held = a
		}
	}
	if held == nil && at != p.Account {
		return nil, problem.New(problem.NotFound, "This person has no access at this account.")
	}
	c, err := db.CastAt(ctx, at)
	if problem.Is(err, problem.NotFound) { // an account that is gone gives nothing
		c, err = db.CastAt(ctx, 0)
	}
	if err != nil {
		return nil, err
	}
	c.User, c.Person = u, p
	if held == nil {
		return c, nil
	}
	return c, db.Hold(ctx, c, held)
}

// Hold gives a cast an access: the real one, or a draft (B2).
func (db *DB) Hold(ctx context.Context, c *records.Cast, a *records.Access) error {
	c.Access = a
	p, err := db.Profile(ctx, a.Profile)
	if problem.Is(err, problem.NotFound) { // a profile that is gone gives nothing
		return nil
	}
	if c.Profile = p; err != nil || p.Base == 0 {
		return err
	}
	_, err = db.Profile(ctx, p.Base)
	if problem.Is(err, problem.NotFound) {
		c.BaseGone, err = true, nil
	}
	return err
}

// CastAt reads what access decides by about an account, with nobody in particular. Account 0 is
// nobody's: a visitor.
func (db *DB) CastAt(ctx context.Context, id records.AccountID) (*records.Cast, error) {
	portal, err := db.Portal(ctx)
	if err != nil {
		return nil, err
	}
	c := &records.Cast{Portal: portal}
	if c.Revision, err = db.newest(ctx); err != nil || id == 0 {
		return c, err
	}
	at, err := db.castsAt(ctx, c, access.Set{int64(id)})
	if err != nil {
		return nil, err
	}
	if at[id] == nil {
		return nil, Explain(sql.ErrNoRows)
	}
	return at[id], nil
}

// castsAt reads what everybody at each of the accounts shares, with what all have in common. An
// account that is gone is left out.
func (db *DB) castsAt(ctx context.Context, common *records.Cast, ids access.Set) (
	map[records.AccountID]*records.Cast, error) {
	accounts, err := inSet[*records.Account](ctx, db, records.KindAccount, `id IN (
		WITH RECURSIVE up (id, parent) AS (
			SELECT a.id, a.parent FROM accounts a WHERE a.id $
			UNION
			SELECT a.id, a.parent FROM accounts a JOIN up ON a.id = up.parent
		)
		SELECT id FROM up)`, ids)
	if err != nil {
		return nil, err
	}
	trees, err := db.subtrees(ctx, ids)
	if err != nil {
		return nil, err
	}
	at := map[records.AccountID]*records.Cast{}
	for _, id := range ids {
		a := accounts[id]
		if a == nil {
			continue
		}
		c := *common
		c.Account, c.Tree = a, trees[a.ID]
		above(&c, accounts)
		if at[a.ID] = &c; a.Consolidated {
			if err := db.standsFor(ctx, &c); err != nil {
				return nil, err
			}
		}
	}
	return at, nil
}

// above goes up an account's parents; one that is gone stands as nil, and a circle is told.
func above(c *records.Cast, accounts map[int64]*records.Account) {
	met := map[records.AccountID]bool{c.Account.ID: true}
	for a := c.Account; a != nil && a.Parent != 0; {
		if met[a.Parent] {
			c.Circle = true
			return
		}
		met[a.Parent] = true
		a = accounts[int64(a.Parent)]
		c.Above = append(c.Above, a)
	}
}

// standsFor reads what a consolidated account stands for (N4).
func (db *DB) standsFor(ctx context.Context, c *records.Cast) (err error) {
	c.Members, err = db.accountIDs(ctx,
		"SELECT member FROM consolidations WHERE account = ?", int64(c.Account.ID))
	if err != nil {
		return err
	}
	set := access.Set{}
	for _, m := range c.Members {
		set = append(set, int64(m))
	}
	trees, err := db.subtrees(ctx, set)
	for _, tree := range trees {
		c.Under = append(c.Under, tree...)
	}
	return err
}

// subtrees gives each of the accounts with all its subsidiaries.
func (db *DB) subtrees(ctx context.Context, tops access.Set) (
	map[records.AccountID][]records.AccountID, error) {
	in, args := db.dialect.In("a.id $", []any{tops})
	trees := map[records.AccountID][]records.AccountID{}
	err := db.list(ctx, `
		WITH RECURSIVE below (top, id) AS (
			SELECT a.id, a.id FROM accounts a WHERE `+in+`
			UNION
			SELECT b.top, a.id FROM accounts a JOIN below b ON a.parent = b.id
		)
		SELECT top, id FROM below`, args, func(rows *sql.Rows) error {
		var top, id records.AccountID
		err := rows.Scan(&top, &id)
		trees[top] = append(trees[top], id)
		return err
	})
	return trees, err
}

func (db *DB) accountIDs(ctx context.Context, query string, args ...any) (
	ids []records.AccountID, err error) {
	err = db.list(ctx, query, args, func(rows *sql.Rows) error {
		var id records.AccountID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
