package store

import (
	"context"
	"database/sql"

	"gatehouse/backend/records"
)

var conversations = &table{
	kind: records.KindConversation, name: "conversations",
	cols: "id, account, person, name, closed, waits, created, updated",
	fields: func(r records.Record) []any {
		c := r.(*records.Conversation)
		return []any{&c.ID, &c.Account, &c.Person, &c.Name, &c.Closed, &c.Waits, &c.Created,
			&c.Updated}
	},
	finds: []string{"person"},
}

var chatMessages = &table{
	kind: records.KindChatMessage, name: "chat_messages",
	cols: "id, conversation, account, customer, staff, author, text, created",
	fields: func(r records.Record) []any {
		m := r.(*records.ChatMessage)
		return []any{&m.ID, &m.Conversation, &m.Account, &m.Customer, &m.Staff, &m.Author, &m.Text,
			&m.Created}
	},
	finds: []string{"conversation"},
	lists: listed{of: "conversation"},
}

// Touched gives the conversations that were written after a version, and the newest version.
func (db *DB) Touched(ctx context.Context, after int64) (
	list []records.ConversationID, version int64, err error) {
	version = after
	err = db.list(ctx, "SELECT id, ver FROM conversations WHERE ver > ?", []any{after},
		func(rows *sql.Rows) error {
			var id records.ConversationID
			var ver int64
			err := rows.Scan(&id, &ver)
			list, version = append(list, id), max(version, ver)
			return err
		})
	return list, version, err
}

// Conversations gives the chats of the office, those that wait for an answer first and then the
// newest: for staff.
func (db *DB) Conversations(ctx context.Context, limit int) ([]*records.Conversation, error) {
	return many[*records.Conversation](ctx, db, records.KindConversation, "SELECT "+
		conversations.cols+" FROM conversations ORDER BY waits DESC, updated DESC, id DESC LIMIT ?",
		limit)
}

// Chat gives all that was said in a conversation, in order: for staff.
func (db *DB) Chat(ctx context.Context, id records.ConversationID) ([]*records.ChatMessage, error) {
	return many[*records.ChatMessage](ctx, db, records.KindChatMessage,
		chatMessages.query.row+"conversation = ? ORDER BY created, id", int64(id))
}

var messages = &table{
	kind: records.KindMessage, name: "messages",
	cols: "id, heading, text, audiences, days_from, days_to, created",
	fields: func(r records.Record) []any {
		m := r.(*records.Message)
		return []any{&m.ID, &m.Heading, &m.Text, &m.Audiences, &m.Days.From, &m.Days.To,
			&m.Created}
	},
	lists: listed{days: true, nowhere: true},
	after: func(tx *Tx, k records.Key) {
		tx.exec("DELETE FROM message_audiences WHERE message = ?", k.ID)
		m, there := tx.Row(k).(*records.Message)
		if !there {
			return
		}
		for _, a := range m.Audiences {
			tx.exec("INSERT INTO message_audiences (message, audience) VALUES (?, ?) "+
				"ON CONFLICT DO NOTHING", k.ID, a)
		}
	},
}

// Messages gives all messages of the home page, the newest first: for staff.
func (db *DB) Messages(ctx context.Context) ([]*records.Message, error) {
	return many[*records.Message](ctx, db, records.KindMessage,
		"SELECT "+messages.cols+" FROM messages ORDER BY created DESC, id DESC")
}
