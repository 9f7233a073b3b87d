package syncserver

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/klauspost/compress/zstd"

	"gatehouse/backend/edit"
	"gatehouse/backend/sync/wire"
)

// stream writes a download. Nothing is sent before Begin, so that a failure can be answered.
type stream struct {
	w        http.ResponseWriter
	download string
	schema   int
	z        *zstd.Encoder
	to       *json.Encoder
	rows     []byte // not written yet
	sum      uint32 // of the rows since the last mark

	stays func() bool // whether the computer may have more; it is asked at every mark
}

// Begin writes the first line.
func (s *stream) Begin(o edit.Opening) (err error) {
	s.w.Header().Set("Content-Type", "application/x-ndjson")
	s.w.Header().Set("Content-Encoding", "zstd")
	s.z, err = zstd.NewWriter(s.w, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window))
	if err != nil {
		return err
	}
	s.to = json.NewEncoder(s.z)
	mode := wire.Delta
	if o.Full {
		mode = wire.Full
	}
	return s.to.Encode(wire.Opening{Download: s.download, Mode: mode, Schema: s.schema,
		After: o.After, Anew: o.Anew, Done: o.Done, Total: o.Total})
}

const (
	window    = 1 << 20 // of the compression: both sides keep so much
	mostBytes = 64 << 10
)

// Row writes a row.
func (s *stream) Row(r edit.Staged) error {
	s.rows = wire.AppendRow(s.rows,
		wire.Row{Kind: r.Kind, Ver: r.Ver, ID: r.ID, Cells: r.Cells})
	if len(s.rows) < mostBytes {
		return nil
	}
	return s.write()
}

func (s *stream) write() error {
	s.sum = wire.Sum(s.sum, s.rows)
	_, err := s.z.Write(s.rows)
	s.rows = s.rows[:0]
	return err
}

var errShutOut = errors.New("the computer was shut out meanwhile")

// Mark sends what has come so far, so that the desk can keep it.
func (s *stream) Mark(pos string) error {
	if !s.stays() {
		return errShutOut
	}
	if err := s.write(); err != nil {
		return err
	}
	if err := s.to.Encode(wire.Mark{Pos: pos, Sum: s.sum}); err != nil {
		return err
	}
	s.sum = 0
	return s.z.Flush()
}

// end writes the last line.
func (s *stream) end(d edit.Download) error {
	if !s.stays() {
		return errShutOut
	}
	if err := s.write(); err != nil {
		return err
	}
	end := wire.Closing{Done: true, Sum: s.sum, Portal: d.To.Portal, Epoch: d.To.Epoch,
		Version: d.To.Version, Head: d.To.Head, Acks: []wire.Ack{}, Durable: d.Durable,
		Lost: d.Lost, Since: d.Since}
	for kind, t := range d.Sums {
		end.Sums = append(end.Sums, wire.Tally{Kind: kind, N: t.N, Sum: t.Sum})
	}
	slices.SortFunc(end.Sums, func(a, b wire.Tally) int { return cmp.Compare(a.Kind, b.Kind) })
	for _, a := range d.Acks {
		end.Acks = append(end.Acks, wire.Ack(a))
	}
	return s.to.Encode(end)
}
