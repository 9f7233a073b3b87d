package hosting_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

const staffPass = "seven lamps on a pier"

// staffed gives Ben, who works here, a password by a one-time link, and signs him in.
func (s *site) staffed() *visitor {
	s.t.Helper()
	way := s.staffLink()
	v := s.visitor()
	if p := v.fill(way, "new", staffPass, "repeat", staffPass); p.status != http.StatusSeeOther {
		s.t.Fatalf("%d %s", p.status, p.body)
	}
	if p := v.staffSignIn("Ben", staffPass); p.header.Get("Location") != "home" {
		s.t.Fatalf("%d %s", p.status, p.body)
	}
	return v
}

func (s *site) staffLink() string {
	s.t.Helper()
	way, err := hosting.StaffLink(ctx, s.Server, storetest.Ben, s.Now.Unix())
	must(s.t, err)
	return strings.TrimPrefix(way, "/")
}

func (v *visitor) staffSignIn(name, password string) page {
	v.t.Helper()
	return v.fill("staff/sign-in", "username", name, "password", password)
}

func (v *visitor) isAtDesk() bool {
	return strings.Contains(v.get("staff/home").body, "Connected computers")
}

// TestStaffChooseAPasswordByAOneTimeLink: once, within a day; the newest voids the older ones, and
// no link of a customer's opens it.
func TestStaffChooseAPasswordByAOneTimeLink(t *testing.T) {
	s := open(t)
	older, way := s.staffLink(), s.staffLink()
	v := s.visitor()
	bad := v.get("staff/set-password/" + strings.Repeat("A", 52))
	bad.wants(t, http.StatusNotFound, "Ask your administrator")
	if p := v.get(older); p.body != bad.body || p.status != bad.status {
		t.Errorf("an older link: %d", p.status)
	}
	for _, weak := range []string{"short", "passwordpassword", "aaaaaaaaaaaaaaaaaa"} {
		v.fill(way, "new", weak, "repeat", weak).wants(t, http.StatusUnprocessableEntity, "")
	}
	customers := strings.Replace(way, "staff/", "", 1)
	v.get(customers).wants(t, http.StatusNotFound, "Ask for a new")
	ben := s.staffed()
	v.get(way).wants(t, http.StatusNotFound, "Ask your administrator")
	again := s.staffLink()
	s.Now = s.Now.Add(25 * time.Hour)
	v.get(again).wants(t, http.StatusNotFound, "Ask your administrator")
	lines, err := s.Server.HistoryOf(ctx, storetest.Ben.Key(), 5)
	must(t, err)
	if len(lines) == 0 || lines[0].Edit != "SetStaffPassword" || lines[0].Actor != "Ben" ||
		strings.Contains(fmt.Sprintf("%+v", lines[0]), "argon2id") {
		t.Errorf("%+v", lines)
	}
	_ = ben
}

// TestStaffSignInIsEnumerationSafe (B19): unknown, without a password, gone and wrong read the
// same.
func TestStaffSignInIsEnumerationSafe(t *testing.T) {
	s := open(t)
	s.staffed()
	s.put(&records.Staff{ID: 9, Name: "Gus", Role: records.Administrator})
	v := s.visitor()
	wrong := v.staffSignIn("Ben", "not his password")
	wrong.wants(t, http.StatusForbidden, "do not belong together")
	for _, name := range []string{"Anna", "Gus", "Nobody", miaName} {
		p := v.staffSignIn(name, "not his password")
		if strings.ReplaceAll(p.body, name, "Ben") != wrong.body || p.status != wrong.status {
			t.Errorf("%s: %d", name, p.status)
		}
	}
	if v.isAtDesk() {
		t.Error("somebody is in")
	}
	for _, name := range []string{"ben", " BEN ", storetest.Ben.String()} {
		s.wait()
		if p := s.visitor().staffSignIn(name, staffPass); p.status != http.StatusSeeOther {
			t.Errorf("%q: %d", name, p.status)
		}
	}
	s.put(&records.Staff{ID: 10, Name: "Ben", Role: records.Reader, Active: true})
	v.staffSignIn("Ben", staffPass).wants(t, http.StatusForbidden, "do not belong together")
}

