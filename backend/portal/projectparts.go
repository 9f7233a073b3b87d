package portal

import (
	"cmp"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// schedule lists the phases, by when they begin (A9).
func (p *projectPage) schedule(view *projectView) error {
	list, err := p.phases()
	view.Empty = p.words.say("project.schedule.none")
	today := p.at.Day
	for _, one := range list {
		line := projectLine{Title: one.Name, Subs: filled(p.span(one.Start, one.End))}
		switch {
		case one.Done:
			line.Mark = mark{"good", p.words.say("project.done")}
		case one.End != 0 && one.End < today:
			line.Mark = mark{"bad", p.words.say("project.late")}
		case one.Start != 0 && one.Start <= today:
			line.Mark = mark{"info", p.words.say("project.now")}
		}
		view.Lines = append(view.Lines, line)
	}
	return err
}

func (p *projectPage) phases() ([]*records.Phase, error) {
	list, err := partsOf[*records.Phase](p, records.KindPhase)
	slices.SortStableFunc(list, func(a, b *records.Phase) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return list, err
}

// tasks lists those that access lets through, each by itself: the ones that are assigned to the
// viewer, or as far as the permission reaches (A14).
func (p *projectPage) tasks(view *projectView) error {
	list, err := p.ownTasks()
	view.Empty = p.words.say("project.tasks.none")
	for _, t := range list {
		line := projectLine{Ask: access.ProjectTasks.String() + ":" + t.ID.String(),
			Title: t.Name, Text: t.Text}
		if t.Due != 0 {
			line.Subs = filled(p.words.say("project.due", "day", p.dayOr(t.Due)))
		}
		switch {
		case t.Done:
			line.Mark = mark{"good", p.words.say("project.done")}
		case t.Due != 0 && t.Due < p.at.Day:
			line.Mark = mark{"bad", p.words.say("project.late")}
		}
		view.Lines = append(view.Lines, line)
	}
	return err
}

func (p *projectPage) ownTasks() (own []*records.Task, err error) {
	all, err := partsOf[*records.Task](p, records.KindTask)
	for _, t := range all {
		if p.visit.may(access.ProjectTasks, t.Record(p.closed)).Allowed() {
			own = append(own, t)
		}
	}
	return own, err
}

// notes shows what was said, never anything internal, and takes more (A11).
func (p *projectPage) notes(view *projectView) error {
	list, err := partsOf[*records.ProjectNote](p, records.KindProjectNote)
	view.Empty = p.words.say("project.notes.none")
	view.Sent = p.sent(p.words.say("project.notes.sent"))
	view.Send = p.words.say("project.notes.send")
	view.Fields = view.Form.fill([]field{{Name: "text", Label: p.words.say("project.notes.your"),
		Kind: "area", Required: true}})
	for _, n := range list {
		if n.Internal {
			continue // the source leaves them out already
		}
		said := noteView{Author: n.Author, Text: n.Text, Office: n.Person == 0,
			Mine: n.Person != 0 && n.Person == p.me(), At: p.moment(n.Created)}
		if said.Mine {
			said.Author = p.words.say("you")
		}
		if n.Mail {
			said.Label = p.words.say("project.mailed")
		}
		view.Notes = append(view.Notes, said)
	}
	return err
}

func (p *projectPage) addNote(f *form) error {
	f.require("text", p.words.say("project.need-text"))
	if !f.isGood() {
		return nil
	}
	return p.env.Deeds.Do(p.r.Context(), p.Viewer, &edit.AddProjectNote{Project: p.It.ID,
		ID: records.ProjectNoteID(p.newID("project note")), Text: f.Values["text"]})
}

// mail writes to everybody on the team (A10).
func (p *projectPage) mail(view *projectView) error {
	view.Lead = p.words.say("project.mail.lead", "n", len(p.It.Team))
	if len(p.It.Team) == 0 {
		view.Lead = p.words.say("project.mail.lead-us")
	}
	view.Sent = p.sent(p.words.say("project.mail.sent"))
	view.Send = p.words.say("project.mail.send")
	view.Fields = view.Form.fill([]field{{Name: "text", Label: p.words.say("project.mail.your"),
		Kind: "area", Required: true}})
	return nil
}

func (p *projectPage) sendMail(f *form) error {
	f.require("text", p.words.say("project.need-text"))
	if !f.isGood() {
		return nil
	}
	return p.env.Deeds.Do(p.r.Context(), p.Viewer, &edit.MailProjectTeam{Project: p.It.ID,
		ID: records.ProjectNoteID(p.newID("project mail")), Text: f.Values["text"]})
}

// files lists the project's attachments (A12).
func (p *projectPage) files(view *projectView) (err error) {
	view.Files, err = p.filesOf(p.It.Key())
	view.Empty = p.words.say("project.files.none")
	return err
}

// calendar lists the appointments: what is to come first, then what is past (A13).
func (p *projectPage) calendar(view *projectView) error {
	list, err := partsOf[*records.Appointment](p, records.KindAppointment)
	view.Empty = p.words.say("project.calendar.none")
	now := p.at.Unix
	slices.SortStableFunc(list, func(a, b *records.Appointment) int {
		if (a.End < now) != (b.End < now) {
			if a.End < now {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.Start, b.Start)
	})
	for _, a := range list {
		line := projectLine{Title: a.Name, Text: a.Text,
			Subs: filled(p.times(a.Start, a.End), a.Place)}
		if a.End < now {
			line.Mark = mark{"", p.words.say("project.past")}
		}
		view.Lines = append(view.Lines, line)
	}
	return err
}

// issues lists what was reported, and takes more (A15).
func (p *projectPage) issues(view *projectView) error {
	list, err := partsOf[*records.Issue](p, records.KindIssue)
	view.Empty = p.words.say("project.issues.none")
	view.Sent = p.sent(p.words.say("project.issues.sent"))
	view.Send = p.words.say("project.issues.send")
	view.Fields = view.Form.fill([]field{
		{Name: "name", Label: p.words.say("project.issues.name"), Kind: "text", Required: true,
			Max: largestSubject},
		{Name: "text", Label: p.words.say("project.issues.text"), Kind: "area"}})
	for _, i := range slices.Backward(list) {
		line := projectLine{Title: i.Name, Text: i.Text,
			Subs: filled(i.Author, p.moment(i.Created).Day),
			Mark: mark{"warn", p.words.say("project.issue.open")}}
		if i.Closed {
			line.Mark = mark{"good", p.words.say("project.issue.closed")}
		}
		view.Lines = append(view.Lines, line)
	}
	return err
}

func (p *projectPage) addIssue(f *form) error {
	f.require("name", p.words.say("project.need-name"))
	if !f.isGood() {
		return nil
	}
	return p.env.Deeds.Do(p.r.Context(), p.Viewer, &edit.AddIssue{Project: p.It.ID,
		ID: records.IssueID(p.newID("issue")), Name: f.Values["name"], Text: f.Values["text"]})
}

// charges lists what the project costs, with the sum of each currency (A16).
func (p *projectPage) charges(view *projectView) error {
	list, err := partsOf[*records.Charge](p, records.KindCharge)
	view.Empty = p.words.say("project.charges.none")
	slices.SortStableFunc(list, func(a, b *records.Charge) int { return cmp.Compare(a.Day, b.Day) })
	var sums []records.Money
	for _, c := range list {
		view.Lines = append(view.Lines, projectLine{Title: c.Name, Subs: filled(p.dayOr(c.Day)),
			Amount: p.money(c.Amount)})
		i := slices.IndexFunc(sums, func(m records.Money) bool {
			return m.Currency == c.Amount.Currency
		})
		if i < 0 {
			sums = append(sums, c.Amount)
			continue
		}
		sums[i].Minor += c.Amount.Minor
	}
	for _, m := range sums {
		view.Totals = append(view.Totals, fact{Label: p.words.say("project.total"),
			Text: p.money(m)})
	}
	return err
}

// estimates lists the estimated hours of the phases, and their sum (A17).
func (p *projectPage) estimates(view *projectView) error {
	view.Empty = p.words.say("project.hours.none")
	phases, err := p.phases()
	if err != nil {
		return err
	}
	var sum int64
	for _, one := range phases {
		if one.Minutes > 0 {
			view.Lines = append(view.Lines, projectLine{Title: one.Name,
				Subs: filled(p.span(one.Start, one.End)), Amount: p.hours(one.Minutes)})
			sum += one.Minutes
		}
	}
	if sum > 0 {
		view.Totals = []fact{{Label: p.words.say("project.total"), Text: p.hours(sum)}}
	}
	return nil
}

// filled drops the empty texts of a small line.
func filled(list ...string) []string {
	return slices.DeleteFunc(list, func(text string) bool { return text == "" })
}
