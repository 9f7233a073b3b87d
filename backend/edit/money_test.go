package edit_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// bill is a published invoice of Acme's over 119.00 EUR.
func bill(id records.InvoiceID) *records.Invoice {
	return &records.Invoice{ID: id, Number: "R-" + id.String(), Account: storetest.Acme,
		Currency: "EUR", Due: access.DayOf(2026, 12, 1), Published: true, Created: 1,
		Lines: records.Lines{{Text: "Work", Quantity: 1000, Price: 10_000, Tax: 1900}}}
}

// itself gives the circumstances of an edit by the server itself.
func itself(o *storetest.Office) edit.Env {
	env := o.Env(storetest.Anna, edit.Server)
	env.Actor = edit.Actor{Name: "Payment provider", Server: true}
	return env
}

// paying is an office with an invoice, and Mia as a manager.
func paying(t *testing.T) *storetest.Office {
	t.Helper()
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.SaveInvoice{Save: edit.Save[records.Invoice, *records.Invoice]{
		Want: *bill(600)}}, grant(1, storetest.MiaUser, storetest.Manager))
	return o
}

func arrived(event string, amount int64) *edit.PaymentArrived {
	return &edit.PaymentArrived{ID: 700, Number: "P-1", Invoice: 600, Amount: amount,
		Currency: "EUR", Reference: "cs_1", Event: event}
}

func invoiceAt(t *testing.T, o *storetest.Office) *records.Invoice {
	t.Helper()
	return read(t, o, bill(600).Key()).(*records.Invoice)
}

func saveInvoice(was, want records.Invoice) *edit.SaveInvoice {
	return &edit.SaveInvoice{Save: edit.Save[records.Invoice, *records.Invoice]{Was: &was,
		Want: want}}
}

// TestAnInvoiceIsPaidOnceAndOnlyByWhatIsDue: each message counts once, and another amount is held
// and told (O9).
func TestAnInvoiceIsPaidOnceAndOnlyByWhatIsDue(t *testing.T) {
	o := paying(t)
	if out := run(t, o, customer(t, o), o.Envelope(&edit.PayInvoice{ID: 700, Invoice: 600})); out.
		Status != records.Applied {
		t.Fatalf("%+v", out)
	}
	for i, c := range []struct {
		e      *edit.PaymentArrived
		status records.Status
		paid   int64
	}{
		{arrived("evt_1", 11_900), records.Applied, 11_900},
		{arrived("evt_1", 11_900), records.Merged, 11_900},
		{arrived("evt_2", 11_900), records.Merged, 11_900}, // the same payment, told again
	} {
		out := run(t, o, itself(o), o.Envelope(c.e))
		if out.Status != c.status || invoiceAt(t, o).Paid != c.paid {
			t.Errorf("message %d: %+v, paid %d", i, out, invoiceAt(t, o).Paid)
		}
	}
	p := read(t, o, records.Key{Kind: records.KindPayment, ID: 700}).(*records.Payment)
	if p.State != records.PaymentReceived || p.Person != storetest.Mia || p.Event != "evt_1" {
		t.Errorf("%+v", p)
	}
	mails := mailsOf(t, o.Server, storetest.MiaUser)
	if len(mails) != 1 || mails[0].Template != records.PaymentMail ||
		mails[0].Args["amount"] != "119.00 EUR" {
		t.Errorf("the confirmation: %+v", mails)
	}
	late := arrived("evt_3", 11_900)
	late.ID = 701
	out := run(t, o, itself(o), o.Envelope(late))
	if out.Status != records.Overrode || !out.Inbox || invoiceAt(t, o).Paid != 11_900 ||
		!strings.Contains(out.Why, "nothing is due") {
		t.Errorf("a second payment: %+v", out)
	}
}

// TestWhatDoesNotFitIsHeldAndTold: another amount or currency, a void invoice, a draft, none.
func TestWhatDoesNotFitIsHeldAndTold(t *testing.T) {
	for name, c := range map[string]func(*edit.PaymentArrived, *records.Invoice){
		"less":     func(e *edit.PaymentArrived, _ *records.Invoice) { e.Amount-- },
		"more":     func(e *edit.PaymentArrived, _ *records.Invoice) { e.Amount++ },
		"currency": func(e *edit.PaymentArrived, _ *records.Invoice) { e.Currency = "USD" },
		"none":     func(e *edit.PaymentArrived, _ *records.Invoice) { e.Invoice = 999 },
		"void":     func(_ *edit.PaymentArrived, i *records.Invoice) { i.Void = true },
		"draft":    func(_ *edit.PaymentArrived, i *records.Invoice) { i.Published = false },
	} {
		o := paying(t)
		e, i := arrived("evt_1", 11_900), bill(600)
		c(e, i)
		write(t, o, i)
		out := run(t, o, itself(o), o.Envelope(e))
		p := read(t, o, records.Key{Kind: records.KindPayment, ID: 700}).(*records.Payment)
		if out.Status != records.Overrode || !out.Inbox || p.State != records.PaymentHeld ||
			p.Why == "" || invoiceAt(t, o).Paid != 0 {
			t.Errorf("%s: %+v %+v", name, out, p)
		}
	}
}

