package portal

import (
	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// projectList lists the projects that are within the viewer's reach: those they work on, or those
// of their organisation (A2, A5).
var projectList = list[*records.Project]{page: "projects", kind: records.KindProject,
	needs: access.ProjectView, rows: projectRows,
	states: []string{string(records.Running), string(records.Planned), string(records.Paused),
		string(records.Finished)}}

func (v *visit) projects(string) error { return projectList.show(v) }

func projectRows(v *visit, list []*records.Project) (rows []row, err error) {
	for _, p := range list {
		one := row{ID: p.ID.String(), Title: p.Name, Href: v.base + "projects/" + p.ID.String(),
			State: string(p.State), StateLabel: v.words.say("projects.state." + string(p.State))}
		one.Subs = filled(p.Number, v.span(p.Start, p.End))
		rows = append(rows, one)
	}
	return rows, nil
}
