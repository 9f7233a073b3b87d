package portal

import (
	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// companyView is what somebody may read of their company, with a form for those who may change it
// (C9). It is nil for those who may not read it.
type companyView struct {
	Name         string
	Edit         bool
	Ask, EditAsk string
	Facts        []fact
	Form         form
	Fields       []field
}

func (v *visit) company(f form) *companyView {
	if v.Account == nil || !v.may(access.CompanyView, v.Account.Record(0)).Allowed() {
		return nil
	}
	id := ":" + v.Account.ID.String()
	view := &companyView{Name: v.Account.Name, Form: f, Ask: access.CompanyView.String() + id,
		EditAsk: access.CompanyEdit.String() + id,
		Edit:    v.may(access.CompanyEdit, v.Account.Record(0)).Allowed()}
	for _, in := range v.companyFields(v.Account.Company()) {
		view.Facts = append(view.Facts, fact{Label: in.Label, Text: in.Value})
	}
	view.Fields = f.fill(v.companyFields(v.Account.Company()))
	return view
}

func (v *visit) companyFields(c records.Company) []field {
	at := func(name, label, value string) field {
		return field{Name: name, Label: label, Kind: "text", Value: value, Max: 200}
	}
	return []field{
		at("street", v.words.say("company.street"), c.Street),
		at("zip", v.words.say("company.zip"), c.Zip),
		at("city", v.words.say("company.city"), c.City),
		at("region", v.words.say("company.region"), c.Region),
		at("country", v.words.say("company.country"), c.Country),
		at("company-phone", v.words.say("vendors.phone"), c.Phone),
		at("web", v.words.say("vendors.web"), c.Web),
	}
}

// saveCompany saves the company's details.
func (v *visit) saveCompany() error {
	names := []string{"street", "zip", "city", "region", "country", "company-phone", "web"}
	f := v.read(names...)
	if c := v.company(f); c == nil || !c.Edit {
		return v.refuse(v.may(access.CompanyEdit, v.companyRecord()))
	}
	err := v.env.Deeds.Do(v.r.Context(), v.Viewer, &edit.UpdateCompany{Account: v.Account.ID,
		Was: v.Account.Company(), Want: records.Company{Street: f.Values["street"],
			City: f.Values["city"], Region: f.Values["region"], Zip: f.Values["zip"],
			Country: f.Values["country"], Phone: f.Values["company-phone"], Web: f.Values["web"]}})
	if err != nil {
		v.blame(&f, err, names...)
		return v.showDetails(detailsForms{company: f})
	}
	return v.seeOther("my-details?saved=company")
}

func (v *visit) companyRecord() *access.Record {
	if v.Account == nil {
		return nil
	}
	return v.Account.Record(0)
}
