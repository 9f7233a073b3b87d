//go:build linux

package synctest

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"gatehouse/backend/records"
)

var failures = flag.Int("failures", 6, "how often the power fails")

// disk is what lies on a disk: what was promised, and what was only written.
type disk struct {
	rng  *rand.Rand
	kept map[string][]byte
	open map[string][]func([]byte) []byte // writes that were not promised, in their order
}

// note is what testdata/powerloss.c tells.
type note struct{ Kind, Path, Offset, Length int64 }

// diskOf reads what a program did to its files, which were these at first.
func diskOf(t *testing.T, log string, at map[string][]byte, rng *rand.Rand) *disk {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // the power failed before it did anything
		t.Fatal(err)
	}
	d := &disk{rng, at, map[string][]func([]byte) []byte{}}
	const head = 32
	for len(text) >= head {
		var n note
		if _, err := binary.Decode(text[:head], binary.NativeEndian, &n); err != nil {
			t.Fatal(err)
		}
		size := head + n.Path
		if n.Kind == 'w' {
			size += n.Length
		}
		if int64(len(text)) < size {
			break // it was killed while it told this
		}
		d.take(n, string(text[head:head+n.Path]), text[head+n.Path:size])
		text = text[size:]
	}
	return d
}

func (d *disk) take(n note, path string, data []byte) {
	switch n.Kind {
	case 'w':
		for len(data) > 0 { // a disk writes sectors, and may write some of them only
			part := data[:min(len(data), 4096)]
			offset := n.Offset
			d.open[path] = append(d.open[path], func(f []byte) []byte {
				if end := int(offset) + len(part); end > len(f) {
					f = append(f, make([]byte, end-len(f))...)
				}
				copy(f[offset:], part)
				return f
			})
			data, n.Offset = data[len(part):], n.Offset+int64(len(part))
		}
	case 't':
		d.open[path] = append(d.open[path], func(f []byte) []byte {
			return append(f[:min(len(f), int(n.Offset))], make([]byte,
				max(0, int(n.Offset)-len(f)))...)
		})
	case 's':
		for _, change := range d.open[path] {
			d.kept[path] = change(d.kept[path])
		}
		delete(d.open, path)
	case 'u':
		delete(d.kept, path)
		delete(d.open, path)
	}
}

