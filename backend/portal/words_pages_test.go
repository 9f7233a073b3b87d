package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "knowledgebase?category=701", "knowledgebase?category=703",
		"knowledgebase/printers?thanks=1", "knowledgebase?after=904.a", "blog?after=903.1",
		"blog/for-customers", "suggestions", "suggestions?state=declined", "suggestions/711",
		"suggestions/711?sent=1", "suggestions/712", "suggestions/713", "draft-article",
		"draft-article?template=steps", "suggest-change/acme-vpn", "suggest-change/printers",
		"forums", "forums/721", "forums/721?q=label", "forums/722", "forums/723", "forums/x",
		"topic/731", "topic/731?sent=1", "topic/731?after=741", "topic/732", "topic/733",
		"topic/734", "new-topic/721", "new-topic/722", "new-topic/723", "live-chat?before=1.1",
		"live-chat?before=9999999999.1")
}

// sees lists who of some people reads a title among the page's headings and rows.
func sees(t *testing.T, w *portaltest.World, way, text string) (list []string) {
	t.Helper()
	for _, who := range portaltest.Everybody {
		if strings.Contains(open(t, w.Hosted(who), way).Text(), text) {
			list = append(list, who)
		}
	}
	return list
}

func wantOnly(t *testing.T, what string, got []string, want string) {
	t.Helper()
	if strings.Join(got, " ") != want {
		t.Errorf("%s: %v, want %s", what, got, want)
	}
}

// TestMessagesReachTheirAudiences: everyone, customers, an account, a profile, guests; on their
// days only (B21).
func TestMessagesReachTheirAudiences(t *testing.T) {
	w := portaltest.Sample(t)
	in := "dan ada ben cleo ola fay bob eve setter profile vic"
	for text, want := range map[string]string{
		"To all": "visitor " + in, "To customers": in, "To guests": "visitor",
		"To Acme":                 "dan ada ben cleo ola bob setter profile vic",
		"To Advanced and Other":   "ben fay profile",
		"To those without access": "dan",
	} {
		wantOnly(t, text, sees(t, w, "home", text), want)
	}
	w.Settings.Closed = access.Every
	wantOnly(t, "all components off", sees(t, w, "home", "To all"), "visitor "+in)
	w.Settings.RegisteredOnly = true
	wantOnly(t, "registered only", sees(t, w, "home", "To all"), in)
	w.Now = w.Now.Add(24 * time.Hour)
	wantOnly(t, "the day after", sees(t, w, "home", "To Acme"), "")
}

// TestTheAccountManagerIsShown on the home page, at the details and above the tickets (A46).
func TestTheAccountManagerIsShown(t *testing.T) {
	w := portaltest.Sample(t)
	in := "dan ada ben cleo ola bob setter profile vic"
	wantOnly(t, "home", sees(t, w, "home", "Rosa Reed"), in)
	wantOnly(t, "details", sees(t, w, "my-details", "Rosa Reed"),
		"ada ben cleo ola bob setter profile vic")
	if lead := open(t, w.Hosted("ada"), "tickets").Text(); !strings.Contains(lead,
		"Your requests go to Rosa Reed.") {
		t.Error(lead)
	}
}

// TestTheOlderAddressLeadsToTheTickets, wherever the portal is mounted (O16).
func TestTheOlderAddressLeadsToTheTickets(t *testing.T) {
	w := portaltest.Sample(t)
	for _, h := range []http.Handler{w.Hosted("ada"), w.Preview("ada")} {
		b := portaltest.NewBrowser(h, "/preview/x/")
		page := b.Open(t, "support/tickets.php?id=5")
		if page.Status != http.StatusSeeOther {
			t.Fatalf("answers %d", page.Status)
		}
		if to := page.Follow(t, page.Header.Get("Location")); to.Title() != "Tickets" {
			t.Errorf("leads to %s", to.URL)
		}
	}
	w.Settings.OldTickets = "/home"
	if page := open(t, w.Hosted("ada"), "home"); page.Status != http.StatusOK {
		t.Error("an older address hides a page of the portal")
	}
}

