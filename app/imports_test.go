package app_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/xuri/excelize/v2"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

// TestAWorkbookIsImported: another sheet can be chosen, and the dry run is about that one (B10).
func TestAWorkbookIsImported(t *testing.T) {
	desk, _ := alone(t)
	book := excelize.NewFile()
	defer book.Close()
	for sheet, list := range map[string][][]any{
		"Sheet1": {{"Read me"}, {"The people are on the next sheet."}},
		"People": {{"Name", "E-mail", "Company"}, {"Ada Lovelace", "ada@example.org", "Engines"},
			{"Ben Hur", "ben@example.org", "Chariots"}, {"Nobody", "no address", "Chariots"}},
	} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range list {
			if err := book.SetSheetRow(sheet, []string{"A1", "A2", "A3", "A4"}[i], &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	first := must[app.ImportTable](t)(desk.ReadImport("people.xlsx",
		base64.StdEncoding.EncodeToString(data.Bytes())))
	if first.Sheet != "Sheet1" || len(first.Sheets) != 2 || first.Delimiter != "" {
		t.Fatalf("%+v", first)
	}
	table := must[app.ImportTable](t)(desk.ReadImportSheet(first.ID, "People"))
	if _, err := desk.ReadImportSheet(first.ID, "People"); !problem.Is(err, problem.NotFound) {
		t.Errorf("by the old number: %v", err)
	}
	var targets []string
	for _, c := range table.Columns {
		targets = append(targets, c.Target)
	}
	plan := must[app.ImportPlan](t)(desk.PlanImport(table.ID, targets))
	if plan.People != 2 || plan.Accounts != 2 || plan.Refused != 1 {
		t.Errorf("%+v", plan)
	}
	done := must[app.ImportResult](t)(desk.RunImport(table.ID))
	if done.People != 2 || done.Skipped != 1 || done.RejectedFile == "" {
		t.Errorf("%+v", done)
	}
}
