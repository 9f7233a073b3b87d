package edit_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// provided is an office whose Acme has an identity provider; Mia has Basic.
func provided(t *testing.T) *storetest.Office {
	t.Helper()
	o := withBasic(t)
	write(t, o, okta())
	return o
}

// sync makes an edit as the identity provider does: knowing what it knows now.
func sync(t *testing.T, o *storetest.Office, e edit.Edit) edit.Outcome {
	t.Helper()
	return online(t, o, program(o), e)
}

func online(t *testing.T, o *storetest.Office, env edit.Env, e edit.Edit) (out edit.Outcome) {
	t.Helper()
	in := o.Envelope(e)
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		in.Seen = edit.Observe(tx, env, in)
		out = edit.Run(tx, env, in)
		return nil
	})
	must(t, err)
	return out
}

func takeHere(id records.UserID) *edit.RemoveAccess {
	return &edit.RemoveAccess{User: id, Account: storetest.Acme}
}

func isBarred(t *testing.T, o *storetest.Office, id records.UserID) (is bool) {
	t.Helper()
	_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
		is = edit.Barred(tx, id)
		return nil
	})
	must(t, err)
	return is
}

// TestWhatPeopleTakeAnIdentityProviderDoesNotGiveBack (B12, B20): deny wins over a sync that sends
// the same state again, until people give again.
func TestWhatPeopleTakeAnIdentityProviderDoesNotGiveBack(t *testing.T) {
	for name, c := range map[string]struct {
		take, again edit.Edit // by people
		sent        edit.Edit // by the identity provider
	}{
		"access": {&edit.RemoveAccess{User: storetest.MiaUser},
			grant(2, storetest.MiaUser, storetest.Basic),
			grant(3, storetest.MiaUser, storetest.Basic)},
		"Portal User": {&edit.SetPortalUser{User: storetest.MiaUser},
			&edit.SetPortalUser{User: storetest.MiaUser, On: true},
			&edit.SetPortalUser{User: storetest.MiaUser, On: true}},
	} {
		t.Run(name, func(t *testing.T) {
			o := provided(t)
			o.At(storetest.Ben, c.take)
			if out := sync(t, o, c.sent); out.Status != records.Refused || !isBarred(t, o,
				storetest.MiaUser) {
				t.Errorf("what was taken is given back: %+v", out)
			}
			if out := sync(t, o, grant(4, storetest.TomUser, storetest.Basic)); out.Err() != nil ||
				isBarred(t, o, storetest.TomUser) {
				t.Errorf("somebody else is barred as well: %+v", out)
			}
			o.At(storetest.Ben, &edit.UpdateDetails{Person: storetest.Mia,
				Want: edit.Details{Phone: "1"}}) // gives nothing
			if !isBarred(t, o, storetest.MiaUser) {
				t.Error("a new phone number opens the way")
			}
			if out := online(t, o, o.Env(storetest.Ben, edit.Server), c.again); out.Err() != nil {
				t.Fatalf("%+v", out)
			}
			if isBarred(t, o, storetest.MiaUser) {
				t.Error("people gave again, and the way is still barred")
			}
		})
	}
}

// TestAnIdentityProviderTakesBackWhatItTook: it knows of its own removals.
func TestAnIdentityProviderTakesBackWhatItTook(t *testing.T) {
	o := provided(t)
	for _, e := range []edit.Edit{takeHere(storetest.MiaUser),
		&edit.SetPortalUser{User: storetest.MiaUser},
		&edit.SetPortalUser{User: storetest.MiaUser, On: true},
		grant(2, storetest.MiaUser, storetest.Advanced)} {
		if out := sync(t, o, e); out.Status != records.Applied {
			t.Fatalf("%T: %+v", e, out)
		}
	}
	if got := o.ProfileOf(o.Server, storetest.MiaUser); got != storetest.Advanced {
		t.Errorf("profile %d", got)
	}
	// a demotion by staff bars it like a removal
	o.At(storetest.Ben, &edit.UpdateAccess{ID: 2, User: storetest.MiaUser,
		Was:  edit.Terms{Profile: storetest.Advanced},
		Want: edit.Terms{Profile: storetest.Basic}})
	up := &edit.UpdateAccess{ID: 2, User: storetest.MiaUser,
		Was:  edit.Terms{Profile: storetest.Basic},
		Want: edit.Terms{Profile: storetest.Manager}}
	if out := sync(t, o, up); out.Status != records.Refused {
		t.Errorf("raised again: %+v", out)
	}
	if out := sync(t, o, takeHere(storetest.MiaUser)); out.Status != records.Applied {
		t.Errorf("a removal always applies: %+v", out)
	}
}

