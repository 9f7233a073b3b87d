package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveForum makes or changes a forum (Z5).
type SaveForum struct {
	Save[records.Forum, *records.Forum]
}

// Apply saves it, and gives its topics the forum's readers.
func (e *SaveForum) Apply(tx Tx, env Env) (Result, error) {
	res, err := e.Save.Apply(tx, env)
	f, ok := get[*records.Forum](tx, e.Want.Key())
	if err != nil || !ok {
		return res, err
	}
	for _, t := range find[*records.Topic](tx, records.KindTopic, "forum", int64(f.ID)) {
		if t.Audience != f.Readers() {
			n := *t
			n.Audience = f.Readers()
			tx.Put(&n)
		}
	}
	return res, nil
}

// OpenTopic begins a topic with its first post (Z5).
type OpenTopic struct {
	ID      records.TopicID
	Post    records.PostID
	Forum   records.ForumID
	Subject string
	Text    string
}

// Validate refuses a topic without a subject or text.
func (e *OpenTopic) Validate() error {
	t := &records.Topic{ID: e.ID, Forum: e.Forum, Subject: e.Subject}
	if err := t.Check(); err != nil {
		return err
	}
	return (&records.Post{ID: e.Post, Topic: e.ID, Text: e.Text}).Check()
}

// Authorize lets staff, and customers who may write in the forum.
func (e *OpenTopic) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	f, ok := get[*records.Forum](tx, forum(e.Forum))
	if !ok {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return inForum(env, f.Record(0))
}

// Apply writes the topic and the post.
func (e *OpenTopic) Apply(tx Tx, env Env) (Result, error) {
	f, ok := get[*records.Forum](tx, forum(e.Forum))
	if !ok {
		return Result{}, gone("The forum")
	}
	res := Result{Subject: e.Subject, About: e.ID.Key()}
	t := &records.Topic{ID: e.ID, Forum: f.ID, Audience: f.Readers(), Person: env.Actor.Person,
		Author: env.Actor.Name, Subject: e.Subject, Posts: 1, Created: env.Now.Unix(),
		Updated: env.Now.Unix()}
	if tx.Row(t.Key()) != nil {
		res.Status = records.Merged
		return res, nil
	}
	tx.Put(t)
	tx.Put(postOf(env, e.Post, e.ID, e.Text))
	return res, nil
}

// WritePost answers in a topic (Z5). Posts only ever add up.
type WritePost struct {
	ID    records.PostID
	Topic records.TopicID
	Text  string
}

// Validate refuses an empty post.
func (e *WritePost) Validate() error {
	return (&records.Post{ID: e.ID, Topic: e.Topic, Text: e.Text}).Check()
}

// Authorize lets staff, and customers who may write in the topic.
func (e *WritePost) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	t, ok := get[*records.Topic](tx, topic(e.Topic))
	if !ok {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return inForum(env, t.Record(0))
}

// Apply writes the post.
func (e *WritePost) Apply(tx Tx, env Env) (Result, error) {
	t, ok := get[*records.Topic](tx, topic(e.Topic))
	if !ok {
		return Result{}, gone("The topic")
	}
	res := Result{Subject: t.Subject, About: t.ID.Key()}
	p := postOf(env, e.ID, t.ID, e.Text)
	if tx.Row(p.Key()) != nil {
		res.Status = records.Merged
		return res, nil
	}
	tx.Put(p)
	n := *t
	n.Posts, n.Updated = t.Posts+1, env.Now.Unix()
	tx.Put(&n)
	return res, nil
}

func postOf(env Env, id records.PostID, of records.TopicID, text string) *records.Post {
	return &records.Post{ID: id, Topic: of, Person: env.Actor.Person, Author: env.Actor.Name,
		Text: text, Created: env.Now.Unix()}
}

// inForum asks whether a customer may write there. What was taken away is as if it were not there.
func inForum(env Env, r *access.Record) error {
	if r.Hidden != 0 {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return may(env, access.ForumPost, r)
}

// HidePost takes a post away from customers, or shows it again.
type HidePost struct {
	Post   records.PostID
	Hidden bool
}

// Validate has nothing to refuse.
func (e *HidePost) Validate() error { return nil }

// Authorize lets access managers and administrators.
func (e *HidePost) Authorize(tx Tx, env Env) error { return staff(tx, env, records.AccessManager) }

// Apply hides or shows it. The topic stands where the posts that are left put it, and tells nobody
// of one that was taken away.
func (e *HidePost) Apply(tx Tx, _ Env) (Result, error) {
	p, ok := get[*records.Post](tx, records.Key{Kind: records.KindPost, ID: int64(e.Post)})
	if !ok {
		return Result{About: e.Post.Key()}, gone("The post")
	}
	res := Result{About: p.Topic.Key(), Status: records.Merged}
	t, ok := get[*records.Topic](tx, topic(p.Topic))
	if ok {
		res.Subject = t.Subject
	}
	if p.Hidden != e.Hidden {
		n := *p
		n.Hidden, res.Status = e.Hidden, records.Applied
		tx.Put(&n)
		if ok {
			tx.Put(counted(tx, t))
		}
	}
	return res, nil
}

// counted is a topic with the posts of it that customers see.
func counted(tx Tx, t *records.Topic) *records.Topic {
	n := *t
	n.Posts, n.Updated = 0, t.Created
	for _, p := range find[*records.Post](tx, records.KindPost, "topic", int64(t.ID)) {
		if !p.Hidden {
			n.Posts, n.Updated = n.Posts+1, max(n.Updated, p.Created)
		}
	}
	return &n
}

// HideTopic takes a topic with all its posts away from customers, or shows it again.
type HideTopic struct {
	Topic  records.TopicID
	Hidden bool
}

// Validate has nothing to refuse.
func (e *HideTopic) Validate() error { return nil }

// Authorize lets access managers and administrators.
func (e *HideTopic) Authorize(tx Tx, env Env) error { return staff(tx, env, records.AccessManager) }

// Apply hides or shows it.
func (e *HideTopic) Apply(tx Tx, _ Env) (Result, error) {
	t, ok := get[*records.Topic](tx, topic(e.Topic))
	if !ok {
		return Result{About: e.Topic.Key()}, gone("The topic")
	}
	res := Result{Subject: t.Subject, About: t.ID.Key(), Status: records.Merged}
	if t.Hidden != e.Hidden {
		n := *t
		n.Hidden, res.Status = e.Hidden, records.Applied
		tx.Put(&n)
	}
	return res, nil
}

func forum(id records.ForumID) records.Key {
	return records.Key{Kind: records.KindForum, ID: int64(id)}
}
func topic(id records.TopicID) records.Key {
	return records.Key{Kind: records.KindTopic, ID: int64(id)}
}
