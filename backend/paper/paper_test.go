package paper_test

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"gatehouse/backend/access"
	"gatehouse/backend/paper"
	"gatehouse/backend/records"
)

func sheet() paper.Sheet {
	return paper.Sheet{Office: "Hafen & Söhne – Señal ČSR", Contact: "Jörg Müßig",
		Account: &records.Account{Name: "Bluewater Shipping", Street: "Kai 3", Zip: "20457",
			City: "Hamburg", Country: "Germany"},
		Say: func(key string, pairs ...any) string {
			return strings.TrimPrefix(key, "document.") + " größer ¿mañana? €"
		},
		Money: records.Money.String, Day: access.Day.String,
		Date: func(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.DateOnly) },
		Time: func(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.DateTime) }}
}

func quotation(lines int) *records.Quotation {
	q := &records.Quotation{ID: 5, Agreement: records.Agreement{Number: "Q-5", Account: 1,
		Subject: "A new till", Text: "Dear all,\nthis is what we offer.", Currency: "EUR",
		Until: access.DayOf(2026, 6, 1), Created: 1_780_000_000}}
	for range lines {
		q.Lines = append(q.Lines, records.Position{Text: "Work " + strings.Repeat("and more ", 20),
			Quantity: 1500, Price: 10_000, Tax: 1900})
	}
	return q
}

// read gives what a PDF says: how many pages, its title, and the text of its streams.
func read(t *testing.T, data []byte) (*model.Context, string) {
	t.Helper()
	if err := api.Validate(bytes.NewReader(data), nil); err != nil {
		t.Fatal(err)
	}
	ctx, err := api.ReadContext(bytes.NewReader(data), model.NewDefaultConfiguration())
	if err == nil {
		err = ctx.EnsurePageCount()
	}
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for n := 1; n <= ctx.PageCount; n++ {
		r, err := pdfcpu.ExtractPageContent(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		text += letters(b.String())
	}
	return ctx, text
}

// letters gives the texts of a page: strings in brackets, in UTF-16.
func letters(content string) string {
	var b strings.Builder
	for i := 0; i < len(content); i++ {
		if content[i] != '(' {
			continue
		}
		var raw []byte
		for i++; i < len(content) && content[i] != ')'; i++ {
			if content[i] == '\\' {
				i++
			}
			raw = append(raw, content[i])
		}
		for j := 0; j+1 < len(raw); j += 2 {
			b.WriteRune(rune(raw[j])<<8 | rune(raw[j+1]))
		}
		b.WriteByte(' ')
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func has(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the paper:\n%s", want, text)
		}
	}
}

func TestAnInvoiceIsPrinted(t *testing.T) { // A40
	i := &records.Invoice{ID: 1, Number: "R-1", Account: 1, Subject: "May", Currency: "EUR",
		Lines: quotation(1).Lines, Due: access.DayOf(2026, 6, 1), Paid: 5000,
		Created: 1_780_000_000}
	data, err := sheet().Invoice(i)
	if err != nil {
		t.Fatal(err)
	}
	ctx, text := read(t, data)
	if ctx.PageCount != 1 {
		t.Errorf("%d pages", ctx.PageCount)
	}
	has(t, text, "Hafen & Söhne – Señal ČSR", "Jörg Müßig", "20457 Hamburg", "mañana? €",
		"178.50 EUR", "150.00 EUR", "28.50 EUR", "128.50 EUR", "2026-06-01")
}

func TestASignedDocumentCarriesItsEvidence(t *testing.T) { // C12
	q := quotation(1)
	q.Signed = 9
	s := &records.Signature{ID: 9, Owner: records.KindQuotation, OwnerID: 5, Name: "Ada Abbott",
		Email: "ada@example.com", IP: "192.0.2.7", Version: q.Version(), PIN: true,
		Created: 1_780_003_600}
	data, err := sheet().Quotation(q, s)
	if err != nil {
		t.Fatal(err)
	}
	ctx, text := read(t, data)
	if ctx.PageCount != 2 {
		t.Errorf("%d pages", ctx.PageCount)
	}
	has(t, text, "Ada Abbott", "ada@example.com", "192.0.2.7", q.Version(),
		"signature.fits", "2026-05-28 21:26:40")
	q.Lines[0].Price++
	if data, err = sheet().Quotation(q, s); err != nil {
		t.Fatal(err)
	}
	_, text = read(t, data)
	has(t, text, "signature.broken")
}

func TestALongDocumentGoesOnOverPages(t *testing.T) {
	data, err := sheet().Quotation(quotation(60), nil)
	if err != nil {
		t.Fatal(err)
	}
	if ctx, _ := read(t, data); ctx.PageCount < 3 {
		t.Errorf("%d pages", ctx.PageCount)
	}
}

func TestAReceiptIsPrinted(t *testing.T) { // O9
	p := &records.Payment{ID: 1, Number: "P-1", Amount: 23_800, Currency: "EUR",
		Way: records.PaidCash, Created: 1_780_000_000}
	for _, i := range []*records.Invoice{nil, {Number: "R-77"}} {
		data, err := sheet().Receipt(p, i)
		if err != nil {
			t.Fatal(err)
		}
		_, text := read(t, data)
		has(t, text, "238.00 EUR", "payments.way.cash")
		if i != nil {
			has(t, text, "R-77")
		}
	}
}

// TestTheSameRecordGivesTheSameBytes: so that the preview hands out what the portal does (B3).
func TestTheSameRecordGivesTheSameBytes(t *testing.T) {
	var first [32]byte
	for n := range 12 {
		data, err := sheet().SalesOrder(&records.SalesOrder{ID: 1,
			Agreement: quotation(3).Agreement}, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if n == 0 {
			first = sum
			time.Sleep(1100 * time.Millisecond) // the clock of a PDF counts seconds
		}
		if sum != first {
			t.Fatalf("printing %d differs", n)
		}
	}
}
