// Package syncserver is the server's half of sync: it takes signed pushes from paired machines and
// lets the same edits run with authority, and hands out what changed. It decides nothing itself:
// edit does, under the rights that the member of staff has now.
//
//	mux.Handle("/sync/v1/", syncserver.New(db, syncserver.Env{Now: time.Now, NewID: newID}))
package syncserver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/sync/wire"
)

// Store is what the server's half needs of the database.
type Store interface {
	Push(ctx context.Context, machine, copyID string, env edit.Env,
		in []edit.Waiting) (edit.Pushed, error)
	Handout(ctx context.Context, from edit.Position, to edit.Receiver) (edit.Download, error)
	Pair(ctx context.Context, codeHash string, now int64, m edit.Machine) (records.StaffID, error)
	BeginPairing(ctx context.Context, now int64, p edit.Pairing) error
	Pairing(ctx context.Context, handleHash string, now int64) (edit.Pairing, error)
	PairingByCode(ctx context.Context, codeHash string, now int64) (edit.Pairing, error)
	ClaimPairing(ctx context.Context, codeHash string, m edit.Machine, until int64) error
	GiveToken(ctx context.Context, machine, tokenHash string) error
	EndPairing(ctx context.Context, handleHash string) error
	Machine(ctx context.Context, id string) (edit.Machine, error)
	Machines(ctx context.Context) ([]edit.Machine, error)
	Staff(ctx context.Context, id records.StaffID) (*records.Staff, error)
	Saw(ctx context.Context, machine string, now int64) error
	Quarantine(ctx context.Context, machine, copyID string, in []edit.Waiting) error
	Portal(ctx context.Context) (*records.Portal, error)
	HasPeople(ctx context.Context) (bool, error)
	Revoke(ctx context.Context, machine string) error
	Lineage(ctx context.Context) (edit.Cookie, error)
	HistoryKey(ctx context.Context) (string, error)
	HasContent(ctx context.Context, hash string) (bool, error)
	Content(ctx context.Context, hash string) ([]byte, error)
	KeepContent(ctx context.Context, hash string, data []byte) error
}

// Env is what the program gives: a clock, and fresh 128-bit random ids.
type Env struct {
	Now   func() time.Time
	NewID func() string
	Limit func(r *http.Request, what string) error // of tries with a secret, by address

	// Documentation keeps the documentation's passwords; its key goes to every desk.
	Documentation  *sealing.Box
	Oldest, Newest int // schemas that are spoken; 0 = as this program has it
}

// Server answers under /sync/v1/.
type Server struct {
	store Store
	env   Env
	mux   *http.ServeMux
	hub   hub

	carrying chan struct{} // a semaphore: a content is held in memory while it is carried
	turns    sync.Map      // semaphores of one each, by what a machine does once at a time
}

// New makes the server's half.
func New(store Store, env Env) *Server {
	s := &Server{store: store, env: env, mux: http.NewServeMux(),
		carrying: make(chan struct{}, mostContents)}
	s.mux.HandleFunc("POST /sync/v1/pair", s.answer(s.pair))
	s.mux.HandleFunc("POST /sync/v1/pair/begin", s.answer(s.begin))
	s.mux.HandleFunc("POST /sync/v1/pair/wait", s.answer(s.wait))
	s.mux.HandleFunc("POST /sync/v1/pair/cancel", s.answer(s.cancel))
	s.mux.HandleFunc("POST /sync/v1/leave", s.answer(s.leave))
	s.mux.HandleFunc("POST /sync/v1/push", s.answer(s.push))
	s.mux.HandleFunc("POST /sync/v1/pull", s.answer(s.pull))
	s.mux.HandleFunc("GET /sync/v1/events", s.answer(s.events))
	s.mux.HandleFunc("GET /sync/v1/machines", s.answer(s.machines))
	s.mux.HandleFunc("PUT "+wire.ContentPath+"{hash}", s.answer(s.takeContent))
	s.mux.HandleFunc("GET "+wire.ContentPath+"{hash}", s.answer(s.giveContent)) // and HEAD
	return s
}

