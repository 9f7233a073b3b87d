package portal_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "quotations", "quotations?state=open", "quotations?state=expired",
		"quotations/3201", "quotations/3202", "quotations/3203", "quotations/3204",
		"quotations/3205", "quotations/3206", "quotations/3206?signed=1", "quotations/3207",
		"quotations/9", "sales-orders", "sales-orders?q=ink", "sales-orders/3401",
		"sales-orders/3201", "my-details?saved=pin", "help-guide/signing")
	acting = append(acting, access.QuotationSign, access.SalesOrderSign)
}

// TestAgreementsAreTheirContacts: one's own, and the account's for wider scopes (C10).
func TestAgreementsAreTheirContacts(t *testing.T) {
	w := portaltest.Sample(t)
	adas := "Q-3206 Training; Q-3205 By mistake; Q-3204 Old prices; "
	for who, want := range map[string]string{"ada": adas + "Q-3201 A new till",
		"bob": "Q-3202 Ten screens", "cleo": adas + "Q-3202 Ten screens; Q-3201 A new till",
		"fay": "Q-3207 Ten tills", "ola": "", "dan": ""} {
		if got := rowsOf(t, w, who, "quotations"); got != want {
			t.Errorf("%s sees %q", who, got)
		}
	}
	for way, want := range map[string]string{"quotations?state=open": "Q-3201 A new till",
		"quotations?state=signed": "Q-3206 Training", "quotations?state=expired": "Q-3204 Old prices",
		"quotations?state=withdrawn": "Q-3205 By mistake", "sales-orders": "S-3401 Printer ink"} {
		if got := rowsOf(t, w, "ada", way); got != want {
			t.Errorf("%s lists %q", way, got)
		}
	}
	missing := open(t, w.Hosted("ada"), "quotations/999")
	for _, way := range []string{"quotations/3202", "quotations/3203", "quotations/3207",
		"sales-orders/3201", "quotation-pdf/3202", "quotation-pdf/3203"} {
		if page := open(t, w.Hosted("ada"), way); page.Body != missing.Body {
			t.Errorf("%s differs from what does not exist", way)
		}
	}
}

// signWith opens a document and signs it.
func signWith(t *testing.T, h http.Handler, way, pin string) *portaltest.Page {
	t.Helper()
	return open(t, h, way).Submit(t, way, map[string]string{"pin": pin})
}

// TestSigningRecordsWhoWhenAndWhat (C7, C8, C12).
func TestSigningRecordsWhoWhenAndWhat(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "quotations/3201")
	q := quotationOf(t, w, 3201)
	if !strings.Contains(page.Text(), q.Version()) ||
		!slices.Contains(page.Links(), "../help-guide/signing") { // C16
		t.Fatalf("the page lacks the fingerprint or the help: %s", page.Text())
	}
	page = page.Submit(t, "quotations/3201", map[string]string{"pin": portaltest.RightPIN})
	for _, want := range []string{"You have signed this document", "Ada Abbott", "ada@example.com",
		"192.0.2.1", "12 May 2026, 14:00", q.Version(), "exactly what was signed"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("after signing, the page lacks %q: %s", want, page.Text())
		}
	}
	q = quotationOf(t, w, 3201)
	if q.Signed == 0 || strings.Contains(page.Body, `name="pin"`) {
		t.Errorf("%+v", q)
	}
	page = signWith(t, w.Hosted("ada"), "sales-orders/3401", portaltest.RightPIN)
	if !strings.Contains(page.Text(), "You have signed this document") {
		t.Errorf("the sales order: %s", page.Text())
	}
}

func quotationOf(t *testing.T, w *portaltest.World, id int64) *records.Quotation {
	t.Helper()
	r, _, err := w.One(t.Context(), records.Key{Kind: records.KindQuotation, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	return r.(*records.Quotation)
}

// TestAChangedDocumentVoidsTheSigning (C12).
func TestAChangedDocumentVoidsTheSigning(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "quotations/3201")
	change(t, w, 3201, func(q *records.Quotation) { q.Lines[0].Price++ })
	page = page.Submit(t, "quotations/3201", map[string]string{"pin": portaltest.RightPIN})
	if page.Status != http.StatusConflict || quotationOf(t, w, 3201).Signed != 0 ||
		!strings.Contains(page.Text(), "changed while you read it") {
		t.Errorf("%d %s", page.Status, page.Text())
	}
	page = page.Submit(t, "quotations/3201", map[string]string{"pin": portaltest.RightPIN})
	if quotationOf(t, w, 3201).Signed == 0 {
		t.Errorf("the version that is shown cannot be signed: %s", page.Text())
	}
}

// TestADocumentWithdrawnMeanwhileSaysSo (C12): to those who were reading it.
func TestADocumentWithdrawnMeanwhileSaysSo(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "quotations/3201")
	change(t, w, 3201, func(q *records.Quotation) { q.Withdrawn = true })
	page = page.Submit(t, "quotations/3201", map[string]string{"pin": portaltest.RightPIN})
	if page.Status != http.StatusForbidden || quotationOf(t, w, 3201).Signed != 0 ||
		!strings.Contains(page.Text(), "This can no longer be signed.") {
		t.Errorf("%d %s", page.Status, page.Text())
	}
}

