package edit

import (
	"fmt"
	"reflect"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// CreatePerson makes a contact or lead, with a login where one is given (N1).
type CreatePerson struct {
	Person records.Person
	User   *records.User
}

// Validate checks person and login by themselves.
func (e *CreatePerson) Validate() error {
	if err := e.Person.Check(); err != nil {
		return err
	}
	if e.User == nil {
		return nil
	}
	if e.User.Person != e.Person.ID {
		return problem.New(problem.Invalid, "The login belongs to somebody else.")
	}
	return e.User.Check()
}

// Authorize lets access managers and administrators, and a customer's Manager (A19).
func (e *CreatePerson) Authorize(tx Tx, env Env) error { return maker(tx, env, e) }

// Apply writes the person and the login. A login whose username is taken is left out: the person
// is kept and the inbox tells (C5).
func (e *CreatePerson) Apply(tx Tx, env Env) (Result, error) {
	p := e.Person
	res := Result{Subject: p.Name(), About: p.ID.Key()}
	if tx.Row(p.Key()) != nil {
		return res, problem.New(problem.Conflict, "This person exists already.")
	}
	if tx.Row(account(p.Account)) == nil {
		return res, gone("The account")
	}
	tx.Put(&p)
	if twin := e.twin(tx, env); twin != nil {
		res.Status = records.Withheld
		res.Mine, res.Theirs, res.Twin = p.Name(), twin.Name(), twin
		res.Why = fmt.Sprintf("Kept as a duplicate and without portal access: somebody else made %s "+
			"with the same e-mail address meanwhile.", twin.Name())
	}
	if e.User == nil {
		return res, nil
	}
	u := *e.User
	u.PortalUser = u.PortalUser && res.Status != records.Withheld
	res.About = u.ID.Key()
	u.PasswordSet, u.MustChange, u.LastSeen = false, false, 0
	if owner := owner(tx, &u); owner != nil {
		res.Status = records.Withheld
		if env.Saw != nil && env.Saw[keyText(owner.Key())] == "" {
			res.Twin = owner
		}
		res.Why = fmt.Sprintf("Saved without a login: somebody else signs in with the username %s.",
			u.Username)
		return res, nil
	}
	tx.Put(&u)
	return res, nil
}

// looks are the people with the same e-mail address, and who has the same username: an office may
// want two people with one address, but not unseen.
func (e *CreatePerson) looks(tx Tx) (keys []records.Key) {
	for _, p := range e.twins(tx) {
		keys = append(keys, p.Key())
	}
	if e.User != nil {
		if u := owner(tx, e.User); u != nil {
			keys = append(keys, u.Key())
		}
	}
	return keys
}

func (e *CreatePerson) twins(tx Tx) (list []*records.Person) {
	if e.Person.Email == "" {
		return nil
	}
	list = find[*records.Person](tx, records.KindPerson, "folded", records.Fold(e.Person.Email))
	return slices.DeleteFunc(list, func(p *records.Person) bool { return p.ID == e.Person.ID })
}

// twin gives a person with the same e-mail address whom the author had not seen.
func (e *CreatePerson) twin(tx Tx, env Env) *records.Person {
	for _, p := range e.twins(tx) {
		if env.Saw != nil && env.Saw[keyText(p.Key())] == "" {
			return p
		}
	}
	return nil
}

// Withhold makes the person with a login that cannot sign in.
func (e *CreatePerson) Withhold() Edit {
	w := *e
	if w.User != nil {
		u := *w.User
		u.PortalUser = false
		w.User = &u
	}
	return &w
}

// taken reports whether somebody else would sign in alike (C5).
func taken(tx Tx, u *records.User) bool { return owner(tx, u) != nil }

// owner gives the login of somebody else who would sign in alike.
func owner(tx Tx, u *records.User) *records.User {
	for _, other := range find[*records.User](tx, records.KindUser, "folded",
		records.Fold(u.Username)) {
		if other.ID != u.ID {
			return other
		}
	}
	return nil
}

// UpdateDetails is a customer's change of their own details (A18), field by field.
type UpdateDetails struct {
	Person    records.PersonID
	Was, Want Details
}

// Details are what a person may change of themselves.
type Details struct{ First, Last, Phone, Mobile, JobTitle string }

// Validate has nothing to refuse before the person is known.
func (e *UpdateDetails) Validate() error { return nil }

// Authorize lets staff, the person whose details they are, and their identity provider.
func (e *UpdateDetails) Authorize(tx Tx, env Env) error {
	switch {
	case env.Actor.Staff != nil:
		return staff(tx, env, records.AccessManager)
	case env.Actor.Token != 0:
		p, ok := get[*records.Person](tx, person(e.Person))
		if !ok {
			return notThis
		}
		return provider(tx, env, p.Account)
	}
	r := &access.Record{Keys: access.KeysOf(access.Sets{access.Own: {int64(e.Person)}})}
	return may(env, access.DetailsEdit, r)
}

// Apply sets the fields that the author edited. The last one in the server's order wins; both
// values are kept in the inbox.
func (e *UpdateDetails) Apply(tx Tx, env Env) (Result, error) {
	p, ok := get[*records.Person](tx, person(e.Person))
	if !ok {
		return Result{Subject: e.Was.First + " " + e.Was.Last, About: person(e.Person)},
			gone("The person")
	}
	res := Result{Subject: p.Name(), About: aboutPerson(tx, p.ID), Status: records.Merged}
	n := *p
	for _, f := range []struct {
		at        *string
		was, want string
	}{
		{&n.First, e.Was.First, e.Want.First}, {&n.Last, e.Was.Last, e.Want.Last},
		{&n.Phone, e.Was.Phone, e.Want.Phone}, {&n.Mobile, e.Was.Mobile, e.Want.Mobile},
		{&n.JobTitle, e.Was.JobTitle, e.Want.JobTitle},
	} {
		setText(&res, f.at, f.was, f.want)
	}
	if res.Status != records.Merged {
		tx.Put(&n)
	}
	return res, nil
}

// aboutPerson is what a history line about a person points to: the login where there is one.
func aboutPerson(tx Tx, id records.PersonID) records.Key {
	for _, u := range find[*records.User](tx, records.KindUser, "person", int64(id)) {
		return u.Key()
	}
	return id.Key()
}

// setText is the rule for plain fields: untouched ones stay (nobody's edit is clobbered by a form
// that only showed the field), a concurrent other value is overwritten and told.
func setText(res *Result, at *string, was, want string) {
	switch {
	case was == want || *at == want:
		return
	case *at != was:
		res.Status = records.Overrode
		res.Mine = line(res.Mine, quoted(reflect.ValueOf(want)))
		res.Theirs = line(res.Theirs, quoted(reflect.ValueOf(*at)))
		res.Why = overridden
	case res.Status == records.Merged:
		res.Status = records.Applied
	}
	*at = want
}

// line adds a line to a text.
func line(text, more string) string {
	if text == "" {
		return more
	}
	return text + "\n" + more
}
