package paper

import (
	"gatehouse/backend/records"
)

// Invoice is an invoice with what was paid on it (A40).
func (s Sheet) Invoice(i *records.Invoice) ([]byte, error) {
	p := s.begin(i.Title(), i.Created)
	facts := [][2]string{{s.Say("invoice.issued"), s.Date(i.Created)},
		{s.Say("invoice.due"), s.Day(i.Due)}}
	p.head(s.Say("paper.invoice", "number", i.Number), append([][2]string{
		{s.Say("document.subject"), i.Subject}}, facts...))
	p.body(i.Text, i.Lines, i.Currency)
	switch {
	case i.Void:
		p.gap(4)
		p.paragraphs(s.Say("paper.void"))
	case i.Paid > 0:
		paid := records.Money{Minor: i.Paid, Currency: i.Currency}
		p.total(s.Say("invoice.paid"), paid, "")
		p.total(s.Say("invoice.open"), i.Open(), "B")
	}
	return p.end(i.Created)
}

// Quotation is a quotation, with the evidence of its signature where it is signed (C12).
func (s Sheet) Quotation(q *records.Quotation, by *records.Signature) ([]byte, error) {
	return s.agreement(s.Say("paper.quotation", "number", q.Number), q, by)
}

// SalesOrder is a sales order, as Quotation is a quotation.
func (s Sheet) SalesOrder(o *records.SalesOrder, by *records.Signature) ([]byte, error) {
	return s.agreement(s.Say("paper.sales-order", "number", o.Number), o, by)
}

func (s Sheet) agreement(title string, d records.Signable, by *records.Signature) ([]byte, error) {
	a := d.Terms()
	p := s.begin(a.Title(), a.Created)
	p.head(title, [][2]string{{s.Say("document.subject"), a.Subject},
		{s.Say("agreement.made"), s.Date(a.Created)}, {s.Say("agreement.until"), s.Day(a.Until)}})
	p.body(a.Text, a.Lines, a.Currency)
	if by != nil {
		p.evidence(d, by)
	}
	return p.end(a.Created)
}

// evidence is a page of its own about who signed, and whether this is what they signed.
func (p *page) evidence(d records.Signable, by *records.Signature) {
	s := p.sheet
	p.newPage()
	p.head(s.Say("signature.title"), [][2]string{
		{s.Say("document.number"), d.Title()},
		{s.Say("signature.by"), by.Name},
		{s.Say("signature.email"), by.Email},
		{s.Say("signature.when"), s.Time(by.Created)},
		{s.Say("signature.ip"), by.IP},
		{s.Say("signature.pin"), s.Say("signature.pin-checked")},
	})
	p.small(s.Say("signature.version"))
	p.paragraphs(by.Version)
	p.gap(4)
	if by.Fits(d) {
		p.paragraphs(s.Say("signature.fits"))
		return
	}
	p.paragraphs(s.Say("signature.broken"))
}

// Receipt confirms that a payment has arrived (O9). The invoice is nil when it is not known.
func (s Sheet) Receipt(r *records.Payment, i *records.Invoice) ([]byte, error) {
	title := s.Say("receipt.of", "number", r.Number)
	p := s.begin(title, r.Created)
	facts := [][2]string{{s.Say("receipt.when"), s.Time(r.Created)},
		{s.Say("receipt.way"), s.Say("payments.way." + r.Way)},
		{s.Say("receipt.reference"), r.Reference}}
	if i != nil {
		facts = append(facts, [2]string{s.Say("receipt.invoice"), i.Title()})
	}
	p.head(title, facts)
	p.rule()
	p.total(s.Say("paper.received"), r.Money(), "B")
	return p.end(r.Created)
}
