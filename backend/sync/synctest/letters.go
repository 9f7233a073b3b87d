package synctest

import (
	"fmt"
	"slices"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/wire"
)

// letter is a question of a program on its way to the server, or the answer on its way back.
type letter struct {
	from    *program
	life    int // of the program when it asked: a later one did not
	machine string
	schema  int // that the program speaks
	ask     syncclient.Effect
	answer  []syncclient.Event // nil = it is the question
	isLost  bool               // nobody waits for the answer any more
}

func (l *letter) number() int {
	switch e := l.ask.(type) {
	case syncclient.SendPush:
		return e.Ask
	case syncclient.SendPull:
		return e.Ask
	case syncclient.Read:
		return e.Ask
	}
	return 0
}

var (
	errLost    = problem.New(problem.Unavailable, "It was lost.")
	errBusy    = problem.New(problem.Busy, "The server has too much to do.")
	errGarbled = problem.New(problem.Damaged, "It cannot be read.")
)

func (g *inMemory) send(l *letter) { g.letters = append(g.letters, l) }

// arrive lets any letter arrive.
func (g *inMemory) arrive() {
	if len(g.letters) > 0 {
		g.take(g.rng.IntN(len(g.letters)))
	}
}

// arriveOf lets a letter of a program arrive; false = there is none.
func (g *inMemory) arriveOf(p *program) bool {
	i := slices.IndexFunc(g.letters, func(l *letter) bool { return l.from == p && !l.isLost })
	if i >= 0 {
		g.take(i)
	}
	return i >= 0
}

// calm gives up everything that is under way.
func (g *inMemory) calm() {
	lost := g.letters
	g.letters = nil
	for _, l := range lost {
		if !l.isLost && l.life == l.from.life {
			l.from.step(syncclient.Failed{Ask: l.number(), Err: errLost})
		}
	}
}

func (g *inMemory) take(i int) {
	l := g.letters[i]
	g.letters = slices.Delete(g.letters, i, i+1)
	if l.answer != nil {
		if l.life == l.from.life {
			l.from.receive(l.answer)
		}
		return
	}
	if e, pull := l.ask.(syncclient.SendPull); pull {
		g.note("  pull %s of %s since %+v", e.Download, l.from.d.name, e.At)
	}
	what := carry
	if !g.isCalm && !l.isLost && g.rng.IntN(100) < g.Trouble {
		what = trick(1 + g.rng.IntN(int(tricks)-1))
		g.note("  %s of %s: %s", nameOf(l.ask), l.from.d.name, trickNames[what])
	}
	g.play(l, what)
}

func nameOf(e syncclient.Effect) string {
	if _, push := e.(syncclient.SendPush); push {
		return "push"
	}
	return "pull"
}

// play carries a question, with a trick of the network.
func (g *inMemory) play(l *letter, what trick) {
	var answer []syncclient.Event
	switch what {
	case drop, redirect:
		answer = g.failed(l, errLost, 0)
	case dropReply:
		g.serve(l)
		answer = g.failed(l, errLost, 0)
	case double:
		g.serve(l)
		answer = g.serve(l)
	case hold:
		again := *l
		again.isLost = true
		g.send(&again)
		answer = g.failed(l, errLost, 0)
	case cut:
		answer = g.serve(l)
		answer = slices.Concat(answer[:g.rng.IntN(len(answer))], g.failed(l, errLost, 0))
	case busy:
		answer = g.failed(l, errBusy, time.Duration(g.rng.IntN(3))*time.Minute)
	case page:
		answer = g.failed(l, errGarbled, 0)
	case old:
		answer = g.older(l)
	default:
		answer = g.serve(l)
	}
	if l.isLost {
		return
	}
	back := *l
	back.answer = answer
	if g.isCalm || g.rng.IntN(2) == 0 {
		if l.life == l.from.life {
			l.from.receive(answer)
		}
		return
	}
	g.send(&back)
}

func (g *inMemory) failed(l *letter, err error, later time.Duration) []syncclient.Event {
	return []syncclient.Event{syncclient.Failed{Ask: l.number(), Err: err, Later: later}}
}

// older gives an earlier answer to the same pull; the program tells others by the name.
func (g *inMemory) older(l *letter) []syncclient.Event {
	if e, pull := l.ask.(syncclient.SendPull); pull {
		if list := g.past[question(e)]; len(list) > 0 {
			answer := slices.Clone(list[g.rng.IntN(len(list))])
			if o, opened := answer[0].(syncclient.PullOpened); opened {
				o.Ask = e.Ask
				answer[0] = o
				return answer
			}
		}
	}
	return g.failed(l, errGarbled, 0)
}

