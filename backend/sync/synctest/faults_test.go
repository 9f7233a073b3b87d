package synctest

import (
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/syncclient"
)

// promises are the invariants of the design, by their names there, and four of the product. Each
// has a fault below that breaks it.
var promises = map[string]string{
	"I1":  "once nothing moves, every desk shows what the server has",
	"I2":  "every published base is a state that the server was in",
	"I3":  "every edit is carried out once, and none is lost",
	"I4":  "no removal is lost: nothing gives access back whose author had not seen it",
	"I5":  "nothing that was deleted comes back",
	"I6":  "a cookie never goes back within an epoch",
	"I7":  "the edits of a copy have the numbers 1, 2, 3",
	"I8":  "the history is complete, and its chain verifies",
	"I9":  "no desk has a row that is not for it", // offices are not built: what stays at the server
	"I10": "nothing is silent: whatever was not carried out as meant reaches its author",
	"I11": "what a desk shows is its base with what waits",
	"I12": "on a good network everything comes to an end",
	"I13": "a server that is put back costs no edit that was acknowledged",
	"I14": "no field changes that its author did not edit",
	"I15": "nothing is refused that should not be",
	"I16": "no removal is dropped for want of rights",
	"I17": "what a desk has adds up to what the server has",
	"I18": "programs of different versions come to the same",
	"R1":  "a computer that was shut out changes nothing",
	"R2":  "an edit has the rights that its author has when it arrives",
	"R3":  "what a computer that was shut out brings is kept until somebody decides",
	"R4":  "most records never go without the user's consent",
	"R5":  "what an administrator has dropped is never carried out",
}

