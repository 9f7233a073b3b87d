// Package storetest makes databases for tests: a server with a small office, and desks, with the
// two halves of sync joined without a network. It is a kit, not a mock: everything is the real
// store on real files, or the real PostgreSQL.
//
//	o := storetest.New(t)
//	anna := o.Desk("anna")
//	anna.Do(&edit.AddAccess{...})
//	anna.Sync()
package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// Office is a server's database with a portal, two members of staff, two accounts and three people.
type Office struct {
	T      testing.TB
	Server *store.DB
	Place  Place  // of the server's database
	Path   string // of its file, when it runs on SQLite
	Now    time.Time
	uids   int
}

// The sample cast. Mia and Tom work at Acme, Zoe at its subsidiary Acme Labs.
const (
	Anna, Ben, Cleo           = records.StaffID(1), records.StaffID(2), records.StaffID(3)
	Acme, Labs                = records.AccountID(101), records.AccountID(102)
	Mia, Tom, Zoe             = records.PersonID(201), records.PersonID(202), records.PersonID(203)
	MiaUser, TomUser, ZoeUser = records.UserID(301), records.UserID(302), records.UserID(303)
	Basic, Advanced, Manager  = records.ProfileID(3), records.ProfileID(4), records.ProfileID(5)
)

// New makes an office whose server runs on SQLite, in a folder of the test's; or on PostgreSQL
// where GATEHOUSE_ENGINE says so, by which tests of what stands on the store run on both.
func New(t testing.TB) *Office {
	t.Helper()
	if e := Engine(os.Getenv("GATEHOUSE_ENGINE")); e == Postgres {
		return On(t, e)
	}
	return On(t, SQLite)
}

// On makes an office whose server runs on an engine. Its desks always run on SQLite.
func On(t testing.TB, e Engine) *Office {
	t.Helper()
	o := &Office{T: t, Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), Place: Make(t, e)}
	if e == SQLite {
		o.Path = o.Place.Address
	}
	o.Server = o.Place.Open(t)
	portal := &records.Portal{Name: "Test Office", Zone: "Europe/Berlin", Widget: true, Tab: true}
	o.must(o.Server.Found(context.Background(), "portal-1", portal,
		&records.Staff{ID: Anna, Name: "Anna", Role: records.Administrator, Active: true},
		&records.Staff{ID: Ben, Name: "Ben", Role: records.AccessManager, Active: true}))
	o.At(Anna, &edit.CreateAccount{Account: account(Acme, "Acme", 0)},
		&edit.CreateAccount{Account: account(Labs, "Acme Labs", Acme)})
	for _, p := range []struct {
		person  records.PersonID
		user    records.UserID
		account records.AccountID
		name    string
	}{{Mia, MiaUser, Acme, "Mia"}, {Tom, TomUser, Acme, "Tom"}, {Zoe, ZoeUser, Labs, "Zoe"}} {
		email := p.name + "@example.com"
		o.At(Anna, &edit.CreatePerson{
			Person: records.Person{ID: p.person, Account: p.account, First: p.name, Last: "Miller",
				Email: email},
			User: &records.User{ID: p.user, Person: p.person, Username: email, Active: true,
				PortalUser: true, RoleGroup: true}})
	}
	return o
}

func account(id records.AccountID, name string, parent records.AccountID) records.Account {
	return records.Account{ID: id, Name: name, Parent: parent, Active: true, Portal: true}
}

func (o *Office) must(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}

// Envelope wraps an edit as its author's program does.
func (o *Office) Envelope(e edit.Edit) edit.Envelope {
	o.T.Helper()
	o.uids++
	args, err := json.Marshal(e)
	o.must(err)
	return edit.Envelope{UID: records.UID(fmt.Sprintf("uid-%06d", o.uids)),
		Name: reflect.TypeOf(e).Elem().Name(), NV: 1, Args: args, At: o.Now.Unix()}
}

