package portal

import (
	"net/http"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ShortestPIN is how many digits a PIN has at least.
const (
	ShortestPIN = 6
	longestPIN  = 12
)

// Signing is a document that is signed, as the viewer has read it, with their PIN.
type Signing struct {
	ID  records.SignatureID
	Of  records.Signable
	PIN string
}

// PINChange sets a PIN, with the password and, where there is one to change, the PIN that it
// replaces.
type PINChange struct{ Password, Old, New string }

// WrongPIN and LockedPIN are what Deeds.Sign and Deeds.ChangePIN return for a PIN that is wrong,
// and for any PIN after too many wrong ones (C8).
var (
	WrongPIN  = problem.New(problem.Denied, "This PIN is wrong.").On("pin").By(&refusal{"pin"})
	LockedPIN = problem.New(problem.Denied, "This PIN is locked after too many wrong ones.").
			On("pin").By(&refusal{"pin-locked"})
)

// pin says whether the viewer has a PIN.
func (v *visit) pin() records.PINState {
	if v.User == nil {
		return records.NoPIN
	}
	return v.User.PIN
}

// lockedPIN says what to do about a locked PIN: who may not reset it asks the office (C8).
func (v *visit) lockedPIN() string {
	if v.Subject.PINReset {
		return v.words.say("pin.locked-reset")
	}
	return v.words.say("pin.locked-ask")
}

// pinView is the part of one's details about the PIN.
type pinView struct {
	Shown  bool   // the viewer may sign
	State  string // a sentence
	Form   form
	Fields []field // none: only the office can help
	Reset  bool    // the current PIN is not asked for
	Hint   string
}

// pinPart shows the PIN to those who may sign.
func (v *visit) pinPart(f form) pinView {
	view := pinView{Shown: v.Subject.CanSign, Form: f}
	if !view.Shown {
		return view
	}
	pin := v.pin()
	switch pin {
	case records.NoPIN:
		view.State, view.Reset = v.words.say("pin.none"), true
	case records.PINLocked:
		view.State, view.Reset = v.lockedPIN(), true
		if !v.Subject.PINReset {
			return view
		}
	default:
		view.State = v.words.say("pin.set")
		view.Hint = v.words.say("pin.forgotten-ask")
		if v.Subject.PINReset {
			view.Hint = v.words.say("pin.forgotten-reset")
		}
	}
	in := func(name, label, complete string) field {
		return field{Name: name, Label: label, Kind: "password", Complete: complete,
			Required: true, Max: longestPIN, Numeric: true}
	}
	password := in("pin-password", v.words.say("password.old"), "current-password")
	password.Max, password.Numeric = 0, false
	list := []field{password}
	if !view.Reset {
		old := in("old-pin", v.words.say("pin.old"), "off")
		old.Required = !v.Subject.PINReset
		list = append(list, old)
	}
	fresh := in("new-pin", v.words.say("pin.new"), "off")
	fresh.Hint = v.words.say("pin.hint", "n", ShortestPIN)
	view.Fields = f.fill(append(list, fresh, in("repeat-pin", v.words.say("pin.repeat"), "off")))
	return view
}

// ownPIN sets the viewer's PIN (C8).
func (v *visit) ownPIN() error {
	f := v.read()
	if v.Once != "" { // the forms of the page are shown together
		v.Once += " pin"
	}
	fresh := v.secret("new-pin")
	switch {
	case !v.Subject.CanSign:
		f.Error, f.status = v.words.say("plain.denied"), http.StatusForbidden
	case v.pin() == records.PINLocked && !v.Subject.PINReset:
		f.Error, f.status = v.lockedPIN(), http.StatusForbidden
	case v.pin() == records.PINSet && !v.Subject.PINReset && v.secret("old-pin") == "":
		f.Errors["old-pin"] = v.words.say("pin.need")
	case v.secret("pin-password") == "":
		f.Errors["pin-password"] = v.words.say("password.need-old")
	case !isPIN(fresh):
		f.Errors["new-pin"] = v.words.say("pin.bad", "n", ShortestPIN, "most", longestPIN)
	case isEasyPIN(fresh):
		f.Errors["new-pin"] = v.words.say("pin.easy")
	case fresh != v.secret("repeat-pin"):
		f.Errors["repeat-pin"] = v.words.say("pin.differs")
	}
	if f.isGood() {
		err := v.env.Deeds.ChangePIN(v.r, v.Viewer, PINChange{Password: v.secret("pin-password"),
			Old: v.secret("old-pin"), New: fresh})
		if err == nil {
			return v.seeOther("my-details?saved=pin")
		}
		v.blame(&f, err, "pin-password", "old-pin", "new-pin")
	}
	return v.showDetails(detailsForms{pin: f})
}

func isPIN(pin string) bool {
	for _, r := range pin {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(pin) >= ShortestPIN && len(pin) <= longestPIN
}

// isEasyPIN reports whether a PIN is one digit over and over, or counts up or down.
func isEasyPIN(pin string) bool {
	for _, step := range []int{0, 1, -1} {
		same := true
		for i := 1; i < len(pin); i++ {
			same = same && int(pin[i])-int(pin[i-1]) == step
		}
		if same {
			return true
		}
	}
	return false
}
