package app_test

import (
	"encoding/base64"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/app"
	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

// english are words that no German or Spanish sentence has; what people wrote stands in quotes.
var (
	english = regexp.MustCompile(`(?i)\b(the|this|it|is|has|have|and|of|with|by|not|choose)\b`)
	quoted  = regexp.MustCompile(`[“„«][^”“»]*[”“»]`)
)

// wantSaid wants a text that is there, and in another language than English.
func wantSaid(t *testing.T, what, lang, text string) {
	t.Helper()
	switch again := sentence.In(lang, text); {
	case strings.TrimSpace(text) == "":
		t.Errorf("%s says nothing", what)
	case again != text:
		t.Errorf("%s is in English: %q", what, text)
	case english.MatchString(quoted.ReplaceAllString(text, "")):
		t.Errorf("%s has English words: %q", what, text)
	}
}

// TestEveryAnswerIsSaidInTheWindowsLanguage: each method that is bound to the window hands all that
// it answers to answer, first of all.
func TestEveryAnswerIsSaidInTheWindowsLanguage(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	answers := 0
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || !f.Name.IsExported() || len(f.Recv.List[0].Names) == 0 ||
				f.Recv.List[0].Names[0].Name != "d" {
				continue
			}
			answers++
			if given, want := answered(f), results(f); !slices.Equal(given, want) {
				t.Errorf("%s: %s defers answer of %v, and has %v", file, f.Name, given, want)
			}
		}
	}
	if bound := reflect.TypeFor[*app.Desk]().NumMethod(); answers != bound {
		t.Errorf("%d of %d bound methods are found", answers, bound)
	}
}

// answered are the names that the first statement of a method defers to answer.
func answered(f *ast.FuncDecl) (names []string) {
	first, ok := f.Body.List[0].(*ast.DeferStmt)
	if !ok {
		return nil
	}
	if call, ok := first.Call.Fun.(*ast.SelectorExpr); !ok || call.Sel.Name != "answer" {
		return nil
	}
	for _, arg := range first.Call.Args {
		if at, ok := arg.(*ast.UnaryExpr); ok {
			names = append(names, at.X.(*ast.Ident).Name)
		}
	}
	slices.Sort(names)
	return names
}

func results(f *ast.FuncDecl) (names []string) {
	for _, r := range f.Type.Results.List {
		for _, n := range r.Names {
			names = append(names, n.Name)
		}
	}
	slices.Sort(names)
	return names
}

// TestRefusalsAreSaidInTheWindowsLanguage asks every bound method for nothing in particular, and
// for what is plainly wrong.
func TestRefusalsAreSaidInTheWindowsLanguage(t *testing.T) {
	for _, lang := range sentence.Languages()[1:] {
		desk, _ := imported(t)
		must[struct{}](t)(struct{}{}, desk.UseLanguage(lang))
		user := must[app.Page[app.UserRow]](t)(desk.Users(everybody)).Rows[0].ID
		refused := 0
		want := func(what string, err error) {
			if err != nil {
				refused++
				wantSaid(t, what, lang, problem.TextOf(err))
			}
		}
		v := reflect.ValueOf(desk)
		for i := range v.NumMethod() {
			m := v.Type().Method(i)
			if m.Name == "WorkAlone" || m.Name == "UseLanguage" {
				continue
			}
			in := []reflect.Value{}
			for at := 1; at < m.Type.NumIn(); at++ {
				in = append(in, reflect.Zero(m.Type.In(at)))
			}
			out := v.Method(i).Call(in)
			err, _ := out[len(out)-1].Interface().(error)
			want(m.Name, err)
		}
		form := app.AccessForm{User: user, Profile: "3", Start: "2026-05-01", End: "2026-04-01"}
		_, err := desk.AddAccess(form)
		want("an end before the start", err)
		form.Start, form.End = "someday", ""
		_, err = desk.AddAccess(form)
		want("no day", err)
		bad := "a b"
		_, err = desk.SavePortalInformation(app.PortalInformation{User: user, Email: &bad})
		want("no address", err)
		_, err = desk.SaveData("invoice", "", map[string]string{"Number": "1", "Account": "x"})
		want("no number", err)
		_, err = desk.ReadImport("people.csv", base64.StdEncoding.EncodeToString([]byte("%PDF-")))
		want("no list", err)
		if refused < 25 {
			t.Errorf("%s: only %d refusals", lang, refused)
		}
	}
}

