package app

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

// noun says how staff see and change one kind of record in Portal data.
type noun struct {
	kind    records.Kind
	group   string // service, sales, work, words, settings
	columns []string
	fields  []DataField
	fresh   func(*Desk, int64) records.Record        // a new one; nil: staff make none
	save    func(was, want records.Record) edit.Edit // nil: not changed by a form; was nil: new
	in      string                                   // names the record that it is a part of
	of      []records.Kind                           // kinds that it is a part of as well
	by      string                                   // the column for that; empty = of in
	talk    bool                                     // as a part, the oldest comes first
	deeds   []deed                                   // what else staff do with it
	drop    bool                                     // staff may take it away
	hidden  bool                                     // it has no list of its own
}

// deed is something that staff do with a record beside changing its form.
type deed struct {
	key    string
	fields []DataField
	can    func(records.Record) bool // nil: always
	do     func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error)
}

// NounView is a kind of record as Portal data shows it.
type NounView struct {
	Kind    string      `json:"kind"`
	Group   string      `json:"group"`
	Columns []DataField `json:"columns"`
	Fields  []DataField `json:"fields"`
	Parts   []string    `json:"parts"` // kinds that are shown inside
	Deeds   []DeedView  `json:"deeds"`
	CanMake bool        `json:"canMake"`
	CanDrop bool        `json:"canDrop"`
	Inside  bool        `json:"inside"` // it is shown inside another only
}

// DeedView is a deed with its inputs.
type DeedView struct {
	Key    string      `json:"key"`
	Fields []DataField `json:"fields"`
}

// DataRow is a record in a list: the text of each column.
type DataRow struct {
	ID    string   `json:"id"`
	Cells []string `json:"cells"`
	Badge string   `json:"badge"`
}

// DataRecord is a record with everything that belongs to it. Was goes back with what is saved, so
// that only what was changed here changes.
type DataRecord struct {
	Kind    string            `json:"kind"`
	ID      string            `json:"id"`
	Title   string            `json:"title"`
	Values  map[string]string `json:"values"`
	Names   map[string]string `json:"names"` // of the records that the values name, by id
	Was     string            `json:"was"`
	Parts   []DataPart        `json:"parts"`
	Deeds   []string          `json:"deeds"` // those that can be done now
	Badge   string            `json:"badge"`
	Ask     string            `json:"ask"` // who can see it; empty where no page shows it by itself
	History []HistoryLine     `json:"history"`
}

// DataPart is what belongs to a record, of one kind.
type DataPart struct {
	Kind string    `json:"kind"`
	Rows []DataRow `json:"rows"`
}

// DataChoice is a record that can be chosen.
type DataChoice struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

func nounOf(kind string) (*noun, error) {
	for i := range nouns {
		if string(nouns[i].kind) == kind {
			return &nouns[i], nil
		}
	}
	return nil, problem.New(problem.Invalid, "There is no such kind of record.")
}

func (n *noun) field(key string) DataField {
	for _, f := range n.fields {
		if f.Key == key {
			return f
		}
	}
	return DataField{Key: key, Input: "text"}
}

// parts are the nouns that are shown inside this one.
func (n *noun) parts() (list []*noun) {
	for i := range nouns {
		p := &nouns[i]
		if p.in != "" && p.field(p.in).Of == string(n.kind) || slices.Contains(p.of, n.kind) {
			list = append(list, p)
		}
	}
	return list
}

// Nouns lists the kinds of records of Portal data.
func (d *Desk) Nouns() (list []NounView, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	for i := range nouns {
		n := &nouns[i]
		v := NounView{Kind: string(n.kind), Group: n.group, Columns: []DataField{},
			Fields: slices.Clone(n.fields), Parts: []string{}, Deeds: []DeedView{},
			CanMake: n.fresh != nil && n.save != nil, CanDrop: n.drop, Inside: n.hidden}
		for _, key := range n.columns {
			v.Columns = append(v.Columns, n.field(key))
		}
		for _, p := range n.parts() {
			v.Parts = append(v.Parts, string(p.kind))
		}
		for _, e := range n.deeds {
			v.Deeds = append(v.Deeds, DeedView{e.key, append([]DataField{}, e.fields...)})
		}
		list = append(list, v)
	}
	return list, nil
}

// DataRows gives a stretch of all records of a kind.
func (d *Desk) DataRows(kind, text string, from, size int) (page Page[DataRow], err error) {
	defer d.answer(&err, &page)
	d.mustBeReady()
	n, err := nounOf(kind)
	if err != nil {
		return page, err
	}
	lines, total, err := d.store.Lines(d.ctx, n.kind, strings.TrimSpace(text), max(from, 0),
		min(max(size, 0), 1000))
	if err != nil {
		return page, err
	}
	rows, err := d.dataRows(n, lines)
	return Page[DataRow]{Total: total, Rows: rows}, err
}

