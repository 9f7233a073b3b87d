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

// download is the answer to a pull on its way.
type download struct {
	raw    io.ReadCloser
	z      *zstd.Decoder
	lines  *bufio.Scanner
	silent *time.Timer
	cancel context.CancelFunc
	lost   error // what the network said
}

// open asks for everything since a position and reads the first line.
func (c *Client) open(ctx context.Context, e SendPull) Event {
	c.leave()
	ctx, cancel := context.WithCancel(ctx)
	d := &download{cancel: cancel, silent: time.AfterFunc(patience, cancel)}
	c.down = d
	at := e.At
	res, err := c.post(ctx, "pull", wire.Pull{Download: e.Download, Pos: at.Part.Pos,
		Copy: at.Copy, Acked: at.Acked, Portal: at.Cookie.Portal, Epoch: at.Cookie.Epoch,
		Version: at.Cookie.Version, Head: at.Cookie.Head})
	if err == nil && res.StatusCode() != 200 {
		_, err = answer(res)
	}
	if err != nil {
		return Failed{Ask: e.Ask, Err: err, Later: later(res)}
	}
	d.raw = res.RawBody()
	d.z, err = zstd.NewReader(d, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return Failed{Ask: e.Ask, Err: d.broken(err)}
	}
	d.lines = bufio.NewScanner(d.z)
	d.lines.Buffer(make([]byte, 64<<10), wire.MaxBody)
	d.lines.Split(whole)
	out, err := d.opening(e.Download)
	if err != nil {
		return Failed{Ask: e.Ask, Err: err}
	}
	return PullOpened{Ask: e.Ask, Full: out.Mode == wire.Full, After: out.After, Done: out.Done,
		Total: out.Total}
}

// whole finds lines with their end: what comes after the last one was cut off.
func whole(data []byte, atEOF bool) (n int, line []byte, err error) {
	if atEOF && bytes.IndexByte(data, '\n') < 0 {
		return len(data), nil, nil
	}
	return bufio.ScanLines(data, atEOF)
}

// leave gives up the download that is being read.
func (c *Client) leave() {
	d := c.down
	if d == nil {
		return
	}
	c.down = nil
	d.silent.Stop()
	d.cancel()
	if d.z != nil {
		d.z.Close()
	}
	if d.raw != nil {
		_ = d.raw.Close() // nothing of it is wanted any more
	}
}

// Read gives what comes over the line, and notes that something came.
func (d *download) Read(p []byte) (int, error) {
	n, err := d.raw.Read(p)
	d.silent.Reset(patience)
	if err != nil && err != io.EOF {
		d.lost = err
	}
	return n, err
}

// broken tells a stream that ended before its last line, which is the network's doing, from one
// that no server of this kind sends.
func (d *download) broken(err error) error {
	if d.lost != nil || err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		return unreachable(errors.Join(d.lost, err, io.ErrUnexpectedEOF))
	}
	return garbled(err)
}

func garbled(err error) error {
	return problem.New(problem.Damaged, "The portal's server sent something that cannot be read. "+
		"Nothing was changed; it is tried again.").By(err)
}

// opening reads the first line.
func (d *download) opening(name string) (o wire.Opening, err error) {
	if !d.lines.Scan() {
		return o, d.broken(d.lines.Err())
	}
	if err := wire.Read(d.lines.Bytes(), &o); err != nil {
		return o, garbled(err)
	}
	if o.Schema != wire.Schema {
		return o, problem.New(problem.Damaged, "This program and the portal's server are of "+
			"different versions. Update Gatehouse; your edits are kept.").On(wire.DeskTooOld)
	}
	if o.Mode != wire.Full && o.Mode != wire.Delta || o.Download != name {
		return o, garbled(errors.New("not the answer to this question"))
	}
	return o, nil
}

// mostRows bounds the memory of a piece; servers mark a position much more often.
const mostRows = 100_000

// read reads rows up to the next mark, or to the last line.
func (c *Client) read(e Read) Event {
	d := c.down
	if d == nil {
		return Failed{Ask: e.Ask, Err: unreachable(errors.New("the download was given up"))}
	}
	var rows []edit.Staged
	for d.lines.Scan() {
		line := d.lines.Bytes()
		if bytes.HasPrefix(line, []byte("{")) {
			return special(e.Ask, line, rows)
		}
		var row wire.Row
		err := json.Unmarshal(line, &row)
		if err == nil && len(rows) == mostRows {
			err = errors.New("too many rows without a mark")
		}
		if err != nil {
			return Failed{Ask: e.Ask, Err: garbled(err)}
		}
		rows = append(rows, edit.Staged{Kind: row.Kind, ID: row.ID, Ver: row.Ver,
			Cells: row.Cells})
	}
	return Failed{Ask: e.Ask, Err: d.broken(d.lines.Err())}
}

// special reads a mark or the last line.
func special(ask int, line []byte, rows []edit.Staged) Event {
	if bytes.HasPrefix(line, []byte(`{"pos"`)) {
		var mark wire.Mark
		err := wire.Read(line, &mark)
		if err == nil && mark.Pos == "" {
			err = errors.New("a mark without a position")
		}
		if err != nil {
			return Failed{Ask: ask, Err: garbled(err)}
		}
		return PullPiece{Ask: ask, Rows: rows, Pos: mark.Pos}
	}
	var end wire.Closing
	err := wire.Read(line, &end)
	if err == nil && (!end.Done || end.Portal == "" || end.Epoch <= 0 || end.Version < 0 ||
		end.Durable < 0) {
		err = errors.New("no state in the last line")
	}
	if err != nil {
		return Failed{Ask: ask, Err: garbled(err)}
	}
	out := PullClosed{Ask: ask, Rows: rows, Durable: end.Durable, To: edit.Cookie{
		Portal: end.Portal, Epoch: end.Epoch, Version: end.Version, Head: end.Head}}
	for _, a := range end.Acks {
		out.Acks = append(out.Acks, edit.Ack(a))
	}
	return out
}
