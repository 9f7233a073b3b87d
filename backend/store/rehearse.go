package store

import (
	"context"
	"errors"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// errRehearsed ends a rehearsal: nothing of it stays.
var errRehearsed = errors.New("rehearsed")

// Rehearse makes edits at this desk as Author does and takes everything back: what would become of
// each, and the history line that it would write, nil where it would have no effect.
func (db *DB) Rehearse(ctx context.Context, env edit.Env, in []edit.Envelope) (
	outs []edit.Outcome, lines []*records.History, err error) {
	lines = make([]*records.History, len(in))
	err = db.desk(ctx, func(f *deskFile) (err error) {
		if outs, err = edit.Author(f, env, in, nil); err != nil {
			return err
		}
		for i, e := range in {
			h, ok := f.Row(records.Key{Kind: records.KindHistory,
				ID: records.KeyOf(string(e.UID))}).(*records.History)
			if ok && outs[i].Status.HasEffect() {
				lines[i] = h
			}
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	return outs, lines, err
}
