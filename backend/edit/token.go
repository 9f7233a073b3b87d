package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// AddToken lets another program use the server (B20). Whoever makes the edit has hashed the token:
// it is in no edit and in no history.
type AddToken struct{ Token records.Token }

// Validate refuses a token that says neither whose it is nor what it is for.
func (e *AddToken) Validate() error { return e.Token.Check() }

// Authorize lets administrators.
func (e *AddToken) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply keeps it.
func (e *AddToken) Apply(tx Tx, env Env) (Result, error) {
	t := e.Token
	res := Result{Subject: t.Name, About: aboutToken(&t)}
	switch {
	case tx.Row(t.Key()) != nil:
		return res, problem.New(problem.Conflict, "This token exists already.")
	case t.Account != 0 && tx.Row(account(t.Account)) == nil:
		return res, gone("The account")
	}
	t.Made, t.Revoked = env.Now.Unix(), false
	tx.Put(&t)
	return res, nil
}

// RevokeToken shuts a program out for good. It holds for whatever the program asks next.
type RevokeToken struct{ ID records.TokenID }

// Validate refuses the revocation of nothing.
func (e *RevokeToken) Validate() error {
	if e.ID <= 0 {
		return problem.New(problem.Invalid, "Say which token is to be revoked.")
	}
	return nil
}

// Authorize lets administrators.
func (e *RevokeToken) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply revokes it.
func (e *RevokeToken) Apply(tx Tx, _ Env) (Result, error) {
	t, ok := get[*records.Token](tx, e.ID.Key())
	if !ok {
		return Result{}, problem.New(problem.NotFound, "There is no token with this number.")
	}
	res := Result{Subject: t.Name, About: aboutToken(t)}
	if t.Revoked {
		res.Status = records.Merged
		return res, nil
	}
	n := *t
	n.Revoked = true
	tx.Put(&n)
	return res, nil
}

// aboutToken is what a history line about a token points to: the token itself stays at the server.
func aboutToken(t *records.Token) records.Key {
	if t.Account != 0 {
		return t.Account.Key()
	}
	return records.PortalKey
}
