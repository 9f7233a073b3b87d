package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/store/storetest"
)

// tell runs a command and gives what it prints.
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

// TestTheDataKeyIsMadeOnce: an office without its own is not opened with another, and nobody's
// history is called broken for it.
func TestTheDataKeyIsMadeOnce(t *testing.T) {
	dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "office")
	backup := filepath.Join(t.TempDir(), "backup.db")
	_, stop := start(t, "--data", dir)
	must(t, run(t.Context(), []string{"backup", "--data", dir, "--to", backup}))
	if got := refused(t, problem.Busy, "restore", "--data", dir, "--from", backup); !strings.Contains(
		got, "is being served") {
		t.Errorf("restored while it is served: %s", got)
	}
	stop()
	text, err := tell(t, "restore", "--data", elsewhere, "--from", backup)
	if err != nil || !strings.Contains(text, "Bring data.key") {
		t.Errorf("%q, %v", text, err)
	}
	for _, c := range [][]string{{"verify"}, {"staff"}, {"serve", "--listen", free(t)}} {
		if got := refused(t, problem.NotFound, append(c, "--data", elsewhere)...); !strings.Contains(
			got, "There is no data.key") {
			t.Errorf("%s without a key: %s", c[0], got)
		}
	}
	key := filepath.Join(elsewhere, "data.key")
	must(t, os.WriteFile(key, []byte("half of it"), 0o600))
	refused(t, problem.Unavailable, "verify", "--data", elsewhere)
	must(t, os.WriteFile(key, make([]byte, 32), 0o600))
	refused(t, problem.Invalid, "verify", "--data", elsewhere)
	refused(t, problem.NotFound, "staff", "--data", filepath.Join(dir, "nothing"))
}

// TestHistoryIsSignedWithoutAServerToo: what a command writes while none runs.
func TestHistoryIsSignedWithoutAServerToo(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, "--data", dir)
	stop()
	must(t, run(t.Context(), []string{"staff", "--data", dir, "--factor-off", "1"}))
	text, err := tell(t, "verify", "--data", dir)
	if err != nil || text != "The history is whole, and all of it is signed. Lines: 1.\n" {
		t.Errorf("%q, %v", text, err)
	}
}

// TestWrongOptionsMakeNoOffice: they are looked at before anything is made.
func TestWrongOptionsMakeNoOffice(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	dir := filepath.Join(t.TempDir(), "office")
	desk := t.TempDir()
	must(t, os.WriteFile(filepath.Join(desk, "desk.db"), nil, 0o600))
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 120))
	for _, c := range []struct {
		args string
		want problem.Kind
	}{
		{"--listen nonsense", problem.Invalid},
		{"--listen 0.0.0.0:8420", problem.Invalid},
		{"--listen " + taken.Addr().String(), problem.Busy},
		{"--cert nobody.pem", problem.Invalid},
		{"--key nobody.pem", problem.Invalid},
		{"--cert nobody.pem --key nobody.pem", problem.Invalid},
		{"--language xx", problem.Invalid},
		{"--address ftp://office.example", problem.Invalid},
		{"--zone Mars/Base", problem.Invalid},
		{"--data " + long, problem.Invalid},
		{"--data " + desk, problem.Invalid},
	} {
		refused(t, c.want, append([]string{"serve", "--data", dir, "--listen", free(t)},
			strings.Fields(c.args)...)...)
		for _, folder := range []string{dir, long, filepath.Join(desk, "office.db")} {
			if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("%s: there is an office, %v", c.args, err)
			}
		}
	}
}

