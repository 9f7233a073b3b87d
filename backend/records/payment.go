package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// PaymentState says what became of a payment.
type PaymentState string

// The states of a payment. Only a received one pays anything, and only that reaches customers.
const (
	PaymentStarted  PaymentState = "started"  // a customer went to the payment page
	PaymentReceived PaymentState = "received" // it arrived, and counts
	PaymentHeld     PaymentState = "held"     // it arrived and fits no invoice: staff decide
)

// Payment is money for an invoice (O9).
type Payment struct {
	ID        PaymentID
	Number    string // of the receipt
	Invoice   InvoiceID
	Account   AccountID
	Amount    int64 // in the currency's smallest unit
	Currency  string
	State     PaymentState
	Way       string // one of PaymentWays
	Reference string // what the bank or the payment provider calls it
	Event     string // the provider's message that told of it
	Person    PersonID
	Author    string // who started or recorded it
	Why       string // it is held, for staff
	Created   int64
}

// The ways in which people pay.
const (
	PaidOnline   = "online"
	PaidTransfer = "transfer"
	PaidCash     = "cash"
	PaidCheque   = "cheque"
	PaidOther    = "other"
)

// PaymentWays lists them.
var PaymentWays = []string{PaidOnline, PaidTransfer, PaidCash, PaidCheque, PaidOther}

// Key names the payment.
func (p *Payment) Key() Key { return Key{KindPayment, int64(p.ID)} }

// Index gives the invoice and the provider's message.
func (p *Payment) Index(column string) any {
	switch column {
	case "invoice":
		return int64(p.Invoice)
	case "event":
		return p.Event
	}
	return nil
}

// Check refuses a payment of nothing.
func (p *Payment) Check() error {
	known := false
	for _, way := range PaymentWays {
		known = known || way == p.Way
	}
	switch {
	case p.ID <= 0 || p.Invoice <= 0 || p.Account <= 0 && p.State != PaymentHeld:
		return problem.New(problem.Invalid, "A payment is for an invoice.")
	case p.Amount <= 0 || p.Amount > 1<<50:
		return problem.New(problem.Invalid, "A payment is above 0.").On("amount")
	case !known:
		return problem.New(problem.Invalid, "Say how it was paid.").On("way")
	case p.State != PaymentStarted && p.State != PaymentReceived && p.State != PaymentHeld:
		return problem.New(problem.Invalid, "A payment is started, received or held.")
	case len(p.Reference) > 300 || len(p.Event) > 300 || len(p.Number) > 60:
		return problem.New(problem.Invalid, "The reference is too long. Use 300 signs or less.").
			On("reference")
	}
	return p.Money().Check()
}

// Money is what was paid.
func (p *Payment) Money() Money { return Money{p.Amount, p.Currency} }

// Title is the number of the receipt and the amount.
func (p *Payment) Title() string { return strings.TrimSpace(p.Number + " " + p.Money().String()) }

// At gives the account.
func (p *Payment) At() AccountID { return p.Account }

// Record gives what a decision needs to know of the payment: it is the company's.
func (p *Payment) Record(closed access.ComponentSet) *access.Record {
	r := &access.Record{Closed: closed, Created: p.Created,
		Keys: accountKeys(access.Sets{}, p.Account)}
	if p.State != PaymentReceived {
		r.Hidden = access.NotShown
	}
	return r
}

// PaymentColumns is Payment.Record for SQL.
var PaymentColumns = InvoiceColumns
