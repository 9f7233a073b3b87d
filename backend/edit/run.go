package edit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Run carries out one edit: decode, validate, authorize, apply to a buffer, look at what access it
// changes, and only then write the records, the ledger, the inbox and the history line. It never
// panics; what it cannot carry out is parked, so that one bad edit never holds back the next.
func Run(tx Tx, env Env, in Envelope) (out Outcome) {
	env.UID, env.Reason, env.Saw = in.UID, in.Reason, in.Saw
	defer func() {
		if r := recover(); r != nil {
			out = Outcome{Status: records.Parked, Inbox: true,
				Why: "This edit could not be carried out here. It is kept for an administrator."}
			run := run{tx: tx, env: env, in: in, out: &out}
			run.keep(fmt.Sprint(r))
			run.record(nil)
		}
	}()
	r := run{tx: tx, env: env, in: in, out: &out}
	if len(in.Args)+len(in.Reason) > LargestEdit {
		r.tooLarge()
		return out
	}
	e, err := Decode(in)
	if err != nil {
		r.refuse(err)
		if env.Side == Server { // perhaps a newer desk's: kept, not lost
			out.Status, out.Inbox = records.Parked, true
			r.keep("")
		}
		r.record(nil)
		return out
	}
	r.edit = e
	r.apply()
	return out
}

// LargestEdit is how many bytes the arguments of an edit and its reason have at most: several times
// what the largest text takes. Its line in the history or in the inbox would else be larger than a
// desk reads, and stop all of them.
const LargestEdit = 3 << 20

// tooLarge refuses an edit, of which only the name is kept.
func (r *run) tooLarge() {
	r.in.Args, r.in.Reason = json.RawMessage("{}"), ""
	r.refuse(problem.New(problem.Invalid, "This is too large. Use less text, and attach the rest as "+
		"a file."))
	r.out.Inbox = r.env.Side == Server
	if r.out.Inbox {
		r.keep("")
	}
	r.record(nil)
}

type run struct {
	tx     Tx
	env    Env
	in     Envelope
	edit   Edit
	result Result
	out    *Outcome
	other  *records.History // the edit that it met, where it is known
}

// apply tries the edit on a buffer and writes it when nothing stands against it.
func (r *run) apply() {
	buffer, err := r.try(r.edit)
	if err != nil {
		r.other = r.lastAbout()
		r.refuse(err)
		r.handOn(err)
		r.record(nil)
		return
	}
	effect, subjects := effectOf(buffer)
	if effect == widens && r.unseen(subjects) {
		if buffer = r.withhold(); buffer == nil {
			r.record(nil)
			return
		}
		effect, subjects = effectOf(buffer)
	}
	if removal := removalOf(buffer, r.edit); removal != nil {
		effect = narrows
		subjects = append(subjects, removal.removes(buffer)...)
	}
	r.out.Status = r.result.Status
	if r.out.Status == "" {
		r.out.Status = records.Applied
	}
	if r.out.Why == "" {
		r.out.Why = r.result.Why
	}
	if r.env.Side == Desk {
		r.out.Saw = glanceAt(buffer, r.edit)
	}
	met := r.meet(buffer)
	if r.out.Status == records.Overrode || r.result.Status == records.Withheld && !r.out.Inbox {
		r.out.Inbox = true
		r.keep("")
	}
	r.tell(met)
	changes := buffer.flush()
	if effect == narrows {
		r.out.Narrow = true
		r.enter(subjects)
	}
	r.record(changes)
}

// try runs one edit on a fresh buffer.
func (r *run) try(e Edit) (*buffer, error) {
	b := newBuffer(r.tx)
	if err := e.Validate(); err != nil {
		return nil, err
	}
	if err := e.Authorize(b, r.env); err != nil {
		return nil, err
	}
	result, err := e.Apply(b, r.env)
	r.result = result
	if err != nil {
		return nil, err
	}
	return b, b.check()
}

func (r *run) refuse(err error) {
	p := problem.Of(err)
	r.out.Status, r.out.Why, r.out.cause = records.Refused, p.Text, p
	if p.Kind == problem.Conflict {
		r.out.Inbox = true
		r.keep("")
	}
}

// withhold answers a widening whose author had not seen a narrowing: refused, or applied without
// the access where the edit can be.
func (r *run) withhold() *buffer {
	w, can := r.edit.(Withholder)
	r.out.Inbox = true
	if can {
		if b, err := r.try(w.Withhold()); err == nil {
			r.out.Status, r.result.Status = records.Withheld, records.Withheld
			r.out.Why = "Saved without portal access: access was taken away from the same person " +
				"meanwhile. Give it again if it is still right."
			r.keep("")
			return b
		}
	}
	r.out.Status = records.Refused
	r.out.Why = "Access was taken away meanwhile. Nothing was given. Do it again if it is still right."
	r.keep("")
	return nil
}