// fail makes the files as they are after the power has failed: of what was not promised, some is
// there, in no order.
func (d *disk) fail(t *testing.T) {
	t.Helper()
	some := d.rng.IntN(3) // of what was not promised: nothing, half, nearly all
	for path, changes := range d.open {
		for _, change := range changes {
			if d.rng.IntN(4) < some+some/2 {
				d.kept[path] = change(d.kept[path])
			}
		}
	}
	for path, data := range d.kept {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// shim compiles what stands between a program and its disk.
func shim(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "powerloss.so")
	out, err := exec.Command("cc", "-shared", "-fPIC", "-O1", "-o", path, "testdata/powerloss.c",
		"-ldl", "-lpthread").CombinedOutput()
	if err != nil {
		t.Skipf("no C compiler: %v %s", err, out)
	}
	return path
}

// weak is a program over a database's file, whose power fails.
type weak struct {
	path, log string
	library   string
	more      []string
	rng       *rand.Rand
	at        map[string][]byte // the file, before the program has started
}

func newWeak(t *testing.T, path string, more ...string) *weak {
	t.Helper()
	return &weak{path: path, log: filepath.Join(t.TempDir(), "log"), library: shim(t), more: more,
		rng: rand.New(rand.NewPCG(1, 1))}
}

// start starts the program, and notes what it does to the file.
func (w *weak) start(t *testing.T, c child, heard func(string)) *exec.Cmd {
	t.Helper()
	w.at = map[string][]byte{}
	for _, end := range []string{"", "-wal"} {
		if text, err := os.ReadFile(w.path + end); err == nil {
			w.at[w.path+end] = text
		}
	}
	_ = os.Remove(w.log) // there is none at first
	return c.start(t, heard, append(w.more, "LD_PRELOAD="+w.library, "POWERLOSS_LOG="+w.log,
		"POWERLOSS_FOLDER="+w.path)...)
}

// fail ends the program, and leaves the file as it is after a power failure.
func (w *weak) fail(t *testing.T, p *exec.Cmd) {
	t.Helper()
	kill(p)
	time.Sleep(20 * time.Millisecond) // what it has said is heard
	if err := removeFile(w.path); err != nil {
		t.Fatal(err)
	}
	diskOf(t, w.log, w.at, w.rng).fail(t)
}

// losses lets a desk work until the power fails, again and again, and counts how often an edit that
// it had kept is missed.
func losses(t *testing.T, more ...string) (lost int) {
	t.Helper()
	h := newHouse(t, Files, 1)
	d := h.desks[0] // there is no server: whatever it makes waits
	w := newWeak(t, d.Path, more...)
	for range *failures {
		p := w.start(t, d, h.hear)
		time.Sleep(time.Duration(300+w.rng.IntN(500)) * time.Millisecond)
		w.fail(t, p)
		lost += h.missing(t, d)
	}
	if len(h.made) < 20 {
		t.Fatalf("only %d edits were made", len(h.made))
	}
	t.Logf("%d edits were made, and one was missed %d times", len(h.made), lost)
	return lost
}

// missing counts the edits that a desk had kept and has not.
func (h *house) missing(t *testing.T, d child) (n int) {
	t.Helper()
	db, look, err := filePlace{d.Path}.open()
	if err != nil {
		t.Logf("the file cannot be opened: %v", err)
		return len(h.made)
	}
	h.sound(look)
	list, err := db.Outbox(ctx, 0, 1_000_000)
	h.must(err)
	there := map[records.UID]bool{}
	for _, w := range list {
		there[w.Edit.UID] = true
	}
	for _, uid := range h.made {
		if !there[uid] {
			n++
		}
	}
	h.must(look.Close())
	h.must(db.Close())
	return n
}

// TestAPowerFailureLosesNothing: only what was promised to lie on the disk survives.
func TestAPowerFailureLosesNothing(t *testing.T) {
	if n := losses(t); n > 0 {
		t.Errorf("%d edits that a desk had kept are gone", n)
	}
}

// TestThePowerFailureIsOne is the control: without the promise at every commit, edits get lost.
func TestThePowerFailureIsOne(t *testing.T) {
	if n := losses(t, "POWERLOSS_NORMAL=1"); n == 0 {
		t.Error("nothing was lost, although nothing was promised: this finds nothing")
	}
}

// TestAPowerFailureOfTheServerLosesNothing: whatever it has acknowledged to a desk, it has.
func TestAPowerFailureOfTheServerLosesNothing(t *testing.T) {
	h := newHouse(t, Files, 1)
	server := child{Path: h.address, Listen: h.listen}
	w := newWeak(t, h.address)
	for i := range *failures {
		if i%5 == 4 { // what has gathered meanwhile would take longer than the power lasts
			h.startServer()
			h.quiet()
		}
		h.startDesk(0)
		p := w.start(t, server, func(string) {})
		time.Sleep(time.Duration(500+w.rng.IntN(500)) * time.Millisecond)
		w.fail(t, p)
		kill(h.running[0])
		h.checkAcknowledged(t)
	}
	h.startServer()
	h.quiet()
	h.check()
}

// checkAcknowledged: the server has every edit of which the desk knows the outcome.
func (h *house) checkAcknowledged(t *testing.T) {
	t.Helper()
	db, look, err := h.place.open()
	h.must(err)
	file, lookDesk, err := filePlace{h.desks[0].Path}.open()
	h.must(err)
	h.sound(look)
	o := &office{}
	there, n := map[records.UID]bool{}, 0
	for _, l := range (&onFiles{office: o, look: look}).lines(0) {
		there[l.UID] = true
	}
	lookDesk.each(o, "SELECT uid FROM acked", func(rows *sql.Rows) error {
		var uid records.UID
		err := rows.Scan(&uid)
		if n++; !there[uid] {
			t.Errorf("%s was acknowledged, and the server has lost it", uid)
		}
		return err
	})
	t.Logf("%d edits were acknowledged", n)
	for _, err := range []error{lookDesk.Close(), file.Close(), look.Close(), db.Close()} {
		h.must(err)
	}
}
