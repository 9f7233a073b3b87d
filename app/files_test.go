package app_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// TestStaffAttachAndSaveFiles: the content is on this computer at once, under its own name.
func TestStaffAttachAndSaveFiles(t *testing.T) {
	desk, db, w := open(t)
	if _, err := desk.WorkAlone("Test Office"); err != nil {
		t.Fatal(err)
	}
	p := plan(t, desk, "list.csv", []byte("name,company,email\nAnn Lee,Acme,ann@acme.example\n"))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	id := must[[]app.AccountRow](t)(desk.Accounts(""))[0].ID
	f := app.NewFile{Kind: "account", Record: id, Name: "plan.txt",
		Content: base64.StdEncoding.EncodeToString([]byte("the plan"))}
	if _, err := desk.AttachFile(f); err != nil {
		t.Fatal(err)
	}
	list, err := db.Parts(t.Context(), records.KindFile, "owner_id", number(t, id))
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	file := list[0].(*records.File)
	if !strings.HasPrefix(file.Media, "text/plain") {
		t.Errorf("%+v", file)
	}
	if path, err := desk.SaveFile(file.ID.String()); err != nil || path != "" {
		t.Errorf("nobody said where, and it lies at %q, %v", path, err)
	}
	w.saveAs = filepath.Join(t.TempDir(), "kept.txt")
	path, err := desk.SaveFile(file.ID.String())
	if data, failed := os.ReadFile(path); err != nil || failed != nil || string(data) != "the plan" {
		t.Errorf("%q, %v, %v", data, err, failed)
	}
	w.saveAs = filepath.Join(t.TempDir(), "no such folder", "kept.txt")
	if _, err := desk.SaveFile(file.ID.String()); !problem.Is(err, problem.Unavailable) {
		t.Errorf("where it cannot be saved: %v", err)
	}
	for name, change := range map[string]func(*app.NewFile){
		"no name":     func(f *app.NewFile) { f.Name = "" },
		"a path":      func(f *app.NewFile) { f.Name = "../plan.txt" },
		"no content":  func(f *app.NewFile) { f.Content = "" },
		"no base64":   func(f *app.NewFile) { f.Content = "%" },
		"no record":   func(f *app.NewFile) { f.Record = "" },
		"no id":       func(f *app.NewFile) { f.Record = "x" },
		"a stranger":  func(f *app.NewFile) { f.Record = "8" },
		"no such":     func(f *app.NewFile) { f.Kind = "nothing" },
		"much larger": func(f *app.NewFile) { f.Content = strings.Repeat("AAAA", 9<<20) },
	} {
		bad := f
		change(&bad)
		if _, err := desk.AttachFile(bad); err == nil || problem.KindOf(err) == problem.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := desk.SaveFile("99"); !problem.Is(err, problem.NotFound) {
		t.Errorf("no file: %v", err)
	}
}

func number(t *testing.T, id string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
