package syncclient_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/wire"
)

func (s *seat) once() {
	s.T.Helper()
	if err := s.client.Once(ctx); err != nil {
		s.T.Fatal(err)
	}
}

// crowd writes people at the server, or lets them go.
func (h *host) crowd(n int, there bool) {
	h.T.Helper()
	_, err := h.Server.Write(ctx, func(tx edit.Tx) error {
		for i := range n {
			p := &records.Person{ID: records.PersonID(5000 + i), Account: storetest.Acme,
				Last: fmt.Sprint("No. ", i)}
			if tx.Put(p); !there {
				tx.Delete(p.Key())
			}
		}
		return nil
	})
	if err != nil {
		h.T.Fatal(err)
	}
}

func (s *seat) people() int {
	s.T.Helper()
	all := shown{}
	s.show(all)
	n := 0
	for row := range all {
		if strings.HasPrefix(row, "person") {
			n++
		}
	}
	return n
}

// TestALargeLossIsAskedAbout: nothing is published, not even after a restart, edits still go up,
// and with the user's consent it is.
func TestALargeLossIsAskedAbout(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	h.crowd(300, true)
	anna.once()
	was := anna.people()
	h.crowd(300, false)
	anna.Do(grant(1))
	anna.once()
	s := anna.client.Standing()
	if s.Need != syncclient.NeedConsent || !strings.Contains(s.Trouble, "300 of the ") ||
		anna.people() != was {
		t.Fatalf("%+v; %d people", s, anna.people())
	}
	if h.ProfileOf(h.Server, storetest.MiaUser) != storetest.Basic {
		t.Error("the edit did not go up")
	}
	anna.once() // asked again, it is held again
	again := anna.at("http://" + h.address)
	if err := again.Once(ctx); err != nil || again.Standing().Need != syncclient.NeedConsent ||
		anna.people() != was {
		t.Fatalf("after a restart: %+v, %v; %d people", again.Standing(), err, anna.people())
	}
	if err := again.Consent(ctx); err != nil || anna.people() != was-300 {
		t.Errorf("with consent: %v; %d people", err, anna.people())
	}
	if s := again.Standing(); s.Need != syncclient.NeedNothing || s.Trouble != "" {
		t.Errorf("%+v", s)
	}
}

// TestConsentIsToWhatWasAskedAbout: where more goes until the download comes, it is asked anew.
func TestConsentIsToWhatWasAskedAbout(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	h.crowd(300, true)
	anna.once()
	was := anna.people()
	h.crowd(200, false)
	anna.once()
	if s := anna.client.Standing(); s.Held.Gone != 200 {
		t.Fatalf("%+v", s)
	}
	h.stop()
	if err := anna.client.Consent(ctx); !problem.Is(err, problem.Unavailable) {
		t.Fatal(err)
	}
	h.crowd(300, false)
	h.start()
	anna.once()
	if s := anna.client.Standing(); s.Held.Gone != 300 || anna.people() != was {
		t.Errorf("%+v; %d people", s, anna.people())
	}
	if err := anna.client.Consent(ctx); err != nil || anna.people() != was-300 {
		t.Errorf("with consent: %v; %d people", err, anna.people())
	}
}

// TestWhatDoesNotAddUpIsBroughtAnew: a row that got lost, or is of another version, at the desk.
func TestWhatDoesNotAddUpIsBroughtAnew(t *testing.T) {
	for _, damage := range []string{"DELETE FROM people WHERE id = 5001",
		"UPDATE people SET ver = ver - 1 WHERE id = 5001",
		"UPDATE sums SET n = n + 1 WHERE kind = 'person'"} {
		t.Run(damage, func(t *testing.T) {
			h := newHost(t)
			anna := h.pair(1, "anna")
			h.crowd(100, true)
			anna.once()
			was := anna.people()
			run(t, anna.File.Address, damage)
			h.crowd(5, true) // 5001 among them
			anna.Do(grant(1))
			anna.once()
			if anna.people() != was || anna.pending() != 0 {
				t.Errorf("%d people of %d, %d edits wait", anna.people(), was, anna.pending())
			}
			theirs := shown{}
			if err := h.Server.Everything(ctx, theirs); err != nil {
				t.Fatal(err)
			}
			mine := shown{}
			anna.show(mine)
			for row := range theirs {
				if _, ok := mine[row]; !ok {
					t.Errorf("%s is not at the desk", row)
				}
			}
		})
	}
}

// asks hears what is asked of a server from its next start on.
func (h *host) asks() func() []wire.Pull {
	var mu sync.Mutex
	var list []wire.Pull
	h.stop()
	h.between = func(to http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/sync/v1/pull" {
				text, err := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(text))
				var in wire.Pull
				mu.Lock()
				if err == nil && wire.Read(text, &in) == nil {
					list = append(list, in)
				}
				mu.Unlock()
			}
			to.ServeHTTP(w, r)
		})
	}
	h.start()
	return func() []wire.Pull {
		mu.Lock()
		defer mu.Unlock()
		got := list
		list = nil
		return got
	}
}

