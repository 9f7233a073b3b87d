package app_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestThePortalsSettingsAreShownChangedAndTakenBack(t *testing.T) { // Z1-Z6, A38, A40, O16, B11
	desk, _ := alone(t)
	v := must[app.PortalView](t)(desk.Portal())
	if v.Form.Name != "Test Office" || !v.CanChange || v.Form.RegisteredOnly || !v.Form.Widget {
		t.Fatalf("%+v", v)
	}
	first := v.Form
	want := app.PortalForm{Name: "Head Office", Zone: "Europe/Berlin", RegisteredOnly: true,
		Tab: true, AccountTickets: true, ManagersRaise: true, SecondFactor: true, CutOff: "2026-03-29",
		Closed: []string{"blog", "forums"}, OldTickets: "/support/tickets.php",
		PaymentLink: "https://pay.example/{number}", Accent: "#1c7ed6"}
	saved := must[app.SavedView](t)(desk.SavePortal(v.Was, want))
	v = must[app.PortalView](t)(desk.Portal())
	if !reflect.DeepEqual(v.Form, want) {
		t.Errorf("saved: %+v", v.Form)
	}
	if len(v.History) != 1 || v.History[0].Text != "Portal settings changed" {
		t.Errorf("history: %+v", v.History)
	}
	must[app.SavedView](t)(desk.Undo(saved.UID))
	v = must[app.PortalView](t)(desk.Portal())
	if !reflect.DeepEqual(v.Form, first) || len(v.History) != 2 {
		t.Errorf("taken back: %+v", v)
	}
}

func TestWrongPortalSettingsAreRefusedAtTheirInput(t *testing.T) {
	desk, _ := alone(t)
	v := must[app.PortalView](t)(desk.Portal())
	for field, wrong := range map[string]func(*app.PortalForm){
		"name":        func(f *app.PortalForm) { f.Name = " " },
		"zone":        func(f *app.PortalForm) { f.Zone = "Berlin" },
		"cutOff":      func(f *app.PortalForm) { f.CutOff = "soon" },
		"oldTickets":  func(f *app.PortalForm) { f.OldTickets = "tickets.php" },
		"paymentLink": func(f *app.PortalForm) { f.PaymentLink = "http://pay.example" },
		"accent":      func(f *app.PortalForm) { f.Accent = "red" },
	} {
		f := v.Form
		wrong(&f)
		if _, err := desk.SavePortal(v.Was, f); problem.Of(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	f := v.Form
	f.Widget = false
	must[app.SavedView](t)(desk.SavePortal(v.Was, f))
	f.Tab = false
	must[app.SavedView](t)(desk.SavePortal(v.Was, f)) // by the form that was open before
	if now := must[app.PortalView](t)(desk.Portal()); now.Form.Widget || now.Form.Tab {
		t.Errorf("of two forms one is lost: %+v", now.Form)
	}
}

func TestThePictureOfTheDoorFollowsTheSwitches(t *testing.T) { // Z1, Z2, Z3, Z6
	desk, _ := alone(t)
	visitor := func(f app.PortalForm) app.DoorView {
		doors := must[[]app.DoorView](t)(desk.PortalDoors(f))
		if in := doors[1]; !in.SignedIn || in.Widget != f.Widget || in.Tab != f.Tab ||
			in.Asked != "done" {
			t.Errorf("%+v: signed in %+v", f, in)
		}
		return doors[0]
	}
	for _, c := range []struct {
		form app.PortalForm
		want app.DoorView
	}{
		{app.PortalForm{Widget: true}, app.DoorView{Widget: true, Asked: "never"}},
		{app.PortalForm{}, app.DoorView{Asked: "never", Closed: true}},
		{app.PortalForm{SignInToSubmit: true, Tab: true}, app.DoorView{Tab: true, Asked: "form"}},
		{app.PortalForm{RegisteredOnly: true, Tab: true}, app.DoorView{Asked: "arrival"}},
	} {
		if got := visitor(c.form); got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.form, got, c.want)
		}
	}
}

func TestASettingShowsWhoLosesWhatBeforeItIsSaved(t *testing.T) { // B7
	desk, _ := alone(t)
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	q := everybody
	q.Text = "jbutt"
	id := must[app.Page[app.UserRow]](t)(desk.Users(q)).Rows[0].ID
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: id, Profile: "5"}))
	v := must[app.PortalView](t)(desk.Portal())
	none := must[app.PeopleChange](t)(desk.PortalChange(v.Was, v.Form))
	if none.People != 500 || len(none.Groups) > 0 {
		t.Errorf("what is not changed: %+v", none)
	}
	f := v.Form
	f.Closed = []string{"invoices"}
	got := must[app.PeopleChange](t)(desk.PortalChange(v.Was, f))
	if got.Lose != 1 || got.Gain != 0 || len(got.Groups) != 1 {
		t.Fatalf("%+v", got)
	}
	g := got.Groups[0]
	if g.People != 1 || !slices.Equal(g.Names, []string{"James Butt"}) ||
		!slices.ContainsFunc(g.Change.Loses, func(s string) bool {
			return strings.HasPrefix(s, "See invoices")
		}) || len(g.Change.Gains) > 0 {
		t.Errorf("%+v", g)
	}
	f.Closed = []string{"blog"}
	if got = must[app.PeopleChange](t)(desk.PortalChange(v.Was, f)); got.Lose != 500 ||
		len(got.Groups[0].Names) != 5 {
		t.Errorf("the blog, which the minimum has: %+v", got)
	}
	if now := must[app.PortalView](t)(desk.Portal()); now.Was != v.Was {
		t.Errorf("looking changed the settings: %s", now.Was)
	}
}
