package portal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// queuesKept are the account's own queues (A20).
var queuesKept = kept[records.Queue, *records.Queue]{page: "queues", kind: records.KindQueue,
	needs: access.QueuesManage, names: []string{"name", "text"},
	row: func(v *visit, q *records.Queue) row { return row{Title: q.Name, Subs: subs(q.Text)} },
	fields: func(v *visit, q *records.Queue) ([]field, error) {
		return []field{v.nameField(q.Name), v.textField(v.words.say("keep.about"), q.Text)}, nil
	},
	read: func(v *visit, f *form, q *records.Queue) {
		q.Name, q.Text = f.Values["name"], f.Values["text"]
		f.require("name", v.words.say("keep.need-name"))
	},
	fresh: func(v *visit, id int64, at records.AccountID) *records.Queue {
		return &records.Queue{ID: records.QueueID(id), Account: at, Created: v.now.Unix()}
	},
	save: func(was *records.Queue, want records.Queue) edit.Edit {
		return &edit.SaveQueue{Save: edit.Save[records.Queue, *records.Queue]{Was: was, Want: want}}
	}}

// typesKept are the account's own request types (A21).
var typesKept = kept[records.RequestType, *records.RequestType]{page: "request-types",
	kind: records.KindRequestType, needs: access.RequestTypesManage,
	names: []string{"name", "text", "queue", "priority", "approver", "off"},
	row: func(v *visit, t *records.RequestType) row {
		one := row{Title: t.Name, Subs: subs(t.Text)}
		if t.Off {
			one.Marks = append(one.Marks, mark{"info", v.words.say("request-types.is-off")})
		}
		if t.Approver != 0 {
			one.Marks = append(one.Marks, mark{"warn", v.words.say("request-types.approved")})
		}
		return one
	},
	fields: typeFields,
	read: func(v *visit, f *form, t *records.RequestType) {
		t.Name, t.Text, t.Off = f.Values["name"], f.Values["text"], f.Values["off"] != ""
		t.Queue = choiceOf[records.Queue](v, f, "queue")
		t.Approver = choiceOf[records.Person](v, f, "approver")
		t.Priority = f.Values["priority"]
		f.require("name", v.words.say("keep.need-name"))
	},
	fresh: func(v *visit, id int64, at records.AccountID) *records.RequestType {
		return &records.RequestType{ID: records.RequestTypeID(id), Account: at,
			Created: v.now.Unix()}
	},
	save: func(was *records.RequestType, want records.RequestType) edit.Edit {
		return &edit.SaveRequestType{
			Save: edit.Save[records.RequestType, *records.RequestType]{Was: was, Want: want}}
	}}

// typeFields offers the account's own queues, and its people as approvers.
func typeFields(v *visit, t *records.RequestType) ([]field, error) {
	queues, err := parts[*records.Queue](v, records.KindQueue, "account", int64(t.Account))
	if err != nil {
		return nil, err
	}
	queue := field{Name: "queue", Label: v.words.say("ticket.queue"), Kind: "choice",
		Value:   t.Queue.String(),
		Options: []option{{"", v.words.say("request-types.office-queue")}}}
	for _, q := range queues {
		queue.Options = append(queue.Options, option{q.ID.String(), q.Name})
	}
	priority := field{Name: "priority", Label: v.words.say("ticket.priority"), Kind: "choice",
		Value: t.Priority, Options: []option{{"", v.words.say("priority.none")}}}
	for _, p := range records.Priorities {
		priority.Options = append(priority.Options, option{p, v.words.say("priority." + p)})
	}
	people, err := v.colleagues(t.Account)
	approver := field{Name: "approver", Label: v.words.say("ticket.approver"), Kind: "choice",
		Value: t.Approver.String(), Hint: v.words.say("request-types.approver-hint"),
		Options: append([]option{{"", v.words.say("request-types.no-approver")}}, people...)}
	return []field{v.nameField(t.Name), v.textField(v.words.say("keep.about"), t.Text), queue,
		priority, approver, {Name: "off", Label: v.words.say("request-types.off"), Kind: "tick",
			Value: ticked(t.Off)}}, err
}

