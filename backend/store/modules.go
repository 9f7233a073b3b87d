package store

import "gatehouse/backend/records"

var modules = &table{
	kind: records.KindModule, name: "modules",
	cols: "id, name, text, price, currency, period, is_off, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Module)
		return []any{&x.ID, &x.Name, &x.Text, &x.Price.Minor, &x.Price.Currency, &x.Period,
			&x.Off, &x.Created}
	},
	finds: []string{"is_off"},
}

var subscriptions = &table{
	kind: records.KindSubscription, name: "subscriptions",
	cols: "id, account, module, name, price, currency, " +
		"period, first_day, last_day, added_by, removed_by, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Subscription)
		return []any{&x.ID, &x.Account, &x.Module, &x.Name, &x.Price.Minor,
			&x.Price.Currency, &x.Period, &x.Days.From, &x.Days.To, &x.AddedBy,
			&x.RemovedBy, &x.Created}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"name"}},
}
