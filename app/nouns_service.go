package app

import (
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

func record(key, of string) DataField { return DataField{Key: key, Input: "record", Of: of} }
func day(key string) DataField        { return DataField{Key: key, Input: "day"} }
func fixed(f DataField) DataField     { f.Fixed = true; return f }
func need(f DataField) DataField      { f.Required = true; return f }

var priorityField = DataField{Key: "Priority", Input: "choice",
	Options: append([]string{""}, records.Priorities...)}

// servedNouns are the service desk, requests for access, modules, and hours and retainers. What has
// no account is the office's own, for every customer.
var servedNouns = []noun{
	ticketNoun, elevationNoun,
	{kind: records.KindQueue, group: "service", columns: []string{"Name", "Account", "Text"},
		fields: []DataField{nameField, record("Account", "account"), area("Text"), createdField},
		drop:   true,
		fresh: func(d *Desk, id int64) records.Record {
			return &records.Queue{ID: records.QueueID(id), Created: d.env.Now().Unix()}
		},
		save: saving(func(was *records.Queue, want records.Queue) edit.Edit {
			return &edit.SaveQueue{Save: edit.Save[records.Queue, *records.Queue]{
				Was: was, Want: want}}
		})},
	{kind: records.KindRequestType, group: "service",
		columns: []string{"Name", "Account", "Queue", "Priority"},
		fields: []DataField{nameField, record("Account", "account"), area("Text"),
			record("Queue", "queue"), priorityField, record("Approver", "person"), flag("Off"),
			createdField},
		drop: true,
		fresh: func(d *Desk, id int64) records.Record {
			return &records.RequestType{ID: records.RequestTypeID(id), Created: d.env.Now().Unix()}
		},
		save: saving(func(was *records.RequestType, want records.RequestType) edit.Edit {
			return &edit.SaveRequestType{
				Save: edit.Save[records.RequestType, *records.RequestType]{Was: was, Want: want}}
		})},
	{kind: records.KindVendor, group: "service", columns: []string{"Name", "Account", "Phone"},
		fields: []DataField{nameField, accountField, text("Contact"), text("Email"), text("Phone"),
			text("Web"), text("Number"), area("Text"), createdField},
		drop: true,
		fresh: func(d *Desk, id int64) records.Record {
			return &records.Vendor{ID: records.VendorID(id), Created: d.env.Now().Unix()}
		},
		save: saving(func(was *records.Vendor, want records.Vendor) edit.Edit {
			return &edit.SaveVendor{Save: edit.Save[records.Vendor, *records.Vendor]{
				Was: was, Want: want}}
		})},
	{kind: records.KindAbsence, group: "service",
		columns: []string{"Name", "Account", "Days.From", "Days.To"},
		fields: []DataField{nameField, record("Account", "account"), record("Person", "person"),
			record("Staff", "staff"), need(day("Days.From")), need(day("Days.To")), text("Deputy"),
			area("Text"), createdField},
		drop: true,
		fresh: func(d *Desk, id int64) records.Record {
			return &records.Absence{ID: records.AbsenceID(id), Created: d.env.Now().Unix()}
		},
		save: saving(func(was *records.Absence, want records.Absence) edit.Edit {
			return &edit.SaveAbsence{Save: edit.Save[records.Absence, *records.Absence]{
				Was: was, Want: want}}
		})},
	closingNoun, noteNoun, moduleNoun, allowanceNoun, drawNoun,
}

// closingNoun is when nobody answers (A24); without an account it is the office's own.
var closingNoun = noun{kind: records.KindClosing, group: "service",
	columns: []string{"Name", "Account", "Weekdays", "Start", "End"},
	fields: []DataField{nameField, record("Account", "account"), day("Days.From"), day("Days.To"),
		{Key: "Weekdays", Input: "choices", Options: weekdays}, {Key: "Start", Input: "clock"},
		{Key: "End", Input: "clock"}, fixed(createdField)},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Closing{ID: records.ClosingID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Closing, want records.Closing) edit.Edit {
		return &edit.SaveClosing{Save: edit.Save[records.Closing, *records.Closing]{Was: was,
			Want: want}}
	})}

// noteNoun is what was said on a ticket.
var noteNoun = noun{kind: records.KindNote, group: "service", hidden: true, in: "Ticket",
	talk: true, columns: []string{"Text", "Author", "Created", "Internal"},
	fields: []DataField{fixed(area("Text")), fixed(record("Ticket", "ticket")),
		fixed(text("Author")), fixed(flag("Internal")), fixed(createdField)}}

