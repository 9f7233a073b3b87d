package portal

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

func ticketLine(name string, figures []int) line {
	l := line{Right: 1, Cells: []string{name}}
	sum := 0
	for _, n := range figures {
		l.Cells, sum = append(l.Cells, strconv.Itoa(n)), sum+n
	}
	l.Cells = append(l.Cells, strconv.Itoa(sum))
	return l
}

// columns is a picture of stacked columns, in the units of its view box.
type columns struct {
	Width, Height int
	Base          int    // where the columns stand
	Top           string // the figure at the top line
	Parts         []columnPart
	Labels        []columnLabel
	Legend        []columnKey
}

type columnPart struct {
	X, Y, Width, Height int
	Look                int // which of the states
	Text                string
}

type columnLabel struct {
	X    int
	Text string
}

type columnKey struct {
	Look int
	Text string
}

// The measures of the picture.
const (
	columnStep   = 52
	columnWidth  = 32
	columnLeft   = 34
	columnHeight = 180
	columnTop    = 14
)

// columnsOf draws a table: a column for each name, a part for each state. say writes a figure.
func columnsOf(names []string, table [][]int, states []string, say func(int) string) *columns {
	c := &columns{Width: columnLeft + columnStep*len(names), Height: columnTop + columnHeight + 24,
		Base: columnTop + columnHeight}
	top := 1
	for _, figures := range table {
		sum := 0
		for _, n := range figures {
			sum += n
		}
		top = max(top, sum)
	}
	c.Top = say(top)
	for i, figures := range table {
		x, y := columnLeft+i*columnStep+(columnStep-columnWidth)/2, c.Base
		for state, n := range figures {
			height := n * columnHeight / top
			y -= height
			if height > 0 {
				c.Parts = append(c.Parts, columnPart{X: x, Y: y, Width: columnWidth, Height: height,
					Look: state, Text: fmt.Sprintf("%s, %s: %s", names[i], states[state], say(n))})
			}
		}
		short, _, _ := strings.Cut(names[i], " ")
		letters := []rune(short)
		c.Labels = append(c.Labels, columnLabel{x + columnWidth/2,
			string(letters[:min(3, len(letters))])})
	}
	for i, s := range states {
		c.Legend = append(c.Legend, columnKey{i, s})
	}
	return c
}

// lookWarn is the look of what somebody has to see to.
const lookWarn = 3

// warn makes a state stand out.
func (c *columns) warn(state int) {
	c.Legend[state].Look = lookWarn
	for i := range c.Parts {
		if c.Parts[i].Look == state {
			c.Parts[i].Look = lookWarn
		}
	}
}

// csvOf writes a table as spreadsheets read it. What a spreadsheet would take for a formula is
// text: it gets an apostrophe before it.
func csvOf(heads []string, lines []line) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that spreadsheets know that it is UTF-8
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	rows := [][]string{heads}
	for _, l := range lines {
		rows = append(rows, l.Cells)
	}
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = harmless(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// harmless keeps a cell from being a formula.
func harmless(cell string) string {
	trimmed := strings.TrimLeft(cell, " \u00a0")
	if trimmed != "" && strings.ContainsRune("=+-@\t\r\n|", rune(trimmed[0])) {
		return "'" + cell
	}
	return cell
}
