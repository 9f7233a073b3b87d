package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

func TestAMachineIsPairedOnceAndShutOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		must(t, db.Invite(ctx, "code", storetest.Ben, 100))
		must(t, db.Invite(ctx, "old", storetest.Ben, 50))
		m := edit.Machine{ID: "m", Name: "Desk", PublicKey: "key", TokenHash: "hash", Paired: 60}
		if _, err := db.Pair(ctx, "old", 60, m); !problem.Is(err, problem.Denied) {
			t.Errorf("a code that is too old: %v", err)
		}
		if staff, err := db.Pair(ctx, "code", 60, m); err != nil || staff != storetest.Ben {
			t.Errorf("paired for %d, %v", staff, err)
		}
		if _, err := db.Pair(ctx, "code", 60, m); !problem.Is(err, problem.Denied) {
			t.Errorf("a code that was used: %v", err)
		}
		must(t, db.Revoke(ctx, "m"))
		m.Staff, m.Revoked = storetest.Ben, true
		have, err := db.Machine(ctx, "m")
		list, err2 := db.Machines(ctx)
		if err != nil || err2 != nil || have != m || len(list) != 1 || list[0] != m {
			t.Errorf("%+v %v, %+v %v", have, err, list, err2)
		}
		if err := db.Revoke(ctx, "other"); !problem.Is(err, problem.NotFound) {
			t.Errorf("an unknown machine: %v", err)
		}
	})
}

// TestAFactorsCodeIsUsedOnce (B19): whoever read it before somebody else used it changes nothing.
func TestAFactorsCodeIsUsedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		was := records.Factor{Sealed: "s", Stamp: "one", Step: 5}
		write(t, db, &records.SecondFactor{ID: storetest.MiaUser, Factor: was},
			&records.StaffLogin{ID: storetest.Ben, Verifier: "v", Factor: was},
			&records.Passkey{ID: records.PasskeyID(records.PasskeyKey("a").ID), Name: "Phone",
				User: storetest.MiaUser, Credential: "{}"})
		want := was
		want.Step = 6
		for _, key := range []records.Key{records.SecondFactorKey(storetest.MiaUser),
			{Kind: records.KindStaffLogin, ID: int64(storetest.Ben)}} {
			first, err := db.SwapFactor(ctx, key, was, want)
			second, err2 := db.SwapFactor(ctx, key, was, want)
			if !first || second || err != nil || err2 != nil {
				t.Errorf("%s: %v %v, then %v %v", key.Kind, first, err, second, err2)
			}
		}
		f, err := db.SecondFactor(ctx, storetest.MiaUser)
		l, err2 := db.StaffLogin(ctx, storetest.Ben)
		if err != nil || err2 != nil || f.Factor != want || l.Factor != want || l.Verifier != "v" {
			t.Errorf("%+v %v, %+v %v", f, err, l, err2)
		}
		k, err := db.Passkey(ctx, "a")
		none, err2 := db.Passkey(ctx, "b")
		if err != nil || err2 != nil || k == nil || k.Name != "Phone" || none != nil {
			t.Errorf("%+v %v, %+v %v", k, err, none, err2)
		}
		if list, err := db.Passkeys(ctx, storetest.MiaUser); len(list) != 1 || err != nil {
			t.Errorf("%d passkeys, %v", len(list), err)
		}
		for want := true; ; want = false {
			if first, err := db.Spend(ctx, "hash", 10); first != want || err != nil {
				t.Errorf("spent for the first time: %v %v", first, err)
			}
			if !want {
				break
			}
		}
		must(t, db.ForgetVisits(ctx, 11))
		if first, err := db.Spend(ctx, "hash", 10); !first || err != nil {
			t.Errorf("after it was forgotten: %v %v", first, err)
		}
	})
}

