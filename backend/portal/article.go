package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

func (v *visit) helpArticle(slug string) error  { return v.article(helpShelf, slug) }
func (v *visit) blogArticle(slug string) error  { return v.article(blogShelf, slug) }
func (v *visit) baseArticle(slug string) error  { return v.article(baseShelf, slug) }
func (v *visit) helpFeedback(slug string) error { return v.giveFeedback(helpShelf, slug) }
func (v *visit) blogFeedback(slug string) error { return v.giveFeedback(blogShelf, slug) }
func (v *visit) baseFeedback(slug string) error { return v.giveFeedback(baseShelf, slug) }

type articleView struct {
	Key, Title string
	Back       string
	BackText   string
	Here       string // its own address
	Updated    moment
	Categories []link
	Sections   []section
	Prose      any // template.HTML, made by prose
	Related    []link
	Change     *link // to suggest one; nil: no article of the viewer's account
	Ask        string
	Feedback   feedbackView
}

// feedbackView is the form under an article. Question and Token are what a visitor is asked.
type feedbackView struct {
	Form            form
	Stars           []starView
	Comment         field
	Thanks          bool
	Answer          field
	Question, Token string
}

type starView struct {
	Value, Label string
	Chosen       bool
}

// readable finds an article that is meant for the viewer; any other is not found.
func (v *visit) readable(s shelf, slug string) (*records.Article, error) {
	a, err := v.source.Article(v.r.Context(), s.shelf, slug)
	if err == nil && !v.may(s.shelf.Permission(), a.Record()).Allowed() {
		err = problem.New(problem.NotFound, "This article does not exist.")
	}
	return a, err
}

// article shows one article: the way back, its sections, the date of its last change, what it is
// about and what is related (C15), and the form for feedback (C14).
func (v *visit) article(s shelf, slug string) error {
	if d := v.may(s.shelf.Permission(), nil); !d.Allowed() {
		return v.refuse(d)
	}
	a, err := v.readable(s, slug)
	if err != nil {
		return err
	}
	return v.showArticle(s, a, form{})
}

func (v *visit) showArticle(s shelf, a *records.Article, f form) error {
	key := s.component.String()
	html, sections := prose(a.Text, v.base)
	view := articleView{Key: key, Title: a.Title, Back: v.base + key,
		BackText: v.words.say("articles.back", "shelf", v.words.say("component."+key)),
		Here:     v.base + key + "/" + url.PathEscape(a.Slug), Updated: v.moment(a.Updated),
		Sections: sections, Prose: html, Ask: s.shelf.Permission().String() + ":" + a.Slug}
	names, err := v.categories([]*records.Article{a})
	if err != nil {
		return err
	}
	for _, id := range a.Categories {
		if names[id] != "" {
			view.Categories = append(view.Categories, link{Label: names[id],
				Href: s.href(v, records.ArticleQuery{Category: id}, "")})
		}
	}
	if view.Related, err = v.related(a); err != nil {
		return err
	}
	view.Change = v.changeLink(s, a)
	if view.Feedback, err = v.feedback(a, f); err != nil {
		return err
	}
	return v.show(f.statusOr(http.StatusOK), "article", a.Title, view)
}

// related leads to the articles that an article names, of any shelf, that the viewer may read.
func (v *visit) related(a *records.Article) (links []link, err error) {
	if len(a.Related) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(a.Related))
	for i, id := range a.Related {
		ids[i] = int64(id)
	}
	found, err := parts[*records.Article](v, records.KindArticle, "id", ids...)
	if err != nil {
		return nil, err
	}
	byID := map[records.ArticleID]*records.Article{}
	for _, r := range found {
		byID[r.ID] = r
	}
	for _, id := range a.Related {
		r := byID[id]
		if r == nil || r.ID == a.ID || !v.may(r.Shelf.Permission(), r.Record()).Allowed() {
			continue
		}
		ask := r.Shelf.Permission().String() + ":" + r.Slug
		links = append(links, link{Label: r.Title, Ask: ask,
			Href: v.base + shelfOf(r.Shelf).component.String() + "/" + url.PathEscape(r.Slug)})
	}
	return links, nil
}

