package portal

import (
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// paymentList lists what was paid, with the invoices that are due above it (O9).
var paymentList = list[*records.Payment]{page: "payments", kind: records.KindPayment,
	needs: access.PaymentView, rows: paymentRows, also: dueInvoices}

func (v *visit) payments(string) error { return paymentList.show(v) }

func paymentRows(v *visit, list []*records.Payment) (rows []row, err error) {
	var ids []int64
	for _, p := range list {
		ids = append(ids, int64(p.Invoice))
	}
	invoices, err := parts[*records.Invoice](v, records.KindInvoice, "id", ids...)
	if err != nil {
		return nil, err
	}
	numbers := map[records.InvoiceID]string{}
	for _, i := range invoices {
		numbers[i.ID] = i.Number
	}
	for _, p := range list {
		created := v.moment(p.Created)
		one := row{ID: p.ID.String(), Title: v.words.say("receipt.of", "number", p.Number),
			Href: v.base + "receipts/" + p.ID.String(), Amount: v.money(p.Money()), When: &created,
			Subs: []string{v.words.say("payments.way." + p.Way)}}
		if number := numbers[p.Invoice]; number != "" {
			one.Subs = append(one.Subs, v.words.say("payments.for", "number", number))
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// dueView are the invoices on which something is due.
type dueView struct {
	Rows []dueRow
	More bool // there are more than a page holds
}

type dueRow struct {
	ID, Title, Href, Day, Amount string // without Href: the viewer may not see invoices
	Overdue, Pay                 bool
	Ask                          string // data-ask of the button
}

// dueInvoices adds the invoices that are due. It stands on the first page only.
func dueInvoices(v *visit, view *listView) error {
	if view.Newest != "" {
		return nil
	}
	page, err := v.source.Page(v.r.Context(), records.KindInvoice,
		v.rows(access.PaymentView, records.InvoiceColumns),
		records.Query{State: records.InvoiceDue, Limit: pageRows + 1, Today: v.at.Day})
	if err != nil {
		return err
	}
	due := dueView{More: len(page) > pageRows}
	sees := v.may(access.InvoiceView, nil).Allowed()
	for _, i := range typed[*records.Invoice](page[:min(len(page), pageRows)]) {
		one := dueRow{ID: i.ID.String(), Title: i.Title(), Day: v.calendarDay(i.Due),
			Amount: v.money(i.Open()), Overdue: i.State(v.at.Day) == records.InvoiceOverdue,
			Pay: v.may(access.PaymentMake, records.Guard(i, access.PaymentMake, 0)).Allowed(),
			Ask: "payment.make:" + i.ID.String()}
		if sees {
			one.Href = v.base + "invoices/" + one.ID
		}
		due.Rows = append(due.Rows, one)
	}
	view.Extra = due
	return nil
}

type receiptView struct {
	ID, Title, Amount, PDF, Invoice string // address of the invoice, where they may see it
	Facts                           []fact
}

// receipt shows one payment that has arrived (O9).
func (v *visit) receipt(arg string) error {
	if d := v.may(access.PaymentView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[*records.Payment](v, access.PaymentView, arg)
	if err != nil {
		return err
	}
	p := s.It
	company, err := v.nameOfAccount(p.Account)
	if err != nil {
		return err
	}
	paid := v.moment(p.Created)
	view := receiptView{ID: p.ID.String(), Amount: v.money(p.Money()),
		Title: v.words.say("receipt.of", "number", p.Number), PDF: v.base + "receipt-pdf/" + arg,
		Facts: []fact{{Label: v.words.say("receipt.number"), Text: p.Number},
			{Label: v.words.say("document.company"), Text: company},
			{Label: v.words.say("receipt.when"), At: &paid},
			{Label: v.words.say("receipt.way"), Text: v.words.say("payments.way." + p.Way)}}}
	if p.Reference != "" {
		view.Facts = append(view.Facts, fact{Label: v.words.say("receipt.reference"),
			Text: p.Reference})
	}
	i, err := v.invoiceOf(p)
	if err != nil {
		return err
	}
	if i != nil {
		view.Facts = append(view.Facts, fact{Label: v.words.say("receipt.invoice"),
			Text: i.Number})
		r := records.Guard(i, access.InvoiceView, s.closed)
		if v.may(access.InvoiceView, r).Allowed() {
			view.Invoice = v.base + "invoices/" + i.ID.String()
		}
	}
	return v.show(http.StatusOK, "receipt", view.Title, view)
}

// invoiceOf gives the invoice of a payment, nil when it is not published any more.
func (v *visit) invoiceOf(p *records.Payment) (*records.Invoice, error) {
	list, err := parts[*records.Invoice](v, records.KindInvoice, "id", int64(p.Invoice))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

type payView struct {
	ID, Number, Amount, Back string
	Link                     string // the address at which it is paid, once it is known
	Error                    string
	Ask                      string
}

// payPage shows what is to be paid, with the button that begins it.
func (v *visit) payPage(arg string) error {
	i, err := v.payable(arg)
	if i == nil {
		return err
	}
	return v.showPay(http.StatusOK, i, "", nil)
}

// payable finds the invoice of an address that the viewer may pay; nil when they were answered.
func (v *visit) payable(arg string) (*records.Invoice, error) {
	if d := v.may(access.PaymentMake, nil); !d.Allowed() {
		return nil, v.refuse(d)
	}
	id, err := records.ParseID[records.Invoice](arg)
	if err != nil || id == 0 {
		return nil, missing
	}
	s, err := load[*records.Invoice](v, records.Key{Kind: records.KindInvoice, ID: int64(id)})
	if err != nil {
		return nil, err
	}
	switch d := s.may(v, access.PaymentMake); {
	case d.Faults == access.InvoicePaid:
		return nil, v.refuse(d)
	case !d.Allowed():
		return nil, missing
	}
	return s.It, nil
}

func (v *visit) showPay(status int, i *records.Invoice, link string, err error) error {
	view := payView{ID: i.ID.String(), Number: i.Number, Amount: v.money(i.Open()), Link: link,
		Ask: "payment.make:" + i.ID.String(), Back: v.base + "home"}
	if v.may(access.PaymentView, nil).Allowed() {
		view.Back = v.base + "payments"
	}
	if err != nil {
		view.Error, status = v.sentence(err), statusOf[problem.KindOf(err)]
	}
	return v.show(status, "pay", v.words.say("pay.title", "number", i.Number), view)
}

// pay begins a payment and answers with a page that holds the link to where it is made: no form
// leads away from the portal. What is due comes from the invoice, never from the form.
func (v *visit) pay(arg string) error {
	i, err := v.payable(arg)
	if i == nil {
		return err
	}
	if v.Once != "" { // the forms of a list are shown together
		v.Once += " pay " + arg
	}
	id := records.PaymentID(v.newID("payment"))
	link, err := v.env.Deeds.Pay(v.r, v.Viewer, id, i)
	if err != nil {
		v.report(err)
	}
	return v.showPay(http.StatusOK, i, link, err)
}
