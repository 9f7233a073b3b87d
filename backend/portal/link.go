package portal

import (
	"errors"
	"net/http"
	"net/url"

	"gatehouse/backend/problem"
)

// BadLink is what Deeds returns for a one-time link that is unknown, used, replaced or too old:
// which of these, it does not say.
var BadLink = problem.New(problem.NotFound, "This link is no longer good. Ask for a new one.")

type forgotView struct {
	Form   form
	Fields []field
	Asked  bool
}

// forgotPage asks for the name of a login whose password is forgotten.
func (v *visit) forgotPage(string) error {
	asked := v.r.URL.Query().Get("sent") == "1"
	return v.showForgot(http.StatusOK, form{}, asked)
}

func (v *visit) showForgot(status int, f form, asked bool) error {
	view := forgotView{Form: f, Asked: asked, Fields: f.fill([]field{{Name: "username",
		Label: v.words.say("forgot.username"), Kind: "text", Complete: "username",
		Required: true, Max: 254}})}
	return v.show(status, "forgot", v.words.say("forgot.title"), view)
}

// forgot has a one-time link sent. What follows is the same whether or not there is such a login.
func (v *visit) forgot(string) error {
	f := v.read("username")
	f.require("username", v.words.say("forgot.need-username"))
	f.limit("username", 254, v.words.say("error.long-field"))
	if f.isGood() {
		err := v.env.Deeds.AskReset(v.r, f.Values["username"])
		if err == nil {
			return v.seeOther("forgot?sent=1")
		}
		v.blame(&f, err, "username")
	}
	return v.showForgot(f.statusOr(http.StatusOK), f, false)
}

type setPasswordView struct {
	Form   form
	Fields []field
	Action string
}

// setPasswordPage asks for a new password where a one-time link leads. Looking does not use the
// link up, because mail programs look at links by themselves. A preview shows what a good one
// leads to.
func (v *visit) setPasswordPage(token string) error {
	if v.env.Deeds != nil {
		if err := v.env.Deeds.OpenLink(v.r, token); err != nil {
			return v.orBadLink(err)
		}
	}
	return v.showSetPassword(http.StatusOK, form{}, token)
}

func (v *visit) showSetPassword(status int, f form, token string) error {
	view := setPasswordView{Form: f, Fields: f.fill(v.newPasswordFields()),
		Action: v.base + "set-password/" + url.PathEscape(token)}
	return v.show(status, "set-password", v.words.say("set-password.title"), view)
}

// setPassword sets the password and uses the link up.
func (v *visit) setPassword(token string) error {
	if err := v.env.Deeds.OpenLink(v.r, token); err != nil {
		return v.orBadLink(err)
	}
	var bad error // since then
	f := v.newPassword(func(password string) error {
		err := v.env.Deeds.UseLink(v.r, token, password)
		if errors.Is(err, BadLink) {
			bad = err
		}
		return err
	})
	switch {
	case bad != nil:
		return v.badLink()
	case !f.isGood():
		return v.showSetPassword(f.statusOr(http.StatusOK), f, token)
	}
	return v.seeOther("sign-in?saved=password")
}

// orBadLink answers an error, which may be that of a link.
func (v *visit) orBadLink(err error) error {
	if errors.Is(err, BadLink) {
		return v.badLink()
	}
	return err
}

// badLink says that a link is no longer good, and where to ask for a new one.
func (v *visit) badLink() error {
	n := noticeView{Text: v.words.say("notice.bad-link"), Back: v.base + "forgot",
		BackText: v.words.say("forgot.again")}
	return v.show(http.StatusNotFound, "notice", v.words.say("notice.bad-link.title"), n)
}
