package syncclient_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/wire"
)

// attach keeps a content at a desk and attaches it to a ticket there.
func (s *seat) attach(id records.FileID, data []byte) string {
	s.T.Helper()
	hash := wire.HashOf(data)
	if err := s.DB.KeepContent(ctx, hash, data); err != nil {
		s.T.Fatal(err)
	}
	s.Do(&edit.AttachFile{File: records.File{ID: id, Owner: records.KindTicket, OwnerID: 500,
		Name: "plan.txt", Media: "text/plain", Size: int64(len(data)), Hash: hash}})
	return hash
}

func withTicket(t *testing.T) (h *host, anna, ben *seat) {
	h = newHost(t)
	h.At(storetest.Anna, &edit.CreateTicket{ID: 500, Number: "T-1", Account: storetest.Acme,
		Subject: "S"})
	anna, ben = h.pair(1, "anna"), h.pair(2, "ben")
	for _, s := range []*seat{anna, ben} {
		if err := s.client.Once(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return h, anna, ben
}

// TestAContentIsAtTheServerWithItsEditAndAtADeskOnDemand: from one desk to the customers and to
// another desk.
func TestAContentIsAtTheServerWithItsEditAndAtADeskOnDemand(t *testing.T) {
	h, anna, ben := withTicket(t)
	data := bytes.Repeat([]byte("move "), 200_000)
	hash := anna.attach(1, data)
	second := anna.attach(2, []byte("another"))
	if err := anna.client.Once(ctx); err != nil || anna.pending() != 0 {
		t.Fatalf("%v, %d edits wait", err, anna.pending())
	}
	for _, want := range []string{hash, second} {
		if has, err := h.Server.HasContent(ctx, want); !has || err != nil {
			t.Errorf("the server has %v, %v", has, err)
		}
	}
	if err := ben.client.Once(ctx); err != nil {
		t.Fatal(err)
	}
	if has, _ := ben.DB.HasContent(ctx, hash); has {
		t.Error("it came without being asked for")
	}
	for range 2 {
		got, err := ben.client.Content(ctx, hash)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
		h.stop() // the second time it is here
	}
	if _, err := ben.client.Content(ctx, wire.HashOf([]byte("x"))); !problem.Is(err,
		problem.Unavailable) {
		t.Errorf("offline: %v", err)
	}
	h.start()
	if _, err := ben.client.Content(ctx, wire.HashOf([]byte("x"))); !problem.Is(err,
		problem.NotFound) {
		t.Errorf("one that nobody has: %v", err)
	}
}

// TestAnEditWaitsForItsContentAndHoldsBackNothingBefore: while contents do not get through, what
// was done before goes on; afterwards everything is there.
func TestAnEditWaitsForItsContentAndHoldsBackNothingBefore(t *testing.T) {
	h, anna, _ := withTicket(t)
	anna.Do(grant(1))
	hash := anna.attach(1, []byte("the plan"))
	h.restart(func(inner http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut {
				http.Error(w, "the line is bad", http.StatusBadGateway)
				return
			}
			inner.ServeHTTP(w, r)
		})
	})
	until(t, 10*time.Second, "the edit before gets through", func() bool {
		if anna.client.Once(ctx) == nil {
			t.Error("the exchange went well")
		}
		return row(t, h, records.Key{Kind: records.KindAccess, ID: 1}) != nil
	})
	if row(t, h, records.Key{Kind: records.KindFile, ID: 1}) != nil {
		t.Error("the file is there without its content")
	}
	h.restart(nil)
	until(t, 10*time.Second, "everything gets through", func() bool {
		return anna.client.Once(ctx) == nil && anna.pending() == 0
	})
	if has, err := h.Server.HasContent(ctx, hash); !has || err != nil {
		t.Errorf("the server has %v, %v", has, err)
	}
}

func (h *host) restart(between func(http.Handler) http.Handler) {
	h.stop()
	h.between = between
	h.start()
}

func row(t *testing.T, h *host, k records.Key) (found records.Record) {
	t.Helper()
	_, err := h.Server.Write(ctx, func(tx edit.Tx) error {
		found = tx.Row(k)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestAContentThatIsNowhereHoldsBackNoEdit: the file is shown as not there yet.
func TestAContentThatIsNowhereHoldsBackNoEdit(t *testing.T) {
	h, anna, _ := withTicket(t)
	anna.Do(&edit.AttachFile{File: records.File{ID: 1, Owner: records.KindTicket, OwnerID: 500,
		Name: "gone.txt", Size: 3, Hash: wire.HashOf([]byte("gone"))}})
	if err := anna.client.Once(ctx); err != nil || anna.pending() != 0 {
		t.Errorf("%v, %d edits wait", err, anna.pending())
	}
	if row(t, h, records.Key{Kind: records.KindFile, ID: 1}) == nil {
		t.Error("the edit did not arrive")
	}
}

// TestAContentThatIsAnotherIsNotKept: a server, or whoever is in between, cannot slip one in.
func TestAContentThatIsAnotherIsNotKept(t *testing.T) {
	o := storetest.New(t)
	d := o.Desk(storetest.Anna, "anna")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("something else"))
	}))
	t.Cleanup(s.Close)
	c := syncclient.New(d.DB, syncclient.Pairing{Server: s.URL}, syncclient.Env{NewID: newID})
	hash := wire.HashOf([]byte("the plan"))
	if _, err := c.Content(ctx, hash); !problem.Is(err, problem.Damaged) {
		t.Errorf("%v", err)
	}
	if has, err := d.DB.HasContent(ctx, hash); has || err != nil {
		t.Errorf("%v, %v", has, err)
	}
}

// TestAFileDoesNotKeepARemovalOutOfQuarantine: the server takes no contents of a computer that is
// shut out, and takes the edits that name them all the same.
func TestAFileDoesNotKeepARemovalOutOfQuarantine(t *testing.T) {
	h, anna, _ := withTicket(t)
	anna.attach(1, []byte("the plan"))
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	if err := h.Server.Revoke(ctx, anna.machine); err != nil {
		t.Fatal(err)
	}
	err := anna.client.Once(ctx)
	list, err2 := h.Server.Quarantined(ctx)
	if problem.Of(err).Field != wire.MachineRevoked || err2 != nil || len(list) != 2 ||
		list[0].Edit.Name != "RemoveAccess" {
		t.Errorf("%v; %+v in quarantine, %v", err, list, err2)
	}
}

// TestAProxyThatTakesNoLargeFileHoldsBackNoEdit: many take one megabyte and no more.
func TestAProxyThatTakesNoLargeFileHoldsBackNoEdit(t *testing.T) {
	h, anna, _ := withTicket(t)
	h.restart(func(inner http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ContentLength > 1<<20 {
				http.Error(w, "<html>413</html>", http.StatusRequestEntityTooLarge)
				return
			}
			inner.ServeHTTP(w, r)
		})
	})
	anna.Do(grant(1))
	anna.attach(1, bytes.Repeat([]byte("plan "), 300_000))
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	for range 3 { // the first round sends what is before the file
		_ = anna.client.Once(ctx)
	}
	if anna.pending() != 0 || h.ProfileOf(h.Server, storetest.MiaUser) != 0 {
		t.Errorf("%d edits wait; %+v", anna.pending(), anna.client.Standing())
	}
}
