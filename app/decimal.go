package app

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// within is the field as it is in a record: its amounts are in the record's currency.
func (f DataField) within(record reflect.Value) DataField {
	switch {
	case f.Input == "decimal" && f.scale == 0:
		f.scale, f.money = 100, true
		if c := record.FieldByName("Currency"); c.IsValid() {
			f.scale = scaleOf(c.String())
		}
	case f.Input == "lines":
		f.Columns = slices.Clone(f.Columns)
		for i, c := range f.Columns {
			f.Columns[i] = c.within(record)
		}
	}
	return f
}

// scaleOf is how many of a currency's smallest unit are one.
func scaleOf(currency string) int64 {
	scale := int64(1)
	for range (records.Money{Currency: currency}).Decimals() {
		scale *= 10
	}
	return scale
}

func (f DataField) decimalText(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	text := strconv.FormatInt(n/f.scale, 10)
	if f.scale == 1 || n%f.scale == 0 && !f.money {
		return sign + text
	}
	rest := strconv.FormatInt(f.scale+n%f.scale, 10)[1:]
	if !f.money {
		rest = strings.TrimRight(rest, "0")
	}
	return sign + text + "." + rest
}

// parsed reads a decimal or a time of the day. Empty is nothing.
func (f DataField) parsed(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if f.Input == "clock" {
		return f.clock(text)
	}
	wrong := problem.Newf(problem.Invalid, "“%s” is not a number such as 12.50.", text).On(f.Key)
	whole, rest, _ := strings.Cut(strings.ReplaceAll(text, ",", "."), ".")
	places := len(strconv.FormatInt(f.scale, 10)) - 1
	if len(rest) > places {
		rest = strings.TrimRight(rest, "0")
	}
	if len(rest) > places || strings.ContainsAny(rest, "+-.") {
		return 0, wrong
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", places-len(rest)), 10, 64)
	if err != nil {
		return 0, wrong.By(err)
	}
	return n, nil
}

// clock reads minutes since midnight. The midnight at the end of a day is 0 as well.
func (f DataField) clock(text string) (int64, error) {
	if text == "24:00" {
		return 0, nil
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, problem.New(problem.Invalid, "Write times like 17:30.").On(f.Key).By(err)
	}
	return int64(at.Hour()*60 + at.Minute()), nil
}

// weekdays are the days of the week as they can be chosen.
var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
	"sunday"}

func weekdaysText(set records.Weekdays) string {
	var list []string
	for i, name := range weekdays {
		if set.Has(time.Weekday((i + 1) % 7)) {
			list = append(list, name)
		}
	}
	return strings.Join(list, ",")
}

func parseWeekdays(text string) (set records.Weekdays) {
	for _, name := range strings.Split(text, ",") {
		if i := slices.Index(weekdays, name); i >= 0 {
			set |= 1 << ((i + 1) % 7)
		}
	}
	return set
}

// mapOf makes texts by their keys of lines; nil where there are none.
func mapOf(lines [][]string) map[string]string {
	var m map[string]string
	for _, line := range lines {
		if len(line) < 2 || strings.TrimSpace(line[0]) == "" {
			continue
		}
		if m == nil {
			m = map[string]string{}
		}
		m[strings.TrimSpace(line[0])] = strings.TrimSpace(line[1])
	}
	return m
}
