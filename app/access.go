package app

import (
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// AccessForm is the dialog in which access is given or changed.
type AccessForm struct {
	User     string   `json:"user"`
	Profile  string   `json:"profile"`
	Start    string   `json:"start"`
	End      string   `json:"end"`
	Closed   []string `json:"closed"`
	CanSign  bool     `json:"canSign"`
	PinReset bool     `json:"pinReset"`
	Reason   string   `json:"reason"`
}

func (f AccessForm) terms() (t edit.Terms, err error) {
	if t.Profile, err = records.ParseID[records.Profile](f.Profile); err != nil || t.Profile == 0 {
		return t, problem.New(problem.Invalid, "Choose a security profile.").On("profile")
	}
	if t.Schedule, err = window(f.Start, f.End); err != nil {
		return t, err
	}
	for _, key := range f.Closed {
		c, err := access.ParseComponent(key)
		if err != nil {
			return t, err
		}
		t.Closed |= access.SetOf(c)
	}
	t.CanSign, t.PinReset = f.CanSign, f.PinReset
	return t, nil
}

// AddAccess gives a user portal access (O5).
func (d *Desk) AddAccess(f AccessForm) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.cast(f.User)
	if err != nil {
		return v, err
	}
	t, err := f.terms()
	if err != nil {
		return v, err
	}
	return d.save(&edit.AddAccess{ID: records.AccessID(d.env.NewID()), User: c.User.ID, Terms: t},
		f.Reason, fmt.Sprintf("Access given to %s.", c.Person.Name()))
}

// UpdateAccess changes a user's portal access (O6).
func (d *Desk) UpdateAccess(f AccessForm) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.withAccess(f.User)
	if err != nil {
		return v, err
	}
	t, err := f.terms()
	if err != nil {
		return v, err
	}
	a := c.Access
	was := edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
		CanSign: a.CanSign, PinReset: a.PinReset}
	return d.save(&edit.UpdateAccess{ID: a.ID, User: c.User.ID, Was: was, Want: t}, f.Reason,
		fmt.Sprintf("Access of %s updated.", c.Person.Name()))
}

// RemoveAccess takes a user's portal access away; the minimum stays (O7).
func (d *Desk) RemoveAccess(user, reason string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.cast(user)
	if err != nil {
		return v, err
	}
	return d.save(&edit.RemoveAccess{User: c.User.ID}, reason,
		fmt.Sprintf("Access removed from %s. The minimum level stays.", c.Person.Name()))
}

// Difference is what a form would change for a person.
type Difference struct {
	Gains []string `json:"gains" say:"yes"`
	Loses []string `json:"loses" say:"yes"`
}

// Difference shows before saving what a form gives and takes (B7).
func (d *Desk) Difference(f AccessForm) (v Difference, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.cast(f.User)
	if err != nil {
		return v, err
	}
	before := c.Subject()
	if err := d.draft(c, f); err != nil {
		return v, err
	}
	return differenceOf(access.Compare(before, c.Subject(), d.moment())), nil
}

// differenceOf says changes in plain words.
func differenceOf(changes []access.Change) (v Difference) {
	v = Difference{Gains: []string{}, Loses: []string{}}
	for _, change := range changes {
		if change.Wider {
			v.Gains = append(v.Gains, said(change, change.After))
		}
		if change.Narrower {
			v.Loses = append(v.Loses, said(change, change.Before))
		}
	}
	return v
}

// said says what is won or lost of a permission: where its scope stays, some of the records.
func said(c access.Change, s access.Scope) string {
	if c.Before == c.After {
		return fmt.Sprintf("%s (part of it)", access.Say(c.Permission, s))
	}
	return access.Say(c.Permission, s)
}

// draft puts a form that is not saved in the place of a cast's access.
func (d *Desk) draft(c *records.Cast, f AccessForm) error {
	t, err := f.terms()
	if err != nil {
		return err
	}
	a := &records.Access{Profile: t.Profile, Schedule: t.Schedule, Closed: t.Closed,
		CanSign: t.CanSign, PinReset: t.PinReset}
	if c.Access != nil { // what the form does not show stays
		a.Overrides = c.Access.Overrides
	}
	return d.store.Hold(d.ctx, c, a)
}

// ProfileView is a security profile with what it allows, in plain words (O4, O15).
type ProfileView struct {
	ID          string       `json:"id"`
	Name        string       `json:"name" say:"profile"`
	Description string       `json:"description" say:"System"`
	System      bool         `json:"system"`
	Allows      []AllowsView `json:"allows"`
	Holders     int          `json:"holders"`
	CanGive     bool         `json:"canGive"`   // to a person: the minimum needs no giving
	CanChange   bool         `json:"canChange"` // by whoever works here
}

// AllowsView is what a profile allows in one component.
type AllowsView struct {
	Component string   `json:"component"`
	Label     string   `json:"label" say:"yes"`
	Lines     []string `json:"lines" say:"yes"`
}

// Profiles gives the security profiles that can be given to a person.
func (d *Desk) Profiles() (list []ProfileView, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	me, err := d.me()
	if err != nil {
		return nil, err
	}
	all, err := d.store.Profiles(d.ctx)
	if err != nil {
		return nil, err
	}
	holders, err := d.store.Holders(d.ctx)
	if err != nil {
		return nil, err
	}
	list = []ProfileView{}
	for _, p := range all {
		if int64(p.ID) == access.GuestProfile {
			continue
		}
		v := ProfileView{ID: p.ID.String(), Name: p.Name, Description: p.Description,
			System: p.System, Allows: []AllowsView{}, Holders: holders[p.ID],
			CanGive:   int64(p.ID) != access.MinimumProfile,
			CanChange: me.Role == records.Administrator}
		allows := access.Allows(p.Matrix)
		for _, c := range access.Components() {
			if len(allows[c]) > 0 {
				v.Allows = append(v.Allows, AllowsView{c.String(), c.Label(), allows[c]})
			}
		}
		list = append(list, v)
	}
	return list, nil
}

// ComponentView is a portal component.
type ComponentView struct {
	Key   string `json:"key"`
	Label string `json:"label" say:"yes"`
}

// Components gives the portal's components in the order of their tiles (C9).
func (d *Desk) Components() (list []ComponentView, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	for _, c := range access.Components() {
		list = append(list, ComponentView{c.String(), c.Label()})
	}
	return list, nil
}
