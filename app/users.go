package app

import (
	"fmt"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Page is a stretch of a list, and how long the list is.
type Page[T any] struct {
	Total int `json:"total"`
	Rows  []T `json:"rows"`
}

// UserRow is a user as the list shows it.
type UserRow struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Company string `json:"company"`
	Profile string `json:"profile" say:"profile"`
	Access  string `json:"access"` // minimum, active, not_started, ended, no_sign_in
	Badge   string `json:"badge"`  // here: not yet confirmed by the server
}

// UserQuery asks for a stretch of the list of users.
type UserQuery struct {
	Text string `json:"text"`
	View string `json:"view"`
	Sort string `json:"sort"`
	Desc bool   `json:"desc"`
	From int    `json:"from"`
	Size int    `json:"size"`
}

// Users gives a stretch of the list of users.
func (d *Desk) Users(q UserQuery) (page Page[UserRow], err error) {
	defer d.answer(&err, &page)
	d.mustBeReady()
	day := d.moment().Day
	lines, total, err := d.store.UserLines(d.ctx, records.UserQuery{Text: q.Text, View: q.View,
		Sort: q.Sort, Desc: q.Desc, From: q.From, Size: q.Size, Day: day})
	page = Page[UserRow]{Total: total, Rows: make([]UserRow, len(lines))}
	for i, l := range lines {
		page.Rows[i] = UserRow{ID: l.User.ID.String(), Name: l.Name, Email: l.Email,
			Company: l.Company, Profile: l.Profile, Access: standingOf(l, day), Badge: badge(l.Pending)}
	}
	return page, err
}

// standingOf sums a line up in one word, for the list's colour. What it means for a page is decided
// by access alone.
func standingOf(l records.UserLine, day access.Day) string {
	u := l.User
	switch {
	case !u.Active || !u.PortalUser || !u.RoleGroup || u.Locked || l.Email == "":
		return "no_sign_in"
	case u.Support.To != 0 && day > u.Support.To, l.Access.To != 0 && day > l.Access.To:
		return "ended"
	case day < u.Support.From, day < l.Access.From:
		return "not_started"
	case l.Profile == "":
		return "minimum"
	}
	return "active"
}

func badge(pending bool) string {
	if pending {
		return "here"
	}
	return ""
}

// AccessView is a portal access as the record shows it.
type AccessView struct {
	Profile     string   `json:"profile"`
	ProfileName string   `json:"profileName" say:"profile"`
	Start       string   `json:"start"`
	End         string   `json:"end"`
	Closed      []string `json:"closed"`
	CanSign     bool     `json:"canSign"`
	PinReset    bool     `json:"pinReset"`
	Exceptions  []string `json:"exceptions" say:"yes"` // in what it differs from the profile
	GrantedBy   string   `json:"grantedBy"`
	Reason      string   `json:"reason"`
}

// UserRecord is an ACL User record (O3), with what its big buttons may do now (O5 to O7).
type UserRecord struct {
	ID             string        `json:"id"`
	Person         string        `json:"person"`
	Name           string        `json:"name"`
	Email          string        `json:"email"`
	Phone          string        `json:"phone"`
	Account        string        `json:"account"`
	Company        string        `json:"company"`
	Kind           string        `json:"kind"`
	Username       string        `json:"username"`
	PortalUser     bool          `json:"portalUser"`
	SupportStart   string        `json:"supportStart"`
	SupportEnd     string        `json:"supportEnd"`
	HasPassword    bool          `json:"hasPassword"`
	PIN            string        `json:"pin"` // for signing: set, locked, or empty
	SecondFactor   bool          `json:"secondFactor"`
	Passkeys       int64         `json:"passkeys"`
	Access         *AccessView   `json:"access"`
	State          string        `json:"state"`
	Standing       string        `json:"standing" say:"yes"`
	CanAdd         bool          `json:"canAdd"`
	CanUpdate      bool          `json:"canUpdate"`
	CanRemove      bool          `json:"canRemove"`
	DefaultProfile string        `json:"defaultProfile"`
	Badge          string        `json:"badge"`
	History        []HistoryLine `json:"history"`
}

