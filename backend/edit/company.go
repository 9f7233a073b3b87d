package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// UpdateCompany changes a company's address and how it is reached, field by field (C9).
type UpdateCompany struct {
	Account   records.AccountID
	Was, Want records.Company
}

// Validate refuses details that do not fit.
func (e *UpdateCompany) Validate() error { return e.Want.Check() }

// Authorize lets staff, and customers who may change the details of this company.
func (e *UpdateCompany) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	a := &records.Account{ID: e.Account}
	return may(env, access.CompanyEdit,
		records.Guard(a, access.CompanyEdit, closedAt(tx, e.Account)))
}

// Apply sets the fields that the author edited; where somebody else changed the same one, theirs is
// overwritten and told.
func (e *UpdateCompany) Apply(tx Tx, _ Env) (Result, error) {
	a, ok := get[*records.Account](tx, account(e.Account))
	if !ok {
		return Result{About: e.Account.Key()}, gone("The account")
	}
	res := Result{Subject: a.Name, About: a.ID.Key(), Status: records.Merged}
	n := *a
	for _, f := range []struct {
		at        *string
		was, want string
	}{
		{&n.Street, e.Was.Street, e.Want.Street}, {&n.City, e.Was.City, e.Want.City},
		{&n.Region, e.Was.Region, e.Want.Region}, {&n.Zip, e.Was.Zip, e.Want.Zip},
		{&n.Country, e.Was.Country, e.Want.Country}, {&n.Phone, e.Was.Phone, e.Want.Phone},
		{&n.Web, e.Was.Web, e.Want.Web},
	} {
		setText(&res, f.at, f.was, f.want)
	}
	if res.Status != records.Merged {
		tx.Put(&n)
	}
	return res, nil
}
