package portal

import (
	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// ticketList lists the tickets that are within the viewer's reach (O8, A1, A4).
var ticketList = list[*records.Ticket]{page: "tickets", kind: records.KindTicket,
	needs: access.TicketView, rows: ticketRows, also: ticketActions,
	states: []string{string(records.Open), string(records.Waiting), string(records.Resolved)}}

func (v *visit) tickets(string) error { return ticketList.show(v) }

func ticketActions(v *visit, view *listView) error {
	m, err := v.manager()
	if err != nil {
		return err
	}
	if m != nil {
		view.Lead = v.words.say("manager.requests", "name", m.Name)
	}
	if v.may(access.TicketCreate, nil).Allowed() {
		view.Actions = []link{{Href: v.base + "new-ticket", Label: v.words.say("request.tab"),
			Ask: access.TicketCreate.String()}}
	}
	return nil
}

func ticketRows(v *visit, list []*records.Ticket) (rows []row, err error) {
	var people []records.PersonID
	for _, t := range list {
		people = append(people, owner(t))
	}
	names, err := v.source.People(v.r.Context(), people)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		created := v.moment(t.Created)
		one := row{ID: t.ID.String(), Title: t.Subject, Subs: []string{t.Number},
			Href: v.base + "tickets/" + t.ID.String(), State: string(t.Status),
			StateLabel: v.words.say("tickets.state." + string(t.Status)), When: &created}
		if from := v.nameOf(owner(t), names); from != "" {
			one.Subs = append(one.Subs, v.words.say("tickets.from", "name", from))
		}
		if t.Approval != records.NoApproval {
			one.Marks = append(one.Marks, v.approvalMark(t))
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// owner is whose ticket it is: its contact, or who made it.
func owner(t *records.Ticket) records.PersonID {
	if t.Contact != 0 {
		return t.Contact
	}
	return t.Creator
}

// nameOf says a person's name as the viewer reads it; nobody has no name.
func (v *visit) nameOf(id records.PersonID, names map[records.PersonID]string) string {
	if id != 0 && id == v.me() {
		return v.words.say("you")
	}
	return names[id]
}
