package synctest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// TestEveryPartOfAnEditTravels compares what lay in outboxes with what the server was brought: a
// part that stays behind is one by which the server cannot decide.
func TestEveryPartOfAnEditTravels(t *testing.T) {
	s := stage(t, Files)
	sent, came := map[records.UID]edit.Envelope{}, map[records.UID]edit.Envelope{}
	glances := 0
	s.Fault = &Fault{
		File: onFile(wrongFile{outbox: func(_ *desk, _ int64, list []edit.Waiting) {
			for _, w := range list {
				sent[w.Edit.UID] = w.Edit
			}
		}}),
		Center: atCenter(func(_ *office, _ string, in []edit.Waiting) error {
			for _, w := range in {
				came[w.Edit.UID] = w.Edit
				glances += len(w.Edit.Saw)
			}
			return nil
		}),
	}
	for s.Seed = 1; s.Seed <= 3; s.Seed++ {
		clear(sent)
		clear(came)
		if broken := play(t, s); len(broken) > 0 {
			t.Fatal(broken[0])
		}
		for uid, e := range came {
			if d := cmp.Diff(sent[uid], e); d != "" {
				t.Errorf("%s: %s", uid, d)
			}
		}
	}
	if len(came) == 0 || glances == 0 {
		t.Errorf("%d edits came, with %d glances: this shows nothing", len(came), glances)
	}
}
