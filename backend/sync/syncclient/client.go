// Package syncclient is the desk's half of sync: it pushes what waits, pulls what changed and
// publishes it, again and again, and tells how it stands. A Machine decides what to ask and when; a
// Client does that over HTTP. What an edit means and what meets what is decided in edit.
//
//	c := syncclient.New(db, syncclient.Pairing{...}, syncclient.Env{...})
//	go c.Run(ctx)
//	c.Kick() // after every edit
package syncclient

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"

	"gatehouse/backend/edit"
	"gatehouse/backend/sync/wire"
)

// Store is what the desk's half needs of the database.
type Store interface {
	Position(ctx context.Context) (edit.Position, error)
	Outbox(ctx context.Context, after int64, limit int) ([]edit.Waiting, error)
	Pending(ctx context.Context) (edits, removals int, err error)
	Stage(ctx context.Context, p edit.Piece) (bool, error)
	Publish(ctx context.Context, d edit.Download,
		env func(edit.Envelope) edit.Env) (edit.Published, error)
	Reidentify(ctx context.Context, newCopy string, env func(edit.Envelope) edit.Env) error
	Content(ctx context.Context, hash string) ([]byte, error)
	KeepContent(ctx context.Context, hash string, data []byte) error
	Note(ctx context.Context, name, value string) error
	Noted(ctx context.Context, name string) (string, error)
}

// Pairing is what connects this computer with a server. Token and key live in the keyring.
type Pairing struct {
	Server  string // https://portal.example.com
	Machine string
	Token   string
	Key     ed25519.PrivateKey
}

// Env is what the program gives.
type Env struct {
	Now   func() time.Time                // nil: the system's clock
	NewID func() string                   // a fresh 128-bit random id
	Edits func(edit.Envelope) edit.Env    // the circumstances of a waiting edit, for its replay
	Tell  func(Standing)                  // hears how it stands, at every change
	News  func(edit.Published)            // hears what a publish has changed
	Count func(label string, done, n int) // hears how far a long download is

	Schema int // that this program speaks; 0 = wire.Schema
}

// Client exchanges edits and records with one server: it does what its machine decides.
type Client struct {
	store   Store
	pairing Pairing
	env     Env
	schema  int
	http    *resty.Client
	kicks   chan struct{} // these three are heard while no round is under way
	pokes   chan int64
	timer   *time.Timer

	round   sync.Mutex // one round at a time, which owns:
	machine *Machine
	there   map[string]bool // contents that the server is known to have
	down    *download       // that is being read
	speaks  wire.Range      // what the server does; zero = not known yet
	outcome error           // of the last round

	mu    sync.Mutex // guards:
	stand Standing
	woken int // the Ask of the Wait that timer is for
}

// New makes a client for a paired desk. It stands as exchanging until its first round has ended:
// before that nobody knows whether anything is missing here.
func New(store Store, p Pairing, env Env) *Client {
	h := resty.New().SetBaseURL(strings.TrimRight(p.Server, "/")).SetRetryCount(0).
		SetRedirectPolicy(resty.NoRedirectPolicy()).
		SetHeader(wire.SchemaHeader, strconv.Itoa(cmp.Or(env.Schema, wire.Schema))).
		SetHeader(wire.MachineHeader, p.Machine).SetAuthToken(p.Token)
	c := &Client{store: store, pairing: p, env: env, http: h, kicks: make(chan struct{}, 1),
		schema: cmp.Or(env.Schema, wire.Schema),
		pokes:  make(chan int64, 1), timer: time.NewTimer(poll), there: map[string]bool{},
		stand: Standing{Syncing: true}}
	if env.Now == nil {
		env.Now = time.Now
	}
	c.machine = NewMachine(MachineEnv{Now: env.Now, Random: rand.Int64N, NewID: env.NewID})
	return c
}

// Kick asks for an exchange now. It never blocks.
func (c *Client) Kick() {
	select {
	case c.kicks <- struct{}{}:
	default: // one is asked for already
	}
}

// Standing gives how it stands.
func (c *Client) Standing() Standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stand
}

// Once pushes everything that waits and brings everything that is new. It is safe to call beside
// Run; the two take turns.
func (c *Client) Once(ctx context.Context) error { return c.drive(ctx, Kick{Insists: true}) }

// Consent says that the user wants a download that takes most records away, and exchanges.
func (c *Client) Consent(ctx context.Context) error { return c.drive(ctx, Consent{}) }

// Pause ends a round where it is; a download goes on from there at the next Kick. The context of
// the round is to be cancelled first.
func (c *Client) Pause(ctx context.Context) { _ = c.drive(ctx, Pause{}) }

