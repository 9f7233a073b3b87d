package exchange

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteRejected writes refused rows as CSV (UTF-8 with a byte order mark, CRLF) in the order of
// their lines: the original cells and a last column "Why". A cell that a spreadsheet would take
// for a formula gets an apostrophe in front, which Contacts takes away again (B10).
func WriteRejected(w io.Writer, header []string, refusals []Refusal) error {
	width := len(header)
	for _, refusal := range refusals {
		width = max(width, len(refusal.Cells))
	}
	refusals = slices.Clone(refusals)
	slices.SortStableFunc(refusals, func(a, b Refusal) int { return a.Line - b.Line })

	if _, err := w.Write(utf8BOM); err != nil {
		return fmt.Errorf("rejected rows: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	line := make([]string, width+1)
	write := func(cells []string, why string) error {
		clear(line)
		copy(line, cells)
		line[width] = why
		for i := range line {
			line[i] = harmless(line[i])
		}
		return out.Write(line)
	}
	if err := write(header, "Why"); err != nil {
		return fmt.Errorf("rejected rows: %w", err)
	}
	for _, refusal := range refusals {
		if err := write(refusal.Cells, refusal.Why); err != nil {
			return fmt.Errorf("rejected rows: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("rejected rows: %w", err)
	}
	return nil
}

// harmless makes a cell that a spreadsheet shows and never runs.
func harmless(cell string) string {
	cell = strings.ReplaceAll(cell, "\x00", "")
	if cell != "" && strings.IndexByte("=+-@\t\r\n", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}
