package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncserver"
)

// socket is where a running server listens for its administrator: a file that only the owner of
// the data folder can open.
func socket(data string) string { return filepath.Join(data, "admin.sock") }

// administer answers the other commands while the server runs.
func administer(ctx context.Context, db *store.DB, data string) (stop func(), err error) {
	path := socket(data)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, problem.Newf(problem.Unavailable, "The folder %s cannot be used.", data).By(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /invite/{staff}", func(w http.ResponseWriter, r *http.Request) {
		id, err := records.ParseID[records.Staff](r.PathValue("staff"))
		var code string
		if err == nil {
			code, err = newInvite(r.Context(), db, id)
		}
		if err != nil {
			http.Error(w, problem.TextOf(err), http.StatusBadRequest)
			return
		}
		fmt.Fprint(w, code)
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("admin", "err", err)
		}
	}()
	return func() { _ = server.Close() }, nil // the process ends
}

// newInvite makes a code of 12 letters for a member of staff, good for 15 minutes and once.
func newInvite(ctx context.Context, db *store.DB, id records.StaffID) (string, error) {
	if _, err := db.Staff(ctx, id); err != nil {
		return "", problem.Newf(problem.NotFound, "Nobody of the staff has the number %s.", id)
	}
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	code := make([]byte, 0, 14)
	for len(code) < 14 {
		if len(code) == 4 || len(code) == 9 {
			code = append(code, '-')
		}
		var b [1]byte
		rand.Read(b[:])
		if int(b[0]) < len(letters)*8 {
			code = append(code, letters[int(b[0])%len(letters)])
		}
	}
	hash := syncserver.Hash(syncserver.Code(string(code)))
	return string(code), db.Invite(ctx, hash, id, time.Now().Add(15*time.Minute).Unix())
}

// invite asks the running server for a code, or opens the office itself where none runs.
func invite(ctx context.Context, data string, staff int64) error {
	code, err := ask(ctx, data, staff)
	if errors.Is(err, errNotRunning) {
		db, err := store.Open(ctx, filepath.Join(data, "office.db"))
		if err != nil {
			return err
		}
		code, err = newInvite(ctx, db, records.StaffID(staff))
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
		fmt.Println(code)
		return nil
	}
	if err == nil {
		fmt.Println(code)
	}
	return err
}

var errNotRunning = errors.New("no server runs")

func ask(ctx context.Context, data string, staff int64) (string, error) {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", socket(data))
		}}}
	req, err := http.NewRequestWithContext(ctx, "POST",
		"http://server/invite/"+strconv.FormatInt(staff, 10), nil)
	if err != nil {
		return "", err
	}
	res, err := client.Do(req)
	if err != nil {
		return "", errors.Join(errNotRunning, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 1000))
	if err == nil && res.StatusCode != http.StatusOK {
		err = problem.New(problem.Invalid, string(text))
	}
	return string(text), err
}
