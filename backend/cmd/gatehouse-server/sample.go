package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/sealing"
	"gatehouse/backend/store"
)

// sample fills a new office with a few accounts, people and tickets. It is made by the same edits
// as everything else; an office that has them already stays as it is.
func sample(ctx context.Context, db *store.DB, admin *records.Staff, box *sealing.Box) error {
	if _, err := db.Account(ctx, sampleAccounts[0].ID); !problem.Is(err, problem.NotFound) {
		return err
	}
	if err := keepSampleContents(ctx, db); err != nil {
		return err
	}
	now := time.Now()
	list := append(sampleEdits(), sampleWork(now, box)...)
	for i, e := range list {
		env := edit.Env{Actor: edit.Actor{Name: admin.Name, Staff: admin}, Machine: "Sample office",
			Now: now.Add(time.Duration(i-len(list)) * 37 * time.Minute), Zone: time.UTC, Side: edit.Server}
		if err := carryOut(ctx, db, env, e); err != nil {
			return err
		}
	}
	if err := sampleSigned(ctx, db, now); err != nil {
		return err
	}
	if err := sampleTalk(ctx, db, now); err != nil {
		return err
	}
	return sampleService(ctx, db, admin, now)
}

// carryOut makes one edit of the office's.
func carryOut(ctx context.Context, db *store.DB, env edit.Env, e edit.Edit) error {
	args, err := json.Marshal(e)
	if err != nil {
		return err
	}
	name := reflect.TypeOf(e).Elem().Name()
	_, err = db.Write(ctx, func(tx edit.Tx) error {
		in := edit.Envelope{UID: records.UID(uuid.NewString()), Name: name, NV: 1, Args: args,
			At: env.Now.Unix()}
		in.Seen = edit.Observe(tx, env, in)
		return edit.Run(tx, env, in).Err()
	})
	if err != nil {
		return fmt.Errorf("sample %s: %w", name, err)
	}
	return nil
}

var sampleAccounts = []records.Account{
	{ID: 1001, Name: "Bluewater Shipping", City: "Hamburg", Country: "Germany", Primary: 2001,
		Manager: 2},
	{ID: 1002, Name: "Bluewater Cold Storage", City: "Rostock", Country: "Germany", Parent: 1001},
	{ID: 1003, Name: "Fjord & Sons", City: "Bergen", Country: "Norway", Primary: 2004, Manager: 1},
	{ID: 1004, Name: "Olivares Hermanos", City: "Valencia", Country: "Spain", Billing: 2006},
}

var samplePeople = []struct {
	id          int64
	account     records.AccountID
	first, last string
	email       string
	profile     records.ProfileID // 0 = the minimum
}{
	{2001, 1001, "Ingrid", "Petersen", "ingrid.petersen@bluewater.example", 5},
	{2002, 1001, "Jonas", "Brandt", "jonas.brandt@bluewater.example", 3},
	{2003, 1002, "Leonie", "Vogt", "leonie.vogt@bluewater.example", 4},
	{2004, 1003, "Sigrid", "Halvorsen", "sigrid@fjord-sons.example", 0},
	{2005, 1003, "Magnus", "Halvorsen", "magnus@fjord-sons.example", 0},
	{2006, 1004, "Carmen", "Olivares", "carmen@olivares.example", 0},
	{2007, 1004, "Rafael", "Olivares", "rafael@olivares.example", 7},
	{2008, 1003, "Astrid", "Halvorsen", "astrid@fjord-sons.example", 6},
	{2009, 1001, "Even", "Lund", "even.lund@bluewater.example", 8},
}

var sampleTickets = []struct {
	id       int64
	person   int
	subject  string
	text     string
	answer   string
	internal string
}{
	{4001, 0, "The label printer in the dispatch office stops after one page",
		"Since Monday it prints one label and then waits. Switching it off and on helps once.",
		"We have changed the driver on your print server. Please try it again.", ""},
	{4002, 1, "A second screen for the new colleague", "She starts on the first of the month.",
		"", "Check the stock before we promise a date."},
	{4003, 2, "Temperature log is missing for Saturday",
		"The report shows a gap from 2 to 5 in the morning.", "", ""},
	{4004, 3, "How do we add a new branch?", "We open an office in Stavanger in spring.",
		"We call you tomorrow to go through the list.", ""},
	{4005, 0, "Access for our auditor", "She needs to read the tickets of this year, nothing else.",
		"", ""},
}

func sampleEdits() (list []edit.Edit) {
	for _, a := range sampleAccounts {
		a.Active, a.Portal = true, true
		list = append(list, &edit.CreateAccount{Account: a})
	}
	for _, p := range samplePeople {
		person := records.Person{ID: records.PersonID(p.id), Account: p.account, First: p.first,
			Last: p.last, Email: p.email}
		user := &records.User{ID: records.UserID(p.id + 1000), Person: person.ID,
			Username: p.email, Active: true, PortalUser: true, RoleGroup: true}
		list = append(list, &edit.CreatePerson{Person: person, User: user})
		if p.profile != 0 {
			list = append(list, &edit.AddAccess{ID: records.AccessID(p.id + 3000), User: user.ID,
				Terms: sampleTerms(p.id, p.profile)})
		}
	}
	for i, t := range sampleTickets {
		p := samplePeople[t.person]
		list = append(list, &edit.CreateTicket{ID: records.TicketID(t.id),
			Number: fmt.Sprintf("T-%04d", 1024+i), Account: p.account,
			Contact: records.PersonID(p.id), Subject: t.subject, Text: t.text})
		if t.answer != "" {
			list = append(list, &edit.AddNote{ID: records.NoteID(t.id + 1000),
				Ticket: records.TicketID(t.id), Text: t.answer})
		}
		if t.internal != "" {
			list = append(list, &edit.AddNote{ID: records.NoteID(t.id + 2000),
				Ticket: records.TicketID(t.id), Text: t.internal, Internal: true})
		}
	}
	list = append(list, sampleWords()...)
	return append(list, sampleMoney(time.Now())...)
}
