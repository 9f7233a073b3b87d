package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveModule makes or changes a module of the catalogue (O10). Those who have it keep the price for
// which they added it.
type SaveModule struct {
	Save[records.Module, *records.Module]
}

// AddModule subscribes an account to a module (O10). Price and From are what the author was shown:
// where they are no longer right, nothing is added.
type AddModule struct {
	ID      records.SubscriptionID
	Account records.AccountID
	Module  records.ModuleID
	Price   records.Money
	From    access.Day
}

// Validate refuses a subscription to nothing.
func (e *AddModule) Validate() error {
	if e.ID <= 0 || e.Account <= 0 || e.Module <= 0 || e.From <= 0 {
		return problem.New(problem.Invalid, "Choose a module.")
	}
	return e.Price.Check()
}

// Authorize lets staff, and customers who add modules at the account.
func (e *AddModule) Authorize(tx Tx, env Env) error {
	return subscribes(tx, env, access.ModuleAdd, &records.Subscription{Account: e.Account})
}

// Apply writes the subscription, from the day on that the portal's time zone gives. A module that
// is there already, or is coming, is not added again.
func (e *AddModule) Apply(tx Tx, env Env) (Result, error) {
	m, ok := get[*records.Module](tx, records.Key{Kind: records.KindModule, ID: int64(e.Module)})
	if !ok || m.Off {
		return Result{}, problem.New(problem.Invalid, "This module is no longer offered.")
	}
	res := Result{Subject: m.Name, About: e.Account.Key()}
	today := access.At(env.Now, env.Zone).Day
	from, _ := records.ModuleDays(today)
	switch {
	case tx.Row(account(e.Account)) == nil:
		return res, gone("The account")
	case m.Price != e.Price || from != e.From:
		return res, problem.New(problem.Conflict,
			"The price or the day has changed meanwhile. Nothing was added; look again.")
	}
	for _, s := range find[*records.Subscription](tx, records.KindSubscription, "account",
		int64(e.Account)) {
		if s.Module == e.Module && s.Days.Holds(max(from, s.Days.From)) {
			return res, problem.New(problem.Conflict, "This module is part of it already.")
		}
	}
	s := &records.Subscription{ID: e.ID, Account: e.Account, Module: m.ID, Name: m.Name,
		Price: m.Price, Period: m.Period, Days: access.Window{From: from},
		AddedBy: env.Actor.Name, Created: env.Now.Unix()}
	if tx.Row(s.Key()) != nil {
		return res, problem.New(problem.Conflict, "This module is part of it already.")
	}
	tx.Put(s)
	return res, nil
}

// RemoveModule ends a subscription (O10), with the last day that the author was shown.
type RemoveModule struct {
	ID   records.SubscriptionID
	Last access.Day
}

// Validate refuses the end of nothing.
func (e *RemoveModule) Validate() error {
	if e.ID <= 0 || e.Last <= 0 {
		return problem.New(problem.Invalid, "Choose a module.")
	}
	return nil
}

// Authorize lets staff, and customers who remove modules at the account.
func (e *RemoveModule) Authorize(tx Tx, env Env) error {
	return subscriber(tx, env, e.ID, access.ModuleRemove)
}

// Apply sets the last day. A subscription that has not begun is withdrawn, not removed.
func (e *RemoveModule) Apply(tx Tx, env Env) (Result, error) {
	s, res, err := subscription(tx, e.ID)
	if err != nil {
		return res, err
	}
	today := access.At(env.Now, env.Zone).Day
	_, last := records.ModuleDays(today)
	switch {
	case s.Stage(today) == records.Leaving:
		res.Status = records.Merged
		return res, nil
	case s.Stage(today) != records.Current:
		return res, problem.New(problem.Conflict, "This module is not running.")
	case last != e.Last:
		return res, problem.New(problem.Conflict,
			"The day has changed meanwhile. Nothing was removed; look again.")
	}
	n := *s
	n.Days.To, n.RemovedBy = last, env.Actor.Name
	tx.Put(&n)
	return res, nil
}

// WithdrawModuleChange takes back a change of modules that has not taken effect: what was to be
// added is not added, and what was to be removed stays.
type WithdrawModuleChange struct{ ID records.SubscriptionID }

// Validate refuses to withdraw nothing.
func (e *WithdrawModuleChange) Validate() error {
	if e.ID <= 0 {
		return problem.New(problem.Invalid, "Choose a change.")
	}
	return nil
}

// Authorize lets staff, and customers who may make the change that they take back.
func (e *WithdrawModuleChange) Authorize(tx Tx, env Env) error {
	s, _, err := subscription(tx, e.ID)
	if err == nil && s.Stage(access.At(env.Now, env.Zone).Day) == records.Leaving {
		return subscriber(tx, env, e.ID, access.ModuleRemove)
	}
	return subscriber(tx, env, e.ID, access.ModuleAdd)
}

// Apply takes the change back.
func (e *WithdrawModuleChange) Apply(tx Tx, env Env) (Result, error) {
	s, res, err := subscription(tx, e.ID)
	if err != nil {
		return res, err
	}
	switch s.Stage(access.At(env.Now, env.Zone).Day) {
	case records.Coming:
		tx.Delete(s.Key())
	case records.Leaving:
		n := *s
		n.Days.To, n.RemovedBy = 0, ""
		tx.Put(&n)
	default:
		return res, problem.New(problem.Conflict, "This change has taken effect already.")
	}
	return res, nil
}

func subscription(tx Tx, id records.SubscriptionID) (*records.Subscription, Result, error) {
	s, ok := get[*records.Subscription](tx,
		records.Key{Kind: records.KindSubscription, ID: int64(id)})
	if !ok {
		return nil, Result{}, gone("This module")
	}
	return s, Result{Subject: s.Name, About: s.Account.Key()}, nil
}

// subscriber is subscribes for a subscription that exists; one that does not is not found.
func subscriber(tx Tx, env Env, id records.SubscriptionID, p access.Permission) error {
	s, _, err := subscription(tx, id)
	if err != nil {
		s = &records.Subscription{}
	}
	return subscribes(tx, env, p, s)
}

func subscribes(tx Tx, env Env, p access.Permission, s *records.Subscription) error {
	if env.Actor.Staff != nil || env.Actor.Subject == nil {
		return staff(tx, env, records.AccessManager)
	}
	return may(env, p, records.Guard(s, p, closedAt(tx, s.Account)))
}
