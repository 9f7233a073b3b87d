package portal_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ways are all pages, with the states that an address can give them.
var ways = []string{"home", "sign-in", "sign-in?next=tickets", "first-password", "forgot",
	"forgot?sent=1", "sign-in?saved=password", "set-password/good", "tickets",
	"tickets?state=open", "tickets?q=printer", "tickets?q=nothing+like+it",
	"tickets?before=1.2", "tickets/501", "tickets/501?sent=1", "tickets/503", "tickets/504",
	"tickets/505", "tickets/506", "tickets/507", "tickets/508", "tickets/509", "tickets/510",
	"tickets/999", "tickets/x", "new-ticket", "new-ticket?sent=1", "help-guide",
	"help-guide?q=sign", "help-guide/signing-in", "help-guide/draft", "blog", "blog/spring",
	"blog/attack", "knowledgebase", "knowledgebase?q=none", "knowledgebase/printers",
	"knowledgebase/acme-vpn", "my-details", "my-details?saved=details", "live-chat", "nowhere",
	"no/where/at/all"}

// acting are the permissions whose questions stand on buttons that may be grey.
var acting = []access.Permission{access.TicketReply}

func open(t *testing.T, h http.Handler, way string) *portaltest.Page {
	t.Helper()
	return portaltest.NewBrowser(h, "/").Open(t, way)
}

// followAll opens every page and everything that it links to.
func TestMinimumSeesExactlyHelpGuideBlogAndChat(t *testing.T) {
	page := open(t, portaltest.Sample(t).Hosted("dan"), "home")
	var enabled []string
	for _, tile := range page.Tiles() {
		if tile.Enabled {
			enabled = append(enabled, tile.Key)
		} else if tile.Small != "Not part of your access" {
			t.Errorf("%s says %q", tile.Key, tile.Small)
		}
	}
	if want := []string{"help-guide", "blog", "live-chat"}; !slices.Equal(enabled, want) {
		t.Errorf("enabled tiles: %v, want %v", enabled, want)
	}
	if n := len(page.Tiles()); n != len(access.Components()) {
		t.Errorf("%d tiles, want all %d", n, len(access.Components()))
	}
}

func TestEveryTileOpensExactlyWhatItShows(t *testing.T) {
	w := portaltest.Sample(t)
	for _, who := range portaltest.Everybody {
		home := open(t, w.Hosted(who), "home")
		for _, tile := range home.Tiles() {
			status := open(t, w.Hosted(who), tile.Key).Status
			if tile.Enabled != (status == http.StatusOK) {
				t.Errorf("%s: tile %s enabled %v, page %d", who, tile.Key, tile.Enabled, status)
			}
		}
	}
}

func TestClosedComponentsAreGrey(t *testing.T) {
	w := portaltest.Sample(t)
	w.Settings.Closed = access.SetOf(access.Blog, access.LiveChat)
	page := open(t, w.Hosted("ada"), "home")
	for _, tile := range page.Tiles() {
		if tile.Key == "blog" && (tile.Enabled || tile.Small != "Not part of your access") {
			t.Errorf("the closed blog shows %+v", tile)
		}
	}
	if got := open(t, w.Hosted("ada"), "blog"); got.Status != http.StatusForbidden {
		t.Errorf("the closed blog answers %d", got.Status)
	}
}

