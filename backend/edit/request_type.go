package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveRequestType makes or changes a request type (A21, A44).
type SaveRequestType struct {
	Save[records.RequestType, *records.RequestType]
}

// Authorize lets staff, and customers who keep the request types of their account.
func (e *SaveRequestType) Authorize(tx Tx, env Env) error { return keeps(tx, env, &e.Want) }

// Apply refuses a queue and an approver of another account: a customer's type leads to the office's
// queues or their own.
func (e *SaveRequestType) Apply(tx Tx, env Env) (Result, error) {
	t := e.Want
	if q, ok := get[*records.Queue](tx, records.Key{Kind: records.KindQueue,
		ID: int64(t.Queue)}); t.Queue != 0 &&
		(!ok || q.Account != 0 && q.Account != t.Account) {
		return Result{}, problem.New(problem.Invalid, "Choose a queue of this company.").On("queue")
	}
	if err := colleague(tx, t.Approver, t.Account, "approver"); err != nil {
		return Result{}, err
	}
	return e.Save.Apply(tx, env)
}
