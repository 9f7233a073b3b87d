package app_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// memory is a keyring for as long as a test lasts.
type memory struct{ kept sync.Map }

func (k *memory) Set(name, secret string) error {
	k.kept.Store(name, secret)
	return nil
}

func (k *memory) Find(name string) (string, error) {
	if v, ok := k.kept.Load(name); ok {
		return v.(string), nil
	}
	return "", app.ErrNoKey
}

// ringed is a desk with a keyring, which can be closed and opened again.
type ringed struct {
	*app.Desk
	t      *testing.T
	db     *store.DB
	folder string
	keys   *memory
	quit   context.CancelFunc
}

func openRinged(t *testing.T) *ringed {
	t.Helper()
	_, db, _ := open(t)
	r := &ringed{t: t, db: db, folder: t.TempDir(), keys: &memory{}}
	r.reopen()
	return r
}

func (r *ringed) reopen() {
	r.t.Helper()
	if r.quit != nil {
		r.quit()
	}
	ctx, quit := context.WithCancel(context.Background())
	r.quit = quit
	r.t.Cleanup(quit)
	r.Desk = app.New(ctx, r.db, app.Env{Now: time.Now, NewUID: uuid.NewString, NewID: newID,
		Hash: hosting.Verifier, Computer: "Test computer", Folder: r.folder, Version: "test",
		Keys: r.keys, Rehearsal: rehearsal})
	if err := app.Start(r.Desk, &window{}); err != nil {
		r.t.Fatal(err)
	}
}

// until waits for a state.
func (r *ringed) until(what string, is func(app.StateView) bool) app.StateView {
	r.t.Helper()
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		s := must[app.StateView](r.t)(r.State())
		if is(s) {
			return s
		}
		if time.Since(start) > 15*time.Second {
			r.t.Fatalf("never %s: %+v, %+v", what, s, s.Pairing)
		}
	}
}

func isReady(s app.StateView) bool { return s.Phase == "ready" && s.Pairing == nil && s.Online }

// begin shows a code.
func (r *ringed) begin(o *office) string {
	r.t.Helper()
	s := must[app.StateView](r.t)(r.BeginPairing(o.url))
	if s.Pairing == nil || len(s.Pairing.Code) != 9 {
		r.t.Fatalf("no code: %+v", s)
	}
	return s.Pairing.Code
}

func (o *office) claim(t *testing.T, code string) {
	t.Helper()
	if err := o.sync.Claim(context.Background(), 1, code); err != nil {
		t.Fatal(err)
	}
}

// TestADeskIsConnectedByACodeThatStaffConfirm: two at once get codes of their own, and each code is
// good once, however it is typed.
func TestADeskIsConnectedByACodeThatStaffConfirm(t *testing.T) {
	o := newOffice(t)
	one, two := openRinged(t), openRinged(t)
	first, second := one.begin(o), two.begin(o)
	if first == second {
		t.Fatal("both show the same code")
	}
	ctx := context.Background()
	if name, err := o.sync.Shown(ctx, first); name != "Test computer" || err != nil {
		t.Errorf("%q, %v", name, err)
	}
	if _, err := o.sync.Shown(ctx, "AAAA-2222"); !problem.Is(err, problem.NotFound) {
		t.Errorf("a wrong code: %v", err)
	}
	o.claim(t, " "+strings.ToLower(strings.ReplaceAll(second, "-", " ")))
	two.until("connected", isReady)
	if err := o.sync.Claim(ctx, 1, second); !problem.Is(err, problem.NotFound) {
		t.Errorf("the code again: %v", err)
	}
	s := must[app.StateView](t)(one.State())
	if s.Phase != "connect" || s.Pairing == nil || s.Pairing.Code != first {
		t.Errorf("the other one: %+v", s)
	}
	list, err := o.db.Machines(ctx)
	if err != nil || len(list) != 1 || list[0].Staff != 1 || list[0].Name != "Test computer" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := two.BeginPairing(o.url); !problem.Is(err, problem.Conflict) {
		t.Errorf("a connected one: %v", err)
	}
}

// TestADeskThatIsClosedGoesOnWaiting: and one whose server is away meanwhile says so.
func TestADeskThatIsClosedGoesOnWaiting(t *testing.T) {
	o := newOffice(t)
	r := openRinged(t)
	code := r.begin(o)
	o.away.Store(true)
	r.until("told that the server is away", func(s app.StateView) bool {
		return s.Pairing != nil && s.Pairing.Away
	})
	r.reopen()
	o.claim(t, code)
	if s := must[app.StateView](t)(r.State()); s.Pairing == nil || s.Pairing.Code != code {
		t.Fatalf("after it was opened again: %+v", s)
	}
	o.away.Store(false)
	r.until("connected", isReady)
}

