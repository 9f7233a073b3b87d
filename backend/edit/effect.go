package edit

import (
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// effect says what a change does to access, compared over all time: by what it does, never by the
// name of the edit. Whatever is not strictly narrower counts as widening.
type effect int

const (
	none effect = iota
	narrows
	widens
)

// The subjects of a narrowing, as the ledger names them. A person is named twice: by the record and
// by the e-mail address, so that making the person anew does not restore access. A login is named
// only where a removal finds none: it may yet come, as after the server went back to an older
// state.
func personSubject(id records.PersonID) string   { return "person:" + id.String() }
func loginSubject(id records.UserID) string      { return loginPrefix + id.String() }
func identitySubject(email string) string        { return "email:" + records.Fold(email) }
func profileSubject(id records.ProfileID) string { return "profile:" + id.String() }
func accountSubject(id records.AccountID) string { return "account:" + id.String() }

const (
	portalSubject = "portal"
	loginPrefix   = "user:"
)

// effectOf looks at everything that a buffer would write.
func effectOf(b *buffer) (sum effect, subjects []string) {
	for _, k := range b.order {
		e, about := change(b, b.before[k], b.after[k])
		if e == none {
			continue
		}
		sum = max(sum, e)
		for _, s := range about {
			if !slices.Contains(subjects, s) {
				subjects = append(subjects, s)
			}
		}
	}
	return sum, subjects
}

// change compares one record before and after.
func change(b *buffer, before, after records.Record) (effect, []string) {
	kind := after
	if kind == nil {
		kind = before
	}
	switch kind.(type) {
	case *records.User:
		x, y := as[records.User](before), as[records.User](after)
		u := either(x, y)
		return compareUsers(x, y), append(subjectsOf(b, u.Person), loginSubject(u.ID))
	case *records.Access:
		x, y := as[records.Access](before), as[records.Access](after)
		return compareAccess(b, x, y), subjectsOfUser(b, either(x, y).User)
	case *records.Person:
		x, y := as[records.Person](before), as[records.Person](after)
		return comparePeople(b, x, y), subjectsOf(b, either(x, y).ID)
	case *records.Profile:
		x, y := as[records.Profile](before), as[records.Profile](after)
		return compareProfiles(x, y), []string{profileSubject(either(x, y).ID)}
	case *records.Account:
		x, y := as[records.Account](before), as[records.Account](after)
		return compareAccounts(x, y), []string{accountSubject(either(x, y).ID)}
	case *records.Consolidation:
		x, y := as[records.Consolidation](before), as[records.Consolidation](after)
		c := compare{more: y != nil, less: y == nil}
		return c.effect(), []string{accountSubject(either(x, y).Account)}
	case *records.Portal:
		x, y := as[records.Portal](before), as[records.Portal](after)
		return comparePortals(x, y), []string{portalSubject}
	}
	return none, nil
}

// compare adds up single comparisons: each says whether the new value lets in no more than the old
// one, and no less.
type compare struct{ more, less bool }

func (c *compare) flag(before, after bool) {
	c.more = c.more || after && !before
	c.less = c.less || before && !after
}

func (c *compare) sets(before, after access.ComponentSet) { // of closed components
	c.more = c.more || !before.Within(after)
	c.less = c.less || !after.Within(before)
}

func (c *compare) windows(before, after access.Window) {
	c.more = c.more || !after.Within(before)
	c.less = c.less || !before.Within(after)
}

// requests: to follow the level above may be more or less, and counts as both.
func (c *compare) requests(before, after records.Requests) {
	c.more = c.more || before != after && after != records.OwnRequests
	c.less = c.less || before != after && after != records.AllRequests
}

func (c *compare) matrices(before, after access.Matrix) {
	c.more = c.more || !before.Covers(after)
	c.less = c.less || !after.Covers(before)
}

func (c *compare) effect() effect {
	switch {
	case c.more:
		return widens
	case c.less:
		return narrows
	}
	return none
}

// compareUsers: whoever may not sign in has nothing, whatever the rest says. A login that is made
// without Portal User gives nothing, and one that has it cleared loses everything, also where the
// same edit widens something else.
func compareUsers(x, y *records.User) effect {
	var c compare
	switch {
	case !signsIn(y):
		c.less = signsIn(x)
	case !signsIn(x):
		c.more = true
	default:
		c.windows(x.Support, y.Support)
		c.requests(x.Requests, y.Requests)
	}
	return c.effect()
}

func signsIn(u *records.User) bool {
	return u != nil && u.Active && u.PortalUser && u.RoleGroup && !u.Locked
}

func compareAccess(b *buffer, x, y *records.Access) effect {
	var c compare
	switch {
	case x == nil:
		c.more = true
	case y == nil:
		c.less = true
	case x.Account != y.Account:
		c.more = true
	default:
		c.windows(x.Schedule, y.Schedule)
		c.sets(x.Closed, y.Closed)
		c.flag(x.CanSign, y.CanSign)
		c.flag(x.PinReset, y.PinReset)
		c.matrices(matrixOf(b.under, x), matrixOf(b, y))
	}
	return c.effect()
}

func matrixOf(tx Tx, a *records.Access) access.Matrix {
	p, ok := get[*records.Profile](tx, records.Key{Kind: records.KindProfile, ID: int64(a.Profile)})
	if !ok {
		return access.MinimumMatrix()
	}
	return p.Matrix.With(a.Overrides)
}

// comparePeople: a person whose login may not sign in after the edit has nothing to gain.
func comparePeople(b *buffer, x, y *records.Person) effect {
	var c compare
	switch {
	case x == nil:
	case y == nil:
		c.less = true
	default:
		if !slices.ContainsFunc(find[*records.User](b, records.KindUser, "person", int64(y.ID)),
			signsIn) {
			return none
		}
		c.more = x.Account != y.Account
		c.flag(x.Email != "", y.Email != "")
	}
	return c.effect()
}

func compareProfiles(x, y *records.Profile) effect {
	var c compare
	if x != nil && y != nil {
		c.matrices(x.Matrix, y.Matrix)
		c.flag(x.Assignable, y.Assignable)
	} else if x != nil {
		c.less = true
	}
	return c.effect()
}

func compareAccounts(x, y *records.Account) effect {
	var c compare
	if x != nil && y != nil {
		c.more = x.Parent != y.Parent
		c.flag(x.Active, y.Active)
		c.flag(x.Portal, y.Portal)
		c.sets(x.Closed, y.Closed)
		c.requests(x.Requests, y.Requests)
	} else if x != nil {
		c.less = true
	}
	return c.effect()
}

func comparePortals(x, y *records.Portal) effect {
	var c compare
	if x == nil || y == nil {
		return none
	}
	c.flag(!x.RegisteredOnly, !y.RegisteredOnly)
	c.flag(!x.SignInToSubmit, !y.SignInToSubmit)
	c.flag(!x.SecondFactor, !y.SecondFactor)
	c.flag(x.AccountTickets, y.AccountTickets)
	c.flag(x.ManagersRaise, y.ManagersRaise)
	c.more = c.more || y.CutOff < x.CutOff
	c.less = c.less || y.CutOff > x.CutOff
	c.sets(x.Closed, y.Closed)
	return c.effect()
}

// subjectsOf names a person by the record and by the e-mail address, before and after.
func subjectsOf(b *buffer, id records.PersonID) []string {
	list := []string{personSubject(id)}
	key := records.Key{Kind: records.KindPerson, ID: int64(id)}
	for _, tx := range []Tx{b.under, b} {
		if p, ok := get[*records.Person](tx, key); ok && p.Email != "" {
			if s := identitySubject(p.Email); !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	return list
}

func subjectsOfUser(b *buffer, id records.UserID) []string {
	for _, tx := range []Tx{b, b.under} {
		if u, ok := get[*records.User](tx, user(id)); ok {
			return append(subjectsOf(b, u.Person), loginSubject(id))
		}
	}
	return []string{loginSubject(id)}
}

// subjectsAbout gives the subjects of a record that edits are about, none where it has nothing to
// do with access.
func subjectsAbout(b *buffer, about records.Key) []string {
	switch about.Kind {
	case records.KindUser:
		return subjectsOfUser(b, records.UserID(about.ID))
	case records.KindPerson:
		return subjectsOf(b, records.PersonID(about.ID))
	case records.KindProfile:
		return []string{profileSubject(records.ProfileID(about.ID))}
	case records.KindAccount:
		return []string{accountSubject(records.AccountID(about.ID))}
	case records.KindPortal:
		return []string{portalSubject}
	}
	return nil
}

// as gives a record of a known type, nil for nothing.
func as[T any, P interface {
	*T
	records.Record
}](r records.Record) P {
	if p, ok := r.(P); ok {
		return p
	}
	return nil
}

func either[T any](x, y *T) *T {
	if y != nil {
		return y
	}
	return x
}

// remover is an edit that takes access away by its very name, also when it changes nothing.
type remover interface{ removes(b *buffer) []string }
