package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// report is one report of the account, with its page and its table to download (A25).
type report struct {
	key  string // its address below reports/
	load func(v *visit) (*reportView, error)
}

// reportsOf lists the reports.
func reportsOf() []report {
	return []report{{"invoices", (*visit).invoiceReport}, {"hours", (*visit).hoursReport},
		{"retainers", (*visit).retainerReport}, {"tickets", (*visit).ticketReport}}
}

// reportView is a report: a picture, and a table that says the same.
type reportView struct {
	Key, Title, About string
	Bars              []bar
	Columns           *columns
	Heads             []string
	Lines             []line
	CSV               string // where the table is downloaded
	Back              string
	Empty             string
	Ask               string
}

// line is a row of the table.
type line struct {
	Ask   string
	Cells []string
	Right int // from which column on the cells are figures
}

// bar is an allowance in the picture: how much of it was used, in parts of 100.
type bar struct {
	Label, Text string // and what it says to those who cannot see it
	Used, Left  int64
	Over        bool // more was used than there was
}

type reportsView struct {
	Cards []reportCard
}

type reportCard struct {
	Title, About, Href string
	Bars               []bar
}

// reports shows what there is to report, with the balances at a glance.
func (v *visit) reports(string) error {
	if d := v.may(access.ReportView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	var view reportsView
	for _, r := range reportsOf() {
		one, err := r.load(v)
		if err != nil {
			return err
		}
		view.Cards = append(view.Cards, reportCard{Title: one.Title, About: one.About,
			Href: v.base + "reports/" + r.key, Bars: one.Bars[:min(3, len(one.Bars))]})
	}
	return v.show(http.StatusOK, "reports", v.words.say("component.reports"), view)
}

// reportAt finds the report of an address.
func (v *visit) reportAt(arg string) (*reportView, error) {
	if d := v.may(access.ReportView, nil); !d.Allowed() {
		return nil, refused{d}
	}
	for _, r := range reportsOf() {
		if r.key == arg {
			view, err := r.load(v)
			if err == nil {
				view.Key, view.Back = arg, v.base+"reports"
				view.CSV = v.base + "report-csv/" + arg
			}
			return view, err
		}
	}
	return nil, missing
}

// reportPage shows one report.
func (v *visit) reportPage(arg string) error {
	view, err := v.reportAt(arg)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "report", view.Title, view)
}

// reportCSV hands out the table of a report.
func (v *visit) reportCSV(arg string) error {
	view, err := v.reportAt(arg)
	if err != nil {
		return err
	}
	data, err := csvOf(view.Heads, view.Lines)
	if err != nil {
		return err
	}
	v.handOut(arg+".csv", "text/csv; charset=utf-8", data)
	return nil
}

// mostAllowances is how many block hours and retainers the reports show.
const mostAllowances = 100

func (v *visit) allowances(sort records.AllowanceSort) (
	list []*records.Allowance, used map[records.AllowanceID][]*records.Draw, err error) {
	where := v.rows(access.ReportView, records.ColumnsOf(records.KindAllowance))
	page, err := v.source.Page(v.r.Context(), records.KindAllowance, where,
		records.Query{State: string(sort), Limit: mostAllowances})
	if err != nil {
		return nil, nil, err
	}
	list = typed[*records.Allowance](page)
	var ids []int64
	for _, a := range list {
		ids = append(ids, int64(a.ID))
	}
	draws, err := parts[*records.Draw](v, records.KindDraw, "allowance", ids...)
	used = map[records.AllowanceID][]*records.Draw{}
	for _, d := range draws {
		used[d.Allowance] = append(used[d.Allowance], d)
	}
	return list, used, err
}

// hoursReport tells the balances of block hours and what was drawn on them (A25).
func (v *visit) hoursReport() (*reportView, error) {
	return v.balances(records.BlockHours, &reportView{Title: v.words.say("reports.hours"),
		About: v.words.say("reports.hours-about"), Empty: v.words.say("reports.hours-none")})
}

// retainerReport tells the balances of retainers and what was drawn on them (A25).
func (v *visit) retainerReport() (*reportView, error) {
	return v.balances(records.Retainer, &reportView{Title: v.words.say("reports.retainers"),
		About: v.words.say("reports.retainers-about"),
		Empty: v.words.say("reports.retainers-none")})
}

