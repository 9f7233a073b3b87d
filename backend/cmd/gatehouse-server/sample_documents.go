package main

import (
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
)

// sampleDocuments are documents of every class, and one that is not shown.
func sampleDocuments() (list []edit.Edit) {
	for i, d := range []struct {
		doc  records.Document
		file string
	}{
		{records.Document{ID: 9001, Name: "General terms", Public: true, Shown: true,
			Text: "They apply to everything that we do."}, "General terms.txt"},
		{records.Document{ID: 9002, Name: "When our office is closed", Public: true, Shown: true},
			"Holiday calendar.txt"},
		{records.Document{ID: 9003, Name: "Maintenance agreement", Account: 1001, Contact: 2001,
			Shown: true, Text: "Please sign page 4 and send it back."}, "Maintenance agreement.txt"},
		{records.Document{ID: 9004, Name: "Minutes of the kick-off", Account: 1001, Project: 7001,
			Shown: true}, "Minutes of the kick-off.md"},
		{records.Document{ID: 9005, Name: "Concept", Account: 1001, Project: 7001},
			"Draft of the concept.txt"},
		{records.Document{ID: 9006, Name: "Floor plan", Account: 1002, Contact: 2003, Shown: true},
			"Floor plan Rostock.txt"},
	} {
		list = append(list, &edit.SaveDocument{Save: made(d.doc)},
			sampleFile(int64(9101+i), records.KindDocument, int64(d.doc.ID), d.file))
	}
	return list
}

// sampleDocumentation is what is written down about the systems of the sample's customers.
func sampleDocumentation(now time.Time, box *sealing.Box) (list []edit.Edit) {
	for _, c := range []struct {
		item     records.ConfigurationItem
		password string
	}{
		{records.ConfigurationItem{ID: 9201, Account: 1001, Name: "Router of the Hamburg office",
			Sort: "Router", Address: "https://192.0.2.1", Username: "admin",
			Text:     "In the rack on the second floor, top row.",
			Warranty: dayFrom(now, 400), Expires: dayFrom(now, 200)}, "quay-lantern-47"},
		{records.ConfigurationItem{ID: 9202, Account: 1001, Name: "Label printer, gate 4",
			Sort: "Printer", Address: "192.0.2.24", Username: "service",
			Warranty: dayFrom(now, 12)}, "paper-jam-never"},
		{records.ConfigurationItem{ID: 9203, Account: 1001, Name: "Certificate of the web shop",
			Sort: "Certificate", Expires: dayFrom(now, 9)}, ""},
		{records.ConfigurationItem{ID: 9204, Account: 1001, Name: "Old file server",
			Sort: "Server", Username: "root", Warranty: dayFrom(now, -300),
			Expires: dayFrom(now, -20)}, "dust-and-fans"},
		{records.ConfigurationItem{ID: 9205, Account: 1003, Name: "Booking computer",
			Sort: "Computer", Username: "sigrid"}, "fjord-in-winter"},
	} {
		if c.password != "" {
			c.item.Sealed = box.Seal(records.SealedFor(c.item.Key()), c.password)
		}
		list = append(list, &edit.SaveConfigurationItem{Save: made(c.item)})
	}
	for _, l := range []records.Licence{
		{ID: 9301, Account: 1001, Name: "Drawing program", Vendor: "Plan & Line", Seats: 5,
			Contract: "PL-2291-07", Expires: dayFrom(now, 21)},
		{ID: 9302, Account: 1001, Name: "Virus scanner", Vendor: "Clean Desk", Seats: 40,
			Contract: "CD-88120", Expires: dayFrom(now, 320)},
		{ID: 9303, Account: 1001, Name: "Old bookkeeping", Vendor: "Ledger", Seats: 1,
			Expires: dayFrom(now, -90)},
	} {
		list = append(list, &edit.SaveLicence{Save: made(l)})
	}
	return list
}
