package portal

import (
	"encoding/json"
	"net/http"

	"gatehouse/backend/problem"
)

// passkeyQuestion answers the script with what the browser is to ask the device.
func (v *visit) passkeyQuestion(string) error {
	deeds := v.env.Deeds
	var q PasskeyQuestion
	var err error
	if v.r.PostForm.Get("form") == "passkey" && v.r.PostForm.Has("passkey-name") {
		if led, err := v.lead(); led || v.Subject.Visitor {
			return err
		}
		q, err = deeds.AskNewPasskey(v.r, v.Viewer, v.secret("passkey-password"))
	} else {
		q, err = deeds.AskPasskey(v.r)
	}
	status, answer := http.StatusOK, any(q)
	if err != nil {
		v.report(err)
		status = statusOf[problem.KindOf(err)]
		answer = map[string]string{"error": v.sentence(err)}
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	head := v.w.Header()
	head.Set("Content-Type", "application/json")
	head.Set("Cache-Control", "no-store")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(text) // the customer is gone: there is nobody left to tell
	return nil
}

func (v *visit) passkeyAnswer() PasskeyAnswer {
	return PasskeyAnswer{Token: v.r.PostForm.Get("token"), Text: v.r.PostForm.Get("passkey")}
}

// signInByPasskey signs somebody in without a password (B19).
func (v *visit) signInByPasskey() error {
	owed, err := v.env.Deeds.SignInByPasskey(v.r, v.passkeyAnswer())
	if err != nil {
		f := form{}
		v.blame(&f, err)
		return v.showSignIn(f.statusOr(http.StatusOK), f, "")
	}
	return v.goOn(owed)
}

// addPasskey keeps a passkey that the browser has made. Its password was asked with the question.
func (v *visit) addPasskey() error {
	f := v.read("passkey-name")
	f.require("passkey-name", v.words.say("passkey.need-name"))
	f.limit("passkey-name", 200, v.words.say("error.long-field"))
	if f.isGood() {
		err := v.env.Deeds.AddPasskey(v.r, v.Viewer, f.Values["passkey-name"], v.passkeyAnswer())
		if err == nil {
			return v.seeOther("security?saved=passkey")
		}
		v.blame(&f, err)
	}
	return v.showSecurity(securityForms{passkey: f})
}
