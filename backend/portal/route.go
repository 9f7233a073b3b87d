package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// page is one address of the portal. A path that ends in /* takes one more segment, which the
// handlers get as their argument.
type page struct {
	path string
	get  func(v *visit, arg string) error
	post func(v *visit, arg string) error // nil: only looked at
}

func pages() []page {
	return []page{
		{"home", (*visit).home, nil},
		{"sign-in", (*visit).signInPage, (*visit).signIn},
		{"sign-out", nil, (*visit).signOut},
		{"first-password", (*visit).firstPasswordPage, (*visit).firstPassword},
		{"forgot", (*visit).forgotPage, (*visit).forgot},
		{"set-password/*", (*visit).setPasswordPage, (*visit).setPassword},
		{"tickets", (*visit).tickets, nil},
		{"tickets/*", (*visit).ticket, (*visit).reply},
		{"new-ticket", (*visit).newTicketPage, (*visit).newTicket},
		{"help-guide", (*visit).helpGuide, nil},
		{"help-guide/*", (*visit).helpArticle, nil},
		{"blog", (*visit).blog, nil},
		{"blog/*", (*visit).blogArticle, nil},
		{"knowledgebase", (*visit).knowledgebase, nil},
		{"knowledgebase/*", (*visit).baseArticle, nil},
		{"my-details", (*visit).detailsPage, (*visit).details},
	}
}

// isDoor reports whether a page is for those who cannot sign in yet: it is open to everybody, and
// nobody is led back to it after signing in.
func isDoor(p *page) bool {
	return p != nil && slices.Contains([]string{"sign-in", "sign-out", "forgot", "set-password/*"},
		p.path)
}

// hasPage says which components have a page in this version.
var hasPage = access.SetOf(access.HelpGuide, access.Blog, access.Tickets, access.Knowledgebase,
	access.MyDetails)

// pageAt finds the page of a path without its leading slash.
func pageAt(path string) (*page, string) {
	first, arg, deep := strings.Cut(path, "/")
	if deep {
		first += "/*"
	}
	if deep && (arg == "" || strings.Contains(arg, "/")) {
		return nil, ""
	}
	for _, p := range pages() {
		if p.path == first {
			return &p, arg
		}
	}
	return nil, ""
}

const largestForm = 512 << 10 // bytes

// ServeHTTP answers one request.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	if name, ok := strings.CutPrefix(path, "look/"); ok && isReading(r) {
		serveLook(w, r, name)
		return
	}
	v := &visit{site: s, w: w, r: r, words: wordsOf(s.env.Lang(r)), path: path,
		base: baseOf(r.URL)}
	if err := v.serve(); err != nil {
		v.fail(err)
	}
}

// serve finds out who looks and leads them to their page.
func (v *visit) serve() error {
	if err := v.arrive(); err != nil {
		return err
	}
	v.remember()
	p, arg := pageAt(v.path)
	switch {
	case wasWriting(v.r), !isReading(v.r) && v.env.Deeds == nil:
		return v.nothingSaved()
	case v.path == "" && isReading(v.r):
		return v.seeOther("home")
	case p != nil && !isReading(v.r) && p.post != nil && v.r.Method == http.MethodPost:
		return v.act(p, arg)
	}
	if led, err := v.lead(); led {
		return err
	}
	switch {
	case p == nil || p.get == nil && isReading(v.r):
		return v.missing()
	case !isReading(v.r):
		v.w.Header().Set("Allow", "GET, HEAD")
		return v.notice(http.StatusMethodNotAllowed, "no-method")
	}
	return p.get(v, arg)
}

// act does what a posted form asks, when the form comes from this session.
func (v *visit) act(p *page, arg string) error {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestForm)
	if err := v.r.ParseForm(); err != nil { // also when it is too large
		return problem.New(problem.Invalid, v.words.say("error.form")).By(err)
	}
	if !sameKey(v.Key, v.r.PostForm.Get("key")) {
		return v.notice(http.StatusForbidden, "stale")
	}
	v.Once = v.r.PostForm.Get("once")
	if !isDoor(p) {
		if led, err := v.lead(); led {
			return err
		}
	}
	return p.post(v, arg)
}

// lead takes those to another page who must first do something else: sign in (Z2), or replace
// their initial password (C6). It answers in place, without a redirect, so that a preview shows
// the same.
func (v *visit) lead() (bool, error) {
	s := v.Subject
	if s.Visitor {
		p, _ := pageAt(v.path)
		if v.portal.RegisteredOnly && !isDoor(p) {
			return true, v.askSignIn()
		}
		return false, nil
	}
	if d := access.SignIn(s, v.at); !d.Allowed() {
		return true, v.turnAway(d)
	}
	if s.MustChange && v.path != "first-password" {
		return true, v.showFirstPassword(http.StatusForbidden, form{})
	}
	return false, nil
}

// baseOf gives the way from a page back to where the portal is mounted, such as "../".
func baseOf(u *url.URL) string {
	return strings.Repeat("../", strings.Count(strings.TrimPrefix(u.EscapedPath(), "/"), "/"))
}
