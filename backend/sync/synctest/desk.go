package synctest

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// desk is one desk of the office: a member of staff at a computer.
type desk struct {
	*office
	name    string
	who     records.StaffID
	machine string
	token   string
	key     ed25519.PrivateKey
	skew    time.Duration // of its clock
	schema  int           // that its program speaks
	agreed  bool          // its user has agreed to a loss that is to come
	seat    seat

	// what the ghost knows of its file:
	known map[records.UID]bool // edits in its base at some time, and its own
	mine  []records.UID
	heard map[records.UID]bool // refusals of its edits that have come down
	at    edit.Cookie
	saved *remembered
}

// remembered is what the ghost knew of a file when it was saved.
type remembered struct {
	known map[records.UID]bool
	mine  []records.UID
	heard map[records.UID]bool
}

// identify gives a desk a machine of its own, which the server does not know yet.
func (d *desk) identify() {
	d.machines++
	seed := make([]byte, ed25519.SeedSize)
	seed[0], seed[1] = byte(d.machines), byte(d.machines>>8)
	d.key = ed25519.NewKeyFromSeed(seed)
	d.token, d.machine = fmt.Sprint("token-", d.machines), fmt.Sprint("machine-", d.machines)
}

func (d *desk) env(e edit.Envelope) edit.Env {
	s := &records.Staff{ID: d.who, Name: "Anna", Role: records.Administrator, Active: true}
	if d.who == ben {
		s.Name, s.Role = "Ben", records.AccessManager
	}
	return edit.Env{Actor: edit.Actor{Name: s.Name, Staff: s}, Machine: "this computer",
		Now: time.Unix(e.At, 0), Zone: time.UTC, Side: edit.Desk}
}

// do makes an edit, as its author's click does. The desk may refuse it.
func (d *desk) do(e edit.Edit, fields ...string) {
	d.learn()
	d.uids++
	in, err := envelope(records.UID(fmt.Sprintf("uid-%04d", d.uids)), e)
	if !d.must(err) {
		return
	}
	in.At = d.now.Add(d.skew).Unix()
	a := &authored{edit: e, who: d.who, known: maps.Clone(d.known), fields: fields,
		waiting: d.waiting()}
	a.login, a.address = d.about(e)
	outs, err := d.seat.file().Author(ctx, d.env(in), []edit.Envelope{in}, nil)
	if err != nil {
		if problem.Is(err, problem.Internal) || problem.Is(err, problem.Damaged) {
			d.fail("%s: %s fails: %v", d.name, in.Name, err)
		}
		return
	}
	if list := d.seat.waiting(); d.Trace != nil {
		d.note("%s clicks %s %s %s, has seen %v", d.name, in.UID, in.Name, in.Args,
			list[len(list)-1].Edit.Seen)
	}
	a.takes = outs[0].Narrow
	d.ghost.authored[in.UID] = a
	d.known[in.UID] = true
	d.mine = append(d.mine, in.UID)
	if d.Ground == Memory { // on files it takes longer than the click
		d.check()
	}
}

// about gives the login that an edit changes the access of, and the e-mail address that the desk
// shows of its person.
func (d *desk) about(e edit.Edit) (login records.UserID, address string) {
	switch e := e.(type) {
	case *edit.AddAccess:
		login = e.User
	case *edit.UpdateAccess:
		login = e.User
	case *edit.UpdatePortalPanel:
		login = e.User
	case *edit.Undo:
		h := shown[records.History](d, records.KindHistory, records.KeyOf(string(e.Of)))
		if h != nil && h.About.Kind == records.KindUser {
			login = records.UserID(h.About.ID)
		}
	}
	if u := shown[records.User](d, records.KindUser, int64(login)); u != nil {
		if p := shown[records.Person](d, records.KindPerson, int64(u.Person)); p != nil {
			address = records.Fold(p.Email)
		}
	}
	return login, address
}

func envelope(uid records.UID, e edit.Edit) (edit.Envelope, error) {
	args, err := json.Marshal(e)
	return edit.Envelope{UID: uid, NV: 1, Name: reflect.TypeOf(e).Elem().Name(), Args: args}, err
}

// waiting gives the uids in the outbox.
func (d *desk) waiting() (list []records.UID) {
	for _, w := range d.seat.waiting() {
		list = append(list, w.Edit.UID)
	}
	return list
}

// learn takes up in the ghost what the desk's base has shown its user.
func (d *desk) learn() {
	pos := d.seat.position()
	if pos.Cookie == d.at {
		return
	}
	d.at = pos.Cookie
	for _, uid := range d.ghost.until(pos.Cookie) {
		d.known[uid] = true
	}
}

