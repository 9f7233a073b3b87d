package records

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"

	"gatehouse/backend/problem"
)

// Token lets another program use one of the server's interfaces (B20), for as long as it is good.
// It lives at the server only, where only its hash is kept.
type Token struct {
	ID      TokenID // KeyOf the hash
	Hash    string  // HashOfToken
	Name    string  // of the program, as the history says it
	Use     TokenUse
	Account AccountID // whose people it is about; 0 = everybody's
	Default bool      // a login that it lets in gets the default access (A30) without a group
	Made    int64     // seconds since 1970
	Expires int64     // likewise; 0 = never
	Revoked bool
}

// TokenUse is what a token opens.
type TokenUse string

// The uses. An identity provider manages the logins of one account by SCIM; a program that enforces
// access asks for decisions by AuthZEN.
const (
	ForSCIM    TokenUse = "scim"
	ForAuthZEN TokenUse = "authzen"
)

// HashOfToken is what is kept of a token: SHA-256, hexadecimal.
func HashOfToken(plain string) string {
	sum := sha256.Sum256([]byte("token " + plain))
	return hex.EncodeToString(sum[:])
}

// TokenKey names the token with this hash.
func TokenKey(hash string) Key { return Key{KindToken, KeyOf("token", hash)} }

// Key names the token.
func (t *Token) Key() Key { return Key{KindToken, int64(t.ID)} }

// Index gives nothing: tokens are found by their hash only.
func (t *Token) Index(string) any { return nil }

// Check refuses a token that says neither whose it is nor what it is for.
func (t *Token) Check() error {
	switch {
	case strings.TrimSpace(t.Name) == "" || len(t.Name) > 100:
		return problem.New(problem.Invalid, "A token needs a name of 1 to 100 letters.").On("name")
	case t.Use != ForSCIM && t.Use != ForAuthZEN:
		return problem.New(problem.Invalid, "A token is for scim or for authzen.").On("for")
	case t.Use == ForSCIM && t.Account <= 0:
		return problem.New(problem.Invalid, "Say whose people this token is about.").On("account")
	case len(t.Hash) != 2*sha256.Size || TokenKey(t.Hash) != t.Key():
		return problem.New(problem.Invalid, "The token cannot be stored.")
	}
	return nil
}

// IsGood reports whether the token with this hash opens something at a time.
func (t *Token) IsGood(hash string, unix int64) bool {
	return subtle.ConstantTimeCompare([]byte(t.Hash), []byte(hash)) == 1 && !t.Revoked &&
		(t.Expires == 0 || unix < t.Expires)
}

// Provision is what an identity provider and this office have agreed about a login (B20). It lives
// at the server only.
type Provision struct {
	ID       UserID
	External string // by which the identity provider knows them
	Gone     bool   // it has deleted them; the login and its history stay, shut
}

// ProvisionKey names what was agreed about a login.
func ProvisionKey(id UserID) Key { return Key{KindProvision, int64(id)} }

// Key names the provision by its user.
func (p *Provision) Key() Key { return ProvisionKey(p.ID) }

// Index gives nothing: it is found by its user only.
func (p *Provision) Index(string) any { return nil }

// Check refuses what no identity provider sends.
func (p *Provision) Check() error {
	if p.ID <= 0 || len(p.External) > 400 {
		return problem.New(problem.Invalid, "The external id is too long. Use 400 letters or less.")
	}
	return nil
}

// Member is a login of an account as an identity provider manages it.
type Member struct {
	User      *User
	Person    *Person
	Access    *Access    // at that account; nil: the minimum
	Provision *Provision // nil: it has not said anything yet
}

// External is by which the identity provider knows them.
func (m *Member) External() string {
	if m.Provision == nil {
		return ""
	}
	return m.Provision.External
}

// IsGone reports whether the identity provider has deleted them.
func (m *Member) IsGone() bool { return m.Provision != nil && m.Provision.Gone }
