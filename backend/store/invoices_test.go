package store_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestStatesThatADayChangesAreListed: on both engines, and an invoice is paid by what it has.
func TestStatesThatADayChangesAreListed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		bill := func(id int64, to func(*records.Invoice)) records.Record {
			i := &records.Invoice{ID: records.InvoiceID(id), Number: "R", Account: storetest.Acme,
				Currency: "EUR", Due: 20_000, Published: true, Created: id,
				Lines: records.Lines{{Text: "Work", Quantity: 1000, Price: 100}}}
			to(i)
			return i
		}
		_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			tx.Put(bill(1, func(*records.Invoice) {}))
			tx.Put(bill(2, func(i *records.Invoice) { i.Due++ }))
			tx.Put(bill(3, func(i *records.Invoice) { i.Paid = 100 }))
			tx.Put(bill(4, func(i *records.Invoice) { i.Void = true }))
			tx.Put(bill(5, func(i *records.Invoice) { i.Published = false }))
			return nil
		})
		must(t, err)
		o.At(storetest.Anna, add(1, storetest.MiaUser, storetest.Manager))
		c, err := o.Server.Cast(ctx, storetest.MiaUser)
		must(t, err)
		where := access.Filter(c.Subject(), access.InvoiceView, records.InvoiceColumns,
			access.At(o.Now, c.Portal.Location()))
		for state, want := range map[string]string{"": "4 3 2 1", records.InvoiceOpen: "2",
			records.InvoiceOverdue: "1", records.InvoicePaid: "3", records.InvoiceVoid: "4",
			records.InvoiceDue: "2 1"} {
			page, err := o.Server.Page(ctx, records.KindInvoice, where, records.Query{
				State: state, Today: 20_001, Limit: 10})
			must(t, err)
			var ids []string
			for _, r := range page {
				ids = append(ids, r.(*records.Invoice).ID.String())
			}
			if got := strings.Join(ids, " "); got != want {
				t.Errorf("%q lists %q, want %q", state, got, want)
			}
		}
	})
}
