package portal_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

var marked = regexp.MustCompile(`(?s)<!--host-->.*?<!--/host-->`)

func TestPreviewIsTheHostedPageByteForByte(t *testing.T) {
	w := portaltest.Sample(t)
	for _, who := range portaltest.Everybody {
		checkPreviews(t, w, who)
	}
	for _, settings := range []func(*records.Portal){
		func(p *records.Portal) { p.RegisteredOnly = true },
		func(p *records.Portal) { p.SignInToSubmit = true },
		func(p *records.Portal) { p.Widget, p.Tab = false, false },
	} {
		w := portaltest.Sample(t)
		settings(w.Settings)
		for _, who := range []string{"visitor", "dan", "ada"} { // whom the entrance concerns
			checkPreviews(t, w, who)
		}
	}
}

func checkPreviews(t *testing.T, w *portaltest.World, who string) {
	t.Helper()
	for _, way := range ways {
		checkPreview(t, w, who, way)
	}
}

func checkPreview(t *testing.T, w *portaltest.World, who, way string) {
	t.Helper()
	a, b := open(t, w.Hosted(who), way), open(t, w.Preview(who), way)
	bare := marked.ReplaceAllString(a.Body, "")
	if a.Status != b.Status || bare != marked.ReplaceAllString(b.Body, "") {
		t.Errorf("%s sees another %s in the preview", who, way)
	}
	if strings.Contains(bare, "key-of-") {
		t.Errorf("%s for %s shows the key outside the marks", way, who)
	}
	if strings.Contains(b.Body, "key-of-") || strings.Contains(b.Body, "sign-out") {
		t.Errorf("the preview of %s for %s can sign out", way, who)
	}
}

