package store

import "gatehouse/backend/records"

var allowances = &table{
	kind: records.KindAllowance, name: "allowances",
	cols: "id, account, sort, name, amount, currency, first_day, last_day, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Allowance)
		return []any{&x.ID, &x.Account, &x.Sort, &x.Name, &x.Amount, &x.Currency,
			&x.Days.From, &x.Days.To, &x.Created}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"name"}, state: "sort"},
}

var draws = &table{
	kind: records.KindDraw, name: "draws",
	cols: "id, allowance, amount, text, author, internal, day, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Draw)
		return []any{&x.ID, &x.Allowance, &x.Amount, &x.Text, &x.Author, &x.Internal,
			&x.Day, &x.Created}
	},
	finds: []string{"allowance"},
}
