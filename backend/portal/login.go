package portal

import (
	"net/http"
	"net/mail"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

type loginView struct {
	Back, Action   string
	Label          string
	New            bool
	Facts          []fact
	Form           form
	Fields         []field
	Profiles       []profileChoice
	Managed        bool   // the viewer may change it
	Why            string // why they may not
	Ask            string
	On             bool // Portal User is ticked
	Has            bool // there is an access to remove
	MayPassword    bool // an initial password may be made
	Check          *checkView
	Password, Name string // an initial password, shown once
	ByRequest      *link  // how to ask for more
}

// checkView says what a change does, before it is made (B7); the form says everything again.
type checkView struct {
	Gains, Losses []string
	Again         []option // the inputs
	Button        string
	ByMail        string // the button that sends an invitation instead; empty: there is none
}

// opened is a login that the viewer looks at.
type opened struct {
	person *records.Person
	cast   *records.Cast
	now    access.Decision // whether they may manage it
}

// loginPage shows one login with what it may be given, or the form of a new one (A19, A35).
func (v *visit) loginPage(arg string) error {
	if d := v.may(access.LoginsManage, nil); !d.Allowed() {
		return v.refuse(d)
	}
	if arg == "new" {
		return v.showNewLogin(form{}, nil)
	}
	o, err := v.openLogin(arg)
	if err != nil {
		return err
	}
	return v.showLogin(o, form{}, nil)
}

// openLogin finds a login of the viewer's account or a subsidiary. Of somebody with several
// accounts, what they have at their own counts here.
func (v *visit) openLogin(arg string) (*opened, error) {
	s, err := look[*records.Person](v, access.LoginsManage, arg)
	if err != nil {
		return nil, err
	}
	user, err := v.source.LoginOf(v.r.Context(), s.It.ID)
	if err != nil {
		return nil, err
	}
	c, err := v.source.CastFor(v.r.Context(), user, s.It.Account)
	if err != nil {
		return nil, err
	}
	return &opened{s.It, c, access.MayManage(v.Subject, c.Grant(), v.at)}, nil
}

func (v *visit) showLogin(o *opened, f form, check *checkView) error {
	u, chosen := o.cast.User, records.ProfileID(access.MinimumProfile)
	view := loginView{Back: v.base + "logins", Label: o.person.Name(), Form: f, Check: check,
		Action: v.base + "logins/" + o.person.ID.String(), On: u.PortalUser && u.Active,
		Ask: access.LoginsManage.String() + ":" + o.person.ID.String(), Has: o.cast.Access != nil,
		Managed: o.now.Allowed() && u.Person != v.me(), MayPassword: !u.PasswordSet || u.MustChange}
	terms := edit.Terms{}
	if a := o.cast.Access; a != nil {
		chosen, terms.Schedule = a.Profile, a.Schedule
	}
	name := v.words.say("logins.minimum")
	if o.cast.Profile != nil {
		name = sentence.Profile(v.words.lang, o.cast.Profile.Name)
	}
	view.Facts = []fact{{Label: v.words.say("my-details.username"), Text: u.Username},
		{Label: v.words.say("my-details.email"), Text: o.person.Email},
		{Label: v.words.say("my-details.account"), Text: o.cast.Account.Name},
		{Label: v.words.say("logins.profile"), Text: name},
		{Label: v.words.say("logins.last-seen"), Text: v.lastSeen(u)}}
	switch {
	case u.Person == v.me():
		view.Why = v.words.say("logins.yourself")
	case !view.Managed:
		view.Why = v.words.say("logins.not-yours")
	}
	if picked, err := records.ParseID[records.Profile](f.Values["profile"]); err == nil &&
		picked != 0 {
		chosen = picked
	}
	var err error
	if view.Managed {
		view.Profiles, err = v.profileChoices(o.cast, chosen)
	}
	if !v.portal.ManagersRaise && v.isContact() {
		view.ByRequest = &link{Href: v.base + "ask-access",
			Label: v.words.say("ask-access.contact")}
	}
	view.Fields = f.fill([]field{
		{Name: "from", Label: v.words.say("logins.from"), Kind: "date",
			Value: terms.Schedule.From.String()},
		{Name: "to", Label: v.words.say("logins.to"), Kind: "date",
			Value: terms.Schedule.To.String(), Hint: v.words.say("logins.to-hint")}})
	if err != nil {
		return err
	}
	return v.show(f.statusOr(http.StatusOK), "login", view.Label, view)
}

func (v *visit) lastSeen(u *records.User) string {
	if u.LastSeen == 0 {
		return v.words.say("logins.never")
	}
	return v.moment(u.LastSeen).Full
}

// login changes one login: what it gives, whether it can sign in, its initial password; or makes a
// new one.
func (v *visit) login(arg string) error {
	if d := v.may(access.LoginsManage, nil); !d.Allowed() {
		return v.refuse(d)
	}
	if arg == "new" {
		return v.newLogin()
	}
	o, err := v.openLogin(arg)
	if err != nil {
		return err
	}
	f := v.read("profile", "from", "to")
	switch v.r.PostForm.Get("form") {
	case "remove":
		return v.changeLogin(o, f, []edit.Edit{&edit.RemoveAccess{User: o.cast.User.ID}}, nil)
	case "on", "off":
		e := &edit.SetPortalUser{User: o.cast.User.ID, On: v.r.PostForm.Get("form") == "on"}
		return v.changeLogin(o, f, []edit.Edit{e}, o.cast.Access)
	case "password":
		return v.newInitial(o, f)
	case "invite":
		return v.invite(o, f)
	}
	after, list := v.termsOf(o, &f)
	if !f.isGood() {
		return v.showLogin(o, f, nil)
	}
	return v.changeLogin(o, f, list, after)
}

// termsOf reads the terms of a form, and gives the access as it would be with the edits that make
// it so.
func (v *visit) termsOf(o *opened, f *form) (*records.Access, []edit.Edit) {
	want := edit.Terms{Profile: choiceOf[records.Profile](v, f, "profile"),
		Schedule: access.Window{From: v.dayOf(f, "from"), To: v.dayOf(f, "to")}}
	if want.Profile == 0 {
		f.Errors["profile"] = v.words.say("logins.need-profile")
	}
	user := o.cast.User.ID
	after := &records.Access{ID: 1, User: user, Account: o.cast.Account.ID}
	if o.cast.Access == nil {
		after.Profile, after.Schedule = want.Profile, want.Schedule
		return after, []edit.Edit{&edit.AddAccess{ID: records.AccessID(v.newID("access")),
			User: user, Terms: want}}
	}
	*after = *o.cast.Access
	was := edit.Terms{Profile: after.Profile, Schedule: after.Schedule, Closed: after.Closed,
		CanSign: after.CanSign, PinReset: after.PinReset}
	want.Closed, want.CanSign, want.PinReset = was.Closed, was.CanSign, was.PinReset
	after.Profile, after.Schedule = want.Profile, want.Schedule
	return after, []edit.Edit{&edit.UpdateAccess{ID: after.ID, User: user, Was: was, Want: want}}
}

// changeLogin shows what a change does, and makes it once that has been confirmed.
func (v *visit) changeLogin(o *opened, f form, list []edit.Edit, after *records.Access) error {
	if v.r.PostForm.Get("confirm") == "" {
		check, err := v.check(o, after)
		if err != nil {
			return err
		}
		return v.showLogin(o, f, check)
	}
	err := v.env.Deeds.Do(v.r.Context(), v.Viewer, list...)
	if err != nil {
		v.blame(&f, err, "profile")
		return v.showLogin(o, f, nil)
	}
	return v.seeOther("logins?saved=1")
}

// check compares a login as it is with what the posted form makes of it.
func (v *visit) check(o *opened, after *records.Access) (*checkView, error) {
	next := *o.cast
	user := *o.cast.User
	next.Access, next.Profile, next.BaseGone, next.User = nil, nil, false, &user
	if after != nil {
		if err := v.source.Hold(v.r.Context(), &next, after); err != nil {
			return nil, err
		}
	}
	check := &checkView{Button: v.words.say("logins.confirm")}
	switch v.r.PostForm.Get("form") {
	case "on":
		user.PortalUser, user.Active = true, true
	case "off":
		user.PortalUser = false
	}
	check.Gains, check.Losses = v.effects(o.cast, &next)
	for _, name := range []string{"form", "profile", "from", "to"} {
		check.Again = append(check.Again, option{name, v.r.PostForm.Get(name)})
	}
	return check, nil
}

// newInitial makes an initial password for somebody who has not chosen their own yet, and shows it
// once (C6).
func (v *visit) newInitial(o *opened, f form) error {
	password, verifier, err := v.env.Deeds.InitialPassword(v.Viewer, o.cast.User.ID)
	if err == nil {
		err = v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.SetPassword{User: o.cast.User.ID,
			Verifier: verifier, Initial: true})
	}
	if err != nil {
		v.blame(&f, err)
		return v.showLogin(o, f, nil)
	}
	return v.showInitial(o.person.Name(), o.cast.User.Username, password)
}

