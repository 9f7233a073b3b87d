package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Conversation is all that a person at an account and the office say to each other in Live Chat
// (O11). There is one of each.
type Conversation struct {
	ID      ConversationID // ConversationOf
	Account AccountID
	Person  PersonID
	Name    string // the person's, at the time
	Closed  bool   // the office is done with it; what the customer says next opens it
	Waits   bool   // the customer said something last
	Created int64
	Updated int64 // when the last message was written
}

// ConversationOf names the conversation of a person at an account.
func ConversationOf(p PersonID, a AccountID) ConversationID {
	return ConversationID(KeyOf("conversation", p.String(), a.String()))
}

// Key names the conversation.
func (c *Conversation) Key() Key { return Key{KindConversation, int64(c.ID)} }

// Index gives the person.
func (c *Conversation) Index(column string) any {
	if column == "person" {
		return int64(c.Person)
	}
	return nil
}

// Check refuses a conversation with nobody.
func (c *Conversation) Check() error {
	if c.Account <= 0 || c.Person <= 0 || c.ID != ConversationOf(c.Person, c.Account) {
		return problem.New(problem.Invalid, "A conversation is with a person at an account.")
	}
	return nil
}

// Title is the person's name.
func (c *Conversation) Title() string { return c.Name }

// At gives the account.
func (c *Conversation) At() AccountID { return c.Account }

// Record gives what a decision needs to know of the conversation: it is the person's alone.
func (c *Conversation) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: c.Created,
		Keys: access.KeysOf(access.Sets{access.Own: keys(c.Person)})}
}

// ChatMessage is one thing said in a conversation. Each is later than the one before it by a second
// at least, so that their times tell their order.
type ChatMessage struct {
	ID           ChatMessageID
	Conversation ConversationID
	Account      AccountID // of the conversation, like
	Customer     PersonID
	Staff        StaffID // who of the office said it, 0 = the customer
	Author       string  // the name at the time
	Text         string
	Created      int64
}

// Key names the message.
func (m *ChatMessage) Key() Key { return Key{KindChatMessage, int64(m.ID)} }

// Index gives the conversation.
func (m *ChatMessage) Index(column string) any {
	if column == "conversation" {
		return int64(m.Conversation)
	}
	return nil
}

// LargestChat is how many bytes a message may have.
const LargestChat = 4000

// Check refuses an empty message.
func (m *ChatMessage) Check() error {
	switch {
	case m.ID <= 0 || m.Conversation <= 0 || strings.TrimSpace(m.Text) == "":
		return problem.New(problem.Invalid, "Write something before you send it.").On("text")
	case len(m.Text) > LargestChat:
		return problem.New(problem.Invalid, "The message is too long. Use 4,000 letters or less.").
			On("text")
	}
	return nil
}

// Title is the name of whoever said it.
func (m *ChatMessage) Title() string { return m.Author }

// At gives the account.
func (m *ChatMessage) At() AccountID { return m.Account }

// Record gives what a decision needs to know of the message.
func (m *ChatMessage) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: m.Created,
		Keys: access.KeysOf(access.Sets{access.Own: keys(m.Customer)})}
}

// ChatMessageColumns is ChatMessage.Record for SQL: table chat_messages as t, accounts as a.
var ChatMessageColumns = access.Columns{
	Created: "t.created",
	Open:    "a.open",
	Keys:    [access.All][]string{access.Own: {"t.customer $"}},
}
