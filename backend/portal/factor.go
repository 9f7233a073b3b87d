package portal

import (
	"net/http"
)

type factorView struct {
	Form   form
	Fields []field
	Next   string // where to go afterwards
}

// factorPage asks for the code that ends a sign-in (B19).
func (v *visit) factorPage(string) error {
	switch {
	case v.Subject.Visitor:
		return v.askSignIn()
	case !v.Subject.SecondFactor:
		return v.notice(http.StatusOK, "signed-in")
	}
	return v.showFactor(form{})
}

// showFactor asks for a code, or for a second factor where there is none yet and the portal wants
// one.
func (v *visit) showFactor(f form) error {
	if v.User != nil && !v.User.SecondFactor {
		return v.firstFactor(f)
	}
	view := factorView{Form: f, Next: v.next()}
	view.Fields = f.fill([]field{v.codeField("code", "factor.code")})
	return v.show(f.statusOr(http.StatusOK), "second-factor", v.words.say("factor.ask"), view)
}

func (v *visit) codeField(name, label string) field {
	return field{Name: name, Label: v.words.say(label), Kind: "text", Complete: "one-time-code",
		Required: true, Max: 40, Hint: v.words.say("factor.code-hint")}
}

// factor takes the code that ends a sign-in, or the first code of a second factor that is set up
// on the way.
func (v *visit) factor(string) error {
	if v.Subject.Visitor || !v.Subject.SecondFactor {
		return v.factorPage("")
	}
	if v.r.PostForm.Get("form") == "confirm" {
		return v.confirmFactor(string(OwesFactor))
	}
	f := v.read("code")
	f.require("code", v.words.say("factor.need"))
	if f.isGood() {
		owed, err := v.env.Deeds.GiveCode(v.r, v.Viewer, f.Values["code"])
		if err == nil {
			return v.goOn(owed)
		}
		v.blame(&f, err, "code")
	}
	f.Values["code"] = ""
	return v.showFactor(f)
}

type setupView struct {
	Form   form
	Fields []field
	Setup  FactorSetup
	QR     qrCode
	Action string
	First  bool // it has to be set up before anything else
}

// firstFactor sets a second factor up in the middle of a sign-in.
func (v *visit) firstFactor(f form) error {
	setup, err := v.env.Deeds.BeginFactor(v.r, v.Viewer, "")
	if err != nil {
		return err
	}
	return v.showSetup(f, setup, string(OwesFactor))
}

func (v *visit) showSetup(f form, setup FactorSetup, action string) error {
	view := setupView{Form: f, Setup: setup, QR: qrOf(setup.Address), Action: v.base + action,
		First: v.Subject.SecondFactor}
	code := v.codeField("code", "factor.first-code")
	code.Hint = ""
	view.Fields = f.fill([]field{code})
	return v.show(f.statusOr(http.StatusOK), "set-up-factor", v.words.say("factor.set-up"), view)
}

type codesView struct {
	Codes []string
	Next  string
}

// confirmFactor ends what BeginFactor began, and shows the recovery codes, once.
func (v *visit) confirmFactor(action string) error {
	f := v.read("code", "token")
	setup, codes, err := v.env.Deeds.ConfirmFactor(v.r, v.Viewer, f.Values["token"],
		f.Values["code"])
	if err != nil {
		v.blame(&f, err, "code")
		f.Values["code"] = ""
		if setup.Token != "" {
			return v.showSetup(f, setup, action)
		}
		return v.noticeOf(f.statusOr(http.StatusOK), "failed", v.sentence(err))
	}
	view := codesView{Codes: codes, Next: v.base + "security"}
	if v.Subject.SecondFactor {
		view.Next = v.base + "home"
	}
	v.Subject.SecondFactor = false // it has been given with the first code
	return v.show(http.StatusOK, "recovery-codes", v.words.say("factor.codes"), view)
}
