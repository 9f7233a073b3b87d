package wire

import (
	"strconv"

	"gatehouse/backend/problem"
)

// Range are the schemas that a server speaks, which every answer says in its headers, so that a
// desk knows before it asks. The zero Range is not known.
type Range struct{ Oldest, Newest int }

// RangeOf reads what the headers of an answer say; the zero Range where they say nothing.
func RangeOf(header func(name string) string) Range {
	oldest, err := strconv.Atoi(header(OldestHeader))
	newest, err2 := strconv.Atoi(header(NewestHeader))
	if err != nil || err2 != nil || oldest <= 0 || newest < oldest {
		return Range{}
	}
	return Range{oldest, newest}
}

// Check refuses a desk of another schema, with DeskTooOld or ServerTooOld.
func (r Range) Check(schema int) error {
	switch {
	case r == Range{}:
		return nil
	case schema < r.Oldest:
		return problem.New(problem.Conflict, "This program is too old for the portal's server. "+
			"Update Gatehouse; your edits are kept.").On(DeskTooOld)
	case schema > r.Newest:
		return problem.New(problem.Conflict, "The portal's server is older than this program. "+
			"Your edits wait here until it is updated.").On(ServerTooOld)
	}
	return nil
}
