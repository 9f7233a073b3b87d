package portal_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "administration", "logins", "logins/102", "logins/107", "logins/new",
		"queues", "queues/7201", "queues/7203", "request-types/7101", "vendors", "vendors/7302",
		"out-of-office/7401", "off-hours", "off-hours/7501", "ask-access", "account",
		"software-modules", "software-modules/7701", "software-modules/7711", "add-module/7604",
		"reports", "reports/invoices", "reports/hours", "reports/tickets")
}

// post sends a form of somebody's page, such as "ada tickets/1", that the browser kit cannot fill:
// by one of several buttons, or with what no form says.
func post(t *testing.T, w *portaltest.World, whose string, form url.Values) *portaltest.Page {
	t.Helper()
	who, way, _ := strings.Cut(whose, " ")
	form.Set("key", "key-of-"+who)
	return portaltest.NewBrowser(w.Hosted(who), "/").Do(t, "POST", "/"+way, form)
}

// A21, A44: the type decides queue, priority and approver; another company's is not offered.
func TestARequestTypeRoutesATicket(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "new-ticket")
	if text := page.Body; !strings.Contains(text, "Purchase") ||
		!strings.Contains(text, "Something is broken") || strings.Contains(text, "Fax") {
		t.Error("the form offers other types than the company's and the office's")
	}
	page = page.Submit(t, "new-ticket", map[string]string{"type": "7101", "subject": "A chair"})
	if !strings.Contains(page.Text(), "Your request has arrived") ||
		!strings.Contains(page.Text(), "Waits for approval") ||
		!strings.Contains(page.Text(), "Purchasing") {
		t.Errorf("the new ticket reads %s", page.Text())
	}
	id := strings.TrimPrefix(page.URL.Path, "/tickets/")
	r, _, err := w.One(t.Context(), records.Key{Kind: records.KindTicket, ID: number(t, id)})
	ticket, ok := r.(*records.Ticket)
	if err != nil || !ok || ticket.Queue != 7201 || ticket.Priority != "low" ||
		ticket.Approver != w.Cast["cleo"].Person.ID {
		t.Errorf("%v %+v", err, ticket)
	}
	for _, kind := range []string{"7103", "7104", "9999"} {
		got := post(t, w, "ada new-ticket", url.Values{"type": {kind},
			"subject": {"x"}})
		if got.Status != http.StatusUnprocessableEntity {
			t.Errorf("type %s answers %d", kind, got.Status)
		}
	}
}

func number(t *testing.T, text string) int64 {
	t.Helper()
	id, err := records.ParseID[records.Ticket](text)
	if err != nil {
		t.Fatal(err)
	}
	return int64(id)
}

// What is at another company stays there.
func TestForeignThingsStayAway(t *testing.T) {
	w := portaltest.Sample(t)
	for _, who := range []string{"ada", "cleo", "vic", "eve", "visitor", "profile"} {
		for _, way := range []string{"new-ticket", "software-modules", "request-types", "off-hours",
			"software-modules/7721"} {
			if strings.Contains(open(t, w.Hosted(who), way).Body, "Foreign") {
				t.Errorf("%s reads of another company on %s", who, way)
			}
		}
	}
}

