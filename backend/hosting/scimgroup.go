package hosting

import (
	"net/http"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/scim"
)

// groups lists the security profiles that a client user may assign, with who has them at the
// token's account.
func (c *call) groups() (*answer, error) {
	filter, err := c.filter(scim.Group)
	if err != nil {
		return nil, err
	}
	profiles, err := c.profiles(c.r.Context())
	if err != nil {
		return nil, err
	}
	members, err := c.store.Members(c.r.Context(), c.token.Account)
	if err != nil {
		return nil, err
	}
	all := []scim.Doc{}
	for _, p := range profiles {
		all = append(all, c.wholeGroup(p, members))
	}
	slices.SortFunc(all, compareIDs)
	return c.list(scim.Group, filter, all)
}

// compareIDs orders resources by their ids, as numbers.
func compareIDs(a, b scim.Doc) int {
	x, y := textIn(a, "id"), textIn(b, "id")
	if len(x) != len(y) {
		return len(x) - len(y)
	}
	return slices.Compare([]byte(x), []byte(y))
}

func (c *call) groupDoc(p *records.Profile, members []*records.Member) scim.Doc {
	return c.stamp(scim.Group, c.wholeGroup(p, members))
}

func (c *call) wholeGroup(p *records.Profile, members []*records.Member) scim.Doc {
	d := scim.Doc{"id": p.ID.String(), "displayName": p.Name}
	var in []any
	for _, m := range members {
		if m.Access != nil && m.Access.Profile == p.ID && !m.IsGone() {
			in = append(in, scim.Doc{"value": m.User.ID.String(), "display": m.Person.Name(),
				"type": "User", "$ref": c.at(scim.User, m.User.ID.String())})
		}
	}
	if in != nil {
		d["members"] = in
	}
	return d
}

// profile finds the group that the address names.
func (c *call) profile() (*records.Profile, error) {
	id, err := records.ParseID[records.Profile](c.r.PathValue("id"))
	if err != nil {
		return nil, nothingHere
	}
	profiles, err := c.profiles(c.r.Context())
	if err == nil && profiles[id] == nil {
		err = nothingHere
	}
	return profiles[id], err
}

func (c *call) group() (*answer, error) {
	p, err := c.profile()
	if err != nil {
		return nil, err
	}
	d, err := c.groupNow(p)
	if err != nil {
		return nil, err
	}
	return c.one(scim.Group, d, http.StatusOK)
}

func (c *call) groupNow(p *records.Profile) (scim.Doc, error) {
	members, err := c.store.Members(c.r.Context(), c.token.Account)
	return c.groupDoc(p, members), err
}

// putGroup and patchGroup give and take the profile. Somebody has one profile at an account, so
// that whoever is put into a group leaves the one before: the newest word of the identity provider
// counts.
func (c *call) putGroup() (*answer, error) {
	p, err := c.profile()
	if err != nil {
		return nil, err
	}
	before, err := c.groupNow(p)
	if err != nil {
		return nil, err
	}
	if err := c.unchanged(before); err != nil {
		return nil, err
	}
	after, err := c.sent(scim.Group, before)
	if err != nil {
		return nil, err
	}
	was, err := memberIDs(before)
	if err != nil {
		return nil, err
	}
	want, err := memberIDs(after)
	if err != nil {
		return nil, err
	}
	err = c.provide(func(tx edit.Tx) ([]edit.Edit, bool, error) {
		return c.regroup(tx, p.ID, was, want)
	})
	if err != nil {
		return nil, err
	}
	return c.group()
}

func (c *call) patchGroup() (*answer, error) { return c.putGroup() }

// memberIDs reads who is in a group, each once.
func memberIDs(d scim.Doc) (ids []records.UserID, err error) {
	list, _ := d["members"].([]any)
	for _, one := range list {
		id, err := records.ParseID[records.User](textIn(one, "value"))
		if err != nil || id == 0 {
			return nil, noSuchMember(textIn(one, "value"))
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// noSuchMember refuses whom there is not; somebody of another account is not either.
func noSuchMember(id string) error {
	return &scim.Fault{Status: http.StatusBadRequest, Type: "invalidValue",
		Detail: "There is no User with the id " + id + "."}
}

// regroup are the edits that give a profile to whoever is new in a group, and take it from whoever
// has left.
func (c *call) regroup(tx edit.Tx, id records.ProfileID, was, want []records.UserID) (
	list []edit.Edit, barred bool, err error) {
	for _, u := range was {
		m := memberIn(tx, c.token.Account, u)
		_, stays := slices.BinarySearch(want, u)
		if !stays && m != nil && m.Access != nil && m.Access.Profile == id {
			list = append(list, &edit.RemoveAccess{User: u, Account: c.token.Account})
		}
	}
	for _, u := range want {
		if _, before := slices.BinarySearch(was, u); before {
			continue
		}
		m := memberIn(tx, c.token.Account, u)
		switch {
		case m == nil || m.IsGone():
			return nil, false, noSuchMember(u.String())
		case m.Access != nil && m.Access.Profile == id:
		case edit.Barred(tx, u):
			barred = true
		default:
			list = append(list, into(m, id))
		}
	}
	return list, barred, nil
}

// into puts somebody into a group.
func into(m *records.Member, id records.ProfileID) edit.Edit {
	a := m.Access
	if a == nil {
		return &edit.AddAccess{ID: records.AccessID(randomID()), User: m.User.ID,
			Terms: edit.Terms{Profile: id}}
	}
	was := edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
		CanSign: a.CanSign, PinReset: a.PinReset}
	want := was
	want.Profile = id
	return &edit.UpdateAccess{ID: a.ID, User: m.User.ID, Was: was, Want: want}
}
