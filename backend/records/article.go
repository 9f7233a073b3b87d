package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Shelf is where an article stands.
type Shelf string

// The shelves (O11).
const (
	HelpShelf Shelf = "help"
	BlogShelf Shelf = "blog"
	BaseShelf Shelf = "knowledgebase"
)

// Permission is what reading from the shelf needs.
func (s Shelf) Permission() access.Permission {
	switch s {
	case HelpShelf:
		return access.HelpGuideRead
	case BlogShelf:
		return access.BlogRead
	}
	return access.ArticleRead
}

// Everyone is the audience key of what is published to all.
const Everyone int64 = 1

// Article is a text of the office: help, blog or knowledgebase. Text is Markdown.
type Article struct {
	ID        ArticleID
	Shelf     Shelf
	Slug      string // its address
	Title     string
	Text      string
	Audience  int64 // Everyone, or the id of the one account that it is published to (A41)
	Published bool
	Updated   int64 // seconds since 1970
}

// Key names the article.
func (a *Article) Key() Key { return Key{KindArticle, int64(a.ID)} }

// Index gives the slug.
func (a *Article) Index(column string) any {
	if column == "slug" {
		return a.Slug
	}
	return nil
}

// Check refuses an article without a title or address.
func (a *Article) Check() error {
	switch {
	case a.ID <= 0 || strings.TrimSpace(a.Title) == "" || len(a.Title) > 300:
		return problem.New(problem.Invalid, "An article needs a title of 1 to 300 letters.").
			On("title")
	case a.Slug == "" || strings.ContainsAny(a.Slug, "/?#% "):
		return problem.New(problem.Invalid, "The article's address has a sign it cannot have.").
			On("slug")
	case a.Shelf != HelpShelf && a.Shelf != BlogShelf && a.Shelf != BaseShelf:
		return problem.New(problem.Invalid, "Choose help, blog or knowledgebase.").On("shelf")
	}
	return nil
}

// Record gives what a decision needs to know of the article.
func (a *Article) Record() *access.Record {
	r := &access.Record{Keys: access.KeysOf(access.Sets{access.Shared: {a.Audience}})}
	if !a.Published {
		r.Hidden = access.Unpublished
	}
	return r
}

// ArticleColumns is Article.Record for SQL: table articles as t.
var ArticleColumns = access.Columns{
	Exposed: "t.exposed",
	Keys:    [access.All][]string{access.Shared: {"t.audience $"}},
}
