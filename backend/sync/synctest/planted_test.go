package synctest

import (
	"context"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// What follows plants faults: each type is a part of the product with one thing wrong.

// wrongFile is a desk's file. A nil function leaves things right.
type wrongFile struct {
	file
	d       *desk
	outbox  func(d *desk, after int64, list []edit.Waiting)
	stage   func(f file, d *desk, p edit.Piece)
	publish func(f file, d *desk, down *edit.Download)
	after   func(d *desk, down edit.Download)
}

func (w wrongFile) Outbox(ctx context.Context, after int64, limit int) ([]edit.Waiting, error) {
	list, err := w.file.Outbox(ctx, after, limit)
	list = slices.Clone(list)
	if w.outbox != nil {
		w.outbox(w.d, after, list)
	}
	return list, err
}

func (w wrongFile) Stage(ctx context.Context, p edit.Piece) (bool, error) {
	ok, err := w.file.Stage(ctx, p)
	if w.stage != nil && ok {
		w.stage(w.file, w.d, p)
	}
	return ok, err
}

func (w wrongFile) Publish(ctx context.Context, down edit.Download,
	env func(edit.Envelope) edit.Env) (edit.Published, error) {
	if w.publish != nil {
		w.publish(w.file, w.d, &down)
	}
	out, err := w.file.Publish(ctx, down, env)
	if w.after != nil && err == nil && !out.Stale {
		w.after(w.d, down)
	}
	return out, err
}

func onFile(w wrongFile) func(file, *desk) file {
	return func(f file, d *desk) file {
		n := w
		n.file, n.d = f, d
		return n
	}
}

// disk gives a desk's file in memory, to be spoiled.
func (d *desk) disk() *memoryDesk { return d.seat.(*memorySeat).disk }

// center gives the server in memory.
func (o *office) db() *memoryServer { return o.ground.(*inMemory).db }

// wrongDesk is a desk's transaction.
type wrongDesk struct {
	edit.DeskFile
	d        *desk
	restore  func(f edit.DeskFile, d *desk)
	lay      func(f edit.DeskFile, full bool) []records.Kind
	outbox   func(list []edit.Waiting, limit int) []edit.Waiting
	removals func() []records.UID
	answer   func(f edit.DeskFile, w edit.Waiting, a edit.Ack)
	requeue  func(f edit.DeskFile, d *desk, again []edit.Envelope)
	answered func() []edit.Answered
}

func (w wrongDesk) Restore() {
	if w.restore != nil {
		w.restore(w.DeskFile, w.d)
		return
	}
	w.DeskFile.Restore()
}

func (w wrongDesk) Lay(full bool) []records.Kind {
	if w.lay != nil {
		return w.lay(w.DeskFile, full)
	}
	return w.DeskFile.Lay(full)
}

func (w wrongDesk) Outbox(after int64, limit int) []edit.Waiting {
	list := w.DeskFile.Outbox(after, limit)
	if w.outbox != nil {
		list = w.outbox(list, limit)
	}
	return list
}

func (w wrongDesk) Removals() []records.UID {
	if w.removals != nil {
		return w.removals()
	}
	return w.DeskFile.Removals()
}

func (w wrongDesk) Answer(x edit.Waiting, a edit.Ack) {
	if w.answer != nil {
		w.answer(w.DeskFile, x, a)
		return
	}
	w.DeskFile.Answer(x, a)
}

func (w wrongDesk) Answered() []edit.Answered {
	if w.answered != nil {
		return w.answered()
	}
	return w.DeskFile.Answered()
}

func (w wrongDesk) Requeue(again []edit.Envelope) {
	if w.requeue != nil {
		w.requeue(w.DeskFile, w.d, again)
		return
	}
	w.DeskFile.Requeue(again)
}

func inDesk(w wrongDesk) func(edit.DeskFile, *desk) edit.DeskFile {
	return func(f edit.DeskFile, d *desk) edit.DeskFile {
		n := w
		n.DeskFile, n.d = f, d
		return n
	}
}

// wrongLedger is a transaction of the server.
type wrongLedger struct {
	edit.Ledger
	o      *office
	copyID *string // of the push
	row    func(l edit.Ledger, o *office, k records.Key) records.Record
	hides  func(copyID string, o *office, n *records.Narrowing) bool
	put    func(o *office, r records.Record) records.Record
	of     func() (edit.Landed, bool)
	reads  func(r records.Record) records.Record
	kept   func(s *memoryServer, r records.Record) // after it was put
}

func (w wrongLedger) Copy(id, machine string) (string, int64) {
	*w.copyID = id
	return w.Ledger.Copy(id, machine)
}

func (w wrongLedger) Row(k records.Key) records.Record {
	r := w.Ledger.Row(k)
	if r == nil && w.row != nil {
		return w.row(w.Ledger, w.o, k)
	}
	if r != nil && w.reads != nil {
		return w.reads(r)
	}
	return r
}

func (w wrongLedger) Find(kind records.Kind, column string, value any) []records.Record {
	list := w.Ledger.Find(kind, column, value)
	if kind != records.KindNarrowing || w.hides == nil {
		return list
	}
	return slices.DeleteFunc(list, func(r records.Record) bool {
		n, ok := r.(*records.Narrowing)
		return ok && w.hides(*w.copyID, w.o, n)
	})
}

func (w wrongLedger) Put(r records.Record) {
	if w.put != nil {
		if r = w.put(w.o, r); r == nil {
			return
		}
	}
	w.Ledger.Put(r)
	if s, ok := w.Ledger.(*memoryServer); ok && w.kept != nil {
		w.kept(s, r)
	}
}

func (w wrongLedger) Of(uid records.UID) (edit.Landed, bool) {
	if w.of != nil {
		return w.of()
	}
	return w.Ledger.Of(uid)
}

func (w wrongLedger) Carry(env edit.Env, e edit.Envelope) edit.Outcome {
	return edit.Run(w, env, e)
}

func inLedger(w wrongLedger) func(edit.Ledger, *office) edit.Ledger {
	return func(l edit.Ledger, o *office) edit.Ledger {
		n := w
		n.Ledger, n.o, n.copyID = l, o, new(string)
		return n
	}
}

// wrongSnapshot is what the server hands out from.
type wrongSnapshot struct {
	edit.Snapshot
	lineage func(*edit.Lineage)
	headAt  func(version int64, head string) string
	changes func(list []edit.Staged) []edit.Staged
	tallies func(all map[records.Kind]edit.Tally)
}

func (w wrongSnapshot) Tallies() (map[records.Kind]edit.Tally, error) {
	all, err := w.Snapshot.Tallies()
	if w.tallies != nil {
		w.tallies(all)
	}
	return all, err
}

func (w wrongSnapshot) Lineage() (edit.Lineage, error) {
	l, err := w.Snapshot.Lineage()
	if w.lineage != nil {
		w.lineage(&l)
	}
	return l, err
}

func (w wrongSnapshot) HeadAt(version int64) (string, error) {
	head, err := w.Snapshot.HeadAt(version)
	if w.headAt != nil {
		head = w.headAt(version, head)
	}
	return head, err
}

func (w wrongSnapshot) Changes(after edit.Place) ([]edit.Staged, bool, error) {
	list, more, err := w.Snapshot.Changes(after)
	if w.changes != nil {
		list = w.changes(list)
	}
	return list, more, err
}

func inSnapshot(w wrongSnapshot) func(edit.Snapshot) edit.Snapshot {
	return func(s edit.Snapshot) edit.Snapshot {
		n := w
		n.Snapshot = s
		return n
	}
}

// wrongCenter is the server as its half of sync sees it.
type wrongCenter struct {
	center
	o       *office
	push    func(o *office, machine string, in []edit.Waiting) error
	handout func(o *office, from *edit.Position)
}

func (w wrongCenter) Push(ctx context.Context, machine, copyID string, env edit.Env,
	in []edit.Waiting) (edit.Pushed, error) {
	in = slices.Clone(in)
	if w.push != nil {
		if err := w.push(w.o, machine, in); err != nil {
			return edit.Pushed{}, err
		}
	}
	return w.center.Push(ctx, machine, copyID, env, in)
}

func (w wrongCenter) Handout(ctx context.Context, from edit.Position, to edit.Receiver) (
	edit.Download, error) {
	if w.handout != nil {
		w.handout(w.o, &from)
	}
	return w.center.Handout(ctx, from, to)
}

func inCenter(w wrongCenter) func(center, *office) center {
	return func(c center, o *office) center {
		n := w
		n.center, n.o = c, o
		return n
	}
}

func atCenter(push func(*office, string, []edit.Waiting) error) func(center, *office) center {
	return inCenter(wrongCenter{push: push})
}

// ledger gives every removal that the server's ledger names.
func ledger(rows state) (list []records.UID) {
	if shelf := rows[records.KindNarrowing]; shelf != nil {
		for _, r := range shelf.rows {
			if n, ok := r.record.(*records.Narrowing); ok {
				list = append(list, n.UID)
			}
		}
	}
	return list
}

var errStuck = problem.New(problem.Internal, "This cannot be done.")
