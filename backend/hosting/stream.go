package hosting

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// streams are the open pages of Live Chat. A stream only tells that something was said; the page
// then asks for itself. One question for each commit finds out whose conversation it touched, so
// that the number of open pages costs the database nothing.
type streams struct {
	mu   sync.Mutex
	open map[records.ConversationID]map[chan struct{}]bool
	all  int
	news chan int64 // that there is a new version; holds one
}

// The most streams of one conversation, and of all.
const (
	mostOfOne = 4
	mostOfAll = 1000
)

const heartbeat = 20 * time.Second

func newStreams() *streams {
	return &streams{open: map[records.ConversationID]map[chan struct{}]bool{},
		news: make(chan int64, 1)}
}

// join gives a stream of a conversation; false when there are too many.
func (s *streams) join(id records.ConversationID) (said chan struct{}, leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open[id]) >= mostOfOne || s.all >= mostOfAll {
		return nil, nil, false
	}
	said = make(chan struct{}, 1)
	if s.open[id] == nil {
		s.open[id] = map[chan struct{}]bool{}
	}
	s.open[id][said] = true
	s.all++
	return said, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open[id], said)
		if len(s.open[id]) == 0 {
			delete(s.open, id)
		}
		s.all--
	}, true
}

func (s *streams) wake(list []records.ConversationID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range list {
		for said := range s.open[id] {
			select {
			case said <- struct{}{}:
			default: // it has news waiting already
			}
		}
	}
}

// Poke hears of every version that the store has committed. It never waits.
func (h *Host) Poke(version int64) {
	select {
	case h.streams.news <- version:
	default: // one is waiting already, and asks for everything since the last
	}
}

// Listen wakes the streams of the conversations that commits touch, until ctx ends.
func (h *Host) Listen(ctx context.Context) {
	_, after, err := h.store.Touched(ctx, 0)
	for {
		if err != nil && ctx.Err() == nil {
			slog.Error("live chat", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-h.streams.news:
		}
		var list []records.ConversationID
		var at int64
		if list, at, err = h.store.Touched(ctx, after); err == nil {
			after = at
			h.streams.wake(list)
		}
	}
}

// chatter is whoever a request's session lets chat now, and their conversation; 0 for nobody. It
// reads the session anew and does not prolong it.
func (h *Host) chatter(r *http.Request) (records.ConversationID, error) {
	c, err := r.Cookie(h.sessions.Cookie.Name)
	if err != nil {
		return 0, nil // no cookie: a visitor
	}
	ctx, err := h.sessions.Load(r.Context(), c.Value)
	if err != nil {
		return 0, err
	}
	id := records.UserID(h.sessions.GetInt64(ctx, sessionUser))
	if id == 0 {
		return 0, nil
	}
	cast, owed, err := h.signedIn(ctx, id)
	if err != nil || cast == nil || owed || cast.Account == nil {
		return 0, err
	}
	at := access.At(h.env.Now(), cast.Portal.Location())
	if !access.Check(cast.Subject(), access.ChatUse, nil, at).Allowed() {
		return 0, nil
	}
	return records.ConversationOf(cast.Person.ID, cast.Account.ID), nil
}

// stream tells an open page of Live Chat when something is said in its conversation. It ends with
// the session, and with the permission.
func (h *Host) stream(w http.ResponseWriter, r *http.Request) {
	id, err := h.chatter(r)
	if err != nil || id == 0 {
		http.Error(w, "Sign in to the portal to chat.", http.StatusForbidden)
		return
	}
	said, leave, ok := h.streams.join(id)
	if !ok {
		http.Error(w, "Too many pages are open. This one shows news when it is loaded again.",
			http.StatusServiceUnavailable)
		return
	}
	defer leave()
	head := w.Header()
	head.Set("Content-Type", "text/event-stream")
	head.Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	send := func(text string) bool {
		_, err := fmt.Fprint(w, text)
		return err == nil && out.Flush() == nil
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for text := "event: said\ndata: 1\n\n"; send(text); { // what was said since the page was made
		text = ": still here\n\n"
		select {
		case <-r.Context().Done():
			return
		case <-said:
			text = "event: said\ndata: 1\n\n"
		case <-beat.C:
		}
		if now, err := h.chatter(r); err != nil || now != id {
			return
		}
	}
}
