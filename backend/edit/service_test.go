package edit_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// manager is Tom with Manager at Acme.
func manager(t *testing.T, o *storetest.Office) edit.Env {
	t.Helper()
	o.At(storetest.Anna, grant(2, storetest.TomUser, storetest.Manager))
	c, err := o.Server.Cast(ctx, storetest.TomUser)
	must(t, err)
	env := customer(t, o)
	env.Actor = edit.Actor{Name: "Tom", User: storetest.TomUser, Person: storetest.Tom,
		Account: storetest.Acme, Subject: c.Subject()}
	return env
}

func queueOf(id records.QueueID, at records.AccountID) *edit.SaveQueue {
	return &edit.SaveQueue{Save: edit.Save[records.Queue, *records.Queue]{
		Want: records.Queue{ID: id, Account: at, Name: "Queue"}}}
}

// TestCustomersKeepTheirOwnRecordsOnly (A20): neither the office's nor another account's, and none
// is moved there.
func TestCustomersKeepTheirOwnRecordsOnly(t *testing.T) {
	o := staffed(t)
	tom := manager(t, o)
	o.At(storetest.Anna, queueOf(701, 0), queueOf(702, storetest.Labs))
	own := queueOf(703, storetest.Acme)
	if out := run(t, o, tom, o.Envelope(own)); out.Status != records.Applied {
		t.Fatalf("their own: %+v", out)
	}
	moved := own.Want
	moved.Account = storetest.Labs
	for name, e := range map[string]edit.Edit{
		"the office's": queueOf(704, 0), "another's": queueOf(705, storetest.Labs),
		"to another": &edit.SaveQueue{Save: edit.Save[records.Queue, *records.Queue]{
			Was: &own.Want, Want: moved}},
		"over the office's":    queueOf(701, storetest.Acme),
		"without the office's": &edit.Discard{Record: records.Key{Kind: records.KindQueue, ID: 701}},
		"without another's":    &edit.Discard{Record: records.Key{Kind: records.KindQueue, ID: 702}},
		"without a file type":  &edit.Discard{Record: records.Key{Kind: records.KindFileType, ID: 1}},
	} {
		if out := run(t, o, tom, o.Envelope(e)); out.Status != records.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
	gone := &edit.Discard{Record: own.Want.Key()}
	if out := run(t, o, tom, o.Envelope(gone)); out.Status != records.Applied {
		t.Errorf("without their own: %+v", out)
	}
}

// TestATypeLeadsToItsOwnAccount (A21): queue and approver are the account's or the office's.
func TestATypeLeadsToItsOwnAccount(t *testing.T) {
	o := staffed(t)
	tom := manager(t, o)
	o.At(storetest.Anna, queueOf(702, storetest.Labs))
	for name, want := range map[string]records.RequestType{
		"another's queue": {Queue: 702}, "no queue": {Queue: 999},
		"a stranger": {Approver: storetest.Zoe}} {
		want.ID, want.Account, want.Name = 801, storetest.Acme, "Type"
		e := &edit.SaveRequestType{
			Save: edit.Save[records.RequestType, *records.RequestType]{Want: want}}
		if out := run(t, o, tom, o.Envelope(e)); out.Status != records.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestAskingForOthersAndForOneself (A31, A45): only the contacts, never for oneself, once; staff
// decide, and the first decision stands.
func TestAskingForOthersAndForOneself(t *testing.T) {
	o := staffed(t)
	tom := manager(t, o)
	ask := &edit.RequestElevation{ID: 901, User: storetest.MiaUser, Profile: storetest.Advanced}
	if out := run(t, o, tom, o.Envelope(ask)); out.Status != records.Refused {
		t.Errorf("by somebody who is no contact: %+v", out)
	}
	was := edit.AccountTerms{Active: true, Portal: true}
	want := was
	want.Primary = storetest.Tom
	o.At(storetest.Anna, &edit.UpdateAccount{ID: storetest.Acme, Was: was, Want: want})
	oneself := &edit.RequestElevation{ID: 902, User: storetest.TomUser, Profile: storetest.Advanced}
	if out := run(t, o, tom, o.Envelope(oneself)); out.Status != records.Refused {
		t.Errorf("for oneself: %+v", out)
	}
	if out := run(t, o, tom, o.Envelope(ask)); out.Status != records.Applied {
		t.Fatalf("by the contact: %+v", out)
	}
	again := &edit.RequestElevation{ID: 903, User: storetest.MiaUser, Profile: storetest.Manager}
	if out := run(t, o, tom, o.Envelope(again)); out.Status != records.Refused {
		t.Errorf("twice: %+v", out)
	}
	decide := &edit.DecideElevation{ID: 901, Grant: true}
	if out := run(t, o, tom, o.Envelope(decide)); out.Status != records.Refused {
		t.Errorf("decided by a customer: %+v", out)
	}
	o.At(storetest.Anna, decide)
	a, err := o.Server.AccessesOf(ctx, storetest.MiaUser)
	must(t, err)
	if len(a) != 1 || a[0].Profile != storetest.Advanced {
		t.Errorf("granted: %+v", a)
	}
	no := o.Envelope(&edit.DecideElevation{ID: 901})
	if out := run(t, o, o.Env(storetest.Ben, edit.Server), no); out.Status != records.Refused {
		t.Errorf("decided again: %+v", out)
	}
	first := o.Envelope(&edit.RequestAccess{ID: 904})
	if out := run(t, o, customer(t, o), first); out.Status != records.Refused {
		t.Errorf("somebody with access asks for a first one: %+v", out)
	}
}

// TestAFirstAccessIsBasic (A45) unless whoever decides says otherwise.
func TestAFirstAccessIsBasic(t *testing.T) {
	for profile, want := range map[records.ProfileID]records.ProfileID{0: storetest.Basic,
		storetest.Advanced: storetest.Advanced} {
		o := storetest.New(t)
		out := run(t, o, customer(t, o), o.Envelope(&edit.RequestAccess{ID: 901}))
		if out.Status != records.Applied {
			t.Fatalf("%+v", out)
		}
		o.At(storetest.Anna, &edit.DecideElevation{ID: 901, Grant: true, Profile: profile,
			Access: 77})
		a, err := o.Server.AccessesOf(ctx, storetest.MiaUser)
		must(t, err)
		if len(a) != 1 || a[0].Profile != want {
			t.Errorf("%+v", a)
		}
	}
}

// TestModulesChangeAtTheTurnOfTheMonth (O10) of the portal's zone.
func TestModulesChangeAtTheTurnOfTheMonth(t *testing.T) {
	for today, want := range map[access.Day][2]access.Day{
		access.DayOf(2026, 1, 31):  {access.DayOf(2026, 2, 1), access.DayOf(2026, 1, 31)},
		access.DayOf(2028, 2, 1):   {access.DayOf(2028, 3, 1), access.DayOf(2028, 2, 29)},
		access.DayOf(2026, 12, 31): {access.DayOf(2027, 1, 1), access.DayOf(2026, 12, 31)},
	} {
		if added, removed := records.ModuleDays(today); [2]access.Day{added, removed} != want {
			t.Errorf("%s: %s %s", today, added, removed)
		}
	}
	o := storetest.New(t)
	price := records.Money{Minor: 4900, Currency: "EUR"}
	o.At(storetest.Anna, &edit.SaveModule{Save: edit.Save[records.Module, *records.Module]{
		Want: records.Module{ID: 1, Name: "M", Price: price, Period: records.Monthly}}})
	first, last := records.ModuleDays(access.At(o.Now, o.Now.Location()).Day)
	add := &edit.AddModule{ID: 5, Account: storetest.Acme, Module: 1, Price: price, From: first}
	for name, change := range map[string]func(*edit.AddModule){
		"another price": func(e *edit.AddModule) { e.Price.Minor = 1 },
		"another day":   func(e *edit.AddModule) { e.From-- },
		"no account":    func(e *edit.AddModule) { e.Account = 999 },
		"no module":     func(e *edit.AddModule) { e.Module = 2 },
	} {
		bad := *add
		change(&bad)
		out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&bad))
		if out.Status != records.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
	o.At(storetest.Anna, add)
	twice := *add
	twice.ID = 6
	anna := o.Env(storetest.Anna, edit.Server)
	if out := run(t, o, anna, o.Envelope(&twice)); out.Status != records.Refused {
		t.Errorf("twice: %+v", out)
	}
	early := o.Envelope(&edit.RemoveModule{ID: 5, Last: last})
	if out := run(t, o, anna, early); out.Status != records.Refused {
		t.Errorf("removed before it runs: %+v", out)
	}
	o.At(storetest.Anna, &edit.WithdrawModuleChange{ID: 5})
	if out := run(t, o, anna, o.Envelope(&edit.WithdrawModuleChange{ID: 5})); out.Status !=
		records.Refused {
		t.Errorf("withdrawn twice: %+v", out)
	}
}

// TestStaffAssignATicket (A43, Z1): a new approver is waited for, and a visitor's ticket comes to
// an account.
func TestStaffAssignATicket(t *testing.T) {
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.CreateTicket{ID: 9, From: "V", Email: "v@example.com",
		Subject: "S"})
	ticket := func() records.Ticket {
		r, _, err := o.Server.One(ctx, records.Key{Kind: records.KindTicket, ID: 9})
		must(t, err)
		return *r.(*records.Ticket)
	}
	was := ticket()
	want := was
	want.Account, want.Contact, want.Approver = storetest.Acme, storetest.Mia, storetest.Tom
	o.At(storetest.Anna, &edit.UpdateTicket{
		Save: edit.Save[records.Ticket, *records.Ticket]{Was: &was, Want: want}})
	if now := ticket(); now.Account != storetest.Acme || now.Approval != records.Pending {
		t.Errorf("%+v", now)
	}
	o.At(storetest.Anna, &edit.CloseTicket{Ticket: 9})
	if now := ticket(); now.Status != records.Resolved {
		t.Errorf("%+v", now)
	}
	o.At(storetest.Ben, &edit.CloseTicket{Ticket: 9, Reopen: true})
	if now := ticket(); now.Status != records.Open {
		t.Errorf("%+v", now)
	}
	want.Account = 999
	was = ticket()
	out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.UpdateTicket{
		Save: edit.Save[records.Ticket, *records.Ticket]{Was: &was, Want: want}}))
	if out.Status != records.Refused {
		t.Errorf("to no account: %+v", out)
	}
}