// invite sends somebody who has not chosen a password yet a link for it.
func (v *visit) invite(o *opened, f form) error {
	if o.cast.User.PasswordSet && !o.cast.User.MustChange {
		return missing
	}
	err := v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.Invite{User: o.cast.User.ID})
	if err != nil {
		v.blame(&f, err)
		return v.showLogin(o, f, nil)
	}
	return v.seeOther("logins?saved=invited")
}

func (v *visit) showInitial(name, username, password string) error {
	return v.show(http.StatusOK, "login-password", v.words.say("logins.password-title"),
		loginView{Back: v.base + "logins", Name: name, Password: password,
			Facts: []fact{{Label: v.words.say("my-details.username"), Text: username}}})
}

func (v *visit) showNewLogin(f form, check *checkView) error {
	accounts, err := v.accountsToManage()
	if err != nil {
		return err
	}
	if len(accounts) == 0 {
		return v.missing()
	}
	input := func(name, label, kind, value string) field {
		return field{Name: name, Label: label, Kind: kind, Value: value, Max: 200}
	}
	view := loginView{Back: v.base + "logins", New: true, Label: v.words.say("logins.new"),
		Action: v.base + "logins/new", Form: f, Check: check, Ask: access.LoginsManage.String()}
	email := input("email", v.words.say("my-details.email"), "email", "")
	email.Required, email.Hint = true, v.words.say("logins.email-hint")
	view.Fields = f.fill([]field{input("first", v.words.say("my-details.first"), "text", ""),
		input("last", v.words.say("my-details.last"), "text", ""), email,
		{Name: "account", Label: v.words.say("my-details.account"), Kind: "choice",
			Options: accounts}})
	c, err := v.newCast(&f)
	if err != nil {
		return err
	}
	chosen, _ := records.ParseID[records.Profile](f.Values["profile"])
	if chosen == 0 {
		chosen = records.ProfileID(access.BasicProfile)
	}
	view.Profiles, err = v.profileChoices(c, 0)
	for i := range view.Profiles {
		p := &view.Profiles[i]
		p.Chosen = p.Value == strconv.FormatInt(int64(chosen), 10) && p.Why == ""
	}
	if err != nil {
		return err
	}
	return v.show(f.statusOr(http.StatusOK), "login", view.Label, view)
}

