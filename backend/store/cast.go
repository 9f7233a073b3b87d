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
	if err := db.seat(ctx, c, id); err != nil {
		return nil, err
	}
	return c, nil
}

// seat reads what everybody at an account shares.
func (db *DB) seat(ctx context.Context, c *records.Cast, id records.AccountID) (err error) {
	if c.Account, err = db.Account(ctx, id); err != nil {
		return err
	}
	if err := db.above(ctx, c); err != nil {
		return err
	}
	if c.Tree, err = db.subtree(ctx, access.Set{int64(id)}); err != nil || !c.Account.Consolidated {
		return err
	}
	c.Members, err = db.accountIDs(ctx,
		"SELECT member FROM consolidations WHERE account = ?", int64(id))
	if err != nil {
		return err
	}
	set := access.Set{}
	for _, m := range c.Members {
		set = append(set, int64(m))
	}
	c.Under, err = db.subtree(ctx, set)
	return err
}

// above reads an account's parents; one that is gone stands as nil, and a circle is told.
func (db *DB) above(ctx context.Context, c *records.Cast) error {
	met := map[records.AccountID]bool{c.Account.ID: true}
	for up := c.Account.Parent; up != 0; {
		if met[up] {
			c.Circle = true
			return nil
		}
		met[up] = true
		a, err := db.Account(ctx, up)
		if problem.Is(err, problem.NotFound) {
			c.Above = append(c.Above, nil)
			return nil
		}
		if err != nil {
			return err
		}
		c.Above, up = append(c.Above, a), a.Parent
	}
	return nil
}

// subtree gives accounts with all their subsidiaries.
func (db *DB) subtree(ctx context.Context, top access.Set) ([]records.AccountID, error) {
	in, args := db.dialect.In("a.id $", []any{top})
	return db.accountIDs(ctx, `
		WITH RECURSIVE below (id) AS (
			SELECT a.id FROM accounts a WHERE `+in+`
			UNION
			SELECT a.id FROM accounts a JOIN below b ON a.parent = b.id
		)
		SELECT id FROM below`, args...)
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
