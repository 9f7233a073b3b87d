package records

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Absence is when somebody is out of office, and who stands in (A23).
type Absence struct {
	ID      AbsenceID
	Account AccountID // 0 = a colleague of the office's own
	Person  PersonID  // somebody of the customer, or
	Staff   StaffID   // a colleague of the office
	Name    string    // of whoever is away
	Days    access.Window
	Deputy  string // who stands in
	Text    string // what others are told
	Created int64
}

// Key names the absence.
func (a *Absence) Key() Key { return Key{KindAbsence, int64(a.ID)} }

// Index gives the account.
func (a *Absence) Index(column string) any { return indexAccount(column, a.Account) }

// Title is the name of whoever is away.
func (a *Absence) Title() string { return a.Name }

// At gives the account.
func (a *Absence) At() AccountID { return a.Account }

// Record gives what a decision needs to know of the absence.
func (a *Absence) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(a.Account, a.Created, closed)
}

// Check refuses an absence of nobody, and one without a first and a last day.
func (a *Absence) Check() error {
	switch {
	case a.Days.From == 0:
		return problem.New(problem.Invalid, "Enter the first day.").On("from")
	case a.Days.To == 0 || a.Days.To < a.Days.From:
		return problem.New(problem.Invalid, "Enter a last day that is not before the first.").
			On("to")
	case len(a.Deputy) > 200:
		return problem.New(problem.Invalid, "The name is too long. Use 200 letters or less.").
			On("deputy")
	}
	return firstOf(checkID(int64(a.ID)), checkName(a.Name), checkText("text", a.Text))
}
