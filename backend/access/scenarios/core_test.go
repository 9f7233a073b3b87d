package scenarios_test

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/access/scenarios"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// core decides by access.Check alone, over records that lie in memory.
type core struct {
	*memory
	desks map[records.StaffID]*memoryDesk
	uids  int
}

func newCore() *core {
	c := &core{memory: &memory{rows: map[records.Key]records.Record{}},
		desks: map[records.StaffID]*memoryDesk{}}
	for _, r := range scenarios.Cast() {
		c.Put(r)
	}
	for _, p := range records.SystemProfiles() {
		c.Put(p)
	}
	return c
}

// memory is an edit.Tx without a database.
type memory struct {
	rows   map[records.Key]records.Record
	failed error
	looks  int
}

func (m *memory) Row(k records.Key) records.Record { return m.rows[k] }
func (m *memory) Put(r records.Record)             { m.rows[r.Key()] = r }
func (m *memory) Delete(k records.Key)             { delete(m.rows, k) }
func (m *memory) Fail(err error)                   { m.failed = cmp.Or(m.failed, err) }

func (m *memory) Find(kind records.Kind, column string, value any) (list []records.Record) {
	for k, r := range m.rows {
		if k.Kind == kind && r.Index(column) == value {
			list = append(list, r)
		}
	}
	return list
}

func (m *memory) Change(fn func(edit.Tx)) error {
	m.looks++
	fn(m)
	return m.failed
}

// all gives every record of a kind.
func all[T records.Record](m *memory) (list []T) {
	for _, r := range m.rows {
		if t, ok := r.(T); ok {
			list = append(list, t)
		}
	}
	return list
}

func one[T records.Record](m *memory, kind records.Kind, id int64) T {
	r, _ := m.rows[records.Key{Kind: kind, ID: id}].(T)
	return r
}

// cast assembles what a decision needs, as the store does from SQL.
func (m *memory) cast(l scenarios.Look) *records.Cast {
	m.looks++
	c := &records.Cast{Portal: m.rows[records.PortalKey].(*records.Portal)}
	at := l.Account
	if l.User != 0 {
		c.User = one[*records.User](m, records.KindUser, int64(l.User))
		c.Person = one[*records.Person](m, records.KindPerson, int64(c.User.Person))
		at = cmp.Or(l.Account, c.Person.Account)
	}
	for id := at; id != 0; {
		a := one[*records.Account](m, records.KindAccount, int64(id))
		switch {
		case c.Account == nil:
			c.Account = a
		case a == c.Account || slices.Contains(c.Above, a):
			c.Circle = true
			a = nil
		default:
			c.Above = append(c.Above, a)
		}
		id = 0
		if a != nil {
			id = a.Parent
		}
	}
	for _, k := range all[*records.Consolidation](m) {
		if k.Account == at {
			c.Members = append(c.Members, k.Member)
		}
	}
	for _, a := range all[*records.Account](m) {
		if m.isBelow(a, at) {
			c.Tree = append(c.Tree, a.ID)
		}
		if slices.ContainsFunc(c.Members, func(id records.AccountID) bool {
			return m.isBelow(a, id)
		}) {
			c.Under = append(c.Under, a.ID)
		}
	}
	for _, a := range all[*records.Access](m) {
		if l.User != 0 && a.User == l.User && a.Account == at {
			c.Access = a
		}
	}
	if l.Profile != 0 {
		c.Access = draft(l)
	}
	if c.Access != nil {
		c.Profile = one[*records.Profile](m, records.KindProfile, int64(c.Access.Profile))
		base := one[*records.Profile](m, records.KindProfile, int64(c.Profile.Base))
		c.BaseGone = c.Profile.Base != 0 && base == nil
	}
	return c
}

func (m *memory) isBelow(a *records.Account, top records.AccountID) bool {
	for depth := 0; a != nil && depth < 100; depth++ {
		if a.ID == top {
			return true
		}
		a = one[*records.Account](m, records.KindAccount, int64(a.Parent))
	}
	return false
}

// draft is an access that nobody has; the minimum is none.
func draft(l scenarios.Look) *records.Access {
	if int64(l.Profile) == access.MinimumProfile && l.User != 0 {
		return nil
	}
	return &records.Access{ID: 1, User: l.User, Profile: l.Profile}
}

// subjectOf makes the subject of a look's cast.
func subjectOf(c *records.Cast, l scenarios.Look) *access.Subject {
	if l.User == 0 && l.Profile != 0 {
		return c.AsProfile()
	}
	return c.Subject()
}

