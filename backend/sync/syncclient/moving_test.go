package syncclient

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// slow gives a byte after a while, and then nothing.
type slow struct{ left int }

func (s *slow) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	s.left--
	time.Sleep(carry - time.Second)
	return copy(p, "."), nil
}

// TestAContentMayTakeAsLongAsItMoves: a line that takes hours carries it, a dead one does not.
func TestAContentMayTakeAsLongAsItMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, still, done := whileItMoves(context.Background())
		defer done()
		text, err := io.ReadAll(moving{&slow{left: 20}, still})
		if len(text) != 20 || err != nil || ctx.Err() != nil {
			t.Fatalf("after three hours: %q, %v, %v", text, err, ctx.Err())
		}
		time.Sleep(carry + time.Second)
		synctest.Wait()
		if ctx.Err() == nil {
			t.Error("what stands still is waited for without an end")
		}
	})
}