// feedback is the form, filled with what the viewer gave already.
func (v *visit) feedback(a *records.Article, f form) (view feedbackView, err error) {
	view = feedbackView{Form: f, Thanks: v.r.URL.Query().Get("thanks") == "1" && f.isGood()}
	stars, comment := "", ""
	if v.me() != 0 {
		given, err := parts[*records.Feedback](v, records.KindFeedback, "id",
			int64(records.FeedbackOf(a, v.me())))
		if err != nil {
			return view, err
		}
		for _, g := range given {
			stars, comment = strconv.FormatInt(g.Stars, 10), g.Comment
		}
	}
	if typed, ok := f.Values["stars"]; ok {
		stars = typed
	}
	for i := 1; i <= 5; i++ {
		n := strconv.Itoa(i)
		view.Stars = append(view.Stars, starView{n, v.words.say("feedback.stars." + n), n == stars})
	}
	view.Comment = f.fill([]field{{Name: "comment", Label: v.words.say("feedback.comment"),
		Kind: "area", Value: comment}})[0]
	if v.Subject.Visitor && v.env.Deeds != nil {
		view.ask(v)
	}
	return view, nil
}

// ask asks a visitor what programs do not read: the last of three words.
func (view *feedbackView) ask(v *visit) {
	all := strings.Fields(v.words.say("human.words"))
	var three []string
	for len(three) < 3 {
		i := v.env.NewID() % int64(len(all))
		three = append(three, all[i])
		all = append(all[:i:i], all[i+1:]...)
	}
	view.Token = v.env.Deeds.Ask(three[2])
	view.Question = v.words.say("human.ask", "words", strings.Join(three, ", "))
	view.Answer = field{Name: "answer", Label: view.Question, Kind: "text", Required: true,
		Complete: "off", Error: view.Form.Errors["answer"]}
}

// giveFeedback takes a vote (C14). What a program fills in, it believes to have given.
func (v *visit) giveFeedback(s shelf, slug string) error {
	if d := v.may(s.shelf.Permission(), nil); !d.Allowed() {
		return v.refuse(d)
	}
	a, err := v.readable(s, slug)
	if err != nil {
		return err
	}
	thanks := s.component.String() + "/" + url.PathEscape(a.Slug) + "?thanks=1#feedback"
	f := v.read("stars", "comment", "answer", "website")
	if f.Values["website"] != "" { // no person sees this input
		return v.seeOther(thanks)
	}
	e := &edit.GiveFeedback{Article: a.ID, Comment: f.Values["comment"]}
	if e.Stars, err = strconv.ParseInt(f.Values["stars"], 10, 64); err != nil || e.Stars < 1 ||
		e.Stars > 5 {
		f.Errors["stars"] = v.words.say("feedback.need-stars")
	}
	f.limit("comment", 10_000, v.words.say("feedback.long"))
	if f.isGood() {
		if err = v.vote(e, f); err == nil {
			return v.seeOther(thanks)
		}
		v.blame(&f, err, "stars", "comment", "answer")
	}
	return v.showArticle(s, a, f)
}

func (v *visit) vote(e *edit.GiveFeedback, f form) error {
	id := v.newID("feedback")
	if v.Subject.Visitor {
		once, err := v.env.Deeds.Answered(v.r, v.r.PostForm.Get("human"), f.Values["answer"])
		if err != nil {
			return err
		}
		id = once
	}
	e.ID = records.FeedbackID(id)
	return v.env.Deeds.Do(v.r.Context(), v.Viewer, e)
}

// changeLink leads to where a change of an article of the viewer's own account is suggested (A47).
func (v *visit) changeLink(s shelf, a *records.Article) *link {
	if s != baseShelf || v.Account == nil || records.AccountOf(a.Audience) != v.Account.ID {
		return nil
	}
	l := &link{Label: v.words.say("article.change"), Ask: access.ArticleDraft.String()}
	if v.may(access.ArticleDraft, a.Draft()).Allowed() {
		l.Href = v.base + "suggest-change/" + url.PathEscape(a.Slug)
	}
	return l
}
