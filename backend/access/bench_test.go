package access_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	"github.com/cedar-policy/cedar-go"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// town is a large office: 10 profiles, all permissions, 10,000 accounts, 100,000 contacts and as
// many tickets. Three engines answer the same questions about it.
type town struct {
	*rand.Rand
	at       access.Moment
	portal   *records.Portal
	profiles []*records.Profile
	accounts []*records.Account
	tree     map[records.AccountID][]records.AccountID
	casts    []*records.Cast
	tickets  []*records.Ticket

	subjects []*access.Subject // as the core wants them
	asked    []*access.Record
	law      *cedar.PolicySet // as Cedar wants them
	entities cedar.EntityMap
	enforcer *casbin.Enforcer // as Casbin wants them
}

const (
	townAccounts = 10_000
	townPeople   = 100_000
	townTickets  = 100_000
)

// theTown is built when the first benchmark asks for it.
var theTown = sync.OnceValue(func() *town {
	w := &town{Rand: rand.New(rand.NewPCG(1, 1)), portal: &records.Portal{Name: "Town"},
		at: access.Moment{Unix: int64(today) * 86400, Day: today}}
	w.settle()
	for i := range townPeople {
		w.casts = append(w.casts, w.inhabitant(i))
		w.subjects = append(w.subjects, w.casts[i].Subject())
	}
	for i := range townTickets {
		by := w.casts[w.IntN(townPeople)]
		k := &records.Ticket{ID: records.TicketID(1_000_000 + i), Account: by.Account.ID,
			Creator: by.Person.ID, Contact: w.casts[w.IntN(townPeople)].Person.ID,
			Assigned: w.casts[w.IntN(townPeople)].Person.ID, Internal: w.IntN(20) == 0,
			Created: w.at.Unix, Status: records.Open}
		w.tickets = append(w.tickets, k)
		w.asked = append(w.asked, k.Record(0))
	}
	return w
})

// settle makes the accounts, in families of up to a few dozen, and the profiles.
func (w *town) settle() {
	w.tree = map[records.AccountID][]records.AccountID{}
	for i := range townAccounts {
		a := &records.Account{ID: records.AccountID(1000 + i), Name: "A", Active: true,
			Portal: true}
		if i%20 > 0 {
			a.Parent = records.AccountID(1000 + i - 1 - w.IntN(i%20))
		}
		w.accounts = append(w.accounts, a)
		for up := a.ID; up != 0; up = w.accounts[up-1000].Parent {
			w.tree[up] = append(w.tree[up], a.ID)
		}
	}
	w.profiles = records.SystemProfiles()[1:]
	for i, scope := range []access.Scope{access.Team, access.Tree, access.All} {
		custom := *w.profiles[i+1]
		custom.ID = records.ProfileID(100 + i)
		custom.Matrix = custom.Matrix.With(access.Overrides{access.PriorityView: scope,
			access.TicketView: scope})
		w.profiles = append(w.profiles, &custom)
	}
}

func (w *town) inhabitant(i int) *records.Cast {
	a := w.accounts[i%townAccounts]
	c := &records.Cast{Portal: w.portal, Account: a, Tree: w.tree[a.ID],
		Person: &records.Person{ID: records.PersonID(100_000 + i), Account: a.ID, Email: "x"},
		User: &records.User{ID: records.UserID(1 + i), Active: w.IntN(50) > 0, PortalUser: true,
			RoleGroup: true},
		Access: &records.Access{}, Profile: w.profiles[w.IntN(len(w.profiles))]}
	for up := a.Parent; up != 0; up = w.accounts[up-1000].Parent {
		c.Above = append(c.Above, w.accounts[up-1000])
	}
	return c
}

// pair is one question: may this person do this with this ticket?
type pair struct {
	p           access.Permission
	who, ticket int
}

// near draws a question of which the answer is often yes: a ticket of the person's own account.
func (w *town) near() pair {
	q := w.far()
	for range 200 {
		if w.tickets[q.ticket].Account == w.casts[q.who].Account.ID {
			break
		}
		q.ticket = w.IntN(townTickets)
		q.who = int(w.tickets[q.ticket].Account-1000) + townAccounts*w.IntN(10)
	}
	return q
}

func (w *town) far() pair {
	ask := []access.Permission{access.TicketView, access.TicketReply, access.PriorityView}
	return pair{ask[w.IntN(len(ask))], w.IntN(townPeople), w.IntN(townTickets)}
}

func (w *town) core(q pair) bool {
	return access.Check(w.subjects[q.who], q.p, w.asked[q.ticket], w.at).Allowed()
}

