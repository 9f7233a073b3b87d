package access_test

import (
	"cmp"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gatehouse/backend/access"
)

// crowd makes people who look, and their index. Everybody is in it twice.
func crowd(w *world) (people []*access.Subject, near *neighbours) {
	near = newNeighbours()
	for i := range 12 {
		s := w.subject()
		people = append(people, s)
		near.add(int64(i), s)
		near.add(int64(i), s)
	}
	return people, near
}

func users(list iter.Seq[access.Seer]) (ids []int64) {
	for s := range list {
		ids = append(ids, s.User)
	}
	return ids
}

// TestWhoIsEverybodyThatCheckAllowsOnce compares Who with asking Check about everybody (B6); what
// it says of each is what Check says.
func TestWhoIsEverybodyThatCheckAllowsOnce(t *testing.T) {
	found, repeated := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		people, near := crowd(w)
		for range 10 {
			p, r := w.question()
			var want []int64
			for i, s := range people {
				if access.Check(s, p, r, w.at).Allowed() {
					want = append(want, int64(i))
				}
			}
			for s := range near.Near(p, r) {
				repeated += int(s & 1)
			}
			for s := range access.Who(near, p, r, w.at) {
				if s.Subject != people[s.User] ||
					s.Decision != access.Check(s.Subject, p, r, w.at) {
					t.Fatalf("of %d it says %+v", s.User, s.Decision)
				}
			}
			got := users(access.Who(near, p, r, w.at))
			found += len(got)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("%s: %v, want %v", p, got, want)
			}
		}
	})
	if found < 200 || repeated < 200 {
		t.Errorf("%d were found: this decides nothing", found)
	}
}

// endless never ends by itself.
type endless struct {
	asked int
	s     *access.Subject
}

func (e *endless) Near(access.Permission, *access.Record) iter.Seq2[int64, *access.Subject] {
	return func(yield func(int64, *access.Subject) bool) {
		for yield(int64(e.asked/2), e.s) {
			e.asked++
		}
	}
}

// TestWhoAsksNoFurtherThanItsReader: whoever reads the first three people asks about no more.
func TestWhoAsksNoFurtherThanItsReader(t *testing.T) {
	in := &endless{s: aManager()}
	var got []int64
	for s := range access.Who(in, access.ChatUse, nil, access.Moment{Day: 20}) {
		if got = append(got, s.User); len(got) == 3 {
			break
		}
	}
	if !slices.Equal(got, []int64{0, 1, 2}) || in.asked > 6 {
		t.Errorf("%v, after %d questions", got, in.asked)
	}
}

// several gives one user as often as they have accounts.
type several []*access.Subject

func (list several) Near(access.Permission, *access.Record) iter.Seq2[int64, *access.Subject] {
	return func(yield func(int64, *access.Subject) bool) {
		for _, s := range list {
			if !yield(7, s) {
				return
			}
		}
	}
}

// TestWhoAsksAboutEachOfTheAccountsOfAUser: one account that says yes is enough, and the first that
// does is named.
func TestWhoAsksAboutEachOfTheAccountsOfAUser(t *testing.T) {
	off, first, second := aManager(), aManager(), aManager()
	off.AccountActive = false
	at := access.Moment{Day: 20}
	for s := range access.Who(several{off, first, second, off}, access.ChatUse, nil, at) {
		if s.Subject != first {
			t.Errorf("%+v", s)
		}
		first = nil
	}
	if first != nil {
		t.Error("nobody is named")
	}
	for s := range access.Who(several{off, off}, access.ChatUse, nil, at) {
		t.Errorf("%+v", s)
	}
}

// turned is somebody after a random change of the office, which may be none.
func turned(w *world, s *access.Subject) *access.Subject {
	after := *s
	switch w.IntN(9) {
	case 0:
		after.Matrix[access.TicketView] = access.Scope(w.IntN(int(access.All) + 1))
	case 1:
		after.ClosedByPortal ^= access.SetOf(access.Tickets)
	case 2:
		after.CutOff = w.at.Unix - w.Int64N(86400)
	case 3:
		after.Active = !after.Active
	case 4:
		after.Keys = after.Keys.With(access.Account, int64(w.account().ID))
	case 5:
		after.Views = nil
	case 6:
		after.Requests = access.SharedByPortal - after.Requests&access.SharedByPortal
	case 7:
		return w.subject()
	}
	return &after
}

