package store

import "gatehouse/backend/records"

var projects = &table{
	kind: records.KindProject, name: "projects",
	cols: "id, number, name, account, text, state, start_day, end_day, team, manager, created",
	fields: func(r records.Record) []any {
		p := r.(*records.Project)
		return []any{&p.ID, &p.Number, &p.Name, &p.Account, &p.Text, &p.State, &p.Start, &p.End,
			&p.Team, &p.Manager, &p.Created}
	},
	finds: []string{"account"},
	lists: listed{search: []string{"name", "number"}, state: "state"},
	after: keepTeam,
}

// keepTeam keeps project_team, which says to SQL what Project.Team says.
func keepTeam(tx *Tx, k records.Key) {
	tx.exec("DELETE FROM project_team WHERE project = ?", k.ID)
	p, there := tx.Row(k).(*records.Project)
	if !there {
		return
	}
	for _, person := range p.Team {
		tx.exec("INSERT INTO project_team (project, person) VALUES (?, ?) ON CONFLICT DO NOTHING",
			k.ID, int64(person))
	}
}

var tasks = &table{
	kind: records.KindTask, name: "tasks",
	cols: "id, project, account, assigned, name, text, due, done, minutes, created",
	fields: func(r records.Record) []any {
		t := r.(*records.Task)
		return []any{&t.ID, &t.Project, &t.Account, &t.Assigned, &t.Name, &t.Text, &t.Due, &t.Done,
			&t.Minutes, &t.Created}
	},
	finds: []string{"project"},
	lists: listed{search: []string{"name"}},
}

var phases = &table{
	kind: records.KindPhase, name: "phases",
	cols: "id, project, name, start_day, end_day, done, minutes",
	fields: func(r records.Record) []any {
		p := r.(*records.Phase)
		return []any{&p.ID, &p.Project, &p.Name, &p.Start, &p.End, &p.Done, &p.Minutes}
	},
	finds: []string{"project"},
}

var projectNotes = &table{
	kind: records.KindProjectNote, name: "project_notes",
	cols: "id, project, person, author, internal, mail, text, created",
	fields: func(r records.Record) []any {
		n := r.(*records.ProjectNote)
		return []any{&n.ID, &n.Project, &n.Person, &n.Author, &n.Internal, &n.Mail, &n.Text,
			&n.Created}
	},
	finds: []string{"project"},
	shown: "internal = 0", // A11
}

var appointments = &table{
	kind: records.KindAppointment, name: "appointments",
	cols: "id, project, name, place, text, begins, ends",
	fields: func(r records.Record) []any {
		a := r.(*records.Appointment)
		return []any{&a.ID, &a.Project, &a.Name, &a.Place, &a.Text, &a.Start, &a.End}
	},
	finds: []string{"project"},
}

var issues = &table{
	kind: records.KindIssue, name: "issues",
	cols: "id, project, person, author, name, text, closed, created",
	fields: func(r records.Record) []any {
		i := r.(*records.Issue)
		return []any{&i.ID, &i.Project, &i.Person, &i.Author, &i.Name, &i.Text, &i.Closed,
			&i.Created}
	},
	finds: []string{"project"},
}

var charges = &table{
	kind: records.KindCharge, name: "charges",
	cols: "id, project, name, day, amount, currency",
	fields: func(r records.Record) []any {
		c := r.(*records.Charge)
		return []any{&c.ID, &c.Project, &c.Name, &c.Day, &c.Amount.Minor, &c.Amount.Currency}
	},
	finds: []string{"project"},
}
