package edit

import "gatehouse/backend/records"

// SaveVendor makes or changes a vendor (A22).
type SaveVendor struct {
	Save[records.Vendor, *records.Vendor]
}

// Authorize lets staff, and customers who keep the vendors of their account.
func (e *SaveVendor) Authorize(tx Tx, env Env) error { return keeps(tx, env, &e.Want) }