// touched makes records of everything that either of two people has a key of, and of nobody: with
// one key each, as old as the cut-off of each allows, and older.
func touched(a, b *access.Subject) (list []*access.Record) {
	add := func(rel access.Relation, key int64) {
		for _, created := range []int64{0, a.CutOff, b.CutOff} {
			var sets access.Sets
			sets[rel] = []int64{key}
			if rel == access.Account || rel == access.Tree { // it has always both
				sets[access.Account], sets[access.Tree] = sets[rel], sets[rel]
			}
			list = append(list, &access.Record{Created: created, Keys: access.KeysOf(sets)})
		}
	}
	none := &access.Keys{}
	for _, keys := range []*access.Keys{&a.Keys, cmp.Or(a.Views, none), &b.Keys,
		cmp.Or(b.Views, none)} {
		for rel := access.Shared; rel < access.All; rel++ {
			for _, key := range rights(keys.Of(rel)) {
				add(rel, key)
			}
		}
	}
	add(access.Own, -1)
	return list
}

// rights leaves out the keys of the profile itself, which nobody gains or loses by themselves.
func rights(keys []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(keys), func(key int64) bool { return key < 0 })
}

// gains reports whether somebody may something with a record that another one may not.
func gains(b, a *access.Subject, p access.Permission, at access.Moment) bool {
	for _, r := range touched(a, b) {
		if access.Check(a, p, r, at).Allowed() && !access.Check(b, p, r, at).Allowed() {
			return true
		}
	}
	return false
}

// TestCompareSaysWiderWhereARecordIsGained compares two people with asking both about every record
// that either has to do with.
func TestCompareSaysWiderWhereARecordIsGained(t *testing.T) {
	wider, narrower := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		for range 10 {
			a := w.subject()
			b := turned(w, a)
			changes := access.Compare(a, b, w.at)
			for _, p := range []access.Permission{access.TicketView, access.TicketReply,
				access.ArticleRead, access.HelpGuideRead} {
				i := slices.IndexFunc(changes, func(c access.Change) bool {
					return c.Permission == p
				})
				c := access.Change{}
				if i >= 0 {
					c = changes[i]
				}
				wider, narrower = wider+bit(c.Wider), narrower+bit(c.Narrower)
				// A scope counts by itself: there may be a subsidiary tomorrow.
				if c.Wider != (gains(a, b, p, w.at) || c.After > c.Before) ||
					c.Narrower != (gains(b, a, p, w.at) || c.Before > c.After) {
					t.Fatalf("%s: %+v\nbefore %+v\nafter %+v", p, c, a, b)
				}
			}
		}
	})
	if wider < 100 || narrower < 100 {
		t.Errorf("%d wider, %d narrower: this decides nothing", wider, narrower)
	}
}

// TestCompareSaysNoLossToSomebodyWhoGetsAll: nobody who reaches everything has lost something.
func TestCompareSaysNoLossToSomebodyWhoGetsAll(t *testing.T) {
	before, after := aManager(), aManager()
	after.Matrix[access.InvoiceView] = access.All
	after.Keys = after.Keys.With(access.Account, 11)
	for _, c := range access.Compare(before, after, access.Moment{Day: 20}) {
		if c.Permission == access.InvoiceView && (c.Narrower || !c.Wider) {
			t.Errorf("%+v", c)
		}
	}
}

func bit(is bool) int {
	if is {
		return 1
	}
	return 0
}

