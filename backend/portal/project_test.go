package portal_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "projects", "projects?state=running", "projects?q=hall", "projects/601",
		"projects/601?part=nothing", "projects/602", "projects/602?part=notes", "projects/603",
		"projects/604", "projects/999",
		"projects/601?part=notes&sent=1")
	for _, part := range strings.Fields("schedule tasks notes mail files calendar issues charges " +
		"hours") {
		ways = append(ways, "projects/601?part="+part)
	}
}

// asked gives the ids that a page asks a permission about.
func asked(page *portaltest.Page, p access.Permission) (ids []string) {
	for _, ask := range page.Asks() {
		if id, ok := strings.CutPrefix(ask, p.String()+":"); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// TestProjectsAreThoseOnWhoseTeamOneIsOrOfTheOrganisation: A2, A5, C10.
func TestProjectsAreThoseOnWhoseTeamOneIsOrOfTheOrganisation(t *testing.T) {
	w := portaltest.Sample(t)
	for who, want := range map[string]string{"ada": "601", "bob": "602", "setter": "601",
		"fay": "604", "ben": "602 601", "cleo": "602 601", "eve": "", "profile": "602 601"} {
		page := open(t, w.Hosted(who), "projects")
		if got := strings.Join(asked(page, access.ProjectView), " "); got != want {
			t.Errorf("%s sees %q, want %q", who, got, want)
		}
		for _, id := range strings.Fields("601 602 603 604") {
			status := open(t, w.Hosted(who), "projects/"+id).Status
			if (status == http.StatusOK) != slices.Contains(strings.Fields(want), id) {
				t.Errorf("%s gets %d for project %s", who, status, id)
			}
		}
	}
	for _, who := range []string{"dan", "ola", "visitor"} {
		if page := open(t, w.Hosted(who), "projects"); page.Status == http.StatusOK {
			t.Errorf("%s opens the projects", who)
		}
	}
}

// TestEachPartOfAProjectHasItsPermission: A9 to A17, and O2: what is closed is grey and can be
// asked about.
func TestEachPartOfAProjectHasItsPermission(t *testing.T) {
	w := portaltest.Sample(t)
	texts := map[string]string{"schedule": "Settling in", "notes": "The lift is booked.",
		"mail": "Your message goes to us", "files": "plan.txt", "calendar": "Hand-over",
		"issues": "The door sticks", "charges": "1,285.00 EUR", "hours": "52.5 h"}
	open13 := strings.Fields("schedule notes mail files calendar issues")
	for who, parts := range map[string][]string{"ada": open13, "ben": open13,
		"cleo": append([]string{"charges", "hours"}, open13...)} {
		for part, text := range texts {
			page := open(t, w.Hosted(who), "projects/601?part="+part)
			may := slices.Contains(parts, part)
			if strings.Contains(page.Text(), text) != may || (page.Status == 200) != may {
				t.Errorf("%s, %s: %d %s", who, part, page.Status, page.Text())
			}
			if !may && !strings.Contains(page.Text(), "not part of your access") {
				t.Errorf("%s is not told why %s is closed", who, part)
			}
			if !slices.Contains(page.Asks(), "project."+part+":601") {
				t.Errorf("%s cannot ask about %s: %v", who, part, page.Asks())
			}
		}
	}
	for p, part := range map[access.Permission]string{access.ProjectSchedule: "schedule",
		access.ProjectMail: "mail", access.ProjectNotes: "notes", access.ProjectFiles: "files",
		access.ProjectCalendar: "calendar", access.ProjectTasks: "tasks",
		access.ProjectIssues: "issues"} {
		w.Cast["ada"].Access.Overrides = access.Overrides{p: access.None}
		page := open(t, w.Hosted("ada"), "projects/601?part="+part)
		if page.Status != http.StatusForbidden || strings.Contains(page.Text(), texts[part]) &&
			texts[part] != "" {
			t.Errorf("without %s: %d %s", p, page.Status, page.Text())
		}
		if p == access.ProjectFiles {
			if got := open(t, w.Hosted("ada"), "files/841").Status; got != http.StatusNotFound {
				t.Errorf("an attachment answers %d without its permission", got)
			}
		}
	}
}

// TestTasksAreThoseAssignedToTheViewer: A14, each decided by access with its own keys.
func TestTasksAreThoseAssignedToTheViewer(t *testing.T) {
	w := portaltest.Sample(t)
	for who, want := range map[string]string{"ada": "640 651", "setter": "652", "ben": "",
		"cleo": "", "profile": ""} {
		page := open(t, w.Hosted(who), "projects/601?part=tasks")
		if got := strings.Join(asked(page, access.ProjectTasks), " "); got != want {
			t.Errorf("%s sees the tasks %q, want %q", who, got, want)
		}
	}
	w.Cast["cleo"].Access.Overrides = access.Overrides{access.ProjectTasks: access.Account}
	page := open(t, w.Hosted("cleo"), "projects/601?part=tasks")
	if got := len(asked(page, access.ProjectTasks)); got != 4 {
		t.Errorf("a profile with all tasks of the account sees %d", got)
	}
}

// TestCustomersAddToProjects: notes (A11), issues (A15), and mail to the team (A10).
func TestCustomersAddToProjects(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "projects/601?part=notes")
	if empty := page.Submit(t, "projects/601", map[string]string{"text": " "}); empty.Status != 422 {
		t.Errorf("an empty note answers %d", empty.Status)
	}
	page = page.Submit(t, "projects/601", map[string]string{"text": "We are ready."})
	if !strings.Contains(page.Text(), "has been added") ||
		!strings.Contains(page.Text(), "We are ready.") || strings.Contains(page.Text(), "SECRET") {
		t.Errorf("after a note: %s", page.Text())
	}
	w.Now = w.Now.Add(time.Minute)
	page = open(t, w.Hosted("ada"), "projects/601?part=issues")
	page = page.Submit(t, "projects/601", map[string]string{"name": "The key is lost", "text": "x"})
	if !strings.Contains(page.Text(), "The key is lost") {
		t.Errorf("after an issue: %s", page.Text())
	}
	w.Now = w.Now.Add(time.Minute)
	page = open(t, w.Hosted("ada"), "projects/601?part=mail")
	page = page.Submit(t, "projects/601", map[string]string{"text": "See you on Monday."})
	if !strings.Contains(page.Text(), "on its way") || !w.Did("Ada Abbott MailProjectTeam", "Monday") {
		t.Errorf("after mail: %s", page.Text())
	}
	if text := open(t, w.Hosted("setter"), "projects/601?part=notes").Text(); !strings.Contains(text,
		"See you on Monday.") {
		t.Errorf("the team does not see the message: %s", text)
	}
}

// TestNobodyAddsToProjectsOutOfReach: a foreign project is missing, a closed part refused, and the
// form of another part adds nothing.
func TestNobodyAddsToProjectsOutOfReach(t *testing.T) {
	w := portaltest.Sample(t)
	post := func(who, id, part string) int {
		form := url.Values{"key": {"key-of-" + who}, "part": {part}, "text": {"x"}, "name": {"x"}}
		return portaltest.NewBrowser(w.Hosted(who), "/").Do(t, "POST", "/projects/"+id, form).Status
	}
	for _, part := range []string{"notes", "mail", "issues"} {
		if got := post("ada", "602", part); got != http.StatusNotFound {
			t.Errorf("%s of another team's project: %d", part, got)
		}
		if got := post("dan", "601", part); got != http.StatusForbidden {
			t.Errorf("%s without access: %d", part, got)
		}
	}
	post("ada", "601", "charges")
	post("ada", "601", "tasks")
	post("ada", "601", "nothing")
	if len(w.Done) > 0 {
		t.Errorf("done: %v", w.Done)
	}
	w.Accounts[10].Closed = access.SetOf(access.Projects)
	if got := post("ada", "601", "notes"); got != http.StatusForbidden || len(w.Done) > 0 {
		t.Errorf("with projects closed at the account: %d %v", got, w.Done)
	}
}

// TestProjectFilesAreHandedOut: A12.
func TestProjectFilesAreHandedOut(t *testing.T) {
	w := portaltest.Sample(t)
	page := open(t, w.Hosted("ada"), "files/841")
	if page.Body != "the plan of the move" || !strings.HasPrefix(
		page.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %q %v", page.Status, page.Body, page.Header)
	}
	for _, id := range []string{"842", "843"} { // internal, and another team's
		if got := open(t, w.Hosted("ada"), "files/"+id).Status; got != http.StatusNotFound {
			t.Errorf("file %s answers %d", id, got)
		}
	}
}

// TestAProjectWithoutAnythingSaysSo: every part of an empty project.
func TestAProjectWithoutAnythingSaysSo(t *testing.T) {
	w := portaltest.Sample(t)
	w.More = append(w.More, &records.Project{ID: 699, Name: "Empty", Account: 10,
		State: records.Planned})
	for _, part := range strings.Fields("schedule tasks notes files calendar issues charges hours") {
		page := open(t, w.Hosted("cleo"), "projects/699?part="+part)
		if page.Status != http.StatusOK || !strings.Contains(page.Body, `class="empty"`) {
			t.Errorf("%s: %d %s", part, page.Status, page.Text())
		}
	}
}
