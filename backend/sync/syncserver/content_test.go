package syncserver_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncserver"
	"gatehouse/backend/sync/wire"
)

// carry sends a content, or asks for one; change alters the request before it goes.
func (c *caller) carry(method, hash string, data []byte,
	change func(*http.Request)) *httptest.ResponseRecorder {
	c.t.Helper()
	r := httptest.NewRequest(method, wire.ContentPath+hash, bytes.NewReader(data))
	r.Header.Set(wire.MachineHeader, "machine")
	r.Header.Set("Authorization", "Bearer token")
	r.Header.Set(wire.SignatureHeader,
		base64.StdEncoding.EncodeToString(ed25519.Sign(c.key, data)))
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	c.to.ServeHTTP(w, r)
	return w
}

// TestAContentIsKeptUnderItsHash: brought twice it is there once, and it comes back as it was.
func TestAContentIsKeptUnderItsHash(t *testing.T) {
	c := newCaller(t)
	data := []byte("the plan of the move")
	hash := wire.HashOf(data)
	if w := c.carry("HEAD", hash, nil, nil); w.Code != 404 {
		t.Errorf("before: %d", w.Code)
	}
	if w := c.carry("GET", hash, nil, nil); w.Code != 404 {
		t.Errorf("before: %d", w.Code)
	}
	for range 2 {
		if w := c.carry("PUT", hash, data, nil); w.Code != 204 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if w := c.carry("HEAD", hash, nil, nil); w.Code != 200 || w.Body.Len() > 0 {
		t.Errorf("after: %d, %d bytes", w.Code, w.Body.Len())
	}
	w := c.carry("GET", hash, nil, nil)
	if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), data) ||
		w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("after: %d %q", w.Code, w.Body)
	}
}

// TestContentsAreForPairedMachinesOnly, signed, whole, and no larger than a file.
func TestContentsAreForPairedMachinesOnly(t *testing.T) {
	c := newCaller(t)
	data := []byte("the plan of the move")
	hash := wire.HashOf(data)
	large := bytes.Repeat([]byte("x"), records.LargestFile+1)
	for _, x := range []struct {
		name, hash string
		data       []byte
		change     func(*http.Request)
		status     int
	}{
		{"no machine", hash, data, header(wire.MachineHeader, ""), 403},
		{"another token", hash, data, header("Authorization", "Bearer other"), 403},
		{"no signature", hash, data, header(wire.SignatureHeader, ""), 403},
		{"another's signature", hash, data, header(wire.SignatureHeader, "AAAA"), 403},
		{"another content", hash, []byte("something else"), nil, 400},
		{"nothing", hash, nil, nil, 400},
		{"too large", wire.HashOf(large), large, nil, 400},
		{"no hash", "plan.txt", data, nil, 400},
		{"a capital hash", "A" + hash[1:], data, nil, 400},
		{"a short hash", hash[:10], data, nil, 400},
	} {
		if w := c.carry("PUT", x.hash, x.data, x.change); w.Code != x.status {
			t.Errorf("%s: %d %s", x.name, w.Code, w.Body)
		}
	}
	for _, method := range []string{"GET", "HEAD"} {
		if w := c.carry(method, hash, nil, nil); w.Code != 404 {
			t.Errorf("something was kept: %d", w.Code)
		}
	}
	if w := c.carry("PUT", hash, data, nil); w.Code != 204 {
		t.Fatalf("%d", w.Code)
	}
	if w := c.carry("GET", hash, nil, header("Authorization", "")); w.Code != 403 ||
		bytes.Contains(w.Body.Bytes(), data) {
		t.Errorf("a stranger gets %d %s", w.Code, w.Body)
	}
}

// TestAComputerThatDawdlesHoldsNobodyUp: however many contents it begins to bring, another's comes.
func TestAComputerThatDawdlesHoldsNobodyUp(t *testing.T) {
	c := newCaller(t)
	data := []byte("the plan of the move")
	hash := wire.HashOf(data)
	if w := c.carry("PUT", hash, data, nil); w.Code != 204 {
		t.Fatalf("%d", w.Code)
	}
	err := c.db.Invite(ctx, "code", storetest.Ben, time.Now().Unix()+60)
	if err == nil {
		_, err = c.db.Pair(ctx, "code", time.Now().Unix(), edit.Machine{ID: "another",
			TokenHash: syncserver.Hash("token")})
	}
	if err != nil {
		t.Fatal(err)
	}
	during, end := context.WithCancel(ctx)
	var all sync.WaitGroup
	begun := make(chan bool, 10)
	for range 10 {
		all.Go(func() {
			c.carry("PUT", hash, nil, func(r *http.Request) {
				r.Body = dawdling{during, begun}
				*r = *r.WithContext(during)
			})
		})
	}
	defer all.Wait()
	defer end()
	for wait := time.After(time.Second); len(begun) < 4; { // as far as they get
		select {
		case <-time.After(10 * time.Millisecond):
			continue
		case <-wait:
		}
		break
	}
	soon, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	w := c.carry("GET", hash, nil, func(r *http.Request) {
		r.Header.Set(wire.MachineHeader, "another")
		*r = *r.WithContext(soon)
	})
	if !bytes.Equal(w.Body.Bytes(), data) {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// dawdling is a body of which nothing comes.
type dawdling struct {
	context.Context
	begun chan bool
}

func (d dawdling) Read([]byte) (int, error) {
	d.begun <- true
	<-d.Done()
	return 0, d.Err()
}

func (dawdling) Close() error { return nil }
