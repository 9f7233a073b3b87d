package records

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Title is the name.
func (p *Person) Title() string { return p.Name() }

// At gives the account.
func (p *Person) At() AccountID { return p.Account }

// Record gives what a decision about a person's login needs to know (A19).
func (p *Person) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(p.Account, 0, closed)
}

// LoginColumns is Person.Record for SQL: the list of users as t, accounts as a.
var LoginColumns = access.Columns{
	Open: "a.open",
	Keys: [access.All][]string{
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}

// Login is a person's login as the portal's administration lists it.
type Login struct {
	Person  PersonID
	User    UserID
	Account AccountID
	Name    string
	Email   string
	Company string
	Profile string
	On      bool // Portal User is ticked and the login is active
}

// Grant gives what the access of a cast gives, as delegation compares it (A35).
func (c *Cast) Grant() access.Grant {
	g := access.Grant{Matrix: access.MinimumMatrix()}
	if c.Account != nil {
		g.Account = int64(c.Account.ID)
	}
	if c.Access == nil {
		return g
	}
	g.Schedule, g.Closed, g.CanSign = c.Access.Schedule, c.Access.Closed, c.Access.CanSign
	if c.Profile != nil {
		g.Matrix = c.Profile.Matrix.With(c.Access.Overrides)
		g.Assignable = c.Profile.Assignable
	}
	g.Consolidated = c.Account != nil && c.User != nil && c.Account.Consolidated &&
		c.User.Consolidated
	g.Requests = c.Sharing()
	return g
}

// Company are the details of an account that its people may read and some may change (C9).
type Company struct{ Street, City, Region, Zip, Country, Phone, Web string }

// Company gives the account's details.
func (a *Account) Company() Company {
	return Company{a.Street, a.City, a.Region, a.Zip, a.Country, a.Phone, a.Web}
}

// Title is the name.
func (a *Account) Title() string { return a.Name }

// At gives the account itself.
func (a *Account) At() AccountID { return a.ID }

// Record gives what a decision about the company's details needs to know.
func (a *Account) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(a.ID, 0, closed)
}

// Check refuses details that do not fit, and an address that leads nowhere.
func (c Company) Check() error {
	for _, text := range []string{c.Street, c.City, c.Region, c.Zip, c.Country, c.Phone} {
		if len(text) > 200 {
			return problem.New(problem.Invalid, "This is too long. Use 200 letters or less.")
		}
	}
	return checkWeb(c.Web)
}
