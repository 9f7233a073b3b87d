package synctest

import (
	"database/sql"
	"fmt"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// check holds the promises about one desk, at any time.
func (d *desk) check() {
	pos, err := d.db.Position(ctx)
	if !d.must(err) {
		return
	}
	view := stateOf(d.office, d.db)
	base := d.base(view)
	if want := d.ghost.states[pos.Cookie]; want == nil {
		if pos.Cookie != (edit.Cookie{}) {
			d.fail("I2 %s: the server was never at %+v", d.name, pos.Cookie)
		}
	} else if k, differs := base.differs(want); differs {
		d.fail("I2 %s: its base at %d differs at %v:\n  %v\n  %v", d.name, pos.Cookie.Version, k,
			base[k], want[k])
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
		_, landed := base[records.Key{Kind: records.KindHistory, ID: records.KeyOf(string(uid))}]
		if !landed && !slices.Contains(waiting, uid) && !d.wasRefused(uid) {
			d.fail("I11 %s: its edit %s neither waits nor is in its base", d.name, uid)
		}
	}
}

// wasRefused reports whether the desk has the refusal of an edit: it stays refused, also when the
// server went back and knows nothing of it.
func (d *desk) wasRefused(uid records.UID) bool {
	return d.look.number(d.office, "SELECT count(*) FROM acked WHERE uid = ? AND status = 'refused'",
		string(uid)) > 0
}

// checkNumbers: the outbox goes on where the acknowledged edits end, without a gap.
func (d *desk) checkNumbers(pos edit.Position) {
	want := pos.Acked
	d.look.each(d.office, "SELECT seq FROM outbox ORDER BY seq", func(rows *sql.Rows) error {
		var seq int64
		want++
		err := rows.Scan(&seq)
		if seq != want {
			d.fail("I7 %s: number %d follows %d", d.name, seq, want-1)
		}
		return err
	})
}

// again replays what waits on the same base: the view must be the same.
func (d *desk) again() {
	pos, err := d.db.Position(ctx)
	if !d.must(err) || pos.Cookie == (edit.Cookie{}) {
		return
	}
	before := stateOf(d.office, d.db)
	out, err := d.db.Publish(ctx, edit.Download{Was: pos, To: pos.Cookie,
		NewCopy: fmt.Sprint("again-", d.newID())},
		func(e edit.Envelope) edit.Env { return d.env(e.At) })
	if !d.must(err) || out.Stale {
		return
	}
	if k, differs := stateOf(d.office, d.db).differs(before); differs {
		d.fail("I11 %s: what it shows at %v is not its base with the waiting edits", d.name, k)
	}
}

// settle lets everybody exchange on a good network, until nothing moves.
func (o *office) settle() {
	o.bens(!o.reader, true) // whoever is not active would never hear the end
	o.net.quiet = true
	for range 12 {
		moved := false
		for _, d := range o.desks {
			if o.isBroken() {
				return
			}
			d.exchange(d.client)
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
	pos, err := d.db.Position(ctx)
	at, err2 := d.server.Lineage(ctx)
	return d.must(err) && d.must(err2) && len(d.waiting()) == 0 &&
		pos.Cookie.Version == at.Version && pos.Cookie.Epoch == at.Epoch
}

// final holds the promises about everything, once nothing moves.
func (o *office) final() {
	want := stateOf(o, o.server)
	for _, d := range o.desks {
		if k, differs := stateOf(o, d.db).differs(want); differs {
			o.fail("I1 %s shows something else at %v", d.name, k)
		}
		if n := d.look.number(o, "SELECT count(*) FROM undo"); n > 0 {
			o.fail("I1 %s keeps %d base copies", d.name, n)
		}
		d.finalOwn(want)
	}
	o.ghost.chain()
	o.look.each(o, "SELECT c.id, c.lmid, count(a.seq), coalesce(max(a.seq), 0) FROM copies c "+
		"LEFT JOIN applied a ON a.copy = c.id GROUP BY c.id", func(rows *sql.Rows) error {
		var id string
		var lmid, n, top int64
		err := rows.Scan(&id, &lmid, &n, &top)
		if lmid != n || n != top {
			o.fail("I7 copy %s: %d edits up to %d, and the last should be %d", id, n, top, lmid)
		}
		return err
	})
	if n := o.look.number(o, "SELECT count(*) FROM (SELECT ver, id FROM history EXCEPT "+
		"SELECT ver, id FROM sync_idx WHERE kind = 'history')"); n > 0 {
		o.fail("%d rows have another version than their index", n)
	}
}

// finalOwn: every edit of this desk was carried out, and its author knows what became of it.
func (d *desk) finalOwn(want state) {
	for _, uid := range d.mine {
		i := slices.IndexFunc(d.ghost.lines, func(l line) bool { return l.uid == uid })
		if i < 0 {
			if !d.wasRefused(uid) {
				d.fail("I3 %s: its edit %s is lost", d.name, uid)
			}
			continue
		}
		d.finalOutcome(d.ghost.lines[i], want)
	}
}

func (d *desk) finalOutcome(l line, want state) {
	inbox, hasLine := want[records.Key{Kind: records.KindInbox, ID: records.KeyOf(string(l.uid))}]
	told := d.look.number(d.office, "SELECT count(*) FROM acked WHERE uid = ? AND status = ?",
		string(l.uid), string(l.status))
	switch l.status {
	case records.Overrode, records.Withheld, records.Parked:
		if !hasLine {
			d.fail("I10 %s: %s was %s, and the inbox does not say so", d.name, l.uid, l.status)
		}
	case records.Refused:
		if told == 0 && !hasLine {
			d.fail("I10 %s: the refusal of %s never reached its author %v", d.name, l.uid, inbox)
		}
	}
}
