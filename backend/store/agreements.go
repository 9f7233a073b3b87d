package store

import "gatehouse/backend/records"

// agreement are the columns of quotations and sales orders after the id.
const agreement = ", number, account, contact, subject, text, currency, lines, until, published, " +
	"withdrawn, signed, created"

func agreed(id any, a *records.Agreement) []any {
	return []any{id, &a.Number, &a.Account, &a.Contact, &a.Subject, &a.Text, &a.Currency,
		&a.Lines, &a.Until, &a.Published, &a.Withdrawn, &a.Signed, &a.Created}
}

func agreedOn(r records.Record) []any {
	a := r.(records.Signable).Terms()
	return []any{a.State(0), bit(a.Published)} // on no day has it expired
}

var agreementLists = listed{search: []string{"number", "subject"}, states: map[string]string{
	records.ForSigning: "t.state = 'open' AND (t.until = 0 OR t.until >= ?)",
	records.Signed:     "t.state = 'signed' AND 0 <= ?",
	records.Expired:    "t.state = 'open' AND t.until > 0 AND t.until < ?",
	records.Withdrawn:  "t.state = 'withdrawn' AND 0 <= ?",
}}

var quotations = &table{
	kind: records.KindQuotation, name: "quotations",
	cols: "id" + agreement,
	fields: func(r records.Record) []any {
		q := r.(*records.Quotation)
		return agreed(&q.ID, &q.Agreement)
	},
	extra:  "state, exposed",
	derive: agreedOn,
	finds:  []string{"account"},
	lists:  agreementLists,
}

var salesOrders = &table{
	kind: records.KindSalesOrder, name: "sales_orders",
	cols: "id" + agreement,
	fields: func(r records.Record) []any {
		o := r.(*records.SalesOrder)
		return agreed(&o.ID, &o.Agreement)
	},
	extra:  "state, exposed",
	derive: agreedOn,
	finds:  []string{"account"},
	lists:  agreementLists,
}

var signatures = &table{
	kind: records.KindSignature, name: "signatures",
	cols: "id, owner, owner_id, account, person, name, email, ip, version, pin, created",
	fields: func(r records.Record) []any {
		s := r.(*records.Signature)
		return []any{&s.ID, &s.Owner, &s.OwnerID, &s.Account, &s.Person, &s.Name, &s.Email, &s.IP,
			&s.Version, &s.PIN, &s.Created}
	},
	finds: []string{"owner_id"},
}
