package records

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// AllowanceSort says what an allowance is counted in.
type AllowanceSort string

// The sorts of allowances.
const (
	BlockHours AllowanceSort = "hours"    // minutes
	Retainer   AllowanceSort = "retainer" // money
)

// Allowance is work or money that a customer has paid for and draws on: block hours or a retainer
// (A25, A40).
type Allowance struct {
	ID       AllowanceID
	Account  AccountID
	Sort     AllowanceSort
	Name     string
	Amount   int64  // minutes, or the smallest unit of the currency
	Currency string // of a retainer
	Days     access.Window
	Created  int64
}

// Key names the allowance.
func (a *Allowance) Key() Key { return Key{KindAllowance, int64(a.ID)} }

// Index gives the account.
func (a *Allowance) Index(column string) any { return indexAccount(column, a.Account) }

// Title is the name.
func (a *Allowance) Title() string { return a.Name }

// At gives the account.
func (a *Allowance) At() AccountID { return a.Account }

// Record gives what a decision needs to know of the allowance.
func (a *Allowance) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(a.Account, a.Created, closed)
}

// Check refuses an allowance of nothing.
func (a *Allowance) Check() error {
	switch {
	case a.Account <= 0 || a.Amount <= 0:
		return problem.New(problem.Invalid, "Enter how much it is.").On("amount")
	case a.Sort == Retainer:
		return firstOf(checkID(int64(a.ID)), checkName(a.Name), a.Days.Check(),
			Money{a.Amount, a.Currency}.Check())
	case a.Sort != BlockHours:
		return problem.New(problem.Invalid, "Choose block hours or a retainer.").On("sort")
	}
	return firstOf(checkID(int64(a.ID)), checkName(a.Name), a.Days.Check())
}

// Draw is one use of an allowance, in its unit.
type Draw struct {
	ID        DrawID
	Allowance AllowanceID
	Amount    int64
	Text      string // what for
	Author    string // who worked
	Internal  string // A42: a remark for staff only
	Day       access.Day
	Created   int64
}

// Key names the draw.
func (d *Draw) Key() Key { return Key{KindDraw, int64(d.ID)} }

// Index gives the allowance.
func (d *Draw) Index(column string) any {
	if column == "allowance" {
		return int64(d.Allowance)
	}
	return nil
}

// Title is what it was for.
func (d *Draw) Title() string { return d.Text }

// Check refuses a draw of nothing, or on no day.
func (d *Draw) Check() error {
	switch {
	case d.Allowance <= 0 || d.Amount <= 0:
		return problem.New(problem.Invalid, "Enter how much was used.").On("amount")
	case d.Day <= 0:
		return problem.New(problem.Invalid, "Enter the day.").On("day")
	}
	return firstOf(checkID(int64(d.ID)), checkName(d.Text), checkText("internal", d.Internal))
}
