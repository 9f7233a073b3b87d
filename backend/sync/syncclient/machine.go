package syncclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/wire"
)

// Machine decides what a desk asks of its server, and when. It does nothing itself: what happens
// comes in as events, and what is to be done goes out as effects, to be done in their order. Given
// the same events, clock, ids and random numbers it does the same again. It remembers nothing that
// has to be kept: a new one over the same file goes on where that is. One thread at a time may use
// it.
//
// It works in rounds. A round looks into the desk's file, pushes what waits, pulls what is new and
// publishes it, until nothing is left to do; then comes a pause. One question is under way at a
// time. A push that fails does not keep the pull back, because that may bring removals.
//
//	for _, effect := range m.Step(Kick{}) { ... }
type Machine struct {
	env   MachineEnv
	phase phase
	ask   int // the number of the question, or of the pause, that is under way

	// of the round:
	timed  bool // the clock began it
	turns  int  // how often it started over
	sent   int64
	acked  int64 // as it was looked up last
	gone   int   // how many edits were sent
	stay   int   // how many were not
	pushes int   // since the last pull
	pulled bool  // since the last push
	broken error // the push that failed
	deaf   error // the pull that failed, before all edits were sent
	later  time.Duration
	asked  SendPull
	rows   int // of the download so far
	total  int
	down   edit.Download

	// over rounds:
	size     int            // how many edits the next push carries at most
	tries    int            // failures in a row
	hold     time.Duration  // the server asked not to come back earlier
	again    bool           // there was a kick during the round
	poked    int64          // the version that a poke during the round told of; 0 = none
	anew     bool           // the download that is under way cannot be gone on with
	old      string         // why this program is too old for downloads; empty = it is not
	held     edit.Loss      // what the user is asked about before it is published
	wanted   int64          // so many records may go: the user was asked and wants it
	kinds    []records.Kind // they do not add up, and are asked for anew
	whole    bool           // nor did that help: everything is asked for
	doubt    bool           // nor did everything: the server's sums are not relied on
	shutOut  error          // the server does not know this computer any more
	contact  time.Time      // the last that is noted in the desk's file
	version  int64          // published here
	removals bool           // edits that take access away wait
	stand    Standing
}

// MachineEnv is what a machine does not have of itself.
type MachineEnv struct {
	Now    func() time.Time
	Random func(n int64) int64 // from 0 up to, but not including n, which is positive
	NewID  func() string       // a fresh 128-bit random id
}

// Standing says how this desk stands with the server.
type Standing struct {
	Online  bool
	Syncing bool
	Last    time.Time // of the last complete exchange
	Trouble string    // a sentence when the user has to know something; empty while merely offline
	Need    Need
	Held    edit.Loss // what NeedConsent is about
}

// Need says what an exchange cannot do without.
type Need string

// The needs.
const (
	NeedNothing      Need = ""
	NeedPairing      Need = "pairing"       // the server does not know this computer any more
	NeedUpdate       Need = "update"        // of this program; edits still go up
	NeedServerUpdate Need = "server_update" // of the server; edits wait until then
	NeedConsent      Need = "consent"       // to a download that takes most records away
	NeedSignIn       Need = "sign_in"       // there was no contact for so long that nothing is shown
)

type phase string

const (
	idle        phase = ""
	looking     phase = "look"
	pushing     phase = "push"
	opening     phase = "open"
	reading     phase = "read"
	staging     phase = "stage"
	publishing  phase = "publish"
	identifying phase = "identify"
	resting     phase = "rest"
	stopped     phase = "stop"
)

const (
	mostTurns   = 4                      // how often a round starts over
	mostPushes  = 40                     // how many pushes go before a pull, which replays the rest
	firstTry    = 500 * time.Millisecond // the unit of the back-off
	lastTry     = time.Minute            // its cap
	lastUrgent  = 10 * time.Second       // its cap while removals wait
	longestHold = 10 * time.Minute       // that a server may ask for
	poll        = 30 * time.Second       // without a poke: this, and up to as much again
	outdated    = 10 * time.Minute       // likewise, while downloads wait for somebody
	lease       = 30 * 24 * time.Hour    // how long records are shown without contact
	noted       = time.Hour              // how exactly the last contact is noted
)