func (m *memory) subject(l scenarios.Look) (*access.Subject, access.Moment) {
	c := m.cast(l)
	return subjectOf(c, l), access.At(l.At, c.Portal.Location())
}

func (m *memory) closed(id records.AccountID) (set access.ComponentSet) {
	a, depth := one[*records.Account](m, records.KindAccount, int64(id)), 0
	for ; a != nil; depth++ {
		set |= a.Closed
		if !a.Active || !a.Portal || depth > 64 {
			return access.Every
		}
		a = one[*records.Account](m, records.KindAccount, int64(a.Parent))
	}
	return set
}

// recordOf gives the record of a question, as a decision about its permission sees it.
func (m *memory) recordOf(q scenarios.Question, today access.Day) *access.Record {
	switch {
	case q.Of.ID != 0:
		r := m.rows[q.Of].(records.Guarded)
		if d, ok := r.(*records.Document); ok && d.Project != 0 {
			n := *d
			n.Team = one[*records.Project](m, records.KindProject, int64(d.Project)).Team
			r = &n
		}
		g := records.GuardOn(r, q.Permission, m.closed(r.At()), today)
		g.Hidden |= hidden(q.Part, m.Row)
		return g
	case q.Article != nil:
		return q.Article.Record()
	case q.Person != 0:
		return &access.Record{Keys: access.KeysOf(access.Sets{access.Own: {int64(q.Person)}})}
	}
	return nil
}

// hidden says why a part of an order is not for customers who see the order.
func hidden(part records.Key, row func(records.Key) records.Record) access.Fault {
	switch r := row(part).(type) {
	case *records.File:
		t, _ := row(records.Key{Kind: records.KindFileType, ID: int64(r.Type)}).(*records.FileType)
		return r.Hidden(t)
	case *records.Flag:
		return r.Hidden()
	case *records.OrderTask:
		return r.Record(0).Hidden
	}
	return 0
}

func (c *core) Looks() int { return c.looks }

func (c *core) Subject(l scenarios.Look) (*access.Subject, error) {
	s, _ := c.subject(l)
	return s, nil
}

func (c *core) May(q scenarios.Question) (scenarios.Answer, error) {
	s, at := c.subject(q.Look)
	if q.SignIn {
		return scenarios.Answer{Decision: access.SignIn(s, at), Subject: s}, nil
	}
	d := access.Check(s, q.Permission, c.recordOf(q, at.Day), at)
	return scenarios.Answer{Decision: d, Subject: s}, nil
}

// everybody is an index that gives all users, at each of their accounts.
type everybody struct {
	*core
	now time.Time
}

func (e everybody) Near(access.Permission, *access.Record) iter.Seq2[int64, *access.Subject] {
	return func(yield func(int64, *access.Subject) bool) {
		for _, u := range all[*records.User](e.memory) {
			s, _ := e.subject(scenarios.Look{User: u.ID, At: e.now})
			if !yield(int64(u.ID), s) {
				return
			}
		}
	}
}

func (c *core) Who(q scenarios.Question) (list []records.UserID, err error) {
	_, at := c.subject(scenarios.Look{At: q.At})
	for seer := range access.Who(everybody{c, q.At}, q.Permission, c.recordOf(q, at.Day), at) {
		list = append(list, records.UserID(seer.User))
	}
	return list, nil
}

func (c *core) WhatIf(changed *records.Profile, now time.Time) (access.Effect, error) {
	_, at := c.subject(scenarios.Look{At: now})
	return access.WhatIf(func(yield func(access.Affected) bool) {
		for _, a := range all[*records.Access](c.memory) {
			if a.Profile != changed.ID {
				continue
			}
			after := c.cast(scenarios.Look{User: a.User, Account: a.Account})
			before := after.Subject()
			after.Profile = changed
			if !yield(access.Affected{User: int64(a.User), Before: before,
				After: after.Subject()}) {
				return
			}
		}
	}, at), nil
}

func (c *core) Tickets(l scenarios.Look, text string) (list []string, err error) {
	s, at := c.subject(l)
	for _, t := range all[*records.Ticket](c.memory) {
		found := strings.Contains(strings.ToLower(t.Subject), strings.ToLower(text))
		r := t.Record(c.closed(t.Account))
		if found && access.Check(s, access.TicketView, r, at).Allowed() {
			list = append(list, t.Subject)
		}
	}
	return list, nil
}

func (c *core) Notes(l scenarios.Look, id records.TicketID) (list []string, err error) {
	a, err := c.May(ticketSeen(l, id))
	for _, n := range all[*records.Note](c.memory) {
		if n.Ticket == id && !n.Internal && a.Decision.Allowed() {
			list = append(list, n.Text)
		}
	}
	return list, err
}

