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
	HasEmail      bool // C1
	Active        bool
	PortalUser    bool // C3
	Locked        bool // B19
	RoleGroup     bool // N5: Customer portal (for customers)
	MustChange    bool // C6: the initial password is still in use
	SecondFactor  bool // B19: a second factor is still owed
	Support       Window
	AccountActive bool
	AccountPortal bool // A36

	// What is granted. Schedule and Matrix come from the portal access; Minimum holds without it.
	Schedule Window
	Matrix   Matrix
	CanSign  bool // C7

	// Components closed by each level; unset inherits (C9, A36, Z5).
	ClosedByPortal  ComponentSet
	ClosedByAccount ComponentSet
	ClosedByPerson  ComponentSet

	Keys Keys
}

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
	Had        Scope    // what the matrix gives
	Needed     Scope    // the narrowest scope that would reach the record; None without one
	Revision   int64
}

// Allowed reports whether every gate held.
func (d Decision) Allowed() bool { return d.Faults == 0 }

// Check decides one permission for one record at one moment. A nil record asks whether the
// permission can be used at all, which is what a tile or a menu wants to know (O2).
func Check(s *Subject, p Permission, r *Record, at Moment) Decision {
	d := Decision{Permission: p, Revision: s.Revision, Had: s.scope(p, at)}
	d.Faults = s.standing(p, at) | s.component(p.Component())
	if d.Had == None {
		d.Faults |= NotGranted
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
	d.Needed = needed(&s.Keys, &r.Keys)
	switch {
	case d.Needed <= d.Had:
		d.Relation = d.Needed
	case d.Had > None:
		d.Faults |= NotReached
	}
	return d
}

// scope is what the access gives, or the Minimum where that reaches further or the access rests.
func (s *Subject) scope(p Permission, at Moment) Scope {
	if s.Visitor {
		return guest[p]
	}
	if s.Schedule.Holds(at.Day) {
		return max(s.Matrix[p], minimum[p])
	}
	return max(minimum[p], s.resting(p))
}

// resting keeps the granted scope of an access that is outside its schedule, so that the
// explanation names the schedule and not the profile. Permissions of the Minimum do not rest.
func (s *Subject) resting(p Permission) Scope {
	if minimum[p] > None {
		return None
	}
	return s.Matrix[p]
}

// standing gives the faults that concern the subject alone.
func (s *Subject) standing(p Permission, at Moment) (f Fault) {
	if s.Visitor {
		if s.RegisteredOnly {
			f |= RegisteredOnly
		}
		if !p.is(forVisitors) {
			f |= NotSignedIn
		}
		return f
	}
	f = fault(!s.Active, Deactivated) | fault(!s.HasEmail, NoEmail) |
		fault(!s.PortalUser, NotPortalUser) | fault(s.Locked, Locked) |
		fault(!s.RoleGroup, NoRoleGroup) | fault(s.MustChange, MustChange) |
		fault(s.SecondFactor, NoSecondFactor) |
		fault(!s.Support.started(at.Day), NotStarted) | fault(s.Support.ended(at.Day), Ended) |
		fault(!s.AccountActive, AccountInactive) | fault(!s.AccountPortal, AccountPortalOff)
	if minimum[p] == None { // also where nothing is granted, so that an explanation is complete
		f |= fault(!s.Schedule.started(at.Day), AccessNotStarted) |
			fault(s.Schedule.ended(at.Day), AccessEnded)
	}
	return f
}

func (s *Subject) component(c Component) Fault {
	return fault(s.ClosedByPortal.Has(c), ClosedByPortal) |
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