// TestATokenReachesItsOwnAccountOnly: other people, other accounts, what is not assignable, and
// tokens that are no longer good are refused.
func TestATokenReachesItsOwnAccountOnly(t *testing.T) {
	o := provided(t)
	write(t, o, &records.Profile{ID: 90, Name: "VIP", Matrix: access.MinimumMatrix()})
	o.At(storetest.Anna, &edit.AddAccess{ID: 5, User: storetest.TomUser, Account: storetest.Labs,
		Terms: edit.Terms{Profile: storetest.Manager}})
	o.At(storetest.Anna, grant(6, storetest.TomUser, 90))
	person := func(at records.AccountID, u records.User) *edit.CreatePerson {
		u.ID, u.Person, u.Username = 400, 401, "new"
		return &edit.CreatePerson{Person: records.Person{ID: 401, Account: at, First: "New"}, User: &u}
	}
	basic := edit.Terms{Profile: storetest.Basic}
	for name, e := range map[string]edit.Edit{
		"another account's access":  grant(9, storetest.ZoeUser, storetest.Basic),
		"another account's removal": takeHere(storetest.ZoeUser),
		"removal everywhere":        &edit.RemoveAccess{User: storetest.MiaUser},
		"removal elsewhere": &edit.RemoveAccess{User: storetest.TomUser,
			Account: storetest.Labs},
		"another account's login":   &edit.SetPortalUser{User: storetest.ZoeUser},
		"another account's details": &edit.UpdateDetails{Person: storetest.Zoe},
		"nobody's":                  grant(9, 999, storetest.Basic),
		"access elsewhere": &edit.AddAccess{ID: 9, User: storetest.MiaUser,
			Account: storetest.Labs, Terms: basic},
		"an update elsewhere": &edit.UpdateAccess{ID: 5, User: storetest.TomUser,
			Was: edit.Terms{Profile: storetest.Manager}, Want: basic},
		"somebody else's access": &edit.UpdateAccess{ID: 1, User: storetest.TomUser, Was: basic,
			Want: edit.Terms{Profile: storetest.Manager}},
		"what is not assignable": grant(9, storetest.MiaUser, 90),
		"Guest":                  grant(9, storetest.MiaUser, records.ProfileID(access.GuestProfile)),
		"what the office gave": &edit.UpdateAccess{ID: 6, User: storetest.TomUser,
			Was: edit.Terms{Profile: 90}, Want: basic},
		"Can eSign": &edit.UpdateAccess{ID: 1, User: storetest.MiaUser, Was: basic,
			Want: edit.Terms{Profile: storetest.Basic, CanSign: true}},
		"the support period": &edit.UpdatePortalPanel{User: storetest.MiaUser,
			Want: edit.Panel{Support: access.Window{To: access.DayOf(2030, 1, 1)}}},
		"the username of somebody with access elsewhere": &edit.UpdatePortalPanel{
			User: storetest.TomUser, Was: edit.Panel{Username: "Tom@example.com"},
			Want: edit.Panel{Username: "tom2"}},
		"a person elsewhere":   person(storetest.Labs, records.User{}),
		"a consolidated login": person(storetest.Acme, records.User{Consolidated: true}),
		"staff":                &edit.AddStaff{Staff: records.Staff{ID: 9, Name: "X"}},
		"a token":              &edit.AddToken{Token: *okta()},
	} {
		if out := sync(t, o, e); out.Status != records.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestATokenThatIsNoLongerGoodDoesNothing, whoever still holds it.
func TestATokenThatIsNoLongerGoodDoesNothing(t *testing.T) {
	o := provided(t)
	for name, change := range map[string]func(*records.Token){
		"revoked": func(x *records.Token) { x.Revoked = true },
		"expired": func(x *records.Token) { x.Expires = o.Now.Unix() },
		"of the other kind": func(x *records.Token) {
			x.Use = records.ForAuthZEN
		},
	} {
		x := okta()
		change(x)
		write(t, o, x)
		if out := sync(t, o, takeHere(storetest.MiaUser)); out.Status != records.Refused {
			t.Errorf("%s: %+v", name, out)
		}
	}
}
