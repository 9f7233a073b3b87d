package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SetPortal replaces the portal's settings (Z1 to Z6, A38).
type SetPortal struct{ Was, Want records.Portal }

// Validate checks the settings by themselves.
func (e *SetPortal) Validate() error { return e.Want.Check() }

// Authorize lets administrators.
func (e *SetPortal) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply sets the settings, unless somebody else changed them meanwhile.
func (e *SetPortal) Apply(tx Tx, env Env) (Result, error) {
	res := Result{Subject: e.Want.Name, About: records.PortalKey}
	now, ok := get[*records.Portal](tx, records.PortalKey)
	switch {
	case ok && *now == e.Want:
		res.Status = records.Merged
		return res, nil
	case ok && *now != e.Was:
		return res, problem.New(problem.Conflict,
			"Somebody else changed the portal settings meanwhile. Look at them and try again.")
	}
	want := e.Want
	tx.Put(&want)
	return res, nil
}

// AddStaff makes a member of staff.
type AddStaff struct{ Staff records.Staff }

// Validate checks the member of staff.
func (e *AddStaff) Validate() error { return e.Staff.Check() }

// Authorize lets administrators.
func (e *AddStaff) Authorize(tx Tx, env Env) error { return staff(tx, env) }

// Apply writes the member of staff.
func (e *AddStaff) Apply(tx Tx, env Env) (Result, error) {
	s := e.Staff
	if tx.Row(s.Key()) != nil {
		return Result{Subject: s.Name}, problem.New(problem.Conflict, "They work here already.")
	}
	tx.Put(&s)
	return Result{Subject: s.Name}, nil
}
