package access

import (
	"fmt"
	"strings"
)

// Reason is one sentence of an explanation. A gate that failed in several ways has several.
type Reason struct {
	Gate   Gate
	OK     bool
	Fault  Fault  // the one fault, or 0
	Text   string // what is so
	Repair string // the one change that repairs it; empty when OK or when nothing does
}

// Because explains a decision to staff (B5): one reason per gate that holds and one per fault.
// Doing every repair opens the record; leaving one out keeps it shut.
func Because(d Decision, s *Subject) []Reason {
	fill := s.words(d)
	var list []Reason
	for _, g := range gates {
		if d.Faults&g.faults == 0 {
			if text := s.holds(g.gate, g.holds, d); text != "" {
				list = append(list, Reason{Gate: g.gate, OK: true, Text: fill.Replace(text)})
			}
			continue
		}
		for f := Fault(1); f < faults; f <<= 1 {
			if d.Faults&g.faults&f == 0 {
				continue
			}
			say := s.sentence(f)
			list = append(list, Reason{Gate: g.gate, Fault: f,
				Text: fill.Replace(say.text), Repair: fill.Replace(say.repair)})
		}
	}
	return list
}

// sentence is the one of a fault. A visitor has no profile that could be another one: what is not
// meant for everybody asks them to sign in.
func (s *Subject) sentence(f Fault) sentence {
	if s.Visitor && f == NotReached {
		return sentence{"This is not meant for everybody.", "Sign in as somebody it is meant for."}
	}
	return sentences[f]
}

// holds says what a gate that holds has found; the two about grants name scope and relation.
func (s *Subject) holds(g Gate, plain string, d Decision) string {
	switch {
	case g == GrantedGate && s.Visitor:
		return "Every visitor may use “$what”."
	case g == GrantedGate && minimum[d.Permission] > None:
		return "Everyone has “$what” (the minimum level)."
	case g == GrantedGate && d.Shared != NotShared:
		return sharedBy[d.Shared]
	case g == GrantedGate:
		return "The security profile $profile includes “$what”: $had."
	case g == ExposedGate && d.Needed == None: // no record is asked about
		return ""
	case g == ReachedGate && d.Relation != None && d.Faults&NotGranted == 0:
		return reachedBy[d.Relation]
	case g == ReachedGate:
		return ""
	}
	return plain
}

var sharedBy = [...]string{
	SharedByPortal: "“$what” covers $had, because the portal shows everyone the tickets of " +
		"their account.",
	SharedByAccount: "“$what” covers $had, because $account shows everyone its tickets.",
	SharedByPerson: "“$what” covers $had, because $who is set apart to see the tickets of " +
		"$account.",
}

var reachedBy = [scopes]string{
	Shared:   "It is published to them.",
	Own:      "It is $who's own.",
	Assigned: "It is assigned to $who.",
	Team:     "$who is on the team.",
	Account:  "It belongs to $account.",
	Tree:     "It belongs to $account or one of its subsidiaries.",
	All:      "$who sees everything.",
}

// reaching says the scope that a repair needs; without a record any will do.
func reaching(s Scope) string {
	if s <= Shared {
		return ""
	}
	return fmt.Sprintf(" for %s", s.Plain())
}

func (s *Subject) words(d Decision) *strings.Replacer {
	who, profile := s.Name, s.ProfileName
	if who == "" {
		who = "This person"
	}
	if s.Visitor {
		who, profile = "The visitor", "Guest"
	}
	var up Closers
	if s.Above.By != nil {
		up = *s.Above.By
	}
	component := d.Permission.Component()
	return strings.NewReplacer("$who", who, "$account", s.AccountName, "$profile", profile,
		"$above", up.Off, "$closer", up.Component[component], "$component", component.Label(),
		"$what", d.Permission.Label(), "$had", d.Had.Plain(), "$scope", reaching(d.Needed))
}

// plainFault gives the customer's one sentence per fault, in the order of importance. Faults that
// are not named say only that the thing is not open to them.
var plainFault = []struct {
	fault Fault
	key   string
}{
	{RegisteredOnly | NotSignedIn, "sign-in-first"},
	{Deactivated | NotPortalUser | NoRoleGroup | NoEmail, "no-portal"},
	{Locked, "locked"},
	{NotStarted | AccessNotStarted, "not-started"},
	{Ended | AccessEnded, "ended"},
	{NoAccount | AccountInactive | AccountPortalOff | AboveOff | AccountCircle, "account-off"},
	{MustChange, "must-change"},
	{TicketClosed, "ticket-closed"},
	{Signed, "signed"},
	{NotForSigning, "not-for-signing"},
	{InvoicePaid, "invoice-paid"},
}

// Plain names the one sentence that a customer reads when a decision denies: a key into the
// portal's words, "denied" where nothing more may be said, empty when allowed.
func Plain(d Decision) string {
	if d.Allowed() {
		return ""
	}
	for _, p := range plainFault {
		if d.Faults&p.fault != 0 {
			return p.key
		}
	}
	return "denied"
}
