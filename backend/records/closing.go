package records

import (
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Closing is a time at which nobody answers: scheduled off hours, every week or on certain days
// (A24). It holds on the days of its window, on its weekdays, between two times of the day.
type Closing struct {
	ID       ClosingID
	Account  AccountID // 0 = the office's own, for everybody
	Name     string    // such as "Weekend"
	Days     access.Window
	Weekdays Weekdays // none = every day
	Start    int64    // minutes since midnight
	End      int64    // likewise; 0 = midnight
	Created  int64
}

// Weekdays is a set of days of the week, a bit each, from Sunday.
type Weekdays uint32

// Has reports whether a day of the week is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w>>d&1 == 1 }

// Key names the closing.
func (c *Closing) Key() Key { return Key{KindClosing, int64(c.ID)} }

// Index gives the account.
func (c *Closing) Index(column string) any { return indexAccount(column, c.Account) }

// Title is the name.
func (c *Closing) Title() string { return c.Name }

// At gives the account.
func (c *Closing) At() AccountID { return c.Account }

// Record gives what a decision needs to know of the closing.
func (c *Closing) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(c.Account, c.Created, closed)
}

// Check refuses times that do not exist, and an end that is not after the start.
func (c *Closing) Check() error {
	switch {
	case c.Start < 0 || c.Start >= 24*60 || c.End < 0 || c.End >= 24*60:
		return problem.New(problem.Invalid, "Write times like 17:30.").On("start")
	case c.End != 0 && c.End <= c.Start:
		return problem.New(problem.Invalid,
			"The end is not after the start. For a night, make one time for the evening and one "+
				"for the morning.").On("end")
	case c.Weekdays >= 1<<7:
		return problem.New(problem.Invalid, "A week has seven days.").On("weekdays")
	}
	return firstOf(checkID(int64(c.ID)), checkName(c.Name), c.Days.Check())
}

// until gives the end of the closing when it holds at t, which is in the portal's zone.
func (c *Closing) until(t time.Time) (time.Time, bool) {
	y, m, d := t.Date()
	minute := int64(t.Hour()*60 + t.Minute())
	holds := c.Days.Holds(access.DayOf(y, m, d)) &&
		(c.Weekdays == 0 || c.Weekdays.Has(t.Weekday())) &&
		minute >= c.Start && (c.End == 0 || minute < c.End)
	if c.End == 0 {
		return time.Date(y, m, d+1, 0, 0, 0, 0, t.Location()), holds
	}
	return time.Date(y, m, d, 0, int(c.End), 0, 0, t.Location()), holds
}

// longestShut is how many closings in a row are followed; a year of days is fewer.
const longestShut = 400

// Shut tells whether nobody answers at t, which is in the portal's zone, and from when somebody
// does: closings that follow each other are one. Without an end in sight the time is zero.
func Shut(list []*Closing, t time.Time) (from time.Time, name string, shut bool) {
	for range longestShut {
		c, until := holding(list, t)
		if c == nil {
			return t, name, shut
		}
		if !shut {
			name, shut = c.Name, true
		}
		t = until
	}
	return time.Time{}, name, true
}

func holding(list []*Closing, t time.Time) (*Closing, time.Time) {
	for _, c := range list {
		if until, holds := c.until(t); holds {
			return c, until
		}
	}
	return nil, t
}
