package hosting

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"gatehouse/backend/edit"
	"gatehouse/backend/portal"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

const (
	questionLife = 5 * time.Minute
	mostPasskeys = 20
)

// relying is the portal as devices know it: passkeys belong to its address, and to no other. With
// no address given it is known on this computer only, as localhost. nil: there are no passkeys.
func (h *Host) relying(r *http.Request) *webauthn.WebAuthn {
	address := h.env.Address
	if host, _, err := net.SplitHostPort(r.Host); address == "" && err == nil &&
		host == "localhost" {
		address = map[bool]string{true: "https", false: "http"}[h.env.Secure] + "://" + r.Host
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil ||
		h.env.Sealer == nil {
		return nil
	}
	w, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: "Gatehouse",
		RPOrigins: []string{u.Scheme + "://" + u.Host},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:      protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired}})
	if err != nil {
		return nil
	}
	return w
}

// HasPasskeys reports whether passkeys work at the address of a request.
func (d deeds) HasPasskeys(r *http.Request) bool { return d.relying(r) != nil }

// holder is a user as the library asks for one.
type holder struct {
	id   records.UserID
	name string
	keys []webauthn.Credential
}

// WebAuthnID names the user to the device.
func (u holder) WebAuthnID() []byte { return []byte(u.id.String()) }

// WebAuthnName is the username, as the device shows it.
func (u holder) WebAuthnName() string { return u.name }

// WebAuthnDisplayName is the username, too.
func (u holder) WebAuthnDisplayName() string { return u.name }

// WebAuthnCredentials are the user's passkeys.
func (u holder) WebAuthnCredentials() []webauthn.Credential { return u.keys }

// question is what the token of a question seals.
type question struct {
	Session webauthn.SessionData `json:"session"`
	At      int64                `json:"at"`
}

func (h *Host) seal(about string, s *webauthn.SessionData) (string, error) {
	text, err := json.Marshal(question{*s, h.env.Now().Unix()})
	if err != nil {
		return "", err
	}
	return h.env.Sealer.Seal(about, string(text)), nil
}

// opened opens the token of a question that was asked a short while ago.
func (h *Host) opened(about, token string) (webauthn.SessionData, error) {
	var q question
	text, err := h.env.Sealer.Open(about, token)
	if err != nil || json.Unmarshal([]byte(text), &q) != nil {
		return q.Session, portal.WrongPasskey
	}
	if age := h.env.Now().Sub(time.Unix(q.At, 0)); age < 0 || age > questionLife {
		return q.Session, portal.WrongPasskey
	}
	return q.Session, nil
}

// spend lets each question be answered once.
func (h *Host) spend(ctx context.Context, s webauthn.SessionData) error {
	first, err := h.store.Spend(ctx, hashOf("passkey "+s.Challenge),
		h.env.Now().Add(questionLife).Unix())
	if err != nil || !first {
		return firstOf(err, portal.WrongPasskey)
	}
	return nil
}

var noPasskeys = problem.New(problem.Unavailable, "Passkeys do not work at this address.")

const signInQuestion = "passkey to sign in"

// AskPasskey gives the question that a passkey answers to sign in.
func (d deeds) AskPasskey(r *http.Request) (q portal.PasskeyQuestion, err error) {
	if err := d.limits.Allow(r, "passkey"); err != nil {
		return q, err
	}
	w := d.relying(r)
	if w == nil {
		return q, noPasskeys
	}
	options, s, err := w.BeginDiscoverableLogin(
		webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return q, err
	}
	q.Options = options
	q.Token, err = d.seal(signInQuestion, s)
	return q, err
}

// SignInByPasskey starts a session by a passkey, which has shown the device and who holds it.
func (d deeds) SignInByPasskey(r *http.Request, a portal.PasskeyAnswer) (portal.Owed, error) {
	ctx := r.Context()
	if err := d.limits.Allow(r, "passkey"); err != nil {
		return "", err
	}
	w := d.relying(r)
	if w == nil {
		return "", noPasskeys
	}
	s, err := d.opened(signInQuestion, a.Token)
	if err != nil {
		return "", err
	}
	in, err := protocol.ParseCredentialRequestResponseBytes([]byte(a.Text))
	if err != nil {
		return "", portal.WrongPasskey
	}
	k, err := d.store.Passkey(ctx, nameOf(in.RawID))
	if err != nil || k == nil {
		return "", firstOf(err, portal.WrongPasskey)
	}
	kept, err := credentialOf(k)
	if err != nil {
		return "", err
	}
	found := func(_, handle []byte) (webauthn.User, error) {
		if string(handle) != k.User.String() {
			return nil, portal.WrongPasskey
		}
		return holder{id: k.User, keys: []webauthn.Credential{kept}}, nil
	}
	_, used, err := w.ValidatePasskeyLogin(found, s, in)
	if err != nil || used.Authenticator.CloneWarning {
		return "", portal.WrongPasskey // also when its counter goes back: there is a copy of it
	}
	if err := d.spend(ctx, s); err != nil {
		return "", err
	}
	if err := d.usedPasskey(ctx, *k, used); err != nil {
		return "", err
	}
	return d.beginByPasskey(r, k.User, nameOf(in.RawID))
}

