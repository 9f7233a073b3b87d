package portal

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

const pageRows = 50

// list is a page that lists the records of one kind, newest first, with a search and a filter by
// state. The words of a list stand under its address: "tickets.none" when there is nothing, and
// "tickets.state.open" for a state.
type list[T records.Guarded] struct {
	page   string // its address, and its words
	under  string // one segment of the address below it: the id of what its records belong to
	label  string // its title; empty: the component's
	kind   records.Kind
	needs  access.Permission
	states []string // the filter; empty: none
	rows   func(v *visit, list []T) ([]row, error)
	also   func(v *visit, view *listView) error    // what else stands on the page; nil = nothing
	narrow func(access.Where, string) access.Where // by a state that is no column; nil: it is one
}

// listView is a list as the part "list" of the layout shows it.
type listView struct {
	Page, Label   string
	Way           string // its address
	Lead          string // a sentence under the title
	Ask           string // data-ask of a row, but for its id
	Rows          []row
	Filters       []link
	Query, State  string
	Empty         string // what to say in the place of rows
	Older, Newest string // addresses, or empty
	Back          string // the way back, or empty
	BackText      string
	Whole         bool   // it is short, and is not searched
	OlderText     string // what the links say where a list is not newest first
	NewestText    string
	Actions       []link // buttons beside the title
	Results       string // for those who cannot see the list
	Extra         any    // of the page's own
	Saved         string // what was done just now, in a sentence
}

// row is one record of a list.
type row struct {
	ID, Href, Title string
	Subs            []string // the small line under the title
	State           string   // the pill: its look
	StateLabel      string   // and its words; empty = none
	Marks           []mark   // more pills
	Amount          string   // money or another figure, at the right
	When            *moment
}

// mark is a small label; its look is one of good, bad, warn, info, or one that has an icon of its
// own name.
type mark struct{ Look, Label string }

// show answers with the list.
func (l *list[T]) show(v *visit) error {
	if d := v.may(l.needs, nil); !d.Allowed() {
		return v.refuse(d)
	}
	q := l.query(v)
	found, err := l.records(v, q)
	if err != nil {
		return err
	}
	label := cmp.Or(l.label, v.words.say("component."+l.page))
	view := listView{Page: l.page, Label: label, Way: l.way(v), Query: q.Text, State: q.State,
		Ask: l.needs.String() + ":", Filters: l.filters(v, q)}
	if len(found) == q.Limit {
		found = found[:pageRows]
		view.Older = l.href(v, q, records.PlaceOf(found[pageRows-1]))
	}
	if q.Before != (records.Place{}) {
		view.Newest = l.href(v, q, records.Place{})
	}
	if view.Rows, err = l.rows(v, found); err != nil {
		return err
	}
	view.Empty = l.empty(v, q)
	view.Results = v.words.say("list.shown", "n", len(found))
	if l.also != nil {
		if err := l.also(v, &view); err != nil {
			return err
		}
	}
	name := l.page
	if templates[name] == nil {
		name = "list"
	}
	return v.show(http.StatusOK, name, label, view)
}

func (l *list[T]) records(v *visit, q records.Query) ([]T, error) {
	where := v.rows(l.needs, records.ColumnsOf(l.kind))
	if l.narrow != nil && q.State != "" {
		where, q.State = l.narrow(where, q.State), ""
	}
	page, err := v.source.Page(v.r.Context(), l.kind, where, q)
	return typed[T](page), err
}

// typed gives records of a known type.
func typed[T records.Record](list []records.Record) []T {
	out := make([]T, len(list))
	for i, r := range list {
		out[i] = r.(T)
	}
	return out
}

// query reads the filter of a list from its address. What it does not understand is as if it were
// not there.
func (l *list[T]) query(v *visit) records.Query {
	from := v.r.URL.Query()
	q := records.Query{Text: shortened(from.Get("q")), Limit: pageRows + 1, Today: v.at.Day}
	for _, s := range l.states {
		if from.Get("state") == s {
			q.State = s
		}
	}
	if of, err := strconv.ParseInt(l.under, 10, 64); err == nil {
		q.Of = of
	}
	q.Before = placeIn(from.Get("before"))
	return q
}

