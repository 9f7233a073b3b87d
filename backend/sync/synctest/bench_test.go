package synctest

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
)

// These measure beside a bare loop, which streams the same rows over HTTP as JSON and inserts them
// into a table of the same indexes, and does nothing else: no order, no resumption, no check. The
// two take turns, so that what else runs on the machine weighs on both. GATEHOUSE_RECORDS says how
// many records there are; without it 100,000.

func crowd(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(cmpOr(os.Getenv("GATEHOUSE_RECORDS"), "100000"))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func cmpOr(a, other string) string {
	if a == "" {
		return other
	}
	return a
}

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
		d.plain(b)
	}
	return o
}

// sits gives the seat of a desk, which is one on files.
func (d *desk) sits(b *testing.B) *fileSeat {
	b.Helper()
	s, ok := d.seat.(*fileSeat)
	if !ok {
		b.Fatal("not on files")
	}
	return s
}

// files gives the ground of an office, which is one of files.
func (o *office) files(b *testing.B) *onFiles {
	b.Helper()
	g, ok := o.ground.(*onFiles)
	if !ok {
		b.Fatal("not on files")
	}
	return g
}

// plain gives a desk a client without the checks after everything.
func (d *desk) plain(b *testing.B) {
	b.Helper()
	s := d.sits(b)
	s.clients[0] = syncclient.New(s.db, syncclient.Pairing{Server: s.front.URL,
		Machine: d.machine, Token: d.token, Key: d.key}, syncclient.Env{
		NewID: func() string { return fmt.Sprint("id-", d.newID()) }, Edits: d.env})
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
	for n > 0 {
		some := min(n, 50_000)
		_, err := o.files(b).server.Write(ctx, func(tx edit.Tx) error {
			for i := from; i < from+some; i++ {
				tx.Put(&records.Person{ID: records.PersonID(10_000_000 + i), Account: acme,
					First: name, Last: fmt.Sprint("Miller ", i), Phone: "+49 30 1234567",
					Email: fmt.Sprintf("person%d@example.com", i)})
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		from, n = from+some, n-some
	}
}

// scattered changes so many of all people.
func (o *office) scattered(b *testing.B, of, n int) {
	b.Helper()
	_, err := o.files(b).server.Write(ctx, func(tx edit.Tx) error {
		for range n {
			i := o.rng.IntN(of)
			tx.Put(&records.Person{ID: records.PersonID(10_000_000 + i), Account: acme,
				First: fmt.Sprint("Ann", o.newID()), Last: fmt.Sprint("Miller ", i),
				Phone: "+49 30 1234567", Email: fmt.Sprintf("person%d@example.com", i)})
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

// anew gives a desk an empty file.
func (d *desk) anew(b *testing.B) {
	b.Helper()
	err := d.seat.close()
	if err == nil {
		err = removeFile(d.files(b).path(d.name))
	}
	if err == nil {
		err = copyFile(d.Template.desk, d.files(b).path(d.name))
	}
	if err == nil {
		err = d.sits(b).start()
	}
	if err != nil {
		b.Fatal(err)
	}
	d.plain(b)
}

// bare is the loop to compare with: a file of its own, and a server that reads the office's.
type bare struct {
	from, to *sql.DB
	front    *httptest.Server
}

const bareColumns = "id, ver, account, lead, first, last, email, folded, phone, mobile, job_title"

func newBare(b *testing.B, o *office) *bare {
	b.Helper()
	k := &bare{}
	open := func(path string) *sql.DB {
		db, err := sql.Open("sqlite3", "file:"+path+
			"?_journal_mode=WAL&_synchronous=FULL&_cache_size=-32000")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = db.Close() })
		return db
	}
	k.from, k.to = open(o.files(b).path("server")), open(filepath.Join(b.TempDir(), "bare.db"))
	k.to.SetMaxOpenConns(1)
	k.front = httptest.NewServer(http.HandlerFunc(k.serve))
	b.Cleanup(k.front.Close)
	k.clear(b)
	return k
}

func (k *bare) clear(b *testing.B) {
	b.Helper()
	_, err := k.to.Exec(`DROP TABLE IF EXISTS people; CREATE TABLE people (
		id INTEGER PRIMARY KEY, ver BIGINT NOT NULL, account BIGINT NOT NULL,
		lead BIGINT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, email TEXT NOT NULL,
		folded TEXT NOT NULL, phone TEXT NOT NULL, mobile TEXT NOT NULL, job_title TEXT NOT NULL);
		CREATE INDEX people_account ON people (account);
		CREATE INDEX people_folded ON people (folded)`)
	if err != nil {
		b.Fatal(err)
	}
}

func (k *bare) serve(w http.ResponseWriter, r *http.Request) {
	query := "SELECT " + bareColumns + " FROM people WHERE ver > ? ORDER BY id"
	if r.FormValue("after") != "0" {
		query = "SELECT t." + strings.ReplaceAll(bareColumns, ", ", ", t.") +
			" FROM sync_idx i JOIN people t ON t.id = i.id WHERE i.office = '*' AND i.ver > ?"
	}
	rows, err := k.from.Query(query, r.FormValue("after"))
	if err != nil {
		panic(err)
	}
	defer rows.Close()
	out := bufio.NewWriterSize(w, 64<<10)
	defer out.Flush()
	var line []byte
	var n [4]int64
	var t [7]string
	for rows.Next() {
		err := rows.Scan(&n[0], &n[1], &n[2], &n[3], &t[0], &t[1], &t[2], &t[3], &t[4], &t[5], &t[6])
		if err != nil {
			panic(err)
		}
		line = append(line[:0], '[')
		for _, v := range n {
			line = append(strconv.AppendInt(line, v, 10), ',')
		}
		for i, v := range t {
			if i > 0 {
				line = append(line, ',')
			}
			line = strconv.AppendQuote(line, v)
		}
		_, _ = out.Write(append(line, ']', '\n'))
	}
}

// pull brings what is newer than a version, in one transaction.
func (k *bare) pull(b *testing.B, after int64) (n int) {
	b.Helper()
	res, err := http.Get(k.front.URL + "/?after=" + strconv.FormatInt(after, 10))
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	tx, err := k.to.Begin()
	if err != nil {
		b.Fatal(err)
	}
	put, err := tx.Prepare("INSERT INTO people (" + bareColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
		ver = excluded.ver, account = excluded.account, lead = excluded.lead,
		first = excluded.first, last = excluded.last, email = excluded.email,
		folded = excluded.folded, phone = excluded.phone, mobile = excluded.mobile,
		job_title = excluded.job_title`)
	if err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(res.Body)
	for ; lines.Scan(); n++ {
		cells, err := bareCells(lines.Bytes())
		if err == nil {
			_, err = put.Exec(cells...)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return n
}

// bareCells reads a line of numbers and of texts without escapes.
func bareCells(line []byte) (cells []any, err error) {
	for at := 1; at < len(line); at++ {
		end := at
		if line[at] == '"' {
			for end++; line[end] != '"'; end++ {
			}
			cells = append(cells, string(line[at+1:end]))
			at = end + 1
			continue
		}
		for ; line[end] != ',' && line[end] != ']'; end++ {
		}
		n, err := strconv.ParseInt(string(line[at:end]), 10, 64)
		if err != nil {
			return nil, err
		}
		cells = append(cells, n)
		at = end
	}
	return cells, nil
}

// timing collects how long the two take.
type timing struct{ ours, bare []time.Duration }

func (t *timing) measure(into *[]time.Duration, fn func()) {
	runtime.GC()
	start := time.Now()
	fn()
	*into = append(*into, time.Since(start))
}

// both measures the two, who take turns at being the first.
func (t *timing) both(ours, bare func()) {
	if len(t.ours)%2 == 0 {
		t.measure(&t.bare, bare)
		t.measure(&t.ours, ours)
		return
	}
	t.measure(&t.ours, ours)
	t.measure(&t.bare, bare)
}

func median(list []time.Duration) time.Duration {
	list = slices.Clone(list)
	slices.Sort(list)
	return list[len(list)/2]
}

func (t *timing) report(b *testing.B, records int) {
	b.Helper()
	ours, bare := median(t.ours), median(t.bare)
	b.ReportMetric(float64(records)/ours.Seconds(), "records/s")
	b.ReportMetric(float64(records)/bare.Seconds(), "bare-records/s")
	b.ReportMetric(ours.Seconds()*1000, "ms")
	b.ReportMetric(bare.Seconds()*1000, "bare-ms")
	b.ReportMetric(bare.Seconds()/ours.Seconds(), "of-bare")
}

func BenchmarkFirstPull(b *testing.B) {
	n := crowd(b)
	o := calm(b)
	o.people(b, 0, n, "Ann")
	loop := newBare(b, o)
	d := o.desks[0]
	var t timing
	for b.Loop() {
		loop.clear(b)
		t.measure(&t.bare, func() { loop.pull(b, 0) })
		d.anew(b)
		t.measure(&t.ours, func() { once(b, d) })
	}
	t.report(b, n)
}

func BenchmarkThousandChanges(b *testing.B) {
	n := crowd(b)
	o := calm(b)
	o.people(b, 0, n, "Ann")
	loop := newBare(b, o)
	d := o.desks[0]
	once(b, d)
	loop.pull(b, 0)
	var t timing
	for b.Loop() {
		for range 10 {
			was, err := o.files(b).server.Lineage(ctx)
			if err != nil {
				b.Fatal(err)
			}
			o.scattered(b, n, 1000)
			t.both(func() { once(b, d) }, func() { loop.pull(b, was.Version) })
		}
	}
	t.report(b, 1000)
}

func BenchmarkOneChange(b *testing.B) {
	n := crowd(b)
	o := calm(b)
	o.people(b, 0, n, "Ann")
	loop := newBare(b, o)
	d := o.desks[0]
	once(b, d)
	loop.pull(b, 0)
	var t timing
	for b.Loop() {
		for range 50 {
			was, err := o.files(b).server.Lineage(ctx)
			if err != nil {
				b.Fatal(err)
			}
			o.people(b, o.rng.IntN(n), 1, fmt.Sprint("Ann", o.newID()))
			t.both(func() { once(b, d) }, func() { loop.pull(b, was.Version) })
		}
	}
	t.report(b, 1)
}

// BenchmarkPublish publishes a change while a thousand edits wait.
func BenchmarkPublish(b *testing.B) {
	n := crowd(b)
	o := calm(b)
	o.people(b, 0, n, "Ann")
	d := o.desks[0]
	once(b, d)
	d.tickets(b, 1000)
	var took []time.Duration
	for b.Loop() {
		for i := range 5 {
			pos, err := d.sits(b).db.Position(ctx)
			if err != nil {
				b.Fatal(err)
			}
			to := pos.Cookie
			to.Version++
			cells := json.RawMessage(fmt.Sprintf(`["10000000","%s",false,"Ann%d","","","","",""]`,
				acme, i))
			start := time.Now()
			out, err := d.sits(b).db.Publish(ctx, edit.Download{Was: pos, To: to, Rows: []edit.Staged{
				{Kind: records.KindPerson, ID: 10_000_000, Ver: to.Version, Cells: cells}}},
				d.env)
			if err != nil || out.Stale {
				b.Fatal(err, out)
			}
			took = append(took, time.Since(start))
		}
	}
	b.ReportMetric(float64(median(took).Microseconds())/1000, "ms")
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
		list[i] = d.ticket(records.TicketID(d.newID()))
	}
	d.author(b, list)
}

func (d *desk) ticket(id records.TicketID) edit.Envelope {
	return edit.Envelope{UID: records.UID(fmt.Sprint("t-", id)), Name: "CreateTicket", NV: 1,
		At: d.now.Unix(), Args: fmt.Appendf(nil, `{"ID":"%d","Number":"T","Account":"%s",`+
			`"Contact":"201","Subject":"It broke","Text":"","Priority":""}`, id, acme)}
}

func (d *desk) author(b *testing.B, list []edit.Envelope) {
	b.Helper()
	if _, err := d.sits(b).db.Author(ctx, d.env(list[0]), list, nil); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkClick makes an edit at a desk, durable, beside a bare insert of a row.
func BenchmarkClick(b *testing.B) {
	n := crowd(b)
	o := calm(b)
	d := o.desks[0]
	o.people(b, 0, n, "Ann")
	loop := newBare(b, o)
	once(b, d)
	var ours, bare []time.Duration
	for b.Loop() {
		for i := range 300 {
			start := time.Now()
			d.tickets(b, 1)
			ours = append(ours, time.Since(start))
			start = time.Now()
			_, err := loop.to.Exec("INSERT INTO people ("+bareColumns+
				") VALUES (NULL, ?, 1, 0, 'A', 'B', 'C', 'D', 'E', 'F', 'G')", i)
			if err != nil {
				b.Fatal(err)
			}
			bare = append(bare, time.Since(start))
		}
	}
	slices.Sort(ours)
	slices.Sort(bare)
	for name, at := range map[string]int{"p50": 50, "p99": 99} {
		b.ReportMetric(float64(ours[len(ours)*at/100].Microseconds()), name+"-µs")
		b.ReportMetric(float64(bare[len(bare)*at/100].Microseconds()), "bare-"+name+"-µs")
	}
}
