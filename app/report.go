package app

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/exchange"
	"gatehouse/backend/paper"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

// ReportView counts who may use the portal: by profile, by the month in which it ends, and by the
// last sign-in.
type ReportView struct {
	People     int           `json:"people"`
	WithAccess int           `json:"withAccess"`
	Levels     []ReportLevel `json:"levels"`
	Months     []ReportMonth `json:"months"` // this one and the eleven after it
	SignIns    ReportSignIns `json:"signIns"`
}

// ReportLevel is how many people hold a profile.
type ReportLevel struct {
	Profile string `json:"profile" say:"profile"` // empty: none, and so Minimum
	People  int    `json:"people"`
}

// ReportMonth is for how many people access ends in a month.
type ReportMonth struct {
	Month  string `json:"month"` // 2026-11
	People int    `json:"people"`
}

// ReportSignIns says when people with access have last signed in: so many days ago at most.
type ReportSignIns struct {
	Never    int `json:"never"`
	Month    int `json:"month"`    // 30
	Quarter  int `json:"quarter"`  // 90
	HalfYear int `json:"halfYear"` // 180
	Longer   int `json:"longer"`
}

// Report counts who may use the portal today.
func (d *Desk) Report() (v ReportView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	return d.report()
}

func (d *Desk) report() (v ReportView, err error) {
	today := d.moment().Day
	first := dateOf(today)
	first = first.AddDate(0, 0, 1-first.Day())
	last := access.DayOf(first.AddDate(1, 0, -1).Date())
	r, err := d.store.AccessReport(d.ctx, today, last, d.env.Now())
	if err != nil {
		return v, err
	}
	v = ReportView{Levels: []ReportLevel{}, SignIns: ReportSignIns(r.SignIns)}
	for _, l := range r.Levels {
		v.Levels = append(v.Levels, ReportLevel{l.Profile, l.People})
		v.People += l.People
		if l.Profile != "" {
			v.WithAccess += l.People
		}
	}
	for i := range 12 {
		v.Months = append(v.Months, ReportMonth{Month: first.AddDate(0, i, 0).Format("2006-01")})
	}
	for _, e := range r.Endings {
		month := dateOf(e.Day).Format("2006-01")
		at := slices.IndexFunc(v.Months, func(m ReportMonth) bool { return m.Month == month })
		v.Months[at].People += e.People
	}
	return v, nil
}

func dateOf(d access.Day) time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// ExportUsers saves the list of users, as it is asked for but whole, where the user says: as csv or
// as xlsx. It gives the path; empty when nothing was saved (B10).
func (d *Desk) ExportUsers(q UserQuery, form string) (path string, err error) {
	defer d.answer(&err, &path)
	d.mustBeReady()
	if form != "csv" && form != "xlsx" {
		return "", problem.New(problem.Invalid, "Choose CSV or Excel.")
	}
	return d.saveAs(d.fileName(d.say("Users"), form),
		func(f *os.File) error { return d.exportUsers(f, q, form) })
}