// TestAHundredFailuresShutAStaffLogin (B19): until a one-time link sets another password.
func TestAHundredFailuresShutAStaffLogin(t *testing.T) {
	s := open(t)
	before := s.staffed()
	v := s.visitor()
	form := v.form("staff/sign-in", "username", "Ben", "password", "a wrong one of many")
	busy := 0
	for i := range 115 {
		if i%15 == 14 {
			s.wait()
		}
		if p := v.send("POST", "staff/sign-in", form); p.status == http.StatusServiceUnavailable {
			busy++
		}
	}
	s.wait()
	v.staffSignIn("Ben", staffPass).wants(t, http.StatusForbidden, "do not belong together")
	const fresh = "eight lamps on a pier"
	v.fill(s.staffLink(), "new", fresh, "repeat", fresh).wants(t, http.StatusSeeOther, "")
	if p := v.staffSignIn("Ben", fresh); p.status != http.StatusSeeOther || busy > 0 {
		t.Errorf("with a new password: %d; %d were slowed down", p.status, busy)
	}
	if before.isAtDesk() {
		t.Error("a session from before the new password goes on")
	}
}

// TestAStaffSessionIsAnotherKind: its cookie goes to staff's pages only, is short, and opens
// nothing of a customer's; nor the other way round.
func TestAStaffSessionIsAnotherKind(t *testing.T) {
	s := open(t)
	ben := s.staffed()
	mia := s.signedIn()
	if ben.isIn() || mia.isAtDesk() {
		t.Error("one opens what the other does")
	}
	cookie := s.visitor().staffSignIn("Ben", staffPass).header.Get("Set-Cookie")
	for _, part := range []string{"gatehouse-staff=", "Path=/staff/", "HttpOnly", "SameSite=Strict"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("%s is missing in %q", part, cookie)
		}
	}
	value, _, _ := strings.Cut(strings.TrimPrefix(cookie, "gatehouse-staff="), ";")
	stolen := s.visitor()
	stolen.header.Set("Cookie", "gatehouse="+value)
	crossed := s.visitor()
	crossed.header.Set("Cookie", "gatehouse-staff="+mia.cookie())
	if stolen.isIn() || crossed.isAtDesk() {
		t.Error("a token of one kind opens the other")
	}
	here := ben.get("staff/home")
	for name, has := range map[string]string{"Content-Security-Policy": "script-src 'self'",
		"X-Frame-Options": "DENY", "Cache-Control": "no-store"} {
		if !strings.Contains(here.header.Get(name), has) {
			t.Errorf("%s: %q", name, here.header.Get(name))
		}
	}
	other := s.visitor()
	other.staffSignIn("Ben", staffPass)
	other.send("POST", "staff/sign-out", other.form("staff/home"))
	if other.isAtDesk() || !ben.isAtDesk() {
		t.Error("signing out")
	}
	ben.send("POST", "staff/home", url.Values{"form": {"revoke"}}).
		wants(t, http.StatusForbidden, "out of date")
	s.put(&records.Staff{ID: storetest.Ben, Name: "Ben", Role: records.AccessManager})
	if ben.isAtDesk() {
		t.Error("whoever no longer works here is still in")
	}
}

// TestStaffMaySetUpASecondFactor (B19): by the code that customers use, and an administrator at the
// server takes it off.
func TestStaffMaySetUpASecondFactor(t *testing.T) {
	s := open(t)
	ben, there := s.staffed(), s.visitor()
	there.staffSignIn("Ben", staffPass)
	shown := ben.fill("staff/home", "form", "begin", "factor-password", staffPass)
	a, _, done := ben.setUp(shown, "staff/home")
	if done.status != http.StatusOK || len(a.codes) != 10 || !ben.isAtDesk() {
		t.Fatalf("%d with %d codes: %s", done.status, len(a.codes), done.body)
	}
	there.get("staff/home").wants(t, http.StatusOK, "Enter the code")
	in := s.visitor()
	if p := in.staffSignIn("Ben", staffPass); p.header.Get("Location") != "second-factor" {
		t.Fatalf("signing in leads to %q", p.header.Get("Location"))
	}
	in.fill("staff/home", "form", "revoke").wants(t, http.StatusOK, "Enter the code")
	in.fill("staff/second-factor", "code", a.code()).wants(t, http.StatusForbidden, "was used")
	if p := in.fill("staff/second-factor", "code", a.next()); p.status != http.StatusSeeOther ||
		!in.isAtDesk() {
		t.Errorf("the right code: %d", p.status)
	}
	in.fill("staff/home", "form", "factor-off", "factor-password", staffPass, "factor-code",
		a.codes[1]).wants(t, http.StatusSeeOther, "")
	if !in.isAtDesk() || ben.isAtDesk() {
		t.Error("not exactly the other session has ended")
	}
	shown = in.fill("staff/home", "form", "begin", "factor-password", staffPass)
	in.setUp(shown, "staff/home")
	w := hosting.Writer{Office: s.Server, Now: time.Now, NewID: func() string { return "off" }}
	must(t, w.Itself(ctx, "Administrator", &edit.SetStaffFactor{Staff: storetest.Ben}))
	if in.isAtDesk() {
		t.Error("a session that was begun with it goes on")
	}
	if p := s.visitor().staffSignIn("Ben", staffPass); p.header.Get("Location") != "home" {
		t.Errorf("afterwards signing in leads to %q", p.header.Get("Location"))
	}
}