func TestTicketsAreWithinReach(t *testing.T) {
	w := portaltest.Sample(t)
	seen := map[string]string{"ada": "510 508 503 502 501", "bob": "508 504", "eve": "505",
		"ben": "510 509 508 505 504 503 502 501", "fay": "506", "setter": "509",
		"profile": "510 509 508 505 504 503 502 501"}
	for who, want := range seen {
		page := open(t, w.Hosted(who), "tickets")
		var got []string
		for _, ask := range page.Asks() {
			if id, ok := strings.CutPrefix(ask, "ticket.view:"); ok {
				got = append(got, id)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s sees %v, want %s", who, got, want)
		}
		for _, id := range strings.Fields("501 502 503 504 505 506 507 508 509 510") {
			status := open(t, w.Hosted(who), "tickets/"+id).Status
			if (status == http.StatusOK) != slices.Contains(strings.Fields(want), id) {
				t.Errorf("%s gets %d for ticket %s", who, status, id)
			}
		}
	}
}

func TestRegisteredOnlySendsVisitorsToSignIn(t *testing.T) {
	w := portaltest.Sample(t)
	w.Settings.RegisteredOnly = true
	for _, way := range ways {
		if strings.HasPrefix(way, "forgot") || strings.HasPrefix(way, "set-password") {
			continue // they are for those who cannot sign in
		}
		page := open(t, w.Hosted("visitor"), way)
		atHome := strings.HasPrefix(way, "sign-in")
		if page.Title() != "Sign in" || (page.Status == http.StatusOK) != atHome {
			t.Errorf("%s answers %d %q", way, page.Status, page.Title())
		}
	}
	page := open(t, w.Hosted("visitor"), "tickets/501")
	page = page.Submit(t, "sign-in", map[string]string{"username": "ada",
		"password": "right-password-of-ada"})
	if page.URL.Path != "/tickets/501" {
		t.Errorf("after signing in: %s", page.URL)
	}
}

func TestInitialPasswordComesFirst(t *testing.T) {
	w := portaltest.Sample(t)
	for _, way := range ways {
		if page := open(t, w.Hosted("mia"), way); page.Title() != "Choose your own password" {
			t.Errorf("%s shows %q", way, page.Title())
		}
	}
	page := open(t, w.Hosted("mia"), "tickets/501")
	short := page.Submit(t, "first-password", map[string]string{"new": "short", "repeat": "short"})
	if short.Status != 422 || !strings.Contains(short.Text(), "at least 15") {
		t.Errorf("a short password: %d %s", short.Status, short.Text())
	}
	page = page.Submit(t, "first-password", map[string]string{
		"new": "correct horse battery", "repeat": "correct horse batterx"})
	if page.Status != 422 || len(w.Done) > 0 {
		t.Errorf("two different passwords: %d %v", page.Status, w.Done)
	}
	page.Submit(t, "first-password", map[string]string{
		"new": "correct horse battery", "repeat": "correct horse battery"})
	if want := []string{"password | mia | correct horse battery"}; !slices.Equal(w.Done, want) {
		t.Errorf("done: %v", w.Done)
	}
}

func TestSignInTellsNothingWithoutThePassword(t *testing.T) {
	w := portaltest.Sample(t)
	try := func(name, password string) string {
		page := open(t, w.Hosted("visitor"), "sign-in").Submit(t, "sign-in",
			map[string]string{"username": name, "password": password})
		return strings.ReplaceAll(page.Body, `value="`+name+`"`, "")
	}
	wrong := try("nobody", "x")
	for _, name := range []string{"ada", "kim", "ned"} {
		if try(name, "x") != wrong {
			t.Errorf("a wrong password of %s reads differently", name)
		}
	}
	for name, want := range map[string]string{"kim": "has ended", "ned": "cannot use the portal"} {
		if body := try(name, "right-password-of-"+name); !strings.Contains(body, want) {
			t.Errorf("%s is not told %q", name, want)
		}
	}
}

func TestThoseWhoMayNotSignInReadWhy(t *testing.T) {
	w := portaltest.Sample(t)
	for who, want := range map[string]string{"kim": "has ended", "ned": "cannot use the portal"} {
		page := open(t, w.Preview(who), "home")
		if page.Status != http.StatusForbidden || !strings.Contains(page.Text(), want) {
			t.Errorf("%s: %d %s", who, page.Status, page.Text())
		}
	}
}

func TestReplyAndNewTicket(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "tickets/501")
	page = page.Submit(t, "tickets/501", map[string]string{"text": "Still burning."})
	if !strings.Contains(page.Text(), "Your reply has been sent.") {
		t.Errorf("after a reply: %s", page.Text())
	}
	page = open(t, w.Hosted("ada"), "new-ticket").Submit(t, "new-ticket",
		map[string]string{"subject": "", "text": "A long story"})
	if page.Status != 422 || page.Forms()[len(page.Forms())-1].Values["text"] != "A long story" {
		t.Errorf("a refused form loses what was typed: %d", page.Status)
	}
	w.Refuse = problem.New(problem.Busy, "Try again in a minute.")
	page = page.Submit(t, "new-ticket", map[string]string{"subject": "Ink"})
	if page.Status != 503 || !strings.Contains(page.Text(), "Try again in a minute.") ||
		page.Forms()[1].Values["subject"] != "Ink" {
		t.Errorf("a refused deed: %d %s", page.Status, page.Text())
	}
	w.Refuse = nil
	page.Submit(t, "new-ticket", map[string]string{"text": "A long story"})
	if !w.Did("Ada Abbott AddNote", `"Ticket":"501","Text":"Still burning."`) ||
		!w.Did("Ada Abbott CreateTicket", `"Subject":"Ink","Text":"A long story"`) {
		t.Errorf("done: %q", w.Done)
	}
	if page := open(t, w.Hosted("ada"), "tickets/503"); len(page.Forms()) != 1 {
		t.Error("a closed ticket can be answered")
	}
}

