package app_test

import (
	"slices"
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

const basic, manager = "3", "5"

// copied begins a profile of one's own from another one.
func copied(t *testing.T, desk *app.Desk, from, name string) app.ProfileForm {
	t.Helper()
	v := must[app.ProfileRecord](t)(desk.CopyProfile(from))
	if v.Form.ID != "" || v.Form.Base != from || v.Form.Assignable || v.System || !v.CanChange {
		t.Fatalf("a copy begins as %+v", v)
	}
	v.Form.Name = name
	return v.Form
}

func TestAProfileIsCopiedChangedAndDeleted(t *testing.T) { // A33, A34, B11, O15
	desk, _ := alone(t)
	f := copied(t, desk, basic, " Field team ")
	f.Description, f.Assignable = "Tickets of the whole company", true
	f.Scopes["ticket.view"] = "account"
	delete(f.Scopes, "forum.post")
	saved := must[app.SavedView](t)(desk.SaveProfile("", f))
	v := must[app.ProfileRecord](t)(desk.Profile(saved.ID))
	if v.Form.Name != "Field team" || !v.Form.Assignable || v.BaseName != "Basic" ||
		v.Form.Scopes["ticket.view"] != "account" || v.Form.Scopes["forum.post"] != "" ||
		v.Form.Scopes["forum.read"] != "shared" || len(v.History) != 1 {
		t.Errorf("%+v", v)
	}
	changed := v.Form
	changed.Scopes["invoice.view"] = "tree"
	edit := must[app.SavedView](t)(desk.SaveProfile(v.Was, changed))
	if got := must[app.ProfileRecord](t)(desk.Profile(saved.ID)).Form.Scopes["invoice.view"]; got !=
		"tree" {
		t.Errorf("invoices reach %q", got)
	}
	must[app.SavedView](t)(desk.Undo(edit.UID))
	if got := must[app.ProfileRecord](t)(desk.Profile(saved.ID)).Form.Scopes["invoice.view"]; got !=
		"" {
		t.Errorf("taken back, invoices reach %q", got)
	}
	must[app.SavedView](t)(desk.RemoveProfile(saved.ID))
	if _, err := desk.Profile(saved.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("a deleted profile: %v", err)
	}
}

func TestAProfileShowsWhoGainsAndLosesBeforeItIsSaved(t *testing.T) { // B7, A33
	desk, _ := alone(t)
	must[app.ImportResult](t)(desk.RunImport(plan(t, desk, "contacts.csv", contacts(t)).ID))
	saved := must[app.SavedView](t)(desk.SaveProfile("", copied(t, desk, basic, "Field team")))
	rows := must[app.Page[app.UserRow]](t)(desk.Users(everybody)).Rows
	for _, row := range rows[:3] {
		must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: row.ID, Profile: saved.ID}))
	}
	v := must[app.ProfileRecord](t)(desk.Profile(saved.ID))
	if v.Holders != 3 {
		t.Errorf("%d have it", v.Holders)
	}
	held := must[app.HoldersView](t)(desk.Holders(saved.ID, ""))
	if held.Total != 3 || held.People[0].User != rows[0].ID || held.People[0].Profile != "Field team" {
		t.Errorf("who has it: %+v", held)
	}
	held = must[app.HoldersView](t)(desk.Holders("", "ticket.view"))
	if held.Total != 3 || held.People[2].Scope != "their own and assigned to them" {
		t.Errorf("who sees tickets: %+v", held)
	}
	if n := must[app.HoldersView](t)(desk.Holders("", "blog.read")); n.Total != 500 ||
		len(n.People) != 200 {
		t.Errorf("who reads the blog: %d, of whom %d are shown", n.Total, len(n.People))
	}
	v.Form.Scopes["invoice.view"] = "account"
	delete(v.Form.Scopes, "forum.read")
	got := must[app.PeopleChange](t)(desk.ProfileChange(v.Form))
	if got.People != 3 || got.Gain != 3 || got.Lose != 3 || len(got.Groups) != 1 {
		t.Fatalf("%+v", got)
	}
	change := got.Groups[0].Change
	if !slices.Equal(change.Gains, []string{"See invoices: all of their account"}) ||
		!slices.Contains(change.Loses, "Read the forums") {
		t.Errorf("%+v", change)
	}
	fresh := must[app.PeopleChange](t)(desk.ProfileChange(copied(t, desk, manager, "New")))
	if fresh.People != 0 {
		t.Errorf("a new profile changes %+v", fresh)
	}
	if _, err := desk.RemoveProfile(saved.ID); !problem.Is(err, problem.Conflict) {
		t.Errorf("deleted while in use: %v", err)
	}
}

