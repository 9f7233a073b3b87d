package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

const pageRows = 50

type ticketsView struct {
	Rows          []ticketRow
	Filters       []link
	Query, Status string
	Empty         string // what to say in the place of rows
	Older, Newest string // addresses, or empty
	Create        *link  // nil: not in their access
	Results       string // for those who cannot see the list
}

type ticketRow struct {
	ID, Number, Subject, From string
	Href                      string
	Status, StatusLabel       string
	Created                   moment
}

var ticketStatuses = []records.TicketStatus{"", records.Open, records.Waiting, records.Resolved}

// tickets lists the tickets that are within the viewer's reach (O8, A1, A4), 50 a page.
func (v *visit) tickets(string) error {
	if d := v.may(access.TicketView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	q := v.ticketQuery()
	where := v.rows(access.TicketView, records.TicketColumns)
	list, err := v.source.Tickets(v.r.Context(), where, q)
	if err != nil {
		return err
	}
	view := ticketsView{Query: q.Text, Status: string(q.Status), Filters: v.statusLinks(q)}
	if len(list) == q.Limit {
		list = list[:pageRows]
		last := list[pageRows-1]
		view.Older = v.ticketsHref(q, TicketKey{Created: last.Created, ID: last.ID})
	}
	if q.Before != (TicketKey{}) {
		view.Newest = v.ticketsHref(q, TicketKey{})
	}
	if view.Rows, err = v.ticketRows(list); err != nil {
		return err
	}
	if v.may(access.TicketCreate, nil).Allowed() {
		view.Create = &link{Href: v.base + "new-ticket", Ask: access.TicketCreate.String()}
	}
	view.Empty, view.Results = v.emptyTickets(q), v.words.say("tickets.shown", "n", len(list))
	return v.show(http.StatusOK, "tickets", v.words.say("component.tickets"), view)
}

// ticketQuery reads the filter of a list from its address. What it does not understand is as if
// it were not there.
func (v *visit) ticketQuery() TicketQuery {
	from := v.r.URL.Query()
	q := TicketQuery{Text: shortened(from.Get("q")), Limit: pageRows + 1}
	for _, s := range ticketStatuses {
		if from.Get("status") == string(s) {
			q.Status = s
		}
	}
	created, id, _ := strings.Cut(from.Get("before"), ".")
	seconds, err := strconv.ParseInt(created, 10, 64)
	ticket, err2 := records.ParseID[records.Ticket](id)
	if err == nil && err2 == nil {
		q.Before = TicketKey{Created: seconds, ID: ticket}
	}
	return q
}

// shortened cuts a search to a sensible length.
func shortened(text string) string {
	letters := []rune(strings.TrimSpace(strings.ToValidUTF8(text, "")))
	return string(letters[:min(len(letters), 200)])
}

func (v *visit) ticketsHref(q TicketQuery, before TicketKey) string {
	to := url.Values{}
	if q.Text != "" {
		to.Set("q", q.Text)
	}
	if q.Status != "" {
		to.Set("status", string(q.Status))
	}
	if before != (TicketKey{}) {
		to.Set("before", strconv.FormatInt(before.Created, 10)+"."+before.ID.String())
	}
	if len(to) == 0 {
		return v.base + "tickets"
	}
	return v.base + "tickets?" + to.Encode()
}

func (v *visit) statusLinks(q TicketQuery) (list []link) {
	here := q.Status
	for _, s := range ticketStatuses {
		q.Status = s
		key := string(s)
		if s == "" {
			key = "all"
		}
		list = append(list, link{Label: v.words.say("status." + key), Here: s == here,
			Href: v.ticketsHref(q, TicketKey{})})
	}
	return list
}

func (v *visit) emptyTickets(q TicketQuery) string {
	switch {
	case q.Text != "":
		return v.words.say("tickets.none-found", "text", q.Text)
	case q.Status != "":
		return v.words.say("tickets.none-status")
	case q.Before != (TicketKey{}):
		return v.words.say("tickets.none-older")
	}
	return v.words.say("tickets.none")
}

func (v *visit) ticketRows(list []*records.Ticket) ([]ticketRow, error) {
	var people []records.PersonID
	for _, t := range list {
		people = append(people, owner(t))
	}
	names, err := v.source.People(v.r.Context(), people)
	if err != nil {
		return nil, err
	}
	var rows []ticketRow
	for _, t := range list {
		rows = append(rows, ticketRow{ID: t.ID.String(), Number: t.Number, Subject: t.Subject,
			From: v.nameOf(owner(t), names), Href: v.base + "tickets/" + t.ID.String(),
			Status: string(t.Status), StatusLabel: v.words.say("status." + string(t.Status)),
			Created: v.moment(t.Created)})
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
