package access_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// company is a family of accounts with people who give each other access.
type company struct {
	*rand.Rand
	portal   *records.Portal
	accounts []*records.Account
	people   []*holder
	first    []*access.Subject // as they were before anybody gave anything
}

// holder is a person with what they have, and from which of the first people it comes.
type holder struct {
	*records.Cast
	from map[int]bool
	deep int // grants in the chain
}

// dawn and dusk are the first and the last day that the stories last.
const dawn, dusk = access.Day(10), access.Day(30)

func newCompany(seed uint64) *company {
	c := &company{Rand: rand.New(rand.NewPCG(seed, 2)), portal: &records.Portal{}}
	for i := range 6 {
		a := &records.Account{ID: records.AccountID(10 + i), Active: true, Portal: true}
		if i > 0 && c.IntN(4) > 0 {
			a.Parent = c.accounts[c.IntN(i)].ID
		}
		c.accounts = append(c.accounts, a)
	}
	for i := range 9 {
		c.hire(i, c.accounts[c.IntN(min(len(c.accounts), 2*i+1))])
	}
	return c
}

// hire adds somebody with a random access.
func (c *company) hire(i int, a *records.Account) {
	h := &holder{Cast: &records.Cast{Portal: c.portal, Account: a}, from: map[int]bool{i: true}}
	for _, b := range c.accounts {
		if c.under(b, a) {
			h.Tree = append(h.Tree, b.ID)
		}
	}
	h.Person = &records.Person{ID: records.PersonID(100 + i), Account: a.ID, Email: "x"}
	h.User = &records.User{ID: records.UserID(1 + i), Active: true, PortalUser: true,
		RoleGroup: true, Support: c.window(access.Window{})}
	h.Access = &records.Access{Schedule: c.window(access.Window{}), CanSign: c.IntN(2) == 0,
		Closed: c.closed()}
	h.Profile = &records.Profile{Matrix: access.MinimumMatrix(), Assignable: true}
	for p := range h.Profile.Matrix {
		if i < 3 { // the others have the minimum
			h.Profile.Matrix[p] = access.Scope(c.IntN(int(access.All) + 1))
		}
	}
	if scope := h.Profile.Matrix[access.LoginsManage]; i < 3 &&
		(c.IntN(4) > 0 || scope == access.All) {
		h.Profile.Matrix[access.LoginsManage] = access.Tree
	}
	c.people = append(c.people, h)
}

func (c *company) under(b, a *records.Account) bool {
	for b != a {
		if b.Parent == 0 {
			return false
		}
		b = c.accounts[b.Parent-10]
	}
	return true
}

// closed closes a few components, but rarely the one that manages logins.
func (c *company) closed() (s access.ComponentSet) {
	for _, k := range access.Components() {
		if c.IntN(8) == 0 && k != access.Administration {
			s |= access.SetOf(k)
		}
	}
	return s
}

// window draws a span inside another one, mostly; bounds are often open.
func (c *company) window(in access.Window) access.Window {
	w := access.Window{}
	if c.IntN(3) == 0 {
		w.From = dawn + access.Day(c.IntN(8))
	}
	if c.IntN(3) == 0 {
		w.To = dusk - access.Day(c.IntN(8))
	}
	if c.IntN(10) == 0 {
		return w
	}
	return w.Meet(in)
}

// grant is what somebody has now.
func (h *holder) grant() access.Grant {
	return access.Grant{Account: int64(h.Account.ID), Matrix: h.Profile.Matrix,
		Schedule: h.Access.Schedule, Closed: h.Access.Closed, CanSign: h.Access.CanSign,
		Assignable: true, Requests: h.Sharing(),
		Consolidated: len(h.Members) > 0 && h.User.Consolidated}
}

// wish draws what one person would give another: mostly what they hold themselves or less.
func (c *company) wish(by *access.Subject, to *holder, at access.Moment) access.Grant {
	held := by.Holds(int64(to.Account.ID), at)
	want := to.grant()
	want.Matrix, want.Schedule = held.Matrix, c.window(held.Schedule)
	want.Closed, want.CanSign = held.Closed|c.closed(), held.CanSign && c.IntN(2) == 0
	for p := range want.Matrix {
		if c.IntN(4) == 0 && access.Permission(p) != access.LoginsManage {
			want.Matrix[p] = access.Scope(c.IntN(int(want.Matrix[p]) + 1))
		}
	}
	switch c.IntN(15) {
	case 0:
		want.Matrix[c.IntN(len(want.Matrix))] = access.All
	case 1:
		want.Closed = 0
	case 2:
		want.CanSign = true
	case 3:
		want.Account = int64(c.accounts[0].ID)
	}
	return want
}

