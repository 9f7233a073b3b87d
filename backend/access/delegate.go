package access

import "gatehouse/backend/problem"

// Grant is what one portal access gives, as far as delegation has to compare it.
type Grant struct {
	Account    int64 // at which it holds
	Matrix     Matrix
	Schedule   Window
	Closed     ComponentSet // components not ticked
	CanSign    bool
	Assignable bool // A34: by a client user

	Requests     Sharing // Z4: who opened the account's requests to this person
	Consolidated bool    // N4: they see what the account stands for
}

// Holds gives what a subject can pass on to somebody at an account: nothing that rests or fails
// now, of what reaches one account only, nothing for another one, and of what reaches subsidiaries,
// nothing for strangers (A35).
func (s *Subject) Holds(account int64, at Moment) Grant {
	g := Grant{Account: account, Schedule: s.Support.Meet(s.Schedule), CanSign: s.CanSign,
		Closed: s.ClosedByPerson}
	home, below := has(s.Keys.Of(Account), account), has(s.Keys.Of(Tree), account)
	g.Consolidated = home && s.Views != nil
	for p := range permissions {
		had := None
		if SignIn(s, at).Allowed() && s.Schedule.Holds(at.Day) && !s.ProfileGone {
			had, _ = s.scope(p, at)
		}
		if !home && had == Account || !below && had == Tree { // theirs would be another one
			had = Team
		}
		g.Matrix[p] = had
	}
	return g
}

// Covers reports whether g gives at least what other gives, over all time. What gives no more than
// the minimum, which everyone has, is covered by anything.
func (g Grant) Covers(other Grant) bool {
	return minimum.Covers(other.Matrix) || g.matrixCovers(other) &&
		other.Schedule.Within(g.Schedule) && g.Closed.Within(other.Closed) &&
		(g.CanSign || !other.CanSign)
}

// matrixCovers compares what both really give: with the requests that are open to them, and with
// what an account stands for.
func (g Grant) matrixCovers(other Grant) bool {
	return g.opened().Covers(other.opened()) && (g.Consolidated || !other.Consolidated)
}

func (g Grant) opened() Matrix {
	if g.Requests != NotShared && g.Matrix[TicketView] > None {
		g.Matrix[TicketView] = max(g.Matrix[TicketView], Account)
		g.Matrix[TicketReply] = max(g.Matrix[TicketReply], Account)
	}
	return g.Matrix
}

// MayManage decides whether a customer may manage the login of somebody at an account, who has this
// grant now: nobody who holds more, and nobody elsewhere (A19, A35).
func MayManage(s *Subject, now Grant, at Moment) Decision {
	r := &Record{Keys: KeysOf(Sets{Account: {now.Account}, Tree: {now.Account}})}
	d := Check(s, LoginsManage, r, at)
	if d.Allowed() && !s.Holds(now.Account, at).Covers(now) {
		d.Faults |= HoldsMore
	}
	return d
}

// Delegate refuses what a customer may not give to somebody who has now and shall get want: only
// assignable profiles, never more than they hold themselves, in any number of steps (A34, A35).
func Delegate(s *Subject, now, want Grant, at Moment) error {
	if d := MayManage(s, now, at); d.Faults == HoldsMore {
		return problem.New(problem.Denied, "This person has more rights than you. Ask the office.")
	} else if !d.Allowed() {
		return problem.New(problem.Denied, "Managing this login is not part of your access.")
	}
	switch held := s.Holds(want.Account, at); {
	case want.Account != now.Account:
		return problem.New(problem.Denied, "A login stays at its account. Ask the office.")
	case !want.Assignable:
		return problem.New(problem.Denied,
			"This security profile is given by the office only.").On("profile")
	case !held.matrixCovers(want):
		return problem.New(problem.Denied,
			"This security profile includes more than you have yourself.").On("profile")
	case !want.Schedule.Within(held.Schedule):
		return problem.New(problem.Denied,
			"Their access cannot start before or end after your own.").On("schedule")
	case !held.Closed.Within(want.Closed):
		return problem.New(problem.Denied,
			"You cannot open a component that is not open to you.").On("components")
	case want.CanSign && !held.CanSign:
		return problem.New(problem.Denied,
			"You cannot let others sign, because you may not sign yourself.").On("can_sign")
	}
	return nil
}

// MayAsk decides whether somebody may ask that a person be raised (A31): only the primary or the
// billing contact of the account, and never for themselves.
func MayAsk(s *Subject, contact, oneself bool, at Moment) error {
	switch {
	case !SignIn(s, at).Allowed():
		return problem.New(problem.Denied, "Sign in to ask.")
	case !contact:
		return problem.New(problem.Denied,
			"Only the primary or the billing contact of your company can ask for this.")
	case oneself:
		return problem.New(problem.Denied, "Nobody can ask this for themselves.")
	}
	return nil
}
