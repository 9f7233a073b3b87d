package syncclient

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"gatehouse/backend/sync/wire"
)

// Paired is what a pairing brings: the secrets, which belong into a keyring, and whom the server
// took this computer for.
type Paired struct {
	Pairing
	Staff  string // id of the member of staff
	Name   string
	Role   string
	Office string
}

// Pair connects this computer, under a name that people know it by, with a server by a one-time
// code. It makes the device key; the private half never leaves here.
func Pair(ctx context.Context, server, code, computer string) (p Paired, err error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return p, err
	}
	in := wire.Pair{Code: code, Computer: computer,
		PublicKey: base64.StdEncoding.EncodeToString(public)}
	res, err := resty.New().SetTimeout(20 * time.Second).SetRedirectPolicy(resty.NoRedirectPolicy()).
		R().SetContext(ctx).SetBody(in).SetDoNotParseResponse(true).
		Post(strings.TrimRight(server, "/") + "/sync/v1/pair")
	if err != nil {
		return p, unreachable(err)
	}
	text, err := answer(res)
	if err != nil {
		return p, err
	}
	var out wire.Paired
	if err := wire.Read(text, &out); err != nil {
		return p, err
	}
	return Paired{Staff: out.Staff, Name: out.Name, Role: out.Role, Office: out.Office,
		Pairing: Pairing{Server: server, Machine: out.Machine, Token: out.Token, Key: private}}, nil
}
