package app_test

import (
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
)

func TestTheLinesOfAnInvoiceAddUp(t *testing.T) {
	d := full(t)
	values := map[string]string{"Number": "R-7", "Account": "10", "Currency": "EUR",
		"Due":   "2026-06-01",
		"Lines": `[["Work","1.5","100","19"],["Discount","1","-10,50","19"]]`}
	saved := must[app.SavedView](t)(d.SaveData("invoice", "", values))
	r := record(t, d, "invoice", saved.ID)
	for key, want := range map[string]string{"Net": "139.50 EUR", "Total": "166.01 EUR",
		"Rest": "166.01 EUR", "Paid": "0.00 EUR",
		"Lines": `[["Work","1.5","100.00","19"],["Discount","1","-10.50","19"]]`} {
		if r.Values[key] != want {
			t.Errorf("%s is %q, want %q", key, r.Values[key], want)
		}
	}
	for key, wrong := range map[string]string{"Lines": `[["Work","1","1.2.3","19"]]`,
		"Number": "", "Currency": "eur"} {
		_, err := d.SaveData("invoice", r.Was, map[string]string{key: wrong})
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("%s %q: %v", key, wrong, err)
		}
	}
	_, err := d.SaveData("invoice", r.Was, map[string]string{"Number": "R-1"})
	if p := problem.Of(err); err == nil || p.Field != "Number" {
		t.Errorf("a number that is taken: %v", err)
	}
}

// TestANewCurrencyKeepsTheFigures: 100.00 of one currency are 100 of one without cents.
func TestANewCurrencyKeepsTheFigures(t *testing.T) {
	d := full(t)
	r := record(t, d, "sales order", "85")
	must[app.SavedView](t)(d.SaveData("sales order", r.Was, map[string]string{"Currency": "JPY"}))
	r = record(t, d, "sales order", "85")
	if r.Values["Lines"] != `[["Work","1.5","100","19"]]` || r.Values["Total"] != "179 JPY" {
		t.Errorf("%q %q", r.Values["Lines"], r.Values["Total"])
	}
}

func TestAPaymentIsRecordedOnItsInvoice(t *testing.T) {
	d := full(t)
	before := record(t, d, "invoice", "81")
	if before.Values["Rest"] != "178.50 EUR" {
		t.Fatalf("%+v", before.Values)
	}
	pay := map[string]string{"Amount": "78.50", "Way": "transfer", "Reference": "77",
		"Receipt": "P-9", "Day": "2026-05-01"}
	must[app.SavedView](t)(d.DoData("invoice", "81", "pay", pay))
	r := record(t, d, "invoice", "81")
	if r.Values["Paid"] != "78.50 EUR" || r.Values["Rest"] != "100.00 EUR" ||
		len(r.Parts[0].Rows) != 2 || !strings.Contains(r.History[0].Text, "Payment recorded") {
		t.Errorf("%+v", r)
	}
	pay["Amount"] = "100.01"
	if _, err := d.DoData("invoice", "81", "pay", pay); !problem.Is(err, problem.Conflict) {
		t.Errorf("too much: %v", err)
	}
	pay["Amount"] = "100"
	must[app.SavedView](t)(d.DoData("invoice", "81", "pay", pay))
	if _, err := d.DoData("invoice", "81", "pay", pay); !problem.Is(err, problem.Conflict) {
		t.Errorf("a paid invoice: %v", err)
	}
}

func TestADocumentIsPublishedAndWithdrawnUntilItIsSigned(t *testing.T) {
	d := full(t)
	if r := record(t, d, "quotation", "83"); len(r.Deeds) != 0 || r.Values["Signed"] != "86" {
		t.Errorf("a signed one: %+v", r)
	}
	must[app.SavedView](t)(d.DoData("quotation", "84", "withdraw", nil))
	r := record(t, d, "quotation", "84")
	if r.Values["Withdrawn"] != "true" || len(r.Deeds) != 0 {
		t.Errorf("%+v", r)
	}
	must[app.SavedView](t)(d.DoData("invoice", "81", "void", nil))
	if r := record(t, d, "invoice", "81"); r.Values["Rest"] != "0.00 EUR" {
		t.Errorf("%+v", r.Values)
	}
}
