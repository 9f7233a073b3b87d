package portal

import (
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

type detailsView struct {
	Name, Username, Email, Account string
	Manager                        *managerView
	Edit                           bool
	EditAsk                        string // data-ask
	Facts                          []fact
	Form                           form
	Fields                         []field
	Password                       form
	PasswordFields                 []field
	Company                        *companyView
	PIN                            pinView
	FactorOn                       bool
	PasskeyCount                   int64
	Saved                          string // what was saved just now, in a sentence
}

// detailsForms are the forms of the page.
type detailsForms struct{ own, password, pin, company form }

// detailsPage shows one's own profile, with a form for those who may change it (A18).
func (v *visit) detailsPage(string) error { return v.showDetails(detailsForms{}) }

func (v *visit) showDetails(forms detailsForms) error {
	if d := v.may(access.DetailsView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	f, password := forms.own, forms.password
	view := detailsView{Form: f, Password: password, EditAsk: access.DetailsEdit.String(),
		Edit: v.may(access.DetailsEdit, nil).Allowed(), PIN: v.pinPart(forms.pin)}
	if v.Person != nil {
		view.Name, view.Email = v.Person.Name(), v.Person.Email
	}
	if v.User != nil {
		view.Username = v.User.Username
		view.FactorOn, view.PasskeyCount = v.User.SecondFactor, v.User.Passkeys
	}
	if v.Account != nil {
		view.Account = v.Account.Name
	}
	var err error
	if view.Manager, err = v.manager(); err != nil {
		return err
	}
	switch saved := v.r.URL.Query().Get("saved"); saved {
	case "details", "password", "pin":
		view.Saved = v.words.say("my-details.saved-" + saved)
	case "company":
		view.Saved = v.words.say("company.saved")
	}
	view.Company = v.company(forms.company)
	own := v.detailsFields()
	for _, in := range own {
		view.Facts = append(view.Facts, fact{Label: in.Label, Text: in.Value})
	}
	view.Fields = f.fill(own)
	old := field{Name: "old", Label: v.words.say("password.old"), Kind: "password",
		Required: true, Complete: "current-password"}
	view.PasswordFields = password.fill(append([]field{old}, v.newPasswordFields()...))
	status := max(f.statusOr(http.StatusOK), password.statusOr(http.StatusOK),
		forms.pin.statusOr(http.StatusOK), forms.company.statusOr(http.StatusOK))
	return v.show(status, "my-details", v.words.say("component.my-details"), view)
}

func ownDetails(p *records.Person) edit.Details {
	if p == nil {
		return edit.Details{}
	}
	return edit.Details{First: p.First, Last: p.Last, JobTitle: p.JobTitle, Phone: p.Phone,
		Mobile: p.Mobile}
}

func (v *visit) detailsFields() []field {
	d := ownDetails(v.Person)
	in := func(name, kind, complete, value string) field {
		return field{Name: name, Label: v.words.say("my-details." + name), Kind: kind,
			Complete: complete, Value: value, Max: 200}
	}
	return []field{
		in("first", "text", "given-name", d.First),
		in("last", "text", "family-name", d.Last),
		in("job", "text", "organization-title", d.JobTitle),
		in("phone", "tel", "tel", d.Phone),
		in("mobile", "tel", "tel", d.Mobile),
	}
}

// details saves one's own profile (A18) or a new password, by the form that was sent.
func (v *visit) details(string) error {
	if d := v.may(access.DetailsView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	switch v.r.PostForm.Get("form") {
	case "password":
		return v.ownPassword()
	case "company":
		return v.saveCompany()
	case "pin":
		return v.ownPIN()
	}
	if d := v.may(access.DetailsEdit, nil); !d.Allowed() {
		return v.refuse(d)
	}
	names := []string{"first", "last", "job", "phone", "mobile"}
	f := v.read(names...)
	for _, name := range names {
		f.limit(name, 200, v.words.say("error.long-field"))
	}
	if f.Values["first"] == "" && f.Values["last"] == "" {
		f.Errors["first"] = v.words.say("my-details.need-name")
	}
	if f.isGood() {
		err := v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.UpdateDetails{Person: v.me(),
			Was: ownDetails(v.Person), Want: edit.Details{First: f.Values["first"],
				Last: f.Values["last"], JobTitle: f.Values["job"], Phone: f.Values["phone"],
				Mobile: f.Values["mobile"]}})
		if err == nil {
			return v.seeOther("my-details?saved=details")
		}
		v.blame(&f, err, names...)
	}
	return v.showDetails(detailsForms{own: f})
}

func (v *visit) ownPassword() error {
	old := v.secret("old")
	if old == "" {
		f := v.read()
		f.Errors["old"] = v.words.say("password.need-old")
		return v.showDetails(detailsForms{password: f})
	}
	f := v.changePassword(old)
	if !f.isGood() {
		return v.showDetails(detailsForms{password: f})
	}
	return v.seeOther("my-details?saved=password")
}
