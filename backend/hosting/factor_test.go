package hosting_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

var (
	tokenOf = regexp.MustCompile(`name="token" value="([^"]+)"`)
	keyOf   = regexp.MustCompile(`class="qr-key">([A-Z2-7-]+)<`)
	codeOf  = regexp.MustCompile(`<li>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</li>`)
)

// app is an authenticator app.
type app struct {
	*site
	key   string
	codes []string // recovery codes
}

func (a *app) code() string {
	a.t.Helper()
	code, err := totp.GenerateCode(a.key, a.Now)
	must(a.t, err)
	return code
}

// next gives the code of the next half minute.
func (a *app) next() string {
	a.Now = a.Now.Add(30 * time.Second)
	return a.code()
}

// setUp sets a second factor up as a browser does, from the page that shows the key.
func (v *visitor) setUp(shown page, way string) (*app, url.Values, page) {
	v.t.Helper()
	token, key := tokenOf.FindStringSubmatch(shown.body), keyOf.FindStringSubmatch(shown.body)
	if token == nil || key == nil || !strings.Contains(shown.body, `class="qr-dark" d="M`) {
		v.t.Fatalf("%d: %s", shown.status, shown.body)
	}
	a := &app{site: v.site, key: strings.ReplaceAll(key[1], "-", "")}
	form := v.form(way, "form", "confirm", "token", html.UnescapeString(token[1]), "code", a.code())
	done := v.send("POST", way, form)
	for _, m := range codeOf.FindAllStringSubmatch(done.body, -1) {
		a.codes = append(a.codes, m[1])
	}
	return a, form, done
}

func (v *visitor) withFactor() *app {
	v.t.Helper()
	shown := v.fill("security", "form", "begin", "begin-password", miaPass)
	a, _, done := v.setUp(shown, "security")
	if done.status != http.StatusOK || len(a.codes) != 10 {
		v.t.Fatalf("%d with %d codes: %s", done.status, len(a.codes), done.body)
	}
	return a
}

// TestASecondFactorIsSetUpAskedForAndTakenOff (B19): by an app's code and by a recovery code, each
// good once; without it a session is nobody's.
func TestASecondFactorIsSetUpAskedForAndTakenOff(t *testing.T) {
	s := open(t)
	v, other := s.signedIn(), s.signedIn()
	v.fill("security", "form", "begin", "begin-password", "not her password").
		wants(t, http.StatusForbidden, "do not belong together")
	a := v.withFactor()
	if !v.isIn() {
		t.Error("whoever sets it up is asked for it at once")
	}
	other.get("tickets").wants(t, http.StatusForbidden, "Enter the code")
	in := s.visitor()
	p := in.signIn(miaName, miaPass)
	if p.header.Get("Location") != "second-factor" {
		t.Fatalf("signing in leads to %d %q", p.status, p.header.Get("Location"))
	}
	in.isHeldUp()
	in.fill("second-factor", "code", "").wants(t, http.StatusUnprocessableEntity, "Enter a code")
	in.fill("second-factor", "code", "000000").wants(t, http.StatusForbidden, "wrong or was used")
	in.fill("second-factor", "code", a.code()).wants(t, http.StatusForbidden, "was used already")
	code := a.next()
	before := in.cookie()
	p = in.fill("second-factor", "code", code, "next", "tickets")
	if p.header.Get("Location") != "tickets" || !in.isIn() || in.cookie() == before {
		t.Errorf("the right code: %d %q", p.status, p.body)
	}
	again := s.visitor()
	again.signIn(miaName, miaPass)
	again.fill("second-factor", "code", code).wants(t, http.StatusForbidden, "was used already")
	spaced := strings.ToLower(strings.ReplaceAll(a.codes[3], "-", " "))
	if p := again.fill("second-factor", "code", spaced); p.status != http.StatusSeeOther {
		t.Errorf("a recovery code: %d", p.status)
	}
	third := s.visitor()
	third.signIn(miaName, miaPass)
	third.fill("second-factor", "code", a.codes[3]).wants(t, http.StatusForbidden, "was used")
	again.get("security").wants(t, http.StatusOK, "Unused recovery codes: 9.")
	again.fill("security", "form", "factor-off", "factor-password", "not hers", "factor-code",
		a.next()).wants(t, http.StatusForbidden, "do not belong together")
	again.fill("security", "form", "factor-off", "factor-password", miaPass, "factor-code",
		"000000").wants(t, http.StatusForbidden, "wrong or was used")
	s.wait()
	p = again.fill("security", "form", "factor-off", "factor-password", miaPass, "factor-code",
		a.next())
	if p.status != http.StatusSeeOther || !again.isIn() || in.isIn() {
		t.Errorf("taken off: %d; the session that asked %v, another %v", p.status, again.isIn(),
			in.isIn())
	}
	if p := s.visitor().signIn(miaName, miaPass); p.header.Get("Location") != "home" {
		t.Errorf("afterwards signing in leads to %q", p.header.Get("Location"))
	}
}

