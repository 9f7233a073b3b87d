package edit_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// guide is an article as both desks have it.
func guide() records.Article {
	return records.Article{ID: 600, Shelf: records.BaseShelf, Slug: "guide", Title: "Guide",
		Text: "As it was.", Audience: int64(storetest.Acme), Published: true}
}

func written(t *testing.T, o *storetest.Office) *records.Article {
	t.Helper()
	a, ok := read(t, o, (&records.Article{ID: 600}).Key()).(*records.Article)
	if !ok {
		t.Fatal("the article is gone")
	}
	return a
}

// withGuide is an office where the article was written, and what its form then showed.
func withGuide(t *testing.T) (*storetest.Office, records.Article) {
	t.Helper()
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.WriteArticle{Want: guide()})
	return o, *written(t, o)
}

func rewrite(was records.Article, to func(*records.Article)) edit.Edit {
	want := was
	to(&want)
	return &edit.WriteArticle{Was: &was, Want: want}
}

// TestTwoWhoWriteAnArticleBothStand where they changed different fields.
func TestTwoWhoWriteAnArticleBothStand(t *testing.T) {
	o, was := withGuide(t)
	ben, out := meet(t, o, []edit.Edit{rewrite(was, func(a *records.Article) { a.Title = "Manual" })},
		[]edit.Edit{rewrite(was, func(a *records.Article) {
			a.Text, a.Categories = "As it is.", records.List[records.CategoryID]{7}
		})})
	a := written(t, o)
	if a.Title != "Manual" || a.Text != "As it is." || len(a.Categories) != 1 || a.Updated == 0 {
		t.Errorf("%+v", a)
	}
	if out[len(out)-1].Status != records.Applied || len(inboxOf(t, ben)) != 0 {
		t.Errorf("%+v", out)
	}
}

// TestOfTwoTextsTheOtherIsKept as an article that nobody reads: a long text is never lost.
func TestOfTwoTextsTheOtherIsKept(t *testing.T) {
	o, was := withGuide(t)
	ben, out := meet(t, o, []edit.Edit{rewrite(was, func(a *records.Article) { a.Text = "Anna's." })},
		[]edit.Edit{rewrite(was, func(a *records.Article) { a.Text = "Ben's." })})
	if a := written(t, o); a.Text != "Ben's." || !a.Published {
		t.Errorf("%+v", a)
	}
	if out[len(out)-1].Status != records.Overrode {
		t.Errorf("%+v", out)
	}
	inbox := inboxOf(t, ben)
	if len(inbox) != 1 || inbox[0].Theirs != "“Anna's.”" ||
		!strings.Contains(inbox[0].Text, "Guide (another version)") {
		t.Errorf("%+v", inbox)
	}
	all := access.Where{SQL: "1 = 1"}
	list, err := o.Server.Articles(ctx, all, records.ArticleQuery{Shelf: records.BaseShelf, Limit: 9})
	must(t, err)
	if len(list) != 2 || list[1].Text != "Anna's." || list[1].Published ||
		list[1].Slug == list[0].Slug {
		t.Errorf("%+v", list)
	}
}

// TestAnArticleIsRefused where its address is taken, or it was made already.
func TestAnArticleIsRefused(t *testing.T) {
	o, was := withGuide(t)
	other := guide()
	other.ID = 601
	for name, e := range map[string]edit.Edit{
		"a taken address": &edit.WriteArticle{Want: other},
		"made twice": &edit.WriteArticle{Want: records.Article{ID: 600, Shelf: records.BlogShelf,
			Slug: "other", Title: "Other", Audience: records.Everyone}},
	} {
		out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(e))
		if out.Status != records.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
	same := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.WriteArticle{Want: was}))
	if same.Status != records.Merged {
		t.Errorf("the same again: %+v", same)
	}
}

// drafter is Mia, who may draft articles of her account.
func drafter(t *testing.T, o *storetest.Office) edit.Env {
	t.Helper()
	o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Manager))
	return customer(t, o)
}

