package store

import "gatehouse/backend/records"

var elevations = &table{
	kind: records.KindElevation, name: "elevations",
	cols: "id, account, user_id, person, asker, name, " +
		"profile, reason, state, note, decider, created, decided",
	fields: func(r records.Record) []any {
		x := r.(*records.Elevation)
		return []any{&x.ID, &x.Account, &x.User, &x.Person, &x.Asker, &x.Name, &x.Profile,
			&x.Reason, &x.State, &x.Note, &x.Decider, &x.Created, &x.Decided}
	},
	finds: []string{"account", "user_id"},
	lists: listed{search: []string{"name"}, state: "state"},
}
