package syncclient

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/go-resty/resty/v2"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

// patience is how long a server may be silent before it counts as gone.
const patience = 60 * time.Second

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
	if res.StatusCode() == http.StatusOK {
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

// push brings edits to the server, after the contents that they name.
func (c *Client) push(ctx context.Context, e SendPush) Event {
	list, err := c.withContents(ctx, e.Edits)
	if err != nil {
		return Failed{Ask: e.Ask, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	res, err := c.post(ctx, "push", wire.Push{Copy: e.Copy, Edits: edits(list)})
	if err != nil {
		return Failed{Ask: e.Ask, Err: err}
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
		return Failed{Ask: e.Ask, Err: err, Later: later(res), Sent: sent}
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
