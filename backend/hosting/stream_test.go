package hosting_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// chatting is a portal whose open pages of Live Chat hear of what is said.
func chatting(t *testing.T) *site {
	t.Helper()
	s := open(t)
	h := s.handler.(*hosting.Host)
	s.Server.Committed = h.Poke
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.Listen(ctx)
	}()
	t.Cleanup(func() {
		s.server.CloseClientConnections()
		stop()
		<-done
	})
	return s
}

// listen opens a stream, and gives its lines; the channel closes with it.
func (v *visitor) listen() (status int, lines chan string) {
	v.t.Helper()
	res, err := v.client.Get(v.server.URL + "/live-chat/events")
	must(v.t, err)
	v.t.Cleanup(func() { _ = res.Body.Close() })
	lines = make(chan string, 100)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			if in.Text() != "" {
				lines <- in.Text()
			}
		}
	}()
	return res.StatusCode, lines
}

// hears waits for "said"; it gives false when the stream ends or stays silent.
func hears(lines chan string, wait time.Duration) bool {
	late := time.After(wait)
	for {
		select {
		case line, open := <-lines:
			if !open || strings.HasPrefix(line, "event: said") {
				return open
			}
		case <-late:
			return false
		}
	}
}

var mias = records.ConversationOf(storetest.Mia, storetest.Acme)

func (s *site) answer(id records.ChatMessageID, in records.ConversationID) {
	s.t.Helper()
	s.At(storetest.Anna, &edit.AnswerChat{ID: id, Conversation: in, Text: "Hello"})
}

// TestAnOpenChatHearsOfItsOwnConversation and of no other (O11).
func TestAnOpenChatHearsOfItsOwnConversation(t *testing.T) {
	s := chatting(t)
	v := s.signedIn()
	v.fill("live-chat", "text", "Good morning").wants(t, http.StatusSeeOther, "")
	toms := records.ConversationOf(storetest.Tom, storetest.Acme)
	s.put(&records.Conversation{ID: toms, Person: storetest.Tom, Account: storetest.Acme})
	status, lines := v.listen()
	if status != http.StatusOK || !hears(lines, 5*time.Second) {
		t.Fatalf("the stream answers %d", status)
	}
	s.answer(1, mias)
	if !hears(lines, 5*time.Second) {
		t.Error("she does not hear of an answer")
	}
	s.answer(2, toms)
	s.put(&records.Category{ID: 1, Name: "Anything"})
	if hears(lines, 300*time.Millisecond) {
		t.Error("she hears of what is not hers")
	}
	if !strings.Contains(v.get("live-chat").body, "Hello") {
		t.Error("the page lacks the answer")
	}
}

// TestAStreamEndsWithItsSession: after signing out, and when the access is gone.
func TestAStreamEndsWithItsSession(t *testing.T) {
	for name, end := range map[string]func(*site, *visitor){
		"signed out": func(_ *site, v *visitor) { v.fill("sign-out") },
		"no Portal User": func(s *site, _ *visitor) {
			s.user(storetest.MiaUser, func(u *records.User) { u.PortalUser = false })
		},
	} {
		s := chatting(t)
		v := s.signedIn()
		v.fill("live-chat", "text", "Good morning").wants(t, http.StatusSeeOther, "")
		_, lines := v.listen()
		if !hears(lines, 5*time.Second) {
			t.Fatal("there is no stream")
		}
		end(s, v)
		s.answer(1, mias)
		if hears(lines, 5*time.Second) {
			t.Errorf("%s: it goes on", name)
		}
		if _, open := <-lines; open {
			t.Errorf("%s: it does not end", name)
		}
	}
}

// TestStreamsAreBounded: nobody without a session has one, and somebody has four.
func TestStreamsAreBounded(t *testing.T) {
	s := chatting(t)
	if status, _ := s.visitor().listen(); status != http.StatusForbidden {
		t.Errorf("a visitor: %d", status)
	}
	v := s.signedIn()
	for i := range 6 {
		want := http.StatusOK
		if i >= 4 {
			want = http.StatusServiceUnavailable
		}
		if status, _ := v.listen(); status != want {
			t.Errorf("stream %d answers %d", i, status)
		}
	}
}

// TestTheHumanCheck opens only what it sealed, with the right answer, in time (C14).
func TestTheHumanCheck(t *testing.T) {
	now, n := time.Unix(1_700_000_000, 0), int64(0)
	h := &hosting.Human{Key: []byte("key"), Now: func() time.Time { return now },
		Nonce: func() int64 { n++; return n }}
	token := h.Ask("garden")
	now = now.Add(5 * time.Second)
	first, err := h.Answered(token, "  Garden. ")
	second, err2 := h.Answered(token, "GARDEN")
	if err != nil || err2 != nil || first != second || first <= 0 {
		t.Errorf("%d %v, %d %v", first, err, second, err2)
	}
	if other, err := (&hosting.Human{Key: h.Key, Now: h.Now, Nonce: h.Nonce}).Answered(
		h.Ask("stone"), "stone"); !errors.Is(err, portal.NotHuman) {
		t.Errorf("at once: %d %v", other, err)
	}
	data, err := base64.RawURLEncoding.DecodeString(token)
	must(t, err)
	for i := range data { // no byte of it can be another
		data[i] ^= 1
		if _, err := h.Answered(base64.RawURLEncoding.EncodeToString(data), "garden"); err == nil {
			t.Errorf("byte %d counts for nothing", i)
		}
		data[i] ^= 1
	}
	for name, c := range map[string]struct {
		key, token, answer string
		after              time.Duration
	}{
		"another word": {"key", token, "stone", 0}, "no word": {"key", token, "", 0},
		"no token": {"key", "", "garden", 0}, "nonsense": {"key", "!!!", "garden", 0},
		"another key": {"yek", token, "garden", 0}, "late": {"key", token, "garden", 3 * time.Hour},
		"before it was asked": {"key", token, "garden", -time.Hour},
	} {
		h := &hosting.Human{Key: []byte(c.key), Now: func() time.Time { return now.Add(c.after) }}
		if _, err := h.Answered(c.token, c.answer); !errors.Is(err, portal.NotHuman) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
