package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// sends opens a line to a server behind hurried, which says what it has read after `thinks`, and
// sends a request of ten letters in pieces.
func sends(t *testing.T, still, thinks time.Duration, pieces ...string) string {
	t.Helper()
	server := httptest.NewServer(hurried(http.HandlerFunc(func(w http.ResponseWriter,
		r *http.Request) {
		text, err := io.ReadAll(r.Body)
		select {
		case <-time.After(thinks):
		case <-r.Context().Done():
			err = r.Context().Err()
		}
		fmt.Fprint(w, string(text), " ", err != nil)
	}), still))
	t.Cleanup(server.Close)
	line, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	fmt.Fprint(line, "POST / HTTP/1.1\r\nHost: office\r\nContent-Length: 10\r\n\r\n")
	for i, piece := range pieces {
		if i > 0 {
			time.Sleep(still / 2)
		}
		fmt.Fprint(line, piece)
	}
	_ = line.SetReadDeadline(time.Now().Add(20 * time.Second))
	res, err := http.ReadResponse(bufio.NewReader(line), nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	text, _ := io.ReadAll(res.Body)
	return strings.TrimSpace(string(text))
}

// TestABodyThatStandsStillIsGivenUp and one that moves is read, however slowly; what answers may
// take longer than a body may stand still.
func TestABodyThatStandsStillIsGivenUp(t *testing.T) {
	if got := sends(t, 200*time.Millisecond, 0, "01234"); got != "01234 true" {
		t.Errorf("a body that stands still: %q", got)
	}
	moves := []string{"0", "1", "2", "3", "4", "56789"}
	if got := sends(t, 2*time.Second, 0, moves...); got != "0123456789 false" {
		t.Errorf("a slow one: %q", got)
	}
	if got := sends(t, 100*time.Millisecond, 500*time.Millisecond,
		"0123456789"); got != "0123456789 false" {
		t.Errorf("a slow answer: %q", got)
	}
}
