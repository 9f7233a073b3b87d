package scenarios_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/access/scenarios"
	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// overHTTP keeps the same office as inSQL and looks at its pages. What a page shows, what a list
// holds and what the explanation of a page says must be the same.
type overHTTP struct{ *inSQL }

func newPortal(t testing.TB, e storetest.Engine) *overHTTP { return &overHTTP{newSQL(t, e)} }

func (o *overHTTP) viewer(l scenarios.Look) (v portal.Viewer, err error) {
	c, err := o.cast(l)
	if err != nil {
		return v, err
	}
	return portal.Viewer{Subject: subjectOf(c, l), Person: c.Person, User: c.User,
		Account: c.Account}, nil
}

// page opens a page of the portal as the hosted server shows it.
func (o *overHTTP) page(l scenarios.Look, way string) *portaltest.Page {
	return o.browser(l, nil).Open(o.T, way)
}

func (o *overHTTP) browser(l scenarios.Look, act *acting) *portaltest.Browser {
	env := portal.Env{Now: func() time.Time { return l.At },
		NewID: func() int64 { return l.At.UnixNano() }}
	if act != nil {
		env.Deeds = act
	}
	h := portal.New(o.db, func(*http.Request) (portal.Viewer, error) { return o.viewer(l) }, env)
	return portaltest.NewBrowser(portal.Hosted(h), "/")
}

func (o *overHTTP) May(q scenarios.Question) (scenarios.Answer, error) {
	if q.Paper != nil { // no page shows papers yet
		return o.inSQL.May(q)
	}
	v, err := o.viewer(q.Look)
	if err != nil {
		return scenarios.Answer{}, err
	}
	a := scenarios.Answer{Subject: v.Subject}
	if q.SignIn {
		p, err := o.db.Portal(ctx)
		if err != nil {
			return a, err
		}
		a.Decision = access.SignIn(v.Subject, access.At(q.At, p.Location()))
		return a, same(a, o.page(q.Look, "home").Title() != "Sign in")
	}
	if a.Decision, err = o.explained(q, v); err != nil {
		return a, err
	}
	if !q.HasRecord() && !hasPage(q.Permission) {
		return a, nil
	}
	shown, err := o.shows(q)
	if err == nil {
		err = same(a, shown)
	}
	return a, err
}

// hasPage reports whether a permission opens a page or a form with no record in sight. The others
// are parts of a page about one record.
func hasPage(p access.Permission) bool {
	return p == p.Component().First() || p == access.TicketCreate || p == access.PrioritySet
}

func same(a scenarios.Answer, shown bool) error {
	if shown != a.Decision.Allowed() {
		return fmt.Errorf("the page shows it: %v; its explanation is %+v", shown, a.Decision)
	}
	return nil
}

// explained asks for the decision as the preview does, by the mark that the page carries.
func (o *overHTTP) explained(q scenarios.Question, v portal.Viewer) (access.Decision, error) {
	ask := portal.Question{Permission: q.Permission}
	switch {
	case q.Ticket != 0:
		ask.Record = q.Ticket.String()
	case q.Article != nil:
		ask.Record = q.Article.Slug
	case q.Person != 0:
		p, err := o.db.Portal(ctx)
		if err != nil {
			return access.Decision{}, err
		}
		at := access.At(q.At, p.Location())
		return access.Check(v.Subject, q.Permission, recordOf(q, nil, 0), at), nil
	}
	d, _, err := portal.Explain(ctx, o.db, v, ask.String(), q.At)
	return d, err
}

var shelfWays = map[records.Shelf]string{records.HelpShelf: "help-guide/",
	records.BlogShelf: "blog/", records.BaseShelf: "knowledgebase/"}