// TestStaffDecideWhatCustomersSuggest: published to the author's account only, or declined, once
// (A47).
func TestStaffDecideWhatCustomersSuggest(t *testing.T) {
	o, was := withGuide(t)
	mia := drafter(t, o)
	suggest := func(id records.SuggestionID, of records.ArticleID, text string) {
		out := run(t, o, mia, o.Envelope(&edit.SuggestArticle{ID: id, Article: of, Base: was.Updated,
			Heading: "Guide", Text: text}))
		if out.Status != records.Applied {
			t.Fatalf("%+v", out)
		}
	}
	suggest(1, 0, "A new one.")
	suggest(2, 600, "Changed by Mia.")
	suggest(3, 0, "Not good.")
	o.At(storetest.Ben, &edit.DecideSuggestion{ID: 1, Publish: true, Article: 610, Slug: "new"},
		&edit.DecideSuggestion{ID: 2, Publish: true}, &edit.DecideSuggestion{ID: 3, Answer: "No."})
	fresh, ok := read(t, o, (&records.Article{ID: 610}).Key()).(*records.Article)
	if !ok || fresh.Audience != int64(storetest.Acme) || !fresh.Published {
		t.Errorf("%+v", fresh)
	}
	if a := written(t, o); a.Text != "Changed by Mia." || a.Audience != int64(storetest.Acme) {
		t.Errorf("%+v", a)
	}
	again := run(t, o, o.Env(storetest.Ben, edit.Server),
		o.Envelope(&edit.DecideSuggestion{ID: 3, Publish: true, Article: 611, Slug: "x"}))
	if again.Status != records.Refused {
		t.Errorf("decided otherwise: %+v", again)
	}
	suggest(4, 600, "From what Mia saw first.")
	out := run(t, o, o.Env(storetest.Ben, edit.Server),
		o.Envelope(&edit.DecideSuggestion{ID: 4, Publish: true}))
	if out.Status != records.Overrode || written(t, o).Text != "From what Mia saw first." {
		t.Errorf("a stale one: %+v", out)
	}
}

// TestCustomersSuggestForTheirOwnAccountOnly (A47).
func TestCustomersSuggestForTheirOwnAccountOnly(t *testing.T) {
	o, _ := withGuide(t)
	labs, all := guide(), guide()
	labs.ID, labs.Slug, labs.Audience = 602, "labs", int64(storetest.Labs)
	all.ID, all.Slug, all.Audience = 603, "all", records.Everyone
	o.At(storetest.Anna, &edit.WriteArticle{Want: labs}, &edit.WriteArticle{Want: all})
	mia := drafter(t, o)
	for id, of := range map[records.SuggestionID]records.ArticleID{1: 602, 2: 603, 3: 999} {
		e := &edit.SuggestArticle{ID: id, Article: of, Heading: "H", Text: "T"}
		_, failed := o.Server.Write(ctx, func(tx edit.Tx) error {
			if err := e.Authorize(tx, mia); !problem.Is(err, problem.NotFound) {
				t.Errorf("article %s: %v", of, err)
			}
			return nil
		})
		must(t, failed)
	}
}

// TestAForumsTopicsHaveItsReaders, also after these have changed.
func TestAForumsTopicsHaveItsReaders(t *testing.T) {
	o := storetest.New(t)
	f := records.Forum{ID: 1, Name: "F", Audience: records.Registered}
	save := func(was *records.Forum, to records.Forum) {
		o.At(storetest.Anna, &edit.SaveForum{Save: edit.Save[records.Forum, *records.Forum]{
			Was: was, Want: to}})
	}
	audience := func() int64 {
		return read(t, o, (&records.Topic{ID: 2}).Key()).(*records.Topic).Audience
	}
	save(nil, f)
	o.At(storetest.Ben, &edit.OpenTopic{ID: 2, Post: 3, Forum: 1, Subject: "S", Text: "T"})
	acme, hidden := f, f
	acme.Audience = int64(storetest.Acme)
	if save(&f, acme); audience() != int64(storetest.Acme) {
		t.Errorf("for %d", audience())
	}
	hidden = acme
	hidden.Hidden = true
	if save(&acme, hidden); audience() != 0 {
		t.Errorf("a hidden forum's topic is for %d", audience())
	}
	if save(&hidden, acme); audience() != int64(storetest.Acme) {
		t.Errorf("shown again for %d", audience())
	}
}

