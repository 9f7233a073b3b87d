package store_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// TestWhatNoEditMakesOpensNothing: accounts in a circle, under one that is gone, or that stand for
// themselves, and people of an account that is gone. Reading one and reading many agree.
func TestWhatNoEditMakesOpensNothing(t *testing.T) {
	alter := func(tx edit.Tx, id records.AccountID, change func(*records.Account)) {
		a := *tx.Row(records.Key{Kind: records.KindAccount, ID: int64(id)}).(*records.Account)
		change(&a)
		tx.Put(&a)
	}
	for name, c := range map[string]struct {
		damage func(edit.Tx)
		want   access.Fault // of Mia, who belongs to Acme
	}{
		"nothing": {func(edit.Tx) {}, 0},
		"a circle": {func(tx edit.Tx) {
			alter(tx, storetest.Acme, func(a *records.Account) { a.Parent = storetest.Labs })
		}, access.AccountCircle},
		"a parent that is gone": {func(tx edit.Tx) {
			alter(tx, storetest.Acme, func(a *records.Account) { a.Parent = 987 })
		}, access.AboveOff},
		"an account that stands for itself": {func(tx edit.Tx) {
			alter(tx, storetest.Acme, func(a *records.Account) { a.Consolidated = true })
			tx.Put(&records.Consolidation{ID: 9, Account: storetest.Acme, Member: storetest.Acme})
		}, 0},
		"an account that is gone": {func(tx edit.Tx) {
			tx.Delete(records.Key{Kind: records.KindAccount, ID: int64(storetest.Acme)})
		}, access.NoAccount},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, o *storetest.Office) {
				o.At(storetest.Anna, add(1, storetest.MiaUser, storetest.Basic))
				_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
					c.damage(tx)
					return nil
				})
				must(t, err)
				casts := bothWays(t, o, storetest.MiaUser)
				at := access.At(o.Now, o.Now.Location())
				theirs := (&records.Ticket{Account: storetest.Labs, Creator: storetest.Zoe}).Record(0)
				for _, cast := range casts {
					s := cast.Subject()
					if d := access.Check(s, access.TicketView, nil, at); d.Faults != c.want {
						t.Errorf("%b, want %b", d.Faults, c.want)
					}
					if access.Check(s, access.TicketView, theirs, at).Allowed() {
						t.Error("what is somebody else's is open")
					}
				}
			})
		})
	}
}

// bothWays reads a user by themselves and among many.
func bothWays(t *testing.T, o *storetest.Office, user records.UserID) []*records.Cast {
	t.Helper()
	alone, err := o.Server.Cast(ctx, user)
	must(t, err)
	casts := []*records.Cast{alone}
	seats := []store.Seat{{User: user, Account: storetest.Acme}}
	must(t, o.Server.Casts(ctx, seats, func(c *records.Cast) bool {
		casts = append(casts, c)
		return true
	}))
	if len(casts) != 2 {
		t.Fatalf("%d casts", len(casts))
	}
	return casts
}