func (d *Desk) dataRows(n *noun, lines []records.Line) ([]DataRow, error) {
	names := d.names()
	rows := []DataRow{}
	for _, l := range lines {
		row := DataRow{ID: idText(l.Record.Key().ID), Badge: badge(l.Pending), Cells: []string{}}
		at := reflect.ValueOf(l.Record).Elem()
		for _, key := range n.columns {
			f := n.field(key)
			row.Cells = append(row.Cells, names.shown(f, f.textOf(at)))
		}
		rows = append(rows, row)
	}
	return rows, names.err
}

// DataRecord gives one record; an empty id begins a new one, inside another where parent says so.
func (d *Desk) DataRecord(kind, id, parent string) (v DataRecord, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	n, err := nounOf(kind)
	if err != nil {
		return v, err
	}
	v = DataRecord{Kind: kind, ID: id, Values: map[string]string{}, Names: map[string]string{},
		Parts: []DataPart{}, Deeds: []string{}, History: []HistoryLine{}}
	var r records.Record
	if id == "" {
		r, err = d.begin(n, parent)
	} else {
		r, err = d.opened(n, &v)
	}
	if err != nil {
		return v, err
	}
	names := d.names()
	at := reflect.ValueOf(r).Elem()
	for _, f := range n.fields {
		text := f.textOf(at)
		v.Values[f.Key] = text
		names.collect(v.Names, f, text)
	}
	return v, names.err
}

func (d *Desk) begin(n *noun, parent string) (records.Record, error) {
	if n.fresh == nil {
		return nil, problem.New(problem.Invalid, "These are not made by hand.")
	}
	r := n.fresh(d, d.env.NewID())
	if n.in == "" || parent == "" {
		return r, nil
	}
	return r, n.field(n.in).set(reflect.ValueOf(r).Elem(), parent)
}

func (d *Desk) opened(n *noun, v *DataRecord) (records.Record, error) {
	l, err := d.line(n, v.ID)
	if err != nil {
		return nil, err
	}
	was, err := json.Marshal(l.Record)
	if err != nil {
		return nil, err
	}
	v.Was, v.Badge = string(was), badge(l.Pending)
	v.Title, v.Ask = titleOf(l.Record), portal.AskAbout(l.Record)
	for _, e := range n.deeds {
		if e.can == nil || e.can(l.Record) {
			v.Deeds = append(v.Deeds, e.key)
		}
	}
	for _, p := range n.parts() {
		lines, err := d.store.LinesOf(d.ctx, p.kind, cmp.Or(p.by, columnOf(p.in)),
			l.Record.Key().ID)
		if err != nil {
			return nil, err
		}
		lines = slices.DeleteFunc(lines, func(part records.Line) bool {
			owner := reflect.ValueOf(part.Record).Elem().FieldByName("Owner")
			return owner.IsValid() && owner.String() != string(n.kind)
		})
		if p.talk {
			slices.Reverse(lines)
		}
		rows, err := d.dataRows(p, lines)
		if err != nil {
			return nil, err
		}
		v.Parts = append(v.Parts, DataPart{string(p.kind), rows})
	}
	v.History, err = d.historyOf(l.Record.Key())
	return l.Record, err
}

