package edit

import "gatehouse/backend/records"

// SaveAbsence makes or changes when somebody is out of office (A23).
type SaveAbsence struct {
	Save[records.Absence, *records.Absence]
}

// Authorize lets staff, and customers who keep the absences of their account.
func (e *SaveAbsence) Authorize(tx Tx, env Env) error { return keeps(tx, env, &e.Want) }

// Apply names whoever is away, who is somebody of the account where one is given.
func (e *SaveAbsence) Apply(tx Tx, env Env) (Result, error) {
	if err := colleague(tx, e.Want.Person, e.Want.Account, "person"); err != nil {
		return Result{}, err
	}
	return e.Save.Apply(tx, env)
}
