package portaltest

import (
	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// words gives the cast what is written and said: categories, suggestions, forums, chats, messages.
// Nobody ever reads what contains SECRET.
func (w *World) words() {
	w.Settings.OldTickets = "/support/tickets.php"
	w.Accounts[acme].Manager, w.Accounts[other].Manager = 61, 62
	w.More = append(w.More,
		&records.Staff{ID: 61, Name: "Rosa Reed", Email: "rosa@northwind.example",
			Role: records.AccessManager, Active: true},
		&records.Staff{ID: 62, Name: "SECRET Gus", Role: records.Administrator},
		&records.Category{ID: 701, Name: "Printing"}, &records.Category{ID: 702, Name: "Hardware"},
		&records.Category{ID: 703, Name: "SECRET plans"})
	w.Library[1].Categories = records.List[records.CategoryID]{703}
	printers, vpn := w.Library[4], w.Library[5]
	printers.Categories = records.List[records.CategoryID]{701, 702}
	printers.Related = records.List[records.ArticleID]{vpn.ID, w.Library[1].ID, w.Library[0].ID}
	vpn.Categories = records.List[records.CategoryID]{702}
	w.Library = append(w.Library, &records.Article{ID: 990, Shelf: records.BlogShelf,
		Slug: "for-customers", Title: "For customers only", Text: "You have signed in.",
		Audience: records.Registered, Published: true, Updated: Noon.Unix() - 86400})
	w.suggested()
	w.forums()
	w.chats()
	w.messages()
}

func (w *World) suggested() {
	add := func(id records.SuggestionID, who, heading string, state records.SuggestionState) {
		s := &records.Suggestion{ID: id, Account: w.Cast[who].At, Person: w.Cast[who].Person.ID,
			Author: w.Cast[who].Person.Name(), Heading: heading, Text: attack + "\n\n## Steps\n\n1. One",
			State: state, Created: Noon.Unix() - 86400*int64(id-700)}
		if state != records.Suggested {
			s.Decided, s.Answer = Noon.Unix()-3600, "We have changed the title."
		}
		w.More = append(w.More, s)
	}
	add(711, "cleo", "How we hand over a laptop", records.Suggested)
	add(712, "cleo", "The alarm code", records.Rejected)
	add(713, "fay", "SECRET of the other company", records.Suggested)
	w.More = append(w.More, &records.Feedback{ID: 719, Article: 904, Version: 1, Stars: 1,
		Comment: "SECRET: too short", Created: Noon.Unix()})
}

func (w *World) forums() {
	at := Noon.Unix() - 20*86400
	forum := func(id records.ForumID, name string, audience int64, hidden bool) {
		w.More = append(w.More, &records.Forum{ID: id, Name: name, About: "About " + name + ".",
			Audience: audience, Hidden: hidden, Created: at + int64(id)})
	}
	forum(721, "Ideas", records.Registered, false)
	forum(722, "Acme among themselves", int64(acme), false)
	forum(723, "SECRET forum", records.Everyone, true)
	topic := func(t records.Topic) {
		t.Author, t.Person = "Ada Abbott", w.Cast["ada"].Person.ID
		t.Created, t.Updated, t.Posts = at+int64(t.ID), at+int64(t.ID)+60, 2
		w.More = append(w.More, &t)
	}
	topic(records.Topic{ID: 731, Forum: 721, Audience: records.Registered,
		Subject: "How do you label <b>boxes</b>?"})
	topic(records.Topic{ID: 732, Forum: 722, Audience: int64(acme), Subject: "Lunch on Friday"})
	topic(records.Topic{ID: 733, Forum: 721, Audience: records.Registered, Hidden: true,
		Subject: "SECRET topic"})
	topic(records.Topic{ID: 734, Forum: 723, Subject: "SECRET topic of a hidden forum"})
	post := func(id records.PostID, of records.TopicID, by records.PersonID,
		text string) *records.Post {
		p := &records.Post{ID: id, Topic: of, Person: by, Author: "Ada Abbott", Text: text,
			Created: at + int64(id)}
		w.More = append(w.More, p)
		return p
	}
	post(741, 731, w.Cast["ada"].Person.ID, "# Big\n\nWith a **pen**?\n\n"+attack)
	post(742, 731, 0, "With the label printer.").Author = "Rosa Reed"
	post(743, 731, w.Cast["bob"].Person.ID, "SECRET: rude").Hidden = true
	post(744, 732, w.Cast["bob"].Person.ID, "At noon?").Author = "Bob Bell"
}

func (w *World) chats() {
	at := Noon.Unix() - 7200
	chat := func(who string) *records.Conversation {
		c := w.Cast[who]
		talk := &records.Conversation{ID: records.ConversationOf(c.Person.ID, c.At), Account: c.At,
			Person: c.Person.ID, Name: c.Person.Name(), Created: at, Updated: at}
		w.More = append(w.More, talk)
		return talk
	}
	say := func(id records.ChatMessageID, in *records.Conversation, by records.StaffID, text string) {
		m := &records.ChatMessage{ID: id, Conversation: in.ID, Account: in.Account,
			Customer: in.Person, Staff: by, Author: in.Name, Text: text, Created: at + int64(id)}
		if by != 0 {
			m.Author = "Rosa Reed"
		}
		w.More = append(w.More, m)
	}
	ada := chat("ada")
	say(761, ada, 0, "Good morning!\nIs <b>anybody</b> there?")
	say(762, ada, 61, "Good morning, Ada. What can we do?")
	say(763, ada, 0, "The printer again.")
	say(764, chat("kim"), 0, "SECRET: what Kim said before her support ended")
}

func (w *World) messages() {
	today := access.DayOf(Noon.Date())
	add := func(id records.MessageID, heading string, days access.Window, to ...int64) {
		w.More = append(w.More, &records.Message{ID: id, Heading: heading, Days: days,
			Text: "## More\n\nRead the [help](/help-guide).", Audiences: to,
			Created: Noon.Unix() - int64(id)})
	}
	add(751, "To all", access.Window{}, records.Everyone)
	add(752, "To Acme", access.Window{From: today, To: today}, int64(acme))
	add(753, "To Advanced and Other", access.Window{From: today - 5},
		records.ProfileAudience(access.AdvancedProfile), int64(other))
	add(754, "SECRET of yesterday", access.Window{To: today - 1}, records.Everyone)
	add(755, "SECRET of tomorrow", access.Window{From: today + 1}, records.Everyone)
	add(756, "To those without access", access.Window{},
		records.ProfileAudience(access.MinimumProfile))
	add(757, "To guests", access.Window{}, records.ProfileAudience(access.GuestProfile))
	add(758, "To customers", access.Window{}, records.Registered)
}
