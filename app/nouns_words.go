package app

import (
	"strings"
	"unicode"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

var audienceField = need(record("Audience", ofAudience))

// wordedNouns are what the office writes and what customers write back.
var wordedNouns = []noun{articleNoun, categoryNoun, suggestionNoun, feedbackNoun, forumNoun,
	topicNoun, postNoun, conversationNoun, chatMessageNoun, messageNoun}

// articleNoun is an article; without an address of its own it gets one out of its title.
var articleNoun = noun{kind: records.KindArticle, group: "words",
	columns: []string{"Title", "Shelf", "Audience", "Published", "Updated"},
	fields: []DataField{need(text("Title")),
		choice("Shelf", string(records.HelpShelf), string(records.BlogShelf),
			string(records.BaseShelf)),
		text("Slug"), area("Text"), audienceField, flag("Published"),
		{Key: "Categories", Input: "records", Of: "category"},
		{Key: "Related", Input: "records", Of: "article"}, fixed(moment("Updated"))},
	fresh: func(_ *Desk, id int64) records.Record {
		return &records.Article{ID: records.ArticleID(id), Shelf: records.BaseShelf,
			Audience: records.Registered}
	},
	save: saving(func(was *records.Article, want records.Article) edit.Edit {
		if want.Slug == "" {
			want.Slug = slugOf(want.Title)
		}
		return &edit.WriteArticle{Was: was, Want: want}
	})}

// slugOf makes an address of a title: letters and digits with hyphens between.
func slugOf(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "-")
}

var categoryNoun = noun{kind: records.KindCategory, group: "words", columns: []string{"Name"},
	fields: []DataField{nameField}, drop: true,
	fresh: func(_ *Desk, id int64) records.Record {
		return &records.Category{ID: records.CategoryID(id)}
	},
	save: saving(func(was *records.Category, want records.Category) edit.Edit {
		return &edit.SaveCategory{Save: edit.Save[records.Category, *records.Category]{Was: was,
			Want: want}}
	})}

// suggestionNoun is an article that a customer drafted (A47).
var suggestionNoun = noun{kind: records.KindSuggestion, group: "words", in: "Article",
	columns: []string{"Heading", "Account", "Author", "State", "Created"},
	fields: []DataField{fixed(text("Heading")), fixed(area("Text")),
		fixed(record("Article", "article")), fixed(record("Account", "account")),
		fixed(text("Author")),
		fixed(choice("State", string(records.Suggested), string(records.Accepted),
			string(records.Rejected))),
		fixed(area("Answer")), fixed(createdField), fixed(moment("Decided"))},
	deeds: []deed{
		{key: "publish", can: isUndecided, do: decideSuggestion(true),
			fields: []DataField{text("Slug"), area("answer")}},
		{key: "decline", can: isUndecided, do: decideSuggestion(false),
			fields: []DataField{area("answer")}},
	}}

func isUndecided(r records.Record) bool {
	return r.(*records.Suggestion).State == records.Suggested
}

func decideSuggestion(publish bool) doing {
	return func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
		s := r.(*records.Suggestion)
		e := &edit.DecideSuggestion{ID: s.ID, Publish: publish, Answer: values["answer"]}
		if publish && s.Article == 0 {
			e.Article, e.Slug = records.ArticleID(d.env.NewID()), strings.TrimSpace(values["Slug"])
			if e.Slug == "" {
				e.Slug = slugOf(s.Heading)
			}
		}
		return e, nil
	}
}

var feedbackNoun = noun{kind: records.KindFeedback, group: "words", in: "Article",
	columns: []string{"Stars", "Article", "Comment", "Author", "Created"},
	fields: []DataField{fixed(number("Stars")), fixed(record("Article", "article")),
		fixed(area("Comment")), fixed(text("Author")), fixed(record("Person", "person")),
		fixed(createdField)}}

var forumNoun = noun{kind: records.KindForum, group: "words",
	columns: []string{"Name", "About", "Audience", "Hidden"},
	fields:  []DataField{nameField, text("About"), audienceField, flag("Hidden"), fixed(createdField)},
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Forum{ID: records.ForumID(id), Audience: records.Registered,
			Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Forum, want records.Forum) edit.Edit {
		return &edit.SaveForum{Save: edit.Save[records.Forum, *records.Forum]{Was: was,
			Want: want}}
	}),
	deeds: []deed{{key: "topic", fields: []DataField{need(text("Subject")), need(area("text"))},
		do: func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
			return &edit.OpenTopic{ID: records.TopicID(d.env.NewID()),
				Post: records.PostID(d.env.NewID()), Forum: r.(*records.Forum).ID,
				Subject: strings.TrimSpace(values["Subject"]), Text: values["text"]}, nil
		}}}}

