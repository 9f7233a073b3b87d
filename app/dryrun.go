package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
	"gatehouse/backend/sync/syncclient"
)

// Rehearsal is a database of its own in which a desk brings the records of a portal, and lets its
// edits run there as the portal's server would.
type Rehearsal interface {
	syncclient.Store
	Size(ctx context.Context) (int64, error)
	Emails(ctx context.Context) (map[string]bool, error)
	Portal(ctx context.Context) (*records.Portal, error)
	Staff(ctx context.Context, id records.StaffID) (*records.Staff, error)
	UserLines(ctx context.Context, q records.UserQuery) ([]records.UserLine, int, error)
	AccountLines(ctx context.Context, q records.AccountQuery) ([]records.AccountLine, int, error)
	Found(ctx context.Context, portal string, first ...records.Record) error
	Push(ctx context.Context, machine, copyID string, env edit.Env, in []edit.Waiting) (
		edit.Pushed, error)
	Close() error
}

// DryRunView says what would become of all that waits here at a portal as it is now. Nothing of it
// has happened.
type DryRunView struct {
	Records  int64         `json:"records"` // that the portal has,
	Accounts int           `json:"accounts"`
	Users    int           `json:"users"`
	Known    int           `json:"known"`    // e-mail addresses of people here that it has, too
	Edits    int           `json:"edits"`    // that wait here: were tried
	Removals int           `json:"removals"` // of them take access away
	Taken    int           `json:"taken"`    // of them have the effect that they have here
	Groups   []DryRunGroup `json:"groups"`   // the others, the largest first
}

// DryRunGroup are edits of which the portal would say the same.
type DryRunGroup struct {
	Outcome string   `json:"outcome"` // a records.Status
	Why     string   `json:"why" say:"yes"`
	Count   int      `json:"count"`
	Names   []string `json:"names" say:"name"` // whom or what the first of them are about
}

// The progress of a dry run: as that of any download, and then of the edits.
const (
	labelDownload = "download"
	labelTrial    = "trial"
)

const (
	triedAtOnce = 200
	mostNames   = 5 // of a group
)

// BeginDryRun tries what joining would do, and says so in the state.
func (d *Desk) BeginDryRun() (v StateView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	if err := d.beginDryRun(); err != nil {
		return v, err
	}
	return d.State()
}

// CancelDryRun gives it up; the question stays open.
func (d *Desk) CancelDryRun() (v StateView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	if j, err := d.undecided(); err == nil {
		d.endDryRun(j)
	}
	return d.State()
}

func (d *Desk) beginDryRun() error {
	j, err := d.undecided()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(d.ctx)
	d.mu.Lock()
	if j.view.Busy {
		d.mu.Unlock()
		stop()
		return nil
	}
	j.view.Busy, j.view.Fault, j.view.DryRun = true, "", nil
	j.stop, j.done = stop, make(chan struct{})
	d.mu.Unlock()
	d.tell()
	go func() {
		defer close(j.done)
		defer stop()
		v, err := d.dryRun(ctx, j.out)
		d.mu.Lock()
		j.view.Busy = false
		switch {
		case ctx.Err() != nil: // nobody wants it any more
		case err != nil:
			slog.Warn("dry run", "err", err)
			j.view.Fault = problem.TextOf(err)
		default:
			j.view.DryRun = v
		}
		d.mu.Unlock()
		if d.ctx.Err() == nil {
			d.emit(eventProgress, ProgressEvent{})
			d.tell()
		}
	}()
	return nil
}

// endDryRun gives it up, and waits until nothing of it is left.
func (d *Desk) endDryRun(j *joining) {
	d.mu.Lock()
	stop, done := j.stop, j.done
	d.mu.Unlock()
	if stop(); done != nil {
		<-done
	}
}

func (d *Desk) dryRunFolder() string { return filepath.Join(d.env.Folder, "dryrun") }

func (d *Desk) clearDryRun() {
	if err := os.RemoveAll(d.dryRunFolder()); err != nil {
		slog.Warn("what a dry run has left was not removed", "err", err)
	}
}

// dryRun brings the portal's records into a file of their own, makes that a server's, and pushes
// there what waits here: what becomes of it is decided by what decides at the portal. Nothing goes
// to the portal, and nothing of it stays.
func (d *Desk) dryRun(ctx context.Context, out syncclient.Paired) (v *DryRunView, err error) {
	d.clearDryRun()
	defer d.clearDryRun()
	there, err := d.env.Rehearsal(ctx, filepath.Join(d.dryRunFolder(), "portal.db"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, there.Close()) }()
	if err := there.Note(ctx, noteCopy, d.env.NewUID()); err != nil {
		return nil, err
	}
	client := syncclient.New(there, out.Pairing, syncclient.Env{Now: d.env.Now,
		NewID: d.env.NewUID, Edits: d.circumstances,
		Count: func(_ string, done, total int) {
			d.emit(eventProgress, ProgressEvent{labelDownload, done, total})
		}})
	if err := client.Once(ctx); err != nil {
		return nil, err
	}
	v = &DryRunView{Groups: []DryRunGroup{}}
	if err := d.measure(ctx, there, v); err != nil {
		return nil, err
	}
	if err := there.Found(ctx, out.Portal); err != nil {
		return nil, err
	}
	return v, d.tryAll(ctx, there, out, v)
}

