package portal

import (
	"net/http"
	"net/url"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// suggestionList lists what the viewer's account suggested for the knowledgebase (A47).
var suggestionList = list[*records.Suggestion]{page: "suggestions", kind: records.KindSuggestion,
	needs: access.ArticleDraft, rows: suggestionRows, also: suggestionActions,
	states: []string{string(records.Suggested), string(records.Accepted),
		string(records.Rejected)}}

func (v *visit) suggestions(string) error { return suggestionList.show(v) }

func suggestionActions(v *visit, view *listView) error {
	view.Lead = v.words.say("suggestions.lead")
	view.Actions = v.draftActions()[:1]
	return nil
}

// draftActions are the buttons for those who write with the office.
func (v *visit) draftActions() []link {
	if v.Subject.Visitor {
		return nil
	}
	list := []link{{Label: v.words.say("draft.title"), Ask: access.ArticleDraft.String()},
		{Label: v.words.say("component.suggestions"), Ask: access.ArticleDraft.String()}}
	if v.may(access.ArticleDraft, nil).Allowed() {
		list[0].Href, list[1].Href = v.base+"draft-article", v.base+"suggestions"
	}
	return list
}

func suggestionRows(v *visit, list []*records.Suggestion) (rows []row, err error) {
	for _, s := range list {
		at := v.moment(s.Created)
		kind := v.words.say("suggestions.new")
		if s.Article != 0 {
			kind = v.words.say("suggestions.change")
		}
		rows = append(rows, row{ID: s.ID.String(), Title: s.Heading, When: &at,
			Href: v.base + "suggestions/" + s.ID.String(), Subs: []string{kind, s.Author},
			State: string(s.State), StateLabel: v.words.say("suggestions.state." + string(s.State))})
	}
	return rows, nil
}

type suggestionView struct {
	Title, Author     string
	State, StateLabel string
	Ask               string
	Created           moment
	Decided           *moment
	Answer            string
	Prose             any // template.HTML
	Sent              bool
}

// suggestion shows one suggestion and what became of it.
func (v *visit) suggestion(arg string) error {
	if d := v.may(access.ArticleDraft, nil); !d.Allowed() {
		return v.refuse(d)
	}
	found, err := look[*records.Suggestion](v, access.ArticleDraft, arg)
	if err != nil {
		return err
	}
	s := found.It
	html, _ := prose(s.Text, v.base)
	view := suggestionView{Title: s.Heading, Author: s.Author, State: string(s.State),
		StateLabel: v.words.say("suggestions.state." + string(s.State)), Answer: s.Answer,
		Ask:     access.ArticleDraft.String() + ":" + s.ID.String(),
		Created: v.moment(s.Created), Prose: html, Sent: v.r.URL.Query().Get("sent") == "1"}
	if s.Decided != 0 {
		at := v.moment(s.Decided)
		view.Decided = &at
	}
	return v.show(http.StatusOK, "suggestion", s.Heading, view)
}

type draftView struct {
	Title, Intro   string
	Action         string
	Back, BackText string
	Steps          string // the address of the form with the template, or empty
	Form           form
	Fields         []field
	Base           string // when the article had last been changed
	Ask            string
}

// draftArticle shows the form of a new article for the viewer's account (A47), empty or with the
// template for numbered steps.
func (v *visit) draftArticle(string) error {
	if d := v.may(access.ArticleDraft, nil); !d.Allowed() {
		return v.refuse(d)
	}
	text := ""
	if v.r.URL.Query().Get("template") == "steps" {
		text = v.words.say("draft.template")
	}
	return v.showDraft(v.newDraft(), form{}, "", text)
}

func (v *visit) newDraft() draftView {
	return draftView{Title: v.words.say("draft.title"), Intro: v.words.say("draft.intro"),
		Action: v.base + "draft-article", Back: v.base + "knowledgebase",
		BackText: v.words.say("articles.back", "shelf", v.words.say("component.knowledgebase")),
		Steps:    v.base + "draft-article?template=steps"}
}

func (v *visit) showDraft(view draftView, f form, heading, text string) error {
	view.Form, view.Ask = f, access.ArticleDraft.String()
	view.Fields = f.fill([]field{
		{Name: "heading", Label: v.words.say("draft.heading"), Kind: "text", Required: true,
			Max: 300, Value: heading},
		{Name: "text", Label: v.words.say("draft.text"), Kind: "area", Required: true,
			Hint: v.words.say("draft.text-hint"), Value: text}})
	return v.show(f.statusOr(http.StatusOK), "draft-article", view.Title, view)
}

// sendDraft sends a new article to the office.
func (v *visit) sendDraft(string) error {
	if d := v.may(access.ArticleDraft, nil); !d.Allowed() {
		return v.refuse(d)
	}
	return v.suggest(v.newDraft(), &edit.SuggestArticle{})
}

// changeable finds an article of the viewer's account that they may suggest a change of.
func (v *visit) changeable(slug string) (*records.Article, draftView, error) {
	a, err := v.readable(baseShelf, slug)
	if err == nil && !v.may(access.ArticleDraft, a.Draft()).Allowed() {
		err = problem.New(problem.NotFound, "This article does not exist.")
	}
	if err != nil {
		return nil, draftView{}, err
	}
	way := url.PathEscape(a.Slug)
	return a, draftView{Title: v.words.say("draft.change-title"),
		Intro: v.words.say("draft.change-intro"), Action: v.base + "suggest-change/" + way,
		Back:     v.base + "knowledgebase/" + way,
		BackText: v.words.say("articles.back", "shelf", a.Title),
		Base:     strconv.FormatInt(a.Updated, 10)}, nil
}

// suggestChange shows the form with an article of the viewer's account (A47).
func (v *visit) suggestChange(slug string) error {
	if d := v.may(access.ArticleDraft, nil); !d.Allowed() {
		return v.refuse(d)
	}
	a, view, err := v.changeable(slug)
	if err != nil {
		return err
	}
	return v.showDraft(view, form{}, a.Title, a.Text)
}

// sendChange sends a change of an article to the office.
func (v *visit) sendChange(slug string) error {
	if d := v.may(access.ArticleDraft, nil); !d.Allowed() {
		return v.refuse(d)
	}
	a, view, err := v.changeable(slug)
	if err != nil {
		return err
	}
	view.Base = v.r.PostForm.Get("base") // what the author saw; a wrong one keeps both texts
	base, _ := strconv.ParseInt(view.Base, 10, 64)
	return v.suggest(view, &edit.SuggestArticle{Article: a.ID, Base: base})
}

func (v *visit) suggest(view draftView, e *edit.SuggestArticle) error {
	f := v.read("heading", "text")
	f.require("heading", v.words.say("draft.need-heading"))
	f.require("text", v.words.say("draft.need-text"))
	f.limit("heading", 300, v.words.say("draft.long-heading"))
	f.limit("text", records.LargestArticle, v.words.say("draft.long-text"))
	if f.isGood() {
		e.ID = records.SuggestionID(v.newID("suggestion"))
		e.Heading, e.Text = f.Values["heading"], f.Values["text"]
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, e)
		if err == nil {
			return v.seeOther("suggestions/" + e.ID.String() + "?sent=1")
		}
		v.blame(&f, err, "heading", "text")
	}
	return v.showDraft(view, f, "", "")
}
