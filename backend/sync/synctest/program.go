package synctest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
)

// memoryFile gives a desk in memory the methods of a store.
type memoryFile struct {
	*memoryDesk
	wrap func(edit.DeskFile) edit.DeskFile // nil, or plants a fault
}

func (f memoryFile) do(fn func(edit.DeskFile) error) error {
	return f.within(func(d *memoryDesk) error {
		if f.wrap != nil {
			return fn(f.wrap(d))
		}
		return fn(d)
	})
}

func (f memoryFile) Position(context.Context) (edit.Position, error) { return f.at, nil }

func (f memoryFile) Outbox(_ context.Context, after int64, limit int) ([]edit.Waiting, error) {
	return f.memoryDesk.Outbox(after, limit), nil
}

func (f memoryFile) Pending(context.Context) (edits, removals int, err error) {
	return len(f.outbox), len(f.Removals()), nil
}

func (f memoryFile) Stage(_ context.Context, p edit.Piece) (ok bool, err error) {
	err = f.do(func(d edit.DeskFile) error {
		ok = edit.Stage(d, p)
		return nil
	})
	return ok, err
}

func (f memoryFile) Publish(_ context.Context, down edit.Download,
	env func(edit.Envelope) edit.Env) (out edit.Published, err error) {
	err = f.do(func(d edit.DeskFile) error {
		out = edit.Publish(d, down, env)
		return nil
	})
	return out, err
}

func (f memoryFile) Reidentify(_ context.Context, id string,
	env func(edit.Envelope) edit.Env) error {
	return f.do(func(d edit.DeskFile) error {
		edit.Reidentify(d, id, env)
		return nil
	})
}

func (f memoryFile) Author(_ context.Context, env edit.Env, in []edit.Envelope, each func(int)) (
	outs []edit.Outcome, err error) {
	err = f.do(func(d edit.DeskFile) (err error) {
		outs, err = edit.Author(d, env, in, each)
		return err
	})
	return outs, err
}

// memorySeat is a desk's file in memory, and the two programs that may run over it.
type memorySeat struct {
	*inMemory
	d        *desk
	disk     *memoryDesk
	through  file
	programs [2]*program
	saved    *memoryDesk
}

func newMemorySeat(g *inMemory, d *desk, disk *memoryDesk) *memorySeat {
	s := &memorySeat{inMemory: g, d: d, disk: disk}
	f := memoryFile{memoryDesk: disk}
	if g.Fault != nil && g.Fault.Desk != nil {
		f.wrap = func(x edit.DeskFile) edit.DeskFile { return g.Fault.Desk(x, d) }
	}
	s.through = d.watch(f)
	for i := range s.programs {
		s.programs[i] = &program{memorySeat: s}
		s.programs[i].start()
	}
	return s
}

func (s *memorySeat) file() file { return s.through }

func (s *memorySeat) end() error {
	for _, p := range s.programs {
		p.start()
	}
	return nil
}

func (s *memorySeat) close() error { return nil }

func (s *memorySeat) save() error {
	s.saved = s.disk.clone()
	return nil
}

func (s *memorySeat) goBack() error {
	*s.disk = *s.saved.clone()
	return s.end()
}

func (s *memorySeat) copyTo(d *desk) (seat, error) {
	return newMemorySeat(s.inMemory, d, s.disk.clone()), nil
}

func (s *memorySeat) asks() bool {
	return s.programs[0].machine.Standing().Need == syncclient.NeedConsent
}

func (s *memorySeat) consent() {
	p := s.programs[0]
	p.step(syncclient.Consent{})
	for s.isCalm && s.arriveOf(p) {
	}
}

func (s *memorySeat) position() edit.Position { return s.disk.at }

func (s *memorySeat) waiting() []edit.Waiting { return s.disk.outbox }

func (s *memorySeat) shows() state { return s.disk.rows.clone() }

func (s *memorySeat) base() state { return s.disk.base() }

func (s *memorySeat) copies() int { return len(s.disk.undo) }

func (s *memorySeat) ids(kind records.Kind) []int64 {
	if shelf := s.disk.rows[kind]; shelf != nil {
		return slices.Sorted(maps.Keys(shelf.rows))
	}
	return nil
}

func (s *memorySeat) row(k records.Key) records.Record { return s.disk.Row(k) }

func (s *memorySeat) status(uid records.UID) records.Status {
	for _, a := range s.disk.answered {
		if a.Edit.UID == uid {
			return a.Status
		}
	}
	return ""
}

