package edit

import (
	"fmt"
	"reflect"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// WriteArticle is what staff do with the form of an article (O11): Was is what the form showed, nil
// where it began empty.
type WriteArticle struct {
	Was  *records.Article
	Want records.Article
}

// Validate checks the article by itself.
func (e *WriteArticle) Validate() error { return e.Want.Check() }

// Authorize lets administrators and access managers.
func (e *WriteArticle) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply makes the article, or sets the fields that the author edited. A text that somebody else
// changed as well is kept as an article of its own, which nobody reads until staff publish it.
func (e *WriteArticle) Apply(tx Tx, env Env) (Result, error) {
	want := e.Want
	res := Result{Subject: want.Title, About: want.ID.Key()}
	if err := addressed(tx, &want); err != nil {
		return res, err
	}
	now, there := get[*records.Article](tx, want.Key())
	switch {
	case e.Was == nil && there && sameArticle(*now, want):
		res.Status = records.Merged
		return res, nil
	case e.Was == nil && there:
		return res, problem.New(problem.Conflict, "This article exists already.")
	case e.Was == nil:
		want.Updated = env.Now.Unix()
		tx.Put(&want)
		return res, nil
	case !there:
		return res, gone("The article")
	}
	return revision{*e.Was, want}.onto(tx, env, now), nil
}

// revision is a change of an article.
type revision struct{ was, want records.Article }

// onto brings the change into the article as it is now.
func (r revision) onto(tx Tx, env Env, now *records.Article) Result {
	was, want := r.was, r.want
	res := Result{Subject: want.Title, About: now.ID.Key(), Status: records.Merged}
	was.Updated, want.Updated = now.Updated, now.Updated
	n := *now
	merge(&res, reflect.ValueOf(&n).Elem(), reflect.ValueOf(&was).Elem(),
		reflect.ValueOf(&want).Elem())
	if now.Text != was.Text && now.Text != n.Text {
		res.Why = fmt.Sprintf("Somebody else changed the text meanwhile. Yours is in force; theirs is "+
			"kept as “%s”, which is not published.", keepCopy(tx, now))
	}
	if res.Status != records.Merged {
		n.Updated = max(env.Now.Unix(), now.Updated+1) // feedback is about a version
		tx.Put(&n)
	}
	return res
}

// keepCopy keeps an article's text as it is now beside it, and gives the title of the copy.
func keepCopy(tx Tx, a *records.Article) string {
	stamp := strconv.FormatInt(a.Updated, 10)
	n := *a
	n.ID = records.ArticleID(records.KeyOf("copy of article", a.ID.String(), stamp))
	n.Slug += "-copy-" + stamp
	letters := []rune(a.Title)
	n.Title = string(letters[:min(len(letters), 60)]) + " (another version)"
	n.Published = false
	tx.Put(&n)
	return n.Title
}

func sameArticle(a, b records.Article) bool {
	a.Updated = b.Updated
	return reflect.DeepEqual(a, b)
}

// addressed refuses an article with the address of another one on its shelf.
func addressed(tx Tx, a *records.Article) error {
	for _, other := range find[*records.Article](tx, records.KindArticle, "slug", a.Slug) {
		if other.ID != a.ID && other.Shelf == a.Shelf {
			return problem.New(problem.Invalid,
				"Another article has this address. Choose another title.").On("title")
		}
	}
	return nil
}

// SaveCategory makes or renames a category of articles (C15).
type SaveCategory struct {
	Save[records.Category, *records.Category]
}

// SuggestArticle is what customers send who may draft articles: a new one for their account, or a
// change of one that is published to it (A47).
type SuggestArticle struct {
	ID      records.SuggestionID
	Article records.ArticleID // 0 = a new one
	Base    int64             // when the article had last been changed, as the author saw it
	Heading string
	Text    string
}

func (e *SuggestArticle) suggestion(env Env) *records.Suggestion {
	s := &records.Suggestion{ID: e.ID, Account: env.Actor.Account, Article: e.Article, Base: e.Base,
		Person: env.Actor.Person, Author: env.Actor.Name, Heading: e.Heading, Text: e.Text,
		State: records.Suggested}
	if !env.Now.IsZero() {
		s.Created = env.Now.Unix()
	}
	return s
}

// Validate checks the suggestion by itself.
func (e *SuggestArticle) Validate() error {
	return e.suggestion(Env{Actor: Actor{Account: 1}}).Check()
}

// Authorize lets customers who may draft articles of their account.
func (e *SuggestArticle) Authorize(tx Tx, env Env) error {
	r := e.suggestion(env).Record(closedAt(tx, env.Actor.Account))
	if e.Article != 0 {
		a, ok := get[*records.Article](tx, article(e.Article))
		if !ok || !a.Published || a.Shelf != records.BaseShelf {
			return problem.New(problem.NotFound, "This article does not exist.")
		}
		r = a.Draft()
	}
	return may(env, access.ArticleDraft, r)
}

// Apply keeps the suggestion until staff decide.
func (e *SuggestArticle) Apply(tx Tx, env Env) (Result, error) {
	s := e.suggestion(env)
	res := Result{Subject: s.Heading, About: s.ID.Key()}
	if tx.Row(s.Key()) != nil {
		res.Status = records.Merged
		return res, nil
	}
	tx.Put(s)
	return res, nil
}

// DecideSuggestion publishes or declines what a customer suggested (A47).
type DecideSuggestion struct {
	ID      records.SuggestionID
	Publish bool
	Answer  string            // to the author
	Article records.ArticleID // of a new article, and
	Slug    string            // its address
}

// Validate refuses an answer that is too long.
func (e *DecideSuggestion) Validate() error {
	if len(e.Answer) > 10_000 {
		return problem.New(problem.Invalid, "The answer is too long. Use 10,000 letters or less.").
			On("answer")
	}
	return nil
}

// Authorize lets access managers and administrators.
func (e *DecideSuggestion) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply publishes to the author's account what was suggested, or declines it. A text that was
// changed since the customer saw it is kept beside it.
func (e *DecideSuggestion) Apply(tx Tx, env Env) (Result, error) {
	s, ok := get[*records.Suggestion](tx, records.Key{Kind: records.KindSuggestion, ID: int64(e.ID)})
	if !ok {
		return Result{About: e.ID.Key()}, gone("The suggestion")
	}
	res := Result{Subject: s.Heading, About: s.ID.Key()}
	n := *s
	n.State, n.Answer, n.Decided = records.Rejected, e.Answer, env.Now.Unix()
	if e.Publish {
		n.State = records.Accepted
	}
	switch {
	case s.State == n.State:
		res.Status = records.Merged
		return res, nil
	case s.State != records.Suggested:
		return res, problem.New(problem.Conflict, "Somebody else has decided this otherwise.")
	}
	if e.Publish {
		var err error
		if res, err = e.publish(tx, env, s); err != nil {
			return res, err
		}
		res.Subject, res.About = s.Heading, s.ID.Key()
	}
	tx.Put(&n)
	if m, ok := recipient(tx, env, s.Person); ok {
		m.Template, m.Link = records.SuggestionMail, "suggestions/"+s.ID.String()
		m.Args["heading"] = s.Heading
		mail(tx, env, m)
	}
	return res, nil
}

func (e *DecideSuggestion) publish(tx Tx, env Env, s *records.Suggestion) (Result, error) {
	if s.Article == 0 {
		w := &WriteArticle{Want: records.Article{ID: e.Article, Shelf: records.BaseShelf,
			Slug: e.Slug, Title: s.Heading, Text: s.Text, Audience: int64(s.Account),
			Published: true}}
		if err := w.Validate(); err != nil {
			return Result{}, err
		}
		return w.Apply(tx, env)
	}
	now, ok := get[*records.Article](tx, article(s.Article))
	if !ok {
		return Result{}, gone("The article")
	}
	was, want := *now, *now
	want.Title, want.Text = s.Heading, s.Text
	if now.Updated != s.Base { // what the customer saw is not known any more
		was.Text = ""
	}
	return revision{was, want}.onto(tx, env, now), nil
}

// GiveFeedback is what a reader thinks of an article (C14): one vote for each person and version of
// the article, the last one. A guest has one vote for each human check passed, whose id it is.
type GiveFeedback struct {
	ID      records.FeedbackID // of a guest's
	Article records.ArticleID
	Stars   int64
	Comment string
}

// Validate refuses feedback without stars.
func (e *GiveFeedback) Validate() error {
	return (&records.Feedback{ID: e.ID, Article: e.Article, Stars: e.Stars,
		Comment: e.Comment}).Check()
}

// Authorize lets customers and visitors who may read the article.
func (e *GiveFeedback) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return problem.New(problem.Denied, "Feedback is for readers.")
	}
	a, ok := get[*records.Article](tx, article(e.Article))
	if !ok || !a.Published {
		return problem.New(problem.NotFound, "This article does not exist.")
	}
	return may(env, a.Shelf.Permission(), a.Record())
}

// Apply counts the vote.
func (e *GiveFeedback) Apply(tx Tx, env Env) (Result, error) {
	a, ok := get[*records.Article](tx, article(e.Article))
	if !ok {
		return Result{}, gone("The article")
	}
	res := Result{Subject: a.Title, About: a.ID.Key()}
	f := &records.Feedback{ID: e.ID, Article: a.ID, Version: a.Updated, Stars: e.Stars,
		Comment: e.Comment, Created: env.Now.Unix()}
	if p := env.Actor.Person; p != 0 {
		f.Person, f.Author = p, env.Actor.Name
		f.ID = records.FeedbackOf(a, p)
	} else if tx.Row(f.Key()) != nil {
		res.Status = records.Merged
		return res, nil
	}
	tx.Put(f)
	return res, nil
}

func article(id records.ArticleID) records.Key {
	return records.Key{Kind: records.KindArticle, ID: int64(id)}
}
