package syncclient

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

// patience is how long a server may be silent before it counts as gone.
const patience = 60 * time.Second

// unreachable says why there is no answer. An unknown certificate is no matter of waiting: the
// desk is told, also in the middle of its work.
func unreachable(err error) error {
	var unknown *tls.CertificateVerificationError
	if errors.As(err, &unknown) {
		return problem.New(problem.Damaged, "The portal's certificate does not prove that it is the "+
			"portal. Nothing was sent. Check the address and this computer's date, and ask the "+
			"server's administrator.").By(err)
	}
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
	if res.StatusCode() == http.StatusOK {
		return text, nil
	}
	err = failure(res.StatusCode(), text)
	if wait := later(res); wait > 0 {
		err = held{err, wait}
	}
	return nil, err
}

// held is a failure with the time that the server asks to wait.
type held struct {
	error
	wait time.Duration
}

// Unwrap gives the failure.
func (h held) Unwrap() error { return h.error }

// failed is the answer to a question that got none, or a refusal.
func failed(ask int, err error) Failed {
	var h held
	errors.As(err, &h)
	return Failed{Ask: ask, Err: err, Later: h.wait}
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

// later gives the time that an overloaded server asks to wait; 0 = it does not ask.
func later(res *resty.Response) time.Duration {
	if res == nil || res.StatusCode() != http.StatusTooManyRequests &&
		res.StatusCode() != http.StatusServiceUnavailable {
		return 0
	}
	seconds, err := strconv.Atoi(res.Header().Get("Retry-After"))
	if err != nil { // absent, or a date, which is of another clock
		return 0
	}
	return time.Duration(min(max(0, seconds), 86400)) * time.Second
}

// worthwhile is from how many bytes on a message is compressed.
const worthwhile = 4 << 10

var packer = sync.OnceValue(func() *zstd.Encoder {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err) // these options are always good
	}
	return z
})

// post sends one message, signed as it travels, and gives the open answer.
func (c *Client) post(ctx context.Context, path string, message any) (*resty.Response, error) {
	text, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	r := c.http.R()
	if len(text) > worthwhile {
		text = packer().EncodeAll(text, nil)
		r.SetHeader("Content-Encoding", "zstd")
	}
	res, err := r.SetContext(ctx).SetBody(text).SetDoNotParseResponse(true).
		SetHeader("Content-Type", "application/json").
		SetHeader("Accept-Encoding", "zstd").
		SetHeader(wire.SignatureHeader,
			base64.StdEncoding.EncodeToString(ed25519.Sign(c.pairing.Key, text))).
		Post("/sync/v1/" + path)
	if err != nil {
		return nil, unreachable(err)
	}
	return res, c.learn(ctx, res)
}

// noteSpeaks is the name under which the schemas that the server speaks are noted.
const noteSpeaks = "speaks"

// learn notes which schemas the server speaks, where that is news.
func (c *Client) learn(ctx context.Context, res *resty.Response) error {
	now := wire.RangeOf(res.Header().Get)
	if now == (wire.Range{}) || now == c.speaks {
		return nil
	}
	c.speaks = now
	return c.store.Note(ctx, noteSpeaks, fmt.Sprint(now.Oldest, " ", now.Newest))
}

// recall gives the schemas that the server spoke when it was last heard.
func (c *Client) recall(ctx context.Context) (wire.Range, error) {
	if c.speaks != (wire.Range{}) {
		return c.speaks, nil
	}
	text, err := c.store.Noted(ctx, noteSpeaks)
	if err == nil && text != "" {
		_, err = fmt.Sscan(text, &c.speaks.Oldest, &c.speaks.Newest)
	}
	return c.speaks, err
}

// brief is how long somebody waits for what is only nice to know.
const brief = 3 * time.Second

// Heard says when the server has last heard of each computer, in seconds since 1970;
// problem.Unavailable when it cannot be asked.
func (c *Client) Heard(ctx context.Context) (map[string]int64, error) {
	ctx, cancel := context.WithTimeout(ctx, brief)
	defer cancel()
	res, err := c.http.R().SetContext(ctx).SetDoNotParseResponse(true).Get("/sync/v1/machines")
	if err != nil {
		return nil, unreachable(err)
	}
	text, err := answer(res)
	if err != nil {
		return nil, err
	}
	var out wire.Machines
	err = wire.Read(text, &out)
	return out.Heard, err
}

// push brings edits to the server, after the contents that they name.
func (c *Client) push(ctx context.Context, e SendPush) Event {
	list, err := c.withContents(ctx, e.Edits)
	if err != nil {
		return failed(e.Ask, err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	res, err := c.post(ctx, "push", wire.Push{Copy: e.Copy, Edits: edits(list)})
	if err != nil {
		return failed(e.Ask, err)
	}
	var out wire.Pushed
	text, err := answer(res)
	if err == nil {
		err = wire.Read(text, &out)
	}
	if err == nil && out.Copy != e.Copy {
		err = garbled(errors.New("the answer to another push"))
	}
	sent := list[len(list)-1].Seq
	if err != nil {
		f := failed(e.Ask, err)
		f.Sent = sent
		return f
	}
	return PushAnswered{Ask: e.Ask, Sent: sent, Out: pushed(out)}
}

func edits(list []edit.Waiting) []wire.Edit {
	out := make([]wire.Edit, len(list))
	for i, w := range list {
		e := w.Edit
		out[i] = wire.Edit{Seq: w.Seq, UID: e.UID, Group: e.Group, Name: e.Name, NV: e.NV,
			Args: e.Args, Seen: e.Seen, Saw: e.Saw, Reason: e.Reason, At: e.At}
	}
	return out
}

func pushed(in wire.Pushed) edit.Pushed {
	out := edit.Pushed{Fork: in.Fork, Gap: in.Gap, LastSeq: in.LastSeq, Version: in.Version}
	for _, r := range in.Results {
		out.Results = append(out.Results, edit.Landed(r))
	}
	return out
}