// TestSessionsAreEndedByTheirOwnersOnly (B19): customers and staff of the same number are others.
func TestSessionsAreEndedByTheirOwnersOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		of := records.Session{User: 7, Stamp: "a"}
		for id := range int64(4) {
			must(t, db.Enter(ctx, records.Session{ID: id + 1, User: 7, Device: "d", Address: "?",
				Stamp: "a", Begun: 1, Seen: id + 1}))
		}
		must(t, db.Enter(ctx, records.Session{ID: 5, User: 7, Stamp: "b", Seen: 9}))
		must(t, db.Enter(ctx, records.Session{ID: 6, Staff: 7, Stamp: "a", Seen: 9}))
		must(t, db.See(ctx, 1, "a", 10))
		must(t, db.Leave(ctx, records.Session{ID: 3, User: 8}))
		list, err := db.Visits(ctx, of, 3)
		if err != nil || len(list) != 3 || list[0].ID != 1 || list[1].ID != 4 || list[2].ID != 3 {
			t.Errorf("%+v %v", list, err)
		}
		must(t, db.Leave(ctx, records.Session{ID: 3, User: 7}))
		if _, err := db.Visit(ctx, 3); !problem.Is(err, problem.NotFound) {
			t.Errorf("one that was ended: %v", err)
		}
		must(t, db.LeaveOthers(ctx, records.Session{ID: 1, User: 7}))
		if list, err := db.Visits(ctx, of, 0); err != nil || len(list) != 1 || list[0].ID != 1 {
			t.Errorf("others: %+v %v", list, err)
		}
		if s, err := db.Visit(ctx, 6); err != nil || s.Staff != 7 {
			t.Errorf("the one of staff: %+v %v", s, err)
		}
	})
}

func TestASessionIsKeptUntilItExpires(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db, soon := o.Server, time.Now().Add(time.Hour)
		must(t, db.Commit("token", []byte{1}, soon))
		must(t, db.Commit("token", []byte{0, 255}, soon))
		must(t, db.Commit("past", []byte{}, time.Now().Add(-time.Hour)))
		data, ok, err := db.Find("token")
		if err != nil || !ok || string(data) != "\x00\xff" {
			t.Errorf("%v %v %v", data, ok, err)
		}
		must(t, db.Delete("token"))
		for _, token := range []string{"token", "past", "a\x00b\xff"} {
			if _, ok, err := db.Find(token); ok || err != nil {
				t.Errorf("%q: %v, %v", token, ok, err)
			}
		}
		for before := range int64(3) {
			if n, err := db.Attempt(ctx, "mia", 10); n != before || err != nil {
				t.Errorf("%d failures before, %v; want %d", n, err, before)
			}
		}
		must(t, db.ForgetAttempts(ctx, 11, 3))
		must(t, db.Succeed(ctx, "tom"))
		if n, err := db.Attempt(ctx, "mia", 10); n != 3 || err != nil {
			t.Errorf("%d failures before, %v", n, err)
		}
		must(t, db.Succeed(ctx, "mia"))
		if n, err := db.Attempt(ctx, "mia", 10); n != 0 || err != nil {
			t.Errorf("%d failures after a success, %v", n, err)
		}
	})
}

// TestAListIsTheSameOnBothEngines: what the office and the portal read beside lists of users.
func TestAListIsTheSameOnBothEngines(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic),
			&edit.CreateTicket{ID: 7, Number: "T-7", Account: storetest.Acme,
				Contact: storetest.Mia, Subject: "It broke"})
		write(t, o.Server, &records.Account{ID: 801, Name: "ätna"}, &records.Account{ID: 802,
			Name: "Zebra"}, &records.Account{ID: 803, Name: "_a"},
			&records.Article{ID: 1, Shelf: records.HelpShelf, Slug: "one", Title: "First Steps",
				Published: true},
			&records.Credential{ID: storetest.MiaUser, Verifier: "v"})
		lists(t, o.Server)
		people(t, o.Server)
	})
}

func write(t *testing.T, db *store.DB, list ...records.Record) {
	t.Helper()
	_, err := db.Write(ctx, func(tx edit.Tx) error {
		for _, r := range list {
			tx.Put(r)
		}
		return nil
	})
	must(t, err)
}

