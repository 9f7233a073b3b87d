package app_test

import (
	"slices"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestAnAccessDiffersFromItsProfile(t *testing.T) { // A33, B7, B11
	desk, _ := alone(t)
	must[app.ImportResult](t)(desk.RunImport(plan(t, desk, "contacts.csv", contacts(t)).ID))
	user := must[app.Page[app.UserRow]](t)(desk.Users(everybody)).Rows[0].ID
	if _, err := desk.Exceptions(user); !problem.Is(err, problem.Conflict) {
		t.Errorf("without an access: %v", err)
	}
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: user, Profile: basic}))
	v := must[app.ExceptionsView](t)(desk.Exceptions(user))
	if len(v.Own) != 0 || v.Profile["ticket.view"] != "assigned" || !v.CanChange {
		t.Errorf("%+v", v)
	}
	own := map[string]string{"invoice.view": "account", "forum.read": "none"}
	change := must[app.Difference](t)(desk.ExceptionsChange(user, own))
	if !slices.Equal(change.Gains, []string{"See invoices: all of their account"}) ||
		!slices.Equal(change.Loses, []string{"Read the forums"}) {
		t.Errorf("before it is saved: %+v", change)
	}
	saved := must[app.SavedView](t)(desk.SaveExceptions(user, v.Was, own, "on trial"))
	a := must[app.UserRecord](t)(desk.User(user)).Access
	if !slices.Equal(a.Exceptions, []string{"See invoices: all of their account",
		"Read the forums: nothing"}) || a.Reason != "on trial" {
		t.Errorf("saved: %+v", a)
	}
	form := app.AccessForm{User: user, Profile: manager}
	must[app.SavedView](t)(desk.UpdateAccess(form)) // another profile: the exceptions stay
	if n := len(must[app.ExceptionsView](t)(desk.Exceptions(user)).Own); n != 2 {
		t.Errorf("with another profile %d stay", n)
	}
	must[app.SavedView](t)(desk.Undo(saved.UID))
	if a := must[app.UserRecord](t)(desk.User(user)).Access; len(a.Exceptions) != 0 {
		t.Errorf("taken back: %+v", a)
	}
	wrong := map[string]string{"invoice.view": "sky"}
	if _, err := desk.SaveExceptions(user, v.Was, wrong, ""); !problem.Is(err, problem.Invalid) {
		t.Errorf("an unknown scope: %v", err)
	}
}