// NewMachine makes a machine at rest, which the first Kick starts.
func NewMachine(env MachineEnv) *Machine { return &Machine{env: env, size: wire.MaxEdits} }

// Standing gives how it stands.
func (m *Machine) Standing() Standing { return m.stand }

// IsStopped reports whether only a new pairing helps.
func (m *Machine) IsStopped() bool { return m.phase == stopped }

// Step takes one event and gives what is to be done now. An answer to a question that is no longer
// asked does nothing.
func (m *Machine) Step(e Event) []Effect {
	switch e := e.(type) {
	case Kick:
		return m.kick(e)
	case Poke:
		return m.poke(e)
	case Woke:
		if m.phase == resting && e.Ask == m.ask {
			m.timed = true
			return m.begin()
		}
	case Consent:
		m.wanted, m.held = max(m.wanted, m.held.Gone), edit.Loss{}
		return m.kick(Kick{Insists: true})
	case Pause:
		return m.pause()
	case Looked:
		if m.waits(looking, e.Ask) {
			return m.looked(e)
		}
	case PushAnswered:
		if m.waits(pushing, e.Ask) {
			return m.answered(e)
		}
	case PullOpened:
		if m.waits(opening, e.Ask) {
			return m.opened(e)
		}
	case PullPiece:
		if m.waits(reading, e.Ask) {
			return m.piece(e)
		}
	case PullClosed:
		if m.waits(reading, e.Ask) {
			return m.closed(e)
		}
	default:
		return m.kept(e)
	}
	return nil
}

// kept takes what the desk's file answers, and failures.
func (m *Machine) kept(e Event) []Effect {
	switch e := e.(type) {
	case Staged:
		if m.waits(staging, e.Ask) {
			return m.staged(e)
		}
	case Published:
		if m.waits(publishing, e.Ask) {
			return m.published(e)
		}
	case Reidentified:
		if m.waits(identifying, e.Ask) {
			m.sent, m.pushes, m.pulled = 0, 0, false
			return m.unless(e.Err, m.look)
		}
	case Failed:
		if e.Ask == m.ask {
			return m.failed(e)
		}
	}
	return nil
}

func (m *Machine) waits(p phase, ask int) bool { return m.phase == p && m.ask == ask }

// next goes on to a phase, whose answer carries the number that it gives.
func (m *Machine) next(p phase) int {
	m.phase = p
	m.ask++
	return m.ask
}

// kick starts a round at once, or another one after that which is under way. The time that the
// server asked for is kept, unless the user insists.
func (m *Machine) kick(e Kick) []Effect {
	m.tries = 0
	switch {
	case m.phase == stopped:
		return nil
	case m.phase != idle && m.phase != resting:
		m.again = true
		return nil
	case m.phase == resting && m.hold > 0 && !e.Insists:
		return nil
	}
	m.timed = e.Insists
	return m.begin()
}

// poke is a kick, unless what it tells of is published here already.
func (m *Machine) poke(e Poke) []Effect {
	if m.phase != idle && m.phase != resting {
		m.poked = e.Version
		return nil
	}
	if e.Version == m.version {
		return nil
	}
	return m.kick(Kick{})
}

func (m *Machine) begin() []Effect {
	m.hold, m.again, m.poked, m.turns, m.later = 0, false, 0, 0, 0
	m.broken, m.deaf = nil, nil
	m.sent, m.gone, m.pushes, m.pulled = 0, 0, 0, false
	s := m.stand
	s.Syncing = true
	return append(m.tell(s), m.look()...)
}

// pause leaves everything as it is until the next kick.
func (m *Machine) pause() []Effect {
	if m.phase == stopped {
		return nil
	}
	m.next(idle)
	m.again = false
	s := m.stand
	s.Syncing = false
	return append([]Effect{Leave{}}, m.tell(s)...)
}

func (m *Machine) tell(s Standing) []Effect {
	if s == m.stand {
		return nil
	}
	m.stand = s
	return []Effect{Tell{s}}
}

func (m *Machine) look() []Effect {
	return []Effect{Look{Ask: m.next(looking), After: m.sent, Limit: m.size}}
}

