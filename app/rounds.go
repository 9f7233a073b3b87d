package app

import (
	"context"
	"log/slog"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
)

// keepReviews begins and ends the rounds of access reviews at a desk that works alone, while it is
// open (B15). Elsewhere the server does it.
func (d *Desk) keepReviews() {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := d.goOn(); err != nil && d.ctx.Err() == nil {
			slog.Error("reviews", "err", err)
		}
		select {
		case <-d.ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (d *Desk) goOn() error {
	server, err := d.store.Noted(d.ctx, noteServer)
	if err != nil || server != "" || d.ready() != nil {
		return err
	}
	return edit.GoOn(d.ctx, rounds{d.store, d}, d.moment())
}

// rounds are those of a desk that works alone.
type rounds struct {
	Store
	desk *Desk
}

// CarryOut makes edits, but for those that it has made before.
func (r rounds) CarryOut(ctx context.Context, in []edit.Envelope) error {
	var fresh []edit.Envelope
	for _, e := range in {
		if _, err := r.HistoryLine(ctx, e.UID); problem.Is(err, problem.NotFound) {
			fresh = append(fresh, e)
		} else if err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	_, err := r.Author(ctx, r.desk.circumstances(fresh[0]), fresh, nil)
	r.desk.changed("user", "data", "history", "review")
	return err
}
