package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

func tokenFor(name string) *records.Token {
	hash := records.HashOfToken(name)
	return &records.Token{ID: records.TokenID(records.TokenKey(hash).ID), Hash: hash, Name: name,
		Use: records.ForSCIM, Account: storetest.Acme, Default: true, Expires: 9}
}

// TestMembersAreTheLoginsOfAnAccount, with what they have there and nowhere else (B17, B20).
func TestMembersAreTheLoginsOfAnAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		o.At(storetest.Anna,
			&edit.AddAccess{ID: 1, User: storetest.MiaUser, Terms: edit.Terms{Profile: storetest.Basic}},
			&edit.AddAccess{ID: 2, User: storetest.TomUser, Account: storetest.Labs,
				Terms: edit.Terms{Profile: storetest.Manager}})
		write(t, db, &records.Provision{ID: storetest.TomUser, External: "x-1", Gone: true},
			tokenFor("Okta"))
		list, err := db.Members(ctx, storetest.Acme)
		if err != nil || len(list) != 2 {
			t.Fatalf("%d, %v", len(list), err)
		}
		mia, tom := list[0], list[1]
		if mia.Person.ID != storetest.Mia || mia.User.Username != "Mia@example.com" ||
			mia.Access == nil || mia.Access.Profile != storetest.Basic || mia.Provision != nil {
			t.Errorf("Mia: %+v", mia)
		}
		if tom.Person.ID != storetest.Tom || tom.Access != nil || tom.External() != "x-1" ||
			!tom.IsGone() {
			t.Errorf("Tom: %+v", tom)
		}
		if m, err := db.Member(ctx, storetest.Acme, storetest.TomUser); err != nil ||
			m.Person.ID != storetest.Tom {
			t.Errorf("%+v, %v", m, err)
		}
		named, err := db.MembersNamed(ctx, storetest.Acme, "TOM@example.com")
		other, err2 := db.MembersNamed(ctx, storetest.Acme, "Zoe@example.com")
		if err != nil || err2 != nil || len(named) != 1 || named[0].Person.ID != storetest.Tom ||
			len(other) != 0 {
			t.Errorf("%+v, %v; %+v, %v", named, err, other, err2)
		}
		for _, id := range []records.UserID{storetest.ZoeUser, 999} {
			if _, err := db.Member(ctx, storetest.Acme, id); !problem.Is(err, problem.NotFound) {
				t.Errorf("%d: %v", id, err)
			}
		}
		tok, err := db.Token(ctx, records.HashOfToken("Okta"))
		if err != nil || *tok != *tokenFor("Okta") || tok.IsGood(tok.Hash, 9) ||
			!tok.IsGood(tok.Hash, 8) || tok.IsGood(records.HashOfToken("okta"), 8) {
			t.Errorf("%+v, %v", tok, err)
		}
		if _, err := db.Token(ctx, records.HashOfToken("okta")); !problem.Is(err, problem.NotFound) {
			t.Errorf("an unknown one: %v", err)
		}
	})
}

// TestTokensStayAtTheServerAndEndWithARestore: one that was revoked since the backup must not come
// back.
func TestTokensStayAtTheServerAndEndWithARestore(t *testing.T) {
	o := storetest.On(t, storetest.SQLite)
	write(t, o.Server, tokenFor("Okta"), &records.Provision{ID: storetest.MiaUser})
	d := o.Desk(storetest.Anna, "anna")
	if list, err := d.DB.Tokens(ctx); err != nil || len(list) != 0 ||
		!records.KindToken.StaysAtServer() || !records.KindProvision.StaysAtServer() {
		t.Errorf("a desk has %d tokens, %v", len(list), err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	must(t, o.Server.Backup(ctx, backup))
	must(t, o.Server.Close())
	_, err := store.Restore(ctx, backup, o.Path, time.Now())
	must(t, err)
	o.Server = o.Place.Open(t)
	if list, err := o.Server.Tokens(ctx); err != nil || len(list) != 1 || !list[0].Revoked {
		t.Errorf("%d tokens, %v", len(list), err)
	}
}
