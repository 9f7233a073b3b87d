package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Quarantined is an edit of a machine that was shut out before the edit came. It has no effect
// until an administrator takes it.
type Quarantined struct {
	edit.Waiting
	Machine  string // its name, and
	Staff    string // whose it was
	Subject  string // the name of whom or what it is about; empty where that is not known
	Copy     string
	Narrow   bool  // it takes access away: such edits are listed first
	Received int64 // seconds since 1970
}

// mostQuarantined is how many bytes of edits are kept of one machine: some hundred thousand edits.
// A desk that is used sensibly does not come near it.
const mostQuarantined = 256 << 20

// Quarantine keeps the edits that a machine sends after it was shut out, for an administrator to
// take or to drop; what is kept or was carried out already stays as it is. It is for whoever
// answers a push: where the answer is that the machine is shut out, the edits that it has signed
// come here first, so that no removal is lost. Nothing else of the machine is believed.
func (db *DB) Quarantine(ctx context.Context, machine, copyID string, in []edit.Waiting) error {
	return db.within(ctx, func(tx *Tx) error {
		a := &authority{Tx: tx}
		env := edit.Env{Side: edit.Server, Actor: edit.Actor{Staff: tx.administrator()}}
		var bytes int64
		tx.one("SELECT coalesce(sum(octet_length(body)), 0) FROM quarantine WHERE machine = ?",
			[]any{machine}, &bytes)
		if bytes >= mostQuarantined {
			return problem.New(problem.Denied, "Too many edits of this computer wait to be looked at.")
		}
		for _, w := range in {
			body, err := json.Marshal(w.Edit)
			if err != nil {
				return err
			}
			tx.exec(`
				INSERT INTO quarantine (uid, machine, copy, seq, narrow, body, received)
				SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
				WHERE NOT EXISTS (SELECT 1 FROM applied WHERE uid = ?1)
				ON CONFLICT (uid) DO NOTHING`, string(w.Edit.UID), machine, copyID, w.Seq,
				bit(edit.Run(&trial{authority: a}, env, w.Edit).Narrow), string(body), time.Now().Unix())
		}
		return nil
	})
}

// trial is an authority under which an edit shows what it would do, and does nothing.
type trial struct {
	*authority
	about string
}

// Put reads in the history line whom or what the edit is about.
func (t *trial) Put(r records.Record) {
	if h, ok := r.(*records.History); ok {
		t.about = h.Subject
	}
}

func (*trial) Delete(records.Key) {}

// administrator gives one who works here, nil for none.
func (tx *Tx) administrator() *records.Staff {
	list := tx.list(staff, staff.query.row+"role = ? AND active = 1 ORDER BY id LIMIT 1",
		string(records.Administrator))
	if len(list) == 0 {
		return nil
	}
	return list[0].(*records.Staff)
}

// Quarantined lists what was not taken or dropped yet: what takes access away first, and otherwise
// in the order of its making.
func (db *DB) Quarantined(ctx context.Context) (list []Quarantined, err error) {
	err = db.list(ctx, `
		SELECT q.seq, q.copy, q.narrow, q.body, q.received, coalesce(m.name, q.machine),
			coalesce(s.name, '')
		FROM quarantine q
			LEFT JOIN machines m ON m.id = q.machine
			LEFT JOIN staff s ON s.id = m.staff
		ORDER BY q.narrow DESC, q.machine, q.copy, q.seq, q.uid`, nil, func(rows *sql.Rows) error {
		var q Quarantined
		var body string
		err := rows.Scan(&q.Seq, &q.Copy, &q.Narrow, &body, &q.Received, &q.Machine, &q.Staff)
		if err == nil {
			err = json.Unmarshal([]byte(body), &q.Edit)
		}
		list = append(list, q)
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list, db.within(ctx, func(tx *Tx) error {
		env := edit.Env{Side: edit.Server, Actor: edit.Actor{Staff: tx.administrator()}}
		for i := range list {
			t := &trial{authority: &authority{Tx: tx}}
			edit.Run(t, env, list[i].Edit)
			list[i].Subject = t.about
		}
		return nil
	})
}

// TakeQuarantined carries out one of them by the authority of an administrator, whose env it is.
// The history says that they took it, and whose it was. An edit that came another way meanwhile is
// not done again.
func (db *DB) TakeQuarantined(ctx context.Context, env edit.Env, q Quarantined) (
	edit.Landed, error) {
	env.Machine = q.Machine
	in := q.Edit
	in.Reason = strings.TrimSpace(fmt.Sprintf("Taken from quarantine. Made by %s. %s", q.Staff,
		in.Reason))
	out := edit.Landed{Seq: q.Seq, UID: in.UID}
	_, err := db.Write(ctx, func(tx edit.Tx) error {
		p := &push{authority: tx.(*authority)}
		if p.exec("DELETE FROM quarantine WHERE uid = ?", string(in.UID)) == 0 {
			return errNotThere
		}
		p.recall(env, []edit.Waiting{{Seq: q.Seq, Edit: in}})
		if before, known := p.Of(in.UID); known {
			out = before
			return nil
		}
		o := p.Carry(env, in)
		out.Status, out.Why, out.Inbox = o.Status, o.Why, o.Inbox
		p.settle(out)
		return nil
	})
	return out, err
}

// DropQuarantined refuses one of them for ever: where its computer is connected anew and brings it
// again, that is its outcome. One that came another way meanwhile stays as it is. problem.NotFound
// when it is not there.
func (db *DB) DropQuarantined(ctx context.Context, uid records.UID) error {
	return db.within(ctx, func(tx *Tx) error {
		p := &push{authority: &authority{Tx: tx}}
		if p.exec("DELETE FROM quarantine WHERE uid = ?", string(uid)) == 0 {
			return errNotThere
		}
		p.one("SELECT version FROM lineage WHERE id = 1", nil, &p.version)
		if _, known := p.Of(uid); !known {
			p.settle(edit.Landed{UID: uid, Status: records.Refused, Why: dropped})
		}
		return nil
	})
}

var errNotThere = problem.New(problem.NotFound, "There is no such edit in quarantine.")

// dropped is why a dropped edit is refused.
const dropped = "This came from a computer that was shut out, and an administrator has dropped it."

// settle keeps the outcome of an edit in quarantine. It lies under a copy of its own: the number
// that it has in its own copy may come to be another edit's, as where that copy was used twice.
func (p *push) settle(l edit.Landed) {
	p.exec("INSERT INTO applied (copy, seq, uid, status, why, inbox, ver) "+
		"VALUES (?, 1, ?, ?, ?, ?, ?)", "quarantine of "+string(l.UID), string(l.UID),
		string(l.Status), l.Why, bit(l.Inbox), p.version)
}
