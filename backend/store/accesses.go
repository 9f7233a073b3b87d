package store

import (
	"context"

	"gatehouse/backend/records"
)

var accesses = &table{
	kind: records.KindAccess, name: "accesses",
	cols: "id, user_id, account, profile, start_day, end_day, closed, overrides, can_sign, " +
		"pin_reset, granted_by, reason, given, confirmed, confirmed_by",
	fields: func(r records.Record) []any {
		a := r.(*records.Access)
		return []any{&a.ID, &a.User, &a.Account, &a.Profile, &a.Schedule.From, &a.Schedule.To,
			&a.Closed, &a.Overrides, &a.CanSign, &a.PinReset, &a.GrantedBy, &a.Reason, &a.Given,
			&a.Confirmed, &a.ConfirmedBy}
	},
	extra:  "answered",
	derive: func(r records.Record) []any { return []any{int64(r.(*records.Access).Answered())} },
	finds:  []string{"user_id", "profile"},
}

// AccessesOf gives the portal accesses of a user, one per account.
func (db *DB) AccessesOf(ctx context.Context, id records.UserID) ([]*records.Access, error) {
	return many[*records.Access](ctx, db, records.KindAccess,
		accesses.query.row+"user_id = ? ORDER BY id", int64(id))
}
