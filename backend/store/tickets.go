package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/records"
)

var tickets = &table{
	kind: records.KindTicket, name: "tickets",
	cols: "id, number, account, creator, contact, assigned, approver, from_name, email, subject, " +
		"text, status, priority, internal, created, updated, type, queue, vendor, agent, " +
		"approval, approval_note, answered",
	fields: func(r records.Record) []any {
		t := r.(*records.Ticket)
		return []any{&t.ID, &t.Number, &t.Account, &t.Creator, &t.Contact, &t.Assigned,
			&t.Approver, &t.From, &t.Email, &t.Subject, &t.Text, &t.Status, &t.Priority,
			&t.Internal, &t.Created, &t.Updated, &t.Type, &t.Queue, &t.Vendor, &t.Agent,
			&t.Approval, &t.ApprovalNote, &t.Answered}
	},
	extra: "exposed",
	derive: func(r records.Record) []any {
		return []any{bit(!r.(*records.Ticket).Internal)}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"subject", "number"}, state: "status"},
}

var notes = &table{
	kind: records.KindNote, name: "notes",
	cols: "id, ticket, person, author, internal, text, created",
	fields: func(r records.Record) []any {
		n := r.(*records.Note)
		return []any{&n.ID, &n.Ticket, &n.Person, &n.Author, &n.Internal, &n.Text, &n.Created}
	},
	finds: []string{"ticket"},
	shown: "internal = 0", // A42
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
