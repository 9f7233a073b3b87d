package store

import "gatehouse/backend/records"

var queues = &table{
	kind: records.KindQueue, name: "queues",
	cols: "id, account, name, text, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Queue)
		return []any{&x.ID, &x.Account, &x.Name, &x.Text, &x.Created}
	},
	finds: []string{"id", "account"},
	lists: listed{search: []string{"name", "text"}, anywhere: true},
}
