package portaltest

import (
	"context"
	"net/http"
	"sync"

	"github.com/alexedwards/argon2id"

	"gatehouse/backend/access"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// money gives the companies invoices and payments. What customers never see says SECRET.
func (w *World) money() {
	w.Settings.PaymentLink = "https://pay.example/{number}?amount={amount}&currency={currency}"
	today := access.At(w.Now, w.Settings.Location()).Day
	bill := func(id records.InvoiceID, at records.AccountID, subject string) *records.Invoice {
		i := &records.Invoice{ID: id, Number: "R-" + id.String(), Account: at, Subject: subject,
			Currency: "EUR", Lines: Lines(), Due: today + 10, Published: true,
			Created: w.Now.Unix() - 86400*30 + int64(id)}
		w.More = append(w.More, i)
		return i
	}
	bill(3001, acme, "Support in May")
	bill(3002, acme, "Support in April").Due = today - 3
	bill(3003, acme, "Support in March").Paid = 23_800
	bill(3004, acme, "Printed twice").Void = true
	bill(3005, acme, "SECRET draft").Published = false
	bill(3006, acmeSouth, "A till")
	bill(3007, other, "Support in May")
	pay := func(id records.PaymentID, invoice records.InvoiceID, at records.AccountID,
		state records.PaymentState) *records.Payment {
		p := &records.Payment{ID: id, Number: "P-" + id.String(), Invoice: invoice, Account: at,
			Amount: 23_800, Currency: "EUR", State: state, Way: records.PaidTransfer,
			Created: w.Now.Unix() - 86400*5}
		w.More = append(w.More, p)
		return p
	}
	pay(3101, 3003, acme, records.PaymentReceived).Reference = "Transfer 77"
	pay(3102, 3001, acme, records.PaymentHeld).Number = "SECRET-1"
	pay(3103, 3001, acme, records.PaymentStarted).Number = "SECRET-2"
	pay(3104, 3007, other, records.PaymentReceived)
	w.agreements(today)
}

// RightPIN is the PIN of everybody who has one.
const RightPIN = "270519"

var rightPIN = sync.OnceValue(func() string {
	verifier, err := hosting.Verifier(RightPIN)
	if err != nil {
		panic(err) // no memory
	}
	return verifier
})

// agreements gives people something to sign. Ada may sign and has a PIN; Bob and Vic have none;
// Cleo's is locked, and she may reset it.
func (w *World) agreements(today access.Day) {
	for _, who := range []string{"ada", "bob", "cleo", "vic"} {
		w.Cast[who].Access.CanSign = true
	}
	ada, cleo := w.Cast["ada"], w.Cast["cleo"]
	ada.User.PIN, cleo.User.PIN, cleo.Access.PinReset = records.PINSet, records.PINLocked, true
	w.More = append(w.More, &records.PIN{ID: ada.User.ID, Verifier: rightPIN()})
	quote := func(id records.QuotationID, who, subject string) *records.Quotation {
		c := w.Cast[who]
		q := &records.Quotation{ID: id, Agreement: records.Agreement{Number: "Q-" + id.String(),
			Account: c.At, Contact: c.Person.ID, Subject: subject, Currency: "EUR",
			Text: "Thank you for asking.", Lines: Lines(), Until: today + 20, Published: true,
			Created: w.Now.Unix() - 86400*20 + int64(id)}}
		w.More = append(w.More, q)
		return q
	}
	quote(3201, "ada", "A new till")
	quote(3202, "bob", "Ten screens")
	quote(3203, "ada", "SECRET draft").Published = false
	quote(3204, "ada", "Old prices").Until = today - 1
	quote(3205, "ada", "By mistake").Withdrawn = true
	signed := quote(3206, "ada", "Training")
	signed.Signed = 3301
	quote(3207, "fay", "Ten tills")
	w.More = append(w.More, &records.Signature{ID: 3301, Owner: records.KindQuotation,
		OwnerID: 3206, Account: acme, Person: ada.Person.ID, Name: "Ada Abbott",
		Email: "ada@example.com", IP: "192.0.2.7", Version: signed.Version(), PIN: true,
		Created: w.Now.Unix() - 86400})
	w.More = append(w.More, &records.SalesOrder{ID: 3401, Agreement: records.Agreement{
		Number: "S-3401", Account: acme, Contact: ada.Person.ID, Subject: "Printer ink",
		Currency: "EUR", Lines: Lines(), Published: true, Created: w.Now.Unix() - 86400*4}})
	w.Library = append(w.Library, &records.Article{ID: 991, Shelf: records.HelpShelf,
		Slug: "signing", Title: "How to sign", Text: "With your PIN.", Audience: records.Everyone,
		Published: true, Updated: w.Now.Unix() - 86400})
}

func (w *World) notary() hosting.Notary {
	return hosting.Notary{PINs: w.DB, Writer: w.writer(),
		Matches: func(_ context.Context, secret, verifier string) (bool, error) {
			return argon2id.ComparePasswordAndHash(secret, verifier)
		}}
}

// Sign signs a document as the server does.
func (w *World) Sign(r *http.Request, v portal.Viewer, s portal.Signing) error {
	if w.Refuse != nil {
		return w.Refuse
	}
	return w.notary().Sign(context.WithoutCancel(r.Context()), v, "192.0.2.1", s)
}

// ChangePIN sets a PIN as the server does.
func (w *World) ChangePIN(r *http.Request, v portal.Viewer, c portal.PINChange) error {
	if c.Password != w.Passwords[v.User.Username] {
		return portal.WrongPassword.On("pin-password")
	}
	return w.notary().Set(context.WithoutCancel(r.Context()), v, c)
}

// Lines are two lines that come to 238.00 EUR.
func Lines() records.Lines {
	return records.Lines{{Text: "Support, per hour", Quantity: 1500, Price: 10_000, Tax: 1900},
		{Text: "Travel <b>& more</b>", Quantity: 1000, Price: 5000, Tax: 1900}}
}

// Pay begins a payment as the server does.
func (w *World) Pay(r *http.Request, v portal.Viewer, id records.PaymentID, i *records.Invoice) (
	string, error) {
	if err := w.done(v.Subject.Name, "pay", i.Number); err != nil {
		return "", err
	}
	return hosting.Cashier{Writer: w.writer()}.Pay(context.WithoutCancel(r.Context()), v, id, i)
}
