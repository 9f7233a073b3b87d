package synctest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
)

// BenchmarkDeskMemory lets a program that is nothing but a desk bring everything, and reports the
// most memory that it had at once, as Linux counts it.
func BenchmarkDeskMemory(b *testing.B) {
	n := crowd(b)
	o := calm(b)
	o.people(b, 0, n, "Ann")
	d := o.desks[0]
	var peaks []int
	for i := 0; b.Loop(); i++ {
		path := d.files(b).path(fmt.Sprint("desk-", i))
		if err := copyFile(d.Template.desk, path); err != nil {
			b.Fatal(err)
		}
		said := make(chan string, 1)
		c := child{Path: path, Name: "desk", Settles: true, Pairing: syncclient.Pairing{
			Server: o.files(b).front.URL, Machine: d.machine, Token: d.token, Key: d.key}}
		p := c.start(b, func(line string) {
			if peak, found := strings.CutPrefix(line, "peak "); found {
				said <- peak
			}
		})
		if err := p.Wait(); err != nil {
			b.Fatal(err)
		}
		peak, err := strconv.Atoi(<-said)
		if err != nil {
			b.Fatal(err)
		}
		peaks = append(peaks, peak)
	}
	b.ReportMetric(float64(slices.Max(peaks))/1024, "MB-at-most")
}

// peak is the most memory that this program had at once, in KiB; 0 where the system does not tell.
func peak() int {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	n, _ := strconv.Atoi(strings.TrimSpace(strings.SplitN(rest, "kB", 2)[0]))
	return n
}

// BenchmarkDeskToDesk measures from an edit at one desk, while both are online, until another desk
// shows it.
func BenchmarkDeskToDesk(b *testing.B) {
	n := crowd(b)
	o := calm(b)
	o.people(b, 0, n, "Ann")
	from, to := o.desks[0], o.desks[1]
	here, stop := context.WithCancel(ctx)
	defer stop()
	g := o.files(b)
	poked, can := g.to.(interface{ Poke(int64) })
	if !can {
		b.Fatal("the server tells nobody of what is new")
	}
	g.server.Committed = poked.Poke
	news := make(chan edit.Published, 100)
	online := make(chan bool, 100)
	for _, d := range []*desk{from, to} {
		once(b, d)
		s := d.sits(b)
		env := syncclient.Env{NewID: func() string { return fmt.Sprint("id-", d.newID()) },
			Edits: d.env, Tell: func(z syncclient.Standing) { online <- z.Online && !z.Syncing }}
		if d == to {
			env.News = func(p edit.Published) { news <- p }
		}
		s.clients[0] = syncclient.New(s.db, syncclient.Pairing{Server: s.front.URL,
			Machine: d.machine, Token: d.token, Key: d.key}, env)
		go s.clients[0].Run(here)
		for !<-online {
		}
	}
	go func() {
		for range online {
		}
	}()
	time.Sleep(time.Second) // both listen
	db := to.sits(b).db
	var took []time.Duration
	for b.Loop() {
		for range 50 {
			id := records.TicketID(from.newID())
			start := time.Now()
			from.author(b, []edit.Envelope{from.ticket(id)})
			from.sits(b).clients[0].Kick()
			for row := (records.Record)(nil); row == nil; {
				<-news
				row, _, _ = db.One(ctx, records.Key{Kind: records.KindTicket, ID: int64(id)})
			}
			took = append(took, time.Since(start))
			time.Sleep(time.Duration(o.rng.IntN(100)) * time.Millisecond)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
