package edit

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SetPIN sets the PIN with which a customer signs (C8). It is made by the server, which has asked
// for the password. Old names the PIN that was given with it; without it a PIN that exists can be
// replaced only where the access allows to reset it in the portal.
type SetPIN struct {
	User     records.UserID
	Verifier string
	Old      string // the stamp of the PIN that is replaced; empty = it was not given
}

// Validate refuses anything but an Argon2id verifier.
func (e *SetPIN) Validate() error {
	if !strings.HasPrefix(e.Verifier, "$argon2id$") || len(e.Verifier) > 400 {
		return problem.New(problem.Invalid, "The PIN cannot be stored.")
	}
	return nil
}

// Authorize lets users set their own.
func (e *SetPIN) Authorize(_ Tx, env Env) error {
	s := env.Actor.Subject
	if env.Actor.User != e.User || e.User == 0 || s == nil || env.Actor.Staff != nil {
		return problem.New(problem.Denied, "Only they themselves can choose this PIN.")
	}
	return may(env, access.DetailsView, nil)
}

// Apply stores the verifier at the server. The failures of the old PIN do not count for the new.
func (e *SetPIN) Apply(tx Tx, env Env) (Result, error) {
	u, _, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	key := records.Key{Kind: records.KindPIN, ID: int64(e.User)}
	old, has := get[*records.PIN](tx, key)
	given := has && e.Old != "" && old.Stamp() == e.Old && u.PIN == records.PINSet
	if u.PIN != records.NoPIN && !given && !env.Actor.Subject.PINReset {
		return res, problem.New(problem.Denied, "To reset your PIN, please ask us.").On("old-pin")
	}
	n := *u
	n.PIN = records.PINSet
	tx.Put(&n)
	tx.Put(&records.PIN{ID: e.User, Verifier: e.Verifier})
	return res, nil
}

// LockPIN shuts a PIN that was guessed too often. Only a new one opens it.
type LockPIN struct {
	User  records.UserID
	Stamp string // of the PIN that was guessed: a newer one stays
}

// Validate has nothing to refuse.
func (e *LockPIN) Validate() error { return nil }

// Authorize lets the server alone.
func (e *LockPIN) Authorize(_ Tx, env Env) error {
	if !env.Actor.Server || env.Side != Server {
		return problem.New(problem.Denied, "Only the hosted portal does this.")
	}
	return nil
}

// Apply shuts the PIN.
func (e *LockPIN) Apply(tx Tx, _ Env) (Result, error) {
	pin, ok := get[*records.PIN](tx, records.Key{Kind: records.KindPIN, ID: int64(e.User)})
	if !ok || pin.Stamp() != e.Stamp {
		return Result{About: e.User.Key(), Status: records.Merged}, nil
	}
	return setPIN(tx, e.User, records.PINLocked)
}

// ResetPIN takes a PIN away, so that the customer can choose another one: what staff do at the desk
// for those who may not reset it in the portal.
type ResetPIN struct{ User records.UserID }

// Validate has nothing to refuse.
func (e *ResetPIN) Validate() error { return nil }

// Authorize lets access managers and administrators.
func (e *ResetPIN) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply takes the PIN away.
func (e *ResetPIN) Apply(tx Tx, _ Env) (Result, error) { return setPIN(tx, e.User, records.NoPIN) }

func setPIN(tx Tx, id records.UserID, to records.PINState) (Result, error) {
	u, _, res, err := holder(tx, id)
	if err != nil {
		return res, err
	}
	if u.PIN == to {
		res.Status = records.Merged
		return res, nil
	}
	n := *u
	n.PIN = to
	tx.Put(&n)
	tx.Delete(records.Key{Kind: records.KindPIN, ID: int64(id)})
	return res, nil
}
