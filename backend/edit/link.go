package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Invite sends somebody a one-time link with which they choose their first password. The link
// itself is made when the mail is sent: no edit knows it.
type Invite struct{ User records.UserID }

// Validate has nothing to refuse before the user is known.
func (e *Invite) Validate() error { return nil }

// Authorize lets access managers and administrators, and a customer's Manager (A19, A35). The link
// goes to the address on record, which a Manager does not change.
func (e *Invite) Authorize(tx Tx, env Env) error { return giver(tx, env, e.User, nil) }

// Apply queues the mail. Whoever could not sign in with a password is not invited.
func (e *Invite) Apply(tx Tx, env Env) (Result, error) {
	return sendLink(tx, env, e.User, records.InvitationMail)
}

// StartReset sends somebody a one-time link with which they choose a new password. The one in use
// stays good until then.
type StartReset struct{ User records.UserID }

// Validate has nothing to refuse before the user is known.
func (e *StartReset) Validate() error { return nil }

// Authorize lets access managers and administrators.
func (e *StartReset) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply queues the mail.
func (e *StartReset) Apply(tx Tx, env Env) (Result, error) {
	return sendLink(tx, env, e.User, records.ResetMail)
}

// AskReset is StartReset as somebody asks for it at the hosted portal, without signing in. The
// link goes to the address on record, so it helps nobody else.
type AskReset struct{ User records.UserID }

// Validate has nothing to refuse before the user is known.
func (e *AskReset) Validate() error { return nil }

// Authorize lets whoever is at the hosted portal. The portal asks for known logins only, and not
// often.
func (e *AskReset) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff == nil && env.Side == Server {
		return nil
	}
	return problem.New(problem.Denied, "Only the hosted portal asks for this.")
}

// Apply queues the mail.
func (e *AskReset) Apply(tx Tx, env Env) (Result, error) {
	return sendLink(tx, env, e.User, records.ResetMail)
}

// sendLink queues a mail with a one-time link, unless one like it waits already.
func sendLink(tx Tx, env Env, id records.UserID, t records.Template) (Result, error) {
	u, p, res, err := holder(tx, id)
	if err != nil {
		return res, err
	}
	if err := barred(tx, env, u, p); err != nil {
		return res, err
	}
	for _, w := range find[*records.Mail](tx, records.KindMail, "user_id", int64(id)) {
		if w.State == records.MailQueued && w.Template == t && w.To == p.Email {
			res.Status = records.Merged
			return res, nil
		}
	}
	m := mailTo(p, u)
	m.Template, m.Link = t, "set-password"
	m.Args["username"] = u.Username
	mail(tx, env, m)
	return res, nil
}
