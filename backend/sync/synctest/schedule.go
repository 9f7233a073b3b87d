package synctest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
)

// Ground is what an office stands on.
type Ground string

// The grounds.
const (
	Memory   Ground = "memory"
	Files    Ground = "files"    // SQLite and HTTP
	Postgres Ground = "postgres" // the server's database; the desks' are files
)

// Schedule is one run: everything that happens in it follows from its seed.
type Schedule struct {
	Seed     int64
	Steps    int
	Trouble  int // of a hundred messages, how many meet a trick of the network
	Ground   Ground
	Folder   string            // of files
	Template *Template         // of files
	Plain    bool              // never wide, see seldom.go
	Fault    *Fault            // planted; the run must find it
	Trace    func(what string) // hears what happens
	Reach    func(cell string) // hears which cells were reached
}

// Fault is a defect that is planted around the product, to prove that the checks find it.
type Fault struct {
	Name   string
	Breaks string // the invariant
	File   func(file, *desk) file
	Center func(center, *office) center
	Cut    func(whole []byte) []byte // what a cut download looks like on files

	// In memory only, inside transactions:
	Desk     func(edit.DeskFile, *desk) edit.DeskFile
	Ledger   func(edit.Ledger, *office) edit.Ledger
	Snapshot func(edit.Snapshot) edit.Snapshot
	Answer   func([]syncclient.Event) []syncclient.Event
	Open     bool // whoever should be turned away is served all the same
	Loses    bool // what comes from a computer that was shut out is thrown away
	Forgets  bool // what was dropped from quarantine is taken when it comes again
}

// Play runs a schedule and gives what broke; nothing is good.
func Play(s Schedule) []string {
	o := &office{Schedule: s, rng: rand.New(rand.NewPCG(uint64(s.Seed), 1)),
		now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	o.isWide, o.schema = s.wide(), newest
	if o.ground = (&inMemory{office: o}); s.Ground != Memory {
		o.ground = &onFiles{office: o}
	}
	defer o.close()
	if !o.must(o.open()) {
		return o.broken
	}
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

// often is how many steps of a wide schedule there are for each that is seldom.
var often = map[Ground]int{Memory: 8, Files: 4, Postgres: 4}

// step is one thing that happens.
func (o *office) step() {
	o.now = o.now.Add(time.Duration(o.rng.IntN(100)) * time.Second)
	d := o.desks[o.rng.IntN(len(o.desks))]
	if o.isWide && o.rng.IntN(often[o.Ground]) == 0 {
		o.seldom(d)
		return
	}
	x := o.rng.IntN(1000)
	switch {
	case x < 330:
		d.click()
		if o.rng.IntN(8) == 0 {
			d.again()
		}
	case x < 710:
		d.exchange(o.rng.IntN(10) == 0)
	case x < 860:
		o.ground.arrive()
	case x < 890:
		d.note("%s crashes", d.name)
		o.must(d.seat.end())
	case x < 905:
		d.skew = time.Duration(o.rng.IntN(20*365*24)-10*365*24) * time.Hour
	case x < 920:
		o.bens(o.rng.IntN(2) == 0, o.rng.IntN(3) > 0)
	case x < 932:
		o.forget()
	case o.Seed%3 == 0: // no identity is used twice in these
	default:
		o.anomaly(d, x)
	}
}

// anomaly is a step after which an identity may be used twice, or the server has forgotten.
func (o *office) anomaly(d *desk, x int) {
	switch {
	case x < 942 && len(o.desks) < 5:
		d.note("%s is cloned", d.name)
		d.clone()
	case x < 954:
		d.save()
	case x < 966:
		d.goBack()
	case x < 980:
		o.saveServer()
	case x < 992:
		o.goBack()
	default:
		o.shutOut(d)
	}
}

func (o *office) shutOut(d *desk) {
	o.note("%s is shut out", d.machine)
	err := o.ground.core().revoke(d.machine)
	if problem.Is(err, problem.NotFound) { // a server that was put back does not know it
		return
	}
	o.must(err)
	o.ghost.keep()
}

func (o *office) saveServer() {
	if o.must(o.ground.core().save()) {
		o.backup = &backup{slices.Clone(o.ghost.lines), slices.Clone(o.ghost.heads), o.isCrowded}
	}
}

// goBack puts the server back to its backup: as an administrator does who begins a new epoch, or
// who knows of none.
func (o *office) goBack() {
	if o.backup == nil {
		return
	}
	epoch := int64(0)
	if o.rng.IntN(2) == 0 || o.ghost.isAmbiguous(o.backup) {
		o.epochs++
		epoch = o.epochs
	}
	o.note("the server goes back to %d edits, epoch %d", len(o.backup.lines), epoch)
	if epoch == 0 {
		o.reach("a server is put back that begins no epoch")
	}
	if o.must(o.ground.core().goBack(epoch)) {
		o.isCrowded = o.backup.isCrowded
		o.ghost.goBack(o.backup)
		o.ghost.keep()
	}
}

// forget lets the server forget old deletions.
func (o *office) forget() {
	at, err := o.ground.core().at()
	if o.must(err) {
		v := at.Version - int64(o.rng.IntN(6))
		o.note("deletions up to %d are forgotten", v)
		o.must(o.ground.core().compact(v))
	}
}

// bens sets Ben's rights: whether he may change anything, and whether he works here at all. To
// somebody who does not, nothing is handed out.
func (o *office) bens(mayChange, isActive bool) {
	o.note("Ben may change: %v, is active: %v", mayChange, isActive)
	role := records.AccessManager
	if !mayChange {
		role = records.Reader
	}
	o.must(o.ground.core().write(func(tx edit.Tx) error {
		tx.Put(&records.Staff{ID: ben, Name: "Ben", Role: role, Active: isActive})
		return nil
	}))
	o.ghost.keep()
}

// benMay reports whether Ben may change anything.
func (o *office) benMay() bool {
	s, ok := o.ground.core().row(records.Key{Kind: records.KindStaff, ID: int64(ben)}).(*records.Staff)
	return ok && s.Role != records.Reader
}

// Command is what plays a seed again.
func Command(s Schedule) string {
	return fmt.Sprintf("go test -tags \"desktop production webkit2_41 sqlite_fts5\" -trimpath "+
		"-buildvcs=false ./backend/sync/synctest -run TestOneSeed -ground=%s -seed=%d -plain=%v -v",
		s.Ground, s.Seed, s.Plain)
}