// TestChatMessagesAddUp in the order in which they came, whoever writes at once; nothing replaces
// one (O11).
func TestChatMessagesAddUp(t *testing.T) {
	o := withBasic(t)
	mia := customer(t, o)
	in := records.ConversationOf(storetest.Mia, storetest.Acme)
	for i := range 3 {
		run(t, o, mia, o.Envelope(&edit.SayInChat{ID: records.ChatMessageID(10 - i), Text: "Mia"}))
	}
	run(t, o, mia, o.Envelope(&edit.SayInChat{ID: 9, Text: "another text"}))
	meet(t, o, []edit.Edit{&edit.AnswerChat{ID: 20, Conversation: in, Text: "Anna"}},
		[]edit.Edit{&edit.AnswerChat{ID: 19, Conversation: in, Text: "Ben"},
			&edit.CloseChat{Conversation: in}})
	list, err := o.Server.Chat(ctx, in)
	must(t, err)
	said := ""
	for i, m := range list {
		said += m.Text + " "
		if i > 0 && m.Created <= list[i-1].Created {
			t.Errorf("%q is not later than what was said before", m.Text)
		}
	}
	if said != "Mia Mia Mia Anna Ben " {
		t.Error(said)
	}
	c := read(t, o, (&records.Conversation{ID: in}).Key()).(*records.Conversation)
	if !c.Closed || c.Waits {
		t.Errorf("%+v", c)
	}
	run(t, o, mia, o.Envelope(&edit.SayInChat{ID: 30, Text: "One more"}))
	c = read(t, o, c.Key()).(*records.Conversation)
	if c.Closed || !c.Waits {
		t.Errorf("%+v", c)
	}
}

// TestTwoWhoAimAMessageBothStand: audiences are a set (B21).
func TestTwoWhoAimAMessageBothStand(t *testing.T) {
	o := storetest.New(t)
	m := records.Message{ID: 1, Heading: "M", Audiences: records.List[int64]{5, 6}}
	to := func(audiences ...int64) *edit.SaveMessage {
		n := m
		n.Audiences = audiences
		return &edit.SaveMessage{Save: edit.Save[records.Message, *records.Message]{Was: &m, Want: n}}
	}
	first := to(5, 6)
	first.Was = nil
	o.At(storetest.Anna, first)
	meet(t, o, []edit.Edit{to(5, 6, -4)}, []edit.Edit{to(6, 8)})
	now := read(t, o, m.Key()).(*records.Message)
	if text, err := now.Audiences.MarshalText(); err != nil || string(text) != "6 -4 8" {
		t.Errorf("%s", text)
	}
}

// TestAnAccountsManagerWorksHere (A46).
func TestAnAccountsManagerWorksHere(t *testing.T) {
	o := storetest.New(t)
	terms := edit.AccountTerms{Active: true, Portal: true}
	to := func(id records.StaffID) edit.Outcome {
		want := terms
		want.Manager = id
		return run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.UpdateAccount{
			ID: storetest.Acme, Was: terms, Want: want}))
	}
	if out := to(99); out.Status != records.Refused {
		t.Errorf("somebody who does not work here: %+v", out)
	}
	if out := to(storetest.Ben); out.Status != records.Applied {
		t.Errorf("%+v", out)
	}
	a := read(t, o, (&records.Account{ID: storetest.Acme}).Key()).(*records.Account)
	if a.Manager != storetest.Ben {
		t.Errorf("%+v", a)
	}
}