// unless goes on, or ends the round where the desk's file cannot be used.
func (m *Machine) unless(err error, goOn func() []Effect) []Effect {
	if err != nil {
		return m.end(err, true)
	}
	return goOn()
}

// over starts the round over, because this copy took a new identity or an answer came too late.
func (m *Machine) over(goOn func() []Effect) []Effect {
	if m.turns++; m.turns < mostTurns {
		return goOn()
	}
	return m.end(problem.New(problem.Conflict, "This computer and the portal's server do not "+
		"agree on what was sent already. Nothing is lost; it is tried again."), false)
}

// looked says what to do next: push, pull, or nothing.
func (m *Machine) looked(e Looked) []Effect {
	if e.Err != nil {
		return m.end(e.Err, true)
	}
	m.removals, m.contact = e.Removals, e.Contact
	m.acked, m.stay = e.At.Acked, e.Pending-int(max(0, m.sent-e.At.Acked))
	list := fit(e.Waiting)
	var told []Effect
	switch p := problem.Of(e.Speaks.Check(e.At.Schema)); p.Field {
	case wire.ServerTooOld:
		list = nil // a pull costs nothing, and hears when the server was updated
	case wire.DeskTooOld:
		m.old = p.Text
		s := m.stand
		s.Need, s.Trouble = NeedUpdate, m.old
		told = m.tell(s)
	}
	return append(told, m.asks(e.At, list)...)
}

// asks pushes, pulls or ends the round.
func (m *Machine) asks(at edit.Position, list []edit.Waiting) []Effect {
	waits := (m.old != "" || m.held != (edit.Loss{})) && !m.timed // no pull for now
	all := waits || m.deaf != nil || m.shutOut != nil             // nor one between the pushes
	switch {
	case len(list) > 0 && m.broken == nil && (m.pushes < mostPushes || all):
		m.pushes++
		m.pulled = false
		return []Effect{SendPush{Ask: m.next(pushing), Copy: at.Copy, Edits: list}}
	case m.shutOut != nil || m.deaf != nil:
		return m.end(cmp.Or(m.shutOut, m.deaf), false)
	case m.pulled || waits:
		return m.end(m.broken, false)
	}
	m.asked = SendPull{At: at, Download: at.Part.Download}
	m.asked.At.Whole, m.asked.At.Anew = m.whole, m.kinds
	if m.asked.Download == "" || m.anew {
		m.asked.At.Part, m.asked.Download = edit.Part{}, m.env.NewID()
	}
	m.asked.Ask = m.next(opening)
	return []Effect{m.asked}
}

// load is how many bytes of edits one push carries, but for a single larger edit.
const load = wire.MaxBody / 4

func fit(list []edit.Waiting) []edit.Waiting {
	bytes := 0
	for i, w := range list {
		if bytes += len(w.Edit.Args); bytes > load && i > 0 {
			return list[:i]
		}
	}
	return list
}

// answered takes the server's answer to a push. It only moves the push on: what became of the
// edits comes with the pull.
func (m *Machine) answered(e PushAnswered) []Effect {
	if e.Out.Fork || e.Out.Gap {
		return m.over(func() []Effect {
			return []Effect{Reidentify{Ask: m.next(identifying), NewCopy: m.env.NewID()}}
		})
	}
	if e.Out.LastSeq < e.Sent {
		return m.failed(Failed{Ask: m.ask, Err: garbled(errors.New("edits were left out"))})
	}
	m.size = min(wire.MaxEdits, 2*m.size)
	news := int(e.Sent - max(m.sent, m.acked))
	m.gone, m.stay, m.sent = m.gone+news, m.stay-news, e.Sent
	if m.gone+m.stay > wire.MaxEdits {
		return append([]Effect{Count{Upload, m.gone, m.gone + m.stay}}, m.look()...)
	}
	return m.look()
}

// opened takes the first line of a download, which may go on from what is staged.
func (m *Machine) opened(e PullOpened) []Effect {
	part := m.asked.At.Part
	if e.After != "" && (e.After != part.Pos || e.Full != part.Full) {
		return m.failed(Failed{Ask: m.ask, Err: garbled(errors.New("it goes on from elsewhere"))})
	}
	m.down = edit.Download{Was: m.asked.At, Name: m.asked.Download, Full: e.Full, Anew: e.Anew,
		After: e.After}
	m.rows, m.total = e.Done, e.Total
	return []Effect{Read{m.next(reading)}}
}

