package edit_test

import (
	"database/sql"
	"encoding/json"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// desk makes a custom profile, a copy of Basic.
const deskProfile = records.ProfileID(700)

func withDesk(t *testing.T) *storetest.Office {
	t.Helper()
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.CreateProfile{Profile: records.Profile{ID: deskProfile,
		Name: "Desk", Base: storetest.Basic, Matrix: access.Systems()[storetest.Basic-1].Matrix}})
	return o
}

func profileTerms(t *testing.T, o *storetest.Office,
	change func(*edit.ProfileTerms)) *edit.UpdateProfile {
	t.Helper()
	p, err := o.Server.Profile(ctx, deskProfile)
	must(t, err)
	was := edit.ProfileTerms{Name: p.Name, Description: p.Description, Assignable: p.Assignable,
		Matrix: p.Matrix}
	want := was
	change(&want)
	return &edit.UpdateProfile{ID: deskProfile, Was: was, Want: want}
}

// TestAProfileIsRefusedWhereItIsMade: bad input gets its sentence, and nothing is written.
func TestAProfileIsRefusedWhereItIsMade(t *testing.T) {
	o := withDesk(t)
	for name, c := range map[string]struct {
		edit edit.Edit
		want problem.Kind
	}{
		"no name": {&edit.CreateProfile{Profile: records.Profile{ID: 9}}, problem.Invalid},
		"a taken name": {&edit.CreateProfile{Profile: records.Profile{ID: 9, Name: "desk"}},
			problem.Invalid},
		"a base that is gone": {&edit.CreateProfile{Profile: records.Profile{ID: 9, Name: "X",
			Base: 987}}, problem.Conflict},
		"a copy of itself": {&edit.CreateProfile{Profile: records.Profile{ID: 9, Name: "X",
			Base: 9}}, problem.Invalid},
		"a system profile": {&edit.CreateProfile{Profile: records.Profile{ID: 9, Name: "X",
			System: true}}, problem.Invalid},
		"deleting a system profile": {&edit.RemoveProfile{ID: storetest.Basic}, problem.Invalid},
	} {
		out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(c.edit))
		if out.Status != records.Refused || !problem.Is(out.Err(), c.want) {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestAPermissionFromANewerDeskIsParked: it stays in the inbox until this version knows it.
func TestAPermissionFromANewerDeskIsParked(t *testing.T) {
	o := withDesk(t)
	in := o.Envelope(profileTerms(t, o, func(*edit.ProfileTerms) {}))
	in.Args = json.RawMessage(`{"ID":"700","Was":{"Name":"Desk","Description":"",` +
		`"Assignable":false,"Matrix":"{}"},"Want":{"Name":"Desk","Description":"",` +
		`"Assignable":false,"Matrix":"{\"teleport.use\":\"own\"}"}}`)
	out := run(t, o, o.Env(storetest.Anna, edit.Server), in)
	if out.Status != records.Parked || !out.Inbox {
		t.Errorf("%+v", out)
	}
}

// TestTwoWhoChangeAProfile: different permissions both hold; of the same one the narrower stands.
func TestTwoWhoChangeAProfile(t *testing.T) {
	o := withDesk(t)
	wider := profileTerms(t, o, func(p *edit.ProfileTerms) {
		p.Matrix[access.InvoiceView], p.Matrix[access.OrderView] = access.Account, access.Tree
	})
	other := profileTerms(t, o, func(p *edit.ProfileTerms) {
		p.Matrix[access.OrderView], p.Matrix[access.ReportView] = access.Account, access.Account
	})
	o.At(storetest.Anna, wider, other)
	p, err := o.Server.Profile(ctx, deskProfile)
	must(t, err)
	if p.Matrix[access.InvoiceView] != access.Account ||
		p.Matrix[access.OrderView] != access.Account ||
		p.Matrix[access.ReportView] != access.Account {
		t.Errorf("%v", p.Matrix)
	}
}

// TestAProfileInUseStays: it is deleted when nobody has it, and no copy of it is left.
func TestAProfileInUseStays(t *testing.T) {
	o := withDesk(t)
	o.At(storetest.Anna, grant(1, storetest.MiaUser, deskProfile),
		&edit.CreateProfile{Profile: records.Profile{ID: 701, Name: "Copy", Base: deskProfile}})
	refused := func(why string) {
		t.Helper()
		out := run(t, o, o.Env(storetest.Anna, edit.Server),
			o.Envelope(&edit.RemoveProfile{ID: deskProfile}))
		if !problem.Is(out.Err(), problem.Conflict) {
			t.Errorf("%s: %+v", why, out)
		}
	}
	refused("somebody has it")
	o.At(storetest.Anna, &edit.RemoveAccess{User: storetest.MiaUser})
	refused("there is a copy")
	o.At(storetest.Anna, &edit.RemoveProfile{ID: 701}, &edit.RemoveProfile{ID: deskProfile},
		&edit.RemoveProfile{ID: deskProfile})
	if _, err := o.Server.Profile(ctx, deskProfile); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
}

// TestOverridesMeetPermissionByPermission: two desks may change different ones of one access.
func TestOverridesMeetPermissionByPermission(t *testing.T) {
	o := withDesk(t)
	o.At(storetest.Anna, grant(1, storetest.MiaUser, deskProfile))
	set := func(was, want access.Overrides) records.Status {
		out := run(t, o, o.Env(storetest.Anna, edit.Server),
			o.Envelope(&edit.SetOverrides{Access: 1, Was: was, Want: want}))
		return out.Status
	}
	invoices := access.Overrides{access.InvoiceView: access.Account}
	orders := access.Overrides{access.OrderView: access.None}
	if s := set(nil, invoices); s != records.Applied {
		t.Errorf("the first: %s", s)
	}
	if s := set(nil, orders); s != records.Applied {
		t.Errorf("another permission: %s", s)
	}
	if s := set(nil, access.Overrides{access.InvoiceView: access.All}); s != records.Refused {
		t.Errorf("the same permission, wider: %s", s)
	}
	if s := set(nil, invoices); s != records.Merged {
		t.Errorf("the same again: %s", s)
	}
	list, err := o.Server.AccessesOf(ctx, storetest.MiaUser)
	must(t, err)
	want := access.Overrides{access.InvoiceView: access.Account, access.OrderView: access.None}
	if !list[0].Overrides.Equal(want) {
		t.Errorf("%v", list[0].Overrides)
	}
	narrower := access.Overrides{access.InvoiceView: access.Own}
	if s := set(nil, narrower); s != records.Applied {
		t.Errorf("the same permission, narrower: %s", s)
	}
	want[access.InvoiceView] = access.Own
	if s := set(want, orders); s != records.Applied {
		t.Errorf("one less: %s", s)
	}
}

// TestAccountsAreRefusedWhereTheyAreMade: circles, oneself, and what is no consolidated account.
func TestAccountsAreRefusedWhereTheyAreMade(t *testing.T) {
	o := storetest.New(t)
	under := func(id, parent, was records.AccountID) edit.Edit {
		terms := edit.AccountTerms{Active: true, Portal: true, Parent: was}
		want := terms
		want.Parent = parent
		return &edit.UpdateAccount{ID: id, Was: terms, Want: want}
	}
	stands := func(over, member records.AccountID) edit.Edit {
		return &edit.Consolidate{Consolidation: records.Consolidation{ID: 5, Account: over,
			Member: member}}
	}
	group := records.Account{ID: 150, Name: "Group", Active: true, Portal: true, Consolidated: true}
	o.At(storetest.Anna, &edit.CreateAccount{Account: group})
	for name, e := range map[string]edit.Edit{
		"a circle":              under(storetest.Acme, storetest.Labs, 0),
		"itself":                under(storetest.Acme, storetest.Acme, 0),
		"nobody":                under(storetest.Acme, 987, 0),
		"consolidates itself":   stands(150, 150),
		"is not consolidated":   stands(storetest.Acme, storetest.Labs),
		"stands for nobody":     stands(150, 987),
		"nobody stands for one": stands(987, storetest.Acme),
	} {
		out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(e))
		if out.Status != records.Refused || out.Why == "" {
			t.Errorf("%s: %+v", name, out)
		}
	}
	o.At(storetest.Anna, under(storetest.Labs, 0, storetest.Acme), stands(150, storetest.Acme))
}

// TestAPersonIsRefusedWithoutAnAccount: with none, and with one that is not there.
func TestAPersonIsRefusedWithoutAnAccount(t *testing.T) {
	o := storetest.New(t)
	for at, want := range map[records.AccountID]problem.Kind{0: problem.Invalid,
		987: problem.Conflict} {
		out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.CreatePerson{
			Person: records.Person{ID: 9, Account: at, First: "Kim"}}))
		if out.Status != records.Refused || !problem.Is(out.Err(), want) || out.Why == "" {
			t.Errorf("account %d: %+v", at, out)
		}
	}
}

