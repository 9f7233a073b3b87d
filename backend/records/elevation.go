package records

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// ElevationState says what became of a request for access.
type ElevationState string

// The states of a request for access.
const (
	Asked    ElevationState = "asked"
	Granted  ElevationState = "granted"
	Declined ElevationState = "declined"
)

// Elevation is a request that somebody be given more access: by the account's primary or billing
// contact for somebody else (A31), or by a person without access for themselves (A45).
type Elevation struct {
	ID      ElevationID
	Account AccountID
	User    UserID
	Person  PersonID // whose login it is
	Asker   PersonID // the same person: a request for a first access
	Name    string   // of the person
	Profile ProfileID
	Reason  string
	State   ElevationState
	Note    string // of whoever decided
	Decider string
	Created int64
	Decided int64
}

// Key names the request.
func (e *Elevation) Key() Key { return Key{KindElevation, int64(e.ID)} }

// Index gives the account and the user.
func (e *Elevation) Index(column string) any {
	if column == "user_id" {
		return int64(e.User)
	}
	return indexAccount(column, e.Account)
}

// Title is the name of the person.
func (e *Elevation) Title() string { return e.Name }

// At gives the account.
func (e *Elevation) At() AccountID { return e.Account }

// IsFirst reports whether somebody asks for a first access of their own (A45).
func (e *Elevation) IsFirst() bool { return e.Asker == e.Person }

// Record gives what a decision needs to know of the request.
func (e *Elevation) Record(closed access.ComponentSet) *access.Record {
	return ofAccount(e.Account, e.Created, closed)
}

// Check refuses a request without a person or in no state.
func (e *Elevation) Check() error {
	switch {
	case e.ID <= 0 || e.User <= 0 || e.Account <= 0:
		return problem.New(problem.Invalid, "Say who should be given more access.").On("user")
	case e.State != Asked && e.State != Granted && e.State != Declined:
		return problem.New(problem.Invalid, "A request is asked, granted or declined.")
	}
	return firstOf(checkText("reason", e.Reason), checkText("note", e.Note))
}
