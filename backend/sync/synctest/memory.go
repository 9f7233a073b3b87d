package synctest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// memory are records without a database: the twin of the store's Tx. Records are immutable, so a
// clone is a copy of the map.
type memory struct {
	rows map[records.Key]held
	err  error
}

// held is a record as it lies in a row.
type held struct {
	record records.Record
	ver    int64
}

func (m *memory) Fail(err error) {
	if m.err == nil {
		m.err = err
	}
}

func (m *memory) Row(k records.Key) records.Record { return m.rows[k].record }

func (m *memory) Find(kind records.Kind, column string, value any) (list []records.Record) {
	for k, r := range m.rows {
		if k.Kind == kind && r.record.Index(column) == value {
			list = append(list, r.record)
		}
	}
	slices.SortFunc(list, func(a, b records.Record) int { return cmp.Compare(a.Key().ID, b.Key().ID) })
	return list
}

// memoryDesk is a desk's file in memory: an edit.DeskFile.
type memoryDesk struct {
	memory
	at       edit.Position
	undo     map[records.Key]held // a nil record = there was none
	stage    []edit.Staged
	outbox   []edit.Waiting
	answered []edit.Answered
}

func newMemoryDesk(copyID string) *memoryDesk {
	return &memoryDesk{memory: memory{rows: map[records.Key]held{}},
		at: edit.Position{Copy: copyID}, undo: map[records.Key]held{}}
}

// within runs a transaction: everything of it happens, or nothing.
func (d *memoryDesk) within(fn func(edit.DeskFile) error) error {
	n := *d
	n.rows, n.undo = maps.Clone(d.rows), maps.Clone(d.undo)
	n.stage, n.outbox = slices.Clone(d.stage), slices.Clone(d.outbox)
	n.answered = slices.Clone(d.answered)
	err := fn(&n)
	if err == nil {
		err = n.err
	}
	if err == nil {
		*d = n
	}
	return err
}

func (d *memoryDesk) Put(r records.Record) { d.change(r.Key(), held{r, 0}) }

func (d *memoryDesk) Delete(k records.Key) { d.change(k, held{}) }

func (d *memoryDesk) change(k records.Key, r held) {
	if k.Kind.StaysAtServer() {
		return
	}
	if _, ok := d.undo[k]; !ok {
		d.undo[k] = d.rows[k]
	}
	d.set(k, r)
}

func (d *memoryDesk) set(k records.Key, r held) {
	if r.record == nil {
		delete(d.rows, k)
		return
	}
	d.rows[k] = r
}

func (d *memoryDesk) Err() error { return d.err }

func (d *memoryDesk) Position() edit.Position { return d.at }

func (d *memoryDesk) Stand(p edit.Position) { d.at = p }

func (d *memoryDesk) Keep(_ bool, rows []edit.Staged) { d.stage = append(d.stage, rows...) }

func (d *memoryDesk) Drop() { d.stage = nil }

func (d *memoryDesk) Loss(bool) edit.Loss { return edit.Loss{} }

func (d *memoryDesk) Tallies() map[records.Kind]edit.Tally { return nil }

func (d *memoryDesk) Lay(full bool) (kinds []records.Kind) {
	if full {
		clear(d.rows)
	}
	for _, s := range d.stage {
		k := records.Key{Kind: s.Kind, ID: s.ID}
		kinds = append(kinds, s.Kind)
		if s.Cells == nil {
			delete(d.rows, k)
			continue
		}
		r, err := store.FromCells(s.Kind, s.Cells)
		d.Fail(err)
		d.set(k, held{r, s.Ver})
	}
	d.Drop()
	return kinds
}

func (d *memoryDesk) Touched() (kinds []records.Kind) {
	for k := range d.undo {
		kinds = append(kinds, k.Kind)
	}
	return kinds
}

func (d *memoryDesk) Restore() {
	for k, r := range d.undo {
		d.set(k, r)
	}
	clear(d.undo)
}

func (d *memoryDesk) Outbox(after int64, limit int) (list []edit.Waiting) {
	for _, w := range d.outbox {
		if w.Seq > after && (limit == 0 || len(list) < limit) {
			list = append(list, w)
		}
	}
	return list
}