// User gives the ACL User record.
func (d *Desk) User(id string) (r UserRecord, err error) {
	defer d.answer(&err, &r)
	d.mustBeReady()
	c, err := d.cast(id)
	if err != nil {
		return r, err
	}
	if r.History, err = d.historyOf(c.User.ID.Key()); err != nil {
		return r, err
	}
	r.fill(c)
	line := records.UserLine{User: *c.User, Email: c.Person.Email}
	if c.Access != nil {
		line.Profile, line.Access = r.Access.ProfileName, c.Access.Schedule
	}
	r.State = standingOf(line, d.moment().Day)
	r.Standing = standing(c, d.moment())
	for _, h := range r.History {
		if h.State == "here" {
			r.Badge = "here"
		}
	}
	return r, nil
}

func (d *Desk) cast(id string) (*records.Cast, error) {
	user, err := records.ParseID[records.User](id)
	if err != nil {
		return nil, err
	}
	return d.store.Cast(d.ctx, user)
}

func (r *UserRecord) fill(c *records.Cast) {
	u, p := c.User, c.Person
	r.ID, r.Person, r.Name, r.Email = u.ID.String(), p.ID.String(), p.Name(), p.Email
	r.Phone, r.Account = p.Phone, p.Account.String()
	r.Kind = "contact"
	if p.Lead {
		r.Kind = "lead"
	}
	r.Username, r.PortalUser, r.HasPassword = u.Username, u.PortalUser, u.PasswordSet
	r.PIN, r.SecondFactor, r.Passkeys = string(u.PIN), u.SecondFactor, u.Passkeys
	r.SupportStart, r.SupportEnd = u.Support.From.String(), u.Support.To.String()
	lead := false
	if c.Account != nil { // it may be gone
		r.Company = c.Account.Name
		lead = p.ID == c.Account.Primary || p.ID == c.Account.Billing
	}
	r.DefaultProfile = records.ProfileID(access.DefaultProfile(lead)).String()
	if a := c.Access; a != nil {
		r.Access = &AccessView{Profile: a.Profile.String(), ProfileName: c.Subject().ProfileName,
			Start: a.Schedule.From.String(), End: a.Schedule.To.String(), Closed: keysOf(a.Closed),
			CanSign: a.CanSign, PinReset: a.PinReset, Exceptions: exceptionLines(a.Overrides),
			GrantedBy: a.GrantedBy, Reason: a.Reason}
	}
	r.CanAdd, r.CanUpdate, r.CanRemove = c.Access == nil, c.Access != nil, c.Access != nil
}

func keysOf(set access.ComponentSet) []string {
	list := []string{}
	for _, c := range set.List() {
		list = append(list, c.String())
	}
	return list
}

// standing says whether this person can sign in, and if not, why and what to do.
func standing(c *records.Cast, at access.Moment) string {
	s := c.Subject()
	if d := access.SignIn(s, at); !d.Allowed() {
		list := []string{"Cannot sign in."}
		for _, r := range access.Because(d, s) {
			if !r.OK {
				list = append(list, strings.TrimSpace(r.Text+" "+r.Repair))
			}
		}
		return strings.Join(list, " ")
	}
	switch {
	case !c.User.PasswordSet:
		return "May sign in, but has no password yet. Make an initial one."
	case c.User.MustChange:
		return "May sign in with the initial password, and then chooses one."
	}
	return fmt.Sprintf("Can sign in as %s.", c.User.Username)
}

// PortalInformation is the Customer Portal Information panel of a record (C2 to C5).
type PortalInformation struct {
	User         string  `json:"user"`
	PortalUser   bool    `json:"portalUser"`
	Username     string  `json:"username"`
	SupportStart string  `json:"supportStart"`
	SupportEnd   string  `json:"supportEnd"`
	Email        *string `json:"email"`
}

// SavePortalInformation changes the panel's fields that differ from the record.
func (d *Desk) SavePortalInformation(in PortalInformation) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.cast(in.User)
	if err != nil {
		return v, err
	}
	was := edit.Panel{PortalUser: c.User.PortalUser, Username: c.User.Username,
		Support: c.User.Support, Email: c.Person.Email}
	want := edit.Panel{PortalUser: in.PortalUser, Username: strings.TrimSpace(in.Username),
		Email: was.Email}
	if in.Email != nil {
		want.Email = strings.TrimSpace(*in.Email)
	}
	if want.Support, err = window(in.SupportStart, in.SupportEnd); err != nil {
		return v, err
	}
	return d.save(&edit.UpdatePortalPanel{User: c.User.ID, Was: was, Want: want}, "",
		fmt.Sprintf("Saved the portal information of %s.", c.Person.Name()))
}

