package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"gatehouse/app"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
)

// becoming are the bound methods by which a desk becomes ready, or that show nothing of anybody.
var becoming = map[string]bool{"State": true, "Ready": true, "Connect": true, "WorkAlone": true,
	"BeginPairing": true, "OpenPairing": true, "CancelPairing": true, "Unlock": true,
	"UseLanguage": true, "SyncNow": true, "AgreeToLoss": true, "OpenPortal": true,
	"CancelImport": true}

// refuses calls every other bound method, and the preview, and expects the same refusal of each.
func refuses(t *testing.T, d *app.Desk, preview, because string) {
	t.Helper()
	desk := reflect.ValueOf(d)
	asked := 0
	for i := range desk.NumMethod() {
		name, m := desk.Type().Method(i).Name, desk.Method(i)
		if becoming[name] {
			continue
		}
		asked++
		args := make([]reflect.Value, m.Type().NumIn())
		for i := range args {
			args[i] = reflect.Zero(m.Type().In(i))
		}
		out := m.Call(args)
		err, _ := out[len(out)-1].Interface().(error)
		if !problem.Is(err, problem.Denied) || !strings.Contains(problem.TextOf(err), because) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if asked < 40 {
		t.Errorf("only %d methods were asked", asked)
	}
	if status, text := look(d, preview); status != http.StatusForbidden ||
		!strings.Contains(text, because) {
		t.Errorf("the preview: %d %s", status, text)
	}
}

func look(d *app.Desk, address string) (int, string) {
	w := httptest.NewRecorder()
	app.Guard(d)(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	return w.Code, w.Body.String()
}

// TestAClosedDeskGivesNothingOutUntilItsStaffSignIn: after 30 days without the server it is not the
// screen alone that is closed. Signing in at the server opens it, even where the exchange itself
// still fails; what waits is kept.
func TestAClosedDeskGivesNothingOutUntilItsStaffSignIn(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, everything()...)
	r := openRinged(t)
	o.claim(t, r.begin(o))
	r.until("connected", func(s app.StateView) bool { return isReady(s) && s.LastSync != "" })
	v := must[app.PreviewView](t)(r.OpenPreview(app.PreviewRequest{Account: "10", Profile: "1"}))
	preview := app.PreviewPath + v.Token + "/home"
	if status, text := look(r.Desk, preview); status != http.StatusOK {
		t.Fatalf("an open desk's preview: %d %s", status, text)
	}
	o.away.Store(true)
	must[app.SavedView](t)(r.SaveData("file type", "", map[string]string{"Name": "Contracts"}))
	r.until("offline", func(s app.StateView) bool { return !s.Online && !s.Syncing })
	long := time.Now().AddDate(0, 0, -31)
	if err := syncclient.Touch(ctx, r.db, long); err != nil {
		t.Fatal(err)
	}
	if s := must[app.StateView](t)(r.State()); s.Phase != "closed" || s.Need != "sign_in" {
		t.Fatalf("%+v", s)
	}
	refuses(t, r.Desk, preview, "30 days")
	if edits, _, err := r.db.Pending(ctx); edits != 1 || err != nil {
		t.Errorf("%d edits wait, %v", edits, err)
	}

	o.away.Store(false)
	o.mute.Store(true)
	r.until("closed all the same", func(s app.StateView) bool { return s.Phase == "closed" })
	code := must[app.StateView](t)(r.BeginPairing("")).Pairing.Code
	refuses(t, r.Desk, preview, "30 days")
	o.claim(t, code)
	r.until("signed in", func(s app.StateView) bool { return s.Pairing == nil })
	if s := must[app.StateView](t)(r.State()); s.Phase != "ready" || s.Online {
		t.Errorf("signed in: %+v", s)
	}
	if n := len(must[[]app.AccountRow](t)(r.Accounts(""))); n != 1 {
		t.Errorf("%d accounts", n)
	}
	o.mute.Store(false)
	must[app.StateView](t)(r.SyncNow())
	if _, n, err := o.db.Lines(ctx, records.KindFileType, "Contracts", 0, 9); n != 1 {
		t.Errorf("%d at the server, %v", n, err)
	}
}

// TestADeskThatIsNotReadyGivesNothingOut: before it was connected, and before the passphrase that
// protects its pairing was entered.
func TestADeskThatIsNotReadyGivesNothingOut(t *testing.T) {
	o := newOffice(t)
	d, _, _ := open(t)
	refuses(t, d, app.PreviewPath+"1/home", "Connect this computer")
	if _, err := d.Connect(o.url, o.invite(t)); err != nil {
		t.Fatal(err)
	}
	refuses(t, d, app.PreviewPath+"1/home", "passphrase")
	must[app.StateView](t)(d.Unlock(""))
	if _, err := d.Home(); err != nil {
		t.Error(err)
	}
}
