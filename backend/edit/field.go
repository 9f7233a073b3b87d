package edit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// stamps are fields that follow from an edit and that nobody fills in: two edits never meet in
// them.
var stamps = []string{"Updated", "GrantedBy", "Reason", "LastSeen", "Lang", "PasswordSet",
	"MustChange", "Created", "ConfirmedBy"}

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
	for name, v := range fieldsOf(r) {
		text, err := json.Marshal(v.Interface())
		if err != nil {
			text = nil // what cannot be read is never what was seen
		}
		parts = append(parts, name, string(text))
	}
	return fmt.Sprintf("%x", records.KeyOf(parts...))
}

// part is where a field of a record lies that people fill in.
type part struct {
	path  string
	index []int             // of the field, through the records that are embedded
	of    access.Permission // in a field that is a matrix,
	some  bool              // which is visited permission by permission
}

// layouts are the parts of every kind's record: finding them out costs more than visiting them.
var layouts = func() map[reflect.Type][]part {
	all := map[reflect.Type][]part{}
	for _, k := range records.Kinds() {
		t := reflect.TypeOf(records.New(k)).Elem()
		all[t] = layout(t, nil)
	}
	return all
}()

func layout(t reflect.Type, outer []int) (list []part) {
	for i := range t.NumField() {
		f, index := t.Field(i), append(slices.Clone(outer), i)
		switch {
		case f.Anonymous:
			list = append(list, layout(f.Type, index)...)
		case !f.IsExported() || f.Tag.Get("json") == "-" || slices.Contains(stamps, f.Name):
		case f.Type == reflect.TypeFor[access.Matrix]():
			for _, p := range access.Permissions() {
				list = append(list, part{f.Name + "." + p.String(), index, p, true})
			}
		default:
			list = append(list, part{path: f.Name, index: index})
		}
	}
	return list
}

// fieldsOf gives the fields of a record that people fill in, by their paths and always in the same
// order; none of a record that is not there.
func fieldsOf(r records.Record) iter.Seq2[string, reflect.Value] {
	return func(yield func(string, reflect.Value) bool) {
		if r == nil || reflect.ValueOf(r).IsNil() {
			return
		}
		v := reflect.ValueOf(r).Elem()
		for _, p := range layouts[v.Type()] {
			f := v.FieldByIndex(p.index)
			if p.some {
				f = f.Index(int(p.of))
			}
			if !yield(p.path, f) {
				return
			}
		}
	}
}

// differing gives the paths of the fields in which two records of a kind differ, in their order.
func differing(a, b records.Record) (paths []string) {
	if a == nil || b == nil {
		return nil
	}
	other := make([]reflect.Value, 0, 32)
	for _, v := range fieldsOf(b) {
		other = append(other, v)
	}
	for path, v := range fieldsOf(a) {
		if !same(v, other[0]) {
			paths = append(paths, path)
		}
		other = other[1:]
	}
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
func fieldAt(r records.Record, path string) reflect.Value {
	for p, v := range fieldsOf(r) {
		if p == path {
			return v
		}
	}
	return reflect.Value{}
}

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
