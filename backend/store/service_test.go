package store_test

import (
	"slices"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestLoginsGoOnWhereAPageEnded (A19): by name, within the condition, on either engine.
func TestLoginsGoOnWhereAPageEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		o.At(storetest.Anna, add(1, storetest.TomUser, storetest.Manager))
		c, err := o.Server.Cast(ctx, storetest.TomUser)
		must(t, err)
		at := access.At(o.Now, c.Portal.Location())
		where := access.Filter(c.Subject(), access.LoginsManage, records.LoginColumns, at)
		var names []string
		q := records.LoginQuery{Limit: 1}
		for range 5 {
			list, err := o.Server.LoginLines(ctx, where, q)
			must(t, err)
			for _, l := range list {
				names, q.After = append(names, l.Name), l.User
				if !l.On || l.Company == "" {
					t.Errorf("%+v", l)
				}
			}
		}
		want := []string{"Mia Miller", "Tom Miller", "Zoe Miller"}
		if !slices.Equal(names, want) {
			t.Errorf("%v", names)
		}
		found, err := o.Server.LoginLines(ctx, where, records.LoginQuery{Text: "ZOE@", Limit: 9})
		must(t, err)
		none, err := o.Server.LoginLines(ctx, access.Nothing, records.LoginQuery{Limit: 9})
		must(t, err)
		if len(found) != 1 || found[0].User != storetest.ZoeUser || len(none) != 0 {
			t.Errorf("%+v %+v", found, none)
		}
	})
}

// TestSeatsAreTheOwnAccountAndThoseWithAccess (B17).
func TestSeatsAreTheOwnAccountAndThoseWithAccess(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		o.At(storetest.Anna, &edit.AddAccess{ID: 1, User: storetest.ZoeUser,
			Account: storetest.Acme, Terms: edit.Terms{Profile: storetest.Basic}})
		for user, want := range map[records.UserID][]records.AccountID{
			storetest.ZoeUser: {storetest.Labs, storetest.Acme}, storetest.MiaUser: {storetest.Acme},
			999: nil} {
			list, err := o.Server.Seats(ctx, user)
			must(t, err)
			var ids []records.AccountID
			for _, a := range list {
				ids = append(ids, a.ID)
			}
			if !slices.Equal(ids, want) {
				t.Errorf("%s has %v", user, ids)
			}
		}
	})
}

// TestTicketsAreCountedByStretchAndState (A25): of those that the condition lets through.
func TestTicketsAreCountedByStretchAndState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		o.At(storetest.Anna, add(1, storetest.TomUser, storetest.Manager))
		_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			for i, k := range []records.Ticket{{Created: 5}, {Created: 10}, {Created: 19},
				{Created: 20, Status: records.Resolved}, {Created: 21, Internal: true},
				{Created: 22, Account: storetest.Labs}} {
				k.ID, k.Subject = records.TicketID(50+i), "S"
				if k.Status == "" {
					k.Status = records.Open
				}
				if k.Account == 0 {
					k.Account = storetest.Acme
				}
				tx.Put(&k)
			}
			return nil
		})
		must(t, err)
		c, err := o.Server.Cast(ctx, storetest.TomUser)
		must(t, err)
		where := access.Filter(c.Subject(), access.ReportView, records.TicketColumns,
			access.At(o.Now, c.Portal.Location()))
		got, err := o.Server.TicketCounts(ctx, where, []int64{10, 20})
		must(t, err)
		want := []records.TicketCount{{Stretch: 0, Status: records.Open, Tickets: 2},
			{Stretch: 1, Status: records.Resolved, Tickets: 1}}
		if !slices.Equal(got, want) {
			t.Errorf("%+v", got)
		}
	})
}
