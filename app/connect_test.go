package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncserver"
)

// office is a real server on loopback.
type office struct {
	db     *store.DB
	url    string
	server *httptest.Server
	sync   *syncserver.Server
	box    *sealing.Box // of the documentation

	away  atomic.Bool  // it does not answer
	mute  atomic.Bool  // it hands nothing out
	hold  atomic.Bool  // it is asked for records and never answers
	later atomic.Int64 // how far its clock is ahead
	lines atomic.Int64 // that desks hold open

	instead atomic.Pointer[office] // another one answers at its address
}

func newOffice(t *testing.T, more ...records.Record) *office {
	t.Helper()
	return newOfficeOf(t, "portal", more...)
}

func newOfficeOf(t *testing.T, portal string, more ...records.Record) *office {
	t.Helper()
	ctx := context.Background()
	db := must[*store.DB](t)(store.Open(ctx, filepath.Join(t.TempDir(), "office.db")))
	all := append([]records.Record{&records.Portal{Name: "Harbour", Zone: "UTC"},
		&records.Staff{ID: 1, Name: "Anna", Role: records.Administrator, Active: true}}, more...)
	if err := db.Found(ctx, portal, all...); err != nil {
		t.Fatal(err)
	}
	return serve(t, db)
}

// serve serves an office until the end of the test.
func serve(t *testing.T, db *store.DB) *office {
	t.Helper()
	limits := hosting.NewLimits(time.Now)
	o := &office{db: db, box: must[*sealing.Box](t)(sealing.New(make([]byte, 32)))}
	now := func() time.Time { return time.Now().Add(time.Duration(o.later.Load())) }
	o.sync = syncserver.New(db, syncserver.Env{Now: now, NewID: uuid.NewString,
		Limit: limits.Allow, Documentation: o.box})
	db.Committed = o.sync.Poke
	server := httptest.NewServer(o.between(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			if other := o.instead.Load(); other != nil {
				other.sync.ServeHTTP(w, r)
				return
			}
			o.sync.ServeHTTP(w, r)
		})))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o.url, o.server = server.URL, server
	return o
}

// invite gives a one-time code.
func (o *office) invite(t *testing.T) string { return o.inviteAs(t, 1) }

// inviteAs gives one for a member of staff.
func (o *office) inviteAs(t *testing.T, staff records.StaffID) string {
	t.Helper()
	code := uuid.NewString()
	err := o.db.Invite(context.Background(), syncserver.Hash(syncserver.Code(code)), staff,
		time.Now().Add(time.Minute).Unix())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestACodeIsGoodOnce(t *testing.T) {
	o := newOffice(t)
	code := o.invite(t)
	first, _, _ := open(t)
	if _, err := first.Connect(o.url, code); err != nil {
		t.Fatal(err)
	}
	second, _, _ := open(t)
	if _, err := second.Connect(o.url, code); !problem.Is(err, problem.Denied) ||
		problem.Of(err).Field != "code" {
		t.Errorf("the code again: %v", err)
	}
}

func TestWithoutAKeyringAPassphraseProtectsTheKey(t *testing.T) {
	o := newOffice(t)
	desk, db, _ := open(t)
	s := must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	if s.Phase != "passphrase" {
		t.Fatalf("phase %s", s.Phase)
	}
	if _, err := desk.Unlock("short"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a short passphrase: %v", err)
	}
	must[app.StateView](t)(desk.Unlock("a good passphrase"))
	must[app.StateView](t)(desk.SyncNow())

	next := restart(t, db)
	if s := must[app.StateView](t)(next.State()); s.Phase != "passphrase" {
		t.Fatalf("phase %s after the restart", s.Phase)
	}
	if _, err := next.Unlock("a wrong passphrase"); !problem.Is(err, problem.Denied) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	must[app.StateView](t)(next.Unlock("a good passphrase"))
	if s := must[app.StateView](t)(next.SyncNow()); !s.Online || s.Office != "Harbour" {
		t.Errorf("state %+v", s)
	}
}

// restart opens a desk again on its data, as on the next morning.
func restart(t *testing.T, db *store.DB) *app.Desk {
	t.Helper()
	desk := app.New(context.Background(), db, app.Env{Now: time.Now, NewUID: uuid.NewString,
		NewID: newID, Hash: hosting.Verifier, Computer: "Test computer", Folder: t.TempDir(),
		Version: "test", Keys: noKeys{}, Rehearsal: rehearsal})
	if err := app.Start(desk, &window{}); err != nil {
		t.Fatal(err)
	}
	return desk
}

func TestADeskThatIsConnectedAnewKeepsWhatWaits(t *testing.T) { // B12
	o := newOffice(t)
	desk, db, _, quit := openUntil(t)
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock("")) // for this session only
	must[app.StateView](t)(desk.SyncNow())
	quit()

	next := restart(t, db)
	if s := must[app.StateView](t)(next.State()); s.Phase != "connect" {
		t.Fatalf("phase %s", s.Phase)
	}
	must[app.StateView](t)(next.Connect(o.url, o.invite(t)))
	o.away.Store(true)
	must[app.StateView](t)(next.Unlock(""))
	p := plan(t, next, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(next.RunImport(p.ID)) // before it can reach the server
	if s := must[app.StateView](t)(next.State()); s.Pending == 0 {
		t.Error("nothing waits")
	}
	o.away.Store(false)
	if s := must[app.StateView](t)(next.SyncNow()); s.Pending != 0 || !s.Online {
		t.Errorf("state %+v", s)
	}
	_, total, err := o.db.UserLines(context.Background(), records.UserQuery{Sort: "name", Size: 1})
	if err != nil || total != 500 {
		t.Errorf("%d users at the server, %v", total, err)
	}
}

func TestAComputerThatIsShutOutStops(t *testing.T) {
	o := newOffice(t)
	desk, _, _ := open(t)
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock(""))
	must[app.StateView](t)(desk.SyncNow())
	list := must[[]edit.Machine](t)(o.db.Machines(context.Background()))
	if len(list) != 1 || list[0].Name != "Test computer" {
		t.Fatalf("machines: %+v", list)
	}
	if err := o.db.Revoke(context.Background(), list[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.SyncNow(); !problem.Is(err, problem.Denied) {
		t.Errorf("after it was shut out: %v", err)
	}
	if s := must[app.StateView](t)(desk.State()); s.Online || s.Trouble == "" {
		t.Errorf("state %+v", s)
	}
	if err := o.db.Revoke(context.Background(), "unknown"); !problem.Is(err, problem.NotFound) {
		t.Errorf("an unknown computer: %v", err)
	}
}
