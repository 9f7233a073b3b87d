package synctest

import (
	"errors"
	"fmt"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// check holds the promises about one desk, at any time.
func (d *desk) check() {
	pos := d.seat.position()
	base := d.seat.base()
	want, name := d.ghost.states[pos.Cookie].state, "I2"
	switch {
	case pos.Cookie == edit.Cookie{}:
		want = state{}
	case want == nil:
		d.fail("I2 %s: the server was never at %+v", d.name, pos.Cookie)
		return
	}
	want = d.office.known(want, max(1, pos.Base))
	if k, differs := base.differs(want); differs {
		has, _ := base.at(k)
		should, _ := want.at(k)
		if d.isWide && edit.Added[k.Kind] != nil {
			name = "I18"
		}
		d.fail("%s %s: its base at %d differs at %v:\n  %v\n  %v", name, d.name,
			pos.Cookie.Version, k, has, should)
	}
	for kind, shelf := range base {
		if kind.StaysAtServer() && len(shelf.rows) > 0 {
			d.fail("I9 %s has a %s, which stays at the server", d.name, kind)
		}
	}
	d.checkOwn(pos, base)
	d.checkNumbers(pos)
}

// checkOwn: every edit of this desk waits, or is in its base.
func (d *desk) checkOwn(pos edit.Position, base state) {
	if d.ghost.restoredSince(pos.Cookie) { // it has yet to learn that the server went back
		return
	}
	waiting := d.waiting()
	for _, uid := range d.mine {
		_, landed := base.at(records.Key{Kind: records.KindHistory, ID: records.KeyOf(string(uid))})
		if landed || slices.Contains(waiting, uid) || d.wasRefused(uid) {
			continue
		}
		name := "I11"
		if d.ghost.restores > 0 && !d.ghost.has(uid) { // it went with what the server has lost
			name = "I13"
		}
		d.fail("%s %s: its edit %s neither waits nor is in its base", name, d.name, uid)
	}
}

// wasRefused reports whether the desk has, or had, the refusal of an edit: it stays refused, also
// when the server went back and knows nothing of it.
func (d *desk) wasRefused(uid records.UID) bool {
	return d.heard[uid] || d.seat.status(uid) == records.Refused
}

// checkNumbers: the outbox goes on where the acknowledged edits end, without a gap.
func (d *desk) checkNumbers(pos edit.Position) {
	want := pos.Acked
	for _, w := range d.seat.waiting() {
		if want++; w.Seq != want {
			d.fail("I7 %s: number %d follows %d", d.name, w.Seq, want-1)
		}
	}
}

// again replays what waits on the same base: the view must be the same.
func (d *desk) again() {
	pos := d.seat.position()
	if pos.Cookie == (edit.Cookie{}) {
		return
	}
	pos.Schema = pos.Base
	before := d.seat.shows()
	out, err := d.seat.file().Publish(ctx, edit.Download{Was: pos, To: pos.Cookie,
		NewCopy: fmt.Sprint("again-", d.newID())}, d.env)
	if errors.Is(err, errShaken) || !d.must(err) || out.Stale {
		return
	}
	if k, differs := d.seat.shows().differs(before); differs {
		d.fail("I11 %s: what it shows at %v is not its base with the waiting edits", d.name, k)
	}
}

// settle lets everybody exchange on a good network, until nothing moves.
func (o *office) settle() {
	o.isCalm = true
	o.ground.calm()
	o.bens(o.benMay(), true) // whoever is not active would never hear the end
	o.agree()
	for range 12 {
		moved := false
		for _, d := range o.desks {
			if o.isBroken() {
				return
			}
			d.exchange(false)
			d.agree()
		}
		for _, d := range o.desks {
			moved = moved || !d.isQuiet()
		}
		if !moved {
			o.final()
			return
		}
	}
	if !o.isBroken() {
		o.fail("I12 after twelve rounds on a good network, something still moves")
	}
}

// isQuiet reports whether a desk has nothing to send and is where the server is.
func (d *desk) isQuiet() bool {
	at, err := d.ground.core().at()
	return d.must(err) && len(d.seat.waiting()) == 0 && d.seat.position().Cookie == at
}

// final holds the promises about everything, once nothing moves.
func (o *office) final() {
	core := o.ground.core()
	want := core.shows()
	for _, d := range o.desks {
		want := o.known(want, d.schema)
		if k, differs := d.seat.shows().differs(want); differs {
			o.fail("I1 %s shows something else at %v", d.name, k)
		}
		if n := d.seat.copies(); n > 0 {
			o.fail("I1 %s keeps %d base copies", d.name, n)
		}
		d.finalOwn(want)
	}
	o.ghost.chain()
	for _, c := range core.copies() {
		if c.last != c.count || c.count != c.top {
			o.fail("I7 copy %s: %d edits up to %d, and the last should be %d", c.id, c.count, c.top,
				c.last)
		}
	}
	if n := core.misfiled(); n > 0 {
		o.fail("I2 %d rows have another version than their index", n)
	}
}

// finalOwn: every edit of this desk was carried out, and its author knows what became of it.
func (d *desk) finalOwn(want state) {
	for _, uid := range d.mine {
		i := slices.IndexFunc(d.ghost.lines, func(l line) bool { return l.UID == uid })
		switch {
		case i >= 0:
			d.finalOutcome(d.ghost.lines[i], want)
		case d.wasRefused(uid):
		case d.ghost.restores > 0:
			d.fail("I13 %s: its edit %s is lost with what the server has lost", d.name, uid)
		default:
			d.fail("I3 %s: its edit %s is lost", d.name, uid)
		}
	}
}

func (d *desk) finalOutcome(l line, want state) {
	_, hasLine := want.at(records.Key{Kind: records.KindInbox, ID: records.KeyOf(string(l.UID))})
	switch l.Status {
	case records.Overrode, records.Withheld, records.Parked:
		if !hasLine {
			d.fail("I10 %s: %s was %s, and the inbox does not say so", d.name, l.UID, l.Status)
		}
	case records.Refused:
		if !d.wasRefused(l.UID) && !hasLine {
			d.fail("I10 %s: the refusal of %s never reached its author", d.name, l.UID)
		}
	}
}

// counts gives how many records of those that an office works with the base has, where it has many.
func (d *desk) counts() int64 {
	if !d.wasCrowded {
		return 0
	}
	return kept(d.seat.base())
}

// lost holds that most records never go away without the user's consent.
func (d *desk) lost(had int64, down edit.Download, out edit.Published) {
	if had == 0 || out.Stale {
		return
	}
	if out.Held.IsLarge() {
		d.reach("a large loss is held")
		return
	}
	loss := edit.Loss{Gone: had - kept(d.seat.base()), Of: had}
	if loss.IsLarge() && !d.agreed {
		d.fail("R4 %s: %d of %d records went, and nobody had agreed", d.name, loss.Gone, loss.Of)
	}
	d.agreed = d.agreed && down.To == down.Was.Cookie
}
