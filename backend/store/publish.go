package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// Position reads where this desk stands.
func (db *DB) Position(ctx context.Context) (p edit.Position, err error) {
	all, err := db.notes(ctx)
	if err != nil {
		return p, err
	}
	p.Copy = all["copy"]
	p.Acked, _ = strconv.ParseInt(all["acked"], 10, 64) // absent is 0
	if all["cookie"] != "" {
		err = json.Unmarshal([]byte(all["cookie"]), &p.Cookie)
	}
	return p, err
}

// Stage keeps rows of a download out of sight until Publish. The first rows of another download
// drop those of the one before.
func (db *DB) Stage(ctx context.Context, download string, rows []edit.Staged) error {
	return db.within(ctx, func(tx *Tx) error {
		v := view{tx}
		if v.text("download") != download {
			v.exec("DELETE FROM stage")
			v.note("download", download)
		}
		for _, r := range rows {
			var body any
			if r.Cells != nil {
				body = string(r.Cells)
			}
			v.exec("INSERT INTO stage (kind, id, ver, body) VALUES (?, ?, ?, ?)", string(r.Kind),
				r.ID, r.Ver, body)
		}
		return nil
	})
}

// Publish makes a download the base and replays what waits, in one transaction: readers see the
// state before or after, never between. env gives the circumstances of a waiting edit. An answer
// to a question that is no longer asked, or whose rows another download has dropped, is stale.
func (db *DB) Publish(ctx context.Context, d edit.Download, env func(edit.Envelope) edit.Env) (
	out edit.Published, err error) {
	err = db.within(ctx, func(tx *Tx) error {
		p := &publish{view: view{tx}, d: d}
		out = p.run(env)
		return nil
	})
	return out, err
}

type publish struct {
	view
	d     edit.Download
	kinds []records.Kind
}

func (p *publish) run(env func(edit.Envelope) edit.Env) edit.Published {
	if p.text("copy") != p.d.Was.Copy || p.text("cookie") != encode(p.d.Was.Cookie) ||
		p.text("download") != p.d.NewCopy {
		return edit.Published{Stale: true}
	}
	p.changed("SELECT DISTINCT kind FROM undo UNION SELECT DISTINCT kind FROM stage")
	p.restore()
	if p.d.Full {
		for _, t := range tables {
			p.exec("DELETE FROM " + t.name)
			p.seen = nil
			p.kinds = append(p.kinds, t.kind)
		}
	}
	for _, row := range p.kept("SELECT kind, id, ver, body FROM stage ORDER BY n") {
		p.settle(row)
	}
	p.exec("DELETE FROM stage")
	p.note("download", "")
	acks := p.acknowledge()
	p.note("cookie", encode(p.d.To))
	p.replay(env)
	p.changed("SELECT DISTINCT kind FROM undo")
	slices.Sort(p.kinds)
	return edit.Published{Kinds: slices.Compact(p.kinds), Acks: acks}
}

func (p *publish) changed(query string) {
	rows := p.rows(query)
	if rows == nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
		var k records.Kind
		p.Fail(rows.Scan(&k))
		p.kinds = append(p.kinds, k)
	}
	p.Fail(rows.Err())
}

func encode(c edit.Cookie) string {
	if c == (edit.Cookie{}) {
		return ""
	}
	text, err := json.Marshal(c)
	if err != nil {
		return "" // two integers and a string always marshal
	}
	return string(text)
}

