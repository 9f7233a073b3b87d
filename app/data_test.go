package app_test

import (
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestPortalDataIsMadeChangedAndTakenAway(t *testing.T) {
	d, _ := alone(t)
	saved := must[app.SavedView](t)(d.SaveData("file type", "", map[string]string{
		"Name": "Delivery note", "Customer": "true"}))
	rows := func() app.Page[app.DataRow] {
		return must[app.Page[app.DataRow]](t)(d.DataRows("file type", "deliv", 0, 10))
	}
	page := rows()
	if page.Total != 1 || saved.ID != page.Rows[0].ID || !saved.CanUndo ||
		page.Rows[0].Cells[0] != "Delivery note" {
		t.Fatalf("%+v %+v", page, saved)
	}
	r := must[app.DataRecord](t)(d.DataRecord("file type", page.Rows[0].ID, ""))
	if r.Values["Customer"] != "true" || len(r.History) != 1 {
		t.Errorf("%+v", r)
	}
	_, err := d.SaveData("file type", r.Was, map[string]string{"Name": ""})
	if p := problem.Of(err); err == nil || p.Field != "Name" {
		t.Errorf("an empty name: %v", err)
	}
	must[app.SavedView](t)(d.SaveData("file type", r.Was, map[string]string{"Customer": "false"}))
	gone := must[app.SavedView](t)(d.DropData("file type", r.ID))
	if rows().Total != 0 {
		t.Error("it is still there")
	}
	must[app.SavedView](t)(d.Undo(gone.UID))
	back := must[app.DataRecord](t)(d.DataRecord("file type", r.ID, ""))
	if back.Values["Customer"] != "false" || back.Title != "Delivery note" {
		t.Errorf("after the undo: %+v", back)
	}
}
