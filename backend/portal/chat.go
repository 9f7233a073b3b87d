package portal

import (
	"net/http"
	"slices"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

type chatView struct {
	Told    []string // outside of the office's hours: from when on it answers
	Request string   // then: where a request is submitted instead, or empty
	Said    []noteView
	Older   string // an address, or empty
	Newest  string
	Here    string // its own address, to look again
	Stream  string // where the server tells of news
	Waits   bool   // the office has not answered yet
	Form    form
	Fields  []field
	Ask     string
}

// chat shows what the customer and the office say to each other (O11).
func (v *visit) chat(string) error {
	if d := v.may(access.ChatUse, nil); !d.Allowed() {
		return v.refuse(d)
	}
	return v.showChat(form{})
}

func (v *visit) showChat(f form) error {
	view := chatView{Here: v.base + "live-chat", Stream: v.base + "live-chat/events", Form: f,
		Ask: access.ChatUse.String()}
	var err error
	if view.Told, err = v.told(v.now, nil); err != nil {
		return err
	}
	if len(view.Told) > 0 && v.may(access.TicketCreate, nil).Allowed() {
		view.Request = v.base + "new-ticket"
	}
	list, older, err := v.said()
	if err != nil {
		return err
	}
	if older && len(list) > 0 {
		first := list[0]
		view.Older = view.Here + "?before=" + strconv.FormatInt(first.Created, 10) + "." +
			first.ID.String()
	}
	if v.r.URL.Query().Get("before") != "" {
		view.Newest = view.Here
	}
	for _, m := range list {
		one := noteView{Author: m.Author, Text: m.Text, Office: m.Staff != 0, Mine: m.Staff == 0,
			At: v.moment(m.Created)}
		if one.Mine {
			one.Author = v.words.say("you")
		}
		view.Said = append(view.Said, one)
		view.Waits = one.Mine
	}
	view.Fields = f.fill([]field{{Name: "text", Label: v.words.say("chat.text"), Kind: "area",
		Required: true}})
	return v.show(f.statusOr(http.StatusOK), "live-chat", v.words.say("component.live-chat"), view)
}

// said gives a page of the viewer's conversation, oldest first, and whether there is more before.
func (v *visit) said() (list []*records.ChatMessage, older bool, err error) {
	if v.Person == nil || v.Account == nil {
		return nil, false, nil
	}
	q := records.Query{Limit: pageRows + 1, Before: placeIn(v.r.URL.Query().Get("before")),
		Of: int64(records.ConversationOf(v.Person.ID, v.Account.ID))}
	where := v.rows(access.ChatUse, records.ColumnsOf(records.KindChatMessage))
	page, err := v.source.Page(v.r.Context(), records.KindChatMessage, where, q)
	list = typed[*records.ChatMessage](page)
	if older = len(list) == q.Limit; older {
		list = list[:pageRows]
	}
	slices.Reverse(list)
	return list, older, err
}

// sayInChat sends a message to the office.
func (v *visit) sayInChat(string) error {
	if d := v.may(access.ChatUse, nil); !d.Allowed() {
		return v.refuse(d)
	}
	f := v.read("text")
	f.require("text", v.words.say("ticket.need-text"))
	f.limit("text", records.LargestChat, v.words.say("chat.long"))
	if f.isGood() {
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.SayInChat{
			ID: records.ChatMessageID(v.newID("chat")), Text: f.Values["text"]})
		if err == nil {
			return v.seeOther("live-chat#last")
		}
		v.blame(&f, err, "text")
	}
	return v.showChat(f)
}
