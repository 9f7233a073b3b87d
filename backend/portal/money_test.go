package portal_test

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "invoices", "invoices?state=overdue", "invoices?state=paid",
		"invoices?q=March", "invoices?q=none", "invoices/3001", "invoices/3002", "invoices/3003",
		"invoices/3004", "invoices/3005", "invoices/3006", "invoices/3007", "invoices/x",
		"payments", "payments?before=1.2", "receipts/3101", "receipts/3102", "receipts/3103",
		"receipts/3104", "receipts/9", "pay/3001", "pay/3003", "pay/3005", "pay/3007")
	acting = append(acting, access.PaymentMake)
}

func rowsOf(t *testing.T, w *portaltest.World, who, way string) string {
	t.Helper()
	return strings.Join(open(t, w.Hosted(who), way).Rows(), "; ")
}

// TestInvoicesAreTheCompanys: by the scope of whoever looks, and only published ones (A40, C10).
func TestInvoicesAreTheCompanys(t *testing.T) {
	w := portaltest.Sample(t)
	all := "R-3004 Printed twice; R-3003 Support in March; R-3002 Support in April; " +
		"R-3001 Support in May"
	for who, want := range map[string]string{"cleo": all, "ada": "", "ben": "", "fay": "",
		"dan": "", "visitor": ""} {
		page := open(t, w.Hosted(who), "invoices")
		if got := strings.Join(page.Rows(), "; "); got != want ||
			(page.Status == http.StatusOK) != (want != "") {
			t.Errorf("%s sees %q (%d)", who, got, page.Status)
		}
	}
	w.Cast["ada"].Access.Profile = records.ProfileID(access.ContactProfile) // C9, C10
	if got := rowsOf(t, w, "ada", "invoices"); got != all {
		t.Errorf("a contact sees %q", got)
	}
	w.Cast["ada"].Access.Overrides = access.Overrides{access.InvoiceView: access.Tree}
	if got := rowsOf(t, w, "ada", "invoices"); !strings.HasPrefix(got, "R-3006 A till; ") {
		t.Errorf("with the subsidiaries: %q", got)
	}
	w.Accounts[acmeID].Closed = access.SetOf(access.Invoices)
	if page := open(t, w.Hosted("cleo"), "invoices/3001"); page.Status != http.StatusForbidden {
		t.Errorf("with invoices closed at the account: %d", page.Status)
	}
}

const acmeID records.AccountID = 10

func TestInvoicesAreFiltered(t *testing.T) {
	w := portaltest.Sample(t)
	for way, want := range map[string]string{
		"invoices?state=open":    "R-3001 Support in May",
		"invoices?state=overdue": "R-3002 Support in April",
		"invoices?state=paid":    "R-3003 Support in March",
		"invoices?state=void":    "R-3004 Printed twice",
		"invoices?q=april":       "R-3002 Support in April",
		"invoices?q=R-3003":      "R-3003 Support in March",
		"invoices?q=SECRET":      ""} {
		if got := rowsOf(t, w, "cleo", way); got != want {
			t.Errorf("%s lists %q, want %q", way, got, want)
		}
	}
	w.Now = w.Now.AddDate(0, 0, 20)
	if got := rowsOf(t, w, "cleo", "invoices?state=overdue"); !strings.Contains(got, "3001") {
		t.Errorf("three weeks later %q is overdue", got)
	}
}

// TestAnInvoiceSaysWhatItComesTo (A40): in the viewer's language.
func TestAnInvoiceSaysWhatItComesTo(t *testing.T) {
	w := portaltest.Sample(t)
	text := open(t, w.Hosted("cleo"), "invoices/3002").Text()
	for _, want := range []string{"1.5 × 100.00 EUR, tax 19 %", "150.00 EUR", "Net 200.00 EUR",
		"Tax 19 % 38.00 EUR", "Total 238.00 EUR", "Overdue", "Due on 9 May 2026",
		"Travel <b>& more</b>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the invoice lacks %q: %s", want, text)
		}
	}
	b := portaltest.NewBrowser(w.Hosted("cleo"), "/")
	b.Header.Set("Accept-Language", "de")
	if text := b.Open(t, "invoices/3002").Text(); !strings.Contains(text, "1,5 × 100,00 EUR") {
		t.Errorf("in German: %s", text)
	}
}

