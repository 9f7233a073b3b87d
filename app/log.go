package app

import (
	"fmt"
	"log/slog"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// LogQuery asks for a page of the whole history (B14).
type LogQuery struct {
	Who     string `json:"who"`
	Machine string `json:"machine"`
	Edit    string `json:"edit"`
	Group   string `json:"group"`
	Subject string `json:"subject"` // how the name of a person, an account or a thing begins
	From    int    `json:"from"`
	Size    int    `json:"size"`
}

// LogLine is a line of the whole history.
type LogLine struct {
	HistoryLine
	N        int64        `json:"n"` // its number in the chain; 0 = not confirmed yet
	Received string       `json:"received"`
	Edit     string       `json:"edit"`
	Subject  string       `json:"subject" say:"name"`
	User     string       `json:"user"`    // whose record it is about; else empty
	Account  string       `json:"account"` // which it is about; else empty
	Group    string       `json:"group"`
	Changes  []ChangeView `json:"changes"`
}

// ChangeView is a field before and after.
type ChangeView struct {
	Record string `json:"record"`
	Field  string `json:"field" say:"yes"` // empty where the record was made or taken away
	From   string `json:"from" say:"!Free"`
	To     string `json:"to" say:"!Free"`
	Free   bool   `json:"-"` // From and To are what somebody wrote
}

// Log gives a page of the whole history, the newest first.
func (d *Desk) Log(q LogQuery) (p Page[LogLine], err error) {
	defer d.answer(&err, &p)
	d.mustBeReady()
	p.Rows = []LogLine{}
	if _, err := d.me(); err != nil {
		return p, err
	}
	list, total, err := d.store.HistoryPage(d.ctx, records.HistoryQuery{Actor: q.Who,
		Machine: q.Machine, Edit: q.Edit, Group: records.UID(q.Group), Subject: q.Subject,
		From: max(0, q.From), Size: min(max(q.Size, 1), 500)})
	if err != nil {
		return p, err
	}
	p.Total = total
	for _, h := range list {
		p.Rows = append(p.Rows, logLine(h))
	}
	return p, nil
}

func logLine(h *records.History) LogLine {
	l := LogLine{HistoryLine: view(h), N: h.N, Received: rfc3339(h.Received), Edit: h.Edit,
		Subject: h.Subject, Group: string(h.Group), Changes: changeViews(h)}
	switch h.About.Kind {
	case records.KindUser:
		l.User = records.UserID(h.About.ID).String()
	case records.KindAccount:
		l.Account = records.AccountID(h.About.ID).String()
	}
	return l
}

// mostChanges bounds what a line shows: an edit may change thousands of records.
const mostChanges = 200

func changeViews(h *records.History) []ChangeView {
	list := []ChangeView{}
	for _, c := range edit.Differences(h) {
		if len(list) < mostChanges {
			list = append(list, ChangeView(c))
		}
	}
	return list
}

// LogNames are what the history can be filtered by.
type LogNames struct {
	Who      []string  `json:"who"`
	Machines []string  `json:"machines"`
	Edits    []LogEdit `json:"edits"`
}

// LogEdit is an edit by its name and in words.
type LogEdit struct {
	Edit string `json:"edit"`
	Text string `json:"text" say:"yes"`
}

// LogNames gives the people, computers and edits that the history knows.
func (d *Desk) LogNames() (n LogNames, err error) {
	defer d.answer(&err, &n)
	d.mustBeReady()
	n = LogNames{Who: []string{}, Machines: []string{}, Edits: []LogEdit{}}
	who, err := d.store.HistoryNames(d.ctx, "actor")
	if err != nil {
		return n, err
	}
	machines, err := d.store.HistoryNames(d.ctx, "machine")
	if err != nil {
		return n, err
	}
	edits, err := d.store.HistoryNames(d.ctx, "edit")
	n.Who, n.Machines = append(n.Who, who...), append(n.Machines, machines...)
	for _, e := range edits {
		n.Edits = append(n.Edits, LogEdit{e, deeds[e]})
	}
	return n, err
}

// UndoView says what an undo would take back, before it is pressed (B11).
type UndoView struct {
	Back    []ChangeView `json:"back"`
	Undone  int          `json:"undone"`          // edits that come back, in whole or in part
	Of      int          `json:"of"`              // edits that were asked for
	Stays   []string     `json:"stays" say:"yes"` // what cannot be taken back, each a sentence
	Removes bool         `json:"removes"`         // it takes access away
}

// PreviewUndo says what the undo of an edit, or of a bulk action, can take back and what not: it
// does it on this desk's own records, and takes that back.
func (d *Desk) PreviewUndo(uid, group string) (v UndoView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	v.Back, v.Stays = []ChangeView{}, []string{}
	list, err := d.undoing(uid, group)
	if err != nil {
		return v, err
	}
	v.Of = len(list)
	outs, lines, err := d.store.Rehearse(d.ctx, d.circumstances(list[0]), list)
	if len(list) == 1 && err != nil {
		if p := problem.Of(err); p.Kind == problem.Conflict || p.Kind == problem.Invalid ||
			p.Kind == problem.Denied {
			v.Stays = append(v.Stays, p.Text)
			return v, nil
		}
	}
	if err != nil {
		return v, err
	}
	for i, o := range outs {
		v.Removes = v.Removes || o.Narrow
		if why := o.Why; why != "" && len(v.Stays) < mostChanges {
			if lines[i] != nil {
				why = fmt.Sprintf("%s: %s", lines[i].Subject, why)
			}
			v.Stays = append(v.Stays, why)
		}
		if lines[i] == nil {
			continue
		}
		v.Undone++
		if len(v.Back) < mostChanges {
			v.Back = append(v.Back, changeViews(lines[i])...)
		}
	}
	return v, nil
}

// undoing gives the edits that take back one edit or a bulk action, the last first.
func (d *Desk) undoing(uid, group string) (list []edit.Envelope, err error) {
	of := []records.UID{records.UID(uid)}
	back := records.UID("")
	if group != "" {
		lines, err := d.store.HistoryOfGroup(d.ctx, records.UID(group))
		if err != nil {
			return nil, err
		}
		of, back = nil, records.UID(d.env.NewUID())
		for _, h := range lines {
			of = append(of, h.UID)
		}
	}
	if len(of) == 0 {
		return nil, problem.New(problem.Invalid, "There is nothing left to undo.")
	}
	for _, u := range of {
		e, err := d.envelope(&edit.Undo{Of: u}, "", back)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// VerdictView says whether the history is whole.
type VerdictView struct {
	Lines  int64  `json:"lines"`
	Signed int64  `json:"signed"`
	Broken int64  `json:"broken"` // the first line that is not whole; 0 = all are
	Why    string `json:"why" say:"yes"`
}

// errOtherKey is about a server that is not the one that this computer was connected with.
var errOtherKey = problem.New(problem.Conflict, "The server at this address signs the history "+
	"with another key than the portal that this computer was connected with. Ask the server's "+
	"administrator before you go on; your edits are kept.")

// checkSigner notes whether the history that came down is signed with the key that came with the
// pairing.
func (d *Desk) checkSigner() {
	d.mu.Lock()
	key := d.historyKey
	d.mu.Unlock()
	if key == "" {
		return
	}
	strange, err := d.store.IsSignedByOthers(d.ctx, key)
	if err != nil {
		slog.Error("history", "err", err)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.strange = strange
}

// VerifyHistory walks this desk's own copy of the history and says up to where it is whole (B14),
// by the key that came with the pairing.
func (d *Desk) VerifyHistory() (v VerdictView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	d.mu.Lock()
	key := d.historyKey
	d.mu.Unlock()
	w, err := d.store.VerifyHistory(d.ctx, key)
	return VerdictView(w), err
}
