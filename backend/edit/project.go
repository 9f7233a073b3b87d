package edit

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveProject makes or changes a project. It stays with its account, because its tasks say the
// same account.
type SaveProject struct {
	Save[records.Project, *records.Project]
}

// Apply writes the project.
func (e *SaveProject) Apply(tx Tx, env Env) (Result, error) {
	if e.Was != nil && e.Was.Account != e.Want.Account {
		return Result{}, problem.New(problem.Invalid, "A project stays with its account.").
			On("account")
	}
	if e.Was == nil && tx.Row(account(e.Want.Account)) == nil {
		return Result{}, gone("The account")
	}
	s := e.Save
	return s.begin(&s.Want.Created, tx, env)
}

// projectParts are the kinds that belong to a project.
var projectParts = []records.Kind{records.KindTask, records.KindPhase, records.KindProjectNote,
	records.KindAppointment, records.KindIssue, records.KindCharge, records.KindDocument}

// SaveTask makes or changes a task of a project (A14).
type SaveTask struct {
	Save[records.Task, *records.Task]
}

// Apply writes the task. Its account is the project's, whatever the form said.
func (e *SaveTask) Apply(tx Tx, env Env) (Result, error) {
	p, ok := get[*records.Project](tx, project(e.Want.Project))
	if !ok {
		return Result{}, gone("The project")
	}
	s := e.Save
	s.Want.Account = p.Account
	return s.begin(&s.Want.Created, tx, env)
}

// SavePhase makes or changes an entry of a project's schedule (A9).
type SavePhase struct {
	Save[records.Phase, *records.Phase]
}

// SaveAppointment makes or changes a calendar item of a project (A13).
type SaveAppointment struct {
	Save[records.Appointment, *records.Appointment]
}

// SaveIssue makes or changes an issue of a project, such as by closing it (A15).
type SaveIssue struct {
	Save[records.Issue, *records.Issue]
}

// Apply writes the issue.
func (e *SaveIssue) Apply(tx Tx, env Env) (Result, error) {
	s := e.Save
	return s.begin(&s.Want.Created, tx, env)
}

// SaveCharge makes or changes a charge of a project (A16).
type SaveCharge struct {
	Save[records.Charge, *records.Charge]
}

// AddProjectNote says something at a project (A11). Notes only ever add up.
type AddProjectNote struct {
	ID       records.ProjectNoteID
	Project  records.ProjectID
	Text     string
	Internal bool // staff only
}

func (e *AddProjectNote) note(env Env) *records.ProjectNote {
	return &records.ProjectNote{ID: e.ID, Project: e.Project, Text: e.Text, Internal: e.Internal,
		Person: env.Actor.Person, Author: env.Actor.Name, Created: env.Now.Unix()}
}

// Validate refuses an empty note.
func (e *AddProjectNote) Validate() error { return e.note(Env{}).Check() }

// Authorize lets staff, and customers who may read and add notes of this project.
func (e *AddProjectNote) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff == nil && e.Internal {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return atProject(tx, env, access.ProjectNotes, e.Project)
}

// Apply writes the note.
func (e *AddProjectNote) Apply(tx Tx, env Env) (Result, error) {
	return addToProject(tx, e.Project, e.note(env))
}

// MailProjectTeam writes to everybody on a project's team (A10). What was written stays among the
// project's notes.
type MailProjectTeam struct {
	ID      records.ProjectNoteID
	Project records.ProjectID
	Text    string
}

func (e *MailProjectTeam) note(env Env) *records.ProjectNote {
	return &records.ProjectNote{ID: e.ID, Project: e.Project, Text: e.Text, Mail: true,
		Person: env.Actor.Person, Author: env.Actor.Name, Created: env.Now.Unix()}
}

// Validate refuses an empty message.
func (e *MailProjectTeam) Validate() error { return e.note(Env{}).Check() }

// Authorize lets staff, and customers who may write to the team of this project.
func (e *MailProjectTeam) Authorize(tx Tx, env Env) error {
	return atProject(tx, env, access.ProjectMail, e.Project)
}

// Apply writes the message, and queues it to everybody on the team but its author. A customer's is
// told to staff as well.
func (e *MailProjectTeam) Apply(tx Tx, env Env) (Result, error) {
	res, err := addToProject(tx, e.Project, e.note(env))
	p, ok := get[*records.Project](tx, project(e.Project))
	if err != nil || res.Status == records.Merged || !ok {
		return res, err
	}
	for _, id := range p.Team {
		m, ok := recipient(tx, env, id)
		if !ok || id == env.Actor.Person {
			continue
		}
		m.Template, m.Link = records.ProjectTeamMail, "projects/"+p.ID.String()
		m.Args["project"], m.Args["from"], m.Args["text"] = p.Name, env.Actor.Name, e.Text
		mail(tx, env, m)
	}
	if env.Actor.Staff == nil {
		tellStaff(tx, env, records.Inbox{Edit: "MailProjectTeam", Subject: p.Title(),
			Text: env.Actor.Name + " writes: " + excerpt(e.Text)})
	}
	return res, nil
}

// excerpt gives the beginning of a text, for a line.
func excerpt(text string) string {
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) > 200 {
		return string(letters[:200]) + "…"
	}
	return string(letters)
}

// AddIssue reports something about a project (A15).
type AddIssue struct {
	ID      records.IssueID
	Project records.ProjectID
	Name    string
	Text    string
}

func (e *AddIssue) issue(env Env) *records.Issue {
	return &records.Issue{ID: e.ID, Project: e.Project, Name: e.Name, Text: e.Text,
		Person: env.Actor.Person, Author: env.Actor.Name, Created: env.Now.Unix()}
}

// Validate refuses an issue that says nothing.
func (e *AddIssue) Validate() error { return e.issue(Env{}).Check() }

// Authorize lets staff, and customers who may add issues to this project.
func (e *AddIssue) Authorize(tx Tx, env Env) error {
	return atProject(tx, env, access.ProjectIssues, e.Project)
}

// Apply writes the issue.
func (e *AddIssue) Apply(tx Tx, env Env) (Result, error) {
	return addToProject(tx, e.Project, e.issue(env))
}

// atProject lets staff, and customers who have a permission at a project.
func atProject(tx Tx, env Env, p access.Permission, id records.ProjectID) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	it, ok := get[*records.Project](tx, project(id))
	if !ok {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return may(env, p, it.Record(closedAt(tx, it.Account)))
}

// addToProject adds what is only ever added.
func addToProject(tx Tx, id records.ProjectID, r records.Record) (Result, error) {
	p, ok := get[*records.Project](tx, project(id))
	if !ok {
		return Result{}, gone("The project")
	}
	res := Result{Subject: p.Title(), About: p.ID.Key()}
	if tx.Row(r.Key()) != nil {
		res.Status = records.Merged // it is there: nothing replaces it
		return res, nil
	}
	tx.Put(r)
	return res, nil
}

func project(id records.ProjectID) records.Key {
	return records.Key{Kind: records.KindProject, ID: int64(id)}
}
