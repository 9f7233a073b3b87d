package portal

import (
	"net/http"
	"unicode/utf8"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

type ticketView struct {
	ID, Number, Subject string
	Status, StatusLabel string
	Facts               []fact
	Notes               []noteView
	Files               []fileView
	Sent                string   // what was sent just now, in a sentence
	Told                []string // who answers from when, and who is away
	Approval            *approvalView
	Closed              bool // no reply, because the ticket is closed
	Reply               bool // the form is there
	ReplyWhy            string
	ReplyAsk            string // data-ask
	Form                form
	Fields              []field
}

type fact struct {
	Label, Text string
	At          *moment
}

type noteView struct {
	Author, Text string
	Label        string // of a small mark; empty = none
	Office, Mine bool
	At           moment
}

// ticket shows one ticket with its notes (O8, A42: never an internal one).
func (v *visit) ticket(arg string) error {
	if d := v.may(access.TicketView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	t, err := look[*records.Ticket](v, access.TicketView, arg)
	if err != nil {
		return err
	}
	return v.showTicket(t, form{})
}

func (v *visit) showTicket(s *seen[*records.Ticket], f form) error {
	t := s.It
	notes, err := parts[*records.Note](v, records.KindNote, "ticket", int64(t.ID))
	if err != nil {
		return err
	}
	ids := []records.PersonID{t.Creator, t.Contact, t.Assigned, t.Approver}
	names, err := v.source.People(v.r.Context(), ids)
	if err != nil {
		return err
	}
	view := ticketView{ID: t.ID.String(), Number: t.Number, Subject: t.Subject, Form: f,
		Status: string(t.Status), StatusLabel: v.words.say("tickets.state." + string(t.Status)),
		Facts:    v.ticketFacts(s, names),
		ReplyAsk: access.TicketReply.String() + ":" + t.ID.String()}
	if err := v.aside(s, names, &view); err != nil {
		return err
	}
	view.Notes = append(view.Notes, noteView{Author: v.nameOf(owner(t), names),
		Text: t.Text, Mine: owner(t) == v.me() && v.me() != 0, At: v.moment(t.Created)})
	view.Notes = append(view.Notes, v.notes(t.ID, notes)...)
	if view.Files, err = v.filesOf(t.Key()); err != nil {
		return err
	}
	switch d := s.may(v, access.TicketReply); {
	case d.Allowed():
		view.Reply = true
	case d.Faults == access.TicketClosed:
		view.Closed = true
	default:
		view.ReplyWhy = v.words.say("ticket.no-reply")
	}
	view.Fields = f.fill([]field{{Name: "text", Label: v.words.say("ticket.your-reply"),
		Kind: "area", Required: true}, v.filesField()})
	title := t.Number + " " + t.Subject
	return v.show(f.statusOr(http.StatusOK), "ticket", title, view)
}

func (v *visit) notes(ticket records.TicketID, list []*records.Note) (views []noteView) {
	for _, n := range list {
		if n.Internal || n.Ticket != ticket {
			continue // the source leaves them out already
		}
		view := noteView{Author: n.Author, Text: n.Text, Office: n.Person == 0,
			Mine: n.Person != 0 && n.Person == v.me(), At: v.moment(n.Created)}
		if view.Mine {
			view.Author = v.words.say("you")
		}
		views = append(views, view)
	}
	return views
}

// ticketFacts lists what is known of a ticket, the office's priority only for those who may see
// it (A7).
func (v *visit) ticketFacts(s *seen[*records.Ticket],
	names map[records.PersonID]string) []fact {
	t := s.It
	var list []fact
	add := func(key, text string) {
		if text != "" {
			list = append(list, fact{Label: v.words.say("ticket." + key), Text: text})
		}
	}
	add("from", v.nameOf(owner(t), names))
	if t.Creator != owner(t) {
		add("opened-by", v.nameOf(t.Creator, names))
	}
	add("assigned", v.nameOf(t.Assigned, names))
	add("approver", v.nameOf(t.Approver, names))
	if s.may(v, access.PriorityView).Allowed() {
		add("priority", v.words.orElse("priority."+t.Priority, t.Priority))
	}
	created, updated := v.moment(t.Created), v.moment(t.Updated)
	list = append(list, fact{Label: v.words.say("ticket.created"), At: &created})
	if t.Updated > t.Created {
		list = append(list, fact{Label: v.words.say("ticket.updated"), At: &updated})
	}
	return list
}

// reply adds the customer's answer to a ticket (A6).
func (v *visit) reply(arg string) error {
	if d := v.may(access.TicketView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	t, err := look[*records.Ticket](v, access.TicketView, arg)
	if err != nil {
		return err
	}
	if v.r.PostForm.Get("form") == "approval" {
		return v.approve(t)
	}
	f := v.read("text")
	d := t.may(v, access.TicketReply)
	files, err := v.uploads(&f, "files")
	switch {
	case err != nil:
		return err
	case !d.Allowed():
		f.Error, f.status = v.words.say("plain."+access.Plain(d)), http.StatusForbidden
	case f.Values["text"] == "":
		f.Errors["text"] = v.words.say("ticket.need-text")
	case len(f.Values["text"]) > largestText || !utf8.ValidString(f.Values["text"]):
		f.Errors["text"] = v.words.say("error.long-text")
	}
	if f.isGood() {
		list, err := v.keep(t.It.Key(), files)
		if err == nil {
			list = append(list, &edit.AddNote{ID: records.NoteID(v.newID("note")),
				Ticket: t.It.ID, Text: f.Values["text"]})
			err = v.env.Deeds.Do(v.r.Context(), v.Viewer, list...)
		}
		if err == nil {
			return v.seeOther("tickets/" + t.It.ID.String() + "?sent=1")
		}
		v.blame(&f, err, "text")
	}
	return v.showTicket(t, f)
}
