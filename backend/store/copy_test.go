package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// furnished is an office in which much has happened, with a file, a session and a machine.
func furnished(t *testing.T, e storetest.Engine) *storetest.Office {
	t.Helper()
	o := storetest.On(t, e)
	key, _ := signingKey("office")
	must(t, o.Server.Countersign(ctx, key))
	busy(t, o, 60)
	must(t, o.Server.KeepContent(ctx, "abc", []byte{0, 1, 255}))
	must(t, o.Server.CommitCtx(ctx, "token", []byte{0, 9}, time.Now().Add(time.Hour)))
	must(t, o.Server.Invite(ctx, "hash", storetest.Anna, 1))
	return o
}

// TestAnOfficeMovesToAnotherEngineAndBack: with all that it has, and its desks go on.
func TestAnOfficeMovesToAnotherEngineAndBack(t *testing.T) {
	ways := map[storetest.Engine]storetest.Engine{storetest.SQLite: storetest.Postgres,
		storetest.Postgres: storetest.SQLite}
	storetest.Engines(t, func(t *testing.T, e storetest.Engine) {
		o := furnished(t, e)
		anna := o.Desk(storetest.Anna, "mover")
		if e == storetest.SQLite {
			storetest.Make(t, storetest.Postgres) // or this is skipped
		}
		to := storetest.Make(t, ways[e]).Open(t)
		list, err := o.Server.MoveTo(ctx, to, "the other side")
		must(t, err)
		rows := map[string]int64{}
		for _, c := range list {
			rows[c.Table] = c.Rows
		}
		if rows["users"] != 3 || rows["contents"] != 1 || rows["lineage"] != 1 || rows["history"] < 50 {
			t.Errorf("%v", rows)
		}
		if where, err := o.Server.Moved(ctx); where != "the other side" || err != nil {
			t.Errorf("moved to %q, %v", where, err)
		}
		if where, err := to.Moved(ctx); where != "" || err != nil {
			t.Errorf("the new one was moved to %q, %v", where, err)
		}
		was := o.Server
		o.Server = to
		v, err := to.VerifyHistory(ctx, "")
		if err != nil || v.Broken != 0 || v.Signed != v.Lines {
			t.Errorf("%+v, %v", v, err)
		}
		if data, err := to.Content(ctx, "abc"); err != nil || string(data) != "\x00\x01\xff" {
			t.Errorf("the file: %v %v", data, err)
		}
		users, n, err := to.UserLines(ctx, records.UserQuery{Text: "zoe", Sort: "name", Size: 5})
		if err != nil || n != 1 || users[0].Company != "Acme Labs" {
			t.Errorf("the list of users: %+v %v", users, err)
		}
		anna.Do(&edit.CreateTicket{ID: 77, Account: storetest.Acme, Subject: "After the move"})
		if out := anna.Sync(); out.Fork || len(out.Results) != 1 {
			t.Errorf("%+v", out)
		}
		_, err = to.CopyTo(ctx, was)
		if !problem.Is(err, problem.Conflict) {
			t.Errorf("over what is there: %v", err)
		}
	})
}

// TestNobodyMovesWhatIsServed: a server that hears holds on to its database.
func TestNobodyMovesWhatIsServed(t *testing.T) {
	o := storetest.On(t, storetest.Postgres)
	served := o.Place.Open(t)
	heard := make(chan int64, 100)
	served.Committed = func(v int64) { heard <- v }
	go served.Hear(t.Context())
	<-heard
	_, err := o.Server.MoveTo(ctx, storetest.Make(t, storetest.SQLite).Open(t), "away")
	if !problem.Is(err, problem.Busy) {
		t.Errorf("while it is served: %v", err)
	}
}

