//go:build linux

package synctest

import (
	"encoding/binary"
	"flag"
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
	if err != nil {
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

// losses lets a desk work until the power fails, again and again, and counts the edits that it had
// kept and that are gone.
func losses(t *testing.T, library string, seed uint64, more ...string) (lost int) {
	t.Helper()
	h := newHouse(t, Files, 1)
	d := h.desks[0]
	d.Pairing.Server = "http://" + h.listen // nobody is there: whatever it makes waits
	folder := filepath.Dir(d.Path)
	log := filepath.Join(t.TempDir(), "log")
	rng := rand.New(rand.NewPCG(seed, 1))
	for range *failures {
		at := map[string][]byte{}
		for _, end := range []string{"", "-wal"} {
			if text, err := os.ReadFile(d.Path + end); err == nil {
				at[d.Path+end] = text
			}
		}
		_ = os.Remove(log)
		p := d.start(t, h.hear, append(more, "LD_PRELOAD="+library, "POWERLOSS_LOG="+log,
			"POWERLOSS_FOLDER="+folder)...)
		time.Sleep(time.Duration(300+rng.IntN(500)) * time.Millisecond)
		kill(p)
		time.Sleep(20 * time.Millisecond) // what it has said is heard
		h.must(removeFile(d.Path))
		diskOf(t, log, at, rng).fail(t)
		lost += h.missing(t, d)
	}
	if len(h.made) < 20 {
		t.Fatalf("only %d edits were made", len(h.made))
	}
	t.Logf("%d edits were made, %d are gone", len(h.made), lost)
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
	if n := losses(t, shim(t), 1); n > 0 {
		t.Errorf("%d edits that a desk had kept are gone", n)
	}
}

// TestThePowerFailureIsOne is the control: without the promise at every commit, edits get lost.
func TestThePowerFailureIsOne(t *testing.T) {
	if n := losses(t, shim(t), 1, "POWERLOSS_NORMAL=1"); n == 0 {
		t.Error("nothing was lost, although nothing was promised: this finds nothing")
	}
}
