package portal

import (
	"slices"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// requestTypes are those that the viewer can choose from for a new ticket: the office's and those
// of the account, by name (A44).
func (v *visit) requestTypes() ([]*records.RequestType, error) {
	list, err := parts[*records.RequestType](v, records.KindRequestType, "account",
		v.accountsAround()...)
	list = slices.DeleteFunc(list, func(t *records.RequestType) bool {
		return !t.IsFor(v.accountID())
	})
	slices.SortStableFunc(list, func(a, b *records.RequestType) int {
		return strings.Compare(records.Fold(a.Name), records.Fold(b.Name))
	})
	return list, err
}

func (v *visit) accountID() records.AccountID {
	if v.Account == nil {
		return 0
	}
	return v.Account.ID
}

// accountsAround are the office and the viewer's account.
func (v *visit) accountsAround() []int64 {
	if v.Account == nil {
		return []int64{0}
	}
	return []int64{0, int64(v.Account.ID)}
}

func (v *visit) typeField(kinds []*records.RequestType) field {
	choice := field{Name: "type", Label: v.words.say("ticket.type"), Kind: "choice",
		Hint:    v.words.say("new-ticket.type-hint"),
		Options: []option{{"", v.words.say("new-ticket.any-type")}}}
	for _, t := range kinds {
		choice.Options = append(choice.Options, option{t.ID.String(), t.Name})
	}
	return choice
}

// told says who answers from when: scheduled off hours that hold now, of the office and of the
// account, and for a ticket, who of those that it needs is out of office (A23, A24, A44).
func (v *visit) told(now time.Time, t *records.Ticket) (list []string, err error) {
	around := v.accountsAround()
	if t != nil {
		around = []int64{0, int64(t.Account)}
	}
	closings, err := parts[*records.Closing](v, records.KindClosing, "account", around...)
	if err != nil {
		return nil, err
	}
	from, name, shut := records.Shut(closings, now.In(v.portal.Location()))
	switch {
	case shut && from.IsZero():
		list = append(list, v.words.say("told.shut-long", "name", name))
	case shut:
		list = append(list, v.words.say("told.shut", "name", name, "when",
			v.moment(from.Unix()).Full))
	}
	if t == nil {
		return list, nil
	}
	away, err := parts[*records.Absence](v, records.KindAbsence, "account", around...)
	for _, a := range away {
		if a.Days.Holds(v.at.Day) && concerns(a, t) {
			list = append(list, v.awayText(a))
		}
	}
	return list, err
}

// concerns reports whether a ticket needs whoever is away.
func concerns(a *records.Absence, t *records.Ticket) bool {
	if a.Account == 0 {
		return a.Staff != 0 && a.Staff == t.Agent
	}
	return a.Person != 0 && a.Account == t.Account && (a.Person == t.Assigned ||
		a.Person == t.Approver || a.Person == t.Contact)
}

func (v *visit) awayText(a *records.Absence) string {
	text := v.words.say("told.away", "name", a.Name, "when", v.day(a.Days.To))
	if a.Deputy != "" {
		text += " " + v.words.say("told.deputy", "name", a.Deputy)
	}
	if a.Text != "" {
		text += " " + a.Text
	}
	return text
}

// day writes a calendar day as the viewer's language does.
func (v *visit) day(d access.Day) string {
	if d == 0 {
		return "–"
	}
	return v.words.day(time.Unix(int64(d)*86400, 0).UTC())
}
