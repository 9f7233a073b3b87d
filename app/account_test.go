package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

// fresh begins an account with a name.
func fresh(t *testing.T, desk *app.Desk, name string, consolidated bool) app.AccountForm {
	t.Helper()
	v := must[app.AccountRecord](t)(desk.NewAccount(consolidated))
	if !v.CanChange || !v.Form.Active || !v.Form.Portal || v.Form.ID != "" {
		t.Fatalf("an account begins as %+v", v)
	}
	v.Form.Name = name
	return v.Form
}

// account opens an account by its name.
func account(t *testing.T, desk *app.Desk, name string) app.AccountRecord {
	t.Helper()
	for _, row := range must[[]app.AccountRow](t)(desk.Accounts(name)) {
		if row.Name == name {
			return must[app.AccountRecord](t)(desk.Account(row.ID))
		}
	}
	t.Fatalf("there is no account %s", name)
	return app.AccountRecord{}
}

// saved saves a form and opens the account again.
func saved(t *testing.T, desk *app.Desk, was string, f app.AccountForm) app.AccountRecord {
	t.Helper()
	done := must[app.SavedView](t)(desk.SaveAccount(was, f))
	return must[app.AccountRecord](t)(desk.Account(done.ID))
}

func TestAnAccountIsMadeChangedAndTakenBack(t *testing.T) { // A36, A37, A46, Z4, B11
	desk, _ := alone(t)
	staff := must[[]app.DataChoice](t)(desk.FindData("staff", ""))[0]
	f := fresh(t, desk, " Alder Group ", false)
	f.City, f.Manager, f.Requests, f.Closed = "York", staff.ID, "all", []string{"knowledgebase"}
	v := saved(t, desk, "", f)
	if v.Name != "Alder Group" || v.Form.City != "York" || v.ManagerName != staff.Label ||
		v.Form.Requests != "all" || !slices.Equal(v.Form.Closed, []string{"knowledgebase"}) ||
		len(v.History) != 1 {
		t.Errorf("made as %+v", v)
	}
	sub := fresh(t, desk, "Alder Labs", false)
	sub.Parent = v.Form.ID
	under := saved(t, desk, "", sub)
	if under.ParentName != "Alder Group" || under.ClosedAbove["knowledgebase"] != "Alder Group" ||
		len(under.Above) != 1 {
		t.Errorf("a subsidiary is %+v", under)
	}
	changed := v.Form
	changed.Name, changed.City, changed.Portal = "Alder Holding", "Leeds", false
	changed.Closed = []string{"documentation"}
	edits := must[app.SavedView](t)(desk.SaveAccount(v.Was, changed))
	got := must[app.AccountRecord](t)(desk.Account(v.Form.ID))
	if got.Name != "Alder Holding" || got.Form.City != "Leeds" || got.Form.Portal ||
		!slices.Equal(got.Form.Closed, []string{"documentation"}) || len(got.History) != 3 ||
		got.Subsidiaries != 1 {
		t.Errorf("changed to %+v", got)
	}
	if under = account(t, desk, "Alder Labs"); under.OffAbove != "Alder Holding" {
		t.Errorf("below it the portal is off by %q", under.OffAbove)
	}
	must[app.SavedView](t)(desk.UndoGroup(edits.Group))
	got = must[app.AccountRecord](t)(desk.Account(v.Form.ID))
	if got.Name != "Alder Group" || got.Form.City != "York" || !got.Form.Portal {
		t.Errorf("taken back, it is %+v", got.Form)
	}
	log := must[app.Page[app.LogLine]](t)(desk.Log(app.LogQuery{Size: 1}))
	if log.Rows[0].Account != v.Form.ID {
		t.Errorf("the history is about %+v", log.Rows[0])
	}
	same := must[app.SavedView](t)(desk.SaveAccount(got.Was, got.Form))
	if same.CanUndo {
		t.Errorf("nothing was changed, and yet: %+v", same)
	}
}