func window(from, to string) (w access.Window, err error) {
	if w.From, err = access.ParseDay(from); err != nil {
		return w, err
	}
	if w.To, err = access.ParseDay(to); err != nil {
		return w, err
	}
	return w, w.Check()
}

// NewPassword is an initial password, shown once.
type NewPassword struct {
	Password string `json:"password"`
	Text     string `json:"text" say:"yes"`
}

// NewPassword makes an initial password (C6). Only its verifier leaves this method.
func (d *Desk) NewPassword(user string) (v NewPassword, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.cast(user)
	if err != nil {
		return v, err
	}
	if c.Person.Email == "" {
		return v, problem.New(problem.Invalid, "Enter an e-mail address first: without one every "+
			"sign-in is refused.").On("email")
	}
	password := d.password()
	verifier, err := d.env.Hash(password)
	if err != nil {
		return v, err
	}
	if _, err := d.save(&edit.SetPassword{User: c.User.ID, Verifier: verifier, Initial: true}, "",
		""); err != nil {
		return v, err
	}
	return NewPassword{Password: password, Text: fmt.Sprintf("Give it to %s. It must be "+
		"changed at the first sign-in and cannot be shown again.", c.Person.Name())}, nil
}

// Invite sends somebody a link with which they choose their first password.
func (d *Desk) Invite(user string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	return d.sendLink(user, "The invitation for %s goes to %s.",
		func(id records.UserID) edit.Edit { return &edit.Invite{User: id} })
}

// StartReset sends somebody a link with which they choose a new password.
func (d *Desk) StartReset(user string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	return d.sendLink(user, "The link for a new password of %s goes to %s.",
		func(id records.UserID) edit.Edit { return &edit.StartReset{User: id} })
}

// ResetPIN takes somebody's PIN for signing away, so that they choose another one (C8).
func (d *Desk) ResetPIN(user string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.cast(user)
	if err != nil {
		return v, err
	}
	return d.save(&edit.ResetPIN{User: c.User.ID}, "", fmt.Sprintf("The PIN of %s is reset. They "+
		"choose a new one in the portal.", c.Person.Name()))
}

// TakeOffSecondFactor takes second factor and passkeys off somebody who has lost the phone (B19).
func (d *Desk) TakeOffSecondFactor(user string) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	c, err := d.cast(user)
	if err != nil {
		return v, err
	}
	return d.save(&edit.RemoveSecondFactor{User: c.User.ID}, "", fmt.Sprintf("The second factor of "+
		"%s is taken off. They get a mail about it.", c.Person.Name()))
}

// sendLink asks the server to send a mail, now or once it can be reached. No desk sends mail.
func (d *Desk) sendLink(user, text string, e func(records.UserID) edit.Edit) (
	v SavedView, err error) {
	c, err := d.cast(user)
	if err != nil {
		return v, err
	}
	server, err := d.store.Noted(d.ctx, noteServer)
	if err != nil {
		return v, err
	}
	if server == "" {
		return v, problem.New(problem.Invalid, "Mail is sent by the portal's server, and this "+
			"desk works without one. Make an initial password instead.")
	}
	text = fmt.Sprintf(text, c.Person.Name(), c.Person.Email)
	if s, err := d.State(); err == nil && !s.Online {
		text = strings.Join([]string{text, "It leaves when the server can be reached again."}, " ")
	}
	return d.save(e(c.User.ID), "", text)
}

// password makes one of five groups of four letters that are easy to read aloud: 100 bits.
func (d *Desk) password() string {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789"
	var text strings.Builder
	for group := range 5 {
		if group > 0 {
			text.WriteByte('-')
		}
		id := d.env.NewID()
		for i := range 4 {
			text.WriteByte(letters[id>>(5*i+7)&31])
		}
	}
	return text.String()
}
