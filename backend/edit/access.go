package edit

import (
	"cmp"
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Terms are what a portal access gives.
type Terms struct {
	Profile  records.ProfileID
	Schedule access.Window
	Closed   access.ComponentSet
	CanSign  bool
	PinReset bool
}

// AddAccess gives a user portal access at an account (O5, B17).
type AddAccess struct {
	ID      records.AccessID
	User    records.UserID
	Account records.AccountID // 0 = their own
	Terms   Terms
}

// Validate checks the terms by themselves.
func (e *AddAccess) Validate() error {
	if e.ID <= 0 || e.User <= 0 {
		return problem.New(problem.Invalid, "A portal access belongs to a user.")
	}
	if e.Terms.Profile <= 0 {
		return problem.New(problem.Invalid, "Choose a security profile.").On("profile")
	}
	return e.Terms.Schedule.Check()
}

// Authorize lets access managers and administrators, and a customer's Manager (A35).
func (e *AddAccess) Authorize(tx Tx, env Env) error {
	if e.Account != 0 { // only the office knows several
		return staff(tx, env, records.AccessManager)
	}
	return giver(tx, env, e.User, &e.Terms)
}

// Apply writes the access. Somebody who has one already keeps it: the first in the server's order
// stands.
func (e *AddAccess) Apply(tx Tx, env Env) (Result, error) {
	u, p, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	at := cmp.Or(e.Account, p.Account)
	if tx.Row(account(at)) == nil {
		return res, gone("The account")
	}
	for _, has := range accessesOf(tx, e.User) {
		if has.Account != at {
			continue
		}
		if termsOf(has) == e.Terms {
			res.Status = records.Merged
			return res, nil
		}
		res.Mine, res.Theirs = held(tx, e.Terms.Profile), held(tx, has.Profile)
		return res, problem.Newf(problem.Conflict,
			"%s has portal access already (%s, given by %s). Update it instead.", p.Name(),
			profileName(tx, has.Profile), has.GrantedBy)
	}
	if err := assignable(tx, e.Terms.Profile); err != nil {
		return res, err
	}
	a := &records.Access{ID: e.ID, User: u.ID, Account: at, GrantedBy: env.Actor.Name,
		Reason: env.Reason, Given: dayOf(env)}
	if tx.Row(a.Key()) != nil {
		return res, problem.New(problem.Conflict, "This access exists already. Nothing was given.")
	}
	e.Terms.onto(a)
	tx.Put(a)
	return res, nil
}

// UpdateAccess changes the terms of an access (O6), field by field.
type UpdateAccess struct {
	ID        records.AccessID
	User      records.UserID
	Was, Want Terms
}

// Validate checks what is wanted by itself.
func (e *UpdateAccess) Validate() error {
	return (&AddAccess{ID: e.ID, User: e.User, Terms: e.Want}).Validate()
}

// Authorize lets access managers and administrators, and a customer's Manager (A35).
func (e *UpdateAccess) Authorize(tx Tx, env Env) error {
	if env.Actor.Token != 0 {
		return e.provides(tx, env)
	}
	return giver(tx, env, e.User, &e.Want)
}

// Apply sets the terms that the author edited. Where somebody else changed the same one meanwhile,
// the stricter stands: a later value applies only if it is within theirs, or took away from what
// both had seen.
func (e *UpdateAccess) Apply(tx Tx, env Env) (Result, error) {
	_, _, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	a, ok := get[*records.Access](tx, records.Key{Kind: records.KindAccess, ID: int64(e.ID)})
	if !ok || a.User != e.User {
		res.Mine, res.Theirs = held(tx, e.Want.Profile), "No portal access"
		return res, gone("The portal access")
	}
	now := termsOf(a)
	want, err := e.merge(tx, now, &res)
	if err != nil {
		return res, err
	}
	if want == now {
		res.Status = records.Merged
		return res, nil
	}
	n := *a
	want.onto(&n)
	n.GrantedBy, n.Reason = env.Actor.Name, env.Reason
	tx.Put(&n)
	return res, nil
}

func (e *UpdateAccess) merge(tx Tx, now Terms, res *Result) (Terms, error) {
	want := now
	theirs := func(mine, their string) error {
		res.Mine, res.Theirs = mine, their
		return problem.New(problem.Conflict,
			"Somebody else changed this access meanwhile. Theirs stays in force.")
	}
	if e.Want.Profile != e.Was.Profile && e.Want.Profile != now.Profile {
		mine := matrixOfProfile(tx, e.Want.Profile)
		if now.Profile != e.Was.Profile && !matrixOfProfile(tx, now.Profile).Covers(mine) &&
			!matrixOfProfile(tx, e.Was.Profile).Covers(mine) {
			return want, theirs(held(tx, e.Want.Profile), held(tx, now.Profile))
		}
		if err := assignable(tx, e.Want.Profile); err != nil {
			return want, err
		}
		want.Profile = e.Want.Profile
	}
	if e.Want.Schedule != e.Was.Schedule {
		if now.Schedule != e.Was.Schedule && !e.Want.Schedule.Within(now.Schedule) &&
			!e.Want.Schedule.Within(e.Was.Schedule) {
			return want, theirs(span(e.Want.Schedule), span(now.Schedule))
		}
		want.Schedule = e.Want.Schedule
	}
	closes := e.Want.Closed &^ e.Was.Closed
	opens := e.Was.Closed &^ e.Want.Closed
	want.Closed = now.Closed&^opens | closes // component by component: no two edits meet
	if e.Want.CanSign != e.Was.CanSign {
		want.CanSign = e.Want.CanSign
	}
	if e.Want.PinReset != e.Was.PinReset {
		want.PinReset = e.Want.PinReset
	}
	return want, nil
}

// RemoveAccess takes a user's portal access away (O7). The minimum, the record, its history and its
// login stay.
type RemoveAccess struct {
	User    records.UserID
	Account records.AccountID `json:",omitempty"` // only there; 0 = everywhere
}

// Validate refuses a removal without a user.
func (e *RemoveAccess) Validate() error {
	if e.User <= 0 {
		return problem.New(problem.Invalid, "Say whose access is to be removed.")
	}
	return nil
}

// Authorize lets access managers and administrators, and a customer's Manager (A35). Staff who may
// no longer leave a task. An identity provider takes away what is at its account.
func (e *RemoveAccess) Authorize(tx Tx, env Env) error {
	if env.Actor.Token != 0 && provider(tx, env, e.Account) != nil {
		return notThis
	}
	return giver(tx, env, e.User, nil)
}

// Apply deletes the accesses. It never fails because it is late: somebody without access, or a
// login that is gone, is what it wanted.
func (e *RemoveAccess) Apply(tx Tx, env Env) (Result, error) {
	_, _, res, err := holder(tx, e.User)
	res.Status = records.Merged
	if err != nil {
		return res, nil
	}
	for _, a := range accessesOf(tx, e.User) {
		if e.Account == 0 || a.Account == e.Account {
			tx.Delete(a.Key())
			res.Status = records.Applied
		}
	}
	return res, nil
}

// removes names the subjects, also when nothing changed. Of a login that is gone they are those
// that it had in the end: the same person may be made anew.
func (e *RemoveAccess) removes(b *buffer) []string {
	list := subjectsOfUser(b, e.User)
	if b.Row(user(e.User)) != nil {
		return list
	}
	u := as[records.User](deleted(b, user(e.User)))
	if u == nil {
		return list
	}
	list = append(list, subjectsOf(b, u.Person)...)
	if p := as[records.Person](deleted(b, person(u.Person))); p != nil && p.Email != "" {
		list = append(list, identitySubject(p.Email))
	}
	return list
}

// deleted gives a record that is gone as the history has it last, nil where it does not have it.
func deleted(tx Tx, k records.Key) (r records.Record) {
	last := int64(-1)
	for _, h := range find[*records.History](tx, records.KindHistory, "about", k.ID) {
		for _, c := range changesOf(h) {
			if c.Key != k || h.N <= last {
				continue
			}
			last = h.N
			if r = recordOf(k.Kind, c.Before); r == nil {
				r = recordOf(k.Kind, c.After)
			}
		}
	}
	return r
}

// holder finds the user and the person behind an access.
func holder(tx Tx, id records.UserID) (*records.User, *records.Person, Result, error) {
	u, ok := get[*records.User](tx, user(id))
	if !ok {
		return nil, nil, Result{About: id.Key()}, gone("The login")
	}
	p, ok := get[*records.Person](tx, person(u.Person))
	if !ok {
		return nil, nil, Result{About: id.Key(), Subject: u.Username}, gone("The person")
	}
	return u, p, Result{About: id.Key(), Subject: p.Name()}, nil
}

func accessesOf(tx Tx, id records.UserID) []*records.Access {
	return find[*records.Access](tx, records.KindAccess, "user_id", int64(id))
}

func termsOf(a *records.Access) Terms {
	return Terms{a.Profile, a.Schedule, a.Closed, a.CanSign, a.PinReset}
}

func (t Terms) onto(a *records.Access) {
	a.Profile, a.Schedule, a.Closed = t.Profile, t.Schedule, t.Closed
	a.CanSign, a.PinReset = t.CanSign, t.PinReset
}

func assignable(tx Tx, id records.ProfileID) error {
	if tx.Row(profile(id)) == nil {
		return gone("The security profile")
	}
	if int64(id) == access.GuestProfile {
		return problem.New(problem.Invalid,
			"This security profile cannot be given to a person. Choose another one.").On("profile")
	}
	return nil
}

func matrixOfProfile(tx Tx, id records.ProfileID) access.Matrix {
	return matrixOf(tx, &records.Access{Profile: id})
}

// held says what somebody has who has a profile.
func held(tx Tx, id records.ProfileID) string {
	return fmt.Sprintf("Security Profile %s", profileName(tx, id))
}

func profileName(tx Tx, id records.ProfileID) string {
	if p, ok := get[*records.Profile](tx, profile(id)); ok {
		return p.Name
	}
	return "a profile that is gone"
}
