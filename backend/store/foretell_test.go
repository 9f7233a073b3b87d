package store_test

import (
	"slices"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestWhatIsForetoldBecomesSo: what a change of an account would make of people is what it then
// makes of them, and to ask changes nothing (B7, A36, A37, N4).
func TestWhatIsForetoldBecomesSo(t *testing.T) {
	terms := edit.AccountTerms{Name: "Acme", Active: true, Portal: true}
	with := func(change func(*edit.AccountTerms)) edit.Edit {
		want := terms
		change(&want)
		return &edit.UpdateAccount{ID: storetest.Acme, Was: terms, Want: want}
	}
	for name, c := range map[string]struct {
		e     edit.Edit
		about records.AccountID
	}{
		"the portal off": {with(func(a *edit.AccountTerms) { a.Portal = false }), storetest.Acme},
		"requests shared": {with(func(a *edit.AccountTerms) { a.Requests = records.AllRequests }),
			storetest.Acme},
		"under another": {with(func(a *edit.AccountTerms) { a.Parent = 151 }), storetest.Acme},
		"one more member": {&edit.Consolidate{Consolidation: records.Consolidation{ID: 2,
			Account: 150, Member: storetest.Acme}}, 150},
		"one member less": {&edit.Separate{Account: 150, Member: storetest.Labs}, 150},
	} {
		t.Run(name, func(t *testing.T) { foretold(t, c.e, c.about) })
	}
}

func foretold(t *testing.T, e edit.Edit, about records.AccountID) {
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.CreateAccount{Account: records.Account{ID: 150, Name: "Group",
		Active: true, Portal: true, Consolidated: true}},
		&edit.CreateAccount{Account: records.Account{ID: 151, Name: "Over", Active: true,
			Portal: true, Closed: access.SetOf(access.Knowledgebase)}},
		&edit.Consolidate{Consolidation: records.Consolidation{ID: 1, Account: 150,
			Member: storetest.Labs}},
		someone(400, 150), someone(401, 151), add(1, storetest.MiaUser, storetest.Basic),
		add(2, storetest.ZoeUser, storetest.Basic), add(3, 400, storetest.Manager),
		add(4, 401, storetest.Manager))
	desk := o.Desk(storetest.Anna, "anna")
	at := access.At(o.Now, o.Now.Location())
	before := subjects(t, desk)
	then := map[int64]*access.Subject{}
	must(t, desk.DB.Foretell(ctx, o.Env(storetest.Anna, edit.Desk),
		[]edit.Envelope{o.Envelope(e)}, []records.AccountID{about},
		func(was, becomes *records.Cast) bool {
			id := int64(was.User.ID)
			if len(access.Compare(before[id], was.Subject(), at)) > 0 {
				t.Errorf("user %d is not as before", id)
			}
			then[id] = becomes.Subject()
			return true
		}))
	if list := changed(before, subjects(t, desk), at); list != nil {
		t.Errorf("to ask changed %v", list)
	}
	desk.Do(e)
	after := subjects(t, desk)
	moved := changed(before, after, at)
	if len(moved) == 0 {
		t.Error("it changes nobody")
	}
	for id, s := range after {
		if then[id] == nil && slices.Contains(moved, id) {
			t.Errorf("user %d was not asked about", id)
		}
		if then[id] != nil && len(access.Compare(then[id], s, at)) > 0 {
			t.Errorf("user %d became another than foretold", id)
		}
	}
}

func someone(id int64, at records.AccountID) edit.Edit {
	return &edit.CreatePerson{
		Person: records.Person{ID: records.PersonID(id), Account: at, First: "P",
			Email: string(rune('a'+id-400)) + "@example.org"},
		User: &records.User{ID: records.UserID(id), Person: records.PersonID(id),
			Username: string(rune('a' + id - 400)), Active: true, PortalUser: true,
			RoleGroup: true, Consolidated: at == 150}}
}

// subjects gives everybody as access sees them.
func subjects(t *testing.T, desk *storetest.Desk) map[int64]*access.Subject {
	t.Helper()
	all := map[int64]*access.Subject{}
	must(t, desk.DB.Everybody(ctx, func(c *records.Cast) bool {
		all[int64(c.User.ID)] = c.Subject()
		return true
	}))
	return all
}

// changed gives those whose access differs.
func changed(a, b map[int64]*access.Subject, at access.Moment) (list []int64) {
	for id, s := range a {
		if len(access.Compare(s, b[id], at)) > 0 {
			list = append(list, id)
		}
	}
	return list
}
