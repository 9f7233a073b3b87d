package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// TestWhoAgreesWithAskingEverybody: the index leaves nobody out, on either engine (B6).
func TestWhoAgreesWithAskingEverybody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		group := records.Account{ID: 150, Name: "Group", Active: true, Portal: true,
			Consolidated: true}
		everything := records.Profile{ID: 700, Name: "Everything"}
		everything.Matrix[access.TicketView] = access.All
		o.At(storetest.Anna, &edit.CreateAccount{Account: group},
			&edit.Consolidate{Consolidation: records.Consolidation{ID: 1, Account: 150,
				Member: storetest.Labs}}, &edit.CreateProfile{Profile: everything})
		for i, at := range []records.AccountID{150, 150, storetest.Acme} {
			id := int64(400 + i)
			o.At(storetest.Anna, &edit.CreatePerson{
				Person: records.Person{ID: records.PersonID(id), Account: at,
					First: fmt.Sprint("P", i), Email: fmt.Sprint("p", i, "@example.com")},
				User: &records.User{ID: records.UserID(id), Person: records.PersonID(id),
					Username: fmt.Sprint("p", i), Active: true, PortalUser: true, RoleGroup: true,
					Consolidated: at == 150}})
		}
		terms := func(p records.ProfileID) edit.Terms { return edit.Terms{Profile: p} }
		o.At(storetest.Anna, add(1, storetest.MiaUser, storetest.Advanced),
			add(2, storetest.ZoeUser, storetest.Basic), add(3, 400, storetest.Advanced),
			add(4, 401, 700), add(5, 402, storetest.Basic),
			&edit.AddAccess{ID: 6, User: 402, Account: storetest.Labs,
				Terms: terms(storetest.Advanced)})
		want := map[string]int{}
		for i, k := range []*records.Ticket{
			{ID: 501, Account: storetest.Acme}, {ID: 502, Account: storetest.Labs},
			{ID: 503, Account: storetest.Labs, Contact: storetest.Zoe},
			{ID: 504, Account: 150, Creator: storetest.Tom}} {
			r := k.Record(0)
			at := access.At(o.Now, o.Now.Location())
			idx := o.Server.Index(ctx)
			var got []int64
			for s := range access.Who(idx, access.TicketView, r, at) {
				got = append(got, s.User)
			}
			must(t, idx.Err())
			slices.Sort(got)
			all := askAll(t, o.Server, r, at)
			if want[fmt.Sprint(i)] = len(got); !slices.Equal(got, all) || len(got) == 0 {
				t.Errorf("ticket %d: the index finds %v, asking everybody %v", k.ID, got, all)
			}
		}
		if want["1"] == want["0"] && want["2"] == want["1"] {
			t.Errorf("the questions do not differ: %v", want)
		}
	})
}

// askAll asks about everybody, at each of their accounts.
func askAll(t *testing.T, db *store.DB, r *access.Record, at access.Moment) (list []int64) {
	t.Helper()
	for _, u := range []records.UserID{storetest.MiaUser, storetest.TomUser, storetest.ZoeUser, 400,
		401, 402} {
		for _, account := range []records.AccountID{0, storetest.Labs} {
			c, err := db.CastFor(ctx, u, account)
			if err == nil && access.Check(c.Subject(), access.TicketView, r, at).Allowed() {
				list = append(list, int64(u))
				break
			}
		}
	}
	return list
}

func add(id records.AccessID, u records.UserID, p records.ProfileID) edit.Edit {
	return &edit.AddAccess{ID: id, User: u, Terms: edit.Terms{Profile: p}}
}

// BenchmarkAMillionPeople asks who sees a ticket, and what a change of a profile does that 100,000
// have.
func BenchmarkAMillionPeople(b *testing.B) {
	path := filepath.Join(b.TempDir(), "people.db")
	db, err := store.Open(ctx, path)
	must(b, err)
	defer db.Close()
	must(b, db.Found(ctx, "portal", &records.Portal{Name: "Office", Zone: "UTC"}))
	fill(b, path, 1, 10_000)
	populate(b, path, 1_000_000)
	at := access.Moment{Unix: 1, Day: 1}
	b.Run("who", func(b *testing.B) {
		for b.Loop() {
			r := (&records.Ticket{Account: 77, Creator: 5000}).Record(0)
			n, idx := 0, db.Index(ctx)
			for range access.Who(idx, access.TicketView, r, at) {
				n++
			}
			if must(b, idx.Err()); n < 10 {
				b.Fatal(n)
			}
		}
	})
	b.Run("what if", func(b *testing.B) {
		for b.Loop() {
			e := whatIf(b, db, at)
			if e.Asked != 100_000 || e.Gains() != 100_000 {
				b.Fatal(e.Asked, e.Gains())
			}
		}
	})
}

func whatIf(b *testing.B, db *store.DB, at access.Moment) access.Effect {
	seats, err := db.Holding(ctx, storetest.Basic)
	must(b, err)
	p, err := db.Profile(ctx, storetest.Basic)
	must(b, err)
	changed := *p
	changed.Matrix[access.InvoiceView] = access.Account
	return access.WhatIf(func(yield func(access.Affected) bool) {
		must(b, db.Casts(ctx, seats, func(c *records.Cast) bool {
			before := c.Subject()
			c.Profile = &changed
			return yield(access.Affected{User: int64(c.User.ID), Before: before,
				After: c.Subject()})
		}))
	}, at)
}

// populate writes people with logins; a tenth has Basic, another one Advanced.
func populate(b *testing.B, path string, n int) {
	b.Helper()
	raw, err := sql.Open("sqlite3", "file:"+path+"?_synchronous=OFF")
	must(b, err)
	defer raw.Close()
	tx, err := raw.Begin()
	must(b, err)
	for _, name := range []string{"users_added", "people_added", "accesses_added"} {
		_, err := tx.Exec("DROP TRIGGER " + name) // the list of users is not asked for
		must(b, err)
	}
	for _, q := range []string{
		`INSERT INTO people (id, ver, account, lead, first, last, email, folded, phone, mobile,
			job_title) SELECT value, 1, 1 + value % 10000, 0, 'P', '', 'p' || value, '', '', '', ''
			FROM generate`,
		`INSERT INTO users (id, ver, person, username, consolidated, active, portal_user, role_group,
			support_from, support_to, password_set, must_change, locked, last_seen, folded)
			SELECT value, 1, value, 'p' || value, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 'p' || value
			FROM generate`,
		`INSERT INTO accesses (id, ver, user_id, account, profile, start_day, end_day, closed,
			overrides, can_sign, pin_reset, granted_by, reason)
			SELECT value, 1, value, 1 + value % 10000,
				CASE WHEN value / 10000 % 10 = 0 THEN 3 ELSE 4 END, 0, 0, 0, '{}', 0, 0, '', ''
			FROM generate WHERE value / 10000 % 10 < 2`,
	} {
		_, err := tx.Exec(fmt.Sprintf(`WITH RECURSIVE generate (value) AS (SELECT 1 UNION ALL
			SELECT value + 1 FROM generate WHERE value < %d) %s`, n, q))
		must(b, err)
	}
	must(b, tx.Commit())
}