// TestPaymentsShowWhatIsDueAndWhatWasPaid (O9).
func TestPaymentsShowWhatIsDueAndWhatWasPaid(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("cleo"), "payments")
	if got := strings.Join(page.Rows(), "; "); got != "Receipt P-3101" {
		t.Errorf("paid: %q", got)
	}
	for _, id := range []string{"3001", "3002"} {
		if !slices.Contains(page.Asks(), "payment.make:"+id) {
			t.Errorf("%s is not due: %v", id, page.Asks())
		}
	}
	if slices.Contains(page.Asks(), "payment.make:3004") ||
		slices.Contains(page.Asks(), "payment.make:3005") {
		t.Errorf("a void invoice or a draft is due: %v", page.Asks())
	}
	receipt := open(t, w.Hosted("cleo"), "receipts/3101").Text()
	for _, want := range []string{"238.00 EUR", "R-3003", "Bank transfer", "Transfer 77", "Acme"} {
		if !strings.Contains(receipt, want) {
			t.Errorf("the receipt lacks %q: %s", want, receipt)
		}
	}
	w.Cast["cleo"].Access.Overrides = access.Overrides{access.PaymentMake: access.None}
	page = open(t, w.Hosted("cleo"), "payments")
	if len(page.Forms()) != 2 { // signing out, and the search
		t.Errorf("whoever may not pay has %d forms", len(page.Forms()))
	}
}

// TestPayingAnswersWithTheLink: a page, and never a redirect to another site (O9, A40).
func TestPayingAnswersWithTheLink(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("cleo"), "payments").Submit(t, "pay/3001", map[string]string{})
	want := "https://pay.example/R-3001?amount=238.00&currency=EUR"
	if page.Status != http.StatusOK || !slices.Contains(page.Links(), want) {
		t.Fatalf("%d, links %v", page.Status, page.Links())
	}
	if i := invoiceOf(t, w, 3001); i.Paid != 0 {
		t.Error("going to pay has paid the invoice")
	}
	again := open(t, w.Hosted("cleo"), "invoices/3001").Submit(t, "pay/3001", map[string]string{})
	if !slices.Contains(again.Links(), want) {
		t.Errorf("from the invoice: %v", again.Links())
	}
	w.Settings.PaymentLink = ""
	page = open(t, w.Hosted("cleo"), "pay/3001").Submit(t, "pay/3001", map[string]string{})
	if page.Status != http.StatusServiceUnavailable ||
		!strings.Contains(page.Text(), "cannot be paid online") {
		t.Errorf("without a way to pay: %d %s", page.Status, page.Text())
	}
}

func invoiceOf(t *testing.T, w *portaltest.World, id int64) *records.Invoice {
	t.Helper()
	r, _, err := w.One(t.Context(), records.Key{Kind: records.KindInvoice, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	return r.(*records.Invoice)
}

// TestOnlyWhatIsDueAndTheirsIsPaid: by no address and no form (O9).
func TestOnlyWhatIsDueAndTheirsIsPaid(t *testing.T) {
	w := portaltest.Sample(t)
	post := func(who, id string) *portaltest.Page {
		return portaltest.NewBrowser(w.Hosted(who), "/").Do(t, "POST", "/pay/"+id,
			url.Values{"key": {"key-of-" + who}, "amount": {"1"}, "invoice": {"3007"}})
	}
	for id, want := range map[string]int{"3003": 403, "3004": 403, "3005": 404, "3006": 404,
		"3007": 404, "999": 404, "x": 404} {
		if page := post("cleo", id); page.Status != want {
			t.Errorf("paying %s answers %d, want %d", id, page.Status, want)
		}
	}
	if page := post("ada", "3001"); page.Status != http.StatusForbidden {
		t.Errorf("Basic pays: %d", page.Status)
	}
	if len(w.Done) > 0 {
		t.Errorf("done: %v", w.Done)
	}
	for _, way := range []string{"invoices/3005", "invoices/3007", "receipts/3102",
		"receipts/3104", "pay/3007"} {
		missing := open(t, w.Hosted("cleo"), path.Dir(way)+"/999")
		if page := open(t, w.Hosted("cleo"), way); page.Body != missing.Body {
			t.Errorf("%s differs from what does not exist", way)
		}
	}
}
