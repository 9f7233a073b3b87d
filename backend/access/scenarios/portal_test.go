package scenarios_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/access/scenarios"
	"gatehouse/backend/portal"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// overHTTP keeps the same office as inSQL and looks at its pages. What a page shows, what a list
// holds, what becomes of a form and what the explanation of a page says must be the same.
type overHTTP struct {
	*inSQL
	opened int
}

func newPortal(t testing.TB, e storetest.Engine) *overHTTP {
	o := &overHTTP{inSQL: newSQL(t, e)}
	must(t, o.db.KeepContent(ctx, scenarios.FileHash(), []byte(scenarios.FileText)))
	return o
}

// Looks counts the pages that were opened and the forms that were sent.
func (o *overHTTP) Looks() int { return o.opened }

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
	return o.browser(l, &deeds{office: o, look: l, trial: true}).Open(o.T, way)
}

func (o *overHTTP) browser(l scenarios.Look, d *deeds) *portaltest.Browser {
	env := portal.Env{Now: func() time.Time { return l.At }, NewID: d.newID, Deeds: d}
	h := portal.Hosted(portal.New(o.db,
		func(*http.Request) (portal.Viewer, error) { return o.viewer(l) }, env))
	return portaltest.NewBrowser(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.opened++
		h.ServeHTTP(w, r)
	}), "/")
}

func (o *overHTTP) May(q scenarios.Question) (scenarios.Answer, error) {
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
	shown, err := o.shows(q)
	if err == nil {
		err = same(a, shown)
	}
	return a, err
}

func same(a scenarios.Answer, shown bool) error {
	if shown != a.Decision.Allowed() {
		return fmt.Errorf("the page shows it: %v; its explanation is %+v", shown, a.Decision)
	}
	return nil
}

// explained asks for the decision as the preview does, by the mark that the page carries. A part of
// an order and a person's details carry none of their own.
func (o *overHTTP) explained(q scenarios.Question, v portal.Viewer) (access.Decision, error) {
	ask := portal.Question{Permission: q.Permission}
	switch {
	case q.Of.ID != 0:
		ask.Record = fmt.Sprint(q.Of.ID)
	case q.Article != nil:
		ask.Record = q.Article.Slug
	}
	if q.Part.ID == 0 && q.Person == 0 {
		d, _, err := portal.Explain(ctx, o.db, v, ask.String(), q.At)
		return d, err
	}
	p, err := o.db.Portal(ctx)
	if err != nil {
		return access.Decision{}, err
	}
	at := access.At(q.At, p.Location())
	r, err := o.recordOf(q, at.Day)
	return access.Check(v.Subject, q.Permission, r, at), err
}

var shelfWays = map[records.Shelf]string{records.HelpShelf: "help-guide/",
	records.BlogShelf: "blog/", records.BaseShelf: "knowledgebase/"}

// shows looks whether pages show what a question asks for.
func (o *overHTTP) shows(q scenarios.Question) (bool, error) {
	w, known := ways[q.Permission]
	switch {
	case q.Article != nil:
		way := shelfWays[q.Article.Shelf]
		direct := o.page(q.Look, way+q.Article.Slug).Status == http.StatusOK
		list := o.page(q.Look, strings.TrimSuffix(way, "/"))
		if err := sameInList(direct, list, way+q.Article.Slug); err != nil {
			return false, err
		}
		return direct, o.likeMissing(q.Look, q.Article.Slug, way+"%d")
	case q.Person != 0:
		return o.showsDetails(q)
	case q.Of.ID == 0 && q.Permission == q.Permission.Component().First():
		return o.opens(q.Look, q.Permission.Component())
	case !known, strings.Contains(w.page, "%d") && q.Of.ID == 0:
		return false, fmt.Errorf("ways_test.go does not say which page shows this")
	}
	return o.showsRecord(q, w)
}

