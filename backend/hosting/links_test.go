package hosting_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

const ownPass = "two birds under a roof"

var linkIn = regexp.MustCompile(`https://portal\.office\.example/set-password/(\w{52})\n`)

// tokenIn gives the token of the one-time link in a mail.
func tokenIn(t *testing.T, m received) string {
	t.Helper()
	found := linkIn.FindStringSubmatch(m.text)
	if found == nil {
		t.Fatalf("the mail has no link:\n%s", m.text)
	}
	if !strings.Contains(m.html, "/set-password/"+found[1]+`"`) {
		t.Errorf("the HTML has another link:\n%s", m.html)
	}
	return found[1]
}

// forgot asks for a link at the portal.
func (p *post) forgot(name string) page {
	p.t.Helper()
	return p.visitor().fill("forgot", "username", name)
}

// queued waits until so many mails to Mia wait or were sent: asking is answered before it is done.
func (p *post) queued(n int) {
	p.t.Helper()
	for range 500 {
		list, err := p.Server.Mails(ctx, storetest.MiaUser, 100)
		must(p.t, err)
		if len(list) >= n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.t.Fatalf("there are no %d mails", n)
}

func (p *post) use(token, password string) page {
	p.t.Helper()
	return p.visitor().fill("set-password/"+token, "new", password, "repeat", password)
}

func TestAForgottenPasswordIsChosenAnew(t *testing.T) {
	p := newPost(t)
	before := p.signedIn()
	sent := p.forgot(miaName)
	if sent.status != http.StatusSeeOther || sent.header.Get("Location") != "forgot?sent=1" {
		t.Fatalf("%d %q", sent.status, sent.header.Get("Location"))
	}
	p.queued(1)
	list := p.deliver()
	if len(list) != 1 || list[0].to != miaName || !strings.Contains(list[0].text,
		"Your username is "+miaName) {
		t.Fatalf("%d mails", len(list))
	}
	token := tokenIn(t, list[0])
	p.visitor().get("set-password/" + token) // as a mail program does that looks at links
	if !before.isIn() {
		t.Error("asking for a link ends the session")
	}
	for _, weak := range []string{"short", "passwordpassword", miaPass, miaName} {
		if p.use(token, weak).status == http.StatusSeeOther {
			t.Errorf("%q is taken", weak)
		}
	}
	done := p.use(token, ownPass)
	if done.status != http.StatusSeeOther ||
		done.header.Get("Location") != "../sign-in?saved=password" {
		t.Fatalf("%d %q", done.status, done.header.Get("Location"))
	}
	if before.isIn() {
		t.Error("the session from before goes on")
	}
	p.visitor().signIn(miaName, miaPass).wants(t, http.StatusForbidden, "do not belong together")
	if in := p.visitor().signIn(miaName, ownPass); in.header.Get("Location") != "home" {
		t.Errorf("the new password: %d", in.status)
	}
	p.use(token, "another horse in a boat").wants(t, http.StatusNotFound, "no longer good")
	lines, err := p.Server.HistoryOf(ctx, storetest.MiaUser.Key(), 2)
	must(t, err)
	for _, l := range lines {
		if l.Edit == "SetPassword" && l.Actor != "Mia Miller" {
			t.Errorf("the history says %s", l.Actor)
		}
	}
}

// TestABadLinkSaysOneThing: used, expired, replaced, ended by a password, or never there.
func TestABadLinkSaysOneThing(t *testing.T) {
	p := newPost(t)
	fresh := func(e edit.Edit) string {
		t.Helper()
		p.At(storetest.Anna, e)
		return tokenIn(t, p.deliver()[0])
	}
	reset, invite := &edit.StartReset{User: storetest.MiaUser}, &edit.Invite{User: storetest.MiaUser}
	older := fresh(reset)
	invitation := fresh(invite)
	newer := fresh(reset)
	unknown := p.visitor().get("set-password/" + strings.Repeat("A", 52))
	unknown.wants(t, http.StatusNotFound, "Ask for a new")
	is := func(what, token string, good bool) {
		t.Helper()
		p.wait()
		for _, got := range []page{p.visitor().get("set-password/" + token), p.use(token, "short")} {
			if good != (got.status != http.StatusNotFound) || !good && got.body != unknown.body {
				t.Errorf("%s: %d", what, got.status)
			}
		}
	}
	is("one that was replaced", older, false)
	is("an invitation before a reset", invitation, true)
	is("the newest", newer, true)
	p.later(24*time.Hour - time.Minute)
	is("after almost a day", newer, true)
	p.later(2 * time.Minute)
	is("after a day", newer, false)
	ended := fresh(invite)
	p.password(storetest.MiaUser, "another horse in a boat")
	is("after staff set a password", ended, false)
	p.wait()
	for _, token := range []string{"x", strings.Repeat("A", 5000), "%00", "%2e%2e", "a%2Fb"} {
		if got := p.visitor().get("set-password/" + token); got.status != http.StatusNotFound {
			t.Errorf("%.20s: %d", token, got.status)
		}
	}
}

// TestALinkIsUsedOnceAtOnce: of many who send it at the same time, one sets the password.
func TestALinkIsUsedOnceAtOnce(t *testing.T) {
	p := newPost(t)
	p.At(storetest.Anna, &edit.Invite{User: storetest.MiaUser})
	way := "set-password/" + tokenIn(t, p.deliver()[0])
	v := p.visitor()
	set := 0
	for _, got := range v.together(6, way, v.form(way, "new", ownPass, "repeat", ownPass)) {
		if got.status == http.StatusSeeOther {
			set++
		}
	}
	if set != 1 {
		t.Errorf("%d set it", set)
	}
}

// TestALinkIsKeptAsItsHash: its token is nowhere in the database.
func TestALinkIsKeptAsItsHash(t *testing.T) {
	p := newPost(t)
	p.At(storetest.Anna, &edit.Invite{User: storetest.MiaUser})
	token := tokenIn(t, p.deliver()[0])
	rows, err := p.Place.Look(t).Query("SELECT hash FROM links")
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var hash string
		must(t, rows.Scan(&hash))
		if len(hash) != 64 || strings.Contains(hash, token) {
			t.Errorf("%q", hash)
		}
	}
	list, err := p.Server.Mails(ctx, storetest.MiaUser, 9)
	must(t, err)
	if text := fmt.Sprintf("%+v", *list[0]); strings.Contains(text, token) {
		t.Errorf("the queue has it: %s", text)
	}
}

