package portal

import (
	"net/http"
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// orderList lists the orders that are within the viewer's reach (N6); of a consolidated account,
// those of every account that it stands for (N4).
var orderList = list[*records.Order]{page: "orders", kind: records.KindOrder,
	needs: access.OrderView, rows: orderRows,
	states: []string{string(records.OrderNew), string(records.OrderWorking),
		string(records.OrderReady), string(records.OrderDone), string(records.OrderCancelled)}}

func (v *visit) orders(string) error { return orderList.show(v) }

func orderRows(v *visit, list []*records.Order) (rows []row, err error) {
	var used []records.FlagID
	var at []records.AccountID
	for _, o := range list {
		used, at = append(used, o.Flags...), append(at, o.Account)
	}
	flags, err := v.customerFlags(used)
	if err != nil {
		return nil, err
	}
	names, err := v.otherAccounts(at)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		created := v.moment(o.Created)
		one := row{ID: o.ID.String(), Title: o.Name, Href: v.base + "orders/" + o.ID.String(),
			Subs: filled(o.Number, names[o.Account]), State: string(o.Status), When: &created,
			StateLabel: v.words.say("orders.state." + string(o.Status)), Marks: v.due(o)}
		if o.Deadline != 0 && o.IsOpen() {
			one.Subs = append(one.Subs, v.words.say("orders.due", "time", v.moment(o.Deadline).Full))
		}
		one.Marks = append(one.Marks, marksOf(o, flags)...)
		rows = append(rows, one)
	}
	return rows, nil
}

// due tells overdue, within 24 hours and within 48 hours apart (N9), by words, colour and icon.
func (v *visit) due(o *records.Order) []mark {
	const hour = 3600
	left := o.Deadline - v.at.Unix
	switch {
	case o.Deadline == 0 || !o.IsOpen():
		return nil
	case left <= 0:
		return []mark{{"overdue", v.words.say("orders.overdue")}}
	case left <= 24*hour:
		return []mark{{"due-24", v.words.say("orders.due-24")}}
	case left <= 48*hour:
		return []mark{{"due-48", v.words.say("orders.due-48")}}
	}
	return nil
}

// customerFlags reads the flags that are for customers (N8).
func (v *visit) customerFlags(ids []records.FlagID) (map[records.FlagID]*records.Flag, error) {
	set := map[records.FlagID]*records.Flag{}
	if len(ids) == 0 {
		return set, nil
	}
	list, err := parts[*records.Flag](v, records.KindFlag, "id", numbers(ids)...)
	for _, f := range list {
		if f.Hidden() == 0 { // the source leaves the others out already
			set[f.ID] = f
		}
	}
	return set, err
}

func marksOf(o *records.Order, flags map[records.FlagID]*records.Flag) (list []mark) {
	for _, id := range o.Flags {
		if f := flags[id]; f != nil {
			list = append(list, mark{f.Look, f.Name})
		}
	}
	return list
}

// otherAccounts names the accounts of records, but for the viewer's own.
func (v *visit) otherAccounts(ids []records.AccountID) (map[records.AccountID]string, error) {
	names := map[records.AccountID]string{}
	ids = slices.DeleteFunc(ids, func(id records.AccountID) bool {
		return v.Account != nil && id == v.Account.ID
	})
	if len(ids) == 0 {
		return names, nil
	}
	list, err := parts[*records.Account](v, records.KindAccount, "id", numbers(ids)...)
	for _, a := range list {
		names[a.ID] = a.Name
	}
	return names, err
}

// numbers gives ids for a look-up.
func numbers[T any](ids []records.ID[T]) []int64 {
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	return list
}

// orderView is one order.
type orderView struct {
	ID, Number, Name  string
	State, StateLabel string
	Marks             []mark
	Facts             []fact
	Info              []fact
	Files             []fileView
}

// order shows one order (N6): never the tasks inside it, of the additional information what staff
// show to customers, and of the files those of customer file types (N7).
func (v *visit) order(arg string) error {
	if d := v.may(access.OrderView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[*records.Order](v, access.OrderView, arg)
	if err != nil {
		return err
	}
	o := s.It
	view := orderView{ID: o.ID.String(), Number: o.Number, Name: o.Name, State: string(o.Status),
		StateLabel: v.words.say("orders.state." + string(o.Status)), Marks: v.due(o)}
	flags, err := v.customerFlags(o.Flags)
	if err != nil {
		return err
	}
	view.Marks = append(view.Marks, marksOf(o, flags)...)
	if view.Facts, err = v.orderFacts(o); err != nil {
		return err
	}
	if view.Info, err = v.orderInfo(o); err != nil {
		return err
	}
	if view.Files, err = v.filesOf(o.Key()); err != nil {
		return err
	}
	return v.show(http.StatusOK, "order", o.Title(), view)
}

func (v *visit) orderFacts(o *records.Order) ([]fact, error) {
	names, err := v.source.People(v.r.Context(), []records.PersonID{o.Contact, o.Creator})
	if err != nil {
		return nil, err
	}
	at, err := v.otherAccounts([]records.AccountID{o.Account})
	if err != nil {
		return nil, err
	}
	var list []fact
	for _, f := range []fact{
		{Label: v.words.say("orders.account"), Text: at[o.Account]},
		{Label: v.words.say("orders.contact"), Text: v.nameOf(o.Contact, names)},
		{Label: v.words.say("orders.creator"), Text: v.nameOf(o.Creator, names)},
	} {
		if f.Text != "" {
			list = append(list, f)
		}
	}
	if o.Deadline != 0 {
		deadline := v.moment(o.Deadline)
		list = append(list, fact{Label: v.words.say("orders.deadline"), At: &deadline})
	}
	created := v.moment(o.Created)
	return append(list, fact{Label: v.words.say("orders.created"), At: &created}), nil
}

// orderInfo lists the additional information whose fields are shown to customers, in the order of
// the type's fields.
func (v *visit) orderInfo(o *records.Order) (list []fact, err error) {
	if o.Type == 0 {
		return nil, nil
	}
	types, err := parts[*records.OrderType](v, records.KindOrderType, "id", int64(o.Type))
	for _, t := range types {
		for _, f := range t.Fields {
			if text := o.Info[f.Key]; f.Shown && text != "" {
				list = append(list, fact{Label: f.Label, Text: text})
			}
		}
	}
	return list, err
}
