package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"gatehouse/app"
	"gatehouse/backend/exchange"
	"gatehouse/backend/problem"
)

// counted makes a desk of 500 people, of whom the first two have access: Basic until a day ten days
// from now, and Manager for ever.
func counted(t *testing.T) (*app.Desk, *window) {
	t.Helper()
	desk, w := alone(t)
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	list := must[app.Page[app.UserRow]](t)(desk.Users(everybody))
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: list.Rows[0].ID, Profile: basic,
		End: inTenDays()}))
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: list.Rows[1].ID, Profile: manager}))
	return desk, w
}

// inTenDays is a day that a desk alone counts in its own zone.
func inTenDays() string { return time.Now().UTC().AddDate(0, 0, 10).Format(time.DateOnly) }

// TestTheReportCounts who has which level, what ends when, and who signs in.
func TestTheReportCounts(t *testing.T) {
	desk, _ := counted(t)
	v := must[app.ReportView](t)(desk.Report())
	if v.People != 500 || v.WithAccess != 2 || len(v.Levels) != 3 || v.Levels[0].Profile != "" ||
		v.Levels[0].People != 498 || len(v.Months) != 12 || v.SignIns.Never != 2 {
		t.Errorf("%+v", v)
	}
	ending := 0
	for _, m := range v.Months {
		if ending += m.People; m.People > 0 && m.Month != inTenDays()[:7] {
			t.Errorf("it ends in %s", m.Month)
		}
	}
	if ending != 1 {
		t.Errorf("access ends for %d", ending)
	}
}

// TestTheListOfUsersIsSavedWhole, as it is asked for, and can be read again (B10).
func TestTheListOfUsersIsSavedWhole(t *testing.T) {
	desk, w := counted(t)
	for form, view := range map[string]string{"csv": "all", "xlsx": "with"} {
		w.saveAs = filepath.Join(t.TempDir(), "list."+form)
		path := must[string](t)(desk.ExportUsers(app.UserQuery{Sort: "name", View: view}, form))
		data, err := os.ReadFile(path)
		if err != nil || path != w.saveAs {
			t.Fatal(path, err)
		}
		table, err := exchange.Read(path, data)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{"all": 500, "with": 2}[view]
		if len(table.Rows) != want || len(table.Refused) != 0 || len(table.Header) != 11 {
			t.Errorf("%s: %d rows under %q", form, len(table.Rows), table.Header)
		}
		if row := strings.Join(table.Rows[0].Cells, "|"); view == "with" &&
			(!strings.Contains(row, "Basic") || !strings.Contains(row, inTenDays())) {
			t.Error(row)
		}
	}
	w.saveAs = ""
	if path, err := desk.ExportUsers(everybody, "csv"); path != "" || err != nil {
		t.Errorf("when the user thinks better of it: %q %v", path, err)
	}
	w.saveAs = filepath.Join(t.TempDir(), "nowhere", "list.csv")
	if _, err := desk.ExportUsers(everybody, "csv"); !problem.Is(err, problem.Unavailable) {
		t.Errorf("into a folder that is not there: %v", err)
	}
	if _, err := desk.ExportUsers(everybody, "doc"); !problem.Is(err, problem.Invalid) {
		t.Errorf("in a form that there is not: %v", err)
	}
}

// TestTheReportIsPrinted with everybody who has access.
func TestTheReportIsPrinted(t *testing.T) {
	desk, w := counted(t)
	w.saveAs = filepath.Join(t.TempDir(), "report.pdf")
	data, err := os.ReadFile(must[string](t)(desk.SaveReport()))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := api.PageCount(bytes.NewReader(data), nil); err != nil || n != 1 {
		t.Errorf("%d pages, %v", n, err)
	}
	if err := desk.UseLanguage("de"); err != nil {
		t.Fatal(err)
	}
	german, err := os.ReadFile(must[string](t)(desk.SaveReport()))
	if err != nil || bytes.Equal(data, german) {
		t.Errorf("the same in German, %v", err)
	}
}
