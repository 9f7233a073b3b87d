package app

import (
	"fmt"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ConflictView is an edit that met somebody else's (B13).
type ConflictView struct {
	ID        string `json:"id"`
	When      string `json:"when"`
	User      string `json:"user"`
	Subject   string `json:"subject" say:"name"`
	Text      string `json:"text" say:"yes"`
	Mine      string `json:"mine" say:"yes"`
	Theirs    string `json:"theirs" say:"yes"`
	By        string `json:"by"` // who made the other edit; empty = not known
	From      string `json:"from"`
	ByWhen    string `json:"byWhen"`
	Group     string `json:"group"`         // of the bulk action that it belongs to
	Fold      string `json:"fold"`          // the first line of that action which says the same
	Task      bool   `json:"task"`          // a removal that its author may no longer do
	CanRepeat bool   `json:"canRepeat"`     // this side can be made to stand
	Why       string `json:"why" say:"yes"` // it cannot, as a sentence
}

// Conflicts gives the open lines of the inbox.
func (d *Desk) Conflicts() (list []ConflictView, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	me, err := d.me()
	if err != nil {
		return nil, err
	}
	lines, err := d.store.Inbox(d.ctx, me.ID)
	list = []ConflictView{}
	folds := map[ConflictView]string{}
	for _, l := range lines {
		v := ConflictView{ID: string(l.UID), When: rfc3339(l.At), Subject: l.Subject, Text: l.Text,
			Mine: l.Mine, Theirs: l.Theirs, By: l.By, From: l.From, ByWhen: rfc3339(l.When),
			Group: string(l.Group), Task: l.Staff == 0}
		if v.CanRepeat = true; len(list) < mostRehearsed {
			v.CanRepeat, v.Why = d.canRepeat(l)
		}
		if what := deeds[l.Edit]; what != "" && v.Mine == "" {
			v.Mine = what
		}
		if l.About.Kind == records.KindUser {
			v.User = records.UserID(l.About.ID).String()
		}
		v.Fold = fold(folds, v)
		list = append(list, v)
	}
	return list, err
}

// fold gives the line under which a line is shown, by what lines of one bulk action have in common.
func fold(folds map[ConflictView]string, v ConflictView) string {
	if v.Group == "" {
		return v.ID
	}
	same := ConflictView{Group: v.Group, Text: v.Text, Mine: v.Mine, Theirs: v.Theirs, By: v.By,
		Task: v.Task, CanRepeat: v.CanRepeat, Why: v.Why}
	if folds[same] == "" {
		folds[same] = v.ID
	}
	return folds[same]
}

// conflicts gives the open lines with these ids, in the order of the inbox.
func (d *Desk) conflicts(ids []string) (list []*records.Inbox, err error) {
	me, err := d.me()
	if err != nil {
		return nil, err
	}
	lines, err := d.store.Inbox(d.ctx, me.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if slices.Contains(ids, string(l.UID)) {
			list = append(list, l)
		}
	}
	if len(list) == 0 {
		err = problem.New(problem.NotFound, "Somebody has decided this already.")
	}
	return list, err
}

// mostRehearsed bounds how many decisions are tried before they are shown.
const mostRehearsed = 50

// canRepeat rehearses the decision for this side.
func (d *Desk) canRepeat(line *records.Inbox) (bool, string) {
	env, err := d.envelope(&edit.UseMine{Line: line.UID, ID: d.env.NewID()}, "", "")
	if err != nil {
		return false, ""
	}
	if _, _, err := d.store.Rehearse(d.ctx, d.circumstances(env), []edit.Envelope{env}); err != nil {
		return false, problem.TextOf(err)
	}
	return true, ""
}

// RepeatConflict makes this side stand: what the lines keep is done again, now knowing what the
// other side did. Several lines are one bulk action.
func (d *Desk) RepeatConflict(ids []string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	lines, err := d.conflicts(ids)
	if err != nil {
		return v, err
	}
	return d.decide(lines, fmt.Sprintf("Done again for %s.", lines[0].Subject),
		func(l *records.Inbox) edit.Edit {
			return &edit.UseMine{Line: l.UID, ID: d.env.NewID()}
		})
}

// DismissConflict leaves things as they are and settles the lines.
func (d *Desk) DismissConflict(ids []string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	lines, err := d.conflicts(ids)
	if err != nil {
		return v, err
	}
	return d.decide(lines, "Left as it is.", func(l *records.Inbox) edit.Edit {
		return &edit.Settle{Line: l.UID}
	})
}

// decide makes one edit for each line, all in one transaction.
func (d *Desk) decide(lines []*records.Inbox, text string, as func(*records.Inbox) edit.Edit) (
	v SavedView, err error) {
	if len(lines) == 1 {
		return d.save(as(lines[0]), "", text)
	}
	group := records.UID(d.env.NewUID())
	var list []edit.Envelope
	for _, l := range lines {
		e, err := d.envelope(as(l), "", group)
		if err != nil {
			return v, err
		}
		list = append(list, e)
	}
	outs, err := d.store.Author(d.ctx, d.circumstances(list[0]), list, nil)
	if err != nil {
		return v, err
	}
	done := 0
	for _, o := range outs {
		if o.Err() == nil {
			done++
		}
	}
	d.changed("user", "ticket", "profile", "account", "conflict", "data", "history", "computer")
	return SavedView{Text: fmt.Sprintf("%d of %d decided.", done, len(list)),
		Group: string(group)}, nil
}
