package exchange

import (
	"fmt"
	"strings"
)

// scanner walks through delimited text record by record. It is its own, and not encoding/csv,
// because a fault must cost one line and no more: the scanner goes back to the line after the
// one where a record went wrong and reads on from there.
type scanner struct {
	text   string
	pos    int
	line   int
	comma  byte
	expect int // cells of the header, or 0 while it is not known
	cells  []string
	// patience is how many bytes may still be read twice. It keeps a file made of stray quotes
	// from costing more than a few times its size.
	patience int
	damaged  bool // the text has NUL or U+FFFD somewhere
}

// record is one row as scanned. Its cells are only good until the next call of next.
type record struct {
	line  int
	cells []string // at most MaxColumns
	width int      // how many there really are
	why   string   // the fault, as a sentence, or empty
}

func (r record) isBlank() bool {
	if r.why != "" {
		return false
	}
	for _, cell := range r.cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func newScanner(text string) *scanner {
	s := scannerFor(text, ',')
	if given, rest, ok := givenDelimiter(text); ok {
		s.comma, s.pos, s.line = given, rest, 2
		return s
	}
	s.comma = likelyDelimiter(text)
	return s
}

func scannerFor(text string, comma byte) *scanner {
	return &scanner{
		text: text, line: 1, comma: comma,
		patience: 4*len(text) + 1<<20,
		damaged:  strings.IndexByte(text, 0) >= 0 || strings.Contains(text, "\uFFFD"),
	}
}

// givenDelimiter reads the line "sep=;" that Excel understands at the top of a file.
func givenDelimiter(text string) (comma byte, rest int, ok bool) {
	if len(text) < 6 || !strings.EqualFold(text[:4], "sep=") {
		return 0, 0, false
	}
	comma = text[4]
	if comma != ',' && comma != ';' && comma != '\t' || !isBreak(text[5]) {
		return 0, 0, false
	}
	return comma, 5 + breakLen(text[5:]), true
}

// likelyDelimiter is the one by which the first lines fall into the same number of cells; among
// equals, the one that makes more of them.
func likelyDelimiter(text string) byte {
	const sample, lines = 64 << 10, 25
	text = text[:min(len(text), sample)]
	best, bestShare, bestWidth := byte(','), 0.0, 1
	for _, comma := range []byte{',', ';', '\t'} {
		s, header, same, all := scannerFor(text, comma), 0, 0, 0
		for rec, ok := s.next(); ok && all < lines; rec, ok = s.next() {
			if rec.isBlank() {
				continue
			}
			if header == 0 {
				header = rec.width
			}
			all++
			if rec.width == header && rec.why == "" {
				same++
			}
		}
		if header < 2 {
			continue
		}
		share := float64(same) / float64(all)
		if share > bestShare || share == bestShare && header > bestWidth {
			best, bestShare, bestWidth = comma, share, header
		}
	}
	return best
}

func (s *scanner) expects(cells int) { s.expect = cells }

func (*scanner) failed() error { return nil }

// next reads one record; false means the end of the text.
func (s *scanner) next() (record, bool) {
	if s.pos >= len(s.text) {
		return record{}, false
	}
	start, line := s.pos, s.line
	rec := record{line: line}
	s.cells = s.cells[:0]
	tooLong := 0
	for {
		cell, opened, why := s.cell()
		if why != "" {
			return s.goBack(start, line, why), true
		}
		if len(cell) > MaxCell && tooLong == 0 {
			tooLong = opened
		}
		rec.width++
		if rec.width <= MaxColumns {
			s.cells = append(s.cells, cell)
		}
		if s.pos >= len(s.text) {
			break
		}
		if s.text[s.pos] != s.comma {
			s.skipBreak()
			break
		}
		s.pos++
	}
	rec.cells = s.cells
	return s.judge(rec, start, tooLong), true
}

// judge looks at a whole record; tooLong is the line on which a cell beyond MaxCell began.
func (s *scanner) judge(rec record, start, tooLong int) record {
	raw, last := s.text[start:s.pos], s.line
	if endsInBreak(raw) {
		last--
	}
	switch {
	case tooLong > 0:
		rec.why = longCell(tooLong, last)
	case s.damaged && strings.IndexByte(raw, 0) >= 0:
		rec.why = fmt.Sprintf("Line %d has a NUL character, which no text has.", rec.line)
	case s.damaged && strings.Contains(raw, "\uFFFD"):
		rec.why = fmt.Sprintf("Line %d has characters that cannot be read.", rec.line)
	case s.expect > 0 && rec.width != s.expect && !rec.isBlank():
		return s.ragged(rec, start, last)
	}
	return rec
}

func longCell(opened, last int) string {
	if opened == last {
		return fmt.Sprintf("Line %d has a cell longer than 64 KB.", opened)
	}
	return fmt.Sprintf("Line %d begins a cell longer than 64 KB that ends in line %d; a quote may "+
		"be missing.", opened, last)
}

// ragged refuses a record of the wrong width. One that runs over several lines has probably
// taken them in by a quote that is not closed where it should be, so they are read again.
func (s *scanner) ragged(rec record, start, last int) record {
	rec.why = wrongWidth(rec, s.expect)
	if last == rec.line || s.patience <= 0 {
		return rec
	}
	return s.goBack(start, rec.line, fmt.Sprintf("Lines %d to %d have %s, the header has %d; a "+
		"quote may be missing.", rec.line, last, cells(rec.width), s.expect))
}

func wrongWidth(rec record, header int) string {
	return fmt.Sprintf("Line %d has %s, the header has %d.", rec.line, cells(rec.width), header)
}

func cells(n int) string {
	if n == 1 {
		return "1 cell"
	}
	return fmt.Sprintf("%d cells", n)
}

// goBack refuses the one line in which a record began and makes the next line the next record.
func (s *scanner) goBack(start, line int, why string) record {
	end := start + lineLen(s.text[start:])
	s.patience -= max(0, s.pos-end)
	s.pos, s.line = end, line
	s.skipBreak()
	raw := s.text[start:end]
	cells := strings.SplitN(raw, string(rune(s.comma)), MaxColumns+1)
	return record{
		line: line, why: why,
		cells: cells[:min(len(cells), MaxColumns)],
		width: strings.Count(raw, string(rune(s.comma))) + 1,
	}
}

// cell reads one cell and stops before the delimiter, the line break or the end that follows
// it. opened is the line on which the cell began.
func (s *scanner) cell() (cell string, opened int, why string) {
	opened = s.line
	i := s.pos
	for i < len(s.text) && s.text[i] == ' ' {
		i++
	}
	if i < len(s.text) && s.text[i] == '"' {
		s.pos = i + 1
		cell, why = s.quoted(opened)
		return cell, opened, why
	}
	for i < len(s.text) && s.text[i] != s.comma && !isBreak(s.text[i]) {
		i++
	}
	cell, s.pos = s.text[s.pos:i], i
	return cell, opened, ""
}

// quoted reads the rest of a cell whose opening quote has just been passed.
func (s *scanner) quoted(opened int) (cell, why string) {
	end := len(s.text)
	if s.patience <= 0 {
		end = s.pos + lineLen(s.text[s.pos:])
	}
	start, doubled := s.pos, false
	for {
		n := strings.IndexByte(s.text[s.pos:end], '"')
		if n < 0 {
			s.pos = end
			return "", fmt.Sprintf("Line %d opens a quote that is never closed.", opened)
		}
		s.line += countBreaks(s.text[s.pos : s.pos+n])
		s.pos += n + 1
		if s.pos < end && s.text[s.pos] == '"' {
			doubled = true
			s.pos++
			continue
		}
		break
	}
	cell = s.text[start : s.pos-1]
	for s.pos < end && s.text[s.pos] == ' ' {
		s.pos++
	}
	if s.pos < len(s.text) && s.text[s.pos] != s.comma && !isBreak(s.text[s.pos]) {
		if s.line > opened {
			return "", fmt.Sprintf("Line %d opens a quote that is not closed in it.", opened)
		}
		return "", fmt.Sprintf("Line %d has text after a closing quote. Write a quote that belongs "+
			"to the text twice.", opened)
	}
	if doubled && len(cell) <= 2*MaxCell {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	return cell, ""
}

func (s *scanner) skipBreak() {
	if n := breakLen(s.text[s.pos:]); n > 0 {
		s.pos += n
		s.line++
	}
}

func isBreak(c byte) bool { return c == '\n' || c == '\r' }

// breakLen is the length of the line break at the start of text: 2 for CRLF, 0 for none.
func breakLen(text string) int {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case text != "" && isBreak(text[0]):
		return 1
	}
	return 0
}

func lineLen(text string) int {
	if n := strings.IndexAny(text, "\r\n"); n >= 0 {
		return n
	}
	return len(text)
}

func endsInBreak(text string) bool { return text != "" && isBreak(text[len(text)-1]) }

func countBreaks(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}
