package store

import "gatehouse/backend/records"

var requestTypes = &table{
	kind: records.KindRequestType, name: "request_types",
	cols: "id, account, name, text, queue, priority, approver, is_off, created",
	fields: func(r records.Record) []any {
		x := r.(*records.RequestType)
		return []any{&x.ID, &x.Account, &x.Name, &x.Text, &x.Queue, &x.Priority,
			&x.Approver, &x.Off, &x.Created}
	},
	finds: []string{"id", "account"},
	lists: listed{search: []string{"name", "text"}, anywhere: true},
}
