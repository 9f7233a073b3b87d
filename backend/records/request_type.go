package records

import (
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Priorities are those that the office works by, lowest first (A7, A8).
var Priorities = []string{"low", "normal", "high", "urgent"}

// RequestType is what a new ticket is about, as customers choose it: it decides the queue and the
// priority, and who has to approve the ticket first (A21, A43, A44).
type RequestType struct {
	ID       RequestTypeID
	Account  AccountID // 0 = the office's own, for every customer
	Name     string
	Text     string
	Queue    QueueID
	Priority string   // one of Priorities, or empty
	Approver PersonID // A43; 0 = nobody
	Off      bool     // no longer offered
	Created  int64
}

// Key names the request type.
func (t *RequestType) Key() Key { return Key{KindRequestType, int64(t.ID)} }

// Index gives the account.
func (t *RequestType) Index(column string) any { return indexAccount(column, t.Account) }

// Title is the name.
func (t *RequestType) Title() string { return t.Name }

// At gives the account.
func (t *RequestType) At() AccountID { return t.Account }

// Record gives what a decision needs to know of the request type.
func (t *RequestType) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(t.Account, t.Created, closed)
}

// IsFor reports whether it is offered for new tickets of an account.
func (t *RequestType) IsFor(id AccountID) bool {
	return !t.Off && (t.Account == 0 || t.Account == id)
}

// Check refuses a request type without a name or with an unknown priority.
func (t *RequestType) Check() error {
	return firstOf(checkID(int64(t.ID)), checkName(t.Name), checkText("text", t.Text),
		checkPriority(t.Priority))
}

func checkPriority(p string) error {
	if p != "" && !slices.Contains(Priorities, p) {
		return problem.New(problem.Invalid, "Choose one of the priorities.").On("priority")
	}
	return nil
}
