package app

import (
	"cmp"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
)

// WhoView is everybody who can see a record now (B6).
type WhoView struct {
	Total  int        `json:"total"`
	People []SeerView `json:"people"` // the first of them, by name
}

// SeerView is one of them, at the account by which they see it, and why.
type SeerView struct {
	User    string   `json:"user"`
	Name    string   `json:"name" say:"name"`
	Account string   `json:"account"`
	Why     []string `json:"why" say:"yes"`
}

// Who gives everybody to whom the portal answers this question about a record with yes.
func (d *Desk) Who(ask string) (v WhoView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	seers, _, err := portal.Who(d.ctx, d.store, func(p access.Permission, r *access.Record,
		at access.Moment) ([]access.Seer, error) {
		return d.store.Who(d.ctx, p, r, at)
	}, ask, d.env.Now())
	v = WhoView{Total: len(seers), People: []SeerView{}}
	slices.SortFunc(seers, func(a, b access.Seer) int {
		return cmp.Or(cmp.Compare(records.Fold(a.Subject.Name), records.Fold(b.Subject.Name)),
			cmp.Compare(a.User, b.User))
	})
	for _, s := range seers[:min(len(seers), mostHolders)] {
		seer := SeerView{User: idText(s.User), Name: s.Subject.Name, Account: s.Subject.AccountName}
		for _, r := range access.Because(s.Decision, s.Subject) {
			if r.Gate == access.GrantedGate || r.Gate == access.ReachedGate {
				seer.Why = append(seer.Why, r.Text)
			}
		}
		v.People = append(v.People, seer)
	}
	return v, err
}