// A43: the approver answers, once; others see how it stands.
func TestOnlyTheApproverApproves(t *testing.T) {
	w := portaltest.Sample(t)
	if !strings.Contains(open(t, w.Hosted("ada"), "tickets").Text(), "Waits for your approval") {
		t.Error("the list does not say what waits for Ada")
	}
	answer := url.Values{"form": {"approval"}, "answer": {"decline"}, "note": {"Too dear."}}
	for _, who := range []string{"bob", "ben", "cleo", "fay"} {
		if strings.Contains(open(t, w.Hosted(who), "tickets/508").Body, `name="answer"`) {
			t.Errorf("%s has the approver's form", who)
		}
		if got := post(t, w, who+" tickets/508", answer); got.Status < 400 {
			t.Errorf("%s answers for the approver: %d", who, got.Status)
		}
	}
	if got := post(t, w, "ada tickets/508",
		url.Values{"form": {"approval"}}); got.Status != 422 {
		t.Errorf("no answer is answered %d", got.Status)
	}
	if got := post(t, w, "ada tickets/508", answer); got.Status != 303 {
		t.Fatalf("the approver is answered %d: %s", got.Status, got.Text())
	}
	text := open(t, w.Hosted("bob"), "tickets/508").Text()
	if !strings.Contains(text, "Declined") || !strings.Contains(text, "Too dear.") {
		t.Errorf("Bob reads %s", text)
	}
	answer.Set("answer", "approve")
	if got := post(t, w, "ada tickets/508", answer); got.Status != 409 {
		t.Errorf("a second answer is answered %d", got.Status)
	}
}

// A23, A24, A44: off hours and absences say who answers from when.
func TestTheCustomerIsToldWhoAnswersFromWhen(t *testing.T) {
	w := portaltest.Sample(t)
	if text := open(t, w.Hosted("ada"), "tickets/502").Text(); !strings.Contains(text,
		"Ben Brook is out of office until 13 May 2026. Cleo Castle stands in.") ||
		!strings.Contains(text, "12 May 2026, 15:00") {
		t.Errorf("at noon in London it is after two in Berlin: %s", text)
	}
	if text := open(t, w.Hosted("ada"), "tickets/501").Text(); strings.Contains(text, "Ben") {
		t.Error("a ticket that does not need Ben says that he is away")
	}
	w.Now = w.Now.Add(3 * time.Hour)
	text := open(t, w.Hosted("ada"), "new-ticket").Text()
	if strings.Contains(text, "not at work") {
		t.Errorf("after lunch: %s", text)
	}
	w.More = append(w.More, &records.Closing{ID: 7510, Name: "Tuesday", Weekdays: 1 << 2},
		&records.Closing{ID: 7511, Name: "Wednesday morning", Weekdays: 1 << 3, End: 9 * 60})
	text = open(t, w.Hosted("ada"), "new-ticket").Text()
	if !strings.Contains(text, "(Tuesday). We answer from 13 May 2026, 09:00 on.") {
		t.Errorf("closings that follow each other are not one: %s", text)
	}
}

// A20 to A24: a Manager keeps the records of their own account.
func TestAManagerKeepsTheAccountsRecords(t *testing.T) {
	for _, c := range []struct {
		page, saved string
		fill        map[string]string
	}{
		{"queues", " SaveQueue", map[string]string{"name": "Claims"}},
		{"request-types", " SaveRequestType", map[string]string{"name": "Claim",
			"queue": "7201", "approver": "102"}},
		{"vendors", " SaveVendor", map[string]string{"name": "Ink Ltd", "email": "i@example.com"}},
		{"out-of-office", " SaveAbsence", map[string]string{"person": "102",
			"from": "2026-06-01", "to": "2026-06-05"}},
		{"off-hours", " SaveClosing", map[string]string{"name": "Sunday", "sun": "1"}},
	} {
		w := portaltest.Sample(t)
		for _, who := range []string{"ada", "ben", "fay", "visitor", "profile"} {
			if got := open(t, w.Hosted(who), c.page).Status; got < 400 {
				t.Errorf("%s opens %s: %d", who, c.page, got)
			}
			if got := open(t, w.Hosted(who), c.page+"/new").Status; got < 400 {
				t.Errorf("%s opens the form of %s: %d", who, c.page, got)
			}
		}
		page := open(t, w.Hosted("cleo"), c.page+"/new").Submit(t, c.page+"/new", c.fill)
		if !strings.Contains(page.Text(), "It has been saved.") || !w.Did("Cleo Castle"+c.saved,
			`"Account":"10"`) {
			t.Errorf("%s: %s %v", c.page, page.Text(), w.Done)
		}
		page = open(t, w.Hosted("cleo"), c.page)
		made := page.Follow(t, linkTo(t, page, c.page+"/", "7")).Submit(t, "",
			map[string]string{"form": "remove"})
		if !strings.Contains(made.Text(), "It has been removed.") {
			t.Errorf("%s is not removed: %s", c.page, made.Text())
		}
	}
}