// measure says how large the portal is, and whom it has that is here as well.
func (d *Desk) measure(ctx context.Context, there Rehearsal, v *DryRunView) (err error) {
	if v.Edits, v.Removals, err = d.store.Pending(ctx); err != nil {
		return err
	}
	if v.Records, err = there.Size(ctx); err != nil {
		return err
	}
	_, v.Accounts, err = there.AccountLines(ctx, records.AccountQuery{Size: 1})
	if err != nil {
		return err
	}
	_, v.Users, err = there.UserLines(ctx, records.UserQuery{Sort: "name", Size: 1})
	if err != nil {
		return err
	}
	own, err := d.store.Emails(ctx)
	if err != nil {
		return err
	}
	known, err := there.Emails(ctx)
	for email := range own {
		if known[email] {
			v.Known++
		}
	}
	return err
}

// tryAll pushes all that waits, as the member of staff for whom the portal takes the user.
func (d *Desk) tryAll(ctx context.Context, there Rehearsal, out syncclient.Paired,
	v *DryRunView) error {
	env, err := d.asAt(ctx, there, out)
	if err != nil {
		return err
	}
	groups, copyID, seq := outcomes{}, d.env.NewUID(), int64(0)
	progress := d.progress(labelTrial, v.Edits)
	for last := int64(0); ; {
		list, err := d.store.Outbox(ctx, last, triedAtOnce)
		if err != nil || len(list) == 0 {
			v.Edits = int(seq) // with what was done meanwhile
			v.Groups = d.named(groups)
			return err
		}
		for i := range list {
			last, seq = list[i].Seq, seq+1
			list[i].Seq = seq
		}
		pushed, err := there.Push(ctx, out.Machine, copyID, env, list)
		if err != nil {
			return err
		}
		if len(pushed.Results) != len(list) {
			return fmt.Errorf("%d of %d edits were tried", len(pushed.Results), len(list))
		}
		for _, l := range pushed.Results {
			if l.Status == records.Applied || l.Status == records.Merged {
				v.Taken++
			} else {
				groups.add(l)
			}
		}
		progress(int(seq))
	}
}

// asAt are the circumstances of an edit at the portal's server.
func (d *Desk) asAt(ctx context.Context, there Rehearsal, out syncclient.Paired) (edit.Env,
	error) {
	id, err := records.ParseID[records.Staff](out.Staff)
	if err != nil {
		return edit.Env{}, err
	}
	staff, err := there.Staff(ctx, id)
	if err != nil {
		return edit.Env{}, err
	}
	portal, err := there.Portal(ctx)
	if err != nil {
		return edit.Env{}, err
	}
	return edit.Env{Actor: edit.Actor{Name: staff.Name, Staff: staff}, Machine: d.env.Computer,
		Now: d.env.Now(), Zone: portal.Location(), Side: edit.Server}, nil
}

// outcomes are edits by what would become of them: their status, and what is said of them but for
// the names.
type outcomes map[[2]string]*outcome

type outcome struct {
	why   string // of all of them, or without names
	count int
	first []records.UID
}

func (o outcomes) add(l edit.Landed) {
	without := sentence.Without(l.Why)
	key := [2]string{string(l.Status), without}
	g := o[key]
	if g == nil {
		g = &outcome{why: l.Why}
		o[key] = g
	}
	if g.count++; g.why != l.Why {
		g.why = without
	}
	if len(g.first) < mostNames {
		g.first = append(g.first, l.UID)
	}
}

// named shows them, with whom or what the first of each are about: the history of this desk has a
// line of every edit that waits.
func (d *Desk) named(all outcomes) []DryRunGroup {
	list := []DryRunGroup{}
	for key, o := range all {
		g := DryRunGroup{Outcome: key[0], Why: o.why, Count: o.count, Names: []string{}}
		for _, uid := range o.first {
			h, err := d.store.HistoryLine(d.ctx, uid)
			if err == nil && h.Subject != "" && !slices.Contains(g.Names, h.Subject) {
				g.Names = append(g.Names, h.Subject)
			}
		}
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b DryRunGroup) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Why, b.Why))
	})
	return list
}
