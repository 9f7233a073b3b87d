package synctest

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// asked is one question to the server about one person's access.
type asked struct {
	user records.UserID
	what string // grant, remove or read
	bit  uint64 // of a removal
	seen uint64 // of a grant: the removals that its author had seen
}

// access is a person's access: whether there is one, and every removal so far.
type access struct {
	has     bool
	removed uint64
}

// accessModel says what the server may answer, were every question answered by itself.
var accessModel = porcupine.Model{
	Partition: func(all []porcupine.Operation) [][]porcupine.Operation {
		by := map[records.UserID][]porcupine.Operation{}
		for _, o := range all {
			by[o.Input.(asked).user] = append(by[o.Input.(asked).user], o)
		}
		var list [][]porcupine.Operation
		for _, one := range by {
			list = append(list, one)
		}
		return list
	},
	Init: func() any { return access{} },
	Step: func(state, input, output any) (bool, any) {
		h, in, out := state.(access), input.(asked), output.(records.Status)
		switch {
		case in.what == "read":
			return h.has == (out == records.Applied), h
		case in.what == "remove":
			return (out == records.Applied) == h.has, access{false, h.removed | in.bit}
		case h.has:
			return out == records.Merged, h
		case h.removed&^in.seen != 0:
			return out == records.Refused, h
		}
		return out == records.Applied, access{true, h.removed}
	},
}

// clerk is somebody at a machine, who asks the server directly.
type clerk struct {
	t    *testing.T
	g    *onFiles
	name string
	rng  *rand.Rand
	seq  int64
	seen map[records.UserID]uint64 // removals that came down with a read
}

// bits gives every removal a bit, for each person by itself.
type bits struct {
	mu   sync.Mutex
	bit  map[records.UID]uint64
	user map[records.UID]records.UserID
	last map[records.UserID]int
}

func (b *bits) of(uid records.UID, user records.UserID) uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bit[uid], b.user[uid] = 1<<b.last[user], user
	b.last[user]++
	return b.bit[uid]
}

func (b *bits) names(mask uint64, user records.UserID) (list []records.UID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for uid, bit := range b.bit {
		if mask&bit != 0 && b.user[uid] == user {
			list = append(list, uid)
		}
	}
	return list
}

// push brings an edit, now and then twice, as when an answer was lost.
func (c *clerk) push(uid records.UID, e edit.Edit, seen []records.UID) records.Status {
	c.seq++
	in, err := envelope(uid, e)
	if err != nil {
		c.t.Error(err)
	}
	in.Seen = seen
	env := circumstances(in)
	env.Side = edit.Server
	var out edit.Pushed
	for range 1 + c.rng.IntN(3)/2 {
		out, err = c.g.server.Push(ctx, c.name, c.name, env, []edit.Waiting{{Seq: c.seq, Edit: in}})
		if err != nil || len(out.Results) != 1 {
			c.t.Errorf("push: %+v %v", out, err)
			return ""
		}
	}
	return out.Results[0].Status
}

func (c *clerk) ask(b *bits) (in asked, out records.Status) {
	in.user = records.UserID(301 + c.rng.IntN(3))
	uid := records.UID(fmt.Sprintf("%s-%d", c.name, c.seq+1))
	switch x := c.rng.IntN(10); {
	case x < 4:
		in.what, in.seen = "grant", c.seen[in.user]
		out = c.push(uid, &edit.AddAccess{ID: records.AccessID(c.rng.Int64N(1<<60) + 1),
			User: in.user, Terms: edit.Terms{Profile: profiles[0]}}, b.names(in.seen, in.user))
	case x < 6:
		in.what, in.bit = "remove", b.of(uid, in.user)
		out = c.push(uid, &edit.RemoveAccess{User: in.user}, nil)
		c.seen[in.user] |= in.bit
	default:
		in.what = "read"
		list, err := c.g.server.AccessesOf(ctx, in.user)
		if err != nil {
			c.t.Error(err)
		}
		if out = records.Refused; len(list) > 0 {
			out = records.Applied
		}
		c.read(in.user, b)
	}
	return in, out
}

// read shows the clerk the removals of a person.
func (c *clerk) read(user records.UserID, b *bits) {
	rows, err := c.g.look.Query("SELECT uid FROM narrowings WHERE subject = $1",
		fmt.Sprint("person:", int64(user)-100))
	if err != nil {
		c.t.Error(err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var uid records.UID
		if err := rows.Scan(&uid); err != nil {
			c.t.Error(err)
		}
		b.mu.Lock()
		c.seen[user] |= b.bit[uid]
		b.mu.Unlock()
	}
}

// TestOneOrderExplainsEveryAnswer: many clerks at once, and there is an order of all that they
// asked, in which every answer is right and nobody's question comes after its own answer.
func TestOneOrderExplainsEveryAnswer(t *testing.T) {
	for _, ground := range []Ground{Files, Postgres} {
		t.Run(string(ground), func(t *testing.T) {
			s := stage(t, ground)
			all := record(t, s, 6, 40)
			if r := porcupine.CheckOperationsTimeout(accessModel, all, time.Minute); r != porcupine.Ok {
				t.Errorf("%d questions: %s", len(all), r)
			}
			if spoil(all); porcupine.CheckOperations(accessModel, all) {
				t.Error("the check does not find a grant that should have been refused")
			}
		})
	}
}

// record lets clerks ask, and gives what was asked and answered when.
func record(t *testing.T, s Schedule, clerks, each int) (all []porcupine.Operation) {
	t.Helper()
	g := &onFiles{office: &office{Schedule: s, now: time.Now(), rng: rand.New(rand.NewPCG(1, 1))}}
	if err := g.open(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := g.close(); err != nil {
			t.Error(err)
		}
	}()
	b := &bits{bit: map[records.UID]uint64{}, user: map[records.UID]records.UserID{},
		last: map[records.UserID]int{}}
	start := time.Now()
	var mu sync.Mutex
	var group sync.WaitGroup
	for i := range clerks {
		c := &clerk{t: t, g: g, name: fmt.Sprint("clerk", i), rng: rand.New(rand.NewPCG(7, uint64(i))),
			seen: map[records.UserID]uint64{}}
		group.Go(func() {
			for range each {
				from := time.Since(start)
				in, out := c.ask(b)
				o := porcupine.Operation{ClientId: i, Input: in, Output: out, Call: int64(from),
					Return: int64(time.Since(start))}
				mu.Lock()
				all = append(all, o)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return all
}

// spoil changes one answer: a grant that was refused was carried out after all.
func spoil(all []porcupine.Operation) {
	for i, o := range all {
		if in := o.Input.(asked); in.what == "grant" && o.Output == records.Refused {
			all[i].Output = records.Applied
			return
		}
	}
}
