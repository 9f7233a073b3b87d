package edit

import (
	"cmp"
	"reflect"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// renewer is an edit that can be made again on what is so now: the fields that its author edited
// keep what was wanted, all others are as they are. It fails where its record is gone. The id is
// for what has to be made anew.
type renewer interface {
	again(tx Tx, id int64) (Edit, error)
}

// rebase makes an edit's Was and Want, as they were, into those of a form that is opened now.
func rebase(now, was, want reflect.Value) {
	for i := range now.NumField() {
		f := now.Type().Field(i)
		n, was, want := now.Field(i), was.Field(i), want.Field(i)
		switch {
		case f.Anonymous:
			rebase(n, was, want)
			continue
		case f.Type == reflect.TypeFor[access.Matrix]():
			for k := range n.Len() {
				rebaseField(n.Index(k), was.Index(k), want.Index(k))
			}
			continue
		case f.Type == reflect.TypeFor[access.ComponentSet]():
			want.SetUint(n.Uint()&^(was.Uint()&^want.Uint()) | want.Uint()&^was.Uint())
		case n.Kind() == reflect.Slice && n.Type().Elem().Kind() == reflect.Int64:
			want.Set(mergeSets(n, was, want))
		case same(was, want):
			want.Set(n)
		}
		was.Set(n)
	}
}

func rebaseField(now, was, want reflect.Value) {
	if same(was, want) {
		want.Set(now)
	}
	was.Set(now)
}

// rebased rebases a Was and a Want of one type.
func rebased[T any](now T, was, want *T) {
	rebase(reflect.ValueOf(&now).Elem(), reflect.ValueOf(was).Elem(), reflect.ValueOf(want).Elem())
}

func (e *Save[T, P]) renew(tx Tx) error {
	now, there := get[P](tx, P(&e.Want).Key())
	if !there {
		return gone("This")
	}
	if e.Was == nil {
		return problem.New(problem.Conflict, "This exists already.")
	}
	rebased(*now, e.Was, &e.Want)
	return nil
}

// renewed is what an edit that embeds Save becomes: e itself, on what is so now.
type renewed interface{ renew(Tx) error }

// remake gives an edit again, whatever kind it is of.
func remake(tx Tx, e Edit, id int64) (Edit, error) {
	if r, ok := e.(renewer); ok {
		return r.again(tx, id)
	}
	if r, ok := e.(renewed); ok {
		return e, r.renew(tx)
	}
	return e, nil
}

func (e *AddAccess) again(tx Tx, id int64) (Edit, error) {
	_, p, _, err := holder(tx, e.User)
	if err != nil {
		return nil, err
	}
	for _, has := range accessesOf(tx, e.User) {
		if has.Account == cmp.Or(e.Account, p.Account) {
			return &UpdateAccess{ID: has.ID, User: e.User, Was: termsOf(has), Want: e.Terms}, nil
		}
	}
	n := *e
	n.ID = records.AccessID(id)
	return &n, nil
}

func (e *UpdateAccess) again(tx Tx, id int64) (Edit, error) {
	a, ok := get[*records.Access](tx, records.Key{Kind: records.KindAccess, ID: int64(e.ID)})
	if !ok {
		return (&AddAccess{User: e.User, Terms: e.Want}).again(tx, id)
	}
	rebased(termsOf(a), &e.Was, &e.Want)
	return e, nil
}

func (e *UpdatePortalPanel) again(tx Tx, _ int64) (Edit, error) {
	u, p, _, err := holder(tx, e.User)
	if err != nil {
		return nil, err
	}
	rebased(Panel{u.PortalUser, u.Username, u.Support, p.Email}, &e.Was, &e.Want)
	return e, nil
}

func (e *UpdateDetails) again(tx Tx, _ int64) (Edit, error) {
	p, ok := get[*records.Person](tx, person(e.Person))
	if !ok {
		return nil, gone("The person")
	}
	rebased(Details{p.First, p.Last, p.Phone, p.Mobile, p.JobTitle}, &e.Was, &e.Want)
	return e, nil
}

func (e *UpdateAccount) again(tx Tx, _ int64) (Edit, error) {
	a, ok := get[*records.Account](tx, account(e.ID))
	if !ok {
		return nil, gone("The account")
	}
	rebased(TermsOf(a), &e.Was, &e.Want)
	return e, nil
}

func (e *UpdateProfile) again(tx Tx, _ int64) (Edit, error) {
	p, ok := get[*records.Profile](tx, profile(e.ID))
	if !ok {
		return nil, gone("The profile")
	}
	rebased(ProfileTerms{p.Name, p.Description, p.Assignable, p.Matrix}, &e.Was, &e.Want)
	return e, nil
}

func (e *SetPortal) again(tx Tx, _ int64) (Edit, error) {
	p, ok := get[*records.Portal](tx, records.PortalKey)
	if !ok {
		return nil, gone("The portal")
	}
	rebased(*p, &e.Was, &e.Want)
	return e, nil
}

func (e *SetRequests) again(tx Tx, _ int64) (Edit, error) {
	u, _, _, err := holder(tx, e.User)
	if err != nil {
		return nil, err
	}
	e.Was = u.Requests
	return e, nil
}

func (e *SetOverrides) again(tx Tx, _ int64) (Edit, error) {
	a, ok := get[*records.Access](tx, records.Key{Kind: records.KindAccess, ID: int64(e.Access)})
	if !ok {
		return nil, gone("The portal access")
	}
	want := access.Overrides{}
	for _, k := range access.Permissions() {
		was, hadWas := e.Was[k]
		v, has := e.Want[k]
		if was == v && hadWas == has {
			v, has = a.Overrides[k]
		}
		if has {
			want[k] = v
		}
	}
	e.Was, e.Want = a.Overrides, want
	return e, nil
}

func (e *WriteArticle) again(tx Tx, _ int64) (Edit, error) {
	a, ok := get[*records.Article](tx, e.Want.Key())
	switch {
	case !ok:
		return nil, gone("The article")
	case e.Was == nil:
		return nil, problem.New(problem.Conflict, "This article exists already.")
	}
	rebased(*a, e.Was, &e.Want)
	return e, nil
}

// again of a person who was kept without a login, or without portal access: give it to them.
func (e *CreatePerson) again(tx Tx, _ int64) (Edit, error) {
	if e.User == nil {
		return e, nil
	}
	if u, ok := get[*records.User](tx, user(e.User.ID)); ok {
		p, ok := get[*records.Person](tx, person(u.Person))
		if !ok {
			return nil, gone("The person")
		}
		now := Panel{u.PortalUser, u.Username, u.Support, p.Email}
		want := now
		want.PortalUser = e.User.PortalUser
		return &UpdatePortalPanel{User: u.ID, Was: now, Want: want}, nil
	}
	return nil, problem.New(problem.Invalid, "Somebody else has this username. Open the person, "+
		"and choose another one.")
}
