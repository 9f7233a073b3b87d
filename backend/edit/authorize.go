package edit

import (
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// staff refuses everybody but active members of staff in one of the roles. The role is the one
// that the records give now, not the one that the author had at the click.
func staff(tx Tx, env Env, roles ...records.Role) error {
	if env.Actor.Staff == nil {
		return problem.New(problem.Denied, "Only the office's staff can do this.")
	}
	s := env.Actor.Staff
	if now, ok := get[*records.Staff](tx, s.Key()); ok {
		s = now
	} else if env.Side == Server {
		return problem.New(problem.Denied, "You no longer work in this office.")
	}
	if !s.Active {
		return problem.New(problem.Denied, "Your staff login is no longer active.")
	}
	if s.Role != records.Administrator && !slices.Contains(roles, s.Role) {
		return problem.Newf(problem.Denied, "Your role (%s) does not include this.", s.Role)
	}
	return nil
}

// may asks access whether the customer who acts may do this.
func may(env Env, p access.Permission, r *access.Record) error {
	if env.Actor.Subject == nil {
		return problem.New(problem.Denied, "Sign in to do this.")
	}
	d := access.Check(env.Actor.Subject, p, r, access.At(env.Now, env.Zone))
	if d.Allowed() {
		return nil
	}
	if d.Faults&access.NotReached != 0 { // like a record that does not exist
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	if text := refused[d.Faults]; text != "" {
		return problem.New(problem.Denied, text)
	}
	return problem.New(problem.Denied, "This is not part of your access.")
}

// refused says to customers what alone stands against them.
var refused = map[access.Fault]string{
	access.TicketClosed:  "This ticket is closed. Open a new one.",
	access.InvoicePaid:   "Nothing is due on this invoice any more.",
	access.Signed:        "This has been signed already.",
	access.NotForSigning: "This can no longer be signed. Please ask us.",
}

// dayOf is the day of an edit, in the portal's zone.
func dayOf(env Env) access.Day { return access.At(env.Now, env.Zone).Day }

// gone is the answer to an edit of something that was removed meanwhile: the removal wins, and the
// edit is kept.
func gone(what string) error {
	return problem.Newf(problem.Conflict,
		"%s was removed meanwhile. Your change is kept under Sync.", what)
}

// closedAt gives the components closed at an account, its parents included; Every when its portal
// is off or the account is unknown.
func closedAt(tx Tx, id records.AccountID) (closed access.ComponentSet) {
	for seen := 0; id != 0; seen++ {
		a, ok := get[*records.Account](tx, account(id))
		if !ok || !a.Active || !a.Portal || seen > 64 {
			return access.Every
		}
		closed |= a.Closed
		id = a.Parent
	}
	return closed
}

func account(id records.AccountID) records.Key {
	return records.Key{Kind: records.KindAccount, ID: int64(id)}
}
func person(id records.PersonID) records.Key {
	return records.Key{Kind: records.KindPerson, ID: int64(id)}
}
func user(id records.UserID) records.Key {
	return records.Key{Kind: records.KindUser, ID: int64(id)}
}
func profile(id records.ProfileID) records.Key {
	return records.Key{Kind: records.KindProfile, ID: int64(id)}
}
func ticket(id records.TicketID) records.Key {
	return records.Key{Kind: records.KindTicket, ID: int64(id)}
}