// newCast is somebody new at the account of a form, or at the viewer's, with the minimum.
func (v *visit) newCast(f *form) (*records.Cast, error) {
	at := v.accountID()
	if id, err := records.ParseID[records.Account](f.Values["account"]); err == nil && id != 0 {
		at = id
	}
	found, err := parts[*records.Account](v, records.KindAccount, "id", int64(at))
	if err == nil && len(found) == 0 {
		err = missing
	}
	if err != nil {
		return nil, err
	}
	a := found[0]
	if !v.may(access.LoginsManage, a.Record(0)).Allowed() {
		return nil, missing
	}
	return &records.Cast{Portal: v.portal, Account: a, Tree: []records.AccountID{a.ID},
		Person: &records.Person{ID: 1, Account: a.ID, First: f.Values["first"],
			Last: f.Values["last"], Email: f.Values["email"]},
		User: &records.User{ID: 1, Person: 1, Username: f.Values["email"], Active: true,
			PortalUser: true, RoleGroup: true}}, nil
}

// newLogin makes a person with a login and an access, after what they get has been shown, and shows
// their initial password once.
func (v *visit) newLogin() error {
	f := v.read("first", "last", "email", "account", "profile")
	c, err := v.newCast(&f)
	if err != nil {
		return err
	}
	if f.Values["first"] == "" && f.Values["last"] == "" {
		f.Errors["first"] = v.words.say("my-details.need-name")
	}
	if _, err := mail.ParseAddress(f.Values["email"]); err != nil ||
		records.CheckEmail(f.Values["email"]) != nil {
		f.Errors["email"] = v.words.say("error.email")
	}
	profile := choiceOf[records.Profile](v, &f, "profile")
	if profile == 0 {
		f.Errors["profile"] = v.words.say("logins.need-profile")
	}
	if !f.isGood() {
		return v.showNewLogin(f, nil)
	}
	if v.r.PostForm.Get("confirm") == "" {
		return v.checkNew(c, f, profile)
	}
	return v.makeLogin(c, f, profile)
}