// faults are planted one by one, in memory. Each must be seen to break its promise. Some that would
// break I2 are noticed by the product before: it does not publish what does not add up.
var faults = []Fault{
	{Name: "removals do not count", Breaks: "I4", Ledger: inLedger(wrongLedger{
		hides: func(string, *office, *records.Narrowing) bool { return true }})},
	{Name: "own removals that wait are not named", Breaks: "I15", Desk: inDesk(wrongDesk{
		removals: func() []records.UID { return nil }})},
	{Name: "removing leaves nothing in the ledger", Breaks: "I4", Ledger: inLedger(wrongLedger{
		put: func(_ *office, r records.Record) records.Record {
			if r.Key().Kind == records.KindNarrowing {
				return nil
			}
			return r
		}})},
	{Name: "an edit is not known again by its uid", Breaks: "I3", Ledger: inLedger(wrongLedger{
		of: func() (edit.Landed, bool) { return edit.Landed{}, false }})},
	{Name: "every try of a push has fresh uids", Breaks: "I3", File: onFile(wrongFile{
		outbox: func(d *desk, _ int64, list []edit.Waiting) {
			for i := range list {
				list[i].Edit.UID += records.UID(fmt.Sprint("-", d.newID()))
			}
		}})},
	{Name: "what waits is dropped at the answer to the push", Breaks: "I11", File: onFile(wrongFile{
		outbox: func(d *desk, after int64, _ []edit.Waiting) {
			d.disk().outbox = slices.DeleteFunc(slices.Clone(d.disk().outbox),
				func(w edit.Waiting) bool { return w.Seq <= after })
		}})},
	{Name: "base copies are forgotten before a publish", Breaks: "I2", Desk: inDesk(wrongDesk{
		restore: func(_ edit.DeskFile, d *desk) {}})},
	{Name: "the answer to an old question is published", Breaks: "I17", File: onFile(wrongFile{
		publish: func(_ file, d *desk, down *edit.Download) {
			down.Was = d.seat.position()
		}})},
	{Name: "deletions are forgotten, and no desk begins anew", Breaks: "I2",
		Snapshot: inSnapshot(wrongSnapshot{lineage: func(l *edit.Lineage) { l.Horizon = 0 }})},
	{Name: "acknowledged by number, not by uid", Breaks: "I11", File: onFile(wrongFile{
		publish: func(_ file, d *desk, down *edit.Download) {
			for i, a := range down.Acks {
				for _, w := range d.seat.waiting() {
					if w.Seq == a.Seq {
						down.Acks[i].UID = w.Edit.UID
					}
				}
			}
		}})},
	{Name: "an update brings every field", Breaks: "I14", Center: atCenter(
		func(_ *office, _ string, in []edit.Waiting) error {
			for i, w := range in {
				in[i].Edit.Args = everyField(w.Edit)
			}
			return nil
		})},
	{Name: "what the author had seen is asked again at the push", Breaks: "I4", File: onFile(wrongFile{
		outbox: func(d *desk, _ int64, list []edit.Waiting) {
			for i := range list {
				list[i].Edit.Seen = ledger(d.disk().rows)
			}
		}})},
	{Name: "a state is known by its version alone", Breaks: "I17", Center: inCenter(wrongCenter{
		handout: func(o *office, from *edit.Position) {
			if from.Cookie != (edit.Cookie{}) {
				from.Cookie.Epoch = o.db().Epoch
				from.Cookie.Head, _ = memorySnapshot{memoryServer: o.db()}.HeadAt(from.Cookie.Version)
			}
		}})},
	{Name: "outcomes are taken before the download is complete", Breaks: "I11", File: onFile(wrongFile{
		stage: func(_ file, d *desk, _ edit.Piece) {
			f := d.disk()
			for _, l := range d.db().applied[f.at.Copy] {
				for _, w := range f.outbox {
					if l.Seq > f.at.Acked && w.Seq == l.Seq && w.Edit.UID == l.UID {
						f.Answer(w, edit.Ack{Seq: l.Seq, UID: l.UID, Status: l.Status, Ver: l.ver})
						f.at.Acked = l.Seq
						break
					}
				}
			}
		}})},
	{Name: "the rows are lost, and the cookie is kept", Breaks: "I17", Desk: inDesk(wrongDesk{
		lay: func(f edit.DeskFile, full bool) []records.Kind {
			if !full {
				f.Drop()
			}
			return f.Lay(full)
		}})},
	{Name: "every page is published", Breaks: "I2", File: onFile(wrongFile{
		stage: func(_ file, d *desk, _ edit.Piece) {
			f := d.disk()
			stage := slices.Clone(f.stage)
			f.Restore()
			f.Lay(false)
			f.stage = stage
		}})},
	{Name: "a full download misses what changed meanwhile", Breaks: "I2", Snapshot: inSnapshot(
		wrongSnapshot{changes: func([]edit.Staged) []edit.Staged { return nil }})},
	{Name: "one refused edit stops the queue", Breaks: "I12", Center: atCenter(
		func(o *office, machine string, in []edit.Waiting) error {
			env, err := o.ground.(*inMemory).admit(machine)
			if err != nil {
				return err
			}
			trial := o.db().clone()
			trial.ledger = nil
			trial.self = trial
			trial.Version++
			for _, w := range in {
				if _, known := trial.Of(w.Edit.UID); !known &&
					trial.Carry(env, w.Edit).Status == records.Refused {
					return errStuck
				}
			}
			return nil
		})},
	{Name: "acknowledged edits are not kept", Breaks: "I13", Desk: inDesk(wrongDesk{
		answered: func() []edit.Answered { return nil }})},
	{Name: "a removal without the right to it leaves no task", Breaks: "I16", Ledger: inLedger(
		wrongLedger{put: func(_ *office, r records.Record) records.Record {
			if i, ok := r.(*records.Inbox); ok && i.Staff == 0 {
				return nil
			}
			return r
		}})},
	{Name: "what the same computer removed counts as seen", Breaks: "I4", Ledger: inLedger(
		wrongLedger{hides: func(copyID string, o *office, n *records.Narrowing) bool {
			db := o.db()
			for id, list := range db.applied {
				if db.copyOf[id] == db.copyOf[copyID] && slices.ContainsFunc(list,
					func(l landed) bool { return l.UID == n.UID }) {
					return true
				}
			}
			return false
		}})},
	{Name: "a change to a record that is gone brings it back", Breaks: "I5", Ledger: inLedger(
		wrongLedger{row: func(_ edit.Ledger, o *office, k records.Key) records.Record {
			return o.ghost.gone(k)
		}})},
	{Name: "an older complete download is published again", Breaks: "I6", File: onFile(wrongFile{
		publish: olderOnce()})},
	{Name: "after a new identity the old numbers stay", Breaks: "I7", Desk: inDesk(wrongDesk{
		requeue: func(_ edit.DeskFile, d *desk, again []edit.Envelope) {}})},
	{Name: "a line of the history is not what its hash says", Breaks: "I8", Ledger: inLedger(
		wrongLedger{kept: func(s *memoryServer, r records.Record) {
			if h, ok := r.(*records.History); ok && len(s.lines) == 5 {
				n := *s.lines[4].History
				n.Actor = "Eve"
				s.rows.put(h.Key(), row{ver: s.Version, record: &n})
			}
		}})},
	{Name: "what was replaced is not kept", Breaks: "I10", Ledger: inLedger(wrongLedger{
		put: func(_ *office, r records.Record) records.Record {
			if i, ok := r.(*records.Inbox); ok && i.Theirs != "" {
				return nil
			}
			return r
		}})},
	{Name: "what waits is not done again", Breaks: "I11", Desk: inDesk(wrongDesk{
		outbox: func(list []edit.Waiting, limit int) []edit.Waiting {
			if limit == 0 {
				return nil
			}
			return list
		}})},
	{Name: "what was answered is still shown", Breaks: "I1", File: onFile(wrongFile{
		after: func(d *desk, down edit.Download) {
			for _, a := range d.disk().answered {
				if a.Status == records.Refused {
					edit.Run(d.disk(), d.env(a.Edit), a.Edit)
				}
			}
		}})},
	{Name: "rights are those that somebody had once", Breaks: "R2", Ledger: inLedger(wrongLedger{
		reads: func(r records.Record) records.Record {
			if s, ok := r.(*records.Staff); ok {
				n := *s
				n.Active, n.Role = true, records.Administrator
				return &n
			}
			return r
		}})},
	{Name: "a sum forgets a record", Breaks: "I17", Snapshot: inSnapshot(wrongSnapshot{
		tallies: func(all map[records.Kind]edit.Tally) {
			if t := all[records.KindTicket]; t.N > 0 {
				all[records.KindTicket] = t.Without(1, 1)
			}
		}})},
	{Name: "what stays at the server is handed out", Breaks: "I9", Ledger: inLedger(
		wrongLedger{kept: func(s *memoryServer, r records.Record) {
			if r.Key().Kind == records.KindHistory {
				m := &records.Mail{ID: 1}
				s.rows.put(m.Key(), row{ver: s.Version, record: m})
				s.index[m.Key()] = s.Version
			}
		}})},
	{Name: "a program that was updated does not get what it knows now", Breaks: "I18",
		Center: inCenter(wrongCenter{handout: func(_ *office, from *edit.Position) {
			from.Base = from.Schema
		}})},
	{Name: "the edits of a program that is too old are not taken", Breaks: "I18", Center: atCenter(
		func(o *office, machine string, _ []edit.Waiting) error {
			for _, d := range o.desks {
				if d.machine == machine && d.schema < o.schema-earlier {
					return o.speaks(d.schema)
				}
			}
			return nil
		})},
	{Name: "a large loss is taken for wanted", Breaks: "R4", File: onFile(wrongFile{
		publish: func(_ file, _ *desk, down *edit.Download) { down.Wanted = math.MaxInt64 }})},
	{Name: "a server that was put back is thought to have what it had", Breaks: "I13",
		File: onFile(wrongFile{publish: func(_ file, _ *desk, down *edit.Download) {
			down.Since = math.MaxInt64
		}})},
	{Name: "edits are forgotten that the server can still lose", Breaks: "I13", Snapshot: inSnapshot(
		wrongSnapshot{lineage: func(l *edit.Lineage) { l.Durable = l.Version }})},
	{Name: "a download that lost its middle is published", Breaks: "I2",
		Answer: func(list []syncclient.Event) []syncclient.Event {
			if len(list) < 4 {
				return list
			}
			return slices.Delete(slices.Clone(list), 2, 3)
		}},
}

