package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "security", "security?saved=factor-off", "security?saved=sessions",
		"second-factor")
}

// TestASecondFactorFormByForm (B19): what is missing or wrong stands beside its input.
func TestASecondFactorFormByForm(t *testing.T) {
	w := portaltest.Sample(t)
	w.Passwords["ada"] = "four horses in a boat"
	b := portaltest.NewBrowser(w.Hosted("ada"), "/")
	page := b.Open(t, "security")
	says := func(p *portaltest.Page, status int, text string) {
		t.Helper()
		if p.Status != status || !strings.Contains(p.Text(), text) {
			t.Errorf("%d, want %d %q: %s", p.Status, status, text, p.Text())
		}
	}
	says(page, 200, "Second factor: off")
	says(page, 200, "Safari on iPhone")
	says(page.Submit(t, "security", map[string]string{"begin-password": ""}), 422,
		"Enter your current password")
	says(page.Submit(t, "security", map[string]string{"begin-password": "wrong"}), 403,
		"do not belong together")
	shown := page.Submit(t, "security", map[string]string{
		"begin-password": w.Passwords["ada"]})
	says(shown, 200, "ABCD-EFGH-2345-6789")
	wrong := shown.Submit(t, "security", map[string]string{"code": "000000"})
	says(wrong, 403, "ABCD-EFGH-2345-6789")
	says(wrong.Submit(t, "security", map[string]string{"code": portaltest.RightCode}), 200,
		"AAAA-BBBB-CCCC-2222")
	says(b.Do(t, "POST", "/security", url.Values{"key": {"key-of-ada"}, "form": {"confirm"},
		"token": {"another"}, "code": {portaltest.RightCode}}), 422, "too old")
	for _, form := range []string{"", "nothing", "passkey-gone", "session"} {
		if p := b.Do(t, "POST", "/security", url.Values{"key": {"key-of-ada"}, "form": {form},
			"id": {"x"}}); p.Status != http.StatusNotFound {
			t.Errorf("%q answers %d", form, p.Status)
		}
	}
	w.Cast["ada"].User.SecondFactor = true
	b = portaltest.NewBrowser(w.Hosted("ada"), "/")
	page = b.Open(t, "security")
	says(page, 200, "Unused recovery codes: 9.")
	says(page.Submit(t, "security", map[string]string{"factor-code": ""}), 422, "Enter a code")
	says(page.Submit(t, "security", map[string]string{"factor-code": "1",
		"factor-password": w.Passwords["ada"]}), 403, "wrong or was used already")
	says(page.Submit(t, "security", map[string]string{"factor-code": portaltest.RightCode,
		"factor-password": w.Passwords["ada"]}), 200, "has been taken off")
}

// TestWhoOwesASecondFactorGetsNoFurther (B19): to nothing but the question, and out.
func TestWhoOwesASecondFactorGetsNoFurther(t *testing.T) {
	w := portaltest.Sample(t)
	w.Cast["vic"].User.SecondFactor, w.Owing = true, "vic"
	b := portaltest.NewBrowser(w.Hosted("vic"), "/")
	for _, way := range ways {
		page := b.Open(t, way)
		isDoor := strings.HasPrefix(way, "forgot") || strings.HasPrefix(way, "set-password")
		if !isDoor && (page.Title() != "Second factor" || strings.Contains(page.Body, "nav\"")) {
			t.Errorf("%s shows %q", way, page.Title())
		}
	}
	for _, way := range []string{"account", "new-ticket", "security", "first-password",
		"tickets/501"} {
		page := b.Do(t, "POST", "/"+way, url.Values{"key": {"key-of-vic"}, "account": {"20"},
			"form": {"sessions"}, "text": {"x"}, "subject": {"x"}})
		if page.Title() != "Second factor" || len(w.Done) > 0 {
			t.Errorf("posting to %s: %q, done %v", way, page.Title(), w.Done)
		}
	}
	page := b.Open(t, "second-factor?next=tickets")
	if p := page.Submit(t, "second-factor", map[string]string{"code": "1"}); p.Status != 403 {
		t.Errorf("a wrong code: %d", p.Status)
	}
	page = page.Submit(t, "second-factor", map[string]string{"code": portaltest.RightCode})
	if page.Title() != "Tickets" {
		t.Errorf("the right code leads to %q", page.Title())
	}
}

// TestAPasskeyFormSaysWhatIsWrong (B19): in the answer to the script, and on the page.
func TestAPasskeyFormSaysWhatIsWrong(t *testing.T) {
	w := portaltest.Sample(t)
	w.More = append(w.More, &records.Passkey{ID: 5, User: w.Cast["ada"].User.ID, Name: "Phone",
		Credential: "{}", Created: w.Now.Unix()})
	b := portaltest.NewBrowser(w.Hosted("ada"), "/")
	if p := b.Open(t, "security"); !strings.Contains(p.Text(), "PhoneAdded on") {
		t.Error(p.Text())
	}
	form := url.Values{"key": {"key-of-ada"}, "form": {"passkey"}, "passkey-name": {"Phone"},
		"passkey-password": {"wrong"}}
	p := b.Do(t, "POST", "/passkey-question", form)
	if p.Status != 403 || !strings.Contains(p.Body, `{"error":"This username and password`) {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	if p := b.Do(t, "POST", "/security", form); p.Status != 403 ||
		!strings.Contains(p.Text(), "was not accepted") {
		t.Errorf("%d %s", p.Status, p.Text())
	}
	form.Set("passkey-name", " ")
	if p := b.Do(t, "POST", "/security", form); p.Status != 422 {
		t.Errorf("without a name: %d", p.Status)
	}
	visitor := portaltest.NewBrowser(w.Hosted("visitor"), "/")
	if p := visitor.Do(t, "POST", "/passkey-question", url.Values{}); p.Status != 200 ||
		!strings.Contains(p.Body, `"token":"sealed"`) {
		t.Errorf("a visitor's question: %d %s", p.Status, p.Body)
	}
	if p := visitor.Do(t, "POST", "/sign-in", url.Values{"form": {"passkey"}}); p.Status != 403 ||
		!strings.Contains(p.Text(), "was not accepted") {
		t.Errorf("%d %s", p.Status, p.Text())
	}
}
