package store

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf8"

	"gatehouse/backend/records"
)

// Cells writes a record as the wire and the stage have it: a JSON array in the order of the
// columns.
func Cells(r records.Record) (json.RawMessage, error) {
	t := tableOf[r.Key().Kind]
	if t == nil {
		return nil, fmt.Errorf("no table for %s", r.Key().Kind)
	}
	return t.appendCells(nil, r)
}

// FromCells reads what Cells wrote.
func FromCells(kind records.Kind, cells json.RawMessage) (records.Record, error) {
	t := tableOf[kind]
	if t == nil {
		return nil, fmt.Errorf("no table for %s", kind)
	}
	r := records.New(kind)
	fields := t.fields(r)
	if t.quick(fields, cells) {
		return r, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(cells, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	r = records.New(kind)
	fields = t.fields(r)
	if len(list) != len(fields) {
		return nil, fmt.Errorf("%s: %d cells, expected %d", kind, len(list), len(fields))
	}
	for i, p := range fields {
		if err := json.Unmarshal(list[i], p); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", kind, t.columns()[i], err)
		}
	}
	return r, nil
}

// form says how a field is written in JSON. The common ones are written and read here, the others
// by encoding/json, which takes much longer.
type form byte

const (
	asJSON   form = iota // as encoding/json has it
	asID                 // a number in quotes; empty for 0
	asNumber             // of whole numbers
	asText
	asBool
)

func formOf(pointer any) form {
	_, marshals := pointer.(json.Marshaler)
	_, texts := pointer.(encoding.TextMarshaler)
	v := reflect.New(reflect.TypeOf(pointer).Elem()).Elem()
	switch {
	case texts:
		return asJSON
	case v.Kind() == reflect.Int64 && marshals:
		return idForm(v)
	case marshals:
		return asJSON
	case v.CanInt():
		return asNumber
	case v.Kind() == reflect.String:
		return asText
	case v.Kind() == reflect.Bool:
		return asBool
	}
	return asJSON
}

// idForm finds out whether a number is written as ids are.
func idForm(v reflect.Value) form {
	none, err := json.Marshal(v.Interface())
	v.SetInt(5)
	five, err2 := json.Marshal(v.Interface())
	if err == nil && err2 == nil && string(none) == `""` && string(five) == `"5"` {
		return asID
	}
	return asJSON
}

// appendCells writes the cells of a record behind b.
func (t *table) appendCells(b []byte, r records.Record) ([]byte, error) {
	b = append(b, '[')
	for i, p := range t.fields(r) {
		if i > 0 {
			b = append(b, ',')
		}
		v := reflect.ValueOf(p).Elem()
		switch t.query.forms[i] {
		case asID:
			b = append(b, '"')
			if n := v.Int(); n != 0 {
				b = strconv.AppendInt(b, n, 10)
			}
			b = append(b, '"')
		case asNumber:
			b = strconv.AppendInt(b, v.Int(), 10)
		case asText:
			b = appendText(b, v.String())
		case asBool:
			b = strconv.AppendBool(b, v.Bool())
		default:
			text, err := json.Marshal(p)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", t.kind, err)
			}
			b = append(b, text...)
		}
	}
	return append(b, ']'), nil
}

// appendText writes text in quotes.
func appendText(b []byte, text string) []byte {
	ascii := true
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c == '"' || c == '\\' {
			return appendEscaped(b, text)
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	if !ascii && !utf8.ValidString(text) {
		return appendEscaped(b, text)
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

func appendEscaped(b []byte, text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil {
		return append(b, '"', '"') // text always marshals
	}
	return append(b, quoted...)
}

// quick reads cells as appendCells writes them, and reports false for any others, which may be good
// all the same.
func (t *table) quick(fields []any, cells []byte) bool {
	c := cellReader{rest: cells}
	for i, p := range fields {
		if open := i == 0; open && !c.take('[') || !open && !c.take(',') {
			return false
		}
		if !c.read(t.query.forms[i], p) {
			return false
		}
	}
	return c.take(']') && len(c.rest) == 0
}

// cellReader reads cells from the front.
type cellReader struct{ rest []byte }

func (c *cellReader) take(b byte) bool {
	if len(c.rest) == 0 || c.rest[0] != b {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

func (c *cellReader) read(s form, pointer any) bool {
	switch s {
	case asText:
		before := c.rest
		if text, ok := c.text(); ok {
			reflect.ValueOf(pointer).Elem().SetString(text)
			return true
		}
		c.rest = before
	case asID:
		if !c.take('"') {
			return false
		}
		n, digits, ok := c.number()
		if !ok || digits > 0 && n <= 0 || !c.take('"') {
			return false
		}
		reflect.ValueOf(pointer).Elem().SetInt(n)
		return true
	case asNumber:
		n, digits, ok := c.number()
		field := reflect.ValueOf(pointer).Elem()
		if !ok || digits == 0 || field.OverflowInt(n) {
			return false
		}
		field.SetInt(n)
		return true
	case asBool:
		return c.bool(reflect.ValueOf(pointer).Elem())
	}
	return c.json(pointer)
}

// number reads at most 18 digits, which always fit.
func (c *cellReader) number() (n int64, digits int, ok bool) {
	negative := c.take('-')
	for digits < len(c.rest) && c.rest[digits] >= '0' && c.rest[digits] <= '9' {
		n = 10*n + int64(c.rest[digits]-'0')
		if digits++; digits > 18 {
			return 0, digits, false
		}
	}
	if digits > 1 && c.rest[0] == '0' || negative && digits == 0 {
		return 0, digits, false
	}
	c.rest = c.rest[digits:]
	if negative {
		n = -n
	}
	return n, digits, true
}

// text reads text that needs no escapes.
func (c *cellReader) text() (string, bool) {
	if !c.take('"') {
		return "", false
	}
	end := bytes.IndexByte(c.rest, '"')
	if end < 0 {
		return "", false
	}
	raw := c.rest[:end]
	ascii := true
	for _, b := range raw {
		if b < ' ' || b == '\\' {
			return "", false
		}
		ascii = ascii && b < utf8.RuneSelf
	}
	c.rest = c.rest[end+1:]
	return string(raw), ascii || utf8.Valid(raw)
}

func (c *cellReader) bool(field reflect.Value) bool {
	after, yes := bytes.CutPrefix(c.rest, []byte("true"))
	if !yes {
		var no bool
		if after, no = bytes.CutPrefix(c.rest, []byte("false")); !no {
			return false
		}
	}
	c.rest = after
	field.SetBool(yes)
	return true
}

// json reads any other cell.
func (c *cellReader) json(pointer any) bool {
	d := json.NewDecoder(bytes.NewReader(c.rest))
	if d.Decode(pointer) != nil {
		return false
	}
	c.rest = c.rest[d.InputOffset():]
	return true
}
