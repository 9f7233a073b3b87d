package scenarios_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/access/scenarios"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

var ctx = context.Background()

// inSQL keeps an office in the store and selects by access.Filter. What Filter lets through and
// what Check allows must be the same.
type inSQL struct {
	*storetest.Office
	db      *store.DB
	raw     *sql.DB // reads beside the store
	dialect access.Dialect
	desks   map[records.StaffID]*storetest.Desk
	uids    int
	looks   int
}

func newSQL(t testing.TB, e storetest.Engine) *inSQL {
	t.Helper()
	place := storetest.Make(t, e)
	db := place.Open(t)
	must(t, db.Found(ctx, "portal-1", scenarios.Cast()...))
	dialect := access.SQLite
	if e == storetest.Postgres {
		dialect = access.Postgres
	}
	return &inSQL{Office: &storetest.Office{T: t, Server: db, Now: scenarios.Present}, db: db,
		raw: place.Look(t), dialect: dialect, desks: map[records.StaffID]*storetest.Desk{}}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *inSQL) Looks() int { return o.looks }

func (o *inSQL) Change(fn func(edit.Tx)) error {
	o.looks++
	_, err := o.db.Write(ctx, func(tx edit.Tx) error {
		fn(tx)
		return nil
	})
	return err
}

// row reads a record as it is, whoever may see it.
func (o *inSQL) row(k records.Key) (r records.Record, err error) {
	err = o.Change(func(tx edit.Tx) { r = tx.Row(k) })
	return r, err
}

func (o *inSQL) cast(l scenarios.Look) (c *records.Cast, err error) {
	o.looks++
	if l.User == 0 {
		c, err = o.db.CastAt(ctx, l.Account)
	} else {
		c, err = o.db.CastFor(ctx, l.User, l.Account)
	}
	if err != nil || l.Profile == 0 {
		return c, err
	}
	c.Access, c.Profile = nil, nil
	if a := draft(l); a != nil {
		err = o.db.Hold(ctx, c, a)
	}
	return c, err
}

func (o *inSQL) subject(l scenarios.Look) (*access.Subject, access.Moment, error) {
	c, err := o.cast(l)
	if err != nil {
		return nil, access.Moment{}, err
	}
	return subjectOf(c, l), access.At(l.At, c.Portal.Location()), nil
}

func (o *inSQL) Subject(l scenarios.Look) (*access.Subject, error) {
	s, _, err := o.subject(l)
	return s, err
}

func (o *inSQL) May(q scenarios.Question) (a scenarios.Answer, err error) {
	s, at, err := o.subject(q.Look)
	if err != nil {
		return a, err
	}
	if q.SignIn {
		return scenarios.Answer{Decision: access.SignIn(s, at), Subject: s}, nil
	}
	r, err := o.recordOf(q, at.Day)
	if err != nil {
		return a, err
	}
	a = scenarios.Answer{Subject: s, Decision: access.Check(s, q.Permission, r, at)}
	if !q.HasRecord() {
		return a, nil
	}
	selected, err := o.selects(q, s, at)
	if err == nil && selected != (a.Decision.Faults&^demands == 0) {
		err = fmt.Errorf("SQL selects it: %v; the decision is %+v", selected, a.Decision)
	}
	return a, err
}

// demands are what a deed asks for beyond seeing the record: no condition on records has them.
const demands = access.TicketClosed | access.NotForSigning | access.Signed | access.InvoicePaid

// recordOf gives the record of a question as the store reads it.
func (o *inSQL) recordOf(q scenarios.Question, today access.Day) (*access.Record, error) {
	switch {
	case q.Of.ID != 0:
		r, closed, err := o.db.One(ctx, q.Of)
		if err != nil {
			return nil, err
		}
		g := records.GuardOn(r, q.Permission, closed, today)
		if q.Part.ID != 0 {
			err = o.Change(func(tx edit.Tx) { g.Hidden |= hidden(q.Part, tx.Row) })
		}
		return g, err
	case q.Article != nil:
		return q.Article.Record(), nil
	case q.Person != 0:
		return &access.Record{Keys: access.KeysOf(access.Sets{access.Own: {int64(q.Person)}})}, nil
	}
	return nil, nil
}

// selects asks SQL whether a record is among those that a filter lets through.
func (o *inSQL) selects(q scenarios.Question, s *access.Subject, at access.Moment) (bool, error) {
	switch {
	case q.Of.ID != 0:
		where := access.Filter(s, q.Permission, records.ColumnsOf(q.Of.Kind), at)
		page, err := o.db.Page(ctx, q.Of.Kind, where, records.Query{Limit: 1000, Today: at.Day})
		if err != nil || !has(page, q.Of) || q.Part.ID == 0 {
			return has(page, q.Of), err
		}
		return o.selectsPart(q)
	case q.Article != nil:
		where := access.Filter(s, q.Permission, records.ArticleColumns, at)
		list, err := o.db.Articles(ctx, where, records.ArticleQuery{Shelf: q.Article.Shelf,
			Limit: 1000})
		return slices.ContainsFunc(list, func(a *records.Article) bool {
			return a.ID == q.Article.ID
		}), err
	}
	people := access.Columns{Keys: [access.All][]string{access.Own: {"t.id $"}}}
	where := access.Filter(s, q.Permission, people, at)
	in, args := o.dialect.In(where.SQL, where.Args)
	var n int
	err := o.query("SELECT count(*) FROM people t WHERE "+in+" AND t.id = ?",
		append(args, int64(q.Person))...).Scan(&n)
	return n == 1, err
}