// opens looks at a component's tile and at its page.
func (o *overHTTP) opens(l scenarios.Look, c access.Component) (bool, error) {
	t, err := o.Tile(l, c)
	page := o.page(l, c.String())
	switch open := page.Status == http.StatusOK; {
	case err != nil:
		return false, err
	case page.Status == http.StatusNotFound:
		return false, fmt.Errorf("%s has no page", c)
	case t.Shown && open != t.Open:
		return false, fmt.Errorf("the tile is %+v, its page answers %d", t, page.Status)
	default:
		return open, nil
	}
}

// showsRecord looks at a record's page and at the list of such records, and sends the form that is
// there for those who may. Whoever may not see the record finds what they would find if it did not
// exist.
func (o *overHTTP) showsRecord(q scenarios.Question, w way) (bool, error) {
	id, says, err := o.placeOf(q)
	if err != nil {
		return false, err
	}
	way := strings.ReplaceAll(w.page, "%d", id)
	page := o.page(q.Look, way)
	record, _, _ := strings.Cut(cmp.Or(w.from, w.page), "?")
	if err := o.likeMissing(q.Look, id, record, w.page); err != nil {
		return false, err
	}
	shown := page.Status == http.StatusOK && (w.input == "" || hasInput(page, w.input)) &&
		strings.Contains(page.Text(), w.says)
	for _, from := range []string{w.list, w.from} {
		if from == "" {
			continue
		}
		if err := sameInList(shown, o.page(q.Look, strings.ReplaceAll(from, "%d", id)),
			way); err != nil {
			return false, err
		}
	}
	shown = shown && strings.Contains(page.Text(), says)
	if q.Part.Kind == records.KindFile {
		return shown, o.handsOut(q, shown)
	}
	if w.fill == nil {
		return shown, nil
	}
	done, err := o.tries(q, w, page, id)
	if err == nil && done != shown {
		err = fmt.Errorf("its form is there: %v; when it is sent, it is done: %v", shown, done)
	}
	return shown, err
}

// placeOf gives the id in the address of a question's page, and what the page says of what is asked
// about where that lies in the record of the page.
func (o *overHTTP) placeOf(q scenarios.Question) (id, says string, err error) {
	id = fmt.Sprint(q.Of.ID)
	asked := q.Of
	if q.Part.ID != 0 {
		asked = q.Part
	}
	if asked.ID == 0 {
		return id, "", nil
	}
	r, err := o.row(asked)
	switch r := r.(type) {
	case *records.Task:
		id, says = r.Project.String(), r.Name
	case *records.Subscription:
		if q.Permission == access.ModuleAdd {
			id = r.Module.String()
		}
	case *records.File:
		says = r.Name
	case *records.Flag:
		says = r.Name
	case *records.OrderTask:
		says = r.Name
	}
	return id, says, err
}

// handsOut asks for a file by its address, which must give it exactly where it is listed.
func (o *overHTTP) handsOut(q scenarios.Question, listed bool) error {
	page := o.page(q.Look, fmt.Sprint("files/", q.Part.ID))
	if given := page.Status == http.StatusOK && page.Body == scenarios.FileText; given != listed {
		return fmt.Errorf("the file is listed: %v, handed out: %v", listed, given)
	}
	return o.likeMissing(q.Look, fmt.Sprint(q.Part.ID), "files/%d")
}

// likeMissing compares the pages of a record that somebody may not see, the first of which is the
// record's own, with those of one that does not exist. They must be the same to the byte, but for
// the address in them.
func (o *overHTTP) likeMissing(l scenarios.Look, id string, ways ...string) error {
	const nobodys = "987654321"
	if o.page(l, strings.ReplaceAll(ways[0], "%d", id)).Status == http.StatusOK {
		return nil // they see the record
	}
	for _, way := range ways {
		here := o.page(l, strings.ReplaceAll(way, "%d", id))
		missing := o.page(l, strings.ReplaceAll(way, "%d", nobodys))
		if here.Status != missing.Status ||
			here.Body != strings.ReplaceAll(missing.Body, nobodys, id) {
			return fmt.Errorf("%s differs from the page of a record that does not exist", way)
		}
	}
	return nil
}

