package hosting

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/scim"
)

// users lists the logins of the token's account. Identity providers mostly ask for one by its
// userName, for which not all of them are read.
func (c *call) users() (*answer, error) {
	ctx := c.r.Context()
	filter, err := c.filter(scim.User)
	if err != nil {
		return nil, err
	}
	members, err := c.candidates(filter)
	if err != nil {
		return nil, err
	}
	profiles, err := c.profiles(ctx)
	if err != nil {
		return nil, err
	}
	all := []scim.Doc{}
	for _, m := range members {
		if !m.IsGone() {
			all = append(all, c.wholeUser(m, profiles))
		}
	}
	return c.list(scim.User, filter, all)
}

func (c *call) candidates(filter *scim.Filter) ([]*records.Member, error) {
	if name, ok := filter.Equals("userName"); ok {
		return c.store.MembersNamed(c.r.Context(), c.token.Account, name)
	}
	return c.store.Members(c.r.Context(), c.token.Account)
}

// profiles gives the groups: the profiles that a client user may assign (A34), by their ids.
func (c *call) profiles(ctx context.Context) (map[records.ProfileID]*records.Profile, error) {
	list, err := c.store.Profiles(ctx)
	all := map[records.ProfileID]*records.Profile{}
	for _, p := range list {
		if p.Assignable {
			all[p.ID] = p
		}
	}
	return all, err
}

// member finds whom the address names. Anybody else's is not found, like nobody.
func (c *call) member() (*records.Member, error) {
	id, err := records.ParseID[records.User](c.r.PathValue("id"))
	if err != nil {
		return nil, nothingHere
	}
	m, err := c.store.Member(c.r.Context(), c.token.Account, id)
	if err == nil && m.IsGone() {
		err = nothingHere
	}
	return m, err
}

func (c *call) user() (*answer, error) {
	m, err := c.member()
	if err != nil {
		return nil, err
	}
	return c.showUser(m, http.StatusOK)
}

func (c *call) showUser(m *records.Member, status int) (*answer, error) {
	profiles, err := c.profiles(c.r.Context())
	if err != nil {
		return nil, err
	}
	return c.one(scim.User, c.userDoc(m, profiles), status)
}

// userDoc is a login as a SCIM User.
func (c *call) userDoc(m *records.Member,
	profiles map[records.ProfileID]*records.Profile) scim.Doc {
	return c.stamp(scim.User, c.wholeUser(m, profiles))
}

func (c *call) wholeUser(m *records.Member,
	profiles map[records.ProfileID]*records.Profile) scim.Doc {
	d := plainUser(m)
	d["displayName"] = m.Person.Name()
	if m.Access != nil && profiles[m.Access.Profile] != nil {
		p := profiles[m.Access.Profile]
		d["groups"] = []any{scim.Doc{"value": p.ID.String(), "display": p.Name,
			"$ref": c.at(scim.Group, p.ID.String())}}
	}
	return d
}

// plainUser is what an identity provider may change of a login.
func plainUser(m *records.Member) scim.Doc {
	d := scim.Doc{"id": m.User.ID.String(), "userName": m.User.Username,
		"active": signsIn(m.User)}
	set(d, "externalId", m.External())
	set(d, "title", m.Person.JobTitle)
	name := scim.Doc{}
	set(name, "givenName", m.Person.First)
	set(name, "familyName", m.Person.Last)
	if len(name) > 0 {
		d["name"] = name
	}
	if m.Person.Email != "" {
		d["emails"] = []any{scim.Doc{"value": m.Person.Email, "type": "work", "primary": true}}
	}
	var phones []any
	for kind, number := range map[string]string{"work": m.Person.Phone, "mobile": m.Person.Mobile} {
		if number != "" {
			phones = append(phones, scim.Doc{"value": number, "type": kind})
		}
	}
	slices.SortFunc(phones, func(a, b any) int { return cmp.Compare(typeIn(b), typeIn(a)) })
	if phones != nil {
		d["phoneNumbers"] = phones
	}
	return d
}

func set(d scim.Doc, name, value string) {
	if value != "" {
		d[name] = value
	}
}

// signsIn is what "active" says of a login.
func signsIn(u *records.User) bool { return u.Active && u.PortalUser }

// wanted is what a User says of a login.
type wanted struct {
	panel    edit.Panel // of it, username and e-mail address
	details  edit.Details
	external string
	active   bool
}