// placeIn reads a place in a list from an address; what it does not understand is the beginning.
func placeIn(text string) (p records.Place) {
	created, id, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(created, 10, 64)
	n, err2 := strconv.ParseInt(id, 10, 64)
	if err == nil && err2 == nil && n > 0 {
		p = records.Place{At: seconds, ID: n}
	}
	return p
}

// shortened cuts a search to a sensible length.
func shortened(text string) string {
	letters := []rune(strings.TrimSpace(strings.ToValidUTF8(text, "")))
	return string(letters[:min(len(letters), 200)])
}

func (l *list[T]) href(v *visit, q records.Query, before records.Place) string {
	to := url.Values{}
	if q.Text != "" {
		to.Set("q", q.Text)
	}
	if q.State != "" {
		to.Set("state", q.State)
	}
	if before != (records.Place{}) {
		to.Set("before", strconv.FormatInt(before.At, 10)+"."+
			strconv.FormatInt(before.ID, 10))
	}
	if len(to) == 0 {
		return l.way(v)
	}
	return l.way(v) + "?" + to.Encode()
}

// way is the address of the list.
func (l *list[T]) way(v *visit) string {
	if l.under != "" {
		return v.base + l.page + "/" + l.under
	}
	return v.base + l.page
}

func (l *list[T]) filters(v *visit, q records.Query) (links []link) {
	if len(l.states) == 0 {
		return nil
	}
	here := q.State
	for _, s := range append([]string{""}, l.states...) {
		q.State = s
		links = append(links, link{Label: l.state(v, s), Here: s == here,
			Href: l.href(v, q, records.Place{})})
	}
	return links
}

// state says a state of the list's records.
func (l *list[T]) state(v *visit, s string) string {
	if s == "" {
		return v.words.say("list.all")
	}
	return v.words.say(l.page + ".state." + s)
}

func (l *list[T]) empty(v *visit, q records.Query) string {
	switch {
	case q.Text != "":
		return v.words.say("list.none-found", "text", q.Text)
	case q.State != "":
		return v.words.say("list.none-state")
	case q.Before != (records.Place{}):
		return v.words.say("list.none-older")
	}
	return v.words.say(l.page + ".none")
}

// seen is a record that the viewer may look at, with what is closed at its account.
type seen[T records.Guarded] struct {
	It     T
	closed access.ComponentSet
}

// may decides a permission for the record.
func (s *seen[T]) may(v *visit, p access.Permission) access.Decision {
	return v.may(p, records.GuardOn(s.It, p, s.closed, v.at.Day))
}

// look finds the record of an address. One that the viewer may not see by the permission is not
// found, to the byte.
func look[T records.Guarded](v *visit, p access.Permission, arg string) (*seen[T], error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil || id <= 0 {
		return nil, missing
	}
	return lookAt[T](v, p, records.Key{Kind: records.About(p), ID: id})
}

func lookAt[T records.Guarded](v *visit, p access.Permission, key records.Key) (*seen[T], error) {
	s, err := load[T](v, key)
	if err == nil && !s.may(v, p).Allowed() {
		return nil, missing
	}
	return s, err
}

// load reads a record that the viewer has yet to be asked about.
func load[T records.Guarded](v *visit, key records.Key) (*seen[T], error) {
	r, closed, err := v.source.One(v.r.Context(), key)
	if err != nil {
		return nil, err
	}
	it, ok := r.(T)
	if !ok {
		return nil, missing
	}
	return &seen[T]{it, closed}, nil
}

var missing = problem.New(problem.NotFound, "This record does not exist.")

// parts gives what belongs to a record and is fit for customers.
func parts[T records.Record](v *visit, kind records.Kind, column string, of ...int64) ([]T, error) {
	list, err := v.source.Parts(v.r.Context(), kind, column, of...)
	return typed[T](list), err
}
