package hosting_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

func TestAFormThatIsSentTwiceIsDoneOnce(t *testing.T) {
	s := open(t)
	v := s.signedIn()
	form := v.form("new-ticket", "subject", "It broke", "text", "Twice")
	first, second := v.send("POST", "new-ticket", form), v.send("POST", "new-ticket", form)
	way := first.header.Get("Location")
	if first.status != http.StatusSeeOther || way == "" || way != second.header.Get("Location") {
		t.Fatalf("%d %q, then %d %q", first.status, way, second.status,
			second.header.Get("Location"))
	}
	if n := s.count(); n != 1 {
		t.Errorf("%d tickets", n)
	}
	for _, p := range v.together(4, "new-ticket", v.form("new-ticket", "subject", "Once")) {
		if p.status != http.StatusSeeOther {
			t.Errorf("of four at the same time, one answers %d", p.status)
		}
	}
	if n := s.count(); n != 1 {
		t.Errorf("%d tickets, when the same showing was sent again", n)
	}
	s.Now = s.Now.Add(time.Second)
	v.together(4, "new-ticket", v.form("new-ticket", "subject", "Once"))
	if n := s.count(); n != 2 {
		t.Errorf("%d tickets, want another one", n)
	}
	s.Now = s.Now.Add(time.Second)
	v.fill("new-ticket", "subject", "It broke", "text", "Twice") // another showing of the form
	if n := s.count(); n != 3 {
		t.Errorf("%d tickets, want a third", n)
	}
	reply := v.form(way, "text", "Still broken")
	v.send("POST", way, reply)
	v.together(4, way, reply)
	if n := strings.Count(v.get(way).body, "Still broken"); n != 1 {
		t.Errorf("the answer stands there %d times", n)
	}
}

// together sends the same form several times at once.
func (v *visitor) together(n int, way string, form url.Values) []page {
	v.t.Helper()
	list := make([]page, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { list[i] = v.send("POST", way, form) })
	}
	all.Wait()
	return list
}

// TestAFormOfAnotherSiteDoesNothing: by what browsers say of it, and by the key that it lacks.
func TestAFormOfAnotherSiteDoesNothing(t *testing.T) {
	s := open(t)
	v := s.signedIn()
	form := v.form("new-ticket", "subject", "Forged")
	for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site",
		"Origin": "https://evil.example"} {
		v.header = http.Header{name: {value}}
		if p := v.send("POST", "new-ticket", form); p.status != http.StatusForbidden {
			t.Errorf("%s: %d", name, p.status)
		}
	}
	v.header = http.Header{}
	for _, key := range []string{"", "x", "id-" + strings.Repeat("0", 30)} {
		form.Set("key", key)
		v.send("POST", "new-ticket", form).wants(t, http.StatusForbidden, "")
	}
	other := s.visitor().form("sign-in")
	form.Set("key", other.Get("key")) // of another session
	v.send("POST", "new-ticket", form).wants(t, http.StatusForbidden, "")
	if n := s.count(); n != 0 {
		t.Errorf("%d tickets", n)
	}
}

// TestAnothersTicketAnswersLikeNone: to the byte, for looking and for answering.
func TestAnothersTicketAnswersLikeNone(t *testing.T) {
	s := open(t)
	const toms, labs, internal, none = "500001", "500002", "500003", "500009"
	s.put(&records.Ticket{ID: 500001, Account: storetest.Acme, Creator: storetest.Tom,
		Subject: "Tom's secret", Status: records.Open, Created: s.Now.Unix()},
		&records.Ticket{ID: 500002, Account: storetest.Labs, Creator: storetest.Zoe,
			Subject: "Zoe's secret", Status: records.Open, Created: s.Now.Unix()},
		&records.Ticket{ID: 500003, Account: storetest.Acme, Creator: storetest.Mia,
			Subject: "Internal secret", Status: records.Open, Internal: true,
			Created: s.Now.Unix()})
	v := s.signedIn()
	missing := v.get("tickets/" + none)
	missing.wants(t, http.StatusNotFound, "")
	key := v.form("new-ticket").Get("key")
	answer := v.send("POST", "tickets/"+none, url.Values{"key": {key}, "text": {"Mine too"}})
	for _, id := range []string{toms, labs, internal} {
		p := v.get("tickets/" + id)
		if p.status != missing.status || unmarked(p.body) != unmarked(missing.body) {
			t.Errorf("%s: %d\n%s", id, p.status, p.body)
		}
		p = v.send("POST", "tickets/"+id, url.Values{"key": {key}, "text": {"Mine too"}})
		if p.status != answer.status || unmarked(p.body) != unmarked(answer.body) {
			t.Errorf("answering %s: %d\n%s", id, p.status, p.body)
		}
	}
	for _, way := range []string{"tickets", "tickets?q=secret", "home"} {
		if strings.Contains(v.get(way).body, "secret<") {
			t.Errorf("%s shows a secret", way)
		}
	}
	notes, err := s.Server.LinesOf(ctx, records.KindNote, "ticket", 500001)
	if err != nil || len(notes) != 0 {
		t.Errorf("an answer was kept: %v %v", notes, err)
	}
}

