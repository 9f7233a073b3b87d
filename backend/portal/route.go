package portal

import (
	"mime"
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
	path  string
	get   func(v *visit, arg string) error // nil: only posted to
	post  func(v *visit, arg string) error // nil: only looked at
	files bool                             // the form may bring files
}

// allPages lists all pages; pages finds one by its path. It is filled when the program starts,
// because pages ask about each other.
var (
	allPages = []page{
		{path: "home", get: (*visit).home},
		{path: "sign-in", get: (*visit).signInPage, post: (*visit).signIn},
		{path: "sign-out", post: (*visit).signOut},
		{path: "first-password", get: (*visit).firstPasswordPage, post: (*visit).firstPassword},
		{path: "forgot", get: (*visit).forgotPage, post: (*visit).forgot},
		{path: "set-password/*", get: (*visit).setPasswordPage, post: (*visit).setPassword},
		{path: "files/*", get: (*visit).file},
		{path: "tickets", get: (*visit).tickets},
		{path: "tickets/*", get: (*visit).ticket, post: (*visit).reply, files: true},
		{path: "new-ticket", get: (*visit).newTicketPage, post: (*visit).newTicket, files: true},
		{path: "projects", get: (*visit).projects},
		{path: "projects/*", get: (*visit).project, post: (*visit).addToProject},
		{path: "orders", get: (*visit).orders},
		{path: "orders/*", get: (*visit).order},
		{path: "documents", get: (*visit).documents},
		{path: "documents/*", get: (*visit).document},
		{path: "upload-document", get: (*visit).uploadPage, post: (*visit).upload, files: true},
		{path: "documentation", get: (*visit).documentation},
		{path: "documentation/*", get: (*visit).configurationItem, post: (*visit).reveal},
		{path: "invoices", get: (*visit).invoices},
		{path: "invoices/*", get: (*visit).invoice},
		{path: "payments", get: (*visit).payments},
		{path: "receipts/*", get: (*visit).receipt},
		{path: "invoice-pdf/*", get: (*visit).invoicePDF},
		{path: "receipt-pdf/*", get: (*visit).receiptPDF},
		{path: "quotations", get: (*visit).quotations},
		{path: "quotations/*", get: (*visit).quotation, post: (*visit).signQuotation},
		{path: "quotation-pdf/*", get: (*visit).quotationPDF},
		{path: "sales-orders", get: (*visit).salesOrders},
		{path: "sales-orders/*", get: (*visit).salesOrder, post: (*visit).signSalesOrder},
		{path: "sales-order-pdf/*", get: (*visit).salesOrderPDF},
		{path: "pay/*", get: (*visit).payPage, post: (*visit).pay},
		{path: "help-guide", get: (*visit).helpGuide},
		{path: "help-guide/*", get: (*visit).helpArticle, post: (*visit).helpFeedback},
		{path: "blog", get: (*visit).blog},
		{path: "blog/*", get: (*visit).blogArticle, post: (*visit).blogFeedback},
		{path: "knowledgebase", get: (*visit).knowledgebase},
		{path: "knowledgebase/*", get: (*visit).baseArticle, post: (*visit).baseFeedback},
		{path: "suggestions", get: (*visit).suggestions},
		{path: "suggestions/*", get: (*visit).suggestion},
		{path: "draft-article", get: (*visit).draftArticle, post: (*visit).sendDraft},
		{path: "suggest-change/*", get: (*visit).suggestChange, post: (*visit).sendChange},
		{path: "forums", get: (*visit).forums},
		{path: "forums/*", get: (*visit).forum},
		{path: "new-topic/*", get: (*visit).newTopicPage, post: (*visit).newTopic},
		{path: "topic/*", get: (*visit).topic, post: (*visit).writePost},
		{path: "live-chat", get: (*visit).chat, post: (*visit).sayInChat},
		{path: "queues", get: queuesKept.all},
		{path: "queues/*", get: queuesKept.one, post: queuesKept.post},
		{path: "request-types", get: typesKept.all},
		{path: "request-types/*", get: typesKept.one, post: typesKept.post},
		{path: "vendors", get: vendorsKept.all},
		{path: "vendors/*", get: vendorsKept.one, post: vendorsKept.post},
		{path: "out-of-office", get: absencesKept.all},
		{path: "out-of-office/*", get: absencesKept.one, post: absencesKept.post},
		{path: "off-hours", get: closingsKept.all},
		{path: "off-hours/*", get: closingsKept.one, post: closingsKept.post},
		{path: "administration", get: (*visit).administration},
		{path: "logins", get: (*visit).logins},
		{path: "logins/*", get: (*visit).loginPage, post: (*visit).login},
		{path: "ask-access", get: (*visit).askAccessPage, post: (*visit).askAccess},
		{path: "software-modules", get: (*visit).modules},
		{path: "software-modules/*", get: (*visit).modulePage, post: (*visit).module},
		{path: "add-module/*", get: (*visit).addModulePage, post: (*visit).addModule},
		{path: "reports", get: (*visit).reports},
		{path: "reports/*", get: (*visit).reportPage},
		{path: "report-csv/*", get: (*visit).reportCSV},
		{path: "account", get: (*visit).seatPage, post: (*visit).takeSeat},
		{path: "second-factor", get: (*visit).factorPage, post: (*visit).factor},
		{path: "security", get: (*visit).securityPage, post: (*visit).security},
		{path: "passkey-question", post: (*visit).passkeyQuestion},
		{path: "my-details", get: (*visit).detailsPage, post: (*visit).details},
	}
	pages = map[string]*page{}
)

