package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestServersHearOfEachOther: what one commits, the other is told at once, once; also what it
// missed while its connection was lost.
func TestServersHearOfEachOther(t *testing.T) {
	o := storetest.On(t, storetest.Postgres)
	other := o.Place.Open(t)
	heard := make(chan int64, 100)
	other.Committed = func(v int64) { heard <- v }
	listening, stop := context.WithCancel(ctx)
	defer stop()
	go other.Hear(listening)
	next := func(what string, want int64) time.Duration {
		t.Helper()
		from := time.Now()
		for {
			select {
			case v := <-heard:
				if v == want {
					return time.Since(from)
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("%s: nothing of version %d", what, want)
			}
		}
	}
	at, err := o.Server.Lineage(ctx)
	must(t, err)
	next("at the start", at.Version)
	put := func() int64 {
		v, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			tx.Put(&records.Account{ID: 700, Name: "A"})
			return nil
		})
		must(t, err)
		return v
	}
	var took []time.Duration
	for range 20 {
		took = append(took, next("a commit", put()))
	}
	slices.Sort(took)
	if took[10] > 150*time.Millisecond {
		t.Errorf("it takes %s", took[10])
	}
	own, err := other.Write(ctx, func(edit.Tx) error { return nil })
	must(t, err)
	next("its own", own)
	_, err = rawOf(t, o.Place).Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity " +
		"WHERE datname = current_database() AND query LIKE '%coalesce(max(version)%'" +
		" AND pid <> pg_backend_pid()")
	must(t, err)
	next("after a lost connection", put())
	if len(heard) > 0 {
		t.Errorf("told again of %d", <-heard)
	}
}
