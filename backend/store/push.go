package store

import (
	"context"
	"log/slog"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Push takes a desk's edits in order, in one transaction. Every edit gets one outcome, for ever:
// a repeated push gives the stored one, also under another copy id. A refusal never holds back the
// next edit. Of a machine that is shut out nothing is taken: problem.Denied.
func (db *DB) Push(ctx context.Context, machine, copyID string, env edit.Env, in []edit.Waiting) (
	edit.Pushed, error) {
	p := edit.Push{Machine: machine, Copy: copyID, Env: env, Edits: in}
	out, err := db.push(ctx, p, false)
	if problem.Is(err, problem.Internal) && ctx.Err() == nil { // find the edit that cannot be done
		slog.Warn("sync: a push is taken edit by edit", "machine", machine, "err", err)
		out, err = db.push(ctx, p, true)
	}
	return out, err
}

func (db *DB) push(ctx context.Context, in edit.Push, careful bool) (out edit.Pushed, err error) {
	isNew := false
	err = db.within(ctx, func(tx *Tx) error {
		a, err := db.authority(tx)
		if err != nil {
			return err
		}
		if tx.isShutOut(in.Machine) {
			return problem.New(problem.Denied, "This computer was shut out.")
		}
		p := &push{authority: a, careful: careful, at: map[int64]edit.Landed{}}
		p.recall(in.Env, in.Edits)
		out, isNew = edit.Take(p, in)
		out.Version = a.version
		if !isNew { // only a repetition: no new version
			out.Version--
			tx.exec("UPDATE lineage SET version = ? WHERE id = 1", out.Version)
			return nil
		}
		p.insert(applied, p.outcomes)
		tx.exec("UPDATE copies SET lmid = ? WHERE id = ?", out.LastSeq, in.Copy)
		a.close()
		return nil
	})
	if err == nil && isNew {
		db.tell(out.Version)
	}
	return out, err
}

// push is an authority with the outcomes of every copy's edits: an edit.Ledger.
type push struct {
	*authority
	careful bool // each edit by itself, so that one that fails is parked

	of       map[records.UID]edit.Landed // outcomes of its edits, as far as they came before
	at       map[int64]edit.Landed       // and those that wait to be kept,
	outcomes []any                       // as rows of applied
}

var applied = newBulk("applied", "copy, seq, uid, status, why, inbox, ver", "")

// recall finds out which of the edits came before, and looks ahead to what the others need.
func (p *push) recall(env edit.Env, in []edit.Waiting) {
	uids := make([]string, len(in))
	for i, w := range in {
		uids[i] = string(w.Edit.UID)
	}
	p.of = map[records.UID]edit.Landed{}
	query, arg := p.db.dialect.among(storedWhere, "uid", uids)
	for _, l := range p.stored(query+" ORDER BY ver DESC", arg) {
		p.of[l.UID] = l // the first of several
	}
	var fresh []edit.Envelope
	var lines []int64
	for _, w := range in {
		if _, before := p.of[w.Edit.UID]; !before {
			fresh = append(fresh, w.Edit)
			lines = append(lines, lineOf(w.Edit.UID).ID)
			p.keep(lineOf(w.Edit.UID), nil)
		}
	}
	for _, h := range p.among(records.KindHistory, "id", lines) {
		p.keep(h.Key(), h)
	}
	if p.db.dialect == postgres && !p.careful {
		p.foresee(env, fresh)
	}
}

// lineOf names the history line of an edit.
func lineOf(uid records.UID) records.Key {
	return records.Key{Kind: records.KindHistory, ID: records.KeyOf(string(uid))}
}

const storedWhere = "SELECT seq, uid, status, why, inbox, ver FROM applied WHERE "

// stored gives the outcomes that a query which begins with storedWhere finds.
func (p *push) stored(query string, args ...any) (list []edit.Landed) {
	rows := p.rows(query, args...)
	if rows == nil {
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var l edit.Landed
		var ver int64
		p.Fail(rows.Scan(&l.Seq, &l.UID, &l.Status, &l.Why, &l.Inbox, &ver))
		list = append(list, l)
	}
	p.Fail(rows.Err())
	return list
}

// Copy finds a copy, or enters it as the machine's.
func (p *push) Copy(id, machine string) (owner string, last int64) {
	if p.one("SELECT machine, lmid FROM copies WHERE id = ?", []any{id}, &owner, &last) {
		return owner, last
	}
	p.exec("INSERT INTO copies (id, machine, lmid) VALUES (?, ?, 0)", id, machine)
	return machine, 0
}

// At finds an outcome by its number.
func (p *push) At(copyID string, seq int64) (edit.Landed, bool) {
	if l, waits := p.at[seq]; waits {
		return l, true
	}
	list := p.stored(storedWhere+"copy = ? AND seq = ?", copyID, seq)
	if len(list) == 0 {
		return edit.Landed{}, false
	}
	return list[0], true
}

// Of finds an outcome by its uid: as it was kept, or as the history has it of what came another way
// than by a push. Nothing is written over a line of the history: an edit whose name only falls on
// the same place is refused.
func (p *push) Of(uid records.UID) (edit.Landed, bool) {
	if l, ok := p.of[uid]; ok {
		return l, true
	}
	h, ok := p.Row(lineOf(uid)).(*records.History)
	switch {
	case !ok:
		return edit.Landed{}, false
	case h.UID != uid:
		return edit.Landed{UID: uid, Status: records.Refused, Why: "This could not be kept under " +
			"its number. Do it again."}, true
	}
	return edit.Landed{UID: uid, Status: h.Status, Why: h.Why}, true
}

// Land keeps an outcome.
func (p *push) Land(copyID string, l edit.Landed) {
	p.of[l.UID], p.at[l.Seq] = l, l
	p.outcomes = append(p.outcomes, copyID, l.Seq, string(l.UID), string(l.Status), l.Why,
		bit(l.Inbox), p.version)
}

// Carry carries out one edit. When careful, what the edit made the transaction fail with is taken
// back, and the edit is parked.
func (p *push) Carry(env edit.Env, e edit.Envelope) edit.Outcome {
	if !p.careful {
		return edit.Run(p.authority, env, e)
	}
	n, hash := p.n, p.hash
	p.exec("SAVEPOINT edit")
	out := edit.Run(p.authority, env, e)
	p.flush()
	cause := Explain(p.err)
	if problem.Is(cause, problem.Internal) && p.ctx.Err() == nil {
		p.err, p.seen, p.found, p.n, p.hash = nil, nil, nil, n, hash
		p.exec("ROLLBACK TO edit")
		out = edit.Run(unable{p.authority, cause}, env, e)
		p.flush()
	}
	p.exec("RELEASE edit")
	return out
}

// unable is an authority under which no edit can be carried out: Run parks it.
type unable struct {
	*authority
	cause error
}

func (u unable) Row(records.Key) records.Record { panic(u.cause) }

func (u unable) Find(records.Kind, string, any) []records.Record { panic(u.cause) }
