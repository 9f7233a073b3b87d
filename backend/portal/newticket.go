package portal

import (
	"net/http"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// What fits into a ticket, in bytes.
const (
	largestSubject = 300
	largestText    = 100_000
)

// Priorities are the priorities that customers who may set one choose from (A8), lowest first.
var Priorities = records.Priorities

type newTicketView struct {
	Form   form
	Fields []field
	Sent   bool
	Ask    string
	Told   []string // who answers from when
}

// newTicketPage shows the form of a new ticket (O8, A6); visitors as the Z table says.
func (v *visit) newTicketPage(string) error {
	if refused, err := v.refuseRequest(); refused {
		return err
	}
	return v.showNewTicket(form{})
}

// refuseRequest answers for those who may not submit a request, by their access or by the Z table.
func (v *visit) refuseRequest() (bool, error) {
	e := v.entrance()
	switch d := v.may(access.TicketCreate, nil); {
	case e.Asked == access.AskedOnArrival || e.Asked == access.AskedForForm:
		return true, v.askSignIn()
	case !d.Allowed():
		return true, v.refuse(d)
	case e.Asked == access.AskedNever && !e.Guest:
		return true, v.notice(http.StatusForbidden, "no-requests")
	}
	return false, nil
}

func (v *visit) showNewTicket(f form) error {
	kinds, err := v.requestTypes()
	if err != nil {
		return err
	}
	view := newTicketView{Form: f, Fields: f.fill(v.newTicketFields(kinds)),
		Sent: v.r.URL.Query().Get("sent") == "1" && f.isGood(), Ask: access.TicketCreate.String()}
	if view.Told, err = v.told(v.now, nil); err != nil {
		return err
	}
	return v.show(f.statusOr(http.StatusOK), "new-ticket", v.words.say("request.tab"), view)
}

func (v *visit) newTicketFields(kinds []*records.RequestType) (list []field) {
	if v.Subject.Visitor {
		list = append(list,
			field{Name: "name", Label: v.words.say("new-ticket.name"), Kind: "text",
				Complete: "name", Max: 200},
			field{Name: "email", Label: v.words.say("new-ticket.email"), Kind: "email",
				Complete: "email", Required: true, Hint: v.words.say("new-ticket.email-hint")})
	}
	if len(kinds) > 0 {
		list = append(list, v.typeField(kinds))
	}
	list = append(list,
		field{Name: "subject", Label: v.words.say("new-ticket.subject"), Kind: "text",
			Required: true, Hint: v.words.say("new-ticket.subject-hint")},
		field{Name: "text", Label: v.words.say("new-ticket.text"), Kind: "area",
			Hint: v.words.say("new-ticket.text-hint")})
	if v.may(access.PrioritySet, nil).Allowed() {
		choice := field{Name: "priority", Label: v.words.say("ticket.priority"), Kind: "choice",
			Options: []option{{"", v.words.say("priority.none")}}}
		for _, p := range Priorities {
			choice.Options = append(choice.Options, option{p, v.words.say("priority." + p)})
		}
		list = append(list, choice)
	}
	if !v.Subject.Visitor {
		list = append(list, v.filesField())
	}
	return list
}

// newTicket opens a ticket. What was typed stays in the form when it is refused.
func (v *visit) newTicket(string) error {
	if refused, err := v.refuseRequest(); refused {
		return err
	}
	names := []string{"type", "subject", "text", "priority", "name", "email"}
	f := v.read(names...)
	f.require("subject", v.words.say("new-ticket.need-subject"))
	f.limit("subject", largestSubject, v.words.say("error.long-subject"))
	f.limit("text", largestText, v.words.say("error.long-text"))
	f.limit("name", 400, v.words.say("error.long-name"))
	if v.Subject.Visitor && (f.Values["email"] == "" ||
		records.CheckEmail(f.Values["email"]) != nil) {
		f.Errors["email"] = v.words.say("error.email")
	}
	files, err := v.uploads(&f, "files")
	if err != nil {
		return err
	}
	if !f.isGood() {
		return v.showNewTicket(f)
	}
	t := v.draft(f)
	list, err := v.keep(records.Key{Kind: records.KindTicket, ID: int64(t.ID)}, files)
	if err == nil {
		err = v.env.Deeds.Do(v.r.Context(), v.Viewer, append([]edit.Edit{t}, list...)...)
	}
	if err != nil {
		v.blame(&f, err, names...)
		return v.showNewTicket(f)
	}
	if v.may(access.TicketView, nil).Allowed() {
		return v.seeOther("tickets/" + t.ID.String() + "?sent=new")
	}
	return v.seeOther("new-ticket?sent=1")
}

// draft takes from a form what this viewer may say.
func (v *visit) draft(f form) *edit.CreateTicket {
	id := v.newID("ticket")
	e := &edit.CreateTicket{ID: records.TicketID(id), Number: numberOf("T", id),
		Subject: f.Values["subject"], Text: f.Values["text"], Contact: v.me()}
	if v.Subject.Visitor {
		e.From, e.Email = f.Values["name"], f.Values["email"]
	}
	if kind, err := records.ParseID[records.RequestType](f.Values["type"]); err == nil {
		e.Type = kind
	}
	if v.Account != nil {
		e.Account = v.Account.ID
	}
	if v.may(access.PrioritySet, nil).Allowed() && slices.Contains(Priorities,
		f.Values["priority"]) {
		e.Priority = f.Values["priority"]
	}
	return e
}

// numberOf makes what people call a record from its id.
func numberOf(prefix string, id int64) string {
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	text := []byte(prefix + "-000000")
	for i := range 6 {
		text[len(prefix)+1+i] = letters[id>>(5*i)&31]
	}
	return string(text)
}
