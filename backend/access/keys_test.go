package access_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gatehouse/backend/access"
)

// TestKeysAreSortedSetsWithoutNobody: what is gathered comes in any order, twice, and with zeros
// for those who are nobody; few keys and many are kept alike.
func TestKeysAreSortedSetsWithoutNobody(t *testing.T) {
	for _, many := range []int64{0, 1, 5, 9, 10, 300} {
		tree := []int64{0}
		for n := many; n > 0; n-- {
			tree = append(tree, n, n)
		}
		k := access.KeysOf(access.Sets{access.Own: {7, 0, 3, 7}, access.Tree: tree})
		if got := k.Of(access.Own); !slices.Equal(got, []int64{3, 7}) {
			t.Error("own:", got)
		}
		if got := k.Of(access.Tree); len(got) != int(many) || !slices.IsSorted(got) {
			t.Error("tree:", got)
		}
		if len(k.Of(access.None)) > 0 || len(k.Of(access.Account)) > 0 {
			t.Error("there is more than was gathered")
		}
	}
}

// TestKeysDoNotChange: others are made from them, and they stay as they were.
func TestKeysDoNotChange(t *testing.T) {
	var none access.Keys
	a := none.With(access.Own, 5)
	b := a.With(access.Own, 6).With(access.Team, 9)
	if !slices.Equal(a.Of(access.Own), []int64{5}) || len(a.Of(access.Team)) > 0 ||
		!slices.Equal(b.Of(access.Own), []int64{6}) || len(none.Of(access.Own)) > 0 {
		t.Error(none, a, b)
	}
}

// TestADecisionFindsEveryCommonKey: whatever the keys are, the narrowest relation that two share is
// found, and nothing where they share none.
func TestADecisionFindsEveryCommonKey(t *testing.T) {
	rng, met := rand.New(rand.NewPCG(1, 1)), map[access.Scope]int{}
	draw := func(n int) (sets access.Sets) {
		for rel := access.Shared; rel < access.All; rel++ {
			for range rng.IntN(n) {
				sets[rel] = append(sets[rel], rng.Int64N(60)-5)
			}
		}
		return sets
	}
	for range 20_000 {
		mine, its := draw(12), draw(3)
		want := access.All
		for rel := access.Tree; rel > access.None; rel-- {
			if slices.ContainsFunc(its[rel], func(key int64) bool {
				return key != 0 && slices.Contains(mine[rel], key)
			}) {
				want = rel
			}
		}
		s := &access.Subject{Keys: access.KeysOf(mine)}
		r := &access.Record{Keys: access.KeysOf(its)}
		d := access.Check(s, access.TicketView, r, access.Moment{})
		if met[want]++; d.Needed != want {
			t.Fatalf("%v and %v share %s, not %s", mine, its, want, d.Needed)
		}
	}
	for scope := access.Shared; scope <= access.All; scope++ {
		if met[scope] < 100 {
			t.Errorf("%s was needed %d times only", scope, met[scope])
		}
	}
}
