package main

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/store/storetest"
)

// read reads options as serve does.
func read(t *testing.T, args ...string) (mailOptions, error) {
	t.Helper()
	var o mailOptions
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	o.define(f)
	if err := f.Parse(args); err != nil {
		t.Fatal(err)
	}
	_, err := o.read()
	return o, err
}

func TestMailIsSetUpByOptionsOrTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(" open sesame \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GATEHOUSE_SMTP", "smtp://office@mail.example:2525")
	t.Setenv("GATEHOUSE_MAIL_FROM", "Office <portal@office.example>")
	t.Setenv("GATEHOUSE_ADDRESS", "https://portal.office.example")
	t.Setenv("GATEHOUSE_LANGUAGE", "de")
	o, err := read(t, "--smtp-password-file", file, "--language", "es")
	if err != nil {
		t.Fatal(err)
	}
	post, err := o.read()
	if err != nil || post.SMTP.Password != " open sesame " || post.SMTP.Port != 2525 ||
		post.Lang != "es" || post.SMTP.From.Address != "portal@office.example" {
		t.Errorf("%+v %v", post, err)
	}
	for _, bad := range [][]string{{"--smtp", "mail.example"}, {"--mail-from", "nobody"},
		{"--address", "http://portal.office.example"}, {"--smtp", "smtp://a:b@mail.example"}} {
		if _, err := read(t, bad...); !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := read(t, "--smtp-password-file", file+"x"); !problem.Is(err, problem.Unavailable) {
		t.Errorf("a file that is not there: %v", err)
	}
	if o, err := read(t, "--smtp", ""); err != nil || o.smtp != "" {
		t.Errorf("without a mail server: %v", err)
	}
}

// TestWithoutAMailServerTheLogSaysSo: once, at the start, and how many mails wait.
func TestWithoutAMailServerTheLogSaysSo(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	heard := int64(0)
	o := storetest.New(t)
	stop, err := deliver(context.Background(), o.Server, nil, func(v int64) { heard = v })
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if !strings.Contains(log.String(), "no mail is sent") ||
		!strings.Contains(log.String(), "waiting=0") {
		t.Errorf("the log says %s", log.String())
	}
	o.At(storetest.Anna, &edit.Invite{User: storetest.MiaUser})
	if heard == 0 {
		t.Error("desks do not hear of what is committed")
	}
}
