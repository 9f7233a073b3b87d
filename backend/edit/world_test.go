package edit_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// memory is a Tx over maps, with a server's ledger: the smallest place where edits run.
type memory struct {
	t      testing.TB
	rows   map[records.Key]records.Record
	n      int64
	copies map[string]int64
	landed map[string][]edit.Landed
}

func newMemory(t testing.TB) *memory {
	return &memory{t: t, rows: map[records.Key]records.Record{}, copies: map[string]int64{},
		landed: map[string][]edit.Landed{}}
}

func (m *memory) clone() *memory {
	n := *m
	n.rows, n.copies, n.landed = maps.Clone(m.rows), maps.Clone(m.copies), maps.Clone(m.landed)
	return &n
}

func (m *memory) Row(k records.Key) records.Record { return m.rows[k] }

func (m *memory) Find(kind records.Kind, column string, value any) (list []records.Record) {
	for k, r := range m.rows {
		if k.Kind == kind && r.Index(column) == value {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b records.Record) int {
		return cmp.Compare(a.Key().ID, b.Key().ID)
	})
	return list
}

func (m *memory) Put(r records.Record) {
	if h, ok := r.(*records.History); ok && h.N == 0 {
		n := *h
		m.n++
		n.N, r = m.n, &n
	}
	m.rows[r.Key()] = r
}

func (m *memory) Delete(k records.Key) { delete(m.rows, k) }

func (m *memory) Fail(err error) { m.t.Error(err) }

func (m *memory) Copy(id, machine string) (string, int64) { return machine, m.copies[id] }

func (m *memory) At(id string, seq int64) (edit.Landed, bool) {
	if list := m.landed[id]; seq <= int64(len(list)) {
		return list[seq-1], true
	}
	return edit.Landed{}, false
}

func (m *memory) Of(uid records.UID) (edit.Landed, bool) {
	for _, list := range m.landed {
		for _, l := range list {
			if l.UID == uid {
				return l, true
			}
		}
	}
	return edit.Landed{}, false
}

func (m *memory) Carry(env edit.Env, e edit.Envelope) edit.Outcome { return edit.Run(m, env, e) }

func (m *memory) Land(id string, l edit.Landed) {
	m.copies[id] = l.Seq
	m.landed[id] = append(slices.Clone(m.landed[id]), l)
}

// world is an office with two desks that do not hear of each other before they meet.
type world interface {
	at(who records.StaffID, list ...edit.Edit) []edit.Landed // at the server itself
	do(who records.StaffID, list ...edit.Edit)               // at their desk
	meet(who records.StaffID) []edit.Landed                  // brings what waits, takes what is new
	row(k records.Key) records.Record
	inbox(who records.StaffID) []*records.Inbox
}

// inMemory is a world of maps.
type inMemory struct {
	*storetest.Office // for envelopes and circumstances
	server            *memory
	desks             map[records.StaffID]*memory
	waits             map[records.StaffID][]edit.Waiting
	seq               map[records.StaffID]int64
}

func newInMemory(t testing.TB, o *storetest.Office, first []records.Record) *inMemory {
	w := &inMemory{Office: o, server: newMemory(t), desks: map[records.StaffID]*memory{},
		waits: map[records.StaffID][]edit.Waiting{}, seq: map[records.StaffID]int64{}}
	for _, r := range first {
		w.server.Put(r)
	}
	return w
}

func (w *inMemory) at(who records.StaffID, list ...edit.Edit) (out []edit.Landed) {
	for _, e := range list {
		o := edit.Run(w.server, w.Env(who, edit.Server), w.Envelope(e))
		out = append(out, edit.Landed{Status: o.Status, Why: o.Why, Inbox: o.Inbox})
	}
	return out
}

func (w *inMemory) do(who records.StaffID, list ...edit.Edit) {
	w.T.Helper()
	if w.desks[who] == nil {
		w.desks[who] = w.server.clone()
	}
	for _, e := range list {
		in := w.Envelope(e)
		in.Seen = edit.Observe(w.desks[who], w.Env(who, edit.Desk), in, w.own(who)...)
		out := edit.Run(w.desks[who], w.Env(who, edit.Desk), in)
		if err := out.Err(); err != nil {
			w.T.Fatalf("%T: %v", e, err)
		}
		in.Saw = out.Saw
		w.seq[who]++
		w.waits[who] = append(w.waits[who], edit.Waiting{Seq: w.seq[who], Edit: in})
	}
}

