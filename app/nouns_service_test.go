package app_test

import (
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
