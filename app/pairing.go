package app

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"gatehouse/backend/problem"
	"gatehouse/backend/sync/syncclient"
)

// PairingView is how it stands with a computer that shows a code.
type PairingView struct {
	Server string `json:"server"`
	Code   string `json:"code"`            // empty: it is over
	Away   bool   `json:"away"`            // the server does not answer just now
	Fault  string `json:"fault" say:"yes"` // why it is over; empty while it goes on
}

// pairing is a computer that waits to be confirmed at the server.
type pairing struct {
	view    PairingView
	waiting *syncclient.Waiting
	stop    context.CancelFunc
}

// begunKey names the pairing that is under way in the keyring, for when the desk is closed and
// opened again meanwhile.
const begunKey = "pairing begun"

const (
	askEvery  = 1500 * time.Millisecond
	askAtMost = 10 * time.Second // while the server does not answer
)

// BeginPairing asks a hosted portal for a code, and opens its page for staff in the system's
// browser. Whoever confirms the code there connects this computer. An empty address is that of the
// portal it was connected with before.
func (d *Desk) BeginPairing(address string) (v StateView, err error) {
	defer d.answer(&err, &v)
	if address == "" {
		if address, err = d.store.Noted(d.ctx, noteServer); err != nil {
			return v, err
		}
	}
	server, err := serverAddress(address)
	if err != nil {
		return v, err
	}
	if err := d.mayPair(); err != nil {
		return v, err
	}
	if err := d.mustBeDecided(); err != nil {
		return v, err
	}
	d.endPairing(true)
	w, err := syncclient.Begin(d.ctx, server, d.env.Computer)
	if err != nil {
		return v, err
	}
	if err := d.keepBegun(w); err != nil {
		return v, err
	}
	d.await(w)
	d.window.OpenURL(server + "/staff/")
	return d.State()
}

// mayPair refuses to leave a portal that this computer is connected with. While the desk is closed
// this is how its staff sign in.
func (d *Desk) mayPair() error {
	phase, err := d.phase()
	if err != nil {
		return err
	}
	d.mu.Lock()
	staff, client := d.staff, d.sync
	d.mu.Unlock()
	if staff != nil && client != nil && phase != phaseClosed &&
		client.Standing().Need != syncclient.NeedPairing {
		return problem.New(problem.Conflict, "This computer is connected already.")
	}
	return nil
}

// OpenPairing opens the page for staff again, where the code is confirmed.
func (d *Desk) OpenPairing() (err error) {
	defer d.answer(&err)
	d.mu.Lock()
	p := d.pairing
	d.mu.Unlock()
	if p == nil || p.view.Code == "" {
		return problem.New(problem.Conflict, "The code is no longer good. Begin anew.")
	}
	d.window.OpenURL(p.view.Server + "/staff/")
	return nil
}

// CancelPairing takes the code back.
func (d *Desk) CancelPairing() (v StateView, err error) {
	defer d.answer(&err, &v)
	d.endPairing(true)
	return d.State()
}

// endPairing ends the pairing that is under way; withdrawn: the server hears of it, if it can.
func (d *Desk) endPairing(withdrawn bool) {
	d.mu.Lock()
	p := d.pairing
	d.pairing = nil
	d.mu.Unlock()
	if p == nil {
		return
	}
	p.stop()
	d.forgetBegun()
	if withdrawn && p.view.Code != "" {
		go func() { // nobody waits for a server that is away: the code dies by itself
			ctx, cancel := context.WithTimeout(d.ctx, 5*time.Second)
			defer cancel()
			if err := p.waiting.Cancel(ctx); err != nil {
				slog.Info("a code was not taken back", "why", problem.TextOf(err))
			}
		}()
	}
}

// keepBegun keeps a pairing for a restart. Where there is no keyring, it ends with the program.
func (d *Desk) keepBegun(w *syncclient.Waiting) error {
	text, err := json.Marshal(w)
	if err == nil {
		err = d.env.Keys.Set(begunKey, string(text))
	}
	if errors.Is(err, ErrNoKeys) {
		return nil
	}
	return err
}

