package main

import (
	"embed"
	"path"
	"strings"
	"time"

	"gatehouse/backend/records"
)

//go:embed articles
var articles embed.FS

// welcome gives the articles that every office begins with: the Help Guide on using the portal and
// on managing access, and a first post (O11). The office changes them as it likes.
func welcome(now time.Time) (list []records.Record) {
	for _, shelf := range []records.Shelf{records.HelpShelf, records.BlogShelf, records.BaseShelf} {
		files, err := articles.ReadDir(path.Join("articles", string(shelf)))
		if err != nil {
			panic(err) // the folders are part of this program
		}
		for i, f := range files {
			text, err := articles.ReadFile(path.Join("articles", string(shelf), f.Name()))
			if err != nil {
				panic(err)
			}
			title, body, _ := strings.Cut(string(text), "\n")
			slug := strings.TrimSuffix(f.Name(), ".md")
			list = append(list, &records.Article{
				ID:    records.ArticleID(records.KeyOf(string(shelf), slug)),
				Shelf: shelf, Slug: slug, Title: strings.TrimPrefix(title, "# "),
				Text: strings.TrimSpace(body), Audience: records.Everyone, Published: true,
				Related: relatedTo(shelf, slug),
				Updated: now.Add(-time.Duration(i) * 24 * time.Hour).Unix()})
		}
	}
	return list
}

// related names the articles of the Help Guide that lead to each other.
var related = map[string][]string{
	"using-the-portal":  {"your-password", "managing-access", "talking-with-us"},
	"managing-access":   {"using-the-portal", "your-password"},
	"your-password":     {"using-the-portal", "signing-documents"},
	"signing-documents": {"your-password", "documents"},
	"documents":         {"signing-documents", "using-the-portal"},
	"talking-with-us":   {"using-the-portal", "writing-articles"},
	"writing-articles":  {"talking-with-us", "managing-access"},
}

func relatedTo(shelf records.Shelf, slug string) (list records.List[records.ArticleID]) {
	if shelf != records.HelpShelf {
		return nil
	}
	for _, other := range related[slug] {
		list = append(list, records.ArticleID(records.KeyOf(string(shelf), other)))
	}
	return list
}
