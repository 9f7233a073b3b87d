package store_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

func putAll(t *testing.T, o *storetest.Office, list ...records.Record) {
	t.Helper()
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		for _, r := range list {
			tx.Put(r)
		}
		return nil
	})
	must(t, err)
}

var everything = access.Where{SQL: "1 = 1",
	Arms: []access.Arm{{Relation: access.All, SQL: "1 = 1"}}}

// TestArticlesComeInPages by date and by title, each once, also where many have the same one.
func TestArticlesComeInPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		for i := range 60 {
			putAll(t, o, &records.Article{ID: records.ArticleID(1000 + i), Shelf: records.BlogShelf,
				Slug: fmt.Sprint("s", i), Title: fmt.Sprintf("Über %d", i%4), Published: true,
				Updated: int64(100 + i/7), Audience: records.Everyone,
				Categories: records.List[records.CategoryID]{records.CategoryID(1 + i%2)}})
		}
		for _, byDate := range []bool{true, false} {
			q := records.ArticleQuery{Shelf: records.BlogShelf, ByDate: byDate, Limit: 7}
			var all []*records.Article
			for {
				page, err := o.Server.Articles(ctx, everything, q)
				must(t, err)
				if all = append(all, page...); len(page) < q.Limit {
					break
				}
				last := page[len(page)-1]
				q.After = records.ArticlePlace{ID: last.ID, Updated: last.Updated,
					Folded: records.Fold(last.Title)}
			}
			inOrder := slices.IsSortedFunc(all, func(a, b *records.Article) int {
				switch {
				case byDate && a.Updated != b.Updated:
					return int(b.Updated - a.Updated)
				case byDate:
					return int(b.ID - a.ID)
				case a.Title != b.Title && a.Title < b.Title:
					return -1
				case a.Title != b.Title:
					return 1
				}
				return int(a.ID - b.ID)
			})
			if len(all) != 60 || !inOrder {
				t.Errorf("by date %v: %d articles, in order %v", byDate, len(all), inOrder)
			}
		}
		q := records.ArticleQuery{Shelf: records.BlogShelf, Category: 2, Limit: 100}
		putAll(t, o, &records.Article{ID: 1001, Shelf: records.BlogShelf, Slug: "s1", Title: "T"})
		list, err := o.Server.Articles(ctx, everything, q)
		if err != nil || len(list) != 29 {
			t.Errorf("in one category: %d %v", len(list), err)
		}
	})
}

// TestMessagesOfADay: those whose days hold it and whose audience the reader belongs to.
func TestMessagesOfADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		add := func(id records.MessageID, days access.Window, to ...int64) {
			putAll(t, o, &records.Message{ID: id, Heading: "M", Days: days, Audiences: to,
				Created: int64(id)})
		}
		add(1, access.Window{}, records.Everyone, 5)
		add(2, access.Window{From: 100, To: 100}, 5)
		add(3, access.Window{To: 99}, 5)
		add(4, access.Window{From: 101}, 5)
		add(5, access.Window{From: 90, To: 110}, 6)
		add(6, access.Window{}, records.ProfileAudience(access.ManagerProfile))
		s := &access.Subject{HasEmail: true, Active: true, PortalUser: true, RoleGroup: true,
			HasAccount: true, AccountActive: true, AccountPortal: true}
		s.Keys = access.KeysOf(access.Sets{
			access.Shared: {-access.ManagerProfile, records.Everyone, 5}})
		where := access.Filter(s, access.MessageRead, records.MessageColumns, access.Moment{Day: 100})
		page, err := o.Server.Page(ctx, records.KindMessage, where, records.Query{Day: 100, Limit: 9})
		must(t, err)
		var ids []int64
		for _, m := range page {
			ids = append(ids, m.Key().ID)
			read := m.(*records.Message)
			if d := access.Check(s, access.MessageRead, read.Record(0), access.Moment{Day: 100}); !d.
				Allowed() {
				t.Errorf("%d is not for the reader", read.ID)
			}
		}
		if !slices.Equal(ids, []int64{6, 2, 1}) {
			t.Errorf("%v", ids)
		}
		o.At(storetest.Anna, &edit.Discard{Record: records.Key{Kind: records.KindMessage, ID: 2}})
		add(1, access.Window{}, 6) // aimed anew
		page, err = o.Server.Page(ctx, records.KindMessage, where, records.Query{Day: 100, Limit: 9})
		if err != nil || len(page) != 1 {
			t.Errorf("%v %v", page, err)
		}
	})
}