// TestAHalfRestoredOfficeIsNotBegunAnew: between the two steps of putting a backup in place there
// is no office, and an empty one would look like everything was lost.
func TestAHalfRestoredOfficeIsNotBegunAnew(t *testing.T) {
	dir := t.TempDir()
	kept := filepath.Join(dir, "office.db.replaced-20261127-214500")
	must(t, os.WriteFile(kept, nil, 0o600))
	must(t, os.WriteFile(kept+"-wal", nil, 0o600))
	got := refused(t, problem.Conflict, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if !strings.Contains(got, kept+" is what was there") {
		t.Errorf("it says %q", got)
	}
	if isThere(filepath.Join(dir, "office.db")) {
		t.Error("an empty office was made")
	}
}

// TestALinkLeadsToAnAddressThatIsOne: an office that listens everywhere has none of its own.
func TestALinkLeadsToAnAddressThatIsOne(t *testing.T) {
	for _, c := range []struct{ listen, cert, address, want string }{
		{":443", "c", "", ""}, {"0.0.0.0:443", "c", "", ""}, {"[::]:443", "c", "", ""},
		{"portal.example:443", "c", "", "https://portal.example:443"},
		{"127.0.0.1:80", "", "", "http://127.0.0.1:80"},
		{":443", "c", "https://portal.example/", "https://portal.example"},
	} {
		o := options{listen: c.listen, cert: c.cert, mail: mailOptions{address: c.address}}
		if got := o.address(); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// TestEveryCommandHelps, on the output and without an error; no password from the environment is in
// it. What is wrong with options is said in one sentence.
func TestEveryCommandHelps(t *testing.T) {
	t.Setenv("GATEHOUSE_STORE", "postgres://office:sesame@127.0.0.1/office")
	t.Setenv("GATEHOUSE_SMTP", "smtp://office:sesame@mail.example")
	for name := range commands {
		text, err := tell(t, name, "--help")
		if err != nil || !strings.Contains(text, "gatehouse-server "+name+" ") ||
			!strings.Contains(text, "-data") || strings.Contains(text, "sesame") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
		for _, wrong := range []string{"--nonsense", "nonsense", "--data"} {
			got := refused(t, problem.Invalid, name, wrong)
			if !strings.Contains(got, strings.TrimLeft(wrong, "-")) || strings.Contains(got, "\n") {
				t.Errorf("%s %s: %s", name, wrong, got)
			}
		}
	}
}

// TestQuarantineIsReadByPeople: whom it is about, and no verifier of a password.
func TestQuarantineIsReadByPeople(t *testing.T) {
	o := storetest.On(t, storetest.SQLite)
	dir := filepath.Dir(o.Path)
	must(t, o.Server.Quarantine(t.Context(), "m", "copy", []edit.Waiting{
		{Seq: 1, Edit: o.Envelope(&edit.SetPassword{User: storetest.MiaUser, Verifier: "$argon2id$"})},
		{Seq: 2, Edit: o.Envelope(&edit.RemoveAccess{User: storetest.MiaUser})}}))
	must(t, o.Server.Close())
	text, err := tell(t, "quarantine", "--data", dir)
	lines := strings.Split(text, "\n")
	if err != nil || !strings.Contains(lines[0], "TAKES ACCESS AWAY  remove access: Mia") ||
		!strings.Contains(text, "set password: Mia") || strings.Contains(text, "argon2id") {
		t.Errorf("%s%v", text, err)
	}
	text, err = tell(t, "quarantine", "--take-all", "--data", dir)
	if err != nil || !strings.Contains(text, "Mia Miller. It was so already.\n") ||
		!strings.Contains(text, "Mia Miller. Refused. Only they themselves") {
		t.Errorf("%s%v", text, err)
	}
	o.Server = o.Place.Open(t)
}

// TestStaffAreAddedAtTheServer by an administrator, with the next number.
func TestStaffAreAddedAtTheServer(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, "--data", dir)
	stop()
	add := func(args ...string) []string {
		return append([]string{"staff", "--data", dir, "--add"}, args...)
	}
	must(t, run(t.Context(), add("Ben Baker", "--email", "ben@office.example")))
	must(t, run(t.Context(), add("Rita", "--role", "reader")))
	refused(t, problem.Invalid, add("Zoe", "--role", "boss")...)
	refused(t, problem.Invalid, add("Zoe", "--email", "nobody")...)
	refused(t, problem.Invalid, add("Zoe", "--as", "2")...)
	must(t, run(t.Context(), []string{"invite", "--data", dir, "--staff", "3"}))
	text, err := tell(t, "staff", "--data", dir)
	want := "1  Administrator, administrator  no e-mail address, no password\n" +
		"2  Ben Baker, access manager  ben@office.example, no password\n" +
		"3  Rita, reader  no e-mail address, no password\n"
	if err != nil || text != want {
		t.Errorf("%s%v", text, err)
	}
}