// Env gives the circumstances of an edit by a member of staff.
func (o *Office) Env(id records.StaffID, side edit.Side) edit.Env {
	names := map[records.StaffID]string{Anna: "Anna", Ben: "Ben", Cleo: "Cleo"}
	s := &records.Staff{ID: id, Name: names[id], Role: records.AccessManager, Active: true}
	if id == Anna {
		s.Role = records.Administrator
	}
	return edit.Env{Actor: edit.Actor{Name: s.Name, Staff: s}, Machine: s.Name + "'s computer",
		Now: o.Now, Zone: time.UTC, Side: side}
}

// At makes edits at the server itself; each must apply.
func (o *Office) At(id records.StaffID, list ...edit.Edit) {
	o.T.Helper()
	for _, e := range list {
		env := o.Envelope(e)
		_, err := o.Server.Write(context.Background(), func(tx edit.Tx) error {
			return edit.Run(tx, o.Env(id, edit.Server), env).Err()
		})
		o.must(err)
	}
}

// Desk is a member of staff's desk, paired with the office.
type Desk struct {
	*Office
	Who  records.StaffID
	DB   *store.DB
	File Place
}

// Desk makes a desk and brings the first download.
func (o *Office) Desk(who records.StaffID, name string) *Desk {
	o.T.Helper()
	place := Make(o.T, SQLite)
	d := &Desk{o, who, place.Open(o.T), place}
	o.must(d.DB.Note(context.Background(), "copy", "copy-"+name))
	d.Pull()
	return d
}

// Do makes one edit at the desk; it must be accepted there.
func (d *Desk) Do(e edit.Edit) edit.Envelope {
	d.T.Helper()
	env := d.Envelope(e)
	_, err := d.DB.Author(context.Background(), d.Env(d.Who, edit.Desk), []edit.Envelope{env}, nil)
	d.must(err)
	return env
}

// Refused makes one edit that the desk must refuse, and gives the problem.
func (d *Desk) Refused(e edit.Edit) *problem.Problem {
	d.T.Helper()
	_, err := d.DB.Author(context.Background(), d.Env(d.Who, edit.Desk),
		[]edit.Envelope{d.Envelope(e)}, nil)
	if err == nil {
		d.T.Fatalf("%T was accepted", e)
	}
	return problem.Of(err)
}

// Push sends what waits and gives the outcomes.
func (d *Desk) Push() edit.Pushed {
	d.T.Helper()
	ctx := context.Background()
	pos, err := d.DB.Position(ctx)
	d.must(err)
	waiting, err := d.DB.Outbox(ctx, 0, 200)
	d.must(err)
	env := d.Env(d.Who, edit.Server)
	out, err := d.Server.Push(ctx, "machine of "+pos.Copy, pos.Copy, env, waiting)
	d.must(err)
	return out
}

// Pull brings what the server has.
func (d *Desk) Pull() edit.Published {
	d.T.Helper()
	ctx := context.Background()
	pos, err := d.DB.Position(ctx)
	d.must(err)
	var rows rowsOf
	down, err := d.Server.Handout(ctx, pos, &rows)
	d.must(err)
	d.uids++
	down.NewCopy, down.Rows = fmt.Sprintf("copy-%d", d.uids), rows
	env := d.Env(d.Who, edit.Desk)
	out, err := d.DB.Publish(ctx, down, func(edit.Envelope) edit.Env { return env })
	d.must(err)
	return out
}

type rowsOf []edit.Staged

func (r *rowsOf) Begin(edit.Opening) error { return nil }

func (r *rowsOf) Mark(string) error { return nil }

func (r *rowsOf) Row(s edit.Staged) error {
	*r = append(*r, s)
	return nil
}

// Sync pushes and pulls.
func (d *Desk) Sync() edit.Pushed {
	d.T.Helper()
	out := d.Push()
	d.Pull()
	return out
}

// ProfileOf gives the profile of a user's access as a database has it; 0 is the minimum.
func (o *Office) ProfileOf(db *store.DB, id records.UserID) records.ProfileID {
	o.T.Helper()
	list, err := db.AccessesOf(context.Background(), id)
	o.must(err)
	if len(list) == 0 {
		return 0
	}
	return list[0].Profile
}
