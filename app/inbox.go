package app

import (
	"fmt"

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
		list = append(list, v)
	}
	return list, err
}

func (d *Desk) conflict(id string) (*records.Inbox, error) {
	me, err := d.me()
	if err != nil {
		return nil, err
	}
	lines, err := d.store.Inbox(d.ctx, me.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if string(l.UID) == id {
			return l, nil
		}
	}
	return nil, problem.New(problem.NotFound, "Somebody has decided this already.")
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

// RepeatConflict makes this side stand: what the line keeps is done again, now knowing what the
// other side did.
func (d *Desk) RepeatConflict(id string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	line, err := d.conflict(id)
	if err != nil {
		return v, err
	}
	return d.save(&edit.UseMine{Line: line.UID, ID: d.env.NewID()}, "",
		fmt.Sprintf("Done again for %s.", line.Subject))
}

// DismissConflict leaves things as they are and settles the line.
func (d *Desk) DismissConflict(id string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	line, err := d.conflict(id)
	if err != nil {
		return v, err
	}
	return d.save(&edit.Settle{Line: line.UID}, "", "Left as it is.")
}
