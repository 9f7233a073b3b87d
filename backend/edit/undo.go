package edit

import (
	"bytes"
	"encoding/json"
	"slices"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Undo takes one edit back (B11), as a new edit with its own history line. What others changed on
// top stays, and is told.
type Undo struct{ Of records.UID }

// Validate refuses an undo of nothing.
func (e *Undo) Validate() error {
	if e.Of == "" {
		return problem.New(problem.Invalid, "Say what is to be undone.")
	}
	return nil
}

// Authorize lets access managers and administrators; profiles, overrides and portal settings
// need the latter.
func (e *Undo) Authorize(tx Tx, env Env) error {
	key := records.Key{Kind: records.KindHistory, ID: records.KeyOf(string(e.Of))}
	if line, ok := get[*records.History](tx, key); ok && line.Edit == "SetOverrides" {
		return staff(tx, env)
	}
	for _, c := range e.changes(tx) {
		if c.Key.Kind == records.KindProfile || c.Key.Kind == records.KindPortal ||
			c.Key.Kind == records.KindStaff {
			return staff(tx, env)
		}
	}
	return staff(tx, env, records.AccessManager)
}

func (e *Undo) changes(tx Tx) (list []Change) {
	key := records.Key{Kind: records.KindHistory, ID: records.KeyOf(string(e.Of))}
	if line, ok := get[*records.History](tx, key); ok && line.Status.HasEffect() {
		if err := json.Unmarshal([]byte(line.Changes), &list); err != nil {
			tx.Fail(problem.New(problem.Damaged, "A line of the history cannot be read.").By(err))
		}
	}
	return list
}

// Apply puts every record back that is still as the edit left it.
func (e *Undo) Apply(tx Tx, env Env) (Result, error) {
	var res Result
	key := records.Key{Kind: records.KindHistory, ID: records.KeyOf(string(e.Of))}
	if line, ok := get[*records.History](tx, key); ok {
		res.Subject, res.About = line.Subject, line.About
	}
	changes := e.changes(tx)
	if line, ok := get[*records.History](tx, key); ok && lasting[line.Edit] != "" {
		return res, problem.New(problem.Invalid, lasting[line.Edit])
	}
	if len(changes) == 0 {
		return res, problem.New(problem.Invalid, "There is nothing left to undo.")
	}
	kept := 0
	for _, c := range slices.Backward(changes) {
		if !back(tx, c) {
			kept++
		}
	}
	switch {
	case kept == len(changes), kept > 0 && slices.ContainsFunc(changes, ofMoney):
		return res, problem.New(problem.Conflict,
			"This was changed again meanwhile, so it cannot be undone.")
	case kept > 0:
		res.Why = "Undone, but for what was changed again meanwhile."
	}
	return res, nil
}

// ofMoney reports whether a change is of a payment, which is undone with what it paid or not at
// all.
func ofMoney(c Change) bool { return c.Key.Kind == records.KindPayment }

// lasting are the edits that cannot be taken back, and what to do instead.
var lasting = map[string]string{
	"SetPassword":        "A password cannot be taken back. Set a new initial password instead.",
	"SetPIN":             "A PIN cannot be taken back. Reset it instead.",
	"LockPIN":            "A PIN cannot be taken back. Reset it instead.",
	"ResetPIN":           "A PIN cannot be taken back. Its owner chooses a new one.",
	"AddSecondFactor":    "A second factor cannot be taken back. Take it off instead.",
	"RemoveSecondFactor": "A second factor cannot be put back. Its owner sets one up again.",
	"AddPasskey":         "A passkey cannot be taken back. Its owner removes it in the portal.",
	"RemovePasskey":      "A passkey cannot be put back. Its owner adds it again.",
	"SetStaffPassword":   "A password cannot be taken back. Set a new one.",
	"SetStaffFactor":     "A second factor cannot be put back. Its owner sets one up again.",
	"Sign":               "A signature cannot be taken back.",
	"PaymentArrived":     "This money has arrived. Pay it back at the payment provider.",
}

// back restores one record and reports whether it could.
func back(tx Tx, c Change) bool {
	var now json.RawMessage
	if r := tx.Row(c.Key); r != nil {
		text, err := json.Marshal(r)
		if err != nil {
			return false
		}
		now = text
	}
	if !bytes.Equal(now, c.After) {
		return false
	}
	if c.Before == nil {
		if inUse(tx, c.Key) {
			return false
		}
		tx.Delete(c.Key)
		return true
	}
	r := records.New(c.Key.Kind)
	if r == nil || json.Unmarshal(c.Before, r) != nil {
		return false
	}
	tx.Put(r)
	return true
}

// inUse reports whether something made later hangs on a record, which therefore stays.
func inUse(tx Tx, k records.Key) bool {
	switch k.Kind {
	case records.KindAccount:
		return len(tx.Find(records.KindPerson, "account", k.ID)) > 0
	case records.KindPerson:
		return len(tx.Find(records.KindUser, "person", k.ID)) > 0
	case records.KindUser:
		return len(tx.Find(records.KindAccess, "user_id", k.ID)) > 0
	case records.KindArticle:
		return len(tx.Find(records.KindFeedback, "article", k.ID)) > 0 ||
			len(tx.Find(records.KindSuggestion, "article", k.ID)) > 0
	case records.KindForum:
		return len(tx.Find(records.KindTopic, "forum", k.ID)) > 0
	case records.KindTopic:
		return len(tx.Find(records.KindPost, "topic", k.ID)) > 0
	case records.KindConversation:
		return len(tx.Find(records.KindChatMessage, "conversation", k.ID)) > 0
	case records.KindTicket:
		return len(tx.Find(records.KindNote, "ticket", k.ID)) > 0
	case records.KindAllowance:
		return len(tx.Find(records.KindDraw, "allowance", k.ID)) > 0
	case records.KindOrder:
		return len(tx.Find(records.KindOrderTask, "of_order", k.ID)) > 0
	case records.KindOrderType:
		return len(tx.Find(records.KindOrder, "type", k.ID)) > 0
	case records.KindProject:
		for _, part := range projectParts {
			if len(tx.Find(part, "project", k.ID)) > 0 {
				return true
			}
		}
	case records.KindInvoice:
		return len(tx.Find(records.KindPayment, "invoice", k.ID)) > 0
	}
	return false
}

// Settle closes a line of the inbox: somebody has decided it (B13).
type Settle struct{ Line records.UID }

// Validate refuses to settle nothing.
func (e *Settle) Validate() error {
	if e.Line == "" {
		return problem.New(problem.Invalid, "Say what is settled.")
	}
	return nil
}

// Authorize lets every member of staff but readers.
func (e *Settle) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply closes the line.
func (e *Settle) Apply(tx Tx, env Env) (Result, error) {
	key := records.Key{Kind: records.KindInbox, ID: records.KeyOf(string(e.Line))}
	line, ok := get[*records.Inbox](tx, key)
	if !ok || !line.Open {
		return Result{Status: records.Merged}, nil
	}
	n := *line
	n.Open = false
	tx.Put(&n)
	return Result{Subject: n.Subject, About: n.About}, nil
}
