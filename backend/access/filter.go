package access

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Columns names where a table keeps what a decision needs. Every entry is an SQL expression of
// integer type; an empty one means that the gate does not apply to the table.
type Columns struct {
	Exposed string // 1 when the record is fit for customers
	Created string // seconds since 1970
	Open    string // bit set of the components open at the record's account

	// Keys are conditions on the keys of the record, per relation, with $ for "is in the set", such
	// as "t.account $" or "t.id IN (SELECT m.project FROM members m WHERE m.person $)".
	Keys [All][]string
}

// Where is an SQL condition with its arguments: true exactly for the records that Check allows.
// Each $ stands for "is in the set", whose argument is a Set; In writes it for an engine.
type Where struct {
	SQL  string
	Args []any
	Arms []Arm
}

// Set is the argument of a $: sorted keys.
type Set []int64

// Arm is the branch of one key: Where is the union of its arms. Key is the condition on it, with
// the Set; SQL and Args are what all arms have in common. The store cuts each arm to the page on a
// covering index.
type Arm struct {
	Relation Relation
	Key      string // empty: every record (scope all)
	Set      Set
	SQL      string
	Args     []any
}

// Condition gives the whole of the arm's condition.
func (a Arm) Condition() (string, []any) {
	if a.Key == "" {
		return a.SQL, a.Args
	}
	return a.Key + " AND " + a.SQL, append([]any{a.Set}, a.Args...)
}

// Nothing is the condition of a subject for whom some gate fails for every record.
var Nothing = Where{SQL: "1 = 0"}

// Filter compiles a permission to SQL: the same sentence as Check, for all records. It is made of
// AND, OR, IN a set, bit tests, integer = and ≥ only, so that a NULL never opens a row.
func Filter(s *Subject, p Permission, c Columns, at Moment) Where {
	d := Check(s, p, nil, at)
	if !d.Allowed() {
		return Nothing
	}
	every, args := s.common(p, c)
	if d.Had == All {
		return Where{SQL: every, Args: args, Arms: []Arm{{Relation: All, SQL: every, Args: args}}}
	}
	var w Where
	var either []string
	for rel := Shared; rel <= d.Had; rel++ {
		set := Set(s.keys(p).Of(rel))
		if len(set) == 0 {
			continue
		}
		for _, key := range c.Keys[rel] {
			if rel < d.Had && slices.Contains(c.Keys[rel+1], key) &&
				covers(s.keys(p).Of(rel+1), set) {
				continue // the wider relation asks the same of more
			}
			either = append(either, key)
			w.Args = append(w.Args, set)
			w.Arms = append(w.Arms, Arm{rel, key, set, every, args})
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
		all = append(all, c.Exposed+" = 1")
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

// Dialect is an SQL engine's way to say that a value is in a set given as one parameter, so that a
// query has one plan and no limit of values.
type Dialect uint8

// The engines.
const (
	SQLite Dialect = iota
	Postgres
)

// In writes a condition and its arguments for an engine. What is no Set stays as it is. A set of
// one key is written as that key, so that an index gives what it finds in its own order.
func (d Dialect) In(text string, args []any) (string, []any) {
	written := make([]any, len(args))
	for i, a := range args {
		if set, ok := a.(Set); ok {
			var is string
			is, a = d.set(set)
			text = strings.Replace(text, "$", is, 1)
		}
		written[i] = a
	}
	return text, written
}

func (d Dialect) set(keys Set) (is string, arg any) {
	switch {
	case len(keys) == 1:
		return "= ?", keys[0]
	case d == Postgres:
		return "= ANY (?)", []int64(keys)
	}
	return "IN (SELECT value FROM json_each(?))", list(keys)
}

// list writes keys as a JSON array.
func list(keys Set) string {
	if keys == nil {
		return "[]"
	}
	text, err := json.Marshal([]int64(keys))
	if err != nil {
		return "[]" // a slice of integers always marshals; an empty set opens nothing
	}
	return string(text)
}