// unmarked drops what only the hosted portal has: keys, which differ from page to page.
func unmarked(body string) string {
	var kept []string
	for i, part := range strings.Split(body, "<!--host-->") {
		if _, after, found := strings.Cut(part, "<!--/host-->"); i > 0 && found {
			part = after
		}
		kept = append(kept, part)
	}
	return strings.Join(kept, "")
}

// guesser tries passwords from many addresses, each of which stays within its own limit.
type guesser struct {
	*site
	form   url.Values
	cookie string
}

func (s *site) guesser() *guesser {
	v := s.visitor()
	return &guesser{s, v.form("sign-in"), v.cookie()}
}

func (g *guesser) try(address int, name, password string) int {
	form := url.Values{"key": {g.form.Get("key")}, "username": {name}, "password": {password}}
	r := httptest.NewRequest("POST", "/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "gatehouse", Value: g.cookie})
	r.RemoteAddr = fmt.Sprintf("10.0.%d.%d:4000", address/250, address%250)
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	return w.Code
}

// TestAHundredFailuresShutALogin: then the right password is refused like a wrong one, at once and
// one by one, under every way of writing the name, and where a session asks for the old one, until
// staff set a new one (B19).
func TestAHundredFailuresShutALogin(t *testing.T) {
	s := open(t)
	before := s.signedIn()
	g := s.guesser()
	for i := range 99 {
		g.try(i, miaName, "a wrong password of many")
	}
	if s.visitor().signIn(miaName, miaPass).status != http.StatusSeeOther {
		t.Fatal("99 failures shut it")
	}
	if n := g.atOnce(110, "a wrong password of many"); n != 0 {
		t.Errorf("%d wrong guesses got in", n)
	}
	if n := g.atOnce(30, miaPass); n != 0 {
		t.Errorf("of many right guesses at once, %d got in", n)
	}
	for _, name := range []string{miaName, strings.ToUpper(miaName), " " + miaName + " "} {
		v := s.visitor()
		v.signIn(name, miaPass).wants(t, http.StatusForbidden, "do not belong together")
		if v.isIn() {
			t.Errorf("%q: the right password opens it", name)
		}
	}
	const own = "two birds under a roof"
	before.fill("my-details", "form", "password", "old", miaPass, "new", own, "repeat", own).
		wants(t, http.StatusForbidden, "do not belong together")
	s.wait()
	s.password(storetest.TomUser, "another horse in a boat")
	if s.visitor().signIn("Tom@example.com", "another horse in a boat").status !=
		http.StatusSeeOther {
		t.Error("somebody else is shut out, too")
	}
	s.At(storetest.Ben, &edit.SetPassword{User: storetest.MiaUser, Initial: true,
		Verifier: verifiers()["another horse in a boat"]})
	p := s.visitor().signIn(miaName, "another horse in a boat")
	if p.status != http.StatusSeeOther || p.header.Get("Location") != "first-password" {
		t.Errorf("after staff set a new one: %d", p.status)
	}
}

// atOnce makes many guesses at the same time, and gives how many got in.
func (g *guesser) atOnce(n int, password string) int64 {
	var in atomic.Int64
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			if g.try(i, miaName, password) == http.StatusSeeOther {
				in.Add(1)
			}
		})
	}
	all.Wait()
	return in.Load()
}

// TestOneAddressIsSlowedDown: whatever the names that it tries.
func TestOneAddressIsSlowedDown(t *testing.T) {
	s := open(t)
	v := s.visitor()
	busy := 0
	for i := range 30 {
		if p := v.signIn(fmt.Sprintf("user%d", i), "a password"); strings.Contains(p.body,
			"Too many tries") {
			busy++
		}
	}
	if busy < 5 {
		t.Errorf("only %d of 30 tries were slowed down", busy)
	}
	s.wait()
	if s.visitor().signIn(miaName, miaPass).status != http.StatusSeeOther {
		t.Error("a minute later it is still slowed down")
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	s := open(t)
	v := s.signedIn()
	for _, way := range []string{"home", "tickets", "tickets/5", "no-such-page", "look/portal.css"} {
		h := v.get(way).header
		for name, has := range map[string]string{"Content-Security-Policy": "default-src 'none'",
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Referrer-Policy": "same-origin"} {
			if !strings.Contains(h.Get(name), has) {
				t.Errorf("%s: %s is %q", way, name, h.Get(name))
			}
		}
		if !strings.HasPrefix(way, "look/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", way, h.Get("Cache-Control"))
		}
	}
	if p := v.send("DELETE", "tickets", nil); p.status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", p.status)
	}
}
