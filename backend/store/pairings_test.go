package store_test

import (
	"context"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/store/storetest"
)

// TestAPairingIsClaimedOnceAndAsksUntilItsTimeIsOver: whatever the engine.
func TestAPairingIsClaimedOnceAndAsksUntilItsTimeIsOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		p := edit.Pairing{HandleHash: "h", CodeHash: "c", Computer: "Laptop", PublicKey: "k",
			BoxKey: "b", Expires: 100}
		must(t, db.BeginPairing(ctx, 10, p))
		same := p
		same.HandleHash = "other"
		if err := db.BeginPairing(ctx, 10, same); !problem.Is(err, problem.Conflict) {
			t.Errorf("the same code: %v", err)
		}
		if got, err := db.PairingByCode(ctx, "c", 99); err != nil || got != p {
			t.Errorf("%+v, %v", got, err)
		}
		for name, err := range map[string]error{
			"too late": errorOf(db.PairingByCode(ctx, "c", 100)),
			"unknown":  errorOf(db.Pairing(ctx, "x", 10)),
			"claimed too late": db.ClaimPairing(ctx, "c", edit.Machine{ID: "m", Paired: 100},
				200),
		} {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		m := edit.Machine{ID: "m", Staff: storetest.Ben, Paired: 50}
		must(t, db.ClaimPairing(ctx, "c", m, 200))
		if err := db.ClaimPairing(ctx, "c", edit.Machine{ID: "n", Paired: 51}, 200); !problem.Is(err,
			problem.NotFound) {
			t.Errorf("claimed twice: %v", err)
		}
		if got, err := db.Machine(ctx, "m"); err != nil || got != (edit.Machine{ID: "m",
			Staff: storetest.Ben, Name: "Laptop", PublicKey: "k", Paired: 50}) {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := db.Pairing(ctx, "h", 150); err != nil || got.Machine != "m" {
			t.Errorf("%+v, %v", got, err)
		}
		must(t, db.GiveToken(ctx, "m", "token"))
		must(t, db.EndPairing(ctx, "h"))
		must(t, db.EndPairing(ctx, "h"))
		if got, err := db.Machine(ctx, "m"); err != nil || !got.Revoked || got.TokenHash != "token" {
			t.Errorf("%+v, %v", got, err)
		}
		if err := db.GiveToken(ctx, "m", "again"); !problem.Is(err, problem.NotFound) {
			t.Errorf("a token for one that is shut out: %v", err)
		}
		must(t, db.BeginPairing(ctx, 300, p))
		if _, err := db.Pairing(ctx, "h", 10); err != nil {
			t.Errorf("%v", err)
		}
	})
}

func errorOf[T any](_ T, err error) error { return err }

// TestServersHearOfARevocation: also the one where nobody revoked.
func TestServersHearOfARevocation(t *testing.T) {
	o := storetest.On(t, storetest.Postgres)
	other := o.Place.Open(t)
	heard := make(chan int64, 9)
	other.Committed = func(v int64) { heard <- v }
	listening, stop := context.WithCancel(ctx)
	defer stop()
	go other.Hear(listening)
	<-heard // it listens
	must(t, o.Server.BeginPairing(ctx, 10, edit.Pairing{HandleHash: "h", CodeHash: "c",
		Expires: 100}))
	if _, err := other.PairingByCode(ctx, "c", 20); err != nil {
		t.Errorf("another server does not know the code: %v", err)
	}
	must(t, other.ClaimPairing(ctx, "c", edit.Machine{ID: "m", Staff: storetest.Ben, Paired: 20},
		100))
	must(t, o.Server.Revoke(ctx, "m"))
	at, err := o.Server.Lineage(ctx)
	must(t, err)
	for soon := time.After(time.Second); ; {
		select {
		case v := <-heard:
			if v == at.Version {
				return
			}
		case <-soon:
			t.Fatal("it does not hear of it within a second")
		}
	}
}
