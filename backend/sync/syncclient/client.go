// Package syncclient is the desk's half of sync: it pushes what waits, pulls what changed and
// publishes it, again and again, and tells how it stands. What an edit means and what meets what is
// decided in edit; here is only the way.
//
//	c := syncclient.New(db, syncclient.Pairing{...}, syncclient.Env{...})
//	go c.Run(ctx)
//	c.Kick() // after every edit
package syncclient

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

// Store is what the desk's half needs of the database.
type Store interface {
	Position(ctx context.Context) (edit.Position, error)
	Outbox(ctx context.Context, after int64, limit int) ([]edit.Waiting, error)
	Stage(ctx context.Context, fresh bool, rows []edit.Staged) error
	Publish(ctx context.Context, d edit.Download, env func(edit.Envelope) edit.Env) (edit.Published, error)
	Reidentify(ctx context.Context, newCopy string, env func(edit.Envelope) edit.Env) error
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
	round   sync.Mutex // one exchange at a time

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
	return &Client{store: store, pairing: p, env: env, http: h, kick: make(chan struct{}, 1)}
}

// Pair connects this computer with a server by a one-time code. The private key never leaves here.
func Pair(ctx context.Context, server string, in wire.Pair) (wire.Paired, error) {
	var out wire.Paired
	res, err := resty.New().SetTimeout(20 * time.Second).SetRedirectPolicy(resty.NoRedirectPolicy()).
		R().SetContext(ctx).SetBody(in).SetDoNotParseResponse(true).
		Post(strings.TrimRight(server, "/") + "/sync/v1/pair")
	if err != nil {
		return out, unreachable(err)
	}
	text, err := answer(res)
	if err != nil {
		return out, err
	}
	return out, wire.Read(text, &out)
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

// batch is how many edits one push carries at most.
const batch = 200

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

func (c *Client) exchange(ctx context.Context) error {
	sent := int64(0)
	for {
		pos, err := c.store.Position(ctx)
		if err != nil {
			return err
		}
		list, err := c.store.Outbox(ctx, max(sent, pos.Acked), batch)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		again, err := c.push(ctx, pos, list)
		if err != nil {
			return err
		}
		sent = list[len(list)-1].Seq
		if again {
			sent = 0
		}
	}
	return c.pull(ctx)
}

// push sends one batch; again means that this copy took a new identity and starts over.
func (c *Client) push(ctx context.Context, pos edit.Position, list []edit.Waiting) (again bool, err error) {
	message := wire.Push{Copy: pos.Copy}
	for _, w := range list {
		e := w.Edit
		message.Edits = append(message.Edits, wire.Edit{Seq: w.Seq, UID: e.UID, Group: e.Group,
			Name: e.Name, NV: e.NV, Args: e.Args, Seen: e.Seen, Reason: e.Reason, At: e.At})
	}
	res, err := c.post(ctx, "push", message)
	if err != nil {
		return false, err
	}
	text, err := answer(res)
	if err != nil {
		return false, err
	}
	var out wire.Pushed
	if err := wire.Read(text, &out); err != nil {
		return false, err
	}
	if out.Fork || out.Gap && list[0].Seq > out.LastSeq+1 {
		return true, c.store.Reidentify(ctx, c.env.NewID(), c.env.Edits)
	}
	return false, nil
}

// pull stages a download and publishes it when its last line has come.
func (c *Client) pull(ctx context.Context) error {
	pos, err := c.store.Position(ctx)
	if err != nil {
		return err
	}
	res, err := c.post(ctx, "pull", wire.Pull{Copy: pos.Copy, Acked: pos.Acked,
		Portal: pos.Cookie.Portal, Epoch: pos.Cookie.Epoch, Version: pos.Cookie.Version})
	if err != nil {
		return err
	}
	if res.StatusCode() != 200 {
		_, err := answer(res)
		return err
	}
	raw := res.RawBody()
	defer raw.Close()
	z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return garbled(err)
	}
	defer z.Close()
	d, err := c.stage(ctx, z)
	if err != nil {
		return err
	}
	d.Was, d.NewCopy = pos, c.env.NewID()
	news, err := c.store.Publish(ctx, d, c.env.Edits)
	if err == nil && !news.Stale && c.env.News != nil {
		c.env.News(news)
	}
	return err
}

func garbled(err error) error {
	return problem.New(problem.Damaged, "The portal's server sent something that cannot be read. "+
		"Nothing was changed; it is tried again.").By(err)
}

// piece is how many rows are staged in one transaction.
const piece = 5000

func (c *Client) stage(ctx context.Context, from io.Reader) (d edit.Download, err error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(make([]byte, 64<<10), wire.MaxBody)
	var opening wire.Opening
	if !lines.Scan() || wire.Read(lines.Bytes(), &opening) != nil {
		return d, garbled(lines.Err())
	}
	if opening.Schema != wire.Schema {
		return d, problem.New(problem.Damaged, "This program and the portal's server are of "+
			"different versions. Update Gatehouse; your edits are kept.")
	}
	d.Full = opening.Mode == wire.Full
	rows, fresh, n := []edit.Staged(nil), true, 0
	for lines.Scan() {
		if bytes.HasPrefix(lines.Bytes(), []byte("{")) {
			if err := c.store.Stage(ctx, fresh, rows); err != nil {
				return d, err
			}
			return closing(d, lines.Bytes())
		}
		var row wire.Row
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return d, garbled(err)
		}
		rows = append(rows, edit.Staged{Kind: row.Kind, ID: row.ID, Ver: row.Ver,
			Cells: bytes.Clone(row.Cells)})
		if len(rows) < piece {
			continue
		}
		if err := c.store.Stage(ctx, fresh, rows); err != nil {
			return d, err
		}
		n += len(rows)
		rows, fresh = rows[:0], false
		if c.env.Count != nil {
			c.env.Count("download", n, 0)
		}
	}
	return d, garbled(errors.Join(lines.Err(), io.ErrUnexpectedEOF))
}

func closing(d edit.Download, line []byte) (edit.Download, error) {
	var end wire.Closing
	if err := wire.Read(line, &end); err != nil || !end.Done {
		return d, garbled(err)
	}
	d.To = edit.Cookie{Portal: end.Portal, Epoch: end.Epoch, Version: end.Version}
	d.ForkVer = end.ForkVer
	for _, a := range end.Acks {
		d.Acks = append(d.Acks, edit.Ack(a))
	}
	return d, nil
}
