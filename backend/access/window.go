package access

import (
	"time"

	"gatehouse/backend/problem"
)

// Day is a calendar day, counted from 1970-01-01; 0 means that no day is given.
type Day int32

// Moment is an instant as a decision needs it: seconds since 1970 and the day in the portal's zone.
type Moment struct {
	Unix int64
	Day  Day
}

// At reads an instant in the portal's time zone.
func At(t time.Time, zone *time.Location) Moment {
	return Moment{Unix: t.Unix(), Day: DayOf(t.In(zone).Date())}
}

// DayOf makes a day from a date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads YYYY-MM-DD; empty text is no day.
func ParseDay(text string) (Day, error) {
	if text == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return 0, problem.Newf(problem.Invalid,
			"“%s” is not a date. Write it as year-month-day, such as 2026-12-31.", text)
	}
	return DayOf(t.Date()), nil
}

// String writes YYYY-MM-DD, or nothing for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
}

// Time gives the instant at which the day begins in a time zone.
func (d Day) Time(zone *time.Location) time.Time {
	y, m, day := time.Unix(int64(d)*86400, 0).UTC().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone)
}

// Window is a span of whole days, both inclusive; an empty bound is open (C4).
type Window struct{ From, To Day }

// Check refuses a window that ends before it starts.
func (w Window) Check() error {
	if w.From != 0 && w.To != 0 && w.To < w.From {
		return problem.Newf(problem.Invalid,
			"The end (%s) is before the start (%s). Choose a later end.", w.To, w.From)
	}
	return nil
}

// started and ended judge one day; a window that ends before it starts never holds.
func (w Window) started(d Day) bool { return w.From == 0 || d >= w.From }
func (w Window) ended(d Day) bool   { return w.To != 0 && d > w.To }

// Holds reports whether day d is inside.
func (w Window) Holds(d Day) bool { return w.started(d) && !w.ended(d) }

// Within reports whether every day of w is also a day of v.
func (w Window) Within(v Window) bool {
	return (v.From == 0 || w.From >= v.From) && (v.To == 0 || w.To != 0 && w.To <= v.To)
}

// Meet gives the days that are in both; where there are none, a window that never holds.
func (w Window) Meet(v Window) Window {
	m := Window{From: max(w.From, v.From), To: w.To}
	if m.To == 0 || v.To != 0 && v.To < m.To {
		m.To = v.To
	}
	return m
}
