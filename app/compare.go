package app

import (
	"cmp"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// Comparison is what two people may do now, side by side (B8).
type Comparison struct {
	First  ComparedView  `json:"first"`
	Second ComparedView  `json:"second"`
	Rows   []ComparedRow `json:"rows"` // what at least one of them may do, in the order of the tiles
}

// ComparedView is one of the two.
type ComparedView struct {
	Name    string `json:"name" say:"name"`
	Account string `json:"account"`
	Profile string `json:"profile" say:"profile"`
}

// ComparedRow is a permission with how far it really reaches for each: nothing where any gate
// denies it.
type ComparedRow struct {
	Component string `json:"component"`
	Label     string `json:"label" say:"yes"`
	First     string `json:"first" say:"yes"`
	Second    string `json:"second" say:"yes"`
	Differs   bool   `json:"differs"`
}

// Compare shows two users side by side, each at their own account.
func (d *Desk) Compare(first, second string) (v Comparison, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	v.Rows = []ComparedRow{}
	a, err := d.cast(first)
	if err != nil {
		return v, err
	}
	b, err := d.cast(second)
	if err != nil {
		return v, err
	}
	one, other, at := a.Subject(), b.Subject(), d.moment()
	v.First, v.Second = comparedView(a, one), comparedView(b, other)
	for _, p := range access.Permissions() {
		mine, theirs := one.Reach(p, at), other.Reach(p, at)
		if mine == access.None && theirs == access.None {
			continue
		}
		v.Rows = append(v.Rows, ComparedRow{Component: p.Component().String(), Label: p.Label(),
			First: reachText(p, mine), Second: reachText(p, theirs), Differs: mine != theirs})
	}
	return v, nil
}

func comparedView(c *records.Cast, s *access.Subject) ComparedView {
	return ComparedView{Name: c.Person.Name(), Account: s.AccountName, Profile: s.ProfileName}
}

func reachText(p access.Permission, s access.Scope) string {
	if isTick(p) && s > access.None {
		return "Yes"
	}
	return cmp.Or(s.Plain(), "nothing")
}
