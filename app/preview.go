package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

// PreviewPath is where previews are mounted in the window.
const PreviewPath = "/preview/"

const notOpen = "This preview is no longer open. Open it again."

// mostPreviews is how many stay open; the oldest is forgotten.
const mostPreviews = 16

// PreviewRequest says as whom, and when, staff want to see the portal.
type PreviewRequest struct {
	User    string       `json:"user"`    // a person (B2), or empty:
	Profile string       `json:"profile"` // a profile with no person (B1)
	Account string       `json:"account"` // at an account; of a person, empty is their own (B17)
	Date    string       `json:"date"`    // another day (B4), or empty
	Draft   *AccessForm  `json:"draft"`   // an access that is not saved
	Form    *ProfileForm `json:"form"`    // a profile that is not saved, with no person
}

// PreviewView is an open preview.
type PreviewView struct {
	Token    string `json:"token"`
	Home     string `json:"home"`
	Title    string `json:"title" say:"profile"`
	Subtitle string `json:"subtitle"`
	Account  string `json:"account"` // at which they look
}

type preview struct {
	request PreviewRequest
	opened  time.Time
	lang    string // that the person signed in with last; empty: the window's
	site    http.Handler
}

// OpenPreview opens the customer's portal as a person or a profile will see it. Nothing is written:
// there is no session, and the pages answer GET only.
func (d *Desk) OpenPreview(in PreviewRequest) (v PreviewView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	if _, err := access.ParseDay(in.Date); err != nil {
		return v, err
	}
	p := &preview{request: in, opened: d.env.Now()}
	viewer, err := d.viewer(d.ctx, in)
	if err != nil {
		return v, err
	}
	if viewer.User != nil {
		p.lang = viewer.User.Lang
	}
	v = PreviewView{Token: rand.Text(), Title: viewer.Subject.Name,
		Subtitle: sentence.Profile(d.language(), viewer.Subject.ProfileName) + " · " +
			viewer.Subject.AccountName}
	v.Home = PreviewPath + v.Token + "/home"
	if viewer.Account != nil {
		v.Account = viewer.Account.ID.String()
	}
	if in.User == "" {
		v.Title, v.Subtitle = viewer.Subject.ProfileName, viewer.Subject.AccountName
	}
	p.site = http.StripPrefix(PreviewPath+v.Token, portal.Preview(portal.New(d.store,
		func(r *http.Request) (portal.Viewer, error) { return d.viewer(r.Context(), in) },
		portal.Env{Now: func() time.Time { return d.when(in) }})))
	d.mu.Lock()
	defer d.mu.Unlock()
	d.previews[v.Token] = p
	for len(d.previews) > mostPreviews {
		oldest := v.Token
		for token, q := range d.previews {
			if q.opened.Before(d.previews[oldest].opened) {
				oldest = token
			}
		}
		delete(d.previews, oldest)
	}
	return v, nil
}

// when is the moment of a preview: now, or noon of another day in the portal's time zone.
func (d *Desk) when(in PreviewRequest) time.Time {
	day, err := access.ParseDay(in.Date)
	if err != nil || day == 0 {
		return d.env.Now()
	}
	at, err := time.ParseInLocation(time.DateOnly, day.String(), d.timeZone())
	if err != nil {
		return d.env.Now()
	}
	return at.Add(12 * time.Hour)
}

// viewer says who looks in a preview, from what the records say now. Somebody who has yet to
// replace the initial password is shown the portal behind that page.
func (d *Desk) viewer(ctx context.Context, in PreviewRequest) (v portal.Viewer, err error) {
	c, err := d.previewed(ctx, in)
	if err != nil {
		return v, err
	}
	if c.User == nil {
		return portal.Viewer{Subject: c.AsProfile(), Account: c.Account}, nil
	}
	s := c.Subject()
	s.MustChange, s.SecondFactor = false, false
	return portal.Viewer{Subject: s, Person: c.Person, User: c.User, Account: c.Account}, nil
}

func (d *Desk) previewed(ctx context.Context, in PreviewRequest) (*records.Cast, error) {
	if in.User != "" {
		id, err := records.ParseID[records.User](in.User)
		if err != nil {
			return nil, err
		}
		at, err := records.ParseID[records.Account](in.Account)
		if err != nil {
			return nil, err
		}
		c, err := d.store.CastFor(ctx, id, at)
		if err == nil && in.Draft != nil {
			err = d.draft(c, *in.Draft)
		}
		return c, err
	}
	at, err := records.ParseID[records.Account](in.Account)
	if err == nil && at == 0 {
		err = problem.New(problem.Invalid, "Choose an account to look at.").On("account")
	}
	if err != nil {
		return nil, err
	}
	c, err := d.store.CastAt(ctx, at)
	if err != nil {
		return nil, err
	}
	if in.Form != nil {
		p, err := in.Form.profile()
		p.Name = cmp.Or(p.Name, d.say("New profile"))
		c.Access, c.Profile = &records.Access{Account: at}, &p
		return c, err
	}
	id, err := records.ParseID[records.Profile](in.Profile)
	if err == nil && id == 0 {
		err = problem.New(problem.Invalid, "Choose a security profile.").On("profile")
	}
	if err != nil {
		return nil, err
	}
	return c, d.store.Hold(ctx, c, &records.Access{Account: at, Profile: id})
}

// servePreview answers the frame: /preview/<token>/<page>.
func (d *Desk) servePreview(w http.ResponseWriter, r *http.Request) {
	token, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, PreviewPath), "/")
	d.mu.Lock()
	p := d.previews[token]
	d.mu.Unlock()
	if err := d.ready(); err != nil {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		http.Error(w, d.say(problem.TextOf(err)), http.StatusForbidden)
		return
	}
	if p == nil {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		http.Error(w, d.say(notOpen), http.StatusNotFound)
		return
	}
	if lang := cmp.Or(p.lang, d.language()); lang != "" {
		r.Header.Set("Accept-Language", lang)
	}
	p.site.ServeHTTP(w, r)
}

// Explanation says why an element of the preview is as it is (B5).
type Explanation struct {
	Allowed bool         `json:"allowed"`
	Title   string       `json:"title"` // of the record that is asked about; else empty
	Label   string       `json:"label" say:"yes"`
	Reasons []ReasonView `json:"reasons"`
}

// ReasonView is one gate of an explanation.
type ReasonView struct {
	OK     bool   `json:"ok"`
	Gate   string `json:"gate"`
	Text   string `json:"text" say:"yes"`
	Repair string `json:"repair" say:"yes"`
}

// Explain says why the element that carries this data-ask is as it is for whom the preview shows.
func (d *Desk) Explain(token, ask string) (v Explanation, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	d.mu.Lock()
	p := d.previews[token]
	d.mu.Unlock()
	if p == nil {
		return v, problem.New(problem.NotFound, notOpen)
	}
	viewer, err := d.viewer(d.ctx, p.request)
	if err != nil {
		return v, err
	}
	decision, title, err := portal.Explain(d.ctx, d.store, viewer, ask, d.when(p.request))
	if err != nil {
		return v, err
	}
	label := ""
	if q, err := portal.Ask(ask); err == nil && title == "" {
		label = q.Label()
	}
	v = Explanation{Allowed: decision.Allowed(), Title: title, Label: label, Reasons: []ReasonView{}}
	for _, r := range access.Because(decision, viewer.Subject) {
		v.Reasons = append(v.Reasons, ReasonView{OK: r.OK, Gate: string(r.Gate), Text: r.Text,
			Repair: r.Repair})
	}
	return v, nil
}
