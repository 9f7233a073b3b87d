package portaltest

import (
	"net/http"

	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// RightCode is the code that is always right here.
const RightCode = "123456"

// setup is what tests set up.
var setup = portal.FactorSetup{Token: "sealed", Key: "ABCD-EFGH-2345-6789",
	Address: "otpauth://totp/Northwind%20Software:ada?secret=ABCDEFGH23456789"}

// GiveCode knows RightCode.
func (w *World) GiveCode(_ *http.Request, v portal.Viewer, code string) (portal.Owed, error) {
	if code != RightCode {
		return "", portal.WrongCode
	}
	w.Owing = ""
	return portal.OwesNothing, w.done("code", v.User.Username)
}

// BeginFactor checks the password of whoever owes no factor.
func (w *World) BeginFactor(_ *http.Request, v portal.Viewer, password string) (
	portal.FactorSetup, error) {
	if !v.Subject.SecondFactor && password != w.Passwords[v.User.Username] {
		return portal.FactorSetup{}, portal.WrongPassword.On("begin-password")
	}
	return setup, nil
}

// ConfirmFactor knows RightCode.
func (w *World) ConfirmFactor(_ *http.Request, v portal.Viewer, token, code string) (
	portal.FactorSetup, []string, error) {
	if token != setup.Token {
		return portal.FactorSetup{}, nil, portal.OldSetup
	}
	if code != RightCode {
		return setup, nil, portal.WrongCode
	}
	w.Owing = ""
	return setup, []string{"AAAA-BBBB-CCCC-2222", "AAAA-BBBB-CCCC-3333"},
		w.done("factor on", v.User.Username)
}

// RemoveFactor knows RightCode.
func (w *World) RemoveFactor(_ *http.Request, v portal.Viewer, password, code string) error {
	if password != w.Passwords[v.User.Username] {
		return portal.WrongPassword.On("factor-password")
	}
	if code != RightCode {
		return portal.WrongCode.On("factor-code")
	}
	return w.done("factor off", v.User.Username)
}

// CodesLeft is always the same.
func (w *World) CodesLeft(*http.Request, portal.Viewer) (int, error) { return 9, nil }

// HasPasskeys says yes.
func (w *World) HasPasskeys(*http.Request) bool { return true }

// AskPasskey asks nothing that a device could answer.
func (w *World) AskPasskey(*http.Request) (portal.PasskeyQuestion, error) {
	return portal.PasskeyQuestion{Options: map[string]string{}, Token: "sealed"}, nil
}

// AskNewPasskey likewise, when the password is right.
func (w *World) AskNewPasskey(r *http.Request, v portal.Viewer, password string) (
	portal.PasskeyQuestion, error) {
	if password != w.Passwords[v.User.Username] {
		return portal.PasskeyQuestion{}, portal.WrongPassword.On("passkey-password")
	}
	return w.AskPasskey(r)
}

// SignInByPasskey takes no answer: there is no device.
func (w *World) SignInByPasskey(*http.Request, portal.PasskeyAnswer) (portal.Owed, error) {
	return "", portal.WrongPasskey
}

// AddPasskey likewise.
func (w *World) AddPasskey(*http.Request, portal.Viewer, string, portal.PasskeyAnswer) error {
	return portal.WrongPasskey
}

// Passkeys gives those in the store.
func (w *World) Passkeys(r *http.Request, v portal.Viewer) ([]*records.Passkey, error) {
	return w.DB.Passkeys(r.Context(), v.User.ID)
}

// Sessions gives this one and another.
func (w *World) Sessions(_ *http.Request, v portal.Viewer) ([]records.Session, int64, error) {
	now := w.Now.Unix()
	return []records.Session{
		{ID: 1, User: v.User.ID, Address: "192.0.2.0/24", Begun: now - 600, Seen: now,
			Device: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
		{ID: 2, User: v.User.ID, Address: "198.51.100.0/24", Begun: now - 9000, Seen: now - 1200,
			Device: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"},
	}, 1, nil
}

// EndSession notes which one.
func (w *World) EndSession(_ *http.Request, v portal.Viewer, id int64) error {
	return w.done("end session", v.User.Username, records.ID[records.Session](id).String())
}

// EndOthers notes it.
func (w *World) EndOthers(_ *http.Request, v portal.Viewer) error {
	return w.done("end others", v.User.Username)
}
