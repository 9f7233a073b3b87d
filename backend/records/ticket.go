package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// TicketStatus says where a ticket stands.
type TicketStatus string

// The states of a ticket.
const (
	Open     TicketStatus = "open"
	Waiting  TicketStatus = "waiting" // for the customer
	Resolved TicketStatus = "closed"
)

// Ticket is a service request (O8). People are 0 where nobody has that part.
type Ticket struct {
	ID       TicketID
	Number   string // as people say it, such as "T-4F2A"
	Account  AccountID
	Creator  PersonID
	Contact  PersonID // the ticket contact
	Assigned PersonID // a person of the customer it is assigned to
	Approver PersonID // A43
	From     string   // the name of a visitor who wrote it, and
	Email    string   // where the answer goes; such a ticket may belong to no account yet (Z1)
	Subject  string
	Text     string
	Status   TicketStatus
	Priority string // the office's own (A7)
	Internal bool   // A42: never reaches a customer
	Created  int64  // seconds since 1970
	Updated  int64

	Type         RequestTypeID // A44: what the customer chose; it decided:
	Queue        QueueID
	Vendor       VendorID // another supplier who has a part in it
	Agent        StaffID  // who of the office takes care of it
	Approval     Approval // A43
	ApprovalNote string   // what the approver said
	Answered     int64    // when they did
}

// Approval says where a ticket that needs one stands (A43).
type Approval string

// The states of an approval.
const (
	NoApproval Approval = ""
	Pending    Approval = "pending"
	Approved   Approval = "approved"
	Objected   Approval = "declined"
)

// Key names the ticket.
func (t *Ticket) Key() Key { return Key{KindTicket, int64(t.ID)} }

// Index gives the account.
func (t *Ticket) Index(column string) any {
	if column == "account" {
		return int64(t.Account)
	}
	return nil
}

// Check refuses a ticket without a subject or longer than fits.
func (t *Ticket) Check() error {
	switch {
	case t.ID <= 0 || t.Account <= 0 && t.Email == "":
		return problem.New(problem.Invalid, "A ticket belongs to an account.")
	case t.Email != "" && CheckEmail(t.Email) != nil:
		return CheckEmail(t.Email)
	case len(t.From) > 400:
		return problem.New(problem.Invalid, "The name is too long. Use 400 letters or less.").
			On("name")
	case strings.TrimSpace(t.Subject) == "":
		return problem.New(problem.Invalid, "Say in a few words what it is about.").On("subject")
	case len(t.Subject) > 300:
		return problem.New(problem.Invalid, "The subject is too long. Use 300 letters or less.").
			On("subject")
	case len(t.Text) > 100_000:
		return problem.New(problem.Invalid, "The text is too long. Use 100,000 letters or less.").
			On("text")
	case t.Approval != NoApproval && t.Approver == 0:
		return problem.New(problem.Invalid, "Say who has to approve it.").On("approver")
	case t.Approval != NoApproval && t.Approval != Pending && t.Approval != Approved &&
		t.Approval != Objected:
		return problem.New(problem.Invalid, "An approval is pending, approved or declined.")
	case len(t.ApprovalNote) > 4000:
		return problem.New(problem.Invalid, "This is too long. Use 4000 letters or less.").
			On("note")
	case t.Status != Open && t.Status != Waiting && t.Status != Resolved:
		return problem.New(problem.Invalid, "A ticket is open, waiting or closed.")
	}
	return nil
}

// Record gives what a decision needs to know of the ticket (A1, A4). The relations are those of
// TicketColumns, which says the same to SQL.
func (t *Ticket) Record(closed access.ComponentSet) *access.Record {
	r := &access.Record{Closed: closed, Created: t.Created, Keys: accountKeys(access.Sets{
		access.Own:      keys(t.Creator, t.Contact, t.Approver),
		access.Assigned: keys(t.Assigned),
	}, t.Account)}
	if t.Internal {
		r.Hidden = access.Internal
	}
	return r
}

// Title is the number and the subject.
func (t *Ticket) Title() string { return t.Number + " " + t.Subject }

// At gives the account.
func (t *Ticket) At() AccountID { return t.Account }

// Demand: an answer needs an open ticket.
func (t *Ticket) Demand(p access.Permission) access.Fault {
	if p == access.TicketReply && t.Status == Resolved {
		return access.TicketClosed
	}
	return 0
}

// TicketColumns is Ticket.Record for SQL: table tickets as t, accounts as a.
var TicketColumns = access.Columns{
	Exposed: "t.exposed",
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Own:      {"t.creator $", "t.contact $", "t.approver $"},
		access.Assigned: {"t.assigned $"},
		access.Account:  {"a.id $"}, // is t.account, and asks its index key by key
		access.Tree:     {"a.id $"},
	},
}

// Note is one contribution to a ticket.
type Note struct {
	ID       NoteID
	Ticket   TicketID
	Person   PersonID // the customer who wrote it, 0 = staff
	Author   string   // the name at the time
	Internal bool     // A42
	Text     string
	Created  int64
}

// Key names the note.
func (n *Note) Key() Key { return Key{KindNote, int64(n.ID)} }

// Index gives the ticket.
func (n *Note) Index(column string) any {
	if column == "ticket" {
		return int64(n.Ticket)
	}
	return nil
}

// Check refuses an empty note.
func (n *Note) Check() error {
	if n.ID <= 0 || n.Ticket <= 0 || strings.TrimSpace(n.Text) == "" {
		return problem.New(problem.Invalid, "Write something before you send it.").On("text")
	}
	if len(n.Text) > 100_000 {
		return problem.New(problem.Invalid, "The text is too long. Use 100,000 letters or less.").
			On("text")
	}
	return nil
}
