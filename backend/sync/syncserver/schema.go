package syncserver

import (
	"cmp"
	"net/http"
	"strconv"

	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

// earlier is how many schemas before its own a server still hands out.
const earlier = 2

// speaks gives the schema that a desk speaks. One that is too old gets no records, but its edits
// are taken; those of one that is too new wait there, because they might not be understood.
func (s *Server) speaks(r *http.Request) (int, error) {
	newest := cmp.Or(s.env.Newest, wire.Schema)
	oldest := cmp.Or(s.env.Oldest, max(1, newest-earlier))
	schema, err := strconv.Atoi(r.Header.Get(wire.SchemaHeader))
	switch {
	case err != nil || schema < oldest:
		return 0, problem.New(problem.Conflict, "This program is too old for the portal's server. "+
			"Update Gatehouse; your edits are kept.").On(wire.DeskTooOld)
	case schema > newest:
		return 0, problem.New(problem.Conflict, "The portal's server is older than this program. "+
			"Your edits wait here until it is updated.").On(wire.ServerTooOld)
	}
	return schema, nil
}
