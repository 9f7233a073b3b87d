package store

import (
	"context"
	"database/sql"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gatehouse/backend/records"
)

// table says how one kind of record lies in SQL. Each noun's file has one.
type table struct {
	kind   records.Kind
	name   string
	cols   string                     // the columns of fields, id first
	fields func(records.Record) []any // pointers into the record, in the order of cols
	extra  string                     // columns that the store derives from the record
	derive func(records.Record) []any // their values
	finds  []string                   // columns that edits look records up by
	after  func(*Tx, records.Key)     // keeps what depends on the record, after a change
	lists  listed                     // how pages of it are selected
	shown  string                     // which of it customers may read as parts; empty = all
	fill   filler                     // what access asks beside the row; nil = nothing

	query struct { // made by prepare
		row, del string
		put      bulk
		forms    []form // how the fields are written in JSON
	}
}

// filler reads into a record what access asks beside its row.
type filler func(context.Context, *DB, records.Record) error

// tables lists every kind; the order is that of a first download.
var tables = []*table{portals, profiles, staff, computers, accounts, consolidations, people, users,
	accesses,
	categories, articles, suggestions, feedbacks, forums, topics, posts, conversations, chatMessages,
	messages, tickets, notes, fileTypes, files, narrowings, inbox, history, checkpoints,
	credentials, secondFactors, passkeys, staffLogins,
	queues, requestTypes, vendors, absences, closings, reviews, elevations, modules, subscriptions,
	allowances, draws, mails, links, projects, tasks, phases, projectNotes, appointments, issues,
	charges,
	orderTypes, flags, orders, orderTasks, documents, configurationItems, licences,
	invoices, payments, quotations, salesOrders, signatures, pins, tokens, provisions}

// listed says how pages of a kind are selected. Such a table has the columns created and account.
type listed struct {
	search   []string // columns that are searched
	state    string   // the column of Query.State
	of       string   // the column of Query.Of
	by       string   // the column of records.PlaceOf; empty = created
	days     bool     // the columns days_from and days_to bound Query.Day
	anywhere bool     // it may belong to no account
	nowhere  bool     // it belongs to no account, and has no such column

	// states are the conditions of states that a day changes, each with one ? for the day.
	states map[string]string
}

var tableOf = map[records.Kind]*table{}

func init() {
	for _, t := range tables {
		tableOf[t.kind] = t
		t.prepare()
	}
}

func (t *table) columns() []string {
	return strings.Split(strings.ReplaceAll(t.cols, " ", ""), ",")
}

func (t *table) prepare() {
	t.query.row = fmt.Sprintf("SELECT %s FROM %s WHERE ", t.cols, t.name)
	t.query.put = t.bulk(t.name)
	t.query.del = fmt.Sprintf("DELETE FROM %s WHERE id = ?", t.name)
	for _, p := range t.fields(records.New(t.kind)) {
		t.query.forms = append(t.query.forms, formOf(p))
	}
}

// written gives the columns that are written beside ver, and what sets them where a row is there.
func (t *table) written() (all []string, set string) {
	all = t.columns()
	if t.extra != "" {
		all = append(all, strings.Split(strings.ReplaceAll(t.extra, " ", ""), ",")...)
	}
	var list []string
	for _, c := range all[1:] {
		list = append(list, c+" = excluded."+c)
	}
	return all, strings.Join(list, ", ")
}

// bulk is put for many rows, into the table or into one like it.
func (t *table) bulk(name string) bulk {
	all, set := t.written()
	return newBulk(name, "ver, "+strings.Join(all, ", "),
		"ON CONFLICT (id) DO UPDATE SET ver = excluded.ver, "+set)
}

// scanner is a row or rows.
type scanner interface{ Scan(...any) error }

// scan reads a record from a row that selects the table's columns.
func (t *table) scan(row scanner) (records.Record, error) {
	r := records.New(t.kind)
	into := t.fields(r)
	cells := make([]cell, len(into))
	for i, p := range into {
		cells[i].field = p
		into[i] = &cells[i]
	}
	if err := row.Scan(into...); err != nil {
		return nil, err
	}
	return r, nil
}