// give lets one person give another something, as far as the core does. It reports whether it did.
func (c *company) give(at access.Moment) bool {
	i, j := c.IntN(len(c.people)), c.IntN(len(c.people))
	by, to := c.people[i], c.people[j]
	want := c.wish(by.Subject(), to, at)
	if i == j || access.Delegate(by.Subject(), to.grant(), want, at) != nil {
		return false
	}
	to.Access = &records.Access{Schedule: want.Schedule, Closed: want.Closed,
		CanSign: want.CanSign}
	to.Profile = &records.Profile{Matrix: want.Matrix, Assignable: true}
	to.from, to.deep = maps.Clone(by.from), by.deep+1
	return true
}

// escaped finds somebody who reaches a record of an account, on some day, that nobody reached from
// whom they have their access.
func (c *company) escaped() error {
	for j, h := range c.people {
		if h.deep == 0 {
			continue
		}
		s := h.Subject()
		for _, a := range c.accounts {
			r := &records.Ticket{Account: a.ID}
			if err := c.beyond(h, s, r.Record(0)); err != nil {
				return fmt.Errorf("person %d (account %d), after %d grants from %v, at account %d: %w",
					j, h.Account.ID, h.deep, h.from, a.ID, err)
			}
		}
	}
	return nil
}

func (c *company) beyond(h *holder, s *access.Subject, r *access.Record) error {
	for _, p := range access.Permissions() {
		for day := dawn; day <= dusk; day++ {
			at := access.Moment{Unix: int64(day) * 86400, Day: day}
			if access.Check(s, p, r, at).Allowed() && !c.anyReached(h.from, p, r, at) {
				return fmt.Errorf("%s on day %d is an escape", p, day)
			}
		}
	}
	return nil
}

func (c *company) anyReached(who map[int]bool, p access.Permission, r *access.Record,
	at access.Moment) bool {
	for i := range who {
		if access.Check(c.first[i], p, r, at).Allowed() {
			return true
		}
	}
	return false
}

// play lets time pass while everybody gives everybody what they can, and then looks for an escape.
func (c *company) play() (given, deepest int, err error) {
	for _, h := range c.people {
		c.first = append(c.first, h.Subject())
	}
	for day := dawn; day <= dusk; day += 2 {
		for range 30 {
			if c.give(access.Moment{Unix: int64(day) * 86400, Day: day}) {
				given++
			}
		}
	}
	for _, h := range c.people {
		deepest = max(deepest, h.deep)
	}
	return given, deepest, c.escaped()
}

// TestNoSequenceOfGrantsEscapes: whatever customers give each other, in any number of steps, nobody
// reaches at account, tree or all scope, on any day, what nobody in the chain reached (A34, A35).
// The seed in a failure's message plays it again: -rapid.seed=...
func TestNoSequenceOfGrantsEscapes(t *testing.T) {
	given, deep := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n, deepest, err := newCompany(rapid.Uint64().Draw(t, "seed")).play()
		if err != nil {
			t.Fatal(err)
		}
		given, deep = given+n, deep+min(max(deepest-1, 0), 1)
	})
	t.Logf("%d grants, %d of 100 companies with chains of several", given, deep)
	if given < 300 || deep < 5 {
		t.Errorf("only %d grants, and %d chains of several: this decides nothing", given, deep)
	}
}

// TestNobodyEscapesByWhatTheOfficeWidened is the same where the office has given somebody more
// than a matrix says.
func TestNobodyEscapesByWhatTheOfficeWidened(t *testing.T) {
	for name, widen := range map[string]func(*company){
		"who manages all logins": func(c *company) {
			for _, h := range c.people[:3] {
				h.Profile.Matrix[access.LoginsManage] = access.All
			}
		},
		"whose account consolidates another": func(c *company) {
			over := c.accounts[1]
			for _, h := range c.people {
				if h.User.Consolidated = h.Account == over; h.User.Consolidated {
					h.Members = []records.AccountID{c.accounts[5].ID}
					h.Under = h.Members
				}
			}
		},
		"where everyone sees the tickets of their account": func(c *company) {
			c.portal.AccountTickets = true
		},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(300) {
				c := newCompany(seed)
				widen(c)
				if _, _, err := c.play(); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
		})
	}
}

// aManager manages the logins of account 10 and of its subsidiary 11 from day 10 to day 30.
func aManager() *access.Subject {
	s := &access.Subject{HasEmail: true, Active: true, PortalUser: true, RoleGroup: true,
		HasAccount: true, AccountActive: true, AccountPortal: true, CanSign: true,
		Schedule: access.Window{From: 5, To: 30}, Support: access.Window{From: 10, To: 40},
		Matrix:         access.Systems()[access.ManagerProfile-1].Matrix,
		ClosedByPerson: access.SetOf(access.Forums),
		Keys:           access.KeysOf(access.Sets{access.Account: {10}, access.Tree: {10, 11}})}
	return s
}