// TestNothingIsTakenWhereAnOfficeHasLeft: a server that was started again while it was moved takes
// what goes along, and refuses the rest.
func TestNothingIsTakenWhereAnOfficeHasLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		other := o.Server
		if o.Place.Engine == storetest.Postgres {
			other = o.Place.Open(t)
		}
		begun, taken := make(chan bool), make(chan int64)
		go func() {
			for n := int64(0); ; n++ {
				_, err := other.Write(ctx, func(tx edit.Tx) error {
					tx.Put(&records.Account{ID: records.AccountID(5000 + n), Name: "A"})
					return nil
				})
				if n == 0 {
					close(begun)
				}
				if problem.Is(err, problem.Busy) {
					n--
				} else if n == 2000 || err != nil {
					taken <- n
					return
				}
			}
		}()
		<-begun
		to := storetest.Make(t, storetest.SQLite).Open(t)
		if _, err := o.Server.MoveTo(ctx, to, "the other side"); err != nil {
			t.Error(err)
		}
		var came int64
		n := <-taken
		for i := range n {
			if _, err := to.Account(ctx, records.AccountID(5000+i)); err == nil {
				came++
			}
		}
		if came != n {
			t.Errorf("%d were taken, %d came along", n, came)
		}
		_, err := other.Write(ctx, func(edit.Tx) error { return nil })
		if !problem.Is(err, problem.Unavailable) {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// TestARestoredServerHasWhatDesksWereAcknowledged (O7): what it had lost comes back from the desks,
// a removal above all, and nobody is still signed in.
func TestARestoredServerHasWhatDesksWereAcknowledged(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, e storetest.Engine) {
		o := furnished(t, e)
		anna, ben := o.Desk(storetest.Anna, "first"), o.Desk(storetest.Ben, "second")
		anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
		anna.Sync()
		anna.Do(grant(5000, storetest.MiaUser, storetest.Manager))
		anna.Sync()
		ben.Pull()
		before, err := o.Server.Lineage(ctx)
		must(t, err)
		backup := filepath.Join(t.TempDir(), "backup.db")
		must(t, o.Server.Backup(ctx, backup))
		if v, err := o.Server.Durable(ctx); v != before.Version || err != nil {
			t.Errorf("durable is %d, %v; want %d", v, err, before.Version)
		}
		anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
		ben.Do(&edit.CreateTicket{ID: 91, Account: storetest.Acme, Subject: "Acknowledged"})
		anna.Sync()
		ben.Sync()
		restore(t, o, backup)
		after, err := o.Server.Lineage(ctx)
		if err != nil || after.Version != before.Version || after.Epoch <= before.Epoch {
			t.Errorf("%+v became %+v, %v", before, after, err)
		}
		if got := o.ProfileOf(o.Server, storetest.MiaUser); got != storetest.Manager {
			t.Errorf("the backup has profile %d", got)
		}
		if _, ok, err := o.Server.Find("token"); ok || err != nil {
			t.Errorf("a session goes on: %v", err)
		}
		for range 3 {
			ben.Sync()
			anna.Sync()
		}
		if got := o.ProfileOf(o.Server, storetest.MiaUser); got != 0 {
			t.Errorf("Mia has profile %d again", got)
		}
		if ticket, _, err := storetest.Ticket(ctx, o.Server, 91); err != nil ||
			ticket.Subject != "Acknowledged" {
			t.Errorf("the ticket: %+v %v", ticket, err)
		}
		v, err := o.Server.VerifyHistory(ctx, "")
		if err != nil || v.Broken != 0 {
			t.Errorf("%+v, %v", v, err)
		}
		restore(t, o, backup) // and once more from the same one
		again, err := o.Server.Lineage(ctx)
		if err != nil || again.Epoch <= after.Epoch {
			t.Errorf("%+v became %+v, %v", after, again, err)
		}
	})
}

// restore puts a backup in the office's place, whose former content is kept.
func restore(t *testing.T, o *storetest.Office, backup string) {
	t.Helper()
	do := store.Restore
	if o.Place.Engine == storetest.Postgres {
		do = store.RestorePostgres
	} else if _, err := do(ctx, backup, o.Place.Address, time.Now()); !problem.Is(err, problem.Busy) {
		t.Errorf("while it is open: %v", err)
	}
	must(t, o.Server.Close())
	time.Sleep(time.Second) // the names of what is kept are by seconds
	kept, err := do(ctx, backup, o.Place.Address, time.Now())
	must(t, err)
	if _, err := os.Stat(kept); o.Place.Engine == storetest.SQLite && err != nil || kept == "" {
		t.Errorf("kept as %q, %v", kept, err)
	}
	o.Server = o.Place.Open(t)
}

// TestABackupThatIsNoneIsRefused, and changes nothing.
func TestABackupThatIsNoneIsRefused(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, e storetest.Engine) {
		o := storetest.On(t, e)
		must(t, o.Server.Close())
		dir := t.TempDir()
		none, empty := filepath.Join(dir, "none.db"), filepath.Join(dir, "empty.db")
		must(t, os.WriteFile(none, []byte("no database at all, but some text"), 0o600))
		db, err := store.Open(ctx, empty)
		must(t, errors.Join(err, db.Close()))
		half, damaged := filepath.Join(dir, "half.db"), filepath.Join(dir, "damaged.db")
		whole, err := os.ReadFile(empty)
		must(t, err)
		must(t, os.WriteFile(half, whole[:len(whole)/2], 0o600))
		for i := len(whole) / 2; i < len(whole); i += 7 {
			whole[i] ^= 0x55
		}
		must(t, os.WriteFile(damaged, whole, 0o600))
		for _, from := range []string{none, empty, half, damaged, filepath.Join(dir, "missing.db"),
			dir} {
			do := store.Restore
			if e == storetest.Postgres {
				do = store.RestorePostgres
			}
			if _, err := do(ctx, from, o.Place.Address, time.Now()); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", filepath.Base(from), err)
			}
		}
		if left, err := filepath.Glob(o.Path + ".re*"); e == storetest.SQLite && len(left) != 0 {
			t.Errorf("left behind: %q, %v", left, err)
		}
		if c, err := o.Place.Open(t).Lineage(ctx); err != nil || c.Portal != "portal-1" {
			t.Errorf("%+v %v", c, err)
		}
	})
}

