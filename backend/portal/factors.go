package portal

import (
	"net/http"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Owed is what somebody whose password was right has to do before anything else: the page where it
// is done.
type Owed string

// What can be owed.
const (
	OwesNothing  Owed = ""
	OwesFactor   Owed = "second-factor"
	OwesPassword Owed = "first-password"
)

// FactorSetup is a second factor that is being set up: what an authenticator app takes in.
type FactorSetup struct {
	Token   string // seals the rest for the form that confirms it
	Key     string // to be typed
	Address string // to be read by a camera
}

// Factors is what signing in needs besides a password (B19).
type Factors interface {
	// GiveCode ends a sign-in whose password was right: with a code of the app, or with one of the
	// recovery codes. WrongCode when it is neither, or was used already.
	GiveCode(r *http.Request, v Viewer, code string) (Owed, error)

	// BeginFactor begins to set up a second factor when the password is right; somebody who signs
	// in and has to set one up has just given it. ConfirmFactor ends it with a first code, and
	// gives the recovery codes; a form that is sent twice gets the same.
	BeginFactor(r *http.Request, v Viewer, password string) (FactorSetup, error)
	ConfirmFactor(r *http.Request, v Viewer, token, code string) (FactorSetup, []string, error)

	// RemoveFactor takes the second factor off when the password and a code are right.
	RemoveFactor(r *http.Request, v Viewer, password, code string) error

	// CodesLeft counts the recovery codes that have not been used.
	CodesLeft(r *http.Request, v Viewer) (int, error)
}

// WrongCode is what Factors returns for a code that is wrong or was used already.
var WrongCode = problem.New(problem.Denied, "This code is wrong or was used already.").
	On("code").By(&refusal{"code"})

// OldSetup is what ConfirmFactor returns when it was begun too long ago.
var OldSetup = problem.New(problem.Invalid, "This page was too old. Begin again.").
	By(&refusal{"setup-old"})

// Passkeys signs people in by a key that their device keeps (B19).
type Passkeys interface {
	// HasPasskeys reports whether passkeys work at the address of a request.
	HasPasskeys(r *http.Request) bool

	// AskPasskey gives the question that a browser has answered by a passkey to sign in, and
	// AskNewPasskey the one that makes a passkey for the viewer, when the password is right.
	AskPasskey(r *http.Request) (PasskeyQuestion, error)
	AskNewPasskey(r *http.Request, v Viewer, password string) (PasskeyQuestion, error)

	// SignInByPasskey starts a session by an answer, which counts as both factors. WrongPasskey
	// for any answer that is not good.
	SignInByPasskey(r *http.Request, a PasskeyAnswer) (Owed, error)
	AddPasskey(r *http.Request, v Viewer, name string, a PasskeyAnswer) error

	// Passkeys lists the viewer's.
	Passkeys(r *http.Request, v Viewer) ([]*records.Passkey, error)
}

// PasskeyQuestion is what a browser is asked, and a token that seals it for the answer.
type PasskeyQuestion struct {
	Options any    `json:"options"`
	Token   string `json:"token"`
}

// PasskeyAnswer is what a browser answers, as JSON, with the token of the question.
type PasskeyAnswer struct{ Token, Text string }

// WrongPasskey is what Passkeys returns for an answer that is not good.
var WrongPasskey = problem.New(problem.Denied, "This passkey was not accepted.").
	By(&refusal{"passkey"})

// Sessions is where the viewer is signed in.
type Sessions interface {
	// Sessions lists them; the one that asks is the id here.
	Sessions(r *http.Request, v Viewer) (list []records.Session, here int64, err error)

	// EndSession ends one of them, and EndOthers all but the one that asks.
	EndSession(r *http.Request, v Viewer, id int64) error
	EndOthers(r *http.Request, v Viewer) error
}
