package edit

import (
	"encoding/base64"
	"encoding/json"
	"slices"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Archive is what a server hands out from. Read gives its state at one moment.
type Archive interface {
	Read(func(Snapshot) error) error
}

// Snapshot is the state of a server at one moment. It gives rows page by page, of a size that it
// chooses, and reports whether there are more.
type Snapshot interface {
	Lineage() (Lineage, error)
	// HeadAt gives the hash of the newest history line of a version, empty where there is none.
	HeadAt(version int64) (string, error)
	// Rows gives the next records after one, by kind and id.
	// Of only some kinds, where there are any.
	Rows(after records.Key, only []records.Kind) (rows []Staged, more bool, err error)
	// Changes gives the newest change of each record after a place, by version, kind and id.
	Changes(after Place) (rows []Staged, more bool, err error)
	// Acks gives the outcomes of a copy's edits after a number.
	Acks(copyID string, after int64) ([]Ack, error)
	// Forked gives the version up to which an earlier epoch's states are of this server's past; 0
	// where that is not known.
	Forked(epoch int64) (int64, error)
	// Tallies gives those of what is handed out; nil where they are not known.
	Tallies() (map[records.Kind]Tally, error)
}

// Lineage is where a server stands.
type Lineage struct {
	Cookie
	Horizon int64 // deletions up to this version are forgotten
	Durable int64 // the version that the server cannot lose any more; 0 = it does not know of one
}

// Place is a change in the order in which they are handed out; without a kind, it lies before every
// change of its version.
type Place struct {
	Ver  int64        `json:"v"`
	Kind records.Kind `json:"k,omitempty"`
	ID   int64        `json:"i,omitempty"`
}

// Opening says what the rows of a download follow.
type Opening struct {
	Full  bool
	Anew  []records.Kind // all of these comes, beside what changed
	After string         // the position that was asked for; empty = they begin anew
	Done  int            // how many rows came before
	Total int            // how many come in all; 0 = that is not known
}

// Receiver takes a download as it is read: Begin once, then every row, with marks between from
// which a later download can go on.
type Receiver interface {
	Begin(Opening) error
	Row(Staged) error
	Mark(pos string) error
}

// Hand gives a desk what changed since a position. Every page is read by itself, so that a slow
// desk holds nothing up: what changes meanwhile comes again with its new version, and the download
// is complete, and a state that the server was in, only when nothing newer is left. Only the
// returned Download says that it is. Where the way from a position cannot be told, everything is
// handed out: it is too old, or not of this server's past, as after it was put back to an older
// state. Such a past ends in other history lines.
func Hand(a Archive, from Position, to Receiver) (Download, error) {
	h := &handing{from: from, d: Download{Was: from}}
	for {
		var rows []Staged
		err := a.Read(func(s Snapshot) (err error) {
			rows, err = h.next(s)
			return err
		})
		if err == nil {
			err = h.send(rows, to)
		}
		if err != nil || h.done {
			return h.d, err
		}
	}
}

// handing is a download under way.
type handing struct {
	from Position
	d    Download
	open *Opening // not sent yet
	at   pos
	done bool
}

// pos is from where a download can be gone on with.
type pos struct {
	Portal  string         `json:"p"`
	Epoch   int64          `json:"e"`
	Full    bool           `json:"f,omitempty"`
	Base    int64          `json:"b,omitempty"` // of a delta: the version that it started from
	Rows    *records.Key   `json:"r,omitempty"` // of a full one: the last record; nil = all have come
	Changes Place          `json:"c"`           // the last change
	Schema  int            `json:"s,omitempty"`
	Anew    []records.Kind `json:"k,omitempty"` // of a delta: kinds that the desk gets anew
	Read    int64          `json:"v"`           // the version that the last page was read at
	Head    string         `json:"h,omitempty"` // of the history then
	Done    int            `json:"n,omitempty"` // rows so far
}

func (p pos) text() string {
	text, err := json.Marshal(p)
	if err != nil {
		return "" // numbers and texts always marshal
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func posOf(text string) (p pos, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	return p, err == nil && strict(raw, &p) == nil
}

// state is the newest one that any of its rows can be of.
func (p pos) state() Cookie {
	return Cookie{Portal: p.Portal, Epoch: p.Epoch, Version: p.Read, Head: p.Head}
}

// isTooOld reports whether deletions that have not come yet may be forgotten.
func (p pos) isTooOld(now Lineage) bool { return p.Changes.Ver-1 < now.Horizon }

// next reads the next page; after the last one, the end.
func (h *handing) next(s Snapshot) (rows []Staged, err error) {
	now, err := s.Lineage()
	if err != nil {
		return nil, err
	}
	if h.at.Portal == "" {
		err = h.begin(s, now)
	} else if now.Epoch != h.at.Epoch || h.at.isTooOld(now) {
		err = problem.New(problem.Busy, "The server was changed meanwhile. It is tried again.")
	}
	if err != nil {
		return nil, err
	}
	h.at.Read, h.at.Head = now.Version, now.Head
	if h.at.Rows != nil {
		return h.records(s)
	}
	rows, more, err := s.Changes(h.at.Changes)
	if err != nil {
		return nil, err
	}
	h.at.Done += len(rows)
	if more && len(rows) > 0 {
		last := rows[len(rows)-1]
		h.at.Changes = Place{last.Ver, last.Kind, last.ID}
		return rows, nil
	}
	h.done = true
	h.d.To, h.d.Durable = now.Cookie, now.Durable
	if h.d.Sums, err = s.Tallies(); err != nil {
		return nil, err
	}
	for kind := range h.d.Sums {
		if !Knows(h.from.Schema, kind, "") {
			delete(h.d.Sums, kind)
		}
	}
	h.d.Acks, err = s.Acks(h.from.Copy, h.from.Acked)
	return rows, err
}

// records reads the next page of a full download.
func (h *handing) records(s Snapshot) ([]Staged, error) {
	rows, more, err := s.Rows(*h.at.Rows, h.at.Anew)
	h.at.Done += len(rows)
	h.at.Rows = nil
	if more && len(rows) > 0 {
		last := rows[len(rows)-1]
		h.at.Rows = &records.Key{Kind: last.Kind, ID: last.ID}
	}
	return rows, err
}

// begin finds out where to begin.
func (h *handing) begin(s Snapshot, now Lineage) error {
	base := h.from.Cookie
	delta, err := h.follows(s, now)
	if err != nil {
		return err
	}
	at, goesOn := posOf(h.from.Part.Pos)
	anew := append(Changed(h.from.Base, h.from.Schema), h.from.Anew...)
	slices.Sort(anew)
	anew = slices.Compact(anew)
	goesOn = goesOn && !at.isTooOld(now) &&
		(at.Full || delta && at.Base == base.Version && slices.Equal(at.Anew, anew))
	if goesOn = goesOn && at.Schema == h.from.Schema; goesOn {
		if goesOn, err = isPast(s, now, at.state()); err != nil {
			return err
		}
	}
	switch {
	case goesOn:
		h.at = at
		h.open = &Opening{Full: at.Full, Anew: at.Anew, After: h.from.Part.Pos, Done: at.Done}
	case delta:
		h.at = pos{Base: base.Version, Anew: anew, Changes: Place{Ver: base.Version + 1}}
		h.open = &Opening{Anew: anew}
		if len(anew) > 0 {
			h.at.Rows = &records.Key{}
		}
	default:
		h.at = pos{Full: true, Rows: &records.Key{}, Changes: Place{Ver: now.Version + 1}}
		h.open = &Opening{Full: true}
	}
	h.at.Portal, h.at.Epoch, h.at.Schema = now.Portal, now.Epoch, h.from.Schema
	if h.d.Full = h.open.Full; !h.d.Full {
		return nil
	}
	tallies, err := s.Tallies()
	h.open.Total = int(Count(tallies))
	return err
}

// follows reports whether the changes since the desk's state can be told, and finds out whether
// something was lost that it has seen.
func (h *handing) follows(s Snapshot, now Lineage) (bool, error) {
	base := h.from.Cookie
	delta, err := isPast(s, now, base)
	if err != nil || delta || base.Portal != now.Portal {
		return delta && !h.from.Whole, err
	}
	if base.Epoch != now.Epoch {
		h.d.Lost = true
		h.d.Since, err = h.since(s)
		return false, err
	}
	if h.d.Lost = base.Version > now.Version; h.d.Lost {
		return false, nil
	}
	head, err := s.HeadAt(base.Version)
	h.d.Lost = head != base.Head
	return false, err
}

// since gives the version up to which a server of another epoch has what the desk has seen, 0 where
// that cannot be told. Of a desk that was there already, only its own state shows that it went the
// same way: the server may have been put back before without a new epoch.
func (h *handing) since(s Snapshot) (int64, error) {
	base := h.from.Cookie
	forked, err := s.Forked(base.Epoch)
	if err != nil || base.Version > forked {
		return 0, err
	}
	head, err := s.HeadAt(base.Version)
	if err != nil || head != base.Head {
		return 0, err
	}
	return forked, nil
}

// isPast reports whether the changes since a state can be told: it is of this server's past, and
// every deletion since is remembered.
func isPast(s Snapshot, now Lineage, state Cookie) (bool, error) {
	if state.Portal != now.Portal || state.Epoch != now.Epoch || state.Version < now.Horizon ||
		state.Version > now.Version {
		return false, nil
	}
	head, err := s.HeadAt(state.Version)
	return head == state.Head, err
}

// send gives a page to the desk, and a mark after each but the last.
func (h *handing) send(rows []Staged, to Receiver) error {
	if h.open != nil {
		if err := to.Begin(*h.open); err != nil {
			return err
		}
		h.open = nil
	}
	for _, r := range rows {
		if !Knows(h.from.Schema, r.Kind, "") {
			continue
		}
		if err := to.Row(r); err != nil {
			return err
		}
	}
	if h.done {
		return nil
	}
	return to.Mark(h.at.text())
}
