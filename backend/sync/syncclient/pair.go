package syncclient

import (
	"context"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"gatehouse/backend/sealing"
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
	Portal string // the server's lineage

	Documentation []byte // the key of the documentation's passwords
	HistoryKey    string // that countersigns the history, base64; empty = none does
	Empty         bool   // no account, person or login is there yet
}

// device are the keys of this computer. The private halves never leave it.
type device struct {
	Key ed25519.PrivateKey `json:"key"`
	Box []byte             `json:"box"` // X25519
}

func newDevice() (d device, public, box string, err error) {
	signs, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return d, "", "", err
	}
	private, box, err := sealing.NewBoxKey()
	if err != nil {
		return d, "", "", err
	}
	return device{key, private.Bytes()}, base64.StdEncoding.EncodeToString(signs), box, nil
}

// paired makes a pairing of what the server answered.
func (d device) paired(server string, out *wire.Paired) (p Paired, err error) {
	p = Paired{Staff: out.Staff, Name: out.Name, Role: out.Role, Office: out.Office,
		Portal: out.Portal, HistoryKey: out.HistoryKey, Empty: out.Empty,
		Pairing: Pairing{Server: server, Machine: out.Machine, Token: out.Token, Key: d.Key}}
	if out.Documentation == "" {
		return p, nil
	}
	private, err := ecdh.X25519().NewPrivateKey(d.Box)
	if err != nil {
		return p, err
	}
	box, err := sealing.Unwrap(out.Documentation, private)
	if err != nil {
		return p, err
	}
	p.Documentation = box.Key()
	return p, nil
}

// Pair connects this computer, under a name that people know it by, with a server by a one-time
// code. It makes the device's keys.
func Pair(ctx context.Context, server, code, computer string) (p Paired, err error) {
	d, public, box, err := newDevice()
	if err != nil {
		return p, err
	}
	var out wire.Paired
	err = d.ask(ctx, server, "pair", wire.Pair{Code: code, Computer: computer, PublicKey: public,
		BoxKey: box}, &out)
	if err != nil {
		return p, err
	}
	return d.paired(server, &out)
}

// ask sends one signed message before there is a pairing.
func (d device) ask(ctx context.Context, server, path string, in, out any) error {
	return Pairing{Server: server, Key: d.Key}.ask(ctx, path, in, out)
}

// ask sends one signed message that has nothing to do with this desk's records.
func (p Pairing) ask(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	res, err := resty.New().SetTimeout(20*time.Second).SetRedirectPolicy(resty.NoRedirectPolicy()).
		R().SetContext(ctx).SetBody(body).SetDoNotParseResponse(true).
		SetHeader("Content-Type", "application/json").
		SetHeader(wire.SchemaHeader, strconv.Itoa(wire.Schema)).
		SetHeader(wire.MachineHeader, p.Machine).SetAuthToken(p.Token).
		SetHeader(wire.SignatureHeader,
			base64.StdEncoding.EncodeToString(ed25519.Sign(p.Key, body))).
		Post(strings.TrimRight(p.Server, "/") + "/sync/v1/" + path)
	if err != nil {
		return unreachable(err)
	}
	text, err := answer(res)
	if err != nil {
		return err
	}
	return wire.Read(text, out)
}

// Leave has the server shut this computer out for good.
func (p Pairing) Leave(ctx context.Context) error {
	return p.ask(ctx, "leave", wire.Leave{Machine: p.Machine}, new(wire.Left))
}

// Waiting is a computer that shows a code and waits until a member of staff has confirmed it at the
// server. It is secret, and may be kept, as JSON, to go on with after a restart.
type Waiting struct {
	Server string `json:"server"`
	Code   string `json:"code"`
	Handle string `json:"handle"`
	Device device `json:"device"`
}

// Begin lets this computer wait, and gives the code that it shows.
func Begin(ctx context.Context, server, computer string) (*Waiting, error) {
	d, public, box, err := newDevice()
	if err != nil {
		return nil, err
	}
	var out wire.PairBegun
	err = d.ask(ctx, server, "pair/begin", wire.PairBegin{Computer: computer, PublicKey: public,
		BoxKey: box}, &out)
	if err != nil {
		return nil, err
	}
	return &Waiting{Server: server, Code: out.Code, Handle: out.Handle, Device: d}, nil
}

// Ask asks whether it has been confirmed; nil when nobody has yet. An answer that is lost can be
// asked for again.
func (w *Waiting) Ask(ctx context.Context) (*Paired, error) {
	var out wire.PairWaited
	err := w.Device.ask(ctx, w.Server, "pair/wait", wire.PairWait{Handle: w.Handle}, &out)
	if err != nil || out.Paired == nil {
		return nil, err
	}
	p, err := w.Device.paired(w.Server, out.Paired)
	return &p, err
}

// Cancel takes the code back. A member of staff who confirms it later finds no computer; one who
// has just confirmed it shuts this computer out.
func (w *Waiting) Cancel(ctx context.Context) error {
	return w.Device.ask(ctx, w.Server, "pair/cancel", wire.PairWait{Handle: w.Handle},
		new(wire.PairWaited))
}
