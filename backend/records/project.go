package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// ProjectState says where a project stands.
type ProjectState string

// The states of a project.
const (
	Planned  ProjectState = "planned"
	Running  ProjectState = "running"
	Paused   ProjectState = "paused"
	Finished ProjectState = "finished"
)

// Project is work for an account that goes on for a while (A2, A5). Its parts are records of their
// own: phases, tasks, notes, calendar items, issues, charges, and files.
type Project struct {
	ID      ProjectID
	Number  string // as people say it, such as "P-0007"
	Name    string
	Account AccountID
	Text    string
	State   ProjectState
	Start   access.Day
	End     access.Day
	Team    []PersonID // of the customer's people, those who work on it (C10)
	Manager string     // the member of staff who leads it
	Created int64      // seconds since 1970
}

// Key names the project.
func (p *Project) Key() Key { return Key{KindProject, int64(p.ID)} }

// Index gives the account.
func (p *Project) Index(column string) any {
	if column == "account" {
		return int64(p.Account)
	}
	return nil
}

// Check refuses a project without a name or an account, or that ends before it starts.
func (p *Project) Check() error {
	switch {
	case p.ID <= 0 || p.Account <= 0:
		return problem.New(problem.Invalid, "A project belongs to an account.").On("account")
	case p.State != Planned && p.State != Running && p.State != Paused && p.State != Finished:
		return problem.New(problem.Invalid, "A project is planned, running, paused or finished.").
			On("state")
	}
	if err := (access.Window{From: p.Start, To: p.End}).Check(); err != nil {
		return err
	}
	return firstOf(named("name", p.Name), short("number", p.Number), short("manager", p.Manager),
		long("text", p.Text))
}

// Title is the number and the name.
func (p *Project) Title() string { return strings.TrimSpace(p.Number + " " + p.Name) }

// At gives the account.
func (p *Project) At() AccountID { return p.Account }

// Record gives what a decision needs to know of the project and of all its parts but the tasks
// (A2, A5). The relations are those of ProjectColumns, which says the same to SQL.
func (p *Project) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: p.Created,
		Keys: accountKeys(access.Sets{access.Team: keys(p.Team...)}, p.Account)}
}

// ProjectColumns is Project.Record for SQL: table projects as t, accounts as a. The table
// project_team holds what Team says.
var ProjectColumns = access.Columns{
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Team:    {"t.id IN (SELECT m.project FROM project_team m WHERE m.person $)"},
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}

// Task is something to be done in a project. Access decides about each by itself: customers see
// those that are assigned to them (A14).
type Task struct {
	ID       TaskID
	Project  ProjectID
	Account  AccountID // the project's
	Assigned PersonID  // a person of the customer
	Name     string
	Text     string
	Due      access.Day
	Done     bool
	Minutes  int64 // the estimate (A17)
	Created  int64
}

// Key names the task.
func (t *Task) Key() Key { return Key{KindTask, int64(t.ID)} }

// Index gives the project.
func (t *Task) Index(column string) any { return ofProject(column, t.Project) }

// Check refuses a task without a name or a project.
func (t *Task) Check() error {
	return firstOf(inProject(int64(t.ID), t.Project), named("name", t.Name), long("text", t.Text),
		estimate(t.Minutes))
}

// Title is the name.
func (t *Task) Title() string { return t.Name }

// At gives the account.
func (t *Task) At() AccountID { return t.Account }

// Record gives what a decision needs to know of the task.
func (t *Task) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: t.Created,
		Keys: accountKeys(access.Sets{access.Assigned: keys(t.Assigned)}, t.Account)}
}

// TaskColumns is Task.Record for SQL: table tasks as t, accounts as a.
var TaskColumns = access.Columns{
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Assigned: {"t.assigned $"},
		access.Account:  {"t.account $"},
		access.Tree:     {"t.account $"},
	},
}