// columnOf is the column of a field, by the convention of the tables: small letters and lines.
func columnOf(field string) string {
	var b strings.Builder
	for i, r := range field {
		if r >= 'A' && r <= 'Z' && i > 0 && field[i-1] >= 'a' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

func (d *Desk) line(n *noun, id string) (l records.Line, err error) {
	number, err := DataField{Input: "number"}.integer(id)
	if err != nil || number <= 0 {
		return l, problem.New(problem.NotFound, "This record does not exist.")
	}
	return d.store.LineOf(d.ctx, records.Key{Kind: n.kind, ID: number})
}

// SaveData saves a form: a new record where was is empty. What is wrong with an input is a problem
// on its key.
func (d *Desk) SaveData(kind, was string, values map[string]string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	n, err := nounOf(kind)
	if err != nil {
		return v, err
	}
	if n.save == nil || was == "" && n.fresh == nil {
		return v, problem.New(problem.Invalid, "These are not changed by hand.")
	}
	var old, want records.Record
	if was == "" {
		want = n.fresh(d, d.env.NewID())
	} else {
		old, want = records.New(n.kind), records.New(n.kind)
		for _, r := range []records.Record{old, want} {
			if err := json.Unmarshal([]byte(was), r); err != nil {
				return v, problem.New(problem.Invalid, "Open this record again.").By(err)
			}
		}
	}
	if err := fill(reflect.ValueOf(want).Elem(), n.fields, values); err != nil {
		return v, err
	}
	if err := d.hide(n, want, values); err != nil {
		return v, err
	}
	v, err = d.save(n.save(old, want), "", "Saved.")
	if was == "" && err == nil {
		v.ID = idText(want.Key().ID)
	}
	return v, beside(err, n.fields)
}

// beside puts a problem with a field of a record beside its input.
func beside(err error, fields []DataField) error {
	if err == nil {
		return nil
	}
	p := problem.Of(err)
	for _, f := range fields {
		if p.Field != f.Key && strings.EqualFold(p.Field, f.Key) {
			return problem.New(p.Kind, p.Text).On(f.Key).By(err)
		}
	}
	return err
}

func fill(at reflect.Value, fields []DataField, values map[string]string) error {
	if _, given := values["Currency"]; given { // what stands there is in the new currency
		values = maps.Clone(values)
		for _, f := range fields {
			if _, given := values[f.Key]; !given && (f.Input == "lines" || f.Input == "decimal") {
				values[f.Key] = f.textOf(at)
			}
		}
	}
	for _, f := range fields {
		text, given := values[f.Key]
		if f.Fixed || !given || f.Input == "secret" {
			continue
		}
		if err := f.set(at, text); err != nil {
			return err
		}
	}
	return nil
}

// DropData takes a record away.
func (d *Desk) DropData(kind, id string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	n, err := nounOf(kind)
	if err != nil {
		return v, err
	}
	l, err := d.line(n, id)
	if err != nil {
		return v, err
	}
	if !n.drop {
		return v, problem.New(problem.Invalid, "These are not taken away.")
	}
	return d.save(&edit.Discard{Record: l.Record.Key()}, "", "Taken away.")
}

// DoData does one of a record's deeds with what was typed into its inputs.
func (d *Desk) DoData(kind, id, key string, values map[string]string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	n, err := nounOf(kind)
	if err != nil {
		return v, err
	}
	l, err := d.line(n, id)
	if err != nil {
		return v, err
	}
	for _, e := range n.deeds {
		if e.key != key || e.can != nil && !e.can(l.Record) {
			continue
		}
		for _, f := range e.fields {
			if f.Required && strings.TrimSpace(values[f.Key]) == "" {
				return v, problem.New(problem.Invalid, "Fill this in.").On(f.Key)
			}
		}
		made, err := e.do(d, l.Record, values)
		if err != nil {
			return v, err
		}
		return d.save(made, strings.TrimSpace(values["reason"]), "Done.")
	}
	return v, problem.New(problem.Conflict, "This cannot be done any more. Open the record again.")
}

// FindData gives the first records of a kind that fit what was typed, to choose one.
func (d *Desk) FindData(kind, text string) (list []DataChoice, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	const most = 20
	list = []DataChoice{}
	if kind == ofAudience {
		return d.findAudience(strings.TrimSpace(text))
	}
	lines, _, err := d.store.Lines(d.ctx, records.Kind(kind), strings.TrimSpace(text), 0, most)
	for _, l := range lines {
		list = append(list, DataChoice{idText(l.Record.Key().ID), d.titleOf(l.Record)})
	}
	return list, err
}

// titleOf says what a record is called; the program's own profiles in the window's language.
func (d *Desk) titleOf(r records.Record) string {
	if p, ok := r.(*records.Profile); ok {
		return sentence.Profile(d.language(), p.Name)
	}
	return titleOf(r)
}

func titleOf(r records.Record) string {
	if t, ok := r.(interface{ Title() string }); ok {
		return t.Title()
	}
	at := reflect.ValueOf(r).Elem()
	for _, key := range []string{"Name", "Title", "Number", "Author"} {
		if f := at.FieldByName(key); f.IsValid() && f.Kind() == reflect.String {
			return f.String()
		}
	}
	return idText(r.Key().ID)
}

// names looks up what records are called, each once.
type names struct {
	desk *Desk
	of   map[records.Key]string
	err  error
}

func (d *Desk) names() *names { return &names{desk: d, of: map[records.Key]string{}} }

func (n *names) name(kind, id string) string {
	number, err := DataField{Input: "number"}.integer(id)
	if err != nil || number == 0 {
		return ""
	}
	if kind == ofAudience {
		return n.audience(number)
	}
	key := records.Key{Kind: records.Kind(kind), ID: number}
	if name, known := n.of[key]; known {
		return name
	}
	l, err := n.desk.store.LineOf(n.desk.ctx, key)
	switch {
	case problem.Is(err, problem.NotFound):
		n.of[key] = ""
	case err != nil:
		n.err = err
	default:
		n.of[key] = n.desk.titleOf(l.Record)
	}
	return n.of[key]
}

// shown is the text of a cell: the names of records in the place of their ids.
func (n *names) shown(f DataField, text string) string {
	if f.Input != "record" && f.Input != "records" {
		return text
	}
	var list []string
	for _, id := range strings.Split(text, ",") {
		if name := n.name(f.Of, id); name != "" {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

func (n *names) collect(into map[string]string, f DataField, text string) {
	if f.Input != "record" && f.Input != "records" {
		return
	}
	for _, id := range strings.Split(text, ",") {
		if id != "" {
			into[id] = n.name(f.Of, id)
		}
	}
}
