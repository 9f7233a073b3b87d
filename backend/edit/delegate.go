package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// giver lets access managers and administrators, and customers who manage the logins of their own
// account, as far as their own rights reach (A19, A35). Want nil asks for taking away.
func giver(tx Tx, env Env, id records.UserID, want *Terms) error {
	if env.Actor.Token != 0 {
		return provides(tx, env, id, want)
	}
	if env.Actor.Staff != nil || env.Actor.Subject == nil {
		return staff(tx, env, records.AccessManager)
	}
	u, p, _, err := holder(tx, id)
	if err != nil {
		return problem.New(problem.Denied, "Managing this login is not part of your access.")
	}
	if u.ID == env.Actor.User {
		return problem.New(problem.Denied, "Nobody can change their own access.")
	}
	s, at := env.Actor.Subject, access.At(env.Now, env.Zone)
	now := grantAt(tx, p.Account, u, nil)
	for _, a := range accessesOf(tx, id) {
		if a.Account == p.Account {
			now = grantAt(tx, p.Account, u, a)
		} else if d := access.MayManage(s, grantAt(tx, a.Account, u, a), at); !d.Allowed() {
			return problem.New(problem.Denied,
				"This person has access at another company. Ask the office.")
		}
	}
	if want == nil {
		return access.Delegate(s, now, access.Grant{Account: int64(p.Account), Assignable: true,
			Matrix: access.MinimumMatrix(), Schedule: now.Schedule, Closed: access.Every}, at)
	}
	a := &records.Access{}
	want.onto(a)
	give := grantAt(tx, p.Account, u, a)
	if err := access.Delegate(s, now, give, at); err != nil {
		return err
	}
	return raises(tx, now, give)
}

// raises refuses to give somebody more than they have and more than Basic, where the portal wants
// that to be asked for (A31, A35).
func raises(tx Tx, now, want access.Grant) error {
	p, ok := get[*records.Portal](tx, records.PortalKey)
	if ok && p.ManagersRaise || now.Covers(want) {
		return nil
	}
	basic := want
	basic.Matrix, basic.CanSign = access.MinimumMatrix(), false
	if b, ok := get[*records.Profile](tx, profile(records.ProfileID(access.BasicProfile))); ok {
		basic.Matrix = b.Matrix
	}
	if basic.Covers(want) {
		return nil
	}
	return problem.New(problem.Denied,
		"More than Basic is asked for: the office decides about it.").On("profile")
}

// grantAt reads what an access gives a user at an account; nil gives the minimum.
func grantAt(tx Tx, at records.AccountID, u *records.User, a *records.Access) access.Grant {
	c := &records.Cast{User: u, Access: a, Portal: &records.Portal{},
		Account: &records.Account{ID: at}}
	if p, ok := get[*records.Portal](tx, records.PortalKey); ok {
		c.Portal = p
	}
	if over, ok := get[*records.Account](tx, account(at)); ok {
		c.Account = over
	}
	if a != nil {
		c.Profile, _ = get[*records.Profile](tx, profile(a.Profile))
	}
	return c.Grant()
}

// maker lets staff, customers who manage the logins of the account (A19), and its identity provider
// (B20) make a person there.
func maker(tx Tx, env Env, e *CreatePerson) error {
	if env.Actor.Staff != nil || env.Actor.Subject == nil && env.Actor.Token == 0 {
		return staff(tx, env, records.AccessManager)
	}
	if e.User != nil && (e.User.Consolidated || e.User.Requests != records.AsAbove) {
		return problem.New(problem.Denied, "A login like this is made by the office only.")
	}
	if env.Actor.Token != 0 {
		return provider(tx, env, e.Person.Account)
	}
	s, at := env.Actor.Subject, access.At(env.Now, env.Zone)
	if d := access.MayManage(s, grantAt(tx, e.Person.Account, nil, nil), at); !d.Allowed() {
		return problem.New(problem.Denied, "Making logins there is not part of your access.")
	}
	return nil
}
