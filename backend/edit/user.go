package edit

import (
	"fmt"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// UpdatePortalPanel changes the Customer Portal Information of a person (C2 to C5), field by field.
type UpdatePortalPanel struct {
	User      records.UserID
	Was, Want Panel
}

// Panel is what the panel shows of a login.
type Panel struct {
	PortalUser bool
	Username   string
	Support    access.Window
	Email      string
}

// Validate checks what is wanted by itself.
func (e *UpdatePortalPanel) Validate() error {
	if err := records.CheckEmail(e.Want.Email); err != nil {
		return err
	}
	return e.Want.Support.Check()
}

// Authorize lets access managers and administrators, and an identity provider for username and
// e-mail address of its own people.
func (e *UpdatePortalPanel) Authorize(tx Tx, env Env) error {
	if env.Actor.Token == 0 {
		return staff(tx, env, records.AccessManager)
	}
	if e.Was.PortalUser != e.Want.PortalUser || e.Was.Support != e.Want.Support {
		return notThis
	}
	return identifies(tx, env, e.User)
}

// Apply sets the fields that the author edited. Where somebody else set the same one meanwhile,
// the stricter value of Portal User and of the support period stays in force.
func (e *UpdatePortalPanel) Apply(tx Tx, env Env) (Result, error) {
	u, ok := get[*records.User](tx, user(e.User))
	if !ok {
		return Result{About: user(e.User), Subject: e.Was.Username}, gone("The login")
	}
	p, ok := get[*records.Person](tx, person(u.Person))
	if !ok {
		return Result{}, gone("The person")
	}
	res := Result{Subject: p.Name(), About: u.ID.Key(), Status: records.Merged}
	n, q := *u, *p
	if err := e.gates(&res, &n); err != nil {
		return res, err
	}
	setText(&res, &n.Username, e.Was.Username, e.Want.Username)
	setText(&res, &q.Email, e.Was.Email, e.Want.Email)
	if taken(tx, &n) {
		return res, problem.Newf(problem.Invalid,
			"Somebody else signs in with the username %s. Choose another one.", n.Username).
			On("username")
	}
	if n != *u {
		tx.Put(&n)
	}
	if q != *p {
		tx.Put(&q)
	}
	return res, nil
}

func (e *UpdatePortalPanel) gates(res *Result, n *records.User) error {
	if e.Was.PortalUser != e.Want.PortalUser && n.PortalUser != e.Want.PortalUser {
		n.PortalUser = e.Want.PortalUser
		res.Status = records.Applied
	}
	if e.Was.Support == e.Want.Support || n.Support == e.Want.Support {
		return nil
	}
	if n.Support != e.Was.Support && !e.Want.Support.Within(n.Support) &&
		!e.Want.Support.Within(e.Was.Support) {
		res.Mine, res.Theirs = span(e.Want.Support), span(n.Support)
		return problem.New(problem.Conflict,
			"Somebody else changed the support period meanwhile. Theirs stays in force.")
	}
	n.Support, res.Status = e.Want.Support, records.Applied
	return nil
}

func span(w access.Window) string { return fmt.Sprintf("%s – %s", w.From, w.To) }

// SetPassword sets a user's password by its verifier. Whoever makes the edit has hashed it: the
// password itself is in no edit, outbox or history. Every one-time link of the user ends with it.
type SetPassword struct {
	User     records.UserID
	Verifier string
	Initial  bool   // C6: must be changed at first sign-in
	Link     string `json:",omitempty"` // the hash of the one-time link that lets them, or empty
}

// Validate refuses anything but an Argon2id verifier.
func (e *SetPassword) Validate() error {
	if !strings.HasPrefix(e.Verifier, "$argon2id$") || len(e.Verifier) > 400 {
		return problem.New(problem.Invalid, "The password cannot be stored.")
	}
	return nil
}

// Authorize lets staff set an initial one, users their own, and a customer's Manager an initial one
// for somebody who has not chosen theirs yet (A19).
func (e *SetPassword) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil && e.Initial {
		return staff(tx, env, records.AccessManager)
	}
	if env.Actor.User == e.User && e.User != 0 && !e.Initial {
		return e.link(tx, env)
	}
	if u, ok := get[*records.User](tx, user(e.User)); ok && e.Initial &&
		(!u.PasswordSet || u.MustChange) && env.Actor.Subject != nil {
		return giver(tx, env, e.User, nil)
	}
	return problem.New(problem.Denied, "Only they themselves can choose this password.")
}

// link refuses a one-time link that is another's, has expired, or was used in the meantime.
func (e *SetPassword) link(tx Tx, env Env) error {
	if e.Link == "" {
		return nil
	}
	l, ok := get[*records.Link](tx, records.LinkKey(e.Link))
	if !ok || l.User != e.User || !l.Opens(e.Link, env.Now.Unix()) {
		return problem.New(problem.Denied, "This link is no longer good. Ask for a new one.")
	}
	return nil
}

// Apply stores the verifier at the server. A session is bound to the verifier it began with, so
// that a new one ends it.
func (e *SetPassword) Apply(tx Tx, env Env) (Result, error) {
	u, ok := get[*records.User](tx, user(e.User))
	if !ok {
		return Result{}, gone("The login")
	}
	res := Result{About: u.ID.Key(), Subject: u.Username}
	if p, ok := get[*records.Person](tx, person(u.Person)); ok {
		res.Subject = p.Name()
	}
	n := *u
	n.PasswordSet, n.MustChange, n.Locked = true, e.Initial, false
	tx.Put(&n)
	tx.Put(&records.Credential{ID: u.ID, Verifier: e.Verifier})
	for _, l := range find[*records.Link](tx, records.KindLink, "user_id", int64(u.ID)) {
		tx.Delete(l.Key())
	}
	return res, nil
}

// SetPortalUser lets somebody sign in, or no longer (C3): what a customer's Manager may do of the
// panel (A19).
type SetPortalUser struct {
	User records.UserID
	On   bool
}

// Validate refuses a switch of nobody's.
func (e *SetPortalUser) Validate() error {
	if e.User <= 0 {
		return problem.New(problem.Invalid, "Choose a login.")
	}
	return nil
}

// Authorize lets access managers and administrators, and a customer's Manager (A35).
func (e *SetPortalUser) Authorize(tx Tx, env Env) error { return giver(tx, env, e.User, nil) }

// Apply turns the switch.
func (e *SetPortalUser) Apply(tx Tx, env Env) (Result, error) {
	u, _, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	if u.PortalUser == e.On {
		res.Status = records.Merged
		return res, nil
	}
	n := *u
	n.PortalUser = e.On
	tx.Put(&n)
	return res, nil
}

// SignedIn notes that a user has signed in at the hosted portal, so that staff see who never did,
// and in which language, so that mails come in it.
type SignedIn struct {
	User records.UserID
	Lang string `json:",omitempty"`
}

// Validate has nothing to refuse.
func (e *SignedIn) Validate() error { return nil }

// Authorize lets the user who signed in.
func (e *SignedIn) Authorize(tx Tx, env Env) error {
	if env.Actor.User == e.User && e.User != 0 {
		return nil
	}
	return problem.New(problem.Denied, "Only the hosted portal notes this.")
}

// Apply sets the time.
func (e *SignedIn) Apply(tx Tx, env Env) (Result, error) {
	u, _, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	n := *u
	n.LastSeen = env.Now.Unix()
	if e.Lang != "" {
		n.Lang = e.Lang
	}
	tx.Put(&n)
	return res, nil
}