func (w *inMemory) own(who records.StaffID) (list []records.UID) {
	for _, e := range w.waits[who] {
		list = append(list, e.Edit.UID)
	}
	return list
}

func (w *inMemory) meet(who records.StaffID) []edit.Landed {
	name := who.String()
	out, _ := edit.Take(w.server, edit.Push{Machine: name, Copy: name,
		Env: w.Env(who, edit.Server), Edits: w.waits[who]})
	w.waits[who], w.desks[who] = nil, w.server.clone()
	return out.Results
}

func (w *inMemory) row(k records.Key) records.Record { return w.server.Row(k) }

func (w *inMemory) inbox(who records.StaffID) (list []*records.Inbox) {
	for k, r := range w.server.rows {
		if l, ok := r.(*records.Inbox); ok && k.Kind == records.KindInbox && l.Open &&
			(l.Staff == 0 || l.Staff == who) {
			list = append(list, l)
		}
	}
	return list
}

// inStore is a world of the real store.
type inStore struct {
	*storetest.Office
	t     *testing.T
	desks map[records.StaffID]*storetest.Desk
}

func (w *inStore) at(who records.StaffID, list ...edit.Edit) (out []edit.Landed) {
	w.t.Helper()
	for _, e := range list {
		o := run(w.t, w.Office, w.Env(who, edit.Server), w.Envelope(e))
		out = append(out, edit.Landed{Status: o.Status, Why: o.Why, Inbox: o.Inbox})
	}
	return out
}

func (w *inStore) desk(who records.StaffID) *storetest.Desk {
	if w.desks[who] == nil {
		w.desks[who] = w.Desk(who, who.String())
	}
	return w.desks[who]
}

func (w *inStore) do(who records.StaffID, list ...edit.Edit) {
	w.t.Helper()
	for _, e := range list {
		w.desk(who).Do(e)
	}
}

func (w *inStore) meet(who records.StaffID) []edit.Landed {
	w.t.Helper()
	out := w.desk(who).Push()
	w.desk(who).Pull()
	return out.Results
}

func (w *inStore) row(k records.Key) records.Record { return read(w.t, w.Office, k) }

func (w *inStore) inbox(who records.StaffID) []*records.Inbox {
	w.t.Helper()
	list, err := w.Server.Inbox(ctx, who)
	must(w.t, err)
	return list
}

// cleo is a second administrator.
var cleo = &records.Staff{ID: storetest.Cleo, Name: "Cleo", Role: records.Administrator,
	Active: true}

// firstRecords are those of storetest's office.
func firstRecords(t *testing.T, o *storetest.Office) (list []records.Record) {
	t.Helper()
	for _, p := range records.SystemProfiles() {
		list = append(list, p)
	}
	for _, k := range []records.Key{records.PortalKey, {Kind: records.KindStaff, ID: 1},
		{Kind: records.KindStaff, ID: 2}, {Kind: records.KindAccount, ID: 101},
		{Kind: records.KindAccount, ID: 102}, {Kind: records.KindPerson, ID: 201},
		{Kind: records.KindPerson, ID: 202}, {Kind: records.KindPerson, ID: 203},
		{Kind: records.KindUser, ID: 301}, {Kind: records.KindUser, ID: 302},
		{Kind: records.KindUser, ID: 303}} {
		list = append(list, read(t, o, k))
	}
	return append(list, cleo)
}

// worlds runs a test in memory and over the store on both engines.
func worlds(t *testing.T, test func(*testing.T, world)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		o := storetest.New(t)
		test(t, newInMemory(t, o, firstRecords(t, o)))
	})
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		write(t, o, cleo)
		test(t, &inStore{Office: o, t: t, desks: map[records.StaffID]*storetest.Desk{}})
	})
}
