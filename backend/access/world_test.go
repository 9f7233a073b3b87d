package access_test

import (
	"math/rand/v2"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// world makes random offices. It is not rapid that draws the single facts, because rapid prefers
// small values and a world of them would decide nothing; rapid draws the seed.
type world struct {
	*rand.Rand
	at       access.Moment
	portal   *records.Portal
	accounts []*records.Account
	members  map[records.AccountID]map[records.AccountID]bool // of consolidated accounts
	people   []records.PersonID
	tickets  []*records.Ticket
	articles []*records.Article
}

const today = access.Day(20_000)

func (w *world) odds(percent int) bool { return w.IntN(100) < percent }

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 1)),
		at: access.Moment{Unix: int64(today)*86400 + 43200, Day: today}}
	w.portal = &records.Portal{Name: "Office", Zone: "UTC", RegisteredOnly: w.odds(20),
		AccountTickets: w.odds(20), Closed: w.closed(6)}
	if w.odds(30) {
		w.portal.CutOff = w.at.Unix - 43200
	}
	for i := range 6 {
		a := &records.Account{ID: records.AccountID(10 + i), Name: "A", Active: w.odds(95),
			Portal: w.odds(95), Closed: w.closed(5), Requests: w.requests()}
		if i > 0 && w.odds(60) {
			a.Parent = w.accounts[w.IntN(i)].ID
		}
		w.accounts = append(w.accounts, a)
	}
	w.members = map[records.AccountID]map[records.AccountID]bool{}
	if w.odds(50) {
		over := w.account()
		over.Consolidated = true
		w.members[over.ID] = map[records.AccountID]bool{w.account().ID: true, w.account().ID: true}
	}
	for i := range 8 {
		w.people = append(w.people, records.PersonID(100+i))
	}
	for i := range 30 {
		w.tickets = append(w.tickets, &records.Ticket{ID: records.TicketID(1000 + i),
			Account: w.account().ID, Creator: w.person(70), Contact: w.person(70),
			Assigned: w.person(50), Approver: w.person(30), Internal: w.odds(10),
			Created: w.at.Unix - w.Int64N(86400), Status: w.status()})
	}
	for i := range 10 {
		a := &records.Article{ID: records.ArticleID(2000 + i), Shelf: records.BaseShelf,
			Audience: records.Everyone, Published: w.odds(85)}
		if w.odds(50) {
			a.Audience = int64(w.account().ID)
		}
		w.articles = append(w.articles, a)
	}
	return w
}

func (w *world) account() *records.Account { return w.accounts[w.IntN(len(w.accounts))] }

func (w *world) person(percent int) records.PersonID {
	if !w.odds(percent) {
		return 0
	}
	return w.people[w.IntN(len(w.people))]
}

func (w *world) requests() records.Requests {
	if w.odds(80) {
		return records.AsAbove
	}
	return records.Requests(1 + w.IntN(2))
}

func (w *world) status() records.TicketStatus {
	if w.odds(20) {
		return records.Resolved
	}
	return records.Open
}

// closed closes tickets or the knowledgebase, which the questions are about.
func (w *world) closed(percent int) (s access.ComponentSet) {
	if w.odds(percent) {
		s |= access.SetOf(access.Tickets)
	}
	if w.odds(percent) {
		s |= access.SetOf(access.Knowledgebase)
	}
	return s
}

// window gives mostly one that holds today, and each way in which it does not.
func (w *world) window(percent int) access.Window {
	switch {
	case !w.odds(percent):
		return access.Window{From: today - access.Day(w.IntN(2)), To: today +
			access.Day(w.IntN(2))}
	case w.odds(50):
		return access.Window{From: today + 1}
	}
	return access.Window{To: today - 1}
}

// above gives an account's parents, nearest first.
func (w *world) above(a *records.Account) (list []*records.Account) {
	for a.Parent != 0 {
		a = w.accounts[a.Parent-10]
		list = append(list, a)
	}
	return list
}

// shut gives the components closed at an account, its parents included.
func (w *world) shut(id records.AccountID) (s access.ComponentSet) {
	a := w.accounts[id-10]
	for _, up := range append([]*records.Account{a}, w.above(a)...) {
		if !up.Active || !up.Portal {
			return access.Every
		}
		s |= up.Closed
	}
	return s
}

// cast draws somebody who looks. Most facts are mostly good, so that each is often the only one
// that is not.
func (w *world) cast() *records.Cast {
	c := &records.Cast{Portal: w.portal}
	if w.odds(6) {
		return c
	}
	a := w.account()
	c.Account, c.Above = a, w.above(a)
	for _, b := range w.accounts {
		if w.members[a.ID][b.ID] {
			c.Members = append(c.Members, b.ID)
		}
	}
	for _, b := range w.accounts {
		if b == a || slices.Contains(w.above(b), a) {
			c.Tree = append(c.Tree, b.ID)
		}
		if slices.ContainsFunc(append(w.above(b), b), func(up *records.Account) bool {
			return w.members[a.ID][up.ID]
		}) {
			c.Under = append(c.Under, b.ID)
		}
	}
	if w.odds(3) { // it is gone
		c.Account, c.Above, c.Tree, c.Members, c.Under = nil, nil, nil, nil, nil
	}
	c.Person = &records.Person{ID: w.person(100), Account: a.ID, First: "P"}
	if w.odds(95) {
		c.Person.Email = "p@example.com"
	}
	c.User = &records.User{ID: 1, Person: c.Person.ID, Active: w.odds(95), PortalUser: w.odds(95),
		RoleGroup: w.odds(95), Locked: w.odds(5), MustChange: w.odds(5), Support: w.window(8),
		Requests:     w.requests(),
		Consolidated: w.odds(70)}
	if w.odds(93) {
		c.Access = &records.Access{ID: 1, User: 1, Account: a.ID, Profile: 9,
			Schedule: w.window(8), Closed: w.closed(8), CanSign: w.odds(50)}
		c.Profile = &records.Profile{ID: 9, Name: "Drawn", Matrix: w.matrix()}
		c.BaseGone = w.odds(4)
	}
	return c
}

// matrix gives the permissions of the questions any scope, and leaves the minimum as it is.
func (w *world) matrix() access.Matrix {
	m := access.MinimumMatrix()
	for _, p := range []access.Permission{access.TicketView, access.TicketReply,
		access.ArticleRead} {
		m[p] = access.Scope(w.IntN(int(access.All) + 1))
		if w.odds(50) {
			m[p] = max(m[p], access.Account)
		}
	}
	return m
}

// subject makes the subject of a cast, and of a few somebody who owes a second factor.
func (w *world) subject() *access.Subject {
	s := w.cast().Subject()
	s.SecondFactor = w.odds(4)
	return s
}

// question draws a permission and a record for it.
func (w *world) question() (access.Permission, *access.Record) {
	if w.odds(25) {
		return access.ArticleRead, w.articles[w.IntN(len(w.articles))].Record()
	}
	t := w.tickets[w.IntN(len(w.tickets))]
	r := t.Record(w.shut(t.Account))
	if w.odds(70) {
		return access.TicketView, r
	}
	if t.Status == records.Resolved {
		r.Refused = access.TicketClosed
	}
	return access.TicketReply, r
}