func TestAccountsStandUnderTheirParent(t *testing.T) { // A37
	desk, _ := alone(t)
	names := map[string]string{}
	for _, pair := range [][2]string{{"Zinc", ""}, {"alder", ""}, {"Cobalt", "Zinc"},
		{"Birch", "Zinc"}, {"Dune", "Birch"}} {
		f := fresh(t, desk, pair[0], false)
		f.Parent = names[pair[1]]
		names[pair[0]] = saved(t, desk, "", f).Form.ID
	}
	list := func(text string, from, size int) (lines []string, total int) {
		page := must[app.Page[app.AccountRow]](t)(desk.AccountRows(text, from, size))
		for _, row := range page.Rows {
			lines = append(lines, strings.Repeat("-", row.Depth)+row.Name)
		}
		return lines, page.Total
	}
	all := []string{"alder", "Zinc", "-Birch", "--Dune", "-Cobalt"}
	if got, total := list("", 0, 100); !slices.Equal(got, all) || total != 5 {
		t.Errorf("%d: %q", total, got)
	}
	if got, total := list("", 2, 2); !slices.Equal(got, all[2:4]) || total != 5 {
		t.Errorf("a stretch of %d: %q", total, got)
	}
	if got, total := list("", 9, 2); len(got) != 0 || total != 5 {
		t.Errorf("past the end of %d: %q", total, got)
	}
	if got, total := list("N", 0, 100); !slices.Equal(got, []string{"Dune", "Zinc"}) || total != 2 {
		t.Errorf("found %d: %q", total, got)
	}
	dune := account(t, desk, "Dune")
	dune.Form.Parent = names["alder"]
	dune = saved(t, desk, dune.Was, dune.Form)
	if got, _ := list("", 0, 2); !slices.Equal(got, []string{"alder", "-Dune"}) {
		t.Errorf("moved: %q", got)
	}
	dune.Form.Parent = names["Birch"]
	saved(t, desk, dune.Was, dune.Form)
	birch := account(t, desk, "Birch")
	if len(birch.Above) != 1 || birch.Subsidiaries != 1 {
		t.Errorf("%+v", birch)
	}
	zinc := account(t, desk, "Zinc")
	zinc.Form.Parent = names["Dune"]
	for what, refused := range map[string]error{
		"saved":    second(desk.SaveAccount(zinc.Was, zinc.Form)),
		"weighed":  second(desk.AccountChange(zinc.Was, zinc.Form)),
		"nameless": second(desk.SaveAccount("", fresh(t, desk, " ", false))),
	} {
		want := "parent"
		if what == "nameless" {
			want = "name"
		}
		if problem.Of(refused).Field != want {
			t.Errorf("%s: %v", what, refused)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// peopled is a desk with people, of whom everybody at one account has a profile.
func peopled(t *testing.T, profile string) (*app.Desk, app.AccountRecord, int) {
	t.Helper()
	desk, _ := alone(t)
	must[app.ImportResult](t)(desk.RunImport(plan(t, desk, "contacts.csv", contacts(t)).ID))
	row := must[[]app.AccountRow](t)(desk.Accounts("benton"))[0]
	people := must[app.Page[app.AccountPerson]](t)(desk.AccountPeople(row.ID, ""))
	if people.Total == 0 || people.Total != int(row.People) {
		t.Fatalf("%d people at %+v", people.Total, row)
	}
	for _, p := range people.Rows {
		must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: p.User, Profile: profile}))
	}
	return desk, must[app.AccountRecord](t)(desk.Account(row.ID)), people.Total
}

func TestAnAccountShowsWhoGainsAndLosesBeforeItIsSaved(t *testing.T) { // A36, A37, Z4, B7
	desk, v, n := peopled(t, manager)
	change := func(with func(*app.AccountForm)) app.PeopleChange {
		f := v.Form
		f.Closed = slices.Clone(f.Closed)
		with(&f)
		return must[app.PeopleChange](t)(desk.AccountChange(v.Was, f))
	}
	off := change(func(f *app.AccountForm) { f.Portal = false })
	if off.People != n || off.Lose != n || off.Gain != 0 {
		t.Errorf("its portal off: %+v", off)
	}
	closed := change(func(f *app.AccountForm) { f.Closed = []string{"knowledgebase"} })
	if closed.Lose != n || len(closed.Groups) != 1 ||
		!slices.ContainsFunc(closed.Groups[0].Change.Loses, func(s string) bool {
			return strings.Contains(s, "article")
		}) {
		t.Errorf("knowledgebase closed: %+v", closed)
	}
	if name := change(func(f *app.AccountForm) { f.Name, f.City = "Other", "York" }); name.Lose+
		name.Gain != 0 || name.People != n {
		t.Errorf("another name: %+v", name)
	}
	shut := fresh(t, desk, "Shut group", false)
	shut.Portal = false
	group := saved(t, desk, "", shut)
	if moved := change(func(f *app.AccountForm) { f.Parent = group.Form.ID }); moved.Lose != n {
		t.Errorf("under a parent whose portal is off: %+v", moved)
	}
	now := must[app.AccountRecord](t)(desk.Account(v.Form.ID))
	if now.Was != v.Was || len(now.History) != len(v.History) {
		t.Error("to look changed the account")
	}
	sub := fresh(t, desk, "Subsidiary", false)
	under := saved(t, desk, "", sub)
	under.Form.Parent = v.Form.ID
	got := must[app.PeopleChange](t)(desk.AccountChange(under.Was, under.Form))
	if got.People != n || got.Gain != n || got.Lose != 0 {
		t.Errorf("a parent's people get a subsidiary: %+v", got)
	}
	under = saved(t, desk, under.Was, under.Form)
	for what, with := range map[string]func(*app.AccountForm){
		"its portal":    func(f *app.AccountForm) { f.Portal = false },
		"its documents": func(f *app.AccountForm) { f.Closed = []string{"documents", "invoices"} },
	} {
		f := under.Form
		with(&f)
		got := must[app.PeopleChange](t)(desk.AccountChange(under.Was, f))
		if what == "its portal" && got.Lose != n || what != "its portal" && got.Lose != 0 ||
			got.Gain != 0 {
			t.Errorf("a subsidiary closes %s: %+v", what, got)
		}
		if what == "its portal" && !slices.Contains(got.Groups[0].Change.Loses,
			"See tickets: all of their account and its subsidiaries (part of it)") {
			t.Errorf("of their own tickets nothing is lost: %+v", got)
		}
	}
}

