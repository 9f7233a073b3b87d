package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// served is an edit of the sample's at a time: the service desk needs a past.
type served struct {
	at   time.Time
	edit edit.Edit
}

// sampleService gives the sample office queues, request types, vendors, absences, off hours,
// modules, block hours, retainers, and tickets of a year.
func sampleService(ctx context.Context, db *store.DB, admin *records.Staff, now time.Time) error {
	list := append(sampleDesk(now), sampleModules(now)...)
	list = append(append(list, sampleAllowances(now)...), sampleYear(now)...)
	for _, s := range list {
		env := edit.Env{Actor: edit.Actor{Name: admin.Name, Staff: admin}, Machine: "Sample office",
			Now: s.at, Zone: time.UTC, Side: edit.Server}
		if err := carryOut(ctx, db, env, s.edit); err != nil {
			return err
		}
	}
	return sampleAsked(ctx, db)
}

func sampleDesk(now time.Time) (list []served) {
	add := func(e edit.Edit) { list = append(list, served{now, e}) }
	add(&edit.AddAccess{ID: 5101, User: 3001, Account: 1003, Terms: edit.Terms{Profile: 3}})
	created := now.Unix()
	for i, q := range []records.Queue{{Name: "General", Text: "Everything without a type."},
		{Name: "Network and phones", Text: "Lines, switches, telephones."},
		{Account: 1001, Name: "Ship systems", Text: "What runs on board."},
		{Account: 1001, Name: "Dispatch office", Text: "Printers, scales and label software."}} {
		q.ID, q.Created = records.QueueID(6001+i), created-int64(i)
		add(saveQueue(q))
	}
	for i, t := range []records.RequestType{
		{Name: "Something is broken", Queue: 6001, Priority: "high"},
		{Name: "Question", Queue: 6001, Priority: "low"},
		{Name: "Network or telephone", Queue: 6002, Priority: "urgent"},
		{Account: 1001, Name: "Purchase", Text: "Hardware and licences above 200 EUR.",
			Queue: 6004, Priority: "normal", Approver: 2001},
		{Account: 1001, Name: "On board", Text: "From the bridge to the engine room.",
			Queue: 6003, Priority: "urgent"},
		{Account: 1001, Name: "Fax", Off: true}} {
		t.ID, t.Created = records.RequestTypeID(6101+i), created-int64(i)
		add(&edit.SaveRequestType{Save: edit.Save[records.RequestType, *records.RequestType]{
			Want: t}})
	}
	for i, v := range []records.Vendor{
		{Name: "Nordlicht Telekom", Contact: "Frau Behrens", Phone: "+49 40 5550 110",
			Email: "service@nordlicht.example", Web: "https://nordlicht.example",
			Number: "K-88120", Text: "The lines of both offices."},
		{Name: "Kranwaage Service", Contact: "Herr Otto", Phone: "+49 40 5550 320",
			Text: "The scales at the quay."},
		{Name: "Etikett & Co", Email: "hilfe@etikett.example", Number: "10-443"}} {
		v.ID, v.Account = records.VendorID(6201+i), 1001
		v.Created = created - int64(i)
		add(&edit.SaveVendor{Save: edit.Save[records.Vendor, *records.Vendor]{Want: v}})
	}
	today := access.At(now, time.UTC).Day
	for i, a := range []records.Absence{
		{Account: 1001, Person: 2002, Name: "Jonas Brandt", Deputy: "Ingrid Petersen",
			Days: access.Window{From: today - 2, To: today + 9}, Text: "No mail in that time."},
		{Account: 1001, Person: 2001, Name: "Ingrid Petersen", Deputy: "Jonas Brandt",
			Days: access.Window{From: today + 40, To: today + 54}},
		{Staff: 1, Name: "Robin Hale", Deputy: "the service desk",
			Days: access.Window{From: today - 1, To: today + 3}}} {
		a.ID, a.Created = records.AbsenceID(6301+i), created-int64(i)
		add(&edit.SaveAbsence{Save: edit.Save[records.Absence, *records.Absence]{Want: a}})
	}
	return append(list, sampleClosings(now)...)
}

func saveQueue(q records.Queue) edit.Edit {
	return &edit.SaveQueue{Save: edit.Save[records.Queue, *records.Queue]{Want: q}}
}