// ServeHTTP answers a desk.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set(wire.OldestHeader, strconv.Itoa(s.schemas().Oldest))
	w.Header().Set(wire.NewestHeader, strconv.Itoa(s.schemas().Newest))
	s.mux.ServeHTTP(w, r)
}

// Poke tells every listening desk that there is a new version.
func (s *Server) Poke(version int64) { s.hub.poke(version) }

// answer turns a problem into a status and a Failure.
func (s *Server) answer(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil || r.Context().Err() != nil {
			return
		}
		p := problem.Of(err)
		f := wire.Failure{Kind: p.Kind, Text: p.Text, Code: p.Field}
		if p.Kind == problem.Internal {
			slog.Error("sync", "path", r.URL.Path, "err", err)
		}
		w.Header().Set("Content-Type", "application/json")
		status := statusOf[p.Kind]
		var over tooMany
		switch {
		case p.Field == wire.DeskTooOld:
			status = http.StatusUpgradeRequired
		case errors.As(err, &over):
			status = http.StatusTooManyRequests
			w.Header().Set("Retry-After", seconds(afterTooMany))
		case status == http.StatusServiceUnavailable:
			w.Header().Set("Retry-After", seconds(afterBusy))
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(f) // the desk has gone; nobody is left to tell
	}
}

// What a desk that is refused for now is asked to wait.
const (
	afterTooMany = time.Minute
	afterBusy    = 5 * time.Second
)

func seconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }

// tooMany is a refusal by the limits.
type tooMany struct{ error }

// Unwrap gives the problem.
func (t tooMany) Unwrap() error { return t.error }

// limit counts one try of a secret.
func (s *Server) limit(r *http.Request, what string) error {
	if err := s.env.Limit(r, what); err != nil {
		return tooMany{err}
	}
	return nil
}

var statusOf = map[problem.Kind]int{
	problem.Invalid: 400, problem.Denied: 403, problem.NotFound: 404, problem.Conflict: 409,
	problem.Busy: 503, problem.Unavailable: 503, problem.Damaged: 400, problem.Internal: 500,
}

// small is how many bytes a request has that is no push: what strangers send is no larger.
const small = 64 << 10

// read gives a request's raw bytes, at most so many.
func read(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		err = problem.New(problem.Invalid, "The request is too large or was cut off.").By(err)
	}
	return raw, err
}

// open reads the message in a request's raw bytes, which may be compressed. It takes four times the
// bytes that may be sent, and no more.
func open(r *http.Request, raw []byte, most uint64, into any) error {
	if r.Header.Get("Content-Encoding") != "zstd" {
		return wire.Read(raw, into)
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderMaxMemory(4*most))
	if err != nil {
		return err
	}
	defer d.Close()
	plain, err := d.DecodeAll(raw, nil)
	if err != nil {
		return problem.New(problem.Damaged, "The request cannot be read.").By(err)
	}
	return wire.Read(plain, into)
}

// Hash gives the form in which codes and tokens are kept.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Code gives a pairing code as it is compared: people read it aloud and type it.
func Code(text string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(text)))
}

func (s *Server) pair(w http.ResponseWriter, r *http.Request) error {
	if err := s.limit(r, "pair"); err != nil {
		return err
	}
	if _, err := s.speaks(r); err != nil { // before the code is used up
		return err
	}
	var in wire.Pair
	raw, err := read(w, r, small)
	if err == nil {
		err = wire.Read(raw, &in)
	}
	if err != nil {
		return err
	}
	if err := fits(in.Computer, in.PublicKey, in.BoxKey); err != nil {
		return err
	}
	token := s.env.NewID() + s.env.NewID()
	m := edit.Machine{ID: s.env.NewID(), Name: in.Computer, PublicKey: in.PublicKey,
		TokenHash: Hash(token), Paired: s.env.Now().Unix()}
	m.Staff, err = s.store.Pair(r.Context(), Hash(Code(in.Code)), s.env.Now().Unix(), m)
	if err != nil {
		return err
	}
	out, err := s.welcome(r.Context(), m, token, in.BoxKey)
	if err != nil {
		return err
	}
	return reply(w, out)
}

