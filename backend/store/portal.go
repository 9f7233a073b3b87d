package store

import (
	"context"

	"gatehouse/backend/records"
)

var portals = &table{
	kind: records.KindPortal, name: "portals",
	cols: "id, name, zone, registered_only, sign_in_to_submit, widget, tab, account_tickets, " +
		"managers_raise, cut_off, closed, old_tickets, payment_link, second_factor, accent",
	fields: func(r records.Record) []any {
		p := r.(*records.Portal)
		one := new(int64)
		*one = records.PortalKey.ID
		return []any{one, &p.Name, &p.Zone, &p.RegisteredOnly, &p.SignInToSubmit, &p.Widget,
			&p.Tab, &p.AccountTickets, &p.ManagersRaise, &p.CutOff, &p.Closed, &p.OldTickets,
			&p.PaymentLink, &p.SecondFactor, &p.Accent}
	},
}

var staff = &table{
	kind: records.KindStaff, name: "staff",
	cols: "id, name, email, role, active",
	fields: func(r records.Record) []any {
		s := r.(*records.Staff)
		return []any{&s.ID, &s.Name, &s.Email, &s.Role, &s.Active}
	},
	finds: []string{"role"},
}

// Portal gives the portal's settings; problem.NotFound before the office has been set up.
func (db *DB) Portal(ctx context.Context) (*records.Portal, error) {
	return record[*records.Portal](ctx, db, records.PortalKey)
}

// Staff gives one member of staff.
func (db *DB) Staff(ctx context.Context, id records.StaffID) (*records.Staff, error) {
	return record[*records.Staff](ctx, db, records.Key{Kind: records.KindStaff, ID: int64(id)})
}

// AllStaff gives everybody who works at the office.
func (db *DB) AllStaff(ctx context.Context) ([]*records.Staff, error) {
	return many[*records.Staff](ctx, db, records.KindStaff,
		"SELECT "+staff.cols+" FROM staff ORDER BY id")
}
