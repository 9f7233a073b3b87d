package edit

import (
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SetStaffPassword sets the password with which a member of staff signs in at the server. The
// server makes it, which has hashed the password. Every one-time link of theirs ends with it.
type SetStaffPassword struct {
	Staff    records.StaffID
	Verifier string
	Link     string // the hash of the one-time link that lets them
}

// Validate refuses anything but an Argon2id verifier.
func (e *SetStaffPassword) Validate() error {
	if !strings.HasPrefix(e.Verifier, "$argon2id$") || len(e.Verifier) > 400 {
		return problem.New(problem.Invalid, "The password cannot be stored.")
	}
	return nil
}

// Authorize lets the server alone.
func (e *SetStaffPassword) Authorize(_ Tx, env Env) error { return serverItself(env) }

// Apply stores the verifier. The second factor stays.
func (e *SetStaffPassword) Apply(tx Tx, env Env) (Result, error) {
	s, l, res, err := staffLogin(tx, e.Staff)
	if err != nil {
		return res, err
	}
	link, ok := get[*records.Link](tx, records.LinkKey(e.Link))
	if !ok || link.Staff != s.ID || !link.Opens(e.Link, env.Now.Unix()) {
		return res, problem.New(problem.Denied, "This link is no longer good. Ask for a new one.")
	}
	l.Verifier = e.Verifier
	tx.Put(&l)
	for _, other := range find[*records.Link](tx, records.KindLink, "staff", int64(s.ID)) {
		tx.Delete(other.Key())
	}
	return res, nil
}

// SetStaffFactor notes that a member of staff has set up a second factor at the server, or takes it
// off. The secret is in no edit: the server keeps it.
type SetStaffFactor struct {
	Staff records.StaffID
	On    bool
}

// Validate has nothing to refuse.
func (e *SetStaffFactor) Validate() error { return nil }

// Authorize lets the server alone.
func (e *SetStaffFactor) Authorize(_ Tx, env Env) error { return serverItself(env) }

// Apply notes it, or takes it off.
func (e *SetStaffFactor) Apply(tx Tx, _ Env) (Result, error) {
	_, l, res, err := staffLogin(tx, e.Staff)
	switch {
	case err != nil:
		return res, err
	case e.On && l.Stamp == "":
		return res, problem.New(problem.Invalid, "There is no second factor to note.")
	case e.On:
		return res, nil
	case l.Stamp == "":
		res.Status = records.Merged
		return res, nil
	}
	l.Factor = records.Factor{}
	tx.Put(&l)
	return res, nil
}

// staffLogin gives somebody who works here, and how they sign in at the server.
func staffLogin(tx Tx, id records.StaffID) (*records.Staff, records.StaffLogin, Result, error) {
	s, ok := get[*records.Staff](tx, records.Key{Kind: records.KindStaff, ID: int64(id)})
	if !ok || !s.Active {
		return nil, records.StaffLogin{}, Result{}, gone("The member of staff")
	}
	login := records.StaffLogin{ID: id}
	if l, ok := get[*records.StaffLogin](tx, login.Key()); ok {
		login = *l
	}
	return s, login, Result{Subject: s.Name, About: id.Key()}, nil
}

func serverItself(env Env) error {
	if env.Actor.Server && env.Side == Server {
		return nil
	}
	return problem.New(problem.Denied, "Only the server does this.")
}