func ticketSeen(l scenarios.Look, id records.TicketID) scenarios.Question {
	return scenarios.Question{Look: l, Permission: access.TicketView,
		Of: records.Key{Kind: records.KindTicket, ID: int64(id)}}
}

func (c *core) Tile(l scenarios.Look, of access.Component) (scenarios.Tile, error) {
	s, at := c.subject(l)
	shown := s.Visitor && !s.RegisteredOnly || !s.Visitor && access.SignIn(s, at).Allowed()
	return scenarios.Tile{Shown: shown && !s.MustChange,
		Open: access.Open(s, of, at).Allowed()}, nil
}

func (c *core) Entrance(l scenarios.Look) (scenarios.Entrance, error) {
	s, at := c.subject(l)
	return entrance(c.cast(l).Portal, s, at), nil
}

// entrance reads the table of arrivals for a subject.
func entrance(p *records.Portal, s *access.Subject, at access.Moment) scenarios.Entrance {
	signedIn := !s.Visitor && access.SignIn(s, at).Allowed()
	e := access.Enter(p.Arrival(signedIn))
	return scenarios.Entrance{Widget: e.Widget, Tab: e.Tab, Form: (signedIn || e.Guest) &&
		access.Check(s, access.TicketCreate, nil, at).Allowed()}
}

func (c *core) MustChoose(l scenarios.Look) (bool, error) {
	s, at := c.subject(l)
	return access.SignIn(s, at).Allowed() &&
		access.Check(s, access.HelpGuideRead, nil, at).Faults == access.MustChange, nil
}

// actor gives the circumstances of a customer's edit.
func actor(c *records.Cast, l scenarios.Look) edit.Env {
	env := edit.Env{Actor: edit.Actor{Name: "Visitor", Subject: subjectOf(c, l)},
		Machine: "Portal", Now: l.At, Zone: c.Portal.Location(), Side: edit.Server}
	if c.Person != nil {
		env.Actor.Name, env.Actor.Person = c.Person.Name(), c.Person.ID
		env.Actor.User, env.Actor.Account = c.User.ID, c.Account.ID
	}
	return env
}

func (c *core) Act(l scenarios.Look, e edit.Edit) (edit.Outcome, error) {
	c.uids++
	in, err := scenarios.Wrap(fmt.Sprint("act-", c.uids), e, l.At)
	if err != nil {
		return edit.Outcome{}, err
	}
	env := actor(c.cast(l), l)
	in.Seen = edit.Observe(c.memory, env, in)
	out := edit.Run(c.memory, env, in)
	return out, c.failed
}

func (c *core) Desk(id records.StaffID) (scenarios.Desk, error) {
	if c.desks[id] == nil {
		c.desks[id] = &memoryDesk{office: c, who: id, own: &memory{rows: maps.Clone(c.rows)}}
	}
	return c.desks[id], nil
}

// memoryDesk is a desk without a database: a copy of the office, and a queue.
type memoryDesk struct {
	office *core
	who    records.StaffID
	own    *memory
	queue  []edit.Envelope
}

func (d *memoryDesk) env(side edit.Side) edit.Env {
	who := one[*records.Staff](d.office.memory, records.KindStaff, int64(d.who))
	return edit.Env{Actor: edit.Actor{Name: who.Name, Staff: who}, Machine: who.Name + "'s desk",
		Now: scenarios.Present, Zone: time.UTC, Side: side}
}

func (d *memoryDesk) Do(e edit.Edit) error {
	d.office.uids++
	in, err := scenarios.Wrap(fmt.Sprint("desk-", d.office.uids), e, scenarios.Present)
	if err != nil {
		return err
	}
	in.Seen = edit.Observe(d.own, d.env(edit.Desk), in)
	if err := edit.Run(d.own, d.env(edit.Desk), in).Err(); err != nil {
		return err
	}
	d.queue = append(d.queue, in)
	return d.own.failed
}

func (d *memoryDesk) Sync() error {
	for _, in := range d.queue {
		edit.Run(d.office.memory, d.env(edit.Server), in)
	}
	d.queue, d.own.rows = nil, maps.Clone(d.office.rows)
	return d.office.failed
}

func (d *memoryDesk) Inbox() (list []string, err error) {
	for _, i := range all[*records.Inbox](d.own) {
		if i.Open && (i.Staff == d.who || i.Staff == 0) {
			list = append(list, i.Subject)
		}
	}
	slices.Sort(list)
	return list, nil
}
