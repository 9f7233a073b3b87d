package edit

import (
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveOrder makes or changes an order (N6). It stays with its account, because its tasks say the
// same account.
type SaveOrder struct {
	Save[records.Order, *records.Order]
}

// Apply writes the order.
func (e *SaveOrder) Apply(tx Tx, env Env) (Result, error) {
	if e.Was != nil && e.Was.Account != e.Want.Account {
		return Result{}, problem.New(problem.Invalid, "An order stays with its account.").
			On("account")
	}
	if e.Was == nil && tx.Row(account(e.Want.Account)) == nil {
		return Result{}, gone("The account")
	}
	s := e.Save
	return s.begin(&s.Want.Created, tx, env)
}

// SaveOrderType makes or changes an order type: which additional information its orders have, and
// what of it customers see (N6).
type SaveOrderType struct {
	Save[records.OrderType, *records.OrderType]
}

// SaveFlag makes or changes a flag, such as by making it one for customers (N8).
type SaveFlag struct {
	Save[records.Flag, *records.Flag]
}

// SaveOrderTask makes or changes a task inside an order, which never reaches a customer (N6).
type SaveOrderTask struct {
	Save[records.OrderTask, *records.OrderTask]
}

// Apply writes the task. Its account is the order's, whatever the form said.
func (e *SaveOrderTask) Apply(tx Tx, env Env) (Result, error) {
	o, ok := get[*records.Order](tx, order(e.Want.Order))
	if !ok {
		return Result{}, gone("The order")
	}
	s := e.Save
	s.Want.Account = o.Account
	return s.begin(&s.Want.Created, tx, env)
}

func order(id records.OrderID) records.Key {
	return records.Key{Kind: records.KindOrder, ID: int64(id)}
}
