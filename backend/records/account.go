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
	Active  bool
	Portal  bool                // A36: the portal is on for this account
	Closed  access.ComponentSet // components closed for this account and its subsidiaries
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
	}
	return nil
}

// Fold gives the form in which names and e-mail addresses are compared: without case, and with
// single spaces.
func Fold(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