// serve lets the server answer a question.
func (g *inMemory) serve(l *letter) (answer []syncclient.Event) {
	refusal := g.speaks(l.schema)
	if g.Fault != nil && g.Fault.Open {
		refusal = nil
	}
	e, isPush := l.ask.(syncclient.SendPush)
	if refusal != nil && (!isPush || problem.Of(refusal).Field == wire.ServerTooOld) {
		return g.failed(l, refusal, 0)
	}
	env, err := g.admit(l.machine)
	if err != nil {
		if isPush {
			return g.shutOut(l, e, err)
		}
		return g.failed(l, err, 0)
	}
	switch e := l.ask.(type) {
	case syncclient.SendPush:
		out, err := g.through.Push(ctx, l.machine, e.Copy, env, e.Edits)
		g.heard(l.schema)
		if err != nil {
			return g.failed(l, err, 0)
		}
		answer = []syncclient.Event{syncclient.PushAnswered{Ask: e.Ask, Out: out,
			Sent: e.Edits[len(e.Edits)-1].Seq}}
	case syncclient.SendPull:
		if !env.Actor.Staff.Active {
			return g.failed(l, problem.New(problem.Denied, "Not active."), 0)
		}
		answer = g.handOut(e)
		g.past[question(e)] = append(g.past[question(e)], answer)
	}
	return answer
}

// shutOut keeps what a computer that was shut out brings, and answers that it was.
func (g *inMemory) shutOut(l *letter, e syncclient.SendPush, err error) []syncclient.Event {
	m, isKnown := g.machines[l.machine]
	if !isKnown {
		return g.failed(l, err, 0)
	}
	var uids []records.UID
	for _, w := range e.Edits {
		uids = append(uids, w.Edit.UID)
		_, isHeld := g.kept[w.Edit.UID]
		if _, isDone := g.db.Of(w.Edit.UID); isHeld || isDone || g.Fault != nil && g.Fault.Loses {
			continue
		}
		trial := g.db.clone()
		out := edit.Run(trial, g.administrator(l.machine), w.Edit)
		g.kept[w.Edit.UID] = quarantined{held{w.Edit.UID, l.machine, out.Narrow}, m.who, w.Edit}
	}
	g.heard(l.schema)
	g.quarantine(l.machine, uids)
	return []syncclient.Event{syncclient.Failed{Ask: l.number(), Err: err,
		Sent: e.Edits[len(e.Edits)-1].Seq}}
}

func question(e syncclient.SendPull) string { return fmt.Sprint(e.Download, e.At) }

func (g *inMemory) handOut(e syncclient.SendPull) []syncclient.Event {
	got := &taken{}
	g.depth++
	d, err := g.through.Handout(ctx, e.At, got)
	g.depth--
	list := got.events
	if got.open != nil {
		list = append([]syncclient.Event{syncclient.PullOpened{Ask: e.Ask, Full: got.open.Full,
			Anew: got.open.Anew, After: got.open.After, Done: got.open.Done,
			Total: got.open.Total}}, list...)
	}
	if err != nil {
		if !problem.Is(err, problem.Busy) { // too much was forgotten meanwhile
			g.must(err)
		}
		return append(list, syncclient.Failed{Ask: e.Ask, Err: errLost})
	}
	list = append(list, syncclient.PullClosed{Rows: got.rows, End: d})
	if g.Fault != nil && g.Fault.Answer != nil {
		list = g.Fault.Answer(list)
	}
	return list
}

// meanwhile lets others act, and the server forget, while a download is read.
func (g *inMemory) meanwhile() {
	if g.isCalm || g.depth > 1 || g.rng.IntN(4) > 0 {
		return
	}
	g.depth++
	defer func() { g.depth-- }()
	switch g.rng.IntN(4) {
	case 0:
		g.desks[g.rng.IntN(len(g.desks))].click()
	case 1:
		g.forget()
	default:
		for i, l := range g.letters {
			if _, push := l.ask.(syncclient.SendPush); push && l.answer == nil {
				g.letters = slices.Delete(g.letters, i, i+1)
				l.isLost = true // its answer may not come in between
				g.note("  meanwhile, a push of %s arrives", l.from.d.name)
				g.play(l, carry)
				back := *l
				back.answer, back.isLost = g.failed(l, errLost, 0), false
				g.send(&back)
				return
			}
		}
	}
}

// taken is a download as events.
type taken struct {
	open   *edit.Opening
	events []syncclient.Event
	rows   []edit.Staged
}

func (t *taken) Begin(o edit.Opening) error {
	t.open = &o
	return nil
}

func (t *taken) Row(r edit.Staged) error {
	t.rows = append(t.rows, r)
	return nil
}

func (t *taken) Mark(pos string) error {
	t.events = append(t.events, syncclient.PullPiece{Rows: t.rows, Pos: pos})
	t.rows = nil
	return nil
}
