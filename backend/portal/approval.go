package portal

import (
	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// approvalView is where a ticket's approval stands; its approver has the form (A43).
type approvalView struct {
	Look, Label string
	By          string // who and when, in a sentence
	Note        string
	Mine        bool
	Ask         string
	Form        form
	Fields      []field
}

var approvalLooks = map[records.Approval]string{records.Pending: "warn", records.Approved: "good",
	records.Objected: "bad"}

// approvalMark says an approval in a list: what waits for the viewer stands out.
func (v *visit) approvalMark(t *records.Ticket) mark {
	if t.Approval == records.Pending && (t.Approver != v.me() || v.me() == 0) {
		return mark{"info", v.words.say("approval.state.pending")}
	}
	if t.Approval == records.Pending {
		return mark{"warn", v.words.say("approval.mine")}
	}
	return mark{approvalLooks[t.Approval], v.words.say("approval.state." + string(t.Approval))}
}

func (v *visit) approval(s *seen[*records.Ticket],
	names map[records.PersonID]string) *approvalView {
	t := s.It
	if t.Approval == records.NoApproval {
		return nil
	}
	m := v.approvalMark(t)
	view := &approvalView{Look: m.Look, Label: m.Label, Note: t.ApprovalNote,
		Ask: access.TicketReply.String() + ":" + t.ID.String(),
		Mine: t.Approval == records.Pending && t.Approver == v.me() && v.me() != 0 &&
			s.may(v, access.TicketReply).Allowed()}
	if t.Answered != 0 {
		view.By = v.words.say("approval.by", "name", v.nameOf(t.Approver, names), "when",
			v.moment(t.Answered).Full)
	}
	view.Fields = []field{{Name: "note", Label: v.words.say("approval.note"), Kind: "area"}}
	return view
}

// approve is the approver's answer (A43).
func (v *visit) approve(t *seen[*records.Ticket]) error {
	answer := v.r.PostForm.Get("answer")
	f := v.read("note")
	if answer != "approve" && answer != "decline" {
		f.Error = v.words.say("approval.need-answer")
		return v.showTicket(t, f)
	}
	err := v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.DecideApproval{Ticket: t.It.ID,
		Approve: answer == "approve", Note: f.Values["note"]})
	if err != nil {
		v.blame(&f, err)
		return v.showTicket(t, f)
	}
	return v.seeOther("tickets/" + t.It.ID.String() + "?sent=approval")
}

// aside gathers what stands beside the talk: what was just done, who is away, the approval, and
// what the ticket is about.
func (v *visit) aside(s *seen[*records.Ticket], names map[records.PersonID]string,
	view *ticketView) (err error) {
	switch v.r.URL.Query().Get("sent") {
	case "1":
		view.Sent = v.words.say("ticket.sent")
	case "new":
		view.Sent = v.words.say("new-ticket.sent")
	case "approval":
		view.Sent = v.words.say("approval.sent")
	}
	view.Approval = v.approval(s, names)
	if s.It.Status != records.Resolved {
		if view.Told, err = v.told(v.now, s.It); err != nil {
			return err
		}
	}
	more, err := v.routed(s.It)
	view.Facts = append(more, view.Facts...)
	return err
}

// routed says the ticket's type, queue and vendor. Of queues the customer's own are named: those of
// the office are its own affair.
func (v *visit) routed(t *records.Ticket) (list []fact, err error) {
	for _, in := range []struct {
		kind records.Kind
		id   int64
		text string
	}{{records.KindRequestType, int64(t.Type), v.words.say("ticket.type")},
		{records.KindQueue, int64(t.Queue), v.words.say("ticket.queue")},
		{records.KindVendor, int64(t.Vendor), v.words.say("ticket.vendor")}} {
		if in.id == 0 {
			continue
		}
		found, err := parts[records.Guarded](v, in.kind, "id", in.id)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			own := r.At() == t.Account || r.At() == 0 && in.kind == records.KindRequestType
			if own && t.Account != 0 {
				list = append(list, fact{Label: in.text, Text: r.Title()})
			}
		}
	}
	return list, nil
}
