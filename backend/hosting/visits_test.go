package hosting_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/store/storetest"
)

var endOf = regexp.MustCompile(
	`name="form" value="session"><input type="hidden" name="id" value="(\d+)"`)

const (
	firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	phone   = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 " +
		"(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)

// withTom gives Tom Basic and a password.
func (s *site) withTom() {
	s.t.Helper()
	s.At(storetest.Anna, &edit.AddAccess{ID: 7, User: storetest.TomUser,
		Terms: edit.Terms{Profile: storetest.Basic}})
	s.password(storetest.TomUser, "another horse in a boat")
}

func (s *site) at(agent string) *visitor {
	v := s.visitor()
	v.header.Set("User-Agent", agent)
	v.signIn(miaName, miaPass)
	return v
}

// TestSessionsAreListedAndEnded (B19): in plain words, one by one or all others, and only one's
// own.
func TestSessionsAreListedAndEnded(t *testing.T) {
	s := open(t)
	here, there, third := s.at(firefox), s.at(phone), s.at("")
	p := here.get("security")
	for _, says := range []string{"<strong>Firefox on Linux</strong> · this one",
		"<strong>Safari on iPhone</strong>", "An unknown device", "From 127.0.0.0/24, since"} {
		p.wants(t, http.StatusOK, says)
	}
	ids := endOf.FindAllStringSubmatch(p.body, -1)
	if len(ids) != 2 {
		t.Fatalf("%d others", len(ids))
	}
	s.withTom()
	tom := s.visitor()
	tom.signIn("Tom@example.com", "another horse in a boat")
	tom.fill("security", "form", "session", "id", ids[0][1])
	if !there.isIn() || !third.isIn() {
		t.Error("Tom ended a session of Mia's")
	}
	if strings.Contains(tom.get("security").body, "iPhone") {
		t.Error("Tom sees where Mia is signed in")
	}
	here.fill("security", "form", "session", "id", ids[0][1])
	if there.isIn() == third.isIn() {
		t.Error("not exactly one was ended")
	}
	here.fill("security", "form", "session", "id", "x").wants(t, http.StatusNotFound, "")
	fourth := s.at(phone)
	if p := here.fill("security", "form", "sessions"); p.status != http.StatusSeeOther ||
		!here.isIn() || there.isIn() || third.isIn() || fourth.isIn() || !tom.isIn() {
		t.Errorf("all others: %d", p.status)
	}
	s.Now = s.Now.Add(2 * time.Minute)
	fifth := s.at(firefox)
	fifth.send("POST", "sign-out", fifth.form("home"))
	if n := len(endOf.FindAllString(here.get("security").body, -1)); n != 0 {
		t.Errorf("%d that were ended are listed", n)
	}
}

// TestASessionThatIsPutBackIsNoLongerGood: what ended stays ended, also for whoever kept the
// cookie.
func TestASessionThatIsPutBackIsNoLongerGood(t *testing.T) {
	s := open(t)
	v := s.signedIn()
	const own = "two birds under a roof"
	there := s.at(phone)
	v.fill("my-details", "form", "password", "old", miaPass, "new", own, "repeat", own)
	if there.isIn() || !v.isIn() {
		t.Error("after a new password")
	}
	if p := v.get("security"); strings.Contains(p.body, "iPhone") ||
		!strings.Contains(p.body, "this one") {
		t.Error("the list is not what is signed in")
	}
}
