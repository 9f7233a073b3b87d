package portal

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// StaffViewer is the member of staff who looks at the server's own pages.
type StaffViewer struct {
	Staff     *records.Staff // nil: nobody has signed in
	Owed      bool           // the code of the second factor is still owed
	HasFactor bool
	Key       string // the session's key, which every form carries
}

// StaffDeeds is what staff's pages at the server need done; hosting satisfies it. What is dangerous
// asks for the password again: WrongPassword when it is wrong.
type StaffDeeds interface {
	// SignIn signs a member of staff in by e-mail address, name or number. An unknown name and a
	// wrong password both return WrongPassword.
	SignIn(r *http.Request, name, password string) (Owed, error)
	GiveCode(r *http.Request, v StaffViewer, code string) error
	SignOut(r *http.Request) error

	// OpenLink reports whether a one-time link is good, and UseLink sets a password by one; any
	// other returns BadLink.
	OpenLink(r *http.Request, token string) error
	UseLink(r *http.Request, token, password string) error

	BeginFactor(r *http.Request, v StaffViewer, password string) (FactorSetup, error)
	ConfirmFactor(r *http.Request, v StaffViewer, token, code string) (FactorSetup, []string, error)
	RemoveFactor(r *http.Request, v StaffViewer, password, code string) error

	// Computers lists the viewer's connected computers, and Revoke shuts one of them out.
	Computers(r *http.Request, v StaffViewer) ([]edit.Machine, error)
	Revoke(r *http.Request, v StaffViewer, id, password string) error

	// CanClaim reports whether a computer can be connected by the code that it shows; Shown says
	// which one shows it, and Claim connects it.
	CanClaim() bool
	Shown(r *http.Request, v StaffViewer, code string) (computer string, err error)
	Claim(r *http.Request, v StaffViewer, code, password string) error
}

// StaffEnv is what the host gives staff's pages.
type StaffEnv struct {
	Now    func() time.Time
	Portal func(context.Context) (*records.Portal, error)
	Deeds  StaffDeeds
	Failed func(r *http.Request, err error)
}

// NewStaff makes the pages of staff at the server: where they sign in and connect computers. They
// look like the portal and share nothing else with it.
func NewStaff(viewerOf func(*http.Request) (StaffViewer, error), env StaffEnv) http.Handler {
	return &staffSite{viewerOf: viewerOf, env: env}
}

type staffSite struct {
	viewerOf func(*http.Request) (StaffViewer, error)
	env      StaffEnv
}

// staffVisit is one request of a member of staff's. The visit in it knows how pages look.
type staffVisit struct {
	*visit
	who   StaffViewer
	deeds StaffDeeds
}

// ServeHTTP answers one request.
func (s *staffSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	if name, ok := strings.CutPrefix(path, "look/"); ok && isReading(r) {
		serveLook(w, r, name, "")
		return
	}
	v := &staffVisit{deeds: s.env.Deeds, visit: &visit{w: w, r: r, path: path,
		words: wordsOf(LangOf(r)), base: baseOf(r.URL), now: s.env.Now(), asked: true,
		atDesk: true, site: &site{env: Env{Failed: s.env.Failed}},
		Viewer: Viewer{Subject: &access.Subject{Visitor: true}}}}
	if err := v.serve(s); err != nil {
		v.fail(err)
	}
}

func (v *staffVisit) serve(s *staffSite) (err error) {
	if v.portal, err = s.env.Portal(v.r.Context()); err != nil {
		return err
	}
	if v.who, err = s.viewerOf(v.r); err != nil {
		return err
	}
	v.Key = v.who.Key
	if v.who.Staff != nil {
		v.staffName = v.who.Staff.Name
	}
	v.remember()
	first, token, _ := strings.Cut(v.path, "/")
	switch {
	case v.r.Method == http.MethodPost:
		return v.act(first, token)
	case !isReading(v.r):
		v.w.Header().Set("Allow", "GET, HEAD, POST")
		return v.notice(http.StatusMethodNotAllowed, "no-method")
	case v.path == "":
		return v.seeOther("home")
	case first == "set-password" && token != "":
		return v.linkPage(token)
	case v.path != "home" && v.path != "sign-in" && v.path != "second-factor":
		return v.missing()
	}
	return v.home(staffForms{})
}

