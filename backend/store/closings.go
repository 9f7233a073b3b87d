package store

import "gatehouse/backend/records"

var closings = &table{
	kind: records.KindClosing, name: "closings",
	cols: "id, account, name, first_day, " +
		"last_day, weekdays, start_minute, end_minute, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Closing)
		return []any{&x.ID, &x.Account, &x.Name, &x.Days.From, &x.Days.To, &x.Weekdays,
			&x.Start, &x.End, &x.Created}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"name"}, anywhere: true},
}
