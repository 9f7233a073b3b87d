package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Phase is an entry of a project's schedule (A9).
type Phase struct {
	ID      PhaseID
	Project ProjectID
	Name    string
	Start   access.Day
	End     access.Day
	Done    bool
	Minutes int64 // the estimate (A17)
}

// Key names the phase.
func (p *Phase) Key() Key { return Key{KindPhase, int64(p.ID)} }

// Index gives the project.
func (p *Phase) Index(column string) any { return ofProject(column, p.Project) }

// Title is the name.
func (p *Phase) Title() string { return p.Name }

// Check refuses a phase without a name, or that ends before it starts.
func (p *Phase) Check() error {
	return firstOf(inProject(int64(p.ID), p.Project), named("name", p.Name), estimate(p.Minutes),
		access.Window{From: p.Start, To: p.End}.Check())
}

// ProjectNote is what somebody said at a project (A11), or wrote to its team (A10).
type ProjectNote struct {
	ID       ProjectNoteID
	Project  ProjectID
	Person   PersonID // the customer who wrote it, 0 = staff
	Author   string   // the name at the time
	Internal bool     // staff only
	Mail     bool     // it went to the project team as an e-mail (A10)
	Text     string
	Created  int64
}

// Key names the note.
func (n *ProjectNote) Key() Key { return Key{KindProjectNote, int64(n.ID)} }

// Index gives the project.
func (n *ProjectNote) Index(column string) any { return ofProject(column, n.Project) }

// Check refuses an empty note.
func (n *ProjectNote) Check() error {
	return firstOf(inProject(int64(n.ID), n.Project), said(n.Text))
}

// Appointment is a calendar item of a project (A13).
type Appointment struct {
	ID      AppointmentID
	Project ProjectID
	Name    string
	Place   string
	Text    string
	Start   int64 // seconds since 1970
	End     int64
}

// Key names the appointment.
func (a *Appointment) Key() Key { return Key{KindAppointment, int64(a.ID)} }

// Index gives the project.
func (a *Appointment) Index(column string) any { return ofProject(column, a.Project) }

// Title is the name.
func (a *Appointment) Title() string { return a.Name }

// Check refuses an appointment without a name or a time, or that ends before it starts.
func (a *Appointment) Check() error {
	switch {
	case a.Start <= 0:
		return problem.New(problem.Invalid, "Say when it begins.").On("start")
	case a.End < a.Start:
		return problem.New(problem.Invalid, "It cannot end before it begins.").On("end")
	}
	return firstOf(inProject(int64(a.ID), a.Project), named("name", a.Name),
		short("place", a.Place), long("text", a.Text))
}

// Issue is something about a project that somebody reports (A15).
type Issue struct {
	ID      IssueID
	Project ProjectID
	Person  PersonID // the customer who reported it, 0 = staff
	Author  string   // the name at the time
	Name    string
	Text    string
	Closed  bool
	Created int64
}

// Key names the issue.
func (i *Issue) Key() Key { return Key{KindIssue, int64(i.ID)} }

// Index gives the project.
func (i *Issue) Index(column string) any { return ofProject(column, i.Project) }

// Title is the name.
func (i *Issue) Title() string { return i.Name }

// Check refuses an issue that says nothing.
func (i *Issue) Check() error {
	return firstOf(inProject(int64(i.ID), i.Project), named("name", i.Name), long("text", i.Text))
}

// Charge is what a project costs the customer (A16).
type Charge struct {
	ID      ChargeID
	Project ProjectID
	Name    string
	Day     access.Day
	Amount  Money
}

// Key names the charge.
func (c *Charge) Key() Key { return Key{KindCharge, int64(c.ID)} }

// Index gives the project.
func (c *Charge) Index(column string) any { return ofProject(column, c.Project) }

// Title is the name.
func (c *Charge) Title() string { return c.Name }

// Check refuses a charge without a name or with an amount in no currency.
func (c *Charge) Check() error {
	return firstOf(inProject(int64(c.ID), c.Project), named("name", c.Name), c.Amount.Check())
}

// ofProject is the Index of what belongs to a project.
func ofProject(column string, id ProjectID) any {
	if column == "project" {
		return int64(id)
	}
	return nil
}

func inProject(id int64, project ProjectID) error {
	if id <= 0 || project <= 0 {
		return problem.New(problem.Invalid, "This belongs to a project.")
	}
	return nil
}

func estimate(minutes int64) error {
	if minutes < 0 || minutes > 1_000_000_000 {
		return problem.New(problem.Invalid, "The estimate is not a possible time.").On("minutes")
	}
	return nil
}

// named refuses a text without which people could not tell one record from another.
func named(field, text string) error {
	if strings.TrimSpace(text) == "" {
		return problem.New(problem.Invalid, "Give it a name.").On(field)
	}
	return short(field, text)
}

func short(field, text string) error {
	if len(text) > 300 {
		return problem.New(problem.Invalid, "This is too long. Use 300 letters or less.").
			On(field)
	}
	return nil
}

func long(field, text string) error {
	if len(text) > 100_000 {
		return problem.New(problem.Invalid, "The text is too long. Use 100,000 letters or less.").
			On(field)
	}
	return nil
}

// said refuses a contribution that says nothing.
func said(text string) error {
	if strings.TrimSpace(text) == "" {
		return problem.New(problem.Invalid, "Write something before you send it.").On("text")
	}
	return long("text", text)
}

// firstOf gives the first problem of a list.
func firstOf(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}
