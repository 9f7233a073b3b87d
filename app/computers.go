package app

import (
	"log/slog"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
)

// ComputerView is a computer that is connected with the portal.
type ComputerView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Who     string `json:"who"`
	Paired  string `json:"paired"`
	Heard   string `json:"heard"` // when the server last heard of it; empty = never
	Revoked bool   `json:"revoked"`
	Here    bool   `json:"here"` // this computer
}

// Computers gives the computers that are connected with the portal, the newest first (B12). While
// the server cannot be asked, a computer was last heard of with its last edit that is known here.
func (d *Desk) Computers() (list []ComputerView, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	list = []ComputerView{}
	if _, err := d.me(); err != nil {
		return list, err
	}
	here, err := d.store.Noted(d.ctx, noteMachine)
	if err != nil {
		return list, err
	}
	heard := d.heard()
	lines, err := d.store.Computers(d.ctx)
	for _, l := range lines {
		l.Heard = max(l.Heard, heard[l.Machine])
		list = append(list, ComputerView{ID: l.Machine, Name: l.Name, Who: l.Who,
			Paired: rfc3339(l.Paired), Heard: rfc3339(l.Heard), Revoked: l.Revoked != 0,
			Here: l.Machine == here})
	}
	return list, err
}

// heard asks the server when it last heard of each computer; nothing while it cannot be asked.
func (d *Desk) heard() map[string]int64 {
	d.mu.Lock()
	c := d.sync
	d.mu.Unlock()
	if c == nil || !c.Standing().Online {
		return nil
	}
	all, err := c.Heard(d.ctx)
	if err != nil {
		slog.Info("computers", "why", problem.TextOf(err))
	}
	return all
}

// RevokeComputer shuts a computer out, also while this one is offline: it goes out first, and is in
// force when the server has it.
func (d *Desk) RevokeComputer(id, reason string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	here, err := d.store.Noted(d.ctx, noteMachine)
	if err != nil {
		return v, err
	}
	if id == here {
		return v, problem.New(problem.Invalid, "This is the computer that you work at. Shut it out "+
			"from another one.")
	}
	return d.save(&edit.RevokeMachine{Machine: id}, reason, "The computer is shut out as soon as "+
		"the portal knows.")
}
