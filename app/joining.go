package app

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"gatehouse/backend/problem"
	"gatehouse/backend/sync/syncclient"
)

// JoiningView is the question that a desk which began alone asks once it is paired with a portal
// that has people of its own: what is here goes there only when the user has seen what would become
// of it, and wants that.
type JoiningView struct {
	Server string      `json:"server"`
	Office string      `json:"office"`
	Staff  string      `json:"staff"` // as whom the portal takes the user,
	Role   string      `json:"role"`  // and with which rights
	Busy   bool        `json:"busy"`  // the dry run is under way
	Fault  string      `json:"fault" say:"yes"`
	DryRun *DryRunView `json:"dryRun"` // null: there is none yet
}

// clone is for the window, in whose language it is then said.
func (v JoiningView) clone() *JoiningView {
	if v.DryRun != nil {
		n := *v.DryRun
		n.Groups = slices.Clone(n.Groups)
		for i := range n.Groups {
			n.Groups[i].Names = slices.Clone(n.Groups[i].Names)
		}
		v.DryRun = &n
	}
	return &v
}

// joining is a pairing of which nobody has decided yet what it is for. Until then the desk works on
// alone, and nothing of the pairing is in its file.
type joining struct {
	out  syncclient.Paired
	view JoiningView
	stop context.CancelFunc // of the dry run
	done chan struct{}      // closed when it has ended; nil: there was none
}

const (
	joiningKey = "joining" // names it in the keyring, for when the desk is closed meanwhile
	needJoin   = "join"    // what the exchange waits for: a need beside those of syncclient
)

func newJoining(out syncclient.Paired) *joining {
	return &joining{out: out, stop: func() {}, view: JoiningView{Server: out.Server,
		Office: out.Office, Staff: out.Name, Role: out.Role}}
}

// asks reports whether joining is a question: for a desk that works alone and has done something,
// and a portal where there is anybody.
func (d *Desk) asks(out syncclient.Paired) (bool, error) {
	server, err := d.store.Noted(d.ctx, noteServer)
	if err != nil || server != "" || out.Empty {
		return false, err
	}
	pending, _, err := d.store.Pending(d.ctx)
	return pending > 0, err
}

// ask keeps a pairing until the user decides, and begins the dry run. Where there is no keyring,
// the question ends with the program.
func (d *Desk) ask(out syncclient.Paired) error {
	text, err := json.Marshal(out)
	if err == nil {
		err = d.env.Keys.Set(joiningKey, string(text))
	}
	if err != nil && !errors.Is(err, ErrNoKeys) {
		return err
	}
	d.mu.Lock()
	d.joining = newJoining(out)
	d.mu.Unlock()
	return d.beginDryRun()
}

// resumeJoining asks again what was not decided before the desk was closed. What a dry run left
// behind that was cut off goes.
func (d *Desk) resumeJoining() {
	d.clearDryRun()
	server, err := d.store.Noted(d.ctx, noteServer)
	if _, nobody := d.me(); err != nil || server != "" || nobody != nil {
		return
	}
	text, err := d.env.Keys.Find(joiningKey)
	out := syncclient.Paired{}
	if err != nil || text == "" || json.Unmarshal([]byte(text), &out) != nil {
		return
	}
	d.mu.Lock()
	d.joining = newJoining(out)
	d.mu.Unlock()
	d.tell()
}

// undecided gives the question that is open; problem.Conflict where none is.
func (d *Desk) undecided() (*joining, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.joining == nil {
		return nil, problem.New(problem.Conflict, "There is nothing to decide: connect this "+
			"computer with a portal first.")
	}
	return d.joining, nil
}

// mustBeDecided refuses another pairing while one waits for a decision.
func (d *Desk) mustBeDecided() error {
	if _, err := d.undecided(); err == nil {
		return problem.New(problem.Conflict, "Decide first whether this computer joins the portal "+
			"that it is connected with, or stays alone.").On("address")
	}
	return nil
}

// forgetJoining takes the secrets of a decided question out of the keyring.
func (d *Desk) forgetJoining() error {
	if err := d.env.Keys.Set(joiningKey, ""); err != nil && !errors.Is(err, ErrNoKeys) {
		return err
	}
	d.mu.Lock()
	d.joining = nil
	d.mu.Unlock()
	return nil
}

// Join hands in all that this desk has, as new edits, and begins the exchange with the portal. It
// asks for a dry run of all that waits.
func (d *Desk) Join() (v StateView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	j, err := d.undecided()
	if err != nil {
		return v, err
	}
	pending, _, err := d.store.Pending(d.ctx)
	if err != nil {
		return v, err
	}
	d.mu.Lock()
	tried := j.view.DryRun
	d.mu.Unlock()
	switch {
	case tried == nil:
		return v, problem.New(problem.Conflict, "Do the dry run first: it shows what would become "+
			"of all that is here.")
	case tried.Edits != pending:
		return v, problem.New(problem.Conflict, "Something was changed here since the dry run. Do "+
			"it again.")
	}
	if err := d.accept(j.out); err != nil {
		return v, err
	}
	if err := d.forgetJoining(); err != nil { // they are the secrets of this pairing all the same
		slog.Warn("keyring", "err", err)
	}
	return d.State()
}

// StayAlone forgets the portal, and has it forget this computer. Everything here is as it was.
func (d *Desk) StayAlone() (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	j, err := d.undecided()
	if err != nil {
		return v, err
	}
	d.endDryRun(j)
	if err := d.forgetJoining(); err != nil {
		return v, err
	}
	d.tell()
	ctx, cancel := context.WithTimeout(d.ctx, 5*time.Second)
	defer cancel()
	v.Text = "This computer works on alone. The portal has shut it out again."
	if err := j.out.Leave(ctx); err != nil {
		slog.Info("the portal was not left", "why", problem.TextOf(err))
		v.Text = "This computer works on alone. The portal could not be told: its administrator " +
			"can shut this computer out there."
	}
	return v, nil
}