// isHeldUp fails unless a session that owes its code gets nothing but the question.
func (v *visitor) isHeldUp() {
	v.t.Helper()
	for _, way := range []string{"home", "tickets", "my-details", "security", "sign-in",
		"first-password", "live-chat"} {
		if p := v.get(way); !strings.Contains(p.body, "Enter the code") ||
			strings.Contains(p.body, `class="nav"`) {
			v.t.Errorf("%s shows more than the question: %d", way, p.status)
		}
	}
	if p := v.get("live-chat/events"); p.status != http.StatusForbidden {
		v.t.Errorf("the stream of Live Chat answers %d", p.status)
	}
	v.fill("new-ticket", "subject", "Early").wants(v.t, http.StatusForbidden, "Enter the code")
	if n := v.count(); n != 0 {
		v.t.Errorf("%d tickets", n)
	}
}

// TestACodeIsTakenWithinHalfAMinute: one stretch before and after, and no further.
func TestACodeIsTakenWithinHalfAMinute(t *testing.T) {
	for off, good := range map[time.Duration]bool{-time.Minute: false, -30 * time.Second: true,
		0: true, 30 * time.Second: true, time.Minute: false} {
		s := open(t)
		a := s.signedIn().withFactor()
		s.Now = s.Now.Add(5 * time.Minute)
		v := s.visitor()
		v.signIn(miaName, miaPass)
		code, err := totp.GenerateCode(a.key, s.Now.Add(off))
		must(t, err)
		if p := v.fill("second-factor", "code", code); (p.status == http.StatusSeeOther) != good {
			t.Errorf("a code of %s: %d", off, p.status)
		}
	}
}

