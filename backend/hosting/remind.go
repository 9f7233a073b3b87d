package hosting

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// noticed is how many days before their access ends somebody hears of it (B16).
const noticed = 14

// reminded is how many are told in one transaction: others write between two.
const reminded = 200

// Leaving is what reminding needs of the database.
type Leaving interface {
	Office
	Leavers(ctx context.Context, from, to access.Day) ([]records.Leaver, error)
}

// RemindAll tells everybody once whose access ends soon, each day anew until ctx ends. The servers
// of one database all do it.
func RemindAll(ctx context.Context, store Leaving, now func() time.Time) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for last := access.Day(0); ; {
		today, err := Remind(ctx, store, now(), last)
		if err != nil && ctx.Err() == nil {
			slog.Error("reminders", "err", err)
		} else {
			last = today
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Remind does what a day asks for, unless that was the last one. Each reminder has a name of its
// own, so that it goes out once.
func Remind(ctx context.Context, store Leaving, now time.Time, last access.Day) (
	today access.Day, err error) {
	p, err := store.Portal(ctx)
	if err != nil {
		return 0, err
	}
	env := byTheClock(p, now)
	today = access.At(now, env.Zone).Day
	if today == last {
		return today, nil
	}
	list, err := store.Leavers(ctx, today, today+noticed)
	if err != nil || len(list) == 0 {
		return today, err
	}
	var in []edit.Envelope
	for _, l := range list {
		args, err := json.Marshal(&edit.RemindEnding{User: l.User, Day: l.Day})
		if err != nil {
			return 0, err
		}
		in = append(in, edit.Envelope{UID: records.UID(fmt.Sprintf("RemindEnding-%d-%d", l.User,
			l.Day)), Name: "RemindEnding", NV: 1, Args: args, At: now.Unix()})
	}
	for batch := range slices.Chunk(in, reminded) {
		if err := ownEdits(ctx, store, env, batch); err != nil {
			return 0, err
		}
	}
	return today, nil
}
