package syncclient_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
)

var (
	ctx   = context.Background()
	count atomic.Int64
)

func newID() string { return fmt.Sprintf("%032x", count.Add(1)) }

// host is a server's program, which can end and start again at the same address.
type host struct {
	*storetest.Office
	address string
	http    *http.Server
	between func(http.Handler) http.Handler // the line to it, from the next start on; nil = good
}

func newHost(t *testing.T) *host {
	h := &host{Office: storetest.New(t), address: "127.0.0.1:0"}
	h.start()
	t.Cleanup(h.stop)
	return h
}

func (h *host) start() {
	h.T.Helper()
	l, err := net.Listen("tcp", h.address)
	if err != nil {
		h.T.Fatal(err)
	}
	h.address = l.Addr().String()
	s := syncserver.New(h.Server, syncserver.Env{Now: time.Now, NewID: newID,
		Limit: func(*http.Request, string) error { return nil }})
	h.Server.Committed = s.Poke
	h.http = &http.Server{Handler: s}
	if h.between != nil {
		h.http.Handler = h.between(s)
	}
	go h.http.Serve(l) //nolint:errcheck // it ends with stop
}

func (h *host) stop() {
	if err := h.http.Close(); err != nil {
		h.T.Error(err)
	}
}

// seat is a desk with its client.
type seat struct {
	*storetest.Desk
	client  *syncclient.Client
	machine string
	token   string
	key     ed25519.PrivateKey
}

// pair connects a desk by a code, as its program does.
func (h *host) pair(who int64, name string) *seat {
	h.T.Helper()
	d := h.Desk(storetest.Anna, name)
	if who == 2 {
		d.Who = storetest.Ben
	}
	code := "CODE" + name
	err := h.Server.Invite(ctx, syncserver.Hash(syncserver.Code(code)), d.Who,
		time.Now().Unix()+60)
	if err != nil {
		h.T.Fatal(err)
	}
	paired, err := syncclient.Pair(ctx, "http://"+h.address, strings.ToLower(code), name)
	if err != nil {
		h.T.Fatal(err)
	}
	s := &seat{Desk: d, machine: paired.Machine, token: paired.Token,
		key: paired.Key}
	s.client = syncclient.New(d.DB, paired.Pairing, syncclient.Env{NewID: newID,
		Edits: func(edit.Envelope) edit.Env { return d.Env(d.Who, edit.Desk) }})
	return s
}

// run starts the client and gives a channel that closes when it has ended.
func (s *seat) run() (ended chan bool) {
	during, cancel := context.WithCancel(ctx)
	ended = make(chan bool)
	go func() {
		s.client.Run(during)
		close(ended)
	}()
	s.T.Cleanup(func() {
		cancel()
		<-ended
	})
	return ended
}

// until waits for something that must come true.
func until(t testing.TB, most time.Duration, what string, is func() bool) time.Duration {
	t.Helper()
	start := time.Now()
	for !is() {
		if time.Since(start) > most {
			t.Fatalf("not within %v: %s", most, what)
		}
		time.Sleep(2 * time.Millisecond)
	}
	return time.Since(start)
}

func (s *seat) pending() int {
	n, _, err := s.DB.Pending(ctx)
	if err != nil {
		s.T.Fatal(err)
	}
	return n
}

func grant(id records.AccessID) edit.Edit {
	return &edit.AddAccess{ID: id, User: storetest.MiaUser,
		Terms: edit.Terms{Profile: storetest.Basic}}
}

func TestADeskSeesAnotherDesksEditWithinASecond(t *testing.T) {
	h := newHost(t)
	anna, ben := h.pair(1, "anna"), h.pair(2, "ben")
	anna.run()
	ben.run()
	for _, s := range []*seat{anna, ben} {
		until(t, 5*time.Second, "online", func() bool { return s.client.Standing().Online })
	}
	time.Sleep(1200 * time.Millisecond) // the line for pokes opens within a second
	anna.Do(grant(1))
	anna.client.Kick()
	took := until(t, time.Second, "the other desk sees the grant", func() bool {
		return h.ProfileOf(ben.DB, storetest.MiaUser) == storetest.Basic
	})
	t.Logf("from desk to desk in %v", took.Round(time.Millisecond))
}

