package access

import "slices"

// Subject is a person as the portal sees them at one account. The store assembles it; it is read
// only. The zero Subject may do nothing.
type Subject struct {
	Name        string // of the person, for explanations
	AccountName string
	ProfileName string
	Revision    int64 // of the access data that this was read from
	Visitor     bool  // nobody has signed in

	// The portal.
	RegisteredOnly bool  // Z2: visitors are sent to the sign-in page
	CutOff         int64 // A38: seconds since 1970; records created earlier are not shown

	// The sign-in: one fact per fault.
	HasEmail     bool // C1
	Active       bool
	PortalUser   bool // C3
	Locked       bool // B19
	RoleGroup    bool // N5: Customer portal (for customers)
	MustChange   bool // C6: the initial password is still in use
	SecondFactor bool // B19: a second factor is still owed
	Support      Window

	// The account. Above is what the accounts over it say; unset inherits, deny wins (A36).
	HasAccount    bool
	AccountActive bool
	AccountPortal bool
	Above         Above

	// What is granted. Schedule and Matrix come from the portal access; Minimum holds without it.
	Schedule    Window
	Matrix      Matrix
	ProfileGone bool    // the profile, or what it was copied from, is no longer there
	Requests    Sharing // Z4
	CanSign     bool    // C7

	// Components closed by each level (C9, A36, Z5).
	ClosedByPortal  ComponentSet
	ClosedByAccount ComponentSet
	ClosedByPerson  ComponentSet

	Keys  Keys
	Views *Keys // N4: the keys of permissions that only look, where an account consolidates others
}

// Above is what an account's parents close: the nearest that does is named in explanations.
type Above struct {
	Off      string // the account whose portal is off, or that is not active; empty = none
	Closed   ComponentSet
	ClosedBy [components]string // by which account
	Circle   bool               // the accounts above run in a circle
}

// Sharing says who opened all requests of the account to this person (Z4).
type Sharing uint8

// The levels that can open an account's requests; a person or an account set apart wins over the
// portal.
const (
	NotShared Sharing = iota
	SharedByPortal
	SharedByAccount
	SharedByPerson
)

// Keys holds, per relation, a sorted set of keys: of a person, what they are; of a record, whose it
// is. The entry of None is unused.
type Keys [All][]int64

// Record is what a decision needs to know of one record.
type Record struct {
	Keys    Keys         // a record may carry several keys per relation
	Closed  ComponentSet // components closed at the record's own account; Every = its portal is off
	Hidden  Fault        // why it is not fit for customers (Exposed faults), or 0
	Refused Fault        // what the action still demands (Demand faults), or 0
	Created int64        // seconds since 1970, for the cut-off
}

// Decision is the answer to one question. It is a value; making one allocates nothing.
type Decision struct {
	Permission Permission
	Faults     Fault    // every requirement that failed; 0 = allowed
	Relation   Relation // the narrowest relation that reached the record
	Had        Scope    // what the access gives
	Needed     Scope    // the narrowest scope that would reach the record; None without one
	Shared     Sharing  // by what Had is wider than the profile says (Z4)
	Revision   int64
}

// Allowed reports whether every gate held.
func (d Decision) Allowed() bool { return d.Faults == 0 }

// Check decides one permission for one record at one moment. A nil record asks whether the
// permission can be used at all, which is what a tile or a menu wants to know (O2).
func Check(s *Subject, p Permission, r *Record, at Moment) Decision {
	d := Decision{Permission: p, Revision: s.Revision}
	d.Had, d.Shared = s.scope(p, at)
	d.Faults = s.standing(p, at) | s.component(p.Component()) | s.granted(p, d.Had)
	if p.is(signs) && !s.CanSign {
		d.Faults |= CannotSign
	}
	if r == nil {
		return d
	}
	d.Faults |= r.Hidden | r.Refused
	switch {
	case r.Closed == Every:
		d.Faults |= RecordAccountOff
	case r.Closed.Has(p.Component()):
		d.Faults |= ClosedAtRecord
	}
	if p.is(cutOff) && r.Created < s.CutOff {
		d.Faults |= BeforeCutOff
	}
	d.Needed = needed(s.keys(p), &r.Keys)
	switch {
	case d.Needed <= d.Had:
		d.Relation = d.Needed
	case d.Had > None:
		d.Faults |= NotReached
	}
	return d
}

