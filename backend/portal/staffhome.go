package portal

import (
	"net/http"

	"gatehouse/backend/edit"
)

// staffHome is what staff can do at the server.
type staffHome struct {
	Name      string
	Saved     string
	CanClaim  bool
	Claim     form
	ClaimIn   []field
	Computers []computerLine
	Revoke    form
	FactorOn  bool
	Factor    form
	FactorIn  []field
}

type computerLine struct {
	ID, Name, Text string
	Fields         []field // none: it is shut out
}

// staffForms are the forms of the page.
type staffForms struct {
	claim, revoke, factor form
	computer              string // whose form revoke is
}

// home leads somebody to what they owe, and shows the rest what there is.
func (v *staffVisit) home(forms staffForms) error {
	switch {
	case v.who.Staff == nil && v.path == "sign-in":
		return v.askSignIn(form{})
	case v.who.Staff == nil:
		return v.askSignIn(form{status: http.StatusUnauthorized})
	case v.who.Owed:
		return v.askCode(form{})
	}
	view := staffHome{Name: v.who.Staff.Name, CanClaim: v.deeds.CanClaim(), Claim: forms.claim,
		Revoke: forms.revoke, Factor: forms.factor, FactorOn: v.who.HasFactor}
	view.ClaimIn = forms.claim.fill([]field{{Name: "claim-code", Label: v.words.say("staff.code"),
		Kind: "text", Complete: "off", Required: true, Max: 40,
		Hint: v.words.say("staff.code-hint")}, v.passwordField("claim-password")})
	view.FactorIn = []field{v.passwordField("factor-password")}
	if view.FactorOn {
		view.FactorIn = append(view.FactorIn, v.codeField("factor-code", "factor.code"))
	}
	view.FactorIn = forms.factor.fill(view.FactorIn)
	switch saved := v.r.URL.Query().Get("saved"); saved {
	case "claim", "revoke", "factor-off":
		view.Saved = v.words.say("staff.saved-" + saved)
	}
	list, err := v.deeds.Computers(v.r, v.who)
	if err != nil {
		return err
	}
	for _, m := range list {
		view.Computers = append(view.Computers, v.computer(m, forms))
	}
	status := max(forms.claim.statusOr(http.StatusOK), forms.revoke.statusOr(http.StatusOK),
		forms.factor.statusOr(http.StatusOK))
	return v.show(status, "staff-home", v.words.say("staff.title"), view)
}

func (v *staffVisit) computer(m edit.Machine, forms staffForms) computerLine {
	day := v.moment(m.Paired).Full
	line := computerLine{ID: m.ID, Name: m.Name, Text: v.words.say("staff.connected", "day", day)}
	if m.Revoked {
		line.Text = v.words.say("staff.shut-out")
		return line
	}
	in := v.passwordField("password-" + m.ID)
	if m.ID == forms.computer {
		in.Error = forms.revoke.Errors["password"]
	}
	line.Fields = []field{in}
	return line
}

// do does what one of the page's forms asks.
func (v *staffVisit) do() error {
	switch v.r.PostForm.Get("form") {
	case "claim":
		if v.deeds.CanClaim() {
			return v.claim()
		}
	case "revoke":
		return v.revoke()
	case "begin":
		return v.beginFactor()
	case "confirm":
		return v.confirmFactor()
	case "factor-off":
		return v.factorOff()
	}
	return v.missing()
}

func (v *staffVisit) claim() error {
	f := v.read("claim-code")
	f.require("claim-code", v.words.say("staff.need-code"))
	v.needPassword(&f, "claim-password")
	if f.isGood() {
		_, err := v.deeds.Claim(v.r, v.who, f.Values["claim-code"], v.secret("claim-password"))
		if err == nil {
			return v.seeOther("home?saved=claim")
		}
		v.blame(&f, err, "claim-code", "claim-password")
	}
	return v.home(staffForms{claim: f})
}

func (v *staffVisit) needPassword(f *form, name string) {
	if v.secret(name) == "" {
		f.Errors[name] = v.words.say("sign-in.need-password")
	}
}

func (v *staffVisit) revoke() error {
	id := v.r.PostForm.Get("id")
	f := v.read()
	password := v.secret("password-" + id)
	if password == "" {
		f.Errors["password"] = v.words.say("sign-in.need-password")
	}
	if f.isGood() {
		err := v.deeds.Revoke(v.r, v.who, id, password)
		if err == nil {
			return v.seeOther("home?saved=revoke")
		}
		v.blame(&f, err, "password")
	}
	return v.home(staffForms{revoke: f, computer: id})
}

func (v *staffVisit) beginFactor() error {
	f := v.read()
	v.needPassword(&f, "factor-password")
	if f.isGood() {
		setup, err := v.deeds.BeginFactor(v.r, v.who, v.secret("factor-password"))
		if err == nil {
			return v.showSetup(form{}, setup, "home")
		}
		v.blame(&f, err, "factor-password")
	}
	return v.home(staffForms{factor: f})
}

func (v *staffVisit) confirmFactor() error {
	f := v.read("code", "token")
	setup, codes, err := v.deeds.ConfirmFactor(v.r, v.who, f.Values["token"], f.Values["code"])
	if err == nil {
		return v.show(http.StatusOK, "recovery-codes", v.words.say("factor.codes"),
			codesView{Codes: codes, Next: v.base + "home"})
	}
	v.blame(&f, err, "code")
	f.Values["code"] = ""
	if setup.Token != "" {
		return v.showSetup(f, setup, "home")
	}
	return v.noticeOf(f.statusOr(http.StatusOK), "failed", v.sentence(err))
}

func (v *staffVisit) factorOff() error {
	f := v.read("factor-code")
	f.require("factor-code", v.words.say("factor.need"))
	v.needPassword(&f, "factor-password")
	if f.isGood() {
		err := v.deeds.RemoveFactor(v.r, v.who, v.secret("factor-password"),
			f.Values["factor-code"])
		if err == nil {
			return v.seeOther("home?saved=factor-off")
		}
		v.blame(&f, err, "factor-password", "factor-code")
	}
	f.Values["factor-code"] = ""
	return v.home(staffForms{factor: f})
}