func (m *Machine) piece(e PullPiece) []Effect {
	p := edit.Piece{Download: m.down.Name, Schema: m.down.Was.Schema, Full: m.down.Full,
		After: m.down.After, Pos: e.Pos, Rows: e.Rows}
	m.down.After = e.Pos
	m.rows += len(e.Rows)
	return []Effect{Stage{m.next(staging), p}}
}

func (m *Machine) staged(e Staged) []Effect {
	switch {
	case e.Err != nil:
		return append([]Effect{Leave{}}, m.end(e.Err, true)...)
	case !e.OK: // another download took the place of this one
		return append([]Effect{Leave{}}, m.over(m.look)...)
	}
	return []Effect{Count{Download, m.rows, m.total}, Read{m.next(reading)}}
}

// closed takes the last line: the download is complete. A whole one of a state that the desk is
// past is an old answer, unless the server says that it has lost what came since.
func (m *Machine) closed(e PullClosed) []Effect {
	d, was := e.End, m.down.Was.Cookie
	isElsewhere := d.To.Portal != was.Portal || d.To.Epoch != was.Epoch
	goesBack := !isElsewhere && d.To.Version < was.Version
	isOld := goesBack && !d.Lost
	if !m.down.Full {
		isOld = was != (edit.Cookie{}) && (isElsewhere || goesBack)
	}
	if isOld {
		return m.failed(Failed{Ask: m.ask, Err: garbled(errors.New("changes to an older state"))})
	}
	d.Was, d.Name, d.Full, d.After = m.down.Was, m.down.Name, m.down.Full, m.down.After
	d.Anew = m.down.Anew
	d.Rows, d.NewCopy, d.Wanted, d.Unchecked = e.Rows, m.env.NewID(), m.wanted, m.doubt
	m.down = edit.Download{}
	return []Effect{Publish{m.next(publishing), d}}
}

func (m *Machine) published(e Published) []Effect {
	was := m.asked.At.Copy
	switch {
	case problem.Of(e.Err).Field == edit.SumsField && !m.whole:
		m.whole = len(m.kinds) > 0 || len(e.Out.Wrong) == 0
		m.kinds = e.Out.Wrong
		return append(m.trouble(problem.Of(e.Err).Text), m.over(m.look)...)
	case e.Err != nil:
		m.anew = m.anew || problem.Is(e.Err, problem.Damaged)
		return m.end(e.Err, !problem.Is(e.Err, problem.Damaged))
	case e.Out.Stale:
		return m.over(m.look)
	case e.Out.Held.IsLarge():
		m.held = e.Out.Held
		return m.end(nil, false)
	}
	m.doubt = m.doubt || len(e.Out.Wrong) > 0
	m.anew, m.kinds, m.whole, m.wanted, m.held = false, nil, false, 0, edit.Loss{}
	m.version = e.Out.At.Cookie.Version
	if e.Out.At.Copy != was {
		m.sent, m.pushes, m.pulled = 0, 0, false
		return m.over(m.look)
	}
	m.pushes, m.pulled, m.old = 0, true, ""
	return m.look()
}

func (m *Machine) trouble(text string) []Effect {
	s := m.stand
	s.Trouble = text
	return m.tell(s)
}

// failed takes what the network or the server did to a question.
func (m *Machine) failed(e Failed) []Effect {
	code := problem.Of(e.Err).Field
	m.later = max(m.later, min(e.Later, longestHold))
	switch m.phase {
	case pushing:
		if code == wire.MachineRevoked && e.Sent > 0 { // the others are kept there likewise
			m.shutOut, m.sent = e.Err, e.Sent
			return m.look()
		}
		if code == wire.MachineRevoked || code == wire.ServerTooOld || e.Later > 0 ||
			errors.Is(e.Err, context.Canceled) {
			return m.end(e.Err, false)
		}
		m.size, m.broken = max(1, m.size/2), e.Err
		return m.look()
	case opening, reading:
		m.anew = m.anew || problem.Is(e.Err, problem.Damaged)
		return append([]Effect{Leave{}}, m.unheard(e)...)
	}
	return nil
}