func TestPriorityIsForThoseWhoMaySetIt(t *testing.T) {
	w := portaltest.Sample(t)
	b := portaltest.NewBrowser(w.Hosted("ada"), "/")
	form := url.Values{"key": {"key-of-ada"}, "subject": {"Ink"}, "priority": {"high"}}
	b.Do(t, "POST", "/new-ticket", form)
	open(t, w.Hosted("setter"), "new-ticket").Submit(t, "new-ticket",
		map[string]string{"subject": "Ink", "priority": "high"})
	if !w.Did("Ada Abbott CreateTicket", `"Priority":""`) ||
		!w.Did("Sam Setter CreateTicket", `"Priority":"high"`) {
		t.Errorf("done: %q", w.Done)
	}
	if strings.Contains(open(t, w.Hosted("ada"), "tickets/501").Text(), "Priority") {
		t.Error("Basic sees the office's priority")
	}
	if !strings.Contains(open(t, w.Hosted("setter"), "tickets/509").Text(), "Priority High") {
		t.Error("who may see the priority does not")
	}
}

func TestDetails(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "my-details").Submit(t, "my-details",
		map[string]string{"first": "Adele", "phone": "123"})
	if !strings.Contains(page.Text(), "Your profile has been saved.") {
		t.Errorf("after saving: %s", page.Text())
	}
	page.Submit(t, "my-details", map[string]string{"old": "right-password-of-ada",
		"new": "correct horse battery", "repeat": "correct horse battery"})
	wrong := page.Submit(t, "my-details", map[string]string{"old": "wrong",
		"new": "correct horse battery", "repeat": "correct horse battery"})
	if wrong.Status != http.StatusForbidden {
		t.Errorf("a wrong old password answers %d", wrong.Status)
	}
	if !w.Did("Ada Abbott UpdateDetails", `"Want":{"First":"Adele","Last":"Abbott","Phone":"123"`) ||
		!w.Did("password | ada | correct horse battery", "") || len(w.Done) != 2 {
		t.Errorf("done: %q", w.Done)
	}
	w.Cast["ada"].Access.Overrides = access.Overrides{access.DetailsEdit: access.None}
	page = open(t, w.Hosted("ada"), "my-details")
	if strings.Contains(page.Body, `name="first"`) {
		t.Error("who may not change their details has a form for them")
	}
}

func TestOlderTicketsArePagedWithoutGapOrRepeat(t *testing.T) {
	w := portaltest.Sample(t)
	for i := range 130 {
		t := *w.Rows[0]
		t.ID, t.Created = records.TicketID(10_000+i), t.Created-int64(i/3)
		w.Rows = append(w.Rows, &t)
	}
	page := open(t, w.Hosted("ada"), "tickets")
	seen := map[string]bool{}
	pages := 0
	for next := "start"; next != ""; pages++ {
		next = ""
		for _, ask := range page.Asks() {
			if strings.HasPrefix(ask, "ticket.view:") && seen[ask] {
				t.Fatalf("%s is shown twice", ask)
			}
			seen[ask] = strings.HasPrefix(ask, "ticket.view:")
		}
		for _, link := range page.Links() {
			if strings.HasPrefix(link, "tickets?before=") {
				next = link
			}
		}
		if next != "" {
			page = page.Follow(t, next)
		}
	}
	n := 0
	for _, row := range seen {
		if row {
			n++
		}
	}
	if n != 135 || pages != 3 {
		t.Errorf("%d tickets on %d pages, want 135 on 3", n, pages)
	}
}

func TestEveryAskExplainsWhatThePageShows(t *testing.T) {
	w := portaltest.Sample(t)
	for _, who := range portaltest.Everybody {
		h, v, asked := w.Preview(who), w.Viewer(who), map[string]bool{}
		for _, way := range ways {
			page := open(t, h, way)
			for _, ask := range page.Asks() {
				asked[ask] = true // the same one asks the same on every page
			}
			checkTiles(t, w, v, page)
		}
		for ask := range asked {
			checkAsk(t, w, v, ask)
		}
	}
}

func checkTiles(t *testing.T, w *portaltest.World, v portal.Viewer, page *portaltest.Page) {
	t.Helper()
	who := v.Subject.Name
	for _, tile := range page.Tiles() {
		d, _, _ := portal.Explain(t.Context(), w, v, "tile:"+tile.Key, w.Now)
		if tile.Enabled && !d.Allowed() {
			t.Errorf("%s: tile %s differs from its explanation", who, tile.Key)
		}
	}
}