// everyEdit is an office whose history has a line of every edit, and whose inbox has a line of
// every way in which two edits meet.
func everyEdit(t *testing.T, lang string) (*app.Desk, int) {
	t.Helper()
	var list []records.Record
	for _, name := range keysIn(t, `"(\w+)": +func\(\) Edit`, "..", "backend", "edit", "edit.go") {
		uid := records.UID("line-" + name)
		list = append(list, &records.History{ID: records.KeyOf(string(uid)), UID: uid, Edit: name,
			Subject: "Ticket opened", Actor: "Anna", Staff: 1, Machine: "Yes",
			Reason: "Choose a person.", Status: records.Applied, At: 1_780_000_000,
			Why:     "Somebody else changed this access meanwhile. Theirs stays in force.",
			Changes: string(changes(t))})
	}
	edits := len(list)
	for _, key := range keysOfWords(t) {
		if !strings.HasPrefix(key, "Somebody else ") && !strings.Contains(key, "meanwhile") {
			continue
		}
		uid := records.UID("inbox-" + key)
		list = append(list, &records.Inbox{ID: records.KeyOf(string(uid)), UID: uid, Staff: 1,
			Edit: "UpdateDetails", Subject: "Ada Abbott", Args: "{}", Open: true, At: 1_780_000_000,
			Text: strings.NewReplacer("“%s”", "“Help Guide”", "%s was", "This was", "%s",
				"Ada Abbott").Replace(key),
			Mine:   "subject: “Yes”\ncan sign: Yes\nschedule: 2026-01-31 – ",
			Theirs: "Removed"})
	}
	o := newOffice(t, list...)
	desk, _, _ := open(t)
	must[struct{}](t)(struct{}{}, desk.UseLanguage(lang))
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock(""))
	must[app.StateView](t)(desk.SyncNow())
	return desk, edits
}

// changes are those of one line: of a text, and of what is no text.
func changes(t *testing.T) []byte {
	t.Helper()
	state := func(r records.Record) json.RawMessage { return must[[]byte](t)(json.Marshal(r)) }
	return must[[]byte](t)(json.Marshal([]edit.Change{{Key: records.PersonID(7).Key(),
		Before: state(&records.Person{ID: 7, First: "Yes"}),
		After:  state(&records.Person{ID: 7, First: "No", Lead: true})}}))
}

func keysOfWords(t *testing.T) (keys []string) {
	t.Helper()
	data := must[[]byte](t)(os.ReadFile(filepath.Join("..", "backend", "sentence", "words",
		"de.json")))
	var all map[string]string
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	for key := range all {
		keys = append(keys, key)
	}
	return keys
}

// TestHistoryAndInboxAreSaidInTheWindowsLanguage, and what people wrote stays as it is.
func TestHistoryAndInboxAreSaidInTheWindowsLanguage(t *testing.T) {
	for _, lang := range sentence.Languages()[1:] {
		desk, edits := everyEdit(t, lang)
		log := must[app.Page[app.LogLine]](t)(desk.Log(app.LogQuery{Size: 500}))
		if log.Total < edits {
			t.Fatalf("%d lines of %d edits", log.Total, edits)
		}
		for _, l := range log.Rows {
			wantSaid(t, l.Edit, lang, l.Text)
			checkLine(t, lang, l)
		}
		for _, e := range must[app.LogNames](t)(desk.LogNames()).Edits {
			wantSaid(t, e.Edit, lang, e.Text)
		}
		lines := must[[]app.ConflictView](t)(desk.Conflicts())
		if len(lines) < 20 {
			t.Errorf("only %d lines in the inbox", len(lines))
		}
		for _, l := range lines {
			wantSaid(t, "the inbox", lang, l.Text)
			wantSaid(t, "mine", lang, l.Mine)
			wantSaid(t, "theirs", lang, l.Theirs)
			if !strings.Contains(l.Mine, "“Yes”") || l.Subject != "Ada Abbott" {
				t.Errorf("what somebody wrote became %q of %q", l.Mine, l.Subject)
			}
		}
	}
}

func checkLine(t *testing.T, lang string, l app.LogLine) {
	t.Helper()
	if !strings.HasPrefix(l.UID, "line-") {
		return
	}
	if l.Subject != "Ticket opened" || l.Machine != "Yes" || l.Reason != "Choose a person." {
		t.Errorf("what somebody wrote is said: %+v", l)
	}
	for _, c := range l.Changes {
		wantSaid(t, "a field", lang, c.Field)
		if c.Free && (c.From != "Yes" || c.To != "No") {
			t.Errorf("somebody's text is said: %+v", c)
		}
		if !c.Free {
			wantSaid(t, c.Field, lang, c.To)
		}
	}
}

