package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// TestOldDeletionsAreForgotten once they are old enough and a backup holds them; a desk that is
// behind them gets everything anew, keeps its identity and loses none of its edits.
func TestOldDeletionsAreForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		behind, current := o.Desk(storetest.Anna, "behind"), o.Desk(storetest.Anna, "current")
		o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
		behind.Sync()
		behind.Do(grant(2, storetest.TomUser, storetest.Basic))
		behind.Sync()
		o.At(storetest.Anna, &edit.RemoveAccess{User: storetest.MiaUser})
		o.At(storetest.Anna, grant(3, storetest.ZoeUser, storetest.Basic))
		current.Sync()
		later := time.Now().AddDate(0, 0, 100)
		tombstones := func() (n int) {
			must(t, o.Place.Look(t).QueryRow("SELECT count(*) FROM sync_idx WHERE del = 1").Scan(&n))
			return n
		}
		had := tombstones()
		must(t, o.Server.Compact(ctx, later))
		if had == 0 || tombstones() != had {
			t.Fatalf("without a backup, %d of %d deletions are left", tombstones(), had)
		}
		at, err := o.Server.Lineage(ctx)
		must(t, err)
		must(t, o.Server.Backup(ctx, filepath.Join(t.TempDir(), "backup.db")))
		must(t, o.Server.Compact(ctx, time.Now().AddDate(0, 0, 80)))
		if tombstones() != had {
			t.Fatal("deletions are forgotten too early")
		}
		must(t, o.Server.Compact(ctx, later))
		if tombstones() != 0 {
			t.Fatal("deletions are not forgotten")
		}
		copyID := position(t, behind).Copy
		behind.Do(&edit.CreateTicket{ID: 77, Account: storetest.Acme, Subject: "It broke"})
		behind.Sync()
		pos := position(t, behind)
		if pos.Copy != copyID || pos.Cookie.Version <= at.Version {
			t.Errorf("%+v, was %s at %d", pos, copyID, at.Version)
		}
		for _, d := range []*storetest.Desk{behind, current} {
			d.Sync()
			if got := o.ProfileOf(d.DB, storetest.MiaUser); got != 0 {
				t.Errorf("Mia has profile %d at a desk", got)
			}
			if got := o.ProfileOf(d.DB, storetest.ZoeUser); got != storetest.Basic {
				t.Errorf("Zoe has profile %d at a desk", got)
			}
		}
		if _, _, err := storetest.Ticket(ctx, o.Server, 77); err != nil {
			t.Error(err)
		}
	})
}

func position(t *testing.T, d *storetest.Desk) edit.Position {
	t.Helper()
	p, err := d.DB.Position(ctx)
	must(t, err)
	return p
}

// TestAfterARestoreADeskBringsAgainWhatWasLost, and only that, under a new identity.
func TestAfterARestoreADeskBringsAgainWhatWasLost(t *testing.T) {
	o := storetest.On(t, storetest.SQLite)
	anna := o.Desk(storetest.Anna, "anna")
	ticket := func(id records.TicketID) edit.Envelope {
		return anna.Do(&edit.CreateTicket{ID: id, Account: storetest.Acme, Subject: "It broke"})
	}
	ticket(71)
	anna.Sync()
	backup := filepath.Join(t.TempDir(), "backup.db")
	must(t, o.Server.Backup(ctx, backup))
	ticket(72)
	anna.Sync()
	ticket(73)
	must(t, o.Server.Close())
	_, err := store.Restore(ctx, backup, o.Path, time.Now())
	must(t, err)
	o.Server = o.Place.Open(t)
	was := position(t, anna)
	anna.Pull()
	now := position(t, anna)
	waiting, err := anna.DB.Outbox(ctx, 0, 10)
	must(t, err)
	if now.Copy == was.Copy || now.Cookie.Epoch <= was.Cookie.Epoch || len(waiting) != 2 {
		t.Fatalf("%+v, was %+v; %d edits wait", now, was, len(waiting))
	}
	anna.Sync()
	for _, id := range []records.TicketID{71, 72, 73} {
		if _, _, err := storetest.Ticket(ctx, o.Server, id); err != nil {
			t.Errorf("%d: %v", id, err)
		}
	}
}
