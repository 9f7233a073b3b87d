package hosting

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Mails is what a postman needs of the database.
type Mails interface {
	ClaimMail(ctx context.Context, now, until int64) (*records.Mail, error)
	SettleMail(ctx context.Context, m *records.Mail) error
	NewLink(ctx context.Context, l *records.Link) error
	VoidLinks(ctx context.Context, but *records.Link) error
	Portal(ctx context.Context) (*records.Portal, error)
	Cast(ctx context.Context, id records.UserID) (*records.Cast, error)
	Staff(ctx context.Context, id records.StaffID) (*records.Staff, error)
	One(ctx context.Context, key records.Key) (records.Guarded, access.ComponentSet, error)
	Review(ctx context.Context, id records.ReviewID) (*records.Review, error)
	CountUnanswered(ctx context.Context, r *records.Review) (int, error)
}

// PostEnv is what the program gives a postman.
type PostEnv struct {
	SMTP    SMTP
	Address string // of the portal, such as https://portal.office.example
	Lang    string // of mails to those whose language is not known
	Now     func() time.Time
}

// Postman sends the mails that edits have queued. Several of them, also of several servers, share
// one queue: each mail has one at a time. What the mail server does not take now is tried again for
// more than three days.
type Postman struct {
	store Mails
	env   PostEnv
	poked chan struct{}
}

// NewPostman makes a postman who works when he is told to Run.
func NewPostman(store Mails, env PostEnv) *Postman {
	return &Postman{store: store, env: env, poked: make(chan struct{}, 1)}
}

// CheckAddress refuses an address of the portal that a mail could not lead to.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return problem.New(problem.Invalid, "Say where customers reach the portal with --address, "+
			"like https://portal.office.example. Links in mails lead there.").On("address")
	}
	return nil
}

const (
	// lease is how long a claim lasts: longer than the mail server may take for all steps.
	lease = 10 * time.Minute
	// limit ends a try that goes on for too long, well before its claim ends.
	limit = 4 * time.Minute
	// round is how often the queue is looked at when nobody pokes.
	round = 30 * time.Second
	// linkLife is how long a one-time link is good.
	linkLife = 24 * time.Hour
	// mostTries is after how many a mail is given up: with the delays between, after 3.8 days.
	mostTries = 30
)

// delay is how long to wait after a number of tries: 1, 2, 4 ... minutes, 4 hours at most.
func delay(tries int64) time.Duration {
	return min(time.Minute<<min(tries-1, 8), 4*time.Hour)
}

// Poke tells the postman that there may be mail. It does not wait.
func (p *Postman) Poke() {
	select {
	case p.poked <- struct{}{}:
	default:
	}
}

// Run delivers until ctx ends. A mail that is under way is then brought to its end.
func (p *Postman) Run(ctx context.Context) {
	tick := time.NewTicker(round)
	defer tick.Stop()
	for {
		poked := p.poked
		if err := p.Deliver(ctx); err != nil && ctx.Err() == nil {
			slog.Error("mail", "err", err)
			poked = nil // new mail does not help: it waits for the next round
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-poked:
		}
	}
}

// Deliver tries every mail that is due. It stops with an error when the mail server or the database
// does not answer: the rest then stays due.
func (p *Postman) Deliver(ctx context.Context) error {
	for ctx.Err() == nil {
		now := p.env.Now()
		m, err := p.store.ClaimMail(ctx, now.Unix(), now.Add(lease).Unix())
		if err != nil || m == nil {
			return err
		}
		if err := p.try(context.WithoutCancel(ctx), m); err != nil {
			return err
		}
	}
	return nil
}

