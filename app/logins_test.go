package app_test

import (
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

// TestANewLoginIsConnectedToAnAccountOfItsType: N1, N3, N5, C5, C13; the preview opens at once.
func TestANewLoginIsConnectedToAnAccountOfItsType(t *testing.T) {
	desk, _ := alone(t)
	must[app.ImportResult](t)(desk.RunImport(plan(t, desk, "contacts.csv", contacts(t)).ID))
	account := must[[]app.AccountRow](t)(desk.Accounts("benton"))[0].ID
	form := app.LoginForm{Username: "nora", Email: "nora@benton.example", Account: account,
		First: "Nora", Last: "North", Lead: true, RoleGroup: true}
	saved := must[app.SavedView](t)(desk.NewLogin(form))
	r := must[app.UserRecord](t)(desk.User(saved.ID))
	if r.Username != "nora" || r.Kind != "lead" || r.Account != account || !r.CanAdd ||
		r.State != "minimum" {
		t.Errorf("%+v", r)
	}
	must[app.PreviewView](t)(desk.OpenPreview(app.PreviewRequest{User: saved.ID}))
	for field, wrong := range map[string]func(*app.LoginForm){
		"username": func(f *app.LoginForm) { f.Username = "NORA" },
		"account":  func(f *app.LoginForm) { f.Username, f.Account = "nina", "" },
		"email":    func(f *app.LoginForm) { f.Username, f.Email = "nina", "nina" },
	} {
		f := form
		wrong(&f)
		if _, err := desk.NewLogin(f); problem.Of(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	form.Username, form.Consolidated = "nina", true
	if _, err := desk.NewLogin(form); problem.Of(err).Field != "account" {
		t.Errorf("a consolidated login of a customer: %v", err)
	}
	form = app.LoginForm{Email: "guest@benton.example", Account: account, First: "Gus"}
	saved = must[app.SavedView](t)(desk.NewLogin(form))
	r = must[app.UserRecord](t)(desk.User(saved.ID))
	if r.Username != form.Email || r.State != "no_sign_in" {
		t.Errorf("without the role group: %+v", r)
	}
}

// TestNewLikeThisOneCopiesTheAccess and never the person (N2); it is undone as one (B11).
func TestNewLikeThisOneCopiesTheAccess(t *testing.T) {
	desk, _ := alone(t)
	must[app.ImportResult](t)(desk.RunImport(plan(t, desk, "contacts.csv", contacts(t)).ID))
	q := everybody
	q.Text = "jbutt"
	like := must[app.Page[app.UserRow]](t)(desk.Users(q)).Rows[0].ID
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: like, Profile: "5",
		End: "2027-03-31", Closed: []string{"blog"}, CanSign: true}))
	r := must[app.UserRecord](t)(desk.User(like))
	form := app.LoginForm{Username: "nora", Email: "nora@benton.example", Account: r.Account,
		First: "Nora", RoleGroup: true, Like: like}
	saved := must[app.SavedView](t)(desk.NewLogin(form))
	n := must[app.UserRecord](t)(desk.User(saved.ID))
	if n.Access == nil || n.Access.Profile != "5" || n.Access.End != "2027-03-31" ||
		len(n.Access.Closed) != 1 || !n.Access.CanSign {
		t.Fatalf("%+v", n.Access)
	}
	if n.Phone != "" || n.Name != "Nora" || n.HasPassword {
		t.Errorf("the person is copied: %+v", n)
	}
	must[app.SavedView](t)(desk.UndoGroup(saved.Group))
	if _, err := desk.User(saved.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("after the undo: %v", err)
	}
}
