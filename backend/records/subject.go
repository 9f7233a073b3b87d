package records

import (
	"cmp"

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
	Shut     access.Shut // what is closed at accounts that a change is about (B7); else nil
}

// Subject assembles the access subject of a person at an account. Without a person it is a visitor;
// AsProfile makes the subject of a profile with no person.
func (c *Cast) Subject() *access.Subject {
	s := &access.Subject{Revision: c.Revision, RegisteredOnly: c.Portal.RegisteredOnly,
		CutOff: c.Portal.CutOff, ClosedByPortal: c.Portal.Closed}
	keys := access.Sets{access.Shared: c.audiences(nil)}
	if c.Person == nil || c.User == nil {
		s.Visitor, s.Keys = true, access.KeysOf(keys)
		return s
	}
	s.Name = c.Person.Name()
	s.HasEmail = c.Person.Email != ""
	s.Active, s.PortalUser = c.User.Active, c.User.PortalUser
	s.Locked, s.RoleGroup = c.User.Locked, c.User.RoleGroup
	s.MustChange, s.Support = c.User.MustChange, c.User.Support
	person := []int64{int64(c.Person.ID)}
	keys[access.Own], keys[access.Assigned], keys[access.Team] = person, person, person
	c.at(s, keys)
	c.granted(s)
	return s
}

// AsProfile is a person who may sign in, has nothing of their own, and holds this profile at the
// account (B1).
func (c *Cast) AsProfile() *access.Subject {
	s := &access.Subject{Revision: c.Revision, CutOff: c.Portal.CutOff,
		ClosedByPortal: c.Portal.Closed, HasEmail: true, Active: true, PortalUser: true,
		RoleGroup: true, Name: "Someone with this profile"}
	c.at(s, access.Sets{access.Shared: {Everyone, Registered}})
	c.granted(s)
	return s
}

// at adds the account to what a subject is, and to the keys they have.
func (c *Cast) at(s *access.Subject, keys access.Sets) {
	if c.Account == nil {
		s.Keys = access.KeysOf(keys)
		return
	}
	s.HasAccount, s.AccountName = true, c.Account.Name
	s.AccountActive, s.AccountPortal = c.Account.Active, c.Account.Portal
	s.ClosedByAccount = c.Account.Closed
	s.Above = c.above()
	own := int64(c.Account.ID)
	keys[access.Account], keys[access.Tree] = []int64{own}, plain(c.Tree)
	keys[access.Shared] = c.audiences([]int64{own})
	s.Keys = access.KeysOf(keys)
	if len(c.Members) == 0 || c.User != nil && !c.User.Consolidated {
		return
	}
	keys[access.Account] = append(plain(c.Members), own) // N4, N6: what its members have, it sees
	keys[access.Tree] = plain(append(c.Under, c.Tree...))
	keys[access.Shared] = c.audiences(keys[access.Account])
	wide := access.KeysOf(keys)
	s.Views = &wide
}

// above tells what the account's parents close; the nearest that does is named.
func (c *Cast) above() access.Above {
	above, by := access.Above{Circle: c.Circle}, access.Closers{}
	for _, up := range c.Above {
		if up == nil {
			above.Off, by.Off = true, cmp.Or(by.Off, "an account that is gone")
			continue
		}
		if !up.Portal || !up.Active {
			above.Off, by.Off = true, cmp.Or(by.Off, up.Name)
		}
		for _, k := range (up.Closed &^ above.Closed).List() {
			by.Component[k] = up.Name
		}
		above.Closed |= up.Closed
	}
	if above.Off || above.Closed != 0 {
		above.By = &by
	}
	return above
}

func (c *Cast) granted(s *access.Subject) {
	s.ProfileName = "Minimum"
	s.Matrix = access.MinimumMatrix()
	if c.Access == nil {
		return
	}
	s.Schedule = c.Access.Schedule
	s.ClosedByPerson = c.Access.Closed
	s.CanSign, s.PINReset = c.Access.CanSign, c.Access.PinReset
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

// audiences gives what somebody at these accounts belongs to (A41, B21): without an account they
// are a visitor.
func (c *Cast) audiences(accounts []int64) []int64 {
	list := append([]int64{Everyone}, accounts...)
	switch {
	case accounts == nil:
		list = append(list, ProfileAudience(access.GuestProfile))
	case c.Access == nil:
		list = append(list, Registered, ProfileAudience(access.MinimumProfile))
	default:
		list = append(list, Registered, ProfileAudience(c.Access.Profile))
	}
	return list
}

// plain gives ids as keys.
func plain[T any](ids []ID[T]) []int64 {
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	return list
}
