package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
)

// sampleContents are the files of the sample office, by what they are called.
var sampleContents = map[string]string{
	"Floor plan Rostock.txt":     "Ground floor: 4 gates, 2 cold rooms. First floor: offices.\n",
	"Network plan Hamburg.txt":   "Two lines, one switch per floor, wireless in the hall.\n",
	"Internal calculation.txt":   "What it costs us. Not for customers.\n",
	"Delivery note 4711.txt":     "3 scanners, 2 cradles, 1 charger.\n",
	"Packing list.txt":           "Box 1: scanners. Box 2: cradles and charger.\n",
	"Supplier's offer.txt":       "What we pay for it. Not for customers.\n",
	"General terms.txt":          "The terms under which we work.\n",
	"Holiday calendar.txt":       "When our office is closed this year.\n",
	"Maintenance agreement.txt":  "What we look after, how often, and how fast we answer.\n",
	"Minutes of the kick-off.md": "Present: everybody. Decided: we begin on Monday.\n",
	"Draft of the concept.txt":   "Not finished. Not for customers yet.\n",
}

func sampleHash(name string) string {
	sum := sha256.Sum256([]byte(sampleContents[name]))
	return hex.EncodeToString(sum[:])
}

func keepSampleContents(ctx context.Context, db *store.DB) error {
	for name, text := range sampleContents {
		if err := db.KeepContent(ctx, sampleHash(name), []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

// sampleFile attaches a file to a record.
func sampleFile(id int64, owner records.Kind, of int64, name string) *edit.AttachFile {
	return &edit.AttachFile{File: records.File{ID: records.FileID(id), Owner: owner, OwnerID: of,
		Name: name, Media: "text/plain; charset=utf-8", Size: int64(len(sampleContents[name])),
		Hash: sampleHash(name)}}
}

// made is a staff edit that makes a record.
func made[T any, P interface {
	*T
	records.Record
	Check() error
	Title() string
}](record T) edit.Save[T, P] {
	return edit.Save[T, P]{Want: record}
}

// sampleWork is what the sample office does for its customers.
func sampleWork(now time.Time, box *sealing.Box) (list []edit.Edit) {
	list = append(list, sampleProjects(now)...)
	list = append(list, sampleProjectParts(now)...)
	list = append(list, sampleOrders(now)...)
	list = append(list, sampleDocuments()...)
	list = append(list, sampleDocumentation(now, box)...)
	return list
}

func dayFrom(now time.Time, days int) access.Day {
	return access.DayOf(now.AddDate(0, 0, days).Date())
}

func sampleProjects(now time.Time) (list []edit.Edit) {
	day := func(days int) access.Day { return dayFrom(now, days) }
	for _, p := range []records.Project{
		{ID: 7001, Number: "P-0007", Name: "New dispatch office in Hamburg", Account: 1001,
			State: records.Running, Start: day(-40), End: day(35), Manager: "Rosa Reed",
			Team: []records.PersonID{2001, 2002}, Text: "We fit out the new dispatch office: " +
				"network, label printers, twelve desks and the hand scanners of the hall.\n\n" +
				"The old office stays open until the last day."},
		{ID: 7002, Number: "P-0008", Name: "Temperature log for all cold rooms", Account: 1002,
			State: records.Planned, Start: day(14), End: day(90), Manager: "Tom Tiller",
			Team: []records.PersonID{2003}, Text: "Every cold room reports its temperature once " +
				"a minute, and somebody is called when it is too warm."},
		{ID: 7003, Number: "P-0003", Name: "Move of the archive", Account: 1001,
			State: records.Finished, Start: day(-200), End: day(-120), Manager: "Rosa Reed",
			Team: []records.PersonID{2001}},
		{ID: 7004, Number: "P-0006", Name: "Wireless network on the quay", Account: 1001,
			State: records.Paused, Start: day(-90), Manager: "Tom Tiller",
			Text: "We wait for the permission of the port authority."},
	} {
		list = append(list, &edit.SaveProject{Save: made(p)})
	}
	return list
}

func sampleProjectParts(now time.Time) []edit.Edit {
	day := func(days int) access.Day { return dayFrom(now, days) }
	at := func(days, hour int) int64 {
		return time.Date(now.Year(), now.Month(), now.Day()+days, hour, 0, 0, 0, time.UTC).Unix()
	}
	const p = 7001
	list := []edit.Edit{
		&edit.SavePhase{Save: made(records.Phase{ID: 7101, Project: p, Name: "Plan and order",
			Start: day(-40), End: day(-21), Done: true, Minutes: 24 * 60})},
		&edit.SavePhase{Save: made(records.Phase{ID: 7102, Project: p, Name: "Lay the cables",
			Start: day(-20), End: day(-2), Minutes: 60 * 60})},
		&edit.SavePhase{Save: made(records.Phase{ID: 7103, Project: p, Name: "Printers and scanners",
			Start: day(-5), End: day(12), Minutes: 33*60 + 30})},
		&edit.SavePhase{Save: made(records.Phase{ID: 7104, Project: p, Name: "Move in",
			Start: day(28), End: day(35), Minutes: 16 * 60})},
		&edit.SaveTask{Save: made(records.Task{ID: 7201, Project: p, Assigned: 2001,
			Name: "Name the twelve people who move", Text: "With their room and their telephone.",
			Due: day(3), Minutes: 60})},
		&edit.SaveTask{Save: made(records.Task{ID: 7202, Project: p, Assigned: 2002,
			Name: "Measure the doors of the hall", Due: day(-1), Minutes: 90})},
		&edit.SaveTask{Save: made(records.Task{ID: 7203, Project: p, Assigned: 2001,
			Name: "Choose the colour of the labels", Due: day(-12), Done: true})},
		&edit.SaveTask{Save: made(records.Task{ID: 7204, Project: p, Name: "Order the switches",
			Due: day(1), Minutes: 30})},
		&edit.AddProjectNote{ID: 7301, Project: p,
			Text: "The cables of the first floor are in. The second follows on Thursday."},
		&edit.AddProjectNote{ID: 7302, Project: p, Internal: true,
			Text: "The electrician was late again; do not charge the waiting time."},
		&edit.SaveAppointment{Save: made(records.Appointment{ID: 7401, Project: p,
			Name: "Kick-off", Place: "Meeting room, 2nd floor", Start: at(-38, 9),
			End: at(-38, 11)})},
		&edit.SaveAppointment{Save: made(records.Appointment{ID: 7402, Project: p,
			Name: "Walk through the hall", Text: "Please bring the keys of gate 4.",
			Place: "Gate 4", Start: at(2, 13), End: at(2, 14)})},
		&edit.SaveAppointment{Save: made(records.Appointment{ID: 7403, Project: p,
			Name: "Moving weekend", Start: at(33, 6), End: at(34, 18)})},
		&edit.SaveIssue{Save: made(records.Issue{ID: 7501, Project: p, Author: "Jonas Brandt",
			Person: 2002, Name: "No socket behind the third desk",
			Text:    "There is one in the plan, but not in the wall.",
			Created: now.Add(-50 * time.Hour).Unix()})},
		&edit.SaveIssue{Save: made(records.Issue{ID: 7502, Project: p, Author: "Rosa Reed",
			Name: "The rack is too deep for the niche", Closed: true,
			Created: now.Add(-300 * time.Hour).Unix()})},
		&edit.SaveCharge{Save: made(records.Charge{ID: 7601, Project: p, Day: day(-21),
			Name: "Planning, 24 hours", Amount: records.Money{Minor: 264000, Currency: "EUR"}})},
		&edit.SaveCharge{Save: made(records.Charge{ID: 7602, Project: p, Day: day(-9),
			Name: "Cables and sockets", Amount: records.Money{Minor: 181275, Currency: "EUR"}})},
		sampleFile(7701, records.KindProject, p, "Network plan Hamburg.txt"),
	}
	secret := sampleFile(7702, records.KindProject, p, "Internal calculation.txt")
	secret.File.Internal = true
	return append(list, secret, sampleFile(7703, records.KindProject, 7002,
		"Floor plan Rostock.txt"))
}
