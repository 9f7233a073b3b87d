package portaltest

import (
	"context"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// Counted is a source that counts how often a page reads from it.
type Counted struct {
	portal.Source
	Reads int
}

// Page counts a list.
func (c *Counted) Page(ctx context.Context, kind records.Kind, where access.Where,
	q records.Query) ([]records.Record, error) {
	c.Reads++
	return c.Source.Page(ctx, kind, where, q)
}

// One counts a record.
func (c *Counted) One(ctx context.Context, key records.Key) (
	records.Guarded, access.ComponentSet, error) {
	c.Reads++
	return c.Source.One(ctx, key)
}

// Parts counts the parts of a record.
func (c *Counted) Parts(ctx context.Context, kind records.Kind, column string, of ...int64) (
	[]records.Record, error) {
	c.Reads++
	return c.Source.Parts(ctx, kind, column, of...)
}

// People counts a reading of names.
func (c *Counted) People(ctx context.Context, ids []records.PersonID) (
	map[records.PersonID]string, error) {
	c.Reads++
	return c.Source.People(ctx, ids)
}
