package hosting_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestAnUnknownNameAnswersLikeAWrongPassword: to the byte, but for the name that was typed.
func TestAnUnknownNameAnswersLikeAWrongPassword(t *testing.T) {
	s := open(t)
	v := s.visitor()
	wrong := v.signIn(miaName, "this is not her password")
	wrong.wants(t, http.StatusForbidden, "do not belong together")
	for _, name := range []string{"nobody@example.com", "Tom@example.com"} { // Tom has no password
		other := v.signIn(name, "this is not her password")
		if strings.ReplaceAll(other.body, name, miaName) != wrong.body ||
			other.status != wrong.status {
			t.Errorf("%s: %d\n%s", name, other.status, other.body)
		}
	}
	if v.isIn() {
		t.Error("somebody is in")
	}
}

func TestTheInitialPasswordIsReplacedFirst(t *testing.T) { // C6
	s := open(t)
	s.user(storetest.MiaUser, func(u *records.User) { u.MustChange = true })
	v := s.visitor()
	p := v.signIn(miaName, miaPass)
	if p.status != http.StatusSeeOther || p.header.Get("Location") != "first-password" {
		t.Fatalf("%d to %q", p.status, p.header.Get("Location"))
	}
	for _, way := range []string{"home", "tickets", "help-guide", "my-details", "tickets/1"} {
		v.get(way).wants(t, http.StatusForbidden, "Choose your own password")
	}
	v.fill("new-ticket", "subject", "Too early").wants(t, http.StatusForbidden, "Choose your own")
	if n := s.count(); n != 0 {
		t.Errorf("%d tickets", n)
	}
	const own = "two birds under a roof"
	p = v.fill("first-password", "new", own, "repeat", own)
	if p.status != http.StatusSeeOther || !v.isIn() {
		t.Fatalf("%d\n%s", p.status, p.body)
	}
	s.visitor().signIn(miaName, miaPass).wants(t, http.StatusForbidden, "do not belong together")
	if p := s.visitor().signIn(miaName, own); p.status != http.StatusSeeOther ||
		p.header.Get("Location") != "home" {
		t.Errorf("the new one: %d", p.status)
	}
}

// refusals say what makes a sign-in with the right password fail, and the sentence for it.
var refusals = map[string]struct {
	change func(*testing.T, *site)
	says   string
}{
	"Portal User cleared": {user(func(u *records.User) { u.PortalUser = false }),
		"This login cannot use the portal."},
	"deactivated": {user(func(u *records.User) { u.Active = false }),
		"This login cannot use the portal."},
	"no role group": {user(func(u *records.User) { u.RoleGroup = false }),
		"This login cannot use the portal."},
	"locked": {user(func(u *records.User) { u.Locked = true }), "This sign-in is locked"},
	"support ended": {user(func(u *records.User) {
		u.Support = access.Window{To: access.DayOf(2020, 1, 1)}
	}), "Your access has ended."},
	"support not started": {user(func(u *records.User) {
		u.Support = access.Window{From: access.DayOf(2999, 1, 1)}
	}), "Your access has not started yet."},
	"no e-mail": {func(t *testing.T, s *site) {
		p, err := s.Server.Person(ctx, storetest.Mia)
		must(t, err)
		p.Email = ""
		s.put(p)
	}, "This login cannot use the portal."},
	"the account's portal is off": {func(t *testing.T, s *site) {
		a, err := s.Server.Account(ctx, storetest.Acme)
		must(t, err)
		a.Portal = false
		s.put(a)
	}, "The portal is switched off for your company."},
}

func user(change func(*records.User)) func(*testing.T, *site) {
	return func(_ *testing.T, s *site) { s.user(storetest.MiaUser, change) }
}

// TestWhoMayNotSignInReadsWhy: only with the right password, and without a session (C1, C3, C4).
func TestWhoMayNotSignInReadsWhy(t *testing.T) {
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			c.change(t, s)
			v := s.visitor()
			v.signIn(miaName, miaPass).wants(t, http.StatusForbidden, c.says)
			if v.isIn() {
				t.Error("she is in")
			}
			wrong := v.signIn(miaName, "this is not her password")
			wrong.wants(t, http.StatusForbidden, "do not belong together")
			if strings.Contains(wrong.body, c.says) {
				t.Error("a wrong password reads why, too")
			}
		})
	}
}

