package scenarios_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/access/scenarios"
	"gatehouse/backend/store/storetest"
)

// told are the features that the stories tell. Of each, every player must have looked for itself at
// something that is allowed and at something that is refused.
var told = strings.Fields("O1 O2 O3 O5 O6 O7 O8 O9 O10 O11 O15 C1 C3 C4 C5 C6 C7 C9 C10 C11 " +
	"A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16 A17 A18 A19 A20 A21 A22 A23 A24 " +
	"A25 A26 A30 A31 A32 A33 A34 A35 A36 A37 A38 A39 A40 A41 A42 A47 N4 N5 N6 " +
	"Z1 Z2 Z3 Z4 Z5 Z6 B1 B2 B4 B5 B6 B7 B8 B12 B16 B17 A43 A45 C8 C12 N7 N8 O4")

// noPage are the features that no page of the portal shows, so that the portal plays no step of
// them. They are played by the core and in SQL.
var noPage = map[string]string{
	"O3":  "what staff read on a user's record",
	"O4":  "what the desk's window shows when staff choose a profile",
	"A30": "the profile that the desk's window begins with",
	"B8":  "a comparison that staff make at the desk",
}

// TestTheLawHolds plays every story on every player: the core, SQL on both engines, and the portal
// over HTTP. Each must cover all features, but for the portal those that it has no page for.
func TestTheLawHolds(t *testing.T) {
	stories, err := scenarios.Read(os.DirFS("."))
	must(t, err)
	play := func(t *testing.T, but map[string]string, make func(testing.TB) scenarios.Decider) {
		covered := scenarios.Covered{}
		for _, s := range stories {
			t.Run(s.Name(), func(t *testing.T) {
				c, err := s.Play(make(t))
				if err != nil {
					t.Error(err)
				}
				covered.Add(c)
			})
		}
		if !t.Failed() {
			checkCovered(t, covered, but)
		}
	}
	t.Run("core", func(t *testing.T) {
		play(t, nil, func(testing.TB) scenarios.Decider { return newCore() })
	})
	t.Run("sql", func(t *testing.T) {
		storetest.Engines(t, func(t *testing.T, e storetest.Engine) {
			storetest.Make(t, e) // skips the engine where there is none
			play(t, nil, func(t testing.TB) scenarios.Decider { return newSQL(t, e) })
		})
	})
	t.Run("portal", func(t *testing.T) {
		play(t, noPage, func(t testing.TB) scenarios.Decider {
			return newPortal(t, storetest.SQLite)
		})
	})
}

// checkCovered counts the steps for which a player has looked. What it need not play, it does not.
func checkCovered(t *testing.T, covered scenarios.Covered, but map[string]string) {
	t.Helper()
	for _, id := range told {
		n := covered[id]
		if n == nil {
			n = new([3]int)
		}
		played := n[scenarios.Allows] > 0 && n[scenarios.Refuses] > 0
		if _, not := but[id]; played == not {
			t.Errorf("%s allows %d and refuses %d", id, n[scenarios.Allows],
				n[scenarios.Refuses])
		}
	}
	for id := range covered {
		if !slices.Contains(told, id) {
			t.Errorf("%s is told and stands in no list", id)
		}
	}
	t.Logf("%d features are covered", len(told)-len(but))
}

// TestTheKitFindsWhatIsWrong is the control: each of these stories must fail at its last line.
func TestTheKitFindsWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ line, says string }{
		{`A1 Tom may enjoy ticket "Hers"`, "nobody understands"},
		{`A1 Tom may see ticket "His"`, `no ticket called "His"`},
		{`A1 Rob may see ticket "Hers"`, `no person called "Rob"`},
		{`A1 Tom with Supreme may see ticket "Hers"`, `no profile called "supreme"`},
		{`A1 Tom may use the elevator`, `no component called "elevator"`},
		{`A1 Tom may see ticket "Hers"`, "the answer is the other one"},
		{`A1 Zoe with Basic may not see ticket "Hers"`, "the answer is the other one"},
		{`A1 Tom sees tickets "Hers"`, "the list is"},
		{`B5 Tom may not see ticket "Hers" because of the weather`, "the reasons are other ones"},
		{`O5 Anna gives Tom Manager`, "it was not done"},
		{`O5 Anna cannot take Tom's access away`, "it was done"},
		{`O2 Tom sees the tile Tickets greyed`, "the tile is"},
		{`O4 choosing Basic does not show "Open new tickets"`, "the other way round"},
		{`B6 ticket "Hers" is seen by Tom`, "it is"},
		{`B7 if profile Basic gave "See invoices": everything, nobody would gain it`, "it is"},
		{`B8 compared with Zoe, Tom has less: "See tickets"`, "they differ by"},
		{`N7 Tom may see file "Minutes"`, `no paper called "file Minutes"`},
		{`person Ann of Harbour`, "nobody understands"},
	} {
		fails(t, newCore(), c.line, c.says)
	}
	fails(t, blind{newCore()}, `A1 Zoe may not see ticket "Hers"`, "nobody looked")
	fails(t, newPortal(t, storetest.SQLite), `C9 Tom has "See the company's details"`,
		"does not say which page")
	if _, err := scenarios.Read(fstest.MapFS{"x.txt": {Data: []byte("account A")}}); err == nil {
		t.Error("a line before the first story is accepted")
	}
}

// blind answers as the core does, and says that it has not looked.
type blind struct{ *core }

func (blind) Looks() int { return 0 }

func fails(t *testing.T, player scenarios.Decider, line, says string) {
	t.Helper()
	const scene = "Story: a control\naccount Harbour\nperson Tom at Harbour with Basic\n" +
		"person Zoe at Harbour\nticket \"Hers\" of Harbour by Zoe\n"
	files := fstest.MapFS{"control.txt": {Data: []byte(scene + line)}}
	stories, err := scenarios.Read(files)
	must(t, err)
	covered, err := stories[0].Play(player)
	if err == nil || !strings.HasPrefix(err.Error(), "control.txt:6: ") ||
		!strings.Contains(err.Error(), says) || len(covered) != 0 {
		t.Errorf("%s: %v, covers %v", line, err, covered)
	}
}
