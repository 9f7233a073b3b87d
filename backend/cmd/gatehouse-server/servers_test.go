package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
	"gatehouse/backend/sync/syncserver"
	"gatehouse/backend/sync/wire"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// mailbox is a mail server that counts what it is given.
type mailbox struct{ mails atomic.Int64 }

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return m, nil }
func (m *mailbox) Reset()                                      {}
func (m *mailbox) Logout() error                               { return nil }
func (m *mailbox) Mail(string, *smtp.MailOptions) error        { return nil }
func (m *mailbox) Rcpt(string, *smtp.RcptOptions) error        { return nil }
func (m *mailbox) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	m.mails.Add(1)
	return err
}

// free gives an address of this computer on which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

// start runs a whole server until the end of the test, and gives its address and how to stop it.
func start(t *testing.T, args ...string) (address string, stop func()) {
	t.Helper()
	at := free(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- run(ctx, append([]string{"serve", "--listen", at}, args...)) }()
	stopped := false
	stop = func() {
		cancel()
		if stopped {
			return
		}
		stopped = true
		must(t, <-done)
	}
	t.Cleanup(stop)
	for range 300 {
		if answer, err := http.Get("http://" + at + "/healthz"); err == nil {
			answer.Body.Close()
			return "http://" + at, stop
		}
		select {
		case err := <-done:
			t.Fatal(err)
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatal("the server does not start")
	return "", nil
}

// pair are two servers over one database, each with a folder of its own, and the database beside.
type pair struct {
	a, b string
	db   *store.DB
	mail *mailbox
}

const password = "four horses in a boat"

func twoServers(t *testing.T) *pair {
	t.Helper()
	p := &pair{mail: &mailbox{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	post := smtp.NewServer(p.mail)
	go func() { _ = post.Serve(l) }() // until it is closed
	t.Cleanup(func() { _ = post.Close() })
	place, one, two := storetest.Make(t, storetest.Postgres), t.TempDir(), t.TempDir()
	more := []string{"--store", place.Address, "--smtp", "plain://" + l.Addr().String(),
		"--mail-from", "portal@office.example", "--address", "https://portal.office.example"}
	p.a, _ = start(t, append(more, "--data", one)...)
	key, err := os.ReadFile(filepath.Join(one, "data.key"))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(two, "data.key"), key, 0o600))
	p.b, _ = start(t, append(more, "--data", two)...)
	p.db = place.Open(t)
	verifier, err := hosting.Verifier(password)
	must(t, err)
	_, err = p.db.Write(context.Background(), func(tx edit.Tx) error {
		for _, r := range []records.Record{
			&records.Account{ID: 101, Name: "Acme", Active: true, Portal: true},
			&records.Person{ID: 201, Account: 101, First: "Mia", Last: "M", Email: "mia@example.com"},
			&records.User{ID: 301, Person: 201, Username: "mia", Active: true, PortalUser: true,
				RoleGroup: true},
			&records.Access{ID: 401, User: 301, Account: 101, Profile: 3},
			&records.Credential{ID: 301, Verifier: verifier}} {
			tx.Put(r)
		}
		return nil
	})
	must(t, err)
	return p
}

var hidden = regexp.MustCompile(`name="(key|once)" value="([^"]*)"`)

// fill fills the form of a page and gives the status of the answer and where it leads.
func fill(t *testing.T, c *http.Client, page string, fields ...string) string {
	t.Helper()
	answer, err := c.Get(page)
	must(t, err)
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	answer.Body.Close()
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(string(body), -1) {
		form.Set(m[1], m[2])
	}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	answer, err = c.PostForm(page, form)
	must(t, err)
	answer.Body.Close()
	return fmt.Sprint(answer.StatusCode, " ", answer.Header.Get("Location"))
}

// TestTwoServersAreOnePortal: who signs in at one is known at the other, and a mail leaves once.
func TestTwoServersAreOnePortal(t *testing.T) {
	p := twoServers(t)
	jar, err := cookiejar.New(nil)
	must(t, err)
	mia := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	if got := fill(t, mia, p.a+"/sign-in", "username", "mia", "password", password); got !=
		"303 home" {
		t.Fatalf("signing in at the first: %s", got)
	}
	if got := fill(t, mia, p.b+"/new-ticket", "subject", "It broke"); !strings.HasPrefix(got,
		"303 ") {
		t.Fatalf("a ticket at the second: %s", got)
	}
	_, n, err := p.db.Lines(t.Context(), records.KindTicket, "It broke", 0, 5)
	if err != nil || n != 1 {
		t.Errorf("%d tickets, %v", n, err)
	}
	invited := edit.Envelope{UID: "invitation", Name: "Invite", NV: 1, Args: []byte(`{"User":"301"}`)}
	_, err = p.db.Write(t.Context(), func(tx edit.Tx) error {
		return edit.Run(tx, edit.Env{Side: edit.Server, Now: time.Now(), Zone: time.UTC,
			Actor: edit.Actor{Staff: &records.Staff{ID: 1}}}, invited).Err()
	})
	must(t, err)
	for range 200 {
		if n, err := p.db.Waiting(t.Context()); err == nil && n == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond) // for a second one
	if n := p.mail.mails.Load(); n != 1 {
		t.Errorf("%d mails have left", n)
	}
	tries := 0
	for i := 0; i < 60 && tries == 0; i++ { // one address, at both in turn
		at := []string{p.a, p.b}[i%2]
		if !strings.HasPrefix(fill(t, mia, at+"/forgot", "username", "x"), "303") {
			tries = i
		}
	}
	if tries == 0 || tries > 30 {
		t.Errorf("slowed down after %d tries at two servers", tries)
	}
}

// TestADeskHearsOfAPushAtTheOtherServer within the time that people take for at once.
func TestADeskHearsOfAPushAtTheOtherServer(t *testing.T) {
	p := twoServers(t)
	ctx := t.Context()
	public, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	must(t, p.db.Invite(ctx, "code", 1, time.Now().Unix()+60))
	_, err = p.db.Pair(ctx, "code", time.Now().Unix(), edit.Machine{ID: "machine",
		TokenHash: syncserver.Hash("token"), PublicKey: base64.StdEncoding.EncodeToString(public)})
	must(t, err)
	ask := func(method, address string, body []byte) *http.Response {
		r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
		must(t, err)
		r.Header.Set(wire.MachineHeader, "machine")
		r.Header.Set(wire.SchemaHeader, strconv.Itoa(wire.Schema))
		r.Header.Set("Authorization", "Bearer token")
		r.Header.Set(wire.SignatureHeader, base64.StdEncoding.EncodeToString(ed25519.Sign(key, body)))
		answer, err := http.DefaultClient.Do(r)
		must(t, err)
		return answer
	}
	events := bufio.NewScanner(ask("GET", p.a+"/sync/v1/events", nil).Body)
	heard := func(version int64) bool {
		for events.Scan() {
			text, is := strings.CutPrefix(events.Text(), "data: ")
			if at, err := strconv.ParseInt(text, 10, 64); is && err == nil && at >= version {
				return true
			}
		}
		return false
	}
	if !heard(0) {
		t.Fatal("no events")
	}
	var took []time.Duration
	for seq := range int64(15) {
		body := fmt.Appendf(nil, `{"copy":"c","edits":[{"seq":%d,"uid":"u-%d","name":"CreateTicket",`+
			`"nv":1,"args":{"ID":"%d","Number":"T","Account":"101","Subject":"It broke"},"at":1}]}`,
			seq+1, seq, 1000+seq)
		from := time.Now()
		var out wire.Pushed
		must(t, json.NewDecoder(ask("POST", p.b+"/sync/v1/push", body).Body).Decode(&out))
		if len(out.Results) != 1 || out.Results[0].Status != records.Applied || !heard(out.Version) {
			t.Fatalf("%+v", out)
		}
		took = append(took, time.Since(from))
	}
	slices.Sort(took)
	t.Logf("from a push to the other server's desk: median %s, longest %s", took[7], took[14])
	if took[7] > 150*time.Millisecond {
		t.Errorf("it takes %s", took[7])
	}
}

// TestAnOfficeIsMovedBackedUpAndRestored by the commands, with what they say.
func TestAnOfficeIsMovedBackedUpAndRestored(t *testing.T) {
	ctx := t.Context()
	dir, place := t.TempDir(), storetest.Make(t, storetest.Postgres)
	backup := filepath.Join(t.TempDir(), "backup.db")
	_, stop := start(t, "--data", dir, "--sample")
	must(t, run(ctx, []string{"backup", "--data", dir, "--to", backup}))
	must(t, run(ctx, []string{"verify", "--data", dir}))
	if err := run(ctx, []string{"move", "--data", dir, "--to", place.Address}); !problem.Is(err,
		problem.Busy) {
		t.Errorf("moved while it is served: %v", err)
	}
	stop()
	must(t, run(ctx, []string{"move", "--data", dir, "--to", place.Address}))
	err := run(ctx, []string{"serve", "--data", dir, "--listen", free(t)})
	if p := problem.Of(err); p.Kind != problem.Invalid || !strings.Contains(p.Text, "postgres://") {
		t.Errorf("served after the move: %v", err)
	}
	_, stop = start(t, "--data", dir, "--store", place.Address)
	for _, c := range []struct {
		args []string
		want problem.Kind
	}{
		{[]string{"verify"}, ""}, {[]string{"quarantine"}, ""}, {[]string{"machines"}, ""},
		{[]string{"quarantine", "--take", "x"}, problem.Invalid},
		{[]string{"restore", "--from", backup}, problem.Busy},
		{[]string{"move", "--to", t.TempDir()}, problem.Busy},
		{[]string{"backup", "--to", "/nowhere/at/all.db"}, problem.Invalid},
	} {
		args := append(c.args, "--data", dir, "--store", place.Address)
		if err := run(ctx, args); (err != nil) != (c.want != "") || err != nil &&
			!problem.Is(err, c.want) {
			t.Errorf("%q: %v", c.args, err)
		}
	}
	stop()
	must(t, run(ctx, []string{"restore", "--data", dir, "--store", place.Address, "--from", backup}))
	must(t, run(ctx, []string{"verify", "--data", dir, "--store", place.Address}))
	other := t.TempDir()
	err = run(ctx, []string{"serve", "--data", other, "--store", place.Address})
	if !problem.Is(err, problem.NotFound) {
		t.Errorf("served without the data key: %v", err)
	}
	must(t, os.WriteFile(filepath.Join(other, "data.key"), make([]byte, 32), 0o600))
	err = run(ctx, []string{"serve", "--data", other, "--store", place.Address})
	if !problem.Is(err, problem.Invalid) {
		t.Errorf("served with another data key: %v", err)
	}
	if err := run(ctx, []string{"verify", "--store", "mysql://x"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("another database: %v", err)
	}
}

// TestALongQuarantineIsListedToItsEnd: what an administrator decides about is all that there is.
func TestALongQuarantineIsListedToItsEnd(t *testing.T) {
	place, dir := storetest.Make(t, storetest.Postgres), t.TempDir()
	start(t, "--data", dir, "--store", place.Address)
	var in []edit.Waiting
	for seq := range int64(3000) {
		in = append(in, edit.Waiting{Seq: seq + 1, Edit: edit.Envelope{Name: "CreateTicket", NV: 1,
			UID:  records.UID(fmt.Sprintf("edit-%d.", seq)),
			Args: fmt.Appendf(nil, `{"Subject":"%s"}`, strings.Repeat("x", 400))}})
	}
	must(t, place.Open(t).Quarantine(t.Context(), "machine", "copy", in))
	said, err := os.Create(filepath.Join(t.TempDir(), "said"))
	must(t, err)
	defer func(was *os.File) { os.Stdout = was }(os.Stdout)
	os.Stdout = said
	must(t, run(t.Context(), []string{"quarantine", "--data", dir, "--store", place.Address}))
	text, err := os.ReadFile(said.Name())
	must(t, err)
	if n := strings.Count(string(text), "edit-"); n != len(in) {
		t.Errorf("%d of %d edits are listed", n, len(in))
	}
}
