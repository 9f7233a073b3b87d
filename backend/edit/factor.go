package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// AddSecondFactor notes that somebody has set up a second factor (B19). The server makes it, which
// has seen a first code; the secret is in no edit.
type AddSecondFactor struct{ User records.UserID }

// Validate has nothing to refuse.
func (e *AddSecondFactor) Validate() error { return nil }

// Authorize lets users for themselves, at the server.
func (e *AddSecondFactor) Authorize(_ Tx, env Env) error { return themselves(env, e.User) }

// Apply notes it.
func (e *AddSecondFactor) Apply(tx Tx, _ Env) (Result, error) {
	u, _, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	if tx.Row(records.SecondFactorKey(e.User)) == nil {
		return res, problem.New(problem.Invalid, "There is no second factor to note.")
	}
	n := *u
	n.SecondFactor = true
	tx.Put(&n)
	return res, nil
}

// RemoveSecondFactor takes a second factor off. Its owner does that at the server, which has asked
// for the password and a code. Staff do it for somebody who has lost the phone: the passkeys, which
// may be on it, go as well, and the customer gets a mail.
type RemoveSecondFactor struct{ User records.UserID }

// Validate has nothing to refuse.
func (e *RemoveSecondFactor) Validate() error { return nil }

// Authorize lets access managers and administrators, and users for themselves.
func (e *RemoveSecondFactor) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	return themselves(env, e.User)
}

// Apply takes it off.
func (e *RemoveSecondFactor) Apply(tx Tx, env Env) (Result, error) {
	u, p, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	n := *u
	n.SecondFactor = false
	byStaff := env.Actor.Staff != nil
	if byStaff {
		n.Passkeys = 0
	}
	if n == *u {
		res.Status = records.Merged
		return res, nil
	}
	tx.Put(&n)
	tx.Delete(records.SecondFactorKey(e.User))
	if !byStaff {
		return res, nil
	}
	for _, k := range find[*records.Passkey](tx, records.KindPasskey, "user_id", int64(e.User)) {
		tx.Delete(k.Key())
	}
	m := mailTo(p, u)
	m.Template, m.Link = records.FactorOffMail, "security"
	mail(tx, env, m)
	return res, nil
}

// AddPasskey notes that somebody has added a passkey (B19). The server makes it, which has checked
// and kept the passkey.
type AddPasskey struct{ User records.UserID }

// Validate has nothing to refuse.
func (e *AddPasskey) Validate() error { return nil }

// Authorize lets users for themselves, at the server.
func (e *AddPasskey) Authorize(_ Tx, env Env) error { return themselves(env, e.User) }

// Apply notes it.
func (e *AddPasskey) Apply(tx Tx, _ Env) (Result, error) { return countPasskeys(tx, e.User) }

// RemovePasskey removes a passkey of one's own.
type RemovePasskey struct {
	User    records.UserID
	Passkey records.PasskeyID
}

// Validate has nothing to refuse.
func (e *RemovePasskey) Validate() error { return nil }

// Authorize lets users for themselves, at the server.
func (e *RemovePasskey) Authorize(_ Tx, env Env) error { return themselves(env, e.User) }

// Apply removes it.
func (e *RemovePasskey) Apply(tx Tx, _ Env) (Result, error) {
	key := records.Key{Kind: records.KindPasskey, ID: int64(e.Passkey)}
	k, ok := get[*records.Passkey](tx, key)
	if !ok || k.User != e.User {
		return Result{About: e.User.Key()}, gone("The passkey")
	}
	tx.Delete(key)
	return countPasskeys(tx, e.User)
}

func countPasskeys(tx Tx, id records.UserID) (Result, error) {
	u, _, res, err := holder(tx, id)
	if err != nil {
		return res, err
	}
	n := *u
	n.Passkeys = int64(len(tx.Find(records.KindPasskey, "user_id", int64(id))))
	tx.Put(&n)
	return res, nil
}

// themselves lets a user act for themselves at the server. No right is asked for: whoever has to
// set up a second factor may do nothing else before.
func themselves(env Env, id records.UserID) error {
	if env.Side == Server && env.Actor.Staff == nil && env.Actor.Subject != nil &&
		env.Actor.User == id && id != 0 {
		return nil
	}
	return problem.New(problem.Denied, "Only they themselves can do this, in the portal.")
}
