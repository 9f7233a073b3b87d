package main

import (
	"io"
	"net/http"
	"time"
)

// longestStill is how long a request's body may stand still before it is given up. A line may be as
// slow as it likes while it moves: a large file over a telephone gets here.
const longestStill = time.Minute

// hurried gives up what stands still: whoever begins a request and never ends it holds no place for
// ever.
func hurried(h http.Handler, still time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &body{r.Body, http.NewResponseController(w), still}
		}
		h.ServeHTTP(w, r)
	})
}

// body is a request's body, each piece of which has to come in time.
type body struct {
	io.ReadCloser
	line  *http.ResponseController
	still time.Duration
}

func (b *body) Read(p []byte) (int, error) {
	_ = b.line.SetReadDeadline(time.Now().Add(b.still)) // a line without deadlines waits
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF { // it is all there: what answers may take its time
		_ = b.line.SetReadDeadline(time.Time{})
	}
	return n, err
}
