package edit

import "gatehouse/backend/records"

// SaveClosing makes or changes scheduled off hours (A24).
type SaveClosing struct {
	Save[records.Closing, *records.Closing]
}

// Authorize lets staff, and customers who keep the off hours of their account.
func (e *SaveClosing) Authorize(tx Tx, env Env) error { return keeps(tx, env, &e.Want) }
