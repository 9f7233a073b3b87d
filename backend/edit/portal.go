package edit

import (
	"fmt"
	"reflect"
	"time"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SetPortal replaces the portal's settings (Z1 to Z6, A38).
type SetPortal struct{ Was, Want records.Portal }

// Validate checks the settings by themselves.
func (e *SetPortal) Validate() error { return e.Want.Check() }

// Authorize lets administrators.
func (e *SetPortal) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply sets the settings that the author edited. Where somebody else changed the same one
// meanwhile, the stricter value of what opens the portal stands, and the later one of the rest.
func (e *SetPortal) Apply(tx Tx, env Env) (Result, error) {
	res := Result{Subject: e.Want.Name, About: records.PortalKey, Status: records.Merged}
	now, ok := get[*records.Portal](tx, records.PortalKey)
	if !ok {
		want := e.Want
		tx.Put(&want)
		return Result{Subject: res.Subject, About: res.About}, nil
	}
	n, was, want := *now, e.Was, e.Want
	if was.CutOff != want.CutOff && now.CutOff != was.CutOff && want.CutOff < now.CutOff {
		const from = "Shown from %s"
		res.Mine = fmt.Sprintf(from, dayText(want.CutOff))
		res.Theirs = fmt.Sprintf(from, dayText(now.CutOff))
		return res, problem.New(problem.Conflict, "Somebody else changed from when on customers "+
			"see records. The stricter value stays in force.")
	}
	if was.CutOff != want.CutOff {
		was.CutOff = now.CutOff // the stricter one: nothing is overwritten
	}
	n.Closed = now.Closed&^(was.Closed&^want.Closed) | want.Closed&^was.Closed
	was.Closed, want.Closed = n.Closed, n.Closed
	merge(&res, reflect.ValueOf(&n).Elem(), reflect.ValueOf(&was).Elem(),
		reflect.ValueOf(&want).Elem())
	if n != *now {
		if res.Status == records.Merged {
			res.Status = records.Applied
		}
		tx.Put(&n)
	}
	return res, nil
}

// dayText writes seconds since 1970 as a day.
func dayText(at int64) string {
	if at == 0 {
		return "the beginning"
	}
	return time.Unix(at, 0).UTC().Format("2006-01-02")
}

// AddStaff makes a member of staff. Whoever has an e-mail address gets a one-time link with which
// they choose the password for the server.
type AddStaff struct{ Staff records.Staff }

// Validate checks the member of staff.
func (e *AddStaff) Validate() error { return e.Staff.Check() }

// Authorize lets administrators.
func (e *AddStaff) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply writes the member of staff.
func (e *AddStaff) Apply(tx Tx, env Env) (Result, error) {
	s := e.Staff
	if tx.Row(s.Key()) != nil {
		return Result{Subject: s.Name, About: s.Key()},
			problem.New(problem.Conflict, "They work here already.")
	}
	tx.Put(&s)
	if s.Active {
		mail(tx, env, records.Mail{To: s.Email, Template: records.StaffPasswordMail,
			Link: "staff/set-password", Args: records.Args{"name": s.Name, "number": s.ID.String()}})
	}
	return Result{Subject: s.Name, About: s.Key()}, nil
}

// SaveStaff makes or changes a member of staff by a form (O14). Whoever is not active any more can
// sign in nowhere, and their computers get nothing new; what they send is judged by the rights of
// now, so that a removal becomes a task for the others.
type SaveStaff struct {
	Save[records.Staff, *records.Staff]
}

// Authorize lets administrators.
func (e *SaveStaff) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply writes the member of staff.
func (e *SaveStaff) Apply(tx Tx, env Env) (Result, error) {
	if e.Was == nil {
		return (&AddStaff{Staff: e.Want}).Apply(tx, env)
	}
	return e.Save.Apply(tx, env)
}

// governed refuses an office without anybody who can do everything.
func governed(tx Tx) error {
	for _, s := range find[*records.Staff](tx, records.KindStaff, "role",
		string(records.Administrator)) {
		if s.Active {
			return nil
		}
	}
	return problem.New(problem.Invalid, "Somebody has to stay an administrator. Make somebody else "+
		"one first.").On("role")
}
