package edit

import (
	"encoding/json"

	"gatehouse/backend/records"
)

// Change is one record before and after an edit; a nil side means that it did not exist. Secrets
// are never in it.
type Change struct {
	Key    records.Key     `json:"key"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// buffer is a Tx that keeps writes to itself until flush.
type buffer struct {
	under  Tx
	order  []records.Key
	before map[records.Key]records.Record
	after  map[records.Key]records.Record // nil = deleted
	failed error
}

func newBuffer(under Tx) *buffer {
	return &buffer{under: under, before: map[records.Key]records.Record{},
		after: map[records.Key]records.Record{}}
}

func (b *buffer) Row(k records.Key) records.Record {
	if r, touched := b.after[k]; touched {
		return r
	}
	return b.under.Row(k)
}

func (b *buffer) Find(kind records.Kind, column string, value any) (list []records.Record) {
	for _, r := range b.under.Find(kind, column, value) {
		if _, touched := b.after[r.Key()]; !touched {
			list = append(list, r)
		}
	}
	for _, k := range b.order {
		if r := b.after[k]; k.Kind == kind && r != nil && r.Index(column) == value {
			list = append(list, r)
		}
	}
	return list
}

func (b *buffer) touch(k records.Key) {
	if _, touched := b.after[k]; !touched {
		b.order = append(b.order, k)
		b.before[k] = b.under.Row(k)
	}
}

func (b *buffer) Put(r records.Record) {
	b.touch(r.Key())
	b.after[r.Key()] = r
}

func (b *buffer) Delete(k records.Key) {
	b.touch(k)
	b.after[k] = nil
}

func (b *buffer) Fail(err error) {
	if b.failed == nil {
		b.failed = err
	}
}

// check holds the invariants: every record that is written is valid, and the office stays governed.
func (b *buffer) check() error {
	if b.failed != nil {
		return b.failed
	}
	for _, k := range b.order {
		if k.Kind == records.KindStaff {
			if err := governed(b); err != nil {
				return err
			}
		}
		if c, ok := b.after[k].(interface{ Check() error }); ok {
			if err := c.Check(); err != nil {
				return err
			}
		}
	}
	return nil
}

// changed is a Change that is on its way into the history.
type changed struct {
	Key    records.Key    `json:"key"`
	Before records.Record `json:"before,omitempty"`
	After  records.Record `json:"after,omitempty"`
}

// flush writes everything and gives what changed for the history.
func (b *buffer) flush() (list []changed) {
	for _, k := range b.order {
		if r := b.after[k]; r != nil {
			b.under.Put(r)
		} else {
			b.under.Delete(k)
		}
		if !k.Kind.StaysAtServer() {
			list = append(list, changed{k, b.before[k], b.after[k]})
		}
	}
	return list
}