func sampleClosings(now time.Time) (list []served) {
	const weekend, workdays = 1 | 1<<6, 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5
	year := now.Year()
	for i, c := range []records.Closing{
		{Name: "Weekend", Weekdays: weekend},
		{Name: "Evening", Weekdays: workdays, Start: 18 * 60},
		{Name: "Night", Weekdays: workdays, End: 8 * 60},
		{Name: "Between the years", Days: access.Window{From: access.DayOf(year, 12, 24),
			To: access.DayOf(year+1, 1, 1)}},
		{Account: 1001, Name: "Stocktaking", Days: access.Window{From: access.DayOf(year, 12, 30),
			To: access.DayOf(year, 12, 31)}},
		{Account: 1001, Name: "Friday afternoon", Weekdays: 1 << 5, Start: 14 * 60}} {
		c.ID, c.Created = records.ClosingID(6401+i), now.Unix()-int64(i)
		list = append(list, served{now, &edit.SaveClosing{
			Save: edit.Save[records.Closing, *records.Closing]{Want: c}}})
	}
	return list
}

func sampleModules(now time.Time) (list []served) {
	euros := func(n int64) records.Money { return records.Money{Minor: n * 100, Currency: "EUR"} }
	catalogue := []records.Module{
		{ID: 6501, Name: "Order book", Text: "Orders from the first call to the delivery.",
			Price: euros(49), Period: records.Monthly},
		{ID: 6502, Name: "Label printing", Text: "Labels for parcels, pallets and containers.",
			Price: euros(19), Period: records.Monthly},
		{ID: 6503, Name: "Temperature log", Text: "Readings of every sensor, with an alarm.",
			Price: euros(290), Period: records.Yearly},
		{ID: 6504, Name: "Customs papers", Text: "Export declarations with their attachments.",
			Price: euros(79), Period: records.Monthly},
		{ID: 6505, Name: "Crew planning", Text: "Watches, leave and certificates of the crew.",
			Price: euros(99), Period: records.Monthly},
		{ID: 6506, Name: "Fax gateway", Text: "Sends and takes faxes.", Price: euros(9),
			Period: records.Monthly}}
	for _, m := range catalogue {
		m.Created = now.AddDate(-1, 0, 0).Unix()
		list = append(list, served{now.AddDate(-1, 0, 0), &edit.SaveModule{
			Save: edit.Save[records.Module, *records.Module]{Want: m}}})
	}
	add := func(monthsAgo int, id int64, at records.AccountID, n int) {
		when := now.AddDate(0, -monthsAgo, 0)
		first, _ := records.ModuleDays(access.At(when, time.UTC).Day)
		list = append(list, served{when, &edit.AddModule{ID: records.SubscriptionID(id),
			Account: at, Module: catalogue[n].ID, Price: catalogue[n].Price, From: first}})
	}
	remove := func(monthsAgo int, id int64) {
		when := now.AddDate(0, -monthsAgo, 0)
		_, last := records.ModuleDays(access.At(when, time.UTC).Day)
		list = append(list, served{when, &edit.RemoveModule{ID: records.SubscriptionID(id),
			Last: last}})
	}
	add(11, 6601, 1001, 0)
	add(11, 6602, 1001, 1)
	add(10, 6603, 1001, 5)
	add(6, 6604, 1002, 2)
	add(0, 6605, 1001, 3)
	add(8, 6606, 1003, 0)
	remove(4, 6603)
	remove(0, 6602)
	off := catalogue[5]
	off.Created = now.AddDate(-1, 0, 0).Unix()
	was := off
	off.Off = true
	return append(list, served{now, &edit.SaveModule{
		Save: edit.Save[records.Module, *records.Module]{Was: &was, Want: off}}})
}

