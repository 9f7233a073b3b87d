package hosting

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"gatehouse/backend/problem"
)

// Limits slows down whoever tries secrets, by network address: one place for every endpoint that
// takes one. A limit per login is kept in the store.
type Limits struct {
	mu  sync.Mutex
	of  map[string]*visitor
	now func() time.Time
}

type visitor struct {
	rate *rate.Limiter
	last time.Time
}

const (
	triesPerMinute = 30
	triesAtOnce    = 20
	mostAddresses  = 50_000
)

// NewLimits makes limits by this clock.
func NewLimits(now func() time.Time) *Limits {
	return &Limits{of: map[string]*visitor{}, now: now}
}

// Allow counts one try of a kind from the request's address; problem.Busy when there were too many.
func (l *Limits) Allow(r *http.Request, what string) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.of) > mostAddresses {
		for key, v := range l.of {
			if now.Sub(v.last) > 10*time.Minute {
				delete(l.of, key)
			}
		}
	}
	key := what + " " + host
	v := l.of[key]
	if v == nil {
		v = &visitor{rate: rate.NewLimiter(rate.Limit(triesPerMinute)/60, triesAtOnce)}
		l.of[key] = v
	}
	v.last = now
	if !v.rate.AllowN(now, 1) {
		return problem.New(problem.Busy, "Too many tries from here. Wait a minute and try again.")
	}
	return nil
}

// counters is where tries per login are counted.
type counters interface {
	ForgetAttempts(ctx context.Context, before, below int64) error
}

// Tidy forgets the counters of logins that nobody has tried for a month, every hour until ctx ends;
// not of those that are shut. Without it, guessed names would fill the disk.
func Tidy(ctx context.Context, store counters, now func() time.Time) {
	hour := time.NewTicker(time.Hour)
	defer hour.Stop()
	for {
		err := store.ForgetAttempts(ctx, now().AddDate(0, -1, 0).Unix(), mostFailures)
		if err != nil && ctx.Err() == nil {
			slog.Error("tidy", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-hour.C:
		}
	}
}
