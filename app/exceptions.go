package app

import (
	"encoding/json"
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ExceptionsView is in what a portal access differs from its security profile. Was goes back with
// what is saved.
type ExceptionsView struct {
	Was       string            `json:"was"`
	Profile   map[string]string `json:"profile"` // what the profile gives, by permission
	Own       map[string]string `json:"own"`     // what holds instead; none takes a permission away
	CanChange bool              `json:"canChange"`
}

// Exceptions gives in what a user's access differs from its profile.
func (d *Desk) Exceptions(user string) (v ExceptionsView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.withAccess(user)
	if err != nil {
		return v, err
	}
	me, err := d.me()
	if err != nil {
		return v, err
	}
	was, err := json.Marshal(c.Access.Overrides)
	if err != nil {
		return v, err
	}
	v = ExceptionsView{Was: string(was), Profile: map[string]string{}, Own: map[string]string{},
		CanChange: me.Role == records.Administrator}
	for k, s := range c.Access.Overrides {
		v.Own[k.String()] = s.String()
	}
	if c.Profile != nil {
		v.Profile = scopesOf(c.Profile.Matrix)
	}
	return v, nil
}

func (d *Desk) withAccess(user string) (*records.Cast, error) {
	c, err := d.cast(user)
	if err == nil && c.Access == nil {
		err = problem.Newf(problem.Conflict, "%s has no portal access any more. Give it anew if it "+
			"is right.", c.Person.Name())
	}
	return c, err
}

// overridesOf reads what a form says; an unknown permission or scope is refused.
func overridesOf(own map[string]string) (access.Overrides, error) {
	o := access.Overrides{}
	for key, scope := range own {
		k, err := access.ParsePermission(key)
		if err != nil {
			return nil, err
		}
		if o[k], err = access.ParseScope(scope); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// SaveExceptions changes in what a user's access differs from its profile.
func (d *Desk) SaveExceptions(user, was string, own map[string]string, reason string) (
	v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.withAccess(user)
	if err != nil {
		return v, err
	}
	var old access.Overrides
	if err := json.Unmarshal([]byte(was), &old); err != nil {
		return v, problem.New(problem.Invalid, "Open the exceptions again.").By(err)
	}
	want, err := overridesOf(own)
	if err != nil {
		return v, err
	}
	return d.save(&edit.SetOverrides{Access: c.Access.ID, Was: old, Want: want}, reason,
		fmt.Sprintf("Access of %s updated.", c.Person.Name()))
}

// ExceptionsChange shows before saving what exceptions give and take (B7).
func (d *Desk) ExceptionsChange(user string, own map[string]string) (v Difference, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.withAccess(user)
	if err != nil {
		return v, err
	}
	before, a := c.Subject(), *c.Access
	if a.Overrides, err = overridesOf(own); err != nil {
		return v, err
	}
	c.Access = &a
	return differenceOf(access.Compare(before, c.Subject(), d.moment())), nil
}

// exceptionLines says overrides in plain words, in the order of the tiles.
func exceptionLines(o access.Overrides) []string {
	list := []string{}
	for _, k := range access.Permissions() {
		switch s, ok := o[k]; {
		case ok && s == access.None:
			list = append(list, fmt.Sprintf("%s: %s", k.Label(), "nothing"))
		case ok:
			list = append(list, access.Say(k, s))
		}
	}
	return list
}
