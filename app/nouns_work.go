package app

import (
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

var projectField = need(record("Project", "project"))

// workedNouns are projects with their parts, orders, documents and documentation.
var workedNouns = []noun{projectNoun, phaseNoun, taskNoun, projectNoteNoun, appointmentNoun,
	issueNoun, chargeNoun, orderNoun, orderTaskNoun, orderTypeNoun, flagNoun, documentNoun,
	itemNoun, licenceNoun}

var projectNoun = noun{kind: records.KindProject, group: "work",
	columns: []string{"Name", "Number", "Account", "State", "Manager"},
	fields: []DataField{nameField, text("Number"), accountField, area("Text"),
		choice("State", string(records.Planned), string(records.Running), string(records.Paused),
			string(records.Finished)),
		day("Start"), day("End"), {Key: "Team", Input: "records", Of: "person"}, text("Manager"),
		fixed(createdField)},
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Project{ID: records.ProjectID(id), State: records.Planned,
			Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Project, want records.Project) edit.Edit {
		return &edit.SaveProject{Save: edit.Save[records.Project, *records.Project]{Was: was,
			Want: want}}
	}),
	deeds: []deed{
		{key: "note", fields: []DataField{need(area("text")), flag("Internal")},
			do: func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
				return &edit.AddProjectNote{ID: records.ProjectNoteID(d.env.NewID()),
					Project: r.(*records.Project).ID, Text: values["text"],
					Internal: values["Internal"] == "true"}, nil
			}},
		{key: "mail", fields: []DataField{need(area("text"))},
			can: when(func(p *records.Project) bool { return len(p.Team) > 0 }),
			do: func(d *Desk, r records.Record, values map[string]string) (edit.Edit, error) {
				return &edit.MailProjectTeam{ID: records.ProjectNoteID(d.env.NewID()),
					Project: r.(*records.Project).ID, Text: values["text"]}, nil
			}},
	}}

var phaseNoun = noun{kind: records.KindPhase, group: "work", hidden: true, in: "Project",
	columns: []string{"Name", "Start", "End", "Done"},
	fields: []DataField{nameField, projectField, day("Start"), day("End"), flag("Done"),
		number("Minutes")},
	drop: true,
	fresh: func(_ *Desk, id int64) records.Record {
		return &records.Phase{ID: records.PhaseID(id)}
	},
	save: saving(func(was *records.Phase, want records.Phase) edit.Edit {
		return &edit.SavePhase{Save: edit.Save[records.Phase, *records.Phase]{Was: was,
			Want: want}}
	})}

var taskNoun = noun{kind: records.KindTask, group: "work", hidden: true, in: "Project",
	columns: []string{"Name", "Assigned", "Due", "Done"},
	fields: []DataField{nameField, projectField, record("Assigned", "person"), area("Text"),
		day("Due"), flag("Done"), number("Minutes"), fixed(createdField)},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Task{ID: records.TaskID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Task, want records.Task) edit.Edit {
		return &edit.SaveTask{Save: edit.Save[records.Task, *records.Task]{Was: was, Want: want}}
	})}

// projectNoteNoun is what was said: it stays as it was written.
var projectNoteNoun = noun{kind: records.KindProjectNote, group: "work", hidden: true,
	in: "Project", talk: true, columns: []string{"Text", "Author", "Created", "Internal"},
	fields: []DataField{fixed(area("Text")), fixed(projectField), fixed(text("Author")),
		fixed(flag("Internal")), fixed(flag("Mail")), fixed(createdField)},
	drop: true}

var appointmentNoun = noun{kind: records.KindAppointment, group: "work", hidden: true,
	in: "Project", columns: []string{"Name", "Start", "End", "Place"},
	fields: []DataField{nameField, projectField, text("Place"), area("Text"),
		need(moment("Start")), need(moment("End"))},
	drop: true,
	fresh: func(_ *Desk, id int64) records.Record {
		return &records.Appointment{ID: records.AppointmentID(id)}
	},
	save: saving(func(was *records.Appointment, want records.Appointment) edit.Edit {
		return &edit.SaveAppointment{
			Save: edit.Save[records.Appointment, *records.Appointment]{Was: was, Want: want}}
	})}

var issueNoun = noun{kind: records.KindIssue, group: "work", hidden: true, in: "Project",
	columns: []string{"Name", "Author", "Closed", "Created"},
	fields: []DataField{nameField, projectField, area("Text"), flag("Closed"),
		fixed(text("Author")), fixed(createdField)},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Issue{ID: records.IssueID(id), Created: d.env.Now().Unix()}
	},
	save: saving(saveIssue),
	deeds: []deed{
		{key: "close", can: when(func(i *records.Issue) bool { return !i.Closed }),
			do: changed(func(i *records.Issue) { i.Closed = true }, saveIssue)},
		{key: "reopen", can: when(func(i *records.Issue) bool { return i.Closed }),
			do: changed(func(i *records.Issue) { i.Closed = false }, saveIssue)},
	}}

func saveIssue(was *records.Issue, want records.Issue) edit.Edit {
	return &edit.SaveIssue{Save: edit.Save[records.Issue, *records.Issue]{Was: was, Want: want}}
}

