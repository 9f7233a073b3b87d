package syncserver

import (
	"context"
	"crypto/ed25519"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

// unheard is after how many days without a word a computer has to be connected anew: what it might
// repeat is then forgotten. heard is how exactly its last word is noted.
const (
	unheard = 180 * 24 * time.Hour
	heard   = 5 * time.Minute
)

// caller finds the machine behind a request, before anything of it is read: known, with its token,
// and not shut out. Only of one that is shut out it gives the machine with an error.
func (s *Server) caller(r *http.Request) (m edit.Machine, err error) {
	unknown := problem.New(problem.Denied, "This computer is not connected to the portal any more. "+
		"Connect it anew.").On(wire.MachineRevoked)
	m, err = s.store.Machine(r.Context(), r.Header.Get(wire.MachineHeader))
	if problem.Is(err, problem.NotFound) {
		return edit.Machine{}, unknown
	}
	if err != nil {
		return edit.Machine{}, err
	}
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if subtle.ConstantTimeCompare([]byte(Hash(token)), []byte(m.TokenHash)) != 1 {
		return edit.Machine{}, unknown
	}
	now := s.env.Now()
	if isShutOut(m, now) {
		return m, unknown
	}
	if now.Unix()-m.Seen >= int64(heard/time.Second) {
		err = s.store.Saw(r.Context(), m.ID, now.Unix())
	}
	return m, err
}

// machines says when each computer was last heard of.
func (s *Server) machines(w http.ResponseWriter, r *http.Request) error {
	m, err := s.caller(r)
	if err != nil {
		return err
	}
	if err := s.worksHere(r.Context(), m); err != nil {
		return err
	}
	list, err := s.store.Machines(r.Context())
	if err != nil {
		return err
	}
	out := wire.Machines{Heard: map[string]int64{}}
	for _, m := range list {
		out.Heard[m.ID] = max(m.Seen, m.Paired)
	}
	return reply(w, out)
}

// said gives what a machine has signed, and the machine as caller does: once more behind the body,
// because it may be shut out while that comes.
func (s *Server) said(w http.ResponseWriter, r *http.Request, most int64) (m edit.Machine,
	raw []byte, err error) {
	if m, err = s.caller(r); err != nil && m.ID == "" {
		return m, nil, err
	}
	raw, err = read(w, r, most)
	if err == nil {
		err = signed(m, r, raw)
	}
	if err != nil {
		return edit.Machine{}, nil, err
	}
	m, err = s.caller(r)
	return m, raw, err
}

// alone waits until nobody else does this.
func (s *Server) alone(ctx context.Context, what string) (done func(), err error) {
	own, _ := s.turns.LoadOrStore(what, make(chan struct{}, 1))
	one := own.(chan struct{})
	select {
	case one <- struct{}{}:
		return func() { <-one }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// signed refuses a body that the machine's key has not signed.
func signed(m edit.Machine, r *http.Request, raw []byte) error {
	if !isSigned(m, r, raw) {
		return problem.New(problem.Denied, "The signature of this computer is not right. Connect it "+
			"anew.")
	}
	return nil
}

func isSigned(m edit.Machine, r *http.Request, raw []byte) bool {
	key, err := base64.StdEncoding.DecodeString(m.PublicKey)
	signature, err2 := base64.StdEncoding.DecodeString(r.Header.Get(wire.SignatureHeader))
	return errors.Join(err, err2) == nil && len(key) == ed25519.PublicKeySize &&
		ed25519.Verify(key, raw, signature)
}

// isShutOut reports whether a machine was revoked, or was not heard of for too long.
func isShutOut(m edit.Machine, now time.Time) bool {
	last := max(m.Seen, m.Paired)
	return m.Revoked || last > 0 && now.Sub(time.Unix(last, 0)) > unheard
}

// quarantine keeps the edits of a machine that is shut out for an administrator, and answers that
// it is.
func (s *Server) quarantine(r *http.Request, m edit.Machine, in wire.Push, shut error) error {
	err := s.store.Quarantine(r.Context(), m.ID, in.Copy, waiting(in.Edits))
	if err != nil {
		slog.Error("sync: edits of a computer that is shut out were not kept", "machine", m.ID,
			"err", err)
		return err
	}
	return shut
}
