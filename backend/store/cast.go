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
	u, err := db.User(ctx, id)
	if err != nil {
		return nil, err
	}
	p, err := db.Person(ctx, u.Person)
	if err != nil {
		return nil, err
	}
	c, err := db.CastAt(ctx, p.Account)
	if err != nil {
		return nil, err
	}
	c.User, c.Person = u, p
	list, err := db.AccessesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.Account == p.Account {
			return c, db.Hold(ctx, c, a)
		}
	}
	return c, nil
}

// Hold gives a cast an access: the real one, or a draft (B2).
func (db *DB) Hold(ctx context.Context, c *records.Cast, a *records.Access) error {
	p, err := db.Profile(ctx, a.Profile)
	if problem.Is(err, problem.NotFound) { // a profile that is gone gives nothing
		return nil
	}
	c.Access, c.Profile = a, p
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
	if c.Account, err = db.Account(ctx, id); err != nil {
		return nil, err
	}
	for up := c.Account.Parent; up != 0 && len(c.Above) < 64; {
		a, err := db.Account(ctx, up)
		if problem.Is(err, problem.NotFound) { // a parent that is gone closes everything
			a = &records.Account{ID: up, Closed: access.Every}
		} else if err != nil {
			return nil, err
		}
		c.Above, up = append(c.Above, a), a.Parent
	}
	err = db.list(ctx, `
		WITH RECURSIVE below (id) AS (
			SELECT ?
			UNION
			SELECT a.id FROM accounts a JOIN below b ON a.parent = b.id
		)
		SELECT id FROM below`, []any{int64(id)}, func(rows *sql.Rows) error {
		var id records.AccountID
		err := rows.Scan(&id)
		c.Tree = append(c.Tree, id)
		return err
	})
	return c, err
}
