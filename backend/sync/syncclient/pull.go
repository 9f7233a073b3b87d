package syncclient

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sync/wire"
)

// download is the answer to a pull on its way.
type download struct {
	raw    io.ReadCloser
	z      *zstd.Decoder
	lines  *bufio.Scanner
	silent *time.Timer
	ctx    context.Context // of the request
	cancel context.CancelFunc
	lost   error // what the network said

	ahead chan piece // what is read while the one before is staged; nil = not yet
}

// piece is what came up to a mark, or to the last line.
type piece struct {
	rows []edit.Staged
	pos  string
	end  *wire.Closing // nil where there was a mark
	err  error
}

// open asks for everything since a position and reads the first line.
func (c *Client) open(ctx context.Context, e SendPull) Event {
	c.leave()
	ctx, cancel := context.WithCancel(ctx)
	d := &download{ctx: ctx, cancel: cancel, silent: time.AfterFunc(patience, cancel)}
	c.down = d
	at := e.At
	res, err := c.post(ctx, "pull", wire.Pull{Download: e.Download, Pos: at.Part.Pos,
		Copy: at.Copy, Acked: at.Acked, Portal: at.Cookie.Portal, Epoch: at.Cookie.Epoch,
		Version: at.Cookie.Version, Head: at.Cookie.Head, Whole: at.Whole, Base: at.Base,
		Anew: at.Anew})
	if err == nil && res.StatusCode() != 200 {
		_, err = answer(res)
	}
	if err != nil {
		return failed(e.Ask, err)
	}
	d.raw = res.RawBody()
	d.z, err = zstd.NewReader(d, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return Failed{Ask: e.Ask, Err: d.broken(err)}
	}
	d.lines = bufio.NewScanner(d.z)
	d.lines.Buffer(make([]byte, 64<<10), wire.MaxLine)
	d.lines.Split(whole)
	out, err := d.opening(e.Download, c.schema)
	if err != nil {
		return Failed{Ask: e.Ask, Err: err}
	}
	return PullOpened{Ask: e.Ask, Full: out.Mode == wire.Full, After: out.After, Done: out.Done,
		Total: out.Total, Anew: out.Anew}
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
	if d.ahead != nil {
		for range d.ahead { // nothing is read any more when this is over
		}
	}
	if d.z != nil {
		d.z.Close()
	}
	if d.raw != nil {
		_ = d.raw.Close() // nothing of it is wanted any more
	}
}