// TestStaffRecordWhatHasArrived: in parts, never more than is due, and undone with what it paid.
func TestStaffRecordWhatHasArrived(t *testing.T) {
	o := paying(t)
	anna := o.Env(storetest.Anna, edit.Server)
	part := func(id records.PaymentID, amount int64) *edit.RecordPayment {
		return &edit.RecordPayment{Payment: records.Payment{ID: id, Number: "P-" + id.String(),
			Invoice: 600, Account: storetest.Acme, Amount: amount, Currency: "EUR",
			State: records.PaymentReceived, Way: records.PaidTransfer}}
	}
	first := o.Envelope(part(1, 10_000))
	run(t, o, anna, first)
	if out := run(t, o, anna, o.Envelope(part(2, 2000))); out.Status != records.Refused {
		t.Errorf("more than is due: %+v", out)
	}
	rest := o.Envelope(part(3, 1900))
	run(t, o, anna, rest)
	if i := invoiceAt(t, o); i.State(0) != records.InvoicePaid {
		t.Errorf("%+v", i)
	}
	if out := run(t, o, anna, o.Envelope(&edit.Undo{Of: first.UID})); out.Status.HasEffect() {
		t.Errorf("undoing the first of two payments: %+v", out)
	}
	run(t, o, anna, o.Envelope(&edit.Undo{Of: rest.UID}))
	run(t, o, anna, o.Envelope(&edit.Undo{Of: first.UID}))
	left := read(t, o, records.Key{Kind: records.KindPayment, ID: 1})
	if i := invoiceAt(t, o); i.Paid != 0 || left != nil {
		t.Errorf("after undoing both: %+v, %v", i, left)
	}
	bad := part(4, 100)
	bad.Payment.Currency = "USD"
	if out := run(t, o, anna, o.Envelope(bad)); out.Status != records.Refused {
		t.Errorf("in another currency: %+v", out)
	}
}

// TestMoneyThatArrivedIsNotUndone: not by staff either.
func TestMoneyThatArrivedIsNotUndone(t *testing.T) {
	o := paying(t)
	in := o.Envelope(arrived("evt_1", 11_900))
	run(t, o, itself(o), in)
	out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.Undo{Of: in.UID}))
	if out.Status.HasEffect() || invoiceAt(t, o).Paid != 11_900 {
		t.Errorf("%+v", out)
	}
}

// TestAFormNeverPays: not at first, and not later; and what is paid keeps its sum.
func TestAFormNeverPays(t *testing.T) {
	o := paying(t)
	paid := *bill(600)
	paid.Paid = 11_900
	fresh := *bill(601)
	fresh.Paid = 1
	for name, e := range map[string]edit.Edit{"a new one": &edit.SaveInvoice{
		Save: edit.Save[records.Invoice, *records.Invoice]{Want: fresh}},
		"later": saveInvoice(*bill(600), paid)} {
		if err := e.Validate(); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	write(t, o, &paid)
	cheaper := paid
	cheaper.Lines = records.Lines{{Text: "Work", Quantity: 1000, Price: 1, Tax: 0}}
	anna := o.Env(storetest.Anna, edit.Server)
	out := run(t, o, anna, o.Envelope(saveInvoice(paid, cheaper)))
	if out.Status.HasEffect() || len(invoiceAt(t, o).Lines) != 1 ||
		invoiceAt(t, o).Total().Minor != 11_900 {
		t.Errorf("another sum: %+v", out)
	}
	twin := *bill(602)
	twin.Number = "R-600"
	out = run(t, o, anna, o.Envelope(&edit.SaveInvoice{
		Save: edit.Save[records.Invoice, *records.Invoice]{Want: twin}}))
	if out.Status.HasEffect() {
		t.Errorf("a number that exists: %+v", out)
	}
}

// TestTwoWhoChangeAnInvoice: different fields both stand, of one the last, and both are kept (B13).
func TestTwoWhoChangeAnInvoice(t *testing.T) {
	o := paying(t)
	subject, due, other := *bill(600), *bill(600), *bill(600)
	subject.Subject = "Work in May"
	due.Due += 14
	other.Subject = "Work in June"
	_, out := meet(t, o, []edit.Edit{saveInvoice(*bill(600), subject)},
		[]edit.Edit{saveInvoice(*bill(600), due), saveInvoice(*bill(600), other)})
	i := invoiceAt(t, o)
	if i.Subject != "Work in June" || i.Due != due.Due {
		t.Errorf("%+v", i)
	}
	if out[0].Status != records.Applied || out[1].Status != records.Overrode {
		t.Errorf("%+v", out)
	}
}

// TestTwoWhoRecordTheSamePayment: the second is told, and nothing is paid twice.
func TestTwoWhoRecordTheSamePayment(t *testing.T) {
	o := paying(t)
	all := func(id records.PaymentID) edit.Edit {
		return &edit.RecordPayment{Payment: records.Payment{ID: id, Number: "P", Invoice: 600,
			Account: storetest.Acme, Amount: 11_900, Currency: "EUR",
			State: records.PaymentReceived, Way: records.PaidCash}}
	}
	ben, out := meet(t, o, []edit.Edit{all(1)}, []edit.Edit{all(2)})
	if out[0].Status != records.Refused || len(inboxOf(t, ben)) != 1 ||
		invoiceAt(t, o).Paid != 11_900 {
		t.Errorf("%+v, paid %d", out, invoiceAt(t, o).Paid)
	}
}
