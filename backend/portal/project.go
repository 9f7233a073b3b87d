package portal

import (
	"net/http"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// projectView is one project with the part that is open.
type projectView struct {
	ID, Number, Name  string
	State, StateLabel string
	Parts             []link
	Part, Title       string // of the part that is open
	Ask               string // data-ask of the part
	Refused           bool   // the part is not open to the viewer
	Empty             string // what to say where the part has nothing
	Sent              string // what was sent just now, in a sentence
	Text              string
	Facts             []fact
	Team              []string
	Lines             []projectLine
	Notes             []noteView
	Files             []fileView
	Totals            []fact
	Lead              string // a sentence above the part
	Form              *form  // nil: nothing can be added
	Fields            []field
	Send              string // the words of its button
}

// projectLine is a line of a part: a phase, a task, an appointment, an issue or a charge.
type projectLine struct {
	Ask         string // data-ask, where access decides about the line by itself
	Title, Text string
	Subs        []string
	Mark        mark
	Amount      string
}

// projectPart is one part of a project. Each has a permission of its own.
type projectPart struct {
	key   string
	needs access.Permission
	title func(w *words) string
	fill  func(p *projectPage, view *projectView) error
	add   func(p *projectPage, f *form) error // nil: nothing is added here
}

// projectPage is one look at a project.
type projectPage struct {
	*visit
	*seen[*records.Project]
}

// projectParts lists the parts in the order of their tabs (A9 to A17).
func projectParts() []projectPart {
	return []projectPart{
		{"overview", access.ProjectView, say("project.overview"), (*projectPage).overview, nil},
		{"schedule", access.ProjectSchedule, say("project.schedule"), (*projectPage).schedule, nil},
		{"tasks", access.ProjectTasks, say("project.tasks"), (*projectPage).tasks, nil},
		{"notes", access.ProjectNotes, say("project.notes"), (*projectPage).notes,
			(*projectPage).addNote},
		{"mail", access.ProjectMail, say("project.mail"), (*projectPage).mail,
			(*projectPage).sendMail},
		{"files", access.ProjectFiles, say("project.files"), (*projectPage).files, nil},
		{"calendar", access.ProjectCalendar, say("project.calendar"), (*projectPage).calendar, nil},
		{"issues", access.ProjectIssues, say("project.issues"), (*projectPage).issues,
			(*projectPage).addIssue},
		{"charges", access.ProjectCharges, say("project.charges"), (*projectPage).charges, nil},
		{"hours", access.ProjectHours, say("project.hours"), (*projectPage).estimates, nil},
	}
}

func say(key string) func(w *words) string { return func(w *words) string { return w.say(key) } }

func (v *visit) project(arg string) error {
	p, part, err := v.projectAt(arg, v.r.URL.Query().Get("part"))
	if p == nil || err != nil {
		return err
	}
	return p.show(part, form{})
}

// projectAt finds a project and the part that is asked for; the overview where there is none of
// that name. It gives nil when it has answered already.
func (v *visit) projectAt(arg, key string) (*projectPage, projectPart, error) {
	if d := v.may(access.ProjectView, nil); !d.Allowed() {
		return nil, projectPart{}, v.refuse(d)
	}
	s, err := look[*records.Project](v, access.ProjectView, arg)
	if err != nil {
		return nil, projectPart{}, err
	}
	all := projectParts()
	i := slices.IndexFunc(all, func(p projectPart) bool { return p.key == key })
	return &projectPage{v, s}, all[max(i, 0)], nil
}

// opens decides about a part. Tasks are decided one by one, so that the part itself asks whether
// there can be any.
func (p *projectPage) opens(part projectPart) access.Decision {
	if part.needs == access.ProjectTasks {
		return p.visit.may(part.needs, nil)
	}
	return p.seen.may(p.visit, part.needs)
}

func (p *projectPage) ask(part projectPart) string {
	if part.needs == access.ProjectTasks {
		return part.needs.String()
	}
	return part.needs.String() + ":" + p.It.ID.String()
}

// way is the address of a part, from the portal's root.
func (p *projectPage) way(key string) string {
	return "projects/" + p.It.ID.String() + "?part=" + key
}

func (p *projectPage) show(part projectPart, f form) error {
	it := p.It
	view := projectView{ID: it.ID.String(), Number: it.Number, Name: it.Name, Part: part.key,
		State: string(it.State), StateLabel: p.words.say("projects.state." + string(it.State)),
		Title: part.title(p.words), Ask: p.ask(part)}
	for _, other := range projectParts() {
		tab := link{Label: other.title(p.words), Here: other.key == part.key, Ask: p.ask(other)}
		if p.opens(other).Allowed() {
			tab.Href = p.base + p.way(other.key)
		}
		view.Parts = append(view.Parts, tab)
	}
	status := f.statusOr(http.StatusOK)
	if p.opens(part).Allowed() {
		if part.add != nil {
			view.Form = &f
		}
		if err := part.fill(p, &view); err != nil {
			return err
		}
	} else {
		view.Refused, status = true, http.StatusForbidden
	}
	return p.visit.show(status, "project", strings.TrimSpace(it.Title()), view)
}

// addToProject adds what a form of a project's part says.
func (v *visit) addToProject(arg string) error {
	p, part, err := v.projectAt(arg, v.r.PostForm.Get("part"))
	if p == nil || err != nil {
		return err
	}
	if part.add == nil || !p.opens(part).Allowed() {
		return p.show(part, form{})
	}
	f := v.read("name", "text")
	f.limit("name", largestSubject, v.words.say("error.long-subject"))
	f.limit("text", largestText, v.words.say("error.long-text"))
	if err := part.add(p, &f); err != nil {
		v.blame(&f, err, "name", "text")
	}
	if f.isGood() {
		return v.seeOther(p.way(part.key) + "&sent=1")
	}
	return p.show(part, f)
}

// sent says after a form what became of it.
func (p *projectPage) sent(sentence string) string {
	if p.r.URL.Query().Get("sent") == "1" {
		return sentence
	}
	return ""
}

func (p *projectPage) overview(view *projectView) error {
	it := p.It
	names, err := p.source.People(p.r.Context(), it.Team)
	if err != nil {
		return err
	}
	for _, id := range it.Team {
		if name := p.nameOf(id, names); name != "" {
			view.Team = append(view.Team, name)
		}
	}
	view.Text = it.Text
	for _, f := range []fact{
		{Label: p.words.say("project.number"), Text: it.Number},
		{Label: p.words.say("project.period"), Text: p.span(it.Start, it.End)},
		{Label: p.words.say("project.manager"), Text: it.Manager},
	} {
		if f.Text != "" {
			view.Facts = append(view.Facts, f)
		}
	}
	return nil
}

// partsOf gives the records of a kind that belong to the project.
func partsOf[T records.Record](p *projectPage, kind records.Kind) ([]T, error) {
	return parts[T](p.visit, kind, "project", int64(p.It.ID))
}