// TestASessionEndsWhenItsReasonDoes: at the next page, whatever ended it (C3, Z7).
func TestASessionEndsWhenItsReasonDoes(t *testing.T) {
	changes := map[string]func(*testing.T, *site){
		"password set by staff": func(t *testing.T, s *site) {
			s.At(storetest.Anna, &edit.SetPassword{User: storetest.MiaUser, Initial: true,
				Verifier: verifiers()["another horse in a boat"]})
		},
		"login gone": func(t *testing.T, s *site) {
			_, err := s.Server.Write(ctx, func(tx edit.Tx) error {
				tx.Delete(records.Key{Kind: records.KindUser, ID: int64(storetest.MiaUser)})
				return nil
			})
			must(t, err)
		},
	}
	for name, c := range refusals {
		changes[name] = c.change
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			v := s.signedIn()
			change(t, s)
			if v.isIn() {
				t.Error("she is still in")
			}
			v.get("my-details").wants(t, http.StatusUnauthorized, "Please sign in")
		})
	}
}

// TestANewPasswordEndsTheOtherSessions: this one goes on, every other one ends.
func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	s := open(t)
	here, there := s.signedIn(), s.signedIn()
	const own = "two birds under a roof"
	p := here.fill("my-details", "form", "password", "old", "not her old password", "new", own,
		"repeat", own)
	p.wants(t, http.StatusForbidden, "do not belong together")
	p = here.fill("my-details", "form", "password", "old", miaPass, "new", own, "repeat", own)
	if p.status != http.StatusSeeOther || !here.isIn() {
		t.Errorf("here: %d\n%s", p.status, p.body)
	}
	if there.isIn() {
		t.Error("the other session goes on")
	}
}

func TestSigningInAndOutChangesTheToken(t *testing.T) {
	s := open(t)
	v := s.visitor()
	v.get("home")
	before := v.cookie()
	v.signIn(miaName, miaPass)
	after := v.cookie()
	if before != "" || after == "" { // a visitor has no session that somebody could plant
		t.Errorf("%q, then %q", before, after)
	}
	v.fill("home")
	v.send("POST", "sign-out", v.form("home"))
	if v.isIn() {
		t.Error("she is in after signing out")
	}
	stolen := s.visitor()
	stolen.header.Set("Cookie", "gatehouse="+after)
	if stolen.isIn() {
		t.Error("the old token still opens the portal")
	}
}

func (v *visitor) cookie() string {
	r, err := http.NewRequest("GET", v.server.URL, nil)
	must(v.t, err)
	for _, c := range v.client.Jar.Cookies(r.URL) {
		if c.Name == "gatehouse" {
			return c.Value
		}
	}
	return ""
}

func TestTheCookieStaysInTheBrowser(t *testing.T) {
	s := open(t)
	secure := hosting.New(s.Server, hosting.Env{Now: time.Now, Secure: true,
		NewID: func() string { return "id" }}, hosting.NewLimits(time.Now))
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/sign-in",
		strings.NewReader(url.Values{"username": {miaName}, "password": {miaPass}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	secure.ServeHTTP(w, r)
	if c := w.Header().Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-gatehouse=") ||
		!strings.Contains(c, "Secure") {
		t.Errorf("over TLS: %q", c)
	}
	cookie := s.visitor().signIn(miaName, miaPass).header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("%s is missing in %q", part, cookie)
		}
	}
	if strings.Contains(cookie, "Expires") || strings.Contains(cookie, "Max-Age") {
		t.Errorf("the cookie outlives the browser: %q", cookie)
	}
}

func TestWeakPasswordsAreRefused(t *testing.T) {
	for password, ok := range map[string]bool{
		"":                                false,
		"short":                           false,
		"fourteen chars":                  false,
		"fifteen letters":                 true,
		"mia@example.com":                 false, // the username
		"MIA@EXAMPLE.COM":                 false,
		"passwordpassword":                false,
		"Password2026-Berlin":             false,
		"Passwort und mehr davon":         false,
		"qwertyuiopasdfgh":                false,
		"123456789012345678":              false,
		"aaaaaaaaaaaaaaaaaa":              false,
		"abababababababababab":            false,
		"gatehouse-gatehouse":             false,
		"äöüäöüäöüäöüäöüx":                true, // counted in letters
		strings.Repeat("word ", 51) + "x": true,
		strings.Repeat("word ", 52):       false, // 260 letters
	} {
		err := hosting.CheckPassword(password, miaName)
		if (err == nil) != ok || err != nil && !problem.Is(err, problem.Invalid) {
			t.Errorf("%q: %v", password, err)
		}
	}
	s := open(t)
	v := s.signedIn()
	for _, weak := range []string{"short", "passwordpassword", "aaaaaaaaaaaaaaaaaa", miaPass} {
		p := v.fill("my-details", "form", "password", "old", miaPass, "new", weak, "repeat", weak)
		if p.status == http.StatusSeeOther {
			t.Errorf("%q is taken", weak)
		}
	}
	if s.visitor().signIn(miaName, miaPass).status != http.StatusSeeOther {
		t.Error("her password was changed")
	}
}
