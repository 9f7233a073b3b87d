package app

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ProfileForm is a security profile as its form shows it (A33, A34).
type ProfileForm struct {
	ID          string            `json:"id"`   // empty: a new one,
	Base        string            `json:"base"` // which is copied from this one
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Assignable  bool              `json:"assignable"`
	Scopes      map[string]string `json:"scopes"` // by permission; what is not named gives nothing
}

// ProfileRecord is a security profile with its matrix. Was goes back with what is saved.
type ProfileRecord struct {
	Form        ProfileForm   `json:"form"`
	Was         string        `json:"was"`
	Name        string        `json:"name" say:"profile"`
	Description string        `json:"description" say:"System"`
	BaseName    string        `json:"baseName" say:"profile"` // what it was copied from
	System      bool          `json:"system"`                 // only Assignable can change (A32)
	CanChange   bool          `json:"canChange"`              // by whoever works here
	Holders     int           `json:"holders"`                // accesses that have it
	History     []HistoryLine `json:"history"`
}

// PermissionView is a row of the matrix: a permission with the scopes that it can be given.
type PermissionView struct {
	Key       string      `json:"key"`
	Label     string      `json:"label" say:"yes"`
	Component string      `json:"component"`
	Tick      bool        `json:"tick"` // it is given or not: its scope says nothing
	Scopes    []ScopeView `json:"scopes"`
}

// ScopeView is how far a permission reaches.
type ScopeView struct {
	Key   string `json:"key"`
	Label string `json:"label" say:"yes"`
}

// Permissions gives the rows of the matrix, in the order of the tiles.
func (d *Desk) Permissions() (list []PermissionView, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	for _, p := range access.Permissions() {
		v := PermissionView{Key: p.String(), Label: p.Label(), Component: p.Component().String()}
		for _, s := range p.Scopes() {
			v.Scopes = append(v.Scopes, ScopeView{s.String(), cmp.Or(s.Plain(), "nothing")})
		}
		v.Tick = isTick(p)
		list = append(list, v)
	}
	return list, nil
}

func isTick(p access.Permission) bool { return len(p.Scopes()) == 2 }

// Profile gives a security profile.
func (d *Desk) Profile(id string) (v ProfileRecord, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	p, err := d.profile(id)
	if err != nil {
		return v, err
	}
	if v, err = d.profileRecord(p); err != nil {
		return v, err
	}
	if p.Base != 0 {
		base, err := d.store.Profile(d.ctx, p.Base)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return v, err
		}
		if err == nil {
			v.BaseName = base.Name
		}
	}
	holders, err := d.store.Holders(d.ctx)
	v.Holders = holders[p.ID]
	if err != nil {
		return v, err
	}
	v.History, err = d.historyOf(p.Key())
	return v, err
}

// CopyProfile begins a custom profile that has what another one has (A33). Nothing is saved yet.
func (d *Desk) CopyProfile(from string) (v ProfileRecord, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	p, err := d.profile(from)
	if err != nil {
		return v, err
	}
	v, err = d.profileRecord(&records.Profile{Base: p.ID, Matrix: p.Matrix})
	v.BaseName, v.History = p.Name, []HistoryLine{}
	return v, err
}

func (d *Desk) profileRecord(p *records.Profile) (v ProfileRecord, err error) {
	me, err := d.me()
	if err != nil {
		return v, err
	}
	was, err := json.Marshal(termsOf(p))
	if err != nil {
		return v, err
	}
	v = ProfileRecord{Was: string(was), Name: p.Name, Description: p.Description,
		System: p.System, CanChange: me.Role == records.Administrator,
		Form: ProfileForm{ID: p.ID.String(), Base: p.Base.String(), Name: p.Name,
			Description: p.Description, Assignable: p.Assignable, Scopes: scopesOf(p.Matrix)}}
	return v, nil
}

// scopesOf gives what a matrix gives, by permission.
func scopesOf(m access.Matrix) map[string]string {
	scopes := map[string]string{}
	for k, s := range m {
		if s > access.None {
			scopes[access.Permission(k).String()] = s.String()
		}
	}
	return scopes
}

func (d *Desk) profile(id string) (*records.Profile, error) {
	n, err := records.ParseID[records.Profile](id)
	if err != nil {
		return nil, err
	}
	return d.store.Profile(d.ctx, n)
}

func termsOf(p *records.Profile) edit.ProfileTerms {
	return edit.ProfileTerms{Name: p.Name, Description: p.Description, Assignable: p.Assignable,
		Matrix: p.Matrix}
}