// everyField gives the arguments of an update whose author seems to have touched all fields.
func everyField(e edit.Envelope) json.RawMessage {
	var u edit.UpdateAccess
	if e.Name != "UpdateAccess" || json.Unmarshal(e.Args, &u) != nil {
		return e.Args
	}
	u.Was.CanSign, u.Was.PinReset = !u.Want.CanSign, !u.Want.PinReset
	args, err := json.Marshal(&u)
	if err != nil {
		return e.Args
	}
	return args
}

// olderOnce keeps a complete download, and publishes it in place of a later one.
func olderOnce() func(file, *desk, *edit.Download) {
	var mu sync.Mutex
	kept := map[*desk]edit.Download{}
	return func(_ file, d *desk, down *edit.Download) {
		mu.Lock()
		defer mu.Unlock()
		if old, ok := kept[d]; ok && down.To.Version > old.To.Version+2 && len(down.Acks) == 0 {
			old.Was = down.Was
			*down = old
			return
		}
		if down.Full && kept[d].Name == "" {
			old := *down
			old.After, old.Rows = "", slices.Concat(d.disk().stage, down.Rows)
			kept[d] = old
		}
	}
}

// gone gives the last state of a record that was there once.
func (g *ghost) gone(k records.Key) records.Record {
	for _, l := range slices.Backward(g.lines) {
		for _, c := range l.changes {
			if c.Key == k && c.After == nil && c.Before != nil {
				r := records.New(k.Kind)
				g.must(json.Unmarshal(c.Before, r))
				return r
			}
		}
	}
	return nil
}