// TestWhatIfGroupsThoseWhoChangeAlike compares the groups with comparing everybody one by one (B7).
func TestWhatIfGroupsThoseWhoChangeAlike(t *testing.T) {
	shared, both := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.Uint64().Draw(t, "seed"))
		var people []access.Affected
		for i := range 60 {
			s := w.subject()
			people = append(people, access.Affected{User: int64(i), Before: s,
				After: turned(w, s)})
		}
		e := access.WhatIf(slices.Values(people), w.at)
		wider, narrower, grouped := 0, 0, map[int64]bool{}
		for i, who := range people {
			changes := access.Compare(who.Before, who.After, w.at)
			in := slices.IndexFunc(e.Groups, func(g access.Group) bool {
				return slices.Contains(g.Users, int64(i))
			})
			if (in < 0) != (len(changes) == 0) ||
				in >= 0 && !slices.Equal(e.Groups[in].Changes, changes) {
				t.Fatalf("%d changes by %+v, and is in group %d", i, changes, in)
			}
			gain := slices.ContainsFunc(changes, func(c access.Change) bool { return c.Wider })
			lose := slices.ContainsFunc(changes, func(c access.Change) bool { return c.Narrower })
			wider, narrower = wider+bit(gain), narrower+bit(lose)
			both += bit(gain && lose)
		}
		for i, g := range e.Groups {
			shared += bit(len(g.Users) > 1)
			for _, user := range g.Users {
				if grouped[user] {
					t.Fatalf("%d is in two groups", user)
				}
				grouped[user] = true
			}
			if i > 0 && e.Groups[i-1].Users[0] > g.Users[0] {
				t.Fatal("the groups are not in the order in which they were met")
			}
		}
		if e.Asked != len(people) || e.Gains() != wider || e.Loses() != narrower {
			t.Fatalf("%d asked, %d gain, %d lose; want %d, %d, %d", e.Asked, e.Gains(),
				e.Loses(), len(people), wider, narrower)
		}
	})
	if shared < 50 || both < 10 {
		t.Errorf("%d groups of several, %d who gain and lose: this decides nothing", shared, both)
	}
}

// TestWhatIfTellsOfOneWhoIsRaisedAndOneWhoIsLowered: a profile that gives one thing and takes
// another makes somebody gain and lose; who stays as they are is only counted.
func TestWhatIfTellsOfOneWhoIsRaisedAndOneWhoIsLowered(t *testing.T) {
	was, up, down, both := aManager(), aManager(), aManager(), aManager()
	up.Matrix[access.InvoiceView] = access.Tree
	down.Matrix[access.ReportView] = access.None
	both.Matrix = up.Matrix
	both.Matrix[access.ReportView] = access.None
	people := make([]access.Affected, 5)
	for i, after := range []*access.Subject{up, down, aManager(), both, up} {
		people[i] = access.Affected{User: int64(i + 1), Before: was, After: after}
	}
	e := access.WhatIf(slices.Values(people), access.Moment{Day: 20})
	if e.Asked != 5 || e.Gains() != 3 || e.Loses() != 2 || len(e.Groups) != 3 ||
		!slices.Equal(e.Groups[0].Users, []int64{1, 5}) {
		t.Fatalf("%+v", e)
	}
	want := access.Change{Permission: access.InvoiceView, Before: access.Account,
		After: access.Tree, Wider: true}
	if !slices.Equal(e.Groups[0].Changes, []access.Change{want}) {
		t.Errorf("%+v", e.Groups[0].Changes)
	}
}

// TestWhatIfTellsOfRecordsAtAnAccountThatCloses (A36, A37): who reaches down to a subsidiary loses
// what is closed there, and nothing else; who does not reach it loses nothing.
func TestWhatIfTellsOfRecordsAtAnAccountThatCloses(t *testing.T) {
	const own, below = 7, 8
	down, flat := aManager(), aManager()
	for _, s := range []*access.Subject{down, flat} {
		s.Keys = access.KeysOf(access.Sets{access.Own: {1}, access.Account: {own},
			access.Tree: {own, below}})
		s.Matrix = access.Matrix{access.TicketView: access.Tree, access.OrderView: access.Tree}
	}
	flat.Matrix = access.Matrix{access.TicketView: access.Account}
	shut := access.Shut{below: access.SetOf(access.Tickets)}
	at := access.Moment{Day: 20}
	losing := access.WhatIf(slices.Values([]access.Affected{
		{User: 1, Before: down, After: down, ShutAfter: shut},
		{User: 2, Before: flat, After: flat, ShutAfter: shut}}), at)
	want := []access.Change{{Permission: access.TicketView, Before: access.Tree,
		After: access.Tree, Narrower: true}}
	if len(losing.Groups) != 1 || !slices.Equal(losing.Groups[0].Users, []int64{1}) ||
		!slices.Equal(losing.Groups[0].Changes, want) {
		t.Errorf("it closes: %+v", losing)
	}
	gaining := access.WhatIf(slices.Values([]access.Affected{
		{User: 1, Before: down, After: down, ShutBefore: shut}}), at)
	if gaining.Gains() != 1 || gaining.Loses() != 0 {
		t.Errorf("it opens: %+v", gaining)
	}
}
