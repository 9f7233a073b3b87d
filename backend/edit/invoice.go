package edit

import (
	"reflect"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveInvoice makes or changes an invoice (A40); Published is one of its fields. What is paid is no
// field of the form: payments say it.
type SaveInvoice struct {
	Save[records.Invoice, *records.Invoice]
}

// Validate checks the invoice by itself.
func (e *SaveInvoice) Validate() error {
	was := int64(0)
	if e.Was != nil {
		was = e.Was.Paid
	}
	if e.Want.Paid != was {
		return problem.New(problem.Invalid,
			"What was paid is not written into an invoice. Record the payment.").On("paid")
	}
	return e.Save.Validate()
}

// Apply writes the invoice. Of one on which something was paid, what it comes to stays.
func (e *SaveInvoice) Apply(tx Tx, env Env) (Result, error) {
	res := Result{Subject: e.Want.Title(), About: e.Want.ID.Key()}
	for _, other := range find[*records.Invoice](tx, records.KindInvoice, "number", e.Want.Number) {
		if other.ID != e.Want.ID {
			return res, problem.Newf(problem.Invalid,
				"Another invoice has the number %s. Choose another one.", other.Number).On("number")
		}
	}
	now, there := get[*records.Invoice](tx, e.Want.Key())
	if there && e.Was != nil && now.Paid > 0 && e.sum() {
		return res, problem.New(problem.Conflict, "Something was paid on this invoice, so what it "+
			"comes to stays. Void it and write another one.")
	}
	if e.Was == nil && e.Want.Created == 0 {
		e.Want.Created = env.Now.Unix()
	}
	return e.Save.Apply(tx, env)
}

// sum reports whether the author changed what the invoice comes to, or whose it is.
func (e *SaveInvoice) sum() bool {
	return e.Was.Currency != e.Want.Currency || e.Was.Account != e.Want.Account ||
		!reflect.DeepEqual(e.Was.Lines, e.Want.Lines)
}

func invoice(id records.InvoiceID) records.Key {
	return records.Key{Kind: records.KindInvoice, ID: int64(id)}
}