// try brings one mail to the mail server and writes down what became of it.
func (p *Postman) try(ctx context.Context, m *records.Mail) error {
	may, err := p.mayRead(ctx, m)
	if err != nil {
		return err
	}
	if !may {
		return p.settle(ctx, m, never, errors.New("no longer meant for this address"))
	}
	link, address, err := p.link(ctx, m)
	if err != nil {
		return err
	}
	office, err := p.store.Portal(ctx)
	if err != nil {
		return err
	}
	msg, err := p.message(m, write(m, p.env.Lang, office.Name, address))
	if err != nil {
		return p.settle(ctx, m, never, err)
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	v, cause := p.env.SMTP.send(limited, msg)
	if v == taken && link != nil {
		if err := p.store.VoidLinks(ctx, link); err != nil {
			return err
		}
	}
	return p.settle(ctx, m, v, cause)
}

// settle writes what became of a try. The log says neither to whom the mail is nor what is in it,
// and so not what the mail server said of it either.
func (p *Postman) settle(ctx context.Context, m *records.Mail, v verdict, cause error) error {
	log := slog.With("id", m.ID, "template", m.Template, "try", m.Tries)
	switch {
	case v == taken:
		m.State, m.LastError = records.MailSent, ""
		log.Info("mail sent")
	case v == never || m.Tries >= mostTries:
		m.State = records.MailFailed
		log.Warn("mail given up")
	default:
		m.Due = p.env.Now().Add(delay(m.Tries)).Unix()
		log.Info("mail waits", "until", time.Unix(m.Due, 0).UTC())
	}
	if cause != nil {
		m.LastError = oneLine(cause.Error())
	}
	if err := p.store.SettleMail(ctx, m); err != nil || v != unreachable {
		return err
	}
	return fmt.Errorf("the mail server cannot be used: %w", cause)
}

// mayRead asks again whether somebody may read what a mail is about: access may have been taken
// away, or the address changed, since it was queued.
func (p *Postman) mayRead(ctx context.Context, m *records.Mail) (bool, error) {
	if m.Template == records.ChatWaitsMail {
		return p.waits(ctx, m)
	}
	if m.Template == records.ReviewDueMail {
		return p.isDue(ctx, m)
	}
	if id := m.Staff(); id != 0 {
		s, err := p.store.Staff(ctx, id)
		if problem.Is(err, problem.NotFound) {
			return false, nil
		}
		return err == nil && s.Active && records.Fold(s.Email) == records.Fold(m.To), err
	}
	if m.User == 0 {
		return true, nil
	}
	c, err := p.store.Cast(ctx, m.User)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil || records.Fold(c.Person.Email) != records.Fold(m.To) {
		return false, err
	}
	s, at := c.Subject(), access.At(p.env.Now(), c.Portal.Location())
	faults := access.SignIn(s, at).Faults
	if m.Template.HasLink() { // a new password opens what is locked, and support may start later
		faults &^= access.Locked | access.NotStarted
	}
	if faults != 0 || m.Template == records.AccessEndingMail &&
		(c.Access == nil || records.EndOf(c.User, c.Access).String() != m.Args["day"]) {
		return false, nil
	}
	return p.maySee(ctx, m.Link, s, at)
}

// waits reports whether the customer whose chat a mail is about still waits for an answer.
func (p *Postman) waits(ctx context.Context, m *records.Mail) (bool, error) {
	n, err := strconv.ParseInt(strings.TrimPrefix(m.Link, "live-chat/"), 10, 64)
	if err != nil {
		return false, nil
	}
	r, _, err := p.store.One(ctx, records.ConversationID(n).Key())
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	c, ok := r.(*records.Conversation)
	return ok && c.Waits, err
}

// isDue reports whether the round that a mail is about still runs, until the day that it says, and
// wants answers.
func (p *Postman) isDue(ctx context.Context, m *records.Mail) (bool, error) {
	text, day, _ := strings.Cut(strings.TrimPrefix(m.Link, "reviews/"), "/")
	id, err := records.ParseID[records.Review](text)
	if err != nil {
		return false, nil
	}
	r, err := p.store.Review(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil || r.Due.String() != day {
		return false, err
	}
	n, err := p.store.CountUnanswered(ctx, r)
	return n > 0, err
}

// pages are those of records that are no component's own.
var pages = map[string]access.Permission{"suggestions": access.ArticleDraft}

// permissionOf gives what a page with records is about; false when it has none.
func permissionOf(page string) (access.Permission, bool) {
	if may, ok := pages[page]; ok {
		return may, true
	}
	component, err := access.ParseComponent(page)
	if err != nil || records.About(component.First()) == "" {
		return 0, false
	}
	return component.First(), true
}

// maySee reports whether somebody may look at the record whose page a mail leads to, once they
// have signed in. A mail that leads to no record is about none.
func (p *Postman) maySee(ctx context.Context, link string, s *access.Subject, at access.Moment) (
	bool, error) {
	page, id, _ := strings.Cut(link, "/")
	may, ok := permissionOf(page)
	if !ok {
		return true, nil
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return true, nil
	}
	r, closed, err := p.store.One(ctx, records.Key{Kind: records.About(may), ID: n})
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	d := access.Check(s, may, records.Guard(r, may, closed), at)
	return d.Faults&^(access.MustChange|access.NoSecondFactor) == 0, nil
}

// link gives the address that a mail leads to. A one-time link is made now, so that its token is
// nowhere but in the mail; once the mail server has the mail, it voids the older ones.
func (p *Postman) link(ctx context.Context, m *records.Mail) (*records.Link, string, error) {
	if m.Link == "" || m.Template.IsForStaff() {
		return nil, "", nil
	}
	way := strings.TrimRight(p.env.Address, "/") + "/" + m.Link
	if !m.Template.HasLink() {
		return nil, way, nil
	}
	token := newToken()
	hash := hashOf(token)
	l := &records.Link{ID: records.LinkKey(hash).ID, Hash: hash, User: m.User, Staff: m.Staff(),
		Purpose: m.Template, Expires: p.env.Now().Add(linkLife).Unix()}
	return l, way + "/" + token, p.store.NewLink(ctx, l)
}

// newToken makes the token of a one-time link: 260 bits.
func newToken() string { return rand.Text() + rand.Text() }

// hashOf is the form in which the token of a one-time link is kept.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte("link " + token))
	return hex.EncodeToString(sum[:])
}

// message writes a mail as it is sent. Its Message-ID is always the same, so that a mail that is
// sent again, because a crash came before that was written down, is recognised. One with a one-time
// link is another message each time: only its newest link is good.
func (p *Postman) message(m *records.Mail, l letter) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	from := p.env.SMTP.From
	msg.FromMailAddress(&from)
	if err := msg.To(m.To); err != nil {
		return nil, fmt.Errorf("mail %d: %w", m.ID, err)
	}
	id := fmt.Sprintf("%x", m.ID)
	if m.Template.HasLink() {
		id = fmt.Sprintf("%x.%d", m.ID, m.Tries)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	msg.SetMessageIDWithValue(id + "@" + domain)
	msg.SetDateWithValue(p.env.Now())
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("Content-Language", l.Lang)
	msg.Subject(l.Subject)
	msg.SetBodyString(mail.TypeTextPlain, l.plain())
	var body bytes.Buffer
	if err := letterPage.Execute(&body, l); err != nil {
		return nil, fmt.Errorf("mail %d: %w", m.ID, err)
	}
	msg.AddAlternativeString(mail.TypeTextHTML, body.String())
	return msg, nil
}

var letterPage = template.Must(template.ParseFS(wordFiles, "words/letter.html"))
