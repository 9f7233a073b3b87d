package records

import (
	"net/url"
	"strconv"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Invoice is what an account owes the office (A40). Customers see it once it is published.
type Invoice struct {
	ID        InvoiceID
	Number    string // as people say it, such as "R-2026-0042"
	Account   AccountID
	Subject   string
	Text      string // a word to the customer, above the lines
	Currency  string // ISO 4217
	Lines     Lines
	Due       access.Day
	Published bool
	Void      bool  // withdrawn: nothing is due
	Paid      int64 // what payments came to, in the smallest unit: set by payments only
	Created   int64 // issued: seconds since 1970
}

// The states of an invoice. Overdue is open after the due day.
const (
	InvoiceOpen    = "open"
	InvoiceOverdue = "overdue"
	InvoicePaid    = "paid"
	InvoiceVoid    = "void"

	InvoiceDue = "due" // open or overdue: what lists are asked for
)

// Key names the invoice.
func (i *Invoice) Key() Key { return Key{KindInvoice, int64(i.ID)} }

// Index gives the account and the number.
func (i *Invoice) Index(column string) any {
	switch column {
	case "account":
		return int64(i.Account)
	case "number":
		return i.Number
	}
	return nil
}

// Check refuses an invoice that nobody could pay.
func (i *Invoice) Check() error {
	if i.ID <= 0 || i.Account <= 0 {
		return problem.New(problem.Invalid, "An invoice belongs to an account.").On("account")
	}
	if i.Due <= 0 {
		return problem.New(problem.Invalid, "Say by which day it is to be paid.").On("due")
	}
	if err := checkDocument(i.Number, i.Subject, i.Text); err != nil {
		return err
	}
	if err := i.Total().Check(); err != nil {
		return err
	}
	if err := i.Lines.Check(); err != nil {
		return err
	}
	if i.Total().Minor < 0 || i.Paid < 0 {
		return problem.New(problem.Invalid, "An invoice comes to 0 or more.").On("lines")
	}
	return nil
}

// checkDocument refuses what no document is headed with.
func checkDocument(number, subject, text string) error {
	switch {
	case strings.TrimSpace(number) == "" || len(number) > 60:
		return problem.New(problem.Invalid, "A number has 1 to 60 signs.").On("number")
	case len(subject) > 300:
		return problem.New(problem.Invalid, "The subject is too long. Use 300 letters or less.").
			On("subject")
	case len(text) > 20_000:
		return problem.New(problem.Invalid, "The text is too long. Use 20,000 letters or less.").
			On("text")
	}
	return nil
}

// Title is the number and the subject.
func (i *Invoice) Title() string { return strings.TrimSpace(i.Number + " " + i.Subject) }

// At gives the account.
func (i *Invoice) At() AccountID { return i.Account }

// Sum is what the lines come to.
func (i *Invoice) Sum() Sum { return i.Lines.In(i.Currency) }

// Total is what is to be paid in all.
func (i *Invoice) Total() Money { return i.Sum().Total }

// Open is what is still due: nothing of a void invoice.
func (i *Invoice) Open() Money {
	m := i.Total()
	m.Minor = max(0, m.Minor-i.Paid)
	if i.Void {
		m.Minor = 0
	}
	return m
}

// State says where the invoice stands on a day.
func (i *Invoice) State(today access.Day) string {
	switch {
	case i.Void:
		return InvoiceVoid
	case i.Open().Minor == 0:
		return InvoicePaid
	case i.Due < today:
		return InvoiceOverdue
	}
	return InvoiceOpen
}

// Record gives what a decision needs to know of the invoice: it is the company's (C10).
func (i *Invoice) Record(closed access.ComponentSet) *access.Record {
	r := &access.Record{Closed: closed, Created: i.Created,
		Keys: accountKeys(access.Sets{}, i.Account)}
	if !i.Published {
		r.Hidden = access.Unpublished
	}
	return r
}

// Demand: paying needs an invoice on which something is due.
func (i *Invoice) Demand(p access.Permission) access.Fault {
	if p == access.PaymentMake && i.Open().Minor == 0 {
		return access.InvoicePaid
	}
	return 0
}

// InvoiceColumns is Invoice.Record for SQL: table invoices as t, accounts as a.
var InvoiceColumns = access.Columns{
	Exposed: "t.exposed",
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}

// PayAt gives the address at which what is due is paid, from a template such as
// https://pay.example/{number}?amount={amount}&currency={currency}.
func (i *Invoice) PayAt(template string) string {
	m := i.Open()
	amount := m.Format("", ".")
	return strings.NewReplacer("{number}", inAddress(i.Number),
		"{amount}", strings.TrimSuffix(amount, " "+m.Currency), "{currency}", m.Currency,
		"{minor}", strconv.FormatInt(m.Minor, 10)).Replace(template)
}

// inAddress writes a text so that it means itself in any part of an address.
func inAddress(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// CheckPayLink refuses a template that leads anywhere but to one https address.
func CheckPayLink(template string) error {
	if template == "" {
		return nil
	}
	sample := (&Invoice{Number: "X"}).PayAt(template)
	u, err := url.Parse(sample)
	host, _, _ := strings.Cut(strings.TrimPrefix(template, "https://"), "/")
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil ||
		strings.ContainsAny(sample, "{} \"<>\\") || strings.ContainsAny(host, "{}") ||
		len(template) > 1000 {
		return problem.New(problem.Invalid, "Write the payment link like "+
			"https://pay.example/{number}?amount={amount}&currency={currency}.").On("paymentLink")
	}
	return nil
}