// TestAMailWithALinkIsAnotherEachTime: the newest link is the good one, once the mail server has
// it.
func TestAMailWithALinkIsAnotherEachTime(t *testing.T) {
	p := newPost(t)
	p.At(storetest.Anna, &edit.Invite{User: storetest.MiaUser})
	crash := p.postman(crashing{p.Server}, p.mail.settings("smtp", ""))
	if err := crash.Deliver(ctx); err == nil {
		t.Fatal("no crash")
	}
	first := p.mail.all()[0]
	p.later(11 * time.Minute)
	p.mail.isDown.Store(true)
	if err := p.man.Deliver(ctx); err == nil {
		t.Fatal("the mail server is down")
	}
	if got := p.visitor().get("set-password/" + tokenIn(t, first)); got.status != http.StatusOK {
		t.Errorf("before the new one has left, the old one is %d", got.status)
	}
	p.mail.isDown.Store(false)
	p.later(time.Hour)
	second := p.deliver()[0]
	if first.header.Get("Message-Id") == second.header.Get("Message-Id") {
		t.Error("both have the same Message-ID")
	}
	for token, want := range map[string]int{tokenIn(t, first): http.StatusNotFound,
		tokenIn(t, second): http.StatusOK} {
		if got := p.visitor().get("set-password/" + token); got.status != want {
			t.Errorf("%d, want %d", got.status, want)
		}
	}
}

// TestAskingTellsNothing: the same bytes for every name, and mail to those only whom there are.
func TestAskingTellsNothing(t *testing.T) {
	p := newPost(t)
	p.user(storetest.TomUser, func(u *records.User) { u.PortalUser = false })
	var first page
	for i, name := range []string{"nobody@example.com", "Tom@example.com", "'; --", miaName} {
		got := p.forgot(name)
		got.header.Del("Date")
		if i == 0 {
			first = got
		}
		if got.status != http.StatusSeeOther || got.body != first.body ||
			fmt.Sprint(got.header) != fmt.Sprint(first.header) {
			t.Errorf("%s: %d %v", name, got.status, got.header)
		}
	}
	p.queued(1)
	if list := p.deliver(); len(list) != 1 || list[0].to != miaName {
		t.Errorf("%d mails", len(list))
	}
}

// stuck is a store that looks for nobody until it is let go.
type stuck struct {
	*store.DB
	let chan struct{}
}

func (s stuck) Logins(ctx context.Context, name string) ([]*records.User, error) {
	<-s.let
	return s.DB.Logins(ctx, name)
}

// TestTheAnswerDoesNotWaitForTheSearch: so that its time cannot tell who was found.
func TestTheAnswerDoesNotWaitForTheSearch(t *testing.T) {
	p := newPost(t)
	let := make(chan struct{})
	p.server.Config.Handler = hosting.New(stuck{p.Server, let}, hosting.Env{
		Now: func() time.Time { return p.Now }, NewID: func() string { return "stuck" }},
		hosting.NewLimits(time.Now))
	if got := p.forgot(miaName); got.status != http.StatusSeeOther {
		t.Errorf("%d", got.status)
	}
	close(let)
	p.queued(1)
}

// TestAskingTooOftenSendsNoMore: of one login silently, because saying so would tell that it is
// there; from one address with a sentence.
func TestAskingTooOftenSendsNoMore(t *testing.T) {
	p := newPost(t)
	const most = 3
	sent := 0
	for i := range 2 * most {
		p.forgot(miaName).wants(t, http.StatusSeeOther, "")
		p.queued(min(i+1, most))
		sent += len(p.deliver())
		p.Now = p.Now.Add(time.Second)
	}
	busy := 0
	for i := range 25 {
		if got := p.forgot(fmt.Sprint("nobody", i)); got.status == http.StatusServiceUnavailable {
			busy++
		}
	}
	if busy < 5 {
		t.Errorf("only %d of 25 were slowed down", busy)
	}
	if sent += len(p.deliver()); sent != most {
		t.Errorf("%d mails to one login at once", sent)
	}
	p.moved.Add(3600)
	p.forgot(miaName)
	p.queued(most + 1)
}

// TestALinkOpensALockedLogin: it proves more than a password does (B19).
func TestALinkOpensALockedLogin(t *testing.T) {
	p := newPost(t)
	p.user(storetest.MiaUser, func(u *records.User) { u.Locked = true })
	p.forgot(miaName)
	p.queued(1)
	token := tokenIn(t, p.deliver()[0])
	p.use(token, ownPass).wants(t, http.StatusSeeOther, "")
	if p.visitor().signIn(miaName, ownPass).status != http.StatusSeeOther {
		t.Error("she is still locked out")
	}
}
