package exchange

import (
	"fmt"
	"strings"
)

// Known is what Plan asks the office; addresses arrive in lower case (B10).
type Known interface {
	// EmailKnown reports whether somebody in the office has this e-mail address.
	EmailKnown(email string) bool
}

// Outcome is what would become of a contact (B10).
type Outcome string

// The outcomes of a dry run (B10).
const (
	OutcomeNew       Outcome = "new"
	OutcomeDuplicate Outcome = "duplicate"
)

// Planned is a contact, what would become of it and one sentence why (B10).
type Planned struct {
	Contact
	Outcome Outcome
	Why     string
}

// Plan says for every contact whether it is new or a duplicate: of somebody in the office, or of
// an earlier line of the same file, which is then named. Only e-mail addresses decide, compared
// without regard to case; a contact that has none is new (B10).
func Plan(contacts []Contact, known Known) []Planned {
	plan := make([]Planned, len(contacts))
	lineOf := make(map[string]int, len(contacts))
	for i, contact := range contacts {
		plan[i] = Planned{Contact: contact, Outcome: OutcomeNew,
			Why: fmt.Sprintf("New %s.", contact.Kind)}
		email := strings.ToLower(contact.Email)
		line, isRepeated := lineOf[email]
		switch {
		case email == "":
			plan[i].Why = fmt.Sprintf("New %s, without an e-mail address and so without sign-in.",
				contact.Kind)
			continue
		case isRepeated:
			plan[i].Outcome = OutcomeDuplicate
			plan[i].Why = fmt.Sprintf("%s is in line %d of this file already.", contact.Email, line)
			continue
		case known.EmailKnown(email):
			plan[i].Outcome = OutcomeDuplicate
			plan[i].Why = fmt.Sprintf("%s is in this office already.", contact.Email)
		}
		lineOf[email] = contact.Line
	}
	return plan
}
