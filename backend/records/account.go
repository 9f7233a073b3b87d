package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Account is a customer: a company with its people. Accounts form a forest by Parent (A37).
type Account struct {
	ID      AccountID
	Name    string
	Parent  AccountID // 0 = none
	Street  string
	City    string
	Region  string
	Zip     string
	Country string
	Phone   string
	Web     string
	Primary PersonID // the primary contact (A30)
	Billing PersonID // the billing contact (A30)
	Manager StaffID  // A46: who at the office looks after it
	Active  bool
	Portal  bool                // A36: the portal is on for this account
	Closed  access.ComponentSet // components closed for this account and its subsidiaries

	Consolidated bool     // N4: it stands for several others
	Requests     Requests // Z4: set apart from the portal's switch
}

// Requests says whether somebody is set apart from the switch that opens all requests of an account
// to everyone at it (Z4).
type Requests int64

// The ways to be set apart.
const (
	AsAbove     Requests = iota // as the account says, or else the portal
	AllRequests                 // sees those of the account
	OwnRequests                 // sees what the profile gives
)

// Consolidation is one account that a consolidated account stands for (N4).
type Consolidation struct {
	ID      ConsolidationID
	Account AccountID // the consolidated one
	Member  AccountID
}

// Key names the consolidation.
func (c *Consolidation) Key() Key { return Key{KindConsolidation, int64(c.ID)} }

// Index gives the two accounts.
func (c *Consolidation) Index(column string) any {
	switch column {
	case "account":
		return int64(c.Account)
	case "member":
		return int64(c.Member)
	}
	return nil
}

// Check refuses an account that would stand for itself.
func (c *Consolidation) Check() error {
	switch {
	case c.ID <= 0 || c.Account <= 0 || c.Member <= 0:
		return problem.New(problem.Invalid, "Say which account stands for which.")
	case c.Account == c.Member:
		return problem.New(problem.Invalid, "An account cannot consolidate itself.").On("member")
	}
	return nil
}

// Key names the account.
func (a *Account) Key() Key { return Key{KindAccount, int64(a.ID)} }

// Index gives the account's name in folded form, by which imports find it.
func (a *Account) Index(column string) any {
	switch column {
	case "folded":
		return Fold(a.Name)
	case "parent":
		return int64(a.Parent)
	}
	return nil
}

// Check refuses an account without a name or under itself.
func (a *Account) Check() error {
	switch {
	case a.ID <= 0:
		return problem.New(problem.Invalid, "The account has no id.")
	case strings.TrimSpace(a.Name) == "":
		return problem.New(problem.Invalid, "An account needs a name.").On("name")
	case len(a.Name) > 400:
		return problem.New(problem.Invalid, "The name is too long. Use 400 letters or less.").
			On("name")
	case a.Parent == a.ID:
		return problem.New(problem.Invalid, "An account cannot be its own subsidiary.").
			On("parent")
	case a.Requests < AsAbove || a.Requests > OwnRequests:
		return problem.New(problem.Invalid, "Choose who sees the account's requests.").
			On("requests")
	}
	return nil
}

// Fold gives the form in which names and e-mail addresses are compared: without case, and with
// single spaces.
func Fold(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