func TestAConsolidatedAccountStandsForOthers(t *testing.T) { // N3, N4, B7, B11
	desk, v, _ := peopled(t, basic)
	f := fresh(t, desk, "Group of all", true)
	f.Members = []string{v.Form.ID}
	group := saved(t, desk, "", f)
	if !group.Form.Consolidated || len(group.Members) != 1 || group.Members[0].Name != v.Name {
		t.Fatalf("%+v", group)
	}
	if over := account(t, desk, v.Name).Over; len(over) != 1 || over[0].Name != "Group of all" {
		t.Errorf("%s is stood for by %+v", v.Name, over)
	}
	login := must[app.SavedView](t)(desk.NewLogin(app.LoginForm{Email: "all@example.org",
		Consolidated: true, Account: group.Form.ID, First: "Al", Last: "All", RoleGroup: true}))
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: login.ID, Profile: manager}))
	out := group.Form
	out.Members = nil
	got := must[app.PeopleChange](t)(desk.AccountChange(group.Was, out))
	if got.Lose != 1 || got.Gain != 0 {
		t.Errorf("what it loses with its member: %+v", got)
	}
	shut := must[app.AccountRecord](t)(desk.Account(v.Form.ID))
	shut.Form.Portal = false
	if got := must[app.PeopleChange](t)(desk.AccountChange(shut.Was, shut.Form)); got.Lose != 2 {
		t.Errorf("who loses by a member whose portal goes off: %+v", got)
	}
	done := must[app.SavedView](t)(desk.SaveAccount(group.Was, out))
	if now := account(t, desk, "Group of all"); len(now.Members) != 0 {
		t.Errorf("still: %+v", now.Members)
	}
	must[app.SavedView](t)(desk.Undo(done.UID))
	group = account(t, desk, "Group of all")
	if len(group.Members) != 1 {
		t.Errorf("taken back: %+v", group.Members)
	}
	other := saved(t, desk, "", fresh(t, desk, "Another group", true))
	mixed := group.Form
	mixed.Name, mixed.Members = "Renamed", append(mixed.Members, other.Form.ID)
	if _, err := desk.SaveAccount(group.Was, mixed); problem.Of(err).Field != "member" {
		t.Errorf("a group in a group: %v", err)
	}
	if now := must[app.AccountRecord](t)(desk.Account(group.Form.ID)); now.Name != "Group of all" {
		t.Errorf("half of it was saved: %+v", now)
	}
}

func TestPeopleOfAnAccountAreFound(t *testing.T) { // A30
	desk, v, n := peopled(t, basic)
	all := must[app.Page[app.AccountPerson]](t)(desk.AccountPeople(v.Form.ID, ""))
	one := all.Rows[n-1]
	found := must[app.Page[app.AccountPerson]](t)(desk.AccountPeople(v.Form.ID, one.Email))
	if found.Total != 1 || found.Rows[0] != one {
		t.Errorf("%+v is found as %+v", one, found)
	}
	v.Form.Primary, v.Form.Billing = one.ID, one.ID
	v = saved(t, desk, v.Was, v.Form)
	if v.PrimaryName != one.Name || v.BillingName != one.Name {
		t.Errorf("%+v", v)
	}
	if user := must[app.UserRecord](t)(desk.User(one.User)); user.DefaultProfile != manager {
		t.Errorf("a primary contact begins as %s", user.DefaultProfile)
	}
}

// BenchmarkAccountRows reads the first and the last stretch of a tree of 100,000 accounts.
func BenchmarkAccountRows(b *testing.B) {
	var list strings.Builder
	list.WriteString("first_name,last_name,company,email\n")
	for i := range 100_000 {
		fmt.Fprintf(&list, "Given%d,Family%d,Company %d,p%d@example.com\n", i%977, i, i, i)
	}
	desk, _ := alone(b)
	must[app.ImportResult](b)(desk.RunImport(plan(b, desk, "many.csv", []byte(list.String())).ID))
	for _, from := range []int{0, 99_900} {
		b.Run(fmt.Sprint(from), func(b *testing.B) {
			for b.Loop() {
				if page, err := desk.AccountRows("", from, 100); err != nil || len(page.Rows) != 100 {
					b.Fatal(err)
				}
			}
		})
	}
}
