package app

import (
	"cmp"
	"fmt"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// LoginForm is a new login (N1): its name and e-mail address first, then what kind of user it is,
// whose, and only then what else is known.
type LoginForm struct {
	Username     string `json:"username"` // empty = the e-mail address
	Email        string `json:"email"`
	Consolidated bool   `json:"consolidated"` // N3: the login of a consolidated account
	Account      string `json:"account"`
	First        string `json:"first"`
	Last         string `json:"last"`
	Phone        string `json:"phone"`
	Lead         bool   `json:"lead"` // C13
	RoleGroup    bool   `json:"roleGroup"`
	Like         string `json:"like"` // a user whose access is copied (N2); empty = nobody's
	Reason       string `json:"reason"`
}

// NewLogin makes a person with a login, connected to an existing account of its type (N1, N3, N5).
// Of the user that it is to be like, the access is copied and never the person (N2).
func (d *Desk) NewLogin(f LoginForm) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	at, err := d.loginAccount(f)
	if err != nil {
		return v, err
	}
	p := records.Person{ID: records.PersonID(d.env.NewID()), Account: at,
		First: strings.TrimSpace(f.First), Last: strings.TrimSpace(f.Last),
		Email: strings.TrimSpace(f.Email), Phone: strings.TrimSpace(f.Phone), Lead: f.Lead}
	u := &records.User{ID: records.UserID(d.env.NewID()), Person: p.ID, Active: true,
		Username:   cmp.Or(strings.TrimSpace(f.Username), p.Email),
		PortalUser: true, RoleGroup: f.RoleGroup, Consolidated: f.Consolidated}
	if err := d.free(u.Username); err != nil {
		return v, err
	}
	edits := []edit.Edit{&edit.CreatePerson{Person: p, User: u}}
	if f.Like != "" {
		c, err := d.cast(f.Like)
		if err != nil {
			return v, err
		}
		if a := c.Access; a != nil {
			edits = append(edits, &edit.AddAccess{ID: records.AccessID(d.env.NewID()), User: u.ID,
				Terms: edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
					CanSign: a.CanSign, PinReset: a.PinReset}})
		}
	}
	v, err = d.saveAll(edits, f.Reason, fmt.Sprintf("Login made for %s.", p.Name()))
	v.ID = u.ID.String()
	return v, err
}

// free refuses a username with which somebody signs in already (C5). The server asks again.
func (d *Desk) free(username string) error {
	list, err := d.store.Logins(d.ctx, username)
	for _, u := range list {
		if records.Fold(u.Username) == records.Fold(username) {
			return problem.New(problem.Invalid, "Somebody else signs in with this username.").
				On("username")
		}
	}
	return err
}

// loginAccount finds the account of a new login: it exists and is of the login's type.
func (d *Desk) loginAccount(f LoginForm) (records.AccountID, error) {
	id, err := records.ParseID[records.Account](f.Account)
	if err != nil || id == 0 {
		return 0, problem.New(problem.Invalid, "Choose an account.").On("account")
	}
	a, err := d.store.Account(d.ctx, id)
	switch {
	case err != nil:
		return 0, err
	case f.Consolidated && !a.Consolidated:
		return 0, problem.Newf(problem.Invalid, "%s is a customer. Choose a consolidated account, or "+
			"the user type Customer.", a.Name).On("account")
	case a.Consolidated && !f.Consolidated:
		return 0, problem.Newf(problem.Invalid, "%s is a consolidated account. Choose a customer, or "+
			"the user type Consolidated account.", a.Name).On("account")
	}
	return id, nil
}

// saveAll makes several edits as one deed, which is undone as one. Where one is refused, nothing is
// done.
func (d *Desk) saveAll(edits []edit.Edit, reason, text string) (v SavedView, err error) {
	if len(edits) == 1 {
		return d.save(edits[0], reason, text)
	}
	group := records.UID(d.env.NewUID())
	list := make([]edit.Envelope, len(edits))
	for i, e := range edits {
		if list[i], err = d.envelope(e, reason, group); err != nil {
			return v, err
		}
	}
	outs, _, err := d.store.Rehearse(d.ctx, d.circumstances(list[0]), list)
	for _, o := range outs {
		err = cmp.Or(err, o.Err())
	}
	if err != nil {
		return v, err
	}
	if outs, err = d.store.Author(d.ctx, d.circumstances(list[0]), list, nil); err != nil {
		return v, err
	}
	d.changed("user", "ticket", "profile", "account", "conflict", "data", "history")
	for _, o := range outs { // something came between
		if err := o.Err(); err != nil {
			return v, err
		}
	}
	return SavedView{UID: string(list[0].UID), Group: string(group), Text: text, CanUndo: true}, nil
}
