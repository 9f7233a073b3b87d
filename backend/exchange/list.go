package exchange

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"gatehouse/backend/problem"
)

// Writer writes a list out: its header first, then its rows, and Close at the end. Whatever a cell
// holds, no spreadsheet takes it for a formula (B10).
type Writer interface {
	Write(cells []string) error
	Close() error
}

// NewCSV writes a list as CSV: UTF-8 with a byte order mark, CRLF, and a comma. An apostrophe goes
// before what a spreadsheet would take for a formula; Contacts takes it away again.
func NewCSV(w io.Writer) (Writer, error) {
	if _, err := w.Write(utf8BOM); err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &textWriter{out: out}, nil
}

type textWriter struct {
	out  *csv.Writer
	line []string
}

func (t *textWriter) Write(cells []string) error {
	t.line = t.line[:0]
	for _, c := range cells {
		t.line = append(t.line, harmless(c))
	}
	return t.out.Write(t.line)
}

func (t *textWriter) Close() error {
	t.out.Flush()
	return t.out.Error()
}

// mostSheetRows is how many rows Excel has in a sheet, the header among them.
const mostSheetRows = 1_048_576

// NewWorkbook writes a list as an Excel workbook of one sheet, with its header in bold, which stays
// in sight. All its cells are text. A longer list than Excel has rows is refused.
func NewWorkbook(w io.Writer, sheet string, widths []float64) (Writer, error) {
	book := excelize.NewFile()
	sheet = sheetName(sheet)
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err == nil {
		err = book.SetSheetName("Sheet1", sheet)
	}
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	for i, width := range widths {
		err = errors.Join(err, out.SetColWidth(i+1, i+1, width))
	}
	err = errors.Join(err, out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1,
		TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	return &bookWriter{to: w, book: book, out: out, bold: bold}, err
}

type bookWriter struct {
	to   io.Writer
	book *excelize.File
	out  *excelize.StreamWriter
	bold int
	row  int
}

func (b *bookWriter) Write(cells []string) error {
	if b.row++; b.row > mostSheetRows {
		return problem.New(problem.Invalid, "An Excel sheet has 1,048,576 rows, and this list is "+
			"longer. Choose CSV.")
	}
	row := make([]any, len(cells))
	for i, c := range cells {
		row[i] = excelize.Cell{Value: clipped(c)}
		if b.row == 1 {
			row[i] = excelize.Cell{Value: c, StyleID: b.bold}
		}
	}
	at, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return err
	}
	return b.out.SetRow(at, row)
}

func (b *bookWriter) Close() error {
	err := b.out.Flush()
	if err == nil {
		err = b.book.Write(b.to)
	}
	return errors.Join(err, b.book.Close())
}

// clipped is what fits into a cell of Excel, without what no XML has.
func clipped(cell string) string {
	cell = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(cell, "\uFFFD"))
	if r := []rune(cell); len(r) > excelize.TotalCellChars {
		return string(r[:excelize.TotalCellChars-1]) + "…"
	}
	return cell
}

// sheetName makes a name that Excel takes: at most 31 letters, none of []:*?/\.
func sheetName(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, name), " '")
	if r := []rune(name); len(r) > 31 {
		name = strings.TrimSpace(string(r[:31]))
	}
	if name == "" {
		return "Sheet1"
	}
	return name
}
