package hosting_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestASessionKeepsTheCompanyThatWasChosen (B17): with own rights there, until access there ends.
func TestASessionKeepsTheCompanyThatWasChosen(t *testing.T) {
	s := open(t)
	s.At(storetest.Anna, &edit.AddAccess{ID: 2, User: storetest.MiaUser, Account: storetest.Labs,
		Terms: edit.Terms{Profile: storetest.Manager}})
	v := s.signedIn()
	if v.get("administration").status != http.StatusForbidden {
		t.Error("at her own company Mia administers")
	}
	old := v.form("my-details")
	if p := v.fill("account", "account", storetest.Labs.String()); p.status != http.StatusSeeOther {
		t.Fatalf("switching answers %d: %s", p.status, p.body)
	}
	v.get("administration").wants(t, http.StatusOK, "Acme Labs")
	v.send("POST", "my-details", old).wants(t, http.StatusForbidden, "out of date")
	if p := v.fill("account", "account", "999"); p.status != http.StatusNotFound {
		t.Errorf("a company where she has nothing: %d", p.status)
	}
	s.put(&records.Account{ID: storetest.Labs, Name: "Acme Labs", Parent: storetest.Acme,
		Active: true})
	v.get("home").wants(t, http.StatusForbidden, `id="seat"`)
	if p := v.fill("account", "account", storetest.Acme.String()); p.status !=
		http.StatusSeeOther || !v.isIn() {
		t.Errorf("she cannot switch back: %d %s", p.status, p.body)
	}
	v.fill("account", "account", storetest.Labs.String())
	s.At(storetest.Anna, &edit.RemoveAccess{User: storetest.MiaUser})
	v.get("home").wants(t, http.StatusOK, "Mia")
	if strings.Contains(v.get("home").body, "Acme Labs") {
		t.Error("what is removed is still there")
	}
}

// TestVisitorsSendAFewRequestsOnly (Z1): by their address; who has signed in is not counted.
func TestVisitorsSendAFewRequestsOnly(t *testing.T) {
	s := open(t)
	form := url.Values{"subject": {"Hello"}, "email": {"v@example.com"}}
	sent := 0
	for range 12 {
		if s.visitor().send("POST", "new-ticket", form).status == http.StatusSeeOther {
			sent++
		}
	}
	if sent != 5 || s.count() != 5 {
		t.Errorf("%d of 12 were taken, there are %d", sent, s.count())
	}
	v := s.signedIn()
	for range 8 {
		if p := v.fill("new-ticket", "subject", "Mine"); p.status != http.StatusSeeOther {
			t.Fatalf("Mia's answers %d", p.status)
		}
	}
	s.moved.Add(120)
	if p := s.visitor().send("POST", "new-ticket", form); p.status != http.StatusSeeOther {
		t.Errorf("two minutes later it answers %d", p.status)
	}
}

// TestAnInitialPasswordIsShownOnceAndWorks (C6, A19): a form that is sent twice makes one login
// and shows one password.
func TestAnInitialPasswordIsShownOnceAndWorks(t *testing.T) {
	s := open(t)
	s.put(&records.Access{ID: 1, User: storetest.MiaUser, Account: storetest.Acme,
		Profile: storetest.Manager})
	v := s.signedIn()
	form := v.form("logins/new", "first", "Nora", "email", "nora@example.com", "profile", "3",
		"account", storetest.Acme.String(), "confirm", "yes")
	shown := func() string {
		p := v.send("POST", "logins/new", form)
		_, rest, ok := strings.Cut(p.body, `class="password-once">`)
		password, _, _ := strings.Cut(rest, "<")
		if !ok || len(password) < 20 {
			t.Fatalf("%d: %s", p.status, p.body)
		}
		return password
	}
	once, twice := shown(), shown()
	if once != twice {
		t.Error("the second answer shows another password")
	}
	nora := s.visitor()
	if p := nora.signIn("nora@example.com", once); p.status != http.StatusSeeOther {
		t.Fatalf("the password does not work: %d %s", p.status, p.body)
	}
	nora.get("tickets").wants(t, http.StatusForbidden, "Choose your own password")
}
