package syncserver_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncserver"
	"gatehouse/backend/sync/wire"
)

var ctx = context.Background()

// caller is a paired machine that says what a test wants it to say.
type caller struct {
	t   *testing.T
	db  *store.DB
	to  http.Handler
	key ed25519.PrivateKey
}

func newCaller(t *testing.T) *caller {
	t.Helper()
	o := storetest.New(t)
	public, key, err := ed25519.GenerateKey(nil)
	if err == nil {
		err = o.Server.Invite(ctx, "code", storetest.Anna, time.Now().Unix()+60)
	}
	if err == nil {
		_, err = o.Server.Pair(ctx, "code", time.Now().Unix(), edit.Machine{ID: "machine",
			TokenHash: syncserver.Hash("token"),
			PublicKey: base64.StdEncoding.EncodeToString(public)})
	}
	if err != nil {
		t.Fatal(err)
	}
	return &caller{t, o.Server, syncserver.New(o.Server, syncserver.Env{Now: time.Now,
		NewID: rand.Text,
		Limit: func(*http.Request, string) error { return nil }}), key}
}

// ask posts a signed body; change alters the request before it goes.
func (c *caller) ask(path, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	c.t.Helper()
	w := httptest.NewRecorder()
	c.to.ServeHTTP(w, c.request(path, body, change))
	return w
}

func (c *caller) request(path, body string, change func(*http.Request)) *http.Request {
	r := httptest.NewRequest("POST", "/sync/v1/"+path, strings.NewReader(body))
	r.Header.Set(wire.MachineHeader, "machine")
	r.Header.Set(wire.SchemaHeader, strconv.Itoa(wire.Schema))
	r.Header.Set("Authorization", "Bearer token")
	r.Header.Set(wire.SignatureHeader,
		base64.StdEncoding.EncodeToString(ed25519.Sign(c.key, []byte(body))))
	if change != nil {
		change(r)
	}
	return r
}

const aPush = `{"copy":"c","edits":[]}`

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func TestOnlyAPairedMachineIsHeard(t *testing.T) { // B12
	c := newCaller(t)
	for _, x := range []struct {
		name   string
		change func(*http.Request)
		status int
		code   string
	}{
		{"as it should be", nil, 200, ""},
		{"no machine", header(wire.MachineHeader, ""), 403, wire.MachineRevoked},
		{"another machine", header(wire.MachineHeader, "other"), 403, wire.MachineRevoked},
		{"no token", header("Authorization", ""), 403, wire.MachineRevoked},
		{"another token", header("Authorization", "Bearer other"), 403, wire.MachineRevoked},
		{"no signature", header(wire.SignatureHeader, ""), 403, ""},
		{"rubbish for a signature", header(wire.SignatureHeader, "%%%"), 403, ""},
		{"the signature of another body", func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(`{"copy":"d","edits":[]}`))
		}, 403, ""},
		{"an unsigned empty body", func(r *http.Request) {
			r.Body = http.NoBody
		}, 403, ""},
		{"a desk of another schema", header(wire.SchemaHeader, "0"), 200, ""},
		{"a desk of a later schema", header(wire.SchemaHeader, "99"), 409, wire.ServerTooOld},
	} {
		w := c.ask("push", aPush, x.change)
		var f wire.Failure
		if w.Code != 200 && json.Unmarshal(w.Body.Bytes(), &f) != nil {
			t.Errorf("%s: %s is no sentence", x.name, w.Body)
		}
		if w.Code != x.status || f.Code != x.code {
			t.Errorf("%s: %d %s", x.name, w.Code, w.Body)
		}
	}
}