// exchange lets the program talk to the server. One that was shut out is connected anew, sooner or
// later.
func (d *desk) exchange(second bool) {
	if !second && !d.ground.core().isPaired(d.machine) && (d.isCalm || d.rng.IntN(4) == 0) {
		d.identify()
		d.note("%s is connected anew as %s", d.name, d.machine)
		d.must(d.ground.core().pair(d))
		d.ghost.keep() // whoever is paired is seen by all desks
		d.must(d.seat.end())
	}
	d.note("%s exchanges", d.name)
	d.seat.exchange(second)
}

// hears takes up in the ghost which refusals have come down.
func (d *desk) hears(acks []edit.Ack) {
	for _, a := range acks {
		if a.Status == records.Refused {
			d.heard[a.UID] = true
		}
	}
}

// save keeps a copy of the file; goBack puts it in place of the file, with the same identity.
func (d *desk) save() {
	if d.must(d.seat.save()) {
		d.learn()
		d.saved = &remembered{maps.Clone(d.known), slices.Clone(d.mine), maps.Clone(d.heard)}
	}
}

func (d *desk) goBack() {
	if d.saved == nil || !d.must(d.seat.goBack()) {
		return
	}
	d.note("%s goes back", d.name)
	d.known, d.mine = maps.Clone(d.saved.known), slices.Clone(d.saved.mine)
	d.heard = maps.Clone(d.saved.heard)
	d.at = edit.Cookie{}
}

// clone makes another desk of a copy of the file, as when a disk is copied.
func (d *desk) clone() {
	n := &desk{office: d.office, name: fmt.Sprint("desk", len(d.desks)), who: d.who,
		machine: d.machine, token: d.token, key: d.key, schema: d.schema}
	d.learn()
	n.known, n.mine, n.heard = maps.Clone(d.known), slices.Clone(d.mine), maps.Clone(d.heard)
	var err error
	if n.seat, err = d.seat.copyTo(n); d.must(err) {
		d.office.desks = append(d.office.desks, n)
	}
}

// errShaken is a failure that the schedule made.
var errShaken = errors.New("the program ended here")

// watched is a desk's file under a program that may end at any time. Whatever the program has
// changed is checked.
type watched struct {
	file
	d *desk
}

// watch gives the file that the product gets: with the planted fault, and watched.
func (d *desk) watch(f file) file {
	if d.Fault != nil && d.Fault.File != nil {
		f = d.Fault.File(f, d)
	}
	return watched{f, d}
}

func (w watched) Stage(ctx context.Context, p edit.Piece) (ok bool, err error) {
	err = w.shake(func() error {
		ok, err = w.file.Stage(ctx, p)
		return err
	})
	return ok, err
}

func (w watched) Publish(ctx context.Context, down edit.Download,
	env func(edit.Envelope) edit.Env) (out edit.Published, err error) {
	err = w.shake(func() error {
		had := w.d.counts()
		out, err = w.file.Publish(ctx, down, env)
		if err == nil {
			w.d.lost(had, down, out)
			w.d.hears(out.Acks)
		}
		if len(out.Wrong) > 0 || err != nil && problem.Of(err).Field == edit.SumsField {
			w.d.fail("I17 %s: it does not add up: %v %v", w.d.name, out.Wrong, err)
		}
		if err == nil && !out.Stale {
			w.d.note("  %s publishes %+v, acknowledged %v", w.d.name, out.At, out.Acks)
		}
		return err
	})
	return out, err
}

func (w watched) Reidentify(ctx context.Context, newCopy string,
	env func(edit.Envelope) edit.Env) error {
	return w.shake(func() error {
		w.d.note("  %s takes a new identity %s", w.d.name, newCopy)
		return w.file.Reidentify(ctx, newCopy, env)
	})
}

func (w watched) shake(fn func() error) error {
	d := w.d
	chance := 80
	if d.isCalm {
		chance = 1
	}
	when := d.rng.IntN(chance)
	if when == 1 {
		d.note("  %s ends before it can keep that", d.name)
		return errShaken
	}
	was, restores := d.seat.position().Cookie, d.ghost.restores
	if err := fn(); err != nil {
		return err
	}
	now := d.seat.position().Cookie
	d.learn()
	d.check()
	if restores == d.ghost.restores && !d.ghost.restoredSince(was) && now.Version < was.Version {
		d.fail("I6 %s: the cookie went back from %d to %d", d.name, was.Version, now.Version)
	}
	if when == 2 {
		d.note("  %s ends right after it has kept that", d.name)
		return errShaken
	}
	return nil
}