// TestACodeThatIsTakenBackOrTooOldConnectsNobody: the desk says why, and begins anew.
func TestACodeThatIsTakenBackOrTooOldConnectsNobody(t *testing.T) {
	o := newOffice(t)
	r := openRinged(t)
	code := r.begin(o)
	if s := must[app.StateView](t)(r.CancelPairing()); s.Pairing != nil {
		t.Errorf("cancelled: %+v", s.Pairing)
	}
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if _, err := o.sync.Shown(context.Background(), code); err != nil {
			break
		}
		if time.Since(start) > 5*time.Second {
			t.Fatal("the code is still good")
		}
	}
	code = r.begin(o)
	o.later.Store(int64(11 * time.Minute))
	s := r.until("too old", func(s app.StateView) bool {
		return s.Pairing != nil && s.Pairing.Code == ""
	})
	if !strings.Contains(s.Pairing.Fault, "too old") {
		t.Errorf("%+v", s.Pairing)
	}
	if err := o.sync.Claim(context.Background(), 1, code); !problem.Is(err, problem.NotFound) {
		t.Errorf("an old code: %v", err)
	}
	if err := r.OpenPairing(); !problem.Is(err, problem.Conflict) {
		t.Errorf("its page: %v", err)
	}
	o.claim(t, r.begin(o))
	r.until("connected", isReady)
}

// TestAShutOutDeskIsToldAndGoesOnWithItsOutbox: within a second, with what to do; connected anew by
// the browser nothing is lost, under another machine and another copy.
func TestAShutOutDeskIsToldAndGoesOnWithItsOutbox(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, &records.Account{ID: 10, Name: "Acme", Active: true})
	r := openRinged(t)
	o.claim(t, r.begin(o))
	r.until("connected", isReady)
	until(t, "a line is open", func() bool { return o.lines.Load() > 0 })
	before := must[[]string](t)(identity(r.db))
	list, err := o.db.Machines(ctx)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := o.db.Revoke(ctx, list[0].ID); err != nil {
		t.Fatal(err)
	}
	s := r.until("shut out", func(s app.StateView) bool { return s.Need == "pairing" })
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v", took)
	}
	if s.Online || s.Phase != "ready" || !strings.Contains(s.Trouble, "Connect it anew") {
		t.Errorf("%+v", s)
	}
	must[app.SavedView](t)(r.SaveData("file type", "", map[string]string{"Name": "Contracts"}))
	o.claim(t, r.begin(o))
	s = r.until("connected anew", func(s app.StateView) bool { return isReady(s) && s.Pending == 0 })
	if s.Need != "" || s.Trouble != "" {
		t.Errorf("%+v", s)
	}
	after := must[[]string](t)(identity(r.db))
	if before[0] == after[0] || before[1] == after[1] {
		t.Errorf("machine and copy were %v and are %v", before, after)
	}
	if _, n, err := o.db.Lines(ctx, records.KindFileType, "Contracts", 0, 9); n != 1 {
		t.Errorf("%d at the server, %v", n, err)
	}
}

// identity gives the machine and the copy of a desk.
func identity(db *store.DB) ([]string, error) {
	machine, err := db.Noted(context.Background(), "machine")
	if err != nil {
		return nil, err
	}
	at, err := db.Position(context.Background())
	return []string{machine, at.Copy}, err
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for start := time.Now(); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Since(start) > 10*time.Second {
			t.Fatalf("never: %s", what)
		}
	}
}

// TestADeskOfAnotherPortalIsNotTakenOver: its records and its edits stay with their own.
func TestADeskOfAnotherPortalIsNotTakenOver(t *testing.T) {
	o, other := newOffice(t), newOfficeOf(t, "another portal")
	r := openRinged(t)
	o.claim(t, r.begin(o))
	r.until("connected", isReady)
	list, err := o.db.Machines(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := o.db.Revoke(context.Background(), list[0].ID); err != nil {
		t.Fatal(err)
	}
	r.until("shut out", func(s app.StateView) bool { return s.Need == "pairing" })
	other.claim(t, r.begin(other))
	s := r.until("refused", func(s app.StateView) bool {
		return s.Pairing != nil && s.Pairing.Fault != ""
	})
	if !strings.Contains(s.Pairing.Fault, "another portal") {
		t.Errorf("%+v", s.Pairing)
	}
}

// between lets a test take the server away, and counts the lines that desks hold open.
func (o *office) between(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.away.Load() || o.mute.Load() && r.URL.Path == "/sync/v1/pull" {
			http.Error(w, "away", http.StatusBadGateway)
			return
		}
		if o.hold.Load() && r.URL.Path == "/sync/v1/pull" {
			_, _ = io.Copy(io.Discard, r.Body) // or nobody hears that the desk has gone
			<-r.Context().Done()
			return
		}
		if r.URL.Path == "/sync/v1/events" {
			o.lines.Add(1)
			defer o.lines.Add(-1)
		}
		next.ServeHTTP(w, r)
	})
}
