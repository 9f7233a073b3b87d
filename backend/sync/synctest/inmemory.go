package synctest

import (
	"cmp"
	"maps"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/wire"
)

// inMemory is the fast ground: machines, edits and the two halves of the protocol are the
// product's, files and databases are their twins in memory, and a network of letters takes the
// place of HTTP. Nothing waits, so a letter may be as late as the seed wants.
type inMemory struct {
	*office
	db       *memoryServer
	through  center // db, perhaps with a fault
	cells    *handles
	machines map[string]paired
	kept     map[records.UID]quarantined // in quarantine
	saved    *inMemorySaved

	letters []*letter
	past    map[string][][]syncclient.Event // answers to pulls, by the question
	depth   int                             // of what happens while something else does
}

// paired is a machine as the server knows it.
type paired struct {
	who     records.StaffID
	revoked bool
}

type inMemorySaved struct {
	db       *memoryServer
	machines map[string]paired
	kept     map[records.UID]quarantined
}

// quarantined is an edit of a computer that was shut out.
type quarantined struct {
	held
	who  records.StaffID // whose computer it was
	edit edit.Envelope
}

func (g *inMemory) open() error {
	g.cells, g.machines, g.past = newHandles(), map[string]paired{},
		map[string][][]syncclient.Event{}
	g.kept = map[records.UID]quarantined{}
	g.db = newMemoryServer([]int{3, 10, 50, 1000}[g.rng.IntN(4)], g.cells)
	g.db.between = g.meanwhile
	if f := g.Fault; f != nil && f.Ledger != nil {
		g.db.ledger = func(l edit.Ledger) edit.Ledger { return f.Ledger(l, g.office) }
	}
	if f := g.Fault; f != nil && f.Snapshot != nil {
		g.db.reader = func(s edit.Snapshot) edit.Snapshot { return f.Snapshot(s) }
	}
	g.connect()
	for _, list := range [][]records.Record{founders(), cast()} {
		err := g.write(func(tx edit.Tx) error {
			for _, r := range list {
				tx.Put(r)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *inMemory) connect() {
	g.through = g.db
	if g.Fault != nil && g.Fault.Center != nil {
		g.through = g.Fault.Center(g.through, g.office)
	}
}

func (g *inMemory) close() error { return nil }

func (g *inMemory) core() core { return g }

func (g *inMemory) join(d *desk) (seat, error) {
	return newMemorySeat(g, d, newMemoryDesk(d.name+"-copy", g.cells)), g.pair(d)
}

func (g *inMemory) write(fn func(edit.Tx) error) error {
	return g.db.within(func(n *memoryServer) (bool, error) { return true, fn(n) })
}

func (g *inMemory) pair(d *desk) error {
	g.machines[d.machine] = paired{who: d.who}
	return nil
}

func (g *inMemory) isPaired(machine string) bool {
	m, ok := g.machines[machine]
	return ok && !m.revoked
}

func (g *inMemory) revoke(machine string) error {
	g.machines[machine] = paired{g.machines[machine].who, true}
	return nil
}

func (g *inMemory) compact(version int64) error {
	g.db.compacted(version)
	return nil
}

func (g *inMemory) save() error {
	if g.isWide {
		g.db.Durable = g.db.Version
	}
	g.saved = &inMemorySaved{g.db.clone(), maps.Clone(g.machines), maps.Clone(g.kept)}
	return nil
}

func (g *inMemory) goBack(epoch int64) error {
	g.db, g.machines = g.saved.db.clone(), maps.Clone(g.saved.machines)
	g.kept = maps.Clone(g.saved.kept)
	if epoch > 0 {
		g.db.Epoch = epoch
		g.remembers(epoch)
	}
	g.connect()
	g.letters = slices.DeleteFunc(g.letters, func(l *letter) bool { return l.isLost })
	return nil
}

func (g *inMemory) renew() error { return nil } // the office's schema is the server's

// quarantined lists what takes access away first.
func (g *inMemory) quarantined() (list []held) {
	for _, q := range g.kept {
		list = append(list, q.held)
	}
	slices.SortFunc(list, func(a, b held) int {
		if a.narrow != b.narrow {
			return map[bool]int{true: -1, false: 1}[a.narrow]
		}
		return cmp.Compare(a.uid, b.uid)
	})
	return list
}

// administrator is Anna, who decides at the server.
func (g *inMemory) administrator(machine string) edit.Env {
	s := &records.Staff{ID: anna, Name: "Anna", Role: records.Administrator, Active: true}
	return edit.Env{Actor: edit.Actor{Name: s.Name, Staff: s}, Machine: machine, Now: g.now,
		Zone: g.now.Location(), Side: edit.Server}
}

func (g *inMemory) decide(uid records.UID, isTaken bool) error {
	q := g.kept[uid]
	delete(g.kept, uid)
	return g.db.within(func(n *memoryServer) (bool, error) {
		if _, isDone := n.Of(uid); isDone { // it came another way
			g.reach("an edit in quarantine comes another way")
			return false, nil
		}
		switch {
		case !isTaken && g.Fault != nil && g.Fault.Forgets:
			return false, nil
		case !isTaken:
			n.outcome[uid] = edit.Landed{UID: uid, Status: records.Refused, Why: "It was dropped."}
			return false, nil
		}
		q.edit.Reason = "Taken from quarantine."
		o := edit.Run(n.self, g.administrator(q.machine), q.edit)
		n.outcome[uid] = edit.Landed{UID: uid, Status: o.Status, Why: o.Why, Inbox: o.Inbox}
		return true, nil
	})
}

func (g *inMemory) at() (edit.Cookie, error) { return g.db.Cookie, nil }

func (g *inMemory) shows() state { return g.db.rows.clone() }

func (g *inMemory) row(k records.Key) records.Record { return g.db.Row(k) }

func (g *inMemory) lines(after int64) []told {
	return g.db.lines[min(int(after), len(g.db.lines)):]
}

func (g *inMemory) copies() (list []counted) {
	for id, l := range g.db.applied {
		n := int64(len(l))
		list = append(list, counted{id: id, last: n, count: n, top: l[n-1].Seq})
	}
	return list
}

func (g *inMemory) misfiled() (n int) {
	for kind, shelf := range g.db.rows {
		for id, r := range shelf.rows {
			if !kind.StaysAtServer() && g.db.index[records.Key{Kind: kind, ID: id}] != r.ver {
				n++
			}
		}
	}
	return n
}

// admit says whose machine asks, as the server's half does.
func (g *inMemory) admit(machine string) (edit.Env, error) {
	m, ok := g.machines[machine]
	if !ok || m.revoked && (g.Fault == nil || !g.Fault.Open) {
		return edit.Env{}, problem.New(problem.Denied, "This computer is not connected to the "+
			"portal any more.").On(wire.MachineRevoked)
	}
	staff, ok := g.db.Row(records.Key{Kind: records.KindStaff, ID: int64(m.who)}).(*records.Staff)
	if !ok {
		return edit.Env{}, problem.New(problem.NotFound, "There is no such member of staff.")
	}
	return edit.Env{Actor: edit.Actor{Name: staff.Name, Staff: staff}, Machine: machine,
		Now: g.now, Zone: g.now.Location(), Side: edit.Server}, nil
}
