package edit

import (
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// PayInvoice notes that a customer goes to pay what is due on an invoice (O9). It pays nothing:
// that the money has arrived is told by PaymentArrived or RecordPayment.
type PayInvoice struct {
	ID      records.PaymentID
	Invoice records.InvoiceID
}

// Validate refuses a payment of nothing.
func (e *PayInvoice) Validate() error {
	if e.ID <= 0 || e.Invoice <= 0 {
		return problem.New(problem.Invalid, "Say which invoice is to be paid.")
	}
	return nil
}

// Authorize lets customers who may pay this invoice.
func (e *PayInvoice) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return problem.New(problem.Denied, "Customers pay. Record a payment that has arrived.")
	}
	i, ok := get[*records.Invoice](tx, invoice(e.Invoice))
	if !ok {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return may(env, access.PaymentMake, records.Guard(i, access.PaymentMake,
		closedAt(tx, i.Account)))
}

// Apply writes the payment as one that has been started.
func (e *PayInvoice) Apply(tx Tx, env Env) (Result, error) {
	i, ok := get[*records.Invoice](tx, invoice(e.Invoice))
	if !ok {
		return Result{}, gone("The invoice")
	}
	res := Result{Subject: i.Title(), About: i.ID.Key()}
	p := &records.Payment{ID: e.ID, Invoice: i.ID, Account: i.Account, Amount: i.Open().Minor,
		Currency: i.Currency, State: records.PaymentStarted, Way: records.PaidOnline,
		Person: env.Actor.Person, Author: env.Actor.Name, Created: env.Now.Unix()}
	if tx.Row(p.Key()) != nil {
		res.Status = records.Merged
		return res, nil
	}
	tx.Put(p)
	return res, nil
}

// PaymentArrived is what the payment provider tells the server, once the server has made sure that
// it was the provider. It pays the invoice only when amount and currency are exactly what is due;
// any other payment is held, and staff are told.
type PaymentArrived struct {
	ID        records.PaymentID // the one that the customer started
	Number    string            // of the receipt
	Invoice   records.InvoiceID
	Amount    int64
	Currency  string
	Reference string // what the provider calls the payment
	Event     string // what the provider calls this message
}

// Validate refuses a message that says nothing.
func (e *PaymentArrived) Validate() error {
	if e.ID <= 0 || e.Invoice <= 0 || e.Event == "" || e.Reference == "" {
		return problem.New(problem.Invalid, "This message names no payment.")
	}
	return nil
}

// Authorize lets the server alone.
func (e *PaymentArrived) Authorize(_ Tx, env Env) error {
	if !env.Actor.Server || env.Side != Server {
		return problem.New(problem.Denied, "Only the payment provider tells this.")
	}
	return nil
}

// Apply writes the payment, each once.
func (e *PaymentArrived) Apply(tx Tx, env Env) (Result, error) {
	res := Result{Subject: "A payment", About: e.Invoice.Key()}
	p := &records.Payment{ID: e.ID, Number: e.Number, Invoice: e.Invoice, Amount: e.Amount,
		Currency: e.Currency, State: records.PaymentReceived, Way: records.PaidOnline,
		Reference: e.Reference, Event: e.Event, Author: env.Actor.Name, Created: env.Now.Unix()}
	if e.known(tx, p) {
		res.Status = records.Merged
		return res, nil
	}
	i, _ := get[*records.Invoice](tx, invoice(e.Invoice))
	if i != nil {
		p.Account, res.Subject = i.Account, i.Title()
	}
	if p.Why = unfit(i, p); p.Why != "" {
		p.State = records.PaymentHeld
		tx.Put(p)
		res.Status, res.Why, res.Mine = records.Overrode, p.Why, p.Money().String()
		if i != nil {
			res.Theirs = i.Open().String()
		}
		return res, nil
	}
	receive(tx, env, i, p)
	return res, nil
}

