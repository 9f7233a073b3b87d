package edit

import (
	"slices"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// Provider is the machine of the edits of identity providers, as the history names it. A desk may
// be called so as well, but its edits are a member of staff's.
const Provider = "SCIM"

// notThis is what a token may not do. Somebody else's people are refused like nobody.
var notThis = problem.New(problem.Denied, "This is not part of what this token may do.")

// provider lets an identity provider manage the people of its account (B20). The token is looked at
// in the transaction that it writes in, so that nothing comes after its end.
func provider(tx Tx, env Env, at records.AccountID) error {
	t, ok := get[*records.Token](tx, env.Actor.Token.Key())
	if !ok || t.Use != records.ForSCIM || !t.IsGood(t.Hash, env.Now.Unix()) {
		return problem.New(problem.Denied, "This token is no longer good.")
	}
	if at == 0 || t.Account != at {
		return notThis
	}
	return nil
}

// provides lets an identity provider change what one of its people has. It gives profiles only that
// a client user may assign (A34), and nothing else that an access can hold; what the office gave
// beyond that, the office changes. Want nil asks for letting in, or taking away.
func provides(tx Tx, env Env, id records.UserID, want *Terms) error {
	_, p, _, err := holder(tx, id)
	if err != nil {
		return notThis
	}
	if err := provider(tx, env, p.Account); err != nil || want == nil {
		return err
	}
	if !clientsAssign(tx, want.Profile) {
		return problem.New(problem.Denied,
			"This security profile is given by the office only.").On("profile")
	}
	now := Terms{}
	for _, a := range accessesOf(tx, id) {
		if a.Account == p.Account {
			now = termsOf(a)
		}
	}
	if now.Profile != 0 && !clientsAssign(tx, now.Profile) {
		return problem.New(problem.Denied,
			"The office has given this person another security profile. Only the office changes it.")
	}
	if now.Profile = want.Profile; now != *want {
		return notThis
	}
	return nil
}

// identifies lets an identity provider change how somebody signs in and where their mail goes.
// With these they are the same person at every account: who has access at another one is not one
// account's alone.
func identifies(tx Tx, env Env, id records.UserID) error {
	if err := provides(tx, env, id, nil); err != nil {
		return err
	}
	_, p, _, err := holder(tx, id)
	if err != nil {
		return notThis
	}
	for _, a := range accessesOf(tx, id) {
		if a.Account != p.Account {
			return problem.New(problem.Denied,
				"This person has access at another company. Ask the office.")
		}
	}
	return nil
}

func clientsAssign(tx Tx, id records.ProfileID) bool {
	f, ok := get[*records.Profile](tx, profile(id))
	return ok && f.Assignable
}

// provides also asks that the access is one at the token's account.
func (e *UpdateAccess) provides(tx Tx, env Env) error {
	a, ok := get[*records.Access](tx, records.Key{Kind: records.KindAccess, ID: int64(e.ID)})
	if !ok || provider(tx, env, a.Account) != nil {
		return notThis
	}
	return provides(tx, env, e.User, &e.Want)
}

// SaveProvision keeps what an identity provider has said of a login beside what it may do: its own
// id of it, and whether it has deleted it.
type SaveProvision struct{ Want records.Provision }

// Validate refuses what no identity provider sends.
func (e *SaveProvision) Validate() error { return e.Want.Check() }

// Authorize lets an identity provider, for its own people.
func (e *SaveProvision) Authorize(tx Tx, env Env) error {
	if env.Actor.Token == 0 {
		return problem.New(problem.Denied, "Only the server does this.")
	}
	return provides(tx, env, e.Want.ID, nil)
}

// Apply keeps it.
func (e *SaveProvision) Apply(tx Tx, _ Env) (Result, error) {
	_, _, res, err := holder(tx, e.Want.ID)
	if err == nil {
		want := e.Want
		tx.Put(&want)
	}
	return res, err
}

// Barred reports whether people have taken something away from somebody and not given them anything
// since. What people take away, an identity provider does not give back: it sends the same state
// again and again, and cannot know that it was overruled. Its own removals do not bar it, because
// it does know of them.
func Barred(tx Tx, id records.UserID) bool {
	return anyBars(tx, subjectsOfUser(newBuffer(tx), id)...)
}

// BarredAs is Barred for a person who is yet to be made, by the e-mail address.
func BarredAs(tx Tx, email string) bool {
	return email != "" && anyBars(tx, identitySubject(email))
}

func anyBars(tx Tx, subjects ...string) bool {
	for _, s := range subjects {
		list := find[*records.Narrowing](tx, records.KindNarrowing, "subject", s)
		if slices.ContainsFunc(list, func(n *records.Narrowing) bool { return bars(tx, n) }) {
			return true
		}
	}
	return false
}

// bars reports whether a narrowing stands in the way of identity providers, which it does until
// people have given its person an access or Portal User again, and for good where its line is not
// known.
func bars(tx Tx, n *records.Narrowing) bool {
	line := lineOf(tx, n.UID)
	if line == nil {
		return true
	}
	if byProvider(line) {
		return false
	}
	for _, h := range find[*records.History](tx, records.KindHistory, "about", line.About.ID) {
		again := records.Narrowing{ID: records.KeyOf(n.Subject, string(h.UID))}
		if h.N > line.N && h.About == line.About && tx.Row(again.Key()) == nil && gives(h) {
			return false
		}
	}
	return true
}

func byProvider(h *records.History) bool { return h.Staff == 0 && h.Machine == Provider }

// gives reports whether people made an edit that left somebody with an access, or let them in.
func gives(h *records.History) bool {
	if byProvider(h) || !h.Status.HasEffect() {
		return false
	}
	return slices.ContainsFunc(changesOf(h), func(c Change) bool {
		before, after := recordOf(c.Key.Kind, c.Before), recordOf(c.Key.Kind, c.After)
		if c.Key.Kind == records.KindUser {
			return !signsIn(as[records.User](before)) && signsIn(as[records.User](after))
		}
		return c.Key.Kind == records.KindAccess && after != nil
	})
}
