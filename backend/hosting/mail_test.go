package hosting_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// queue puts mails to staff into the queue, who are asked for no rights.
func (p *post) queue(list ...*records.Mail) {
	p.t.Helper()
	for _, m := range list {
		m.Created, m.Due, m.State = p.Now.Unix(), p.Now.Unix(), records.MailQueued
		must(p.t, m.Check())
		p.put(m)
	}
}

func team(id int64, text string) *records.Mail {
	return &records.Mail{ID: id, To: fmt.Sprintf("staff%d@office.example", id),
		Template: records.ProjectTeamMail, Link: "projects/7", Args: records.Args{"name": "Anna",
			"project": "Harbour", "from": "Mia Miller", "text": text}}
}

// stateOf gives a mail to staff as the queue has it.
func (p *post) stateOf(id int64) records.Mail {
	p.t.Helper()
	list, err := p.Server.Mails(ctx, 0, 1000)
	must(p.t, err)
	for _, m := range list {
		if m.ID == id {
			return *m
		}
	}
	p.t.Fatalf("there is no mail %d", id)
	return records.Mail{}
}

func TestAMailReadsWellInTextAndHTML(t *testing.T) {
	p := newPost(t)
	p.queue(team(255, "Grüße aus Köln.\r\n\r\nBis <bald>\n.\nund {name}"))
	list := p.deliver()
	if len(list) != 1 {
		t.Fatalf("%d mails", len(list))
	}
	m := list[0]
	if !m.encrypted || m.from != "portal@office.example" || m.to != "staff255@office.example" {
		t.Errorf("from %q to %q, encrypted %v", m.from, m.to, m.encrypted)
	}
	for name, want := range map[string]string{"Message-Id": "<ff@office.example>",
		"Auto-Submitted": "auto-generated", "To": "<staff255@office.example>",
		"Date": p.Now.Format(time.RFC1123Z), "Content-Language": "en"} {
		if got := m.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(m.header.Get("From"), "<portal@office.example>") {
		t.Errorf("it comes from %q", m.header.Get("From"))
	}
	for _, want := range []string{"Hello Anna,\n", "Mia Miller writes to the team of the project " +
		"Harbour:\n\n", "Open the project:\nhttps://portal.office.example/projects/7\n",
		"Grüße aus Köln.\n\nBis <bald>\n.\nund {name}\n", "\n-- \nTest Office"} {
		if !strings.Contains(m.text, want) {
			t.Errorf("the text lacks %q:\n%s", want, m.text)
		}
	}
	for _, want := range []string{`<html lang="en">`, "Bis &lt;bald&gt;",
		`<a href="https://portal.office.example/projects/7">Open the project</a>`} {
		if !strings.Contains(m.html, want) {
			t.Errorf("the HTML lacks %q:\n%s", want, m.html)
		}
	}
	if m := p.stateOf(255); m.State != records.MailSent || m.Tries != 1 {
		t.Errorf("%+v", m)
	}
	if again := p.deliver(); len(again) != 0 {
		t.Errorf("it is sent again: %d", len(again))
	}
}

// TestTheMailServerIsReachedAsTheOfficeSays: encrypted or not at all, and signed in.
func TestTheMailServerIsReachedAsTheOfficeSays(t *testing.T) {
	p := newPost(t)
	p.mail.secret = "open sesame"
	send := func(id int64, smtp hosting.SMTP) error {
		p.queue(team(id, "x"))
		err := p.postman(p.Server, smtp).Deliver(ctx)
		p.put(&records.Mail{ID: id, To: "x@y.example", State: records.MailFailed})
		return err
	}
	known := p.mail.settings("smtp", "office")
	known.Password = "open sesame"
	must(t, send(1, known))
	if m := p.mail.all()[0]; !m.encrypted || m.user != "office" {
		t.Errorf("%+v", m)
	}
	wrong, stranger := known, known
	wrong.Password, stranger.Roots = "another", nil // whose certificate nobody vouches for
	nobody := p.mail.settings("smtp", "")
	plain := p.mail.settings("plain", "office")
	plain.Password = "open sesame"
	for name, smtp := range map[string]hosting.SMTP{"a wrong password": wrong, "nobody": nobody,
		"a certificate that nobody vouches for": stranger, "a password in plain sight": plain} {
		if err := send(2, smtp); err == nil {
			t.Errorf("%s: the postman says nothing", name)
		}
	}
	bare := newMailServer(t, "none")
	if err := send(3, bare.settings("smtp", "")); err == nil {
		t.Error("without encryption: the postman says nothing")
	}
	must(t, send(4, bare.settings("plain", "")))
	whole := newMailServer(t, "TLS")
	whole.secret = p.mail.secret
	implicit := whole.settings("smtps", "office")
	implicit.Password = known.Password
	must(t, send(5, implicit))
	if len(p.mail.all()) != 1 || len(bare.all()) != 1 || len(whole.all()) != 1 ||
		whole.all()[0].user != "office" || bare.all()[0].encrypted {
		t.Errorf("%d, %d, %d mails", len(p.mail.all()), len(bare.all()), len(whole.all()))
	}
}

func code(n int) *smtp.SMTPError {
	return &smtp.SMTPError{Code: n, EnhancedCode: smtp.EnhancedCode{n / 100, 1, 1},
		Message: "no, SECRET"}
}

// TestARefusalForGoodStopsAtOnce: and holds up nobody else's mail.
func TestARefusalForGoodStopsAtOnce(t *testing.T) {
	p := newPost(t)
	p.mail.refuse = func(to string) error {
		if to == "staff1@office.example" {
			return code(550)
		}
		return nil
	}
	p.queue(team(1, "x"), team(2, "y"))
	if list := p.deliver(); len(list) != 1 {
		t.Errorf("%d mails", len(list))
	}
	if m := p.stateOf(1); m.State != records.MailFailed || m.Tries != 1 ||
		!strings.Contains(m.LastError, "550") {
		t.Errorf("%+v", m)
	}
	p.mail.reject = func() error { return code(554) } // after it has read the mail
	p.queue(team(3, "z"))
	p.deliver()
	if m := p.stateOf(3); m.State != records.MailFailed {
		t.Errorf("%+v", m)
	}
}

// TestARefusalForNowIsTriedForDays: with growing delays, of four hours at most; then it is given
// up.
func TestARefusalForNowIsTriedForDays(t *testing.T) {
	p := newPost(t)
	p.mail.refuse = func(string) error { return code(451) }
	p.queue(team(1, "x"))
	begin, last, gaps := p.Now, p.Now, ""
	for tries := int64(0); p.stateOf(1).State == records.MailQueued; {
		p.deliver()
		if m := p.stateOf(1); m.Tries != tries {
			gaps += p.Now.Sub(last).String() + " "
			last, tries = p.Now, m.Tries
		}
		p.later(time.Minute)
	}
	if !strings.HasPrefix(gaps, "0s 1m0s 2m0s 4m0s 8m0s 16m0s 32m0s 1h4m0s 2h8m0s 4h0m0s 4h0m0s ") {
		t.Errorf("the gaps are %s", gaps)
	}
	if days := last.Sub(begin).Hours() / 24; days < 3 || days > 5 {
		t.Errorf("it is given up after %.1f days", days)
	}
	if m := p.stateOf(1); m.State != records.MailFailed {
		t.Errorf("%+v", m)
	}
}

// TestADayWithoutTheMailServerLosesNothing: and repeats nothing, whenever mails were queued.
func TestADayWithoutTheMailServerLosesNothing(t *testing.T) {
	p := newPost(t)
	p.mail.isDown.Store(true)
	for minute := range 24 * 60 {
		if minute%60 == 0 {
			p.queue(team(int64(1+minute/60), "x"))
		}
		if err := p.man.Deliver(ctx); err != nil && strings.Contains(err.Error(), "database") {
			t.Fatal(err)
		}
		p.later(time.Minute)
	}
	p.mail.isDown.Store(false)
	for range 5 * 60 {
		must(t, p.man.Deliver(ctx))
		p.later(time.Minute)
	}
	times := map[string]int{}
	for _, m := range p.mail.all() {
		times[m.to]++
	}
	for id := range 24 {
		if n := times[fmt.Sprintf("staff%d@office.example", id+1)]; n != 1 {
			t.Errorf("mail %d came %d times", id+1, n)
		}
	}
	if n, err := p.Server.Waiting(ctx); n != 0 || err != nil {
		t.Errorf("%d wait, %v", n, err)
	}
}

// crashing is a store that cannot write down what became of a mail.
type crashing struct{ *store.DB }

func (crashing) SettleMail(context.Context, *records.Mail) error { return errors.New("crash") }

// TestAMailThatComesTwiceIsRecognised: after a crash between sending it and writing that down.
func TestAMailThatComesTwiceIsRecognised(t *testing.T) {
	p := newPost(t)
	p.queue(team(1, "x"))
	if err := p.postman(crashing{p.Server}, p.mail.settings("smtp", "")).Deliver(ctx); err == nil {
		t.Fatal("no crash")
	}
	p.later(9 * time.Minute)
	if list := p.deliver(); len(list) != 0 {
		t.Error("it is sent while it is claimed")
	}
	p.later(2 * time.Minute)
	p.deliver()
	list := p.mail.all()
	if len(list) != 2 || list[0].header.Get("Message-Id") != list[1].header.Get("Message-Id") {
		t.Errorf("%d mails", len(list))
	}
}

// TestManyPostmenSendEachMailOnce: those of several servers, which share a queue.
func TestManyPostmenSendEachMailOnce(t *testing.T) {
	p := newPost(t)
	for id := range int64(30) {
		p.queue(team(id+1, "x"))
	}
	var all sync.WaitGroup
	for range 5 {
		man := p.postman(p.Server, p.mail.settings("smtp", ""))
		all.Go(func() {
			if err := man.Deliver(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	to := map[string]bool{}
	for _, m := range p.mail.all() {
		to[m.to] = true
	}
	if n := len(p.mail.all()); n != 30 || len(to) != 30 {
		t.Errorf("%d mails to %d people", n, len(to))
	}
}

// TestNothingGetsIntoAHeader: whatever the arguments and the address hold.
func TestNothingGetsIntoAHeader(t *testing.T) {
	p := newPost(t)
	const attack = "x\r\nBcc: evil@evil.example\r\n\r\n<script>alert(1)</script>\x00\u2028"
	m := team(1, attack)
	for name := range m.Args {
		m.Args[name] = attack
	}
	p.queue(m)
	list := p.deliver()
	if len(list) != 1 || list[0].to != "staff1@office.example" {
		t.Fatalf("%d mails", len(list))
	}
	known := "Message-Id Date Auto-Submitted Content-Language Subject From To Content-Type " +
		"Mime-Version"
	for name := range maps.Keys(list[0].header) {
		if !strings.Contains(known, name) {
			t.Errorf("it has the header %s", name)
		}
	}
	if strings.Contains(list[0].html, "<script") || strings.ContainsAny(list[0].subject(), "\r\n") {
		t.Errorf("%q\n%s", list[0].subject(), list[0].html)
	}
	for _, to := range []string{"", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example",
		"A <a@b.example>", "a@b.example\x00", "\"a\nb\"@c.example", "a b@c.example",
		"a@b.example> SIZE=1"} {
		m := team(2, "x")
		m.To = to
		if err := m.Check(); err == nil {
			t.Errorf("%q is an address", to)
		}
	}
}

// TestLogsSayNothingPrivate: neither to whom a mail is, nor what is in it or was said of it.
func TestLogsSayNothingPrivate(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	p := newPost(t)
	p.At(storetest.Anna, &edit.Invite{User: storetest.MiaUser})
	token := tokenIn(t, p.deliver()[0])
	p.mail.refuse = func(to string) error { return code(451) }
	p.queue(team(1, "SECRET"))
	p.deliver()
	p.mail.refuse = func(to string) error { return code(550) }
	p.later(time.Hour)
	p.deliver()
	for _, private := range []string{"SECRET", "office.example", "example.com", "Mia", "Harbour",
		token, "staff1"} {
		if strings.Contains(log.String(), private) {
			t.Errorf("the log has %q:\n%s", private, log.String())
		}
	}
	if strings.Count(log.String(), "\n") < 3 {
		t.Errorf("the log says too little:\n%s", log.String())
	}
}

// TestAMailIsInItsReadersLanguage: that of the last sign-in, or else the server's.
func TestAMailIsInItsReadersLanguage(t *testing.T) {
	p := newPost(t)
	v := p.visitor()
	v.header.Set("Accept-Language", "de-AT,de;q=0.9")
	v.signIn(miaName, miaPass)
	p.At(storetest.Anna, &edit.Invite{User: storetest.MiaUser},
		&edit.Invite{User: storetest.TomUser})
	list := p.deliver()
	if len(list) != 2 || list[0].header.Get("Content-Language") == list[1].header.
		Get("Content-Language") {
		t.Fatalf("%d mails", len(list))
	}
	for _, m := range list {
		want := "Your access to the customer portal of Test Office"
		if m.to == miaName {
			want = "Ihr Zugang zum Kundenportal von Test Office"
		}
		if m.subject() != want {
			t.Errorf("%s reads %q", m.to, m.subject())
		}
	}
}

// TestWhoMayNoLongerReadItGetsNoMail: access is asked for again when a mail is sent.
func TestWhoMayNoLongerReadItGetsNoMail(t *testing.T) {
	changes := map[string]func(*testing.T, *site){
		"the address is another": func(t *testing.T, s *site) {
			m, err := s.Server.Person(ctx, storetest.Mia)
			must(t, err)
			m.Email = "other@example.com"
			s.put(m)
		},
		"access removed": func(t *testing.T, s *site) {
			s.At(storetest.Anna, &edit.RemoveAccess{User: storetest.MiaUser})
		},
		"the ticket is internal": func(t *testing.T, s *site) {
			s.put(&records.Ticket{ID: 500, Account: storetest.Acme, Creator: storetest.Mia,
				Subject: "S", Status: records.Open, Internal: true})
		},
	}
	for name, c := range refusals {
		changes[name] = c.change
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			p.put(&records.Ticket{ID: 500, Account: storetest.Acme, Creator: storetest.Mia,
				Number: "T-5", Subject: "S", Status: records.Open})
			p.At(storetest.Anna, &edit.AddNote{ID: 1, Ticket: 500, Text: "Done."})
			change(t, p.site)
			if list := p.deliver(); len(list) != 0 {
				t.Errorf("%d mails", len(list))
			}
			list, err := p.Server.Mails(ctx, storetest.MiaUser, 9)
			if err != nil || len(list) != 1 || list[0].State != records.MailFailed {
				t.Errorf("%+v %v", list, err)
			}
		})
	}
	p := newPost(t)
	p.put(&records.Ticket{ID: 500, Account: storetest.Acme, Creator: storetest.Mia, Number: "T-5",
		Subject: "S", Status: records.Open})
	p.At(storetest.Anna, &edit.AddNote{ID: 1, Ticket: 500, Text: "Done."})
	if list := p.deliver(); len(list) != 1 || !strings.Contains(list[0].text,
		"https://portal.office.example/tickets/500\n") {
		t.Errorf("with nothing changed: %d mails", len(list))
	}
}

func TestTheAddressOfAMailServerIsRead(t *testing.T) {
	const from = "Office <portal@office.example>"
	for address, want := range map[string]hosting.SMTP{
		"smtp://mail.example":             {Host: "mail.example", Port: 587},
		"smtp://me%40x.example@mail:2525": {Host: "mail", Port: 2525, User: "me@x.example"},
		"smtps://me@mail.example":         {Host: "mail.example", Port: 465, User: "me", Implicit: true},
		"plain://127.0.0.1":               {Host: "127.0.0.1", Port: 25, Plain: true},
		"plain://localhost:1025":          {Host: "localhost", Port: 1025, Plain: true},
		"plain://[::1]":                   {Host: "::1", Port: 25, Plain: true},
	} {
		got, err := hosting.ParseSMTP(address, from)
		want.From.Name, want.From.Address = "Office", "portal@office.example"
		if err != nil || got != want {
			t.Errorf("%s is %+v, %v", address, got, err)
		}
	}
	for _, address := range []string{"", "mail.example", "http://mail.example", "smtp://",
		"smtp://me:secret@mail.example", "plain://mail.example", "smtp://mail.example:99999",
		"smtp://mail.example/path", "smtp://mail.example?x=1"} {
		if _, err := hosting.ParseSMTP(address, from); !problem.Is(err, problem.Invalid) ||
			strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, bad := range []string{"", "Office", "a@b.example, c@d.example", "a@b\r\nBcc: c@d"} {
		if _, err := hosting.ParseSMTP("smtp://mail.example", bad); !problem.Is(err,
			problem.Invalid) {
			t.Errorf("from %q: %v", bad, err)
		}
	}
	for address, good := range map[string]bool{"https://portal.office.example": true,
		"https://office.example/portal": true, "http://127.0.0.1:8420": true, "": false,
		"http://portal.office.example": false, "portal.office.example": false,
		"https://me@portal.example": false, "https://x.example?a": false} {
		if err := hosting.CheckAddress(address); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestAPostmanStopsWhenHeIsTold: and hears of new mail at once.
func TestAPostmanStopsWhenHeIsTold(t *testing.T) {
	p := newPost(t)
	running, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.man.Run(running)
	}()
	p.queue(team(1, "x"))
	p.man.Poke()
	for range 500 {
		if len(p.mail.all()) > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	<-done
	if len(p.mail.all()) != 1 {
		t.Error("the mail was not sent")
	}
}
