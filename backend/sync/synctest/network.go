package synctest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/records"
	"gatehouse/backend/sync/wire"
)

// trick is what happens to one request.
type trick int

const (
	carry     trick = iota
	drop            // it never arrives
	dropReply       // it is carried out, and the answer is lost
	double          // it arrives twice
	hold            // it is lost for the desk, and arrives later
	cut             // the answer ends in the middle
	busy            // a proxy answers 503
	page            // a proxy answers with a page of its own
	redirect        // a proxy sends elsewhere
	old             // the answer to an earlier question comes back
	tricks
)

var trickNames = []string{"carry", "drop", "drop reply", "double", "hold", "cut", "busy", "page",
	"redirect", "old"}

func (n *onFiles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if cause := recover(); cause != nil {
			if cause != http.ErrAbortHandler {
				n.fail("the server panics: %v\n%s", cause, debug.Stack())
			}
			panic(http.ErrAbortHandler)
		}
	}()
	body, err := io.ReadAll(r.Body)
	if !n.must(err) {
		return
	}
	what := carry
	if !n.isCalm && n.rng.IntN(100) < n.Trouble {
		what = trick(1 + n.rng.IntN(int(tricks)-1))
		n.note("  %s: %s", r.URL.Path, trickNames[what])
	}
	again := func() *http.Request {
		c := r.Clone(ctx)
		c.Body = io.NopCloser(bytes.NewReader(body))
		return c
	}
	if !n.before(what, w, again) {
		return
	}
	answer := n.pass(again())
	n.meanwhile(r.Header.Get(wire.MachineHeader))
	n.after(what, w, answer, r.URL.Path)
}

// before plays what happens on the way to the server, and reports whether it gets there.
func (n *onFiles) before(what trick, w http.ResponseWriter, again func() *http.Request) bool {
	switch what {
	case drop:
		panic(http.ErrAbortHandler)
	case hold:
		n.held = append(n.held, again())
		panic(http.ErrAbortHandler)
	case busy:
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return false
	case page:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Sign in to this network</title>")
		return false
	case redirect:
		http.Redirect(w, again(), "https://elsewhere.invalid/", http.StatusFound)
		return false
	case double:
		n.pass(again())
	}
	return true
}

// pass lets the server answer, and shows the ghost what was committed.
func (n *onFiles) pass(r *http.Request) *httptest.ResponseRecorder {
	body, err := io.ReadAll(r.Body)
	n.must(err)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	n.to.ServeHTTP(answer, r)
	if strings.HasSuffix(r.URL.Path, "/push") {
		schema, err := strconv.Atoi(r.Header.Get(wire.SchemaHeader))
		n.must(err)
		n.heard(schema)
		if machine := r.Header.Get(wire.MachineHeader); schema <= n.schema && n.isShutOut(machine) {
			n.quarantine(machine, n.pushed(r, body))
		}
	}
	if answer.Code >= 500 {
		n.fail("the server answers %d to %s: %s", answer.Code, r.URL.Path, answer.Body)
	}
	return answer
}

// pushed gives the edits of a push.
func (n *onFiles) pushed(r *http.Request, body []byte) (list []records.UID) {
	if r.Header.Get("Content-Encoding") == "zstd" {
		z, err := zstd.NewReader(nil)
		n.must(err)
		defer z.Close()
		body, err = z.DecodeAll(body, nil)
		n.must(err)
	}
	var in wire.Push
	n.must(wire.Read(body, &in))
	for _, e := range in.Edits {
		list = append(list, e.UID)
	}
	return list
}

// after plays what happens on the way back.
func (n *onFiles) after(what trick, w http.ResponseWriter, answer *httptest.ResponseRecorder,
	path string) {
	text := answer.Body.Bytes()
	isPull := strings.HasSuffix(path, "/pull")
	switch {
	case what == dropReply:
		panic(http.ErrAbortHandler)
	case what == old && isPull && len(n.past) > 0:
		text = n.past[n.rng.IntN(len(n.past))]
	case isPull:
		n.past = append(n.past, text)
	}
	for k, v := range answer.Header() {
		w.Header()[k] = v
	}
	if what == cut && len(text) > 0 {
		text = text[:n.rng.IntN(len(text))]
		if n.Fault != nil && n.Fault.Cut != nil && isPull {
			text = n.Fault.Cut(answer.Body.Bytes())
			what = carry
		}
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(text) // the desk may have gone
	if what == cut {
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		panic(http.ErrAbortHandler)
	}
}

// meanwhile lets staff act while an answer is on its way, often at the very desk that waits for it.
func (n *onFiles) meanwhile(machine string) {
	if n.isCalm || n.depth > 0 || n.rng.IntN(3) > 0 {
		return
	}
	n.depth++
	defer func() { n.depth-- }()
	for range 1 + n.rng.IntN(3) {
		d := n.desks[n.rng.IntN(len(n.desks))]
		for _, own := range n.desks {
			if own.machine == machine && n.rng.IntN(2) == 0 {
				d = own
			}
		}
		n.note("  meanwhile:")
		if n.rng.IntN(2) == 0 {
			d.click()
		} else {
			d.exchange(true)
		}
	}
}

// calm forgets what was held: nobody waits for it.
func (n *onFiles) calm() { n.held = nil }

// arrive lets a request that was held come.
func (n *onFiles) arrive() {
	if len(n.held) == 0 {
		return
	}
	i := n.rng.IntN(len(n.held))
	r := n.held[i]
	n.held = append(n.held[:i], n.held[i+1:]...)
	n.note("a held %s arrives", r.URL.Path)
	n.pass(r)
}
