package syncclient_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
	"gatehouse/backend/sync/wire"
)

// bulk makes many edits at once, as an import does.
func (s *seat) bulk(list ...edit.Edit) {
	s.T.Helper()
	in := make([]edit.Envelope, len(list))
	for i, e := range list {
		in[i] = s.Envelope(e)
	}
	if _, err := s.DB.Author(ctx, s.Env(s.Who, edit.Desk), in, nil); err != nil {
		s.T.Fatal(err)
	}
}

func tickets(from, n int) (list []edit.Edit) {
	for i := range n {
		list = append(list, &edit.CreateTicket{ID: records.TicketID(100_000 + from + i),
			Account: storetest.Acme, Subject: "It broke"})
	}
	return list
}

// TestFiftyThousandEditsGoOutAfterThirtyDays: the desk is closed and says why, until it reaches the
// server; then it says how far it is, and everything arrives once, a removal in the middle too.
func TestFiftyThousandEditsGoOutAfterThirtyDays(t *testing.T) {
	most := 50_000
	if testing.Short() {
		most = 3000
	}
	h := newHost(t)
	anna := h.pair(1, "anna")
	h.At(storetest.Anna, grant(1))
	anna.once()
	h.stop()
	for i := 0; i < most; i += 1000 {
		anna.bulk(tickets(i, 1000)...)
		if i == most/2/1000*1000 {
			anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
		}
	}
	if err := syncclient.Touch(ctx, anna.DB, time.Now().AddDate(0, 0, -31)); err != nil {
		t.Fatal(err)
	}
	var heard []string
	client := syncclient.New(anna.DB, syncclient.Pairing{Server: "http://" + h.address,
		Machine: anna.machine, Token: anna.token, Key: anna.key}, syncclient.Env{NewID: newID,
		Edits: func(edit.Envelope) edit.Env { return anna.Env(anna.Who, edit.Desk) },
		Count: func(what string, done, total int) {
			if what == "upload" {
				heard = append(heard, fmt.Sprint(done, "/", total))
			}
		}})
	err := client.Once(ctx)
	if s := client.Standing(); !problem.Is(err, problem.Unavailable) ||
		s.Need != syncclient.NeedSignIn || !strings.Contains(s.Trouble, "30 days") ||
		anna.pending() != most+1 {
		t.Fatalf("%v; %+v; %d edits wait", err, s, anna.pending())
	}
	h.start()
	start := time.Now()
	if err := client.Once(ctx); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d edits went out in %v", most+1, time.Since(start).Round(time.Millisecond))
	if s := client.Standing(); s.Need != syncclient.NeedNothing || !s.Online || anna.pending() != 0 {
		t.Errorf("%+v; %d edits wait", s, anna.pending())
	}
	if all := fmt.Sprint(most+1, "/", most+1); len(heard) < most/wire.MaxEdits ||
		heard[len(heard)-1] != all {
		t.Errorf("it said %v", heard)
	}
	_, n, err := h.Server.Lines(ctx, records.KindTicket, "", 0, 1)
	if err != nil || n != most || h.ProfileOf(h.Server, storetest.MiaUser) != 0 || !anna.same() {
		t.Errorf("%d tickets at the server, %v; Mia has %d", n, err,
			h.ProfileOf(h.Server, storetest.MiaUser))
	}
}

// TestAServerThatDeletesEverythingIsAskedAbout: by changes, and by everything that is nothing.
func TestAServerThatDeletesEverythingIsAskedAbout(t *testing.T) {
	h := newHost(t)
	h.crowd(300, true)
	for _, mode := range []string{wire.Delta, wire.Full} {
		anna := h.pair(1, "anna"+mode)
		front := httptest.NewServer(http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/sync/v1/pull" {
					h.http.Handler.ServeHTTP(w, r)
					return
				}
				pull(w, r, func(l []string) []string {
					l = []string{strings.Replace(l[0], wire.Delta, mode, 1), l[2]}
					for id := 5000; mode == wire.Delta && id < 5300; id++ {
						l = append(l[:len(l)-1], fmt.Sprintf(`["-person",98,"%d"]`, id), ending)
					}
					return l
				})
			}))
		t.Cleanup(front.Close)
		anna.Do(grant(records.AccessID(10 + len(mode))))
		was, client := anna.people(), anna.at(front.URL)
		for range 2 {
			err := client.Once(ctx)
			if s := client.Standing(); err != nil || s.Need != syncclient.NeedConsent ||
				s.Held.Gone < 300 || !strings.Contains(s.Trouble, "are gone") ||
				anna.people() != was || anna.pending() != 1 {
				t.Errorf("%s: %v; %+v; %d people of %d; %d edits wait", mode, err, s, anna.people(),
					was, anna.pending())
			}
		}
		anna.once() // the right server
		if anna.people() != was || anna.pending() != 0 {
			t.Errorf("%s: %d people of %d; %d edits wait", mode, anna.people(), was, anna.pending())
		}
	}
}

