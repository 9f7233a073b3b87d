// Package syncclient is the desk's half of sync: it pushes what waits, pulls what changed and
// publishes it, again and again, and tells how it stands. What an edit means and what meets what is
// decided in edit; here is only the way.
//
//	c := syncclient.New(db, syncclient.Pairing{...}, syncclient.Env{...})
//	go c.Run(ctx)
//	c.Kick() // after every edit
package syncclient

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

// Store is what the desk's half needs of the database.
type Store interface {
	Position(ctx context.Context) (edit.Position, error)
	Outbox(ctx context.Context, after int64, limit int) ([]edit.Waiting, error)
	Stage(ctx context.Context, download string, rows []edit.Staged) error
	Publish(ctx context.Context, d edit.Download,
		env func(edit.Envelope) edit.Env) (edit.Published, error)
	Reidentify(ctx context.Context, newCopy string, env func(edit.Envelope) edit.Env) error
	Content(ctx context.Context, hash string) ([]byte, error)
	KeepContent(ctx context.Context, hash string, data []byte) error
}

// Pairing is what connects this computer with a server. Token and key live in the keyring.
type Pairing struct {
	Server  string // https://portal.example.com
	Machine string
	Token   string
	Key     ed25519.PrivateKey
}

// Env is what the program gives.
type Env struct {
	NewID func() string                   // a fresh 128-bit random id
	Edits func(edit.Envelope) edit.Env    // the circumstances of a waiting edit, for its replay
	Tell  func(Standing)                  // hears how it stands, at every change
	News  func(edit.Published)            // hears what a publish has changed
	Count func(label string, done, n int) // hears how far a long download is
}

// Standing says how this desk stands with the server.
type Standing struct {
	Online  bool
	Syncing bool
	Last    time.Time // of the last complete exchange
	Trouble string    // a sentence when the user has to do something; empty while merely offline
}

// Client exchanges edits and records with one server.
type Client struct {
	store   Store
	pairing Pairing
	env     Env
	http    *resty.Client
	kick    chan struct{}
	at      atomic.Int64 // the server's version that is published here

	round sync.Mutex      // one exchange at a time, which owns:
	size  int             // how many edits the next push carries at most
	there map[string]bool // contents that the server is known to have

	mu    sync.Mutex
	stand Standing
	tries int
}

// New makes a client for a paired desk.
func New(store Store, p Pairing, env Env) *Client {
	h := resty.New().SetBaseURL(strings.TrimRight(p.Server, "/")).SetRetryCount(0).
		SetRedirectPolicy(resty.NoRedirectPolicy()).
		SetHeader(wire.SchemaHeader, strconv.Itoa(wire.Schema)).
		SetHeader(wire.MachineHeader, p.Machine).SetAuthToken(p.Token)
	return &Client{store: store, pairing: p, env: env, http: h, kick: make(chan struct{}, 1),
		size: wire.MaxEdits, there: map[string]bool{}}
}

func unreachable(err error) error {
	return problem.New(problem.Unavailable, "The portal's server does not answer. Check the "+
		"address and the connection.").By(err)
}

// answer reads a whole answer, or the failure that it carries.
func answer(res *resty.Response) ([]byte, error) {
	raw := res.RawBody()
	defer raw.Close()
	text, err := io.ReadAll(io.LimitReader(raw, wire.MaxBody))
	if err != nil {
		return nil, unreachable(err)
	}
	if res.StatusCode() == 200 {
		return text, nil
	}
	return nil, failure(res.StatusCode(), text)
}

func failure(status int, text []byte) error {
	var f wire.Failure
	if json.Unmarshal(text, &f) == nil && f.Text != "" && f.Kind != "" {
		return problem.New(f.Kind, f.Text).On(f.Code)
	}
	return problem.Newf(problem.Unavailable,
		"The server at this address does not answer as a portal does (%d). Check the address.",
		status)
}

// patience is how long a server may be silent before it counts as gone.
const patience = 60 * time.Second

// post sends one signed message and gives the open answer.
func (c *Client) post(ctx context.Context, path string, message any) (*resty.Response, error) {
	text, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	res, err := c.http.R().SetContext(ctx).SetBody(text).SetDoNotParseResponse(true).
		SetHeader("Content-Type", "application/json").
		SetHeader("Accept-Encoding", "zstd").
		SetHeader(wire.SignatureHeader,
			base64.StdEncoding.EncodeToString(ed25519.Sign(c.pairing.Key, text))).
		Post("/sync/v1/" + path)
	if err != nil {
		return nil, unreachable(err)
	}
	return res, nil
}

// Once pushes everything that waits and brings everything that is new. It is safe to call beside
// Run; the two take turns.
func (c *Client) Once(ctx context.Context) error {
	c.round.Lock()
	defer c.round.Unlock()
	c.set(func(s *Standing) { s.Syncing = true })
	err := c.exchange(ctx)
	c.set(func(s *Standing) { c.judge(s, err) })
	return err
}

// turns is how often one exchange starts over, because this copy took a new identity.
const turns = 4

func (c *Client) exchange(ctx context.Context) error {
	for range turns {
		anew, err := c.pushAll(ctx)
		if err != nil {
			return err
		}
		if anew {
			continue
		}
		if anew, err = c.pull(ctx); err != nil || !anew {
			return err
		}
	}
	return problem.New(problem.Conflict, "This computer and the portal's server do not agree on "+
		"what was sent already. Nothing is lost; it is tried again.")
}

// pushAll sends everything that waits; anew means that this copy took a new identity and starts
// over. A batch that fails is tried again in halves, so that no single edit holds back others for
// being large or slow.
func (c *Client) pushAll(ctx context.Context) (anew bool, err error) {
	for sent := int64(0); ; {
		pos, err := c.store.Position(ctx)
		if err != nil {
			return false, err
		}
		list, err := c.store.Outbox(ctx, max(sent, pos.Acked), c.size)
		if err != nil || len(list) == 0 {
			return false, err
		}
		if list, err = c.withContents(ctx, fit(list)); err != nil {
			return false, err
		}
		out, err := c.push(ctx, pos, list)
		if err != nil {
			c.size = max(1, len(list)/2)
			return false, err
		}
		c.size = wire.MaxEdits
		if out.Fork || out.Gap {
			clear(c.there) // the server may be an older one
			return true, c.store.Reidentify(ctx, c.env.NewID(), c.env.Edits)
		}
		sent = list[len(list)-1].Seq
	}
}

// load is how many bytes of edits one push carries, but for a single larger edit.
const load = wire.MaxBody / 4

func fit(list []edit.Waiting) []edit.Waiting {
	bytes := 0
	for i, w := range list {
		if bytes += len(w.Edit.Args); bytes > load && i > 0 {
			return list[:i]
		}
	}
	return list
}

func (c *Client) push(ctx context.Context, pos edit.Position, list []edit.Waiting) (
	out wire.Pushed, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	message := wire.Push{Copy: pos.Copy}
	for _, w := range list {
		e := w.Edit
		message.Edits = append(message.Edits, wire.Edit{Seq: w.Seq, UID: e.UID, Group: e.Group,
			Name: e.Name, NV: e.NV, Args: e.Args, Seen: e.Seen, Reason: e.Reason, At: e.At})
	}
	res, err := c.post(ctx, "push", message)
	if err != nil {
		return out, err
	}
	text, err := answer(res)
	if err != nil {
		return out, err
	}
	return out, wire.Read(text, &out)
}
