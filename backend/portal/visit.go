package portal

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

// visit is one request: who looks, when, in which language, and how deep below the portal's root.
type visit struct {
	*site
	Viewer
	w      http.ResponseWriter
	r      *http.Request
	portal *records.Portal
	now    time.Time
	at     access.Moment
	words  *words
	path   string // without the leading slash
	base   string // "" or "../" as often as the path is deep
	asked  bool   // the sign-in form is what is shown
	seats  []*records.Account

	atDesk    bool   // the page is one of staff's at the server
	staffName string // of the member of staff who has signed in there
}

// arrive reads what every page needs.
func (v *visit) arrive() (err error) {
	v.now = v.env.Now()
	if v.portal, err = v.source.Portal(v.r.Context()); err != nil {
		return err
	}
	v.at = access.At(v.now, v.portal.Location())
	if v.Viewer, err = v.viewerOf(v.r); err != nil || v.User == nil {
		return err
	}
	v.seats, err = v.source.Seats(v.r.Context(), v.User.ID)
	return err
}

// may decides a permission for a record, or for none, as Explain does.
func (v *visit) may(p access.Permission, r *access.Record) access.Decision {
	return access.Check(v.Subject, p, r, v.at)
}

// rows compiles a permission to the condition of a list.
func (v *visit) rows(p access.Permission, c access.Columns) access.Where {
	return access.Filter(v.Subject, p, c, v.at)
}

// me is the person who looks, or nobody.
func (v *visit) me() records.PersonID {
	if v.Person == nil {
		return 0
	}
	return v.Person.ID
}

// show renders a page of pages/ and answers with it.
func (v *visit) show(status int, name, title string, content any) error {
	f := v.frame(title)
	f.Page = content
	var body bytes.Buffer
	if err := templates[name].ExecuteTemplate(&body, "page", f); err != nil {
		return problem.New(problem.Internal, v.words.say("error.inside")).By(err)
	}
	head := v.w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Length", strconv.Itoa(body.Len()))
	head.Set("Cache-Control", "no-store")
	head.Set("Vary", "Cookie, Accept-Language")
	v.w.WriteHeader(status)
	if v.r.Method != http.MethodHead {
		_, _ = v.w.Write(body.Bytes()) // the customer is gone: there is nobody left to tell
	}
	return nil
}

// seeOther leads on after something was done. The way is relative to the portal's root.
func (v *visit) seeOther(way string) error {
	v.w.Header().Set("Location", v.base+way)
	v.w.WriteHeader(http.StatusSeeOther)
	return nil
}

// notice shows one plain sentence, words "notice.<key>", and the way back.
func (v *visit) notice(status int, key string) error {
	return v.noticeOf(status, key, v.words.say("notice."+key))
}

type noticeView struct {
	Text     string
	Back     string
	BackText string
}

func (v *visit) noticeOf(status int, key, text string) error {
	n := noticeView{Text: text, Back: v.base + "home", BackText: v.words.say("back.home")}
	return v.show(status, "notice", v.words.say("notice."+key+".title"), n)
}

// missing is the answer for what does not exist and for what somebody may not see, to the byte.
func (v *visit) missing() error { return v.notice(http.StatusNotFound, "missing") }

// nothingSaved is the preview's answer to a form (B2).
func (v *visit) nothingSaved() error {
	n := noticeView{Text: v.words.say("notice.nothing-saved"), Back: v.base + "home",
		BackText: v.words.say("back.home")}
	if p, _ := pageAt(v.path); p != nil && p.get != nil {
		n.Back = v.base + (&url.URL{Path: v.path}).EscapedPath()
		n.BackText = v.words.say("back.page")
	}
	title := v.words.say("notice.nothing-saved.title")
	return v.show(http.StatusForbidden, "notice", title, n)
}

// refuse answers a page that the viewer may not open: one plain sentence, and the way back.
func (v *visit) refuse(d access.Decision) error {
	switch key := access.Plain(d); key {
	case "sign-in-first":
		return v.askSignIn()
	case "must-change":
		return v.showFirstPassword(http.StatusForbidden, form{})
	default:
		return v.noticeOf(http.StatusForbidden, "refused", v.words.say("plain."+key))
	}
}

var statusOf = map[problem.Kind]int{
	problem.Invalid:     http.StatusUnprocessableEntity,
	problem.Denied:      http.StatusForbidden,
	problem.NotFound:    http.StatusNotFound,
	problem.Conflict:    http.StatusConflict,
	problem.Busy:        http.StatusServiceUnavailable,
	problem.Unavailable: http.StatusServiceUnavailable,
	problem.Damaged:     http.StatusInternalServerError,
	problem.Internal:    http.StatusInternalServerError,
}

// fail turns an error into a page. Where even that fails, a bare sentence must do.
func (v *visit) fail(err error) {
	var no refused
	if errors.As(err, &no) && v.refuse(no.d) == nil {
		return
	}
	p := problem.Of(err)
	v.report(err)
	if v.portal == nil || v.Subject == nil {
		http.Error(v.w, v.words.say("error.inside"), statusOf[p.Kind])
		return
	}
	show := func() error {
		switch p.Kind {
		case problem.NotFound:
			return v.missing()
		case problem.Internal, problem.Damaged:
			return v.notice(statusOf[p.Kind], "failed")
		}
		return v.noticeOf(statusOf[p.Kind], "failed", sentence.ToCustomer(v.words.lang, p.Text))
	}
	if show() != nil {
		http.Error(v.w, v.words.say("error.inside"), http.StatusInternalServerError)
	}
}

// report tells the host of a defect; what customers do wrong is none.
func (v *visit) report(err error) {
	kind := problem.KindOf(err)
	if v.env.Failed != nil && (kind == problem.Internal || kind == problem.Damaged) {
		v.env.Failed(v.r, err)
	}
}

// sameKey reports whether a form carries the key of the session; without a session there is none
// to carry.
func sameKey(key, sent string) bool {
	return key == "" || subtle.ConstantTimeCompare([]byte(key), []byte(sent)) == 1
}

// onceOf names one showing of a form, so that the host can tell a form that is sent twice.
func (v *visit) onceOf() string {
	sum := sha256.Sum256([]byte(v.Key + "\n" + v.path + "\n" + v.now.Format(time.RFC3339Nano)))
	return hex.EncodeToString(sum[:12])
}
