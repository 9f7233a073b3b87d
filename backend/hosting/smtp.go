package hosting

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"gatehouse/backend/problem"
)

// SMTP is the mail server of the office, and how to reach it.
type SMTP struct {
	Host     string
	Port     int
	User     string
	Password string
	Implicit bool           // TLS from the first byte, in the place of STARTTLS
	Plain    bool           // no encryption at all: on this computer only
	Roots    *x509.CertPool // whom certificates are checked by; nil = the system's
	From     netmail.Address
}

// ParseSMTP reads the address of a mail server, and who mails come from:
//
//	smtp://user@mail.office.example:587   encrypted by STARTTLS, or not at all used
//	smtps://user@mail.office.example      encrypted from the start
//	plain://127.0.0.1:25                  not encrypted, for a mail server on this computer
//
// The password is no part of it, because others on the computer could read it there.
func ParseSMTP(address, from string) (SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return SMTP{}, problem.New(problem.Invalid, "The address of the mail server cannot be "+
			"read. Write it like smtp://user@mail.office.example:587.").On("smtp")
	}
	s := SMTP{Host: u.Hostname(), User: u.User.Username()}
	if _, has := u.User.Password(); has {
		return SMTP{}, problem.New(problem.Invalid, "Leave the password out of the address of the "+
			"mail server. Put it into a file and name that with --smtp-password-file.").On("smtp")
	}
	switch u.Scheme {
	case "smtp":
		s.Port = 587
	case "smtps":
		s.Port, s.Implicit = 465, true
	case "plain":
		s.Port, s.Plain = 25, true
		if !isLoopback(s.Host) {
			return SMTP{}, problem.New(problem.Invalid, "Mail is sent without encryption to this "+
				"computer only. Use smtp:// or smtps://.").On("smtp")
		}
	default:
		return SMTP{}, problem.New(problem.Invalid, "The address of the mail server begins with "+
			"smtp://, smtps:// or plain://.").On("smtp")
	}
	if u.Port() != "" {
		if s.Port, err = strconv.Atoi(u.Port()); err != nil || s.Port < 1 || s.Port > 65535 {
			return SMTP{}, problem.New(problem.Invalid, "The port of the mail server is a number "+
				"up to 65535.").On("smtp")
		}
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return SMTP{}, problem.New(problem.Invalid, "Say whom mails come from with --mail-from, "+
			"like \"Our office <portal@office.example>\".").On("mail-from")
	}
	s.From = *sender
	return s, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// patience is how long the mail server may take for one step.
const patience = 30 * time.Second

// verdict is what a mail server made of one mail.
type verdict int

const (
	taken       verdict = iota // it has the mail
	later                      // not now
	never                      // it will not take this mail
	unreachable                // it takes no mail at the moment, whatever mail it is
)

// send hands one mail to the mail server.
func (s SMTP) send(ctx context.Context, m *mail.Msg) (verdict, error) {
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(patience),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots,
			MinVersion: tls.VersionTLS12})}
	switch {
	case s.Implicit:
		options = append(options, mail.WithSSL())
	case s.Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return unreachable, err
	}
	line, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return unreachable, err
	}
	err = client.SendWithSMTPClient(line, m)
	// Best effort: whether the mail server took the mail is known by now.
	_ = client.CloseWithSMTPClient(line)
	if m.IsDelivered() {
		return taken, nil
	}
	return judge(err), err
}

// judge tells a refusal of this mail from one that may pass. That the sender may not send, or must
// sign in first, is for the office to repair: then every mail waits.
func judge(err error) verdict {
	var said *mail.SendError
	if !errors.As(err, &said) {
		return later
	}
	code := said.ErrorCode()
	switch said.Reason {
	case mail.ErrSMTPRcptTo, mail.ErrSMTPData, mail.ErrSMTPDataClose:
		if code >= 500 && code != 502 && code != 530 && code != 535 {
			return never
		}
	case mail.ErrGetRcpts, mail.ErrGetSender:
		return never
	case mail.ErrConnCheck, mail.ErrSMTPMailFrom:
		return unreachable
	}
	return later
}
