package store

import (
	"context"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var articles = &table{
	kind: records.KindArticle, name: "articles",
	cols: "id, shelf, slug, title, text, audience, published, categories, related, updated",
	fields: func(r records.Record) []any {
		a := r.(*records.Article)
		return []any{&a.ID, &a.Shelf, &a.Slug, &a.Title, &a.Text, &a.Audience, &a.Published,
			&a.Categories, &a.Related, &a.Updated}
	},
	extra: "exposed, folded",
	derive: func(r records.Record) []any {
		a := r.(*records.Article)
		return []any{bit(a.Published), records.Fold(a.Title)}
	},
	finds: []string{"id", "slug"},
	shown: "exposed = 1",
	after: func(tx *Tx, k records.Key) {
		tx.exec("DELETE FROM article_categories WHERE article = ?", k.ID)
		a, there := tx.Row(k).(*records.Article)
		if !there {
			return
		}
		for _, c := range a.Categories {
			tx.exec("INSERT INTO article_categories (article, category) VALUES (?, ?) "+
				"ON CONFLICT DO NOTHING", k.ID, int64(c))
		}
	},
}

var categories = &table{
	kind: records.KindCategory, name: "categories",
	cols: "id, name",
	fields: func(r records.Record) []any {
		c := r.(*records.Category)
		return []any{&c.ID, &c.Name}
	},
	finds: []string{"id"},
}

var suggestions = &table{
	kind: records.KindSuggestion, name: "suggestions",
	cols: "id, account, article, base, person, author, heading, text, state, answer, created, " +
		"decided",
	fields: func(r records.Record) []any {
		s := r.(*records.Suggestion)
		return []any{&s.ID, &s.Account, &s.Article, &s.Base, &s.Person, &s.Author, &s.Heading,
			&s.Text, &s.State, &s.Answer, &s.Created, &s.Decided}
	},
	finds: []string{"article"},
	lists: listed{search: []string{"heading"}, state: "state"},
}

var feedbacks = &table{
	kind: records.KindFeedback, name: "feedbacks",
	cols: "id, article, version, person, author, stars, comment, created",
	fields: func(r records.Record) []any {
		f := r.(*records.Feedback)
		return []any{&f.ID, &f.Article, &f.Version, &f.Person, &f.Author, &f.Stars, &f.Comment,
			&f.Created}
	},
	finds: []string{"id", "article"},
}

// Articles gives a page of the articles of a shelf that a condition on records.ArticleColumns lets
// through.
func (db *DB) Articles(ctx context.Context, where access.Where, q records.ArticleQuery) (
	[]*records.Article, error) {
	in, args := db.dialect.In(where.SQL, where.Args)
	in, args = in+" AND t.shelf = ?", append(args, string(q.Shelf))
	if q.Text != "" {
		in += ` AND (t.title LIKE ? ESCAPE '\' OR t.text LIKE ? ESCAPE '\')`
		args = append(args, like(q.Text), like(q.Text))
	}
	if q.Category != 0 {
		in += " AND t.id IN (SELECT c.article FROM article_categories c WHERE c.category = ?)"
		args = append(args, int64(q.Category))
	}
	order := "t.folded, t.id"
	if q.ByDate {
		order = "t.updated DESC, t.id DESC"
	}
	switch {
	case q.After.ID == 0:
	case q.ByDate:
		in += " AND (t.updated, t.id) < (?, ?)"
		args = append(args, q.After.Updated, int64(q.After.ID))
	default:
		in += " AND (t.folded, t.id) > (?, ?)"
		args = append(args, q.After.Folded, int64(q.After.ID))
	}
	return many[*records.Article](ctx, db, records.KindArticle, "SELECT "+articles.prefixed("t")+
		" FROM articles t WHERE "+in+" ORDER BY "+order+" LIMIT ?", append(args, q.Limit)...)
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

// Categories gives all categories of articles, by name.
func (db *DB) Categories(ctx context.Context) ([]*records.Category, error) {
	return many[*records.Category](ctx, db, records.KindCategory,
		"SELECT "+categories.cols+" FROM categories ORDER BY name, id")
}

// Suggestions gives what customers suggested and nobody has decided, oldest first: for staff.
func (db *DB) Suggestions(ctx context.Context, limit int) ([]*records.Suggestion, error) {
	return many[*records.Suggestion](ctx, db, records.KindSuggestion,
		suggestions.query.row+"state = ? ORDER BY created, id LIMIT ?", string(records.Suggested),
		limit)
}

// Feedbacks gives what readers think of an article, the newest first: for staff (C14).
func (db *DB) Feedbacks(ctx context.Context, id records.ArticleID, limit int) (
	[]*records.Feedback, error) {
	return many[*records.Feedback](ctx, db, records.KindFeedback,
		feedbacks.query.row+"article = ? ORDER BY created DESC, id DESC LIMIT ?", int64(id), limit)
}
