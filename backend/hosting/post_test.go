package hosting_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"gatehouse/backend/hosting"
)

// received is a mail as the mail server has it.
type received struct {
	from, to   string
	encrypted  bool
	user       string // who signed in to send it
	header     netmail.Header
	text, html string
	raw        string
}

// subject is the subject as people read it.
func (r received) subject() string {
	text, err := new(mime.WordDecoder).DecodeHeader(r.header.Get("Subject"))
	if err != nil {
		return err.Error()
	}
	return text
}

// mailServer is a real mail server on this computer that keeps what it is given.
type mailServer struct {
	net.Listener
	t      *testing.T
	roots  *x509.CertPool // that vouch for its certificate
	secret string         // the password of "office"; empty = nobody has to sign in
	isDown atomic.Bool

	mu     sync.Mutex
	mails  []received
	refuse func(to string) error // what it says to a recipient
	reject func() error          // what it says after a mail's text
}

// newMailServer starts a mail server that offers encryption: "STARTTLS", "TLS" from the start, or
// "none".
func newMailServer(t *testing.T, encryption string) *mailServer {
	t.Helper()
	site := httptest.NewTLSServer(nil) // which has a certificate for 127.0.0.1
	site.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s := &mailServer{Listener: l, t: t, roots: x509.NewCertPool()}
	s.roots.AddCert(site.Certificate())
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{s: s, conn: c}, nil
	}))
	server.Domain = "mail.office.example"
	in, config := net.Listener(s), &tls.Config{Certificates: site.TLS.Certificates}
	switch encryption {
	case "STARTTLS":
		server.TLSConfig = config
	case "TLS":
		in = tls.NewListener(s, config)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(in) // it ends with an error when it is closed
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return s
}

// Accept hangs up at once while the server is down.
func (s *mailServer) Accept() (net.Conn, error) {
	for {
		c, err := s.Listener.Accept()
		if err != nil || !s.isDown.Load() {
			return c, err
		}
		_ = c.Close()
	}
}

// settings say how a postman reaches the server.
func (s *mailServer) settings(scheme, user string) hosting.SMTP {
	s.t.Helper()
	if user != "" {
		user += "@"
	}
	smtp, err := hosting.ParseSMTP(scheme+"://"+user+s.Addr().String(),
		"Büro & Co <portal@office.example>")
	must(s.t, err)
	smtp.Roots = s.roots
	return smtp
}

// all gives the mails that have arrived.
func (s *mailServer) all() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received(nil), s.mails...)
}

// session is one connection to the mail server.
type session struct {
	s    *mailServer
	conn *smtp.Conn
	in   received
}

func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "office" || password != c.s.secret {
			return smtp.ErrAuthFailed
		}
		c.in.user = user
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if c.s.secret != "" && c.in.user == "" {
		return smtp.ErrAuthRequired
	}
	c.in.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.s.mu.Lock()
	refuse := c.s.refuse
	c.s.mu.Unlock()
	if refuse != nil {
		if err := refuse(to); err != nil {
			return err
		}
	}
	c.in.to += to
	return nil
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := c.in
	m.raw = string(raw)
	_, m.encrypted = c.conn.TLSConnectionState()
	if err := m.read(); err != nil {
		return err
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.s.reject != nil {
		if err := c.s.reject(); err != nil {
			return err
		}
	}
	c.s.mails = append(c.s.mails, m)
	return nil
}

func (c *session) Reset() { c.in.to = "" }

func (c *session) Logout() error { return nil }

// read takes a mail apart, as a mail program does.
func (r *received) read() error {
	msg, err := netmail.ReadMessage(strings.NewReader(r.raw))
	if err != nil {
		return err
	}
	r.header = msg.Header
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		return errors.Join(err, errors.New("it is "+kind))
	}
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for {
		part, err := parts.NextPart() // which undoes quoted-printable
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			r.text = strings.ReplaceAll(string(text), "\r\n", "\n")
		} else {
			r.html = string(text)
		}
	}
}

// post is a site whose mail goes to a mail server.
type post struct {
	*site
	mail *mailServer
	man  *hosting.Postman
}

func newPost(t *testing.T) *post {
	t.Helper()
	p := &post{site: open(t), mail: newMailServer(t, "STARTTLS")}
	p.man = p.postman(p.Server, p.mail.settings("smtp", ""))
	return p
}

func (p *post) postman(store hosting.Mails, smtp hosting.SMTP) *hosting.Postman {
	return hosting.NewPostman(store, hosting.PostEnv{SMTP: smtp, Lang: "en",
		Address: "https://portal.office.example/", Now: func() time.Time { return p.Now }})
}

// deliver lets the postman go once; the mail server must answer.
func (p *post) deliver() []received {
	p.t.Helper()
	before := len(p.mail.all())
	must(p.t, p.man.Deliver(context.Background()))
	return p.mail.all()[before:]
}

// later moves the clock.
func (p *post) later(d time.Duration) { p.Now = p.Now.Add(d) }
