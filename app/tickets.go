package app

import (
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// TicketRow is a ticket as the office's list shows it.
type TicketRow struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	Subject string `json:"subject"`
	Status  string `json:"status"`
	Company string `json:"company"`
	Contact string `json:"contact"`
	Created string `json:"created"`
	Badge   string `json:"badge"`
}

// TicketView is a ticket with its notes, internal ones included (A42: at the desk only).
type TicketView struct {
	TicketRow
	Text  string     `json:"text"`
	Notes []NoteView `json:"notes"`
}

// NoteView is one contribution to a ticket.
type NoteView struct {
	ID       string `json:"id"`
	Who      string `json:"who"`
	Staff    bool   `json:"staff"`
	Internal bool   `json:"internal"`
	When     string `json:"when"`
	Text     string `json:"text"`
}

// Tickets gives a stretch of all tickets, newest first (O8).
func (d *Desk) Tickets(text string, from, size int) (page Page[TicketRow], err error) {
	defer recovered(&err)
	lines, total, err := d.store.TicketLines(d.ctx, text, max(from, 0), min(max(size, 0), 1000))
	page = Page[TicketRow]{Total: total, Rows: make([]TicketRow, len(lines))}
	for i, l := range lines {
		page.Rows[i] = ticketRow(&l.Ticket)
		page.Rows[i].Company, page.Rows[i].Contact = l.Company, l.Contact
		page.Rows[i].Badge = badge(l.Pending)
	}
	return page, err
}

func ticketRow(t *records.Ticket) TicketRow {
	return TicketRow{ID: t.ID.String(), Number: t.Number, Subject: t.Subject,
		Status: string(t.Status), Created: rfc3339(t.Created)}
}

// Ticket gives one ticket.
func (d *Desk) Ticket(id string) (v TicketView, err error) {
	defer recovered(&err)
	ticket, err := records.ParseID[records.Ticket](id)
	if err != nil {
		return v, err
	}
	r, _, err := d.store.One(d.ctx, records.Key{Kind: records.KindTicket, ID: int64(ticket)})
	if err != nil {
		return v, err
	}
	t := r.(*records.Ticket)
	v = TicketView{TicketRow: ticketRow(t), Text: t.Text, Notes: []NoteView{}}
	a, err := d.store.Account(d.ctx, t.Account)
	if err != nil {
		return v, err
	}
	names, err := d.store.People(d.ctx, []records.PersonID{t.Contact})
	if err != nil {
		return v, err
	}
	v.Company, v.Contact = a.Name, names[t.Contact]
	notes, err := d.store.AllNotes(d.ctx, ticket)
	for _, n := range notes {
		v.Notes = append(v.Notes, NoteView{ID: n.ID.String(), Who: n.Author, Staff: n.Person == 0,
			Internal: n.Internal, When: rfc3339(n.Created), Text: n.Text})
	}
	return v, err
}

// AnswerTicket writes a note: to the customer, or an internal one.
func (d *Desk) AnswerTicket(id, text string, internal bool) (v SavedView, err error) {
	defer recovered(&err)
	ticket, err := records.ParseID[records.Ticket](id)
	if err != nil {
		return v, err
	}
	said := "Answer saved."
	if internal {
		said = "Internal note saved."
	}
	return d.save(&edit.AddNote{ID: records.NoteID(d.env.NewID()), Ticket: ticket, Text: text,
		Internal: internal}, "", said)
}

// HomeView is what needs attention.
type HomeView struct {
	People        int `json:"people"`
	WithAccess    int `json:"withAccess"`
	EndingSoon    int `json:"endingSoon"`
	NeverSignedIn int `json:"neverSignedIn"`
	OpenTickets   int `json:"openTickets"`
	Conflicts     int `json:"conflicts"`
}

// Home gives the figures of the home screen (B18).
func (d *Desk) Home() (v HomeView, err error) {
	defer recovered(&err)
	me, err := d.me()
	if err != nil {
		return v, err
	}
	c, err := d.store.Counts(d.ctx, d.moment().Day, me.ID)
	return HomeView(c), err
}
