package hosting_test

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// manager makes Mia a Manager of an account with two items, of which one is another account's.
func (s *site) manager() *visitor {
	s.put(&records.Access{ID: 1, User: storetest.MiaUser, Account: storetest.Acme,
		Profile: storetest.Manager})
	for id, at := range map[records.ConfigurationItemID]records.AccountID{1: storetest.Acme,
		2: storetest.Labs} {
		c := &records.ConfigurationItem{ID: id, Account: at, Name: "Router", Username: "admin"}
		c.Sealed = s.box.Seal(records.SealedFor(c.Key()), "quay-lantern")
		s.put(c)
	}
	return s.signedIn()
}

func (s *site) looks() (n int) {
	lines, err := s.Server.HistoryOf(ctx,
		records.Key{Kind: records.KindConfigurationItem, ID: 1}, 1000)
	must(s.t, err)
	for _, l := range lines {
		if l.Edit == "RevealPassword" {
			n++
		}
	}
	return n
}

// TestARevealAsksForTheOwnPasswordAndIsNoted: A39. A form that is sent twice is two looks.
func TestARevealAsksForTheOwnPasswordAndIsNoted(t *testing.T) {
	s := open(t)
	v := s.manager()
	if p := v.get("documentation/1"); strings.Contains(p.body, "lantern") {
		t.Fatal("the password is in the page")
	}
	v.fill("documentation/1", "password", "a wrong password of many").wants(t, http.StatusForbidden,
		"do not belong together")
	if n := s.looks(); n != 0 {
		t.Errorf("%d looks were noted, and nobody saw anything", n)
	}
	form := v.form("documentation/1", "password", miaPass)
	for i := range 2 {
		p := v.send("POST", "documentation/1", form)
		p.wants(t, http.StatusOK, "quay-lantern")
		if p.header.Get("Cache-Control") != "no-store" || s.looks() != i+1 {
			t.Errorf("%v, %d looks", p.header, s.looks())
		}
	}
	if p := v.send("POST", "documentation/2", form); p.status != http.StatusNotFound {
		t.Errorf("another account's item answers %d", p.status)
	}
}

// TestGuessesAtARevealCountLikeSignIns: with the limit per address and the counter of the login.
func TestGuessesAtARevealCountLikeSignIns(t *testing.T) {
	s := open(t)
	v := s.manager()
	form := v.form("documentation/1", "password", "a wrong password of many")
	slowed := false
	for range 100 {
		p := v.send("POST", "documentation/1", form)
		slowed = slowed || p.status == http.StatusServiceUnavailable
		if p.status == http.StatusServiceUnavailable {
			s.wait()
			v.send("POST", "documentation/1", form)
		}
	}
	s.wait()
	form.Set("password", miaPass)
	p := v.send("POST", "documentation/1", form)
	if !slowed || p.status == http.StatusOK || strings.Contains(p.body, "lantern") || s.looks() > 0 {
		t.Errorf("slowed %v, %d, %d looks", slowed, p.status, s.looks())
	}
}
