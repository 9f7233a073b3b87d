package hosting

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"gatehouse/backend/problem"
)

// Limits slows down whoever tries secrets, by network address: one place for every endpoint that
// takes one. A limit per login is kept in the store. Each server counts for itself first, so that a
// flood costs the database nothing; what servers share they count together after that.
type Limits struct {
	mu     sync.Mutex
	of     map[string]*visitor
	now    func() time.Time
	shared Pacer
}

// Pacer counts the tries at several servers: of a subject one may come every so often, and some at
// once; all in milliseconds.
type Pacer interface {
	Pace(ctx context.Context, subject string, now, every, atOnce int64) (bool, error)
}

type visitor struct {
	rate *rate.Limiter
	last time.Time
}

const (
	triesPerMinute = 30
	triesAtOnce    = 20
	resetsPerHour  = 4
	resetsAtOnce   = 3
	mostAddresses  = 50_000
)

// byVisitors are what visitors send without signing in (Z1).
const (
	byVisitors      = "visitor"
	visitsPerMinute = 0.5
	visitsAtOnce    = 5
)

// byComputers are what computers that nobody knows yet send: a whole office may connect its own in
// one morning, from one address.
const (
	byComputers        = "pair begin"
	computersPerMinute = 2
	computersAtOnce    = 15
)

// NewLimits makes limits by this clock.
func NewLimits(now func() time.Time) *Limits {
	return &Limits{of: map[string]*visitor{}, now: now}
}

// Share counts together with other servers from now on.
func (l *Limits) Share(with Pacer) { l.shared = with }

// Allow counts one try of a kind from the request's address; problem.Busy when there were too many.
func (l *Limits) Allow(r *http.Request, what string) error {
	perMinute, atOnce := float64(triesPerMinute), triesAtOnce
	switch what {
	case byVisitors:
		perMinute, atOnce = visitsPerMinute, visitsAtOnce
	case byComputers:
		perMinute, atOnce = computersPerMinute, computersAtOnce
	}
	allowed, err := l.allow(r.Context(), what+" "+lineOf(addressOf(r)), perMinute, atOnce)
	if err == nil && !allowed {
		err = problem.New(problem.Busy, "Too many tries from here. Wait a minute and try again.")
	}
	return err
}

// lineOf is what one customer of a network has: an address, or of IPv6 all that begin with the same
// 64 bits.
func lineOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	line, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return line.String()
}

// allow counts one try of a key, and reports whether it is not one too many.
func (l *Limits) allow(ctx context.Context, key string, perMinute float64, atOnce int) (
	bool, error) {
	if here := l.allowHere(key, perMinute, atOnce); !here || l.shared == nil {
		return here, nil
	}
	every := int64(float64(time.Minute.Milliseconds()) / perMinute)
	return l.shared.Pace(ctx, key, l.now().UnixMilli(), every, int64(atOnce))
}

func (l *Limits) allowHere(key string, perMinute float64, atOnce int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.of) > mostAddresses {
		for key, v := range l.of {
			if now.Sub(v.last) > time.Hour {
				delete(l.of, key)
			}
		}
	}
	v := l.of[key]
	if v == nil {
		v = &visitor{rate: rate.NewLimiter(rate.Limit(perMinute)/60, atOnce)}
		l.of[key] = v
	}
	v.last = now
	return v.rate.AllowN(now, 1)
}

// stale is what Tidy drops from the database.
type stale interface {
	ForgetAttempts(ctx context.Context, before, below int64) error
	ForgetMails(ctx context.Context, before int64) error
	ForgetPaces(ctx context.Context, before int64) error
	Compact(ctx context.Context, now time.Time) error
	ForgetVisits(ctx context.Context, before int64) error
}

// Tidy forgets the counters of logins that nobody has tried for a month, every hour until ctx ends;
// not of those that are shut. Without it, guessed names would fill the disk. Mails are forgotten a
// month after they were made, unless they still wait, and what desks no longer need as the store
// says.
func Tidy(ctx context.Context, store stale, now func() time.Time) {
	hour := time.NewTicker(time.Hour)
	defer hour.Stop()
	for {
		before := now().AddDate(0, -1, 0).Unix()
		err := errors.Join(store.ForgetAttempts(ctx, before, mostFailures),
			store.ForgetMails(ctx, before),
			store.ForgetPaces(ctx, now().Add(-time.Hour).UnixMilli()),
			store.ForgetVisits(ctx, now().AddDate(0, 0, -1).Unix()),
			store.Compact(ctx, now()))
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
