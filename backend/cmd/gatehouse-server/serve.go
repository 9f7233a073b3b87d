package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncserver"
)

type options struct {
	place
	listen, cert, key   string
	proxies             proxies
	office, zone, admin string
	sample              bool
	mail                mailOptions
	pay                 payOptions
}

// address is where the portal is reached, as far as the options say; empty where they do not.
func (o options) address() string {
	host, _, err := net.SplitHostPort(o.listen)
	ip := net.ParseIP(host)
	switch {
	case o.mail.address != "":
		return strings.TrimRight(o.mail.address, "/")
	case err != nil || host == "" || ip != nil && ip.IsUnspecified() || len(o.proxies) > 0:
		return ""
	case o.cert != "":
		return "https://" + o.listen
	}
	return "http://" + o.listen
}

// serve opens the office, connects its parts and answers until ctx ends.
func serve(ctx context.Context, o options) error {
	post, err := o.mail.read()
	if err != nil {
		return err
	}
	payer, err := o.pay.read(o.mail.address)
	if err != nil {
		return err
	}
	l, err := o.bind()
	if err != nil {
		return err
	}
	defer l.Close() // the server has closed it, unless something else fails
	in, err := o.enter(ctx)
	if err != nil {
		return err
	}
	db := in.db
	defer func() {
		if err := db.Close(); err != nil {
			slog.Error("close", "err", err)
		}
	}()
	questions, err := o.begin(ctx, in)
	if err != nil {
		return err
	}
	limits := hosting.NewLimits(time.Now)
	if o.onPostgres() {
		limits.Share(db)
	}
	desks := syncserver.New(db, syncserver.Env{Now: time.Now, NewID: uuid.NewString,
		Limit: limits.Allow, Documentation: in.documentation})
	customers := hosting.New(db, hosting.Env{Now: time.Now, NewID: uuid.NewString,
		Secure: o.isSecure(), Sealer: in.box, Payer: payer, Key: questions,
		Documentation: in.documentation, Pairer: desks,
		Address: strings.TrimRight(o.mail.address, "/")}, limits)
	go customers.Listen(ctx)
	delivered, err := deliver(ctx, db, post, func(version int64) {
		desks.Poke(version)
		customers.Poke(version)
	})
	if err != nil {
		return err
	}
	defer delivered()
	go db.Hear(ctx)
	go hosting.Tidy(ctx, db, time.Now)
	go hosting.KeepReviews(ctx, db, time.Now)
	go hosting.RemindAll(ctx, db, time.Now)
	closeAdmin, err := administer(ctx, in, o.data)
	if err != nil {
		return err
	}
	defer closeAdmin()
	slog.Info("serving", "address", l.Addr().String(), "tls", o.isSecure(), "office", o.name())
	return answer(ctx, l, o.proxies.behind(routes(db, desks, customers)))
}

// begin makes the office at its first start, and gives what sign does.
func (o options) begin(ctx context.Context, in *office) ([]byte, error) {
	in.address = o.address()
	if err := found(ctx, in, o); err != nil {
		return nil, err
	}
	hasty, err := in.db.IsHasty(ctx)
	if err != nil {
		return nil, err
	}
	if hasty {
		slog.Warn("the database does not wait for its disk: what is acknowledged may be lost; " +
			"turn on fsync and synchronous_commit")
	}
	return in.sign(ctx)
}

// sign lets the office's key countersign the history, and gives the one that seals what forms
// carry.
func (o *office) sign(ctx context.Context) ([]byte, error) {
	key, err := o.box.Signer()
	if err != nil {
		return nil, err
	}
	if err := o.db.Countersign(ctx, key); err != nil {
		return nil, err
	}
	return o.box.Derive("questions")
}

func routes(db *store.DB, desks, customers http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if _, err := db.Lineage(r.Context()); err != nil {
			http.Error(w, "not well", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "well")
	})
	mux.Handle("/sync/v1/", desks)
	mux.Handle("/", customers)
	return mux
}

