package syncclient

import (
	"bufio"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// silence is after how long a listening line counts as dead.
const silence = 50 * time.Second

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
	switch res.StatusCode() {
	case http.StatusOK:
	case http.StatusForbidden:
		c.Kick() // the next answer says why
		return
	default:
		return
	}
	for lines := bufio.NewScanner(res.RawBody()); lines.Scan(); {
		alive.Reset(silence)
		data, poke := strings.CutPrefix(lines.Text(), "data:")
		if !poke {
			continue
		}
		if v, err := strconv.ParseInt(strings.TrimSpace(data), 10, 64); err == nil {
			c.poke(v)
		}
	}
	c.Kick() // the line broke: see at once whether the server is still there
}

// poke keeps the newest version that was told of. Only the listening line tells.
func (c *Client) poke(version int64) {
	select {
	case <-c.pokes:
	default:
	}
	c.pokes <- version
}