// exchange goes on with what the program waits for, or wakes it.
func (s *memorySeat) exchange(second bool) {
	p := s.programs[0]
	if second {
		p = s.programs[1]
	}
	if p.machine.IsStopped() && s.isPaired(s.d.machine) { // as after the server was put back
		p.start()
	}
	if s.isCalm {
		p.step(syncclient.Kick{Insists: true})
		for s.arriveOf(p) {
		}
		return
	}
	if s.arriveOf(p) {
		return
	}
	switch s.rng.IntN(12) {
	case 0:
		p.step(syncclient.Pause{})
	case 1:
		p.step(syncclient.Woke{Ask: p.waits})
	case 2:
		p.step(syncclient.Kick{})
	case 3:
		p.step(syncclient.Poke{Version: s.db.Version})
	default:
		p.step(syncclient.Kick{Insists: true})
	}
}

// program is a machine and what it has not kept in its file.
type program struct {
	*memorySeat
	machine *syncclient.Machine
	life    int
	waits   int                // the number of its pause
	answer  []syncclient.Event // of the download that is being read
}

// start starts the program anew: whatever it knew is gone.
func (p *program) start() {
	p.life++
	p.answer = nil
	p.machine = syncclient.NewMachine(syncclient.MachineEnv{
		Now:    func() time.Time { return p.now },
		Random: p.rng.Int64N,
		NewID:  func() string { return fmt.Sprint("id-", p.newID()) }})
}

// receive takes the answer to a question: its first event now, more as it is read.
func (p *program) receive(answer []syncclient.Event) {
	p.answer = answer[1:]
	p.step(answer[0])
}

// step lets the machine take an event, and does what it decides.
func (p *program) step(e syncclient.Event) {
	life := p.life
	for todo := p.machine.Step(e); len(todo) > 0; todo = todo[1:] {
		answer := p.do(todo[0])
		if p.life != life {
			return
		}
		if answer != nil {
			todo = append(todo, p.machine.Step(answer)...)
		}
	}
}

func (p *program) do(e syncclient.Effect) syncclient.Event {
	switch e := e.(type) {
	case syncclient.Look:
		at, err := p.through.Position(ctx)
		at.Schema = p.d.schema
		list, err2 := p.through.Outbox(ctx, max(e.After, at.Acked), e.Limit)
		edits, removals, err3 := p.through.Pending(ctx)
		return syncclient.Looked{Ask: e.Ask, At: at, Waiting: list, Pending: edits,
			Removals: removals > 0,
			Err:      errors.Join(err, err2, err3)}
	case syncclient.SendPush, syncclient.SendPull:
		p.send(&letter{from: p, life: p.life, machine: p.d.machine, schema: p.d.schema, ask: e})
	case syncclient.Read:
		return p.read(e)
	case syncclient.Leave:
		p.answer = nil
	case syncclient.Wait:
		p.waits = e.Ask
	default:
		return p.keep(e)
	}
	return nil
}

// read gives what comes next of a download, now or later.
func (p *program) read(e syncclient.Read) syncclient.Event {
	if len(p.answer) == 0 {
		return syncclient.Failed{Ask: e.Ask, Err: errLost}
	}
	next := p.answer[0]
	switch n := next.(type) {
	case syncclient.PullPiece:
		n.Ask = e.Ask
		next = n
	case syncclient.PullClosed:
		n.Ask = e.Ask
		next = n
	case syncclient.Failed:
		n.Ask = e.Ask
		next = n
	}
	if !p.isCalm && p.rng.IntN(4) == 0 {
		rest := append([]syncclient.Event{next}, p.answer[1:]...)
		p.send(&letter{from: p, life: p.life, machine: p.d.machine, ask: e, answer: rest})
		return nil
	}
	p.answer = p.answer[1:]
	return next
}

// keep does what concerns the file. The program may end before that or after it.
func (p *program) keep(e syncclient.Effect) (answer syncclient.Event) {
	var err error
	switch e := e.(type) {
	case syncclient.Stage:
		var ok bool
		ok, err = p.through.Stage(ctx, e.Piece)
		answer = syncclient.Staged{Ask: e.Ask, OK: ok, Err: err}
	case syncclient.Publish:
		var out edit.Published
		out, err = p.through.Publish(ctx, e.Download, p.d.env)
		answer = syncclient.Published{Ask: e.Ask, Out: out, Err: err}
	case syncclient.Reidentify:
		err = p.through.Reidentify(ctx, e.NewCopy, p.d.env)
		answer = syncclient.Reidentified{Ask: e.Ask, Err: err}
	}
	if errors.Is(err, errShaken) {
		p.start()
	} else {
		p.must(err)
	}
	return answer
}
