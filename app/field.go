package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// DataField is one input of a record's form. Key is the name of the record's field; what people
// read for it is the window's.
type DataField struct {
	Key string `json:"key"`

	// text, area, day, moment, clock, number, decimal, money, flag, choice, choices, record, records,
	// lines or secret
	Input    string      `json:"input"`
	Of       string      `json:"of"`      // record, records: the kind that is chosen from
	Options  []string    `json:"options"` // choice: the values
	Required bool        `json:"required"`
	Fixed    bool        `json:"fixed"`   // it is shown and not changed
	Columns  []DataField `json:"columns"` // lines: the inputs of one line

	scale int64                       // decimal: how many are one; 0 = of the record's currency
	money bool                        // decimal: all digits behind the point are written
	made  func(records.Record) string // what is shown is made of the record; it is always fixed
}

// of finds the field in a record; a key like Days.From leads into what the field holds.
func (f DataField) of(record reflect.Value) reflect.Value {
	for _, name := range strings.Split(f.Key, ".") {
		record = record.FieldByName(name)
	}
	return record
}

// textOf writes a record's field for its input: instants as RFC 3339, days as year-month-day, sets
// of records as ids with commas between, lines as a JSON array of arrays.
func (f DataField) textOf(record reflect.Value) string {
	if f.made != nil {
		r, _ := record.Addr().Interface().(records.Record)
		return f.made(r)
	}
	f = f.within(record)
	v := f.of(record)
	switch at := v.Interface().(type) {
	case records.Money:
		if at == (records.Money{}) {
			return ""
		}
		return at.Format("", ".")
	case access.Day:
		return at.String()
	case records.Weekdays:
		return weekdaysText(at)
	}
	switch f.Input {
	case "decimal":
		return f.decimalText(v.Int())
	case "clock":
		return fmt.Sprintf("%02d:%02d", v.Int()/60, v.Int()%60)
	case "moment":
		return rfc3339(v.Int())
	case "flag":
		return strconv.FormatBool(v.Bool())
	case "number":
		return strconv.FormatInt(v.Int(), 10)
	case "record":
		return idText(v.Int())
	case "records":
		var ids []string
		for i := range v.Len() {
			ids = append(ids, idText(v.Index(i).Int()))
		}
		return strings.Join(ids, ",")
	case "lines":
		return f.linesOf(v)
	}
	return v.String()
}

func idText(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func (f DataField) linesOf(v reflect.Value) string {
	lines := [][]string{}
	if m, is := v.Interface().(map[string]string); is {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			lines = append(lines, []string{key, m[key]})
		}
		return linesText(lines)
	}
	for i := range v.Len() {
		var line []string
		for _, c := range f.Columns {
			line = append(line, c.textOf(v.Index(i)))
		}
		lines = append(lines, line)
	}
	return linesText(lines)
}

func linesText(lines [][]string) string {
	text, err := json.Marshal(lines)
	if err != nil {
		return "[]" // texts always marshal
	}
	return string(text)
}

// set reads what was typed into a record's field. What cannot be read is a problem of the input.
func (f DataField) set(record reflect.Value, text string) error {
	f = f.within(record)
	v := f.of(record)
	text = strings.TrimSpace(text)
	if f.Required && text == "" {
		return problem.New(problem.Invalid, "Fill this in.").On(f.Key)
	}
	switch v.Interface().(type) {
	case records.Money:
		m, err := parseMoney(text)
		v.Set(reflect.ValueOf(m))
		return f.on(err)
	case access.Day:
		day, err := access.ParseDay(text)
		v.SetInt(int64(day))
		return f.on(err)
	case records.Weekdays:
		v.SetUint(uint64(parseWeekdays(text)))
		return nil
	}
	switch f.Input {
	case "decimal", "clock":
		n, err := f.parsed(text)
		v.SetInt(n)
		return err
	case "flag":
		v.SetBool(text == "true")
	case "records":
		return f.setMany(v, text)
	case "lines":
		return f.setLines(v, text)
	case "moment", "number", "record":
		n, err := f.integer(text)
		v.SetInt(n)
		return err
	default:
		v.SetString(text)
	}
	return nil
}

func (f DataField) integer(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if f.Input == "moment" {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return 0, problem.New(problem.Invalid, "Choose a day and a time.").On(f.Key).By(err)
		}
		return at.Unix(), nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, problem.Newf(problem.Invalid, "“%s” is not a whole number.", text).On(f.Key)
	}
	return n, nil
}

func (f DataField) setMany(v reflect.Value, text string) error {
	list := reflect.MakeSlice(v.Type(), 0, 0)
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		id, err := f.integer(part)
		if err != nil {
			return err
		}
		list = reflect.Append(list, reflect.ValueOf(id).Convert(v.Type().Elem()))
	}
	if list.Len() == 0 {
		if v.Len() == 0 {
			return nil
		}
		list = reflect.Zero(v.Type())
	}
	v.Set(list)
	return nil
}

func (f DataField) setLines(v reflect.Value, text string) error {
	var lines [][]string
	if text != "" {
		if err := json.Unmarshal([]byte(text), &lines); err != nil {
			return problem.New(problem.Invalid, "These lines cannot be read.").On(f.Key).By(err)
		}
	}
	if _, is := v.Interface().(map[string]string); is {
		v.Set(reflect.ValueOf(mapOf(lines)))
		return nil
	}
	list := reflect.Zero(v.Type())
	for _, line := range lines {
		one := reflect.New(v.Type().Elem()).Elem()
		for i, c := range f.Columns {
			if i >= len(line) {
				break
			}
			if err := c.set(one, line[i]); err != nil {
				return f.on(err)
			}
		}
		list = reflect.Append(list, one)
	}
	if v.Len() > 0 || list.Len() > 0 {
		v.Set(list)
	}
	return nil
}

// on says which input a problem is about.
func (f DataField) on(err error) error {
	if err == nil {
		return nil
	}
	return problem.New(problem.Invalid, problem.TextOf(err)).On(f.Key).By(err)
}

// parseMoney reads an amount with its currency, such as "1234.50 EUR". Empty is nothing.
func parseMoney(text string) (m records.Money, err error) {
	wrong := problem.New(problem.Invalid, "Write an amount with its currency, such as 1234.50 EUR.")
	number, currency, _ := strings.Cut(strings.TrimSpace(text), " ")
	if number == "" {
		return m, nil
	}
	m.Currency = strings.ToUpper(strings.TrimSpace(currency))
	if err := m.Check(); err != nil {
		return records.Money{}, wrong.By(err)
	}
	whole, rest, _ := strings.Cut(strings.ReplaceAll(number, ",", "."), ".")
	places := m.Decimals()
	if len(rest) > places || strings.ContainsAny(rest, "+-.") {
		return records.Money{}, wrong
	}
	rest += strings.Repeat("0", places-len(rest))
	m.Minor, err = strconv.ParseInt(whole+rest, 10, 64)
	if err != nil || m.Minor == math.MinInt64 {
		return records.Money{}, wrong
	}
	return m, nil
}