func (d *memoryDesk) Enqueue(e edit.Envelope, narrow bool) {
	seq := d.at.Acked + int64(len(d.outbox)) + 1
	d.outbox = append(d.outbox, edit.Waiting{Seq: seq, Edit: e, Narrow: narrow})
}

func (d *memoryDesk) Mark(seq int64) {
	for i, w := range d.outbox {
		d.outbox[i].Narrow = w.Narrow || w.Seq == seq
	}
}

func (d *memoryDesk) Removals() (list []records.UID) {
	for _, w := range slices.Backward(d.outbox) {
		if w.Narrow && len(list) < 100 {
			list = append(list, w.Edit.UID)
		}
	}
	return list
}

func (d *memoryDesk) HasNarrowings() bool {
	for k := range d.rows {
		if k.Kind == records.KindNarrowing {
			return true
		}
	}
	return false
}

func (d *memoryDesk) Answer(w edit.Waiting, a edit.Ack) {
	d.outbox = slices.DeleteFunc(d.outbox, func(x edit.Waiting) bool { return x.Seq == w.Seq })
	d.answered = append(d.answered, edit.Answered{Edit: w.Edit, Status: a.Status, Ver: a.Ver})
}

func (d *memoryDesk) Answered() []edit.Answered {
	return slices.SortedStableFunc(slices.Values(d.answered), func(a, b edit.Answered) int {
		return cmp.Compare(a.Ver, b.Ver)
	})
}

func (d *memoryDesk) Forget(ver int64) {
	d.answered = slices.DeleteFunc(d.answered, func(a edit.Answered) bool { return a.Ver <= ver })
}

func (d *memoryDesk) Requeue(again []edit.Envelope) {
	var queue []edit.Waiting
	for _, e := range again {
		d.answered = slices.DeleteFunc(d.answered, func(a edit.Answered) bool {
			return a.Edit.UID == e.UID
		})
		queue = append(queue, edit.Waiting{Edit: e})
	}
	queue = append(queue, d.outbox...)
	for i := range queue {
		queue[i].Seq = int64(i + 1)
	}
	d.outbox = queue
}

// memoryServer is a server's database in memory: an edit.Ledger and an edit.Archive.
type memoryServer struct {
	memory
	edit.Lineage
	page    int // rows that Rows and Changes give at once
	index   map[records.Key]int64
	lines   []records.History
	copies  map[string]string // their machines
	applied map[string][]landed

	between func() // is called before a page is read; it may change the server
}

// landed is an outcome with its version.
type landed struct {
	edit.Landed
	ver int64
}

func newMemoryServer(page int, first ...records.Record) *memoryServer {
	s := &memoryServer{memory: memory{rows: map[records.Key]held{}}, page: page,
		index: map[records.Key]int64{}, copies: map[string]string{},
		applied: map[string][]landed{}}
	s.Lineage.Cookie = edit.Cookie{Portal: "portal-1", Epoch: 1}
	s.Version = 1
	for _, r := range first {
		s.Put(r)
	}
	return s
}

func (s *memoryServer) clone() *memoryServer {
	n := *s
	n.rows, n.index, n.copies = maps.Clone(s.rows), maps.Clone(s.index), maps.Clone(s.copies)
	n.applied = maps.Clone(s.applied)
	n.lines = slices.Clone(s.lines)
	return &n
}

// push takes a push in one transaction.
func (s *memoryServer) push(p edit.Push) (edit.Pushed, error) {
	n := s.clone()
	n.Version++
	out, isNew := edit.Take(n, p)
	if n.err != nil {
		return out, n.err
	}
	if !isNew {
		n.Version--
	}
	out.Version = n.Version
	*s = *n
	return out, nil
}