// TestAnAnswerToAPushThatCannotBeReadLosesNoEdit: of wrong types, with unknown fields, and to
// another push.
func TestAnAnswerToAPushThatCannotBeReadLosesNoEdit(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	anna.once()
	anna.Do(grant(1))
	good := fmt.Sprintf(`{"copy":%q,"last_seq":1,"version":9,"results":[]}`, anna.position().Copy)
	for name, answer := range map[string]string{
		"another type":   strings.Replace(good, ":1,", `:"1",`, 1),
		"unknown fields": strings.Replace(good, "{", `{"more":1,`, 1),
		"a list":         "[" + good + "]",
		"two answers":    good + good,
		"half of it":     good[:len(good)/2],
		"edits left out": strings.Replace(good, `"last_seq":1`, `"last_seq":0`, 1),
		"another push's": strings.Replace(good, `"copy":"`, `"copy":"x`, 1),
	} {
		front := httptest.NewServer(http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/sync/v1/push" {
					_, _ = io.WriteString(w, answer)
					return
				}
				h.http.Handler.ServeHTTP(w, r)
			}))
		client := anna.at(front.URL)
		err := client.Once(ctx)
		if s := client.Standing(); !problem.Is(err, problem.Damaged) || s.Online ||
			!strings.HasSuffix(s.Trouble, ".") || anna.pending() != 1 {
			t.Errorf("%s: %v; %+v; %d edits wait", name, err, s, anna.pending())
		}
		front.Close()
	}
	anna.once()
	if h.ProfileOf(h.Server, storetest.MiaUser) != storetest.Basic || anna.pending() != 0 {
		t.Errorf("%d edits wait", anna.pending())
	}
}

// after gives a client of a desk, and its server, so many days later.
func (s *seat) after(days int) *syncclient.Client {
	s.T.Helper()
	front := httptest.NewServer(syncserver.New(s.Server, syncserver.Env{NewID: newID,
		Now: func() time.Time { return time.Now().AddDate(0, 0, days) }}))
	s.T.Cleanup(front.Close)
	return s.at(front.URL)
}

// TestADeskMayBeSilentForHalfAYear: what it repeats after 179 days is not done again, and what was
// deleted meanwhile is gone, though the server has forgotten that it was. After more than 180 days
// it has to be connected anew; its edits are kept, here and there.
func TestADeskMayBeSilentForHalfAYear(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	h.crowd(60, true)
	anna.once()
	anna.bulk(tickets(0, 3)...)
	anna.Do(grant(1))
	first := anna.Push() // its answer is lost
	h.At(storetest.Anna, &edit.RemoveAccess{User: storetest.MiaUser})
	h.forget(5001)
	if err := h.Server.Backup(ctx, filepath.Join(t.TempDir(), "backup.db")); err != nil {
		t.Fatal(err)
	}
	if err := h.Server.Compact(ctx, time.Now().AddDate(0, 0, 179)); err != nil {
		t.Fatal(err)
	}
	if first.LastSeq != 4 || anna.pending() != 4 {
		t.Fatalf("%+v; %d edits wait", first, anna.pending())
	}
	anna.Do(&edit.CreateTicket{ID: 99, Account: storetest.Acme, Subject: "It broke"})
	if err := anna.after(179).Once(ctx); err != nil || anna.pending() != 0 || !anna.same() {
		t.Errorf("after 179 days: %v; %d edits wait", err, anna.pending())
	}
	_, n, err := h.Server.Lines(ctx, records.KindTicket, "", 0, 1)
	if err != nil || n != 4 || h.ProfileOf(anna.DB, storetest.MiaUser) != 0 {
		t.Errorf("%d tickets, %v; Mia has %d", n, err, h.ProfileOf(anna.DB, storetest.MiaUser))
	}

	anna.Do(grant(2))
	anna.once()
	anna.Do(&edit.RemoveAccess{User: storetest.MiaUser})
	late := anna.after(179 + 182)
	err = late.Once(ctx)
	if s := late.Standing(); !problem.Is(err, problem.Denied) || s.Need != syncclient.NeedPairing ||
		!strings.Contains(s.Trouble, "Connect it anew") || anna.pending() != 1 {
		t.Errorf("after more: %v; %+v; %d edits wait", err, s, anna.pending())
	}
	list, err := h.Server.Quarantined(ctx)
	if err != nil || len(list) != 1 || !list[0].Narrow {
		t.Errorf("%+v in quarantine, %v", list, err)
	}
}

// counted is a desk's file that calls off a round before one of its calls, or after.
type counted struct {
	*store.DB
	hit func()
}