// TestAnAccessThatEndsBeforeItStartsIsRefused: where it is given, and where it is changed.
func TestAnAccessThatEndsBeforeItStartsIsRefused(t *testing.T) {
	o := storetest.New(t)
	terms := edit.Terms{Profile: storetest.Basic}
	never := terms
	never.Schedule = access.Window{From: 20, To: 19}
	give := func(id records.AccessID, terms edit.Terms) edit.Outcome {
		return run(t, o, o.Env(storetest.Anna, edit.Server),
			o.Envelope(&edit.AddAccess{ID: id, User: storetest.MiaUser, Terms: terms}))
	}
	if out := give(1, never); !problem.Is(out.Err(), problem.Invalid) {
		t.Errorf("given: %+v", out)
	}
	must(t, give(2, terms).Err())
	out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(&edit.UpdateAccess{ID: 2,
		User: storetest.MiaUser, Was: terms, Want: never}))
	if !problem.Is(out.Err(), problem.Invalid) {
		t.Errorf("changed: %+v", out)
	}
}

// TestTwoWhoMoveAnAccountMakeNoCircle: each move is right alone; the second is refused.
func TestTwoWhoMoveAnAccountMakeNoCircle(t *testing.T) {
	o := storetest.New(t)
	o.At(storetest.Anna, &edit.CreateAccount{Account: records.Account{ID: 150, Name: "Third",
		Active: true, Portal: true}})
	anna, ben := o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")
	terms := edit.AccountTerms{Active: true, Portal: true}
	up := func(parent records.AccountID) edit.AccountTerms {
		want := terms
		want.Parent = parent
		return want
	}
	anna.Do(&edit.UpdateAccount{ID: 150, Was: terms, Want: up(storetest.Acme)})
	ben.Do(&edit.UpdateAccount{ID: storetest.Acme, Was: terms, Want: up(150)})
	anna.Sync()
	ben.Sync()
	a, err := o.Server.Account(ctx, storetest.Acme)
	must(t, err)
	if a.Parent != 0 {
		t.Errorf("Acme lies under %d, which lies under Acme", a.Parent)
	}
}

