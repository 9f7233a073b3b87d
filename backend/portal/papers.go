package portal

import (
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/paper"
	"gatehouse/backend/records"
)

// sheet is what PDF files are printed with, in the viewer's language.
func (v *visit) sheet(account records.AccountID, contact records.PersonID) (paper.Sheet, error) {
	s := paper.Sheet{Office: v.portal.Name, Say: v.words.say, Money: v.money,
		Day: v.calendarDay, Date: func(unix int64) string { return v.moment(unix).Day },
		Time: func(unix int64) string { return v.moment(unix).Full }}
	company, err := v.accountOf(account)
	if err != nil {
		return s, err
	}
	s.Account = company
	if contact != 0 {
		names, err := v.source.People(v.r.Context(), []records.PersonID{contact})
		if err != nil {
			return s, err
		}
		s.Contact = names[contact]
	}
	return s, nil
}

// handOutPDF answers with a PDF file.
func (v *visit) handOutPDF(name string, data []byte, err error) error {
	if err == nil {
		v.handOut(nameOfFile(name+".pdf"), "application/pdf", data)
	}
	return err
}

// invoicePDF hands out an invoice (A40).
func (v *visit) invoicePDF(arg string) error {
	if d := v.may(access.InvoiceView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[*records.Invoice](v, access.InvoiceView, arg)
	if err != nil {
		return err
	}
	sheet, err := v.sheet(s.It.Account, 0)
	if err != nil {
		return err
	}
	data, err := sheet.Invoice(s.It)
	return v.handOutPDF(s.It.Number, data, err)
}

// receiptPDF hands out the receipt of a payment (O9).
func (v *visit) receiptPDF(arg string) error {
	if d := v.may(access.PaymentView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[*records.Payment](v, access.PaymentView, arg)
	if err != nil {
		return err
	}
	i, err := v.invoiceOf(s.It)
	if err != nil {
		return err
	}
	sheet, err := v.sheet(s.It.Account, 0)
	if err != nil {
		return err
	}
	data, err := sheet.Receipt(s.It, i)
	return v.handOutPDF(s.It.Number, data, err)
}

// quotationPDF hands out a quotation, with the evidence of its signature (C10, C12).
func (v *visit) quotationPDF(arg string) error {
	return agreementPDF(v, access.QuotationView, arg, paper.Sheet.Quotation)
}

// salesOrderPDF hands out a sales order, likewise.
func (v *visit) salesOrderPDF(arg string) error {
	return agreementPDF(v, access.SalesOrderView, arg, paper.Sheet.SalesOrder)
}

func agreementPDF[T records.Signable](v *visit, p access.Permission, arg string,
	write func(paper.Sheet, T, *records.Signature) ([]byte, error)) error {
	if d := v.may(p, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[T](v, p, arg)
	if err != nil {
		return err
	}
	a := s.It.Terms()
	by, err := v.signatureOf(s.It)
	if err != nil {
		return err
	}
	sheet, err := v.sheet(a.Account, a.Contact)
	if err != nil {
		return err
	}
	data, err := write(sheet, s.It, by)
	return v.handOutPDF(a.Number, data, err)
}

// calendarDay writes a day as people do; no day is nothing.
func (v *visit) calendarDay(day access.Day) string {
	if day == 0 {
		return ""
	}
	return v.words.day(time.Unix(int64(day)*86400, 0).UTC())
}

// accountOf gives the account that a document is for, nil when it is gone.
func (v *visit) accountOf(id records.AccountID) (*records.Account, error) {
	if v.Account != nil && v.Account.ID == id {
		return v.Account, nil
	}
	list, err := parts[*records.Account](v, records.KindAccount, "id", int64(id))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// nameOfAccount is what it is called.
func (v *visit) nameOfAccount(id records.AccountID) (string, error) {
	a, err := v.accountOf(id)
	if a == nil {
		return "", err
	}
	return a.Name, err
}
