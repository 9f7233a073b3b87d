package edit

import "gatehouse/backend/records"

// SaveAllowance makes or changes block hours or a retainer (A25).
type SaveAllowance struct {
	Save[records.Allowance, *records.Allowance]
}

// SaveDraw notes or corrects a use of an allowance.
type SaveDraw struct {
	Save[records.Draw, *records.Draw]
}

// Apply refuses a use of what is not there.
func (e *SaveDraw) Apply(tx Tx, env Env) (Result, error) {
	key := records.Key{Kind: records.KindAllowance, ID: int64(e.Want.Allowance)}
	if tx.Row(key) == nil {
		return Result{}, gone("The allowance")
	}
	return e.Save.Apply(tx, env)
}