func init() {
	for i := range allPages {
		pages[allPages[i].path] = &allPages[i]
	}
}

// isDoor reports whether a page is for those who cannot sign in yet: it is open to everybody, and
// nobody is led back to it after signing in.
func isDoor(p *page) bool {
	return p != nil && slices.Contains([]string{"sign-in", "sign-out", "forgot", "set-password/*",
		"passkey-question"},
		p.path)
}

// hasPage reports whether a component has a page.
func hasPage(c access.Component) bool {
	p, _ := pageAt(c.String())
	return p != nil
}

// pageAt finds the page of a path without its leading slash.
func pageAt(path string) (*page, string) {
	first, arg, deep := strings.Cut(path, "/")
	if deep {
		first += "/*"
	}
	if deep && (arg == "" || strings.Contains(arg, "/")) {
		return nil, ""
	}
	if p := pages[first]; p != nil {
		return p, arg
	}
	return nil, ""
}

const largestForm = 512 << 10 // bytes

// ServeHTTP answers one request.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	if name, ok := strings.CutPrefix(path, "look/"); ok && isReading(r) {
		var accent string
		if p, err := s.source.Portal(r.Context()); err == nil {
			accent = p.Accent
		}
		serveLook(w, r, name, accent)
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
	case p == nil && isReading(v.r) && "/"+v.path == v.portal.OldTickets: // O16
		return v.seeOther("tickets")
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
	if err := v.parse(p); err != nil { // also when it is too large
		return problem.New(problem.Invalid, v.words.say("error.form")).By(err)
	}
	if v.r.MultipartForm != nil {
		defer func() { _ = v.r.MultipartForm.RemoveAll() }() // of files that the system will clear
	}
	if !sameKey(v.Key, v.r.PostForm.Get("key")) {
		return v.notice(http.StatusForbidden, "stale")
	}
	v.Once = v.r.PostForm.Get("once")
	if !isDoor(p) && (p.path != "account" || v.Subject.SecondFactor) {
		if led, err := v.lead(); led {
			return err
		}
	}
	return p.post(v, arg)
}

// parse reads a posted form. Only a page that takes files reads a form with files, which may be
// larger.
func (v *visit) parse(p *page) error {
	kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if p.files && kind == "multipart/form-data" {
		v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestUpload)
		return v.r.ParseMultipartForm(1 << 20)
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestForm)
	return v.r.ParseForm()
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
	if s.SecondFactor && v.path != string(OwesFactor) {
		return true, v.showFactor(form{status: http.StatusForbidden})
	}
	if s.MustChange && !s.SecondFactor && v.path != "first-password" {
		return true, v.showFirstPassword(http.StatusForbidden, form{})
	}
	return false, nil
}

// baseOf gives the way from a page back to where the portal is mounted, such as "../".
func baseOf(u *url.URL) string {
	return strings.Repeat("../", strings.Count(strings.TrimPrefix(u.EscapedPath(), "/"), "/"))
}