// cedarUp writes the town for the law of cedar_test.go, which has the same gates as the core.
func (w *town) cedarUp(b *testing.B) {
	if w.law != nil {
		return
	}
	w.law = read(b, "", "")
	o := &office{world: &world{Rand: w.Rand, at: w.at, portal: w.portal, accounts: w.accounts,
		tickets: w.tickets}}
	w.entities = o.inCedar()
	for _, p := range w.profiles {
		every := access.Overrides{}
		for _, q := range access.Permissions() {
			every[q] = p.Matrix[q]
		}
		id := uid("Profile", p.Name+fmt.Sprint(p.ID))
		w.entities[id] = cedar.Entity{UID: id, Tags: scopeTags(every)}
	}
	for i, c := range w.casts {
		v := &viewer{Cast: c}
		all := cedar.EntityMap{}
		v.inCedar(i, all)
		delete(all, uid("Profile", i))
		for id, e := range all {
			if id.Type == "User" {
				facts := e.Attributes.Map()
				facts["profile"] = uid("Profile", c.Profile.Name+fmt.Sprint(c.Profile.ID))
				e.Attributes = cedar.NewRecord(facts)
			}
			w.entities[id] = e
		}
	}
}

// request is Cedar's form of a question.
func (w *town) request(q pair) cedar.Request {
	return cedar.Request{Principal: uid("User", q.who), Action: uid("Action", q.p),
		Resource: uid("tickets", int64(w.tickets[q.ticket].ID)),
		Context: cedar.NewRecord(cedar.RecordMap{"today": cedar.Long(w.at.Day),
			"permission": cedar.String(q.p.String()), "shut": uid("Shut", "tickets")})}
}

// aCasbin is a person or a ticket as Casbin reads it, which finds fields by their names.
type aCasbin struct {
	Profile  string
	Active   bool
	Internal bool
	cast     *records.Cast
	ticket   *records.Ticket
}