// ticketNoun is how staff answer and route a ticket (O8, A43, A44, Z1); its text stays as it was
// written.
var ticketNoun = noun{kind: records.KindTicket, group: "service",
	columns: []string{"Number", "Subject", "Status", "Account", "Contact", "Created"},
	fields: []DataField{fixed(text("Number")), fixed(area("Text")), fixed(text("From")),
		fixed(text("Email")), fixed(record("Creator", "person")), need(text("Subject")),
		record("Account", "account"),
		record("Contact", "person"), record("Assigned", "person"), record("Approver", "person"),
		record("Type", "request type"), record("Queue", "queue"), record("Vendor", "vendor"),
		record("Agent", "staff"),
		choice("Status", string(records.Open), string(records.Waiting), string(records.Resolved)),
		priorityField, fixed(createdField)},
	save: saving(func(was *records.Ticket, want records.Ticket) edit.Edit {
		return &edit.UpdateTicket{Save: edit.Save[records.Ticket, *records.Ticket]{
			Was: was, Want: want}}
	}),
	deeds: []deed{
		{key: "reply", fields: []DataField{need(area("text")), flag("Internal")},
			do: func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
				return &edit.AddNote{ID: records.NoteID(d.env.NewID()),
					Ticket: r.(*records.Ticket).ID, Text: values["text"],
					Internal: values["Internal"] == "true"}, nil
			}},
		{key: "close", can: func(r records.Record) bool {
			return r.(*records.Ticket).Status != records.Resolved
		}, do: func(_ *Desk, r records.Record, _ map[string]string) (edit.Edit, error) {
			return &edit.CloseTicket{Ticket: r.(*records.Ticket).ID}, nil
		}},
		{key: "reopen", can: func(r records.Record) bool {
			return r.(*records.Ticket).Status == records.Resolved
		}, do: func(_ *Desk, r records.Record, _ map[string]string) (edit.Edit, error) {
			return &edit.CloseTicket{Ticket: r.(*records.Ticket).ID, Reopen: true}, nil
		}},
	}}

// elevationNoun is how staff decide a request for access (A31, A45).
var elevationNoun = noun{kind: records.KindElevation, group: "service",
	columns: []string{"Name", "Account", "Profile", "State"},
	fields: []DataField{fixed(nameField), fixed(record("Account", "account")),
		fixed(record("Asker", "person")), fixed(record("Profile", "profile")),
		fixed(area("Reason")),
		fixed(choice("State", string(records.Asked), string(records.Granted),
			string(records.Declined))), fixed(area("Note")), fixed(text("Decider")),
		createdField},
	deeds: []deed{
		{key: "grant", can: isAsked, do: decide(true),
			fields: []DataField{record("Profile", "profile"), area("note")}},
		{key: "decline", can: isAsked, do: decide(false), fields: []DataField{area("note")}},
	}}

func isAsked(r records.Record) bool { return r.(*records.Elevation).State == records.Asked }

func decide(grant bool) func(*Desk, records.Record, map[string]string) (edit.Edit, error) {
	return func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
		id, err := records.ParseID[records.Profile](values["Profile"])
		if err != nil {
			return nil, problem.New(problem.Invalid, "Choose a security profile.").On("Profile")
		}
		e := &edit.DecideElevation{ID: r.(*records.Elevation).ID, Grant: grant,
			Note: values["note"]}
		if grant {
			e.Profile, e.Access = id, records.AccessID(d.env.NewID())
		}
		return e, nil
	}
}

var moduleNoun = noun{kind: records.KindModule, group: "sales",
	columns: []string{"Name", "Price", "Period", "Off"},
	fields: []DataField{nameField, area("Text"),
		{Key: "Price", Input: "money", Required: true},
		choice("Period", string(records.Monthly), string(records.Yearly)), flag("Off"),
		createdField},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Module{ID: records.ModuleID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Module, want records.Module) edit.Edit {
		return &edit.SaveModule{Save: edit.Save[records.Module, *records.Module]{
			Was: was, Want: want}}
	})}

var allowanceNoun = noun{kind: records.KindAllowance, group: "sales",
	columns: []string{"Name", "Account", "Sort", "Amount"},
	fields: []DataField{nameField, accountField,
		choice("Sort", string(records.BlockHours), string(records.Retainer)),
		{Key: "Amount", Input: "number", Required: true}, text("Currency"), day("Days.From"),
		day("Days.To"), createdField},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Allowance{ID: records.AllowanceID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Allowance, want records.Allowance) edit.Edit {
		return &edit.SaveAllowance{Save: edit.Save[records.Allowance, *records.Allowance]{
			Was: was, Want: want}}
	})}

var drawNoun = noun{kind: records.KindDraw, group: "sales", hidden: true, in: "Allowance",
	columns: []string{"Day", "Text", "Author", "Amount"},
	fields: []DataField{need(record("Allowance", "allowance")), need(day("Day")),
		need(text("Text")), text("Author"), {Key: "Amount", Input: "number", Required: true},
		text("Internal"), createdField},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Draw{ID: records.DrawID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Draw, want records.Draw) edit.Edit {
		return &edit.SaveDraw{Save: edit.Save[records.Draw, *records.Draw]{Was: was, Want: want}}
	})}
