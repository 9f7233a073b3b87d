package records

import (
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Review is a question that staff answer about each portal access that it covers, round after
// round: is it still right (B15)? An access is answered by ending it or by confirming it since the
// round began, whichever review was looked at then; one that was given since needs no answer. So a
// round costs nothing until it is answered.
type Review struct {
	ID      ReviewID
	Name    string
	Profile ProfileID // only accesses with it; 0 = any
	Account AccountID // only accesses there and at its subsidiaries; 0 = anywhere
	Months  int64     // from one round to the next; 0 = there is only one
	Days    int64     // to answer in
	Silence Silence
	Staff   StaffID    // who sees to it; 0 = every administrator
	Next    access.Day // the next round begins on; 0 = there is none
	Began   access.Day // the round that runs, or the last one; 0 = there was none
	Due     access.Day // the last day to answer in the round that runs; 0 = none runs
}

// Silence is what becomes of an access that nobody answered for.
type Silence string

// The defaults for silence.
const (
	Keep Silence = "keep"
	End  Silence = "end"
)

// Key names the review.
func (r *Review) Key() Key { return Key{KindReview, int64(r.ID)} }

// Index gives nothing: reviews are few, and listed.
func (r *Review) Index(string) any { return nil }

// Title is the name.
func (r *Review) Title() string { return r.Name }

// The bounds of a review.
const (
	mostReviewMonths = 60
	mostReviewDays   = 180
)

// Check refuses a review without a name, an end or a beginning, and rounds that would overlap.
func (r *Review) Check() error {
	switch {
	case r.Months < 0 || r.Months > mostReviewMonths:
		return problem.New(problem.Invalid, "A review comes back after 1 to 60 months.").On("months")
	case r.Days < 1 || r.Days > mostReviewDays:
		return problem.New(problem.Invalid, "Give 1 to 180 days to answer in.").On("days")
	case r.Months > 0 && r.Days > 28*r.Months:
		return problem.New(problem.Invalid,
			"The next round would begin before this one is due. Give fewer days to answer in.").
			On("days")
	case r.Silence != Keep && r.Silence != End:
		return problem.New(problem.Invalid, "Say what becomes of what nobody answers.").On("silence")
	case r.Next == 0 && r.Began == 0:
		return problem.New(problem.Invalid, "Say on which day the first round begins.").On("next")
	case r.Due != 0 && r.Due < r.Began:
		return problem.New(problem.Invalid, "A round is not due before it begins.")
	}
	return firstOf(checkID(int64(r.ID)), checkName(r.Name))
}

// Runs reports whether answers are wanted, or were until the round's last day.
func (r *Review) Runs() bool { return r.Due != 0 }

// IsOver reports whether the last day of the round that runs has passed.
func (r *Review) IsOver(today access.Day) bool { return r.Runs() && today > r.Due }

// IsWaited reports whether the day has come on which the next round begins.
func (r *Review) IsWaited(today access.Day) bool {
	return !r.Runs() && r.Next != 0 && today >= r.Next
}

// Begin starts a round today, whether it was planned for today or not, and plans the next one.
func (r *Review) Begin(today access.Day) {
	next := today
	if r.Next != 0 {
		next = min(r.Next, today)
	}
	r.Began, r.Due, r.Next = today, today+access.Day(r.Days), 0
	if r.Months > 0 {
		for next <= r.Due {
			next = monthsOn(next, r.Months)
		}
		r.Next = next
	}
}

// monthsOn is the same day some months later, or the last day of that month.
func monthsOn(d access.Day, months int64) access.Day {
	t := time.Unix(int64(d)*86400, 0).UTC()
	y, m, day := t.Date()
	last := time.Date(y, m+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return access.DayOf(last.Year(), last.Month(), min(day, last.Day()))
}

// Wants reports whether the round that runs wants an answer for an access that the review covers.
func (r *Review) Wants(a *Access) bool { return r.Runs() && a.Answered() < r.Began }

// ReviewQuery asks for a page of the accesses that a review covers: those that its round wants an
// answer for, or those that were confirmed since it began.
type ReviewQuery struct {
	Review    *Review
	Confirmed bool
	Text      string
	From      int
	Size      int
}

// ReviewLine is an access as a review lists it.
type ReviewLine struct {
	Access   Access // what a list needs of it
	LastSeen int64  // seconds since 1970, 0 = never signed in
	Name     string
	Email    string
	Company  string // where the access is
	Profile  string
	Pending  bool // not yet confirmed by the server
}

// ReviewCount says how far a round is.
type ReviewCount struct {
	Covered   int // accesses that the review covers now
	Open      int // of them, those that wait for an answer
	Confirmed int // of them, those that were confirmed since the round began
	Ended     int // accesses that were ended in this round
}
