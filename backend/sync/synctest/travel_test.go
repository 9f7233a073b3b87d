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
	folder, template := stage(t)
	sent, came := map[records.UID]edit.Envelope{}, map[records.UID]edit.Envelope{}
	glances := 0
	watch := &Fault{
		Desk: atDesk(func(*desk) onDesk {
			return onDesk{outbox: func(_ int64, list []edit.Waiting) []edit.Waiting {
				for _, w := range list {
					sent[w.Edit.UID] = w.Edit
				}
				return list
			}}
		}),
		Server: atServer(func(_ *looker, _ string, w *edit.Waiting) {
			came[w.Edit.UID] = w.Edit
			glances += len(w.Edit.Saw)
		}),
	}
	for seed := int64(1); seed <= 3; seed++ {
		clear(sent)
		clear(came)
		if broken := play(t, Schedule{Seed: seed, Folder: folder, Template: template,
			Fault: watch}); len(broken) > 0 {
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