var topicNoun = noun{kind: records.KindTopic, group: "words", in: "Forum",
	columns: []string{"Subject", "Forum", "Author", "Posts", "Updated", "Hidden"},
	fields: []DataField{fixed(text("Subject")), fixed(record("Forum", "forum")),
		fixed(text("Author")), fixed(number("Posts")), fixed(flag("Hidden")), fixed(createdField),
		fixed(moment("Updated"))},
	deeds: []deed{
		{key: "reply", fields: []DataField{need(area("text"))},
			do: func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
				return &edit.WritePost{ID: records.PostID(d.env.NewID()),
					Topic: r.(*records.Topic).ID, Text: values["text"]}, nil
			}},
		{key: "hide", can: when(func(t *records.Topic) bool { return !t.Hidden }),
			do: hideTopic(true)},
		{key: "show", can: when(func(t *records.Topic) bool { return t.Hidden }),
			do: hideTopic(false)},
	}}

func hideTopic(hidden bool) doing {
	return func(_ *Desk, r records.Record, _ map[string]string) (edit.Edit, error) {
		return &edit.HideTopic{Topic: r.(*records.Topic).ID, Hidden: hidden}, nil
	}
}

var postNoun = noun{kind: records.KindPost, group: "words", hidden: true, in: "Topic",
	talk: true, columns: []string{"Text", "Author", "Created", "Hidden"},
	fields: []DataField{fixed(area("Text")), fixed(record("Topic", "topic")),
		fixed(text("Author")), fixed(flag("Hidden")), fixed(createdField)},
	deeds: []deed{
		{key: "hide", can: when(func(p *records.Post) bool { return !p.Hidden }),
			do: hidePost(true)},
		{key: "show", can: when(func(p *records.Post) bool { return p.Hidden }),
			do: hidePost(false)},
	}}

func hidePost(hidden bool) doing {
	return func(_ *Desk, r records.Record, _ map[string]string) (edit.Edit, error) {
		return &edit.HidePost{Post: r.(*records.Post).ID, Hidden: hidden}, nil
	}
}

var conversationNoun = noun{kind: records.KindConversation, group: "words",
	columns: []string{"Name", "Account", "Waits", "Updated", "Closed"},
	fields: []DataField{fixed(text("Name")), fixed(record("Account", "account")),
		fixed(record("Person", "person")), fixed(flag("Waits")), fixed(flag("Closed")),
		fixed(createdField), fixed(moment("Updated"))},
	deeds: []deed{
		{key: "answer", fields: []DataField{need(area("text"))},
			do: func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
				return &edit.AnswerChat{ID: records.ChatMessageID(d.env.NewID()),
					Conversation: r.(*records.Conversation).ID, Text: values["text"]}, nil
			}},
		{key: "close", can: when(func(c *records.Conversation) bool { return !c.Closed }),
			do: func(_ *Desk, r records.Record, _ map[string]string) (edit.Edit, error) {
				return &edit.CloseChat{Conversation: r.(*records.Conversation).ID}, nil
			}},
	}}

var chatMessageNoun = noun{kind: records.KindChatMessage, group: "words", hidden: true,
	in: "Conversation", talk: true, columns: []string{"Text", "Author", "Created"},
	fields: []DataField{fixed(area("Text")), fixed(record("Conversation", "conversation")),
		fixed(text("Author")), fixed(createdField)}}

// messageNoun is a welcome or a piece of news on the portal's home page (B21).
var messageNoun = noun{kind: records.KindMessage, group: "words",
	columns: []string{"Heading", "Audiences", "Days.From", "Days.To"},
	fields: []DataField{need(text("Heading")), area("Text"),
		{Key: "Audiences", Input: "records", Of: ofAudience, Required: true}, day("Days.From"),
		day("Days.To"), fixed(createdField)},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Message{ID: records.MessageID(id),
			Audiences: records.List[int64]{records.Everyone}, Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Message, want records.Message) edit.Edit {
		return &edit.SaveMessage{Save: edit.Save[records.Message, *records.Message]{Was: was,
			Want: want}}
	})}
