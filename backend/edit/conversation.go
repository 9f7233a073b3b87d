package edit

import (
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SayInChat is what a customer says to the office in Live Chat (O11).
type SayInChat struct {
	ID   records.ChatMessageID
	Text string
}

// Validate refuses an empty message.
func (e *SayInChat) Validate() error {
	return (&records.ChatMessage{ID: e.ID, Conversation: 1, Text: e.Text}).Check()
}

// Authorize lets customers, in the conversation of their own.
func (e *SayInChat) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil || env.Actor.Person == 0 {
		return problem.New(problem.Denied, "Sign in to the portal to chat.")
	}
	return may(env, access.ChatUse, ownChat(env).Record(closedAt(tx, env.Actor.Account)))
}

// ownChat is a customer's conversation as it begins.
func ownChat(env Env) *records.Conversation {
	return &records.Conversation{Account: env.Actor.Account, Person: env.Actor.Person,
		ID:   records.ConversationOf(env.Actor.Person, env.Actor.Account),
		Name: env.Actor.Name, Created: env.Now.Unix()}
}

// Apply adds the message, and opens the conversation again where the office had closed it.
func (e *SayInChat) Apply(tx Tx, env Env) (Result, error) {
	c, ok := get[*records.Conversation](tx, ownChat(env).Key())
	if !ok {
		c = ownChat(env)
	}
	n := *c
	n.Name, n.Closed, n.Waits = env.Actor.Name, false, true
	res, err := say(tx, env, &n, records.ChatMessage{ID: e.ID, Text: e.Text})
	if err == nil && res.Status == "" && !c.Waits {
		remind(tx, env, &n)
	}
	return res, err
}

// patience is how long, within the office's hours, a customer waits in Live Chat before staff get
// a mail about it.
const patience = 15 * time.Minute

// remind queues a mail to those who look after a customer, for when nobody will have answered. The
// server asks again then. It is the first message of a wait that reminds, not each of them.
func remind(tx Tx, env Env, c *records.Conversation) {
	var closings []*records.Closing
	for _, at := range []int64{0, int64(c.Account)} {
		closings = append(closings, find[*records.Closing](tx, records.KindClosing, "account", at)...)
	}
	from, _, _ := records.Shut(closings, env.Now.In(env.Zone))
	if from.IsZero() {
		from = env.Now // closed for good: then at once
	}
	for _, s := range lookingAfter(tx, c.Account) {
		mail(tx, env, records.Mail{To: s.Email, Template: records.ChatWaitsMail,
			Link: "live-chat/" + c.ID.String(), Due: from.Add(patience).Unix(),
			Args: records.Args{"name": s.Name, "customer": c.Name}})
	}
}

// lookingAfter gives the account's manager (A46), or the administrators where it has none.
func lookingAfter(tx Tx, id records.AccountID) (list []*records.Staff) {
	if a, ok := get[*records.Account](tx, account(id)); ok {
		if s, ok := get[*records.Staff](tx, a.Manager.Key()); ok && s.Active {
			return []*records.Staff{s}
		}
	}
	for _, s := range find[*records.Staff](tx, records.KindStaff, "role",
		string(records.Administrator)) {
		if s.Active {
			list = append(list, s)
		}
	}
	return list
}

// say adds a message to a conversation. Messages only ever add up.
func say(tx Tx, env Env, c *records.Conversation, m records.ChatMessage) (Result, error) {
	res := Result{Subject: c.Name, About: c.ID.Key()}
	if tx.Row(m.Key()) != nil {
		res.Status = records.Merged
		return res, nil
	}
	c.Updated = max(env.Now.Unix(), c.Updated+1)
	m.Conversation, m.Account, m.Customer = c.ID, c.Account, c.Person
	m.Author, m.Created = env.Actor.Name, c.Updated
	tx.Put(c)
	tx.Put(&m)
	return res, nil
}

// AnswerChat is what staff say to a customer in Live Chat (O11).
type AnswerChat struct {
	ID           records.ChatMessageID
	Conversation records.ConversationID
	Text         string
}

// Validate refuses an empty message.
func (e *AnswerChat) Validate() error {
	return (&records.ChatMessage{ID: e.ID, Conversation: e.Conversation, Text: e.Text}).Check()
}

// Authorize lets access managers and administrators.
func (e *AnswerChat) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply adds the message.
func (e *AnswerChat) Apply(tx Tx, env Env) (Result, error) {
	c, ok := get[*records.Conversation](tx, conversation(e.Conversation))
	if !ok {
		return Result{About: e.Conversation.Key()}, gone("The conversation")
	}
	n := *c
	n.Waits = false
	return say(tx, env, &n, records.ChatMessage{ID: e.ID, Staff: env.Actor.Staff.ID, Text: e.Text})
}

// CloseChat is what staff do when a conversation needs nobody any more.
type CloseChat struct{ Conversation records.ConversationID }

// Validate has nothing to refuse.
func (e *CloseChat) Validate() error { return nil }

// Authorize lets access managers and administrators.
func (e *CloseChat) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply closes it.
func (e *CloseChat) Apply(tx Tx, _ Env) (Result, error) {
	c, ok := get[*records.Conversation](tx, conversation(e.Conversation))
	if !ok {
		return Result{About: e.Conversation.Key()}, gone("The conversation")
	}
	res := Result{Subject: c.Name, About: c.ID.Key(), Status: records.Merged}
	if !c.Closed {
		n := *c
		n.Closed, n.Waits, res.Status = true, false, records.Applied
		tx.Put(&n)
	}
	return res, nil
}

func conversation(id records.ConversationID) records.Key {
	return records.Key{Kind: records.KindConversation, ID: int64(id)}
}

// SaveMessage makes or changes a message on the portal's home page (B21).
type SaveMessage struct {
	Save[records.Message, *records.Message]
}
