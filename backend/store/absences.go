package store

import "gatehouse/backend/records"

var absences = &table{
	kind: records.KindAbsence, name: "absences",
	cols: "id, account, person, staff, name, first_day, last_day, deputy, text, created",
	fields: func(r records.Record) []any {
		x := r.(*records.Absence)
		return []any{&x.ID, &x.Account, &x.Person, &x.Staff, &x.Name, &x.Days.From,
			&x.Days.To, &x.Deputy, &x.Text, &x.Created}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"name", "deputy"}, anywhere: true},
}
