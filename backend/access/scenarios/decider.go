package scenarios

import (
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// Decider is one way in which the product keeps an office and answers who may do what in it. Where
// it has two ways to the same answer, such as a page and a list, it fails when they differ.
type Decider interface {
	// Looks counts how often it has looked for itself, such as by opening a page. A step for which
	// it need not is one that it has not played.
	Looks() int
	// Change writes to the office as the server does, in one transaction.
	Change(func(edit.Tx)) error
	// Desk gives the desk of a member of staff; it is made when it is first asked for.
	Desk(records.StaffID) (Desk, error)
	// Act makes an edit of a customer.
	Act(Look, edit.Edit) (edit.Outcome, error)

	// Subject gives who looks, as staff compare and read them.
	Subject(Look) (*access.Subject, error)
	// May answers a question.
	May(Question) (Answer, error)
	// Tickets gives the subjects of the tickets that somebody sees, those that contain a text.
	Tickets(Look, string) ([]string, error)
	// Notes gives the texts that somebody reads on a ticket.
	Notes(Look, records.TicketID) ([]string, error)
	// Tile gives a tile of the home page.
	Tile(Look, access.Component) (Tile, error)
	// Entrance gives what the portal offers for submitting a request, and whether its form opens.
	Entrance(Look) (Entrance, error)
	// Who gives everybody who may, whoever looks (B6).
	Who(Question) ([]records.UserID, error)
	// WhatIf tells what a changed profile would do to those who hold it (B7).
	WhatIf(changed *records.Profile, at time.Time) (access.Effect, error)
	// MustChoose reports whether somebody must choose a password before anything else.
	MustChoose(Look) (bool, error)
}

// Desk is a member of staff's own copy of the office.
type Desk interface {
	// Do makes an edit that waits until Sync.
	Do(edit.Edit) error
	// Sync sends what waits, and brings what others did.
	Sync() error
	// Inbox gives whom the open lines of the inbox are about.
	Inbox() ([]string, error)
}

// Look is who looks, and when. User 0 is a visitor, or a profile with no person at an account.
type Look struct {
	User    records.UserID
	Account records.AccountID // of a profile with no person, or another one of the person's
	Profile records.ProfileID // a draft: as if they had it; 0 = what they have
	At      time.Time
}

// IsVisitor reports whether nobody has signed in.
func (l Look) IsVisitor() bool { return l.User == 0 && l.Profile == 0 }

// Question asks whether somebody may use a permission, for one record where one is named.
type Question struct {
	Look
	SignIn     bool // asks for signing in, and for nothing else
	Permission access.Permission
	Of         records.Key // the record; the zero key = none
	Part       records.Key // what is asked about in that record, such as a file of an order
	Article    *records.Article
	Person     records.PersonID // whose details
}

// HasRecord reports whether the question is about one record.
func (q Question) HasRecord() bool {
	return q.Of.ID != 0 || q.Article != nil || q.Person != 0
}

// Answer is a decision, and for whom it was made.
type Answer struct {
	Decision access.Decision
	Subject  *access.Subject
}

// Entrance is what somebody finds who wants to submit a request (Z6).
type Entrance struct{ Widget, Tab, Form bool }

// Tile is how a tile stands on somebody's home page.
type Tile struct{ Shown, Open bool }
