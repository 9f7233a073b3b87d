package synctest

import (
	"reflect"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// state is everything that a database shows, or has as its base. A clone costs next to nothing:
// the two share every shelf until one of them changes it.
type state map[records.Kind]*shelf

// shelf holds the records of a kind.
type shelf struct {
	rows   map[int64]row
	shared bool // by several states, so it is copied before a change
}

// row is a record as it lies there: as text in a database, as what it is in memory.
type row struct {
	ver    int64
	cells  string
	record records.Record
}

func (s state) at(k records.Key) (row, bool) {
	if shelf := s[k.Kind]; shelf != nil {
		r, ok := shelf.rows[k.ID]
		return r, ok
	}
	return row{}, false
}

// open gives the rows of a kind to be changed.
func (s state) open(kind records.Kind) map[int64]row {
	was := s[kind]
	if was != nil && !was.shared {
		return was.rows
	}
	n := &shelf{rows: map[int64]row{}}
	if was != nil {
		n.rows = make(map[int64]row, len(was.rows)+1)
		for id, r := range was.rows {
			n.rows[id] = r
		}
	}
	s[kind] = n
	return n.rows
}

func (s state) put(k records.Key, r row) { s.open(k.Kind)[k.ID] = r }

func (s state) drop(k records.Key) {
	if _, ok := s.at(k); ok {
		delete(s.open(k.Kind), k.ID)
	}
}

func (s state) clone() state {
	n := make(state, len(s))
	for kind, shelf := range s {
		shelf.shared = true
		n[kind] = shelf
	}
	return n
}

// differs names a record in which two states differ. Kinds that stay at the server do not count.
func (s state) differs(want state) (k records.Key, differs bool) {
	for kind, shelf := range want {
		if kind.StaysAtServer() || shelf == s[kind] {
			continue
		}
		for id, r := range shelf.rows {
			k = records.Key{Kind: kind, ID: id}
			if has, ok := s.at(k); !ok || !has.same(r) {
				return k, true
			}
		}
	}
	for kind, shelf := range s {
		if kind.StaysAtServer() || want[kind] != nil && len(want[kind].rows) == len(shelf.rows) {
			continue
		}
		for id := range shelf.rows {
			k = records.Key{Kind: kind, ID: id}
			if _, ok := want.at(k); !ok {
				return k, true
			}
		}
	}
	return k, false
}

// tallies sums up what is handed out.
func (s state) tallies() map[records.Kind]edit.Tally {
	all := map[records.Kind]edit.Tally{}
	for kind, shelf := range s {
		for id, r := range shelf.rows {
			if !kind.StaysAtServer() {
				all[kind] = all[kind].With(id, r.ver)
			}
		}
	}
	return all
}

func (r row) same(as row) bool {
	return r == as || r.ver == as.ver && r.cells == as.cells && r.record != nil &&
		reflect.DeepEqual(r.record, as.record)
}

// read fills a state from a database: it is an edit.Receiver.
type read struct {
	state
	records bool // kept as records, not as text
}

func (s read) Begin(edit.Opening) error { return nil }

func (s read) Mark(string) error { return nil }

func (s read) Row(r edit.Staged) (err error) {
	n := row{ver: r.Ver, cells: string(r.Cells)}
	if s.records {
		n.cells = ""
		n.record, err = store.FromCells(r.Kind, r.Cells)
	}
	s.put(records.Key{Kind: r.Kind, ID: r.ID}, n)
	return err
}