func TestARequestThatNoDeskMakesIsRefused(t *testing.T) {
	c := newCaller(t)
	key := base64.StdEncoding.EncodeToString(c.key.Public().(ed25519.PublicKey))
	_, box, err := sealing.NewBoxKey()
	if err != nil {
		t.Fatal(err)
	}
	many := strings.TrimSuffix(strings.Repeat(`{"seq":1,"uid":"u","name":"Undo","nv":1,"args":{},`+
		`"at":1},`, wire.MaxEdits+1), ",")
	for _, x := range []struct{ name, path, body string }{
		{"nothing", "push", ``},
		{"no JSON", "push", `<html>`},
		{"more fields", "push", `{"copy":"c","edits":[],"more":1}`},
		{"two messages", "push", aPush + aPush},
		{"no copy", "push", `{"copy":"","edits":[]}`},
		{"too many edits", "push", `{"copy":"c","edits":[` + many + `]}`},
		{"a name that writes on the administrator's screen", "push", `{"copy":"c","edits":[{"seq":1,` +
			`"uid":"\u001b[2J","name":"Undo","nv":1,"args":{},"at":1}]}`},
		{"a name that no database keeps", "push", `{"copy":"c\u0000","edits":[]}`},
		{"a computer that writes on it", "pair/begin", `{"computer":"\u001b[2J","public_key":"` + key +
			`","box_key":"` + box + `"}`},
		{"a download that is none", "pull", `[]`},
		{"a computer that sends another one away", "leave", `{"machine":"other"}`},
		{"a pairing that is none", "pair", `{"code":1}`},
		{"a pairing without a key", "pair", `{"code":"X","computer":"c","public_key":"AAAA"}`},
	} {
		w := c.ask(x.path, x.body, nil)
		var f wire.Failure
		err := json.Unmarshal(w.Body.Bytes(), &f)
		if w.Code != 400 || err != nil || !strings.HasSuffix(f.Text, ".") {
			t.Errorf("%s: %d %s", x.name, w.Code, w.Body)
		}
	}
	large := bytes.Repeat([]byte("x"), wire.MaxBody+1)
	if w := c.ask("push", string(large), nil); w.Code != 400 {
		t.Errorf("a large body: %d", w.Code)
	}
	if w := c.ask("push", aPush, header("Content-Encoding", "zstd")); w.Code != 400 {
		t.Errorf("no zstd: %d", w.Code)
	}
}

