package hosting

import (
	"context"
	"net/http"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Charge is a payment that a customer begins.
type Charge struct {
	Payment records.PaymentID
	Invoice *records.Invoice
	Email   string // of the customer, empty when it is not known
	Back    string // address of the portal to come back to, empty when it is not known
}

// Payer is a way to pay: it gives the address at which a charge is paid. It decides nothing: an
// invoice is paid once the provider has told so, or staff have.
type Payer interface {
	Link(ctx context.Context, c Charge) (string, error)
}

// Link is the payment link of any provider: an address made from a template (A40). The provider
// tells nothing back; staff record what arrives.
type Link string

// Link fills the template.
func (l Link) Link(_ context.Context, c Charge) (string, error) {
	if err := records.CheckPayLink(string(l)); err != nil || l == "" {
		return "", portal.CannotPay
	}
	return c.Invoice.PayAt(string(l)), nil
}

// Cashier carries out what paying needs.
type Cashier struct {
	Writer Writer
	Payer  Payer // nil: the portal's payment link
	Back   string
}

// Pay notes that a payment begins, which asks again whether it may, and gives the address at which
// it is made.
func (c Cashier) Pay(ctx context.Context, v portal.Viewer, id records.PaymentID,
	i *records.Invoice) (string, error) {
	payer := c.Payer
	if payer == nil {
		p, err := c.Writer.Office.Portal(ctx)
		if err != nil {
			return "", err
		}
		if p.PaymentLink == "" {
			return "", portal.CannotPay
		}
		payer = Link(p.PaymentLink)
	}
	err := c.Writer.Do(ctx, v, &edit.PayInvoice{ID: id, Invoice: i.ID})
	if err != nil {
		return "", err
	}
	charge := Charge{Payment: id, Invoice: i, Back: c.Back}
	if v.Person != nil {
		charge.Email = v.Person.Email
	}
	link, err := payer.Link(ctx, charge)
	if err != nil && problem.KindOf(err) == problem.Internal {
		return "", problem.New(problem.Unavailable, "The payment provider does not answer. "+
			"Nothing was paid. Try again in a few minutes.").By(err)
	}
	return link, err
}

// Pay begins a payment.
func (d deeds) Pay(r *http.Request, v portal.Viewer, id records.PaymentID,
	i *records.Invoice) (string, error) {
	if err := d.limits.Allow(r, "pay"); err != nil {
		return "", err
	}
	return Cashier{d.writer(), d.env.Payer, d.env.Address}.Pay(r.Context(), v, id, i)
}