// unseen reports whether there is a narrowing of a subject that the author had not seen.
func (r *run) unseen(subjects []string) bool {
	for _, s := range subjects {
		for _, n := range find[*records.Narrowing](r.tx, records.KindNarrowing, "subject", s) {
			if !slices.Contains(r.in.Seen, n.UID) {
				r.other = r.lineOf(n.UID)
				return true
			}
		}
	}
	return false
}

// enter writes the narrowing into the ledger, once per subject. Where the person is named, the
// login need not be.
func (r *run) enter(subjects []string) {
	for _, s := range subjects {
		if len(subjects) > 1 && strings.HasPrefix(s, loginPrefix) {
			continue
		}
		r.tx.Put(&records.Narrowing{ID: records.KeyOf(s, string(r.in.UID)), Subject: s,
			UID: r.in.UID})
	}
}

// handOn sees to it that nothing that staff did at a desk is refused silently: the author finds it
// in the inbox, and what would have taken access away, had its author still the right to, becomes
// a task for everyone who has.
func (r *run) handOn(err error) {
	if r.env.Side != Server || r.env.Actor.Staff == nil || r.out.Inbox {
		return
	}
	whose := ""
	b := newBuffer(r.tx)
	if named, failed := r.edit.Apply(b, r.env); failed == nil {
		r.result.Subject, r.result.About = named.Subject, named.About
		e, _ := effectOf(b)
		if problem.Is(err, problem.Denied) && (removalOf(b, r.edit) != nil || e == narrows) {
			whose = "everyone"
		}
	}
	r.out.Inbox = true
	r.keep(whose)
}

// keep writes the inbox line of an edit that met somebody else's. A desk that refuses writes
// nothing: its user is told at once, and on a rebase the server's own line comes down.
func (r *run) keep(whose string) {
	if r.silent() {
		return
	}
	line := &records.Inbox{ID: records.KeyOf(string(r.in.UID)), UID: r.in.UID, Edit: r.in.Name,
		Subject: r.result.Subject, About: r.result.About, Text: r.out.Why, Mine: r.result.Mine,
		Theirs: r.result.Theirs, Args: string(secretless(r.in)), Open: true,
		At: r.env.Now.Unix(), Group: r.in.Group}
	signedBy(line, r.other)
	if r.env.Actor.Staff != nil && whose == "" {
		line.Staff = r.env.Actor.Staff.ID
	}
	r.tx.Put(line)
}

func (r *run) silent() bool {
	return r.env.Side == Desk && r.out.Err() != nil
}

// record writes the history line.
func (r *run) record(changes []changed) {
	if r.silent() {
		return
	}
	h := &records.History{ID: records.KeyOf(string(r.in.UID)), UID: r.in.UID, Group: r.in.Group,
		Edit: r.in.Name, Subject: r.result.Subject, About: r.result.About,
		Actor: r.env.Actor.Name, Machine: r.env.Machine, Reason: r.in.Reason,
		Status: r.out.Status, Why: r.out.Why, At: r.in.At}
	if r.env.Actor.Staff != nil {
		h.Staff = r.env.Actor.Staff.ID
	}
	if r.env.Side == Server {
		h.Received = r.env.Now.Unix()
	}
	text, err := json.Marshal(changes)
	if err != nil {
		r.tx.Fail(fmt.Errorf("history: %w", err))
		return
	}
	h.Changes = string(text)
	r.tx.Put(h)
}

// secretless gives the arguments as they may be kept: a verifier never is.
func secretless(in Envelope) json.RawMessage {
	if in.Name == "SetPassword" || in.Name == "SetPIN" || in.Name == "SetStaffPassword" {
		return json.RawMessage("{}")
	}
	return in.Args
}

// strict decodes JSON and refuses unknown fields and anything after the value.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one value")
	}
	return nil
}

// Observe gives what the author of an edit has seen: the narrowings of all its subjects, as the
// author's own records show them now, and own ones that still wait, because a subject may have
// become another at the server. It is called once, at the click, and never again. An identity
// provider sees only what it did itself, and what does not bar it any more.
func Observe(tx Tx, env Env, in Envelope, own ...records.UID) []records.UID {
	e, err := Decode(in)
	if err != nil {
		return nil
	}
	b := newBuffer(tx)
	result, err := e.Apply(b, env)
	if err != nil {
		return nil
	}
	subjects := subjectsAbout(b, result.About) // at the server it may do something else
	for _, k := range b.order {
		_, about := change(b, b.before[k], b.after[k])
		subjects = append(subjects, about...)
	}
	if len(subjects) == 0 {
		return nil
	}
	seen := slices.Clone(own)
	for _, s := range subjects {
		for _, n := range find[*records.Narrowing](tx, records.KindNarrowing, "subject", s) {
			if !slices.Contains(seen, n.UID) && (env.Actor.Token == 0 || !bars(tx, n)) {
				seen = append(seen, n.UID)
			}
		}
	}
	return seen
}