// shows looks whether a page shows what a question asks for.
func (o *overHTTP) shows(q scenarios.Question) (bool, error) {
	switch {
	case q.Ticket != 0:
		return o.showsTicket(q)
	case q.Article != nil:
		way := shelfWays[q.Article.Shelf]
		direct := o.page(q.Look, way+q.Article.Slug).Status == http.StatusOK
		list := o.page(q.Look, strings.TrimSuffix(way, "/"))
		listed := list.Status == http.StatusOK && slices.Contains(list.Rows(), q.Article.Title)
		if listed != direct {
			return false, fmt.Errorf("in the list: %v, by its address: %v", listed, direct)
		}
		return direct, nil
	case q.Person != 0:
		return o.showsDetails(q)
	case q.Permission == access.TicketCreate, q.Permission == access.PrioritySet:
		page := o.page(q.Look, "new-ticket")
		if q.Permission == access.PrioritySet {
			return hasInput(page, "priority"), nil
		}
		return page.Status == http.StatusOK && hasInput(page, "subject"), nil
	}
	return o.opens(q.Look, q.Permission.Component())
}

// opens looks at a component's tile, and at its page where it has one.
func (o *overHTTP) opens(l scenarios.Look, c access.Component) (bool, error) {
	t, err := o.Tile(l, c)
	page := o.page(l, c.String())
	if err != nil || page.Status == http.StatusNotFound { // no page yet
		return t.Open, err
	}
	if open := page.Status == http.StatusOK; t.Shown && open != t.Open {
		return false, fmt.Errorf("the tile is %+v, its page answers %d", t, page.Status)
	}
	return page.Status == http.StatusOK, nil
}

func (o *overHTTP) showsTicket(q scenarios.Question) (bool, error) {
	way := "tickets/" + q.Ticket.String()
	page := o.page(q.Look, way)
	list := o.page(q.Look, "tickets")
	const nobodys = "987654321"
	missing := o.page(q.Look, "tickets/"+nobodys).Body
	missing = strings.ReplaceAll(missing, nobodys, q.Ticket.String()) // the way back to the page
	seen := page.Status == http.StatusOK
	listed := list.Status == http.StatusOK && slices.ContainsFunc(list.Links(),
		func(href string) bool { return strings.HasSuffix(href, way) })
	switch {
	case seen != listed:
		return false, fmt.Errorf("in the list: %v, by its address: %v", listed, seen)
	case !seen && page.Body != missing:
		return false, fmt.Errorf("its page differs from that of a ticket that does not exist")
	case q.Permission == access.TicketReply:
		return hasInput(page, "text"), nil
	case q.Permission == access.PriorityView:
		return strings.Contains(page.Text(), "Priority"), nil
	}
	return seen, nil
}

// showsDetails: a person's own details are a page; nobody else's are anywhere.
func (o *overHTTP) showsDetails(q scenarios.Question) (bool, error) {
	v, err := o.viewer(q.Look)
	if err != nil || v.Person == nil || v.Person.ID != q.Person {
		return false, err
	}
	page := o.page(q.Look, "my-details")
	if q.Permission == access.DetailsEdit {
		return page.Status == http.StatusOK && hasInput(page, "first"), nil
	}
	return page.Status == http.StatusOK, nil
}

func hasInput(p *portaltest.Page, name string) bool {
	return slices.ContainsFunc(p.Forms(), func(f portaltest.Form) bool {
		_, ok := f.Values[name]
		return ok
	})
}

func (o *overHTTP) Tickets(l scenarios.Look, text string) ([]string, error) {
	page := o.page(l, "tickets?q="+strings.ReplaceAll(text, " ", "+"))
	if page.Status != http.StatusOK {
		return nil, nil
	}
	return page.Rows(), nil
}

func (o *overHTTP) Notes(l scenarios.Look, id records.TicketID) (texts []string, err error) {
	page := o.page(l, "tickets/"+id.String())
	list, err := o.db.AllNotes(ctx, id)
	for _, n := range list {
		if page.Status == http.StatusOK && strings.Contains(page.Text(), n.Text) {
			texts = append(texts, n.Text)
		}
	}
	return texts, err
}

