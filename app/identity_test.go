package app_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// keyrings is a computer's keyring: what a desk keeps there is told apart by its folder.
type keyrings map[string]string

type ring struct {
	all    keyrings
	folder string
}

func (r ring) Set(name, secret string) error { r.all[r.folder+" "+name] = secret; return nil }

func (r ring) Find(name string) (string, error) {
	if s, ok := r.all[r.folder+" "+name]; ok {
		return s, nil
	}
	return "", app.ErrNoKey
}

// place is a folder of a desk's data at a computer.
type place struct {
	folder, host string
	keys         func(folder string) app.Keys
}

// open opens the desk there, until close.
func (p place) open(t *testing.T) (*app.Desk, *store.DB, func()) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	db, err := store.Open(ctx, filepath.Join(p.folder, "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	desk := app.New(ctx, db, app.Env{Now: time.Now,
		NewUID: func() string { return uuid.Must(uuid.NewV7()).String() }, NewID: newID,
		Hash: hosting.Verifier, Computer: "Test computer", Host: p.host, Folder: p.folder,
		Version: "test", Keys: p.keys(p.folder), Rehearsal: rehearsal})
	if err := app.Start(desk, &window{}); err != nil {
		t.Fatal(err)
	}
	return desk, db, func() {
		stop()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// copyTo copies the folder's data, as somebody who backs it up or changes computers.
func (p place) copyTo(t *testing.T, folder string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.folder, "desk.db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "desk.db"), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestCopiedDataTakesANewIdentity and asks to be connected anew; what waits goes out then.
func TestCopiedDataTakesANewIdentity(t *testing.T) { // B12
	rings := map[string]func(string) app.Keys{"real keyring": func(folder string) app.Keys {
		return app.Keyring{Folder: folder}
	}}
	all := keyrings{}
	rings["keyring"] = func(folder string) app.Keys { return ring{all, folder} }
	for name, keys := range rings {
		t.Run(name, func(t *testing.T) {
			if name == "real keyring" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
				t.Skip("there is no keyring here: build/test.sh brings one")
			}
			o := newOffice(t)
			first := place{t.TempDir(), "computer-1", keys}
			desk, db, quit := first.open(t)
			must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
			must[app.StateView](t)(desk.SyncNow())
			was := must[string](t)(db.Noted(context.Background(), "copy"))
			quit()
			desk, _, quit = first.open(t) // the next morning, in the same place
			if s := must[app.StateView](t)(desk.State()); s.Phase != "ready" || s.Trouble != "" {
				t.Errorf("in the same place: %+v", s)
			}
			quit()

			second := place{t.TempDir(), "computer-1", keys}
			first.copyTo(t, second.folder)
			moved(t, o, second, was)

			third := place{first.folder, "computer-2", keys} // the same folder, another computer
			moved(t, o, third, was)
		})
	}
}

// moved opens data that came from elsewhere, connects it anew, and looks whether all goes on.
func moved(t *testing.T, o *office, p place, was string) {
	t.Helper()
	desk, db, quit := p.open(t)
	defer quit()
	s := must[app.StateView](t)(desk.State())
	if s.Phase != "connect" || s.Trouble == "" || s.Server != o.url {
		t.Errorf("%+v", s)
	}
	if id := must[string](t)(db.Noted(context.Background(), "copy")); id == was || id == "" {
		t.Errorf("its identity is %q still", id)
	}
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	p2 := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p2.ID))
	if s := must[app.StateView](t)(desk.SyncNow()); s.Phase != "ready" || s.Trouble != "" ||
		s.Pending != 0 {
		t.Errorf("connected anew: %+v", s)
	}
}

// TestADeskThatWorksAloneMovesWithAllThatItHas: to another computer, with no server to bring
// anything back.
func TestADeskThatWorksAloneMovesWithAllThatItHas(t *testing.T) { // B12
	all := keyrings{}
	keys := func(folder string) app.Keys { return ring{all, folder} }
	first := place{t.TempDir(), "computer-1", keys}
	desk, db, quit := first.open(t)
	must[app.StateView](t)(desk.WorkAlone("Small Office"))
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	profiles := must[[]app.ProfileView](t)(desk.Profiles())
	user := must[app.Page[app.UserRow]](t)(desk.Users(everybody)).Rows[0].ID
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: user, Profile: profiles[1].ID}))
	was := must[string](t)(db.Noted(context.Background(), "copy"))
	quit()

	desk, db, quit = place{first.folder, "computer-2", keys}.open(t)
	defer quit()
	if id := must[string](t)(db.Noted(context.Background(), "copy")); id == was {
		t.Error("it has its old identity")
	}
	s := must[app.StateView](t)(desk.State())
	u := must[app.UserRecord](t)(desk.User(user))
	now := must[[]app.ProfileView](t)(desk.Profiles())
	if s.Phase != "ready" || s.Office != "Small Office" || s.Staff != "Administrator" ||
		u.Access == nil || u.Access.Profile != profiles[1].ID || len(now) != len(profiles) {
		t.Errorf("%+v, %d profiles, access %+v", s, len(now), u.Access)
	}
}

// TestADeskThatBeganAloneHandsInWhatItHas when it is connected: nothing is lost.
func TestADeskThatBeganAloneHandsInWhatItHas(t *testing.T) { // B12
	o := newOffice(t)
	desk, _, _ := open(t)
	must[app.StateView](t)(desk.WorkAlone("Small Office"))
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock(""))
	if s := must[app.StateView](t)(desk.SyncNow()); s.Pending != 0 || !s.Online ||
		s.Conflicts != 0 {
		t.Errorf("%+v", s)
	}
	list := must[app.Page[app.UserRow]](t)(desk.Users(everybody))
	_, total, err := o.db.UserLines(context.Background(), records.UserQuery{Sort: "name", Size: 1})
	if err != nil || total != 500 || list.Total != 500 {
		t.Errorf("%d at the server, %d here (%v)", total, list.Total, err)
	}
}
