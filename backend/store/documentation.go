package store

import "gatehouse/backend/records"

var configurationItems = &table{
	kind: records.KindConfigurationItem, name: "configuration_items",
	cols: "id, account, name, sort, address, text, username, sealed, warranty, expires, created",
	fields: func(r records.Record) []any {
		c := r.(*records.ConfigurationItem)
		return []any{&c.ID, &c.Account, &c.Name, &c.Sort, &c.Address, &c.Text, &c.Username,
			&c.Sealed, &c.Warranty, &c.Expires, &c.Created}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"name", "sort", "address"}},
}

var licences = &table{
	kind: records.KindLicence, name: "licences",
	cols: "id, account, name, vendor, contract, seats, expires, created",
	fields: func(r records.Record) []any {
		l := r.(*records.Licence)
		return []any{&l.ID, &l.Account, &l.Name, &l.Vendor, &l.Contract, &l.Seats, &l.Expires,
			&l.Created}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"name", "vendor", "contract"}},
}