// wantedOf reads a User, of which the schema has been checked.
func wantedOf(d scim.Doc, m *records.Member) wanted {
	w := wanted{panel: edit.Panel{PortalUser: m.User.PortalUser, Support: m.User.Support,
		Username: textIn(d, "userName"), Email: emailIn(d)},
		external: textIn(d, "externalId"), active: d["active"] == true}
	name, _ := d["name"].(scim.Doc)
	w.details = edit.Details{First: textIn(name, "givenName"), Last: textIn(name, "familyName"),
		Phone: phoneIn(d, "work"), Mobile: phoneIn(d, "mobile"), JobTitle: textIn(d, "title")}
	if w.details.First == "" && w.details.Last == "" {
		w.details.Last = cmp.Or(textIn(name, "formatted"), textIn(d, "displayName"))
	}
	return w
}

func textIn(d any, name string) string {
	doc, _ := d.(scim.Doc)
	text, _ := doc[name].(string)
	return strings.TrimSpace(text)
}

func typeIn(d any) string { return strings.ToLower(textIn(d, "type")) }

// emailIn is the primary address, or else the first.
func emailIn(d scim.Doc) string {
	list, _ := d["emails"].([]any)
	first := ""
	for _, one := range list {
		if doc, _ := one.(scim.Doc); doc["primary"] == true && textIn(one, "value") != "" {
			return textIn(one, "value")
		}
		first = cmp.Or(first, textIn(one, "value"))
	}
	return first
}

// phoneIn is the number of a type; one without a type is for work.
func phoneIn(d scim.Doc, kind string) string {
	list, _ := d["phoneNumbers"].([]any)
	for _, one := range list {
		if cmp.Or(typeIn(one), "work") == kind {
			return textIn(one, "value")
		}
	}
	return ""
}

// memberIn is Member in a transaction; nil for anybody else's.
func memberIn(tx edit.Tx, at records.AccountID, id records.UserID) *records.Member {
	u, _ := tx.Row(id.Key()).(*records.User)
	if u == nil {
		return nil
	}
	p, _ := tx.Row(u.Person.Key()).(*records.Person)
	if p == nil || p.Account != at {
		return nil
	}
	m := &records.Member{User: u, Person: p}
	m.Provision, _ = tx.Row(records.ProvisionKey(id)).(*records.Provision)
	for _, r := range tx.Find(records.KindAccess, "user_id", int64(id)) {
		if a, ok := r.(*records.Access); ok && a.Account == at {
			m.Access = a
		}
	}
	return m
}

// putUser and patchUser change a login.
func (c *call) putUser() (*answer, error) {
	m, err := c.member()
	if err != nil {
		return nil, err
	}
	d, err := c.sent(scim.User, plainUser(m))
	if err != nil {
		return nil, err
	}
	profiles, err := c.profiles(c.r.Context())
	if err != nil {
		return nil, err
	}
	want := wantedOf(d, m)
	err = c.provide(func(tx edit.Tx) ([]edit.Edit, bool, error) {
		now := memberIn(tx, c.token.Account, m.User.ID)
		if now == nil || now.IsGone() {
			return nil, false, nothingHere
		}
		if err := c.unchanged(c.userDoc(now, profiles)); err != nil {
			return nil, false, err
		}
		if _, err := c.holder(tx, now.User.ID, want.panel.Username); err != nil {
			return nil, false, err
		}
		list, barred := c.changes(tx, now, wantedOf(plainUser(m), m), want)
		return list, barred, nil
	})
	if err != nil {
		return nil, err
	}
	return c.user()
}

func (c *call) patchUser() (*answer, error) { return c.putUser() }

// changes are the edits by which a login becomes what is wanted, where that is not what the client
// was told it is.
func (c *call) changes(tx edit.Tx, m *records.Member, was, want wanted) (list []edit.Edit,
	barred bool) {
	id := m.User.ID
	if want.active != was.active && want.active != signsIn(m.User) {
		if list = c.letIn(tx, m, want.active); list == nil {
			barred = true
		}
	}
	was.panel.PortalUser, want.panel.PortalUser = m.User.PortalUser, m.User.PortalUser
	was.panel.Support, want.panel.Support = m.User.Support, m.User.Support
	if was.panel != want.panel {
		list = append(list, &edit.UpdatePortalPanel{User: id, Was: was.panel, Want: want.panel})
	}
	if was.details != want.details {
		list = append(list, &edit.UpdateDetails{Person: m.Person.ID, Was: was.details,
			Want: want.details})
	}
	if want.external != m.External() || m.IsGone() {
		list = append(list, &edit.SaveProvision{Want: records.Provision{ID: id,
			External: want.external}})
	}
	return list, barred
}