// portal is what an office has at its first start.
func (o options) portal() (*records.Portal, error) {
	p := &records.Portal{Name: o.office, Zone: o.zone, SignInToSubmit: true, Widget: true,
		Tab: true}
	if o.sample {
		p.Name, p.Zone = "Harbour & Lane", "Europe/Berlin"
		p.OldTickets = "/support/tickets.php"
	}
	return p, p.Check()
}

func found(ctx context.Context, in *office, o options) error {
	p, err := o.portal()
	if err != nil {
		return err
	}
	admin := &records.Staff{ID: 1, Name: o.admin, Role: records.Administrator, Active: true}
	err = in.db.Found(ctx, uuid.NewString(), append(welcome(time.Now()), p, admin)...)
	if err == nil && o.sample {
		err = sample(ctx, in.db, admin, in.documentation)
	}
	return err
}

// bind looks at the options and begins to listen, with TLS where there is a certificate. It comes
// before anything is made.
func (o options) bind() (net.Listener, error) {
	if _, err := o.portal(); err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(o.listen)
	ip := net.ParseIP(host)
	switch {
	case err != nil:
		return nil, problem.Newf(problem.Invalid, "%q is no address with a port. Write it like "+
			"127.0.0.1:8420.", o.listen)
	case (o.cert == "") != (o.key == ""):
		return nil, problem.New(problem.Invalid, "Give --cert and --key together.")
	case o.cert != "" && len(o.proxies) > 0:
		return nil, problem.New(problem.Invalid, "Give either --cert or --proxy: one of the two ends "+
			"TLS.")
	case !o.isSecure() && host != "localhost" && (ip == nil || !ip.IsLoopback()):
		return nil, problem.New(problem.Invalid, "Without a certificate the portal is served on this "+
			"computer only. Give --cert and --key, or --proxy where a proxy ends TLS, or listen on "+
			"127.0.0.1.")
	case !o.onPostgres() && isThere(filepath.Join(o.data, "desk.db")) && !isThere(o.file()):
		return nil, problem.Newf(problem.Invalid, "The folder %s is a desk's. Nothing was changed. "+
			"Choose another one for the office.", o.data)
	case !o.onPostgres() && !isThere(o.file()) && o.replaced() != "":
		return nil, problem.Newf(problem.Conflict, "A restore was stopped half-way: the office is "+
			"not in its place, and %s is what was there before. Run the restore again, or give "+
			"that file its old name, office.db.", o.replaced())
	case len(socket(o.data)) > longestSocket:
		return nil, problem.Newf(problem.Invalid, "The name of the folder %s is too long. Choose one "+
			"of at most %d letters.", o.data, longestSocket-len(socket("/")))
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	if o.cert != "" {
		pair, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			return nil, problem.Newf(problem.Invalid, "--cert and --key do not name a certificate "+
				"and its private key, both as PEM: %v.", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	l, err := net.Listen("tcp", o.listen)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, problem.Newf(problem.Denied, "This user may not listen on %s: the system keeps "+
			"ports below 1024 for itself. Give the program that right, or choose another port with "+
			"--listen.", o.listen).By(err)
	case err != nil:
		return nil, problem.Newf(problem.Busy, "The address %s is in use or not this computer's. "+
			"Choose another one with --listen.", o.listen).By(err)
	case o.cert != "":
		l = tls.NewListener(l, config)
	}
	return l, nil
}

// isSecure reports whether customers come by TLS.
func (o options) isSecure() bool { return o.cert != "" || len(o.proxies) > 0 }

// replaced gives the newest file that a restore has set aside; empty where there is none.
func (o options) replaced() (path string) {
	list, _ := filepath.Glob(o.file() + ".replaced-*") // none, where the folder has a name with [
	for _, one := range list {
		if !strings.HasSuffix(one, "-wal") && !strings.HasSuffix(one, "-shm") {
			path = max(path, one)
		}
	}
	return path
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func answer(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: hurried(h, longestStill), ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(end); err != nil {
			slog.Warn("shutdown", "err", err)
		}
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
