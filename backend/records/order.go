package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// OrderStatus says how far an order is.
type OrderStatus string

// The states of an order.
const (
	OrderNew       OrderStatus = "new"
	OrderWorking   OrderStatus = "working"
	OrderReady     OrderStatus = "ready"
	OrderDone      OrderStatus = "done"
	OrderCancelled OrderStatus = "cancelled"
)

// Order is what an account has ordered (N4, N6). Its files are records.File; of them, customers see
// those of customer file types (N7).
type Order struct {
	ID       OrderID
	Number   string // as people say it, such as "O-0042"
	Name     string
	Account  AccountID
	Contact  PersonID // of the customer
	Creator  PersonID
	Status   OrderStatus
	Deadline int64 // seconds since 1970; 0 = none
	Type     OrderTypeID
	Flags    []FlagID
	Info     map[string]string // what the fields of its type say, by their key
	Created  int64
}

// Key names the order.
func (o *Order) Key() Key { return Key{KindOrder, int64(o.ID)} }

// Index gives the account and the type.
func (o *Order) Index(column string) any {
	switch column {
	case "account":
		return int64(o.Account)
	case "type":
		return int64(o.Type)
	}
	return nil
}

// IsOpen reports whether there is still something to do.
func (o *Order) IsOpen() bool { return o.Status != OrderDone && o.Status != OrderCancelled }

// Check refuses an order without a name or an account.
func (o *Order) Check() error {
	switch {
	case o.ID <= 0 || o.Account <= 0:
		return problem.New(problem.Invalid, "An order belongs to an account.").On("account")
	case o.Deadline < 0:
		return problem.New(problem.Invalid, "The deadline is not a possible time.").On("deadline")
	case o.Status != OrderNew && o.Status != OrderWorking && o.Status != OrderReady &&
		o.Status != OrderDone && o.Status != OrderCancelled:
		return problem.New(problem.Invalid,
			"An order is new, in progress, ready, done or cancelled.").On("status")
	}
	for _, text := range o.Info {
		if err := long("info", text); err != nil {
			return err
		}
	}
	return firstOf(named("name", o.Name), short("number", o.Number))
}

// Title is the number and the name.
func (o *Order) Title() string { return strings.TrimSpace(o.Number + " " + o.Name) }

// At gives the account.
func (o *Order) At() AccountID { return o.Account }

// Record gives what a decision needs to know of the order (N4, N6). The relations are those of
// OrderColumns, which says the same to SQL.
func (o *Order) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: o.Created,
		Keys: accountKeys(access.Sets{access.Own: keys(o.Contact, o.Creator)}, o.Account)}
}

// OrderColumns is Order.Record for SQL: table orders as t, accounts as a.
var OrderColumns = access.Columns{
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Own:     {"t.contact $", "t.creator $"},
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}

// OrderType says which additional information an order has, and which of it is for customers (N6).
type OrderType struct {
	ID     OrderTypeID
	Name   string
	Fields []OrderField
}

// OrderField is one piece of additional information.
type OrderField struct {
	Key   string // in Order.Info
	Label string
	Shown bool // to customers
}

// Key names the order type.
func (t *OrderType) Key() Key { return Key{KindOrderType, int64(t.ID)} }

// Index gives nothing: order types are found by their id.
func (t *OrderType) Index(string) any { return nil }

// Title is the name.
func (t *OrderType) Title() string { return t.Name }

// Check refuses a type without a name, and fields that could not be told apart.
func (t *OrderType) Check() error {
	if t.ID <= 0 {
		return problem.New(problem.Invalid, "An order type needs an id.")
	}
	seen := map[string]bool{}
	for _, f := range t.Fields {
		if err := firstOf(named("fields", f.Key), named("fields", f.Label)); err != nil {
			return err
		}
		if seen[f.Key] {
			return problem.Newf(problem.Invalid, "There are two fields “%s”.", f.Key).On("fields")
		}
		seen[f.Key] = true
	}
	return named("name", t.Name)
}

// Flag marks orders. Customers see those that are customer flags only (N8).
type Flag struct {
	ID       FlagID
	Name     string
	Look     string // good, bad, warn, info, or empty
	Customer bool   // "Is a customer flag"
}

// Key names the flag.
func (f *Flag) Key() Key { return Key{KindFlag, int64(f.ID)} }

// Index gives nothing: flags are found by their id.
func (f *Flag) Index(string) any { return nil }

// Title is the name.
func (f *Flag) Title() string { return f.Name }

// Hidden says why customers who see an order do not see this flag on it, 0 where they do (N8).
func (f *Flag) Hidden() access.Fault {
	if !f.Customer {
		return access.NotCustomerFlag
	}
	return 0
}

// Check refuses a flag without a name.
func (f *Flag) Check() error {
	switch f.Look {
	case "", "good", "bad", "warn", "info":
	default:
		return problem.New(problem.Invalid, "A flag is green, red, orange, blue or grey.").On("look")
	}
	if f.ID <= 0 {
		return problem.New(problem.Invalid, "A flag needs an id.")
	}
	if len(f.Name) > 60 {
		return problem.New(problem.Invalid, "A flag has a short name. Use 60 letters or less.").
			On("name")
	}
	return named("name", f.Name)
}

// OrderTask is a task inside an order. It is the office's own and never reaches a customer (N6).
type OrderTask struct {
	ID      OrderTaskID
	Order   OrderID
	Account AccountID // the order's
	Name    string
	Text    string
	Staff   StaffID // who does it
	Done    bool
	Created int64
}

// Key names the task.
func (t *OrderTask) Key() Key { return Key{KindOrderTask, int64(t.ID)} }

// Index gives the order.
func (t *OrderTask) Index(column string) any {
	if column == "of_order" {
		return int64(t.Order)
	}
	return nil
}

// Title is the name.
func (t *OrderTask) Title() string { return t.Name }

// At gives the account.
func (t *OrderTask) At() AccountID { return t.Account }

// Check refuses a task without a name or an order.
func (t *OrderTask) Check() error {
	if t.ID <= 0 || t.Order <= 0 {
		return problem.New(problem.Invalid, "This task belongs to an order.")
	}
	return firstOf(named("name", t.Name), long("text", t.Text))
}

// Record says that the task is for nobody in the portal, whose order ever it belongs to.
func (t *OrderTask) Record(closed access.ComponentSet) *access.Record {
	return &access.Record{Closed: closed, Created: t.Created, Hidden: access.OrderTask,
		Keys: accountKeys(access.Sets{}, t.Account)}
}