// keys gives the keys that count for a permission: a consolidated account widens only what looks.
func (s *Subject) keys(p Permission) *Keys {
	if s.Views != nil && p.is(views) {
		return s.Views
	}
	return &s.Keys
}

// scope is what the access gives, or the Minimum where that reaches further or the access rests.
func (s *Subject) scope(p Permission, at Moment) (Scope, Sharing) {
	if s.Visitor {
		return guest[p], NotShared
	}
	if minimum[p] > None { // a permission of the Minimum does not rest
		if s.Schedule.Holds(at.Day) {
			return max(s.Matrix[p], minimum[p]), NotShared
		}
		return minimum[p], NotShared
	}
	had := s.Matrix[p] // also while the access rests, so that its schedule is named, not the profile
	if s.Requests != NotShared && (p == TicketView || p == TicketReply) &&
		s.Matrix[TicketView] > None && had < Account {
		return Account, s.Requests
	}
	return had, NotShared
}

func (s *Subject) granted(p Permission, had Scope) Fault {
	switch {
	case s.Visitor:
		return 0 // standing says that they have to sign in
	case s.ProfileGone && minimum[p] == None:
		return ProfileGone
	case had == None:
		return NotGranted
	}
	return 0
}

// standing gives the faults that concern the subject alone.
func (s *Subject) standing(p Permission, at Moment) (f Fault) {
	if s.Visitor {
		return fault(s.RegisteredOnly, RegisteredOnly) | fault(guest[p] == None, NotSignedIn)
	}
	f = fault(!s.Active, Deactivated) | fault(!s.HasEmail, NoEmail) |
		fault(!s.PortalUser, NotPortalUser) | fault(s.Locked, Locked) |
		fault(!s.RoleGroup, NoRoleGroup) | fault(s.MustChange, MustChange) |
		fault(s.SecondFactor, NoSecondFactor) |
		fault(!s.Support.started(at.Day), NotStarted) | fault(s.Support.ended(at.Day), Ended) |
		s.account()
	if minimum[p] == None { // also where nothing is granted, so that an explanation is complete
		f |= fault(!s.Schedule.started(at.Day), AccessNotStarted) |
			fault(s.Schedule.ended(at.Day), AccessEnded)
	}
	return f
}

func (s *Subject) account() Fault {
	if !s.HasAccount {
		return NoAccount
	}
	return fault(!s.AccountActive, AccountInactive) | fault(!s.AccountPortal, AccountPortalOff) |
		fault(s.Above.Off != "", AboveOff) | fault(s.Above.Circle, AccountCircle)
}

func (s *Subject) component(c Component) Fault {
	return fault(s.ClosedByPortal.Has(c), ClosedByPortal) |
		fault(s.Above.Closed.Has(c), ClosedAbove) |
		fault(s.ClosedByAccount.Has(c), ClosedByAccount) |
		fault(s.ClosedByPerson.Has(c), ClosedByPerson)
}

func fault(is bool, f Fault) Fault {
	if is {
		return f
	}
	return 0
}

// needed is the narrowest relation that the two share, or All when only All would reach.
func needed(s, r *Keys) Scope {
	for rel := Shared; rel < All; rel++ {
		for _, key := range r[rel] {
			if has(s[rel], key) {
				return rel
			}
		}
	}
	return All
}

func has(sorted []int64, key int64) bool {
	if len(sorted) == 1 {
		return sorted[0] == key
	}
	_, found := slices.BinarySearch(sorted, key)
	return found
}

// SignIn decides whether this person may sign in at all, now: every gate that concerns only the
// subject, but for the duties of the first minutes (C6, B19), which signing in itself asks for.
func SignIn(s *Subject, at Moment) Decision {
	d := Decision{Permission: HelpGuideRead, Revision: s.Revision, Had: Shared}
	d.Faults = s.standing(HelpGuideRead, at) &^ (MustChange | NoSecondFactor)
	return d
}
