package edit

import (
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
	res := Result{Subject: a.Name, About: int64(a.ID)}
	if tx.Row(a.Key()) != nil {
		return res, problem.New(problem.Conflict, "This account exists already.")
	}
	if a.Parent != 0 && tx.Row(account(a.Parent)) == nil {
		return res, gone("The parent account")
	}
	tx.Put(&a)
	return res, nil
}
