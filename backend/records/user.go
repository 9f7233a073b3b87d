package records

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// User is a person's login (the "ACL User"). It says whether they may sign in; what they may do
// there is said by Access.
type User struct {
	ID           UserID
	Person       PersonID
	Username     string // C5: unique in the office
	Consolidated bool   // N3: the login of a consolidated account
	Active       bool
	PortalUser   bool          // C3: may sign in
	RoleGroup    bool          // N5: in the role group "Customer portal (for customers)"
	Support      access.Window // C4
	PasswordSet  bool          // a password exists; its verifier stays at the server
	MustChange   bool          // C6: it is the initial one
	Locked       bool          // B19: too many wrong passwords
	LastSeen     int64         // seconds since 1970, 0 = never signed in
	Requests     Requests      // Z4: set apart from the account and the portal
	Lang         string        // in which they last signed in; empty = not known
	PIN          PINState      // C8: for signing; its verifier stays at the server
	SecondFactor bool          // B19: signing in asks for a code; its secret stays at the server
	Passkeys     int64         // B19: how many they have
}

// Key names the user.
func (u *User) Key() Key { return Key{KindUser, int64(u.ID)} }

// Index gives the folded username and the person.
func (u *User) Index(column string) any {
	switch column {
	case "folded":
		return Fold(u.Username)
	case "person":
		return int64(u.Person)
	}
	return nil
}

// Check refuses a username that cannot be typed, and a support period that ends before it starts.
func (u *User) Check() error {
	if u.ID <= 0 || u.Person <= 0 {
		return problem.New(problem.Invalid, "A login belongs to a person.")
	}
	if u.Username == "" || len(u.Username) > 254 || strings.ContainsFunc(u.Username, odd) {
		return problem.New(problem.Invalid,
			"A username has 1 to 254 letters, digits or signs, and no spaces.").On("username")
	}
	if len(u.Lang) > 35 {
		return problem.New(problem.Invalid, "This language is not known.")
	}
	return u.Support.Check()
}

func odd(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// Credential is the verifier of a user's password. It lives at the server only: edits carry it up,
// nothing brings it down.
type Credential struct {
	ID       UserID
	Verifier string // Argon2id, with its parameters
}

// Key names the credential by its user.
func (c *Credential) Key() Key { return Key{KindCredential, int64(c.ID)} }

// Index gives nothing: credentials are found by their user only.
func (c *Credential) Index(string) any { return nil }

// PINState says whether a user has a PIN for signing.
type PINState string

// The states of a PIN. A locked one was guessed too often and opens nothing until it is reset.
const (
	NoPIN     PINState = ""
	PINSet    PINState = "set"
	PINLocked PINState = "locked"
)

// PIN is the verifier of a user's PIN (C8). It lives at the server only.
type PIN struct {
	ID       UserID
	Verifier string // Argon2id, with its parameters
}

// Key names the PIN by its user.
func (p *PIN) Key() Key { return Key{KindPIN, int64(p.ID)} }

// Index gives nothing: PINs are found by their user only.
func (p *PIN) Index(string) any { return nil }

// Stamp names one PIN without telling it: a new one has another stamp.
func (p *PIN) Stamp() string {
	sum := sha256.Sum256([]byte("pin " + p.Verifier))
	return hex.EncodeToString(sum[:16])
}