// buttons are what is asked of a record that is seen, and may be refused.
var buttons = []access.Permission{access.TicketReply, access.CompanyEdit, access.ModuleAdd,
	access.ModuleRemove}

func checkAsk(t *testing.T, w *portaltest.World, v portal.Viewer, ask string) {
	t.Helper()
	who := v.Subject.Name
	d, title, err := portal.Explain(t.Context(), w, v, ask, w.Now)
	q, _ := portal.Ask(ask)
	if err != nil || (title == "") != (q.Record == "") || q.Label() == "" {
		t.Fatalf("%s asks %q: %q %v", who, ask, title, err)
	}
	if q.String() != ask {
		t.Errorf("%q is read as %q", ask, q)
	}
	first := q.Permission.Component().First()
	isRow := q.Record != "" && !slices.Contains(buttons, q.Permission) &&
		(q.Permission == first || records.About(q.Permission) != records.About(first))
	if isRow && !d.Allowed() {
		t.Errorf("%s sees %s and may not", who, ask)
	}
}

func TestAskRefusesWhatNoPageWrites(t *testing.T) {
	for _, value := range []string{"", ":", "tile:", "tile:x", "ticket.view:", "x.y", "x:1"} {
		if q, err := portal.Ask(value); err == nil {
			t.Errorf("%q is read as %v", value, q)
		}
	}
	w := portaltest.Sample(t)
	for value, kind := range map[string]problem.Kind{"ticket.view:999": problem.NotFound,
		"ticket.view:x": problem.NotFound, "chat.use:1": problem.NotFound,
		"details.view:1": problem.Invalid,
		"blog.read:none": problem.NotFound} {
		_, _, err := portal.Explain(t.Context(), w, w.Viewer("ada"), value, w.Now)
		if !problem.Is(err, kind) {
			t.Errorf("%s: %v", value, err)
		}
	}
}

func TestLanguageIsChosenAndKept(t *testing.T) {
	w := portaltest.Sample(t)
	b := portaltest.NewBrowser(w.Hosted("ada"), "/")
	b.Header.Set("Accept-Language", "de-AT,de;q=0.9,en;q=0.5")
	if got := b.Open(t, "tickets/999").Title(); got != "Seite nicht gefunden" {
		t.Errorf("German reads %q", got)
	}
	page := b.Open(t, "home?lang=es")
	if !strings.Contains(page.Text(), "Hola, Ada") {
		t.Errorf("Spanish reads %q", page.Text())
	}
	cookie, _, _ := strings.Cut(page.Header.Get("Set-Cookie"), ";")
	b.Header.Set("Cookie", cookie)
	if got := b.Open(t, "tickets/999").Title(); got != "Página no encontrada" {
		t.Errorf("the choice is forgotten: %q", got)
	}
	for _, way := range []string{"?lang=de", "sign-in?lang=de"} { // also where it leads elsewhere
		got := b.Open(t, way).Header.Get("Set-Cookie")
		if !strings.HasPrefix(got, "lang=de;") {
			t.Errorf("%s is forgotten: %q", way, got)
		}
	}
	for _, way := range []string{"tickets/999?lang=de", "home?lang=fr"} {
		if got := b.Open(t, way).Header.Get("Set-Cookie"); got != "" {
			t.Errorf("%s leaves %q", way, got)
		}
	}
}

func TestVisitorsWriteWithTheirAddress(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("visitor"), "new-ticket")
	page = page.Submit(t, "new-ticket", map[string]string{"subject": "Hello", "email": "x"})
	if page.Status != 422 {
		t.Errorf("a wrong address answers %d", page.Status)
	}
	page = page.Submit(t, "new-ticket", map[string]string{"email": "vi@example.com"})
	if !strings.Contains(page.Text(), "Your request has arrived") ||
		!w.Did(" CreateTicket", `"Email":"vi@example.com","Subject":"Hello"`) {
		t.Errorf("%q: %s", w.Done, page.Text())
	}
	w.Settings.Widget, w.Settings.Tab = false, false
	if got := open(t, w.Hosted("visitor"), "new-ticket").Status; got != http.StatusForbidden {
		t.Errorf("with both switches off the form's address answers %d", got)
	}
	w.Settings.SignInToSubmit = true
	if got := open(t, w.Hosted("visitor"), "new-ticket"); got.Title() != "Sign in" {
		t.Errorf("with sign-in before the form it shows %q", got.Title())
	}
}

func TestRootLeadsHome(t *testing.T) {
	page := open(t, portaltest.Sample(t).Hosted("ada"), "")
	if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "home" {
		t.Errorf("answers %d %s", page.Status, page.Header.Get("Location"))
	}
}

// broken is a source whose tickets cannot be read.
