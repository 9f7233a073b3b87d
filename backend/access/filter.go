package access

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Columns names where a table keeps what a decision needs. Every entry is an SQL expression of
// integer type; an empty one means that the gate does not apply to the table.
type Columns struct {
	Exposed string        // ≥ 1 when the record is fit for customers
	Created string        // seconds since 1970
	Open    string        // bit set of the components open at the record's account
	Keys    [All][]string // columns that hold the record's keys, per relation
}

// Where is an SQL condition with its arguments: true exactly for the records that Check allows.
type Where struct {
	SQL  string
	Args []any
	Arms []Arm
}

// Arm is the branch of one key column: Where is the union of its arms. The store cuts each arm to
// the page on a covering index.
type Arm struct {
	Relation Relation
	SQL      string
	Args     []any
}

// Nothing is the condition of a subject for whom some gate fails for every record.
var Nothing = Where{SQL: "1 = 0"}

// Filter compiles a permission to SQL for SQLite: the same sentence as Check, for all records.
func Filter(s *Subject, p Permission, c Columns, at Moment) Where {
	d := Check(s, p, nil, at)
	if !d.Allowed() {
		return Nothing
	}
	every, args := s.common(p, c)
	if d.Had == All {
		return Where{SQL: every, Args: args, Arms: []Arm{{All, every, args}}}
	}
	var w Where
	var either []string
	for rel := Shared; rel <= d.Had; rel++ {
		set := setOf(s.Keys[rel])
		for _, column := range c.Keys[rel] {
			in := column + " IN (SELECT value FROM json_each(?))"
			either = append(either, in)
			w.Args = append(w.Args, set)
			w.Arms = append(w.Arms, Arm{rel, in + " AND " + every, append([]any{set}, args...)})
		}
	}
	if len(either) == 0 {
		return Nothing
	}
	w.SQL = "(" + strings.Join(either, " OR ") + ") AND " + every
	w.Args = append(w.Args, args...)
	return w
}

// common is the part of the condition that every arm shares.
func (s *Subject) common(p Permission, c Columns) (string, []any) {
	all, args := []string{"1 = 1"}, []any(nil)
	if c.Exposed != "" {
		all = append(all, c.Exposed+" >= 1")
	}
	if c.Created != "" && p.is(cutOff) {
		all = append(all, c.Created+" >= ?")
		args = append(args, s.CutOff)
	}
	if c.Open != "" {
		bit := strconv.FormatUint(1<<p.Component(), 10)
		all = append(all, "("+c.Open+" & "+bit+") >= 1")
	}
	return strings.Join(all, " AND "), args
}

// setOf writes a set as one parameter, so that a query has one plan shape and no limit of values.
func setOf(keys []int64) string {
	if keys == nil {
		return "[]"
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return "[]" // a slice of integers always marshals; an empty set opens nothing
	}
	return string(text)
}
