package store

import (
	"context"

	"gatehouse/backend/records"
)

var forums = &table{
	kind: records.KindForum, name: "forums",
	cols: "id, name, about, audience, hidden, created",
	fields: func(r records.Record) []any {
		f := r.(*records.Forum)
		return []any{&f.ID, &f.Name, &f.About, &f.Audience, &f.Hidden, &f.Created}
	},
	extra:  "exposed",
	derive: func(r records.Record) []any { return []any{bit(!r.(*records.Forum).Hidden)} },
	lists:  listed{nowhere: true},
}

var topics = &table{
	kind: records.KindTopic, name: "topics",
	cols: "id, forum, audience, person, author, subject, hidden, posts, created, updated",
	fields: func(r records.Record) []any {
		t := r.(*records.Topic)
		return []any{&t.ID, &t.Forum, &t.Audience, &t.Person, &t.Author, &t.Subject, &t.Hidden,
			&t.Posts, &t.Created, &t.Updated}
	},
	extra:  "exposed",
	derive: func(r records.Record) []any { return []any{bit(!r.(*records.Topic).Hidden)} },
	finds:  []string{"forum"},
	lists:  listed{search: []string{"subject"}, of: "forum", by: "updated", nowhere: true},
}

var posts = &table{
	kind: records.KindPost, name: "posts",
	cols: "id, topic, person, author, text, hidden, created",
	fields: func(r records.Record) []any {
		p := r.(*records.Post)
		return []any{&p.ID, &p.Topic, &p.Person, &p.Author, &p.Text, &p.Hidden, &p.Created}
	},
	finds: []string{"topic"},
	shown: "hidden = 0",
}

// AllPosts gives the posts of a topic in order, hidden ones included: for staff only.
func (db *DB) AllPosts(ctx context.Context, id records.TopicID) ([]*records.Post, error) {
	return many[*records.Post](ctx, db, records.KindPost,
		posts.query.row+"topic = ? ORDER BY created, id", int64(id))
}
