package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Message is a welcome or a piece of news on the portal's home page (B21). Text is Markdown.
type Message struct {
	ID        MessageID
	Heading   string
	Text      string
	Audiences List[int64]   // whoever is in one of them reads it
	Days      access.Window // on which it stands there
	Created   int64
}

// Key names the message.
func (m *Message) Key() Key { return Key{KindMessage, int64(m.ID)} }

// Index gives nothing: messages are found by their id.
func (m *Message) Index(string) any { return nil }

// Check refuses a message that says nothing, or to nobody.
func (m *Message) Check() error {
	switch {
	case m.ID <= 0 || strings.TrimSpace(m.Heading) == "" || len(m.Heading) > 300:
		return problem.New(problem.Invalid, "A message needs a title of 1 to 300 letters.").
			On("heading")
	case len(m.Text) > 20_000:
		return problem.New(problem.Invalid, "The message is too long. Use 20,000 letters or less.").
			On("text")
	case len(m.Audiences) == 0:
		return problem.New(problem.Invalid, "Choose who reads the message.").On("audiences")
	}
	return m.Days.Check()
}

// Title is the title.
func (m *Message) Title() string { return m.Heading }

// At gives nothing: messages are the office's own.
func (m *Message) At() AccountID { return 0 }

// Record gives what a decision needs to know of the message.
func (m *Message) Record(access.ComponentSet) *access.Record {
	return &access.Record{Created: m.Created,
		Keys: access.KeysOf(access.Sets{access.Shared: m.Audiences})}
}

// MessageColumns is Message.Record for SQL: table messages as t.
var MessageColumns = access.Columns{
	Created: "t.created",
	Keys: [access.All][]string{access.Shared: {
		"t.id IN (SELECT m.message FROM message_audiences m WHERE m.audience $)"}},
}
