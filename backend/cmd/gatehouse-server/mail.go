package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/sentence"
	"gatehouse/backend/store"
)

// mailOptions say how mail leaves this server. Each may also come from the environment, which is
// how containers are told.
type mailOptions struct{ smtp, passwordFile, from, address, language string }

func (o *mailOptions) define(f *flag.FlagSet) {
	f.StringVar(&o.smtp, "smtp", os.Getenv("GATEHOUSE_SMTP"),
		"mail server, such as smtp://user@mail.office.example:587")
	f.StringVar(&o.passwordFile, "smtp-password-file", os.Getenv("GATEHOUSE_SMTP_PASSWORD_FILE"),
		"file with the password for it")
	f.StringVar(&o.from, "mail-from", os.Getenv("GATEHOUSE_MAIL_FROM"),
		"whom mails come from, such as \"Our office <portal@office.example>\"")
	f.StringVar(&o.address, "address", os.Getenv("GATEHOUSE_ADDRESS"),
		"where customers reach the portal, such as https://portal.office.example")
	f.StringVar(&o.language, "language", os.Getenv("GATEHOUSE_LANGUAGE"),
		"of mails to those who have not signed in yet: en, de or es")
}

// read gives what a postman needs, nil where no mail is to be sent.
func (o *mailOptions) read() (*hosting.PostEnv, error) {
	if o.language != "" && !slices.Contains(sentence.Languages(), o.language) {
		return nil, problem.Newf(problem.Invalid, "--language is en, de or es, not %q.", o.language)
	}
	if o.smtp == "" {
		if o.address == "" {
			return nil, nil
		}
		return nil, hosting.CheckAddress(o.address)
	}
	smtp, err := hosting.ParseSMTP(o.smtp, o.from)
	if err != nil {
		return nil, err
	}
	if err := hosting.CheckAddress(o.address); err != nil {
		return nil, err
	}
	if o.passwordFile != "" {
		text, err := os.ReadFile(o.passwordFile)
		if err != nil {
			return nil, problem.New(problem.Unavailable, "The file with the password for the mail "+
				"server cannot be read.").By(err)
		}
		smtp.Password = strings.TrimRight(string(text), "\r\n")
	}
	return &hosting.PostEnv{SMTP: smtp, Address: o.address, Lang: o.language, Now: time.Now}, nil
}

// deliver lets a postman work beside the server, until ctx ends; poke hears of every version that
// is committed. The returned function waits for the mail that is under way.
func deliver(ctx context.Context, db *store.DB, post *hosting.PostEnv, poke func(int64)) (
	func(), error) {
	db.Committed = poke
	if post == nil {
		n, err := db.Waiting(ctx)
		slog.Warn("no mail is sent: name a mail server with --smtp", "waiting", n)
		return func() {}, err
	}
	man := hosting.NewPostman(db, *post)
	db.Committed = func(version int64) {
		poke(version)
		man.Poke()
	}
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		man.Run(ctx)
	}()
	slog.Info("sending mail", "server", post.SMTP.Host, "from", post.SMTP.From.Address)
	return func() {
		stop()
		select {
		case <-done:
		case <-time.After(10 * time.Second): // the claim of that mail ends by itself
		}
	}, nil
}
