package app_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/store"
)

// window is a desk's window without a screen.
type window struct {
	mu     sync.Mutex
	events []string
	opened []string
	saveAs string // where files are saved; empty = the user cancels

	on func(event string) // hears of every event, or nil
}

func (w *window) Emit(event string, data any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, event)
	if w.on != nil {
		w.on(event)
	}
}

func (w *window) OpenURL(url string) { w.opened = append(w.opened, url) }

func (w *window) SaveAs(string) (string, error) { return w.saveAs, nil }

// noKeys is a computer without a keyring.
type noKeys struct{}

func (noKeys) Set(string, string) error    { return app.ErrNoKeys }
func (noKeys) Find(string) (string, error) { return "", app.ErrNoKeys }

var lastID int64 = 1 << 40

func newID() int64 {
	lastID++
	return lastID
}

// open makes a desk over a fresh database.
func open(t testing.TB) (*app.Desk, *store.DB, *window) {
	t.Helper()
	desk, db, w, _ := openUntil(t)
	return desk, db, w
}

// openUntil makes a desk that can be quit before the end of the test.
func openUntil(t testing.TB) (*app.Desk, *store.DB, *window, func()) {
	t.Helper()
	folder := t.TempDir()
	db, err := store.Open(context.Background(), filepath.Join(folder, "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	w := &window{}
	ctx, stop := context.WithCancel(context.Background())
	desk := app.New(ctx, db, app.Env{Now: time.Now,
		NewUID: func() string { return uuid.Must(uuid.NewV7()).String() }, NewID: newID,
		Hash: hosting.Verifier, Computer: "Test computer", Folder: folder, Version: "test",
		Keys: noKeys{}, Rehearsal: rehearsal})
	if err := app.Start(desk, w); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return desk, db, w, stop
}

// alone makes a desk that works without a server.
func alone(t testing.TB) (*app.Desk, *window) {
	t.Helper()
	desk, _, w := open(t)
	if _, err := desk.WorkAlone("Test Office"); err != nil {
		t.Fatal(err)
	}
	return desk, w
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// read reads a file into an import and plans it with the guessed columns.
func plan(t testing.TB, desk *app.Desk, file string, data []byte) app.ImportPlan {
	t.Helper()
	table := must[app.ImportTable](t)(desk.ReadImport(file, base64.StdEncoding.EncodeToString(data)))
	var targets []string
	for _, c := range table.Columns {
		targets = append(targets, c.Target)
	}
	return must[app.ImportPlan](t)(desk.PlanImport(table.ID, targets))
}

func contacts(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/contacts-us-500.csv")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var everybody = app.UserQuery{Sort: "name", View: "all", Size: 100}

func TestAContactListIsImportedAndTakenBackAsOne(t *testing.T) { // B10, B11
	desk, _ := alone(t)
	p := plan(t, desk, "contacts.csv", contacts(t))
	if p.People != 500 || p.Refused != 0 || p.Duplicates != 0 {
		t.Fatalf("plan: %d people, %d refused, %d duplicates", p.People, p.Refused, p.Duplicates)
	}
	done := must[app.ImportResult](t)(desk.RunImport(p.ID))
	if list := must[app.Page[app.UserRow]](t)(desk.Users(everybody)); list.Total != 500 {
		t.Errorf("%d users after the import", list.Total)
	}
	again := plan(t, desk, "contacts.csv", contacts(t))
	if again.People != 0 || again.Duplicates != 500 {
		t.Errorf("the same file again: %d new, %d duplicates", again.People, again.Duplicates)
	}
	if _, err := desk.UndoGroup(done.Group); err != nil {
		t.Fatal(err)
	}
	if list := must[app.Page[app.UserRow]](t)(desk.Users(everybody)); list.Total != 0 {
		t.Errorf("%d users after the undo", list.Total)
	}
	if list := must[[]app.AccountRow](t)(desk.Accounts("")); len(list) != 0 {
		t.Errorf("%d accounts after the undo", len(list))
	}
}

func TestRowsThatCannotBeImportedAreKept(t *testing.T) { // B10
	desk, _ := alone(t)
	p := plan(t, desk, "list.csv", []byte("First Name,Last Name,Company,E-mail\n"+
		"Ann,Lee,Acme,ann@acme.example\nBob,Ray,Acme,bob at acme\nCid,Fox,Acme\n"+
		"Dan,Lee,Acme,ANN@acme.example\n"))
	if p.People != 1 || p.Refused != 2 || p.Duplicates != 1 {
		t.Fatalf("plan: %+v", p)
	}
	done := must[app.ImportResult](t)(desk.RunImport(p.ID))
	kept, err := os.ReadFile(done.RejectedFile)
	if err != nil || strings.Count(string(kept), "\n") != 3 {
		t.Errorf("%q %v", kept, err)
	}
}

func TestACancelledImportLeavesNothing(t *testing.T) {
	desk, w := alone(t)
	var text strings.Builder
	text.WriteString("name,company,email\n")
	for i := range 20_000 {
		fmt.Fprintf(&text, "Person %d,Company %d,p%d@example.com\n", i, i%50, i)
	}
	p := plan(t, desk, "many.csv", []byte(text.String()))
	w.on = func(event string) {
		if event == "progress" { // it is under way
			w.on = nil
			if err := desk.CancelImport(p.ID); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := desk.RunImport(p.ID); !problem.Is(err, problem.Conflict) {
		t.Errorf("the import: %v", err)
	}
	if list := must[app.Page[app.UserRow]](t)(desk.Users(everybody)); list.Total != 0 {
		t.Errorf("%d users", list.Total)
	}
}

func TestTheBigButtonsFollowTheAccess(t *testing.T) { // O5, O6, O7, O14, B11
	desk, _ := alone(t)
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	q := everybody
	q.Text = "jbutt"
	id := must[app.Page[app.UserRow]](t)(desk.Users(q)).Rows[0].ID
	buttons := func(what string, add, update, remove bool) app.UserRecord {
		t.Helper()
		r := must[app.UserRecord](t)(desk.User(id))
		if r.CanAdd != add || r.CanUpdate != update || r.CanRemove != remove {
			t.Errorf("%s: add %v, update %v, remove %v", what, r.CanAdd, r.CanUpdate, r.CanRemove)
		}
		return r
	}
	r := buttons("before", true, false, false)
	form := app.AccessForm{User: id, Profile: r.DefaultProfile, Reason: "new contract"}
	if diff := must[app.Difference](t)(desk.Difference(form)); len(diff.Gains) == 0 ||
		len(diff.Loses) != 0 {
		t.Errorf("difference: %+v", diff)
	}
	saved := must[app.SavedView](t)(desk.AddAccess(form))
	if r = buttons("with access", false, true, true); r.Access.Reason != "new contract" {
		t.Errorf("the record says the reason %q", r.Access.Reason)
	}
	must[app.SavedView](t)(desk.Undo(saved.UID))
	buttons("undone", true, false, false)
	must[app.SavedView](t)(desk.AddAccess(form))
	must[app.SavedView](t)(desk.RemoveAccess(id, "left"))
	r = buttons("removed", true, false, false)
	if r.State != "minimum" || len(r.History) < 4 || r.History[0].Reason != "left" {
		t.Errorf("state %s, history %+v", r.State, r.History)
	}
	form.Reason = strings.Repeat("why ", 300)
	if _, err := desk.AddAccess(form); problem.Of(err).Field != "reason" {
		t.Errorf("a reason of 1200 letters: %v", err)
	}
	form.Start, form.End = "2026-12-01", "2026-11-01"
	if _, err := desk.AddAccess(form); !problem.Is(err, problem.Invalid) {
		t.Errorf("an end before the start: %v", err)
	}
}

func TestThePreviewShowsAndExplainsAndSavesNothing(t *testing.T) { // B1, B2, B4, B5
	desk, _ := alone(t)
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	account := must[[]app.AccountRow](t)(desk.Accounts("benton"))[0].ID
	v := must[app.PreviewView](t)(desk.OpenPreview(app.PreviewRequest{Profile: "5", Account: account}))
	get := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		app.Guard(desk)(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w
	}
	page := get("GET", v.Home)
	if page.Code != 200 || !strings.Contains(page.Body.String(), `data-ask="tile:tickets"`) {
		t.Errorf("home: %d %.200s", page.Code, page.Body)
	}
	if csp := page.Header().Get("Content-Security-Policy"); !strings.Contains(csp,
		"script-src 'none'") || !strings.Contains(csp, "sandbox allow-same-origin allow-forms") {
		t.Errorf("policy: %s", csp)
	}
	if post := get("POST", strings.Replace(v.Home, "home", "new-ticket", 1)); post.Code != 403 {
		t.Errorf("POST answers %d", post.Code)
	}
	why := must[app.Explanation](t)(desk.Explain(v.Token, "tile:tickets"))
	if !why.Allowed || len(why.Reasons) == 0 {
		t.Errorf("tickets: %+v", why)
	}
	if other := get("GET", "/preview/unknown/home"); other.Code != 404 {
		t.Errorf("an unknown preview answers %d", other.Code)
	}
	if _, err := desk.OpenPreview(app.PreviewRequest{Profile: "5"}); !problem.Is(err,
		problem.Invalid) {
		t.Errorf("no account: %v", err)
	}
}

func TestConnectingSaysPlainlyWhatIsWrong(t *testing.T) {
	rubbish := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "<html>Welcome to your router</html>")
	}))
	defer rubbish.Close()
	closed := httptest.NewServer(nil)
	closed.Close()
	desk, _, _ := open(t)
	for _, c := range []struct {
		address, code string
		kind          problem.Kind
	}{
		{"", "CODE", problem.Invalid}, {"http://portal.example.com", "CODE", problem.Invalid},
		{"ftp://localhost", "CODE", problem.Invalid}, {"https://a b", "CODE", problem.Invalid},
		{rubbish.URL, "", problem.Invalid}, {rubbish.URL, "CODE", problem.Damaged},
		{closed.URL, "CODE", problem.Unavailable},
	} {
		_, err := desk.Connect(c.address, c.code)
		if !problem.Is(err, c.kind) || len(problem.TextOf(err)) < 20 {
			t.Errorf("%q %q: %v", c.address, c.code, err)
		}
	}
	if s := must[app.StateView](t)(desk.State()); s.Phase != "connect" {
		t.Errorf("phase %s", s.Phase)
	}
}

func openStore(t *testing.T, file string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