func (v *visit) balances(sort records.AllowanceSort, view *reportView) (*reportView, error) {
	list, used, err := v.allowances(sort)
	view.Heads = []string{v.words.say("reports.name"), v.words.say("reports.day"),
		v.words.say("reports.what"), v.words.say("reports.who"), v.words.say("reports.amount"),
		v.words.say("reports.left")}
	for _, a := range list {
		left := a.Amount
		ask := access.ReportView.String() + ":" + a.ID.String()
		view.Lines = append(view.Lines, line{Ask: ask, Right: 4, Cells: []string{a.Name,
			v.day(a.Days.From), v.words.say("reports.granted"), "", "", v.amount(a, left)}})
		draws := used[a.ID]
		slices.SortStableFunc(draws, func(x, y *records.Draw) int { return int(x.Day - y.Day) })
		for _, d := range draws {
			left -= d.Amount
			view.Lines = append(view.Lines, line{Ask: ask, Right: 4, Cells: []string{a.Name,
				v.day(d.Day), d.Text, d.Author, v.amount(a, d.Amount), v.amount(a, left)}})
		}
		view.Bars = append(view.Bars, v.bar(a, left))
	}
	return view, err
}

func (v *visit) bar(a *records.Allowance, left int64) bar {
	used := a.Amount - left
	b := bar{Label: a.Name, Used: min(100, used*100/a.Amount), Over: left < 0,
		Text: v.words.say("reports.balance", "left", v.amount(a, left), "all",
			v.amount(a, a.Amount))}
	if b.Over {
		b.Text = v.words.say("reports.over", "more", v.amount(a, -left), "all",
			v.amount(a, a.Amount))
	}
	b.Left = 100 - b.Used
	if a.Days.To != 0 {
		b.Text += " · " + v.words.say("modules.until", "day", v.day(a.Days.To))
	}
	return b
}

// amount writes minutes like 12:30 h, or money.
func (v *visit) amount(a *records.Allowance, n int64) string {
	if a.Sort == records.Retainer {
		return v.money(records.Money{Minor: n, Currency: a.Currency})
	}
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return sign + strings.TrimPrefix(clock(n), "0") + " h"
}

// months is how far back the reports on tickets and invoices go.
const months = 12

// ticketReport counts the tickets of the last twelve months by state (A25). Those before the
// portal's cut-off date are not counted (A38).
func (v *visit) ticketReport() (*reportView, error) {
	view := &reportView{Title: v.words.say("reports.tickets"),
		About: v.words.say("reports.tickets-about"), Empty: v.words.say("reports.tickets-none"),
		Heads: []string{v.words.say("reports.month")}}
	names, from := v.lastMonths()
	for i := range from {
		from[i] = max(from[i], v.Subject.CutOff)
	}
	where := v.rows(access.ReportView, records.ColumnsOf(records.KindTicket))
	counts, err := v.source.TicketCounts(v.r.Context(), where, from)
	if err != nil || len(counts) == 0 {
		return view, err
	}
	states := []records.TicketStatus{records.Open, records.Waiting, records.Resolved}
	table := make([][]int, months)
	for i := range table {
		table[i] = make([]int, len(states))
	}
	for _, c := range counts {
		if i := slices.Index(states, c.Status); i >= 0 {
			table[c.Stretch][i] = c.Tickets
		}
	}
	for _, s := range states {
		view.Heads = append(view.Heads, v.words.say("tickets.state."+string(s)))
	}
	view.Heads = append(view.Heads, v.words.say("reports.total"))
	for i, figures := range table {
		view.Lines = append(view.Lines, ticketLine(names[i], figures))
	}
	view.Columns = columnsOf(names, table, view.Heads[1:len(states)+1], strconv.Itoa)
	return view, nil
}

// lastMonths gives the names of the last months, and when each began.
func (v *visit) lastMonths() (names []string, from []int64) {
	y, m, _ := v.now.In(v.portal.Location()).Date()
	for i := range months {
		first := time.Date(y, m-months+1+time.Month(i), 1, 0, 0, 0, 0, v.portal.Location())
		names, from = append(names, v.words.month(first)), append(from, first.Unix())
	}
	return names, from
}
