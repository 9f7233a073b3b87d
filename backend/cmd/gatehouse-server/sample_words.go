package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

var sampleArticles = []records.Article{
	{ID: 6101, Shelf: records.BaseShelf, Slug: "label-printer", Title: "The label printer prints " +
		"one page and stops", Audience: records.Everyone, Categories: about(6001, 6002),
		Related: records.List[records.ArticleID]{6102, 6103, 6105}, Text: `Most label printers
stop because the driver waits for a signal that the cable does not carry.

# What to try first

1. Switch the printer off, wait ten seconds, and switch it on.
2. Print a page from the printer's own menu. If that stops as well, the roll is in the wrong way.
3. Open **Printers** on the computer and remove every document that waits.

# Installing the driver anew

1. Unplug the cable.
2. Remove the printer from the list.
3. Plug the cable in again and choose **Add**.

# If it still stops

Open a ticket and attach the test page. Say which roll you use.

| Light | What it means |
|---|---|
| green | ready |
| orange | the roll ends soon |
| red | open the lid and close it again |
`},
	{ID: 6102, Shelf: records.BaseShelf, Slug: "scanner-and-wlan", Title: "Scanners lose the " +
		"network in the cold store", Audience: records.Everyone, Categories: about(6001, 6003),
		Text: "Cold walls hold back the signal. Place one access point for each aisle, never higher " +
			"than three metres.\n\n## Checking the signal\n\nWalk the aisle with the scanner and " +
			"watch the bars. Two are enough."},
	{ID: 6103, Shelf: records.BaseShelf, Slug: "before-you-call", Title: "Before you open a ticket",
		Audience: records.Registered, Categories: about(6004),
		Text: "Three things help us to answer at once: what you did, what you expected, and what " +
			"happened instead."},
	{ID: 6104, Shelf: records.BaseShelf, Slug: "bluewater-vpn", Title: "Bluewater: working from home",
		Audience: 1001, Categories: about(6003), Text: "This article is for Bluewater only.\n\n" +
			"## Steps\n\n1. Start the tunnel.\n2. Sign in with your token.\n3. Open the dispatch " +
			"list."},
	{ID: 6105, Shelf: records.BaseShelf, Slug: "fjord-cameras",
		Title: "Fjord & Sons: cameras on the quay", Audience: 1003, Categories: about(6001),
		Text: "Which camera looks where, and how to clean them."},
	{ID: 6106, Shelf: records.BaseShelf, Slug: "on-call-list", Title: "On-call list (internal)",
		Audience: records.Everyone, Text: "For the office only."},
	{ID: 6107, Shelf: records.BlogShelf, Slug: "customers-day", Title: "Customers' day in Hamburg",
		Audience: records.Registered, Published: true, Text: "We meet on the quay, at ten. Bring " +
			"your questions; there is coffee, and a tour of the new cold store."},
}

func about(ids ...records.CategoryID) records.List[records.CategoryID] { return ids }

// sampleWords is what the office has written: articles, forums, messages.
func sampleWords() (list []edit.Edit) {
	list = append(list, &edit.AddStaff{Staff: records.Staff{ID: 2, Name: "Mara Lindqvist",
		Email: "mara.lindqvist@harbour-lane.example", Role: records.AccessManager, Active: true}})
	for i, name := range []string{"Hardware", "Printing", "Network", "Working together"} {
		list = append(list, &edit.SaveCategory{Save: edit.Save[records.Category, *records.Category]{
			Want: records.Category{ID: records.CategoryID(6001 + i), Name: name}}})
	}
	for _, a := range sampleArticles {
		a.Published = a.ID != 6106
		list = append(list, &edit.WriteArticle{Want: a})
	}
	forum := func(f records.Forum) {
		f.Created = 1_700_000_000 - int64(f.ID)
		list = append(list, &edit.SaveForum{
			Save: edit.Save[records.Forum, *records.Forum]{Want: f}})
	}
	forum(records.Forum{ID: 6201, Name: "Everyday work", Audience: records.Registered,
		About: "Tips and questions from one customer to another."})
	forum(records.Forum{ID: 6202, Name: "Ideas for the portal", Audience: records.Registered,
		About: "What should we build next?"})
	forum(records.Forum{ID: 6203, Name: "Bluewater among themselves", Audience: 1001,
		About: "Only Bluewater Shipping reads this."})
	forum(records.Forum{ID: 6204, Name: "Old forum", Audience: records.Registered, Hidden: true})
	message := func(id records.MessageID, heading, text string, to ...int64) {
		list = append(list, &edit.SaveMessage{
			Save: edit.Save[records.Message, *records.Message]{Want: records.Message{ID: id,
				Heading: heading, Text: text, Audiences: to, Created: time.Now().Unix() - int64(id)*60}}})
	}
	message(6301, "Welcome on board", "This portal is new. The [Help Guide](/help-guide) shows "+
		"what it can do.", records.Everyone)
	message(6302, "Maintenance on Saturday", "Bluewater's line is off from **6 to 8** in the "+
		"morning.", 1001)
	message(6303, "For our Managers", "You can now draft articles for your company: see "+
		"[Writing articles with us](/help-guide/writing-articles).",
		records.ProfileAudience(access.ManagerProfile))
	message(6304, "More is possible", "Your company's access has not been set up yet. Write to us "+
		"in [Live Chat](/live-chat).", records.ProfileAudience(access.MinimumProfile))
	return list
}

