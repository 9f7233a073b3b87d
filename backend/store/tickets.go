package store

import (
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
