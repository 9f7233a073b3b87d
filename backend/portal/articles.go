package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
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

func (v *visit) helpGuide(string) error        { return v.articles(helpShelf) }
func (v *visit) helpArticle(slug string) error { return v.article(helpShelf, slug) }
func (v *visit) blog(string) error             { return v.articles(blogShelf) }
func (v *visit) blogArticle(slug string) error { return v.article(blogShelf, slug) }
func (v *visit) knowledgebase(string) error    { return v.articles(baseShelf) }
func (v *visit) baseArticle(slug string) error { return v.article(baseShelf, slug) }

type articlesView struct {
	Key, Label, About string
	Action            string // of the search
	Query             string
	Rows              []articleRow
	Empty             string
	More, First       string // addresses, or empty
	Results           string
}

type articleRow struct {
	Href, Title, Excerpt, Ask string
	Updated                   moment
}

// articles lists the articles of a shelf that are meant for the viewer, with a search.
func (v *visit) articles(s shelf) error {
	p := s.shelf.Permission()
	if d := v.may(p, nil); !d.Allowed() {
		return v.refuse(d)
	}
	text := shortened(v.r.URL.Query().Get("q"))
	where := v.rows(p, records.ArticleColumns)
	list, err := v.source.Articles(v.r.Context(), s.shelf, where, text)
	if err != nil {
		return err
	}
	key := s.component.String()
	view := articlesView{Key: key, Label: v.words.say("component." + key), Query: text,
		About: v.words.say("about." + key), Action: v.base + key,
		Empty: v.words.say("articles.none")}
	if text != "" {
		view.Empty = v.words.say("articles.none-found", "text", text)
	}
	list, more := v.pageOf(s.sorted(list))
	view.Results = v.words.say("articles.shown", "n", len(list))
	if more {
		view.More = view.Action + "?" + url.Values{"q": {text},
			"after": {list[len(list)-1].Slug}}.Encode()
	}
	if v.r.URL.Query().Get("after") != "" {
		view.First = view.Action + "?" + url.Values{"q": {text}}.Encode()
	}
	for _, a := range list {
		view.Rows = append(view.Rows, articleRow{Title: a.Title, Excerpt: excerpt(a.Text),
			Href: view.Action + "/" + url.PathEscape(a.Slug), Ask: p.String() + ":" + a.Slug,
			Updated: v.moment(a.Updated)})
	}
	return v.show(http.StatusOK, "articles", view.Label, view)
}

// sorted gives the articles in the order of their shelf.
func (s shelf) sorted(list []*records.Article) []*records.Article {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *records.Article) int {
		if s.byDate && a.Updated != b.Updated {
			return int(min(max(b.Updated-a.Updated, -1), 1))
		}
		return strings.Compare(records.Fold(a.Title), records.Fold(b.Title))
	})
	return list
}

// pageOf cuts a list to the page that follows the article of ?after=.
func (v *visit) pageOf(list []*records.Article) (page []*records.Article, more bool) {
	after := v.r.URL.Query().Get("after")
	for i, a := range list {
		if after != "" && a.Slug == after {
			list = list[i+1:]
			break
		}
	}
	return list[:min(len(list), pageRows)], len(list) > pageRows
}

type articleView struct {
	Key, Title string
	Back       string
	BackText   string
	Updated    moment
	Sections   []section
	Prose      any // template.HTML, made by prose
	Ask        string
}

// article shows one article: the way back, its sections, the date of its last change (C15). One
// that is not meant for the viewer is not found.
func (v *visit) article(s shelf, slug string) error {
	p := s.shelf.Permission()
	if d := v.may(p, nil); !d.Allowed() {
		return v.refuse(d)
	}
	a, err := v.source.Article(v.r.Context(), s.shelf, slug)
	if err != nil {
		return err
	}
	if !v.may(p, a.Record()).Allowed() {
		return problem.New(problem.NotFound, "This article does not exist.")
	}
	key := s.component.String()
	html, sections := prose(a.Text, v.base)
	view := articleView{Key: key, Title: a.Title, Back: v.base + key,
		BackText: v.words.say("articles.back", "shelf", v.words.say("component."+key)),
		Updated:  v.moment(a.Updated), Sections: sections, Prose: html,
		Ask: p.String() + ":" + a.Slug}
	return v.show(http.StatusOK, "article", a.Title, view)
}
