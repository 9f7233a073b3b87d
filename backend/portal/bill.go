package portal

import (
	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// billView is the content of an invoice, a quotation or a sales order, as the part "document"
// of the layout shows it.
type billView struct {
	Text   string
	Lines  []lineView
	Totals []totalView
}

type lineView struct{ Text, Detail, Net string }

type totalView struct {
	Label, Amount string
	Strong        bool
}

func (v *visit) bill(text, currency string, lines records.Lines) billView {
	d := billView{Text: text}
	point := v.words.say("number.point")
	money := func(n int64) string { return v.money(records.Money{Minor: n, Currency: currency}) }
	for _, l := range lines {
		d.Lines = append(d.Lines, lineView{Text: l.Text, Net: money(l.Net()),
			Detail: v.words.say("document.detail",
				"quantity", records.Decimal(l.Quantity, 1000, point), "price", money(l.Price),
				"tax", records.Decimal(l.Tax, 100, point))})
	}
	sum := lines.In(currency)
	d.Totals = append(d.Totals, totalView{Label: v.words.say("document.net"),
		Amount: v.money(sum.Net)})
	for _, r := range sum.Rates {
		if r.Tax == 0 {
			continue
		}
		d.Totals = append(d.Totals, totalView{Amount: v.money(r.Is),
			Label: v.words.say("document.tax", "rate", records.Decimal(r.Tax, 100, point))})
	}
	d.Totals = append(d.Totals, totalView{Label: v.words.say("document.total"),
		Amount: v.money(sum.Total), Strong: true})
	return d
}

// dayFact is a fact that is a calendar day.
func (v *visit) dayFact(label string, day access.Day) fact {
	return fact{Label: label, Text: v.calendarDay(day)}
}