func TestASystemProfileStaysAsItIs(t *testing.T) { // A32, A34
	desk, _ := alone(t)
	v := must[app.ProfileRecord](t)(desk.Profile(basic))
	if !v.System || !v.Form.Assignable {
		t.Fatalf("%+v", v)
	}
	wider := v.Form
	wider.Scopes["invoice.view"] = "account"
	if _, err := desk.SaveProfile(v.Was, wider); !problem.Is(err, problem.Invalid) {
		t.Errorf("its permissions: %v", err)
	}
	delete(wider.Scopes, "invoice.view")
	wider.Assignable = false
	must[app.SavedView](t)(desk.SaveProfile(v.Was, wider))
	if must[app.ProfileRecord](t)(desk.Profile(basic)).Form.Assignable {
		t.Error("it is assignable still")
	}
	if _, err := desk.RemoveProfile(basic); !problem.Is(err, problem.Invalid) {
		t.Errorf("deleted: %v", err)
	}
}

func TestAProfileIsRefusedWithWhatToDo(t *testing.T) {
	desk, _ := alone(t)
	for what, wrong := range map[string]func(*app.ProfileForm){
		"name": func(f *app.ProfileForm) { f.Name = " " },
		"":     func(f *app.ProfileForm) { f.Scopes["invoice.sing"] = "own" },
	} {
		f := copied(t, desk, basic, "Field team")
		wrong(&f)
		if _, err := desk.SaveProfile("", f); problem.Of(err).Field != what || err == nil {
			t.Errorf("%q: %v", what, err)
		}
	}
	f := copied(t, desk, basic, "MANAGER")
	if _, err := desk.SaveProfile("", f); problem.Of(err).Field != "name" {
		t.Errorf("a name that is taken: %v", err)
	}
}

// TestEveryScopeOfASystemProfileCanBeChosen: the matrix offers whatever a profile may have.
func TestEveryScopeOfASystemProfileCanBeChosen(t *testing.T) {
	desk, _ := alone(t)
	offered := map[string]bool{}
	for _, p := range must[[]app.PermissionView](t)(desk.Permissions()) {
		for _, s := range p.Scopes {
			offered[p.Key+" "+s.Key] = true
		}
	}
	for _, profile := range must[[]app.ProfileView](t)(desk.Profiles()) {
		for key, scope := range must[app.ProfileRecord](t)(desk.Profile(profile.ID)).Form.Scopes {
			if !offered[key+" "+scope] {
				t.Errorf("%s has %s at %s, which cannot be chosen", profile.Name, key, scope)
			}
		}
	}
}

func TestAProfileIsSeenBeforeItIsSaved(t *testing.T) { // B1
	desk, _ := alone(t)
	must[app.ImportResult](t)(desk.RunImport(plan(t, desk, "contacts.csv", contacts(t)).ID))
	account := must[[]app.AccountRow](t)(desk.Accounts(""))[0].ID
	f := copied(t, desk, basic, "")
	tile := func() bool {
		v := must[app.PreviewView](t)(desk.OpenPreview(app.PreviewRequest{Account: account, Form: &f}))
		if v.Title != "New profile" {
			t.Errorf("it is called %q", v.Title)
		}
		return must[app.Explanation](t)(desk.Explain(v.Token, "tile:invoices")).Allowed
	}
	before := tile()
	f.Scopes["invoice.view"] = "account"
	if after := tile(); before || !after {
		t.Errorf("invoices are open: %v, and with them in the form %v", before, after)
	}
	if names := must[[]app.ProfileView](t)(desk.Profiles()); slices.ContainsFunc(names,
		func(p app.ProfileView) bool { return strings.Contains(p.Name, "New") }) {
		t.Error("looking made a profile")
	}
}
