package hosting_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

const pin = "270519"

// signing is a site at which Mia may sign quotation 800, and has a PIN.
func signing(t *testing.T) (*site, *visitor) {
	t.Helper()
	s := open(t)
	s.put(&records.Access{ID: 1, User: storetest.MiaUser, Account: storetest.Acme,
		Profile: storetest.Basic, CanSign: true},
		&records.Quotation{ID: 800, Agreement: records.Agreement{Number: "Q-800",
			Account: storetest.Acme, Contact: storetest.Mia, Currency: "EUR",
			Lines: bill(1).Lines, Until: access.DayOf(2999, 1, 1), Published: true, Created: 1}})
	v := s.signedIn()
	p := v.fill("my-details", "form", "pin", "pin-password", miaPass, "new-pin", pin,
		"repeat-pin", pin)
	if p.status != http.StatusSeeOther {
		t.Fatalf("the PIN: %d\n%s", p.status, p.body)
	}
	return s, v
}

// version is what the page says is signed.
func (s *site) version() string {
	r, _, err := s.Server.One(ctx, records.Key{Kind: records.KindQuotation, ID: 800})
	must(s.t, err)
	return r.(*records.Quotation).Version()
}

func TestSigningOnTheServer(t *testing.T) { // C7, C8, C12
	s, v := signing(t)
	v.fill("quotations/800", "version", s.version(), "pin", "999999").wants(t,
		http.StatusForbidden, "PIN is wrong")
	p := v.fill("quotations/800", "version", s.version(), "pin", pin)
	if p.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", p.status, p.body)
	}
	v.get("quotations/800").wants(t, http.StatusOK, "127.0.0.1")
	v.fill("my-details", "form", "pin", "pin-password", "not her password", "old-pin", pin,
		"new-pin", "802714", "repeat-pin", "802714").wants(t, http.StatusForbidden,
		"do not belong together")
}

// TestManyGuessesAtOnceCannotBeatTheCounter: of 60 at once at most five are looked at, and the PIN
// is shut for good, until it is reset and chosen anew (C8).
func TestManyGuessesAtOnceCannotBeatTheCounter(t *testing.T) {
	s, v := signing(t)
	var looked atomic.Int64
	n := hosting.Notary{PINs: s.Server, Writer: hosting.Writer{Office: s.Server,
		Now:   s.clock,
		NewID: func() string { return fmt.Sprintf("n-%d", s.ids.Add(1)) }},
		Matches: s.counting(&looked)}
	viewer := s.viewer(storetest.MiaUser)
	var group sync.WaitGroup
	for i := range 60 {
		group.Go(func() {
			err := n.Sign(ctx, viewer, "x", signature(s, int64(i+1), fmt.Sprintf("%06d", i)))
			if err == nil {
				t.Error("a guess has signed")
			}
		})
	}
	group.Wait()
	if looked.Load() > 5 {
		t.Errorf("%d guesses were looked at", looked.Load())
	}
	v.send("POST", "quotations/800", v.form("my-details", "version", s.version(), "pin", pin)).
		wants(t, http.StatusForbidden, "ask us to reset")
	v.fill("my-details", "form", "pin", "pin-password", miaPass, "new-pin", "802714",
		"repeat-pin", "802714").wants(t, http.StatusForbidden, "ask us to reset")
	s.At(storetest.Ben, &edit.ResetPIN{User: storetest.MiaUser})
	s.Now = s.Now.Add(time.Second) // another showing of the form
	if p := v.fill("my-details", "form", "pin", "pin-password", miaPass, "new-pin", "802714",
		"repeat-pin", "802714"); p.status != http.StatusSeeOther {
		t.Fatalf("after the reset: %d\n%s", p.status, p.body)
	}
	if p := v.fill("quotations/800", "version", s.version(), "pin", "802714"); p.status !=
		http.StatusSeeOther || !strings.HasSuffix(p.header.Get("Location"), "signed=1") {
		t.Errorf("with the new one: %d\n%s", p.status, p.body)
	}
}

func (s *site) clock() time.Time { return s.Now }

// counting compares for real, and counts.
func (s *site) counting(n *atomic.Int64) func(context.Context, string, string) (bool, error) {
	return func(_ context.Context, secret, verifier string) (bool, error) {
		n.Add(1)
		return argon2id.ComparePasswordAndHash(secret, verifier)
	}
}

func (s *site) viewer(id records.UserID) portal.Viewer {
	s.t.Helper()
	c, err := s.Server.Cast(ctx, id)
	must(s.t, err)
	return portal.Viewer{Subject: c.Subject(), Person: c.Person, User: c.User, Account: c.Account}
}

func signature(s *site, id int64, secret string) portal.Signing {
	r, _, err := s.Server.One(ctx, records.Key{Kind: records.KindQuotation, ID: 800})
	must(s.t, err)
	return portal.Signing{ID: records.SignatureID(id), Of: r.(records.Signable), PIN: secret}
}