// profile reads the form.
func (f ProfileForm) profile() (p records.Profile, err error) {
	if p.ID, err = records.ParseID[records.Profile](f.ID); err != nil {
		return p, err
	}
	if p.Base, err = records.ParseID[records.Profile](f.Base); err != nil {
		return p, err
	}
	p.Name, p.Description = strings.TrimSpace(f.Name), strings.TrimSpace(f.Description)
	p.Assignable = f.Assignable
	for key, scope := range f.Scopes {
		k, err := access.ParsePermission(key)
		if err != nil {
			return p, err
		}
		if p.Matrix[k], err = access.ParseScope(scope); err != nil {
			return p, err
		}
	}
	return p, nil
}

// SaveProfile makes a custom profile, or changes one; of a system profile only whether it may be
// assigned by a client user (A32).
func (d *Desk) SaveProfile(was string, f ProfileForm) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	p, err := f.profile()
	if err != nil {
		return v, err
	}
	if p.ID == 0 {
		p.ID = records.ProfileID(d.env.NewID())
		v, err = d.save(&edit.CreateProfile{Profile: p}, "", fmt.Sprintf("Profile %s was made.", p.Name))
		v.ID = p.ID.String()
		return v, err
	}
	var old edit.ProfileTerms
	if err := json.Unmarshal([]byte(was), &old); err != nil {
		return v, problem.New(problem.Invalid, "Open the profile again.").By(err)
	}
	v, err = d.save(&edit.UpdateProfile{ID: p.ID, Was: old, Want: termsOf(&p)}, "",
		fmt.Sprintf("Profile %s was changed.", p.Name))
	v.ID = f.ID
	return v, err
}

// RemoveProfile deletes a custom profile that nobody has.
func (d *Desk) RemoveProfile(id string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	p, err := d.profile(id)
	if err != nil {
		return v, err
	}
	return d.save(&edit.RemoveProfile{ID: p.ID}, "", fmt.Sprintf("Profile %s was deleted.", p.Name))
}

// ProfileChange shows who gains and who loses what by a profile that is not saved yet (B7).
func (d *Desk) ProfileChange(f ProfileForm) (v PeopleChange, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	p, err := f.profile()
	if err != nil {
		return v, err
	}
	return d.peopleChange(changing(func(yield func(*records.Cast) bool) error {
		return d.store.EverybodyWith(d.ctx, p.ID, yield)
	}, func(c *records.Cast) {
		if c.Profile != nil && c.Profile.ID == p.ID {
			c.Profile = &p
		}
	}))
}

// HoldersView are the people who hold a profile, or what a permission gives (O15).
type HoldersView struct {
	Total  int          `json:"total"`
	People []HolderView `json:"people"` // the first of them, by name
}

// HolderView is one of them, at one account.
type HolderView struct {
	User    string `json:"user"`
	Name    string `json:"name" say:"name"`
	Account string `json:"account"`
	Profile string `json:"profile" say:"profile"`
	Scope   string `json:"scope" say:"yes"` // how far the permission reaches; else empty
}

const mostHolders = 200

// Holders gives everybody who has a profile, or to whom a permission gives anything now.
func (d *Desk) Holders(profile, permission string) (v HoldersView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	v.People = []HolderView{}
	add := func(c *records.Cast, s *access.Subject, scope string) {
		v.People = append(v.People, HolderView{User: c.User.ID.String(), Name: c.Person.Name(),
			Account: s.AccountName, Profile: s.ProfileName, Scope: scope})
	}
	if permission == "" {
		p, err := d.profile(profile)
		if err != nil {
			return v, err
		}
		err = d.store.EverybodyWith(d.ctx, p.ID, func(c *records.Cast) bool {
			add(c, c.Subject(), "")
			return true
		})
		return v.sorted(), err
	}
	k, err := access.ParsePermission(permission)
	if err != nil {
		return v, err
	}
	at := d.moment()
	err = d.store.Everybody(d.ctx, func(c *records.Cast) bool {
		s := c.Subject()
		switch reach := s.Reach(k, at); {
		case reach > access.None && isTick(k):
			add(c, s, "")
		case reach > access.None:
			add(c, s, reach.Plain())
		}
		return true
	})
	return v.sorted(), err
}

// sorted is the view with only the first people, by name.
func (v HoldersView) sorted() HoldersView {
	v.Total = len(v.People)
	slices.SortFunc(v.People, func(a, b HolderView) int {
		return cmp.Or(cmp.Compare(records.Fold(a.Name), records.Fold(b.Name)),
			cmp.Compare(a.Account, b.Account), cmp.Compare(a.User, b.User))
	})
	v.People = v.People[:min(len(v.People), mostHolders)]
	return v
}