// vendorsKept are the account's other suppliers (A22).
var vendorsKept = kept[records.Vendor, *records.Vendor]{page: "vendors",
	kind: records.KindVendor, needs: access.VendorsManage,
	names: []string{"name", "contact", "email", "phone", "web", "number", "text"},
	row: func(v *visit, r *records.Vendor) row {
		return row{Title: r.Name, Subs: subs(r.Contact, r.Phone, r.Email)}
	},
	fields: func(v *visit, r *records.Vendor) ([]field, error) {
		input := func(name, label, kind, value string) field {
			return field{Name: name, Label: label, Kind: kind, Value: value, Max: 200}
		}
		return []field{v.nameField(r.Name),
			input("contact", v.words.say("vendors.contact"), "text", r.Contact),
			input("email", v.words.say("my-details.email"), "email", r.Email),
			input("phone", v.words.say("vendors.phone"), "tel", r.Phone),
			input("web", v.words.say("vendors.web"), "url", r.Web),
			input("number", v.words.say("vendors.number"), "text", r.Number),
			v.textField(v.words.say("keep.about"), r.Text)}, nil
	},
	read: func(v *visit, f *form, r *records.Vendor) {
		r.Name, r.Contact, r.Email = f.Values["name"], f.Values["contact"], f.Values["email"]
		r.Phone, r.Web, r.Number = f.Values["phone"], f.Values["web"], f.Values["number"]
		r.Text = f.Values["text"]
		f.require("name", v.words.say("keep.need-name"))
		if records.CheckEmail(r.Email) != nil {
			f.Errors["email"] = v.words.say("error.email")
		}
	},
	fresh: func(v *visit, id int64, at records.AccountID) *records.Vendor {
		return &records.Vendor{ID: records.VendorID(id), Account: at, Created: v.now.Unix()}
	},
	save: func(was *records.Vendor, want records.Vendor) edit.Edit {
		return &edit.SaveVendor{
			Save: edit.Save[records.Vendor, *records.Vendor]{Was: was, Want: want}}
	}}

// absencesKept say who of the account is out of office (A23).
var absencesKept = kept[records.Absence, *records.Absence]{page: "out-of-office",
	kind: records.KindAbsence, needs: access.OutOfOfficeManage,
	names: []string{"person", "from", "to", "deputy", "text"},
	row: func(v *visit, a *records.Absence) row {
		one := row{Title: a.Name, Subs: subs(v.span(a.Days.From, a.Days.To))}
		if a.Deputy != "" {
			one.Subs = append(one.Subs, v.words.say("told.deputy", "name", a.Deputy))
		}
		if a.Days.Holds(v.at.Day) {
			one.Marks = []mark{{"warn", v.words.say("out-of-office.now")}}
		}
		return one
	},
	fields: func(v *visit, a *records.Absence) ([]field, error) {
		people, err := v.colleagues(a.Account)
		return []field{
			{Name: "person", Label: v.words.say("out-of-office.who"), Kind: "choice",
				Value: a.Person.String(), Options: people},
			{Name: "from", Label: v.words.say("keep.from"), Kind: "date", Required: true,
				Value: a.Days.From.String()},
			{Name: "to", Label: v.words.say("keep.to"), Kind: "date", Required: true,
				Value: a.Days.To.String()},
			{Name: "deputy", Label: v.words.say("out-of-office.deputy"), Kind: "text", Max: 200,
				Value: a.Deputy},
			v.textField(v.words.say("out-of-office.text"), a.Text)}, err
	},
	read: readAbsence,
	fresh: func(v *visit, id int64, at records.AccountID) *records.Absence {
		return &records.Absence{ID: records.AbsenceID(id), Account: at, Created: v.now.Unix()}
	},
	save: func(was *records.Absence, want records.Absence) edit.Edit {
		return &edit.SaveAbsence{
			Save: edit.Save[records.Absence, *records.Absence]{Was: was, Want: want}}
	}}

func readAbsence(v *visit, f *form, a *records.Absence) {
	a.Person = choiceOf[records.Person](v, f, "person")
	people, err := v.colleagues(a.Account)
	i := slices.IndexFunc(people, func(o option) bool { return o.Value == a.Person.String() })
	if err != nil || i < 0 {
		f.Errors["person"] = v.words.say("out-of-office.need-who")
		return
	}
	a.Name = people[i].Label
	a.Days = access.Window{From: v.dayOf(f, "from"), To: v.dayOf(f, "to")}
	a.Deputy, a.Text = f.Values["deputy"], f.Values["text"]
	if a.Days.From == 0 || a.Days.To < a.Days.From {
		f.Errors["to"] = v.words.say("out-of-office.need-days")
	}
}

