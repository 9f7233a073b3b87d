package syncclient

import (
	"bufio"
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

const (
	poll     = 45 * time.Second       // without a poke
	firstTry = 500 * time.Millisecond // the unit of the back-off
	lastTry  = 10 * time.Second       // and its cap
	silence  = 50 * time.Second       // after which a listening line counts as dead
)

// Kick asks for an exchange now. It never blocks.
func (c *Client) Kick() {
	select {
	case c.kick <- struct{}{}:
	default: // one is asked for already
	}
}

// Standing gives how it stands.
func (c *Client) Standing() Standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stand
}

func (c *Client) set(change func(*Standing)) {
	c.mu.Lock()
	was := c.stand
	change(&c.stand)
	now := c.stand
	c.mu.Unlock()
	if now != was && c.env.Tell != nil {
		c.env.Tell(now)
	}
}

// judge turns the outcome of an exchange into the standing.
func (c *Client) judge(s *Standing, err error) {
	s.Syncing = false
	switch {
	case err == nil:
		s.Online, s.Last, s.Trouble = true, time.Now(), ""
		c.tries = 0
		return
	case problem.Is(err, problem.Unavailable):
		s.Online, s.Trouble = false, ""
	case problem.Is(err, problem.Internal):
		s.Online, s.Trouble = false, "The exchange with the portal failed. It is tried again."
	default:
		s.Online, s.Trouble = false, problem.TextOf(err)
	}
	c.tries++
}

// Run exchanges until ctx ends: at every kick, at every poke of the server, and by the clock;
// after a failure with a growing, random pause.
func (c *Client) Run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go c.listen(ctx)
	for ctx.Err() == nil {
		err := c.Once(ctx)
		if err != nil && problem.Of(err).Field == wire.MachineRevoked {
			return // only a new pairing helps
		}
		wait := poll
		if err != nil {
			wait = c.pause()
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-c.kick:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// pause is full jitter: anything up to a cap that doubles with every failure.
func (c *Client) pause() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	most := min(lastTry, firstTry<<min(c.tries, 10))
	return time.Duration(rand.Int64N(int64(most))) + 50*time.Millisecond
}

// listen holds a line open on which the server pokes.
func (c *Client) listen(ctx context.Context) {
	for ctx.Err() == nil {
		if c.Standing().Online {
			c.hear(ctx)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (c *Client) hear(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	alive := time.AfterFunc(silence, cancel)
	defer alive.Stop()
	res, err := c.http.R().SetContext(ctx).SetDoNotParseResponse(true).Get("/sync/v1/events")
	if err != nil {
		return
	}
	defer res.RawBody().Close()
	if res.StatusCode() != 200 {
		return
	}
	for lines := bufio.NewScanner(res.RawBody()); lines.Scan(); {
		alive.Reset(silence)
		data, poke := strings.CutPrefix(lines.Text(), "data:")
		if poke && strings.TrimSpace(data) != strconv.FormatInt(c.at.Load(), 10) {
			c.Kick()
		}
	}
	c.Kick() // the line broke: see at once whether the server is still there
}