func lists(t *testing.T, db *store.DB) {
	t.Helper()
	accounts, _, err := db.AccountLines(ctx, records.AccountQuery{Text: "A", Size: 10})
	names := ""
	for _, a := range accounts {
		names += a.Name + ", "
	}
	if err != nil || names != "_a, Acme, Acme Labs, Zebra, ätna, " {
		t.Errorf("accounts: %s %v", names, err)
	}
	all := access.Where{SQL: "1 = 1", Arms: []access.Arm{{Relation: access.All, SQL: "1 = 1"}}}
	articles, err := db.Articles(ctx, all, records.ArticleQuery{Shelf: records.HelpShelf,
		Text: "first S", Limit: 10})
	if err != nil || len(articles) != 1 {
		t.Errorf("articles: %v %v", articles, err)
	}
	if a, err := db.Article(ctx, records.HelpShelf, "one"); err != nil || !a.Published {
		t.Errorf("article: %+v %v", a, err)
	}
	tickets, total, err := db.Lines(ctx, records.KindTicket, "t-", 0, 10)
	if err != nil || total != 1 || tickets[0].Pending {
		t.Errorf("tickets: %+v %d %v", tickets, total, err)
	}
	c, err := db.Counts(ctx, 20_000, storetest.Anna)
	if err != nil || c.People != 3 || c.WithAccess != 1 || c.OpenTickets != 1 {
		t.Errorf("counts: %+v %v", c, err)
	}
	byName, err := db.AccountsByName(ctx)
	if err != nil || byName["zebra"] != 802 {
		t.Errorf("accounts by name: %v %v", byName, err)
	}
	for _, view := range []string{"all", "with", "without", "wide", "ending", "never"} {
		q := records.UserQuery{View: view, Sort: "company", Size: 10, Day: 20_000, Text: "mill"}
		if _, _, err := db.UserLines(ctx, q); err != nil {
			t.Errorf("users %s: %v", view, err)
		}
	}
}

func people(t *testing.T, db *store.DB) {
	t.Helper()
	names, err := db.People(ctx, []records.PersonID{storetest.Mia, storetest.Zoe, 99})
	if err != nil || len(names) != 2 || names[storetest.Mia] != "Mia Miller" {
		t.Errorf("people: %v %v", names, err)
	}
	emails, err := db.Emails(ctx)
	if err != nil || len(emails) != 3 || !emails["mia@example.com"] {
		t.Errorf("emails: %v %v", emails, err)
	}
	if u, v, err := db.Login(ctx, "MIA@example.com"); err != nil || u == nil || v != "v" {
		t.Errorf("login: %+v %q %v", u, v, err)
	}
	holders, err := db.Holders(ctx)
	if err != nil || holders[storetest.Basic] != 1 {
		t.Errorf("holders: %v %v", holders, err)
	}
	cast, err := db.Cast(ctx, storetest.ZoeUser)
	if err != nil || len(cast.Above) != 1 || cast.Above[0].ID != storetest.Acme {
		t.Errorf("Zoe's accounts: %+v %v", cast, err)
	}
	cast, err = db.CastAt(ctx, storetest.Acme)
	if err != nil || len(cast.Tree) != 2 {
		t.Errorf("Acme's accounts: %+v %v", cast, err)
	}
	lines, err := db.HistoryOf(ctx, storetest.MiaUser.Key(), 10)
	if err != nil || len(lines) != 2 || lines[0].N < lines[1].N {
		t.Errorf("history: %+v %v", lines, err)
	}
	other := records.Key{Kind: records.KindMessage, ID: int64(storetest.MiaUser)}
	if lines, err = db.HistoryOf(ctx, other, 10); err != nil || len(lines) != 0 {
		t.Errorf("the history of a message with the same number: %+v %v", lines, err)
	}
	staff, err := db.AllStaff(ctx)
	if err != nil || len(staff) != 2 {
		t.Errorf("staff: %v %v", staff, err)
	}
	if n, err := db.OpenConflicts(ctx, storetest.Anna); n != 0 || err != nil {
		t.Errorf("open conflicts: %d %v", n, err)
	}
}