// Read gives what comes over the line, and notes that something came.
func (d *download) Read(p []byte) (int, error) {
	d.silent.Reset(patience)
	n, err := d.raw.Read(p)
	d.silent.Stop() // however long what came is worked on
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
func (d *download) opening(name string, schema int) (o wire.Opening, err error) {
	if !d.lines.Scan() {
		return o, d.broken(d.lines.Err())
	}
	if err := wire.Read(d.lines.Bytes(), &o); err != nil {
		return o, garbled(err)
	}
	if o.Schema != schema {
		return o, problem.New(problem.Damaged, "This program and the portal's server are of "+
			"different versions. Update Gatehouse; your edits are kept.").On(wire.DeskTooOld)
	}
	if o.Mode != wire.Full && o.Mode != wire.Delta || o.Download != name {
		return o, garbled(errors.New("not the answer to this question"))
	}
	return o, nil
}

// mostRows and mostBytes bound the memory of a piece; servers mark a position much more often.
const (
	mostRows  = 100_000
	mostBytes = 2 * wire.MaxLine
)

// read gives the rows up to the next mark, or to the last line.
func (c *Client) read(e Read) Event {
	d := c.down
	if d == nil {
		return Failed{Ask: e.Ask, Err: unreachable(errors.New("the download was given up"))}
	}
	if d.ahead == nil {
		d.ahead = make(chan piece, 1)
		go d.run()
	}
	p, ok := <-d.ahead
	switch {
	case !ok:
		return Failed{Ask: e.Ask, Err: d.broken(nil)}
	case p.err != nil:
		return Failed{Ask: e.Ask, Err: p.err}
	case p.end == nil:
		return PullPiece{Ask: e.Ask, Rows: p.rows, Pos: p.pos}
	}
	return PullClosed{Ask: e.Ask, Rows: p.rows, End: closing(p.end)}
}

func closing(end *wire.Closing) (d edit.Download) {
	d = edit.Download{Durable: end.Durable, Lost: end.Lost, Since: end.Since, To: edit.Cookie{
		Portal: end.Portal, Epoch: end.Epoch, Version: end.Version, Head: end.Head}}
	for _, a := range end.Acks {
		d.Acks = append(d.Acks, edit.Ack(a))
	}
	for _, t := range end.Sums {
		if d.Sums == nil {
			d.Sums = map[records.Kind]edit.Tally{}
		}
		d.Sums[t.Kind] = edit.Tally{N: t.N, Sum: t.Sum}
	}
	return d
}

// run reads piece by piece, one ahead, until the last or until the download is given up.
func (d *download) run() {
	defer close(d.ahead)
	for {
		p := d.piece()
		select {
		case d.ahead <- p:
		case <-d.ctx.Done():
			return
		}
		if p.err != nil || p.end != nil {
			return
		}
	}
}

// piece reads rows up to a mark or to the last line, and whether they came as they were sent.
func (d *download) piece() piece {
	var rows []edit.Staged
	var cells []byte // of many rows: each a piece of it
	sum, bytesRead := uint32(0), 0
	for d.lines.Scan() {
		line := d.lines.Bytes()
		if len(line) > 0 && line[0] == '{' {
			return d.closed(special(line, rows, sum))
		}
		sum = wire.Sum(wire.Sum(sum, line), lineEnd)
		row, err := wire.ReadRow(line)
		if bytesRead += len(line); err == nil && (len(rows) == mostRows || bytesRead > mostBytes) {
			err = errors.New("too many rows without a mark")
		}
		if err != nil {
			return piece{err: garbled(err)}
		}
		if row.Cells != nil {
			if cap(cells)-len(cells) < len(row.Cells) {
				cells = make([]byte, 0, max(256<<10, len(row.Cells)))
			}
			from := len(cells)
			cells = append(cells, row.Cells...)
			row.Cells = cells[from:len(cells):len(cells)]
		}
		rows = append(rows, edit.Staged{Kind: row.Kind, ID: row.ID, Ver: row.Ver,
			Cells: row.Cells})
	}
	return piece{err: d.broken(d.lines.Err())}
}

// closed reads to the end behind the last line, where the stream's own sum stands.
func (d *download) closed(p piece) piece {
	if p.end == nil {
		return p
	}
	if d.lines.Scan() {
		return piece{err: garbled(errors.New("more after the last line"))}
	}
	if err := d.lines.Err(); err != nil {
		return piece{err: d.broken(err)}
	}
	return p
}

var lineEnd = []byte{'\n'}

// special reads a mark or the last line.
func special(line []byte, rows []edit.Staged, sum uint32) piece {
	if bytes.HasPrefix(line, []byte(`{"pos"`)) {
		var mark wire.Mark
		err := wire.Read(line, &mark)
		switch {
		case err == nil && mark.Pos == "":
			err = errors.New("a mark without a position")
		case err == nil && mark.Sum != sum:
			err = errDamaged
		}
		if err != nil {
			return piece{err: garbled(err)}
		}
		return piece{rows: rows, pos: mark.Pos}
	}
	var end wire.Closing
	err := wire.Read(line, &end)
	switch {
	case err != nil:
	case !end.Done || end.Portal == "" || end.Epoch <= 0 || end.Version < 0 || end.Durable < 0:
		err = errors.New("no state in the last line")
	case end.Sum != sum:
		err = errDamaged
	}
	if err != nil {
		return piece{err: garbled(err)}
	}
	return piece{rows: rows, end: &end}
}

var errDamaged = errors.New("rows did not come as they were sent")
