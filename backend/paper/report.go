package paper

import (
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// Part is a table of a report. Widths are in twelfths of the page; a column that is Right has
// figures.
type Part struct {
	Title  string
	Header []string
	Widths []int
	Right  []bool
	Rows   [][]string
	Note   string // below the table; empty = none
}

// Report is a report of the office's own, made at a moment in seconds since 1970. Its words come
// with it.
func (s Sheet) Report(title string, facts [][2]string, parts []Part, made int64) ([]byte, error) {
	p := s.begin(title, made)
	p.head(title, facts)
	for _, part := range parts {
		p.m.AddRows(text.NewAutoRow(part.Title, props.Text{Style: fontstyle.Bold, Size: 12,
			Bottom: 2}))
		p.cells(part, part.Header, props.Text{Size: 8.5, Color: grey, Bottom: 1.5})
		p.rule()
		for _, cells := range part.Rows {
			p.cells(part, cells, props.Text{Size: 9, Bottom: 1.2})
		}
		if part.Note != "" {
			p.small(part.Note)
		}
		p.gap(7)
	}
	return p.end(made)
}

func (p *page) cells(part Part, cells []string, like props.Text) {
	cols := make([]core.Col, len(cells))
	for i, c := range cells {
		if c == "" {
			cols[i] = col.New(part.Widths[i])
			continue
		}
		one := like
		one.Right = 2
		if part.Right[i] {
			one.Align = align.Right
		}
		cols[i] = text.NewCol(part.Widths[i], c, one)
	}
	p.m.AddAutoRow(cols...)
}
