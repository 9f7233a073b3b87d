package portal

import (
	"cmp"
	"maps"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// mostInvoices is how many invoices the report adds up, the newest first.
const mostInvoices = 10_000

// invoiced is what was invoiced in a month: paid, open and overdue.
type invoiced [3]int64

func (n invoiced) sum() int64 { return n[0] + n[1] + n[2] }

// invoiceReport tells what was invoiced in each of the last twelve months, and how much of it is
// paid (A25). Amounts of different currencies are never added up: the picture shows the currency of
// which there is most.
func (v *visit) invoiceReport() (*reportView, error) {
	view := &reportView{Title: v.words.say("reports.invoices"),
		About: v.words.say("reports.invoices-about"), Empty: v.words.say("reports.invoices-none"),
		Heads: []string{v.words.say("reports.month")}}
	names, from := v.lastMonths()
	where := v.rows(access.ReportView, records.ColumnsOf(records.KindInvoice))
	page, err := v.source.Page(v.r.Context(), records.KindInvoice, where,
		records.Query{Since: from[0], Limit: mostInvoices})
	if err != nil || len(page) == 0 {
		return view, err
	}
	for _, state := range []string{records.InvoicePaid, records.InvoiceOpen, records.InvoiceOverdue} {
		view.Heads = append(view.Heads, v.words.say("invoices.state."+state))
	}
	view.Heads = append(view.Heads, v.words.say("reports.total"))
	all := addUp(typed[*records.Invoice](page), from, v.at.Day)
	for i, currency := range byAmount(all) {
		table := make([][]int, months)
		for m, n := range all[currency] {
			table[m] = []int{int(n[0]), int(n[1]), int(n[2])}
			if i == 0 || n.sum() > 0 {
				view.Lines = append(view.Lines, v.invoiceLine(names[m], currency, n))
			}
		}
		if i == 0 {
			view.Columns = columnsOf(names, table, view.Heads[1:4], func(n int) string {
				return v.money(records.Money{Minor: int64(n), Currency: currency})
			})
			view.Columns.warn(2)
		}
	}
	return view, nil
}

// addUp sorts invoices into months, by currency. Of a void one nothing was ever due.
func addUp(list []*records.Invoice, from []int64, today access.Day) map[string]*[months]invoiced {
	all := map[string]*[months]invoiced{}
	for _, i := range list {
		month := len(from) - 1
		for month > 0 && i.Created < from[month] {
			month--
		}
		if i.Void {
			continue
		}
		if all[i.Currency] == nil {
			all[i.Currency] = &[months]invoiced{}
		}
		n, open := &all[i.Currency][month], i.Open().Minor
		n[0] += i.Total().Minor - open
		if i.State(today) == records.InvoiceOverdue {
			n[2] += open
		} else {
			n[1] += open
		}
	}
	return all
}

// byAmount gives the currencies, that of the largest amount first.
func byAmount(all map[string]*[months]invoiced) []string {
	sums := map[string]int64{}
	for currency, list := range all {
		for _, n := range list {
			sums[currency] += n.sum()
		}
	}
	return slices.SortedFunc(maps.Keys(sums), func(a, b string) int {
		return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b))
	})
}

func (v *visit) invoiceLine(month, currency string, n invoiced) line {
	l := line{Right: 1, Cells: []string{month}}
	for _, amount := range append(n[:], n.sum()) {
		l.Cells = append(l.Cells, v.money(records.Money{Minor: amount, Currency: currency}))
	}
	return l
}
