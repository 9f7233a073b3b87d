package portal

import (
	"net/http"
	"net/url"
	"strings"

	"gatehouse/backend/access"
)

type signInView struct {
	Form   form
	Fields []field
	Next   string // where to go after signing in
	Intro  string
	Saved  string // what was saved just now, in a sentence
}

// signInPage shows the sign-in form at its own address.
func (v *visit) signInPage(string) error {
	if v.Subject.SecondFactor {
		return v.showFactor(form{})
	}
	if !v.Subject.Visitor {
		return v.notice(http.StatusOK, "signed-in")
	}
	intro := v.words.say("sign-in.intro", "office", v.portal.Name)
	return v.showSignIn(http.StatusOK, form{}, intro)
}

// askSignIn shows the sign-in form in the place of a page that needs it (Z2, Z3).
func (v *visit) askSignIn() error {
	intro := v.words.say("sign-in.first")
	if v.portal.RegisteredOnly {
		intro = v.words.say("sign-in.intro", "office", v.portal.Name)
	}
	return v.showSignIn(http.StatusUnauthorized, form{}, intro)
}

// turnAway shows somebody who may not sign in what signing in would tell them (C1, C3, C4).
// Somebody whose other company is open can go on there (B17).
func (v *visit) turnAway(d access.Decision) error {
	if len(v.seats) > 1 && v.Account != nil && v.Person.Account != v.Account.ID {
		return v.noticeOf(http.StatusForbidden, "refused", v.words.say("plain."+access.Plain(d)))
	}
	f := form{Error: v.words.say("plain." + access.Plain(d))}
	return v.showSignIn(http.StatusForbidden, f, "")
}

func (v *visit) showSignIn(status int, f form, intro string) error {
	v.asked = true
	view := signInView{Form: f, Intro: intro, Next: v.next()}
	if v.path == "sign-in" && v.r.URL.Query().Get("saved") == "password" {
		view.Saved = v.words.say("set-password.saved")
	}
	view.Fields = f.fill([]field{
		{Name: "username", Label: v.words.say("sign-in.username"), Kind: "text",
			Complete: "username", Required: true},
		{Name: "password", Label: v.words.say("sign-in.password"), Kind: "password",
			Complete: "current-password", Required: true},
	})
	return v.show(status, "sign-in", v.words.say("sign-in.title"), view)
}

// next is the page to lead to after signing in: the one that was asked for.
func (v *visit) next() string {
	if v.path == "sign-in" || v.path == string(OwesFactor) {
		return wayTo(v.r.FormValue("next"))
	}
	return wayTo(v.path)
}

// wayTo gives the address of a page that the portal has, and nothing for any other text, so that
// nobody can be led out of the portal.
func wayTo(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(path, "/") {
		return ""
	}
	p, _ := pageAt(u.Path)
	if p == nil || p.get == nil || isDoor(p) {
		return ""
	}
	return (&url.URL{Path: u.Path}).EscapedPath()
}

// signIn does what the sign-in form asks (C3-C6). An unknown name and a wrong password read the
// same.
func (v *visit) signIn(string) error {
	if v.r.PostForm.Get("form") == "passkey" {
		return v.signInByPasskey()
	}
	f := v.read("username")
	password := v.secret("password")
	f.require("username", v.words.say("sign-in.need-username"))
	if password == "" {
		f.Errors["password"] = v.words.say("sign-in.need-password")
	}
	owed := OwesNothing
	if f.isGood() {
		var err error
		owed, err = v.env.Deeds.SignIn(v.w, v.r, f.Values["username"], password)
		if err != nil {
			v.blame(&f, err)
		}
	}
	if !f.isGood() {
		return v.showSignIn(f.statusOr(http.StatusOK), f, "")
	}
	return v.goOn(owed)
}

// goOn leads somebody whose password was right to what they owe, or else to where they wanted to.
func (v *visit) goOn(owed Owed) error {
	next := v.next()
	switch {
	case owed == OwesFactor && next != "":
		return v.seeOther(string(owed) + "?" + url.Values{"next": {next}}.Encode())
	case owed != OwesNothing:
		return v.seeOther(string(owed))
	case next != "":
		return v.seeOther(next)
	}
	return v.seeOther("home")
}

func (v *visit) signOut(string) error {
	if err := v.env.Deeds.SignOut(v.w, v.r); err != nil {
		return err
	}
	return v.seeOther("sign-in")
}
