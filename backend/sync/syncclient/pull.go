package syncclient

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/sync/wire"
)

// pull stages a download and publishes it when its last line has come. anew means that the answer
// cannot be used any more, or that this copy took a new identity: the exchange starts over.
func (c *Client) pull(ctx context.Context) (anew bool, err error) {
	pos, err := c.store.Position(ctx)
	if err != nil {
		return false, err
	}
	d, err := c.download(ctx, pos)
	if err != nil {
		return false, err
	}
	news, err := c.store.Publish(ctx, d, c.env.Edits)
	if err != nil {
		return false, err
	}
	if !news.Stale {
		c.at.Store(d.To.Version)
		if c.env.News != nil {
			c.env.News(news)
		}
	}
	now, err := c.store.Position(ctx)
	return news.Stale || now.Copy != pos.Copy, err
}

// download asks for everything since a state, and stages it.
func (c *Client) download(ctx context.Context, pos edit.Position) (d edit.Download, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	silent := time.AfterFunc(patience, cancel)
	defer silent.Stop()
	d.Was, d.NewCopy = pos, c.env.NewID()
	res, err := c.post(ctx, "pull", wire.Pull{Download: d.NewCopy, Copy: pos.Copy,
		Acked: pos.Acked, Portal: pos.Cookie.Portal, Epoch: pos.Cookie.Epoch,
		Version: pos.Cookie.Version, Head: pos.Cookie.Head})
	if err != nil {
		return d, err
	}
	if res.StatusCode() != 200 {
		_, err := answer(res)
		return d, err
	}
	defer res.RawBody().Close()
	in := &incoming{raw: res.RawBody(), heard: func() { silent.Reset(patience) }}
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return d, in.broken(err)
	}
	defer z.Close()
	in.lines = bufio.NewScanner(z)
	in.lines.Buffer(make([]byte, 64<<10), wire.MaxBody)
	return d, c.stage(ctx, in, &d)
}

// incoming is a download on its way.
type incoming struct {
	raw   io.Reader
	lines *bufio.Scanner
	heard func()
	lost  error // what the network said
}

func (in *incoming) Read(p []byte) (int, error) {
	n, err := in.raw.Read(p)
	in.heard()
	if err != nil && err != io.EOF {
		in.lost = err
	}
	return n, err
}

// broken tells a stream that ended before its last line, which is the network's doing, from one
// that no server of this kind sends.
func (in *incoming) broken(err error) error {
	if in.lost != nil || err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		return unreachable(errors.Join(in.lost, err, io.ErrUnexpectedEOF))
	}
	return garbled(err)
}

func garbled(err error) error {
	return problem.New(problem.Damaged, "The portal's server sent something that cannot be read. "+
		"Nothing was changed; it is tried again.").By(err)
}

// piece is how many rows are staged in one transaction.
const piece = 5000

// stage keeps the rows out of sight, up to the last line.
func (c *Client) stage(ctx context.Context, in *incoming, d *edit.Download) error {
	if err := in.open(d); err != nil {
		return err
	}
	rows, n := []edit.Staged(nil), 0
	for in.lines.Scan() {
		if bytes.HasPrefix(in.lines.Bytes(), []byte("{")) {
			if err := closing(d, in.lines.Bytes()); err != nil {
				return err
			}
			return c.store.Stage(ctx, d.NewCopy, rows)
		}
		var row wire.Row
		if err := json.Unmarshal(in.lines.Bytes(), &row); err != nil {
			return garbled(err)
		}
		rows = append(rows, edit.Staged{Kind: row.Kind, ID: row.ID, Ver: row.Ver,
			Cells: row.Cells})
		if len(rows) < piece {
			continue
		}
		if err := c.store.Stage(ctx, d.NewCopy, rows); err != nil {
			return err
		}
		n += len(rows)
		rows = rows[:0]
		if c.env.Count != nil {
			c.env.Count("download", n, 0)
		}
	}
	return in.broken(in.lines.Err())
}

// open reads the first line.
func (in *incoming) open(d *edit.Download) error {
	if !in.lines.Scan() {
		return in.broken(in.lines.Err())
	}
	var opening wire.Opening
	if err := wire.Read(in.lines.Bytes(), &opening); err != nil {
		return garbled(err)
	}
	if opening.Schema != wire.Schema {
		return problem.New(problem.Damaged, "This program and the portal's server are of "+
			"different versions. Update Gatehouse; your edits are kept.").On(wire.DeskTooOld)
	}
	if opening.Mode != wire.Full && opening.Mode != wire.Delta || opening.Download != d.NewCopy {
		return garbled(errors.New("not the answer to this question"))
	}
	d.Full = opening.Mode == wire.Full
	return nil
}

// closing reads the last line.
func closing(d *edit.Download, line []byte) error {
	var end wire.Closing
	if err := wire.Read(line, &end); err != nil {
		return garbled(err)
	}
	if !end.Done || end.Portal == "" || end.Epoch <= 0 || end.Version < 0 {
		return garbled(errors.New("no state in the last line"))
	}
	d.To = edit.Cookie{Portal: end.Portal, Epoch: end.Epoch, Version: end.Version, Head: end.Head}
	for _, a := range end.Acks {
		d.Acks = append(d.Acks, edit.Ack(a))
	}
	return nil
}
