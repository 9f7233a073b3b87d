package app

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

func money(key string) DataField   { return DataField{Key: key, Input: "money"} }
func decimal(key string) DataField { return DataField{Key: key, Input: "decimal"} }
func moment(key string) DataField  { return DataField{Key: key, Input: "moment"} }
func number(key string) DataField  { return DataField{Key: key, Input: "number"} }

// madeOf is a fixed field that is made of the record.
func madeOf[T any](f DataField, text func(T) string) DataField {
	f.Fixed = true
	f.made = func(r records.Record) string { return text(any(r).(T)) }
	return f
}

// linesField is the table of what a document comes to.
var linesField = DataField{Key: "Lines", Input: "lines", Required: true, Columns: []DataField{
	need(text("Text")), need(DataField{Key: "Quantity", Input: "decimal", scale: 1000}),
	need(decimal("Price")), {Key: "Tax", Input: "decimal", scale: 100}}}

var soldNouns = []noun{invoiceNoun, paymentNoun,
	agreementNoun(records.KindQuotation,
		func(id int64, a records.Agreement) records.Record {
			return &records.Quotation{ID: records.QuotationID(id), Agreement: a}
		}, saving(saveQuotation),
		agreementDeeds(changed(func(q *records.Quotation) { q.Published = true }, saveQuotation),
			changed(func(q *records.Quotation) { q.Withdrawn = true }, saveQuotation))),
	agreementNoun(records.KindSalesOrder,
		func(id int64, a records.Agreement) records.Record {
			return &records.SalesOrder{ID: records.SalesOrderID(id), Agreement: a}
		}, saving(saveSalesOrder),
		agreementDeeds(changed(func(o *records.SalesOrder) { o.Published = true }, saveSalesOrder),
			changed(func(o *records.SalesOrder) { o.Withdrawn = true }, saveSalesOrder))),
	signatureNoun, subscriptionNoun,
}

// doing is what a deed does.
type doing = func(*Desk, records.Record, map[string]string) (edit.Edit, error)

// changed is what a deed does that changes a record as its form would.
func changed[T any](change func(*T), save func(was *T, want T) edit.Edit) doing {
	return func(_ *Desk, r records.Record, _ map[string]string) (edit.Edit, error) {
		was := any(r).(*T)
		want := *was
		change(&want)
		return save(was, want), nil
	}
}

// when is the condition of a deed.
func when[T any](can func(T) bool) func(records.Record) bool {
	return func(r records.Record) bool { return can(any(r).(T)) }
}

func saveInvoice(was *records.Invoice, want records.Invoice) edit.Edit {
	return &edit.SaveInvoice{Save: edit.Save[records.Invoice, *records.Invoice]{Was: was,
		Want: want}}
}

func saveQuotation(was *records.Quotation, want records.Quotation) edit.Edit {
	return &edit.SaveQuotation{Save: edit.Save[records.Quotation, *records.Quotation]{Was: was,
		Want: want}}
}

func saveSalesOrder(was *records.SalesOrder, want records.SalesOrder) edit.Edit {
	return &edit.SaveSalesOrder{Save: edit.Save[records.SalesOrder, *records.SalesOrder]{Was: was,
		Want: want}}
}

// usualCurrency is the currency of a new document.
const usualCurrency = "EUR"

var invoiceNoun = noun{kind: records.KindInvoice, group: "sales",
	columns: []string{"Number", "Account", "Subject", "Total", "Rest", "Due", "Published"},
	fields: []DataField{need(text("Number")), accountField, text("Subject"), area("Text"),
		need(text("Currency")), linesField, need(day("Due")), flag("Published"), flag("Void"),
		madeOf(money("Net"), func(i *records.Invoice) string { return amount(i.Sum().Net) }),
		madeOf(money("Total"), func(i *records.Invoice) string { return amount(i.Total()) }),
		madeOf(money("Paid"), func(i *records.Invoice) string {
			return amount(records.Money{Minor: i.Paid, Currency: i.Currency})
		}),
		madeOf(money("Rest"), func(i *records.Invoice) string { return amount(i.Open()) }),
		fixed(createdField)},
	fresh: func(d *Desk, id int64) records.Record {
		const fortnight = 14
		return &records.Invoice{ID: records.InvoiceID(id), Currency: usualCurrency,
			Due: d.moment().Day + fortnight, Created: d.env.Now().Unix()}
	},
	save: saving(saveInvoice),
	deeds: []deed{
		{key: "publish", can: when(func(i *records.Invoice) bool {
			return !i.Published && !i.Void
		}), do: changed(func(i *records.Invoice) { i.Published = true }, saveInvoice)},
		{key: "pay", can: when(func(i *records.Invoice) bool { return i.Open().Minor > 0 }),
			do: recordPayment, fields: []DataField{need(decimal("Amount")),
				need(choice("Way", records.PaymentWays...)), text("Reference"), text("Receipt"),
				day("Day")}},
		{key: "void", can: when(func(i *records.Invoice) bool { return !i.Void }),
			do: changed(func(i *records.Invoice) { i.Void = true }, saveInvoice)},
	}}

