package edit

import (
	"encoding/json"
	"slices"

	"gatehouse/backend/records"
)

// Added says in which schema of the exchange a column of a kind came, where that was not the first;
// under an empty name, in which the kind itself came. A desk of an earlier schema gets the columns
// that it knows.
var Added = map[records.Kind]map[string]int{}

// Knows reports whether a column, or for an empty name a kind, is of a schema; 0 is the newest.
func Knows(schema int, kind records.Kind, column string) bool {
	return schema == 0 || Added[kind][column] <= schema && Added[kind][""] <= schema
}

// Changed gives the kinds that are not the same in two schemas.
func Changed(from, to int) (kinds []records.Kind) {
	for kind, columns := range Added {
		for _, in := range columns {
			if in > max(from, 1) && (to == 0 || in <= to) && !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	slices.Sort(kinds)
	return kinds
}

// raise turns the arguments of an edit into those of its next version, for as long as desks may
// send the earlier one: by name, then by version. The newest version is one above the last.
var raise = map[string]map[int]func(json.RawMessage) (json.RawMessage, error){}

// newest is the version of an edit that Decode reads.
func newest(name string) int { return 1 + len(raise[name]) }

// raised gives the arguments of an edit in its newest version.
func raised(env Envelope) (args json.RawMessage, err error) {
	args = env.Args
	for nv := env.NV; nv < newest(env.Name) && err == nil; nv++ {
		args, err = raise[env.Name][nv](args)
	}
	return args, err
}
