package sealing

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"

	"golang.org/x/crypto/nacl/box"

	"gatehouse/backend/problem"
)

// Documentation is the box for the documentation's passwords. Its key goes to the office's desks;
// that it is made of goes nowhere.
func (b *Box) Documentation() (*Box, error) {
	key, err := b.Derive("documentation")
	if err != nil {
		return nil, err
	}
	return New(key)
}

// Key is the box's key, for its owner's keyring or to be wrapped.
func (b *Box) Key() []byte { return append([]byte(nil), b.key...) }

// NewBoxKey makes the key to which a computer lets secrets be wrapped (X25519). The public half is
// written in base64.
func NewBoxKey() (private *ecdh.PrivateKey, public string, err error) {
	private, err = ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, "", err
	}
	return private, base64.StdEncoding.EncodeToString(private.PublicKey().Bytes()), nil
}

// Wrap wraps a box's key to a computer, which alone opens it.
func (b *Box) Wrap(public string) (string, error) {
	to, err := point(base64.StdEncoding.DecodeString(public))
	if err != nil {
		return "", err
	}
	out, err := box.SealAnonymous(nil, b.key, to, rand.Reader)
	return base64.StdEncoding.EncodeToString(out), err
}

// CanWrap refuses what is no public half of a key.
func CanWrap(public string) error {
	_, err := point(base64.StdEncoding.DecodeString(public))
	return err
}

// Unwrap opens what was wrapped to a computer.
func Unwrap(wrapped string, private *ecdh.PrivateKey) (*Box, error) {
	broken := problem.New(problem.Damaged, "The key of the documentation cannot be read. Connect "+
		"this computer anew.")
	text, err := base64.StdEncoding.DecodeString(wrapped)
	if err != nil {
		return nil, broken.By(err)
	}
	secret, err := point(private.Bytes(), nil)
	if err != nil {
		return nil, err
	}
	public, err := point(private.PublicKey().Bytes(), nil)
	if err != nil {
		return nil, err
	}
	key, ok := box.OpenAnonymous(nil, text, public, secret)
	if !ok {
		return nil, broken
	}
	return New(key)
}

func point(key []byte, err error) (*[32]byte, error) {
	if err != nil || len(key) != 32 {
		return nil, problem.New(problem.Invalid, "The computer's key cannot be read.").By(err)
	}
	return (*[32]byte)(key), nil
}
