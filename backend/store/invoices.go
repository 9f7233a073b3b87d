package store

import (
	"gatehouse/backend/records"
)

var invoices = &table{
	kind: records.KindInvoice, name: "invoices",
	cols: "id, number, account, subject, text, currency, lines, due, published, void, paid, created",
	fields: func(r records.Record) []any {
		i := r.(*records.Invoice)
		return []any{&i.ID, &i.Number, &i.Account, &i.Subject, &i.Text, &i.Currency, &i.Lines,
			&i.Due, &i.Published, &i.Void, &i.Paid, &i.Created}
	},
	extra: "state, exposed",
	derive: func(r records.Record) []any {
		i := r.(*records.Invoice)
		return []any{i.State(0), bit(i.Published)} // on no day is it overdue
	},
	finds: []string{"id", "account", "number"},
	shown: "published = 1",
	lists: listed{search: []string{"number", "subject"}, states: map[string]string{
		records.InvoiceOpen:    "t.state = 'open' AND t.due >= ?",
		records.InvoiceOverdue: "t.state = 'open' AND t.due < ?",
		records.InvoicePaid:    "t.state = 'paid' AND 0 <= ?",
		records.InvoiceVoid:    "t.state = 'void' AND 0 <= ?",
		records.InvoiceDue:     "t.state = 'open' AND 0 <= ?",
	}},
}

var payments = &table{
	kind: records.KindPayment, name: "payments",
	cols: "id, number, invoice, account, amount, currency, state, way, reference, event, person, " +
		"author, why, created",
	fields: func(r records.Record) []any {
		p := r.(*records.Payment)
		return []any{&p.ID, &p.Number, &p.Invoice, &p.Account, &p.Amount, &p.Currency, &p.State,
			&p.Way, &p.Reference, &p.Event, &p.Person, &p.Author, &p.Why, &p.Created}
	},
	extra: "exposed",
	derive: func(r records.Record) []any {
		return []any{bit(r.(*records.Payment).State == records.PaymentReceived)}
	},
	finds: []string{"invoice", "event"},
	lists: listed{search: []string{"number", "reference"}, state: "state"},
	shown: "state = 'received'",
}
