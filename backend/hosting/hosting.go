// Package hosting is what only the internet needs around the portal: sign-in, sessions, limits,
// mail, payments, signing, and interfaces for other programs. It says who looks and does what pages
// need done; which page, and what is on it, is the portal's.
//
//	h := hosting.New(db, hosting.Env{Now: time.Now, NewID: newID, Secure: tls})
//	http.Handle("/", h)
package hosting

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Store is what hosting needs of the database, beside what the portal reads.
type Store interface {
	portal.Source
	Login(ctx context.Context, username string) (*records.User, string, error)
	Logins(ctx context.Context, name string) ([]*records.User, error)
	Link(ctx context.Context, hash string, now int64) (*records.Link, error)
	Cast(ctx context.Context, id records.UserID) (*records.Cast, error)
	CastAt(ctx context.Context, id records.AccountID) (*records.Cast, error)
	Office
	PINs
	Visits
	StaffStore
	ProgramStore
	SwapFactor(ctx context.Context, key records.Key, was, want records.Factor) (bool, error)
	SecondFactor(ctx context.Context, id records.UserID) (*records.SecondFactor, error)
	Passkey(ctx context.Context, credential string) (*records.Passkey, error)
	Passkeys(ctx context.Context, id records.UserID) ([]*records.Passkey, error)
	Spend(ctx context.Context, hash string, expires int64) (bool, error)
	Succeed(ctx context.Context, subject string) error
	KeepContent(ctx context.Context, hash string, data []byte) error
	// Touched gives the conversations written after a version, and the newest version of one.
	Touched(ctx context.Context, after int64) ([]records.ConversationID, int64, error)
	scs.Store
	scs.CtxStore
}

// Env is what the program gives.
type Env struct {
	Now    func() time.Time
	NewID  func() string // a fresh 128-bit random id
	Secure bool          // the portal is reached by TLS

	// Sealer keeps secrets shut with the office's data key, and opens them.
	Sealer Sealer
	// Documentation keeps the documentation's passwords.
	Documentation Sealer
	Address       string // of the portal, as customers reach it, such as https://portal.example
	Payer         Payer  // nil: the portal's payment link

	// Key seals what a form carries until it comes back, perhaps to another server of the office.
	// Empty: one that is forgotten with this server.
	Key    []byte
	Pairer Pairer // nil: computers are not connected at staff's pages
}

// Host is the hosted portal.
type Host struct {
	store    Store
	env      Env
	sessions *scs.SessionManager
	limits   *Limits
	hashing  chan struct{} // a semaphore: Argon2id takes much memory
	asking   chan struct{} // likewise: who has forgotten a password
	human    *Human
	streams  *streams
	handler  http.Handler
}

// New makes the hosted portal. Its Poke hears of commits, and Listen tells open pages of them.
func New(store Store, env Env, limits *Limits) *Host {
	if len(env.Key) == 0 {
		env.Key = []byte(rand.Text())
	}
	h := &Host{store: store, env: env, limits: limits, hashing: make(chan struct{}, 2),
		asking: make(chan struct{}, 100), streams: newStreams(),
		human: &Human{Key: env.Key, Now: env.Now, Nonce: randomID}}
	gob.Register(int64(0))
	h.sessions = scs.New()
	h.sessions.Store = store
	h.sessions.HashTokenInStore = true
	h.sessions.Lifetime, h.sessions.IdleTimeout = 12*time.Hour, idle
	h.sessions.Cookie.Name = "gatehouse"
	if env.Secure {
		h.sessions.Cookie.Name = "__Host-gatehouse"
	}
	h.sessions.Cookie.Secure, h.sessions.Cookie.HttpOnly = env.Secure, true
	h.sessions.Cookie.SameSite, h.sessions.Cookie.Persist = http.SameSiteLaxMode, false
	h.sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		slog.Error("session", "err", err)
		http.Error(w, "The portal cannot answer just now. Try again in a minute.",
			http.StatusServiceUnavailable)
	}
	pages := portal.New(store, h.viewer, portal.Env{Now: env.Now, NewID: randomID,
		Deeds: deeds{h},
		Failed: func(r *http.Request, err error) {
			slog.Error("portal", "path", loggable(r.URL.Path), "err", err)
		}})
	paged := h.sessions.LoadAndSave(withRequest(pages))
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && r.URL.Path == "/live-chat/events" {
			h.stream(w, r)
			return
		}
		paged.ServeHTTP(w, r)
	})
	mux := http.NewServeMux()
	mux.Handle(staffPath, http.NewCrossOriginProtection().Handler(newDesk(h)))
	mux.Handle("/", http.NewCrossOriginProtection().Handler(answer))
	if s, ok := env.Payer.(*Stripe); ok {
		mux.Handle("POST /webhooks/stripe", h.webhook(s)) // signed: it needs no session
	}
	h.programs(mux)
	h.handler = portal.Hosted(mux)
	return h
}