// act does what a posted form asks, when the form comes from this session.
func (v *staffVisit) act(first, token string) error {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, largestForm)
	if err := v.r.ParseForm(); err != nil {
		return v.notice(http.StatusUnprocessableEntity, "failed")
	}
	if !sameKey(v.Key, v.r.PostForm.Get("key")) {
		return v.notice(http.StatusForbidden, "stale")
	}
	switch in := v.who.Staff != nil; {
	case first == "set-password" && token != "":
		return v.useLink(token)
	case v.path == "sign-out":
		if err := v.deeds.SignOut(v.r); err != nil {
			return err
		}
		return v.seeOther("home")
	case v.path == "sign-in":
		return v.signIn()
	case v.path == "second-factor" && in && v.who.Owed:
		return v.giveCode()
	case v.path == "home" && in && !v.who.Owed:
		return v.do()
	case v.path == "home":
		return v.home(staffForms{})
	}
	return v.missing()
}

type staffFormView struct {
	Form   form
	Intro  string
	Saved  string
	Fields []field
	Action string
	Button string
	Hint   string
}

func (v *staffVisit) askSignIn(f form) error {
	view := staffFormView{Form: f, Intro: v.words.say("staff.intro", "office", v.portal.Name),
		Action: v.base + "sign-in", Button: v.words.say("sign-in.button"),
		Hint: v.words.say("staff.no-password")}
	if v.r.URL.Query().Get("saved") == "password" {
		view.Saved = v.words.say("set-password.saved")
	}
	view.Fields = f.fill([]field{{Name: "username", Label: v.words.say("staff.name"), Kind: "text",
		Complete: "username", Required: true, Max: 254}, v.passwordField("password")})
	return v.show(f.statusOr(http.StatusOK), "staff-form", v.words.say("staff.sign-in"), view)
}

func (v *staffVisit) passwordField(name string) field {
	return field{Name: name, Label: v.words.say("sign-in.password"), Kind: "password",
		Complete: "current-password", Required: true}
}

func (v *staffVisit) askCode(f form) error {
	view := staffFormView{Form: f, Intro: v.words.say("factor.intro"),
		Action: v.base + "second-factor", Button: v.words.say("sign-in.button"),
		Hint: v.words.say("staff.lost")}
	view.Fields = f.fill([]field{v.codeField("code", "factor.code")})
	return v.show(f.statusOr(http.StatusOK), "staff-form", v.words.say("factor.ask"), view)
}

func (v *staffVisit) signIn() error {
	f := v.read("username")
	f.require("username", v.words.say("staff.need-name"))
	if v.secret("password") == "" {
		f.Errors["password"] = v.words.say("sign-in.need-password")
	}
	if f.isGood() {
		owed, err := v.deeds.SignIn(v.r, f.Values["username"], v.secret("password"))
		if err == nil && owed == OwesFactor {
			return v.seeOther("second-factor")
		}
		if err == nil {
			return v.seeOther("home")
		}
		v.blame(&f, err)
	}
	return v.askSignIn(f)
}

func (v *staffVisit) giveCode() error {
	f := v.read("code")
	f.require("code", v.words.say("factor.need"))
	if f.isGood() {
		err := v.deeds.GiveCode(v.r, v.who, f.Values["code"])
		if err == nil {
			return v.seeOther("home")
		}
		v.blame(&f, err, "code")
	}
	f.Values["code"] = ""
	return v.askCode(f)
}

// linkPage asks for a password where a one-time link leads. Looking does not use it up.
func (v *staffVisit) linkPage(token string) error {
	if err := v.deeds.OpenLink(v.r, token); err != nil {
		return v.orBadLink(err)
	}
	return v.askPassword(form{}, token)
}

func (v *staffVisit) askPassword(f form, token string) error {
	view := setPasswordView{Form: f, Fields: f.fill(v.newPasswordFields()),
		Action: v.base + "set-password/" + url.PathEscape(token)}
	return v.show(f.statusOr(http.StatusOK), "set-password", v.words.say("set-password.title"),
		view)
}

func (v *staffVisit) useLink(token string) error {
	if err := v.deeds.OpenLink(v.r, token); err != nil {
		return v.orBadLink(err)
	}
	var bad error // since then
	f := v.newPassword(func(password string) error {
		err := v.deeds.UseLink(v.r, token, password)
		if errors.Is(err, BadLink) {
			bad = err
		}
		return err
	})
	switch {
	case bad != nil:
		return v.orBadLink(bad)
	case !f.isGood():
		return v.askPassword(f, token)
	}
	return v.seeOther("sign-in?saved=password")
}

// orBadLink says that a link is no longer good, and where a new one comes from.
func (v *staffVisit) orBadLink(err error) error {
	if !errors.Is(err, BadLink) {
		return err
	}
	n := noticeView{Text: v.words.say("staff.bad-link"), Back: v.base + "sign-in",
		BackText: v.words.say("staff.sign-in")}
	return v.show(http.StatusNotFound, "notice", v.words.say("notice.bad-link.title"), n)
}
