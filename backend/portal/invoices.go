package portal

import (
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// invoiceList lists the company's invoices (A40, C10).
var invoiceList = list[*records.Invoice]{page: "invoices", kind: records.KindInvoice,
	needs: access.InvoiceView, rows: invoiceRows,
	states: []string{records.InvoiceOpen, records.InvoiceOverdue, records.InvoicePaid,
		records.InvoiceVoid}}

func (v *visit) invoices(string) error { return invoiceList.show(v) }

func invoiceRows(v *visit, list []*records.Invoice) (rows []row, err error) {
	for _, i := range list {
		created, state := v.moment(i.Created), i.State(v.at.Day)
		rows = append(rows, row{ID: i.ID.String(), Title: i.Title(), When: &created, State: state,
			Href:   v.base + "invoices/" + i.ID.String(),
			Subs:   []string{v.words.say("invoice.due-on", "day", v.calendarDay(i.Due))},
			Amount: v.money(i.Total()), StateLabel: v.words.say("invoices.state." + state)})
	}
	return rows, nil
}

type invoiceView struct {
	ID, Title, State, StateLabel string
	Facts                        []fact
	Document                     billView
	Due                          string // the amount; empty = nothing is due
	Pay                          bool   // they may pay it
	PayAsk                       string // data-ask
	PDF                          string
	Paid                         []row // the payments, where the viewer may see payments
}

// invoice shows one invoice, with what was paid and the way to pay the rest (A40, O9).
func (v *visit) invoice(arg string) error {
	if d := v.may(access.InvoiceView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[*records.Invoice](v, access.InvoiceView, arg)
	if err != nil {
		return err
	}
	i := s.It
	state := i.State(v.at.Day)
	view := invoiceView{ID: i.ID.String(), Title: i.Title(), State: state,
		StateLabel: v.words.say("invoices.state." + state),
		Document:   v.bill(i.Text, i.Currency, i.Lines), PDF: v.base + "invoice-pdf/" + arg,
		Pay: s.may(v, access.PaymentMake).Allowed(), PayAsk: "payment.make:" + i.ID.String()}
	if open := i.Open(); open.Minor > 0 {
		view.Due = v.money(open)
	}
	if view.Facts, err = v.invoiceFacts(i); err != nil {
		return err
	}
	if v.may(access.PaymentView, nil).Allowed() {
		if view.Paid, err = v.paymentsOf(i, s.closed); err != nil {
			return err
		}
	}
	return v.show(http.StatusOK, "invoice", i.Title(), view)
}

func (v *visit) invoiceFacts(i *records.Invoice) ([]fact, error) {
	created := v.moment(i.Created)
	company, err := v.nameOfAccount(i.Account)
	list := []fact{{Label: v.words.say("document.number"), Text: i.Number},
		{Label: v.words.say("document.company"), Text: company},
		{Label: v.words.say("invoice.issued"), Text: created.Day},
		v.dayFact(v.words.say("invoice.due"), i.Due)}
	if i.Paid > 0 {
		list = append(list, fact{Label: v.words.say("invoice.paid"),
			Text: v.money(records.Money{Minor: i.Paid, Currency: i.Currency})})
	}
	return list, err
}

// paymentsOf lists the payments of an invoice that the viewer may see.
func (v *visit) paymentsOf(i *records.Invoice, closed access.ComponentSet) ([]row, error) {
	list, err := parts[*records.Payment](v, records.KindPayment, "invoice", int64(i.ID))
	var seen []*records.Payment
	for _, p := range list {
		if v.may(access.PaymentView, records.Guard(p, access.PaymentView, closed)).Allowed() {
			seen = append(seen, p)
		}
	}
	if err != nil {
		return nil, err
	}
	return paymentRows(v, seen)
}
