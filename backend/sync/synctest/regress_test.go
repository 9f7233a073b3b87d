package synctest

import "testing"

// regressions are seeds that found something once. They always run: in memory what they found was
// a download that was gone on with over a server put back (1763, 5990, 8441, 8710), a removal that
// came before the login it was about (608, 826), and a removal that a rebase had left nothing to do
// (1594, 3190). The rest taught the ghost.
var regressions = map[Ground][]int64{
	Memory: {11, 23, 43, 163, 314, 361, 608, 826, 1594, 1763, 3190, 5081, 5990, 8441, 8710, 10845,
		22662, 22687, 23465},
	Files: {2, 7},
}

func TestRegressions(t *testing.T) {
	for g, seeds := range regressions {
		s := stage(t, g)
		for _, s.Seed = range seeds {
			if broken := play(t, s); len(broken) > 0 {
				t.Errorf("seed %d: %s\nPlay it again: %s", s.Seed, broken[0], Command(s))
			}
		}
	}
}