// TestACodeIsUsedOnceAtOnce: of many who send the same one at the same time, one gets in.
func TestACodeIsUsedOnceAtOnce(t *testing.T) {
	s := open(t)
	a := s.signedIn().withFactor()
	for name, code := range map[string]string{"app": a.next(), "recovery": a.codes[0]} {
		var list []*visitor
		for range 5 {
			v := s.visitor()
			v.signIn(miaName, miaPass)
			list = append(list, v)
		}
		in := make(chan bool, len(list))
		for _, v := range list {
			form := v.form("second-factor", "code", code)
			go func() { in <- v.send("POST", "second-factor", form).status == http.StatusSeeOther }()
		}
		n := 0
		for range list {
			if <-in {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s: %d got in", name, n)
		}
		s.wait()
	}
}

// TestAHundredWrongCodesShutTheFactor (B19): then the right one is refused like a wrong one, until
// staff take it off; the customer gets a mail, and the history a line.
func TestAHundredWrongCodesShutTheFactor(t *testing.T) {
	p := newPost(t)
	before := p.signedIn()
	a := before.withFactor()
	v := p.visitor()
	v.signIn(miaName, miaPass)
	form := v.form("second-factor", "code", "000000")
	for i := range 100 {
		if i%15 == 14 {
			p.wait()
		}
		v.send("POST", "second-factor", form)
	}
	p.wait()
	v.fill("second-factor", "code", a.next()).wants(t, http.StatusForbidden, "wrong or was used")
	v.fill("second-factor", "code", a.codes[0]).wants(t, http.StatusForbidden, "wrong or was used")
	p.At(storetest.Ben, &edit.RemoveSecondFactor{User: storetest.MiaUser})
	if before.isIn() {
		t.Error("a session that was begun with it goes on")
	}
	if in := p.visitor().signIn(miaName, miaPass); in.header.Get("Location") != "home" {
		t.Errorf("signing in leads to %q", in.header.Get("Location"))
	}
	mails := p.deliver()
	if len(mails) != 1 || mails[0].to != miaName ||
		!strings.Contains(mails[0].text, "taken the second factor off") {
		t.Errorf("%d mails: %+v", len(mails), mails)
	}
	lines, err := p.Server.HistoryOf(ctx, storetest.MiaUser.Key(), 10)
	must(t, err)
	var names []string
	for _, l := range lines {
		names = append(names, l.Edit)
		if strings.Contains(l.Changes, a.key) {
			t.Error("the history has the key")
		}
	}
	if all := strings.Join(names, " "); !strings.Contains(all, "AddSecondFactor") ||
		!strings.Contains(all, "RemoveSecondFactor") {
		t.Errorf("the history has %s", all)
	}
}

// TestAFormThatConfirmsTwiceShowsTheSameCodes: and one of another setup changes nothing.
func TestAFormThatConfirmsTwiceShowsTheSameCodes(t *testing.T) {
	s := open(t)
	v := s.signedIn()
	begin := func() page { return v.fill("security", "form", "begin", "begin-password", miaPass) }
	older := begin()
	a, form, _ := v.setUp(begin(), "security")
	twice := v.send("POST", "security", form)
	for _, code := range a.codes {
		if !strings.Contains(twice.body, code) {
			t.Errorf("the second answer lacks %s: %d", code, twice.status)
		}
	}
	_, _, late := v.setUp(older, "security")
	late.wants(t, http.StatusConflict, "You have a second factor already")
	s.Now = s.Now.Add(2 * time.Hour)
	v = s.visitor()
	v.signIn(miaName, miaPass)
	v.fill("second-factor", "code", a.code())
	form.Set("key", v.form("security").Get("key"))
	v.send("POST", "security", form).wants(t, http.StatusUnprocessableEntity, "too old")
}

// TestASetupBelongsToWhoBeganIt: its token is sealed for them.
func TestASetupBelongsToWhoBeganIt(t *testing.T) {
	s := open(t)
	s.withTom()
	mia, tom := s.signedIn(), s.visitor()
	shown := mia.fill("security", "form", "begin", "begin-password", miaPass)
	tom.signIn("Tom@example.com", "another horse in a boat")
	token := html.UnescapeString(tokenOf.FindStringSubmatch(shown.body)[1])
	a := &app{site: s, key: strings.ReplaceAll(keyOf.FindStringSubmatch(shown.body)[1], "-", "")}
	for _, bad := range []string{token, "", "1.x", strings.Repeat("A", 4000)} {
		tom.fill("security", "form", "confirm", "token", bad, "code", a.code()).
			wants(t, http.StatusUnprocessableEntity, "too old")
	}
	mia.fill("security", "form", "confirm", "token", token, "code", "000000").
		wants(t, http.StatusForbidden, "wrong or was used")
}

// TestAPortalMayAskEverybodyForASecondFactor (B19): whoever has none sets it up when they sign in.
func TestAPortalMayAskEverybodyForASecondFactor(t *testing.T) {
	s := open(t)
	before := s.signedIn()
	was, err := s.Server.Portal(ctx)
	must(t, err)
	want := *was
	want.SecondFactor = true
	s.At(storetest.Anna, &edit.SetPortal{Was: *was, Want: want})
	before.get("tickets").wants(t, http.StatusForbidden, "asks everybody")
	v := s.visitor()
	if p := v.signIn(miaName, miaPass); p.header.Get("Location") != "second-factor" {
		t.Fatalf("signing in leads to %q", p.header.Get("Location"))
	}
	shown := v.get("home")
	shown.wants(t, http.StatusForbidden, "asks everybody")
	a, _, done := v.setUp(shown, "second-factor")
	if done.status != http.StatusOK || len(a.codes) != 10 || !v.isIn() {
		t.Errorf("%d with %d codes", done.status, len(a.codes))
	}
}

// TestAQuestionForACodeIsShort: a password alone keeps nothing open.
func TestAQuestionForACodeIsShort(t *testing.T) {
	s := open(t)
	a := s.signedIn().withFactor()
	v := s.visitor()
	v.signIn(miaName, miaPass)
	s.Now = s.Now.Add(11 * time.Minute)
	v.fill("second-factor", "code", a.code()).wants(t, http.StatusUnauthorized, "sign in")
	if v.isIn() {
		t.Error("she is in")
	}
}

// TestAFactorsSecretIsSealed: neither key nor recovery codes are anywhere in the database.
func TestAFactorsSecretIsSealed(t *testing.T) {
	s := open(t)
	a := s.signedIn().withFactor()
	f, err := s.Server.SecondFactor(ctx, storetest.MiaUser)
	must(t, err)
	if strings.Contains(f.Sealed, a.key) || strings.Contains(f.Sealed, a.codes[0]) || f.Step == 0 {
		t.Errorf("%+v", f)
	}
	if text, err := s.box.Open("factor of second factor/"+storetest.MiaUser.String(),
		f.Sealed); err != nil || !strings.Contains(text, a.key) ||
		strings.Contains(text, strings.ReplaceAll(a.codes[0], "-", "")) {
		t.Errorf("%q %v", text, err)
	}
	if !records.KindSecondFactor.StaysAtServer() || !records.KindPasskey.StaysAtServer() ||
		!records.KindStaffLogin.StaysAtServer() {
		t.Error("they come down to desks")
	}
}