var chargeNoun = noun{kind: records.KindCharge, group: "work", hidden: true, in: "Project",
	columns: []string{"Name", "Day", "Amount"},
	fields:  []DataField{nameField, projectField, day("Day"), need(money("Amount"))},
	drop:    true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Charge{ID: records.ChargeID(id), Day: d.moment().Day}
	},
	save: saving(func(was *records.Charge, want records.Charge) edit.Edit {
		return &edit.SaveCharge{Save: edit.Save[records.Charge, *records.Charge]{Was: was,
			Want: want}}
	})}

var orderNoun = noun{kind: records.KindOrder, group: "work",
	columns: []string{"Name", "Number", "Account", "Status", "Deadline"},
	fields: []DataField{nameField, text("Number"), accountField, record("Contact", "person"),
		record("Creator", "person"),
		choice("Status", string(records.OrderNew), string(records.OrderWorking),
			string(records.OrderReady), string(records.OrderDone), string(records.OrderCancelled)),
		moment("Deadline"), record("Type", "order type"),
		{Key: "Flags", Input: "records", Of: "flag"},
		{Key: "Info", Input: "lines", Columns: []DataField{text("Key"), area("Value")}},
		fixed(createdField)},
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Order{ID: records.OrderID(id), Status: records.OrderNew,
			Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Order, want records.Order) edit.Edit {
		return &edit.SaveOrder{Save: edit.Save[records.Order, *records.Order]{Was: was,
			Want: want}}
	})}

var orderTaskNoun = noun{kind: records.KindOrderTask, group: "work", hidden: true, in: "Order",
	by: "of_order", columns: []string{"Name", "Staff", "Done"},
	fields: []DataField{nameField, need(record("Order", "order")), record("Staff", "staff"),
		area("Text"), flag("Done"), fixed(createdField)},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.OrderTask{ID: records.OrderTaskID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.OrderTask, want records.OrderTask) edit.Edit {
		return &edit.SaveOrderTask{
			Save: edit.Save[records.OrderTask, *records.OrderTask]{Was: was, Want: want}}
	})}

var orderTypeNoun = noun{kind: records.KindOrderType, group: "work", columns: []string{"Name"},
	fields: []DataField{nameField, {Key: "Fields", Input: "lines", Columns: []DataField{
		need(text("Key")), need(text("Label")), flag("Shown")}}},
	fresh: func(_ *Desk, id int64) records.Record {
		return &records.OrderType{ID: records.OrderTypeID(id)}
	},
	save: saving(func(was *records.OrderType, want records.OrderType) edit.Edit {
		return &edit.SaveOrderType{
			Save: edit.Save[records.OrderType, *records.OrderType]{Was: was, Want: want}}
	})}

var flagNoun = noun{kind: records.KindFlag, group: "work",
	columns: []string{"Name", "Look", "Customer"},
	fields: []DataField{nameField,
		{Key: "Look", Input: "choice", Options: []string{"", "good", "bad", "warn", "info"}},
		flag("Customer")},
	drop: true,
	fresh: func(_ *Desk, id int64) records.Record {
		return &records.Flag{ID: records.FlagID(id)}
	},
	save: saving(func(was *records.Flag, want records.Flag) edit.Edit {
		return &edit.SaveFlag{Save: edit.Save[records.Flag, *records.Flag]{Was: was, Want: want}}
	})}

var documentNoun = noun{kind: records.KindDocument, group: "work", in: "Project",
	columns: []string{"Name", "Account", "Project", "Shown", "Public"},
	fields: []DataField{nameField, area("Text"), record("Account", "account"),
		record("Contact", "person"), record("Project", "project"), flag("Shown"), flag("Public"),
		fixed(text("Author")), fixed(createdField)},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Document{ID: records.DocumentID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Document, want records.Document) edit.Edit {
		return &edit.SaveDocument{Save: edit.Save[records.Document, *records.Document]{Was: was,
			Want: want}}
	})}

// itemNoun is a device. Its password is told to be there; ShowPassword shows it.
var itemNoun = noun{kind: records.KindConfigurationItem, group: "work",
	columns: []string{"Name", "Sort", "Account", "Address", "Warranty", "Expires"},
	fields: []DataField{nameField, accountField, text("Sort"), text("Address"), area("Text"),
		text("Username"),
		madeOf(flag("Password"), func(c *records.ConfigurationItem) string {
			if c.Sealed == "" {
				return "false"
			}
			return "true"
		}),
		secretField("NewPassword"), day("Warranty"), day("Expires"), fixed(createdField)},
	deeds: []deed{{key: "dropPassword", can: hasPassword, do: withoutPassword}},
	drop:  true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.ConfigurationItem{ID: records.ConfigurationItemID(id),
			Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.ConfigurationItem, want records.ConfigurationItem) edit.Edit {
		return &edit.SaveConfigurationItem{
			Save: edit.Save[records.ConfigurationItem, *records.ConfigurationItem]{Was: was,
				Want: want}}
	})}

var licenceNoun = noun{kind: records.KindLicence, group: "work",
	columns: []string{"Name", "Account", "Vendor", "Seats", "Expires"},
	fields: []DataField{nameField, accountField, text("Vendor"), text("Contract"),
		number("Seats"), day("Expires"), fixed(createdField)},
	drop: true,
	fresh: func(d *Desk, id int64) records.Record {
		return &records.Licence{ID: records.LicenceID(id), Created: d.env.Now().Unix()}
	},
	save: saving(func(was *records.Licence, want records.Licence) edit.Edit {
		return &edit.SaveLicence{Save: edit.Save[records.Licence, *records.Licence]{Was: was,
			Want: want}}
	})}