// closingsKept are the account's scheduled off hours (A24).
var closingsKept = kept[records.Closing, *records.Closing]{page: "off-hours",
	kind: records.KindClosing, needs: access.OffHoursManage,
	names: append([]string{"name", "from", "to", "start", "end"}, weekdayNames()...),
	row: func(v *visit, c *records.Closing) row {
		one := row{Title: c.Name, Subs: subs(v.weekdays(c.Weekdays), v.offHours(c))}
		if c.Days != (access.Window{}) {
			one.Subs = append(one.Subs, v.span(c.Days.From, c.Days.To))
		}
		return one
	},
	fields: func(v *visit, c *records.Closing) ([]field, error) {
		list := []field{v.nameField(c.Name)}
		for i := range time.Weekday(7) {
			d := (i + 1) % 7 // the week begins on Monday
			list = append(list, field{Name: weekdayNames()[d], Kind: "tick",
				Label: v.words.say(fmt.Sprint("weekday.", int(d))),
				Value: ticked(c.Weekdays.Has(d))})
		}
		return append(list,
			field{Name: "start", Label: v.words.say("off-hours.start"), Kind: "time",
				Value: clock(c.Start), Hint: v.words.say("off-hours.hint")},
			field{Name: "end", Label: v.words.say("off-hours.end"), Kind: "time",
				Value: clock(c.End)},
			field{Name: "from", Label: v.words.say("keep.from"), Kind: "date",
				Value: c.Days.From.String(), Hint: v.words.say("off-hours.days-hint")},
			field{Name: "to", Label: v.words.say("keep.to"), Kind: "date",
				Value: c.Days.To.String()}), nil
	},
	read: func(v *visit, f *form, c *records.Closing) {
		c.Name, c.Weekdays = f.Values["name"], 0
		for d, name := range weekdayNames() {
			if f.Values[name] != "" {
				c.Weekdays |= 1 << d
			}
		}
		c.Start, c.End = v.minuteOf(f, "start"), v.minuteOf(f, "end")
		c.Days = access.Window{From: v.dayOf(f, "from"), To: v.dayOf(f, "to")}
		f.require("name", v.words.say("keep.need-name"))
	},
	fresh: func(v *visit, id int64, at records.AccountID) *records.Closing {
		return &records.Closing{ID: records.ClosingID(id), Account: at, Created: v.now.Unix()}
	},
	save: func(was *records.Closing, want records.Closing) edit.Edit {
		return &edit.SaveClosing{
			Save: edit.Save[records.Closing, *records.Closing]{Was: was, Want: want}}
	}}

func weekdayNames() []string {
	return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
}

func (v *visit) weekdays(w records.Weekdays) string {
	if w == 0 || w == 1<<7-1 {
		return v.words.say("off-hours.daily")
	}
	var names []string
	for i := range 7 { // the week begins on Monday
		if d := time.Weekday((i + 1) % 7); w.Has(d) {
			names = append(names, v.words.say(fmt.Sprint("weekday.", int(d))))
		}
	}
	return strings.Join(names, ", ")
}

func (v *visit) offHours(c *records.Closing) string {
	if c.Start == 0 && c.End == 0 {
		return v.words.say("off-hours.whole-day")
	}
	end := clock(c.End)
	if c.End == 0 {
		end = "24:00"
	}
	return clock(c.Start) + "–" + end
}

// clock writes minutes since midnight like 17:30.
func clock(minutes int64) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func (v *visit) minuteOf(f *form, name string) int64 {
	if f.Values[name] == "" {
		return 0
	}
	t, err := time.Parse("15:04", f.Values[name])
	if err != nil {
		f.Errors[name] = v.words.say("off-hours.need-time")
	}
	return int64(t.Hour()*60 + t.Minute())
}

func (v *visit) nameField(value string) field {
	return field{Name: "name", Label: v.words.say("keep.name"), Kind: "text", Required: true,
		Max: 200, Value: value}
}

func (v *visit) textField(label, value string) field {
	return field{Name: "text", Label: label, Kind: "area", Value: value}
}

func ticked(is bool) string {
	if is {
		return "1"
	}
	return ""
}

// subs are the parts of a row's small line that say something.
func subs(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// colleagues are the people of an account, by name, to choose from.
func (v *visit) colleagues(at records.AccountID) (list []option, err error) {
	people, err := parts[*records.Person](v, records.KindPerson, "account", int64(at))
	for _, p := range people {
		list = append(list, option{strconv.FormatInt(int64(p.ID), 10), p.Name()})
	}
	slices.SortStableFunc(list, func(a, b option) int {
		return strings.Compare(records.Fold(a.Label), records.Fold(b.Label))
	})
	return list, err
}
