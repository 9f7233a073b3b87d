package synctest

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
)

var kills = flag.Int("kills", 10, "how often each kind of server, and its desks, are killed")

// house is a server and desks that are programs of their own.
type house struct {
	t       *testing.T
	place   place
	address string // of the database
	listen  string
	program string // of the server; empty = a child
	server  *exec.Cmd
	desks   []child
	running []*exec.Cmd

	mu    sync.Mutex
	made  []records.UID // that a desk had kept
	reads []string      // sums of what desks have shown of the common list
}

func newHouse(t *testing.T, g Ground, desks int) *house {
	t.Helper()
	s := stage(t, g)
	h := &house{t: t, listen: freeAddress(t), address: filepath.Join(s.Folder, "office.db")}
	var err error
	if g == Postgres {
		p, err2 := newPostgresPlace(s.Template.postgres)
		h.place, err = p, err2
		h.address = postgresAddress(p.now)
		t.Cleanup(func() { h.must(p.remove()) })
	} else {
		h.place, err = newFilePlace(h.address, s.Template.server)
	}
	h.must(err)
	db, look, err := h.place.open()
	h.must(err)
	_, err = db.Write(ctx, func(tx edit.Tx) error {
		tx.Put(&records.Ticket{ID: commonTicket, Number: "T-900", Account: acme, Contact: 201,
			Subject: "Everybody writes here", Status: records.Open})
		return nil
	})
	h.must(err)
	for i := range desks {
		h.desks = append(h.desks, h.desk(db, s, i))
	}
	h.must(errors.Join(look.Close(), db.Close()))
	h.running = make([]*exec.Cmd, desks)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// desk pairs a desk and gives it an empty file.
func (h *house) desk(db *store.DB, s Schedule, i int) child {
	h.t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	h.must(err)
	name, code := fmt.Sprint("desk", i), fmt.Sprint("code", i)
	h.must(db.Invite(ctx, code, anna, time.Now().Unix()+60))
	_, err = db.Pair(ctx, code, time.Now().Unix(), edit.Machine{ID: name, Name: name,
		TokenHash: syncserver.Hash(name), PublicKey: base64.StdEncoding.EncodeToString(public)})
	h.must(err)
	path := filepath.Join(s.Folder, name+".db")
	h.must(copyFile(s.Template.desk, path))
	file, err := store.Open(ctx, path)
	h.must(err)
	h.must(errors.Join(file.Note(ctx, "copy", name+"-copy"), file.Close()))
	return child{Path: path, Name: name, Pairing: syncclient.Pairing{Server: "http://" + h.listen,
		Machine: name, Token: name, Key: private}}
}

func (h *house) startServer() {
	h.t.Helper()
	nothing := func(string) {}
	if h.program != "" {
		h.server = startProgram(h.t, nothing, nil, h.program, "serve", "--data",
			filepath.Dir(h.address), "--listen", h.listen)
		h.server.Stderr = nil
	} else {
		h.server = child{Path: h.address, Listen: h.listen}.start(h.t, nothing)
	}
}

func (h *house) startDesk(i int) { h.running[i] = h.desks[i].start(h.t, h.hear) }

// hear notes what a desk says that it has kept.
func (h *house) hear(line string) {
	if uid, ok := strings.CutPrefix(line, "made "); ok {
		h.mu.Lock()
		h.made = append(h.made, records.UID(uid))
		h.mu.Unlock()
	}
	if sum, ok := strings.CutPrefix(line, "read "); ok {
		h.mu.Lock()
		h.reads = append(h.reads, sum)
		h.mu.Unlock()
	}
}

func kill(p *exec.Cmd) {
	_ = p.Process.Kill()
	_ = p.Wait() // it was killed
}

// quiet ends everything, and lets the desks settle.
func (h *house) quiet() {
	h.t.Helper()
	for _, p := range h.running {
		kill(p)
	}
	for range 2 { // the second time, the first desk gets what the others brought
		for _, d := range h.desks {
			d.Settles = true
			h.must(waitFor(d.start(h.t, h.hear), 30*time.Second))
		}
	}
	kill(h.server)
}

func waitFor(p *exec.Cmd, most time.Duration) error {
	late := time.AfterFunc(most, func() { _ = p.Process.Kill() })
	defer late.Stop()
	return p.Wait()
}

// check holds what must be true once nothing runs.
func (h *house) check() {
	h.t.Helper()
	db, look, err := h.place.open()
	h.must(err)
	defer func() { h.must(errors.Join(look.Close(), db.Close())) }()
	o := &office{}
	want := stateOf(o, db)
	h.checkHistory(o, db, look)
	for _, d := range h.desks {
		file, look, err := filePlace{d.Path}.open()
		h.must(err)
		if k, differs := stateOf(o, file).differs(want); differs {
			h.t.Errorf("%s shows something else at %v", d.Name, k)
		}
		if n := look.number(o, "SELECT (SELECT count(*) FROM undo) + "+
			"(SELECT count(*) FROM outbox) + (SELECT count(*) FROM stage)"); n > 0 {
			h.t.Errorf("%s keeps %d rows that should be gone", d.Name, n)
		}
		h.sound(look)
		h.must(errors.Join(look.Close(), file.Close()))
	}
	for _, broken := range o.broken {
		h.t.Error(broken)
	}
}

func (h *house) sound(look *looker) {
	h.t.Helper()
	var text string
	h.must(look.QueryRow("PRAGMA integrity_check").Scan(&text))
	if text != "ok" {
		h.t.Errorf("a damaged file: %s", text)
	}
}

// checkHistory: every edit that a desk had kept was carried out once, and the chain verifies.
func (h *house) checkHistory(o *office, db *store.DB, look *looker) {
	h.t.Helper()
	g := &onFiles{office: o, server: db, look: look}
	prev, known := "", map[records.UID]int{}
	for i, l := range g.lines(0) {
		full, err := db.HistoryLine(ctx, l.UID)
		h.must(err)
		if full.N != int64(i+1) || full.Prev != prev || store.HashOf(full) != full.Hash {
			h.t.Fatalf("line %d of the history (%s) does not verify", i+1, l.UID)
		}
		prev = full.Hash
		known[l.UID]++
	}
	for _, uid := range h.made {
		if known[uid] != 1 {
			h.t.Errorf("%s was kept at its desk, and carried out %d times", uid, known[uid])
		}
	}
	for _, c := range g.copies() {
		if c.last != c.count || c.count != c.top {
			h.t.Errorf("copy %s: %d edits up to %d, and the last should be %d", c.id, c.count,
				c.top, c.last)
		}
	}
	if len(h.made) < 5 {
		h.t.Errorf("only %d edits were made", len(h.made))
	}
	h.t.Logf("%d edits were made", len(h.made))
}

// TestProgramsThatAreKilledLoseNothing kills a server and its desks, any of them at any time.
func TestProgramsThatAreKilledLoseNothing(t *testing.T) {
	program := os.Getenv("GATEHOUSE_SERVER") // as build/build.sh has made it
	for name, g := range map[string]Ground{"SQLite": Files, "PostgreSQL": Postgres,
		"gatehouse-server": Files} {
		t.Run(name, func(t *testing.T) {
			if name == "gatehouse-server" && program == "" {
				t.Skip("GATEHOUSE_SERVER does not name the program; build/test.sh does")
			}
			h := newHouse(t, g, 2)
			if name == "gatehouse-server" {
				h.program = program
			}
			h.startServer()
			for i := range h.desks {
				h.startDesk(i)
			}
			for range *kills {
				time.Sleep(time.Duration(100+rand.IntN(600)) * time.Millisecond)
				if i := rand.IntN(len(h.desks) + 1); i < len(h.desks) {
					kill(h.running[i])
					h.startDesk(i)
				} else {
					kill(h.server)
					h.startServer()
				}
			}
			h.quiet()
			h.check()
		})
	}
}
