package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/syncserver"
)

type options struct {
	place
	listen, cert, key   string
	office, zone, admin string
	sample              bool
	mail                mailOptions
	pay                 payOptions
}

// address is where the portal is reached, as far as the options say.
func (o options) address() string {
	switch {
	case o.mail.address != "":
		return strings.TrimRight(o.mail.address, "/")
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
	in, err := o.enter(ctx)
	if err != nil {
		return err
	}
	db, box := in.db, in.box
	defer func() {
		if err := db.Close(); err != nil {
			slog.Error("close", "err", err)
		}
	}()
	if err := found(ctx, db, o, box); err != nil {
		return err
	}
	if hasty, err := db.IsHasty(ctx); err != nil || hasty {
		slog.Warn("the database does not wait for its disk: what is acknowledged may be lost; "+
			"turn on fsync and synchronous_commit", "err", err)
	}
	questions, err := in.sign(ctx)
	if err != nil {
		return err
	}
	limits := hosting.NewLimits(time.Now)
	if o.onPostgres() {
		limits.Share(db)
	}
	desks := syncserver.New(db, syncserver.Env{Now: time.Now, NewID: uuid.NewString,
		Limit: limits.Allow})
	customers := hosting.New(db, hosting.Env{Now: time.Now, NewID: uuid.NewString,
		Secure: o.cert != "", Sealer: box, Payer: payer, Key: questions,
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
	in.address = o.address()
	closeAdmin, err := administer(ctx, in, o.data)
	if err != nil {
		return err
	}
	defer closeAdmin()
	return listen(ctx, o, routes(db, desks, customers))
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

func found(ctx context.Context, db *store.DB, o options, box *sealing.Box) error {
	p := &records.Portal{Name: o.office, Zone: o.zone, SignInToSubmit: true, Widget: true,
		Tab: true}
	if o.sample {
		p.Name, p.Zone = "Harbour & Lane", "Europe/Berlin"
		p.OldTickets = "/support/tickets.php"
	}
	if err := p.Check(); err != nil {
		return err
	}
	admin := &records.Staff{ID: 1, Name: o.admin, Role: records.Administrator, Active: true}
	if err := db.Found(ctx, uuid.NewString(), append(welcome(time.Now()), p, admin)...); err != nil {
		return err
	}
	if o.sample {
		return sample(ctx, db, admin, box)
	}
	return nil
}

func listen(ctx context.Context, o options, h http.Handler) error {
	host, _, err := net.SplitHostPort(o.listen)
	ip := net.ParseIP(host)
	if err != nil {
		return problem.Newf(problem.Invalid, "%q is no address with a port. Write it like "+
			"127.0.0.1:8420.", o.listen)
	}
	if o.cert == "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return problem.New(problem.Invalid, "Without a certificate the portal is served on this "+
			"computer only. Give --cert and --key, or listen on 127.0.0.1.")
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return problem.Newf(problem.Busy, "The address %s is in use or not this computer's. "+
			"Choose another one with --listen.", o.listen).By(err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
		TLSConfig:   &tls.Config{MinVersion: tls.VersionTLS12}}
	slog.Info("serving", "address", l.Addr().String(), "tls", o.cert != "")
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(end); err != nil {
			slog.Warn("shutdown", "err", err)
		}
	}()
	if o.cert != "" {
		err = server.ServeTLS(l, o.cert, o.key)
	} else {
		err = server.Serve(l)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