// known reports whether this payment, or this message, has arrived already; if not, the payment
// takes over who started it.
func (e *PaymentArrived) known(tx Tx, p *records.Payment) bool {
	if len(find[*records.Payment](tx, records.KindPayment, "event", e.Event)) > 0 {
		return true
	}
	started, ok := get[*records.Payment](tx, p.Key())
	if !ok {
		return false
	}
	p.Person, p.Author = started.Person, started.Author
	return started.State != records.PaymentStarted
}

// unfit says why a payment pays nothing; empty when it fits.
func unfit(i *records.Invoice, p *records.Payment) string {
	switch {
	case i == nil:
		return fmt.Sprintf("%s arrived for an invoice that does not exist.", p.Money())
	case i.Void:
		return fmt.Sprintf("%s arrived for %s, which is void.", p.Money(), i.Number)
	case !i.Published:
		return fmt.Sprintf("%s arrived for %s, which is not published.", p.Money(), i.Number)
	case i.Open().Minor == 0:
		return fmt.Sprintf("%s arrived for %s, on which nothing is due.", p.Money(), i.Number)
	case i.Open() != p.Money():
		return fmt.Sprintf("%s arrived for %s, on which %s is due. Nothing was booked.",
			p.Money(), i.Number, i.Open())
	}
	return ""
}

// receive writes a payment and what it pays, and confirms it to whoever paid. It is the one place
// in which an invoice is paid.
func receive(tx Tx, env Env, i *records.Invoice, p *records.Payment) {
	n := *i
	n.Paid += p.Amount
	tx.Put(p)
	tx.Put(&n)
	if m, ok := recipient(tx, env, payer(tx, p)); ok {
		m.Template, m.Link = records.PaymentMail, "invoices/"+i.ID.String()
		m.Args["invoice"], m.Args["amount"] = i.Number, p.Money().String()
		mail(tx, env, m)
	}
}

// payer is who is told of a payment: who made it, or the account's billing contact.
func payer(tx Tx, p *records.Payment) records.PersonID {
	a, ok := get[*records.Account](tx, account(p.Account))
	switch {
	case p.Person != 0 || !ok:
		return p.Person
	case a.Billing != 0:
		return a.Billing
	}
	return a.Primary
}

// RecordPayment is what staff do with money that has arrived by another way, such as a transfer;
// a part of what is due is enough.
type RecordPayment struct{ Payment records.Payment }

// Validate checks the payment by itself.
func (e *RecordPayment) Validate() error {
	if e.Payment.State != records.PaymentReceived || e.Payment.Event != "" {
		return problem.New(problem.Invalid, "A payment that staff record has arrived.")
	}
	return e.Payment.Check()
}

// Authorize lets access managers and administrators.
func (e *RecordPayment) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply writes the payment and what it pays.
func (e *RecordPayment) Apply(tx Tx, env Env) (Result, error) {
	p := e.Payment
	i, ok := get[*records.Invoice](tx, invoice(p.Invoice))
	if !ok {
		return Result{}, gone("The invoice")
	}
	res := Result{Subject: i.Title(), About: i.ID.Key()}
	if _, there := get[*records.Payment](tx, p.Key()); there {
		res.Status = records.Merged
		return res, nil
	}
	switch {
	case i.Void || i.Open().Minor == 0:
		return res, problem.New(problem.Conflict, "Nothing is due on this invoice any more.")
	case p.Currency != i.Currency || p.Account != i.Account:
		return res, problem.Newf(problem.Invalid, "This invoice is in %s.", i.Currency).
			On("currency")
	case p.Amount > i.Open().Minor:
		return res, problem.Newf(problem.Conflict, "Only %s is due on this invoice.", i.Open()).
			On("amount")
	}
	p.Author = env.Actor.Name
	if p.Created == 0 {
		p.Created = env.Now.Unix()
	}
	receive(tx, env, i, &p)
	return res, nil
}