// unheard goes on after a pull that failed. What still waits is sent all the same: more than goes
// before a pull, or, by a computer that is shut out, what was made since.
func (m *Machine) unheard(e Failed) []Effect {
	switch {
	case problem.Of(e.Err).Field == wire.MachineRevoked:
		m.shutOut = e.Err
	case m.pushes >= mostPushes && e.Later == 0 && !errors.Is(e.Err, context.Canceled):
		m.deaf = e.Err
	default:
		return m.end(e.Err, false)
	}
	return m.look()
}

// end ends the round, says how it stands and rests. local means that the failure is of this
// computer, which the user can do something about.
func (m *Machine) end(err error, local bool) []Effect {
	s := m.stand
	s.Syncing, s.Online = false, err == nil
	s.Held = m.held
	s.Need, s.Trouble = m.judge(err, local)
	var list []Effect
	if now := m.env.Now(); err == nil && m.pulled {
		s.Last = now
		if since := now.Sub(m.contact); since > noted || since < -noted {
			list = append(list, Note{now})
		}
	}
	list = append(append(list, m.tell(s)...), End{err})
	if s.Need == NeedPairing {
		m.next(stopped)
		return list
	}
	wait := m.rest(err)
	list = append(list, Wait{m.next(resting), wait})
	if err == nil && (m.again || m.poked != 0 && m.poked != m.version) {
		return append(list, m.kick(Kick{})...)
	}
	return list
}

// judge says what an outcome means for the user.
func (m *Machine) judge(err error, local bool) (Need, string) {
	p := problem.Of(err)
	switch {
	case err != nil && p.Field == wire.MachineRevoked:
		return NeedPairing, p.Text
	case err != nil && p.Field == wire.ServerTooOld:
		return NeedServerUpdate, p.Text
	case err != nil && p.Field == wire.DeskTooOld:
		m.old = p.Text
	case errors.Is(err, context.Canceled): // nothing is wrong
	case err != nil && p.Kind == problem.Internal:
		return NeedNothing, "The exchange with the portal failed. It is tried again."
	case err != nil && (local || p.Kind != problem.Unavailable):
		return NeedNothing, p.Text
	}
	switch {
	case m.held != (edit.Loss{}):
		return NeedConsent, fmt.Sprintf("The portal's server says that %d of the %d records are "+
			"gone. If that is right, agree to it. Until then everything stays here as it is.",
			m.held.Gone, m.held.Of)
	case err != nil && IsOver(m.contact, m.env.Now()):
		return NeedSignIn, "This computer has had no contact with the portal's server for 30 days. " +
			"Connect it to the network, or sign in, to see the records again."
	case m.old != "":
		return NeedUpdate, m.old
	}
	return NeedNothing, ""
}

// IsOver reports whether records are shown no longer, because the last contact was too long ago. A
// clock that was set back hides it no better than one that was set forward. No contact is none to
// go by.
func IsOver(contact, now time.Time) bool {
	since := now.Sub(contact)
	return !contact.IsZero() && (since > lease || since < -lease)
}

// rest says how long to wait after a round. After a failure it is full jitter: anything up to a
// cap that doubles with every failure in a row.
func (m *Machine) rest(err error) time.Duration {
	field := problem.Of(err).Field
	switch {
	case err == nil || field == wire.DeskTooOld:
		m.tries = 0
		if m.old != "" || m.held != (edit.Loss{}) {
			return outdated + m.random(outdated)
		}
		return poll + m.random(poll)
	case field == wire.ServerTooOld || errors.Is(err, context.Canceled):
		return poll + m.random(poll)
	}
	last := lastTry
	if m.removals {
		last = lastUrgent
	}
	wait := m.random(min(last, firstTry<<min(m.tries, 10)))
	m.tries++
	if m.hold = m.later; m.hold > 0 { // other desks were asked the same: not all come at once
		wait += m.hold + m.random(m.hold/4)
	}
	return wait
}

func (m *Machine) random(n time.Duration) time.Duration {
	return time.Duration(m.env.Random(int64(n)))
}
