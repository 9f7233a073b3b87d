package synctest

import (
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var longProxy = flag.Duration("proxy", 4*time.Second, "how long programs run behind a bad line")

// badLine is a line between desks and their server that cuts, delays, repeats and swaps bytes.
// Bytes are repeated on the way up only, where that is a question that comes twice.
type badLine struct {
	to     string
	l      net.Listener
	faults atomic.Int64
}

func newBadLine(t *testing.T, to string) *badLine {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &badLine{to: to, l: l}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go b.join(c)
		}
	}()
	return b
}

func (b *badLine) join(desk net.Conn) {
	defer desk.Close()
	server, err := net.Dial("tcp", b.to)
	if err != nil {
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() { b.carry(server, desk, true) })
	both.Go(func() { b.carry(desk, server, false) })
	both.Wait()
}

func (b *badLine) carry(to, from net.Conn, up bool) {
	defer to.Close() // the other direction ends as well
	data := make([]byte, 16<<10)
	for {
		n, err := from.Read(data)
		part := data[:n]
		x := rand.IntN(100)
		if x < 12 {
			b.faults.Add(1)
		}
		switch {
		case err != nil:
			return
		case x < 4:
			_, _ = to.Write(part[:rand.IntN(n)])
			return
		case x < 8:
			time.Sleep(time.Duration(rand.IntN(80)) * time.Millisecond)
		case x < 10 && up:
			_, _ = to.Write(part)
		case x < 12:
			part[rand.IntN(n)] ^= byte(1 + rand.IntN(255))
		}
		if _, err := to.Write(part); err != nil {
			return
		}
	}
}

// common gives the notes that everybody writes, in the order in which the server has confirmed
// them.
func common(look *looker) (list []string, err error) {
	rows, err := look.Query("SELECT n.text FROM notes n JOIN history h ON h.uid = n.text "+
		"WHERE n.ticket = $1 AND h.n > 0 ORDER BY h.n", int64(commonTicket))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

func sumOf(list []string) string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, strings.Join(list, " "))
	return fmt.Sprint(len(list), "-", h.Sum64())
}

// TestWholeProgramsBehindABadLineAgree: a server and three desks, and a line that does what it
// likes. Whatever a desk ever showed of a common list is the beginning of what all show in the end.
func TestWholeProgramsBehindABadLineAgree(t *testing.T) {
	for _, g := range []Ground{Files, Postgres} {
		t.Run(string(g), func(t *testing.T) {
			h := newHouse(t, g, 3)
			line := newBadLine(t, h.listen)
			h.startServer()
			direct := h.desks[0].Pairing.Server
			for i := range h.desks {
				h.desks[i].Pairing.Server = "http://" + line.l.Addr().String()
				h.desks[i].Pause = *longProxy / 400 // in a longer time not more edits, but more faults
				h.startDesk(i)
			}
			time.Sleep(*longProxy)
			for i := range h.desks {
				h.desks[i].Pairing.Server = direct
			}
			start := time.Now()
			h.quiet()
			h.check()
			h.checkReads()
			t.Logf("%d faults of the line, %d edits, settled in %v", line.faults.Load(), len(h.made),
				time.Since(start).Round(time.Second))
		})
	}
}

// checkReads: all that was ever read is the beginning of one order.
func (h *house) checkReads() {
	h.t.Helper()
	db, look, err := h.place.open()
	h.must(err)
	final, err := common(look)
	h.must(err)
	sums := map[string]bool{}
	for i := range len(final) + 1 {
		sums[sumOf(final[:i])] = true
	}
	for _, read := range h.reads {
		if !sums[read] {
			h.t.Errorf("%s was read, and is not how the final order begins", read)
		}
	}
	if len(h.reads) < 5 {
		h.t.Errorf("only %d reads", len(h.reads))
	}
	h.t.Logf("%d reads of a list of %d", len(h.reads), len(final))
	h.must(look.Close())
	h.must(db.Close())
}