func (d *Desk) forgetBegun() {
	if err := d.env.Keys.Set(begunKey, ""); err != nil && !errors.Is(err, ErrNoKeys) {
		slog.Warn("keyring", "err", err)
	}
}

// resumePairing goes on with a pairing that was begun before the desk was closed.
func (d *Desk) resumePairing() {
	text, err := d.env.Keys.Find(begunKey)
	w := &syncclient.Waiting{}
	if err != nil || text == "" || json.Unmarshal([]byte(text), w) != nil {
		return
	}
	d.await(w)
}

// await asks the server until the code is confirmed, or is no longer good.
func (d *Desk) await(w *syncclient.Waiting) {
	ctx, stop := context.WithCancel(d.ctx)
	p := &pairing{PairingView{Server: w.Server, Code: w.Code}, w, stop}
	d.mu.Lock()
	d.pairing = p
	d.mu.Unlock()
	d.tell()
	go func() {
		defer stop()
		for wait := askEvery; ; {
			out, err := w.Ask(ctx)
			if ctx.Err() != nil {
				return
			}
			switch away := problem.Is(err, problem.Unavailable) || problem.Is(err, problem.Busy) ||
				problem.Is(err, problem.Internal); {
			case out != nil && err == nil:
				d.confirmed(p, *out)
				return
			case err != nil && !away:
				d.fail(p, err)
				return
			case err != nil:
				wait = min(2*wait, askAtMost)
			default:
				wait = askEvery
			}
			d.amend(p, func(v *PairingView) { v.Away = err != nil })
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
		}
	}()
}

// amend changes what is shown of a pairing that still goes on.
func (d *Desk) amend(p *pairing, change func(*PairingView)) {
	d.mu.Lock()
	was := p.view
	change(&p.view)
	same := was == p.view || d.pairing != p
	d.mu.Unlock()
	if !same {
		d.tell()
	}
}

// fail ends a pairing and says why.
func (d *Desk) fail(p *pairing, err error) {
	d.forgetBegun()
	d.amend(p, func(v *PairingView) { v.Code, v.Away, v.Fault = "", false, problem.TextOf(err) })
}

// confirmed takes up what a confirmed pairing brought.
func (d *Desk) confirmed(p *pairing, out syncclient.Paired) {
	d.mu.Lock()
	current := d.pairing == p
	d.mu.Unlock()
	if !current { // it was withdrawn this moment
		return
	}
	if err := d.paired(out); err != nil {
		slog.Error("pairing", "err", err)
		d.fail(p, err)
		return
	}
	d.endPairing(false)
	d.tell()
}

// paired makes this computer the machine that the server took in. Whoever works here has just
// signed in there, which opens a desk that was closed.
func (d *Desk) paired(out syncclient.Paired) error {
	at, err := d.store.Position(d.ctx)
	if err != nil {
		return err
	}
	if had := at.Cookie.Portal; had != "" && out.Portal != "" && had != out.Portal {
		return problem.New(problem.Conflict, "This computer has the records of another portal. "+
			"Connect it with that one, or start with an empty folder.").On("address")
	}
	d.mu.Lock()
	pinned := d.historyKey
	d.mu.Unlock()
	if at.Cookie.Portal != "" && pinned != "" && out.HistoryKey != pinned {
		return errOtherKey.On("address")
	}
	asks, err := d.asks(out)
	if err != nil {
		return err
	}
	if asks {
		return d.ask(out)
	}
	return d.accept(out)
}

// accept begins the exchange with the server. The secrets come first: without them a desk that is
// closed this moment could not go on.
func (d *Desk) accept(out syncclient.Paired) error {
	err := d.keep(&pairingSecrets{out.Token, out.Key, out.Documentation, out.HistoryKey})
	if err != nil {
		return err
	}
	if err := d.remember(out); err != nil {
		return err
	}
	if err := syncclient.Touch(d.ctx, d.store, d.env.Now()); err != nil {
		return err
	}
	return d.resume()
}