func TestADeskDoesNotSayHowItStandsBeforeItHasAsked(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	if s := anna.client.Standing(); !s.Syncing || s.Online {
		t.Errorf("before the first round it stands %+v", s)
	}
	anna.run()
	until(t, 5*time.Second, "online", func() bool { return !anna.client.Standing().Syncing })
	if s := anna.client.Standing(); !s.Online {
		t.Errorf("after it: %+v", s)
	}
}

func TestADeskOutlivesItsServer(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	anna.run()
	until(t, 5*time.Second, "online", func() bool { return anna.client.Standing().Online })
	time.Sleep(1200 * time.Millisecond)
	h.stop()
	until(t, 5*time.Second, "offline", func() bool { return !anna.client.Standing().Online })
	if s := anna.client.Standing(); s.Trouble != "" {
		t.Errorf("being offline is no trouble: %q", s.Trouble)
	}
	anna.Do(grant(1))
	anna.client.Kick()
	time.Sleep(100 * time.Millisecond)
	if n := anna.pending(); n != 1 {
		t.Fatalf("%d edits wait, want 1", n)
	}
	h.start()
	anna.client.Kick()
	until(t, 15*time.Second, "online, and nothing waits", func() bool {
		return anna.client.Standing().Online && anna.pending() == 0
	})
	if h.ProfileOf(h.Server, storetest.MiaUser) != storetest.Basic {
		t.Error("the grant did not arrive")
	}
}

func (h *host) sql(query string, args ...any) {
	h.T.Helper()
	run(h.T, h.Path, query, args...)
}

// run changes a file behind the store's back.
func run(t testing.TB, path, query string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

func TestARevokedMachineStopsAndSaysWhy(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	ended := anna.run()
	until(t, 5*time.Second, "online", func() bool { return anna.client.Standing().Online })
	h.sql("UPDATE machines SET revoked = 1 WHERE id = ?", anna.machine)
	anna.Do(grant(1))
	anna.client.Kick()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("the client goes on")
	}
	s := anna.client.Standing()
	if s.Online || s.Syncing || !strings.Contains(s.Trouble, "not connected to the portal") {
		t.Errorf("it stands %+v", s)
	}
	if n := anna.pending(); n != 1 {
		t.Errorf("%d edits are kept, want 1", n)
	}
}

func TestAMachineThatIsConnectedAnewKeepsItsEdits(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	anna.Do(grant(1))
	if err := anna.client.Once(ctx); err != nil {
		t.Fatal(err)
	}
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	h.sql("UPDATE copies SET machine = 'the machine before'")
	if err := anna.client.Once(ctx); err != nil {
		t.Fatal(err)
	}
	if n := anna.pending(); n != 0 {
		t.Errorf("%d edits wait", n)
	}
	if p := h.ProfileOf(h.Server, storetest.MiaUser); p != 0 {
		t.Errorf("the removal did not arrive: profile %d", p)
	}
}

func TestAnEditThatCannotBeDoneHoldsNothingBack(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	h.sql("CREATE TRIGGER broken BEFORE INSERT ON tickets BEGIN SELECT RAISE(ABORT, 'no'); END")
	anna.Do(grant(1))
	poison := anna.Do(&edit.CreateTicket{ID: 7, Number: "T", Account: storetest.Acme,
		Contact: storetest.Mia, Subject: "It broke"})
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	if err := anna.client.Once(ctx); err != nil {
		t.Fatal(err)
	}
	if n := anna.pending(); n != 0 {
		t.Errorf("%d edits wait", n)
	}
	line, err := anna.DB.HistoryLine(ctx, poison.UID)
	if err != nil || line.Status != "parked" {
		t.Errorf("the poison: %+v %v", line, err)
	}
	lines, err := anna.DB.Inbox(ctx, storetest.Anna)
	if err != nil || len(lines) != 1 || lines[0].UID != poison.UID {
		t.Errorf("the inbox: %+v %v", lines, err)
	}
	if p := h.ProfileOf(h.Server, storetest.MiaUser); p != 0 {
		t.Errorf("the removal was held back: profile %d", p)
	}
}
