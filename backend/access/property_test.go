package access_test

import (
	"math/bits"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

func TestWideningAScopeHidesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		for range 50 {
			s := w.subject()
			p, r := w.question()
			was := access.Check(s, p, r, w.at)
			wider := *s
			wider.Matrix[p] = min(s.Matrix[p]+1, access.All)
			if was.Allowed() && !access.Check(&wider, p, r, w.at).Allowed() {
				t.Fatalf("%s hides for %s what %s shows", wider.Matrix[p], p, s.Matrix[p])
			}
			if !wider.Matrix.Covers(s.Matrix) {
				t.Fatalf("the wider matrix does not cover the narrower one")
			}
		}
	})
}

// repair does the one change that an explanation asks for. It reports whether there is one.
func repair(f access.Fault, d access.Decision, s *access.Subject, r *access.Record) bool {
	c := access.SetOf(d.Permission.Component())
	switch f {
	case access.RegisteredOnly:
		s.RegisteredOnly = false
	case access.Deactivated:
		s.Active = true
	case access.NoEmail:
		s.HasEmail = true
	case access.NotPortalUser:
		s.PortalUser = true
	case access.Locked:
		s.Locked = false
	case access.NoRoleGroup:
		s.RoleGroup = true
	case access.MustChange:
		s.MustChange = false
	case access.NoSecondFactor:
		s.SecondFactor = false
	case access.NotStarted:
		s.Support.From = 0
	case access.Ended:
		s.Support.To = 0
	case access.AccessNotStarted:
		s.Schedule.From = 0
	case access.AccessEnded:
		s.Schedule.To = 0
	case access.NoAccount:
		s.HasAccount, s.AccountActive, s.AccountPortal = true, true, true
	case access.AboveOff:
		s.Above.Off = false
	case access.AccountCircle:
		s.Above.Circle = false
	case access.ClosedAbove:
		s.Above.Closed &^= c
	case access.ProfileGone:
		s.ProfileGone = false
		s.Matrix[d.Permission] = access.All
	case access.CannotSign:
		s.CanSign = true
	case access.AccountInactive:
		s.AccountActive = true
	case access.AccountPortalOff:
		s.AccountPortal = true
	case access.ClosedByPortal:
		s.ClosedByPortal &^= c
	case access.ClosedByAccount:
		s.ClosedByAccount &^= c
	case access.ClosedByPerson:
		s.ClosedByPerson &^= c
	case access.NotGranted, access.NotReached:
		s.Matrix[d.Permission] = max(d.Needed, access.Shared)
	case access.BeforeCutOff:
		s.CutOff = r.Created
	default:
		return repairRecord(f, c, r)
	}
	return true
}

func repairRecord(f access.Fault, c access.ComponentSet, r *access.Record) bool {
	switch f {
	case access.RecordAccountOff:
		r.Closed = 0
	case access.ClosedAtRecord:
		r.Closed &^= c
	case access.Unpublished:
		r.Hidden &^= f
	case access.TicketClosed:
		r.Refused &^= f
	default:
		return false
	}
	return true
}

// TestRepairsAreExact: doing every repair of an explanation opens the record, and leaving any one
// out keeps it shut (B5). A record with a fault that nothing repairs stays shut. Somebody who has
// not signed in is another matter: signing in makes them another person.
func TestRepairsAreExact(t *testing.T) {
	decided, several := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		for range 50 {
			s := w.subject()
			p, r := w.question()
			other := access.NotSignedIn | access.NotGranted | access.NotReached
			if s.Visitor && access.Check(s, p, r, w.at).Faults&other != 0 {
				continue
			}
			if n := w.checkRepairs(t, s, p, r); n > 0 {
				decided++
				several += min(n-1, 1)
			}
		}
	})
	if decided < 500 || several < 100 {
		t.Errorf("only %d explanations were repaired, %d of them with several faults", decided,
			several)
	}
}

// checkRepairs gives the number of faults that it repaired.
func (w *world) checkRepairs(t *rapid.T, s *access.Subject, p access.Permission,
	r *access.Record) int {
	d := access.Check(s, p, r, w.at)
	reasons := faultsOf(d, s)
	for left := -1; left < len(reasons); left++ { // -1 leaves none out
		who, what, all := *s, *r, true
		for i, reason := range reasons {
			if i == left {
				continue
			}
			can := repair(reason.Fault, d, &who, &what)
			if can != (reason.Repair != "") {
				t.Fatalf("%q can be repaired: %v", reason.Text, can)
			}
			all = all && can
		}
		if got := access.Check(&who, p, &what, w.at); got.Allowed() != (all && left < 0) {
			t.Fatalf("%s: of %+v, all but %d were repaired, and now: %+v", p, d, left, got)
		}
	}
	return len(reasons)
}

// faultsOf gives the reasons of a refusal, one for each fault.
func faultsOf(d access.Decision, s *access.Subject) (list []access.Reason) {
	for _, r := range access.Because(d, s) {
		if !r.OK {
			list = append(list, r)
		}
	}
	return list
}

func TestAnExplanationHasOneReasonPerFault(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		for range 50 {
			s := w.subject()
			p, r := w.question()
			d := access.Check(s, p, r, w.at)
			var sum access.Fault
			reasons := faultsOf(d, s)
			for _, reason := range reasons {
				if reason.Text == "" || bits.OnesCount64(uint64(reason.Fault)) != 1 {
					t.Fatalf("%+v", reason)
				}
				sum |= reason.Fault
			}
			if sum != d.Faults || (access.Plain(d) == "") != d.Allowed() {
				t.Fatalf("%+v is explained as %+v", d, reasons)
			}
		}
	})
}

func TestADecisionAllocatesNothing(t *testing.T) {
	w := newWorld(7)
	s := w.subject()
	p, r := w.question()
	allowed := 0
	n := testing.AllocsPerRun(100, func() {
		if access.Check(s, p, r, w.at).Allowed() {
			allowed++
		}
	})
	if n != 0 {
		t.Errorf("a decision allocates %v times", n)
	}
}

func TestTheZeroSubjectMayDoNothing(t *testing.T) {
	for _, p := range access.Permissions() {
		if d := access.Check(&access.Subject{}, p, nil, access.Moment{}); d.Allowed() {
			t.Errorf("%s: %+v", p, d)
		}
	}
}

// TestCompareTellsWhatAChangeGivesAndTakes compares somebody before and after (B7, B8).
func TestCompareTellsWhatAChangeGivesAndTakes(t *testing.T) {
	c := &records.Cast{Portal: &records.Portal{}, Person: &records.Person{ID: 1, Email: "x"},
		Account: &records.Account{ID: 10, Active: true, Portal: true},
		User:    &records.User{ID: 1, Active: true, PortalUser: true, RoleGroup: true}}
	before := c.Subject()
	c.Access = &records.Access{Profile: 3}
	c.Profile = records.SystemProfiles()[access.BasicProfile-1]
	after := c.Subject()
	at := access.Moment{Unix: 1, Day: 1}
	gains, losses := access.Compare(before, after, at), access.Compare(after, before, at)
	if len(gains) == 0 || len(gains) != len(losses) {
		t.Fatalf("gains %v, losses %v", gains, losses)
	}
	for i, g := range gains {
		l := losses[i]
		if g.After <= g.Before || g.Permission != l.Permission || g.After != l.Before {
			t.Errorf("%+v, and back %+v", g, l)
		}
	}
	if same := access.Compare(after, after, at); len(same) != 0 {
		t.Errorf("the same person differs in %v", same)
	}
}