// atTheDoor are faults of a server that does not know whom it has to turn away. They stand apart,
// because that is decided before any of the seams.
var atTheDoor = []Fault{
	{Name: "a computer that was shut out is still served", Breaks: "R1", Open: true},
	{Name: "the edits of a program that is too new are taken", Breaks: "I18", Open: true},
	{Name: "the edits of a computer that was shut out are thrown away", Breaks: "R3", Loses: true},
	{Name: "what was dropped from quarantine is forgotten", Breaks: "R5", Forgets: true},
}

const faultSeeds = 3000 // at most

func TestEveryPlantedFaultIsFound(t *testing.T) {
	all := append(slices.Clone(faults), atTheDoor...)
	for _, f := range all {
		t.Run(f.Name, func(t *testing.T) {
			seed, broken := hunt(t, f)
			if seed == 0 {
				t.Fatalf("not found within %d schedules", faultSeeds)
			}
			t.Logf("seed %d: %s", seed, broken)
		})
	}
}

// hunt plays schedules with a fault until it is found, and gives the seed.
func hunt(t *testing.T, f Fault) (seed int64, broken string) {
	t.Helper()
	var next atomic.Int64
	var mu sync.Mutex
	var all sync.WaitGroup
	staged := stage(t, Memory)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			s := staged
			s.Fault = &f
			for i := next.Add(1); i <= faultSeeds; i = next.Add(1) {
				s.Seed = i
				mu.Lock()
				done := seed != 0 && seed < i
				mu.Unlock()
				if done {
					return
				}
				found := Play(s)
				j := slices.IndexFunc(found, func(what string) bool {
					return strings.HasPrefix(what, f.Breaks+" ")
				})
				if j < 0 {
					continue
				}
				mu.Lock()
				if seed == 0 || i < seed {
					seed, broken = i, found[j]
				}
				mu.Unlock()
				return
			}
		})
	}
	all.Wait()
	return seed, broken
}

func TestEveryPromiseHasItsFault(t *testing.T) {
	broken := map[string]bool{}
	for _, f := range append(slices.Clone(faults), atTheDoor...) {
		broken[f.Breaks] = true
		if promises[f.Breaks] == "" {
			t.Errorf("%s: there is no promise %s", f.Name, f.Breaks)
		}
	}
	for n := 1; n <= 18; n++ { // of the design
		if name := fmt.Sprint("I", n); promises[name] == "" {
			t.Errorf("%s is no promise", name)
		}
	}
	for name, text := range promises {
		if !broken[name] {
			t.Errorf("no fault breaks %s: %s", name, text)
		}
	}
}
