package syncclient_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
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