// TestArticleListsArePaged by date and by title, with every article once (O11).
func TestArticleListsArePaged(t *testing.T) {
	w := portaltest.Sample(t)
	for i := range 120 {
		for _, shelf := range []records.Shelf{records.BlogShelf, records.BaseShelf} {
			w.Library = append(w.Library, &records.Article{Shelf: shelf, Text: "Text",
				ID:   records.ArticleID(5000 + 2*i + len(shelf)%2),
				Slug: fmt.Sprint("more-", i), Title: fmt.Sprintf("Aa %03d", (i*37)%120/2),
				Audience: records.Everyone, Published: true, Updated: 1_700_000_000 + int64(i/3)})
		}
	}
	for way, want := range map[string]int{"blog": 123, "knowledgebase": 122} {
		titles, slugs := leaf(t, open(t, w.Hosted("ada"), way))
		slices.Sort(slugs)
		if len(titles) != want || len(slices.Compact(slugs)) != want {
			t.Errorf("%s: %d articles, want %d, each once", way, len(titles), want)
		}
		if way == "knowledgebase" && !slices.IsSorted(titles) {
			t.Error("the knowledgebase is not by title")
		}
	}
}

// leaf reads all pages of a list of articles: the titles, and the slugs.
func leaf(t *testing.T, page *portaltest.Page) (titles, slugs []string) {
	t.Helper()
	for range 6 {
		for _, ask := range page.Asks() {
			if name, slug, ok := strings.Cut(ask, ":"); ok && name != "tile" {
				slugs = append(slugs, slug)
			}
		}
		titles = append(titles, page.Rows()...)
		next := slices.IndexFunc(page.Links(), func(l string) bool {
			return strings.Contains(l, "after=")
		})
		if next < 0 {
			break
		}
		page = page.Follow(t, page.Links()[next])
	}
	return titles, slugs
}

// TestArticlePage: categories, related articles the reader may read, no others (C15).
func TestArticlePage(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "knowledgebase/printers")
	for _, want := range []string{"Printing", "Hardware", "The network of Acme", "How to sign in"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if text := open(t, w.Hosted("fay"), "knowledgebase/printers").Text(); strings.Contains(text,
		"The network of Acme") {
		t.Error("another account's article is related")
	}
	if rows := open(t, w.Hosted("ada"), "knowledgebase?category=701").Rows(); len(rows) != 1 {
		t.Errorf("one category shows %v", rows)
	}
	wantOnly(t, "for the registered", sees(t, w, "blog", "For customers only"),
		"dan ada ben cleo ola fay bob eve setter profile vic")
}

func votes(t *testing.T, w *portaltest.World) []*records.Feedback {
	t.Helper()
	list, err := w.Feedbacks(t.Context(), 904, 100)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(list, func(f *records.Feedback) bool { return f.ID == 719 })
}

// TestFeedback: one vote for each person and version, the last one (C14).
func TestFeedback(t *testing.T) {
	w := portaltest.Sample(t)
	way := "knowledgebase/printers"
	page := open(t, w.Hosted("ada"), way)
	none := page.Submit(t, "printers", map[string]string{"comment": "Nice", "stars": ""})
	if none.Status != 422 || !strings.Contains(none.Text(), "Choose 1 to 5 stars") ||
		!strings.Contains(none.Body, "Nice") {
		t.Errorf("without stars: %d", none.Status)
	}
	page.Submit(t, "printers", map[string]string{"stars": "2", "comment": "Too short"})
	w.Now = w.Now.Add(time.Minute)
	page = open(t, w.Hosted("ada"), way)
	if !strings.Contains(page.Body, `value="2" checked`) {
		t.Error("her vote is not shown to her")
	}
	page.Submit(t, "printers", map[string]string{"stars": "5", "comment": "Better"})
	if list := votes(t, w); len(list) != 1 || list[0].Stars != 5 || list[0].Author != "Ada Abbott" {
		t.Fatalf("%+v", list)
	}
	w.Now = w.Now.Add(time.Minute)
	w.Library[4].Updated += 60 // another version
	open(t, w.Hosted("ada"), way).Submit(t, "printers", map[string]string{"stars": "1"})
	if list := votes(t, w); len(list) != 2 {
		t.Errorf("another version has %d votes", len(list))
	}
	for _, stars := range []string{"0", "6", "-1", "x", "99999999999999999999"} {
		page := portaltest.NewBrowser(w.Hosted("ada"), "/").Do(t, "POST", "/"+way, url.Values{
			"key": {"key-of-ada"}, "stars": {stars}})
		if page.Status != 422 {
			t.Errorf("%s stars answer %d", stars, page.Status)
		}
	}
	hidden := portaltest.NewBrowser(w.Hosted("fay"), "/").Do(t, "POST", "/knowledgebase/acme-vpn",
		url.Values{"key": {"key-of-fay"}, "stars": {"1"}})
	if hidden.Status != http.StatusNotFound {
		t.Errorf("a vote on another account's article answers %d", hidden.Status)
	}
}

