package edit

import "gatehouse/backend/records"

// DeskFile is a desk's Tx, with what it keeps beside the records: base copies of what waiting edits
// have changed, the stage of a download, and the edits themselves. Put and Delete keep the base
// copy of a record before they touch it first. Everything of one transaction happens or nothing.
type DeskFile interface {
	Tx
	// Err gives the first error, or that the user gave up.
	Err() error

	// Position gives where the desk stands, and Stand sets it.
	Position() Position
	Stand(Position)

	// Keep stages more rows, out of sight, of a full download or of changes; Drop forgets all that
	// are staged.
	Keep(full bool, rows []Staged)
	Drop()
	// Anew says that what is staged of these kinds is all there is: the rest of them is to go.
	Anew(kinds []records.Kind)
	// Lay makes the staged rows the base, in their order and, when full, instead of everything. It
	// empties the stage and gives the kinds that may have changed.
	Lay(full bool) []records.Kind
	// Loss says how many of the base's records what is staged takes away.
	Loss(full bool) Loss
	// Tallies gives those of the base; nil where they are not known.
	Tallies() map[records.Kind]Tally
	// Touched gives the kinds of which there are base copies; Restore puts these back.
	Touched() []records.Kind
	Restore()

	// Outbox gives the first edits that wait after a number, in order; a limit of 0 is none.
	Outbox(after int64, limit int) []Waiting
	// Enqueue gives an edit the next number: one more than the last that waits or was answered.
	Enqueue(e Envelope, narrow bool)
	// Mark says that a waiting edit takes access away.
	Mark(seq int64)
	// Removals names the newest hundred waiting edits that take access away: no more, because
	// every edit that is made meanwhile names them.
	Removals() []records.UID
	// HasNarrowings reports whether the ledger has any line.
	HasNarrowings() bool

	// Answer takes an edit off the outbox and keeps it with its outcome.
	Answer(Waiting, Ack)
	// Answered gives the edits with their outcomes, the oldest version first.
	Answered() []Answered
	// Forget drops those up to a version.
	Forget(ver int64)
	// Requeue moves edits from Answered back before those that wait, and numbers all from 1.
	Requeue([]Envelope)
}

// Author makes edits at a desk: what each changes, its history line and its place in the outbox. A
// single edit that is refused is the error; of several, the refused ones are left out. each hears
// how many are done; it may be nil.
func Author(f DeskFile, env Env, in []Envelope, each func(int)) ([]Outcome, error) {
	outs := make([]Outcome, len(in))
	own, hasLedger := f.Removals(), f.HasNarrowings()
	for i, e := range in {
		if hasLedger || len(own) > 0 { // otherwise there is nothing to have seen
			e.Seen = Observe(f, env, e, own...)
		}
		outs[i] = Run(f, env, e)
		e.Saw = outs[i].Saw
		hasLedger = hasLedger || outs[i].Narrow
		err := outs[i].Err()
		if err != nil && len(in) == 1 {
			return outs, err
		}
		if err == nil {
			f.Enqueue(e, outs[i].Narrow)
		}
		if each != nil && i%100 == 99 {
			each(i + 1)
		}
		if err := f.Err(); err != nil {
			return outs, err
		}
	}
	return outs, nil
}

// Stage keeps a piece of a download out of sight until Publish. It reports false, and does nothing,
// for a piece that does not follow what is staged; a first piece takes the place of what is.
func Stage(f DeskFile, p Piece) bool {
	at := f.Position()
	if p.After == "" {
		f.Drop()
	} else if at.Part != (Part{p.Download, p.After, p.Full}) {
		return false
	}
	f.Keep(p.Full, p.Rows)
	at.Part = Part{p.Download, p.Pos, p.Full}
	f.Stand(at)
	return true
}
