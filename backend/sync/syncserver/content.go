package syncserver

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/wire"
)

// mostContents is how many contents are carried at once, which bounds the memory.
const mostContents = 4

// turn waits until another content may be carried. A machine carries one at a time: a slow one
// leaves the others their turns.
func (s *Server) turn(ctx context.Context, machine string) (done func(), err error) {
	own, err := s.alone(ctx, "content of "+machine)
	if err != nil {
		return nil, err
	}
	select {
	case s.carrying <- struct{}{}:
		return func() { <-s.carrying; own() }, nil
	case <-ctx.Done():
		own()
		return nil, ctx.Err()
	}
}

func contentOf(r *http.Request) (string, error) {
	hash := r.PathValue("hash")
	if !wire.IsHash(hash) {
		return "", problem.New(problem.Invalid, "The request cannot be read.")
	}
	return hash, nil
}

// takeContent keeps a content that a desk brings. Bringing it again changes nothing. Like a push,
// it is also taken from somebody who no longer works in the office.
func (s *Server) takeContent(w http.ResponseWriter, r *http.Request) error {
	hash, err := contentOf(r)
	if err != nil {
		return err
	}
	m, err := s.caller(r) // before anything is read
	if err != nil {
		return err
	}
	done, err := s.turn(r.Context(), m.ID)
	if err != nil {
		return err
	}
	defer done()
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, records.LargestFile))
	if err != nil {
		return problem.New(problem.Invalid, "The file is too large or was cut off.").By(err)
	}
	if m, err = s.caller(r); err == nil { // it may have been shut out meanwhile
		err = signed(m, r, data)
	}
	if err != nil {
		return err
	}
	if wire.HashOf(data) != hash {
		return problem.New(problem.Damaged, "The file was damaged on its way. Send it again.")
	}
	if err := s.store.KeepContent(r.Context(), hash, data); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// giveContent hands out a content; asked by HEAD it only says whether it is there.
func (s *Server) giveContent(w http.ResponseWriter, r *http.Request) error {
	hash, err := contentOf(r)
	if err != nil {
		return err
	}
	m, err := s.caller(r)
	if err != nil {
		return err
	}
	if err := s.worksHere(r.Context(), m); err != nil {
		return err
	}
	has, err := s.store.HasContent(r.Context(), hash)
	if err != nil {
		return err
	}
	if !has {
		return problem.New(problem.NotFound, "This file has not come to the server yet. It is on "+
			"the computer where it was attached.")
	}
	if r.Method == http.MethodHead {
		return nil
	}
	done, err := s.turn(r.Context(), m.ID)
	if err != nil {
		return err
	}
	defer done()
	data, err := s.store.Content(r.Context(), hash)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the desk has gone; it asks again
	return nil
}
