package portal

import (
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

type administrationView struct {
	Lead     string
	Sections []tile
	Logins   bool  // the requests for access are theirs to see
	Ask      *link // to ask for more access for somebody; nil: not for this viewer
	Requests []elevationView
}

// administration shows what the viewer may look after for their company, a section each, greyed
// where it is not part of their access (A19 to A24, O2). Any one of them opens it.
func (v *visit) administration(string) error {
	if d := access.Open(v.Subject, access.Administration, v.at); !d.Allowed() {
		return v.refuse(d)
	}
	view := administrationView{Lead: v.words.say("administration.lead")}
	if v.Account != nil {
		view.Lead = v.words.say("administration.lead-of", "account", v.Account.Name)
	}
	for _, s := range []struct {
		page, label, about string
		needs              access.Permission
	}{
		{"logins", v.words.say("logins.title"), v.words.say("logins.about"), access.LoginsManage},
		{"queues", v.words.say("queues.title"), v.words.say("queues.lead"), access.QueuesManage},
		{"request-types", v.words.say("request-types.title"), v.words.say("request-types.lead"),
			access.RequestTypesManage},
		{"vendors", v.words.say("vendors.title"), v.words.say("vendors.lead"),
			access.VendorsManage},
		{"out-of-office", v.words.say("out-of-office.title"), v.words.say("out-of-office.lead"),
			access.OutOfOfficeManage},
		{"off-hours", v.words.say("off-hours.title"), v.words.say("off-hours.lead"),
			access.OffHoursManage},
	} {
		t := tile{Key: s.needs.String(), Label: s.label, About: s.about,
			Why: v.words.say("tile.off")}
		if v.may(s.needs, nil).Allowed() {
			t.Href = v.base + s.page
		}
		view.Sections = append(view.Sections, t)
	}
	if v.isContact() {
		view.Ask = &link{Href: v.base + "ask-access", Label: v.words.say("ask-access.contact")}
	}
	var err error
	view.Logins = v.may(access.LoginsManage, nil).Allowed() // what requests are about
	if v.Account != nil && view.Logins {
		view.Requests, err = v.elevations("account", int64(v.Account.ID))
	}
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "administration", v.words.say("component.administration"), view)
}

// isContact reports whether the viewer is the account's primary or billing contact (A31).
func (v *visit) isContact() bool {
	return v.Account != nil && v.me() != 0 && v.Person.Account == v.Account.ID &&
		(v.Account.Primary == v.me() || v.Account.Billing == v.me())
}

// elevationView is a request for access in a list.
type elevationView struct {
	Name, Profile, Note string
	Look, State         string
	When                moment
}

var elevationLooks = map[records.ElevationState]string{records.Asked: "info",
	records.Granted: "good", records.Declined: "bad"}

// elevations lists requests for access, the newest first.
func (v *visit) elevations(column string, id int64) (views []elevationView, err error) {
	list, err := parts[*records.Elevation](v, records.KindElevation, column, id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	profiles, err := v.source.Profiles(v.r.Context())
	names := map[records.ProfileID]string{}
	for _, p := range profiles {
		names[p.ID] = sentence.Profile(v.words.lang, p.Name)
	}
	for i := len(list) - 1; i >= 0 && len(views) < pageRows; i-- {
		e := list[i]
		views = append(views, elevationView{Name: e.Name, Profile: names[e.Profile], Note: e.Note,
			Look:  elevationLooks[e.State],
			State: v.words.say("ask-access.state." + string(e.State)), When: v.moment(e.Created)})
	}
	return views, err
}
