package app_test

import (
	"context"
	"strings"
	"testing"

	"gatehouse/app"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// someone gives the first user of a desk.
func someone(t *testing.T, desk *app.Desk) app.UserRow {
	t.Helper()
	list := must[app.Page[app.UserRow]](t)(desk.Users(app.UserQuery{Sort: "name", Size: 1}))
	return list.Rows[0]
}

// TestAnInvitationLeavesByTheServer: at once, or when it can be reached again.
func TestAnInvitationLeavesByTheServer(t *testing.T) {
	o := newOffice(t)
	desk, _, _ := open(t)
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock(""))
	must[app.StateView](t)(desk.SyncNow())
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	who := someone(t, desk)
	information := app.PortalInformation{User: who.ID, Username: who.Email}
	must[app.SavedView](t)(desk.SavePortalInformation(information)) // Portal User is off
	if _, err := desk.Invite(who.ID); !problem.Is(err, problem.Invalid) ||
		problem.Of(err).Field != "portalUser" {
		t.Errorf("whoever may not sign in: %v", err)
	}
	information.PortalUser = true
	must[app.SavedView](t)(desk.SavePortalInformation(information))
	saved := must[app.SavedView](t)(desk.Invite(who.ID))
	if saved.CanUndo || !strings.HasSuffix(saved.Text, " goes to "+who.Email+".") {
		t.Errorf("%+v", saved)
	}
	must[app.StateView](t)(desk.SyncNow())
	o.server.CloseClientConnections()
	o.server.Close()
	if _, err := desk.SyncNow(); err == nil {
		t.Fatal("the server is still there")
	}
	saved = must[app.SavedView](t)(desk.StartReset(who.ID))
	if !strings.Contains(saved.Text, "It leaves when the server can be reached") {
		t.Errorf("%+v", saved)
	}
	id, err := records.ParseID[records.User](who.ID)
	if err != nil {
		t.Fatal(err)
	}
	list := must[[]*records.Mail](t)(o.db.Mails(context.Background(), id, 9))
	if len(list) != 1 || list[0].To != who.Email {
		t.Errorf("%d mails at the server", len(list))
	}
	record := must[app.UserRecord](t)(desk.User(who.ID))
	for _, line := range record.History[:2] {
		if line.CanUndo || !strings.Contains(line.Text, "sent") {
			t.Errorf("%+v", line)
		}
	}
}

// TestADeskWithoutAServerSendsNoMail: and says what to do instead.
func TestADeskWithoutAServerSendsNoMail(t *testing.T) {
	desk, _ := alone(t)
	p := plan(t, desk, "contacts.csv", contacts(t))
	must[app.ImportResult](t)(desk.RunImport(p.ID))
	_, err := desk.Invite(someone(t, desk).ID)
	if !problem.Is(err, problem.Invalid) || !strings.Contains(problem.TextOf(err), "initial") {
		t.Errorf("%v", err)
	}
}

// TestAPINIsResetAtTheDesk: the record says that there is one, and its owner chooses another.
func TestAPINIsResetAtTheDesk(t *testing.T) {
	o := newOffice(t, &records.Account{ID: 10, Name: "Acme", Active: true},
		&records.Person{ID: 20, Account: 10, First: "Ada", Last: "Abbott"},
		&records.User{ID: 21, Person: 20, Username: "ada", Active: true, PIN: records.PINLocked})
	desk, _, _ := open(t)
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock(""))
	must[app.StateView](t)(desk.SyncNow())
	if r := must[app.UserRecord](t)(desk.User("21")); r.PIN != "locked" {
		t.Errorf("%+v", r)
	}
	saved := must[app.SavedView](t)(desk.ResetPIN("21"))
	r := must[app.UserRecord](t)(desk.User("21"))
	if r.PIN != "" || saved.CanUndo || r.History[0].Text != "PIN reset" || r.History[0].CanUndo {
		t.Errorf("%+v %+v", r, saved)
	}
}

// TestASecondFactorIsTakenOffAtTheDesk (B19): the record says that there is one.
func TestASecondFactorIsTakenOffAtTheDesk(t *testing.T) {
	o := newOffice(t, &records.Account{ID: 10, Name: "Acme", Active: true},
		&records.Person{ID: 20, Account: 10, First: "Ada", Last: "Abbott"},
		&records.User{ID: 21, Person: 20, Username: "ada", Active: true, SecondFactor: true,
			Passkeys: 2})
	desk, _, _ := open(t)
	must[app.StateView](t)(desk.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(desk.Unlock(""))
	must[app.StateView](t)(desk.SyncNow())
	if r := must[app.UserRecord](t)(desk.User("21")); !r.SecondFactor || r.Passkeys != 2 {
		t.Errorf("%+v", r)
	}
	saved := must[app.SavedView](t)(desk.TakeOffSecondFactor("21"))
	must[app.StateView](t)(desk.SyncNow())
	r := must[app.UserRecord](t)(desk.User("21"))
	if r.SecondFactor || r.Passkeys != 0 || saved.CanUndo ||
		r.History[0].Text != "Second factor taken off" || r.History[0].CanUndo {
		t.Errorf("%+v %+v", r, saved)
	}
}