func (d deeds) beginByPasskey(r *http.Request, id records.UserID, key string) (
	portal.Owed, error) {
	c, err := d.store.Cast(r.Context(), id)
	if problem.Is(err, problem.NotFound) {
		return "", portal.WrongPasskey
	}
	if err != nil {
		return "", err
	}
	_, verifier, err := d.store.Login(r.Context(), c.User.Username)
	if err != nil {
		return "", err
	}
	return d.begin(r, id, map[string]string{sessionStamp: stamp(verifier), sessionPasskey: key})
}

// usedPasskey keeps a passkey's counter, unless it was used or removed meanwhile.
func (d deeds) usedPasskey(ctx context.Context, k records.Passkey,
	used *webauthn.Credential) error {
	text, err := json.Marshal(used)
	if err != nil {
		return err
	}
	_, err = d.store.Write(ctx, func(tx edit.Tx) error {
		now, ok := tx.Row(k.Key()).(*records.Passkey)
		if !ok || *now != k {
			return portal.WrongPasskey
		}
		n := k
		n.Credential, n.Used = string(text), d.env.Now().Unix()
		tx.Put(&n)
		return nil
	})
	return err
}

func newQuestion(id records.UserID) string { return "passkey for " + id.String() }

// AskNewPasskey gives the question that makes a passkey for the viewer.
func (d deeds) AskNewPasskey(r *http.Request, v portal.Viewer, password string) (
	q portal.PasskeyQuestion, err error) {
	w := d.relying(r)
	if w == nil {
		return q, noPasskeys
	}
	if err := d.ownPassword(r, v, password, "passkey-password"); err != nil {
		return q, err
	}
	keys, err := d.Passkeys(r, v)
	if err != nil {
		return q, err
	}
	if len(keys) >= mostPasskeys {
		return q, problem.New(problem.Invalid, "You have many passkeys. Remove one first.")
	}
	u := holder{id: v.User.ID, name: v.User.Username}
	for _, k := range keys {
		c, err := credentialOf(k)
		if err != nil {
			return q, err
		}
		u.keys = append(u.keys, c)
	}
	options, s, err := w.BeginRegistration(u,
		webauthn.WithExclusions(webauthn.Credentials(u.keys).CredentialDescriptors()))
	if err != nil {
		return q, err
	}
	q.Options = options
	q.Token, err = d.seal(newQuestion(u.id), s)
	return q, err
}

// AddPasskey keeps a passkey that a device has made for the viewer.
func (d deeds) AddPasskey(r *http.Request, v portal.Viewer, name string,
	a portal.PasskeyAnswer) error {
	ctx := r.Context()
	if err := d.limits.Allow(r, "passkey"); err != nil {
		return err
	}
	w := d.relying(r)
	if w == nil {
		return noPasskeys
	}
	s, err := d.opened(newQuestion(v.User.ID), a.Token)
	if err != nil {
		return err
	}
	in, err := protocol.ParseCredentialCreationResponseBytes([]byte(a.Text))
	if err != nil {
		return portal.WrongPasskey
	}
	made, err := w.CreateCredential(holder{id: v.User.ID, name: v.User.Username}, s, in)
	if err != nil {
		return portal.WrongPasskey
	}
	if err := d.spend(ctx, s); err != nil {
		return err
	}
	text, err := json.Marshal(made)
	if err != nil {
		return err
	}
	key := records.PasskeyKey(nameOf(made.ID))
	return d.writer().With(ctx, v, func(tx edit.Tx) error {
		if tx.Row(key) != nil {
			return portal.WrongPasskey
		}
		tx.Put(&records.Passkey{ID: records.PasskeyID(key.ID), User: v.User.ID, Name: name,
			Credential: string(text), Created: d.env.Now().Unix()})
		return nil
	}, &edit.AddPasskey{User: v.User.ID})
}

// Passkeys lists the viewer's.
func (d deeds) Passkeys(r *http.Request, v portal.Viewer) ([]*records.Passkey, error) {
	return d.store.Passkeys(r.Context(), v.User.ID)
}

// nameOf is what a device calls a passkey, as text.
func nameOf(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

func credentialOf(k *records.Passkey) (c webauthn.Credential, err error) {
	err = json.Unmarshal([]byte(k.Credential), &c)
	return c, err
}
