package app

import (
	"encoding/json"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// ConflictView is an edit that met somebody else's (B13).
type ConflictView struct {
	ID        string `json:"id"`
	When      string `json:"when"`
	User      string `json:"user"`
	Subject   string `json:"subject"`
	Text      string `json:"text"`
	Mine      string `json:"mine"`
	Theirs    string `json:"theirs"`
	CanRepeat bool   `json:"canRepeat"`
}

// repeatable are the edits that can be made again as they were, now knowing the other side.
var repeatable = map[string]bool{"AddAccess": true, "UpdateAccess": true, "RemoveAccess": true,
	"UpdatePortalPanel": true}

// Conflicts gives the open lines of the inbox.
func (d *Desk) Conflicts() (list []ConflictView, err error) {
	defer recovered(&err)
	me, err := d.me()
	if err != nil {
		return nil, err
	}
	lines, err := d.store.Inbox(d.ctx, me.ID)
	list = []ConflictView{}
	for _, l := range lines {
		v := ConflictView{ID: string(l.UID), When: rfc3339(l.At), Subject: l.Subject, Text: l.Text,
			Mine: l.Mine, Theirs: l.Theirs, CanRepeat: repeatable[l.Edit]}
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

// RepeatConflict does the refused edit again, now knowing what the other side did, and settles the
// line.
func (d *Desk) RepeatConflict(id string) (v SavedView, err error) {
	defer recovered(&err)
	line, err := d.conflict(id)
	if err != nil {
		return v, err
	}
	e, err := edit.Decode(edit.Envelope{Name: line.Edit, NV: 1, Args: json.RawMessage(line.Args)})
	if err != nil {
		return v, err
	}
	again, err := d.renew(e)
	if err != nil {
		return v, err
	}
	if v, err = d.save(again, "", "Done again for "+line.Subject+"."); err != nil {
		return v, err
	}
	_, err = d.save(&edit.Settle{Line: line.UID}, "", "")
	return v, err
}

// renew bases an edit on what is so now.
func (d *Desk) renew(e edit.Edit) (edit.Edit, error) {
	switch e := e.(type) {
	case *edit.AddAccess:
		c, err := d.store.Cast(d.ctx, e.User)
		if err != nil {
			return nil, err
		}
		if c.Access != nil {
			return &edit.UpdateAccess{ID: c.Access.ID, User: e.User, Was: termsOf(c.Access),
				Want: e.Terms}, nil
		}
		return &edit.AddAccess{ID: records.AccessID(d.env.NewID()), User: e.User,
			Terms: e.Terms}, nil
	case *edit.UpdateAccess:
		c, err := d.store.Cast(d.ctx, e.User)
		if err != nil {
			return nil, err
		}
		if c.Access == nil {
			return &edit.AddAccess{ID: records.AccessID(d.env.NewID()), User: e.User,
				Terms: e.Want}, nil
		}
		return &edit.UpdateAccess{ID: c.Access.ID, User: e.User, Was: termsOf(c.Access),
			Want: e.Want}, nil
	case *edit.UpdatePortalPanel:
		c, err := d.store.Cast(d.ctx, e.User)
		if err != nil {
			return nil, err
		}
		was := edit.Panel{PortalUser: c.User.PortalUser, Username: c.User.Username,
			Support: c.User.Support, Email: c.Person.Email}
		return &edit.UpdatePortalPanel{User: e.User, Was: was, Want: e.Want}, nil
	}
	return e, nil
}

func termsOf(a *records.Access) edit.Terms {
	return edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
		CanSign: a.CanSign, PinReset: a.PinReset}
}

// DismissConflict leaves things as they are and settles the line.
func (d *Desk) DismissConflict(id string) (v SavedView, err error) {
	defer recovered(&err)
	line, err := d.conflict(id)
	if err != nil {
		return v, err
	}
	return d.save(&edit.Settle{Line: line.UID}, "", "Left as it is.")
}
