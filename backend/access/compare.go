package access

import (
	"fmt"
	"iter"
	"slices"
)

// Change is one permission before and after, with the reach that it really has: None where any
// gate of the subject denies it.
type Change struct {
	Permission    Permission
	Before, After Scope
	Wider         bool // it reaches records that it did not reach
	Narrower      bool // it no longer reaches records that it did
}

// Compare gives the permissions whose reach differs between two subjects, or between one before and
// after a change (B7, B8), in the order of the tiles. The reach is the scope, the keys that it is
// about, and the cut-off.
func Compare(before, after *Subject, at Moment) []Change {
	return compare(side{Subject: before}, side{Subject: after}, at)
}

func compare(before, after side, at Moment) (list []Change) {
	for p := range permissions {
		c := Change{Permission: p, Before: before.Reach(p, at), After: after.Reach(p, at)}
		c.Wider = c.After > c.Before || c.After > None && after.exceeds(before, c.Before, c)
		c.Narrower = c.Before > c.After || c.Before > None && before.exceeds(after, c.After, c)
		if c.Wider || c.Narrower {
			list = append(list, c)
		}
	}
	return list
}

// Reach is the scope that a subject really has: None where any gate denies the permission.
func (s *Subject) Reach(p Permission, at Moment) Scope {
	had, _ := s.scope(p, at)
	if had > None && !Check(s, p, nil, at).Allowed() {
		return None
	}
	return had
}

// side is a subject with the components that are closed at the accounts of records.
type side struct {
	*Subject
	shut Shut
}

// Shut tells the components that are closed at accounts: nobody reaches their records (A36).
type Shut map[int64]ComponentSet

// open gives the keys of a relation but those of accounts at which the permission is closed.
func (s side) open(rel Relation, p Permission) []int64 {
	set := s.keys(p).Of(rel)
	if len(s.shut) == 0 || rel != Account && rel != Tree {
		return set
	}
	return slices.DeleteFunc(slices.Clone(set), func(account int64) bool {
		return s.shut[account].Has(p.Component())
	})
}

// exceeds reports whether s reaches, within the narrower of the two scopes, records that other does
// not reach with theirs: older ones, or by other keys.
func (s side) exceeds(other side, theirs Scope, c Change) bool {
	p := c.Permission
	if p.is(cutOff) && s.CutOff < other.CutOff {
		return true
	}
	if p.is(unscoped) || theirs == All {
		return false
	}
	for rel := Shared; rel <= min(c.Before, c.After) && rel < All; rel++ {
		mine := s.open(rel, p)
		if covers(other.open(rel, p), apart(mine)) {
			continue
		}
		// An account's records are those of its tree as well.
		if rel != Account || theirs < Tree || !covers(other.open(Tree, p), mine) {
			return true
		}
	}
	return false
}

// apart leaves out the keys that come with the profile itself, which are below zero and the first
// of the set: they say whom a message greets, and are no right that somebody gains or loses.
func apart(sorted []int64) []int64 {
	i, _ := slices.BinarySearch(sorted, 0)
	return sorted[i:]
}

// Effect is what a change does to people: those whose access changes in the same way are one group.
type Effect struct {
	Asked  int // people who were compared
	Groups []Group
}

// Group is everybody for whom a change does the same.
type Group struct {
	Changes []Change
	Users   []int64
}

// Gains and Loses count the people who get and who lose something; one person may do both.
func (e Effect) Gains() int { return e.count(func(c Change) bool { return c.Wider }) }

// Loses counts the people who lose something.
func (e Effect) Loses() int { return e.count(func(c Change) bool { return c.Narrower }) }

func (e Effect) count(is func(Change) bool) (n int) {
	for _, g := range e.Groups {
		if slices.ContainsFunc(g.Changes, is) {
			n += len(g.Users)
		}
	}
	return n
}

// Affected is one user before and after a change, with what is closed at accounts then, as far as
// the change is about it.
type Affected struct {
	User                  int64
	Before, After         *Subject
	ShutBefore, ShutAfter Shut
}

// WhatIf tells who gains and who loses what by a change, before it is made (B7). Those for whom
// nothing changes are only counted; the groups are in the order in which they were met.
func WhatIf(people iter.Seq[Affected], at Moment) (e Effect) {
	byChanges := map[uint64][]int{} // groups, by what could be equal
	for who := range people {
		e.Asked++
		changes := compare(side{who.Before, who.ShutBefore}, side{who.After, who.ShutAfter}, at)
		if len(changes) == 0 {
			continue
		}
		key := digest(changes)
		i := slices.IndexFunc(byChanges[key], func(i int) bool {
			return slices.Equal(e.Groups[i].Changes, changes)
		})
		if i < 0 {
			byChanges[key] = append(byChanges[key], len(e.Groups))
			e.Groups = append(e.Groups, Group{Changes: changes, Users: []int64{who.User}})
			continue
		}
		g := &e.Groups[byChanges[key][i]]
		g.Users = append(g.Users, who.User)
	}
	return e
}

func digest(list []Change) (d uint64) {
	for _, c := range list {
		d = d*31 + uint64(c.Permission)<<8 + uint64(c.Before)<<4 + uint64(c.After)
	}
	return d
}

// Next gives the next day on which time alone changes what a subject may do, and those changes;
// day 0 when there is none. The day begins at midnight in the portal's time zone (C4, B16).
func Next(s *Subject, at Moment) (Day, []Change) {
	edges := []Day{s.Support.From, after(s.Support.To), s.Schedule.From, after(s.Schedule.To)}
	slices.Sort(edges)
	for _, day := range edges {
		if day <= at.Day {
			continue
		}
		if changes := overnight(s, day); len(changes) > 0 {
			return day, changes
		}
	}
	return 0, nil
}

// after gives the first day after a bound; an open bound has none.
func after(d Day) Day {
	if d == 0 {
		return 0
	}
	return d + 1
}

// overnight compares a subject on the eve of a day and on the day.
func overnight(s *Subject, day Day) (list []Change) {
	eve, morning := Moment{Day: day - 1}, Moment{Day: day}
	for p := range permissions {
		c := Change{Permission: p, Before: s.Reach(p, eve), After: s.Reach(p, morning)}
		c.Wider, c.Narrower = c.After > c.Before, c.Before > c.After
		if c.Wider || c.Narrower {
			list = append(list, c)
		}
	}
	return list
}

// Say writes a permission with its scope for people, such as "See tickets: all of their account".
func Say(p Permission, s Scope) string {
	if s == None || s == Shared || p.is(unscoped) {
		return p.Label()
	}
	return fmt.Sprintf("%s: %s", p.Label(), s.Plain())
}

// Allows lists what a matrix gives, by component, for people.
func Allows(m Matrix) map[Component][]string {
	all := map[Component][]string{}
	for _, p := range Permissions() {
		if m[p] > None {
			all[p.Component()] = append(all[p.Component()], Say(p, m[p]))
		}
	}
	return all
}