func (d *Desk) exportUsers(f *os.File, q UserQuery, form string) (err error) {
	var out exchange.Writer
	if form == "csv" {
		out, err = exchange.NewCSV(f)
	} else {
		out, err = exchange.NewWorkbook(f, d.say("Users"),
			[]float64{26, 32, 28, 28, 20, 14, 13, 13, 13, 13, 19})
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	err = out.Write([]string{d.say("Name"), d.say("E-mail"), d.say("Company"), d.say("Username"),
		d.say("Security Profile"), d.say("Access"), d.say("Access from"), d.say("Access until"),
		d.say("Support from"), d.say("Support until"), d.say("Last sign-in")})
	if err != nil {
		return err
	}
	defer d.emit(eventProgress, ProgressEvent{})
	zone, day, done := d.timeZone(), d.moment().Day, 0
	return d.store.EveryUserLine(d.ctx, records.UserQuery{Text: q.Text, View: q.View, Sort: q.Sort,
		Desc: q.Desc, Day: day}, func(l records.UserLine, total int) error {
		if done++; done%5000 == 0 {
			d.emit(eventProgress, ProgressEvent{Label: "export", Done: done, Total: total})
		}
		return out.Write([]string{l.Name, l.Email, l.Company, l.User.Username,
			sentence.Profile(d.language(), l.Profile), d.say(standings[standingOf(l, day)]),
			l.Access.From.String(), l.Access.To.String(), l.User.Support.From.String(),
			l.User.Support.To.String(), seenAt(l.User, zone)})
	})
}

// standings are what standingOf says, in words.
var standings = map[string]string{"no_sign_in": "No sign-in", "ended": "Ended",
	"not_started": "Not started", "minimum": "Minimum", "active": "Active"}

func seenAt(u records.User, zone *time.Location) string {
	if u.LastSeen == 0 {
		return ""
	}
	return time.Unix(u.LastSeen, 0).In(zone).Format("2006-01-02 15:04")
}

// saveAs writes a file where the user says, whole or not at all. It gives the path; empty when the
// user thinks better of it.
func (d *Desk) saveAs(name string, write func(*os.File) error) (path string, err error) {
	if path, err = d.window.SaveAs(name); err != nil || path == "" {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".gatehouse-*")
	if err != nil {
		return "", notSaved(path, err)
	}
	defer os.Remove(f.Name()) // it is gone where everything went well
	if err = errors.Join(write(f), f.Close()); err != nil {
		return "", err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return "", notSaved(path, err)
	}
	return path, nil
}

// fileName names a file of today.
func (d *Desk) fileName(what, form string) string {
	return what + " " + d.moment().Day.String() + "." + form
}

func notSaved(path string, cause error) error {
	return problem.Newf(problem.Unavailable, "The file could not be saved as %s. Choose another "+
		"place.", path).By(cause)
}

// mostPrinted is how many people a printed report names.
const mostPrinted = 2000

// SaveReport saves the report as a PDF to print, with everybody who has access, by company. It
// gives the path; empty when nothing was saved.
func (d *Desk) SaveReport() (path string, err error) {
	defer d.answer(&err, &path)
	d.mustBeReady()
	v, err := d.report()
	if err != nil {
		return "", err
	}
	return d.saveAs(d.fileName(d.say("Access report"), "pdf"),
		func(f *os.File) error {
			data, err := d.printed(v)
			if err == nil {
				_, err = f.Write(data)
			}
			return err
		})
}

// printed makes the PDF of a report.
func (d *Desk) printed(v ReportView) ([]byte, error) {
	office, err := d.store.Portal(d.ctx)
	if err != nil {
		return nil, err
	}
	figures := func(title, what string, rows [][]string) paper.Part {
		return paper.Part{Title: title, Header: []string{what, d.say("People")},
			Widths: []int{9, 3}, Right: []bool{false, true}, Rows: rows}
	}
	var levels, months [][]string
	for _, l := range v.Levels {
		levels = append(levels, []string{cmp.Or(sentence.Profile(d.language(), l.Profile),
			d.say("None, so Minimum")), strconv.Itoa(l.People)})
	}
	for _, m := range v.Months {
		months = append(months, []string{m.Month, strconv.Itoa(m.People)})
	}
	s := v.SignIns
	var signIns [][]string
	for _, row := range []struct {
		label string
		n     int
	}{{d.say("Within 30 days"), s.Month}, {d.say("31 to 90 days ago"), s.Quarter},
		{d.say("91 to 180 days ago"), s.HalfYear}, {d.say("Longer ago"), s.Longer},
		{d.say("Never"), s.Never}} {
		signIns = append(signIns, []string{row.label, strconv.Itoa(row.n)})
	}
	people, err := d.printedPeople()
	if err != nil {
		return nil, err
	}
	return paper.Sheet{Office: office.Name}.Report(d.say("Access report"), [][2]string{
		{d.say("Day"), d.moment().Day.String()},
		{d.say("People"), strconv.Itoa(v.People)},
		{d.say("With portal access"), strconv.Itoa(v.WithAccess)}}, []paper.Part{
		figures(d.say("Who has which level"), d.say("Security Profile"), levels),
		figures(d.say("Access that ends"), d.say("Month"), months),
		figures(d.say("Last sign-in of those with access"), d.say("When"), signIns), people,
	}, d.env.Now().Unix())
}

// printedPeople lists those who have access, by company.
func (d *Desk) printedPeople() (p paper.Part, err error) {
	p = paper.Part{Title: d.say("Everybody with portal access"),
		Header: []string{d.say("Company"), d.say("Name"), d.say("Security Profile"),
			d.say("Access until"), d.say("Last sign-in")},
		Widths: []int{3, 3, 2, 2, 2}, Right: make([]bool, 5)}
	day, zone := d.moment().Day, d.timeZone()
	enough := errors.New("enough")
	err = d.store.EveryUserLine(d.ctx, records.UserQuery{View: "with", Sort: "company", Day: day},
		func(l records.UserLine, total int) error {
			if len(p.Rows) == mostPrinted {
				p.Note = d.say(fmt.Sprintf("%d more people are not printed here. Save the list of "+
					"users as Excel or CSV to have them all.", total-mostPrinted))
				return enough
			}
			until := l.Access.To
			if to := l.User.Support.To; to != 0 && (until == 0 || to < until) {
				until = to
			}
			p.Rows = append(p.Rows, []string{l.Company, l.Name,
				sentence.Profile(d.language(), l.Profile), until.String(), seenAt(l.User, zone)})
			return nil
		})
	if errors.Is(err, enough) {
		err = nil
	}
	return p, err
}
