package edit

import (
	"cmp"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// CreateTicket opens a service request (O8).
type CreateTicket struct {
	ID       records.TicketID
	Number   string
	Account  records.AccountID
	Contact  records.PersonID
	From     string // the name of a visitor, and
	Email    string // the address that the answer goes to (Z1)
	Subject  string
	Text     string
	Priority string
	Type     records.RequestTypeID // A44: it decides what is not said
}

// Validate checks the ticket by itself.
func (e *CreateTicket) Validate() error { return e.ticket(Env{}).Check() }

func (e *CreateTicket) ticket(env Env) *records.Ticket {
	t := &records.Ticket{ID: e.ID, Number: e.Number, Account: e.Account, Contact: e.Contact,
		Creator: env.Actor.Person, Subject: e.Subject, Text: e.Text, Priority: e.Priority,
		From: e.From, Email: e.Email,
		Status: records.Open}
	if !env.Now.IsZero() {
		t.Created, t.Updated = env.Now.Unix(), env.Now.Unix()
	}
	return t
}

// Authorize lets staff, and customers for themselves at their own account; a priority needs its own
// permission (A8).
func (e *CreateTicket) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	if e.Contact != env.Actor.Person || e.Account != env.Actor.Account {
		return problem.New(problem.Denied, "You can open tickets for yourself only.")
	}
	if env.Actor.Person != 0 && e.From+e.Email != "" {
		return problem.New(problem.Denied, "Your name and address are on your record.")
	}
	if e.Priority != "" {
		if err := may(env, access.PrioritySet, nil); err != nil {
			return err
		}
	}
	return may(env, access.TicketCreate, nil)
}

// Apply writes the ticket.
func (e *CreateTicket) Apply(tx Tx, env Env) (Result, error) {
	t := e.ticket(env)
	res := Result{Subject: t.Subject, About: t.ID.Key()}
	if tx.Row(t.Key()) != nil {
		return res, problem.New(problem.Conflict, "This ticket exists already.")
	}
	if e.Account != 0 && tx.Row(account(e.Account)) == nil {
		return res, gone("The account")
	}
	if err := e.route(tx, t); err != nil {
		return res, err
	}
	tx.Put(t)
	return res, nil
}

// route lets the request type decide the queue, the priority where none was set, and the approver
// (A44). Customers choose among those of the office and of their account. Whoever approves their
// own request has nobody to wait for.
func (e *CreateTicket) route(tx Tx, t *records.Ticket) error {
	if e.Type == 0 {
		return nil
	}
	kind, ok := get[*records.RequestType](tx,
		records.Key{Kind: records.KindRequestType, ID: int64(e.Type)})
	if !ok || !kind.IsFor(e.Account) {
		return problem.New(problem.Invalid, "Choose what your request is about.").On("type")
	}
	t.Type, t.Queue = kind.ID, kind.Queue
	t.Priority = cmp.Or(t.Priority, kind.Priority)
	if kind.Approver != 0 && kind.Approver != e.Contact {
		t.Approver, t.Approval = kind.Approver, records.Pending
	}
	return nil
}

// AddNote answers on a ticket (A6). Notes only ever add up.
type AddNote struct {
	ID       records.NoteID
	Ticket   records.TicketID
	Text     string
	Internal bool // A42: staff only
}

// Validate refuses an empty note.
func (e *AddNote) Validate() error {
	return (&records.Note{ID: e.ID, Ticket: e.Ticket, Text: e.Text}).Check()
}

// Authorize lets staff, and customers who may answer on this ticket.
func (e *AddNote) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	t, ok := get[*records.Ticket](tx, ticket(e.Ticket))
	if !ok || e.Internal {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	r := t.Record(closedAt(tx, t.Account))
	if t.Status == records.Resolved {
		r.Refused = access.TicketClosed
	}
	return may(env, access.TicketReply, r)
}

// Apply writes the note and moves the ticket: a customer's answer opens it, staff's waits for them.
func (e *AddNote) Apply(tx Tx, env Env) (Result, error) {
	t, ok := get[*records.Ticket](tx, ticket(e.Ticket))
	if !ok {
		return Result{}, gone("The ticket")
	}
	res := Result{Subject: t.Subject, About: t.ID.Key()}
	if tx.Row(records.Key{Kind: records.KindNote, ID: int64(e.ID)}) != nil {
		res.Status = records.Merged // it is there: nothing replaces a note
		return res, nil
	}
	tx.Put(&records.Note{ID: e.ID, Ticket: e.Ticket, Person: env.Actor.Person,
		Author: env.Actor.Name, Internal: e.Internal, Text: e.Text, Created: env.Now.Unix()})
	if e.Internal {
		return res, nil
	}
	n := *t
	n.Updated = env.Now.Unix()
	switch {
	case env.Actor.Staff == nil:
		n.Status = records.Open
	case n.Status == records.Open:
		n.Status = records.Waiting
	}
	tx.Put(&n)
	if env.Actor.Staff != nil {
		tellAbout(tx, env, &n, records.TicketAnswerMail)
	}
	return res, nil
}

// tellAbout queues a mail about an answer on a ticket: to the ticket contact, or to the creator
// where the contact cannot sign in, and to nobody about what they did themselves. The answer itself
// is for the portal to show.
func tellAbout(tx Tx, env Env, t *records.Ticket, about records.Template) {
	if t.Internal {
		return
	}
	for _, id := range []records.PersonID{t.Contact, t.Creator} {
		m, ok := recipient(tx, env, id)
		if !ok {
			continue
		}
		m.Template, m.Link = about, "tickets/"+t.ID.String()
		m.Args["number"], m.Args["subject"] = t.Number, t.Subject
		if id != env.Actor.Person {
			mail(tx, env, m)
		}
		return
	}
}
