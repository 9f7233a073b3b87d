package records

import (
	"slices"

	"gatehouse/backend/access"
)

// Cast is everything about a person that access decides by, as the store read it.
type Cast struct {
	Portal   *Portal
	Person   *Person // nil: a visitor, or a profile with no person (B1)
	User     *User
	Account  *Account
	Above    []*Account  // the account's parents, nearest first
	Tree     []AccountID // the account and its subsidiaries
	Access   *Access     // nil: the minimum
	Profile  *Profile    // of the access
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
	s.AccountName = c.Account.Name
	s.AccountActive, s.AccountPortal = c.Account.Active, c.Account.Portal
	s.ClosedByAccount = c.Account.Closed
	for _, up := range c.Above {
		s.ClosedByAccount |= up.Closed
		s.AccountPortal = s.AccountPortal && up.Portal && up.Active
	}
	own := int64(c.Account.ID)
	s.Keys[access.Account] = []int64{own}
	s.Keys[access.Shared] = sorted(Everyone, own)
	for _, id := range c.Tree {
		s.Keys[access.Tree] = append(s.Keys[access.Tree], int64(id))
	}
	slices.Sort(s.Keys[access.Tree])
}

func (c *Cast) granted(s *access.Subject) {
	s.ProfileName = "Minimum"
	if c.Access == nil || c.Profile == nil {
		s.Matrix = access.MinimumMatrix()
		return
	}
	s.ProfileName = c.Profile.Name
	s.Matrix = c.Profile.Matrix.With(c.Access.Overrides)
	s.Schedule = c.Access.Schedule
	s.ClosedByPerson = c.Access.Closed
	s.CanSign = c.Access.CanSign
	if c.Portal.AccountTickets && s.Matrix[access.TicketView] > access.None { // Z4
		s.Matrix[access.TicketView] = max(s.Matrix[access.TicketView], access.Account)
		s.Matrix[access.TicketReply] = max(s.Matrix[access.TicketReply], access.Account)
	}
}

func sorted(list ...int64) []int64 {
	slices.Sort(list)
	return list
}