// TestOnlyTheKindThatDoesNotAddUpIsBroughtAnew, in one more question; a record goes that the server
// does not have. Where the server's own sum is wrong, everything comes once, and then it is not
// relied on.
func TestOnlyTheKindThatDoesNotAddUpIsBroughtAnew(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	asked := h.asks()
	h.crowd(100, true)
	anna.once()
	was := anna.people()
	run(t, anna.File.Address, "INSERT INTO people SELECT 77, 1, account, lead, 'Too', 'Much', "+
		"email, folded, phone, mobile, job_title FROM people WHERE id = 5001")
	run(t, anna.File.Address, "UPDATE sums SET n = n + 1 WHERE kind = 'person' AND side = 'base'")
	asked()
	anna.Do(grant(1))
	anna.once()
	list := asked()
	if len(list) != 2 || list[0].Anew != nil || !slices.Equal(list[1].Anew,
		[]records.Kind{records.KindPerson}) || list[1].Whole || list[1].Version == 0 {
		t.Errorf("it asked %+v", list)
	}
	if anna.has("Too") || anna.people() != was || anna.pending() != 0 ||
		h.ProfileOf(anna.DB, storetest.MiaUser) != storetest.Basic {
		t.Errorf("%d people of %d; %d edits wait", anna.people(), was, anna.pending())
	}

	run(t, h.Place.Address, "UPDATE sums SET sum = sum + 1 WHERE kind = 'person' AND side = '*'")
	for _, want := range []string{"delta anew whole", "delta"} {
		asked()
		anna.Do(&edit.CreateTicket{ID: records.TicketID(900 + len(want)), Account: storetest.Acme,
			Subject: "It broke"})
		anna.once()
		var got []string
		for _, in := range asked() {
			switch {
			case in.Whole:
				got = append(got, "whole")
			case in.Anew != nil:
				got = append(got, "anew")
			default:
				got = append(got, "delta")
			}
		}
		if strings.Join(got, " ") != want || anna.pending() != 0 {
			t.Errorf("it asked %v; %d edits wait", got, anna.pending())
		}
	}
}

// TestAComputerThatWasShutOutKeepsItsEditsAndSoDoesTheServer: all of them go to quarantine, though
// the answer to each push is that it is shut out; the desk stops and keeps its outbox.
func TestAComputerThatWasShutOutKeepsItsEditsAndSoDoesTheServer(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	h.At(storetest.Anna, grant(9))
	anna.once()
	for i := range 250 {
		anna.Do(&edit.CreateTicket{ID: records.TicketID(900 + i), Account: storetest.Acme,
			Subject: "It broke"})
	}
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	if err := h.Server.Revoke(ctx, anna.machine); err != nil {
		t.Fatal(err)
	}
	err := anna.client.Once(ctx)
	if s := anna.client.Standing(); !problem.Is(err, problem.Denied) ||
		s.Need != syncclient.NeedPairing || s.Trouble == "" || anna.pending() != 251 {
		t.Errorf("%v; %+v; %d edits wait", err, s, anna.pending())
	}
	list, err := h.Server.Quarantined(ctx)
	if err != nil || len(list) != 251 || !list[0].Narrow {
		t.Errorf("%d in quarantine, %v", len(list), err)
	}
	if h.ProfileOf(h.Server, storetest.MiaUser) != storetest.Basic {
		t.Error("the removal had effect")
	}
}

// TestAComputerWithAForeignSignatureIsRefused, and nothing of it is kept anywhere.
func TestAComputerWithAForeignSignatureIsRefused(t *testing.T) {
	h := newHost(t)
	anna, ben := h.pair(1, "anna"), h.pair(2, "ben")
	anna.Do(grant(1))
	anna.key = ben.key
	err := anna.at("http://" + h.address).Once(ctx)
	list, err2 := h.Server.Quarantined(ctx)
	if !problem.Is(err, problem.Denied) || anna.pending() != 1 || err2 != nil || len(list) != 0 ||
		h.ProfileOf(h.Server, storetest.MiaUser) != 0 {
		t.Errorf("%v; %d edits wait; %d in quarantine, %v", err, anna.pending(), len(list), err2)
	}
}

// TestAnOldAnswerToAPushIsNotBelieved: a line that repeats an answer of earlier makes no new
// identity.
func TestAnOldAnswerToAPushIsNotBelieved(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	anna.once()
	copyID := anna.position().Copy
	anna.Do(grant(1))
	h.stop()
	h.between = func(to http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/push") {
				_, _ = w.Write([]byte(`{"copy":"another","fork":true,"last_seq":7,"version":1,` +
					`"results":[]}`))
				return
			}
			to.ServeHTTP(w, r)
		})
	}
	h.start()
	if err := anna.client.Once(ctx); err == nil || anna.position().Copy != copyID ||
		anna.pending() != 1 {
		t.Errorf("%v; %+v; %d edits wait", err, anna.position(), anna.pending())
	}
}

// TestAfterALongTimeWithoutContactNothingIsShown, until there is contact again; a clock that was
// set to another year, or back, changes nothing of it.
func TestAfterALongTimeWithoutContactNothingIsShown(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	anna.once()
	last, err := syncclient.Contact(ctx, anna.DB)
	if err != nil || time.Since(last) > time.Minute {
		t.Fatalf("the last contact was at %v, %v", last, err)
	}
	h.stop()
	for days, isOver := range map[int]bool{-31: true, -29: false, 3650: true, 0: false} {
		now := time.Now()
		if err := syncclient.Touch(ctx, anna.DB, now.AddDate(0, 0, days)); err != nil {
			t.Fatal(err)
		}
		client := anna.at("http://" + h.address)
		if err := client.Once(ctx); !problem.Is(err, problem.Unavailable) {
			t.Fatal(err)
		}
		if s := client.Standing(); (s.Need == syncclient.NeedSignIn) != isOver {
			t.Errorf("a contact %d days from now: %+v", days, s)
		}
	}
	h.start()
	anna.once()
	if s := anna.client.Standing(); s.Need != syncclient.NeedNothing || !s.Online {
		t.Errorf("%+v", s)
	}
}