// TestADeskIsSaidInTheWindowsLanguage does what staff do, and reads what they read.
func TestADeskIsSaidInTheWindowsLanguage(t *testing.T) {
	for _, lang := range sentence.Languages()[1:] {
		desk, w := alone(t)
		must[struct{}](t)(struct{}{}, desk.UseLanguage(lang))
		if !slices.Contains(w.events, "changed") {
			t.Error("the window does not hear of the language")
		}
		data := append(contacts(t), "Nobody,,,,,,,,,,not an address,\nx\n"...)
		p := plan(t, desk, "contacts.csv", data)
		for _, row := range p.Rows {
			wantSaid(t, row.Outcome, lang, row.Why)
		}
		wantSaid(t, "an import", lang, must[app.ImportResult](t)(desk.RunImport(p.ID)).Text)
		user := must[app.Page[app.UserRow]](t)(desk.Users(everybody)).Rows[0].ID
		form := app.AccessForm{User: user, Profile: "4", Closed: []string{"invoices"}}
		gains := must[app.Difference](t)(desk.Difference(form)).Gains
		for _, line := range gains {
			wantSaid(t, "gains", lang, line)
		}
		wantSaid(t, "a grant", lang, must[app.SavedView](t)(desk.AddAccess(form)).Text)
		r := must[app.UserRecord](t)(desk.User(user))
		wantSaid(t, "standing", lang, r.Standing)
		wantSaid(t, "history", lang, r.History[0].Text)
		readProfiles(t, desk, lang)
		explainAll(t, desk, lang, app.PreviewRequest{User: user})
		explainAll(t, desk, lang, app.PreviewRequest{User: user, Draft: &form,
			Date: time.Now().AddDate(-1, 0, 0).Format(time.DateOnly)})
		wantSaid(t, "an undo", lang, must[app.SavedView](t)(desk.Undo(r.History[0].UID)).Text)
	}
}

func readProfiles(t *testing.T, desk *app.Desk, lang string) {
	t.Helper()
	for _, p := range must[[]app.ProfileView](t)(desk.Profiles()) {
		if p.ID == records.ProfileID(access.OrdersProfile).String() && p.Name == "Orders only" {
			t.Error("a profile of the program has an English name")
		}
		wantSaid(t, p.Name, lang, p.Description)
		for _, a := range p.Allows {
			for _, line := range a.Lines {
				wantSaid(t, p.Name, lang, line)
			}
		}
	}
}

// explainAll asks about every component of the portal.
func explainAll(t *testing.T, desk *app.Desk, lang string, as app.PreviewRequest) {
	t.Helper()
	view := must[app.PreviewView](t)(desk.OpenPreview(as))
	for _, c := range must[[]app.ComponentView](t)(desk.Components()) {
		why := must[app.Explanation](t)(desk.Explain(view.Token, "tile:"+c.Key))
		wantSaid(t, c.Key, lang, why.Label)
		for _, r := range why.Reasons {
			wantSaid(t, c.Key, lang, r.Text)
			if r.Repair != "" {
				wantSaid(t, c.Key, lang, r.Repair)
			}
		}
	}
	if _, err := desk.Explain(view.Token, "tile:nothing"); err == nil {
		t.Error("it explains what is not there")
	}
}

// TestALanguageIsTakenAtOnce: the same desk answers in the one that was chosen last.
func TestALanguageIsTakenAtOnce(t *testing.T) {
	desk, _ := alone(t)
	for _, lang := range []string{"de", "es", "en", "de"} {
		must[struct{}](t)(struct{}{}, desk.UseLanguage(lang))
		_, err := desk.SaveData("nothing", "", nil)
		want := sentence.In(lang, "There is no such kind of record.")
		if got := problem.TextOf(err); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// TestTroubleIsSaidInTheWindowsLanguage: such as that the data came from elsewhere.
func TestTroubleIsSaidInTheWindowsLanguage(t *testing.T) {
	o, all := newOffice(t), keyrings{}
	p := place{t.TempDir(), "computer-1", func(folder string) app.Keys { return ring{all, folder} }}
	desk, _, quit := p.open(t)
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	quit()
	elsewhere := place{p.folder, "computer-2", p.keys}
	desk, _, quit = elsewhere.open(t)
	defer quit()
	for _, lang := range sentence.Languages()[1:] {
		must[struct{}](t)(struct{}{}, desk.UseLanguage(lang))
		wantSaid(t, "trouble", lang, must[app.StateView](t)(desk.State()).Trouble)
	}
}
