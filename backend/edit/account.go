package edit

import (
	"fmt"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// CreateAccount makes a customer.
type CreateAccount struct{ Account records.Account }

// Validate checks the account by itself.
func (e *CreateAccount) Validate() error { return e.Account.Check() }

// Authorize lets access managers and administrators.
func (e *CreateAccount) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply writes the account; a parent must exist and must not make a circle (A37).
func (e *CreateAccount) Apply(tx Tx, env Env) (Result, error) {
	a := e.Account
	res := Result{Subject: a.Name, About: a.ID.Key()}
	if tx.Row(a.Key()) != nil {
		return res, problem.New(problem.Conflict, "This account exists already.")
	}
	if err := belongs(tx, &a); err != nil {
		return res, err
	}
	tx.Put(&a)
	return res, nil
}

// AccountTerms are an account's name and what it says about access. Its address is its Company.
type AccountTerms struct {
	Name     string
	Parent   records.AccountID // A37
	Primary  records.PersonID  // A30
	Billing  records.PersonID
	Manager  records.StaffID // A46
	Active   bool
	Portal   bool                // A36
	Closed   access.ComponentSet // A36
	Requests records.Requests    // Z4
}

// UpdateAccount changes an account's name, switches, parent and contacts, field by field.
type UpdateAccount struct {
	ID        records.AccountID
	Was, Want AccountTerms
}

// Validate checks what is wanted by itself.
func (e *UpdateAccount) Validate() error {
	a := records.Account{ID: e.ID}
	e.Want.onto(&a)
	if e.Want.Name == e.Was.Name {
		a.Name = "an account" // its name stays
	}
	return a.Check()
}

// Authorize lets access managers and administrators.
func (e *UpdateAccount) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply sets what the author edited. Two who turned the same switch turned it the same way; a
// parent that two chose differently is told.
func (e *UpdateAccount) Apply(tx Tx, env Env) (Result, error) {
	a, ok := get[*records.Account](tx, account(e.ID))
	if !ok {
		return Result{About: e.ID.Key()}, gone("The account")
	}
	res := Result{Subject: a.Name, About: a.ID.Key(), Status: records.Merged}
	now := TermsOf(a)
	if moved := e.Want.Parent != e.Was.Parent; moved && now.Parent != e.Was.Parent &&
		now.Parent != e.Want.Parent {
		return res, problem.New(problem.Conflict,
			"Somebody else chose another parent meanwhile. Theirs stays in force.")
	}
	if chosen(e.Was.Requests, e.Want.Requests, now.Requests) &&
		e.Want.Requests != records.OwnRequests {
		return res, problem.New(problem.Conflict,
			"Somebody else chose who sees the requests meanwhile. Theirs stays in force.")
	}
	want := now
	overrides := chosen(e.Was.Name, e.Want.Name, now.Name) ||
		chosen(e.Was.Primary, e.Want.Primary, now.Primary) ||
		chosen(e.Was.Billing, e.Want.Billing, now.Billing) ||
		chosen(e.Was.Manager, e.Want.Manager, now.Manager)
	take(&want.Name, e.Was.Name, e.Want.Name)
	take(&want.Parent, e.Was.Parent, e.Want.Parent)
	take(&want.Primary, e.Was.Primary, e.Want.Primary)
	take(&want.Billing, e.Was.Billing, e.Want.Billing)
	take(&want.Manager, e.Was.Manager, e.Want.Manager)
	take(&want.Active, e.Was.Active, e.Want.Active)
	take(&want.Portal, e.Was.Portal, e.Want.Portal)
	take(&want.Requests, e.Was.Requests, e.Want.Requests)
	want.Closed = now.Closed&^(e.Was.Closed&^e.Want.Closed) | e.Want.Closed&^e.Was.Closed
	if want.Manager != now.Manager && want.Manager != 0 &&
		tx.Row((&records.Staff{ID: want.Manager}).Key()) == nil {
		return res, gone("The account manager")
	}
	n := *a
	want.onto(&n)
	if err := belongs(tx, &n); err != nil {
		return res, err
	}
	if n != *a {
		res.Status = records.Applied
		tx.Put(&n)
	}
	if overrides {
		res.Status = records.Overrode
		res.Mine, res.Theirs = e.said(tx, e.Want), e.said(tx, now)
		res.Why = overridden
	}
	return res, nil
}

// overridden is what the author of a later edit of the same field reads.
const overridden = "Somebody else changed the same field meanwhile. Yours is in force; theirs is " +
	"kept here."

// chosen reports whether two chose differently.
func chosen[T comparable](was, want, now T) bool {
	return want != was && now != was && want != now
}

// said gives the name and the contacts that the author edited, in words.
func (e *UpdateAccount) said(tx Tx, t AccountTerms) string {
	var list []string
	if e.Was.Name != e.Want.Name {
		list = append(list, fmt.Sprintf("%s: %s", "name", t.Name))
	}
	name := func(what string, id records.PersonID) {
		if p, ok := get[*records.Person](tx, person(id)); ok {
			what = fmt.Sprintf("%s: %s", what, p.Name())
		}
		list = append(list, what)
	}
	if e.Was.Primary != e.Want.Primary {
		name("primary contact", t.Primary)
	}
	if e.Was.Billing != e.Want.Billing {
		name("billing contact", t.Billing)
	}
	if s, ok := get[*records.Staff](tx, (&records.Staff{ID: t.Manager}).Key()); ok &&
		e.Was.Manager != e.Want.Manager {
		list = append(list, fmt.Sprintf("%s: %s", "account manager", s.Name))
	}
	return strings.Join(list, ", ")
}

// take sets a field that the author changed.
func take[T comparable](at *T, was, want T) {
	if was != want {
		*at = want
	}
}

// TermsOf gives what an account says now.
func TermsOf(a *records.Account) AccountTerms {
	return AccountTerms{Name: a.Name, Parent: a.Parent, Primary: a.Primary, Billing: a.Billing,
		Manager: a.Manager, Active: a.Active, Portal: a.Portal, Closed: a.Closed, Requests: a.Requests}
}

func (t AccountTerms) onto(a *records.Account) {
	a.Name, a.Parent, a.Primary, a.Billing = t.Name, t.Parent, t.Primary, t.Billing
	a.Active, a.Portal, a.Closed, a.Requests = t.Active, t.Portal, t.Closed, t.Requests
	a.Manager = t.Manager
}

// deepest bounds the height of the account tree.
const deepest = 64

// belongs refuses a parent that is gone, or one that is itself below the account.
func belongs(tx Tx, a *records.Account) error {
	up := a.Parent
	for height := 0; up != 0; height++ {
		parent, ok := get[*records.Account](tx, account(up))
		switch {
		case up == a.ID:
			return problem.New(problem.Invalid, "This account would be above itself. Choose a "+
				"parent that is not one of its subsidiaries.").On("parent")
		case !ok && height == 0:
			return gone("The parent account")
		case !ok:
			return nil
		case height >= deepest:
			return problem.Newf(problem.Invalid, "Accounts can be %d levels deep. Choose a parent "+
				"higher up.", deepest).On("parent")
		}
		up = parent.Parent
	}
	return nil
}

// Consolidate lets a consolidated account stand for another account (N4).
type Consolidate struct{ Consolidation records.Consolidation }

// Validate refuses an account that would stand for itself.
func (e *Consolidate) Validate() error { return e.Consolidation.Check() }

// Authorize lets access managers and administrators.
func (e *Consolidate) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply writes it. A consolidated account stands for customers, never for its like.
func (e *Consolidate) Apply(tx Tx, env Env) (Result, error) {
	c := e.Consolidation
	over, ok := get[*records.Account](tx, account(c.Account))
	if !ok {
		return Result{}, gone("The consolidated account")
	}
	res := Result{Subject: over.Name, About: over.ID.Key()}
	member, ok := get[*records.Account](tx, account(c.Member))
	switch {
	case !ok:
		return res, gone("The account")
	case !over.Consolidated:
		return res, problem.Newf(problem.Invalid,
			"%s is no consolidated account.", over.Name).On("account")
	case member.Consolidated:
		return res, problem.Newf(problem.Invalid, "%s is a consolidated account itself. Choose the "+
			"customers that it stands for.", member.Name).On("member")
	}
	for _, has := range consolidations(tx, c.Account) {
		if has.Member == c.Member {
			res.Status = records.Merged
			return res, nil
		}
	}
	if tx.Row(c.Key()) != nil {
		return res, problem.New(problem.Conflict, "This exists already.")
	}
	tx.Put(&c)
	return res, nil
}

// Separate ends that a consolidated account stands for another one (N4).
type Separate struct{ Account, Member records.AccountID }

// Validate refuses half a pair.
func (e *Separate) Validate() error {
	if e.Account <= 0 || e.Member <= 0 {
		return problem.New(problem.Invalid, "Say which account no longer stands for which.")
	}
	return nil
}

// Authorize lets access managers and administrators.
func (e *Separate) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply deletes it. What is separate already is what it wanted.
func (e *Separate) Apply(tx Tx, env Env) (Result, error) {
	res := Result{About: e.Account.Key(), Status: records.Merged}
	if a, ok := get[*records.Account](tx, account(e.Account)); ok {
		res.Subject = a.Name
	}
	for _, c := range consolidations(tx, e.Account) {
		if c.Member == e.Member {
			tx.Delete(c.Key())
			res.Status = records.Applied
		}
	}
	return res, nil
}

func consolidations(tx Tx, id records.AccountID) []*records.Consolidation {
	return find[*records.Consolidation](tx, records.KindConsolidation, "account", int64(id))
}

// SetRequests sets a person apart from who sees the requests of their account (Z4).
type SetRequests struct {
	User      records.UserID
	Was, Want records.Requests
}

// Validate refuses an unknown way.
func (e *SetRequests) Validate() error {
	return (&records.Account{ID: 1, Name: "an account", Requests: e.Want}).Check()
}

// Authorize lets access managers and administrators.
func (e *SetRequests) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply sets it, unless somebody else chose another way meanwhile.
func (e *SetRequests) Apply(tx Tx, env Env) (Result, error) {
	u, _, res, err := holder(tx, e.User)
	switch {
	case err != nil:
		return res, err
	case u.Requests == e.Want:
		res.Status = records.Merged
		return res, nil
	case u.Requests != e.Was:
		return res, problem.New(problem.Conflict,
			"Somebody else changed this meanwhile. Theirs stays in force.")
	}
	n := *u
	n.Requests = e.Want
	tx.Put(&n)
	return res, nil
}
