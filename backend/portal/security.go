package portal

import (
	"net/http"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// securityView is how the viewer signs in, and where they have. What only a session knows is nil
// in a preview.
type securityView struct {
	Saved    string
	FactorOn bool
	Factor   form
	Begin    []field
	Remove   []field
	Left     string // recovery codes
	NewKey   form
	KeyIn    []field
	Passkeys []passkeyLine
	Sessions []sessionLine
	Others   bool
}

type passkeyLine struct{ ID, Name, Text string }

type sessionLine struct {
	ID, Device, Text string
	Here             bool
}

// securityForms are the forms of the page.
type securityForms struct{ factor, passkey form }

// securityPage shows second factor, passkeys and sessions (B19).
func (v *visit) securityPage(string) error { return v.showSecurity(securityForms{}) }

func (v *visit) showSecurity(forms securityForms) error {
	if d := v.may(access.DetailsView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	view := securityView{Factor: forms.factor, NewKey: forms.passkey,
		FactorOn: v.User != nil && v.User.SecondFactor}
	password := func(name string) field {
		return field{Name: name, Label: v.words.say("password.old"), Kind: "password",
			Required: true, Complete: "current-password"}
	}
	view.Begin = forms.factor.fill([]field{password("begin-password")})
	view.Remove = forms.factor.fill([]field{password("factor-password"),
		v.codeField("factor-code", "factor.code")})
	view.KeyIn = forms.passkey.fill([]field{{Name: "passkey-name", Kind: "text", Max: 60,
		Label: v.words.say("passkey.name"), Hint: v.words.say("passkey.name-hint"),
		Required: true}, password("passkey-password")})
	switch saved := v.r.URL.Query().Get("saved"); saved {
	case "factor-off", "passkey", "passkey-gone", "session", "sessions":
		view.Saved = v.words.say("security.saved-" + saved)
	}
	if err := v.signedInAt(&view); err != nil {
		return err
	}
	status := max(forms.factor.statusOr(http.StatusOK), forms.passkey.statusOr(http.StatusOK))
	return v.show(status, "security", v.words.say("security.title"), view)
}

// signedInAt adds what only the host knows.
func (v *visit) signedInAt(view *securityView) error {
	if v.env.Deeds == nil || v.User == nil {
		return nil
	}
	if view.FactorOn {
		n, err := v.env.Deeds.CodesLeft(v.r, v.Viewer)
		if err != nil {
			return err
		}
		view.Left = v.words.say("factor.left", "n", n)
	}
	keys, err := v.env.Deeds.Passkeys(v.r, v.Viewer)
	if err != nil {
		return err
	}
	for _, k := range keys {
		text := v.words.say("passkey.unused", "day", v.moment(k.Created).Day)
		if k.Used > 0 {
			text = v.words.say("passkey.used", "day", v.moment(k.Created).Day, "used",
				v.moment(k.Used).Full)
		}
		view.Passkeys = append(view.Passkeys, passkeyLine{k.ID.String(), k.Name, text})
	}
	list, here, err := v.env.Deeds.Sessions(v.r, v.Viewer)
	for _, s := range list {
		line := v.sessionLine(s)
		line.Here = s.ID == here
		view.Others = view.Others || !line.Here
		view.Sessions = append(view.Sessions, line)
	}
	return err
}

func (v *visit) sessionLine(s records.Session) sessionLine {
	program, system := deviceOf(s.Device)
	device := v.words.say("session.device", "program", program, "system", system)
	switch {
	case program == "" && system == "":
		device = v.words.say("session.unknown")
	case program == "":
		device = v.words.say("session.system", "system", system)
	case system == "":
		device = program
	}
	return sessionLine{ID: strconv.FormatInt(s.ID, 10), Device: device,
		Text: v.words.say("session.text", "from", s.Address, "begun", v.moment(s.Begun).Full,
			"seen", v.moment(s.Seen).Full)}
}

// security does what one of the page's forms asks.
func (v *visit) security(string) error {
	if d := v.may(access.DetailsView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	if v.User == nil {
		return v.missing()
	}
	what, id := v.r.PostForm.Get("form"), v.r.PostForm.Get("id")
	if v.Once != "" { // the forms of the page are shown together
		v.Once += " " + what + " " + id
	}
	switch what {
	case "begin":
		return v.beginFactor()
	case "confirm":
		return v.confirmFactor("security")
	case "factor-off":
		return v.factorOff()
	case "passkey":
		return v.addPasskey()
	case "passkey-gone":
		key, err := records.ParseID[records.Passkey](id)
		if err != nil {
			return v.missing()
		}
		return v.saveSecurity(what, v.env.Deeds.Do(v.r.Context(), v.Viewer,
			&edit.RemovePasskey{User: v.User.ID, Passkey: key}))
	case "session":
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return v.missing()
		}
		return v.saveSecurity(what, v.env.Deeds.EndSession(v.r, v.Viewer, n))
	case "sessions":
		return v.saveSecurity(what, v.env.Deeds.EndOthers(v.r, v.Viewer))
	}
	return v.missing()
}

func (v *visit) saveSecurity(what string, err error) error {
	if err != nil {
		return err
	}
	return v.seeOther("security?saved=" + what)
}

func (v *visit) beginFactor() error {
	f := v.read()
	if v.secret("begin-password") == "" {
		f.Errors["begin-password"] = v.words.say("password.need-old")
		return v.showSecurity(securityForms{factor: f})
	}
	setup, err := v.env.Deeds.BeginFactor(v.r, v.Viewer, v.secret("begin-password"))
	if err != nil {
		v.blame(&f, err, "begin-password")
		return v.showSecurity(securityForms{factor: f})
	}
	return v.showSetup(form{}, setup, "security")
}

func (v *visit) factorOff() error {
	f := v.read("factor-code")
	f.require("factor-code", v.words.say("factor.need"))
	if v.secret("factor-password") == "" {
		f.Errors["factor-password"] = v.words.say("password.need-old")
	}
	if f.isGood() {
		err := v.env.Deeds.RemoveFactor(v.r, v.Viewer, v.secret("factor-password"),
			f.Values["factor-code"])
		if err == nil {
			return v.seeOther("security?saved=factor-off")
		}
		v.blame(&f, err, "factor-password", "factor-code")
	}
	f.Values["factor-code"] = ""
	return v.showSecurity(securityForms{factor: f})
}