// casbinModel asks only about the gates that ever shut anything in the town.
const casbinModel = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = profile, act, scope
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && r.sub.Profile == p.profile && r.sub.Active && !r.obj.Internal && \
	reaches(r.sub, r.obj, p.scope)`

// casbinUp gives Casbin its policies: each permission of each profile with its scope.
func (w *town) casbinUp(b *testing.B) {
	if w.enforcer != nil {
		return
	}
	m, err := model.NewModelFromString(casbinModel)
	if err != nil {
		b.Fatal(err)
	}
	if w.enforcer, err = casbin.NewEnforcer(m); err != nil {
		b.Fatal(err)
	}
	w.enforcer.AddFunction("reaches", func(args ...any) (any, error) {
		return w.reaches(args[0].(*aCasbin), args[1].(*aCasbin), args[2].(string)), nil
	})
	for _, p := range w.profiles {
		for _, q := range access.Permissions() {
			if p.Matrix[q] == access.None {
				continue
			}
			if _, err := w.enforcer.AddPolicy(casbinProfile(p), q.String(),
				p.Matrix[q].String()); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func casbinProfile(p *records.Profile) string { return fmt.Sprint(p.ID) }

// reaches is written in Go, which favours Casbin.
func (w *town) reaches(sub, obj *aCasbin, scope string) bool {
	me, k := sub.cast.Person.ID, obj.ticket
	own := k.Creator == me || k.Contact == me
	switch scope {
	case "own":
		return own
	case "assigned", "team":
		return own || k.Assigned == me
	case "account":
		return own || k.Assigned == me || k.Account == sub.cast.Account.ID
	case "tree":
		_, in := slices.BinarySearch(sub.cast.Tree, k.Account)
		return own || k.Assigned == me || in
	}
	return scope == "all"
}

// casbinRequest is Casbin's form of a question.
func (w *town) casbinRequest(q pair) []any {
	c, k := w.casts[q.who], w.tickets[q.ticket]
	return []any{&aCasbin{Profile: casbinProfile(c.Profile), Active: c.User.Active, cast: c},
		&aCasbin{Internal: k.Internal, ticket: k}, q.p.String()}
}

// same asserts that the three engines give the same answers, before anything is measured.
func (w *town) same(b *testing.B) {
	b.Helper()
	w.cedarUp(b)
	w.casbinUp(b)
	yes := 0
	const sample = 2000
	for i := range sample {
		q := w.far()
		if i%2 == 0 {
			q = w.near()
		}
		core := w.core(q)
		other, _ := cedar.Authorize(w.law, w.entities, w.request(q))
		third, err := w.enforcer.Enforce(w.casbinRequest(q)...)
		if err != nil || core != bool(other) || core != third {
			b.Fatalf("%+v: the core says %v, Cedar %v, Casbin %v (%v)", q, core, other, third, err)
		}
		yes += bit(core)
	}
	if yes < sample/10 || yes > sample*9/10 {
		b.Fatalf("%d of %d answers are yes: this measures nothing", yes, sample)
	}
}

// compare measures the engines over the same questions, in turn.
func (w *town) compare(b *testing.B, ask []pair) {
	w.same(b)
	requests, thirds := make([]cedar.Request, len(ask)), make([][]any, len(ask))
	for i, q := range ask {
		requests[i], thirds[i] = w.request(q), w.casbinRequest(q)
	}
	each := func(name string, decide func(i int)) (ns float64) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				decide(i)
				if i++; i == len(ask) {
					i = 0
				}
			}
			ns = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		})
		return ns
	}
	ours := each("gatehouse", func(i int) { w.core(ask[i]) })
	theirs := each("cedar", func(i int) { cedar.Authorize(w.law, w.entities, requests[i]) })
	third := each("casbin", func(i int) {
		if _, err := w.enforcer.Enforce(thirds[i]...); err != nil {
			b.Fatal(err)
		}
	})
	if ours > 0 && theirs > 0 && third > 0 {
		fmt.Printf("%s: %.1f ns a decision; Cedar takes %.0f times as long, Casbin %.0f\n",
			b.Name(), ours, theirs/ours, third/ours)
	}
}

// BenchmarkOnePersonsPage is what a list does: 50 tickets, one person, some of them of the person's
// own account and its subsidiaries. The aim is 60 ns a decision and no allocation.
func BenchmarkOnePersonsPage(b *testing.B) {
	w := theTown()
	var page []pair
	for i, k := range w.tickets {
		ours := slices.Contains(w.casts[0].Tree, k.Account)
		if ours && len(page) < 25 || !ours && i%1999 == 0 {
			page = append(page, pair{access.TicketView, 0, i})
		}
	}
	w.compare(b, page[:50])
}

// BenchmarkAnybodyAnything is the worst case for the caches of the processor: another person and
// another ticket each time, out of all. The aim is 300 ns.
func BenchmarkAnybodyAnything(b *testing.B) {
	w := theTown()
	ask := make([]pair, 1<<16)
	for i := range ask {
		ask[i] = w.far()
	}
	w.compare(b, ask)
}

// BenchmarkWhatIf asks what a change of a profile does to 100,000 people. The aim is a second.
func BenchmarkWhatIf(b *testing.B) {
	w := theTown()
	people := make([]access.Affected, townPeople)
	for i, s := range w.subjects {
		after := *s
		if w.casts[i].Profile.ID == records.ProfileID(access.BasicProfile) {
			after.Matrix[access.TicketView] = access.Account
			after.Matrix[access.ModuleView] = access.None
		}
		people[i] = access.Affected{User: int64(i), Before: s, After: &after}
	}
	for b.Loop() {
		if e := access.WhatIf(slices.Values(people), w.at); e.Gains() == 0 {
			b.Fatal("nobody gains")
		}
	}
}

// census is an index of a million people: 100 at each of the town's accounts, of whom ten at a time
// are alike. Scope all is for few: 500 have it everywhere.
type census struct {
	*town
	seers []int // those 500
}

const atEach = 100

func (c *census) subject(i int) *access.Subject {
	return c.subjects[i%townPeople]
}

func (c *census) Near(_ access.Permission,
	r *access.Record) iter.Seq2[int64, *access.Subject] {
	list := slices.Clone(c.seers)
	for _, key := range r.Keys.Of(access.Tree) {
		for up := records.AccountID(key); up != 0; up = c.accounts[up-1000].Parent {
			for n := range atEach {
				list = append(list, int(up-1000)+n*townAccounts)
			}
		}
	}
	return func(yield func(int64, *access.Subject) bool) {
		for _, i := range list {
			if !yield(int64(i), c.subject(i)) {
				return
			}
		}
	}
}

// BenchmarkWho asks who of a million people may see a ticket. The aim is 10 ms.
func BenchmarkWho(b *testing.B) {
	c := &census{town: theTown()}
	for i := 0; i < 1_000_000 && len(c.seers) < 500; i++ {
		if c.subject(i).Matrix[access.TicketView] == access.All {
			c.seers = append(c.seers, i)
		}
	}
	i, found := 0, 0
	for b.Loop() {
		found += len(users(access.Who(c, access.TicketView, c.asked[i%townTickets], c.at)))
		i++
	}
	b.ReportMetric(float64(found)/float64(i), "found/op")
}
