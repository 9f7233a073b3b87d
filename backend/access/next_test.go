package access_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/backend/access"
)

// reach is the scope that somebody really has for a permission on a day, by Check alone.
func reach(s *access.Subject, p access.Permission, at access.Moment) access.Scope {
	if d := access.Check(s, p, nil, at); d.Allowed() {
		return d.Had
	}
	return access.None
}

// nextByDay looks at every day, one after the other, which Next does not.
func nextByDay(s *access.Subject, from, to access.Day) (access.Day, []access.Change) {
	for day := from + 1; day <= to; day++ {
		var list []access.Change
		for _, p := range access.Permissions() {
			was := reach(s, p, access.Moment{Day: day - 1})
			is := reach(s, p, access.Moment{Day: day})
			if was != is {
				list = append(list, access.Change{Permission: p, Before: was, After: is,
					Wider: is > was, Narrower: was > is})
			}
		}
		if len(list) > 0 {
			return day, list
		}
	}
	return 0, nil
}

// TestNextIsTheFirstDayThatChangesSomething compares Next with a look at every day (C4, B16), also
// for windows that end before they start, and for people who may do nothing either way.
func TestNextIsTheFirstDayThatChangesSomething(t *testing.T) {
	some, none := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		for range 20 {
			s := w.subject()
			bound := func() access.Day { return access.Day(max(0, w.IntN(20)-8)) }
			s.Support = access.Window{From: bound(), To: bound()}
			s.Schedule = access.Window{From: bound(), To: bound()}
			today := access.Day(w.IntN(15))
			day, list := access.Next(s, access.Moment{Day: today})
			wantDay, want := nextByDay(s, today, 25)
			if day != wantDay || !slices.Equal(list, want) {
				t.Fatalf("from day %d in %v and %v: day %d %+v, want day %d %+v", today,
					s.Support, s.Schedule, day, list, wantDay, want)
			}
			if day == 0 {
				none++
			} else {
				some++
			}
		}
	})
	if some < 300 || none < 300 {
		t.Errorf("%d changed, %d did not: this decides nothing", some, none)
	}
}

// edges are days around a change of the clocks; the days are as long as the clocks make them.
var edges = []struct{ zone, from, to string }{
	{"Europe/Berlin", "2026-03-29", "2026-03-29"},       // 23 hours
	{"Europe/Berlin", "2026-10-25", "2026-10-25"},       // 25 hours
	{"America/Sao_Paulo", "2018-11-04", "2018-11-05"},   // midnight does not exist
	{"America/Sao_Paulo", "2018-02-16", "2018-02-17"},   // its last hour comes twice
	{"Australia/Lord_Howe", "2026-04-05", "2026-04-05"}, // 24 and a half hours
	{"Australia/Lord_Howe", "2026-10-04", "2026-10-04"}, // 23 and a half hours
	{"UTC", "2026-05-12", "2026-05-13"},
}

// TestNextAndCheckTurnAtTheSameMidnight walks through the hours around both edges of an access, in
// steps of five minutes: at every one of them Next names the day on which the calendar of the zone
// next reaches an edge, and Check turns exactly there.
func TestNextAndCheckTurnAtTheSameMidnight(t *testing.T) {
	for _, c := range edges {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		from, err := access.ParseDay(c.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := access.ParseDay(c.to)
		if err != nil {
			t.Fatal(err)
		}
		s := aManager()
		s.Schedule, s.Support = access.Window{From: from, To: to}, access.Window{}
		noon, _ := time.ParseInLocation("2006-01-02 15:04", c.from+" 12:00", zone)
		for at := noon.Add(-48 * time.Hour); at.Before(noon.Add(96 * time.Hour)); {
			date := at.Format(time.DateOnly)
			want, inside := c.from, date >= c.from && date <= c.to
			if inside {
				want = time.Unix(int64(to+1)*86400, 0).UTC().Format(time.DateOnly)
			} else if date > c.to {
				want = ""
			}
			day, _ := access.Next(s, access.At(at, zone))
			open := access.Check(s, access.TicketView, nil, access.At(at, zone)).Allowed()
			if day.String() != want || open != inside {
				t.Fatalf("%s at %s: open %v, next %s, want %v and %s", c.zone, at, open, day,
					inside, want)
			}
			at = at.Add(5 * time.Minute)
		}
	}
}