// TestGuestsPassAHumanCheck: the last word, not at once, not late, and once (C14).
func TestGuestsPassAHumanCheck(t *testing.T) {
	w := portaltest.Sample(t)
	way := "knowledgebase/printers"
	page := open(t, w.Hosted("visitor"), way)
	_, ask, _ := strings.Cut(page.Text(), "the last of these words: ")
	word := strings.Fields(ask)[2]
	right := map[string]string{"stars": "4", "answer": strings.ToUpper(word) + "."}
	if too := page.Submit(t, "printers", right); too.Status != 422 || len(votes(t, w)) != 0 {
		t.Errorf("at once: %d", too.Status)
	}
	w.Now = w.Now.Add(5 * time.Second)
	wrong := page.Submit(t, "printers", map[string]string{"stars": "4", "answer": "wrong"})
	if wrong.Status != 422 || !strings.Contains(wrong.Text(), "Here is a new one") {
		t.Errorf("a wrong word: %d %s", wrong.Status, wrong.Text())
	}
	trapped := page.Submit(t, "printers", map[string]string{"stars": "4", "answer": word,
		"website": "https://spam.example"})
	if !strings.Contains(trapped.Text(), "Thank you") || len(votes(t, w)) != 0 {
		t.Errorf("a program: %d, %d votes", trapped.Status, len(votes(t, w)))
	}
	for range 2 { // once
		page.Submit(t, "printers", right)
	}
	if list := votes(t, w); len(list) != 1 || list[0].Person != 0 || list[0].Stars != 4 {
		t.Errorf("%+v", list)
	}
	w.Now = w.Now.Add(3 * time.Hour)
	if late := page.Submit(t, "printers", right); late.Status != 422 {
		t.Errorf("late: %d", late.Status)
	}
	if strings.Contains(open(t, w.Hosted("ada"), way).Body, "last of these words") {
		t.Error("somebody who has signed in is asked")
	}
}

// TestCustomersDraftArticles of their own account; staff decide (A47).
func TestCustomersDraftArticles(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("cleo"), "draft-article?template=steps")
	if !strings.Contains(page.Body, "1. Open …") {
		t.Error("there is no template")
	}
	bad := page.Submit(t, "draft-article", map[string]string{"heading": "", "text": "x"})
	if bad.Status != 422 || !strings.Contains(bad.Text(), "The title is missing") {
		t.Errorf("without a title: %d", bad.Status)
	}
	sent := page.Submit(t, "draft-article", map[string]string{"heading": "New scanner",
		"text": "1. Plug it in."})
	if sent.Title() != "New scanner" || !strings.Contains(sent.Text(), "With us") {
		t.Errorf("%d %s", sent.Status, sent.Text())
	}
	if rows := open(t, w.Hosted("cleo"), "suggestions").Rows(); len(rows) != 3 {
		t.Errorf("she sees %v", rows)
	}
	change := open(t, w.Hosted("cleo"), "suggest-change/acme-vpn").Submit(t, "acme-vpn",
		map[string]string{"text": "Only for Acme. Ask Cleo."})
	if change.Title() != "The network of Acme" || !w.Did("Cleo Castle SuggestArticle", `"905"`) {
		t.Errorf("%d %s", change.Status, change.Title())
	}
	for who, ways := range map[string]map[string]int{
		"cleo": {"suggest-change/printers": 404, "suggestions/713": 404, "suggest-change/none": 404},
		"ada":  {"draft-article": 403, "suggestions": 403, "suggest-change/acme-vpn": 403},
		"fay":  {"suggestions/713": 403}, "visitor": {"draft-article": 401},
	} {
		for way, want := range ways {
			if got := open(t, w.Hosted(who), way).Status; got != want {
				t.Errorf("%s on %s: %d, want %d", who, way, got, want)
			}
		}
	}
}
