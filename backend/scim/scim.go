// Package scim is the shape of SCIM 2.0 (RFC 7643 and 7644): which attributes there are, how a
// filter chooses resources, and what a PATCH makes of one. It knows resources as JSON only, and
// nothing of people, accounts or HTTP.
//
//	d, err := scim.User.Merge(scim.Doc{}, body)      // what POST and PUT send
//	d, err = scim.User.Patch(d, operations)          // what PATCH sends
//	f, err := scim.User.Filter(`userName eq "mia"`)  // f.Matches(d)
//
// What it does not know it ignores, as identity providers send much that nobody asked for; what it
// knows has to be right.
package scim

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Doc is a resource, or a part of one, as JSON has it: text, booleans, lists and more of these.
type Doc = map[string]any

// The schemas of messages.
const (
	ErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error"
	ListSchema  = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	PatchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
)

// Fault is why a request failed, as the client reads it (RFC 7644, 3.12).
type Fault struct {
	Status int    // of HTTP
	Type   string // the scimType, or empty
	Detail string // a sentence
}

func (f *Fault) Error() string { return f.Detail }

// MarshalJSON writes the fault as an answer's body.
func (f *Fault) MarshalJSON() ([]byte, error) {
	d := Doc{"schemas": []string{ErrorSchema}, "status": strconv.Itoa(f.Status),
		"detail": f.Detail}
	if f.Type != "" {
		d["scimType"] = f.Type
	}
	return json.Marshal(d)
}

func bad(kind, detail string) *Fault { return &Fault{http.StatusBadRequest, kind, detail} }

// deepest is how many objects and lists may lie in each other: a SCIM message needs about six.
const deepest = 32

// Read reads a message's body: one JSON object, in UTF-8, not too deep.
func Read(body []byte) (Doc, error) {
	if !utf8.Valid(body) || isTooDeep(body) {
		return nil, bad("invalidSyntax", "The body is not UTF-8, or lies too deep.")
	}
	var d Doc
	if err := json.Unmarshal(body, &d); err != nil || d == nil {
		return nil, bad("invalidSyntax", "The body is not one JSON object.")
	}
	return d, nil
}

func isTooDeep(text []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > deepest {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// clone copies a resource, so that what is done to the copy leaves it alone.
func clone(v any) any {
	switch v := v.(type) {
	case Doc:
		n := make(Doc, len(v))
		for k, part := range v {
			n[k] = clone(part)
		}
		return n
	case []any:
		n := make([]any, len(v))
		for i, part := range v {
			n[i] = clone(part)
		}
		return n
	}
	return v
}

// Select gives what a client wants of a resource: only some attributes, or all but some, as the
// parameters attributes and excludedAttributes name them (RFC 7644, 3.9). The id stays.
func (s *Schema) Select(d Doc, only, except string) Doc {
	switch {
	case only != "":
		n := Doc{"schemas": d["schemas"], "id": d["id"]}
		for _, t := range s.named(only) {
			t.keep(n, d)
		}
		return n
	case except != "":
		n, _ := clone(d).(Doc)
		for _, t := range s.named(except) {
			t.drop(n)
		}
		return n
	}
	return d
}

// named reads a list of attributes; what names none that a client may leave out is passed over.
func (s *Schema) named(list string) (all []target) {
	for _, name := range strings.Split(list, ",") {
		t, known, err := s.target(strings.TrimSpace(name))
		if err == nil && known && t.where == nil && !t.attr.always {
			all = append(all, t)
		}
	}
	return all
}

// keep copies what a target names, beside what was copied before.
func (t target) keep(into, from Doc) {
	name := t.attr.Name
	if t.sub == nil || from[name] == nil {
		if from[name] != nil {
			into[name] = from[name]
		}
		return
	}
	if _, before := into[name]; !before {
		into[name] = hollow(from[name])
	}
	to := t.parts(into)
	for i, part := range t.parts(from) {
		if v := part[t.sub.Name]; v != nil {
			to[i][t.sub.Name] = v
		}
	}
}

// hollow gives a complex value, or a list of such, with nothing in it.
func hollow(v any) any {
	list, many := v.([]any)
	if !many {
		return Doc{}
	}
	empty := make([]any, len(list))
	for i := range empty {
		empty[i] = Doc{}
	}
	return empty
}

// drop removes what a target names.
func (t target) drop(d Doc) {
	if t.sub == nil {
		delete(d, t.attr.Name)
		return
	}
	for _, part := range t.parts(d) {
		delete(part, t.sub.Name)
	}
}
