package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"gatehouse/backend/problem"
)

// mostUnzipped is how large a workbook may become when it is unpacked.
const mostUnzipped = 512 << 20

// isWorkbook reports whether a file is packed as Excel workbooks are.
func isWorkbook(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// ReadSheet reads one sheet of an Excel workbook; "" is the first one that holds anything. A cell
// is what Excel shows, of a formula its last result. What Read says of limits, refusals and blank
// rows holds here as well (B10).
func ReadSheet(file string, data []byte, sheet string) (*Table, error) {
	if len(data) > MaxBytes {
		return nil, invalid("%s is larger than 64 MB. Split it into smaller files.", file)
	}
	if err := wellFormed(data); err != nil {
		return nil, unreadable(file, err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data),
		excelize.Options{UnzipSizeLimit: mostUnzipped})
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer book.Close()
	t := &Table{File: file}
	for _, name := range book.GetSheetList() {
		if isShown, err := book.GetSheetVisible(name); err != nil || !isShown {
			continue
		}
		s, err := openSheet(book, name)
		if err != nil {
			continue // a chart, which has no rows
		}
		if s.holdsAnything() {
			t.Sheets = append(t.Sheets, name)
		}
		s.rows.Close()
	}
	switch {
	case len(t.Sheets) == 0:
		return nil, invalid("%s is empty. Choose a file with column names in its first line.", file)
	case sheet == "":
		sheet = t.Sheets[0]
	case !slices.Contains(t.Sheets, sheet):
		return nil, invalid("%s has no sheet “%s”. Choose another one.", file, sheet)
	}
	t.Sheet = sheet
	s, err := openSheet(book, sheet)
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer s.rows.Close()
	return t, t.read(s)
}

func unreadable(file string, cause error) error {
	return problem.Of(invalid("%s cannot be read as an Excel workbook. Open it in Excel, save it "+
		"anew as .xlsx, and choose it again.", file)).By(cause)
}

// wellFormed refuses a workbook of which a part breaks off or is no XML, before anything is read:
// the rows behind such a place would be missing without a word.
func wellFormed(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	left := int64(mostUnzipped)
	for _, part := range z.File {
		isSheet := strings.HasPrefix(part.Name, "xl/worksheets/") ||
			strings.EqualFold(part.Name, "xl/sharedStrings.xml")
		if !isSheet || !strings.HasSuffix(strings.ToLower(part.Name), ".xml") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return err
		}
		in := &io.LimitedReader{R: r, N: left}
		err = errors.Join(isXML(in), r.Close())
		if left = in.N; err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
	}
	return nil
}

func isXML(r io.Reader) error {
	const deepest = 50
	d, depth := xml.NewDecoder(r), 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > deepest {
			return errors.New("it is nested too deep")
		}
	}
}

// sheet walks through the rows of a sheet.
type sheet struct {
	rows   *excelize.Rows
	line   int
	expect int // cells of the header, or 0 while it is not known
	err    error
}

func openSheet(book *excelize.File, name string) (*sheet, error) {
	rows, err := book.Rows(name)
	return &sheet{rows: rows}, err
}

func (s *sheet) expects(cells int) { s.expect = cells }

func (s *sheet) failed() error { return s.err }

// holdsAnything reports whether some row has a cell that is not blank.
func (s *sheet) holdsAnything() bool {
	for rec, ok := s.next(); ok; rec, ok = s.next() {
		if !rec.isBlank() {
			return true
		}
	}
	return false
}

// next reads one row; false means the end of the sheet, or a failure.
func (s *sheet) next() (record, bool) {
	if s.err != nil || !s.rows.Next() {
		if err := s.rows.Error(); s.err == nil && err != nil {
			s.err = invalid("The sheet has more than 1,000,000 rows. Split it into smaller files.")
		}
		return record{}, false
	}
	s.line++
	cells, err := s.rows.Columns()
	if err != nil {
		s.err = invalid("Row %d of the sheet cannot be read. Open the workbook in Excel, save it "+
			"anew as .xlsx, and choose it again.", s.line)
		return record{}, false
	}
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	rec := record{line: s.line, width: len(cells), cells: cells[:min(len(cells), MaxColumns)]}
	return s.judge(rec), true
}

// judge fills a row up to the header's width and says what is wrong with it.
func (s *sheet) judge(rec record) record {
	for _, cell := range rec.cells {
		switch {
		case len(cell) > MaxCell:
			rec.why = longCell(rec.line, rec.line)
		case strings.IndexByte(cell, 0) >= 0:
			rec.why = fmt.Sprintf("Line %d has a NUL character, which no text has.", rec.line)
		case strings.Contains(cell, "\uFFFD"):
			rec.why = fmt.Sprintf("Line %d has characters that cannot be read.", rec.line)
		}
	}
	if s.expect > 0 && rec.width > s.expect && rec.why == "" {
		rec.why = wrongWidth(rec, s.expect)
	}
	for len(rec.cells) < s.expect && rec.why == "" {
		rec.cells = append(rec.cells, "")
	}
	return rec
}