// ServeHTTP answers one request.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.handler.ServeHTTP(w, r) }

// randomID makes a random positive 63-bit number.
func randomID() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return int64(binary.BigEndian.Uint64(b[:])>>1) | 1
}

// loggable is a path without the token of a one-time link.
func loggable(path string) string {
	if way, _, found := strings.Cut(path, "set-password/"); found {
		return way + "set-password/..."
	}
	return path
}

// The keys of a session.
const (
	sessionUser  = "user"
	sessionStamp = "stamp" // of the verifier it began with: a new password ends the session
	sessionKey   = "key"   // that every form of the session carries
	sessionSeat  = "seat"  // the account that was chosen, of several (B17)

	sessionFactor  = "factor"  // the stamp of the second factor that was given (B19)
	sessionPasskey = "passkey" // what the device calls the passkey that it began with
	sessionVisit   = "visit"   // by which it is listed and ended
	sessionAsked   = "asked"   // when the second factor was asked for
)

// elsewhere are the faults of an account that do not end the session of somebody who has another:
// they are told, and can switch back.
const elsewhere = access.AccountInactive | access.AccountPortalOff | access.AboveOff

func stamp(verifier string) string {
	sum := sha256.Sum256([]byte("session " + verifier))
	return hex.EncodeToString(sum[:16])
}

// viewer says who looks. What they may do is read anew for every request, so that a change of
// access shows on the next page (Z7).
func (h *Host) viewer(r *http.Request) (portal.Viewer, error) {
	ctx := r.Context()
	id := records.UserID(h.sessions.GetInt64(ctx, sessionUser))
	if id != 0 {
		c, owed, err := h.signedIn(ctx, id)
		if err != nil {
			return portal.Viewer{}, err
		}
		if c != nil {
			s := c.Subject()
			s.SecondFactor = owed
			return portal.Viewer{Subject: s, Person: c.Person, User: c.User,
				Account: c.Account, Key: h.sessions.GetString(ctx, sessionKey)}, nil
		}
		if err := h.sessions.Destroy(ctx); err != nil {
			return portal.Viewer{}, err
		}
	}
	c, err := h.store.CastAt(ctx, 0)
	if err != nil {
		return portal.Viewer{}, err
	}
	return portal.Viewer{Subject: c.Subject()}, nil // a visitor has no session yet
}

// signedIn gives the cast of a session's user and whether a second factor is owed; nil when the
// session has ended: the user is gone, password or factor are others, it was ended from elsewhere,
// or signing in is no longer allowed (C3, C4, B19).
func (h *Host) signedIn(ctx context.Context, id records.UserID) (*records.Cast, bool, error) {
	c, err := h.store.CastFor(ctx, id, records.AccountID(h.sessions.GetInt64(ctx, sessionSeat)))
	if problem.Is(err, problem.NotFound) { // they no longer have access there
		c, err = h.store.Cast(ctx, id)
	}
	if problem.Is(err, problem.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	_, verifier, err := h.store.Login(ctx, c.User.Username)
	if err != nil || stamp(verifier) != h.sessions.GetString(ctx, sessionStamp) {
		return nil, false, err
	}
	owed, ended, err := h.owes(ctx, c)
	if err != nil || ended {
		return nil, false, err
	}
	if on, err := h.goesOn(ctx, h.sessions, owed); err != nil || !on {
		return nil, false, err
	}
	at := access.At(h.env.Now(), c.Portal.Location())
	if d := access.SignIn(c.Subject(), at); d.Allowed() || d.Faults&^elsewhere == 0 &&
		c.Account != nil && c.Account.ID != c.Person.Account {
		return c, owed, nil
	}
	return nil, false, nil
}
