package main

import (
	"context"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// sampleTerms says who of the sample may sign, and who may reset their PIN (C7, C8).
func sampleTerms(person int64, profile records.ProfileID) edit.Terms {
	return edit.Terms{Profile: profile, CanSign: person == 2001 || person == 2002 || person == 2008,
		PinReset: person == 2001}
}

// sampleInvoices are in every state; days count from today.
var sampleInvoices = []struct {
	id      records.InvoiceID
	account records.AccountID
	subject string
	issued  int // days
	due     int
	paid    int64 // per cent
	state   string
	lines   records.Lines
}{
	{5001, 1001, "Support in September", -80, -66, 100, "", records.Lines{
		{Text: "Support, per hour", Quantity: 12_500, Price: 9_800, Tax: 1900}}},
	{5002, 1001, "Label printers for the dispatch office", -52, -22, 0, "", records.Lines{
		{Text: "Label printer LP-40", Quantity: 3000, Price: 34_900, Tax: 1900},
		{Text: "Paper rolls, a box of 24", Quantity: 10_000, Price: 2_450, Tax: 1900},
		{Text: "Discount for three devices", Quantity: 1000, Price: -5_000, Tax: 1900}}},
	{5003, 1001, "Support in October", -20, 10, 40, "", records.Lines{
		{Text: "Support, per hour", Quantity: 8_250, Price: 9_800, Tax: 1900},
		{Text: "Travel to Hamburg", Quantity: 1000, Price: 12_000, Tax: 1900}}},
	{5004, 1001, "Subscription, fourth quarter", -6, 24, 0, "", records.Lines{
		{Text: "Freight desk, per seat and month", Quantity: 45_000, Price: 2_900, Tax: 1900},
		{Text: "Handbook, printed", Quantity: 2000, Price: 1_900, Tax: 700}}},
	{5005, 1001, "Sent twice by mistake", -6, 24, 0, "void", records.Lines{
		{Text: "Freight desk, per seat and month", Quantity: 45_000, Price: 2_900, Tax: 1900}}},
	{5006, 1001, "Support in November", 0, 30, 0, "draft", records.Lines{
		{Text: "Support, per hour", Quantity: 3000, Price: 9_800, Tax: 1900}}},
	{5007, 1002, "Sensors for the cold chambers", -12, 18, 0, "", records.Lines{
		{Text: "Temperature sensor", Quantity: 8000, Price: 7_600, Tax: 1900}}},
	{5008, 1003, "Branch in Stavanger", -9, 5, 0, "", records.Lines{
		{Text: "Set-up, lump sum", Quantity: 1000, Price: 1_450_000, Tax: 2500}}},
	{5009, 1004, "Subscription, fourth quarter", -40, -10, 100, "", records.Lines{
		{Text: "Order desk, per month", Quantity: 3000, Price: 18_900, Tax: 2100}}},
	{5010, 1004, "Training in Valencia", -4, 26, 0, "", records.Lines{
		{Text: "Training day for up to eight people", Quantity: 2000, Price: 84_000, Tax: 2100}}},
}

// sampleOffers are quotations and sales orders in every state.
var sampleOffers = []struct {
	id      int64
	order   bool
	person  int64
	account records.AccountID
	subject string
	made    int // days from today
	until   int // likewise; 0 = any day
	state   string
}{
	{5101, false, 2001, 1001, "Dispatch office: four new work places", -3, 27, ""},
	{5102, false, 2001, 1001, "Network for the new hall", -40, -8, ""},
	{5103, false, 2001, 1001, "Scanner gates, first idea", -15, 30, "withdrawn"},
	{5104, false, 2001, 1001, "Scanner gates, not finished", 0, 30, "draft"},
	{5105, false, 2002, 1001, "A second screen for the new colleague", -2, 28, ""},
	{5106, false, 2003, 1002, "Temperature log with alarm", -5, 25, ""},
	{5107, false, 2008, 1003, "Training for the branch in Stavanger", -1, 40, ""},
	{5108, false, 2001, 1001, "Replacement of the mail server", -30, 60, "signed"},
	{5201, true, 2001, 1001, "Four work places, as quoted", -1, 0, ""},
	{5202, true, 2001, 1001, "Mail server, as quoted", -28, 0, "signed"},
	{5203, true, 2002, 1001, "Keyboard and mouse", -4, 20, ""},
}

func offerLines(id int64) records.Lines {
	return records.Lines{
		{Text: "Work place: computer, two screens, stand", Quantity: 1000 * (1 + id%4),
			Price: 148_000, Tax: 1900},
		{Text: "Set-up on the spot, per hour", Quantity: 1500 + 250*(id%7), Price: 9_800,
			Tax: 1900}}
}

func sampleMoney(today time.Time) (list []edit.Edit) {
	at := func(days int) int64 { return today.AddDate(0, 0, days).Unix() }
	day := func(days int) access.Day { return access.At(today.AddDate(0, 0, days), time.UTC).Day }
	for _, b := range sampleInvoices {
		i := records.Invoice{ID: b.id, Number: fmt.Sprintf("R-%d", b.id), Account: b.account,
			Subject: b.subject, Text: "Thank you for working with us.", Currency: "EUR",
			Lines: b.lines, Due: day(b.due), Created: at(b.issued), Published: b.state != "draft",
			Void: b.state == "void"}
		if b.account == 1003 {
			i.Currency = "NOK"
		}
		e := &edit.SaveInvoice{}
		e.Want = i
		list = append(list, e)
		if b.paid > 0 {
			paid := min(b.due-3, -2)
			list = append(list, &edit.RecordPayment{Payment: records.Payment{
				ID: records.PaymentID(b.id + 500), Number: fmt.Sprintf("P-%d", b.id+500),
				Invoice: b.id, Account: b.account, Amount: i.Total().Minor * b.paid / 100,
				Currency: i.Currency, State: records.PaymentReceived, Way: records.PaidTransfer,
				Reference: fmt.Sprintf("Transfer of %s", day(paid)), Created: at(paid)}})
		}
	}
	for _, o := range sampleOffers {
		a := records.Agreement{Account: o.account, Contact: records.PersonID(o.person),
			Subject: o.subject, Text: "As we discussed.\nDelivery within three weeks of signing.",
			Currency: "EUR", Lines: offerLines(o.id), Created: at(o.made),
			Published: o.state != "draft", Withdrawn: o.state == "withdrawn"}
		if o.until != 0 {
			a.Until = day(o.until)
		}
		list = append(list, sampleOffer(o.id, o.order, a))
	}
	return list
}

func sampleOffer(id int64, order bool, a records.Agreement) edit.Edit {
	if order {
		e := &edit.SaveSalesOrder{}
		a.Number = fmt.Sprintf("S-%d", id)
		e.Want = records.SalesOrder{ID: records.SalesOrderID(id), Agreement: a}
		return e
	}
	e := &edit.SaveQuotation{}
	a.Number = fmt.Sprintf("Q-%d", id)
	e.Want = records.Quotation{ID: records.QuotationID(id), Agreement: a}
	return e
}

// samplePIN is the PIN of Ingrid Petersen.
const samplePIN = "270519"

// sampleSigned lets Ingrid Petersen sign as she would in the portal.
func sampleSigned(ctx context.Context, db *store.DB, now time.Time) error {
	c, err := db.Cast(ctx, 3001)
	if err != nil {
		return err
	}
	v := portal.Viewer{Subject: c.Subject(), Person: c.Person, User: c.User, Account: c.Account}
	n := hosting.Notary{PINs: db, Writer: hosting.Writer{Office: db, NewID: uuid.NewString,
		Now: func() time.Time { return now.AddDate(0, 0, -25) }},
		Matches: func(_ context.Context, secret, verifier string) (bool, error) {
			return argon2id.ComparePasswordAndHash(secret, verifier)
		}}
	if err := n.Set(ctx, v, portal.PINChange{New: samplePIN}); err != nil {
		return err
	}
	for i, o := range sampleOffers {
		if o.state != "signed" {
			continue
		}
		key := records.Key{Kind: records.KindQuotation, ID: o.id}
		if o.order {
			key.Kind = records.KindSalesOrder
		}
		d, _, err := db.One(ctx, key)
		if err != nil {
			return err
		}
		err = n.Sign(ctx, v, "198.51.100.24", portal.Signing{ID: records.SignatureID(5300 + i),
			Of: d.(records.Signable), PIN: samplePIN})
		if err != nil {
			return err
		}
	}
	return nil
}
