package edit

import "gatehouse/backend/records"

// Ledger is the server's Tx, with what it keeps of the edits of every copy for ever.
type Ledger interface {
	Tx
	// Copy gives the machine that a copy belongs to and the number of its last edit. A copy that
	// is new from now on belongs to the machine that brings it.
	Copy(id, machine string) (owner string, last int64)
	// At finds the outcome of an edit by its copy and number.
	At(copyID string, seq int64) (Landed, bool)
	// Of finds the outcome of an edit by its uid, whatever copy brought it.
	Of(uid records.UID) (Landed, bool)
	// Carry is Run, as a whole or not at all: an edit that the records cannot take is parked.
	Carry(Env, Envelope) Outcome
	// Land keeps the outcome of a copy's next edit.
	Land(copyID string, l Landed)
}

// Push is a push as it arrives: a copy's edits in order, from its machine.
type Push struct {
	Machine string
	Copy    string
	Env     Env // of the member of staff whose machine it is, with the rights of now
	Edits   []Waiting
}

// Take carries out a push in one transaction, and reports whether it brought anything new. Every
// edit gets one outcome, for ever: one that was there already gets the stored one, also where
// another copy brought it. A refusal never holds back the next edit.
func Take(l Ledger, p Push) (out Pushed, isNew bool) {
	owner, last := l.Copy(p.Copy, p.Machine)
	out.LastSeq = last
	out.Fork = owner != p.Machine // as after a machine was connected anew
	for _, w := range p.Edits {
		if out.Fork || out.Gap {
			break
		}
		if w.Seq <= out.LastSeq {
			stored, ok := l.At(p.Copy, w.Seq)
			if out.Fork = !ok || stored.UID != w.Edit.UID; !out.Fork {
				out.Results = append(out.Results, stored)
			}
			continue
		}
		if out.Gap = w.Seq > out.LastSeq+1; out.Gap {
			continue
		}
		r := land(l, p.Env, w)
		l.Land(p.Copy, r)
		out.LastSeq, isNew = w.Seq, true
		out.Results = append(out.Results, r)
	}
	return out, isNew
}

// land carries out one edit, or finds that another copy has brought it already.
func land(l Ledger, env Env, w Waiting) Landed {
	r, known := l.Of(w.Edit.UID)
	if !known {
		o := l.Carry(env, w.Edit)
		r = Landed{UID: w.Edit.UID, Status: o.Status, Why: o.Why, Inbox: o.Inbox}
	}
	r.Seq = w.Seq
	return r
}
