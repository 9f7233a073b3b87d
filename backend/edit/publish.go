package edit

import (
	"math"
	"slices"

	"gatehouse/backend/records"
)

// Publish makes a download the base of a desk and does again what waits, in one transaction. env
// gives the circumstances of a waiting edit. An answer to a question that is no longer asked, or
// that does not follow what is staged, is stale.
func Publish(f DeskFile, d Download, env func(Envelope) Env) Published {
	at := f.Position()
	if at.Copy != d.Was.Copy || at.Cookie != d.Was.Cookie ||
		d.After != "" && at.Part != (Part{d.Name, d.After, d.Full}) {
		return Published{Stale: true, At: at}
	}
	if d.After == "" && at.Part != (Part{}) {
		f.Drop() // another download
		at.Part = Part{}
		f.Stand(at)
	}
	f.Keep(d.Full, d.Rows)
	f.Anew(d.Anew)
	isMove := at.Cookie.Portal != "" && at.Cookie.Portal != d.To.Portal // to another office
	if loss := f.Loss(d.Full); loss.IsLarge() && loss.Gone > d.Wanted && !isMove {
		f.Drop() // also what came before: until the user agrees, the server may go another way
		at.Part = Part{}
		f.Stand(at)
		return Published{Held: loss, At: at}
	}
	kinds := f.Touched()
	f.Restore()
	kinds = append(kinds, f.Lay(d.Full)...)
	wrong := differ(d.Sums, f.Tallies())
	if len(wrong) > 0 && !d.Full && !d.Unchecked {
		f.Fail(wrongSums(wrong))
		return Published{Wrong: wrong}
	}
	at.Part = Part{}
	acks := acknowledge(f, &at, d)
	at.Cookie, at.Base = d.To, d.Was.Schema
	if d.Durable > 0 {
		f.Forget(d.Durable)
	}
	f.Stand(at)
	replay(f, env)
	kinds = append(kinds, f.Touched()...)
	slices.Sort(kinds)
	return Published{At: at, Kinds: slices.Compact(kinds), Acks: acks, Wrong: wrong}
}

// acknowledge takes the edits off the outbox whose outcomes have come, matched by uid. An outcome
// of an edit that this desk does not know means that somebody else uses this identity; a server
// that is put back to an older state has lost what came later: the desk takes a new identity, and
// brings again what the server may have lost.
func acknowledge(f DeskFile, at *Position, d Download) (mine []Ack) {
	old := d.Was.Cookie
	if old.Portal != "" && old.Portal != d.To.Portal { // another office's: it never had them
		f.Forget(math.MaxInt64)
		renumber(f, at, d.NewCopy, 0)
		return nil
	}
	if d.Lost && len(done(f, 0)) > 0 {
		renumber(f, at, d.NewCopy, d.Since)
		return nil
	}
	news := slices.DeleteFunc(slices.Clone(d.Acks), func(a Ack) bool { return a.Seq <= at.Acked })
	if len(news) == 0 {
		return nil
	}
	queue := f.Outbox(at.Acked, len(news))
	for i, a := range news {
		if i >= len(queue) || queue[i].Seq != a.Seq || queue[i].Edit.UID != a.UID {
			renumber(f, at, d.NewCopy, 0)
			return mine
		}
		f.Answer(queue[i], a)
		at.Acked = a.Seq
		mine = append(mine, a)
	}
	return mine
}

// Reidentify gives a desk a new identity, because its own turned out to be used twice, or the
// server to have lost some of its edits.
func Reidentify(f DeskFile, newCopy string, env func(Envelope) Env) {
	at := f.Position()
	f.Restore()
	renumber(f, &at, newCopy, 0)
	f.Stand(at)
	replay(f, env)
}

// renumber is the one cure for every anomaly of identity: a new copy id, and the edits that the
// server had carried out after a version queued again ahead of those that wait. It knows by their
// uids which ones it still has: numbers say nothing once an identity was used twice.
func renumber(f DeskFile, at *Position, newCopy string, since int64) {
	f.Requeue(done(f, since))
	at.Copy, at.Acked = newCopy, 0
}

// done gives the edits that the server had carried out after a version. What it had refused is
// never asked again: its author knows.
func done(f DeskFile, since int64) (list []Envelope) {
	for _, a := range f.Answered() {
		if a.Status != records.Refused && a.Ver > since {
			list = append(list, a.Edit)
		}
	}
	return list
}

// replay does the waiting edits again on the new base. What each had seen stays what it was at
// the click, and one that took access away remains one: here it may do nothing any more, and still
// take something away at the server.
func replay(f DeskFile, env func(Envelope) Env) {
	for _, w := range f.Outbox(0, 0) {
		if f.Err() != nil {
			return
		}
		if out := Run(f, env(w.Edit), w.Edit); out.Narrow && !w.Narrow {
			f.Mark(w.Seq)
		}
	}
}
