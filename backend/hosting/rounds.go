package hosting

import (
	"context"
	"log/slog"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// Reviewed is what keeping access reviews going needs of the database.
type Reviewed interface {
	Office
	Reviews(ctx context.Context) ([]*records.Review, error)
	Unanswered(ctx context.Context, r *records.Review, after records.AccessID, limit int) (
		[]*records.Access, error)
	CountUnanswered(ctx context.Context, r *records.Review) (int, error)
}

// KeepReviews begins and ends the rounds of access reviews by the clock (B15), until ctx ends. The
// servers of one database all do it.
func KeepReviews(ctx context.Context, store Reviewed, now func() time.Time) {
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		if err := GoOn(ctx, store, now()); err != nil && ctx.Err() == nil {
			slog.Error("reviews", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// GoOn does what reviews ask for at a moment.
func GoOn(ctx context.Context, store Reviewed, now time.Time) error {
	p, err := store.Portal(ctx)
	if err != nil {
		return err
	}
	env := byTheClock(p, now)
	return edit.GoOn(ctx, rounds{store, env}, access.At(now, env.Zone))
}

// rounds are those of a server's office.
type rounds struct {
	Reviewed
	env edit.Env
}

// CarryOut makes the server's own edits.
func (r rounds) CarryOut(ctx context.Context, in []edit.Envelope) error {
	return ownEdits(ctx, r, r.env, in)
}

// byTheClock is how the server makes edits of its own at a moment.
func byTheClock(p *records.Portal, now time.Time) edit.Env {
	return edit.Env{Actor: edit.Actor{Name: "Portal", Server: true}, Machine: "Portal", Now: now,
		Zone: p.Location(), Side: edit.Server}
}

// ownEdits makes edits of the server's own, but for those that it has made before. One that cannot
// be made holds back no other.
func ownEdits(ctx context.Context, store Office, env edit.Env, in []edit.Envelope) error {
	_, err := store.Write(ctx, func(tx edit.Tx) error {
		for _, e := range in {
			if done(tx, e.UID) {
				continue
			}
			if err := edit.Run(tx, env, e).Err(); err != nil {
				slog.Warn("by the clock", "edit", e.UID, "err", err)
			}
		}
		return nil
	})
	return err
}
