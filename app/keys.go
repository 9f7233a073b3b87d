package app

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"github.com/zalando/go-keyring"

	"gatehouse/backend/problem"
)

// Keys keeps secrets outside the database. ErrNoKeys means that there is nowhere to keep them;
// ErrNoKey that this one is not there.
type Keys interface {
	Set(name, secret string) error
	Find(name string) (string, error)
}

// The answers of Keys.
var (
	ErrNoKeys = errors.New("no keyring")
	ErrNoKey  = errors.New("no such secret")
)

// Keyring is the system's keyring. Folder tells desks on one computer apart.
type Keyring struct{ Folder string }

const keyringName = "Gatehouse"

// Set keeps a secret.
func (k Keyring) Set(name, secret string) error {
	_, err := patient(func() (string, error) {
		return "", keyring.Set(keyringName, k.Folder+" "+name, secret)
	})
	return err
}

// Find gives a secret.
func (k Keyring) Find(name string) (string, error) {
	return patient(func() (string, error) {
		return keyring.Get(keyringName, k.Folder+" "+name)
	})
}

// patient gives a keyring a minute: a locked one asks its owner first.
func patient(do func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		text, err := do()
		done <- answer{text, err}
	}()
	select {
	case a := <-done:
		switch {
		case errors.Is(a.err, keyring.ErrNotFound):
			return "", ErrNoKey
		case a.err != nil:
			return "", errors.Join(ErrNoKeys, a.err)
		}
		return a.text, nil
	case <-time.After(time.Minute):
		return "", ErrNoKeys
	}
}

// sealed are secrets that wait for a passphrase; new ones have no box yet.
type sealed struct {
	fresh *pairingSecrets
	box   string
}

// keep puts the pairing's secrets into the keyring. Without one, the desk asks for a passphrase.
func (d *Desk) keep(s *pairingSecrets) error {
	text, err := marshal(s)
	if err != nil {
		return err
	}
	err = d.env.Keys.Set("pairing", text)
	d.mu.Lock()
	defer d.mu.Unlock()
	if errors.Is(err, ErrNoKeys) {
		d.locked = &sealed{fresh: s}
		return nil
	}
	return err
}

// recall gives the pairing's secrets, nil while they wait for a passphrase.
func (d *Desk) recall() (*pairingSecrets, error) {
	d.mu.Lock()
	waits := d.locked != nil
	d.mu.Unlock()
	if waits {
		return nil, nil
	}
	text, err := d.env.Keys.Find("pairing")
	if err != nil {
		box, noted := d.store.Noted(d.ctx, noteSealed)
		d.mu.Lock()
		defer d.mu.Unlock()
		if box == "" || noted != nil { // the secrets are gone: only a new pairing helps
			d.staff = nil
			return nil, noted
		}
		d.locked = &sealed{box: box}
		return nil, nil
	}
	s := &pairingSecrets{}
	return s, json.Unmarshal([]byte(text), s)
}

// Unlock gives the passphrase that protects the pairing where there is no keyring. An empty one
// keeps new secrets for this session only.
func (d *Desk) Unlock(passphrase string) (v StateView, err error) {
	defer d.answer(&err, &v)
	d.mu.Lock()
	waits := d.locked
	d.mu.Unlock()
	if waits == nil {
		return d.State()
	}
	s := waits.fresh
	switch {
	case s == nil:
		if s, err = unseal(waits.box, passphrase); err != nil {
			return v, err
		}
	case passphrase != "":
		if len([]rune(passphrase)) < 8 {
			return v, problem.New(problem.Invalid, "Use 8 characters or more.").On("passphrase")
		}
		box, err := seal(s, passphrase)
		if err != nil {
			return v, err
		}
		if err := d.store.Note(d.ctx, noteSealed, box); err != nil {
			return v, err
		}
	}
	server, err := d.store.Noted(d.ctx, noteServer)
	if err != nil {
		return v, err
	}
	if err := d.connect(server, s); err != nil {
		return v, err
	}
	return d.State()
}

const saltSize = 16

// passKey derives a key from a passphrase by Argon2id (64 MiB, three passes).
func passKey(passphrase string, salt []byte) []byte {
	return argon2.IDKey([]byte(passphrase), salt, 3, 64*1024, 2, chacha20poly1305.KeySize)
}

// seal puts secrets into a box: salt, nonce, XChaCha20-Poly1305.
func seal(s *pairingSecrets, passphrase string) (string, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	box := make([]byte, saltSize+chacha20poly1305.NonceSizeX)
	if _, err := rand.Read(box); err != nil {
		return "", err
	}
	aead, err := chacha20poly1305.NewX(passKey(passphrase, box[:saltSize]))
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(aead.Seal(box, box[saltSize:], text, nil)), nil
}

func unseal(box, passphrase string) (*pairingSecrets, error) {
	raw, err := base64.StdEncoding.DecodeString(box)
	const head = saltSize + chacha20poly1305.NonceSizeX
	if err != nil || len(raw) < head {
		return nil, problem.New(problem.Damaged, "The pairing cannot be read. Connect this computer "+
			"anew.").By(err)
	}
	aead, err := chacha20poly1305.NewX(passKey(passphrase, raw[:saltSize]))
	if err != nil {
		return nil, err
	}
	text, err := aead.Open(nil, raw[saltSize:head], raw[head:], nil)
	if err != nil {
		return nil, problem.New(problem.Denied, "The passphrase is not right.").On("passphrase")
	}
	s := &pairingSecrets{}
	return s, json.Unmarshal(text, s)
}
