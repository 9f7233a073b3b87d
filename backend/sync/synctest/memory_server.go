package synctest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// memoryServer is a server's database in memory: an edit.Ledger and an edit.Archive.
type memoryServer struct {
	memory
	codec codec
	edit.Lineage
	epochs  map[int64]int64 // where each began
	page    int             // rows that Rows and Changes give at once
	index   map[records.Key]int64
	lines   []told
	copyOf  map[string]string // the machines of the copies
	applied map[string][]landed
	outcome map[records.UID]edit.Landed

	between func()                            // before a page is read; it may change the server
	ledger  func(edit.Ledger) edit.Ledger     // nil, or plants a fault
	reader  func(edit.Snapshot) edit.Snapshot // likewise
	self    edit.Ledger                       // this, with the fault
}

// landed is an outcome with its version.
type landed struct {
	edit.Landed
	ver int64
}

func newMemoryServer(page int, c codec) *memoryServer {
	s := &memoryServer{memory: memory{rows: state{}}, codec: c, page: page,
		index: map[records.Key]int64{}, copyOf: map[string]string{},
		applied: map[string][]landed{}, outcome: map[records.UID]edit.Landed{}}
	s.Lineage.Cookie = edit.Cookie{Portal: "portal-1", Epoch: 1}
	return s
}

func (s *memoryServer) clone() *memoryServer {
	n := *s
	n.rows, n.index, n.copyOf = s.rows.clone(), maps.Clone(s.index), maps.Clone(s.copyOf)
	n.applied, n.outcome = maps.Clone(s.applied), maps.Clone(s.outcome)
	n.lines = slices.Clip(s.lines)
	return &n
}

// within runs a transaction with the next version; one that brings nothing new keeps the last.
func (s *memoryServer) within(fn func(*memoryServer) (isNew bool, err error)) error {
	n := s.clone()
	n.Version++
	n.self = n
	if s.ledger != nil {
		n.self = s.ledger(n)
	}
	isNew, err := fn(n)
	if err == nil {
		err = n.err
	}
	if err != nil {
		return err
	}
	if !isNew {
		n.Version--
	}
	*s = *n
	return nil
}

// Push takes a push in one transaction.
func (s *memoryServer) Push(_ context.Context, machine, copyID string, env edit.Env,
	in []edit.Waiting) (out edit.Pushed, err error) {
	p := edit.Push{Machine: machine, Copy: copyID, Env: env, Edits: in}
	err = s.within(func(n *memoryServer) (isNew bool, err error) {
		out, isNew = edit.Take(n.self, p)
		return isNew, nil
	})
	out.Version = s.Version
	return out, err
}

// Handout hands out as the store does.
func (s *memoryServer) Handout(_ context.Context, from edit.Position, to edit.Receiver) (
	edit.Download, error) {
	return edit.Hand(archive{s, from.Schema}, from, to)
}

// compacted forgets deletions up to a version.
func (s *memoryServer) compacted(version int64) {
	for k, ver := range s.index {
		if _, ok := s.rows.at(k); !ok && ver <= version {
			delete(s.index, k)
		}
	}
	s.Horizon = max(s.Horizon, version)
}

func (s *memoryServer) Put(r records.Record) {
	if h, ok := r.(*records.History); ok {
		n := *h
		n.N, n.Prev, n.Hash = int64(len(s.lines)+1), s.Head, ""
		n.Hash = store.HashOf(&n)
		s.Head = n.Hash
		s.lines = append(s.lines, told{s.Version, &n})
		r = &n
	}
	s.rows.put(r.Key(), row{ver: s.Version, record: r})
	s.note(r.Key())
}

func (s *memoryServer) Delete(k records.Key) {
	s.rows.drop(k)
	s.note(k)
}

func (s *memoryServer) note(k records.Key) {
	if !k.Kind.StaysAtServer() {
		s.index[k] = s.Version
	}
}

func (s *memoryServer) Copy(id, machine string) (owner string, last int64) {
	if s.copyOf[id] == "" {
		s.copyOf[id] = machine
	}
	return s.copyOf[id], int64(len(s.applied[id]))
}

func (s *memoryServer) At(copyID string, seq int64) (edit.Landed, bool) {
	if list := s.applied[copyID]; seq >= 1 && seq <= int64(len(list)) {
		return list[seq-1].Landed, true
	}
	return edit.Landed{}, false
}

