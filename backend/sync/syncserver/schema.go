package syncserver

import (
	"cmp"
	"net/http"
	"strconv"

	"gatehouse/backend/sync/wire"
)

// earlier is how many schemas before its own a server still hands out.
const earlier = 2

func (s *Server) schemas() wire.Range {
	newest := cmp.Or(s.env.Newest, wire.Schema)
	return wire.Range{Oldest: cmp.Or(s.env.Oldest, max(1, newest-earlier)), Newest: newest}
}

// speaks gives the schema that a desk speaks. One that is too old gets no records, but its edits
// are taken; those of one that is too new wait there, because they might not be understood.
func (s *Server) speaks(r *http.Request) (int, error) {
	schema, err := strconv.Atoi(r.Header.Get(wire.SchemaHeader))
	if err != nil {
		schema = 0 // whoever does not say it is from before the first
	}
	return schema, s.schemas().Check(schema)
}
