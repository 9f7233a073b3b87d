package portal

import (
	"net/http"
	"unicode/utf8"
)

// ShortestPassword is how many letters a password alone must have; LongestPassword is what is
// taken at most.
const (
	ShortestPassword = 15
	LongestPassword  = 256
)

type passwordView struct {
	Form   form
	Fields []field
}

// firstPasswordPage asks for a password of one's own in the place of the initial one (C6).
func (v *visit) firstPasswordPage(string) error {
	if v.Subject.Visitor {
		return v.askSignIn()
	}
	if !v.Subject.MustChange {
		return v.notice(http.StatusOK, "password-chosen")
	}
	return v.showFirstPassword(http.StatusOK, form{})
}

func (v *visit) showFirstPassword(status int, f form) error {
	view := passwordView{Form: f, Fields: f.fill(v.newPasswordFields())}
	return v.show(status, "first-password", v.words.say("first-password.title"), view)
}

func (v *visit) newPasswordFields() []field {
	return []field{
		{Name: "new", Label: v.words.say("password.new"), Kind: "password", Required: true,
			Complete: "new-password", Hint: v.words.say("password.hint", "n", ShortestPassword)},
		{Name: "repeat", Label: v.words.say("password.repeat"), Kind: "password",
			Required: true, Complete: "new-password"},
	}
}

// firstPassword replaces the initial password (C6).
func (v *visit) firstPassword(string) error {
	if v.Subject.Visitor || !v.Subject.MustChange {
		return v.firstPasswordPage("")
	}
	f := v.changePassword("")
	if !f.isGood() {
		return v.showFirstPassword(f.statusOr(http.StatusOK), f)
	}
	return v.seeOther("home")
}

// changePassword checks the new password and has it saved.
func (v *visit) changePassword(old string) form {
	return v.newPassword(func(fresh string) error {
		change := PasswordChange{Old: old, New: fresh}
		return v.env.Deeds.ChangePassword(v.w, v.r, v.Viewer, change)
	})
}

// newPassword checks a password that was typed twice, and has it saved.
func (v *visit) newPassword(save func(password string) error) form {
	f := v.read()
	fresh := v.secret("new")
	switch n := utf8.RuneCountInString(fresh); {
	case n < ShortestPassword:
		f.Errors["new"] = v.words.say("password.short", "n", ShortestPassword, "has", n)
	case n > LongestPassword || !utf8.ValidString(fresh):
		f.Errors["new"] = v.words.say("password.long", "n", LongestPassword)
	case fresh != v.secret("repeat"):
		f.Errors["repeat"] = v.words.say("password.differs")
	}
	if !f.isGood() {
		return f
	}
	if err := save(fresh); err != nil {
		v.blame(&f, err, "old", "new", "repeat")
	}
	return f
}
