package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "documentation", "documentation?q=router", "documentation/821",
		"documentation/822", "documentation/823", "documentation/824")
}

// TestDocumentationIsTheManagers: A26: neither Basic nor Advanced; of their own organisation.
func TestDocumentationIsTheManagers(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("cleo"), "documentation")
	if got := strings.Join(asked(page, access.DocumentationView), " "); got != "822 821" {
		t.Errorf("she sees %q", got)
	}
	for _, text := range []string{"Drawing program", "Seats: 5", "PL-1", "Expires soon",
		"Warranty ends soon"} {
		if !strings.Contains(page.Text(), text) {
			t.Errorf("%q is missing: %s", text, page.Text())
		}
	}
	if strings.Contains(page.Text(), "Fay") {
		t.Errorf("she sees another account's: %s", page.Text())
	}
	for who, want := range map[string]int{"ada": 403, "ben": 403, "ola": 403, "dan": 403} {
		if got := open(t, w.Hosted(who), "documentation").Status; got != want {
			t.Errorf("%s gets %d", who, got)
		}
		if got := open(t, w.Hosted(who), "documentation/821").Status; got != want {
			t.Errorf("%s gets %d for an item", who, got)
		}
	}
	for _, id := range []string{"823", "824", "999", "x"} {
		if got := open(t, w.Hosted("cleo"), "documentation/"+id).Status; got != http.StatusNotFound {
			t.Errorf("item %s answers %d", id, got)
		}
	}
	w.Accounts[10].Closed = access.SetOf(access.Documentation) // A36
	if got := open(t, w.Hosted("cleo"), "documentation").Status; got != http.StatusForbidden {
		t.Errorf("switched off for the account: %d", got)
	}
}

// TestAPasswordIsRevealedOnRequestAndNoted: A39: never in the page before, after the own password
// again, once per look in the history, and kept by nobody.
func TestAPasswordIsRevealedOnRequestAndNoted(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("cleo"), "documentation/821")
	if strings.Contains(page.Body, "lantern") || strings.Contains(page.Body, "1.") &&
		strings.Contains(page.Body, "sealed") {
		t.Fatal("the password is in the page")
	}
	for _, own := range []string{"", "wrong"} {
		got := page.Submit(t, "documentation/821", map[string]string{"password": own})
		if got.Status < 400 || strings.Contains(got.Body, "lantern") || len(w.Done) > 0 {
			t.Errorf("with the password %q: %d, %v", own, got.Status, w.Done)
		}
	}
	for range 2 { // the same form twice is two looks
		got := page.Submit(t, "documentation/821", map[string]string{
			"password": "right-password-of-cleo"})
		if !strings.Contains(got.Text(), "SECRET-quay-lantern") ||
			got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %s", got.Status, got.Text())
		}
	}
	lines, err := w.HistoryOf(t.Context(), records.ConfigurationItemID(821).Key(), 10)
	if err != nil || len(lines) != 2 || lines[0].Actor != "Cleo Castle" ||
		lines[0].Edit != "RevealPassword" || lines[0].Subject != "Router of the office" ||
		strings.Contains(lines[0].Changes, "lantern") {
		t.Errorf("the history says %+v, %v", lines, err)
	}
	if strings.Contains(open(t, w.Hosted("cleo"), "documentation/821").Body, "lantern") {
		t.Error("the page keeps the password")
	}
}

// TestThePreviewRevealsNothing: it shows the button, and saves nothing (B2).
func TestThePreviewRevealsNothing(t *testing.T) {
	w := portaltest.Sample(t)
	if body := open(t, w.Preview("cleo"), "documentation/821").Body; !strings.Contains(body,
		"Show the password") {
		t.Error("the button is missing")
	}
	got := portaltest.NewBrowser(w.Preview("cleo"), "/").Do(t, "POST", "/documentation/821",
		url.Values{"password": {"right-password-of-cleo"}})
	if got.Title() != "Nothing was saved" || strings.Contains(got.Body, "lantern") ||
		len(w.Done) > 0 {
		t.Errorf("%d %s, %v", got.Status, got.Text(), w.Done)
	}
}

// TestNobodyRevealsWithoutThePermission: A26, O2: the button is grey, and a posted form is refused.
func TestNobodyRevealsWithoutThePermission(t *testing.T) {
	w := portaltest.Sample(t)
	post := func(who, id string) *portaltest.Page {
		return portaltest.NewBrowser(w.Hosted(who), "/").Do(t, "POST", "/documentation/"+id,
			url.Values{"key": {"key-of-" + who}, "password": {"right-password-of-" + who}})
	}
	for _, id := range []string{"823", "824", "999"} {
		if got := post("cleo", id); got.Status != http.StatusNotFound {
			t.Errorf("item %s: %d", id, got.Status)
		}
	}
	if got := post("ada", "821"); got.Status != http.StatusForbidden {
		t.Errorf("Basic: %d", got.Status)
	}
	w.Cast["cleo"].Access.Overrides = access.Overrides{access.DocumentationReveal: access.None}
	page := open(t, w.Hosted("cleo"), "documentation/821")
	if !strings.Contains(page.Body, "button-off") || len(page.Forms()) > 1 {
		t.Errorf("the button is not grey: %s", page.Text())
	}
	if got := post("cleo", "821"); got.Status != http.StatusForbidden ||
		strings.Contains(got.Body, "lantern") || len(w.Done) > 0 {
		t.Errorf("%d, %v", got.Status, w.Done)
	}
	if got := post("cleo", "822"); got.Status == http.StatusOK {
		t.Errorf("an item without a password: %d", got.Status)
	}
}
