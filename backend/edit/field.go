package edit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// stamps are fields that follow from an edit and that nobody fills in: two edits never meet in
// them.
var stamps = []string{"Updated", "GrantedBy", "Reason", "LastSeen", "Lang", "PasswordSet",
	"MustChange", "Created"}

// Glance is what an author saw of what an edit touches: the hash of each field that it changes, by
// the record's key and the field's path, and of each whole record that it takes away or decides by.
// It is how the server knows that somebody's edit was not seen.
type Glance map[string]string

// keyText names a record in a glance.
func keyText(k records.Key) string { return fmt.Sprintf("%s %d", k.Kind, k.ID) }

// misses reports whether a field, or with an empty path the whole record, is not what was seen.
// Without a glance nothing is missed: the edit was made on the server's own records.
func (g Glance) misses(k records.Key, path, hash string) bool {
	return g != nil && g[glanceKey(k, path)] != hash
}

func glanceKey(k records.Key, path string) string {
	if path == "" {
		return keyText(k)
	}
	return keyText(k) + " " + path
}

// hashOfField gives the hash of one field.
func hashOfField(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return "" // what cannot be read is never what was seen
	}
	return fmt.Sprintf("%x", records.KeyOf(string(text)))
}

// hashOf gives the hash of what people fill in of a record; empty for none.
func hashOf(r records.Record) string {
	if r == nil || reflect.ValueOf(r).IsNil() {
		return ""
	}
	var parts []string
	eachField(reflect.ValueOf(r).Elem(), func(name string, v reflect.Value) {
		text, err := json.Marshal(v.Interface())
		if err != nil {
			text = nil // what cannot be read is never what was seen
		}
		parts = append(parts, name, string(text))
	})
	return fmt.Sprintf("%x", records.KeyOf(parts...))
}

// eachField visits the fields of a record that people fill in. A field that is a matrix is visited
// permission by permission.
func eachField(v reflect.Value, visit func(path string, v reflect.Value)) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case f.Anonymous:
			eachField(v.Field(i), visit)
		case !f.IsExported() || f.Tag.Get("json") == "-" || slices.Contains(stamps, f.Name):
		case f.Type == reflect.TypeFor[access.Matrix]():
			for _, k := range access.Permissions() {
				visit(f.Name+"."+k.String(), v.Field(i).Index(int(k)))
			}
		default:
			visit(f.Name, v.Field(i))
		}
	}
}

// fieldsOf gives those fields by their paths, none of a record that is not there.
func fieldsOf(r records.Record) map[string]reflect.Value {
	all := map[string]reflect.Value{}
	if r != nil && !reflect.ValueOf(r).IsNil() {
		eachField(reflect.ValueOf(r).Elem(), func(path string, v reflect.Value) { all[path] = v })
	}
	return all
}

// differing gives the paths of the fields in which two records of a kind differ, in their order.
func differing(a, b records.Record) (paths []string) {
	if a == nil || b == nil {
		return nil
	}
	other := fieldsOf(b)
	eachField(reflect.ValueOf(a).Elem(), func(path string, v reflect.Value) {
		if !same(v, other[path]) {
			paths = append(paths, path)
		}
	})
	return paths
}

// calls says a field's path in words: "JobTitle" is "job title".
func calls(path string) string {
	name, permission, nested := strings.Cut(path, ".")
	if k, err := access.ParsePermission(permission); nested && err == nil {
		return k.Label()
	}
	var b strings.Builder
	for i, c := range name {
		if isUpper(c) && i > 0 && !isUpper(rune(name[i-1])) {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return strings.ToLower(b.String())
}

func isUpper(c rune) bool { return c >= 'A' && c <= 'Z' }

// told writes a field's value for people who compare two of them.
func told(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case access.Window:
		return span(x)
	case access.ComponentSet:
		return closedText(x)
	case access.Scope:
		return scopeText(x)
	case bool:
		return map[bool]string{true: "Yes", false: "No"}[x]
	case interface{ String() string }:
		return x.String()
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return "another value"
	}
	return string(text)
}

// quoted is told, with the text that somebody wrote in quotes: it is theirs, and no word of ours.
func quoted(v reflect.Value) string {
	if isFree(v) {
		return "“" + v.String() + "”"
	}
	return told(v)
}

// isFree reports whether a value is what somebody wrote.
func isFree(v reflect.Value) bool { return v.Type() == reflect.TypeFor[string]() }

func scopeText(s access.Scope) string { return cmp.Or(s.Plain(), "nothing") }

func closedText(s access.ComponentSet) string {
	if s == 0 {
		return "Nothing closed"
	}
	var names []string
	for _, c := range s.List() {
		names = append(names, c.Label())
	}
	return fmt.Sprintf("Closed: %s", strings.Join(names, ", "))
}

// fieldAt gives the field of a record at a path; the zero Value where it has none.
func fieldAt(r records.Record, path string) reflect.Value { return fieldsOf(r)[path] }

// copyOf gives a record that can be changed.
func copyOf(r records.Record) records.Record {
	n := reflect.New(reflect.TypeOf(r).Elem())
	n.Elem().Set(reflect.ValueOf(r).Elem())
	return n.Interface().(records.Record)
}

// Difference is a field that an edit changed, in words.
type Difference struct {
	Record string // what it is of, such as a name
	Field  string // empty where the whole record was made or taken away
	From   string
	To     string
	Free   bool // From and To are what somebody wrote
}

// Differences gives what an edit changed, as its history line keeps it.
func Differences(h *records.History) (list []Difference) {
	for _, c := range changesOf(h) {
		before, after := recordOf(c.Key.Kind, c.Before), recordOf(c.Key.Kind, c.After)
		name := nameOf(c.Key, after, before)
		switch {
		case before == nil && after != nil:
			list = append(list, Difference{Record: name, To: "made"})
		case before != nil && after == nil:
			list = append(list, Difference{Record: name, To: "taken away"})
		}
		for _, path := range differing(before, after) {
			from, to := fieldAt(before, path), fieldAt(after, path)
			list = append(list, Difference{name, calls(path), told(from), told(to), isFree(to)})
		}
	}
	return list
}