// linkTo finds the link to a new record: one that does not begin with a digit of the cast's ids.
func linkTo(t *testing.T, page *portaltest.Page, prefix, not string) string {
	t.Helper()
	for _, link := range page.Links() {
		if id, ok := strings.CutPrefix(link, prefix); ok && id != "new" &&
			!strings.HasPrefix(id, not) {
			return link
		}
	}
	t.Fatalf("%s has no new record", page.URL)
	return ""
}

// Another account's records are missing, and nothing is saved there.
func TestAnotherAccountsRecordsAreMissing(t *testing.T) {
	w := portaltest.Sample(t)
	missing := open(t, w.Hosted("cleo"), "queues/999")
	for _, way := range []string{"queues/7202", "queues/7203", "request-types/7103",
		"request-types/7102", "vendors/7302", "out-of-office/7402", "off-hours/7502",
		"software-modules/7721", "add-module/7606", "reports/none", "logins/107x"} {
		page := open(t, w.Hosted("cleo"), way)
		if page.Status != http.StatusNotFound || page.Body != missing.Body {
			t.Errorf("%s answers %d", way, page.Status)
		}
		got := post(t, w, "cleo "+way, url.Values{"name": {"x"}, "form": {"remove"}})
		if got.Status != http.StatusNotFound && got.Status != http.StatusMethodNotAllowed {
			t.Errorf("a form to %s answers %d", way, got.Status)
		}
	}
	if len(w.Done) > 0 {
		t.Errorf("done: %v", w.Done)
	}
	fay := open(t, w.Hosted("cleo"), "logins/"+w.Cast["fay"].Person.ID.String())
	if fay.Status != http.StatusNotFound {
		t.Errorf("a login of another company answers %d", fay.Status)
	}
}

// A19, A35, B7: what a change does is shown, and only then saved.
func TestAManagerChangesALoginAfterSeeingWhatItDoes(t *testing.T) {
	w := portaltest.Sample(t)
	w.Settings.ManagersRaise = true
	way := "logins/" + w.Cast["bob"].Person.ID.String()
	page := open(t, w.Hosted("cleo"), way).Submit(t, way, map[string]string{"profile": "4"})
	if !strings.Contains(page.Text(), "See tickets: all of their company and its subsidiaries") ||
		len(w.Done) > 0 {
		t.Fatalf("before it is saved: %v %s", w.Done, page.Text())
	}
	page = page.Submit(t, way, map[string]string{"confirm": "yes"})
	if !w.Did("Cleo Castle UpdateAccess", `"Profile":"4"`) {
		t.Fatalf("%v %s", w.Done, page.Text())
	}
	page = open(t, w.Hosted("cleo"), way).Submit(t, way, map[string]string{"form": "remove"})
	if !strings.Contains(page.Text(), "Loses See tickets") {
		t.Errorf("removing shows %s", page.Text())
	}
	page.Submit(t, way, map[string]string{"confirm": "yes"})
	w.Cast["bob"].Access = nil
	if !w.Did("Cleo Castle RemoveAccess", "") {
		t.Errorf("%v", w.Done)
	}
}

