package portal

import (
	"net/http"
	"slices"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// forumList lists the forums that the viewer reads (Z5).
var forumList = list[*records.Forum]{page: "forums", kind: records.KindForum,
	needs: access.ForumRead, rows: forumRows, also: func(v *visit, view *listView) error {
		view.Lead, view.Whole = v.words.say("about.forums"), true
		return nil
	}}

func (v *visit) forums(string) error { return forumList.show(v) }

func forumRows(v *visit, list []*records.Forum) (rows []row, err error) {
	for _, f := range list {
		one := row{ID: f.ID.String(), Title: f.Name, Href: v.base + "forums/" + f.ID.String()}
		if f.About != "" {
			one.Subs = []string{f.About}
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// forumOf finds the forum of an address, for those who read it.
func (v *visit) forumOf(arg string) (*seen[*records.Forum], error) {
	id, err := records.ParseID[records.Forum](arg)
	if err != nil || id == 0 {
		return nil, missing
	}
	return lookAt[*records.Forum](v, access.ForumRead,
		records.Key{Kind: records.KindForum, ID: int64(id)})
}

// forum lists the topics of a forum.
func (v *visit) forum(arg string) error {
	if d := v.may(access.ForumRead, nil); !d.Allowed() {
		return v.refuse(d)
	}
	f, err := v.forumOf(arg)
	if err != nil {
		return err
	}
	topics := list[*records.Topic]{page: "forums", under: f.It.ID.String(), label: f.It.Name,
		kind: records.KindTopic, needs: access.ForumRead, rows: topicRows,
		also: func(v *visit, view *listView) error {
			view.Lead, view.Back = f.It.About, v.base+"forums"
			view.BackText = v.words.say("forums.back")
			view.Actions = []link{{Label: v.words.say("new-topic.title"),
				Ask: access.ForumPost.String() + ":" + f.It.ID.String()}}
			if f.may(v, access.ForumPost).Allowed() {
				view.Actions[0].Href = v.base + "new-topic/" + f.It.ID.String()
			}
			return nil
		}}
	return topics.show(v)
}

func topicRows(v *visit, list []*records.Topic) (rows []row, err error) {
	for _, t := range list {
		last := v.moment(t.Updated)
		rows = append(rows, row{ID: t.ID.String(), Title: t.Subject, When: &last,
			Href: v.base + "topic/" + t.ID.String(),
			Subs: []string{t.Author, v.words.say("forums.posts", "n", t.Posts)}})
	}
	return rows, nil
}

type topicView struct {
	ID, Subject    string
	Back, BackText string
	Posts          []postView
	First, More    string // addresses, or empty
	Reply          bool
	ReplyAsk       string
	Form           form
	Fields         []field
	Sent           bool
}

type postView struct {
	ID, Author   string
	Office, Mine bool
	Prose        any // template.HTML
	At           moment
}

// topic shows what is said about one subject.
func (v *visit) topic(arg string) error {
	if d := v.may(access.ForumRead, nil); !d.Allowed() {
		return v.refuse(d)
	}
	t, err := look[*records.Topic](v, access.ForumRead, arg)
	if err != nil {
		return err
	}
	return v.showTopic(t, form{})
}

func (v *visit) showTopic(s *seen[*records.Topic], f form) error {
	t := s.It
	posts, err := parts[*records.Post](v, records.KindPost, "topic", int64(t.ID))
	if err != nil {
		return err
	}
	of, err := v.forumOf(t.Forum.String())
	if err != nil {
		return err
	}
	view := topicView{ID: t.ID.String(), Subject: t.Subject, Form: f,
		Back:     v.base + "forums/" + t.Forum.String(),
		BackText: v.words.say("articles.back", "shelf", of.It.Name),
		Reply:    s.may(v, access.ForumPost).Allowed(),
		ReplyAsk: access.ForumPost.String() + ":" + t.ID.String(),
		Sent:     v.r.URL.Query().Get("sent") == "1" && f.isGood()}
	here := v.base + "topic/" + view.ID
	page, before, after := v.pageOf(posts)
	if before {
		view.First = here
	}
	if after {
		view.More = here + "?after=" + page[len(page)-1].ID.String()
	}
	for _, p := range page {
		one := postView{ID: p.ID.String(), Author: p.Author, Office: p.Person == 0,
			Mine: p.Person != 0 && p.Person == v.me(), Prose: remark(p.Text, v.base),
			At: v.moment(p.Created)}
		if one.Mine {
			one.Author = v.words.say("you")
		}
		view.Posts = append(view.Posts, one)
	}
	view.Fields = f.fill([]field{{Name: "text", Label: v.words.say("topic.your-post"),
		Kind: "area", Required: true, Hint: v.words.say("draft.text-hint")}})
	return v.show(f.statusOr(http.StatusOK), "topic", t.Subject, view)
}

// pageOf cuts the posts of a topic to the page that follows the post of ?after=, and the last page
// right after somebody has written there. It tells whether there is something before and after.
func (v *visit) pageOf(posts []*records.Post) (page []*records.Post, before, after bool) {
	from := 0
	last, err := strconv.ParseInt(v.r.URL.Query().Get("after"), 10, 64)
	if i := slices.IndexFunc(posts, func(p *records.Post) bool {
		return int64(p.ID) == last
	}); err == nil && i >= 0 {
		from = i + 1
	}
	if v.r.URL.Query().Get("sent") == "1" {
		from = max(0, len(posts)-pageRows)
	}
	page = posts[from:min(len(posts), from+pageRows)]
	return page, from > 0, from+len(page) < len(posts)
}

// writePost adds the customer's post to a topic.
func (v *visit) writePost(arg string) error {
	if d := v.may(access.ForumRead, nil); !d.Allowed() {
		return v.refuse(d)
	}
	t, err := look[*records.Topic](v, access.ForumRead, arg)
	if err != nil {
		return err
	}
	f := v.read("text")
	f.require("text", v.words.say("ticket.need-text"))
	f.limit("text", largestText, v.words.say("error.long-text"))
	if d := t.may(v, access.ForumPost); !d.Allowed() {
		f.Error, f.status = v.words.say("plain."+access.Plain(d)), http.StatusForbidden
	}
	if f.isGood() {
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.WritePost{
			ID: records.PostID(v.newID("post")), Topic: t.It.ID, Text: f.Values["text"]})
		if err == nil {
			return v.seeOther("topic/" + t.It.ID.String() + "?sent=1#last")
		}
		v.blame(&f, err, "text")
	}
	return v.showTopic(t, f)
}

type newTopicView struct {
	Forum, ID      string
	Back, BackText string
	Form           form
	Fields         []field
	Ask            string
}

// writable finds the forum of an address, for those who write there.
func (v *visit) writable(arg string) (*records.Forum, error) {
	f, err := v.forumOf(arg)
	if err != nil {
		return nil, err
	}
	if !f.may(v, access.ForumPost).Allowed() {
		return nil, missing
	}
	return f.It, nil
}

// newTopicPage shows the form of a new topic.
func (v *visit) newTopicPage(arg string) error {
	if d := v.may(access.ForumPost, nil); !d.Allowed() {
		return v.refuse(d)
	}
	to, err := v.writable(arg)
	if err != nil {
		return err
	}
	return v.showNewTopic(to, form{})
}

func (v *visit) showNewTopic(to *records.Forum, f form) error {
	view := newTopicView{Forum: to.Name, ID: to.ID.String(), Form: f,
		Back:     v.base + "forums/" + to.ID.String(),
		BackText: v.words.say("articles.back", "shelf", to.Name),
		Ask:      access.ForumPost.String() + ":" + to.ID.String()}
	view.Fields = f.fill([]field{
		{Name: "subject", Label: v.words.say("new-ticket.subject"), Kind: "text", Required: true,
			Max: largestSubject, Hint: v.words.say("new-ticket.subject-hint")},
		{Name: "text", Label: v.words.say("topic.your-post"), Kind: "area", Required: true,
			Hint: v.words.say("draft.text-hint")}})
	return v.show(f.statusOr(http.StatusOK), "new-topic", v.words.say("new-topic.title"), view)
}

// newTopic begins a topic with its first post.
func (v *visit) newTopic(arg string) error {
	if d := v.may(access.ForumPost, nil); !d.Allowed() {
		return v.refuse(d)
	}
	to, err := v.writable(arg)
	if err != nil {
		return err
	}
	f := v.read("subject", "text")
	f.require("subject", v.words.say("new-ticket.need-subject"))
	f.require("text", v.words.say("ticket.need-text"))
	f.limit("subject", largestSubject, v.words.say("error.long-subject"))
	f.limit("text", largestText, v.words.say("error.long-text"))
	if f.isGood() {
		e := &edit.OpenTopic{ID: records.TopicID(v.newID("topic")), Forum: to.ID,
			Post: records.PostID(v.newID("post")), Subject: f.Values["subject"],
			Text: f.Values["text"]}
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, e)
		if err == nil {
			return v.seeOther("topic/" + e.ID.String())
		}
		v.blame(&f, err, "subject", "text")
	}
	return v.showNewTopic(to, f)
}