func TestNothingIsInlineAndEveryLinkIsRelative(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<[^>]*\s(style|on\w+)\s*=|<style|<script(?:[^>]*)>[^<]`)
	w := portaltest.Sample(t)
	for _, who := range portaltest.Everybody {
		for _, way := range ways {
			body := open(t, w.Hosted(who), way).Body
			if found := inline.FindString(body); found != "" {
				t.Errorf("%s for %s has something inline: %s", way, who, found)
			}
		}
		for _, mount := range []string{"/", "/preview/abc/"} {
			followAll(t, portaltest.NewBrowser(w.Preview(who), mount), mount)
		}
	}
}

func followAll(t *testing.T, b *portaltest.Browser, mount string) {
	t.Helper()
	seen := map[string]bool{}
	for _, way := range ways {
		page := b.Open(t, way)
		for _, link := range page.Links() {
			u, err := url.Parse(link)
			if err != nil || link == "" || strings.HasPrefix(link, "/") ||
				strings.HasSuffix(u.Path, "/") || strings.HasSuffix(u.Path, "index.html") {
				t.Fatalf("%s has the link %q", way, link)
			}
			to := page.URL.ResolveReference(u)
			if u.Host == "example.com" || u.Scheme == "mailto" || seen[to.String()] {
				continue
			}
			seen[to.String()] = true
			if u.Scheme != "" || !strings.HasPrefix(to.Path, mount) {
				t.Errorf("%s leads out of the portal with %q", way, link)
			}
			if strings.HasSuffix(link, "sign-out") {
				continue
			}
			next := page.Follow(t, link)
			isNotice := next.Status >= 400 && next.Status != http.StatusUnauthorized
			if isNotice && next.Status != page.Status {
				t.Errorf("%s: the link %q answers %d", way, link, next.Status)
			}
		}
	}
}

func TestHiddenIsMissingToTheByte(t *testing.T) {
	w := portaltest.Sample(t)
	missing := open(t, w.Hosted("ada"), "tickets/999")
	for _, way := range []string{"tickets/504", "tickets/505", "tickets/506", "tickets/507",
		"tickets/x", "tickets/-1", "help-guide/draft", "knowledgebase/none"} {
		page := open(t, w.Hosted("ada"), way)
		if page.Status != http.StatusNotFound {
			t.Errorf("%s answers %d", way, page.Status)
		}
		if strings.HasPrefix(way, "tickets/") && page.Body != missing.Body {
			t.Errorf("%s differs from a missing ticket", way)
		}
	}
	a, b := open(t, w.Hosted("fay"), "knowledgebase/acme-vpn"),
		open(t, w.Hosted("fay"), "knowledgebase/none")
	if a.Body != b.Body || a.Status != http.StatusNotFound {
		t.Error("another account's article differs from a missing one")
	}
	b = portaltest.NewBrowser(w.Hosted("ada"), "/").Do(t, "POST", "/tickets/504",
		url.Values{"key": {"key-of-ada"}, "text": {"x"}})
	if b.Status != http.StatusNotFound || b.Body != missing.Body || len(w.Done) > 0 {
		t.Error("a reply to a hidden ticket tells that it exists")
	}
}

func TestInternalThingsNeverAppear(t *testing.T) {
	w := portaltest.Sample(t)
	more := append([]string{"tickets?q=SECRET", "tickets?q=internal", "help-guide?q=SECRET"},
		ways...)
	for _, who := range portaltest.Everybody {
		for _, way := range more {
			body := open(t, w.Hosted(who), way).Body
			if way != "tickets?q=SECRET" && way != "help-guide?q=SECRET" &&
				strings.Contains(body, "SECRET") || strings.Contains(body, "have not paid") {
				t.Errorf("%s reads something internal on %s", who, way)
			}
		}
	}
	for _, way := range []string{"tickets?q=SECRET", "help-guide?q=SECRET"} {
		if rows := open(t, w.Hosted("cleo"), way).Rows(); len(rows) > 0 {
			t.Errorf("%s finds %v", way, rows)
		}
	}
}

func TestPreviewSavesNothing(t *testing.T) {
	w := portaltest.Sample(t)
	for _, way := range []string{"tickets/501", "new-ticket", "my-details", "sign-in", "nowhere"} {
		for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS"} {
			b := portaltest.NewBrowser(w.Preview("ada"), "/preview/abc/")
			page := b.Do(t, method, "/preview/abc/"+way, url.Values{"text": {"x"}})
			if page.Status != http.StatusForbidden || page.Title() != "Nothing was saved" {
				t.Errorf("%s %s answers %d %q", method, way, page.Status, page.Title())
			}
		}
	}
	b := portaltest.NewBrowser(portal.Preview(w.Hosted("ada")), "/") // were there deeds
	b.Do(t, "POST", "/tickets/501", url.Values{"key": {"key-of-ada"}, "text": {"x"}})
	if len(w.Done) > 0 {
		t.Errorf("the preview did %v", w.Done)
	}
}

func TestHeadersStandOnEveryAnswer(t *testing.T) {
	w := portaltest.Sample(t)
	for _, way := range append([]string{"look/portal.css", "look/none"}, ways...) {
		hosted, preview := open(t, w.Hosted("ada"), way), open(t, w.Preview("ada"), way)
		policy := hosted.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "script-src 'self'") ||
			!strings.Contains(policy, "frame-ancestors 'none'") ||
			hosted.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: the hosted headers are %v", way, hosted.Header)
		}
		policy = preview.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "script-src 'none'") ||
			!strings.HasSuffix(policy, "sandbox allow-same-origin allow-forms") {
			t.Errorf("%s: the preview's policy is %s", way, policy)
		}
	}
	if got := open(t, w.Hosted("ada"), "home").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page is kept: %s", got)
	}
}

func TestFormsOfAnotherSessionAreRefused(t *testing.T) {
	w := portaltest.Sample(t)
	b := portaltest.NewBrowser(w.Hosted("ada"), "/")
	page := b.Do(t, "POST", "/tickets/501", url.Values{"key": {"key-of-bob"}, "text": {"x"}})
	if page.Status != http.StatusForbidden || len(w.Done) > 0 {
		t.Errorf("answers %d, done %v", page.Status, w.Done)
	}
}

func TestMarkdownShowsNothingActive(t *testing.T) {
	body := open(t, portaltest.Sample(t).Hosted("ada"), "blog/attack").Body
	article := body[strings.Index(body, `<div class="prose">`):strings.Index(body, "to-top")]
	active := regexp.MustCompile(`<(script|style|iframe|img)|<[^>]*(onclick|onerror|style|java)`)
	if bad := active.FindString(article); bad != "" {
		t.Errorf("the article holds %q:\n%s", bad, article)
	}
	page := open(t, portaltest.Sample(t).Hosted("ada"), "help-guide/signing-in")
	for _, good := range []string{`<h2 id="section-1">The first time</h2>`,
		`<a href="../help-guide" rel="noopener">`, "<th>message</th>", "a drawing",
		`<a href="#section-1">The first time</a>`, "<strong>username</strong>"} {
		if !strings.Contains(page.Body, good) {
			t.Errorf("the article lacks %s:\n%s", good, page.Body)
		}
	}
}

func TestHostileAddressesAreHarmless(t *testing.T) {
	w := portaltest.Sample(t)
	for _, way := range []string{"tickets?before=x.y", "tickets?before=9223372036854775807.1",
		"tickets?before=-1.1", "tickets?q=%ff%fe%00", "tickets?status=%22%3E%3Cscript%3E",
		"tickets?q=%22%3E%3Cscript%3Ealert(1)", "a%2Fb", "tickets/%2e%2e", "tickets/..%2f5",
		"blog/%3Cscript%3E", "blog?after=none", "blog?after=", "home?lang=%3Cscript%3E",
		"sign-in?next=javascript:alert(1)", "sign-in?next=//evil.example", "look/../portal.go",
		"look/", "tickets/", "//evil.example/x", "tickets/99999999999999999999"} {
		for _, who := range []string{"ada", "visitor"} {
			page := open(t, w.Hosted(who), way)
			if page.Status >= 500 || strings.Contains(page.Body, "<script>") ||
				strings.Contains(page.Body, "evil.example") ||
				strings.Contains(page.Body, "javascript:") {
				t.Errorf("%s sees %d on %s:\n%s", who, page.Status, way, page.Body)
			}
		}
	}
	huge := url.Values{"key": {"key-of-ada"}, "text": {strings.Repeat("x", 1<<20)}}
	page := portaltest.NewBrowser(w.Hosted("ada"), "/").Do(t, "POST", "/tickets/501", huge)
	if page.Status != 422 || len(w.Done) > 0 {
		t.Errorf("a form that is too large answers %d", page.Status)
	}
}

type broken struct{ *portaltest.World }

func (broken) Page(context.Context, records.Kind, access.Where, records.Query) (
	[]records.Record, error) {
	return nil, errors.New("the disk is on fire")
}

func TestDefectsAreReportedAndNotShown(t *testing.T) {
	w := portaltest.Sample(t)
	var told error
	h := portal.New(broken{w}, func(*http.Request) (portal.Viewer, error) {
		return w.Viewer("ada"), nil
	}, portal.Env{Now: func() time.Time { return w.Now },
		Failed: func(_ *http.Request, err error) { told = err }})
	page := open(t, h, "tickets")
	if page.Status != 500 || strings.Contains(page.Body, "disk") || told == nil {
		t.Errorf("answers %d, told %v", page.Status, told)
	}
}

func TestHeadAnswersLikeGetWithoutBody(t *testing.T) {
	b := portaltest.NewBrowser(portaltest.Sample(t).Preview("ada"), "/")
	page := b.Do(t, http.MethodHead, "/tickets/504", nil)
	if page.Status != http.StatusNotFound || page.Body != "" {
		t.Errorf("answers %d with %d bytes", page.Status, len(page.Body))
	}
}

func TestManyLookAtOnce(t *testing.T) {
	w := portaltest.Sample(t)
	h := w.Hosted("cleo")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, way := range ways {
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/"+way, nil))
			}
		})
	}
	group.Wait()
}
