package synctest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
)

// calm is an office whose network carries everything, on the disk that tests use.
func calm(b *testing.B) *office {
	b.Helper()
	folder := b.TempDir()
	template, err := NewTemplate(folder)
	if err != nil {
		b.Fatal(err)
	}
	run := filepath.Join(folder, "run")
	if err := os.Mkdir(run, 0o700); err != nil {
		b.Fatal(err)
	}
	o := &office{Schedule: Schedule{Ground: Files, Folder: run, Template: template},
		rng: rand.New(rand.NewPCG(1, 1)), now: time.Now()}
	g := &onFiles{office: o}
	o.ground = g
	b.Cleanup(func() {
		o.close()
		o.good(b)
		if err := template.Remove(); err != nil {
			b.Error(err)
		}
	})
	if err := o.open(); err != nil {
		b.Fatal(err)
	}
	o.isCalm = true
	g.front.Config.Handler = g.to // straight to the server
	for _, d := range o.desks {
		o.plain(d.sits(b))
	}
	return o
}

// plain gives a desk a client without the checks after everything.
func (o *office) plain(s *fileSeat) {
	s.clients[0] = syncclient.New(keeper{s.db, s.db}, syncclient.Pairing{Server: s.front.URL,
		Machine: s.d.machine, Token: s.d.token, Key: s.d.key}, syncclient.Env{
		NewID: func() string { return fmt.Sprint("id-", o.newID()) }, Edits: s.d.env})
}

func (o *office) good(b *testing.B) {
	b.Helper()
	if o.isBroken() {
		b.Fatal(o.broken)
	}
}

// people writes so many people at the server.
func (o *office) people(b *testing.B, from, n int, name string) {
	b.Helper()
	err := o.ground.core().write(func(tx edit.Tx) error {
		for i := from; i < from+n; i++ {
			tx.Put(&records.Person{ID: records.PersonID(10_000_000 + i), Account: acme,
				First: name, Last: fmt.Sprint("Miller ", i), Phone: "+49 30 1234567",
				Email: fmt.Sprintf("person%d@example.com", i)})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func once(b *testing.B, d *desk) {
	b.Helper()
	if err := d.sits(b).clients[0].Once(ctx); err != nil {
		b.Fatal(err)
	}
}

func (d *desk) sits(b *testing.B) *fileSeat {
	b.Helper()
	s, ok := d.seat.(*fileSeat)
	if !ok {
		b.Fatal("not on files")
	}
	return s
}

const crowd = 100_000

func BenchmarkFirstPull(b *testing.B) {
	o := calm(b)
	o.people(b, 0, crowd, "Ann")
	for b.Loop() {
		b.StopTimer()
		d := &desk{office: o, name: fmt.Sprint("new", o.newID()), who: anna,
			known: map[records.UID]bool{}}
		d.identify()
		var err error
		if d.seat, err = o.ground.join(d); err != nil {
			b.Fatal(err)
		}
		o.desks = append(o.desks, d)
		o.plain(d.sits(b))
		b.StartTimer()
		once(b, d)
	}
	b.ReportMetric(float64(crowd)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkThousandChanges(b *testing.B) {
	o := calm(b)
	o.people(b, 0, crowd, "Ann")
	once(b, o.desks[0])
	for b.Loop() {
		b.StopTimer()
		o.people(b, o.rng.IntN(crowd-1000), 1000, fmt.Sprint("Ann", o.newID()))
		b.StartTimer()
		once(b, o.desks[0])
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkPush(b *testing.B) {
	const edits = 2000
	o := calm(b)
	d := o.desks[0]
	for b.Loop() {
		b.StopTimer()
		d.tickets(b, edits)
		b.StartTimer()
		once(b, d)
	}
	b.ReportMetric(edits*float64(b.N)/b.Elapsed().Seconds(), "edits/s")
}

func (d *desk) tickets(b *testing.B, n int) {
	b.Helper()
	list := make([]edit.Envelope, n)
	for i := range list {
		id := d.newID()
		list[i] = edit.Envelope{UID: records.UID(fmt.Sprint("t-", id)), Name: "CreateTicket", NV: 1,
			At: d.now.Unix(), Args: fmt.Appendf(nil, `{"ID":"%d","Number":"T","Account":"%s",`+
				`"Contact":"201","Subject":"It broke","Text":"","Priority":""}`, id, acme)}
	}
	if _, err := d.sits(b).db.Author(ctx, d.env(list[0]), list, nil); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkClick(b *testing.B) {
	o := calm(b)
	d := o.desks[0]
	o.people(b, 0, 10_000, "Ann")
	once(b, d)
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		d.tickets(b, 1)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
