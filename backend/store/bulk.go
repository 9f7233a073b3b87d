package store

import (
	"fmt"
	"strings"
)

// bulk is an INSERT of many rows: a statement costs more than a row, most of all where the database
// is another server.
type bulk struct {
	cells int            // of a row
	of    map[int]string // the statement for so many rows
}

// strides are how many rows go at once. They are few, because each is a statement to prepare.
var strides = []int{100, 20, 4, 1}

// newBulk makes an INSERT into some columns; rest says what to do with a row that is there.
func newBulk(table, columns, rest string) bulk {
	b := bulk{1 + strings.Count(columns, ","), map[int]string{}}
	row := "(?" + strings.Repeat(", ?", b.cells-1) + ")"
	for _, n := range strides {
		b.of[n] = fmt.Sprintf("INSERT INTO %s (%s) VALUES %s%s %s", table, columns, row,
			strings.Repeat(", "+row, n-1), rest)
	}
	return b
}

// insert writes rows, given as their cells one after the other.
func (tx *Tx) insert(b bulk, cells []any) {
	for _, n := range strides {
		for ; len(cells) >= n*b.cells; cells = cells[n*b.cells:] {
			tx.exec(b.of[n], cells[:n*b.cells]...)
		}
	}
}
