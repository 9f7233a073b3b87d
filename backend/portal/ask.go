package portal

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Question is what a data-ask of a page asks: "tile:tickets", "ticket.create",
// "ticket.view:123", "article.read:how-to-sign-in".
type Question struct {
	Permission access.Permission
	Tile       bool   // it is about the tile of the permission's component
	Record     string // the id of a ticket or the slug of an article; empty = about no record
}

// String writes the question as a data-ask.
func (q Question) String() string {
	switch {
	case q.Tile:
		return "tile:" + q.Permission.Component().String()
	case q.Record != "":
		return q.Permission.String() + ":" + q.Record
	}
	return q.Permission.String()
}

// Ask reads the value of a data-ask. The value comes from a page and may be anything: what no page
// writes is problem.Invalid.
func Ask(value string) (Question, error) {
	name, record, found := strings.Cut(value, ":")
	if name == "tile" {
		c, err := access.ParseComponent(record)
		if err != nil {
			return Question{}, err
		}
		return Question{Permission: c.First(), Tile: true}, nil
	}
	p, err := access.ParsePermission(name)
	if err != nil {
		return Question{}, err
	}
	if found && record == "" {
		return Question{}, problem.New(problem.Invalid, "This question names no record.")
	}
	return Question{Permission: p, Record: record}, nil
}

// Label says in English what a question is about that is about no record.
func (q Question) Label() string {
	if q.Tile {
		return q.Permission.Component().Label()
	}
	return q.Permission.Label()
}

// AskAbout gives the data-ask about seeing a record; empty for one that no page shows by itself.
func AskAbout(r records.Record) string {
	if a, ok := r.(*records.Article); ok {
		return Question{Permission: a.Shelf.Permission(), Record: a.Slug}.String()
	}
	k := r.Key()
	for _, p := range access.Permissions() {
		if kind := records.About(p); kind == k.Kind || records.Holder(kind) == k.Kind {
			return Question{Permission: p, Record: strconv.FormatInt(k.ID, 10)}.String()
		}
	}
	return ""
}

// Explain decides again what a data-ask is about, by the same way as the page did, and gives what
// the record is called that it is about, if any. access.Because says the decision to staff (B5). A
// record that does not exist is problem.NotFound.
func Explain(ctx context.Context, source Source, v Viewer, value string, now time.Time) (
	access.Decision, string, error) {
	a, err := askedOf(ctx, source, value, now)
	switch {
	case err != nil:
		return access.Decision{}, "", err
	case a.Tile:
		return access.Open(v.Subject, a.Permission.Component(), a.at), "", nil
	}
	return access.Check(v.Subject, a.Permission, a.record, a.at), a.title, nil
}

// Asker finds everybody who may do something with a record; see access.Who.
type Asker func(access.Permission, *access.Record, access.Moment) ([]access.Seer, error)

// Who gives everybody to whom the answer to a data-ask about a record is yes (B6), and what the
// record is called.
func Who(ctx context.Context, source Source, all Asker, value string, now time.Time) (
	[]access.Seer, string, error) {
	a, err := askedOf(ctx, source, value, now)
	if err != nil {
		return nil, "", err
	}
	if a.record == nil {
		return nil, "", problem.New(problem.Invalid, "This question names no record.")
	}
	list, err := all(a.Permission, a.record, a.at)
	return list, a.title, err
}

// asked is a question with what it is about.
type asked struct {
	Question
	record *access.Record // nil: about none
	title  string
	at     access.Moment
}

func askedOf(ctx context.Context, source Source, value string, now time.Time) (a asked, err error) {
	if a.Question, err = Ask(value); err != nil {
		return a, err
	}
	office, err := source.Portal(ctx)
	if err != nil {
		return a, err
	}
	a.at = access.At(now, office.Location())
	if !a.Tile {
		a.record, a.title, err = a.load(ctx, source, a.at.Day)
	}
	return a, err
}

// load finds the record that a question is about; nil when it is about none.
func (q Question) load(ctx context.Context, source Source, today access.Day) (
	*access.Record, string, error) {
	if q.Record == "" {
		return nil, "", nil
	}
	if kind := records.About(q.Permission); kind != "" {
		return q.about(ctx, source, kind, today)
	}
	shelf := records.HelpShelf
	switch q.Permission.Component() {
	case access.HelpGuide:
	case access.Blog:
		shelf = records.BlogShelf
	case access.Knowledgebase:
		shelf = records.BaseShelf
	default:
		return nil, "", problem.New(problem.Invalid, "This question is about no known record.")
	}
	a, err := source.Article(ctx, shelf, q.Record)
	if err != nil {
		return nil, "", err
	}
	return a.Record(), a.Title, nil
}

func (q Question) about(ctx context.Context, source Source, kind records.Kind,
	today access.Day) (*access.Record, string, error) {
	id, err := strconv.ParseInt(q.Record, 10, 64)
	if err != nil || id <= 0 {
		return nil, "", missing
	}
	r, closed, err := source.One(ctx, records.Key{Kind: kind, ID: id})
	if holder := records.Holder(kind); holder != "" && problem.Is(err, problem.NotFound) {
		r, closed, err = source.One(ctx, records.Key{Kind: holder, ID: id})
	}
	if err != nil {
		return nil, "", err
	}
	return records.GuardOn(r, q.Permission, closed, today), r.Title(), nil
}
