package records

import (
	"strconv"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// SuggestionState says what became of a suggestion.
type SuggestionState string

// The states of a suggestion.
const (
	Suggested SuggestionState = "open"
	Accepted  SuggestionState = "published"
	Rejected  SuggestionState = "declined"
)

// Suggestion is an article that a customer drafted, or a change of one of their account's (A47).
type Suggestion struct {
	ID      SuggestionID
	Account AccountID
	Article ArticleID // that it changes; 0 = a new one
	Base    int64     // when that article had last been changed
	Person  PersonID
	Author  string // the name at the time
	Heading string
	Text    string // Markdown
	State   SuggestionState
	Answer  string // of the office, to the author
	Created int64
	Decided int64
}

// Key names the suggestion.
func (s *Suggestion) Key() Key { return Key{KindSuggestion, int64(s.ID)} }

// Index gives the article that it changes.
func (s *Suggestion) Index(column string) any {
	if column == "article" {
		return int64(s.Article)
	}
	return nil
}

// Check refuses a suggestion without a title or text.
func (s *Suggestion) Check() error {
	switch {
	case s.ID <= 0 || s.Account <= 0:
		return problem.New(problem.Invalid, "A suggestion belongs to an account.")
	case strings.TrimSpace(s.Heading) == "" || len(s.Heading) > 300:
		return problem.New(problem.Invalid, "An article needs a title of 1 to 300 letters.").
			On("heading")
	case strings.TrimSpace(s.Text) == "":
		return problem.New(problem.Invalid, "Write the article before you send it.").On("text")
	case len(s.Text) > LargestArticle:
		return problem.New(problem.Invalid, "The article is too long. Use 200,000 letters or less.").
			On("text")
	case len(s.Answer) > 10_000:
		return problem.New(problem.Invalid, "The answer is too long. Use 10,000 letters or less.").
			On("answer")
	case s.State != Suggested && s.State != Accepted && s.State != Rejected:
		return problem.New(problem.Invalid, "A suggestion is open, published or declined.")
	}
	return nil
}

// Title is the title of the article.
func (s *Suggestion) Title() string { return s.Heading }

// At gives the account.
func (s *Suggestion) At() AccountID { return s.Account }

// Record gives what a decision needs to know of the suggestion.
func (s *Suggestion) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: s.Created,
		Keys: accountKeys(access.Sets{access.Own: keys(s.Person)}, s.Account)}
}

// SuggestionColumns is Suggestion.Record for SQL: table suggestions as t, accounts as a.
var SuggestionColumns = access.Columns{
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Own:     {"t.person $"},
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}

// Feedback is what a reader thinks of one version of an article (C14).
type Feedback struct {
	ID      FeedbackID
	Article ArticleID
	Version int64    // when the article had last been changed
	Person  PersonID // 0 = a guest
	Author  string   // the name at the time; empty for a guest
	Stars   int64    // 1 to 5
	Comment string
	Created int64
}

// FeedbackOf names a person's feedback on a version of an article.
func FeedbackOf(a *Article, p PersonID) FeedbackID {
	return FeedbackID(KeyOf("feedback", a.ID.String(), strconv.FormatInt(a.Updated, 10),
		p.String()))
}

// Key names the feedback.
func (f *Feedback) Key() Key { return Key{KindFeedback, int64(f.ID)} }

// Index gives the article.
func (f *Feedback) Index(column string) any {
	if column == "article" {
		return int64(f.Article)
	}
	return nil
}

// Check refuses feedback without stars.
func (f *Feedback) Check() error {
	switch {
	case f.ID <= 0 || f.Article <= 0:
		return problem.New(problem.Invalid, "Feedback is about an article.")
	case f.Stars < 1 || f.Stars > 5:
		return problem.New(problem.Invalid, "Choose 1 to 5 stars.").On("stars")
	case len(f.Comment) > 10_000:
		return problem.New(problem.Invalid, "The comment is too long. Use 10,000 letters or less.").
			On("comment")
	}
	return nil
}
