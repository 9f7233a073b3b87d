package storetest

import (
	"context"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// Tickets gives a page of tickets.
func Tickets(ctx context.Context, db *store.DB, w access.Where, q records.Query) (
	list []*records.Ticket, err error) {
	page, err := db.Page(ctx, records.KindTicket, w, q)
	for _, r := range page {
		list = append(list, r.(*records.Ticket))
	}
	return list, err
}

// Ticket gives one ticket, and the components closed at its account.
func Ticket(ctx context.Context, db *store.DB, id records.TicketID) (
	*records.Ticket, access.ComponentSet, error) {
	r, closed, err := db.One(ctx, records.Key{Kind: records.KindTicket, ID: int64(id)})
	if err != nil {
		return nil, 0, err
	}
	return r.(*records.Ticket), closed, nil
}

// Notes gives a ticket's notes as customers may read them.
func Notes(ctx context.Context, db *store.DB, id records.TicketID) (
	list []*records.Note, err error) {
	found, err := db.Parts(ctx, records.KindNote, "ticket", int64(id))
	for _, r := range found {
		list = append(list, r.(*records.Note))
	}
	return list, err
}