// refusal is a case of delegation: what is different, and the sentence and field that refuse it.
type refusal struct {
	name   string
	change func(s *access.Subject, now, want *access.Grant)
	says   string
	field  string
}

const (
	notYours  = "Managing this login is not part of your access."
	holdsMore = "This person has more rights than you. Ask the office."
	tooMuch   = "This security profile includes more than you have yourself."
	tooLong   = "Their access cannot start before or end after your own."
)

var refusals = []refusal{
	{"nothing", func(*access.Subject, *access.Grant, *access.Grant) {}, "", ""},
	{"all that one has oneself", func(s *access.Subject, _, want *access.Grant) {
		want.Matrix, want.CanSign = s.Matrix, true
	}, "", ""},
	{"at a subsidiary", func(_ *access.Subject, now, want *access.Grant) {
		now.Account, want.Account = 11, 11
	}, "", ""},
	{"a tree at a subsidiary", func(_ *access.Subject, now, want *access.Grant) {
		now.Account, want.Account = 11, 11
		want.Matrix[access.OrderView] = access.Tree
	}, "", ""},
	{"the minimum is always less", func(_ *access.Subject, now, _ *access.Grant) {
		*now = access.Grant{Account: 10, Matrix: access.MinimumMatrix(), CanSign: true}
	}, "", ""},
	{"a manager no more", func(s *access.Subject, _, _ *access.Grant) {
		s.Matrix[access.LoginsManage] = access.None
	}, notYours, ""},
	{"a manager of their own only", func(s *access.Subject, _, _ *access.Grant) {
		s.Matrix[access.LoginsManage] = access.Team
	}, notYours, ""},
	{"at an account elsewhere", func(_ *access.Subject, now, want *access.Grant) {
		now.Account, want.Account = 12, 12
	}, notYours, ""},
	{"at a subsidiary, by a manager of one account", func(s *access.Subject, now,
		want *access.Grant) {
		s.Matrix[access.LoginsManage] = access.Account
		now.Account, want.Account = 11, 11
	}, notYours, ""},
	{"after the access has ended", func(s *access.Subject, _, _ *access.Grant) {
		s.Schedule.To = 19
	}, notYours, ""},
	{"before the support starts", func(s *access.Subject, _, _ *access.Grant) {
		s.Support.From = 21
	}, notYours, ""},
	{"by somebody locked out", func(s *access.Subject, _, _ *access.Grant) {
		s.Locked = true
	}, notYours, ""},
	{"by somebody whose profile is gone", func(s *access.Subject, _, _ *access.Grant) {
		s.ProfileGone = true
	}, notYours, ""},
	{"by somebody without administration", func(s *access.Subject, _, _ *access.Grant) {
		s.ClosedByAccount = access.SetOf(access.Administration)
	}, notYours, ""},
	{"who sees more", func(_ *access.Subject, now, _ *access.Grant) {
		now.Matrix[access.QuotationView] = access.All
	}, holdsMore, ""},
	{"who sees more at the subsidiary", func(_ *access.Subject, now, want *access.Grant) {
		now.Account, want.Account = 11, 11
		now.Matrix[access.InvoiceView] = access.Account
	}, holdsMore, ""},
	{"who starts earlier", func(_ *access.Subject, now, _ *access.Grant) {
		now.Schedule.From = 9
	}, holdsMore, ""},
	{"who ends later", func(_ *access.Subject, now, _ *access.Grant) {
		now.Schedule.To = 31
	}, holdsMore, ""},
	{"who has more components", func(_ *access.Subject, now, _ *access.Grant) {
		now.Closed = 0
	}, holdsMore, ""},
	{"who may sign", func(s *access.Subject, now, _ *access.Grant) {
		s.CanSign, now.CanSign = false, true
	}, holdsMore, ""},
	{"a move", func(_ *access.Subject, _, want *access.Grant) {
		want.Account = 11
	}, "A login stays at its account. Ask the office.", ""},
	{"what the office gives", func(_ *access.Subject, _, want *access.Grant) {
		want.Assignable = false
	}, "This security profile is given by the office only.", "profile"},
	{"more than one has", func(_ *access.Subject, _, want *access.Grant) {
		want.Matrix[access.TicketView] = access.All
	}, tooMuch, "profile"},
	{"the invoices of a subsidiary", func(_ *access.Subject, now, want *access.Grant) {
		now.Account, want.Account = 11, 11
		want.Matrix[access.InvoiceView] = access.Account
	}, tooMuch, "profile"},
	{"an earlier start", func(_ *access.Subject, _, want *access.Grant) {
		want.Schedule.From = 9
	}, tooLong, "schedule"},
	{"a later end", func(_ *access.Subject, _, want *access.Grant) {
		want.Schedule.To = 31
	}, tooLong, "schedule"},
	{"no end", func(_ *access.Subject, _, want *access.Grant) {
		want.Schedule.To = 0
	}, tooLong, "schedule"},
	{"a component that is closed", func(_ *access.Subject, _, want *access.Grant) {
		want.Closed = 0
	}, "You cannot open a component that is not open to you.", "components"},
	{"signing", func(s *access.Subject, _, want *access.Grant) {
		s.CanSign, want.CanSign = false, true
	}, "You cannot let others sign, because you may not sign yourself.", "can_sign"},
}

