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

// Stage keeps rows of a download out of sight until Publish. fresh drops what an earlier download
// left.
func (db *DB) Stage(ctx context.Context, fresh bool, rows []edit.Staged) error {
	return db.within(ctx, func(tx *Tx) error {
		if fresh {
			tx.exec("DELETE FROM stage")
		}
		for _, r := range rows {
			var body any
			if r.Cells != nil {
				body = string(r.Cells)
			}
			tx.exec("INSERT INTO stage (kind, id, ver, body) VALUES (?, ?, ?, ?)", string(r.Kind),
				r.ID, r.Ver, body)
		}
		return nil
	})
}

// Publish makes a download the base and replays what waits, in one transaction: readers see the
// state before or after, never between. env gives the circumstances of a waiting edit.
func (db *DB) Publish(ctx context.Context, d edit.Download, env func(edit.Envelope) edit.Env) (out edit.Published, err error) {
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
	cookie, copyID := p.text("cookie"), p.text("copy")
	if copyID != p.d.Was.Copy || cookie != encode(p.d.Was.Cookie) {
		return edit.Published{Stale: true}
	}
	p.changed("SELECT DISTINCT kind FROM undo UNION SELECT DISTINCT kind FROM stage")
	p.restore()
	if p.d.Full {
		for _, t := range tables {
			p.exec("DELETE FROM " + t.name)
			p.kinds = append(p.kinds, t.kind)
		}
	}
	for _, row := range p.kept("SELECT kind, id, ver, body FROM stage ORDER BY n") {
		p.settle(row)
	}
	p.exec("DELETE FROM stage")
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
// of an edit that this desk does not know, or another lineage of the server, means that somebody
// else uses this identity, or that the server was restored: the desk takes a new one.
func (p *publish) acknowledge() (mine []edit.Ack) {
	old := p.d.Was.Cookie
	if old.Epoch != 0 && old != (edit.Cookie{}) && (old.Epoch != p.d.To.Epoch || old.Portal != p.d.To.Portal) {
		p.renumber(p.d.ForkVer)
		return nil
	}
	last := p.number("acked", 0)
	for _, a := range p.d.Acks {
		if a.Seq <= last {
			continue
		}
		var body, uid string
		if !p.one("SELECT uid, body FROM outbox WHERE seq = ?", []any{a.Seq}, &uid, &body) ||
			uid != string(a.UID) {
			p.renumber(1 << 62)
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

// Reidentify gives this desk a new identity, because its own turned out to be used twice: the
// waiting edits keep their uids, by which the server knows those it has already.
func (db *DB) Reidentify(ctx context.Context, newCopy string, env func(edit.Envelope) edit.Env) error {
	return db.within(ctx, func(tx *Tx) error {
		p := &publish{view: view{tx}, d: edit.Download{NewCopy: newCopy}}
		p.restore()
		p.renumber(1 << 62)
		p.replay(env)
		return nil
	})
}

// renumber is the one cure for every anomaly of identity: a new copy id, and the edits that the
// server may have lost (acknowledged after a version) queued again ahead of those that wait.
func (p *publish) renumber(after int64) {
	var queue []string
	for _, query := range []string{
		"SELECT body FROM acked WHERE ver > " + strconv.FormatInt(after, 10) + " ORDER BY ver, seq",
		"SELECT body FROM outbox ORDER BY seq"} {
		rows := p.rows(query)
		if rows == nil {
			return
		}
		for rows.Next() {
			var body string
			p.Fail(rows.Scan(&body))
			queue = append(queue, body)
		}
		p.Fail(rows.Err())
		p.Fail(rows.Close())
	}
	p.exec("DELETE FROM acked WHERE ver > " + strconv.FormatInt(after, 10))
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
