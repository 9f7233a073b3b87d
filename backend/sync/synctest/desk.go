package synctest

import (
	"crypto/ed25519"
	"database/sql"
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
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncclient"
)

// desk is one desk's file with the program that runs over it.
type desk struct {
	*office
	name    string
	who     records.StaffID
	machine string
	token   string
	key     ed25519.PrivateKey
	skew    time.Duration // of its clock

	db     *store.DB
	look   *looker
	store  *shaky
	client *syncclient.Client
	other  *syncclient.Client // a second client over the same file, as while it is connected anew
	saved  *saved
	gone   bool // its file was replaced by one of another time at least once

	// what the ghost knows of this file:
	known map[records.UID]bool // edits in its base at some time, and its own
	mine  []records.UID
	at    edit.Cookie
}

// saved is a copy of a desk's file of an earlier time.
type saved struct {
	path  string
	known map[records.UID]bool
	mine  []records.UID
}

func (d *desk) open() (err error) {
	if d.db, err = store.Open(ctx, d.path(d.name)); err != nil {
		return err
	}
	if d.look, err = lookInto(d.path(d.name)); err != nil {
		return err
	}
	d.store = &shaky{DB: d.db, d: d}
	var s syncclient.Store = d.store
	if d.Fault != nil && d.Fault.Desk != nil {
		s = d.Fault.Desk(d.store, d)
	}
	make := func() *syncclient.Client {
		return syncclient.New(s, syncclient.Pairing{Server: d.front.URL, Machine: d.machine,
			Token: d.token, Key: d.key}, syncclient.Env{
			NewID: func() string { return fmt.Sprint("id-", d.newID()) },
			Edits: func(e edit.Envelope) edit.Env { return d.env(e.At) }})
	}
	d.client, d.other = make(), make()
	return nil
}

func (d *desk) close() error {
	if d.db == nil {
		return nil
	}
	err := errors.Join(d.look.Close(), d.db.Close())
	d.db = nil
	return err
}

func (d *desk) env(at int64) edit.Env {
	s := &records.Staff{ID: d.who, Name: "Anna", Role: records.Administrator, Active: true}
	if d.who == ben {
		s.Name, s.Role = "Ben", records.AccessManager
	}
	return edit.Env{Actor: edit.Actor{Name: s.Name, Staff: s}, Machine: d.machine,
		Now: time.Unix(at, 0), Zone: time.UTC, Side: edit.Desk}
}

// do makes an edit, as its author's click does. The desk may refuse it.
func (d *desk) do(e edit.Edit, fields ...string) {
	args, err := json.Marshal(e)
	if !d.must(err) {
		return
	}
	d.learn()
	d.uids++
	in := edit.Envelope{UID: records.UID(fmt.Sprintf("uid-%04d", d.uids)), NV: 1,
		Name: reflect.TypeOf(e).Elem().Name(), Args: args, At: d.now.Add(d.skew).Unix()}
	a := &authored{edit: e, known: maps.Clone(d.known), fields: fields, waiting: d.waiting()}
	_, err = d.db.Author(ctx, d.env(in.At), []edit.Envelope{in}, nil)
	if err != nil {
		if problem.Is(err, problem.Internal) || problem.Is(err, problem.Damaged) {
			d.fail("%s: %s fails: %v", d.name, in.Name, err)
		}
		return
	}
	d.note("%s clicks %s %s %s", d.name, in.UID, in.Name, args)
	d.ghost.authored[in.UID] = a
	d.known[in.UID] = true
	d.mine = append(d.mine, in.UID)
}

// waiting gives the uids in the outbox.
func (d *desk) waiting() (list []records.UID) {
	d.look.each(d.office, "SELECT uid FROM outbox ORDER BY seq", func(rows *sql.Rows) error {
		var uid records.UID
		list = append(list, "")
		err := rows.Scan(&uid)
		list[len(list)-1] = uid
		return err
	})
	return list
}

// learn takes up in the ghost what the desk's base has shown its user.
func (d *desk) learn() {
	pos, err := d.db.Position(ctx)
	if !d.must(err) || pos.Cookie == d.at {
		return
	}
	d.at = pos.Cookie
	for _, uid := range d.ghost.until(pos.Cookie) {
		d.known[uid] = true
	}
}

// exchange is one round with the server; on a bad network it may fail.
func (d *desk) exchange(client *syncclient.Client) {
	was, err := d.db.Position(ctx)
	if !d.must(err) {
		return
	}
	restored := d.ghost.restores
	err = client.Once(ctx)
	d.note("%s exchanges: %v", d.name, err)
	if problem.Is(err, problem.Internal) && !errors.Is(err, errShaken) {
		d.fail("%s: the exchange fails: %v", d.name, err)
	}
	d.learn()
	d.check()
	now, err := d.db.Position(ctx)
	if d.must(err) && restored == d.ghost.restores && !d.ghost.restoredSince(was.Cookie) &&
		now.Cookie.Version < was.Cookie.Version {
		d.fail("I6 %s: the cookie went back from %d to %d", d.name, was.Cookie.Version,
			now.Cookie.Version)
	}
}

// crash ends the program and starts it again over the same file.
func (d *desk) crash() {
	if d.must(d.close()) {
		d.must(d.open())
	}
}

// save keeps a copy of the file; goBack puts it in place of the file, with the same identity.
func (d *desk) save() {
	path := d.path(d.name + "-saved")
	if d.must(removeFile(path)) && d.must(d.db.Backup(ctx, path)) {
		d.learn()
		d.saved = &saved{path, maps.Clone(d.known), slices.Clone(d.mine)}
	}
}

func (d *desk) goBack() {
	if d.saved == nil || !d.must(d.close()) || !d.must(removeFile(d.path(d.name))) ||
		!d.must(copyFile(d.saved.path, d.path(d.name))) || !d.must(d.open()) {
		return
	}
	d.known, d.mine = maps.Clone(d.saved.known), slices.Clone(d.saved.mine)
	d.at, d.gone = edit.Cookie{}, true
}

// clone makes another desk of a copy of the file, as when a disk is copied.
func (d *desk) clone() {
	n := &desk{office: d.office, name: fmt.Sprint("desk", len(d.desks)), who: d.who,
		machine: d.machine, token: d.token, key: d.key}
	d.learn()
	if !d.must(d.db.Backup(ctx, d.path(n.name))) || !d.must(n.open()) {
		return
	}
	n.known, n.mine = maps.Clone(d.known), slices.Clone(d.mine)
	d.office.desks = append(d.office.desks, n)
}