// pairer knows one code.
type pairer struct{ claimed []records.StaffID }

func (p *pairer) Claim(_ context.Context, id records.StaffID, code string) (string, error) {
	if code != "ABCD-EFGH" {
		return "", problem.New(problem.Denied, "No computer shows this code now.").On("code")
	}
	p.claimed = append(p.claimed, id)
	return "Ben's laptop", nil
}

// TestStaffConnectAndShutOutTheirComputers: with the password again, and their own only. Where no
// pairing is, nothing of it is shown.
func TestStaffConnectAndShutOutTheirComputers(t *testing.T) {
	if strings.Contains(open(t).staffed().get("staff/home").body, "Connect a computer") {
		t.Error("what does not work is shown")
	}
	p := &pairer{}
	s := openWith(t, hosting.Env{Pairer: p})
	for id, staff := range map[string]records.StaffID{"m-ben": storetest.Ben,
		"m-anna": storetest.Anna} {
		must(t, s.Server.Invite(ctx, id, staff, s.Now.Unix()+60))
		_, err := s.Server.Pair(ctx, id, s.Now.Unix(), edit.Machine{ID: id, Name: "Desk of " + id,
			PublicKey: "k", TokenHash: id, Paired: s.Now.Unix()})
		must(t, err)
	}
	ben := s.staffed()
	home := ben.get("staff/home")
	home.wants(t, http.StatusOK, "Desk of m-ben")
	if strings.Contains(home.body, "m-anna") {
		t.Error("Ben sees Anna's computer")
	}
	claim := func(code, password string) page {
		return ben.fill("staff/home", "form", "claim", "claim-code", code, "claim-password", password)
	}
	claim("ABCD-EFGH", "not his password").wants(t, http.StatusForbidden, "do not belong together")
	claim("ABCD-EFGX", staffPass).wants(t, http.StatusForbidden, "No computer shows this code")
	if len(p.claimed) != 0 {
		t.Error("it is claimed")
	}
	claim("ABCD-EFGH", staffPass).wants(t, http.StatusSeeOther, "")
	if len(p.claimed) != 1 || p.claimed[0] != storetest.Ben {
		t.Errorf("claimed for %v", p.claimed)
	}
	revoke := func(id, password string) page {
		return ben.fill("staff/home", "form", "revoke", "id", id, "password-"+id, password)
	}
	revoke("m-ben", "not his password").wants(t, http.StatusForbidden, "do not belong together")
	revoke("m-anna", staffPass).wants(t, http.StatusNotFound, "no computer")
	revoke("m-ben", staffPass).wants(t, http.StatusSeeOther, "")
	for id, want := range map[string]bool{"m-ben": true, "m-anna": false} {
		if m, err := s.Server.Machine(ctx, id); err != nil || m.Revoked != want {
			t.Errorf("%s: %+v %v", id, m, err)
		}
	}
	ben.get("staff/home?saved=revoke").wants(t, http.StatusOK, "The computer is shut out.")
}

// TestNewStaffGetALinkByMail: to the address on record, as long as they work here.
func TestNewStaffGetALinkByMail(t *testing.T) {
	p := newPost(t)
	add := func(id records.StaffID, name, email string, active bool) {
		p.At(storetest.Anna, &edit.AddStaff{Staff: records.Staff{ID: id, Name: name, Email: email,
			Role: records.Reader, Active: active}})
	}
	add(11, "Rita", "rita@office.example", true)
	add(12, "Otto", "", true)
	add(13, "Gus", "gus@office.example", false)
	mails := p.deliver()
	if len(mails) != 1 || mails[0].to != "rita@office.example" ||
		!strings.Contains(mails[0].text, "number, 11.") ||
		strings.Contains(mails[0].text, "Forgotten") {
		t.Fatalf("%+v", mails)
	}
	_, rest, _ := strings.Cut(mails[0].text, "https://portal.office.example/")
	way, _, _ := strings.Cut(rest, "\n")
	v := p.visitor()
	v.fill(way, "new", staffPass, "repeat", staffPass).wants(t, http.StatusSeeOther, "")
	if got := v.staffSignIn("rita@office.example", staffPass); got.status != http.StatusSeeOther {
		t.Errorf("%d", got.status)
	}
}
