// Package sealing keeps secrets that have to be read again, such as the passwords of the
// documentation: each is sealed with the office's data key and opens at its own record only. What
// is only compared, such as a login's password, is hashed and never sealed.
//
//	box, err := sealing.Open(filepath.Join(data, "data.key"))
//	text := box.Seal(records.SealedFor(item.Key()), "hunter2")
package sealing

import (
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"gatehouse/backend/problem"
)

// Box seals and opens with one data key: XChaCha20-Poly1305 with a fresh random nonce each time.
// What a value is for is authenticated with it.
type Box struct {
	aead cipher.AEAD
	key  []byte
}

// version begins every sealed text, so that another way of sealing can follow.
const version = "1."

// New makes a box of a data key of 32 bytes.
func New(key []byte) (*Box, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, problem.New(problem.Damaged, "The data key is not of the right length.").By(err)
	}
	return &Box{aead, key}, nil
}

// Open reads the data key in a file that only its owner may read. At the first start it makes one.
// Without this file nobody can open what was sealed with it, so it belongs into every backup.
func Open(path string) (*Box, error) {
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return create(path)
	}
	if err != nil {
		return nil, err
	}
	return New(key)
}

// create makes a key and sees to it that a crash leaves the whole of it or none.
func create(path string) (*Box, error) {
	key := make([]byte, chacha20poly1305.KeySize)
	_, _ = rand.Read(key)                                      // it never fails
	f, err := os.CreateTemp(filepath.Dir(path), ".data-key-*") // readable by its owner only
	if err != nil {
		return nil, err
	}
	_, err = f.Write(key)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Link(f.Name(), path) // never over a key that is there
	}
	if err = errors.Join(err, os.Remove(f.Name())); err != nil {
		return nil, err
	}
	return New(key)
}

// Derive makes a key of 32 bytes for another purpose: the same one wherever the data key is.
func (b *Box) Derive(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, b.key, nil, "gatehouse "+purpose, 32)
}

// Signer is the key with which the office's servers countersign the history.
func (b *Box) Signer() (ed25519.PrivateKey, error) {
	seed, err := b.Derive("history")
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// Seal seals a text for what it is about.
func (b *Box) Seal(about, text string) string {
	nonce := make([]byte, b.aead.NonceSize())
	_, _ = rand.Read(nonce)
	return version + base64.RawStdEncoding.EncodeToString(
		b.aead.Seal(nonce, nonce, []byte(text), []byte(about)))
}

// Open opens what was sealed for the same. problem.Damaged when it was not, or with another key.
func (b *Box) Open(about, sealed string) (string, error) {
	broken := problem.New(problem.Damaged, "This password cannot be opened. Ask us to enter it anew.")
	code, ok := strings.CutPrefix(sealed, version)
	data, err := base64.RawStdEncoding.DecodeString(code)
	if !ok || err != nil || len(data) < b.aead.NonceSize() {
		return "", broken
	}
	nonce, text := data[:b.aead.NonceSize()], data[b.aead.NonceSize():]
	plain, err := b.aead.Open(nil, nonce, text, []byte(about))
	if err != nil {
		return "", broken.By(err)
	}
	return string(plain), nil
}