// Run exchanges until ctx ends: at every kick, at every poke of the server, and by the clock. It
// also ends when only a new pairing helps.
func (c *Client) Run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go c.listen(ctx)
	for e := Event(Kick{}); ctx.Err() == nil; {
		_ = c.drive(ctx, e) // the machine has told it, and tries again
		if c.isStopped() {
			return
		}
		select {
		case <-ctx.Done():
		case <-c.kicks:
			e = Kick{}
		case version := <-c.pokes:
			e = Poke{version}
		case <-c.timer.C:
			c.mu.Lock()
			e = Woke{c.woken}
			c.mu.Unlock()
		}
	}
}

func (c *Client) isStopped() bool {
	c.round.Lock()
	defer c.round.Unlock()
	return c.machine.IsStopped()
}

// drive lets the machine take an event, and does what follows from it until the machine rests.
func (c *Client) drive(ctx context.Context, e Event) error {
	c.round.Lock()
	defer c.round.Unlock()
	defer c.leave()
	for todo := c.machine.Step(e); len(todo) > 0; {
		next := todo[0]
		todo = todo[1:]
		if answer := c.do(ctx, next); answer != nil {
			todo = append(todo, c.machine.Step(answer)...)
		}
	}
	return c.outcome
}

// do carries out one effect and gives the event that answers it, if any does.
func (c *Client) do(ctx context.Context, e Effect) Event {
	switch e := e.(type) {
	case SendPush:
		return c.push(ctx, e)
	case SendPull:
		return c.open(ctx, e)
	case Read:
		return c.read(e)
	case Leave:
		c.leave()
	case Wait:
		c.mu.Lock()
		c.woken = e.Ask
		c.mu.Unlock()
		c.timer.Reset(e.For)
	case Tell:
		c.mu.Lock()
		c.stand = e.Standing
		c.mu.Unlock()
		if c.env.Tell != nil {
			c.env.Tell(e.Standing)
		}
	case Count:
		if c.env.Count != nil {
			c.env.Count(string(e.Of), e.Done, e.Total)
		}
	case End:
		c.outcome = e.Err
	default:
		return c.keep(ctx, e)
	}
	return nil
}

// keep carries out an effect on the desk's file.
func (c *Client) keep(ctx context.Context, e Effect) Event {
	switch e := e.(type) {
	case Look:
		return c.look(ctx, e)
	case Stage:
		ok, err := c.store.Stage(ctx, e.Piece)
		return Staged{e.Ask, ok, err}
	case Publish:
		c.leave()
		out, err := c.store.Publish(ctx, e.Download, c.env.Edits)
		if len(out.Wrong) > 0 {
			slog.Warn("sync: records do not add up", "kinds", out.Wrong, "anew", e.Download.Anew,
				"everything", e.Download.Full)
		}
		if err == nil && !out.Stale && !out.Held.IsLarge() && c.env.News != nil {
			c.env.News(out)
		}
		return Published{e.Ask, out, err}
	case Note:
		if err := Touch(ctx, c.store, e.At); err != nil {
			slog.Warn("sync: the last contact was not noted", "err", err)
		}
	case Reidentify:
		clear(c.there) // the server may be an older one
		return Reidentified{e.Ask, c.store.Reidentify(ctx, e.NewCopy, c.env.Edits)}
	}
	return nil
}

func (c *Client) look(ctx context.Context, e Look) Event {
	out := Looked{Ask: e.Ask}
	if out.At, out.Err = c.store.Position(ctx); out.Err != nil {
		return out
	}
	out.At.Schema = c.schema
	out.Waiting, out.Err = c.store.Outbox(ctx, max(e.After, out.At.Acked), e.Limit)
	if out.Err == nil {
		removals := 0
		out.Pending, removals, out.Err = c.store.Pending(ctx)
		out.Removals = removals > 0
	}
	if out.Err == nil {
		out.Speaks, out.Err = c.recall(ctx)
	}
	if out.Err == nil {
		out.Contact, out.Err = Contact(ctx, c.store)
	}
	return out
}

const contact = "contact"

// Contact gives the last time that this desk had contact with its server, or that somebody has
// signed in at it instead; zero for none.
func Contact(ctx context.Context, s Store) (time.Time, error) {
	text, err := s.Noted(ctx, contact)
	if err != nil || text == "" {
		return time.Time{}, err
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	return time.Unix(seconds, 0), err
}

// Touch notes such a time.
func Touch(ctx context.Context, s Store, at time.Time) error {
	return s.Note(ctx, contact, strconv.FormatInt(at.Unix(), 10))
}