func reply(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

// push lets edits run, as the member of staff whose machine it is, with the rights of now.
func (s *Server) push(w http.ResponseWriter, r *http.Request) error {
	m, raw, shut := s.said(w, r, wire.MaxBody)
	if shut != nil && !isShutOut(m, s.env.Now()) {
		return shut
	}
	if _, err := s.speaks(r); problem.Of(err).Field == wire.ServerTooOld {
		return err
	}
	done, err := s.alone(r.Context(), "push of "+m.ID)
	if err != nil {
		return err
	}
	defer done()
	var in wire.Push
	if err := open(r, raw, wire.MaxBody, &in); err != nil {
		return err
	}
	if err := in.Check(); err != nil {
		return err
	}
	if shut != nil {
		return s.quarantine(r, m, in, shut)
	}
	env, err := s.circumstances(r.Context(), m)
	if err != nil {
		return err
	}
	out, err := s.store.Push(r.Context(), m.ID, in.Copy, env, waiting(in.Edits))
	if problem.Is(err, problem.Denied) { // it was shut out while it waited for its turn
		if m, shut := s.caller(r); shut != nil && isShutOut(m, s.env.Now()) {
			return s.quarantine(r, m, in, shut)
		}
	}
	if err != nil {
		return err
	}
	answer := wire.Pushed{Copy: in.Copy, Fork: out.Fork, Gap: out.Gap, LastSeq: out.LastSeq,
		Version: out.Version, Results: []wire.Result{}}
	for _, l := range out.Results {
		answer.Results = append(answer.Results, wire.Result(l))
	}
	return reply(w, answer)
}

func waiting(list []wire.Edit) []edit.Waiting {
	out := make([]edit.Waiting, len(list))
	for i, e := range list {
		out[i] = edit.Waiting{Seq: e.Seq, Edit: edit.Envelope{UID: e.UID, Group: e.Group,
			Name: e.Name, NV: e.NV, Args: e.Args, Seen: e.Seen, Saw: e.Saw, Reason: e.Reason,
			At: e.At}}
	}
	return out
}

func (s *Server) circumstances(ctx context.Context, m edit.Machine) (edit.Env, error) {
	staff, err := s.store.Staff(ctx, m.Staff)
	if err != nil {
		return edit.Env{}, err
	}
	portal, err := s.store.Portal(ctx)
	if err != nil {
		return edit.Env{}, err
	}
	return edit.Env{Actor: edit.Actor{Name: staff.Name, Staff: staff}, Machine: m.Name,
		Now: s.env.Now(), Zone: portal.Location(), Side: edit.Server}, nil
}

// worksHere refuses to hand anything out to the computer of somebody who no longer works in the
// office. What they did before is still taken: their removals become tasks for the others.
func (s *Server) worksHere(ctx context.Context, m edit.Machine) error {
	staff, err := s.store.Staff(ctx, m.Staff)
	if err == nil && !staff.Active {
		err = problem.New(problem.Denied, "Your staff login is no longer active, so nothing new "+
			"comes to this computer. Ask an administrator of your office.")
	}
	return err
}

// pull streams what changed.
func (s *Server) pull(w http.ResponseWriter, r *http.Request) error {
	m, raw, err := s.said(w, r, small)
	if err == nil {
		err = s.worksHere(r.Context(), m)
	}
	if err != nil {
		return err
	}
	schema, err := s.speaks(r)
	if err != nil {
		return err
	}
	var in wire.Pull
	if err := open(r, raw, small, &in); err != nil {
		return err
	}
	out := &stream{w: w, download: in.Download, schema: schema,
		stays: func() bool { return s.stays(r) }}
	d, err := s.store.Handout(r.Context(), edit.Position{Copy: in.Copy, Acked: in.Acked,
		Part: edit.Part{Download: in.Download, Pos: in.Pos}, Whole: in.Whole,
		Anew:   in.Anew,
		Schema: schema, Base: in.Base,
		Cookie: edit.Cookie{Portal: in.Portal, Epoch: in.Epoch, Version: in.Version,
			Head: in.Head}}, out)
	if out.z == nil {
		return err
	}
	if err == nil {
		err = out.end(d)
	}
	if err = errors.Join(err, out.z.Close()); err != nil {
		// The stream has begun: the desk sees that it has no last line and asks again.
		slog.Warn("sync: a download was cut off", "err", err)
	}
	return nil
}
