package store

import (
	"slices"
	"strings"

	"gatehouse/backend/access"
)

// pager makes the query for the newest rows that a condition lets through. It reads each arm of the
// condition by itself, newest first on the index of its key, cut to the page; the page is the
// newest of what the arms give. SQLite leaves a key as soon as its next row would be too old, so
// that a page of 50 costs a look at each key, whatever the number of rows.
type pager struct {
	engine engine
	from   string // the table as t, with what the condition needs beside it
	more   string // what the page itself asks for, such as a status; empty = nothing
	args   []any  // of more
	size   int
	by     string // the column of the order
}

// newest selects the ids and the order of a page: columns id and placed.
func (p pager) newest(w access.Where) (string, []any) {
	if len(w.Arms) == 0 { // access.Nothing
		w.Arms = []access.Arm{{SQL: w.SQL, Args: w.Args}}
	}
	var arms []string
	var all []any
	for _, a := range w.Arms {
		sql, args := p.engine.In(a.Condition())
		if p.more != "" {
			sql, args = sql+" AND "+p.more, append(slices.Clip(args), p.args...)
		}
		arms = append(arms, "SELECT * FROM (SELECT t.id AS id, t."+p.by+" AS placed FROM "+p.from+
			" WHERE "+sql+" ORDER BY t."+p.by+" DESC, t.id DESC LIMIT ?) arm")
		all = append(append(all, args...), p.size)
	}
	return "SELECT id, placed FROM (" + strings.Join(arms, " UNION ALL ") +
		") rows GROUP BY placed, id ORDER BY placed DESC, id DESC LIMIT ?", append(all, p.size)
}
