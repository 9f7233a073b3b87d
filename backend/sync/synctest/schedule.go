package synctest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
	"gatehouse/backend/sync/syncserver"
)

// Schedule is one run: everything that happens in it follows from its seed.
type Schedule struct {
	Seed     int64
	Steps    int
	Trouble  int // of a hundred requests, how many meet a trick of the network
	Folder   string
	Template *Template
	Fault    *Fault            // planted; the run must find it
	Trace    func(what string) // hears what happens
}

// Fault is a defect that is planted around the product, to prove that the checks find it.
type Fault struct {
	Name   string
	Desk   func(syncclient.Store, *desk) syncclient.Store
	Server func(syncserver.Store, *looker) syncserver.Store
	Cut    func(whole []byte) []byte // what a cut download looks like
}

// Play runs a schedule and gives what broke; nothing is good.
func Play(s Schedule) []string {
	o := &office{Schedule: s, rng: rand.New(rand.NewPCG(uint64(s.Seed), 1)),
		now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	defer o.close()
	if !o.must(o.open()) {
		return o.broken
	}
	o.net.quiet = false
	for range s.Steps {
		if o.isBroken() {
			break
		}
		o.step()
	}
	if !o.isBroken() {
		o.settle()
	}
	return o.broken
}

// step is one thing that happens.
func (o *office) step() {
	o.now = o.now.Add(time.Duration(o.rng.IntN(100)) * time.Second)
	d := o.desks[o.rng.IntN(len(o.desks))]
	x := o.rng.IntN(1000)
	switch {
	case x < 480:
		d.click()
		if o.rng.IntN(8) == 0 {
			d.again()
		}
	case x < 850:
		d.exchange(d.client)
	case x < 900:
		o.net.deliver()
	case x < 925:
		d.note("%s crashes", d.name)
		d.crash()
	case x < 940:
		d.skew = time.Duration(o.rng.IntN(20*365*24)-10*365*24) * time.Hour
	case o.Seed%3 == 0: // no identity is used twice in these
	default:
		o.anomaly(d, x)
	}
}

// anomaly is a step after which an identity may be used twice, or the server has forgotten.
func (o *office) anomaly(d *desk, x int) {
	switch {
	case x < 950 && len(o.desks) < 5:
		d.note("%s is cloned", d.name)
		d.clone()
	case x < 962:
		d.save()
	case x < 972:
		d.note("%s goes back", d.name)
		d.goBack()
	case x < 984:
		o.saveServer()
	case x < 993:
		o.goBack()
	default:
		o.bens(o.rng.IntN(2) == 0, o.rng.IntN(2) == 0)
	}
}

func (o *office) saveServer() {
	path := o.path("server-saved")
	if o.must(removeFile(path)) && o.must(o.server.Backup(ctx, path)) {
		o.backup = &backup{path: path, lines: slices.Clone(o.ghost.lines),
			heads: slices.Clone(o.ghost.heads)}
	}
}

// goBack puts the server back to its backup, as an administrator does who knows of no epochs.
func (o *office) goBack() {
	if o.backup == nil {
		return
	}
	o.note("the server goes back to %d edits", len(o.backup.lines))
	o.net.held = nil
	if !o.must(o.closeServer()) || !o.must(removeFile(o.path("server"))) ||
		!o.must(copyFile(o.backup.path, o.path("server"))) || !o.must(o.openServer()) {
		return
	}
	o.ghost.goBack(o.backup)
}

// bens sets Ben's rights: whether he may change anything, and whether he works here at all. To
// somebody who does not, nothing is handed out.
func (o *office) bens(mayChange, isActive bool) {
	o.note("Ben may change: %v, is active: %v", mayChange, isActive)
	o.reader = !mayChange
	role := records.AccessManager
	if o.reader {
		role = records.Reader
	}
	_, err := o.server.Write(ctx, func(tx edit.Tx) error {
		tx.Put(&records.Staff{ID: ben, Name: "Ben", Role: role, Active: isActive})
		return nil
	})
	o.must(err)
	o.ghost.keep()
}

// Command is what plays a seed again.
func Command(seed int64) string {
	return fmt.Sprintf("go test -tags \"desktop production webkit2_41 sqlite_fts5\" -trimpath "+
		"-buildvcs=false ./backend/sync/synctest -run TestSchedules -seed=%d -v", seed)
}