// A31, (3): by request a Manager gives no more than Basic; A34: who may be chosen.
func TestRaisingIsAskedFor(t *testing.T) {
	w := portaltest.Sample(t)
	way := "logins/" + w.Cast["bob"].Person.ID.String()
	page := open(t, w.Hosted("vic"), way)
	if !strings.Contains(page.Text(), "More than Basic is asked for; we decide.") ||
		strings.Contains(page.Text(), "SECRET") {
		t.Errorf("the form reads %s", page.Text())
	}
	got := post(t, w, "vic "+way, url.Values{"form": {"terms"}, "profile": {"4"},
		"confirm": {"yes"}})
	if got.Status != http.StatusForbidden {
		t.Errorf("raising is answered %d", got.Status)
	}
	got = post(t, w, "vic "+way, url.Values{"form": {"terms"}, "profile": {"7961"},
		"confirm": {"yes"}})
	if got.Status != http.StatusForbidden {
		t.Errorf("a profile of the office's is answered %d", got.Status)
	}
	ask := open(t, w.Hosted("vic"), "ask-access").Submit(t, "ask-access", map[string]string{
		"person": w.Cast["ada"].Person.ID.String(), "profile": "4", "reason": "She leads now."})
	if !strings.Contains(ask.Text(), "Your request has been sent.") ||
		!w.Did("Vic Vale RequestElevation", `"Profile":"4"`) {
		t.Errorf("%v %s", w.Done, ask.Text())
	}
	for who, status := range map[string]int{"cleo": 404, "bob": 404, "visitor": 404, "ada": 200,
		"dan": 200} {
		if got := open(t, w.Hosted(who), "ask-access").Status; got != status {
			t.Errorf("%s gets %d", who, got)
		}
	}
	oneself := post(t, w, "ada ask-access", url.Values{"profile": {"4"},
		"person": {w.Cast["ada"].Person.ID.String()}})
	if oneself.Status != 422 {
		t.Errorf("for oneself: %d", oneself.Status)
	}
}

// A45: somebody without access asks for it, once.
func TestSomebodyWithoutAccessAsks(t *testing.T) {
	w := portaltest.Sample(t)
	home := open(t, w.Hosted("dan"), "home")
	if !slices.Contains(home.Links(), "ask-access") {
		t.Fatal("Dan's home page has no way to ask")
	}
	page := home.Follow(t, "ask-access").Submit(t, "ask-access", map[string]string{"reason": "x"})
	if !strings.Contains(page.Text(), "You have asked already.") ||
		!w.Did("Dan Dahl RequestAccess", "") {
		t.Errorf("%v %s", w.Done, page.Text())
	}
	if got := post(t, w, "dan ask-access", url.Values{}); got.Status != 409 {
		t.Errorf("asking twice is answered %d", got.Status)
	}
}

// A19, C6: a new login is made with no more than the Manager has; its password is shown once.
func TestAManagerMakesALogin(t *testing.T) {
	w := portaltest.Sample(t)
	fill := map[string]string{"first": "Nora", "last": "North", "email": "nora@example.com",
		"account": "11", "profile": "3"}
	page := open(t, w.Hosted("cleo"), "logins/new").Submit(t, "logins/new", fill)
	if !strings.Contains(page.Text(), "Gains") || len(w.Done) > 0 {
		t.Fatalf("%v %s", w.Done, page.Text())
	}
	page = page.Submit(t, "logins/new", map[string]string{"confirm": "yes"})
	if page.Status != 200 || !strings.Contains(page.Text(), "initial-of-") ||
		page.Header.Get("Cache-Control") != "no-store" ||
		!w.Did("Cleo Castle CreatePerson", `"Account":"11"`) {
		t.Fatalf("%d %v %s", page.Status, w.Done, page.Text())
	}
	list := open(t, w.Hosted("cleo"), "logins?q=nora")
	if strings.Contains(list.Body, "initial-of-") || len(list.Rows()) != 1 {
		t.Errorf("the list shows %v", list.Rows())
	}
	for name, form := range map[string]url.Values{
		"another company": {"first": {"N"}, "email": {"n@example.com"}, "account": {"20"},
			"profile": {"3"}, "confirm": {"yes"}},
		"a wrong address": {"first": {"N"}, "email": {"n"}, "account": {"10"}, "profile": {"3"},
			"confirm": {"yes"}},
		"a taken address": {"first": {"N"}, "email": {"nora@example.com"}, "account": {"10"},
			"profile": {"3"}, "confirm": {"yes"}},
		"more than Basic": {"first": {"N"}, "email": {"m@example.com"}, "account": {"10"},
			"profile": {"5"}, "confirm": {"yes"}},
	} {
		if got := post(t, w, "cleo logins/new", form); got.Status < 400 {
			t.Errorf("%s is answered %d", name, got.Status)
		}
	}
}

