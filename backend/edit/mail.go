package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// mail queues a mail at the server, and does nothing at a desk. Its id is made from the edit, the
// template and the address, so that an edit queues each mail once, however often it is carried out.
// Undoing the edit does not take the mail back. Whoever may not read what it is about gets none:
// the server asks again when it sends.
//
//	mail(tx, env, records.Mail{To: p.Email, User: u.ID, Lang: u.Lang,
//		Template: records.PaymentMail, Link: "invoices/5",
//		Args: records.Args{"name": p.Name(), "invoice": "R-5", "amount": "12.00 EUR"}})
func mail(tx Tx, env Env, m records.Mail) {
	if env.Side != Server || m.To == "" {
		return
	}
	m.ID = records.KeyOf("mail", string(env.UID), string(m.Template), records.Fold(m.To))
	m.Created, m.Due = env.Now.Unix(), max(m.Due, env.Now.Unix())
	m.State, m.Tries, m.LastError = records.MailQueued, 0, ""
	if tx.Row(m.Key()) == nil {
		tx.Put(&m)
	}
}

// recipient begins a mail to a person: their address, login, language and name. There is none to
// somebody who cannot sign in now.
func recipient(tx Tx, env Env, id records.PersonID) (records.Mail, bool) {
	p, ok := get[*records.Person](tx, person(id))
	if !ok {
		return records.Mail{}, false
	}
	for _, u := range find[*records.User](tx, records.KindUser, "person", int64(id)) {
		today := access.At(env.Now, env.Zone).Day
		if !u.Locked && u.Support.Holds(today) && barred(tx, env, u, p) == nil {
			return mailTo(p, u), true
		}
	}
	return records.Mail{}, false
}

// mailTo begins a mail to a person, whether they can sign in or not.
func mailTo(p *records.Person, u *records.User) records.Mail {
	return records.Mail{To: p.Email, User: u.ID, Lang: u.Lang,
		Args: records.Args{"name": p.Name()}}
}

// barred says why a password would not let somebody in: not that the login is locked, which a new
// password opens, nor that their support has not started yet.
func barred(tx Tx, env Env, u *records.User, p *records.Person) error {
	today := access.At(env.Now, env.Zone).Day
	switch {
	case p.Email == "":
		return problem.Newf(problem.Invalid, "%s has no e-mail address. Enter one first.",
			p.Name()).On("email")
	case !u.Active || !u.PortalUser || !u.RoleGroup:
		return problem.Newf(problem.Invalid, "%s may not sign in. Tick Portal User first.",
			p.Name()).On("portalUser")
	case u.Support.To != 0 && today > u.Support.To:
		return problem.Newf(problem.Invalid, "The support period of %s has ended. Choose a later "+
			"end first.", p.Name()).On("supportEnd")
	case closedAt(tx, p.Account) == access.Every:
		return problem.Newf(problem.Invalid, "The portal is switched off for the company of %s. "+
			"Switch it on first.", p.Name())
	}
	return nil
}
