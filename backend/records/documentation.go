package records

import (
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// ConfigurationItem is a device or a system of an account's, written down (A39). Its password is
// sealed with the office's data key, by whoever makes the edit: no record, edit, history line or
// desk holds it in the clear.
type ConfigurationItem struct {
	ID       ConfigurationItemID
	Account  AccountID
	Name     string
	Sort     string // such as "router"
	Address  string // where it is reached
	Text     string
	Username string
	Sealed   string     // the password; empty = none is kept
	Warranty access.Day // its last day
	Expires  access.Day // of a contract or certificate
	Created  int64
}

// Key names the item.
func (c *ConfigurationItem) Key() Key { return Key{KindConfigurationItem, int64(c.ID)} }

// Index gives the account.
func (c *ConfigurationItem) Index(column string) any { return indexAccount(column, c.Account) }

// Title is the name.
func (c *ConfigurationItem) Title() string { return c.Name }

// At gives the account.
func (c *ConfigurationItem) At() AccountID { return c.Account }

// Check refuses an item without a name or an account.
func (c *ConfigurationItem) Check() error {
	if c.ID <= 0 || c.Account <= 0 {
		return problem.New(problem.Invalid, "A configuration item belongs to an account.").
			On("account")
	}
	return firstOf(named("name", c.Name), short("sort", c.Sort), short("address", c.Address),
		short("username", c.Username), long("text", c.Text), long("password", c.Sealed))
}

// Record gives what a decision needs to know of the item.
func (c *ConfigurationItem) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: c.Created,
		Keys: accountKeys(access.Sets{}, c.Account)}
}

// SealedFor is what a sealed value is bound to, so that it opens at its own record only.
func SealedFor(k Key) string { return string(k.Kind) + "/" + strconv.FormatInt(k.ID, 10) }

// Licence is a software licence of an account's (A39).
type Licence struct {
	ID       LicenceID
	Account  AccountID
	Name     string
	Vendor   string
	Contract string // its number at the vendor
	Seats    int64  // 0 = not counted
	Expires  access.Day
	Created  int64
}

// Key names the licence.
func (l *Licence) Key() Key { return Key{KindLicence, int64(l.ID)} }

// Index gives the account.
func (l *Licence) Index(column string) any { return indexAccount(column, l.Account) }

// Title is the name.
func (l *Licence) Title() string { return l.Name }

// At gives the account.
func (l *Licence) At() AccountID { return l.Account }

// Check refuses a licence without a name or an account.
func (l *Licence) Check() error {
	switch {
	case l.ID <= 0 || l.Account <= 0:
		return problem.New(problem.Invalid, "A licence belongs to an account.").On("account")
	case l.Seats < 0:
		return problem.New(problem.Invalid, "There cannot be fewer than no seats.").On("seats")
	}
	return firstOf(named("name", l.Name), short("vendor", l.Vendor), short("contract", l.Contract))
}

// Record gives what a decision needs to know of the licence.
func (l *Licence) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: l.Created,
		Keys: accountKeys(access.Sets{}, l.Account)}
}