// A19: or the new person is invited by mail, and chooses a password themselves.
func TestAManagerInvitesSomebodyNew(t *testing.T) {
	w := portaltest.Sample(t)
	got := post(t, w, "cleo logins/new", url.Values{"first": {"N"}, "email": {"n@example.com"},
		"account": {"10"}, "profile": {"3"}, "confirm": {"yes"}, "by": {"mail"}})
	if got.Status != http.StatusSeeOther || !w.Did("Cleo Castle Invite", "") ||
		w.Did("Cleo Castle SetPassword", "") {
		t.Errorf("%d %v %s", got.Status, w.Done, got.Text())
	}
	mia := w.Cast["mia"].Person.ID.String()
	for who, want := range map[string]int{"cleo": 303, "ben": 403, "fay": 403} {
		got := post(t, w, who+" logins/"+mia, url.Values{"form": {"invite"}})
		if got.Status != want {
			t.Errorf("%s invites Mia: %d %s", who, got.Status, got.Text())
		}
	}
}

// A19: an initial password only where none of their own was chosen; never for oneself.
func TestNobodyReplacesAPasswordThatSomebodyChose(t *testing.T) {
	w := portaltest.Sample(t)
	for who, want := range map[string]int{"bob": 403, "mia": 200, "cleo": 403} {
		way := "logins/" + w.Cast[who].Person.ID.String()
		got := post(t, w, "cleo "+way, url.Values{"form": {"password"}})
		if got.Status != want {
			t.Errorf("for %s it answers %d", who, got.Status)
		}
	}
}

// C3, A19: a Manager stops somebody from signing in, and it shows at once.
func TestAManagerStopsSomebody(t *testing.T) {
	w := portaltest.Sample(t)
	way := "logins/" + w.Cast["bob"].Person.ID.String()
	page := open(t, w.Hosted("cleo"), way).Submit(t, way, map[string]string{"form": "off"})
	page.Submit(t, way, map[string]string{"confirm": "yes"})
	if got := open(t, w.Hosted("bob"), "home"); got.Status != http.StatusForbidden {
		t.Errorf("Bob's home answers %d", got.Status)
	}
}

// O10: price and day are shown before, withdrawn until they hold, and never taken from the form.
func TestModulesAreAddedAndRemoved(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("cleo"), "add-module/7604")
	if !strings.Contains(page.Text(), "49.00 EUR a month") ||
		!strings.Contains(page.Text(), "1 June 2026") {
		t.Fatalf("before it is added: %s", page.Text())
	}
	bad := post(t, w, "cleo add-module/7604", url.Values{"price": {"0.01 EUR"},
		"day": {"2026-06-01"}})
	if bad.Status != 422 || len(w.Done) > 0 {
		t.Errorf("another price answers %d", bad.Status)
	}
	page = page.Submit(t, "add-module/7604", map[string]string{})
	if !strings.Contains(page.Text(), "from 1 June 2026 on") || !w.Did("Cleo Castle AddModule", "") {
		t.Errorf("%v %s", w.Done, page.Text())
	}
	page = open(t, w.Hosted("cleo"), "software-modules/7701").Submit(t, "software-modules/7701",
		map[string]string{})
	if !strings.Contains(page.Text(), "until 31 May 2026") {
		t.Errorf("after removing: %s", page.Text())
	}
	page = page.Submit(t, "software-modules/7701", map[string]string{"form": "withdraw"})
	if !strings.Contains(page.Text(), "The change has been withdrawn.") {
		t.Errorf("withdrawing: %s", page.Text())
	}
	for _, way := range []string{"software-modules/7711", "software-modules/7701"} {
		who := map[bool]string{true: "cleo", false: "ada"}[way == "software-modules/7711"]
		got := post(t, w, who+" "+way, url.Values{"day": {"2026-05-31"}})
		if got.Status < 400 {
			t.Errorf("%s removes %s: %d", who, way, got.Status)
		}
	}
	if got := open(t, w.Hosted("ada"), "add-module/7604").Status; got != http.StatusForbidden {
		t.Errorf("Basic adds modules: %d", got)
	}
}

