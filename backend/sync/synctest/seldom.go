package synctest

import (
	"maps"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// Wide schedules are those in which programs have versions, the server knows of which past it is
// and what it cannot lose, much comes and goes at once, and somebody decides what becomes of the
// edits of a computer that was shut out. The others are narrow: without all that they find the rest
// sooner.
func (s Schedule) wide() bool { return !s.Plain && s.Seed%2 == 0 }

// Cells are what wide schedules have to reach, each in some.
var Cells = []string{
	"a server is updated",
	"a program is updated while edits wait",
	"edits of a program that is too old are taken",
	"a program is newer than the server at the end",
	"a program is older than the server at the end",
	"edits come into quarantine",
	"an edit is taken from quarantine",
	"a removal is taken from quarantine",
	"an edit is dropped from quarantine",
	"an edit in quarantine comes another way",
	"a large loss is held",
	"a large loss is agreed to",
	"a server is restored that knows from where it went another way",
	"a server is put back that begins no epoch",
}

// reach notes that a cell was reached.
func (o *office) reach(cell string) {
	if o.Reach != nil {
		o.Reach(cell)
	}
}

// seldom is a step of wide schedules.
func (o *office) seldom(d *desk) {
	switch o.rng.IntN(12) {
	case 0:
		if o.schema < newest {
			o.renewServer(o.schema + 1)
		}
	case 1:
		if d.schema < newest {
			d.renew(d.schema + 1)
		}
	case 2:
		o.crowd()
	case 3:
		d.agree()
	case 4, 5, 6:
		o.decide()
	case 7:
		o.vendor()
	case 8:
		if o.Seed%3 != 0 {
			o.shutOut(d)
		}
	default:
		d.details()
	}
}

// crowded is how many tickets come at once: more than half of everything, and so many that nobody
// may lose them without being asked.
const crowded = 70

// crowd lets many tickets come from another system, or takes them away again.
func (o *office) crowd() {
	isGone := o.isCrowded
	o.isCrowded, o.wasCrowded = !isGone, true
	o.note("%d tickets come or go: %v", crowded, isGone)
	o.must(o.ground.core().write(func(tx edit.Tx) error {
		for i := range int64(crowded) {
			t := &records.Ticket{ID: records.TicketID(500_000 + i), Account: acme, Number: "C",
				Subject: "Many", Contact: 201}
			if isGone {
				tx.Delete(t.Key())
			} else {
				tx.Put(t)
			}
		}
		return nil
	}))
	o.ghost.keep()
}

// vendor lets a supplier come, change or go: in another system, because the oldest desks know none.
func (o *office) vendor() {
	v := &records.Vendor{ID: records.VendorID(1 + o.rng.IntN(3)), Account: acme, Name: "Vendor",
		Phone: phones[o.rng.IntN(len(phones))]}
	isGone := o.rng.IntN(4) == 0
	o.note("vendor %d comes or goes: %v", v.ID, isGone)
	o.must(o.ground.core().write(func(tx edit.Tx) error {
		if isGone {
			tx.Delete(v.Key())
		} else {
			tx.Put(v)
		}
		return nil
	}))
	o.ghost.keep()
}

var phones = []string{"", "0301", "0302"}

// details changes what a program of this version shows of a person.
func (d *desk) details() {
	id, ok := d.user()
	if !ok {
		return
	}
	u := shown[records.User](d, records.KindUser, int64(id))
	p := shown[records.Person](d, records.KindPerson, int64(u.Person))
	if p == nil {
		return
	}
	was := edit.Details{First: p.First, Last: p.Last, Phone: p.Phone, Mobile: p.Mobile,
		JobTitle: p.JobTitle}
	want, field := was, "Mobile"
	to := phones[d.rng.IntN(len(phones))]
	switch {
	case d.schema >= 4 && d.rng.IntN(2) == 0:
		want.JobTitle, field = to, "JobTitle"
	case d.schema >= 2 && d.rng.IntN(3) > 0:
		want.Phone, field = to, "Phone"
	default:
		want.Mobile = to
	}
	d.do(&edit.UpdateDetails{Person: p.ID, Was: was, Want: want}, field)
}

// agree lets the user agree to a large loss, where the program asks about one.
func (d *desk) agree() {
	if d.seat.asks() {
		d.note("%s agrees to a loss", d.name)
		d.reach("a large loss is agreed to")
		d.agreed = true
		d.seat.consent()
	}
}

// kept says how many records of those that an office works with a state has.
func kept(s state) (n int64) {
	for kind, shelf := range s {
		if edit.IsKept(kind) {
			n += int64(len(shelf.rows))
		}
	}
	return n
}

// decide lets an administrator take an edit out of quarantine, or drop it.
func (o *office) decide() {
	list := o.ground.core().quarantined()
	if len(list) == 0 {
		return
	}
	q := list[o.rng.IntN(len(list))]
	isTaken := o.rng.IntN(3) > 0
	o.note("%s of %s is taken from quarantine: %v", q.uid, q.machine, isTaken)
	o.ghost.taken[q.uid] = isTaken
	if !o.must(o.ground.core().decide(q.uid, isTaken)) {
		return
	}
	switch {
	case !isTaken:
		o.reach("an edit is dropped from quarantine")
	case q.narrow:
		o.reach("a removal is taken from quarantine")
	default:
		o.reach("an edit is taken from quarantine")
	}
	o.ghost.observe()
	if isTaken && !o.ghost.has(q.uid) {
		o.fail("R3 %s was taken from quarantine, and was not carried out", q.uid)
	}
}

// held is an edit in quarantine.
type held struct {
	uid     records.UID
	machine string // that brought it
	narrow  bool
}

// quarantine holds what becomes of a push of a computer that was shut out: every edit is kept for a
// decision, or was carried out or decided before; what takes access away is listed first.
func (o *office) quarantine(machine string, pushed []records.UID) {
	in := map[records.UID]bool{}
	isSecond := false
	for _, q := range o.ground.core().quarantined() {
		in[q.uid] = true
		if q.narrow && isSecond {
			o.fail("R3 the removal %s is listed behind others", q.uid)
		}
		isSecond = isSecond || !q.narrow
	}
	for _, uid := range pushed {
		if !in[uid] && !o.ghost.has(uid) && !o.ghost.isDropped(uid) {
			o.fail("R3 %s of %s, which was shut out, is neither kept nor done", uid, machine)
		}
		if in[uid] {
			o.reach("edits come into quarantine")
		}
	}
}

// remembers gives what a restored server knows of its past.
func (g *inMemory) remembers(epoch int64) {
	if !g.isWide {
		return
	}
	g.db.epochs = maps.Clone(g.db.epochs)
	if g.db.epochs == nil {
		g.db.epochs = map[int64]int64{}
	}
	g.db.epochs[epoch] = g.db.Version
	g.db.Durable = g.db.Version
	g.reach("a server is restored that knows from where it went another way")
}
