package app_test

import (
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestProjectsAndOrdersAreLedAtTheDesk(t *testing.T) {
	d := full(t)
	note := map[string]string{"text": "For us only.", "Internal": "true"}
	must[app.SavedView](t)(d.DoData("project", "61", "note", note))
	must[app.SavedView](t)(d.DoData("project", "61", "mail", map[string]string{"text": "Hello."}))
	for _, p := range record(t, d, "project", "61").Parts {
		if p.Kind == "project note" && len(p.Rows) != 3 {
			t.Errorf("%+v", p)
		}
	}
	must[app.SavedView](t)(d.DoData("issue", "66", "close", nil))
	if r := record(t, d, "issue", "66"); r.Values["Closed"] != "true" {
		t.Errorf("%+v", r.Values)
	}
	begun := must[app.DataRecord](t)(d.DataRecord("order task", "", "70"))
	if begun.Values["Order"] != "70" || begun.Names["70"] != "O-1 Cards" {
		t.Errorf("%+v", begun)
	}
	r := record(t, d, "order", "70")
	must[app.SavedView](t)(d.SaveData("order", r.Was, map[string]string{
		"Info": `[["size","A4"],["",""],["paper","matt"]]`, "Flags": ""}))
	if r := record(t, d, "order", "70"); r.Values["Info"] != `[["paper","matt"],["size","A4"]]` ||
		r.Values["Flags"] != "" {
		t.Errorf("%+v", r.Values)
	}
	if r := record(t, d, "configuration item", "73"); r.Values["Password"] != "true" {
		t.Errorf("%+v", r.Values)
	}
}

func TestOffHoursAreDaysAndTimes(t *testing.T) {
	d := full(t)
	r := record(t, d, "closing", "37")
	if r.Values["Weekdays"] != "saturday,sunday" || r.Values["Start"] != "08:30" {
		t.Errorf("%+v", r.Values)
	}
	must[app.SavedView](t)(d.SaveData("closing", r.Was, map[string]string{"Weekdays": "monday",
		"Start": "17:30", "End": "24:00"}))
	r = record(t, d, "closing", "37")
	if r.Values["Weekdays"] != "monday" || r.Values["Start"] != "17:30" ||
		r.Values["End"] != "00:00" {
		t.Errorf("%+v", r.Values)
	}
	_, err := d.SaveData("closing", r.Was, map[string]string{"Start": "half past"})
	if p := problem.Of(err); err == nil || p.Field != "Start" {
		t.Errorf("%v", err)
	}
}
