package app_test

import (
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestTwoPeopleStandSideBySide(t *testing.T) { // B8
	desk, _ := alone(t)
	must[app.ImportResult](t)(desk.RunImport(plan(t, desk, "contacts.csv", contacts(t)).ID))
	rows := must[app.Page[app.UserRow]](t)(desk.Users(everybody)).Rows
	must[app.SavedView](t)(desk.AddAccess(app.AccessForm{User: rows[0].ID, Profile: basic}))
	v := must[app.Comparison](t)(desk.Compare(rows[0].ID, rows[1].ID))
	if v.First.Name != rows[0].Name || v.First.Profile != "Basic" || v.Second.Profile != "Minimum" {
		t.Errorf("%+v beside %+v", v.First, v.Second)
	}
	found := map[string]app.ComparedRow{}
	for _, row := range v.Rows {
		found[row.Label] = row
	}
	if row := found["See tickets"]; row.First != "their own and assigned to them" ||
		row.Second != "nothing" || !row.Differs {
		t.Errorf("tickets: %+v", row)
	}
	if row := found["Chat with the office"]; row.First != "Yes" || row.Second != "Yes" || row.Differs {
		t.Errorf("chat: %+v", row)
	}
	if _, ok := found["See invoices"]; ok {
		t.Error("what neither may is told")
	}
	if _, err := desk.Compare(rows[0].ID, "17"); !problem.Is(err, problem.NotFound) {
		t.Errorf("with nobody: %v", err)
	}
}
