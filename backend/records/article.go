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

// Article is a text of the office: help, blog or knowledgebase. Text is Markdown.
type Article struct {
	ID         ArticleID
	Shelf      Shelf
	Slug       string // its address
	Title      string
	Text       string
	Audience   int64 // who may read it (A41): see audience.go
	Published  bool
	Categories List[CategoryID] // C15
	Related    List[ArticleID]  // C15
	Updated    int64            // seconds since 1970
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
	case len(a.Text) > LargestArticle:
		return problem.New(problem.Invalid, "The article is too long. Use 200,000 letters or less.").
			On("text")
	case a.Shelf != HelpShelf && a.Shelf != BlogShelf && a.Shelf != BaseShelf:
		return problem.New(problem.Invalid, "Choose help, blog or knowledgebase.").On("shelf")
	}
	return nil
}

// LargestArticle is how many bytes the text of an article may have.
const LargestArticle = 200_000

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

// Draft gives what a decision about suggesting a change needs to know: it belongs to the one
// account that it is published to, and to nobody where it is published to more (A47).
func (a *Article) Draft() *access.Record {
	r := a.Record()
	r.Keys = accountKeys(access.Sets{}, AccountOf(a.Audience))
	return r
}

// Category is a subject that articles are about (C15).
type Category struct {
	ID   CategoryID
	Name string
}

// Key names the category.
func (c *Category) Key() Key { return Key{KindCategory, int64(c.ID)} }

// Index gives nothing: categories are found by their id.
func (c *Category) Index(string) any { return nil }

// Title is the name.
func (c *Category) Title() string { return c.Name }

// Check refuses a category without a name.
func (c *Category) Check() error {
	if c.ID <= 0 || strings.TrimSpace(c.Name) == "" || len(c.Name) > 200 {
		return problem.New(problem.Invalid, "A category needs a name of 1 to 200 letters.").
			On("name")
	}
	return nil
}

// ArticleQuery narrows a list of articles of one shelf.
type ArticleQuery struct {
	Shelf    Shelf
	Text     string     // found in title or text; empty = everything
	Category CategoryID // 0 = every category
	ByDate   bool       // the last changed first; by title otherwise
	After    ArticlePlace
	Limit    int
}

// ArticlePlace is an article's place in a list; the zero value is its beginning.
type ArticlePlace struct {
	ID      ArticleID
	Updated int64  // by date
	Folded  string // the title, by title
}
