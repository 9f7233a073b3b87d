package portal_test

import (
	"net/http"
	"testing"
	"time"

	"gatehouse/backend/portal"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

// mostReads is how often a page may read from the store beside what every page reads.
const mostReads = 12

// TestNoPageReadsInALoop: a page reads as often for many rows as for few, and never often.
func TestNoPageReadsInALoop(t *testing.T) {
	w := portaltest.Sample(t)
	few := map[string]int{}
	for _, who := range []string{"ada", "cleo", "visitor"} {
		for _, way := range ways {
			few[who+way] = reads(t, w, who, way)
			if n := few[who+way]; n > mostReads {
				t.Errorf("%s for %s reads %d times", way, who, n)
			}
		}
	}
	for i := range 40 {
		ticket, note := *w.Rows[0], *w.Said[0]
		ticket.ID, note.ID = records.TicketID(20_000+i), records.NoteID(20_000+i)
		ticket.Creator = w.Cast[[]string{"ada", "bob", "eve"}[i%3]].Person.ID
		w.Rows, w.Said = append(w.Rows, &ticket), append(w.Said, &note)
	}
	for _, who := range []string{"ada", "cleo"} {
		for _, way := range []string{"home", "tickets", "tickets/501"} {
			if n := reads(t, w, who, way); n != few[who+way] {
				t.Errorf("%s for %s reads %d times, with fewer rows %d", way, who, n, few[who+way])
			}
		}
	}
}

func reads(t *testing.T, w *portaltest.World, who, way string) int {
	t.Helper()
	counted := &portaltest.Counted{Source: w}
	open(t, portal.New(counted, func(*http.Request) (portal.Viewer, error) {
		return w.Viewer(who), nil
	}, portal.Env{Now: func() time.Time { return w.Now }}), way)
	return counted.Reads
}
