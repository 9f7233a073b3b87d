package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Queue is where tickets wait for those who work on them (A20): one of the office's own, or one
// that a customer keeps for theirs.
type Queue struct {
	ID      QueueID
	Account AccountID // 0 = the office's own
	Name    string
	Text    string // what belongs there
	Created int64
}

// Key names the queue.
func (q *Queue) Key() Key { return Key{KindQueue, int64(q.ID)} }

// Index gives the account.
func (q *Queue) Index(column string) any { return indexAccount(column, q.Account) }

// Title is the name.
func (q *Queue) Title() string { return q.Name }

// At gives the account.
func (q *Queue) At() AccountID { return q.Account }

// Record gives what a decision needs to know of the queue.
func (q *Queue) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(q.Account, q.Created, closed)
}

// Check refuses a queue without a name.
func (q *Queue) Check() error {
	return firstOf(checkID(int64(q.ID)), checkName(q.Name), checkText("text", q.Text))
}

// ofAccount is the record of what belongs to an account and to nobody in particular.
func ofAccount(id AccountID, created int64, closed access.ComponentSet) *access.Record {
	return &access.Record{Keys: accountKeys(access.Sets{}, id), Closed: closed, Created: created}
}

// accountColumns is ofAccount for SQL: the kind's table as t, accounts as a.
var accountColumns = access.Columns{
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}

func indexAccount(column string, id AccountID) any {
	if column == "account" {
		return int64(id)
	}
	return nil
}

func checkID(id int64) error {
	if id <= 0 {
		return problem.New(problem.Invalid, "This record has no id.")
	}
	return nil
}

func checkName(name string) error {
	if strings.TrimSpace(name) == "" || len(name) > 200 {
		return problem.New(problem.Invalid, "Enter a name of 1 to 200 letters.").On("name")
	}
	return nil
}

func checkText(field, text string) error {
	if len(text) > 4000 {
		return problem.New(problem.Invalid, "This is too long. Use 4000 letters or less.").On(field)
	}
	return nil
}
