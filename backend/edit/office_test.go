package edit_test

import (
	"context"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

var ctx = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write changes records as they are, for what no edit makes yet.
func write(t *testing.T, o *storetest.Office, list ...records.Record) {
	t.Helper()
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		for _, r := range list {
			tx.Put(r)
		}
		return nil
	})
	must(t, err)
}

// run makes an edit at the server and gives what became of it.
func run(t *testing.T, o *storetest.Office, env edit.Env, in edit.Envelope) (out edit.Outcome) {
	t.Helper()
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		out = edit.Run(tx, env, in)
		return nil
	})
	must(t, err)
	return out
}

// read reads a record at the server; nil when there is none.
func read(t *testing.T, o *storetest.Office, k records.Key) (r records.Record) {
	t.Helper()
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		r = tx.Row(k)
		return nil
	})
	must(t, err)
	return r
}

func userOf(t *testing.T, o *storetest.Office, id records.UserID) records.User {
	t.Helper()
	u, err := o.Server.User(ctx, id)
	must(t, err)
	return *u
}

func accessOf(t *testing.T, o *storetest.Office, id records.UserID) *records.Access {
	t.Helper()
	list, err := o.Server.AccessesOf(ctx, id)
	must(t, err)
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func grant(id records.AccessID, user records.UserID, p records.ProfileID) *edit.AddAccess {
	return &edit.AddAccess{ID: id, User: user, Terms: edit.Terms{Profile: p}}
}

// change is the edit of a form that showed the first terms and sends the second.
func change(id records.AccessID, was, want edit.Terms) *edit.UpdateAccess {
	return &edit.UpdateAccess{ID: id, User: storetest.MiaUser, Was: was, Want: want}
}

// panel is the edit of a form that showed Mia's login and sends it changed.
func panel(to func(*edit.Panel)) *edit.UpdatePortalPanel {
	was := edit.Panel{PortalUser: true, Username: "Mia@example.com", Email: "Mia@example.com"}
	want := was
	to(&want)
	return &edit.UpdatePortalPanel{User: storetest.MiaUser, Was: was, Want: want}
}

// customer gives the circumstances of an edit that Mia makes in the portal.
func customer(t *testing.T, o *storetest.Office) edit.Env {
	t.Helper()
	c, err := o.Server.Cast(ctx, storetest.MiaUser)
	must(t, err)
	return edit.Env{Actor: edit.Actor{Name: "Mia", User: storetest.MiaUser, Person: storetest.Mia,
		Account: storetest.Acme, Subject: c.Subject()}, Machine: "Portal", Now: o.Now,
		Zone: c.Portal.Location(), Side: edit.Server}
}

const verifier = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$dGhpcyBpcyBhIHNlY3JldA"

var spring = access.Window{From: access.DayOf(2026, 3, 1), To: access.DayOf(2026, 5, 31)}