// A25: balances, a picture with a text, and a table that no spreadsheet runs.
func TestReports(t *testing.T) {
	w := portaltest.Sample(t)
	text := open(t, w.Hosted("cleo"), "reports/hours")
	if !strings.Contains(text.Body, "8:30 h of 10:00 h left") ||
		!strings.Contains(text.Body, "<desc>") || strings.Contains(text.Body, "SECRET") {
		t.Errorf("the hours read %s", text.Text())
	}
	csv := open(t, w.Hosted("cleo"), "report-csv/retainers")
	if !strings.Contains(csv.Body, "'=1+1") || strings.Contains(csv.Body, "\n=1") ||
		!strings.Contains(csv.Header.Get("Content-Disposition"), "retainers.csv") {
		t.Errorf("the table is %q", csv.Body)
	}
	tickets := open(t, w.Hosted("cleo"), "reports/tickets").Text()
	if !strings.Contains(tickets, "April 2026") || !strings.Contains(tickets, "May 2026") {
		t.Errorf("the tickets read %s", tickets)
	}
	for _, way := range []string{"reports", "reports/hours", "report-csv/hours",
		"report-csv/invoices"} {
		if got := open(t, w.Hosted("ben"), way).Status; got != http.StatusForbidden {
			t.Errorf("Advanced gets %d for %s", got, way)
		}
	}
	invoices := open(t, w.Hosted("cleo"), "reports/invoices")
	csv = open(t, w.Hosted("cleo"), "report-csv/invoices")
	for _, want := range []string{"Month,Paid,Open,Overdue,Total", "May 2026",
		"April 2026,238.00 EUR,238.00 EUR,238.00 EUR,714.00 EUR"} {
		if !strings.Contains(csv.Body, want) {
			t.Errorf("the table of invoices lacks %q:\n%s", want, csv.Body)
		}
	}
	if !strings.Contains(invoices.Body, "April 2026, Overdue: 238.00 EUR. ") ||
		strings.Contains(invoices.Body+csv.Body, "SECRET") {
		t.Errorf("the invoices read %s", invoices.Text())
	}
	w.Settings.CutOff = portaltest.Noon.Unix() + 1
	if got := open(t, w.Hosted("cleo"), "reports/tickets").Text(); !strings.Contains(got,
		"There are no tickets") {
		t.Errorf("before the cut-off date they are counted: %s", got)
	}
}

// B17: somebody with two companies switches, and has in each what they have there.
func TestSomebodyWithTwoCompaniesSwitches(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("vic"), "tickets")
	if !strings.Contains(page.Body, "Other Ltd") || len(page.Rows()) == 0 {
		t.Fatalf("Vic sees %v", page.Rows())
	}
	page = page.Submit(t, "account", map[string]string{"account": "20"})
	if page.URL.Path != "/home" || !w.Did("switch", "20") {
		t.Fatalf("%v", w.Done)
	}
	if got := open(t, w.Hosted("vic"), "administration").Status; got != http.StatusForbidden {
		t.Errorf("at the other company Vic administers: %d", got)
	}
	if rows := open(t, w.Hosted("vic"), "tickets").Rows(); len(rows) != 0 {
		t.Errorf("at the other company Vic sees %v", rows)
	}
	got := post(t, w, "vic account", url.Values{"account": {"11"}})
	if got.Status != http.StatusNotFound {
		t.Errorf("where Vic has nothing it answers %d", got.Status)
	}
	if got := open(t, w.Hosted("ada"), "account").Status; got != http.StatusNotFound {
		t.Errorf("somebody with one company gets %d", got)
	}
	if strings.Contains(open(t, w.Hosted("ada"), "home").Body, `id="seat"`) {
		t.Error("somebody with one company has a choice")
	}
}

