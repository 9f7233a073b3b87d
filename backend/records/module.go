package records

import (
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Module is a software module that customers can subscribe to, with its price (O10).
type Module struct {
	ID      ModuleID
	Name    string
	Text    string
	Price   Money
	Period  Period
	Off     bool // no longer offered; who has it keeps it
	Created int64
}

// Period is for how long a price is paid.
type Period string

// The periods.
const (
	Monthly Period = "month"
	Yearly  Period = "year"
)

// Key names the module.
func (m *Module) Key() Key { return Key{KindModule, int64(m.ID)} }

// Index gives whether the module is no longer offered, as SQL has it.
func (m *Module) Index(column string) any {
	if column != "is_off" {
		return nil
	}
	if m.Off {
		return int64(1)
	}
	return int64(0)
}

// Title is the name.
func (m *Module) Title() string { return m.Name }

// Check refuses a module without a name or a price.
func (m *Module) Check() error {
	switch {
	case m.Period != Monthly && m.Period != Yearly:
		return problem.New(problem.Invalid, "Choose month or year.").On("period")
	case m.Price.Minor < 0:
		return problem.New(problem.Invalid, "A price is not negative.").On("price")
	}
	return firstOf(checkID(int64(m.ID)), checkName(m.Name), checkText("text", m.Text),
		m.Price.Check())
}

// Subscription is one module that an account has, had or will have, at the price it was added for.
type Subscription struct {
	ID        SubscriptionID
	Account   AccountID
	Module    ModuleID
	Name      string // of the module, when it was added
	Price     Money
	Period    Period
	Days      access.Window // from the first day on; the last day is open until it is removed
	AddedBy   string
	RemovedBy string
	Created   int64
}

// Key names the subscription.
func (s *Subscription) Key() Key { return Key{KindSubscription, int64(s.ID)} }

// Index gives the account.
func (s *Subscription) Index(column string) any { return indexAccount(column, s.Account) }

// Title is the name of the module.
func (s *Subscription) Title() string { return s.Name }

// At gives the account.
func (s *Subscription) At() AccountID { return s.Account }

// Record gives what a decision needs to know of the subscription.
func (s *Subscription) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(s.Account, s.Created, closed)
}

// Check refuses a subscription without an account, a module or a first day.
func (s *Subscription) Check() error {
	if s.Account <= 0 || s.Module <= 0 || s.Days.From == 0 {
		return problem.New(problem.Invalid, "A module is added to an account from a day on.")
	}
	return firstOf(checkID(int64(s.ID)), checkName(s.Name), s.Price.Check(), s.Days.Check())
}

// Stage is how far a subscription is on a day.
type Stage string

// The stages of a subscription: Coming and Leaving are changes that can still be withdrawn.
const (
	Coming  Stage = "coming"
	Current Stage = "running"
	Leaving Stage = "leaving"
	Past    Stage = "past"
)

// Stage tells how far the subscription is.
func (s *Subscription) Stage(today access.Day) Stage {
	switch {
	case s.Days.To != 0 && s.Days.To < today:
		return Past
	case s.Days.From > today:
		return Coming
	case s.Days.To != 0:
		return Leaving
	}
	return Current
}

// ModuleDays gives when changes of modules take effect: what is added runs from the first day of
// next month on, and what is removed until the last day of this month.
func ModuleDays(today access.Day) (added, removed access.Day) {
	t := time.Unix(int64(today)*86400, 0).UTC()
	first := access.DayOf(t.Year(), t.Month()+1, 1)
	return first, first - 1
}
