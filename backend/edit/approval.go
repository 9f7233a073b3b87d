package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// DecideApproval is the answer of a ticket's approver (A43).
type DecideApproval struct {
	Ticket  records.TicketID
	Approve bool
	Note    string
}

// Validate refuses a note that does not fit.
func (e *DecideApproval) Validate() error {
	if len(e.Note) > 4000 {
		return problem.New(problem.Invalid, "This is too long. Use 4000 letters or less.").
			On("note")
	}
	return nil
}

// Authorize lets the approver alone, as far as they may answer on this ticket.
func (e *DecideApproval) Authorize(tx Tx, env Env) error {
	t, ok := get[*records.Ticket](tx, ticket(e.Ticket))
	if env.Actor.Staff != nil || !ok || env.Actor.Person == 0 || t.Approver != env.Actor.Person {
		return problem.New(problem.Denied, "Only the approver can answer this.")
	}
	return (&AddNote{Ticket: e.Ticket}).Authorize(tx, env)
}

// Apply writes the answer; the first one stands.
func (e *DecideApproval) Apply(tx Tx, env Env) (Result, error) {
	t, ok := get[*records.Ticket](tx, ticket(e.Ticket))
	if !ok {
		return Result{}, gone("The ticket")
	}
	res := Result{Subject: t.Subject, About: t.ID.Key()}
	state := records.Objected
	if e.Approve {
		state = records.Approved
	}
	switch {
	case t.Approval == state:
		res.Status = records.Merged
		return res, nil
	case t.Approval != records.Pending:
		return res, problem.New(problem.Conflict, "This has been answered already.")
	}
	n := *t
	n.Approval, n.ApprovalNote, n.Answered = state, e.Note, env.Now.Unix()
	n.Updated = env.Now.Unix()
	tx.Put(&n)
	tellAbout(tx, env, &n, records.ApprovalMail)
	return res, nil
}

// UpdateTicket is what staff do with the form about a ticket: assign it, choose its contact, queue,
// approver, priority and state, or connect a visitor's to an account (A43, A44, Z1).
type UpdateTicket struct {
	Save[records.Ticket, *records.Ticket]
}

// Apply saves the fields that the author edited. A new approver is waited for; without one there is
// nothing to approve.
func (e *UpdateTicket) Apply(tx Tx, env Env) (Result, error) {
	if e.Was == nil {
		return Result{}, problem.New(problem.Invalid, "A ticket is opened by its own form.")
	}
	if at := e.Want.Account; at != e.Was.Account && tx.Row(account(at)) == nil {
		return Result{}, gone("The account")
	}
	if e.Want.Approver != e.Was.Approver {
		e.Want.Approval, e.Want.ApprovalNote, e.Want.Answered = records.NoApproval, "", 0
		if e.Want.Approver != 0 {
			e.Want.Approval = records.Pending
		}
	}
	if now, ok := get[*records.Ticket](tx, e.Want.Key()); ok && e.Want != *e.Was {
		e.Was.Updated, e.Want.Updated = now.Updated, env.Now.Unix()
	}
	return e.Save.Apply(tx, env)
}

// CloseTicket closes a ticket, or opens it again.
type CloseTicket struct {
	Ticket records.TicketID
	Reopen bool
}

// Validate refuses to close nothing.
func (e *CloseTicket) Validate() error {
	if e.Ticket <= 0 {
		return problem.New(problem.Invalid, "Choose a ticket.")
	}
	return nil
}

// Authorize lets access managers and administrators.
func (e *CloseTicket) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply sets the state.
func (e *CloseTicket) Apply(tx Tx, env Env) (Result, error) {
	t, ok := get[*records.Ticket](tx, ticket(e.Ticket))
	if !ok {
		return Result{}, gone("The ticket")
	}
	res := Result{Subject: t.Subject, About: t.ID.Key()}
	if (t.Status == records.Resolved) != e.Reopen {
		res.Status = records.Merged
		return res, nil
	}
	n := *t
	n.Status, n.Updated = records.Resolved, env.Now.Unix()
	if e.Reopen {
		n.Status = records.Open
	}
	tx.Put(&n)
	return res, nil
}
