package portal_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/problem"
)

// TestForgottenPasswordsAreAskedForByName: the answer repeats nothing of what was typed.
func TestForgottenPasswordsAreAskedForByName(t *testing.T) {
	w := portaltest.Sample(t)
	w.Settings.RegisteredOnly = true
	page := open(t, w.Hosted("visitor"), "sign-in").Follow(t, "forgot")
	if page.Status != http.StatusOK {
		t.Fatalf("the way from the sign-in page answers %d", page.Status)
	}
	if empty := page.Submit(t, "forgot", map[string]string{"username": " "}); empty.Status != 422 {
		t.Errorf("no name answers %d", empty.Status)
	}
	known := page.Submit(t, "forgot", map[string]string{"username": "ada"})
	other := page.Submit(t, "forgot", map[string]string{"username": "<b>nobody"})
	if known.Status != http.StatusOK || known.Body != other.Body ||
		!strings.Contains(known.Text(), "a link is on its way") {
		t.Errorf("%d %q, %d %q", known.Status, known.Text(), other.Status, other.Text())
	}
	w.Refuse = problem.New(problem.Busy, "Wait a minute.")
	if busy := page.Submit(t, "forgot", map[string]string{"username": "ada"}); busy.Status != 503 ||
		!strings.Contains(busy.Text(), "Wait a minute.") {
		t.Errorf("too often: %d %s", busy.Status, busy.Text())
	}
	if want := []string{"forgot | ada", "forgot | <b>nobody"}; !slices.Equal(w.Done, want) {
		t.Errorf("done: %q", w.Done)
	}
}

// TestALinkSetsAPasswordOnce: looking at it does not use it up; a refused password does not either.
func TestALinkSetsAPasswordOnce(t *testing.T) {
	w := portaltest.Sample(t)
	w.Settings.RegisteredOnly = true
	b := portaltest.NewBrowser(w.Hosted("visitor"), "/")
	b.Open(t, "set-password/good")
	page := b.Open(t, "set-password/good")
	for first, again := range map[string]string{"short": "short",
		"correct horse battery": "correct horse batterx"} {
		page = page.Submit(t, "set-password/good",
			map[string]string{"new": first, "repeat": again})
		if page.Status != 422 || len(w.Done) > 0 {
			t.Errorf("%q: %d %v", first, page.Status, w.Done)
		}
	}
	page = page.Submit(t, "set-password/good",
		map[string]string{"new": "correct horse battery", "repeat": "correct horse battery"})
	if page.URL.Path != "/sign-in" || !strings.Contains(page.Text(), "password is saved") {
		t.Errorf("it leads to %s: %s", page.URL, page.Text())
	}
	want := []string{"link | dan | correct horse battery"}
	if !slices.Equal(w.Done, want) {
		t.Errorf("done: %q", w.Done)
	}
	bad := b.Open(t, "set-password/good")
	if other := b.Open(t, "set-password/unknown"); other.Body != bad.Body {
		t.Error("a used link reads otherwise than an unknown one")
	}
	if bad.Status != http.StatusNotFound || !strings.Contains(bad.Text(), "Ask for a new one") ||
		bad.Follow(t, "../forgot").Status != http.StatusOK {
		t.Errorf("a used link: %d %s", bad.Status, bad.Text())
	}
}

// TestALinkThatWentBadMeanwhileSaysSo: between opening the form and sending it.
func TestALinkThatWentBadMeanwhileSaysSo(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("visitor"), "set-password/good")
	clear(w.Links)
	page = page.Submit(t, "set-password/good",
		map[string]string{"new": "correct horse battery", "repeat": "correct horse battery"})
	if page.Status != http.StatusNotFound || len(w.Done) > 0 {
		t.Errorf("%d %v", page.Status, w.Done)
	}
}