// TestDataIsReadByItsOwnerOnly, whatever folder it lies in: it holds verifiers of passwords.
func TestDataIsReadByItsOwnerOnly(t *testing.T) {
	o := storetest.On(t, storetest.SQLite)
	backup := filepath.Join(t.TempDir(), "backup.db")
	must(t, o.Server.Backup(ctx, backup))
	for _, path := range []string{o.Path, o.Path + "-wal", backup} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", filepath.Base(path), info.Mode(), err)
		}
	}
}

// TestARestoreLosesNothing: what a crash has left in the journal is not passed over, and what was
// there is kept each time.
func TestARestoreLosesNothing(t *testing.T) {
	o := storetest.On(t, storetest.SQLite)
	now, backup := time.Now(), filepath.Join(t.TempDir(), "backup.db")
	must(t, o.Server.Backup(ctx, backup))
	crashed := filepath.Join(t.TempDir(), "office.db")
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(o.Path + end)
		must(t, errors.Join(err, os.WriteFile(crashed+end, data, 0o600)))
	}
	must(t, o.Server.Close())
	if _, err := store.Restore(ctx, crashed, o.Path, now); !problem.Is(err, problem.Busy) {
		t.Errorf("half of a crashed office: %v", err)
	}
	names := map[string]bool{}
	for range 3 {
		kept, err := store.Restore(ctx, backup, o.Path, now)
		must(t, err)
		names[kept] = true
	}
	if list, err := filepath.Glob(o.Path + ".re*"); err != nil || len(names) != 3 || len(list) != 3 {
		t.Errorf("kept as %v, there is %q, %v", names, list, err)
	}
	o.Server = o.Place.Open(t)
}

// TestABackupReplacesNothingButABackup: not the office's own data, which would be lost, nor its
// key.
func TestABackupReplacesNothingButABackup(t *testing.T) {
	o := storetest.On(t, storetest.SQLite)
	dir := filepath.Dir(o.Path)
	key, odd := filepath.Join(dir, "data.key"), filepath.Join(dir, "night 50%25?.db")
	must(t, os.WriteFile(key, []byte("thirty-two bytes that open it all"), 0o600))
	for _, to := range []string{o.Path, o.Path + ".lock", o.Path + "-wal", key, dir} {
		before, _ := os.ReadFile(to)
		err := o.Server.Backup(ctx, to)
		after, _ := os.ReadFile(to)
		if problem.Of(err).Kind == problem.Internal || string(after) != string(before) {
			t.Errorf("a backup to %s: %v", filepath.Base(to), err)
		}
	}
	for range 2 {
		must(t, o.Server.Backup(ctx, odd))
	}
	must(t, o.Server.Close())
	_, err := store.Restore(ctx, odd, o.Path, time.Now())
	must(t, err)
	o.Server = o.Place.Open(t)
}

// TestABackupIsWholeWhileOthersWrite: each is one moment, and what it holds is durable.
func TestABackupIsWholeWhileOthersWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		key, _ := signingKey("office")
		must(t, o.Server.Countersign(ctx, key))
		stop, done := make(chan struct{}), make(chan error, 1)
		go func() {
			for i := int64(1); ; i++ {
				select {
				case <-stop:
					done <- nil
					return
				default:
				}
				_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
					tx.Put(&records.History{ID: i, UID: records.UID(fmt.Sprint("w-", i))})
					tx.Put(&records.Ticket{ID: records.TicketID(i), Account: storetest.Acme})
					return nil
				})
				if err != nil {
					done <- err
					return
				}
			}
		}()
		durable := int64(0)
		for i := range 3 {
			path := filepath.Join(t.TempDir(), "backup.db")
			must(t, o.Server.Backup(ctx, path))
			copied, err := store.Open(ctx, path)
			must(t, err)
			at, err := copied.Lineage(ctx)
			v, err2 := copied.VerifyHistory(ctx, "")
			_, tickets, err3 := copied.Lines(ctx, records.KindTicket, "", 0, 1)
			must(t, errors.Join(err, err2, err3, copied.Close()))
			now, err := o.Server.Durable(ctx)
			if err != nil || now != at.Version || now <= durable {
				t.Errorf("%d: durable is %d after %d, the backup has %d, %v", i, now, durable,
					at.Version, err)
			}
			if v.Broken != 0 || v.Signed != v.Lines || v.Lines != int64(tickets)+5 {
				t.Errorf("%d: %+v with %d tickets", i, v, tickets)
			}
			durable = now
		}
		close(stop)
		must(t, <-done)
	})
}

// TestABackupIsItsOwnersAlone: the folder that it goes to may be open to others.
func TestABackupIsItsOwnersAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		to := filepath.Join(t.TempDir(), "backup.db")
		must(t, o.Server.Backup(ctx, to))
		info, err := os.Stat(to)
		if err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
			t.Errorf("%v, %v", info.Mode(), err)
		}
	})
}