// acknowledge takes the edits off the outbox whose outcomes have come, matched by uid. An outcome
// of an edit that this desk does not know means that somebody else uses this identity; a server
// that cannot tell what changed since a state that it has given may have been put back to an older
// one: the desk takes a new identity, and brings again what the server may have lost.
func (p *publish) acknowledge() (mine []edit.Ack) {
	last, old := p.number("acked", 0), p.d.Was.Cookie
	if old.Portal != "" && old.Portal != p.d.To.Portal { // another office's: it never had them
		p.exec("DELETE FROM acked")
		p.renumber()
		return nil
	}
	if p.d.Full && old != (edit.Cookie{}) && len(p.bodies(done)) > 0 {
		p.renumber()
		return nil
	}
	for _, a := range p.d.Acks {
		if a.Seq <= last {
			continue
		}
		var body, uid string
		if !p.one("SELECT uid, body FROM outbox WHERE seq = ?", []any{a.Seq}, &uid, &body) ||
			uid != string(a.UID) {
			p.renumber()
			return mine
		}
		p.exec("DELETE FROM outbox WHERE seq = ?", a.Seq)
		p.exec("INSERT OR IGNORE INTO acked (uid, seq, ver, status, why, body) VALUES (?, ?, ?, ?, ?, ?)",
			uid, a.Seq, a.Ver, string(a.Status), a.Why, body)
		last = a.Seq
		mine = append(mine, a)
	}
	p.note("acked", strconv.FormatInt(last, 10))
	return mine
}

// Reidentify gives this desk a new identity, because its own turned out to be used twice, or the
// server to have lost some of its edits.
func (db *DB) Reidentify(ctx context.Context, newCopy string,
	env func(edit.Envelope) edit.Env) error {
	return db.within(ctx, func(tx *Tx) error {
		p := &publish{view: view{tx}, d: edit.Download{NewCopy: newCopy}}
		p.restore()
		p.renumber()
		p.replay(env)
		return nil
	})
}

// done selects the edits that the server had carried out. What it had refused is never asked again:
// its author knows.
const done = "SELECT body FROM acked WHERE status <> 'refused' ORDER BY ver, rowid"

// renumber is the one cure for every anomaly of identity: a new copy id, and all edits that the
// server had carried out queued again ahead of those that wait. It knows by their uids which ones
// it still has: numbers say nothing once an identity was used twice.
func (p *publish) renumber() {
	queue := append(p.bodies(done), p.bodies("SELECT body FROM outbox ORDER BY seq")...)
	p.exec("DELETE FROM acked WHERE status <> 'refused'")
	p.exec("DELETE FROM outbox")
	for i, body := range queue {
		var e edit.Envelope
		p.Fail(json.Unmarshal([]byte(body), &e))
		p.exec("INSERT INTO outbox (seq, uid, name, narrow, body) VALUES (?, ?, ?, ?, ?)", i+1,
			string(e.UID), e.Name, 0, body)
	}
	p.note("copy", p.d.NewCopy)
	p.note("next_seq", strconv.Itoa(len(queue)+1))
	p.note("acked", "0")
}

func (p *publish) bodies(query string) (list []string) {
	rows := p.rows(query)
	if rows == nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		p.Fail(rows.Scan(&body))
		list = append(list, body)
	}
	p.Fail(rows.Err())
	return list
}

// replay does the waiting edits again on the new base. What each had seen stays what it was at
// the click.
func (p *publish) replay(env func(edit.Envelope) edit.Env) {
	rows := p.rows("SELECT seq, body FROM outbox ORDER BY seq")
	if rows == nil {
		return
	}
	var queue []edit.Waiting
	for rows.Next() {
		var w edit.Waiting
		var body string
		p.Fail(rows.Scan(&w.Seq, &body))
		p.Fail(json.Unmarshal([]byte(body), &w.Edit))
		queue = append(queue, w)
	}
	p.Fail(errorsOf(rows.Err(), rows.Close()))
	for _, w := range queue {
		if p.err != nil {
			return
		}
		out := edit.Run(p.view, env(w.Edit), w.Edit)
		p.exec("UPDATE outbox SET narrow = ? WHERE seq = ? AND narrow <> ?", bit(out.Narrow), w.Seq,
			bit(out.Narrow))
	}
}

func errorsOf(list ...error) error {
	for _, err := range list {
		if err != nil {
			return fmt.Errorf("rows: %w", err)
		}
	}
	return nil
}
