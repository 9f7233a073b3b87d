package access

// Subject is a person as the portal sees them at one account. The store assembles it; it is read
// only. The zero Subject may do nothing. What nearly every decision looks at lies at the front, as
// close together as it can.
type Subject struct {
	Keys  Keys
	Views *Keys // N4: the keys of permissions that only look, where an account consolidates others
	Above Above // what the accounts over this one close

	// The sign-in: one fact per fault.
	Support      Window
	HasEmail     bool // C1
	Active       bool
	PortalUser   bool // C3
	Locked       bool // B19
	RoleGroup    bool // N5: Customer portal (for customers)
	MustChange   bool // C6: the initial password is still in use
	SecondFactor bool // B19: a second factor is still owed
	Visitor      bool // nobody has signed in

	// The account, and the portal.
	HasAccount     bool
	AccountActive  bool
	AccountPortal  bool
	RegisteredOnly bool // Z2: visitors are sent to the sign-in page

	// Components closed by each level; unset inherits, deny wins (C9, A36, Z5).
	ClosedByPortal  ComponentSet
	ClosedByAccount ComponentSet
	ClosedByPerson  ComponentSet

	// What is granted. Schedule and Matrix come from the portal access; Minimum holds without it.
	CanSign     bool    // C7
	PINReset    bool    // C8: the portal asks, no decision
	ProfileGone bool    // the profile, or what it was copied from, is no longer there
	Requests    Sharing // Z4
	Schedule    Window
	CutOff      int64 // A38: seconds since 1970; records created earlier are not shown
	Revision    int64 // of the access data that this was read from
	Matrix      Matrix

	// For explanations.
	Name        string // of the person
	AccountName string
	ProfileName string
}

// Above is what an account's parents close. The zero Above closes nothing.
type Above struct {
	Closed ComponentSet
	Off    bool     // the portal of one of them is off, or one is not active
	Circle bool     // they run in a circle
	By     *Closers // for explanations; nil = nobody is named
}

// Closers names the nearest account that closes.
type Closers struct {
	Off       string // the whole portal
	Component [components]string
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
	if r != nil { // first, so that person and record come from memory at the same time
		d.Needed = needed(s.keys(p), r.Keys)
	}
	d.Had, d.Shared = s.scope(p, at)
	d.Faults = s.standing(p, at) | s.granted(p, d.Had)
	if !p.is(atHome) {
		d.Faults |= s.component(p.Component())
	}
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
	switch {
	case d.Needed <= d.Had:
		d.Relation = d.Needed
	case d.Had > None:
		d.Faults |= NotReached
	}
	return d
}

// keys gives the keys that count for a permission: a consolidated account widens only what looks.
func (s *Subject) keys(p Permission) Keys {
	if s.Views != nil && p.is(views) {
		return *s.Views
	}
	return s.Keys
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
		fault(s.Above.Off, AboveOff) | fault(s.Above.Circle, AccountCircle)
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

// SignIn decides whether this person may sign in at all, now: every gate that concerns only the
// subject, but for the duties of the first minutes (C6, B19), which signing in itself asks for.
func SignIn(s *Subject, at Moment) Decision {
	d := Decision{Permission: HelpGuideRead, Revision: s.Revision, Had: Shared}
	d.Faults = s.standing(HelpGuideRead, at) &^ (MustChange | NoSecondFactor)
	return d
}
