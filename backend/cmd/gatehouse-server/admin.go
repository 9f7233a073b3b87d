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
	"strings"
	"time"
	"unicode"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncserver"
)

// socket is where a running server listens for its administrator: a file that only the owner of
// the data folder can open.
func socket(data string) string { return filepath.Join(data, "admin.sock") }

// longestSocket is how long such a name may be on every system, in bytes.
const longestSocket = 100

// administer answers the other commands while the server runs.
func administer(ctx context.Context, o *office, data string) (stop func(), err error) {
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
	mux := adminOf(o)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("admin", "err", err)
		}
	}()
	return func() { _ = server.Close() }, nil // the process ends
}

// adminOf answers an administrator's commands, with text for people.
func adminOf(o *office) *http.ServeMux {
	mux := http.NewServeMux()
	answer := func(pattern string, do func(context.Context, *http.Request) (string, error)) {
		mux.HandleFunc("POST /"+pattern, func(w http.ResponseWriter, r *http.Request) {
			text, err := do(r.Context(), r)
			if err != nil { // the text is of what did not come about
				if problem.Is(err, problem.Internal) {
					slog.Error("command", "what", pattern, "err", err)
				}
				http.Error(w, problem.TextOf(err), http.StatusBadRequest)
				return
			}
			fmt.Fprint(w, text)
		})
	}
	answer("invite/{id}", func(ctx context.Context, r *http.Request) (string, error) {
		s, err := whoWorks(ctx, o.db, r.PathValue("id"))
		if err != nil {
			return "", err
		}
		return newInvite(ctx, o.db, s.ID)
	})
	answer("machines", func(ctx context.Context, _ *http.Request) (string, error) {
		return machines(ctx, o.db)
	})
	answer("revoke/{id}", func(ctx context.Context, r *http.Request) (string, error) {
		return "This computer is shut out.", o.db.Revoke(ctx, r.PathValue("id"))
	})
	answer("backup/{to}", func(ctx context.Context, r *http.Request) (string, error) {
		return o.backUp(ctx, r.PathValue("to"))
	})
	answer("verify", func(ctx context.Context, _ *http.Request) (string, error) {
		return o.verify(ctx)
	})
	answer("quarantine", func(ctx context.Context, _ *http.Request) (string, error) {
		return o.quarantined(ctx)
	})
	answer("drop/{id}", func(ctx context.Context, r *http.Request) (string, error) {
		return "It is dropped.", o.db.DropQuarantined(ctx, records.UID(r.PathValue("id")))
	})
	taken := func(ctx context.Context, r *http.Request) (string, error) {
		return o.take(ctx, r.PathValue("as"), records.UID(r.PathValue("id")))
	}
	answer("quarantine/{as}/take", taken)
	answer("quarantine/{as}/take/{id}", taken)
	staffCommands(o, answer)
	tokenCommands(o, answer)
	return mux
}

// machines lists the paired computers, one a line.
func machines(ctx context.Context, db *store.DB) (string, error) {
	list, err := db.Machines(ctx)
	if err != nil {
		return "", err
	}
	names := map[records.StaffID]string{}
	staff, err := db.AllStaff(ctx)
	for _, s := range staff {
		names[s.ID] = s.Name
	}
	var text strings.Builder
	for _, m := range list {
		state := "connected"
		if m.Revoked {
			state = "shut out"
		}
		fmt.Fprintf(&text, "%s  %s  %-9s  %s, %s\n", m.ID,
			time.Unix(m.Paired, 0).Format(time.DateOnly), state, m.Name, names[m.Staff])
	}
	if len(list) == 0 {
		text.WriteString("No computer is connected.")
	}
	return strings.TrimSpace(text.String()), err
}

// newInvite makes a code of 12 letters for a member of staff, good for 15 minutes and once.
func newInvite(ctx context.Context, db *store.DB, id records.StaffID) (string, error) {
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

// administration carries an administrator's commands to the running server, or does them itself
// where none runs.
type administration struct{ place }

// print does one command and prints its answer.
func (a administration) print(ctx context.Context, command string) error {
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", socket(a.data))
		}}}
	req, err := http.NewRequestWithContext(ctx, "POST", "http://server/"+command, nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return a.alone(ctx, req)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	return said(res.StatusCode, string(text))
}

// alone opens the office itself. What it writes into the history is signed as a server does it.
func (a administration) alone(ctx context.Context, req *http.Request) error {
	o, err := a.visit(ctx)
	if err != nil {
		return err
	}
	if _, err := o.sign(ctx); err != nil {
		return errors.Join(err, o.db.Close())
	}
	w := &written{header: http.Header{}, status: http.StatusOK}
	adminOf(o).ServeHTTP(w, req)
	return errors.Join(said(w.status, w.text.String()), o.db.Close())
}

// said prints an answer. Names in it came from elsewhere, and could hold what moves the cursor.
func said(status int, text string) error {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
	if status != http.StatusOK {
		return problem.New(problem.Invalid, strings.TrimSpace(text))
	}
	fmt.Println(text)
	return nil
}

// written is an answer that goes to nobody's network.
type written struct {
	header http.Header
	status int
	text   strings.Builder
}

func (w *written) Header() http.Header         { return w.header }
func (w *written) WriteHeader(status int)      { w.status = status }
func (w *written) Write(b []byte) (int, error) { return w.text.Write(b) }