// C9: the company's details, for those who may change them.
func TestCompanyDetails(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "my-details")
	if !strings.Contains(page.Text(), "London") || strings.Contains(page.Body, `name="street"`) {
		t.Errorf("Basic reads %s", page.Text())
	}
	page = open(t, w.Hosted("cleo"), "my-details").Submit(t, "my-details",
		map[string]string{"street": "1 Quay Road"})
	if !strings.Contains(page.Text(), "Your company's details have been saved.") ||
		!w.Did("Cleo Castle UpdateCompany", "1 Quay Road") {
		t.Errorf("%v %s", w.Done, page.Text())
	}
	got := post(t, w, "ada my-details", url.Values{"form": {"company"},
		"street": {"x"}})
	if got.Status != http.StatusForbidden {
		t.Errorf("Basic changes them: %d", got.Status)
	}
	got = post(t, w, "cleo my-details", url.Values{"form": {"company"},
		"web": {"javascript:alert(1)"}})
	if got.Status != 422 {
		t.Errorf("a bad address answers %d", got.Status)
	}
}

// O2: a section that is not part of their access is greyed, and refused.
func TestSectionsAreGreyedByPermission(t *testing.T) {
	w := portaltest.Sample(t)
	w.Cast["cleo"].Access.Overrides = access.Overrides{access.VendorsManage: access.None}
	page := open(t, w.Hosted("cleo"), "administration")
	if slices.Contains(page.Links(), "vendors") || !slices.Contains(page.Links(), "queues") ||
		!strings.Contains(page.Text(), "Vendors Not part of your access") {
		t.Errorf("the sections read %s", page.Text())
	}
	if got := open(t, w.Hosted("cleo"), "vendors").Status; got != http.StatusForbidden {
		t.Errorf("the greyed section answers %d", got)
	}
}

// Each permission of administration opens the page, its own section, and no other (A19 to A24).
func TestEachPartOfAdministrationOpensThePage(t *testing.T) {
	for page, needs := range map[string]access.Permission{"logins": access.LoginsManage,
		"queues": access.QueuesManage, "request-types": access.RequestTypesManage,
		"vendors": access.VendorsManage, "out-of-office": access.OutOfOfficeManage,
		"off-hours": access.OffHoursManage} {
		w := portaltest.Sample(t)
		w.Cast["bob"].Access.Overrides = access.Overrides{needs: access.Account}
		home := open(t, w.Hosted("bob"), "home")
		if !slices.ContainsFunc(home.Tiles(), func(tile portaltest.Tile) bool {
			return tile.Key == "administration" && tile.Enabled
		}) {
			t.Errorf("%s: the tile is grey", page)
		}
		admin := open(t, w.Hosted("bob"), "administration")
		asked := strings.Contains(admin.Body, "admin-asked")
		if admin.Status != http.StatusOK || asked != (needs == access.LoginsManage) {
			t.Errorf("%s: the page answers %d, and shows requests: %v", page, admin.Status, asked)
		}
		for _, other := range []string{"logins", "queues", "request-types", "vendors",
			"out-of-office", "off-hours"} {
			want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[other == page]
			if got := open(t, w.Hosted("bob"), other).Status; got != want ||
				slices.Contains(admin.Links(), other) != (other == page) {
				t.Errorf("with %s alone, %s answers %d", page, other, got)
			}
		}
		why, _, err := portal.Explain(t.Context(), w, w.Viewer("bob"), "tile:administration", w.Now)
		if err != nil || !why.Allowed() {
			t.Errorf("%s: the tile explains itself wrongly: %v", page, err)
		}
	}
	w := portaltest.Sample(t)
	if got := open(t, w.Hosted("bob"), "administration").Status; got != http.StatusForbidden {
		t.Errorf("with none of them it answers %d", got)
	}
}