func amount(m records.Money) string {
	if m.Currency == "" {
		return ""
	}
	return m.Format("", ".")
}

// recordPayment notes money that has arrived. Without a day it arrived now.
func recordPayment(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
	i := r.(*records.Invoice)
	p := records.Payment{ID: records.PaymentID(d.env.NewID()), Invoice: i.ID, Account: i.Account,
		Currency: i.Currency, State: records.PaymentReceived}
	at := reflect.ValueOf(&p).Elem()
	inputs := []DataField{need(decimal("Amount")), text("Way"), text("Reference")}
	p.Number = strings.TrimSpace(values["Receipt"])
	if err := fill(at, inputs, values); err != nil {
		return nil, err
	}
	if text := strings.TrimSpace(values["Day"]); text != "" {
		at, err := time.ParseInLocation(time.DateOnly, text, d.timeZone())
		if err != nil {
			return nil, problem.New(problem.Invalid, "Choose a day.").On("Day").By(err)
		}
		p.Created = at.Unix()
	}
	return &edit.RecordPayment{Payment: p}, nil
}

var paymentNoun = noun{kind: records.KindPayment, group: "sales", in: "Invoice",
	columns: []string{"Sum", "Invoice", "State", "Way", "Created", "Author"},
	fields: []DataField{
		madeOf(money("Sum"), func(p *records.Payment) string { return amount(p.Money()) }),
		fixed(record("Invoice", "invoice")), fixed(record("Account", "account")),
		fixed(choice("State", string(records.PaymentStarted), string(records.PaymentReceived),
			string(records.PaymentHeld))),
		fixed(choice("Way", records.PaymentWays...)), fixed(text("Number")),
		fixed(text("Reference")), fixed(text("Author")), fixed(text("Why")), fixed(createdField)}}

// agreementNoun is a quotation or a sales order. Once it is signed, it stays.
func agreementNoun(kind records.Kind, empty func(int64, records.Agreement) records.Record,
	save func(was, want records.Record) edit.Edit, deeds []deed) noun {
	return noun{kind: kind, group: "sales",
		columns: []string{"Number", "Account", "Subject", "Total", "Until", "Published", "Signed"},
		fields: []DataField{need(text("Number")), accountField, record("Contact", "person"),
			text("Subject"), area("Text"), need(text("Currency")), linesField, day("Until"),
			flag("Published"), flag("Withdrawn"),
			madeOf(money("Net"), func(a records.Signable) string {
				return amount(a.Terms().Sum().Net)
			}),
			madeOf(money("Total"), func(a records.Signable) string {
				return amount(a.Terms().Sum().Total)
			}),
			fixed(record("Signed", "signature")), fixed(createdField)},
		fresh: func(d *Desk, id int64) records.Record {
			return empty(id, records.Agreement{Currency: usualCurrency,
				Created: d.env.Now().Unix()})
		},
		save: save, deeds: deeds}
}

func agreementDeeds(publish, withdraw doing) []deed {
	return []deed{
		{key: "publish", do: publish, can: when(func(a records.Signable) bool {
			t := a.Terms()
			return !t.Published && !t.Withdrawn && t.Signed == 0
		})},
		{key: "withdraw", do: withdraw, can: when(func(a records.Signable) bool {
			return !a.Terms().Withdrawn && a.Terms().Signed == 0
		})},
	}
}

var signatureNoun = noun{kind: records.KindSignature, group: "sales",
	of: []records.Kind{records.KindQuotation, records.KindSalesOrder}, by: "owner_id",
	columns: []string{"Name", "Account", "Created"},
	fields: []DataField{fixed(text("Name")), fixed(text("Email")),
		fixed(record("Person", "person")), fixed(record("Account", "account")),
		fixed(text("IP")), fixed(flag("PIN")), fixed(text("Version")), fixed(createdField)}}

var subscriptionNoun = noun{kind: records.KindSubscription, group: "sales",
	columns: []string{"Name", "Account", "Price", "Days.From", "Days.To"},
	fields: []DataField{fixed(text("Name")), fixed(record("Account", "account")),
		fixed(record("Module", "module")), fixed(money("Price")),
		fixed(choice("Period", string(records.Monthly), string(records.Yearly))),
		fixed(day("Days.From")), fixed(day("Days.To")), fixed(text("AddedBy")),
		fixed(text("RemovedBy")), fixed(createdField)}}

var fileNoun = noun{kind: records.KindFile, group: "settings", hidden: true, drop: true,
	of: []records.Kind{records.KindTicket, records.KindProject, records.KindOrder,
		records.KindDocument}, by: "owner_id",
	columns: []string{"Name", "Type", "Author", "Created"},
	fields: []DataField{fixed(text("Name")), fixed(record("Type", "file type")),
		fixed(text("Media")),
		madeOf(text("Size"), func(f *records.File) string {
			const kilo = 1 << 10
			return fmt.Sprintf("%d KB", (f.Size+kilo-1)/kilo)
		}),
		fixed(flag("Internal")), fixed(text("Author")), fixed(createdField)}}
