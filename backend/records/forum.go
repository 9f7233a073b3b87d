package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Forum is where customers talk with each other about a subject (Z5).
type Forum struct {
	ID       ForumID
	Name     string
	About    string // a sentence
	Audience int64  // who reads it
	Hidden   bool   // staff closed it
	Created  int64
}

// Key names the forum.
func (f *Forum) Key() Key { return Key{KindForum, int64(f.ID)} }

// Index gives nothing: forums are found by their id.
func (f *Forum) Index(string) any { return nil }

// Check refuses a forum without a name or for nobody.
func (f *Forum) Check() error {
	switch {
	case f.ID <= 0 || strings.TrimSpace(f.Name) == "" || len(f.Name) > 200:
		return problem.New(problem.Invalid, "A forum needs a name of 1 to 200 letters.").On("name")
	case len(f.About) > 1000:
		return problem.New(problem.Invalid, "This is too long. Use 1000 letters or less.").On("about")
	case f.Audience <= 0:
		return problem.New(problem.Invalid, "Choose who the forum is for.").On("audience")
	}
	return nil
}

// Readers is the audience of the forum's topics: nobody while it is hidden.
func (f *Forum) Readers() int64 {
	if f.Hidden {
		return 0
	}
	return f.Audience
}

// Title is the name.
func (f *Forum) Title() string { return f.Name }

// At gives nothing: forums are the office's own.
func (f *Forum) At() AccountID { return 0 }

// Record gives what a decision needs to know of the forum.
func (f *Forum) Record(access.ComponentSet) *access.Record {
	return published(f.Audience, f.Hidden, f.Created)
}

// ForumColumns is Forum.Record for SQL: table forums as t.
var ForumColumns = publishedColumns

// published is what a decision needs to know of something for one audience.
func published(audience int64, hidden bool, created int64) *access.Record {
	r := &access.Record{Created: created,
		Keys: access.KeysOf(access.Sets{access.Shared: {audience}})}
	if hidden {
		r.Hidden = access.NotShown
	}
	return r
}

var publishedColumns = access.Columns{
	Exposed: "t.exposed",
	Created: "t.created",
	Keys:    [access.All][]string{access.Shared: {"t.audience $"}},
}

// Topic is one subject of talk in a forum. Its audience is the forum's.
type Topic struct {
	ID       TopicID
	Forum    ForumID
	Audience int64
	Person   PersonID // the customer who began it, 0 = staff
	Author   string   // the name at the time
	Subject  string
	Hidden   bool  // staff took it away
	Posts    int64 // that customers see
	Created  int64
	Updated  int64 // when the last of them was written
}

// Key names the topic.
func (t *Topic) Key() Key { return Key{KindTopic, int64(t.ID)} }

// Index gives the forum.
func (t *Topic) Index(column string) any {
	if column == "forum" {
		return int64(t.Forum)
	}
	return nil
}

// Check refuses a topic without a subject.
func (t *Topic) Check() error {
	switch {
	case t.ID <= 0 || t.Forum <= 0:
		return problem.New(problem.Invalid, "A topic belongs to a forum.")
	case strings.TrimSpace(t.Subject) == "":
		return problem.New(problem.Invalid, "Say in a few words what it is about.").On("subject")
	case len(t.Subject) > 300:
		return problem.New(problem.Invalid, "The subject is too long. Use 300 letters or less.").
			On("subject")
	}
	return nil
}

// Title is the subject.
func (t *Topic) Title() string { return t.Subject }

// At gives nothing: forums are the office's own.
func (t *Topic) At() AccountID { return 0 }

// Record gives what a decision needs to know of the topic.
func (t *Topic) Record(access.ComponentSet) *access.Record {
	return published(t.Audience, t.Hidden, t.Created)
}

// TopicColumns is Topic.Record for SQL: table topics as t.
var TopicColumns = publishedColumns

// Post is one contribution to a topic. Text is Markdown.
type Post struct {
	ID      PostID
	Topic   TopicID
	Person  PersonID // the customer who wrote it, 0 = staff
	Author  string   // the name at the time
	Text    string
	Hidden  bool // staff took it away: it never appears
	Created int64
}

// Key names the post.
func (p *Post) Key() Key { return Key{KindPost, int64(p.ID)} }

// Index gives the topic.
func (p *Post) Index(column string) any {
	if column == "topic" {
		return int64(p.Topic)
	}
	return nil
}

// Check refuses an empty post.
func (p *Post) Check() error {
	if p.ID <= 0 || p.Topic <= 0 || strings.TrimSpace(p.Text) == "" {
		return problem.New(problem.Invalid, "Write something before you send it.").On("text")
	}
	if len(p.Text) > 100_000 {
		return problem.New(problem.Invalid, "The text is too long. Use 100,000 letters or less.").
			On("text")
	}
	return nil
}
