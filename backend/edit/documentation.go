package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveConfigurationItem makes or changes a configuration item (A39). Its password is sealed
// already.
type SaveConfigurationItem struct {
	Save[records.ConfigurationItem, *records.ConfigurationItem]
}

// Apply writes the item. It stays with its account.
func (e *SaveConfigurationItem) Apply(tx Tx, env Env) (Result, error) {
	if e.Was != nil && e.Was.Account != e.Want.Account {
		return Result{}, problem.New(problem.Invalid, "This stays with its account.").On("account")
	}
	s := e.Save
	return s.begin(&s.Want.Created, tx, env)
}

// SaveLicence makes or changes a software licence (A39).
type SaveLicence struct {
	Save[records.Licence, *records.Licence]
}

// Apply writes the licence.
func (e *SaveLicence) Apply(tx Tx, env Env) (Result, error) {
	s := e.Save
	return s.begin(&s.Want.Created, tx, env)
}

// RevealPassword is the record that somebody has asked for a password of the documentation (A39).
// It changes nothing: its line of the history says who, which, and when.
type RevealPassword struct {
	Item records.ConfigurationItemID
}

// Validate refuses a question about nothing.
func (e *RevealPassword) Validate() error {
	if e.Item <= 0 {
		return problem.New(problem.Invalid, "Say which password is asked for.")
	}
	return nil
}

// Authorize lets staff, and customers who may reveal the passwords of this item.
func (e *RevealPassword) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	if err := may(env, access.DocumentationReveal, nil); err != nil {
		return err
	}
	c, ok := get[*records.ConfigurationItem](tx, configurationItem(e.Item))
	if !ok {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return may(env, access.DocumentationReveal, c.Record(closedAt(tx, c.Account)))
}

// Apply names the item for the history.
func (e *RevealPassword) Apply(tx Tx, _ Env) (Result, error) {
	c, ok := get[*records.ConfigurationItem](tx, configurationItem(e.Item))
	switch {
	case !ok:
		return Result{}, gone("This item")
	case c.Sealed == "":
		return Result{}, problem.New(problem.Invalid, "No password is kept for this item.")
	}
	return Result{Subject: c.Name, About: c.ID.Key()}, nil
}

func configurationItem(id records.ConfigurationItemID) records.Key {
	return records.Key{Kind: records.KindConfigurationItem, ID: int64(id)}
}