func (o *overHTTP) Tile(l scenarios.Look, of access.Component) (scenarios.Tile, error) {
	for _, t := range o.page(l, "home").Tiles() {
		if t.Key == of.String() {
			return scenarios.Tile{Shown: true,
				Open: t.Enabled || t.Small == "Not available yet"}, nil
		}
	}
	return scenarios.Tile{}, nil
}

func (o *overHTTP) Entrance(l scenarios.Look) (e scenarios.Entrance, err error) {
	home, form := o.page(l, "home"), o.page(l, "new-ticket")
	_, nav, _ := strings.Cut(home.Body, `<nav class="nav"`)
	nav, _, _ = strings.Cut(nav, "</nav>")
	return scenarios.Entrance{Widget: strings.Contains(home.Body, `id="widget-title"`),
		Tab:  strings.Contains(nav, "Submit a Request"),
		Form: form.Status == http.StatusOK && hasInput(form, "subject")}, nil
}

func (o *overHTTP) MustChoose(l scenarios.Look) (bool, error) {
	page := o.page(l, "home")
	return page.Status == http.StatusForbidden && hasInput(page, "new"), nil
}

// Act fills the form that a customer would fill. Where no page has one, it sends the edit that the
// form would have made, which must be refused all the same.
func (o *overHTTP) Act(l scenarios.Look, e edit.Edit) (out edit.Outcome, err error) {
	act := &acting{office: o, look: l, edit: e}
	b := o.browser(l, act)
	var way, action string
	var fill map[string]string
	switch e := e.(type) {
	case *edit.CreateTicket:
		way, action = "new-ticket", "new-ticket"
		fill = map[string]string{"subject": e.Subject, "text": e.Text}
		if e.Priority != "" {
			fill["priority"] = e.Priority
		}
	case *edit.AddNote:
		way = "tickets/" + e.Ticket.String()
		action, fill = e.Ticket.String(), map[string]string{"text": e.Text}
	case *edit.UpdateDetails:
		way, action = "my-details", "my-details"
		fill = map[string]string{"phone": e.Want.Phone}
	}
	if way == "" { // no page has a form for it
		return o.inSQL.Act(l, e)
	}
	page := b.Open(o.T, way)
	own, err := o.ownForm(l, e)
	if err != nil {
		return out, err
	}
	for name := range fill {
		own = own && hasInput(page, name)
	}
	if !own {
		return o.inSQL.Act(l, e)
	}
	page.Submit(o.T, action, fill)
	if !act.done {
		return out, fmt.Errorf("the form of %s does nothing", way)
	}
	return act.out, nil
}

// ownForm reports whether a form is about what the edit is about: the portal has none for the
// details of others.
func (o *overHTTP) ownForm(l scenarios.Look, e edit.Edit) (bool, error) {
	u, ok := e.(*edit.UpdateDetails)
	if !ok {
		return true, nil
	}
	v, err := o.viewer(l)
	return err == nil && v.Person != nil && v.Person.ID == u.Person, err
}

// acting does what pages ask for, by the edit that the story makes.
type acting struct {
	portal.Deeds
	office *overHTTP
	look   scenarios.Look
	edit   edit.Edit
	out    edit.Outcome
	done   bool
}

func (a *acting) run() (err error) {
	a.done = true
	a.out, err = a.office.inSQL.Act(a.look, a.edit)
	if err == nil {
		err = a.out.Err()
	}
	return err
}

// Do carries out the story's edit in the place of the page's, with what the page has read from its
// form.
func (a *acting) Do(_ context.Context, _ portal.Viewer, list ...edit.Edit) error {
	story, ok := a.edit.(*edit.CreateTicket)
	if page, both := list[0].(*edit.CreateTicket); ok && both {
		story.Subject, story.Text, story.Priority = page.Subject, page.Text, page.Priority
	}
	return a.run()
}
