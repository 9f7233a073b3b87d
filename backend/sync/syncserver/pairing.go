package syncserver

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
	"unicode"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/sync/wire"
)

// codeLife is for how long a computer's code is good, and after it was confirmed for how long the
// computer may fetch its token.
const codeLife = 10 * time.Minute

// newCode makes a code such as ABCD-2345, of letters and digits that are not taken for each other.
func newCode() string {
	const letters, digits = "ABCDEFGHJKMNPQRSTVWXYZ", "23456789"
	code := make([]byte, 9)
	for i := range code {
		from := letters
		if i > 4 {
			from = digits
		}
		code[i] = oneOf(from)
	}
	code[4] = '-'
	return string(code)
}

// oneOf gives each letter as often as any other.
func oneOf(letters string) byte {
	for {
		var b [1]byte
		_, _ = rand.Read(b[:]) // it never fails
		if n := int(b[0]); n < 256/len(letters)*len(letters) {
			return letters[n%len(letters)]
		}
	}
}

// fits refuses a computer whose keys or name cannot be kept.
func fits(computer, publicKey, boxKey string) error {
	key, err := base64.StdEncoding.DecodeString(publicKey)
	if err != nil || len(key) != ed25519.PublicKeySize || len(computer) > 200 ||
		strings.ContainsFunc(computer, unicode.IsControl) ||
		sealing.CanWrap(boxKey) != nil {
		return problem.New(problem.Invalid, "The request cannot be read.")
	}
	return nil
}

// begin lets a computer wait for a member of staff, and gives it the code that it shows.
func (s *Server) begin(w http.ResponseWriter, r *http.Request) error {
	if err := s.limit(r, "pair begin"); err != nil {
		return err
	}
	if _, err := s.speaks(r); err != nil {
		return err
	}
	var in wire.PairBegin
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
	now := s.env.Now()
	handle := s.env.NewID() + s.env.NewID()
	for {
		code := newCode()
		err := s.store.BeginPairing(r.Context(), now.Unix(), edit.Pairing{HandleHash: Hash(handle),
			CodeHash: Hash(Code(code)), Computer: in.Computer, PublicKey: in.PublicKey,
			BoxKey: in.BoxKey, Expires: now.Add(codeLife).Unix()})
		if problem.Is(err, problem.Conflict) { // one of a thousand million
			continue
		}
		if err != nil {
			return err
		}
		return reply(w, wire.PairBegun{Handle: handle, Code: code,
			Seconds: int64(codeLife.Seconds())})
	}
}

// waiter finds the computer behind a signed question.
func (s *Server) waiter(w http.ResponseWriter, r *http.Request) (p edit.Pairing, err error) {
	var in wire.PairWait
	raw, err := read(w, r, small)
	if err == nil {
		err = wire.Read(raw, &in)
	}
	if err != nil {
		return p, err
	}
	over := problem.New(problem.Denied, "The code is too old, or was withdrawn. Begin anew.").
		On(wire.PairingOver)
	p, err = s.store.Pairing(r.Context(), Hash(in.Handle), s.env.Now().Unix())
	if problem.Is(err, problem.NotFound) {
		return p, over
	}
	if err == nil && !isSigned(edit.Machine{PublicKey: p.PublicKey}, r, raw) {
		err = over
	}
	return p, err
}

// wait says what has become of a computer that waits. Once a member of staff has confirmed it, the
// answer has its token; an answer that was lost is asked for again.
func (s *Server) wait(w http.ResponseWriter, r *http.Request) error {
	p, err := s.waiter(w, r)
	if err != nil {
		return err
	}
	if p.Machine == "" {
		return reply(w, wire.PairWaited{})
	}
	m, err := s.store.Machine(r.Context(), p.Machine)
	if err != nil {
		return err
	}
	token := s.env.NewID() + s.env.NewID()
	err = s.store.GiveToken(r.Context(), m.ID, Hash(token))
	if m.Revoked || problem.Is(err, problem.NotFound) {
		return problem.New(problem.Denied, "This computer was shut out at the server. Begin anew.").
			On(wire.PairingOver)
	}
	if err != nil {
		return err
	}
	out, err := s.welcome(r.Context(), m, token, p.BoxKey)
	if err != nil {
		return err
	}
	return reply(w, wire.PairWaited{Paired: &out})
}

// cancel ends it. What a member of staff has made of it meanwhile is shut out.
func (s *Server) cancel(w http.ResponseWriter, r *http.Request) error {
	p, err := s.waiter(w, r)
	if err != nil {
		return err
	}
	if err := s.store.EndPairing(r.Context(), p.HandleHash); err != nil {
		return err
	}
	return reply(w, wire.PairWaited{})
}

// welcome is what a computer gets that is taken in. Whoever may not see passwords gets no key to
// them, and whoever has left since the computer was confirmed gets nothing.
func (s *Server) welcome(ctx context.Context, m edit.Machine, token, boxKey string) (
	out wire.Paired, err error) {
	if err := s.worksHere(ctx, m); err != nil {
		return out, err
	}
	staff, err := s.store.Staff(ctx, m.Staff)
	if err != nil {
		return out, err
	}
	portal, err := s.store.Portal(ctx)
	if err != nil {
		return out, err
	}
	at, err := s.store.Lineage(ctx)
	if err != nil {
		return out, err
	}
	key, err := s.store.HistoryKey(ctx)
	if err != nil {
		return out, err
	}
	hasPeople, err := s.store.HasPeople(ctx)
	if err != nil {
		return out, err
	}
	out = wire.Paired{Machine: m.ID, Token: token, Staff: staff.ID.String(), Name: staff.Name,
		Role: string(staff.Role), Office: portal.Name, Portal: at.Portal,
		HistoryKey: key, Empty: !hasPeople}
	if s.env.Documentation != nil && edit.MayReveal(staff) {
		out.Documentation, err = s.env.Documentation.Wrap(boxKey)
	}
	return out, err
}

// Shown says which computer shows a code; problem.NotFound when none does, here and at Claim.
func (s *Server) Shown(ctx context.Context, code string) (computer string, err error) {
	p, err := s.store.PairingByCode(ctx, Hash(Code(code)), s.env.Now().Unix())
	return p.Computer, err
}

// Claim takes in the computer that shows a code, as one of a member of staff's.
func (s *Server) Claim(ctx context.Context, staff records.StaffID, code string) error {
	now := s.env.Now()
	return s.store.ClaimPairing(ctx, Hash(Code(code)), edit.Machine{ID: s.env.NewID(),
		Staff: staff, Paired: now.Unix()}, now.Add(codeLife).Unix())
}

// leave shuts the computer out that asks for it: its desk thought better of it.
func (s *Server) leave(w http.ResponseWriter, r *http.Request) error {
	m, raw, err := s.said(w, r, small)
	if err != nil {
		return err
	}
	var in wire.Leave
	if err := wire.Read(raw, &in); err != nil {
		return err
	}
	if in.Machine != m.ID {
		return problem.New(problem.Invalid, "The request cannot be read.")
	}
	if err := s.store.Revoke(r.Context(), m.ID); err != nil {
		return err
	}
	return reply(w, wire.Left{})
}
