package app

import (
	"cmp"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// PeopleChange is what a change does to many people, before it is made (B7).
type PeopleChange struct {
	People int           `json:"people"` // who were compared, at each of their accounts
	Gain   int           `json:"gain"`   // how many of them get something
	Lose   int           `json:"lose"`   // how many of them lose something
	Groups []GroupChange `json:"groups"` // the largest first
}

// GroupChange is what a change does to all people of one group.
type GroupChange struct {
	People int        `json:"people"`
	Names  []string   `json:"names"` // the first of them, at most five
	Change Difference `json:"change"`
}

// beforeAndAfter yields what access decides by about people, as they are and as a change makes
// them.
type beforeAndAfter func(yield func(before, after *records.Cast) bool) error

// changing is everybody of people before and after a change of what access decides by.
func changing(people func(yield func(*records.Cast) bool) error,
	change func(*records.Cast)) beforeAndAfter {
	return func(yield func(before, after *records.Cast) bool) error {
		return people(func(c *records.Cast) bool {
			after := *c
			change(&after)
			return yield(c, &after)
		})
	}
}

// peopleChange groups those for whom a change does the same.
func (d *Desk) peopleChange(people beforeAndAfter) (v PeopleChange, err error) {
	names := map[int64]string{}
	var failed error
	effect := access.WhatIf(func(yield func(access.Affected) bool) {
		failed = people(func(before, after *records.Cast) bool {
			id := int64(before.User.ID)
			names[id] = before.Person.Name()
			return yield(access.Affected{User: id, Before: before.Subject(), After: after.Subject(),
				ShutBefore: before.Shut, ShutAfter: after.Shut})
		})
	}, d.moment())
	if failed != nil {
		return v, failed
	}
	v = PeopleChange{People: len(names), Groups: []GroupChange{}}
	gain, lose := map[int64]bool{}, map[int64]bool{}
	for _, g := range effect.Groups {
		group := GroupChange{Change: differenceOf(g.Changes)}
		users := slices.Compact(slices.Sorted(slices.Values(g.Users))) // with several accounts, once
		for _, id := range users {
			if len(group.Change.Gains) > 0 {
				gain[id] = true
			}
			if len(group.Change.Loses) > 0 {
				lose[id] = true
			}
		}
		for _, id := range users[:min(len(users), 5)] {
			group.Names = append(group.Names, names[id])
		}
		group.People = len(users)
		v.Groups = append(v.Groups, group)
	}
	v.Gain, v.Lose = len(gain), len(lose)
	slices.SortStableFunc(v.Groups, func(a, b GroupChange) int {
		return cmp.Compare(b.People, a.People)
	})
	return v, nil
}
