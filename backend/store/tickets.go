package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

var tickets = &table{
	kind: records.KindTicket, name: "tickets",
	cols: "id, number, account, creator, contact, assigned, approver, subject, text, status, " +
		"priority, internal, created, updated",
	fields: func(r records.Record) []any {
		t := r.(*records.Ticket)
		return []any{&t.ID, &t.Number, &t.Account, &t.Creator, &t.Contact, &t.Assigned,
			&t.Approver, &t.Subject, &t.Text, &t.Status, &t.Priority, &t.Internal, &t.Created,
			&t.Updated}
	},
	extra: "exposed",
	derive: func(r records.Record) []any {
		return []any{bit(!r.(*records.Ticket).Internal)}
	},
	finds: []string{"account"},
}

var notes = &table{
	kind: records.KindNote, name: "notes",
	cols: "id, ticket, person, author, internal, text, created",
	fields: func(r records.Record) []any {
		n := r.(*records.Note)
		return []any{&n.ID, &n.Ticket, &n.Person, &n.Author, &n.Internal, &n.Text, &n.Created}
	},
	finds: []string{"ticket"},
}

// Tickets gives a page of the tickets that a condition on records.TicketColumns lets through,
// newest first.
func (db *DB) Tickets(ctx context.Context, where access.Where, q records.TicketQuery) (
	[]*records.Ticket, error) {
	p := pager{engine: db.dialect, size: q.Limit,
		from: "tickets t JOIN accounts a ON a.id = t.account"}
	var more []string
	if q.Text != "" {
		more = append(more, `(t.subject LIKE ? ESCAPE '\' OR t.number LIKE ? ESCAPE '\')`)
		p.args = append(p.args, like(q.Text), like(q.Text))
	}
	if q.Status != "" {
		more = append(more, "t.status = ?")
		p.args = append(p.args, string(q.Status))
	}
	if q.Before.ID != 0 {
		more = append(more, "(t.created, t.id) < (?, ?)")
		p.args = append(p.args, q.Before.Created, int64(q.Before.ID))
	}
	p.more = strings.Join(more, " AND ")
	newest, args := p.newest(where)
	list, err := many[*records.Ticket](ctx, db, records.KindTicket, `
		WITH page AS (`+newest+`)
		SELECT `+tickets.prefixed("t")+`
		FROM page JOIN tickets t ON t.id = page.id`, args...)
	slices.SortFunc(list, func(a, b *records.Ticket) int { // SQL would sort whole rows
		return cmp.Or(cmp.Compare(b.Created, a.Created), cmp.Compare(b.ID, a.ID))
	})
	return list, err
}

// Ticket gives one ticket, and the components closed at its account.
func (db *DB) Ticket(ctx context.Context, id records.TicketID) (
	*records.Ticket, access.ComponentSet, error) {
	t, err := record[*records.Ticket](ctx, db, records.Key{Kind: records.KindTicket, ID: int64(id)})
	if err != nil {
		return nil, 0, err
	}
	var open int64
	err = db.read.QueryRowContext(ctx, "SELECT open FROM accounts WHERE id = ?",
		int64(t.Account)).Scan(&open)
	if err == sql.ErrNoRows {
		return t, access.Every, nil
	}
	return t, access.Every &^ access.ComponentSet(open), Explain(err)
}

// Notes gives a ticket's notes in order, as customers may read them: no internal ones (A42).
func (db *DB) Notes(ctx context.Context, id records.TicketID) ([]*records.Note, error) {
	return many[*records.Note](ctx, db, records.KindNote,
		notes.query.row+"ticket = ? AND internal = 0 ORDER BY created, id", int64(id))
}

// AllNotes gives a ticket's notes in order, internal ones included: for staff only.
func (db *DB) AllNotes(ctx context.Context, id records.TicketID) ([]*records.Note, error) {
	return many[*records.Note](ctx, db, records.KindNote,
		notes.query.row+"ticket = ? ORDER BY created, id", int64(id))
}

// TicketLines gives a stretch of all tickets, newest first, and how many there are.
func (db *DB) TicketLines(ctx context.Context, text string, from, size int) (
	list []records.TicketLine, total int, err error) {
	find := like(text)
	err = db.read.QueryRowContext(ctx, `
		SELECT count(*) FROM tickets WHERE subject LIKE ?1 ESCAPE '\' OR number LIKE ?1 ESCAPE '\'`,
		find).Scan(&total)
	if err != nil {
		return nil, 0, Explain(err)
	}
	err = db.list(ctx, `
		SELECT
			`+tickets.prefixed("t")+`,
			coalesce(a.name, ''),
			trim(coalesce(p.first || ' ' || p.last, '')),
			t.ver = 0
		FROM tickets t
			LEFT JOIN accounts a ON a.id = t.account
			LEFT JOIN people p ON p.id = t.contact
		WHERE t.subject LIKE ?1 ESCAPE '\' OR t.number LIKE ?1 ESCAPE '\'
		ORDER BY t.created DESC, t.id DESC
		LIMIT ?2 OFFSET ?3`, []any{find, size, from}, func(rows *sql.Rows) error {
		var l records.TicketLine
		err := rows.Scan(append(tickets.fields(&l.Ticket), &l.Company, &l.Contact, &l.Pending)...)
		list = append(list, l)
		return err
	})
	return list, total, err
}
