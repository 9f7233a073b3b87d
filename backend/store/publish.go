package store

import (
	"context"

	"gatehouse/backend/edit"
)

// Position reads where this desk stands.
func (db *DB) Position(ctx context.Context) (p edit.Position, err error) {
	all, err := db.notes(ctx)
	if err != nil {
		return p, err
	}
	return positionOf(all)
}

// Outbox gives the first edits that wait after a number, in order.
func (db *DB) Outbox(ctx context.Context, after int64, limit int) (list []edit.Waiting, err error) {
	err = db.list(ctx, outbox, []any{after, limit}, scanWaiting(&list))
	return list, err
}

// Stage keeps a piece of a download, as edit.Stage has it.
func (db *DB) Stage(ctx context.Context, p edit.Piece) (ok bool, err error) {
	err = db.lightly(ctx, func(tx *Tx) error {
		f := &deskFile{view: view{tx}, ctx: ctx}
		ok = edit.Stage(f, p)
		f.stage()
		return nil
	})
	return ok, err
}

// Publish makes a download the base and replays what waits, as edit.Publish has it: readers see
// the state before or after, never between.
func (db *DB) Publish(ctx context.Context, d edit.Download, env func(edit.Envelope) edit.Env) (
	out edit.Published, err error) {
	err = db.desk(ctx, func(f *deskFile) error {
		out = edit.Publish(f, d, env)
		return nil
	})
	return out, err
}

// Reidentify gives this desk a new identity, as edit.Reidentify has it.
func (db *DB) Reidentify(ctx context.Context, newCopy string,
	env func(edit.Envelope) edit.Env) error {
	return db.desk(ctx, func(f *deskFile) error {
		edit.Reidentify(f, newCopy, env)
		return nil
	})
}

// desk runs a transaction on a desk's file.
func (db *DB) desk(ctx context.Context, fn func(*deskFile) error) error {
	return db.within(ctx, func(tx *Tx) error {
		return fn(&deskFile{view: view{tx}, ctx: ctx})
	})
}
