package synctest

import (
	"context"

	"gatehouse/backend/edit"
)

func (s served) Push(ctx context.Context, machine, copyID string, env edit.Env,
	in []edit.Waiting) (edit.Pushed, error) {
	return s.through.Push(ctx, machine, copyID, env, in)
}

func (s served) Handout(ctx context.Context, from edit.Position, to edit.Receiver) (edit.Download,
	error) {
	return s.through.Handout(ctx, from, to)
}
