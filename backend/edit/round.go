package edit

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// Rounds is where reviews are kept: a server's office, or a desk that works alone.
type Rounds interface {
	Reviews(ctx context.Context) ([]*records.Review, error)
	// Unanswered gives the next accesses that a review's round wants an answer for, by id.
	Unanswered(ctx context.Context, r *records.Review, after records.AccessID, limit int) (
		[]*records.Access, error)
	CountUnanswered(ctx context.Context, r *records.Review) (int, error)
	// CarryOut makes edits in one transaction, each of which it has not made before.
	CarryOut(ctx context.Context, in []Envelope) error
}

// roundBatch is how many accesses end in one transaction: others write between two.
const roundBatch = 200

// GoOn does with every review what today asks of it (B15): it ends the round whose last day has
// passed, with what silence means there, and begins the one whose day has come. Each deed has a
// name of its own, so that several servers, or one that was stopped half-way, do it once.
func GoOn(ctx context.Context, on Rounds, now access.Moment) error {
	list, err := on.Reviews(ctx)
	if err != nil {
		return err
	}
	for _, r := range list {
		g := going{on, r, now}
		if r.IsOver(now.Day) {
			if err := g.end(ctx); err != nil {
				return err
			}
			n := *r
			n.Due = 0
			g.review = &n
		}
		if g.review.IsWaited(now.Day) {
			e := &BeginRound{Review: r.ID}
			if err := g.do(ctx, "", e); err != nil {
				return err
			}
		}
	}
	return nil
}

type going struct {
	on     Rounds
	review *records.Review
	now    access.Moment
}

func (g going) end(ctx context.Context) error {
	r := g.review
	for after, ends := records.AccessID(0), r.Silence == records.End; ends; {
		list, err := g.on.Unanswered(ctx, r, after, roundBatch)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		batch := make([]Edit, len(list))
		for i, a := range list {
			batch[i] = &EndUnanswered{Review: r.ID, Due: r.Due, User: a.User, Access: a.ID}
		}
		if err := g.do(ctx, RoundGroup(r)+"silence", batch...); err != nil {
			return err
		}
		after = list[len(list)-1].ID
	}
	left, err := g.on.CountUnanswered(ctx, r)
	if err != nil {
		return err
	}
	return g.do(ctx, "", &EndRound{Review: r.ID, Due: r.Due, Left: int64(left)})
}

// RoundGroup begins the names of the bulk actions of a round.
func RoundGroup(r *records.Review) records.UID {
	return records.UID(fmt.Sprintf("review-%s-%d-", r.ID, r.Began))
}

func (g going) do(ctx context.Context, group records.UID, list ...Edit) error {
	in := make([]Envelope, len(list))
	for i, e := range list {
		args, err := json.Marshal(e)
		if err != nil {
			return err
		}
		name := reflect.TypeOf(e).Elem().Name()
		uid := fmt.Sprintf("%s-%d-%d", name, g.review.ID, max(g.review.Due, g.review.Next))
		if u, ok := e.(*EndUnanswered); ok {
			uid = fmt.Sprintf("%s-%d", uid, u.Access)
		}
		in[i] = Envelope{UID: records.UID(uid), Group: group, Name: name, NV: 1, Args: args,
			At: g.now.Unix}
	}
	return g.on.CarryOut(ctx, in)
}