func sampleAllowances(now time.Time) (list []served) {
	add := func(e edit.Edit) { list = append(list, served{now, e}) }
	today := access.At(now, time.UTC).Day
	for i, a := range []records.Allowance{
		{Account: 1001, Sort: records.BlockHours, Name: "40 hours of support", Amount: 40 * 60,
			Days: access.Window{From: today - 200, To: today + 165}},
		{Account: 1001, Sort: records.BlockHours, Name: "Moving the dispatch office",
			Amount: 16 * 60, Days: access.Window{From: today - 90}},
		{Account: 1001, Sort: records.Retainer, Name: "Retainer for changes", Amount: 500_000,
			Currency: "EUR", Days: access.Window{From: today - 150, To: today + 215}},
		{Account: 1003, Sort: records.BlockHours, Name: "10 hours of support", Amount: 600,
			Days: access.Window{From: today - 30}}} {
		a.ID, a.Created = records.AllowanceID(6701+i), now.AddDate(0, -i-1, 0).Unix()
		add(&edit.SaveAllowance{Save: edit.Save[records.Allowance, *records.Allowance]{Want: a}})
	}
	for i, d := range []records.Draw{
		{Allowance: 6701, Amount: 150, Text: "Label printer: new driver", Day: today - 120},
		{Allowance: 6701, Amount: 480, Text: "Yearly check of the servers", Day: today - 95},
		{Allowance: 6701, Amount: 375, Text: "Training for three colleagues", Day: today - 40,
			Internal: "One did not turn up."},
		{Allowance: 6701, Amount: 95, Text: "Restoring a folder", Day: today - 12},
		{Allowance: 6702, Amount: 640, Text: "Cabling", Day: today - 60},
		{Allowance: 6702, Amount: 410, Text: "Setting up nine workplaces", Day: today - 55},
		{Allowance: 6703, Amount: 128_000, Text: "A second order form", Day: today - 70},
		{Allowance: 6703, Amount: 61_550, Text: "Report on delays", Day: today - 20}} {
		d.ID, d.Author, d.Created = records.DrawID(6801+i), "Robin Hale", now.Unix()+int64(i)
		add(&edit.SaveDraw{Save: edit.Save[records.Draw, *records.Draw]{Want: d}})
	}
	return list
}

// sampleYear opens tickets over a year, and lets some wait for their approver.
func sampleYear(now time.Time) (list []served) {
	subjects := []string{"Scanner at gate 2 reads nothing", "New colleague in dispatch",
		"The report is empty since the update", "Telephone in the meeting room",
		"Backup took longer than a night", "A shared mailbox for claims"}
	for i := range 34 {
		at := now.AddDate(0, 0, -(i*i*7+i*11)%330).Add(-9 * time.Hour)
		id := records.TicketID(4101 + i)
		list = append(list, served{at, &edit.CreateTicket{ID: id,
			Number: fmt.Sprintf("T-%04d", 2000+i), Account: 1001,
			Contact: records.PersonID(2001 + i%2), Subject: subjects[i%len(subjects)],
			Text: "Please have a look.", Type: records.RequestTypeID(6101 + i%3)}})
		if i%5 != 0 {
			list = append(list, served{at.Add(5 * time.Hour), &edit.CloseTicket{Ticket: id}})
		}
	}
	for i, subject := range []string{"Two laptops for the quay office",
		"Licences for the drawing program", "A larger screen for the dispatch office"} {
		list = append(list, served{now.Add(time.Duration(i-9) * time.Hour), &edit.CreateTicket{
			ID: records.TicketID(4201 + i), Number: fmt.Sprintf("T-%04d", 2100+i), Account: 1001,
			Contact: 2002, Subject: subject, Text: "The offer is attached to my mail of Monday.",
			Type: 6104}})
	}
	return append(list, served{now, &edit.CreateTicket{ID: 4211, Number: "T-2111",
		From: "Ole Nyström", Email: "ole@nystrom.example", Subject: "Do you also work in Malmö?",
		Text: "We have two offices there.", Type: 6102}})
}

// sampleAsked is what the sample's customers do by themselves: an approver answers, and contacts
// ask for access.
func sampleAsked(ctx context.Context, db *store.DB) error {
	w := hosting.Writer{Office: db, Now: time.Now, NewID: uuid.NewString}
	for _, a := range []struct {
		user records.UserID
		edit edit.Edit
	}{
		{3001, &edit.DecideApproval{Ticket: 4202, Approve: true, Note: "Take the yearly one."}},
		{3001, &edit.DecideApproval{Ticket: 4203, Note: "Not this year."}},
		{3001, &edit.RequestElevation{ID: 6901, User: 3002, Profile: 4,
			Reason: "Jonas stands in for me and needs to see all tickets."}},
		{3005, &edit.RequestAccess{ID: 6902, Reason: "I look after the office in Stavanger."}},
	} {
		c, err := db.Cast(ctx, a.user)
		if err != nil {
			return err
		}
		v := portal.Viewer{Subject: c.Subject(), Person: c.Person, User: c.User, Account: c.Account}
		if err := w.Do(ctx, v, a.edit); err != nil {
			return fmt.Errorf("sample by %s: %w", c.Person.Name(), err)
		}
	}
	return nil
}
