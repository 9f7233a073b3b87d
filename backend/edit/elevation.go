package edit

import (
	"cmp"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// RequestElevation asks that somebody be given a higher profile: only the primary or the billing
// contact of the account can, and never for themselves (A31).
type RequestElevation struct {
	ID      records.ElevationID
	User    records.UserID
	Profile records.ProfileID
	Reason  string
}

// Validate refuses a request for nobody or nothing.
func (e *RequestElevation) Validate() error {
	if e.ID <= 0 || e.User <= 0 {
		return problem.New(problem.Invalid, "Choose a person.").On("user")
	}
	if e.Profile <= 0 {
		return problem.New(problem.Invalid, "Choose a security profile.").On("profile")
	}
	return nil
}

// Authorize lets the contacts of the account that the person belongs to.
func (e *RequestElevation) Authorize(tx Tx, env Env) error {
	u, p, _, err := holder(tx, e.User)
	if err != nil || env.Actor.Subject == nil {
		return problem.New(problem.Denied, "Asking for this person is not part of your access.")
	}
	a, ok := get[*records.Account](tx, account(p.Account))
	contact := ok && p.Account == env.Actor.Account && env.Actor.Person != 0 &&
		(env.Actor.Person == a.Primary || env.Actor.Person == a.Billing)
	return access.MayAsk(env.Actor.Subject, contact, u.ID == env.Actor.User,
		access.At(env.Now, env.Zone))
}

// Apply writes the request. Of two for the same person the first stands until it is decided.
func (e *RequestElevation) Apply(tx Tx, env Env) (Result, error) {
	return ask(tx, env, &records.Elevation{ID: e.ID, User: e.User, Profile: e.Profile,
		Reason: e.Reason})
}

// RequestAccess asks for a first access for oneself (A45).
type RequestAccess struct {
	ID     records.ElevationID
	Reason string
}

// Validate refuses a request without an id.
func (e *RequestAccess) Validate() error {
	if e.ID <= 0 {
		return problem.New(problem.Invalid, "This request has no id.")
	}
	return nil
}

// Authorize lets whoever has signed in and has no access here.
func (e *RequestAccess) Authorize(tx Tx, env Env) error {
	s := env.Actor.Subject
	if s == nil || env.Actor.User == 0 || !access.SignIn(s, access.At(env.Now, env.Zone)).Allowed() {
		return problem.New(problem.Denied, "Sign in to ask for access.")
	}
	for _, a := range accessesOf(tx, env.Actor.User) {
		if a.Account == env.Actor.Account {
			return problem.New(problem.Denied, "You have access already.")
		}
	}
	return nil
}

// Apply writes the request. It is for Basic: whoever decides may choose another profile.
func (e *RequestAccess) Apply(tx Tx, env Env) (Result, error) {
	return ask(tx, env, &records.Elevation{ID: e.ID, User: env.Actor.User,
		Profile: records.ProfileID(access.BasicProfile), Reason: e.Reason})
}

func ask(tx Tx, env Env, e *records.Elevation) (Result, error) {
	u, p, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	if err := assignable(tx, e.Profile); err != nil {
		return res, err
	}
	for _, other := range find[*records.Elevation](tx, records.KindElevation, "user_id",
		int64(u.ID)) {
		if other.State == records.Asked {
			return res, problem.New(problem.Conflict,
				"Somebody has asked for this person already. The office will decide soon.")
		}
	}
	e.Account, e.Person, e.Name, e.Asker = p.Account, p.ID, p.Name(), env.Actor.Person
	e.State, e.Created = records.Asked, env.Now.Unix()
	if tx.Row(e.Key()) != nil {
		return res, problem.New(problem.Conflict, "This request exists already.")
	}
	tx.Put(e)
	return res, nil
}

// DecideElevation answers a request for access (A31, A45): granting it gives the profile, by its
// own edit's rules.
type DecideElevation struct {
	ID      records.ElevationID
	Grant   bool
	Profile records.ProfileID // 0 = the one that was asked for
	Access  records.AccessID  // of a first access
	Note    string
}

// Validate refuses a decision about nothing.
func (e *DecideElevation) Validate() error {
	if e.ID <= 0 {
		return problem.New(problem.Invalid, "Choose a request.")
	}
	return nil
}

// Authorize lets access managers and administrators. Customers decide nothing, so nobody decides
// their own request.
func (e *DecideElevation) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply writes the answer, and the access where it is granted. The first answer stands.
func (e *DecideElevation) Apply(tx Tx, env Env) (Result, error) {
	r, ok := get[*records.Elevation](tx,
		records.Key{Kind: records.KindElevation, ID: int64(e.ID)})
	if !ok {
		return Result{}, gone("The request")
	}
	res := Result{Subject: r.Name, About: r.User.Key()}
	n := *r
	n.State, n.Note, n.Decider, n.Decided = records.Declined, e.Note, env.Actor.Name,
		env.Now.Unix()
	if e.Grant {
		n.State, n.Profile = records.Granted, cmp.Or(e.Profile, r.Profile)
	}
	switch {
	case r.State == n.State && r.Profile == n.Profile:
		res.Status = records.Merged
		return res, nil
	case r.State != records.Asked:
		return res, problem.New(problem.Conflict, "Somebody else has decided this meanwhile.")
	}
	if e.Grant {
		if err := e.give(tx, env, &n); err != nil {
			return res, err
		}
	}
	tx.Put(&n)
	tellDecided(tx, env, &n)
	return res, nil
}

// tellDecided queues a mail to whoever asked: for themselves (A45), or for somebody else (A31).
func tellDecided(tx Tx, env Env, r *records.Elevation) {
	m, ok := recipient(tx, env, r.Asker)
	if !ok {
		return
	}
	switch {
	case r.Asker != r.Person:
		m.Template, m.Link = records.ElevationMail, "ask-access"
		m.Args["person"] = r.Name
	case r.State == records.Granted:
		m.Template, m.Link = records.AccessGivenMail, "home"
	default:
		m.Template, m.Link = records.AccessDeniedMail, "ask-access"
	}
	mail(tx, env, m)
}

// give changes the access that the person has at the account, or adds one.
func (e *DecideElevation) give(tx Tx, env Env, r *records.Elevation) error {
	if err := assignable(tx, r.Profile); err != nil {
		return err
	}
	for _, a := range accessesOf(tx, r.User) {
		if a.Account == r.Account {
			n := *a
			n.Profile, n.GrantedBy, n.Reason = r.Profile, env.Actor.Name, env.Reason
			tx.Put(&n)
			return nil
		}
	}
	add := &AddAccess{ID: e.Access, User: r.User, Account: r.Account,
		Terms: Terms{Profile: r.Profile}}
	if err := add.Validate(); err != nil {
		return err
	}
	_, err := add.Apply(tx, env)
	return err
}