// compact forgets deletions up to a version.
func (s *memoryServer) compact(version int64) {
	for k, ver := range s.index {
		if _, ok := s.rows[k]; !ok && ver <= version {
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
		s.lines = append(s.lines, n)
		r = &n
	}
	s.rows[r.Key()] = held{r, s.Version}
	s.note(r.Key())
}

func (s *memoryServer) Delete(k records.Key) {
	delete(s.rows, k)
	s.note(k)
}

func (s *memoryServer) note(k records.Key) {
	if !k.Kind.StaysAtServer() {
		s.index[k] = s.Version
	}
}

func (s *memoryServer) Copy(id, machine string) (owner string, last int64) {
	if s.copies[id] == "" {
		s.copies[id] = machine
	}
	return s.copies[id], int64(len(s.applied[id]))
}

func (s *memoryServer) At(copyID string, seq int64) (edit.Landed, bool) {
	if list := s.applied[copyID]; seq >= 1 && seq <= int64(len(list)) {
		return list[seq-1].Landed, true
	}
	return edit.Landed{}, false
}

func (s *memoryServer) Of(uid records.UID) (edit.Landed, bool) {
	for _, list := range s.applied {
		for _, l := range list {
			if l.UID == uid {
				return l.Landed, true
			}
		}
	}
	return edit.Landed{}, false
}

func (s *memoryServer) Carry(env edit.Env, e edit.Envelope) edit.Outcome {
	return edit.Run(s, env, e)
}

func (s *memoryServer) Land(copyID string, l edit.Landed) {
	s.applied[copyID] = append(slices.Clip(s.applied[copyID]), landed{l, s.Version})
}

func (s *memoryServer) Read(fn func(edit.Snapshot) error) error {
	if s.between != nil {
		s.between()
	}
	return fn(memorySnapshot{s})
}

// memorySnapshot is an edit.Snapshot.
type memorySnapshot struct{ *memoryServer }

func (s memorySnapshot) Lineage() (edit.Lineage, error) { return s.memoryServer.Lineage, nil }

func (s memorySnapshot) HeadAt(version int64) (head string, err error) {
	for _, l := range s.lines {
		if s.rows[l.Key()].ver <= version {
			head = l.Hash
		}
	}
	return head, nil
}

func (s memorySnapshot) Rows(after records.Key, _ []records.Kind) ([]edit.Staged, bool, error) {
	return s.some(func(a, b edit.Staged) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	}, edit.Staged{Kind: after.Kind, ID: after.ID}, false)
}

func (s memorySnapshot) Changes(after edit.Place) ([]edit.Staged, bool, error) {
	return s.some(func(a, b edit.Staged) int {
		return cmp.Or(cmp.Compare(a.Ver, b.Ver), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.ID, b.ID))
	}, edit.Staged{Kind: after.Kind, ID: after.ID, Ver: after.Ver}, true)
}

// some gives a page of what is handed out, in an order, after a row.
func (s memorySnapshot) some(order func(a, b edit.Staged) int, after edit.Staged, gone bool) (
	list []edit.Staged, more bool, err error) {
	for k, ver := range s.index {
		row := edit.Staged{Kind: k.Kind, ID: k.ID, Ver: ver}
		if _, there := s.rows[k]; (there || gone) && order(row, after) > 0 {
			list = append(list, row)
		}
	}
	slices.SortFunc(list, order)
	if more = len(list) > s.page; more {
		list = list[:s.page]
	}
	for i, row := range list {
		r := s.rows[records.Key{Kind: row.Kind, ID: row.ID}].record
		if r == nil {
			continue
		}
		if list[i].Cells, err = store.Cells(r); err != nil {
			return nil, false, fmt.Errorf("cells: %w", err)
		}
	}
	return list, more, nil
}

func (s memorySnapshot) Forked(int64) (int64, error) { return 0, nil }

func (s memorySnapshot) Tallies() (map[records.Kind]edit.Tally, error) { return nil, nil }

func (s memorySnapshot) Acks(copyID string, after int64) (list []edit.Ack, err error) {
	for _, l := range s.applied[copyID] {
		if l.Seq > after {
			list = append(list, edit.Ack{Seq: l.Seq, UID: l.UID, Status: l.Status, Why: l.Why,
				Ver: l.ver})
		}
	}
	return list, nil
}
