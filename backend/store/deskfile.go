package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// deskFile is a view with what a desk keeps beside the records: an edit.DeskFile. Its tables are
// undo (base copies), stage, outbox, acked and meta.
type deskFile struct {
	view
	ctx  context.Context // of the user, who may give up
	next int64           // the number of the next edit; 0 = not known yet

	fresh []edit.Staged // rows that were kept in this transaction
	last  int64         // the place of the last row that staged has read

	tallies map[string]map[records.Kind]edit.Tally // of each side, as far as it was read
}

// Err gives the first error, or that the user gave up.
func (f *deskFile) Err() error {
	if f.err != nil {
		return f.err
	}
	return f.ctx.Err()
}

// The names of the notes that make up a position.
const (
	noteCopy   = "copy"
	noteAcked  = "acked"
	noteCookie = "cookie"
	notePart   = "part"
)

// Position reads where the desk stands.
func (f *deskFile) Position() edit.Position {
	all := map[string]string{}
	f.each("SELECT name, value FROM meta", nil, func(rows *sql.Rows) error {
		var name, value string
		err := rows.Scan(&name, &value)
		all[name] = value
		return err
	})
	p, err := positionOf(all)
	f.Fail(err)
	return p
}

func positionOf(notes map[string]string) (p edit.Position, err error) {
	p.Copy = notes[noteCopy]
	if text := notes[noteAcked]; text != "" {
		p.Acked, err = strconv.ParseInt(text, 10, 64)
	}
	if text := notes[noteCookie]; text != "" && err == nil {
		err = json.Unmarshal([]byte(text), &p.Cookie)
	}
	if text := notes[notePart]; text != "" && err == nil {
		err = json.Unmarshal([]byte(text), &p.Part)
	}
	if err != nil {
		return p, fmt.Errorf("position: %w", err)
	}
	return p, nil
}

// Stand notes where the desk stands.
func (f *deskFile) Stand(p edit.Position) {
	was := f.Position()
	if p.Copy != was.Copy {
		f.note(noteCopy, p.Copy)
	}
	if p.Acked != was.Acked {
		f.note(noteAcked, strconv.FormatInt(p.Acked, 10))
	}
	if p.Cookie != was.Cookie {
		f.note(noteCookie, noted(p.Cookie))
	}
	if p.Part != was.Part {
		f.note(notePart, noted(p.Part))
	}
}

func noted[T comparable](v T) string {
	var none T
	if v == none {
		return ""
	}
	text, err := json.Marshal(v)
	if err != nil {
		return "" // numbers and texts always marshal
	}
	return string(text)
}

// Touched gives the kinds that have base copies.
func (f *deskFile) Touched() []records.Kind { return f.kinds("SELECT DISTINCT kind FROM undo") }

func (f *deskFile) kinds(query string) (list []records.Kind) {
	f.each(query, nil, func(rows *sql.Rows) error {
		var k records.Kind
		err := rows.Scan(&k)
		list = append(list, k)
		return err
	})
	return list
}

// Restore puts every base copy back.
func (f *deskFile) Restore() {
	for {
		rows := f.staged("SELECT kind, id, ver, body, rowid FROM undo ORDER BY rowid LIMIT ?", mostRows)
		if len(rows) == 0 {
			break
		}
		f.settle(rows, "")
		f.exec("DELETE FROM undo WHERE rowid <= ?", f.last)
	}
	f.exec("DELETE FROM undo")
}

const outbox = "SELECT seq, narrow, body FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?"

// Outbox reads edits that wait.
func (f *deskFile) Outbox(after int64, limit int) (list []edit.Waiting) {
	if limit == 0 {
		limit = -1
	}
	f.each(outbox, []any{after, limit}, scanWaiting(&list))
	return list
}

func scanWaiting(list *[]edit.Waiting) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var w edit.Waiting
		var body string
		err := rows.Scan(&w.Seq, &w.Narrow, &body)
		if err == nil {
			w.Edit, err = opened(body)
		}
		*list = append(*list, w)
		return err
	}
}

// opened reads an edit as the outbox and acked keep it.
func opened(body string) (e edit.Envelope, err error) {
	if err = json.Unmarshal([]byte(body), &e); err != nil {
		err = fmt.Errorf("outbox: %w", err)
	}
	return e, err
}

// Enqueue puts an edit behind those that wait.
func (f *deskFile) Enqueue(e edit.Envelope, narrow bool) {
	if f.next == 0 {
		f.one("SELECT coalesce(max(seq), 0) FROM outbox", nil, &f.next)
		f.next = max(f.next, f.Position().Acked) + 1
	}
	f.enqueue(edit.Waiting{Seq: f.next, Edit: e, Narrow: narrow})
	f.next++
}

func (f *deskFile) enqueue(w edit.Waiting) {
	body, err := json.Marshal(w.Edit)
	f.Fail(err)
	f.exec("INSERT INTO outbox (seq, uid, name, narrow, body) VALUES (?, ?, ?, ?, ?)", w.Seq,
		string(w.Edit.UID), w.Edit.Name, bit(w.Narrow), string(body))
}

// Mark notes that an edit that waits takes access away.
func (f *deskFile) Mark(seq int64) {
	f.exec("UPDATE outbox SET narrow = 1 WHERE seq = ?", seq)
}

// Removals names the newest edits that wait and take access away.
func (f *deskFile) Removals() (list []records.UID) {
	f.each("SELECT uid FROM outbox WHERE narrow = 1 ORDER BY seq DESC LIMIT 100", nil,
		func(rows *sql.Rows) error {
			var uid records.UID
			err := rows.Scan(&uid)
			list = append(list, uid)
			return err
		})
	return list
}

// HasNarrowings reports whether the ledger has a line.
func (f *deskFile) HasNarrowings() bool {
	var one int
	return f.one("SELECT 1 FROM narrowings LIMIT 1", nil, &one)
}

// Answer moves an edit from the outbox to acked.
func (f *deskFile) Answer(w edit.Waiting, a edit.Ack) {
	f.exec("INSERT OR IGNORE INTO acked (uid, seq, ver, status, why, body) "+
		"SELECT uid, seq, ?, ?, ?, body FROM outbox WHERE seq = ?", a.Ver, string(a.Status), a.Why,
		w.Seq)
	f.exec("DELETE FROM outbox WHERE seq = ?", w.Seq)
}

// Answered reads the edits with their outcomes.
func (f *deskFile) Answered() (list []edit.Answered) {
	f.each("SELECT status, ver, body FROM acked ORDER BY ver, rowid", nil,
		func(rows *sql.Rows) error {
			var a edit.Answered
			var body string
			err := rows.Scan(&a.Status, &a.Ver, &body)
			if err == nil {
				a.Edit, err = opened(body)
			}
			list = append(list, a)
			return err
		})
	return list
}

// Forget drops outcomes up to a version.
func (f *deskFile) Forget(ver int64) { f.exec("DELETE FROM acked WHERE ver <= ?", ver) }

// Requeue numbers everything anew.
func (f *deskFile) Requeue(again []edit.Envelope) {
	queue := f.Outbox(0, 0)
	f.exec("DELETE FROM outbox")
	f.next = 1
	for _, e := range again {
		f.exec("DELETE FROM acked WHERE uid = ?", string(e.UID))
		f.enqueue(edit.Waiting{Seq: f.next, Edit: e})
		f.next++
	}
	for _, w := range queue {
		w.Seq = f.next
		f.enqueue(w)
		f.next++
	}
}
