package store

import (
	"context"
	"errors"
	"slices"

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

// Foretell makes edits at this desk and takes everything back, as Rehearse does, and tells what
// access decides by before and after, about everybody who has something at one of some accounts, at
// one below or above it, or at one that stands for any of these (B7). An edit that would be refused
// is the error. It ends when yield says so.
func (db *DB) Foretell(ctx context.Context, env edit.Env, in []edit.Envelope,
	about []records.AccountID, yield func(before, after *records.Cast) bool) error {
	err := db.desk(ctx, func(f *deskFile) error {
		seats, shut, err := db.around(ctx, about)
		if err != nil {
			return err
		}
		outs, err := edit.Author(f, env, in, nil)
		for _, o := range outs {
			err = errors.Join(err, o.Err())
		}
		if err != nil {
			return err
		}
		then := &DB{dialect: db.dialect, read: reader{db.dialect, db.conn}} // within the transaction
		more, shutThen, err := then.around(ctx, about)
		if err != nil {
			return err
		}
		each := func(before, after *records.Cast) bool {
			before.Shut, after.Shut = shut, shutThen
			return yield(before, after)
		}
		for some := range slices.Chunk(united(seats, more), castBatch) {
			goOn, err := compared(ctx, db, then, some, each)
			if err != nil {
				return err
			}
			if !goOn {
				break
			}
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// compared yields the casts of some seats before and after; it reports whether to go on.
func compared(ctx context.Context, before, after *DB, seats []Seat,
	yield func(before, after *records.Cast) bool) (bool, error) {
	then := map[Seat]*records.Cast{}
	err := after.Casts(ctx, seats, func(c *records.Cast) bool {
		then[seatOf(c)] = c
		return true
	})
	if err != nil {
		return false, err
	}
	goOn := true
	err = before.Casts(ctx, seats, func(c *records.Cast) bool {
		if other := then[seatOf(c)]; other != nil {
			goOn = yield(c, other)
		}
		return goOn
	})
	return goOn, err
}

func seatOf(c *records.Cast) Seat {
	if c.Account == nil { // it is gone
		return Seat{User: c.User.ID}
	}
	return Seat{c.User.ID, c.Account.ID}
}

// united gives each seat once.
func united(a, b []Seat) (list []Seat) {
	has := map[Seat]bool{}
	for _, s := range slices.Concat(a, b) {
		if !has[s] {
			has[s] = true
			list = append(list, s)
		}
	}
	return list
}