// TestTheListFollowsWhatChanges: names, companies and profiles, and who is gone.
func TestTheListFollowsWhatChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		line := func(text, want string) {
			t.Helper()
			list, _, err := o.Server.UserLines(ctx, records.UserQuery{Text: text, Sort: "name",
				Size: 10})
			have := ""
			for _, l := range list {
				have += l.Name + " of " + l.Company + " with " + l.Profile + "; "
			}
			if err != nil || have != want {
				t.Errorf("%s finds %s(%v), want %s", text, have, err, want)
			}
		}
		o.At(storetest.Anna, grant(1, storetest.ZoeUser, storetest.Basic))
		line("zoe", "Zoe Miller of Acme Labs with Basic; ")
		p, err := o.Server.Person(ctx, storetest.Zoe)
		must(t, err)
		p.First, p.Last = "Łucja", "Żółw"
		write(t, o.Server, p, &records.Account{ID: storetest.Labs, Name: "Straße 9"})
		line("zoe", "Łucja Żółw of Straße 9 with Basic; ") // by the e-mail address
		line("łuc zół straße", "Łucja Żółw of Straße 9 with Basic; ")
		line("ŁUCJA ZOL", "")
		line("labs", "")
		o.At(storetest.Anna, &edit.RemoveAccess{User: storetest.ZoeUser})
		line("łucja", "Łucja Żółw of Straße 9 with ; ")
		_, err = o.Server.Write(ctx, func(tx edit.Tx) error {
			tx.Delete(p.Key())
			return nil
		})
		must(t, err)
		line("łucja", "")
	})
}

// TestTheChainHoldsWhateverIsTyped: a reason may have what an engine cannot keep.
func TestTheChainHoldsWhateverIsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		in := o.Envelope(grant(1, storetest.MiaUser, storetest.Basic))
		in.Reason = "a\x00b\xffc 👩‍💻"
		_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			return edit.Run(tx, o.Env(storetest.Anna, edit.Server), in).Err()
		})
		must(t, err)
		line, err := o.Server.HistoryLine(ctx, in.UID)
		if err != nil || line.Reason == "" || store.HashOf(line) != line.Hash {
			t.Errorf("%+v %v", line, err)
		}
	})
}

// TestWhoAsksMayGoAway: what is under way changes nothing, and the database works on.
func TestWhoAsksMayGoAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		gone, leave := context.WithCancel(ctx)
		_, err := o.Server.Write(gone, func(tx edit.Tx) error {
			tx.Put(&records.Account{ID: 700, Name: "A"})
			leave()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("who asked went away: %v", err)
		}
		if _, err := o.Server.Account(gone, storetest.Acme); !errors.Is(err, context.Canceled) {
			t.Errorf("who asks has gone: %v", err)
		}
		if _, err := o.Server.Account(ctx, 700); !problem.Is(err, problem.NotFound) {
			t.Errorf("the account: %v", err)
		}
		o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic))
	})
}

// TestTriesAreCountedAtAnEvenPace: some at once, then one at a time, whichever server asks.
func TestTriesAreCountedAtAnEvenPace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		const every, atOnce = 1000, 3
		for i, c := range []struct {
			now     int64
			allowed bool
		}{{5000, true}, {5000, true}, {5001, true}, {5002, false}, {5002, false}, {6001, true},
			{6001, false}, {60_000, true}, {60_000, true}, {60_000, true}, {60_000, false}} {
			have, err := o.Server.Pace(ctx, "someone", c.now, every, atOnce)
			if have != c.allowed || err != nil {
				t.Errorf("%d: %v, %v", i, have, err)
			}
		}
		if ok, err := o.Server.Pace(ctx, "another", 5002, every, atOnce); !ok || err != nil {
			t.Errorf("another: %v, %v", ok, err)
		}
		must(t, o.Server.ForgetPaces(ctx, 50_000))
		if ok, err := o.Server.Pace(ctx, "another", 5002, every, atOnce); !ok || err != nil {
			t.Errorf("another, forgotten: %v, %v", ok, err)
		}
	})
}

// TestAServerHasPeopleOnceThereIsAnybody: an account, a person or a login; what every server begins
// with is nobody.
func TestAServerHasPeopleOnceThereIsAnybody(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, e storetest.Engine) {
		for _, first := range []records.Record{&records.Account{ID: 1}, &records.Person{ID: 2},
			&records.User{ID: 3}} {
			db := storetest.Open(t, e, &records.Portal{Name: "Office", Zone: "UTC"},
				&records.Staff{ID: 1, Name: "Anna"}, &records.Article{ID: 1})
			before, err := db.HasPeople(ctx)
			write(t, db, first)
			after, err2 := db.HasPeople(ctx)
			if before || !after || err != nil || err2 != nil {
				t.Errorf("%s: %v, then %v; %v, %v", first.Key().Kind, before, after, err, err2)
			}
		}
	})
}
