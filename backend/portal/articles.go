package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// shelf is a component that shows articles (O11, A3, A41).
type shelf struct {
	component access.Component
	shelf     records.Shelf
	byDate    bool // newest first; by title otherwise
}

var (
	helpShelf = shelf{access.HelpGuide, records.HelpShelf, false}
	blogShelf = shelf{access.Blog, records.BlogShelf, true}
	baseShelf = shelf{access.Knowledgebase, records.BaseShelf, false}
)

func shelfOf(s records.Shelf) shelf {
	switch s {
	case records.HelpShelf:
		return helpShelf
	case records.BlogShelf:
		return blogShelf
	}
	return baseShelf
}

func (v *visit) helpGuide(string) error     { return v.articles(helpShelf) }
func (v *visit) blog(string) error          { return v.articles(blogShelf) }
func (v *visit) knowledgebase(string) error { return v.articles(baseShelf) }

type articlesView struct {
	Key, Label, About string
	Action            string // of the search
	Query             string
	Category          string // its id
	Categories        []link // those of the articles on the page
	Actions           []link
	Rows              []articleRow
	Empty             string
	More, First       string // addresses, or empty
	Results           string
}

type articleRow struct {
	Href, Title, Excerpt, Ask string
	Categories                []string
	Updated                   moment
}

// articles lists the articles of a shelf that are meant for the viewer, with a search.
func (v *visit) articles(s shelf) error {
	p := s.shelf.Permission()
	if d := v.may(p, nil); !d.Allowed() {
		return v.refuse(d)
	}
	q := s.query(v)
	where := v.rows(p, records.ArticleColumns)
	list, err := v.source.Articles(v.r.Context(), where, q)
	if err != nil {
		return err
	}
	key := s.component.String()
	view := articlesView{Key: key, Label: v.words.say("component." + key), Query: q.Text,
		About: v.words.say("about." + key), Action: v.base + key, Category: q.Category.String(),
		Empty: v.words.say("articles.none")}
	if q.Text != "" {
		view.Empty = v.words.say("articles.none-found", "text", q.Text)
	}
	if len(list) == q.Limit {
		list = list[:pageRows]
		view.More = s.href(v, q, s.placeOf(list[pageRows-1]))
	}
	if q.After.ID != 0 {
		view.First = s.href(v, q, "")
	}
	view.Results = v.words.say("articles.shown", "n", len(list))
	names, err := v.categories(list)
	if err != nil {
		return err
	}
	view.Categories = s.chips(v, q, list, names)
	for _, a := range list {
		view.Rows = append(view.Rows, articleRow{Title: a.Title, Excerpt: excerpt(a.Text),
			Href: view.Action + "/" + url.PathEscape(a.Slug), Ask: p.String() + ":" + a.Slug,
			Categories: namesOf(a, names), Updated: v.moment(a.Updated)})
	}
	if s == baseShelf {
		view.Actions = v.draftActions()
	}
	return v.show(http.StatusOK, "articles", view.Label, view)
}

// query reads what a list of articles is asked for. What it does not understand is as if it were
// not there.
func (s shelf) query(v *visit) records.ArticleQuery {
	from := v.r.URL.Query()
	q := records.ArticleQuery{Shelf: s.shelf, Text: shortened(from.Get("q")), ByDate: s.byDate,
		Limit: pageRows + 1}
	if id, err := records.ParseID[records.Category](from.Get("category")); err == nil {
		q.Category = id
	}
	number, place, _ := strings.Cut(from.Get("after"), ".")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id <= 0 {
		return q
	}
	if !s.byDate {
		q.After = records.ArticlePlace{ID: records.ArticleID(id), Folded: shortenedTo(place, 300)}
	} else if updated, err := strconv.ParseInt(place, 10, 64); err == nil {
		q.After = records.ArticlePlace{ID: records.ArticleID(id), Updated: updated}
	}
	return q
}

// placeOf writes an article's place in the list, as query reads it.
func (s shelf) placeOf(a *records.Article) string {
	if s.byDate {
		return a.ID.String() + "." + strconv.FormatInt(a.Updated, 10)
	}
	return a.ID.String() + "." + records.Fold(a.Title)
}

func (s shelf) href(v *visit, q records.ArticleQuery, after string) string {
	to := url.Values{}
	for name, value := range map[string]string{"q": q.Text, "after": after,
		"category": q.Category.String()} {
		if value != "" {
			to.Set(name, value)
		}
	}
	way := v.base + s.component.String()
	if len(to) == 0 {
		return way
	}
	return way + "?" + to.Encode()
}

// categories gives the names of what articles are about.
func (v *visit) categories(list []*records.Article) (map[records.CategoryID]string, error) {
	names := map[records.CategoryID]string{}
	for _, a := range list {
		for _, id := range a.Categories {
			names[id] = ""
		}
	}
	if len(names) == 0 {
		return names, nil
	}
	all, err := v.source.Categories(v.r.Context())
	for _, c := range all {
		if _, ok := names[c.ID]; ok {
			names[c.ID] = c.Name
		}
	}
	return names, err
}

func namesOf(a *records.Article, names map[records.CategoryID]string) (list []string) {
	for _, id := range a.Categories {
		if names[id] != "" {
			list = append(list, names[id])
		}
	}
	return list
}

// chips lead to the categories of the articles on the page: of others the viewer may know nothing.
func (s shelf) chips(v *visit, q records.ArticleQuery, list []*records.Article,
	names map[records.CategoryID]string) (chips []link) {
	here := q.Category
	for id, name := range names {
		if name == "" {
			continue
		}
		q.Category = id
		chips = append(chips, link{Label: name, Here: id == here, Href: s.href(v, q, "")})
	}
	if len(chips) == 0 || len(list) == 0 {
		return nil
	}
	slices.SortFunc(chips, func(a, b link) int {
		return strings.Compare(records.Fold(a.Label)+a.Href, records.Fold(b.Label)+b.Href)
	})
	q.Category = 0
	all := link{Label: v.words.say("list.all"), Here: here == 0, Href: s.href(v, q, "")}
	return append([]link{all}, chips...)
}

// shortenedTo cuts a text of an address to so many bytes of whole letters.
func shortenedTo(text string, bytes int) string {
	text = strings.ReplaceAll(text, "\x00", "")
	return strings.ToValidUTF8(text[:min(len(text), bytes)], "")
}