// TestEachWayToGiveTooMuchIsRefused plays one case for each refusal of delegation (A19, A34, A35).
func TestEachWayToGiveTooMuchIsRefused(t *testing.T) {
	for _, c := range refusals {
		s := aManager()
		now := access.Grant{Account: 10, Matrix: access.Systems()[access.BasicProfile-1].Matrix,
			Schedule: access.Window{From: 10, To: 30}, Closed: access.SetOf(access.Forums)}
		now.Matrix[access.ModuleView], now.Matrix[access.CompanyView] = access.None, access.None
		want := now
		want.Assignable = true
		c.change(s, &now, &want)
		at := access.Moment{Day: 20}
		d := access.MayManage(s, now, at)
		refused := c.says == notYours || c.says == holdsMore
		if d.Allowed() == refused || (d.Faults == access.HoldsMore) != (c.says == holdsMore) {
			t.Errorf("%s: managing them is %+v", c.name, d)
		}
		err := access.Delegate(s, now, want, at)
		if c.says == "" && err == nil {
			continue
		}
		if p := problem.Of(err); p.Kind != problem.Denied || p.Text != c.says ||
			p.Field != c.field {
			t.Errorf("%s: %v on %q", c.name, err, p.Field)
		}
	}
}

// TestAskingIsForTheContactsOfAnAccountAndForOthers: who may ask that somebody be raised (A31).
func TestAskingIsForTheContactsOfAnAccountAndForOthers(t *testing.T) {
	at := access.Moment{Day: 20}
	late := access.Moment{Day: 41}
	for _, c := range []struct {
		at               access.Moment
		contact, oneself bool
		says             string
	}{
		{at, true, false, ""},
		{late, true, false, "Sign in to ask."},
		{at, false, false, "Only the primary or the billing contact of your company can ask for " +
			"this."},
		{at, false, true, "Only the primary or the billing contact of your company can ask for " +
			"this."},
		{at, true, true, "Nobody can ask this for themselves."},
	} {
		err := access.MayAsk(aManager(), c.contact, c.oneself, c.at)
		if c.says == "" && err == nil {
			continue
		}
		if p := problem.Of(err); p.Kind != problem.Denied || p.Text != c.says {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestSigningInAsksForNothingThatComesAfterIt: the initial password and the second factor are given
// at the sign-in itself (C6, B19); everything else that shuts somebody out shuts them out there.
func TestSigningInAsksForNothingThatComesAfterIt(t *testing.T) {
	at := access.Moment{Day: 20}
	s := aManager()
	s.MustChange, s.SecondFactor = true, true
	if d := access.SignIn(s, at); !d.Allowed() {
		t.Errorf("they are asked for before: %+v", d)
	}
	s.Locked = true
	if d := access.SignIn(s, at); d.Faults != access.Locked {
		t.Errorf("somebody locked out signs in: %+v", d)
	}
	if d := access.SignIn(aManager(), access.Moment{Day: 9}); d.Faults != access.NotStarted {
		t.Errorf("somebody signs in before their support: %+v", d)
	}
	if d := access.SignIn(aManager(), access.Moment{Day: 31}); !d.Allowed() {
		t.Errorf("an access that has ended leaves the minimum: %+v", d)
	}
}

// TestNothingIsHeldThatRestsOrFails: what a giver can pass on is nothing outside their own days,
// without a sign-in, and under a profile that is gone.
func TestNothingIsHeldThatRestsOrFails(t *testing.T) {
	gone, locked := aManager(), aManager()
	gone.ProfileGone, locked.Locked = true, true
	for _, c := range []struct {
		s   *access.Subject
		day access.Day
	}{{gone, 20}, {locked, 20}, {aManager(), 9}, {aManager(), 31}} {
		if g := c.s.Holds(10, access.Moment{Day: c.day}); g.Matrix != (access.Matrix{}) {
			t.Errorf("on day %d: %v", c.day, g.Matrix)
		}
	}
	g := aManager().Holds(10, access.Moment{Day: 20})
	if g.Matrix[access.TicketView] != access.Tree || g.Schedule.From != 10 || g.Schedule.To != 30 {
		t.Errorf("%+v", g)
	}
}
