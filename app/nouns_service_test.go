package app_test

import (
	"slices"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestStaffKeepTheServiceDesk(t *testing.T) {
	d, _ := alone(t)
	for kind, values := range map[string]map[string]string{
		"queue":        {"Name": "General"},
		"request type": {"Name": "Question", "Priority": "low"},
		"module":       {"Name": "Orders", "Price": "49.00 EUR", "Period": "month"},
		"absence": {"Name": "Rosa", "Staff": "1", "Days.From": "2026-06-01",
			"Days.To": "2026-06-05"},
	} {
		saved := must[app.SavedView](t)(d.SaveData(kind, "", values))
		r := must[app.DataRecord](t)(d.DataRecord(kind, saved.ID, ""))
		for key, want := range values {
			if r.Values[key] != want {
				t.Errorf("%s: %s is %q, want %q", kind, key, r.Values[key], want)
			}
		}
		must[app.SavedView](t)(d.DropData(kind, saved.ID))
	}
	_, err := d.SaveData("absence", "", map[string]string{"Name": "Rosa",
		"Days.From": "2026-06-05", "Days.To": "2026-06-01"})
	if !problem.Is(err, problem.Invalid) {
		t.Errorf("days backwards: %v", err)
	}
	if _, err := d.SaveData("elevation", "", nil); !problem.Is(err, problem.Invalid) {
		t.Errorf("a request is made by hand: %v", err)
	}
}

// TestATicketIsReadAnsweredAndAssigned in Portal data, internal notes included (O8, A42).
func TestATicketIsReadAnsweredAndAssigned(t *testing.T) {
	d := full(t)
	r := record(t, d, "ticket", "31")
	if r.Values["Text"] != "It jams." || r.Values["Contact"] != "20" {
		t.Errorf("%+v", r.Values)
	}
	must[app.SavedView](t)(d.DoData("ticket", "31", "reply", map[string]string{"text": "Open it."}))
	must[app.SavedView](t)(d.DoData("ticket", "31", "reply",
		map[string]string{"text": "It is old.", "Internal": "true"}))
	must[app.SavedView](t)(d.SaveData("ticket", record(t, d, "ticket", "31").Was,
		map[string]string{"Agent": "1", "Queue": "33"}))
	must[app.SavedView](t)(d.DoData("ticket", "31", "close", nil))
	r = record(t, d, "ticket", "31")
	if r.Values["Agent"] != "1" || r.Values["Queue"] != "33" || r.Values["Status"] != "closed" {
		t.Errorf("%+v", r.Values)
	}
	var said []string
	for _, part := range r.Parts {
		for _, row := range part.Rows {
			if part.Kind == "note" {
				said = append(said, row.Cells[0]+" "+row.Cells[3])
			}
		}
	}
	if want := []string{"Hello? false", "Open it. false", "It is old. true"}; !slices.Equal(said,
		want) {
		t.Errorf("the talk is %q, want %q", said, want)
	}
}
