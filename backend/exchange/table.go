// Package exchange reads the lists that other programs write, as CSV or as Excel workbooks, and
// says, row by row, what they would bring into the office. It works on bytes and values only: it
// opens no file, runs no SQL and creates no contact; the caller commits what Plan answers.
//
//	table, err := exchange.Read("people.csv", data)
//	targets := exchange.Guess(table.Header, table.Rows)
//	contacts, refused, err := exchange.Contacts(table, targets)
//	plan := exchange.Plan(contacts, office)
//
// A row that cannot be used never fails the file: it is kept with its line and the reason, so
// that WriteRejected can hand it back for correction (features.md B10).
package exchange

import (
	"fmt"
	"strings"

	"gatehouse/backend/problem"
)

// Limits of one file (B10). A file beyond them is refused as a whole, except for a cell that is
// too long: that refuses its row only.
const (
	MaxBytes   = 64 << 20
	MaxRows    = 1_000_000
	MaxColumns = 200
	MaxCell    = 64 << 10
	// MaxCells bounds rows times columns, and so the memory that a table can take.
	MaxCells = 16_000_000
)

// Table is a file as it was read: its header and the rows that fit under it (B10).
type Table struct {
	File      string
	Encoding  string   // "UTF-8", "Windows-1252" or "UTF-16"; empty for a workbook
	Delimiter string   // "comma", "semicolon" or "tab"; empty for a workbook
	Sheet     string   // of a workbook, the one that was read,
	Sheets    []string // of all that are shown and hold anything
	Header    []string
	Rows      []Row     // every row has as many cells as the header
	Refused   []Refusal // rows that cannot be read, in the order of the file
	Warning   string    // set by Contacts: one sentence, or empty
}

// Row is one record of a file; Line is where it begins, counted from 1 (B10).
type Row struct {
	Line  int
	Cells []string
}

// Refusal is a row that is not imported, its cells as far as they could be told apart, and one
// sentence why. Very long cells are shortened (B10).
type Refusal struct {
	Line  int
	Cells []string
	Why   string
}

// lines are the records of a file in their order. expects says how many cells a record has from now
// on, and failed why there is no next one; nil at the end.
type lines interface {
	next() (record, bool)
	expects(cells int)
	failed() error
}

// Read reads an Excel workbook (.xlsx), of which it takes the first sheet that holds anything, or a
// delimited text file: UTF-8, UTF-16 with a byte order mark or Windows-1252;
// comma, semicolon or tab; quotes as in RFC 4180; lines that end in LF, CRLF or CR. It answers a
// problem of kind Invalid when the file as a whole is unusable; rows that are unusable are in
// Table.Refused. Rows in which every cell is empty are skipped (B10).
func Read(file string, data []byte) (*Table, error) {
	if len(data) > MaxBytes {
		return nil, invalid("%s is larger than 64 MB. Split it into smaller files.", file)
	}
	if isWorkbook(data) {
		return ReadSheet(file, data, "")
	}
	if what := foreign(data); what != "" {
		return nil, invalid("%s is %s. Save it as CSV or as an Excel workbook (.xlsx) without a "+
			"password, and choose it again.", file, what)
	}
	text, encoding := decode(data)
	if strings.TrimSpace(text) == "" {
		return nil, invalid("%s is empty. Choose a file with column names in its first line.", file)
	}
	s := newScanner(text)
	table := &Table{File: file, Encoding: encoding, Delimiter: delimiterName(s.comma)}
	return table, table.read(s)
}

func (t *Table) read(from lines) error {
	if err := t.readHeader(from); err != nil {
		return err
	}
	if err := t.readRows(from); err != nil {
		return err
	}
	if len(t.Rows) == 0 && len(t.Refused) == 0 {
		return invalid("%s has column names and no rows below them. Choose a file with "+
			"at least one contact.", t.File)
	}
	return nil
}

func (t *Table) readHeader(from lines) error {
	rec, ok := from.next()
	for ok && rec.isBlank() {
		rec, ok = from.next()
	}
	switch {
	case from.failed() != nil:
		return from.failed()
	case !ok:
		return invalid("%s is empty. Choose a file with column names in its first line.", t.File)
	case rec.width > MaxColumns:
		return invalid("%s has %d columns, and 200 are allowed. Remove the columns that you do "+
			"not need.", t.File, rec.width)
	case rec.why != "":
		return invalid("The column names of %s cannot be read. %s Correct that line.", t.File,
			rec.why)
	}
	if why := notHeader(rec.cells); why != "" {
		return invalid("The first line of %s holds no column names (%s). Put names such as First "+
			"Name, Last Name and E-mail above the rows.", t.File, why)
	}
	t.Header = make([]string, len(rec.cells))
	for i, cell := range rec.cells {
		t.Header[i] = strings.Join(strings.Fields(cell), " ")
	}
	from.expects(len(t.Header))
	return nil
}

func (t *Table) readRows(from lines) error {
	cells := 0
	for rec, ok := from.next(); ok; rec, ok = from.next() {
		if rec.why == "" && rec.isBlank() {
			continue
		}
		if len(t.Rows)+len(t.Refused) == MaxRows {
			return invalid("%s has more than 1,000,000 rows. Split it into smaller files.", t.File)
		}
		if cells += len(rec.cells); cells > MaxCells {
			return invalid("%s has more than 16,000,000 cells. Remove the columns that you do "+
				"not need, or split it into smaller files.", t.File)
		}
		kept := append(make([]string, 0, len(rec.cells)), rec.cells...)
		if rec.why == "" {
			t.Rows = append(t.Rows, Row{Line: rec.line, Cells: kept})
			continue
		}
		for i := range kept {
			kept[i] = shorten(kept[i])
		}
		t.Refused = append(t.Refused, Refusal{Line: rec.line, Cells: kept, Why: rec.why})
	}
	return from.failed()
}

// notHeader says why a first line is no header, or nothing: data in it would otherwise become
// column names, and one contact would be lost without a word.
func notHeader(cells []string) string {
	named := false
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		digits, letters := countDigitsAndLetters(cell)
		switch {
		case len(cell) > 200:
			return "one of its cells is longer than a name"
		case emailFault(cell) == "":
			return "it has an e-mail address"
		case strings.Contains(cell, "://"):
			return "it has a web address"
		case digits >= 5 && letters == 0:
			return "it has a number"
		}
		named = named || letters > 0
	}
	if !named {
		return "it has no words"
	}
	return ""
}

// shorten keeps the beginning of a cell that nobody would want to see whole.
func shorten(cell string) string {
	const most = 1000
	if len(cell) <= MaxCell {
		return cell
	}
	return strings.ToValidUTF8(cell[:most], "") + "…"
}

func delimiterName(comma byte) string {
	switch comma {
	case ';':
		return "semicolon"
	case '\t':
		return "tab"
	}
	return "comma"
}

// invalid is a refusal of the whole file; it always ends by saying that nothing has happened.
func invalid(format string, args ...any) error {
	return problem.New(problem.Invalid, strings.Join([]string{
		fmt.Sprintf(format, args...), "Nothing was imported."}, " "))
}
