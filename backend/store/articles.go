package store

import (
	"context"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var articles = &table{
	kind: records.KindArticle, name: "articles",
	cols: "id, shelf, slug, title, text, audience, published, updated",
	fields: func(r records.Record) []any {
		a := r.(*records.Article)
		return []any{&a.ID, &a.Shelf, &a.Slug, &a.Title, &a.Text, &a.Audience, &a.Published,
			&a.Updated}
	},
	extra:  "exposed",
	derive: func(r records.Record) []any { return []any{bit(r.(*records.Article).Published)} },
	finds:  []string{"slug"},
}

// Articles gives the articles of a shelf that a condition on records.ArticleColumns lets through
// and that contain text, newest first.
func (db *DB) Articles(ctx context.Context, shelf records.Shelf, where access.Where, text string) (
	[]*records.Article, error) {
	in, args := db.dialect.In(where.SQL, where.Args)
	args = append(args, string(shelf), like(text), like(text))
	return many[*records.Article](ctx, db, records.KindArticle, `
		SELECT `+articles.prefixed("t")+`
		FROM articles t
		WHERE `+in+` AND t.shelf = ?
			AND (t.title LIKE ? ESCAPE '\' OR t.text LIKE ? ESCAPE '\')
		ORDER BY t.updated DESC, t.id DESC
		LIMIT 200`, args...)
}

// Article gives one article by its address.
func (db *DB) Article(ctx context.Context, shelf records.Shelf, slug string) (
	*records.Article, error) {
	list, err := many[*records.Article](ctx, db, records.KindArticle,
		articles.query.row+"slug = ? AND shelf = ? LIMIT 1", slug, string(shelf))
	if err == nil && len(list) == 0 {
		err = problem.New(problem.NotFound, "This article does not exist.")
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}