// TestWhoReadsWhatIsForAProfile: the index finds the holders of a profile, those without access for
// Minimum, and everybody for the registered (B6).
func TestWhoReadsWhatIsForAProfile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		o.At(storetest.Anna, add(1, storetest.MiaUser, storetest.Manager))
		for audience, want := range map[int64][]int64{
			records.ProfileAudience(access.ManagerProfile): {int64(storetest.MiaUser)},
			records.ProfileAudience(access.MinimumProfile): {int64(storetest.TomUser),
				int64(storetest.ZoeUser)},
			records.Registered: {int64(storetest.MiaUser), int64(storetest.TomUser),
				int64(storetest.ZoeUser)},
			int64(storetest.Labs): {int64(storetest.ZoeUser)},
		} {
			m := &records.Message{ID: 1, Audiences: records.List[int64]{audience}}
			index := o.Server.Index(ctx)
			var got []int64
			for who := range access.Who(index, access.MessageRead, m.Record(0), access.Moment{
				Unix: o.Now.Unix(), Day: 20_000}) {
				got = append(got, who.User)
			}
			must(t, index.Err())
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("audience %d: %v, want %v", audience, got, want)
			}
		}
	})
}

// TestTouchedConversations: those that a commit wrote, and no others.
func TestTouchedConversations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		talk := func(p records.PersonID) *records.Conversation {
			return &records.Conversation{ID: records.ConversationOf(p, storetest.Acme), Person: p,
				Account: storetest.Acme}
		}
		putAll(t, o, talk(1), talk(2))
		list, at, err := o.Server.Touched(ctx, 0)
		if err != nil || len(list) != 2 || at == 0 {
			t.Fatalf("%v %d %v", list, at, err)
		}
		o.At(storetest.Anna, &edit.AnswerChat{ID: 5, Conversation: talk(2).ID, Text: "T"})
		list, now, err := o.Server.Touched(ctx, at)
		if err != nil || len(list) != 1 || list[0] != talk(2).ID || now <= at {
			t.Errorf("%v %d %v", list, now, err)
		}
	})
}

// TestTopicsAreListedByTheirLastPost that customers see, page by page (Z5).
func TestTopicsAreListedByTheirLastPost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		putAll(t, o, &records.Forum{ID: 1, Name: "Ideas", Audience: records.Registered})
		write := func(e edit.Edit) {
			t.Helper()
			o.Now = o.Now.Add(time.Minute)
			o.At(storetest.Anna, e)
		}
		for id := range records.TopicID(5) {
			write(&edit.OpenTopic{ID: id + 1, Post: records.PostID(id + 1), Forum: 1, Subject: "S",
				Text: "T"})
		}
		listed := func() (ids string) {
			t.Helper()
			s := reader(access.Own, 1)
			s.Matrix[access.ForumRead] = access.Own
			s.Keys = access.KeysOf(access.Sets{access.Shared: {records.Registered}})
			q := records.Query{Of: 1, Limit: 2}
			for {
				page, err := o.Server.Page(ctx, records.KindTopic, access.Filter(s, access.ForumRead,
					records.TopicColumns, access.Moment{}), q)
				must(t, err)
				for _, r := range page {
					ids += strconv.FormatInt(r.Key().ID, 10)
					q.Before = records.PlaceOf(r.(records.Guarded))
				}
				if len(page) < q.Limit {
					return ids
				}
			}
		}
		wants := func(what, want string) {
			t.Helper()
			if got := listed(); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		wants("as they began", "54321")
		write(&edit.WritePost{ID: 12, Topic: 2, Text: "Again"})
		write(&edit.WritePost{ID: 14, Topic: 4, Text: "Again"})
		wants("with posts", "42531")
		write(&edit.HidePost{Post: 14, Hidden: true})
		wants("with a post that is hidden", "25431")
		r, _, err := o.Server.One(ctx, records.TopicID(4).Key())
		must(t, err)
		if n := r.(*records.Topic).Posts; n != 1 {
			t.Errorf("it tells of %d posts", n)
		}
		write(&edit.HidePost{Post: 14})
		wants("shown again", "42531")
	})
}
