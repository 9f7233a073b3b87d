package synctest

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// memory are records without a database: the twin of the store's Tx.
type memory struct {
	rows state
	err  error
}

func (m *memory) Fail(err error) {
	if m.err == nil {
		m.err = err
	}
}

func (m *memory) Row(k records.Key) records.Record {
	r, _ := m.rows.at(k)
	return r.record
}

func (m *memory) Find(kind records.Kind, column string, value any) (list []records.Record) {
	shelf := m.rows[kind]
	if shelf == nil {
		return nil
	}
	for _, r := range shelf.rows {
		if r.record.Index(column) == value {
			list = append(list, r.record)
		}
	}
	slices.SortFunc(list, func(a, b records.Record) int { return cmp.Compare(a.Key().ID, b.Key().ID) })
	return list
}

// codec turns records into the cells of a download and back.
type codec interface {
	cells(records.Record) (json.RawMessage, error)
	record(records.Kind, json.RawMessage) (records.Record, error)
}

// realCells are those of the store.
type realCells struct{}

func (realCells) cells(r records.Record) (json.RawMessage, error) { return store.Cells(r) }

func (realCells) record(kind records.Kind, cells json.RawMessage) (records.Record, error) {
	return store.FromCells(kind, cells)
}

// handles are cells that only name a record, which is immutable: nothing is encoded, and a record
// is the same one everywhere.
type handles struct {
	list  []records.Record
	names map[records.Record]json.RawMessage
}

func newHandles() *handles { return &handles{names: map[records.Record]json.RawMessage{}} }

func (h *handles) cells(r records.Record) (json.RawMessage, error) {
	name := h.names[r]
	if name == nil {
		name = strconv.AppendInt(nil, int64(len(h.list)), 10)
		h.list, h.names[r] = append(h.list, r), name
	}
	return name, nil
}

func (h *handles) record(_ records.Kind, cells json.RawMessage) (records.Record, error) {
	n, err := strconv.Atoi(string(cells))
	if err != nil {
		return nil, err
	}
	return h.list[n], nil
}

// memoryDesk is a desk's file in memory: an edit.DeskFile.
type memoryDesk struct {
	memory
	codec    codec
	at       edit.Position
	undo     map[records.Key]row // a nil record = there was none
	stage    []edit.Staged
	outbox   []edit.Waiting
	answered []edit.Answered
}

func newMemoryDesk(copyID string, c codec) *memoryDesk {
	return &memoryDesk{memory: memory{rows: state{}}, codec: c, at: edit.Position{Copy: copyID},
		undo: map[records.Key]row{}}
}

func (d *memoryDesk) clone() *memoryDesk {
	n := *d
	n.rows, n.undo = d.rows.clone(), maps.Clone(d.undo)
	n.stage, n.outbox = slices.Clone(d.stage), slices.Clone(d.outbox)
	n.answered = slices.Clone(d.answered)
	return &n
}

// within runs a transaction: everything of it happens, or nothing.
func (d *memoryDesk) within(fn func(*memoryDesk) error) error {
	n := d.clone()
	err := fn(n)
	if err == nil {
		err = n.err
	}
	if err == nil {
		*d = *n
	}
	return err
}

func (d *memoryDesk) Put(r records.Record) { d.change(r.Key(), row{record: r}) }

func (d *memoryDesk) Delete(k records.Key) { d.change(k, row{}) }

func (d *memoryDesk) change(k records.Key, r row) {
	if k.Kind.StaysAtServer() {
		return
	}
	if _, ok := d.undo[k]; !ok {
		d.undo[k], _ = d.rows.at(k)
	}
	d.set(k, r)
}

func (d *memoryDesk) set(k records.Key, r row) {
	if r.record == nil {
		d.rows.drop(k)
		return
	}
	d.rows.put(k, r)
}

func (d *memoryDesk) base() state {
	base := d.rows.clone()
	for k, r := range d.undo {
		if r.record == nil {
			base.drop(k)
		} else {
			base.put(k, r)
		}
	}
	return base
}

func (d *memoryDesk) Err() error { return d.err }

func (d *memoryDesk) Position() edit.Position { return d.at }

func (d *memoryDesk) Stand(p edit.Position) { d.at = p }

func (d *memoryDesk) Keep(_ bool, rows []edit.Staged) { d.stage = append(d.stage, rows...) }

func (d *memoryDesk) Drop() { d.stage = nil }

// Anew stages the deletion of what is not staged.
func (d *memoryDesk) Anew(kinds []records.Kind) {
	staged := map[records.Key]bool{}
	for _, s := range d.stage {
		staged[records.Key{Kind: s.Kind, ID: s.ID}] = s.Cells != nil
	}
	base := d.base()
	for _, kind := range kinds {
		shelf := base[kind]
		if shelf == nil {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(shelf.rows)) {
			if !staged[records.Key{Kind: kind, ID: id}] {
				d.stage = append(d.stage, edit.Staged{Kind: kind, ID: id, Ver: shelf.rows[id].ver})
			}
		}
	}
}

// Loss says how many of the records that an office works with go away.
func (d *memoryDesk) Loss(full bool) (l edit.Loss) {
	base := d.rows // nearly
	if l.Of = kept(base); l.Of < crowded {
		return edit.Loss{}
	}
	base = d.base()
	l.Of = kept(base)
	last := map[records.Key]bool{} // stays
	for _, s := range d.stage {
		if edit.IsKept(s.Kind) {
			last[records.Key{Kind: s.Kind, ID: s.ID}] = s.Cells != nil
		}
	}
	if full {
		l.Gone = l.Of
	}
	for k, stays := range last {
		_, isThere := base.at(k)
		switch {
		case full && stays:
			l.Gone--
		case !full && !stays && isThere:
			l.Gone++
		}
	}
	l.Gone = max(0, l.Gone)
	return l
}

func (d *memoryDesk) Tallies() map[records.Kind]edit.Tally { return d.base().tallies() }

func (d *memoryDesk) Lay(full bool) (kinds []records.Kind) {
	if full {
		clear(d.rows)
	}
	for _, s := range d.stage {
		k := records.Key{Kind: s.Kind, ID: s.ID}
		kinds = append(kinds, s.Kind)
		if s.Cells == nil {
			d.rows.drop(k)
			continue
		}
		r, err := d.codec.record(s.Kind, s.Cells)
		d.Fail(err)
		d.set(k, row{ver: s.Ver, record: r})
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
	shelf := d.rows[records.KindNarrowing]
	return shelf != nil && len(shelf.rows) > 0
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
