package syncclient

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"io"
	"net/http"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/wire"
)

// carry is how long one content may stand still. However slow a line is, what moves gets there, and
// holds back what was done after it no longer than that takes.
const carry = 10 * time.Minute

// moving reads a content, and puts off the end of its way as long as it moves.
type moving struct {
	io.Reader
	still *time.Timer
}

func (m moving) Read(p []byte) (int, error) {
	m.still.Reset(carry)
	return m.Reader.Read(p)
}

// whileItMoves gives a context that ends when a content stands still, or with the other one.
func whileItMoves(ctx context.Context) (context.Context, *time.Timer, func()) {
	ctx, cancel := context.WithCancel(ctx)
	still := time.AfterFunc(carry, cancel)
	return ctx, still, func() { still.Stop(); cancel() }
}

// withContents sees to it that the server has the contents that the next edits name before it gets
// the edits. It sends those of the first edit only and cuts the list before the next one that
// names another, so that what comes before is not held up.
func (c *Client) withContents(ctx context.Context, list []edit.Waiting) ([]edit.Waiting, error) {
	for i, w := range list {
		for _, hash := range edit.Contents(w.Edit) {
			if c.there[hash] {
				continue
			}
			if i > 0 {
				return list[:i], nil
			}
			if err := c.bring(ctx, hash); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// bring brings a content to the server, unless it is there. One that is not on this computer, or
// that the server refuses, holds back no edit: the file is then shown as not there yet. Of a
// computer that is shut out the server takes no content, and keeps the edits in quarantine.
func (c *Client) bring(ctx context.Context, hash string) error {
	ctx, still, done := whileItMoves(ctx)
	defer done()
	asked, err := c.http.R().SetContext(ctx).Head(wire.ContentPath + hash)
	if err != nil {
		return unreachable(err)
	}
	if asked.StatusCode() == http.StatusOK {
		c.there[hash] = true
		return nil
	}
	data, err := c.store.Content(ctx, hash)
	if problem.Is(err, problem.Unavailable) {
		c.there[hash] = true
		return nil
	}
	if err != nil {
		return err
	}
	res, err := c.http.R().SetContext(ctx).SetDoNotParseResponse(true).
		SetBody(moving{bytes.NewReader(data), still}).
		SetHeader("Content-Type", "application/octet-stream").
		SetHeader(wire.SignatureHeader,
			base64.StdEncoding.EncodeToString(ed25519.Sign(c.pairing.Key, data))).
		Put(wire.ContentPath + hash)
	if err != nil {
		return unreachable(err)
	}
	if res.StatusCode() != http.StatusNoContent {
		_, err = answer(res)
		if problem.Is(err, problem.Invalid) || problem.Of(err).Field == wire.MachineRevoked ||
			res.StatusCode() == http.StatusRequestEntityTooLarge { // says a proxy
			err = nil
		}
	} else {
		err = res.RawBody().Close()
	}
	c.there[hash] = err == nil
	return err
}

// Content gives the content of a file: from this computer, or from the server, after which it is
// kept here. problem.NotFound when the server does not have it yet, problem.Unavailable when it
// cannot be asked.
func (c *Client) Content(ctx context.Context, hash string) ([]byte, error) {
	data, err := c.store.Content(ctx, hash)
	if err == nil || !problem.Is(err, problem.Unavailable) {
		return data, err
	}
	ctx, still, done := whileItMoves(ctx)
	defer done()
	res, err := c.http.R().SetContext(ctx).SetDoNotParseResponse(true).Get(wire.ContentPath + hash)
	if err != nil {
		return nil, unreachable(err)
	}
	if res.StatusCode() != http.StatusOK {
		_, err := answer(res)
		return nil, err
	}
	defer res.RawBody().Close()
	data, err = io.ReadAll(io.LimitReader(moving{res.RawBody(), still}, records.LargestFile+1))
	if err != nil {
		return nil, unreachable(err)
	}
	if wire.HashOf(data) != hash {
		return nil, problem.New(problem.Damaged, "The file was damaged on its way. Try again.")
	}
	return data, c.store.KeepContent(ctx, hash, data)
}
