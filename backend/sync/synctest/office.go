// Package synctest proves the two halves of sync on each other: a server, several desks and a
// network that loses, repeats, delays and cuts what it carries, all from one seed. The stores are
// real files and the halves speak real HTTP; only the network's faults, the clock and the staff are
// played. What must hold is checked with knowledge that the product does not have: who had seen
// what when they clicked.
//
//	broken := synctest.Play(synctest.Schedule{Seed: 7, Steps: 40, Folder: t.TempDir()})
package synctest

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncserver"
)

// The staff of the office, and its two accounts.
const (
	anna, ben  = records.StaffID(1), records.StaffID(2)
	acme, labs = records.AccountID(101), records.AccountID(102)
)

// office is a server with its desks.
type office struct {
	reader bool // Ben may only read now
	Schedule
	rng    *rand.Rand
	now    time.Time
	ids    int64
	uids   int
	server *store.DB
	look   *looker // into the server's file
	net    *network
	front  *httptest.Server
	desks  []*desk
	ghost  *ghost
	backup *backup // of the server

	mu     sync.Mutex // guards what a reply in flight may change too
	broken []string
}

// backup is a server's file, and what the ghost knew of it.
type backup struct {
	path  string
	lines []line
	heads []edit.Cookie
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

// open starts the office from a template: its server's file, already founded.
func (o *office) open() error {
	if err := copyFile(o.Template.server, o.path("server")); err != nil {
		return err
	}
	o.net = &network{office: o, quiet: true}
	o.front = httptest.NewServer(o.net)
	if err := o.openServer(); err != nil {
		return err
	}
	o.ghost = &ghost{office: o, authored: map[records.UID]*authored{},
		states: map[edit.Cookie]state{}}
	o.ghost.reset()
	o.ghost.observe()
	for i := range 2 + o.rng.IntN(2) {
		if err := o.join([]records.StaffID{anna, ben, ben}[i]); err != nil {
			return err
		}
	}
	return nil
}

func (o *office) path(name string) string { return filepath.Join(o.Folder, name+".db") }

// openServer opens the server's file and lets the network lead to it.
func (o *office) openServer() (err error) {
	if o.server, err = store.Open(ctx, o.path("server")); err != nil {
		return err
	}
	if o.look, err = lookInto(o.path("server")); err != nil {
		return err
	}
	var s syncserver.Store = o.server
	if o.Fault != nil && o.Fault.Server != nil {
		s = o.Fault.Server(o.server, o.look)
	}
	o.net.to = syncserver.New(s, syncserver.Env{Now: func() time.Time { return o.now },
		NewID: func() string { return fmt.Sprint("server-", o.newID()) }})
	return nil
}

func (o *office) closeServer() error {
	if o.server == nil {
		return nil
	}
	err := o.look.Close()
	if err2 := o.server.Close(); err == nil {
		err = err2
	}
	o.server = nil
	return err
}

// close ends everything.
func (o *office) close() {
	if o.front != nil {
		o.front.Close()
	}
	for _, d := range o.desks {
		o.must(d.close())
	}
	o.must(o.closeServer())
}

// join pairs a new desk of a member of staff.
func (o *office) join(who records.StaffID) error {
	n := len(o.desks)
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = byte(n)
	key := ed25519.NewKeyFromSeed(seed)
	token, machine := fmt.Sprint("token-", n), fmt.Sprint("machine-", n)
	if err := o.server.Invite(ctx, fmt.Sprint("code-", n), who, o.now.Unix()+60); err != nil {
		return err
	}
	_, err := o.server.Pair(ctx, fmt.Sprint("code-", n), o.now.Unix(), edit.Machine{ID: machine,
		Name: machine, TokenHash: syncserver.Hash(token), PublicKey: base64.StdEncoding.
			EncodeToString(key.Public().(ed25519.PublicKey))})
	if err != nil {
		return err
	}
	o.ghost.keep() // whoever is paired is seen by all desks
	d := &desk{office: o, name: fmt.Sprint("desk", n), who: who, machine: machine, token: token,
		key: key, known: map[records.UID]bool{}}
	o.desks = append(o.desks, d)
	if err := copyFile(o.Template.desk, o.path(d.name)); err != nil {
		return err
	}
	if err := d.open(); err != nil {
		return err
	}
	if err := d.db.Note(ctx, "copy", fmt.Sprint("copy-", n)); err != nil {
		return err
	}
	return d.client.Once(ctx)
}

// Template is a pair of fresh files that schedules start from.
type Template struct{ server, desk string }

// NewTemplate makes the files: an office with two members of staff and three customers.
func NewTemplate(folder string) (*Template, error) {
	t := &Template{filepath.Join(folder, "server.db"), filepath.Join(folder, "desk.db")}
	for path, fill := range map[string]func(*store.DB) error{
		t.server: found, t.desk: func(*store.DB) error { return nil }} {
		db, err := store.Open(ctx, path)
		if err != nil {
			return nil, err
		}
		if err := fill(db); err != nil {
			return nil, err
		}
		if err := db.Close(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func found(db *store.DB) error {
	portal := &records.Portal{Name: "Office", Zone: "UTC", Widget: true, Tab: true}
	if err := db.Found(ctx, "portal-1", portal,
		&records.Staff{ID: anna, Name: "Anna", Role: records.Administrator, Active: true},
		&records.Staff{ID: ben, Name: "Ben", Role: records.AccessManager, Active: true}); err != nil {
		return err
	}
	_, err := db.Write(ctx, func(tx edit.Tx) error {
		tx.Put(&records.Account{ID: acme, Name: "Acme", Active: true, Portal: true})
		tx.Put(&records.Account{ID: labs, Name: "Labs", Parent: acme, Active: true, Portal: true})
		for i := range 3 {
			p, u := login(int64(201+i), int64(301+i), mails[i])
			tx.Put(&p)
			tx.Put(u)
		}
		return nil
	})
	return err
}

// mails is the pool from which people get their addresses, so that the same person comes back.
var mails = []string{"mia@x.com", "tom@x.com", "zoe@x.com", "Mia@X.com", "kim@x.com"}

func login(person, user int64, mail string) (records.Person, *records.User) {
	return records.Person{ID: records.PersonID(person), Account: acme, First: "P", Email: mail},
		&records.User{ID: records.UserID(user), Person: records.PersonID(person),
			Username: fmt.Sprint("user", user), Active: true, PortalUser: true, RoleGroup: true}
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}

// removeFile removes a database's file with what SQLite keeps beside it.
func removeFile(path string) error {
	for _, more := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + more); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
