package store

import "gatehouse/backend/records"

var vendors = &table{
	kind: records.KindVendor, name: "vendors",
	cols: "id, account, name, contact, email, phone, web, number, text, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Vendor)
		return []any{&x.ID, &x.Account, &x.Name, &x.Contact, &x.Email, &x.Phone, &x.Web,
			&x.Number, &x.Text, &x.Created}
	},
	finds: []string{"id", "account"},
	lists: listed{search: []string{"name", "contact", "number"}},
}