func (c counted) Position(ctx context.Context) (edit.Position, error) {
	c.hit()
	defer c.hit()
	return c.DB.Position(ctx)
}

func (c counted) Outbox(ctx context.Context, after int64, limit int) ([]edit.Waiting, error) {
	c.hit()
	return c.DB.Outbox(ctx, after, limit)
}

func (c counted) Stage(ctx context.Context, p edit.Piece) (bool, error) {
	c.hit()
	defer c.hit()
	return c.DB.Stage(ctx, p)
}

func (c counted) Publish(ctx context.Context, d edit.Download, env func(edit.Envelope) edit.Env) (
	edit.Published, error) {
	c.hit()
	defer c.hit()
	return c.DB.Publish(ctx, d, env)
}

// TestAnExchangeIsPausedAndGoesOnAtAnyPoint: before and after each thing that it does to the desk's
// file, and while the server takes, and has taken, a question.
func TestAnExchangeIsPausedAndGoesOnAtAnyPoint(t *testing.T) {
	h := newHost(t)
	anna := h.pair(1, "anna")
	points, tried, step := 1, 0, 1
	if testing.Short() {
		step = 4
	}
	for point := 0; point < points; point += step {
		tried++
		h.people(0, 25, fmt.Sprint(point, strings.Repeat("a", 100_000))) // three pieces
		anna.bulk(tickets(1000*point, 250)...)                           // two pushes
		during, stop := context.WithCancel(ctx)
		var now atomic.Int64
		hit := func() {
			if now.Add(1) == int64(point)+1 {
				stop()
			}
		}
		front := httptest.NewServer(http.HandlerFunc(
			func(w http.ResponseWriter, r *http.Request) {
				hit()
				h.http.Handler.ServeHTTP(w, r)
				hit()
			}))
		client := syncclient.New(counted{anna.DB, hit}, syncclient.Pairing{Server: front.URL,
			Machine: anna.machine, Token: anna.token, Key: anna.key}, syncclient.Env{NewID: newID,
			Edits: func(edit.Envelope) edit.Env { return anna.Env(anna.Who, edit.Desk) }})
		err := client.Once(during)
		client.Pause(ctx)
		if s := client.Standing(); s.Syncing || s.Trouble != "" {
			t.Errorf("paused at %d: %v; %+v", point, err, s)
		}
		if err := client.Once(ctx); err != nil {
			t.Errorf("resumed at %d: %v", point, err)
		}
		points = max(points, int(now.Load())) // of a round that was not called off, in the end
		if !anna.same() || anna.pending() != 0 {
			t.Errorf("paused at %d: it shows something else; %d edits wait", point, anna.pending())
		}
		stop()
		front.Close()
	}
	_, n, err := h.Server.Lines(ctx, records.KindTicket, "", 0, 1)
	if err != nil || n != 250*tried || points < 20 {
		t.Errorf("%d tickets at the server after %d points, %v", n, points, err)
	}
}

// TestPokesAreCoalesced: a burst of versions is a few pokes, the last with the newest, and a desk
// that listens asks about as often.
func TestPokesAreCoalesced(t *testing.T) {
	h := newHost(t)
	ben := h.pair(2, "ben")
	asked := h.asks()
	ben.run()
	r, err := http.NewRequest("GET", "http://"+h.address+"/sync/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(wire.MachineHeader, ben.machine)
	r.Header.Set("Authorization", "Bearer "+ben.token)
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != 200 {
		t.Fatal(res, err)
	}
	defer res.Body.Close()
	var pokes, last atomic.Int64
	go func() {
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if v, isPoke := strings.CutPrefix(lines.Text(), "data: "); isPoke {
				n, _ := strconv.ParseInt(v, 10, 64)
				last.Store(n)
				pokes.Add(1)
			}
		}
	}()
	until(t, 5*time.Second, "the first poke", func() bool { return pokes.Load() > 0 })
	until(t, 5*time.Second, "online", func() bool { return ben.client.Standing().Online })
	time.Sleep(1200 * time.Millisecond) // its own line opens within a second
	asked()
	pokes.Store(0)
	start := time.Now()
	for i := range 300 {
		h.people(i, 1, "Ann")
	}
	at, err := h.Server.Lineage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	until(t, 5*time.Second, "the newest", func() bool { return last.Load() == at.Version })
	most := int64(time.Since(start)/(100*time.Millisecond)) + 2
	if n := pokes.Load(); n > most || most > 100 {
		t.Errorf("%d pokes for 300 versions, at most %d", n, most)
	}
	until(t, 5*time.Second, "the desk has it", func() bool {
		return ben.position().Cookie.Version == at.Version
	})
	if n := int64(len(asked())); n > 3*most {
		t.Errorf("the desk asked %d times, with %d pokes", n, pokes.Load())
	}
}
