package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveQueue makes or changes a queue (A20).
type SaveQueue struct {
	Save[records.Queue, *records.Queue]
}

// Authorize lets staff, and customers who keep the queues of their account.
func (e *SaveQueue) Authorize(tx Tx, env Env) error { return keeps(tx, env, &e.Want) }

// keeping is what customers need to make, change or take away a record of their account.
var keeping = map[records.Kind]access.Permission{
	records.KindQueue:       access.QueuesManage,
	records.KindRequestType: access.RequestTypesManage,
	records.KindVendor:      access.VendorsManage,
	records.KindAbsence:     access.OutOfOfficeManage,
	records.KindClosing:     access.OffHoursManage,
}

// keeps lets staff, and customers who keep records like this one at its account, as it is and as
// it shall be. The office's own belong to no account, so no customer keeps them.
func keeps(tx Tx, env Env, want records.Guarded) error {
	if env.Actor.Staff != nil || env.Actor.Subject == nil {
		return staff(tx, env, records.AccessManager)
	}
	p := keeping[want.Key().Kind]
	for _, r := range []records.Guarded{guarded(tx, want.Key()), want} {
		if r == nil {
			continue
		}
		if err := may(env, p, records.Guard(r, p, closedAt(tx, r.At()))); err != nil {
			return err
		}
	}
	return nil
}

// guarded reads a guarded record, nil when there is none.
func guarded(tx Tx, key records.Key) records.Guarded {
	r, _ := get[records.Guarded](tx, key)
	return r
}

// colleague refuses a person who does not belong to the account.
func colleague(tx Tx, id records.PersonID, at records.AccountID, field string) error {
	if id == 0 {
		return nil
	}
	if p, ok := get[*records.Person](tx, person(id)); !ok || p.Account != at {
		return problem.New(problem.Invalid, "Choose somebody of this company.").On(field)
	}
	return nil
}
