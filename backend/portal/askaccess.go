package portal

import (
	"net/http"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sentence"
)

type askAccessView struct {
	Intro    string
	Sent     bool
	Waiting  bool // it has been asked for already
	Form     form
	Fields   []field
	Requests []elevationView
}

// mayAskFirst reports whether the viewer has signed in and has no access here (A45).
func (v *visit) mayAskFirst() (bool, error) {
	if v.User == nil || v.Account == nil || v.Person.Account != v.Account.ID {
		return false, nil
	}
	c, err := v.source.CastFor(v.r.Context(), v.User.ID, v.Account.ID)
	return err == nil && c.Access == nil, err
}

// askAccessPage lets somebody without access ask for it (A45), and a company's contacts ask that
// somebody be given more (A31).
func (v *visit) askAccessPage(string) error { return v.showAskAccess(form{}) }

func (v *visit) showAskAccess(f form) error {
	first, err := v.mayAskFirst()
	if err != nil {
		return err
	}
	if !first && !v.isContact() {
		return v.missing()
	}
	view := askAccessView{Form: f, Intro: v.words.say("ask-access.first-intro"),
		Sent: v.r.URL.Query().Get("sent") == "1"}
	reason := field{Name: "reason", Label: v.words.say("ask-access.reason"), Kind: "area"}
	if first {
		view.Fields = f.fill([]field{reason})
		view.Requests, err = v.elevations("user_id", int64(v.User.ID))
		if err == nil {
			view.Waiting, err = v.isAsked()
		}
	} else {
		view.Intro = v.words.say("ask-access.contact-intro")
		view.Fields, err = v.elevationFields(reason)
		view.Fields = f.fill(view.Fields)
		if err == nil {
			view.Requests, err = v.elevations("account", int64(v.Account.ID))
		}
	}
	if err != nil {
		return err
	}
	title := v.words.say("ask-access.title")
	return v.show(f.statusOr(http.StatusOK), "ask-access", title, view)
}

// isAsked reports whether a request of the viewer's waits for an answer.
func (v *visit) isAsked() (bool, error) {
	list, err := parts[*records.Elevation](v, records.KindElevation, "user_id", int64(v.User.ID))
	return slices.ContainsFunc(list, func(e *records.Elevation) bool {
		return e.State == records.Asked
	}), err
}

// elevationFields offers the colleagues but the viewer, and the profiles that customers may know.
func (v *visit) elevationFields(reason field) ([]field, error) {
	people, err := v.colleagues(v.Account.ID)
	if err != nil {
		return nil, err
	}
	people = slices.DeleteFunc(people, func(o option) bool { return o.Value == v.me().String() })
	profiles, err := v.source.Profiles(v.r.Context())
	profile := field{Name: "profile", Label: v.words.say("logins.profile"), Kind: "choice",
		Hint: v.words.say("ask-access.profile-hint")}
	for _, p := range profiles {
		if isOffered(p) && p.Assignable && int64(p.ID) != access.MinimumProfile {
			profile.Options = append(profile.Options, option{p.ID.String(),
				sentence.Profile(v.words.lang, p.Name)})
		}
	}
	return []field{{Name: "person", Label: v.words.say("ask-access.who"), Kind: "choice",
		Options: people}, profile, reason}, err
}

// askAccess sends a request for access.
func (v *visit) askAccess(string) error {
	first, err := v.mayAskFirst()
	if err != nil {
		return err
	}
	if !first && !v.isContact() {
		return v.missing()
	}
	f := v.read("person", "profile", "reason")
	f.limit("reason", 4000, v.words.say("error.long-text"))
	id := records.ElevationID(v.newID("elevation"))
	var asked edit.Edit = &edit.RequestAccess{ID: id, Reason: f.Values["reason"]}
	if !first {
		if asked, err = v.elevation(&f, id); err != nil {
			return err
		}
	}
	if f.isGood() {
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, asked)
		if err == nil {
			return v.seeOther("ask-access?sent=1")
		}
		v.blame(&f, err, "profile")
	}
	return v.showAskAccess(f)
}

func (v *visit) elevation(f *form, id records.ElevationID) (edit.Edit, error) {
	e := &edit.RequestElevation{ID: id, Reason: f.Values["reason"],
		Profile: choiceOf[records.Profile](v, f, "profile")}
	person := choiceOf[records.Person](v, f, "person")
	people, err := v.colleagues(v.Account.ID)
	if err != nil {
		return nil, err
	}
	known := slices.ContainsFunc(people, func(o option) bool { return o.Value == person.String() })
	if !known || person == v.me() || person == 0 {
		f.Errors["person"] = v.words.say("out-of-office.need-who")
		return e, nil
	}
	user, err := v.source.LoginOf(v.r.Context(), person)
	if err != nil {
		f.Errors["person"] = v.words.say("ask-access.no-login")
		return e, nil
	}
	e.User = user
	return e, nil
}