func (s *memoryServer) Of(uid records.UID) (edit.Landed, bool) {
	l, ok := s.outcome[uid]
	return l, ok
}

func (s *memoryServer) Carry(env edit.Env, e edit.Envelope) edit.Outcome {
	return edit.Run(s.self, env, e)
}

func (s *memoryServer) Land(copyID string, l edit.Landed) {
	s.applied[copyID] = append(slices.Clip(s.applied[copyID]), landed{l, s.Version})
	if _, known := s.outcome[l.UID]; !known {
		s.outcome[l.UID] = l
	}
}

// archive is an edit.Archive of what a schema knows.
type archive struct {
	*memoryServer
	schema int
}

// Read gives the server's state.
func (a archive) Read(fn func(edit.Snapshot) error) error {
	if a.between != nil {
		a.between()
	}
	s := memorySnapshot(a)
	if a.reader != nil {
		return fn(a.reader(s))
	}
	return fn(s)
}

// memorySnapshot is an edit.Snapshot.
type memorySnapshot struct {
	*memoryServer
	schema int
}

func (s memorySnapshot) Lineage() (edit.Lineage, error) { return s.memoryServer.Lineage, nil }

func (s memorySnapshot) HeadAt(version int64) (head string, err error) {
	for _, l := range slices.Backward(s.lines) {
		if l.ver <= version {
			return l.Hash, nil
		}
	}
	return "", nil
}

func (s memorySnapshot) Rows(after records.Key, only []records.Kind) ([]edit.Staged, bool, error) {
	var list []edit.Staged
	for k, ver := range s.index {
		if len(only) > 0 && !slices.Contains(only, k.Kind) {
			continue
		}
		if _, there := s.rows.at(k); there && (k.Kind > after.Kind || k.Kind == after.Kind &&
			k.ID > after.ID) {
			list = append(list, edit.Staged{Kind: k.Kind, ID: k.ID, Ver: ver})
		}
	}
	return s.some(list, func(a, b edit.Staged) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
}

func (s memorySnapshot) Changes(after edit.Place) ([]edit.Staged, bool, error) {
	order := func(a, b edit.Staged) int {
		return cmp.Or(cmp.Compare(a.Ver, b.Ver), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.ID, b.ID))
	}
	var list []edit.Staged
	last := edit.Staged{Kind: after.Kind, ID: after.ID, Ver: after.Ver}
	for k, ver := range s.index {
		r := edit.Staged{Kind: k.Kind, ID: k.ID, Ver: ver}
		if ver >= after.Ver && order(r, last) > 0 {
			list = append(list, r)
		}
	}
	return s.some(list, order)
}

// some gives a page of what is handed out, in an order.
func (s memorySnapshot) some(list []edit.Staged, order func(a, b edit.Staged) int) (
	page []edit.Staged, more bool, err error) {
	slices.SortFunc(list, order)
	most := s.page
	if len(list) > crowded { // many small pages would show nothing more
		most = max(most, crowded/3)
	}
	if more = len(list) > most; more {
		list = list[:most]
	}
	for i, row := range list {
		r, there := s.rows.at(records.Key{Kind: row.Kind, ID: row.ID})
		if !there {
			continue
		}
		seen := known(r.record, s.schema)
		if seen == nil {
			seen = r.record // it is not sent
		}
		if list[i].Cells, err = s.codec.cells(seen); err != nil {
			return nil, false, err
		}
	}
	return list, more, nil
}

// Forked gives the version at which the first life after an epoch began. A server that does not
// know gives none: whatever a desk knows may be lost.
func (s memorySnapshot) Forked(epoch int64) (at int64, err error) {
	for e, began := range s.epochs {
		if e > epoch && (at == 0 || began < at) {
			at = began
		}
	}
	return at, nil
}

func (s memorySnapshot) Tallies() (map[records.Kind]edit.Tally, error) {
	return s.rows.tallies(), nil
}

func (s memorySnapshot) Acks(copyID string, after int64) (list []edit.Ack, err error) {
	for _, l := range s.applied[copyID] {
		if l.Seq > after {
			list = append(list, edit.Ack{Seq: l.Seq, UID: l.UID, Status: l.Status, Why: l.Why,
				Ver: l.ver})
		}
	}
	return list, nil
}
