package store

import "gatehouse/backend/records"

var orders = &table{
	kind: records.KindOrder, name: "orders",
	cols: "id, number, name, account, contact, creator, status, deadline, type, flags, info, created",
	fields: func(r records.Record) []any {
		o := r.(*records.Order)
		return []any{&o.ID, &o.Number, &o.Name, &o.Account, &o.Contact, &o.Creator, &o.Status,
			&o.Deadline, &o.Type, &o.Flags, &o.Info, &o.Created}
	},
	finds: []string{"account", "type"},
	lists: listed{search: []string{"name", "number"}, state: "status"},
}

var orderTypes = &table{
	kind: records.KindOrderType, name: "order_types",
	cols: "id, name, fields",
	fields: func(r records.Record) []any {
		t := r.(*records.OrderType)
		return []any{&t.ID, &t.Name, &t.Fields}
	},
	finds: []string{"id"},
}

var flags = &table{
	kind: records.KindFlag, name: "flags",
	cols: "id, name, look, customer",
	fields: func(r records.Record) []any {
		f := r.(*records.Flag)
		return []any{&f.ID, &f.Name, &f.Look, &f.Customer}
	},
	finds: []string{"id"},
	shown: "customer = 1", // N8
}

var orderTasks = &table{
	kind: records.KindOrderTask, name: "order_tasks",
	cols: "id, of_order, account, name, text, staff, done, created",
	fields: func(r records.Record) []any {
		t := r.(*records.OrderTask)
		return []any{&t.ID, &t.Order, &t.Account, &t.Name, &t.Text, &t.Staff, &t.Done, &t.Created}
	},
	finds: []string{"of_order"},
	shown: "1 = 0", // N6
}
