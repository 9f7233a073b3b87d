package syncclient_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
	"gatehouse/backend/sync/wire"
)

// speaking gives a client of a desk whose program speaks a schema, and its server another.
func (s *seat) speaking(schema, server int) *syncclient.Client {
	s.T.Helper()
	front := httptest.NewServer(syncserver.New(s.Server, syncserver.Env{Now: time.Now, NewID: newID,
		Newest: server}))
	s.T.Cleanup(front.Close)
	return syncclient.New(s.DB, syncclient.Pairing{Server: front.URL, Machine: s.machine,
		Token: s.token, Key: s.key}, syncclient.Env{NewID: newID, Schema: schema,
		Edits: func(edit.Envelope) edit.Env { return s.Env(s.Who, edit.Desk) }})
}

func (s *seat) has(text string) bool {
	s.T.Helper()
	all := shown{}
	s.show(all)
	for row := range all {
		if strings.Contains(row, text) {
			return true
		}
	}
	return false
}

// TestADeskGetsWhatItsProgramKnows: two schemas back the columns and kinds of later ones are left
// out, and after its program was updated they are brought, though nothing changed meanwhile. Its
// edits are taken in any case, but for those of a program that is newer than the server.
func TestADeskGetsWhatItsProgramKnows(t *testing.T) {
	edit.Added[records.KindPerson] = map[string]int{"phone": 2, "job_title": 3}
	edit.Added[records.KindVendor] = map[string]int{"": 3}
	t.Cleanup(func() { clear(edit.Added) })
	h := newHost(t)
	anna := h.pair(1, "anna")
	if _, err := h.Server.Write(ctx, func(tx edit.Tx) error {
		tx.Put(&records.Person{ID: 5000, Account: storetest.Acme, Last: "Schema", Phone: "0301",
			JobTitle: "Engineer"})
		tx.Put(&records.Vendor{ID: 6000, Name: "Later & Sons"})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		schema               int
		phone, title, vendor bool
	}{{1, false, false, false}, {2, true, false, false}, {3, true, true, true}} {
		anna.Do(&edit.CreateTicket{ID: records.TicketID(900 + step.schema),
			Account: storetest.Acme, Subject: "It broke"})
		if err := anna.speaking(step.schema, 3).Once(ctx); err != nil {
			t.Fatalf("schema %d: %v", step.schema, err)
		}
		if anna.pending() != 0 || !anna.has("Schema") || anna.has("0301") != step.phone ||
			anna.has("Engineer") != step.title || anna.has("Later") != step.vendor {
			t.Errorf("schema %d: %d edits wait, phone %v, title %v, vendor %v", step.schema,
				anna.pending(), anna.has("0301"), anna.has("Engineer"), anna.has("Later"))
		}
	}
	anna.Do(grant(1))
	old := anna.speaking(1, 4) // too old: nothing comes, and its edits go up
	if err := old.Once(ctx); !problem.Is(err, problem.Conflict) ||
		old.Standing().Need != syncclient.NeedUpdate ||
		h.ProfileOf(h.Server, storetest.MiaUser) != storetest.Basic {
		t.Errorf("%v; %+v", err, old.Standing())
	}
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	early := anna.speaking(4, 3) // too new: its edits wait, and none is lost
	if err := early.Once(ctx); !problem.Is(err, problem.Conflict) || anna.pending() != 2 ||
		early.Standing().Need != syncclient.NeedServerUpdate {
		t.Errorf("%v; %+v; %d edits wait", err, early.Standing(), anna.pending())
	}
	if err := anna.speaking(4, 4).Once(ctx); err != nil || anna.pending() != 0 {
		t.Errorf("%v; %d edits wait", err, anna.pending())
	}
}

// TestAnEarlyDeskPushesNothing: once it has heard what the server speaks, also after a restart; and
// it is not taken in by a server that it is too new or too old for, whose code stays good.
func TestAnEarlyDeskPushesNothing(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	var pushes atomic.Int64
	h.stop()
	h.between = func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/sync/v1/push" {
				pushes.Add(1)
			}
			next.ServeHTTP(w, r)
		})
	}
	h.start()
	anna.once()
	anna.Do(grant(1))
	for range 2 { // programs
		early := syncclient.New(anna.DB, syncclient.Pairing{Server: "http://" + h.address,
			Machine: anna.machine, Token: anna.token, Key: anna.key}, syncclient.Env{NewID: newID,
			Schema: 2, Edits: func(edit.Envelope) edit.Env { return anna.Env(anna.Who, edit.Desk) }})
		for range 2 {
			err := early.Once(ctx)
			if s := early.Standing(); problem.Of(err).Field != wire.ServerTooOld ||
				s.Need != syncclient.NeedServerUpdate || !strings.Contains(s.Trouble, "older") {
				t.Errorf("%v; %+v", err, s)
			}
		}
	}
	if n := pushes.Load(); n != 0 || anna.pending() != 1 {
		t.Errorf("%d pushes, %d edits wait", n, anna.pending())
	}
	if err := anna.at("http://" + h.address).Once(ctx); err != nil || pushes.Load() != 1 ||
		anna.pending() != 0 {
		t.Errorf("%v; %d pushes, %d edits wait", err, pushes.Load(), anna.pending())
	}
	for _, server := range []int{wire.Schema + 5, -1} {
		front := httptest.NewServer(syncserver.New(h.Server, syncserver.Env{Now: time.Now,
			NewID: newID, Newest: server, Oldest: max(0, server-2),
			Limit: func(*http.Request, string) error { return nil }}))
		t.Cleanup(front.Close)
		code := newID()
		if err := h.Server.Invite(ctx, syncserver.Hash(syncserver.Code(code)), storetest.Anna,
			time.Now().Unix()+60); err != nil {
			t.Fatal(err)
		}
		want := map[bool]string{true: wire.DeskTooOld, false: wire.ServerTooOld}[server > 0]
		if _, err := syncclient.Pair(ctx, front.URL, code, "x"); problem.Of(err).Field != want {
			t.Errorf("a server of schema %d: %v", server, err)
		}
		if _, err := syncclient.Begin(ctx, front.URL, "x"); problem.Of(err).Field != want {
			t.Errorf("a server of schema %d: %v", server, err)
		}
		if _, err := syncclient.Pair(ctx, "http://"+h.address, code, "x"); err != nil {
			t.Errorf("the code is used up: %v", err)
		}
	}
}

// TestABusyServerIsLeftAloneForAsLongAsItAsks: with its own refusals, and with a proxy's.
func TestABusyServerIsLeftAloneForAsLongAsItAsks(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	anna.once()
	var asked atomic.Int64
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		asked.Store(0)
		front := httptest.NewServer(http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodPost {
					return
				}
				asked.Add(1)
				w.Header().Set("Retry-After", "1")
				http.Error(w, "not now", status)
			}))
		t.Cleanup(front.Close)
		anna.Do(&edit.CreateTicket{ID: records.TicketID(900 + status), Account: storetest.Acme,
			Subject: "It broke"})
		client := anna.at(front.URL)
		during, end := context.WithCancel(ctx)
		ended := make(chan bool)
		go func() { client.Run(during); close(ended) }()
		until(t, 5*time.Second, "asked", func() bool { return asked.Load() > 0 })
		for range 20 { // clicks
			client.Kick()
			time.Sleep(10 * time.Millisecond)
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("%d: asked %d times", status, n)
		}
		until(t, 5*time.Second, "asked again", func() bool { return asked.Load() > 1 })
		end()
		<-ended
	}
}
