package syncserver

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// hub tells listening desks of new versions. A lost poke is harmless: desks also ask by the clock.
type hub struct {
	mu     sync.Mutex
	listen map[chan int64]bool
}

func (h *hub) poke(version int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.listen {
		select {
		case c <- version:
		default: // it has an older one waiting
			select {
			case <-c:
			default:
			}
			c <- version // only poke sends, and holds the lock
		}
	}
}

func (h *hub) join() (chan int64, func()) {
	c := make(chan int64, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listen == nil {
		h.listen = map[chan int64]bool{}
	}
	h.listen[c] = true
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listen, c)
	}
}

const (
	heartbeat = 20 * time.Second
	coalesce  = 100 * time.Millisecond
)

// events streams "poke" with a version: first the current one, then each new one.
func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	pokes, leave := s.hub.join() // first: what happens from here on is heard
	defer leave()
	m, err := s.caller(r)
	if err != nil {
		return err
	}
	if err := s.worksHere(r.Context(), m); err != nil {
		return err
	}
	at, err := s.store.Lineage(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	send := func(text string) bool {
		_, err := fmt.Fprint(w, text)
		return err == nil && out.Flush() == nil
	}
	if !send(fmt.Sprintf("event: poke\ndata: %d\n\n", at.Version)) {
		return nil
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return nil
		case v := <-pokes:
			if !s.stays(r) || !send(fmt.Sprintf("event: poke\ndata: %d\n\n", v)) {
				return nil
			}
			select { // an import is many versions: the newest of a while is enough
			case <-r.Context().Done():
			case <-time.After(coalesce):
			}
		case <-beat.C:
			if !s.stays(r) || !send(": still here\n\n") {
				return nil
			}
		}
	}
}

// stays reports whether a desk may go on listening, or downloading: whoever was shut out gets no
// more.
func (s *Server) stays(r *http.Request) bool {
	m, err := s.caller(r)
	return err == nil && s.worksHere(r.Context(), m) == nil
}