// selectsPart asks SQL whether a part of an order is among those that customers may read.
func (o *inSQL) selectsPart(q scenarios.Question) (bool, error) {
	column, of := "owner_id", q.Of.ID
	switch q.Part.Kind {
	case records.KindFlag:
		column, of = "id", q.Part.ID
	case records.KindOrderTask:
		column = "of_order"
	}
	list, err := o.db.Parts(ctx, q.Part.Kind, column, of)
	return has(list, q.Part), err
}

func has(list []records.Record, k records.Key) bool {
	return slices.ContainsFunc(list, func(r records.Record) bool { return r.Key() == k })
}

// query asks either engine for one row.
func (o *inSQL) query(text string, args ...any) *sql.Row {
	for i := 1; strings.Contains(text, "?"); i++ {
		text = strings.Replace(text, "?", fmt.Sprint("$", i), 1)
	}
	return o.raw.QueryRow(text, args...)
}

func (o *inSQL) Who(q scenarios.Question) (list []records.UserID, err error) {
	_, at, err := o.subject(scenarios.Look{At: q.At})
	if err != nil {
		return nil, err
	}
	r, err := o.recordOf(q, at.Day)
	if err != nil {
		return nil, err
	}
	index := o.db.Index(ctx)
	for seer := range access.Who(index, q.Permission, r, at) {
		list = append(list, records.UserID(seer.User))
	}
	return list, index.Err()
}

func (o *inSQL) WhatIf(changed *records.Profile, now time.Time) (e access.Effect, err error) {
	_, at, err := o.subject(scenarios.Look{At: now})
	if err != nil {
		return e, err
	}
	seats, err := o.db.Holding(ctx, changed.ID)
	if err != nil {
		return e, err
	}
	e = access.WhatIf(func(yield func(access.Affected) bool) {
		err = o.db.Casts(ctx, seats, func(c *records.Cast) bool {
			before := c.Subject()
			c.Profile = changed
			return yield(access.Affected{User: int64(c.User.ID), Before: before,
				After: c.Subject()})
		})
	}, at)
	return e, err
}

func (o *inSQL) Tickets(l scenarios.Look, text string) (subjects []string, err error) {
	s, at, err := o.subject(l)
	if err != nil {
		return nil, err
	}
	where := access.Filter(s, access.TicketView, records.TicketColumns, at)
	list, err := storetest.Tickets(ctx, o.db, where, records.Query{Text: text, Limit: 1000})
	for _, t := range list {
		subjects = append(subjects, t.Subject)
	}
	return subjects, err
}

func (o *inSQL) Notes(l scenarios.Look, id records.TicketID) (texts []string, err error) {
	a, err := o.May(ticketSeen(l, id))
	if err != nil || !a.Decision.Allowed() {
		return nil, err
	}
	list, err := storetest.Notes(ctx, o.db, id)
	for _, n := range list {
		texts = append(texts, n.Text)
	}
	return texts, err
}

func (o *inSQL) Tile(l scenarios.Look, of access.Component) (scenarios.Tile, error) {
	s, at, err := o.subject(l)
	if err != nil {
		return scenarios.Tile{}, err
	}
	shown := s.Visitor && !s.RegisteredOnly || !s.Visitor && access.SignIn(s, at).Allowed()
	return scenarios.Tile{Shown: shown && !s.MustChange,
		Open: access.Open(s, of, at).Allowed()}, nil
}

func (o *inSQL) Entrance(l scenarios.Look) (e scenarios.Entrance, err error) {
	c, err := o.cast(l)
	if err != nil {
		return e, err
	}
	return entrance(c.Portal, subjectOf(c, l), access.At(l.At, c.Portal.Location())), nil
}

func (o *inSQL) MustChoose(l scenarios.Look) (bool, error) {
	s, at, err := o.subject(l)
	return err == nil && s.MustChange && access.SignIn(s, at).Allowed(), err
}

func (o *inSQL) Act(l scenarios.Look, e edit.Edit) (out edit.Outcome, err error) {
	c, err := o.cast(l)
	if err != nil {
		return out, err
	}
	o.uids++
	in, err := scenarios.Wrap(fmt.Sprint("act-", o.uids), e, l.At)
	if err != nil {
		return out, err
	}
	err = o.Change(func(tx edit.Tx) {
		in.Seen = edit.Observe(tx, actor(c, l), in)
		out = edit.Run(tx, actor(c, l), in)
	})
	return out, err
}

func (o *inSQL) Desk(id records.StaffID) (scenarios.Desk, error) {
	if o.desks[id] == nil {
		o.desks[id] = o.Office.Desk(id, fmt.Sprint("desk-", id))
	}
	return sqlDesk{o.desks[id]}, nil
}

type sqlDesk struct{ desk *storetest.Desk }

func (d sqlDesk) Do(e edit.Edit) error {
	d.desk.Do(e)
	return nil
}

func (d sqlDesk) Sync() error {
	d.desk.Sync()
	return nil
}

func (d sqlDesk) Inbox() (list []string, err error) {
	lines, err := d.desk.DB.Inbox(ctx, d.desk.Who)
	for _, l := range lines {
		list = append(list, l.Subject)
	}
	return list, err
}
