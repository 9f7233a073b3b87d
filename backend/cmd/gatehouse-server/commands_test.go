package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/store/storetest"
)

// tell runs a command and gives what it prints.
// x
func tell(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	must(t, err)
	before := os.Stdout
	os.Stdout = out
	failed := run(t.Context(), args)
	os.Stdout = before
	text, err := os.ReadFile(out.Name())
	must(t, err)
	must(t, out.Close())
	return string(text), failed
}

// refused runs a command that fails, and gives its sentence.
func refused(t *testing.T, want problem.Kind, args ...string) string {
	t.Helper()
	text, err := tell(t, args...)
	if !problem.Is(err, want) || text != "" {
		t.Errorf("%q prints %q and fails with %v, not %s", args, text, err, want)
	}
	return problem.TextOf(err)
}

// TestACommandThatFailsSaysOnlyThat: no word of what did not come about, and no code of it.
func TestACommandThatFailsSaysOnlyThat(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, "--data", dir, "--sample")
	for range 2 { // as the running server answers, and without one
		for _, c := range []struct{ args, want string }{
			{"machines --revoke x", "There is no computer with this id."},
			{"quarantine --drop x", "There is no such edit in quarantine."},
			{"invite --staff -7", "Nobody of the staff has the number -7. gatehouse-server staff " +
				"lists them."},
			{"staff --password-link Anna", "Nobody of the staff has the number Anna. " +
				"gatehouse-server staff lists them."},
			{"quarantine --take-all --as 2", "Nobody of the staff with the number 2 is an " +
				"administrator. Name one with --as."},
		} {
			args := append(strings.Fields(c.args), "--data", dir)
			if got := refused(t, problem.Invalid, args...); got != c.want {
				t.Errorf("%s: %q", c.args, got)
			}
		}
		if text, err := tell(t, "quarantine", "--take-all", "--data", dir); err != nil ||
			text != "Nothing is in quarantine.\n" {
			t.Errorf("nothing to take: %q, %v", text, err)
		}
		stop()
	}
}

// TestNamesDoNotMoveTheCursor: a computer chooses its name by itself.
func TestNamesDoNotMoveTheCursor(t *testing.T) {
	o := storetest.On(t, storetest.SQLite)
	must(t, o.Server.Invite(t.Context(), "hash", storetest.Anna, 100))
	_, err := o.Server.Pair(t.Context(), "hash", 1, edit.Machine{ID: "m", Name: "a\x1b[2Jb\rc"})
	must(t, err)
	must(t, o.Server.Close())
	text, err := tell(t, "machines", "--data", filepath.Dir(o.Path))
	if err != nil || strings.ContainsAny(text, "\x1b\r") || !strings.Contains(text, "b\uFFFDc") {
		t.Errorf("%q, %v", text, err)
	}
	o.Server = o.Place.Open(t)
}
