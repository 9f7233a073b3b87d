package edit

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gatehouse/backend/access"
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
// need the latter, whatever the edit was called that changed them.
func (e *Undo) Authorize(tx Tx, env Env) error {
	for _, c := range e.changes(tx) {
		before, after := recordOf(c.Key.Kind, c.Before), recordOf(c.Key.Kind, c.After)
		if err := mayRestore(tx, env, c.Key, differing(before, after)...); err != nil {
			return err
		}
	}
	return staff(tx, env, records.AccessManager)
}

// mayRestore lets whoever may set fields of a record to earlier values.
func mayRestore(tx Tx, env Env, k records.Key, paths ...string) error {
	if k.Kind == records.KindProfile || k.Kind == records.KindPortal ||
		k.Kind == records.KindStaff || k.Kind == records.KindComputer ||
		k.Kind == records.KindAccess && slices.Contains(paths, "Overrides") {
		return staff(tx, env)
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

// Apply takes back what is still as the edit left it, field by field.
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
	var stays []string
	undone := 0
	for _, c := range slices.Backward(changes) {
		kept, did := back(tx, c)
		stays = append(stays, kept...)
		undone += did
		if c.Key.Kind == records.KindPerson && tx.Row(c.Key) == nil {
			res.About = c.Key // whoever still changes the person finds who took it away
		}
	}
	switch {
	case undone == 0, len(stays) > 0 && slices.ContainsFunc(changes, ofMoney):
		return res, problem.New(problem.Conflict,
			"This was changed again meanwhile, so it cannot be undone.")
	case len(stays) > 0:
		res.Why = fmt.Sprintf("Undone, but for what was changed again meanwhile: %s.",
			strings.Join(stays, ", "))
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
	"RemindEnding":       "A mail that was sent cannot be taken back.",
	"EndRound":           "A round that has ended cannot be taken back. Begin a new one instead.",
	"Sign":               "A signature cannot be taken back.",
	"RevokeMachine":      "A computer stays shut out. Connect it anew.",
	"AddToken":           "A token cannot be taken back. Revoke it instead.",
	"RevokeToken":        "A token stays revoked. Make a new one.",
	"PaymentArrived":     "This money has arrived. Pay it back at the payment provider.",
}

// back takes one record back, field by field: what the edit changed and nobody changed since. It
// gives what stays, in words, and how much came back.
func back(tx Tx, c Change) (stays []string, undone int) {
	now, before, after := tx.Row(c.Key), recordOf(c.Key.Kind, c.Before), recordOf(c.Key.Kind, c.After)
	switch {
	case now == nil && after == nil && before != nil && fits(tx, before):
		tx.Put(before)
		return nil, 1
	case now == nil || after == nil: // taken away since, or there again, or no place for it
		return []string{nameOf(c.Key, before, after)}, 0
	case before == nil && hashOf(now) == hashOf(after) && !inUse(tx, c.Key):
		tx.Delete(c.Key)
		return nil, 1
	case before == nil:
		return []string{nameOf(c.Key, now, after)}, 0
	}
	n := copyOf(now)
	r := restore{now: reflect.ValueOf(n).Elem()}
	r.fields(r.now, reflect.ValueOf(after).Elem(), reflect.ValueOf(before).Elem())
	if r.undone == 0 || !reflect.DeepEqual(n, now) && !fits(tx, n) {
		return r.stays, 0
	}
	tx.Put(n)
	return r.stays, r.undone
}

// restore sets a record's fields to what they were.
type restore struct {
	now    reflect.Value
	stays  []string
	undone int
}

func (r *restore) fields(now, after, before reflect.Value) {
	for i := range now.NumField() {
		f := now.Type().Field(i)
		n, a, b := now.Field(i), after.Field(i), before.Field(i)
		switch {
		case !f.IsExported() || same(a, b) || same(n, b):
		case f.Anonymous:
			r.fields(n, a, b)
		case f.Type == reflect.TypeFor[access.Matrix]():
			for _, k := range access.Permissions() {
				r.field(f.Name+"."+k.String(), n.Index(int(k)), a.Index(int(k)), b.Index(int(k)))
			}
		case f.Type == reflect.TypeFor[access.ComponentSet]():
			n.SetUint(n.Uint()&^(a.Uint()&^b.Uint()) | b.Uint()&^a.Uint())
			r.undone++
		case n.Kind() == reflect.Slice && n.Type().Elem().Kind() == reflect.Int64:
			n.Set(mergeSets(n, a, b))
			r.undone++
		default:
			r.field(f.Name, n, a, b)
		}
	}
}

func (r *restore) field(path string, now, after, before reflect.Value) {
	stamp := slices.Contains(stamps, path)
	switch {
	case same(after, before):
	case same(now, after):
		now.Set(before)
		if !stamp {
			r.undone++
		}
	case same(now, before), stamp:
	default:
		r.stays = append(r.stays, calls(path))
	}
}

// nameOf says a whole record in words.
func nameOf(k records.Key, list ...records.Record) string {
	for _, r := range list {
		if t, ok := r.(interface{ Title() string }); ok && !reflect.ValueOf(r).IsNil() {
			return "“" + t.Title() + "”"
		}
		if p, ok := r.(*records.Person); ok && p != nil {
			return "“" + p.Name() + "”"
		}
	}
	return fmt.Sprintf("the %s", k.Kind)
}

// fits reports whether a record that is put back has its place: what it belongs to is there, and
// nothing else has taken it.
func fits(tx Tx, r records.Record) bool {
	switch r := r.(type) {
	case *records.Access:
		return tx.Row(user(r.User)) != nil && tx.Row(account(r.Account)) != nil &&
			tx.Row(profile(r.Profile)) != nil &&
			!slices.ContainsFunc(accessesOf(tx, r.User), func(a *records.Access) bool {
				return a.Account == r.Account && a.ID != r.ID
			})
	case *records.User:
		return tx.Row(person(r.Person)) != nil && !taken(tx, r)
	case *records.Person:
		return tx.Row(account(r.Account)) != nil
	case *records.Profile:
		return profileNameFree(tx, r) == nil
	case *records.Article:
		return addressed(tx, r) == nil
	case *records.Account:
		return belongs(tx, r) == nil
	}
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
