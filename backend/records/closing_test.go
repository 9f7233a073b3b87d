package records_test

import (
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// TestShutFollowsClosingsToTheirEnd (A24), over midnight, weekends and the change of the clocks.
func TestShutFollowsClosingsToTheirEnd(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	const workdays = 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5
	usual := []*records.Closing{
		{Name: "Weekend", Weekdays: 1 | 1<<6},
		{Name: "Evening", Weekdays: workdays, Start: 18 * 60},
		{Name: "Night", Weekdays: workdays, End: 8 * 60},
		{Name: "Bridge day", Days: access.Window{From: access.DayOf(2026, 3, 30),
			To: access.DayOf(2026, 3, 30)}}}
	for at, want := range map[string]string{
		"2026-03-24 12:00": "",                           // a Tuesday
		"2026-03-24 17:59": "",                           //
		"2026-03-24 18:00": "Evening 2026-03-25 08:00",   //
		"2026-03-25 07:59": "Night 2026-03-25 08:00",     //
		"2026-03-27 20:00": "Evening 2026-03-31 08:00",   // weekend, change of clocks, bridge day
		"2026-03-29 02:30": "Weekend 2026-03-31 08:00",   // an hour that does not exist
		"2026-04-04 10:00": "Weekend 2026-04-06 08:00"} { //
		when, err := time.ParseInLocation("2006-01-02 15:04", at, zone)
		if err != nil {
			t.Fatal(err)
		}
		from, name, shut := records.Shut(usual, when)
		got := ""
		if shut {
			got = name + " " + from.Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
	always := []*records.Closing{{Name: "For ever"}}
	if from, _, shut := records.Shut(always, time.Date(2026, 1, 1, 0, 0, 0, 0, zone)); !shut ||
		!from.IsZero() {
		t.Errorf("for ever ends %s", from)
	}
}

// TestWhatTheDeskKeepsIsChecked: times, days and addresses that make no sense are refused.
func TestWhatTheDeskKeepsIsChecked(t *testing.T) {
	type checked interface{ Check() error }
	for name, bad := range map[string]checked{
		"no name":         &records.Queue{ID: 1},
		"no id":           &records.Queue{Name: "Q"},
		"a priority":      &records.RequestType{ID: 1, Name: "T", Priority: "huge"},
		"an address":      &records.Vendor{ID: 1, Name: "V", Web: "javascript:alert(1)"},
		"an e-mail":       &records.Vendor{ID: 1, Name: "V", Email: "x"},
		"no days":         &records.Absence{ID: 1, Name: "A"},
		"days backwards":  &records.Absence{ID: 1, Name: "A", Days: access.Window{From: 9, To: 8}},
		"a minute":        &records.Closing{ID: 1, Name: "C", Start: 24 * 60},
		"times backwards": &records.Closing{ID: 1, Name: "C", Start: 600, End: 500},
		"an eighth day":   &records.Closing{ID: 1, Name: "C", Weekdays: 1 << 7},
		"a currency": &records.Module{ID: 1, Name: "M", Period: records.Monthly,
			Price: records.Money{Minor: 1}},
		"a period":  &records.Module{ID: 1, Name: "M", Price: records.Money{Currency: "EUR"}},
		"nothing":   &records.Allowance{ID: 1, Account: 1, Name: "A", Sort: records.BlockHours},
		"a sort":    &records.Allowance{ID: 1, Account: 1, Name: "A", Amount: 1},
		"no day":    &records.Draw{ID: 1, Allowance: 1, Amount: 1, Text: "D"},
		"no state":  &records.Elevation{ID: 1, Account: 1, User: 1},
		"no module": &records.Subscription{ID: 1, Account: 1},
	} {
		if bad.Check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