func (v *visit) checkNew(c *records.Cast, f form, profile records.ProfileID) error {
	next := *c
	err := v.source.Hold(v.r.Context(), &next,
		&records.Access{User: 1, Account: c.Account.ID, Profile: profile})
	if err != nil {
		return err
	}
	nobody := *c
	nobody.User = &records.User{}
	check := &checkView{Button: v.words.say("logins.create"),
		ByMail: v.words.say("logins.create-mail")}
	check.Gains, check.Losses = v.effects(&nobody, &next)
	for _, name := range []string{"first", "last", "email", "account", "profile"} {
		check.Again = append(check.Again, option{name, f.Values[name]})
	}
	return v.showNewLogin(f, check)
}

func (v *visit) makeLogin(c *records.Cast, f form, profile records.ProfileID) error {
	p, u := *c.Person, *c.User
	p.ID, u.ID = records.PersonID(v.newID("person")), records.UserID(v.newID("user"))
	u.Person = p.ID
	password, verifier, err := v.env.Deeds.InitialPassword(v.Viewer, u.ID)
	if err != nil {
		return err
	}
	list := []edit.Edit{&edit.CreatePerson{Person: p, User: &u}}
	if int64(profile) != access.MinimumProfile {
		list = append(list, &edit.AddAccess{ID: records.AccessID(v.newID("access")), User: u.ID,
			Terms: edit.Terms{Profile: profile}})
	}
	byMail := v.r.PostForm.Get("by") == "mail"
	if byMail {
		list = append(list, &edit.Invite{User: u.ID})
	} else {
		list = append(list, &edit.SetPassword{User: u.ID, Verifier: verifier, Initial: true})
	}
	err = v.env.Deeds.Do(v.r.Context(), v.Viewer, list...)
	switch {
	case problem.Is(err, problem.Conflict):
		f.Errors["email"] = v.words.say("logins.taken")
		return v.showNewLogin(f, nil)
	case err != nil:
		v.blame(&f, err, "profile")
		return v.showNewLogin(f, nil)
	case byMail:
		return v.seeOther("logins?saved=invited")
	}
	return v.showInitial(p.Name(), u.Username, password)
}
