package edit

import (
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveReview makes or changes an access review (B15). Its rounds are not the form's: a first day
// that has come begins one, and other terms give those who answer time again.
type SaveReview struct {
	Save[records.Review, *records.Review]
}

// notice is how many days a round is due after its terms were changed, at least: nobody's access
// ends by silence without having been announced.
const notice = 7

// Apply makes the review or sets the fields that the author edited.
func (e *SaveReview) Apply(tx Tx, env Env) (Result, error) {
	e.Want.Began, e.Want.Due = 0, 0
	if e.Was != nil {
		e.Want.Began, e.Want.Due = e.Was.Began, e.Was.Due
	}
	before, _ := get[*records.Review](tx, e.Want.Key())
	res, err := e.Save.Apply(tx, env)
	now, ok := get[*records.Review](tx, e.Want.Key())
	if err != nil || !ok || res.Status == records.Merged {
		return res, err
	}
	n, today := *now, dayOf(env)
	switch {
	case n.IsWaited(today):
		begin(tx, env, &n)
	case n.Runs() && before != nil && harder(before, now):
		n.Due = max(n.Began+access.Day(n.Days), today+access.Day(min(n.Days, notice)))
		announce(tx, env, &n)
	}
	tx.Put(&n)
	return res, nil
}

// harder reports whether what a round asks is not what was announced.
func harder(was, now *records.Review) bool {
	return was.Profile != now.Profile || was.Account != now.Account || was.Days != now.Days ||
		was.Silence != now.Silence
}

func begin(tx Tx, env Env, r *records.Review) {
	r.Begin(dayOf(env))
	announce(tx, env, r)
}

// announce queues the mail that says what is due, for some days before it is. The server asks
// again then.
func announce(tx Tx, env Env, r *records.Review) {
	list := lookingAfter(tx, 0)
	if s, ok := get[*records.Staff](tx, r.Staff.Key()); ok && s.Active {
		list = []*records.Staff{s}
	}
	at := access.Day(max(r.Due-notice, r.Began)).Time(env.Zone)
	for _, s := range list {
		mail(tx, env, records.Mail{To: s.Email, Template: records.ReviewDueMail, Due: at.Unix(),
			Link: fmt.Sprintf("reviews/%s/%s", r.ID, r.Due),
			Args: records.Args{"name": s.Name, "review": r.Name, "day": r.Due.String()}})
	}
}

// BeginRound starts a round of a review: staff before its day, the server on it.
type BeginRound struct{ Review records.ReviewID }

// Validate refuses no review.
func (e *BeginRound) Validate() error { return needsReview(e.Review) }

// Authorize lets access managers and administrators, and the server itself.
func (e *BeginRound) Authorize(tx Tx, env Env) error { return keepsRounds(tx, env) }

// Apply begins today, where no round runs.
func (e *BeginRound) Apply(tx Tx, env Env) (Result, error) {
	r, res, err := review(tx, e.Review)
	if err != nil {
		return res, err
	}
	if r.Runs() || env.Actor.Staff == nil && !r.IsWaited(dayOf(env)) {
		res.Status = records.Merged
		return res, nil
	}
	n := *r
	begin(tx, env, &n)
	tx.Put(&n)
	res.Why = fmt.Sprintf("Answers are due by %s.", n.Due)
	return res, nil
}

// EndRound ends a round of a review after its last day.
type EndRound struct {
	Review records.ReviewID
	Due    access.Day // of the round
	Left   int64      // accesses that nobody answered for and that stay
}

// Validate refuses no review.
func (e *EndRound) Validate() error { return needsReview(e.Review) }

// Authorize lets access managers and administrators, and the server itself.
func (e *EndRound) Authorize(tx Tx, env Env) error { return keepsRounds(tx, env) }

// Apply ends the round, unless it has ended or its last day was moved.
func (e *EndRound) Apply(tx Tx, env Env) (Result, error) {
	r, res, err := review(tx, e.Review)
	if err != nil || r.Due != e.Due || !r.IsOver(dayOf(env)) {
		res.Status = records.Merged
		return res, nil
	}
	n := *r
	n.Due = 0
	tx.Put(&n)
	if e.Left > 0 {
		res.Why = fmt.Sprintf("Accesses without an answer: %d. They stay.", e.Left)
	}
	return res, nil
}

// EndUnanswered is the end of an access for which nobody answered in a round whose default for
// silence that is (B15). It looks again whether that is so.
type EndUnanswered struct {
	Review records.ReviewID
	Due    access.Day // of the round
	User   records.UserID
	Access records.AccessID
}

// Validate refuses no review and no access.
func (e *EndUnanswered) Validate() error {
	if e.Access <= 0 || e.User <= 0 {
		return problem.New(problem.Invalid, "A portal access belongs to a user.")
	}
	return needsReview(e.Review)
}

// Authorize lets access managers and administrators, and the server itself.
func (e *EndUnanswered) Authorize(tx Tx, env Env) error { return keepsRounds(tx, env) }

// Apply takes the access away. Whoever was answered for, at the last moment, keeps it.
func (e *EndUnanswered) Apply(tx Tx, env Env) (Result, error) {
	_, _, res, err := holder(tx, e.User)
	res.Status = records.Merged
	if err != nil {
		return res, nil
	}
	r, there := get[*records.Review](tx, e.Review.Key())
	a, held := get[*records.Access](tx, e.Access.Key())
	if !there || !held || a.User != e.User || r.Silence != records.End || r.Due != e.Due ||
		!r.IsOver(dayOf(env)) || !r.Wants(a) || !covers(tx, r, a) {
		return res, nil
	}
	tx.Delete(a.Key())
	res.Status = records.Applied
	res.Why = fmt.Sprintf("Nobody answered the review “%s” by %s.", r.Name, r.Due)
	return res, nil
}

// covers reports whether a review is about an access.
func covers(tx Tx, r *records.Review, a *records.Access) bool {
	if r.Profile != 0 && r.Profile != a.Profile {
		return false
	}
	if r.Account == 0 {
		return true
	}
	for at, seen := a.Account, 0; at != 0 && seen <= 64; seen++ {
		if at == r.Account {
			return true
		}
		over, ok := get[*records.Account](tx, account(at))
		if !ok {
			return false
		}
		at = over.Parent
	}
	return false
}

// ConfirmAccess says that an access is still right (B15). It gives nothing and takes nothing: what
// was taken away meanwhile stays away, and what was changed meanwhile is to be looked at again.
type ConfirmAccess struct {
	Access  records.AccessID
	User    records.UserID
	Profile records.ProfileID // that the author saw
	Round   access.Day        // on which the round began that is answered
	Day     access.Day        // of the answer, by the author's clock
}

// Validate refuses no access and an answer to a round to come.
func (e *ConfirmAccess) Validate() error {
	switch {
	case e.Access <= 0 || e.User <= 0:
		return problem.New(problem.Invalid, "A portal access belongs to a user.")
	case e.Round <= 0 || e.Day < e.Round:
		return problem.New(problem.Invalid, "This round has not begun.")
	}
	return nil
}

// Authorize lets access managers and administrators.
func (e *ConfirmAccess) Authorize(tx Tx, env Env) error {
	return staff(tx, env, records.AccessManager)
}

// Apply notes who said so. The first answer of a round stands.
func (e *ConfirmAccess) Apply(tx Tx, env Env) (Result, error) {
	_, _, res, err := holder(tx, e.User)
	if err != nil {
		return res, err
	}
	a, ok := get[*records.Access](tx, e.Access.Key())
	switch {
	case !ok || a.User != e.User:
		return res, gone("The portal access")
	case a.Profile != e.Profile:
		res.Mine, res.Theirs = held(tx, e.Profile), held(tx, a.Profile)
		return res, problem.New(problem.Conflict, "Somebody else changed this access meanwhile. "+
			"Look at it again, and confirm it then.")
	case a.Confirmed >= e.Round:
		res.Status = records.Merged
		return res, nil
	}
	n := *a
	n.Confirmed, n.ConfirmedBy = max(e.Round, min(e.Day, dayOf(env))), env.Actor.Name
	if n.Confirmed > dayOf(env) {
		return res, problem.New(problem.Invalid, "This round has not begun.")
	}
	tx.Put(&n)
	return res, nil
}

func needsReview(id records.ReviewID) error {
	if id <= 0 {
		return problem.New(problem.Invalid, "Say which review it is.")
	}
	return nil
}

// keepsRounds lets whoever keeps reviews going: the server itself, or those who do reviews, as at a
// desk that works alone.
func keepsRounds(tx Tx, env Env) error {
	if env.Actor.Server {
		return nil
	}
	return staff(tx, env, records.AccessManager)
}

func review(tx Tx, id records.ReviewID) (*records.Review, Result, error) {
	r, ok := get[*records.Review](tx, id.Key())
	if !ok {
		return nil, Result{About: id.Key()}, gone("The review")
	}
	return r, Result{About: r.Key(), Subject: r.Name}, nil
}