// sameInList compares what a page showed with whether a list links to it.
func sameInList(shown bool, list *portaltest.Page, way string) error {
	listed := list.Status == http.StatusOK && slices.ContainsFunc(list.Links(),
		func(href string) bool { return strings.HasSuffix(href, way) })
	if listed != shown {
		return fmt.Errorf("in the list: %v, by its address: %v", listed, shown)
	}
	return nil
}

// tries sends a form and undoes what comes of it. It is sent also where no page has it.
func (o *overHTTP) tries(q scenarios.Question, w way, page *portaltest.Page, id string) (
	bool, error) {
	d := &deeds{office: o, look: q.Look, trial: true}
	b := o.browser(q.Look, d)
	to, _, _ := strings.Cut(w.page, "?")
	if w.post != "" {
		to = w.post
	}
	to = strings.ReplaceAll(to, "%d", id)
	if q.Permission == access.DocumentUpload {
		b.Upload(o.T, to, w.fill, portaltest.File{Input: "files", Name: "list.txt",
			Data: []byte("Two lamps")})
		return d.done, d.defect()
	}
	form := url.Values{}
	for _, f := range page.Forms() {
		if _, ok := f.Values[w.input]; ok || strings.HasSuffix(f.Action, to) {
			for name, value := range f.Values {
				form.Set(name, value)
			}
		}
	}
	for name, value := range w.fill {
		form.Set(name, value)
	}
	if s, ok := o.signable(q.Of); ok {
		form.Set("version", s.Version())
	}
	b.Do(o.T, http.MethodPost, "/"+to, form)
	return d.done, d.defect()
}

func (o *overHTTP) signable(k records.Key) (records.Signable, bool) {
	r, err := o.row(k)
	s, ok := r.(records.Signable)
	return s, ok && err == nil
}

// showsDetails looks at a person's own details. Nobody else's are on the page.
func (o *overHTTP) showsDetails(q scenarios.Question) (bool, error) {
	v, err := o.viewer(q.Look)
	if err != nil {
		return false, err
	}
	page := o.page(q.Look, "my-details")
	shown := page.Status == http.StatusOK
	if v.Person == nil || v.Person.ID != q.Person {
		other, err := o.row(records.Key{Kind: records.KindPerson, ID: int64(q.Person)})
		return err == nil && strings.Contains(page.Text(), other.(*records.Person).Email), err
	}
	if q.Permission == access.DetailsEdit {
		return shown && hasInput(page, "first"), nil
	}
	return shown, nil
}

func hasInput(p *portaltest.Page, name string) bool {
	return slices.ContainsFunc(p.Forms(), func(f portaltest.Form) bool {
		_, ok := f.Values[name]
		return ok
	})
}

func (o *overHTTP) Tickets(l scenarios.Look, text string) ([]string, error) {
	page := o.page(l, "tickets?q="+url.QueryEscape(text))
	if page.Status != http.StatusOK {
		return nil, nil
	}
	return page.Rows(), nil
}

func (o *overHTTP) Notes(l scenarios.Look, id records.TicketID) (texts []string, err error) {
	page := o.page(l, "tickets/"+id.String())
	list, err := o.db.LinesOf(ctx, records.KindNote, "ticket", int64(id))
	for _, l := range list {
		n := l.Record.(*records.Note)
		if page.Status == http.StatusOK && strings.Contains(page.Text(), n.Text) {
			texts = append(texts, n.Text)
		}
	}
	return texts, err
}

func (o *overHTTP) Tile(l scenarios.Look, of access.Component) (scenarios.Tile, error) {
	for _, t := range o.page(l, "home").Tiles() {
		if t.Key == of.String() {
			return scenarios.Tile{Shown: true, Open: t.Enabled}, nil
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
