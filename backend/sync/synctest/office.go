// Package synctest proves the two halves of sync on each other: a server, several desks and a
// network that loses, repeats, delays and cuts what it carries, all from one seed. The same office
// stands on memory, where a schedule takes milliseconds, and on real files, databases and HTTP;
// only the network's faults, the clock and the staff are played. What must hold is checked with
// knowledge that the product does not have: who had seen what when they clicked.
//
//	broken := synctest.Play(synctest.Schedule{Seed: 7, Steps: 80, Ground: synctest.Memory})
package synctest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// The staff of the office, and its two accounts.
const (
	anna, ben  = records.StaffID(1), records.StaffID(2)
	acme, labs = records.AccountID(101), records.AccountID(102)
)

// office is a server with its desks.
type office struct {
	Schedule
	ground   ground
	rng      *rand.Rand
	now      time.Time
	isCalm   bool // no trouble is played
	isWide   bool // see seldom.go
	schema   int  // that the server speaks
	ids      int64
	uids     int
	machines int
	epochs   int64 // the newest
	desks    []*desk
	ghost    *ghost
	backup   *backup // of the server

	isCrowded  bool // many tickets have come, see crowd
	wasCrowded bool // at some time

	mu     sync.Mutex // guards what a reply in flight may change too
	broken []string
}

// backup is what the ghost knew of the server when it was saved.
type backup struct {
	lines []line
	heads []edit.Cookie

	isCrowded bool
}

var ctx = context.Background()

func (o *office) fail(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.broken = append(o.broken, fmt.Sprintf(format, args...))
}

// must notes a failure that no schedule explains.
func (o *office) must(err error) bool {
	if err != nil {
		o.fail("unexpected: %v", err)
	}
	return err == nil
}

func (o *office) isBroken() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.broken) > 0
}

func (o *office) note(format string, args ...any) {
	if o.Trace != nil {
		o.Trace(fmt.Sprintf(format, args...))
	}
}

func (o *office) newID() int64 {
	o.ids++
	return 1_000_000 + o.ids
}

// open starts the office: a server that is founded, and a few desks, some of which have been there
// for a while.
func (o *office) open() error {
	o.isCalm, o.epochs = true, 1
	if o.isWide {
		o.schema = 1 + o.rng.IntN(3)
	}
	if err := o.ground.open(); err != nil {
		return err
	}
	o.ghost = &ghost{office: o, authored: map[records.UID]*authored{},
		taken: map[records.UID]bool{}, states: map[edit.Cookie]moment{}}
	o.ghost.reset()
	o.ghost.observe()
	for i := range 2 + o.rng.IntN(2) {
		d := &desk{office: o, name: fmt.Sprint("desk", i), who: []records.StaffID{anna, ben, ben}[i],
			known: map[records.UID]bool{}, heard: map[records.UID]bool{}, schema: o.schema}
		if o.isWide {
			d.schema = max(1, o.schema-o.rng.IntN(3))
		}
		d.identify()
		var err error
		if d.seat, err = o.ground.join(d); err != nil {
			return err
		}
		o.ghost.keep() // whoever is paired is seen by all desks
		o.desks = append(o.desks, d)
		if o.rng.IntN(4) > 0 {
			d.exchange(false)
		}
	}
	o.isCalm = false
	return nil
}

// close ends everything.
func (o *office) close() {
	for _, d := range o.desks {
		if d.seat != nil {
			o.must(d.seat.close())
		}
	}
	o.must(o.ground.close())
}

// founders are the first records of an office, and cast is who comes next.
func founders() []records.Record {
	list := []records.Record{
		&records.Portal{Name: "Office", Zone: "UTC", Widget: true, Tab: true},
		&records.Staff{ID: anna, Name: "Anna", Role: records.Administrator, Active: true},
		&records.Staff{ID: ben, Name: "Ben", Role: records.AccessManager, Active: true}}
	for _, p := range records.SystemProfiles() {
		list = append(list, p)
	}
	return list
}

func cast() []records.Record {
	list := []records.Record{&records.Account{ID: acme, Name: "Acme", Active: true, Portal: true},
		&records.Account{ID: labs, Name: "Labs", Parent: acme, Active: true, Portal: true}}
	for i := range 3 {
		p, u := login(int64(201+i), int64(301+i), mails[i])
		list = append(list, &p, u)
	}
	return list
}

// mails is the pool from which people get their addresses, so that the same person comes back.
var mails = []string{"mia@x.com", "tom@x.com", "zoe@x.com", "Mia@X.com", "kim@x.com"}

func login(person, user int64, mail string) (records.Person, *records.User) {
	return records.Person{ID: records.PersonID(person), Account: acme, First: "P", Email: mail},
		&records.User{ID: records.UserID(user), Person: records.PersonID(person),
			Username: fmt.Sprint("user", user), Active: true, PortalUser: true, RoleGroup: true}
}