// letIn lets somebody sign in, or takes sign-in and access away; nil where people have shut them
// out.
func (c *call) letIn(tx edit.Tx, m *records.Member, in bool) (list []edit.Edit) {
	id := m.User.ID
	switch {
	case in && (!m.User.Active || edit.Barred(tx, id)):
		return nil
	case in:
		list = append(list, &edit.SetPortalUser{User: id, On: true})
		if m.Access == nil {
			list = append(list, c.byDefault(id)...)
		}
		return list
	}
	if m.User.PortalUser {
		list = append(list, &edit.SetPortalUser{User: id})
	}
	if m.Access != nil {
		list = append(list, &edit.RemoveAccess{User: id, Account: c.token.Account})
	}
	return list
}

// byDefault gives a login the default access (A30), where the token says so.
func (c *call) byDefault(id records.UserID) []edit.Edit {
	if !c.token.Default {
		return nil
	}
	return []edit.Edit{&edit.AddAccess{ID: records.AccessID(randomID()), User: id,
		Terms: edit.Terms{Profile: records.ProfileID(access.DefaultProfile(false))}}}
}

// addUser makes a person with a login. Somebody whom the identity provider had deleted comes back
// with their history.
func (c *call) addUser() (*answer, error) {
	d, err := c.sent(scim.User, scim.Doc{"active": true})
	if err != nil {
		return nil, err
	}
	id := records.UserID(randomID())
	err = c.provide(func(tx edit.Tx) ([]edit.Edit, bool, error) {
		m, err := c.holder(tx, 0, textIn(d, "userName"))
		if err != nil || m == nil {
			return c.fresh(tx, id, d), false, err
		}
		id = m.User.ID
		all, err := scim.User.Merge(plainUser(m), d)
		if err != nil {
			return nil, false, err
		}
		list, barred := c.changes(tx, m, wantedOf(plainUser(m), m), wantedOf(all, m))
		return list, barred, nil
	})
	if err != nil {
		return nil, err
	}
	m, err := c.store.Member(c.r.Context(), c.token.Account, id)
	if err != nil {
		return nil, err
	}
	return c.showUser(m, http.StatusCreated)
}

// holder gives whoever had this username and was deleted, nil where nobody has it. Anybody else's
// is taken (C5).
func (c *call) holder(tx edit.Tx, but records.UserID, username string) (*records.Member, error) {
	for _, r := range tx.Find(records.KindUser, "folded", records.Fold(username)) {
		id := records.UserID(r.Key().ID)
		if id == but {
			continue
		}
		if m := memberIn(tx, c.token.Account, id); but == 0 && m != nil && m.IsGone() {
			return m, nil
		}
		return nil, &scim.Fault{Status: http.StatusConflict, Type: "uniqueness",
			Detail: "Somebody signs in with this userName already."}
	}
	return nil, nil
}

// fresh are the edits that make a new login. Somebody whom people have shut out before, under the
// same e-mail address, is made and stays out.
func (c *call) fresh(tx edit.Tx, id records.UserID, d scim.Doc) []edit.Edit {
	w := wantedOf(d, &records.Member{User: &records.User{}})
	if w.details.First == "" && w.panel.Email == "" {
		w.details.Last = cmp.Or(w.details.Last, w.panel.Username)
	}
	in := w.active && !edit.BarredAs(tx, w.panel.Email)
	p := records.Person{ID: records.PersonID(randomID()), Account: c.token.Account,
		First: w.details.First, Last: w.details.Last, Email: w.panel.Email,
		Phone: w.details.Phone, Mobile: w.details.Mobile, JobTitle: w.details.JobTitle}
	list := []edit.Edit{&edit.CreatePerson{Person: p, User: &records.User{ID: id, Person: p.ID,
		Username: w.panel.Username, Active: true, PortalUser: in, RoleGroup: true}}}
	if w.external != "" {
		list = append(list, &edit.SaveProvision{Want: records.Provision{ID: id,
			External: w.external}})
	}
	if in {
		list = append(list, c.byDefault(id)...)
	}
	return list
}

// removeUser takes a login and its access away for good, as far as the identity provider sees: the
// address answers like one that never was. The record and its history stay with the office.
func (c *call) removeUser() (*answer, error) {
	m, err := c.member()
	if err != nil {
		return nil, err
	}
	profiles, err := c.profiles(c.r.Context())
	if err != nil {
		return nil, err
	}
	err = c.provide(func(tx edit.Tx) ([]edit.Edit, bool, error) {
		now := memberIn(tx, c.token.Account, m.User.ID)
		if now == nil || now.IsGone() {
			return nil, false, nothingHere
		}
		if err := c.unchanged(c.userDoc(now, profiles)); err != nil {
			return nil, false, err
		}
		return append(c.letIn(tx, now, false), &edit.SaveProvision{
			Want: records.Provision{ID: m.User.ID, Gone: true}}), false, nil
	})
	return &answer{status: http.StatusNoContent}, err
}
