package records

import (
	"cmp"
	"slices"

	"gatehouse/backend/access"
)

// Cast is everything about a person that access decides by, as the store read it.
type Cast struct {
	Portal   *Portal
	Person   *Person // nil: a visitor, or a profile with no person (B1)
	User     *User
	Account  *Account    // nil: it is gone, or there is none
	Above    []*Account  // the account's parents, nearest first; nil for one that is gone
	Circle   bool        // the parents run in a circle
	Tree     []AccountID // the account and its subsidiaries
	Members  []AccountID // N4: what the account consolidates
	Under    []AccountID // the members and their subsidiaries
	Access   *Access     // nil: the minimum
	Profile  *Profile    // of the access; nil: it is gone
	BaseGone bool        // the profile was copied from one that is gone
	Revision int64
}

// Subject assembles the access subject of a person at an account. Without a person it is a visitor;
// AsProfile makes the subject of a profile with no person.
func (c *Cast) Subject() *access.Subject {
	s := &access.Subject{Revision: c.Revision, RegisteredOnly: c.Portal.RegisteredOnly,
		CutOff: c.Portal.CutOff, ClosedByPortal: c.Portal.Closed}
	s.Keys[access.Shared] = []int64{Everyone}
	if c.Person == nil || c.User == nil {
		s.Visitor = true
		return s
	}
	s.Name = c.Person.Name()
	s.HasEmail = c.Person.Email != ""
	s.Active, s.PortalUser = c.User.Active, c.User.PortalUser
	s.Locked, s.RoleGroup = c.User.Locked, c.User.RoleGroup
	s.MustChange, s.Support = c.User.MustChange, c.User.Support
	person := []int64{int64(c.Person.ID)}
	s.Keys[access.Own], s.Keys[access.Assigned], s.Keys[access.Team] = person, person, person
	c.at(s)
	c.granted(s)
	return s
}

// AsProfile is a person who may sign in, has nothing of their own, and holds this profile at the
// account (B1).
func (c *Cast) AsProfile() *access.Subject {
	s := &access.Subject{Revision: c.Revision, CutOff: c.Portal.CutOff,
		ClosedByPortal: c.Portal.Closed, HasEmail: true, Active: true, PortalUser: true,
		RoleGroup: true, Name: "Someone with this profile"}
	s.Keys[access.Shared] = []int64{Everyone}
	c.at(s)
	c.granted(s)
	return s
}

func (c *Cast) at(s *access.Subject) {
	if c.Account == nil {
		return
	}
	s.HasAccount, s.AccountName = true, c.Account.Name
	s.AccountActive, s.AccountPortal = c.Account.Active, c.Account.Portal
	s.ClosedByAccount = c.Account.Closed
	c.above(s)
	own := []int64{int64(c.Account.ID)}
	s.Keys[access.Account], s.Keys[access.Tree] = own, sortedKeys(c.Tree)
	s.Keys[access.Shared] = audiences(own)
	if len(c.Members) == 0 || c.User != nil && !c.User.Consolidated {
		return
	}
	wide := s.Keys // N4, N6: what its members have, it sees
	wide[access.Account] = sortedKeys(append(c.Members, c.Account.ID))
	wide[access.Tree] = sortedKeys(append(c.Under, c.Tree...))
	wide[access.Shared] = audiences(wide[access.Account])
	s.Views = &wide
}

// above tells what the account's parents close; the nearest that does is named.
func (c *Cast) above(s *access.Subject) {
	s.Above.Circle = c.Circle
	for _, up := range c.Above {
		if up == nil {
			s.Above.Off = cmp.Or(s.Above.Off, "an account that is gone")
			continue
		}
		if !up.Portal || !up.Active {
			s.Above.Off = cmp.Or(s.Above.Off, up.Name)
		}
		for _, k := range (up.Closed &^ s.Above.Closed).List() {
			s.Above.ClosedBy[k] = up.Name
		}
		s.Above.Closed |= up.Closed
	}
}

func (c *Cast) granted(s *access.Subject) {
	s.ProfileName = "Minimum"
	s.Matrix = access.MinimumMatrix()
	if c.Access == nil {
		return
	}
	s.Schedule = c.Access.Schedule
	s.ClosedByPerson = c.Access.Closed
	s.CanSign = c.Access.CanSign
	if c.Profile == nil || c.BaseGone {
		s.ProfileGone, s.ProfileName = true, "A profile that is gone"
		return
	}
	s.ProfileName = c.Profile.Name
	s.Matrix = c.Profile.Matrix.With(c.Access.Overrides)
	s.Requests = c.Sharing()
}

// Sharing says who opened all requests of the account to this person: a person set apart wins over
// an account, and that over the portal (Z4).
func (c *Cast) Sharing() access.Sharing {
	switch {
	case c.User != nil && c.User.Requests != AsAbove:
		return when(c.User.Requests, access.SharedByPerson)
	case c.Account != nil && c.Account.Requests != AsAbove:
		return when(c.Account.Requests, access.SharedByAccount)
	case c.Portal.AccountTickets:
		return access.SharedByPortal
	}
	return access.NotShared
}

func when(r Requests, by access.Sharing) access.Sharing {
	if r == AllRequests {
		return by
	}
	return access.NotShared
}

// audiences gives what is published to everyone or to one of the accounts (A41).
func audiences(accounts []int64) []int64 {
	list := append([]int64{Everyone}, accounts...)
	slices.Sort(list)
	return list
}

func sortedKeys[T any](ids []ID[T]) []int64 {
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