// TestTwoWhoRenameAnAccountMeet: the later name is in force, and the other one is told.
func TestTwoWhoRenameAnAccountMeet(t *testing.T) {
	o := storetest.New(t)
	rename := func(from, to string) edit.Outcome {
		was := edit.AccountTerms{Name: from, Active: true, Portal: true}
		want := was
		want.Name = to
		return run(t, o, o.Env(storetest.Anna, edit.Server),
			o.Envelope(&edit.UpdateAccount{ID: storetest.Acme, Was: was, Want: want}))
	}
	if out := rename("Acme", "Alpha"); out.Status != records.Applied {
		t.Errorf("the first: %+v", out)
	}
	out := rename("Acme", "Beta")
	lines, err := o.Server.Inbox(ctx, storetest.Anna)
	must(t, err)
	if out.Status != records.Overrode || len(lines) != 1 || lines[0].Mine != "name: Beta" ||
		lines[0].Theirs != "name: Alpha" {
		t.Errorf("the second: %+v, %+v", out, lines)
	}
	if out := rename("Beta", " "); problem.Of(out.Err()).Field != "name" {
		t.Errorf("without a name: %+v", out)
	}
	a, err := o.Server.Account(ctx, storetest.Acme)
	must(t, err)
	if a.Name != "Beta" || !a.Active || !a.Portal {
		t.Errorf("%+v", a)
	}
}

// TestDataOfANewerVersionGivesNothing: a permission that this version does not know is in the data
// all the same; the rest of the profile holds, and it opens nothing.
func TestDataOfANewerVersionGivesNothing(t *testing.T) {
	o := withDesk(t)
	raw, err := sql.Open("sqlite3", "file:"+o.Path)
	must(t, err)
	_, err = raw.Exec(`UPDATE profiles SET matrix = '{"teleport.use":"all","ticket.view":"own",'||
		'"invoice.view":"galaxy"}' WHERE id = 700`)
	must(t, err)
	must(t, raw.Close())
	p, err := o.Server.Profile(ctx, deskProfile)
	must(t, err)
	if want := (access.Matrix{access.TicketView: access.Own}); p.Matrix != want {
		t.Errorf("%v", p.Matrix)
	}
}