// sampleTalk is what customers have said, each by themselves, and what the office answered.
func sampleTalk(ctx context.Context, db *store.DB, now time.Time) error {
	t := &talk{ctx: ctx, db: db, at: now.Add(-50 * time.Hour)}
	ingrid, jonas, leonie, sigrid := records.UserID(3001), records.UserID(3002),
		records.UserID(3003), records.UserID(3004)
	t.by(jonas, &edit.GiveFeedback{ID: 6801, Article: 6101, Stars: 4,
		Comment: "The second step helped."},
		&edit.OpenTopic{ID: 6401, Post: 6501, Forum: 6201, Subject: "How do you mark pallets that " +
			"leave on the same day?", Text: "We use **red tape**, and run out of it every week."},
		&edit.OpenTopic{ID: 6402, Post: 6502, Forum: 6203, Subject: "Who has the key of hall 3?",
			Text: "It is not in the box."})
	t.by(leonie, &edit.GiveFeedback{ID: 6802, Article: 6101, Stars: 2,
		Comment: "Pictures would be nice."},
		&edit.WritePost{ID: 6503, Topic: 6401, Text: "A second colour:\n\n- red: today\n- blue: " +
			"tomorrow\n\nAnd a list at the gate."},
		&edit.OpenTopic{ID: 6403, Post: 6504, Forum: 6202, Subject: "A calendar for deliveries",
			Text: "It would show what arrives when."})
	t.by(ingrid, &edit.SuggestArticle{ID: 6601, Heading: "How we hand over a scanner",
		Text: "# Steps\n\n1. Charge it.\n2. Sign it out on the list.\n3. Show how to sign in."},
		&edit.SuggestArticle{ID: 6602, Heading: "The alarm code", Text: "It is on the door."},
		&edit.WritePost{ID: 6505, Topic: 6402, Text: "I have it. Come to my desk."},
		&edit.SayInChat{ID: 6701, Text: "Good morning! Is the new driver on our server already?"})
	t.office(&edit.AnswerChat{ID: 6702, Conversation: records.ConversationOf(2001, 1001),
		Text: "Good morning, Ingrid. Yes, since seven. Please print one label to check."},
		&edit.WritePost{ID: 6506, Topic: 6403, Text: "We like this. It is on our list for spring."},
		&edit.DecideSuggestion{ID: 6602, Answer: "Thank you. A code should not stand in an article, " +
			"so we have not published it."})
	t.by(ingrid, &edit.SayInChat{ID: 6703, Text: "It prints. Thank you!\nCould you also look at " +
		"the scanner of Leonie?"})
	t.by(sigrid, &edit.SayInChat{ID: 6704, Text: "Hello, what can we use the portal for?"})
	return t.err
}

// talk carries out what people say, an hour after each other. The first error sticks.
type talk struct {
	ctx context.Context
	db  *store.DB
	at  time.Time
	err error
}

func (t *talk) by(id records.UserID, list ...edit.Edit) {
	if t.err != nil {
		return
	}
	c, err := t.db.Cast(t.ctx, id)
	if err != nil {
		t.err = fmt.Errorf("sample: %w", err)
		return
	}
	v := portal.Viewer{Subject: c.Subject(), Person: c.Person, User: c.User, Account: c.Account}
	for _, e := range list {
		t.at = t.at.Add(time.Hour)
		w := hosting.Writer{Office: t.db, Now: func() time.Time { return t.at },
			NewID: uuid.NewString}
		if err := w.Do(t.ctx, v, e); err != nil {
			t.err = fmt.Errorf("sample %T: %w", e, err)
			return
		}
	}
}

func (t *talk) office(list ...edit.Edit) {
	if t.err != nil {
		return
	}
	mara, err := t.db.Staff(t.ctx, 2)
	if err != nil {
		t.err = err
		return
	}
	for _, e := range list {
		t.at = t.at.Add(time.Hour)
		t.err = carryOut(t.ctx, t.db, edit.Env{Actor: edit.Actor{Name: mara.Name, Staff: mara},
			Machine: "Sample office", Now: t.at, Zone: time.UTC, Side: edit.Server}, e)
		if t.err != nil {
			return
		}
	}
}