func TestADeskOfAnotherSchemaGetsNoRecordsAndKeepsItsEdits(t *testing.T) {
	c := newCaller(t)
	w := c.ask("pull", `{"download":"d","copy":"c","acked":0,"from":"later"}`,
		header(wire.SchemaHeader, "0"))
	var f wire.Failure
	if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil || w.Code != 426 ||
		f.Code != wire.DeskTooOld {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestARepeatedPushMakesNoNewVersion(t *testing.T) {
	c := newCaller(t)
	body := fmt.Sprintf(`{"copy":"c","edits":[{"seq":1,"uid":"u","name":"RemoveAccess","nv":1,`+
		`"args":{"User":"%d"},"at":1}]}`, storetest.MiaUser)
	var first, again wire.Pushed
	for _, into := range []*wire.Pushed{&first, &again} {
		if err := wire.Read(c.ask("push", body, nil).Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
	if first.Version != again.Version || len(again.Results) != 1 ||
		first.Results[0] != again.Results[0] {
		t.Errorf("%+v, then %+v", first, again)
	}
}

// TestWhoeverIsRefusedForNowHearsHowLong: by the limits, and while the server can do nothing; and
// every answer says which schemas the server speaks.
func TestWhoeverIsRefusedForNowHearsHowLong(t *testing.T) {
	c := newCaller(t)
	busy := problem.New(problem.Busy, "Too many tries from here.")
	o := storetest.New(t)
	limited := syncserver.New(o.Server, syncserver.Env{Now: time.Now, Newest: 5,
		Limit: func(*http.Request, string) error { return busy }})
	for _, x := range []struct {
		name, path     string
		to             http.Handler
		status         int
		later          string
		oldest, newest string
	}{
		{"a good push", "push", c.to, 200, "", "1", "1"},
		{"a code too many", "pair", limited, 429, "60", "3", "5"},
		{"a computer too many", "pair/begin", limited, 429, "60", "3", "5"},
		{"a busy database", "push", syncserver.New(held{o.Server}, syncserver.Env{Now: time.Now}),
			503, "5", "1", "1"},
	} {
		c.to = x.to
		w := c.ask(x.path, aPush, nil)
		h := w.Header()
		if w.Code != x.status || h.Get("Retry-After") != x.later ||
			h.Get(wire.OldestHeader) != x.oldest || h.Get(wire.NewestHeader) != x.newest {
			t.Errorf("%s: %d %v", x.name, w.Code, h)
		}
	}
}

// held is a database that somebody else holds for a while.
type held struct{ *store.DB }

func (held) Machine(context.Context, string) (edit.Machine, error) {
	return edit.Machine{}, problem.New(problem.Busy, "Somebody else has it.")
}

// TestAStrangerCostsTheServerNothing: of whoever is not paired no push and no pull is read, and of
// what asks to be paired only as much as that takes.
func TestAStrangerCostsTheServerNothing(t *testing.T) {
	c := newCaller(t)
	for _, path := range []string{"push", "pull"} {
		unread := &counted{}
		w := c.ask(path, aPush, func(r *http.Request) {
			r.Header.Set("Authorization", "Bearer other")
			r.Body = unread
		})
		if w.Code != 403 || unread.n > 0 {
			t.Errorf("%s: %d, %d bytes were read", path, w.Code, unread.n)
		}
	}
	for _, path := range []string{"pair", "pair/begin", "pair/wait", "pair/cancel"} {
		endless := &counted{}
		w := c.ask(path, "", func(r *http.Request) { r.Body = endless })
		if w.Code != 400 || endless.n > 100<<10 {
			t.Errorf("%s: %d, %d bytes were read", path, w.Code, endless.n)
		}
	}
}

// counted is a body without an end.
type counted struct{ n int }

func (c *counted) Read(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

func (c *counted) Close() error { return nil }

// TestWhatComesWhileAComputerIsShutOutIsKeptApart: that the push began before does not help it.
func TestWhatComesWhileAComputerIsShutOutIsKeptApart(t *testing.T) {
	c := newCaller(t)
	push := fmt.Sprintf(`{"copy":"c","edits":[{"seq":1,"uid":"u","name":"RemoveAccess","nv":1,`+
		`"args":{"User":"%d"},"at":1}]}`, storetest.MiaUser)
	w := c.ask("push", push, func(r *http.Request) {
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader(push[:20]), revoking{c},
			strings.NewReader(push[20:])))
	})
	list, err := c.db.Quarantined(ctx)
	if w.Code != 403 || err != nil || len(list) != 1 {
		t.Errorf("%d %s; %d in quarantine, %v", w.Code, w.Body, len(list), err)
	}
}

// TestAPushThatWaitsIsOfNoUseToWhoeverIsShutOut: while somebody else writes, it is shut out by an
// edit.
func TestAPushThatWaitsIsOfNoUseToWhoeverIsShutOut(t *testing.T) {
	c := newCaller(t)
	if err := c.db.Saw(ctx, "machine", time.Now().Unix()); err != nil {
		t.Fatal(err)
	}
	writes, done := make(chan bool), make(chan error)
	go func() {
		_, err := c.db.Write(ctx, func(tx edit.Tx) error {
			close(writes)
			time.Sleep(300 * time.Millisecond) // the push has passed the door, and waits
			return edit.Run(tx, edit.Env{Actor: edit.Actor{Staff: &records.Staff{ID: storetest.Anna}},
				Side: edit.Server, Now: time.Now(), Zone: time.UTC}, edit.Envelope{UID: "shut out",
				Name: "RevokeMachine", NV: 1, Args: []byte(`{"Machine":"machine"}`)}).Err()
		})
		done <- err
	}()
	<-writes
	w := c.ask("push", fmt.Sprintf(`{"copy":"c","edits":[{"seq":1,"uid":"u","name":"RemoveAccess",`+
		`"nv":1,"args":{"User":"%d"},"at":1}]}`, storetest.MiaUser), nil)
	err := <-done
	list, err2 := c.db.Quarantined(ctx)
	if w.Code != 403 || err != nil || err2 != nil || len(list) != 1 {
		t.Errorf("%d %s, %v; %d in quarantine, %v", w.Code, w.Body, err, len(list), err2)
	}
}

// TestAComputerLeaves: it is shut out from then on, and every desk sees that.
func TestAComputerLeaves(t *testing.T) {
	c := newCaller(t)
	if w := c.ask("leave", `{"machine":"machine"}`, header(wire.SignatureHeader, "")); w.Code != 403 {
		t.Errorf("unsigned: %d %s", w.Code, w.Body)
	}
	if w := c.ask("push", aPush, nil); w.Code != 200 {
		t.Fatalf("it is gone already: %d %s", w.Code, w.Body)
	}
	if w := c.ask("leave", `{"machine":"machine"}`, nil); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := c.ask("push", aPush, nil); w.Code != 403 {
		t.Errorf("it is heard: %d %s", w.Code, w.Body)
	}
	list, err := c.db.Computers(ctx)
	if err != nil || len(list) != 1 || list[0].Revoked == 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// revoking is a moment in a body at which its machine is shut out.
type revoking struct{ *caller }

func (r revoking) Read([]byte) (int, error) {
	if err := r.db.Revoke(ctx, "machine"); err != nil {
		r.t.Error(err)
	}
	return 0, io.EOF
}

// TestADownloadEndsWithItsComputer: whoever is shut out while a long download runs gets no more of
// it.
func TestADownloadEndsWithItsComputer(t *testing.T) {
	c := newCaller(t)
	_, err := c.db.Write(ctx, func(tx edit.Tx) error {
		for i := range 60 { // some pages
			tx.Put(&records.Ticket{ID: records.TicketID(900 + i), Number: strconv.Itoa(i),
				Account: storetest.Acme, Subject: "S", Text: strings.Repeat("It broke. ", 9000)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(begun func()) string {
		w := &during{ResponseRecorder: httptest.NewRecorder(), begun: begun}
		c.to.ServeHTTP(w, c.request("pull", `{"download":"d","copy":"c","acked":0}`, nil))
		z, err := zstd.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	whole := ask(func() {})
	if !strings.Contains(whole, `{"done":true`) || strings.Count(whole, `["ticket",`) != 60 {
		t.Fatalf("%d bytes", len(whole))
	}
	cut := ask(func() {
		if err := c.db.Revoke(ctx, "machine"); err != nil {
			t.Error(err)
		}
	})
	if n := strings.Count(cut, `["ticket",`); n > 15 || strings.Contains(cut, `{"done":true`) {
		t.Errorf("%d tickets came", n)
	}
}

// during calls begun when the first of an answer is sent.
type during struct {
	*httptest.ResponseRecorder
	begun func()
}

func (d *during) Write(p []byte) (int, error) {
	if d.begun != nil {
		d.begun()
	}
	d.begun = nil
	return d.ResponseRecorder.Write(p)
}

// TestWhoeverHasLeftConnectsNoComputer: neither the code that was made for them before, nor a
// computer that they have confirmed, brings them the office's keys.
func TestWhoeverHasLeftConnectsNoComputer(t *testing.T) {
	c := newCaller(t)
	key := base64.StdEncoding.EncodeToString(c.key.Public().(ed25519.PublicKey))
	_, box, err := sealing.NewBoxKey()
	if err != nil {
		t.Fatal(err)
	}
	computer := fmt.Sprintf(`"computer":"c","public_key":%q,"box_key":%q}`, key, box)
	w := c.ask("pair/begin", "{"+computer, nil)
	var begun wire.PairBegun
	if err := wire.Read(w.Body.Bytes(), &begun); err != nil {
		t.Fatal(err)
	}
	if err := c.to.(*syncserver.Server).Claim(ctx, storetest.Anna, begun.Code); err != nil {
		t.Fatal(err)
	}
	err = c.db.Invite(ctx, syncserver.Hash("ABCD"), storetest.Anna, time.Now().Unix()+60)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.db.Write(ctx, func(tx edit.Tx) error {
		tx.Put(&records.Staff{ID: storetest.Anna, Name: "Anna", Role: records.Administrator})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, body := range map[string]string{"pair": `{"code":"ABCD",` + computer,
		"pair/wait": fmt.Sprintf(`{"handle":%q}`, begun.Handle)} {
		if w := c.ask(path, body, nil); w.Code != 403 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// TestAComputerPushesOnceAtATime: a push is large once it is unpacked, and however many a computer
// sends at once, the server has one of them in hand.
func TestAComputerPushesOnceAtATime(t *testing.T) {
	c := newCaller(t)
	s := &slow{DB: c.db}
	c.to = syncserver.New(s, syncserver.Env{Now: time.Now})
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if w := c.ask("push", aPush, nil); w.Code != 200 {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	all.Wait()
	if s.most.Load() != 1 {
		t.Errorf("%d at once", s.most.Load())
	}
}

// slow is a database that takes its time with a push.
type slow struct {
	*store.DB
	now, most atomic.Int64
}

func (s *slow) Push(ctx context.Context, machine, copyID string, env edit.Env,
	in []edit.Waiting) (edit.Pushed, error) {
	s.most.Store(max(s.most.Load(), s.now.Add(1)))
	defer s.now.Add(-1)
	time.Sleep(20 * time.Millisecond)
	return s.DB.Push(ctx, machine, copyID, env, in)
}
