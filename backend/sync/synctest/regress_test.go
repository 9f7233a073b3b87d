package synctest

import "testing"

// regressions are seeds that found something once. They always run. In memory, what they found was
// a download that was gone on with over a server put back (1763, 5990, 8441, 8710), a removal that
// came before the login it was about (608, 826) or after it (41076, 42955), a removal that a rebase
// had left nothing to do (1594, 3190), an edit that changed nothing at its desk and named no
// removals (5081), a download held for consent that left its rows to the next (3994), and a server
// that was restored and counted on a past that it had lost before (5030192); on files, an edit
// taken from quarantine that was not known again (50), and an old answer that was taken for the
// one to the same question asked again (104221). The rest taught the ghost.
var regressions = []struct {
	ground Ground
	plain  bool // as they were when schedules were never wide
	seeds  []int64
}{
	{Memory, true, []int64{11, 23, 43, 163, 314, 361, 608, 826, 1594, 1763, 3190, 5081, 5990, 8441,
		8710, 10845, 22662, 22687, 23465}},
	{Memory, false, []int64{1706, 2684, 3994, 21852, 41076, 42955, 548686, 5010668, 5030192}},
	{Files, true, []int64{2, 7}},
	{Files, false, []int64{34, 50, 100046, 101459, 104221, 104704}},
}

func TestRegressions(t *testing.T) {
	for _, r := range regressions {
		s := stage(t, r.ground)
		s.Plain = r.plain
		for _, s.Seed = range r.seeds {
			if broken := play(t, s); len(broken) > 0 {
				t.Errorf("seed %d: %s\nPlay it again: %s", s.Seed, broken[0], Command(s))
			}
		}
	}
}