func change(t *testing.T, w *portaltest.World, id int64, to func(*records.Quotation)) {
	t.Helper()
	q := *quotationOf(t, w, id)
	q.Lines = slices.Clone(q.Lines)
	to(&q)
	_, err := w.Write(t.Context(), func(tx edit.Tx) error {
		tx.Put(&q)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatWasTamperedWithSaysSo (C12): the page and the PDF.
func TestWhatWasTamperedWithSaysSo(t *testing.T) {
	w := portaltest.Sample(t)
	before := open(t, w.Hosted("ada"), "quotation-pdf/3206").Body
	change(t, w, 3206, func(q *records.Quotation) { q.Text += " And more." })
	page := open(t, w.Hosted("ada"), "quotations/3206")
	if !strings.Contains(page.Text(), "not what was signed") {
		t.Errorf("%s", page.Text())
	}
	if open(t, w.Hosted("ada"), "quotation-pdf/3206").Body == before {
		t.Error("the PDF is the same")
	}
}

// TestTwiceIsOnce: a form that is sent twice, another one after it, and two people at once (C12).
func TestTwiceIsOnce(t *testing.T) {
	w := portaltest.Sample(t)
	page, late := open(t, w.Hosted("ada"), "quotations/3201"), open(t, w.Hosted("ada"),
		"sales-orders/3401")
	for range 2 {
		again := page.Submit(t, "quotations/3201", map[string]string{"pin": portaltest.RightPIN})
		if !strings.Contains(again.Text(), "You have signed this document") {
			t.Errorf("sent twice: %d %s", again.Status, again.Text())
		}
	}
	w.Cast["bob"].User.PIN = records.PINSet
	w.More = append(w.More, &records.PIN{ID: w.Cast["bob"].User.ID, Verifier: pinOfAda(t, w)})
	w.Cast["bob"].Access.Overrides = access.Overrides{access.SalesOrderView: access.Account,
		access.SalesOrderSign: access.Account}
	bobs := open(t, w.Hosted("bob"), "sales-orders/3401")
	var group sync.WaitGroup
	statuses := make([]int, 2)
	for i, p := range []*portaltest.Page{late, bobs} {
		group.Go(func() {
			statuses[i] = p.Submit(t, "sales-orders/3401",
				map[string]string{"pin": portaltest.RightPIN}).Status
		})
	}
	group.Wait()
	slices.Sort(statuses)
	if statuses[0] != 200 || statuses[1] < 400 {
		t.Errorf("two people at once: %v", statuses)
	}
	for kind, id := range map[records.Kind]int64{records.KindQuotation: 3201,
		records.KindSalesOrder: 3401} {
		list, err := w.Parts(t.Context(), records.KindSignature, "owner_id", id)
		if err != nil || len(list) != 1 {
			t.Errorf("%s has %d signatures, %v", kind, len(list), err)
		}
	}
}

func pinOfAda(t *testing.T, w *portaltest.World) string {
	t.Helper()
	pin, err := w.PIN(t.Context(), w.Cast["ada"].User.ID)
	if err != nil {
		t.Fatal(err)
	}
	return pin.Verifier
}

// TestFiveWrongPINsAreTheEnd: in total, whatever comes between, until it is reset (C8).
func TestFiveWrongPINsAreTheEnd(t *testing.T) {
	w := portaltest.Sample(t)
	for range 2 {
		page := signWith(t, w.Hosted("ada"), "sales-orders/3401", "999999")
		if page.Status != http.StatusForbidden || !strings.Contains(page.Text(), "PIN is wrong") {
			t.Errorf("a wrong PIN: %d %s", page.Status, page.Text())
		}
	}
	signWith(t, w.Hosted("ada"), "quotations/3201", portaltest.RightPIN) // takes no failure back
	for range 2 {
		signWith(t, w.Hosted("ada"), "sales-orders/3401", "999999")
	}
	page := open(t, w.Hosted("ada"), "sales-orders/3401")
	if locked := page.Submit(t, "sales-orders/3401", map[string]string{"pin": "999999"}); !strings.
		Contains(locked.Text(), "locked after too many") {
		t.Errorf("after the fifth: %s", locked.Text())
	}
	right := page.Submit(t, "sales-orders/3401", map[string]string{"pin": portaltest.RightPIN})
	if right.Status != http.StatusForbidden || !strings.Contains(right.Text(), "ask us to reset") {
		t.Errorf("the right PIN afterwards: %d %s", right.Status, right.Text())
	}
}

// TestWhoMaySignAndHow (C7, C8): Can eSign, a PIN, and a document that is open.
func TestWhoMaySignAndHow(t *testing.T) {
	w := portaltest.Sample(t)
	for name, c := range map[string]struct{ who, way, want string }{
		"no PIN":     {"bob", "quotations/3202", "Choose one first"},
		"locked":     {"cleo", "quotations/3201", "Choose a new one under My Details"},
		"expired":    {"ada", "quotations/3204", "has passed"},
		"withdrawn":  {"ada", "quotations/3205", "withdrawn"},
		"may not":    {"fay", "quotations/3207", "Signing this document is not part of your access"},
		"the signed": {"ada", "quotations/3206", "exactly what was signed"},
	} {
		if name == "locked" {
			w.Cast["cleo"].Access.Overrides = access.Overrides{access.QuotationSign: access.Account}
		}
		page := open(t, w.Hosted(c.who), c.way)
		if !strings.Contains(page.Text(), c.want) || strings.Contains(page.Body, `name="pin"`) {
			t.Errorf("%s: %s", name, page.Text())
		}
		post := portaltest.NewBrowser(w.Hosted(c.who), "/").Do(t, "POST", "/"+c.way,
			url.Values{"key": {"key-of-" + c.who}, "pin": {portaltest.RightPIN},
				"version": {quotationOf(t, w, 3201).Version()}})
		if post.Status < 400 {
			t.Errorf("%s: a posted form answers %d", name, post.Status)
		}
	}
	if len(w.Done) > 0 {
		t.Errorf("done: %v", w.Done)
	}
}

// TestAPINIsSetChangedAndReset (C8): with the password; a lost one in the portal only where the
// access allows it.
func TestAPINIsSetChangedAndReset(t *testing.T) {
	w := portaltest.Sample(t)
	set := func(who string, fill map[string]string) *portaltest.Page {
		all := map[string]string{"pin-password": w.Passwords[who], "new-pin": "802714",
			"repeat-pin": "802714"}
		for k, v := range fill {
			all[k] = v
		}
		return open(t, w.Hosted(who), "my-details").Submit(t, "my-details", all)
	}
	for name, c := range map[string]struct {
		who  string
		fill map[string]string
		want string
	}{
		"too short":      {"bob", map[string]string{"new-pin": "8027"}, "6 to 12 digits"},
		"letters":        {"bob", map[string]string{"new-pin": "80271x"}, "6 to 12 digits"},
		"easy":           {"bob", map[string]string{"new-pin": "123456"}, "too easy"},
		"differs":        {"bob", map[string]string{"repeat-pin": "802715"}, "differ"},
		"wrong password": {"bob", map[string]string{"pin-password": "x"}, "do not belong"},
		"no old PIN":     {"ada", map[string]string{"old-pin": ""}, "Enter your PIN"},
		"wrong old PIN":  {"ada", map[string]string{"old-pin": "999999"}, "PIN is wrong"},
	} {
		if page := set(c.who, c.fill); page.Status < 400 || !strings.Contains(page.Text(), c.want) {
			t.Errorf("%s: %d %s", name, page.Status, page.Text())
		}
	}
	for who, fill := range map[string]map[string]string{"bob": nil,
		"ada": {"old-pin": portaltest.RightPIN}, "cleo": nil} {
		if page := set(who, fill); !strings.Contains(page.Text(), "Your PIN has been saved") {
			t.Errorf("%s: %s", who, page.Text())
		}
	}
	page := signWith(t, w.Hosted("bob"), "quotations/3202", "802714")
	if !strings.Contains(page.Text(), "You have signed") {
		t.Errorf("with the new PIN: %s", page.Text())
	}
	if strings.Contains(open(t, w.Hosted("fay"), "my-details").Text(), "PIN") {
		t.Error("whoever may not sign is asked for a PIN")
	}
}

// TestPapersAreTheSameInThePreview (B3): the PDF files, to the byte.
func TestPapersAreTheSameInThePreview(t *testing.T) {
	w := portaltest.Sample(t)
	for who, all := range map[string][]string{
		"ada":  {"quotation-pdf/3201", "quotation-pdf/3206", "sales-order-pdf/3401"},
		"cleo": {"invoice-pdf/3001", "invoice-pdf/3003", "receipt-pdf/3101"}} {
		for _, way := range all {
			a, b := open(t, w.Hosted(who), way), open(t, w.Preview(who), way)
			if a.Status != 200 || a.Body != b.Body || !strings.HasPrefix(a.Body, "%PDF-") ||
				!strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s: %d, %v", way, a.Status, a.Header)
			}
		}
	}
	for _, way := range []string{"invoice-pdf/3005", "invoice-pdf/3007", "receipt-pdf/3102",
		"receipt-pdf/3104", "invoice-pdf/x"} {
		if page := open(t, w.Hosted("cleo"), way); page.Status != http.StatusNotFound ||
			bytes.HasPrefix([]byte(page.Body), []byte("%PDF")) {
			t.Errorf("%s answers %d", way, page.Status)
		}
	}
}