// cell scans what SQL stores for a field, as value gives it. database/sql would do the same for
// every type there is, which takes longer than reading the row.
type cell struct{ field any }

// Scan sets the field.
func (c *cell) Scan(v any) error {
	switch field := c.field.(type) {
	case sql.Scanner:
		return field.Scan(v)
	case encoding.TextUnmarshaler:
		return unmarshal(field, v)
	}
	if isList(c.field) {
		return unmarshalList(c.field, v)
	}
	field := reflect.ValueOf(c.field).Elem()
	switch v := v.(type) {
	case int64:
		return setNumber(field, v)
	case string:
		if field.Kind() == reflect.String {
			field.SetString(v)
			return nil
		}
	case []byte:
		if field.Kind() == reflect.String {
			field.SetString(string(v))
			return nil
		}
	}
	return fmt.Errorf("%s expected, found %T", field.Type(), v)
}

func setNumber(field reflect.Value, v int64) error {
	switch {
	case field.CanInt() && !field.OverflowInt(v):
		field.SetInt(v)
	case field.CanUint() && v >= 0 && !field.OverflowUint(uint64(v)):
		field.SetUint(uint64(v))
	case field.Kind() == reflect.Bool:
		field.SetBool(v != 0)
	default:
		return fmt.Errorf("%s expected, found %d", field.Type(), v)
	}
	return nil
}

// unmarshal reads a field that writes itself as text.
func unmarshal(into encoding.TextUnmarshaler, v any) error {
	switch v := v.(type) {
	case string:
		return into.UnmarshalText([]byte(v))
	case []byte:
		return into.UnmarshalText(v)
	}
	return fmt.Errorf("text expected, found %T", v)
}

// unmarshalList reads a field that is stored as JSON.
func unmarshalList(into, v any) error {
	switch v := v.(type) {
	case string:
		return json.Unmarshal([]byte(v), into)
	case []byte:
		return json.Unmarshal(v, into)
	}
	return fmt.Errorf("JSON expected, found %T", v)
}

// isList reports whether a field is a list or a map, which is stored as JSON.
func isList(pointer any) bool {
	kind := reflect.TypeOf(pointer).Elem().Kind()
	return kind == reflect.Slice || kind == reflect.Map
}

// args gives the values for put: the version, the fields, the derived columns.
func (t *table) args(r records.Record, ver int64) ([]any, error) {
	list := []any{ver}
	for _, p := range t.fields(r) {
		v, err := value(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.kind, err)
		}
		list = append(list, v)
	}
	if t.derive != nil {
		list = append(list, t.derive(r)...)
	}
	return list, nil
}

// value gives what SQL stores for a field: integers, text, 0 or 1, and lists as JSON.
func value(pointer any) (any, error) {
	if m, ok := pointer.(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	v := reflect.ValueOf(pointer).Elem()
	switch v.Kind() {
	case reflect.Int64, reflect.Int32, reflect.Int:
		return v.Int(), nil
	case reflect.Uint32, reflect.Uint8:
		return int64(v.Uint()), nil
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return bit(v.Bool()), nil
	case reflect.Slice, reflect.Map:
		text, err := json.Marshal(pointer)
		return string(text), err
	}
	return nil, fmt.Errorf("no SQL form for %s", v.Type())
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Shared lists the kinds that are handed out to desks.
func Shared() (list []records.Kind) {
	for _, t := range tables {
		if !t.kind.StaysAtServer() {
			list = append(list, t.kind)
		}
	}
	return list
}

func (t *table) has(column string) bool { return slices.Contains(t.columns(), column) }

// prefixed gives the columns with the table's alias before each, for a join.
func (t *table) prefixed(alias string) string {
	list := t.columns()
	for i, c := range list {
		list[i] = alias + "." + c
	}
	return strings.Join(list, ", ")
}

func (t *table) canFind(column string) bool { return slices.Contains(t.finds, column) }
