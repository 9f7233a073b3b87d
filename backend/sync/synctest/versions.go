package synctest

import (
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/wire"
)

// The schemas of the exchange that programs speak in a wide schedule. A server hands out its own
// and two earlier ones.
const (
	newest  = 5
	earlier = 2
)

// added are columns and a kind that came with later schemas: what edit.Added is while schedules are
// played.
func added() map[records.Kind]map[string]int {
	return map[records.Kind]map[string]int{
		records.KindPerson: {"phone": 2, "job_title": 4},
		records.KindVendor: {"": 3, "phone": 5},
	}
}

// known gives what a program of a schema sees of a record; nil for nothing.
func known(r records.Record, schema int) records.Record {
	knows := func(column string) bool { return edit.Knows(schema, r.Key().Kind, column) }
	if !knows("") {
		return nil
	}
	switch r := r.(type) {
	case *records.Person:
		n := *r
		if !knows("phone") {
			n.Phone = ""
		}
		if !knows("job_title") {
			n.JobTitle = ""
		}
		if n != *r {
			return &n
		}
	case *records.Vendor:
		if !knows("phone") && r.Phone != "" {
			n := *r
			n.Phone = ""
			return &n
		}
	}
	return r
}

// known gives what a program of a schema sees of a state.
func (o *office) known(s state, schema int) state {
	if !o.isWide || schema >= newest {
		return s
	}
	n := s.clone()
	for kind := range edit.Added {
		if s[kind] == nil {
			continue
		}
		for id, r := range s[kind].rows {
			k := records.Key{Kind: kind, ID: id}
			record := r.record
			if record == nil {
				var err error
				record, err = store.FromCells(kind, []byte(r.cells))
				o.must(err)
			}
			sees := known(record, schema)
			switch {
			case sees == nil:
				n.drop(k)
			case sees == record:
			case r.record != nil:
				n.put(k, row{ver: r.ver, record: sees})
			default:
				cells, err := store.Cells(sees)
				o.must(err)
				n.put(k, row{ver: r.ver, cells: string(cells)})
			}
		}
	}
	return n
}

// speaks says what a server answers to a program of a schema, as the server's half does: one that
// is too old gets nothing, but its edits are taken, and those of one that is too new are not.
func (o *office) speaks(schema int) error {
	switch {
	case schema < o.schema-earlier:
		return problem.New(problem.Conflict, "Too old.").On(wire.DeskTooOld)
	case schema > o.schema:
		return problem.New(problem.Conflict, "Too new.").On(wire.ServerTooOld)
	}
	return nil
}

// renewServer and renew bring a later program to the server, or to a desk.
func (o *office) renewServer(schema int) {
	o.schema = schema
	o.note("the server speaks schema %d", schema)
	o.reach("a server is updated")
	o.must(o.ground.core().renew())
}

func (d *desk) renew(schema int) {
	d.note("%s speaks schema %d", d.name, schema)
	if len(d.seat.waiting()) > 0 {
		d.reach("a program is updated while edits wait")
	}
	d.schema = schema
	d.must(d.seat.end())
}

// heard holds what the server took from a program of a schema.
func (o *office) heard(schema int) {
	n := len(o.ghost.lines)
	o.ghost.observe()
	if news := len(o.ghost.lines) - n; schema > o.schema && news > 0 {
		o.fail("I18 a server of schema %d took %d edits of a program of schema %d", o.schema, news,
			schema)
	}
	if schema < o.schema-earlier && len(o.ghost.lines) > n {
		o.reach("edits of a program that is too old are taken")
	}
}

// agree lets programs of different versions meet before everything comes to its end: what those
// that are too old have made has come to the server; then they are updated, and so is a server that
// is older than a desk. Desks of up to two schemas back stay as they are.
func (o *office) agree() {
	if !o.isWide {
		return
	}
	latest := o.schema
	for _, d := range o.desks {
		latest = max(latest, d.schema)
		for range 3 {
			if d.schema < o.schema-earlier && !o.isBroken() {
				d.exchange(false)
			}
		}
		if o.isBroken() {
			return
		}
		if d.schema > o.schema {
			o.reach("a program is newer than the server at the end")
		}
		if d.schema >= o.schema-earlier {
			continue
		}
		for _, uid := range d.waiting() {
			if !o.ghost.has(uid) && !o.ghost.isDropped(uid) {
				o.fail("I18 %s is too old, and its edit %s did not go up", d.name, uid)
			}
		}
	}
	if o.isBroken() {
		return
	}
	if latest > o.schema {
		o.renewServer(latest)
	}
	for _, d := range o.desks {
		if d.schema < o.schema-earlier {
			d.renew(o.schema - o.rng.IntN(earlier+1))
		}
		if d.schema < o.schema {
			o.reach("a program is older than the server at the end")
		}
	}
}
