package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// RemindEnding tells somebody by mail that their access ends soon (B16). The server does it by the
// clock; what an office's staff want to know of it, they see at the desk.
type RemindEnding struct {
	User records.UserID
	Day  access.Day // the last one
}

// Validate refuses nobody and no day.
func (e *RemindEnding) Validate() error {
	if e.User <= 0 || e.Day <= 0 {
		return problem.New(problem.Invalid, "Say whose access ends, and when.")
	}
	return nil
}

// Authorize lets the server itself.
func (e *RemindEnding) Authorize(_ Tx, env Env) error {
	if !env.Actor.Server {
		return problem.New(problem.Denied, "Only the server does this.")
	}
	return nil
}

// Apply queues the mail, if access still ends then and the person can sign in until then.
func (e *RemindEnding) Apply(tx Tx, env Env) (Result, error) {
	u, p, res, err := holder(tx, e.User)
	res.Status = records.Merged
	if err != nil {
		return res, nil
	}
	var a *records.Access
	for _, one := range accessesOf(tx, u.ID) {
		if one.Account == p.Account {
			a = one
		}
	}
	m, ok := recipient(tx, env, p.ID)
	switch {
	case a == nil || records.EndOf(u, a) != e.Day || e.Day < dayOf(env):
		return res, nil
	case !ok || m.User != u.ID:
		res.Why = "Whoever cannot sign in gets no mail."
		return res, nil
	}
	m.Template, m.Link, m.Args["day"] = records.AccessEndingMail, "home", e.Day.String()
	mail(tx, env, m)
	res.Status = records.Applied
	return res, nil
}
