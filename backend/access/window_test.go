package access_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones are the same on every system

	"pgregory.net/rapid"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// TestDaysBeginAndEndAtMidnightOfTheZone walks minute by minute through the days around a change of
// the clocks: one window, one day, whatever its length (C4).
func TestDaysBeginAndEndAtMidnightOfTheZone(t *testing.T) {
	for _, c := range []struct {
		zone    string
		day     string
		minutes int // that the day has
	}{
		{"Europe/Berlin", "2026-03-29", 23 * 60},
		{"Europe/Berlin", "2026-10-25", 25 * 60},
		{"Europe/Berlin", "2026-05-12", 24 * 60},
		{"America/Sao_Paulo", "2018-11-04", 23 * 60}, // begins at one: midnight does not exist
		{"America/Sao_Paulo", "2018-02-17", 25 * 60}, // its last hour comes twice
		{"America/Sao_Paulo", "2026-05-12", 24 * 60},
		{"Pacific/Apia", "2011-12-31", 24 * 60}, // the day before it does not exist
		{"UTC", "2026-05-12", 24 * 60},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		day, err := access.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		window := access.Window{From: day, To: day}
		noon, _ := time.ParseInLocation("2006-01-02 15:04", c.day+" 12:00", zone)
		inside := 0
		for at := noon.Add(-72 * time.Hour); at.Before(noon.Add(72 * time.Hour)); {
			holds := window.Holds(access.At(at, zone).Day)
			if holds != (at.Format(time.DateOnly) == c.day) {
				t.Fatalf("%s at %s: %v", c.zone, at, holds)
			}
			if holds {
				inside++
			}
			at = at.Add(time.Minute)
		}
		if inside != c.minutes {
			t.Errorf("%s has %d minutes in %s, want %d", c.day, inside, c.zone, c.minutes)
		}
	}
}

func aWindow(t *rapid.T) access.Window {
	day := rapid.Int32Range(0, 12)
	return access.Window{From: access.Day(day.Draw(t, "from")), To: access.Day(day.Draw(t, "to"))}
}

func TestWithinIsWhatHoldsSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, v := aWindow(t), aWindow(t)
		if w.Check() != nil || v.Check() != nil {
			return
		}
		within := true
		for d := access.Day(-20); d < 40; d++ {
			within = within && (!w.Holds(d) || v.Holds(d))
		}
		if w.Within(v) != within {
			t.Fatalf("%v within %v: %v", w, v, w.Within(v))
		}
	})
}

func TestDaysReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := access.Day(rapid.Int32Range(1, 2_932_896).Draw(t, "day"))
		if back, err := access.ParseDay(d.String()); err != nil || back != d {
			t.Fatalf("%s reads as %s (%v)", d, back, err)
		}
	})
	for _, text := range []string{"2026-02-30", "29.3.2026", "1969-12-31", "x", "2026-1-1"} {
		if d, err := access.ParseDay(text); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s reads as %s, %v", text, d, err)
		}
	}
	if d, err := access.ParseDay(""); d != 0 || err != nil || d.String() != "" {
		t.Errorf("no day: %v %v", d, err)
	}
	if access.DayOf(1970, time.January, 2) != 1 {
		t.Error("days are not counted from 1970-01-01")
	}
}

func TestAWindowThatEndsBeforeItStartsIsRefused(t *testing.T) {
	w := access.Window{From: 20, To: 19}
	if err := w.Check(); !problem.Is(err, problem.Invalid) {
		t.Errorf("%v: %v", w, err)
	}
	for d := access.Day(15); d < 25; d++ {
		if w.Holds(d) {
			t.Errorf("it holds on %d", d)
		}
	}
}
