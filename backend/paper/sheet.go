package paper

import (
	"regexp"
	"strings"
	"time"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/line"
	pages "github.com/johnfercher/maroto/v2/pkg/components/page"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"github.com/johnfercher/maroto/v2/pkg/repository"
	"github.com/phpdave11/gofpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// Sheet is what a document is printed with: whose it is, for whom, and the words and forms of a
// language.
type Sheet struct {
	Office  string
	Account *records.Account // whom it is for; nil = nobody in particular
	Contact string           // the person there, empty = nobody
	Say     func(key string, pairs ...any) string
	Money   func(records.Money) string
	Day     func(access.Day) string
	Date    func(unix int64) string
	Time    func(unix int64) string // with the time of day
}

// The family has the letters of every European language.
const family = "go"

var fonts = loadFonts()

// Without this the parts of a file would lie in another order each time.
func init() { gofpdf.SetDefaultCatalogSort(true) }

// loadFonts reads what is part of this program, so a mistake here shows in every test.
func loadFonts() []*entity.CustomFont {
	list, err := repository.New().
		AddUTF8FontFromBytes(family, fontstyle.Normal, goregular.TTF).
		AddUTF8FontFromBytes(family, fontstyle.Bold, gobold.TTF).
		Load()
	if err != nil {
		panic(err)
	}
	return list
}

var (
	grey  = &props.Color{Red: 95, Green: 98, Blue: 106}
	faint = &props.Color{Red: 205, Green: 208, Blue: 214}
)

// page is a document while it is written.
type page struct {
	sheet Sheet
	m     core.Maroto
}

// begin opens a document with the office at the top and page numbers below. What it is called is
// also what a reader's window shows.
func (s Sheet) begin(title string, created int64) *page {
	settings := config.NewBuilder().
		WithCustomFonts(fonts).
		WithDefaultFont(&props.Font{Family: family, Size: 10}).
		WithLeftMargin(22).WithRightMargin(20).WithTopMargin(18).WithBottomMargin(18).
		WithPageNumber(props.PageNumber{Pattern: "{current} / {total}", Place: props.RightBottom,
			Family: family, Size: 8, Color: grey}).
		WithTitle(title, true).WithAuthor(s.Office, true).WithCreator("Gatehouse", true).
		WithCreationDate(time.Unix(created, 0).UTC()).
		WithSequentialMode().
		Build()
	p := &page{sheet: s, m: maroto.New(settings)}
	p.m.AddRow(9, text.NewCol(12, s.Office, props.Text{Style: fontstyle.Bold, Size: 13}))
	p.m.AddRow(3, line.NewCol(12, props.Line{Color: faint, Thickness: 0.4, SizePercent: 100}))
	return p
}

// head writes for whom it is and what it is.
func (p *page) head(title string, facts [][2]string) {
	p.gap(6)
	for _, l := range p.sheet.address() {
		p.m.AddRows(text.NewAutoRow(l, props.Text{Bottom: 1}))
	}
	p.gap(10)
	p.m.AddRows(text.NewAutoRow(title, props.Text{Style: fontstyle.Bold, Size: 17}))
	p.gap(3)
	for _, f := range facts {
		if f[1] != "" {
			p.fact(f[0], f[1])
		}
	}
	p.gap(4)
}

func (p *page) fact(label, value string) {
	p.m.AddAutoRow(text.NewCol(4, label, props.Text{Color: grey, Bottom: 1.5}),
		text.NewCol(8, value, props.Text{Bottom: 1.5}))
}

func (s Sheet) address() (list []string) {
	a := s.Account
	if a == nil {
		return nil
	}
	city := strings.TrimSpace(a.Zip + " " + a.City)
	for _, l := range []string{a.Name, s.Contact, a.Street, city, a.Country} {
		if l != "" {
			list = append(list, l)
		}
	}
	return list
}

// body writes the text above the lines, the lines, and what they come to.
func (p *page) body(said string, lines records.Lines, currency string) {
	p.paragraphs(said)
	p.gap(2)
	point := p.sheet.Say("number.point")
	p.rule()
	for _, l := range lines {
		detail := p.sheet.Say("document.detail",
			"quantity", records.Decimal(l.Quantity, 1000, point),
			"price", p.sheet.Money(records.Money{Minor: l.Price, Currency: currency}),
			"tax", records.Decimal(l.Tax, 100, point))
		net := p.sheet.Money(records.Money{Minor: l.Net(), Currency: currency})
		p.m.AddAutoRow(text.NewCol(8, l.Text, props.Text{Top: 1.5, Bottom: 1}),
			text.NewCol(4, net, props.Text{Align: align.Right, Top: 1.5}))
		p.m.AddAutoRow(text.NewCol(8, detail, props.Text{Size: 8.5, Color: grey, Bottom: 2}))
	}
	p.rule()
	sum := lines.In(currency)
	p.total(p.sheet.Say("document.net"), sum.Net, fontstyle.Normal)
	for _, r := range sum.Rates {
		if r.Tax != 0 {
			rate := records.Decimal(r.Tax, 100, point)
			p.total(p.sheet.Say("document.tax", "rate", rate), r.Is, fontstyle.Normal)
		}
	}
	p.total(p.sheet.Say("document.total"), sum.Total, fontstyle.Bold)
}

func (p *page) total(label string, m records.Money, style fontstyle.Type) {
	p.m.AddAutoRow(
		text.NewCol(8, label, props.Text{Align: align.Right, Style: style, Bottom: 1.5}),
		text.NewCol(4, p.sheet.Money(m), props.Text{Align: align.Right, Style: style, Bottom: 1.5}))
}

func (p *page) paragraphs(said string) {
	for _, l := range strings.Split(strings.TrimSpace(said), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			p.m.AddRows(text.NewAutoRow(l, props.Text{Bottom: 1.5}))
		}
	}
}

func (p *page) small(said string) {
	p.m.AddRows(text.NewAutoRow(said, props.Text{Size: 8.5, Color: grey, Bottom: 1}))
}

func (p *page) rule() {
	p.m.AddRow(4, line.NewCol(12, props.Line{Color: faint, Thickness: 0.3, SizePercent: 100}))
}

// newPage goes on at the top of the next page.
func (p *page) newPage() { p.m.AddPages(pages.New()) }

func (p *page) gap(height float64) { p.m.AddRows(row.New(height).Add(col.New(12))) }

// modified is where a PDF says when it was last written.
var modified = regexp.MustCompile(`/ModDate \(D:\d+\)`)

// end gives the bytes. They say when the record was made, and not when they were written.
func (p *page) end(created int64) ([]byte, error) {
	doc, err := p.m.Generate()
	if err != nil {
		return nil, err
	}
	at := time.Unix(created, 0).UTC().Format("20060102150405")
	return modified.ReplaceAll(doc.GetBytes(), []byte("/ModDate (D:"+at+")")), nil
}
