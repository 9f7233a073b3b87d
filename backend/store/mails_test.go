package store_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

func letterTo(id int64, due int64) *records.Mail {
	return &records.Mail{ID: id, To: "mia@example.com", User: storetest.MiaUser, Lang: "de",
		Template: records.TicketAnswerMail, Link: "tickets/5", Created: due, Due: due,
		State: records.MailQueued, Args: records.Args{"name": "Mia \"M\" Müller"}}
}

func TestAMailIsClaimedWhenItIsDue(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		write(t, db, letterTo(1, 200), letterTo(2, 100), letterTo(3, 999))
		claim := func(now, until int64) *records.Mail {
			t.Helper()
			m, err := db.ClaimMail(ctx, now, until)
			must(t, err)
			return m
		}
		if m := claim(99, 500); m != nil {
			t.Errorf("before any is due: %+v", m)
		}
		first := claim(200, 500)
		if first == nil || first.ID != 2 || first.Tries != 1 || first.Due != 500 ||
			first.Args["name"] != "Mia \"M\" Müller" || first.Lang != "de" {
			t.Fatalf("%+v", first)
		}
		if m := claim(200, 500); m == nil || m.ID != 1 {
			t.Errorf("the second: %+v", m)
		}
		if m := claim(499, 600); m != nil {
			t.Errorf("while both are claimed: %+v", m)
		}
		again := claim(500, 900) // whoever had it came to nothing
		slow := claim(500, 900)
		if again == nil || slow == nil || again.Tries != 2 {
			t.Fatalf("%+v %+v", again, slow)
		}
		first.State = records.MailSent // by whoever claimed it first
		late := *first
		must(t, db.SettleMail(ctx, &late))
		for _, m := range []*records.Mail{again, slow} {
			m.State, m.LastError = records.MailFailed, "no such mailbox"
			must(t, db.SettleMail(ctx, m))
		}
		list, err := db.Mails(ctx, storetest.MiaUser, 2)
		if err != nil || len(list) != 2 || list[0].ID != 3 || list[1].ID != 1 ||
			list[1].State != records.MailFailed || list[1].LastError != "no such mailbox" {
			t.Errorf("%+v %v", list, err)
		}
		if n, err := db.Waiting(ctx); n != 1 || err != nil {
			t.Errorf("%d wait, %v", n, err)
		}
		must(t, db.ForgetMails(ctx, 5000))
		if list, err = db.Mails(ctx, storetest.MiaUser, 9); err != nil || len(list) != 1 {
			t.Errorf("%+v %v", list, err)
		}
	})
}

// TestEveryMailHasOneClaimant: among several programs that claim at the same time.
func TestEveryMailHasOneClaimant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		programs := []*store.DB{o.Server, o.Server}
		if o.Place.Engine == storetest.Postgres {
			programs[1] = o.Place.Open(t)
		}
		const mails = 40
		for id := range int64(mails) {
			write(t, o.Server, letterTo(id+1, 100))
		}
		var claimed [mails + 1]atomic.Int64
		var all sync.WaitGroup
		for i := range 6 {
			all.Go(func() {
				for {
					m, err := programs[i%2].ClaimMail(ctx, 100, 500)
					if err != nil {
						t.Error(err)
					}
					if err != nil || m == nil {
						return
					}
					claimed[m.ID].Add(1)
				}
			})
		}
		all.Wait()
		for id := 1; id <= mails; id++ {
			if n := claimed[id].Load(); n != 1 {
				t.Errorf("mail %d was claimed %d times", id, n)
			}
		}
	})
}

func TestALinkIsKeptUntilItExpires(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		db := o.Server
		link := func(hash string, user records.UserID, purpose records.Template) *records.Link {
			l := &records.Link{ID: records.LinkKey(hash).ID, Hash: hash, User: user,
				Purpose: purpose, Expires: 100}
			must(t, db.NewLink(ctx, l))
			return l
		}
		link("old", storetest.MiaUser, records.ResetMail)
		link("invitation", storetest.MiaUser, records.InvitationMail)
		link("tom's", storetest.TomUser, records.ResetMail)
		fresh := link("new", storetest.MiaUser, records.ResetMail)
		must(t, db.VoidLinks(ctx, fresh))
		for hash, good := range map[string]bool{"new": true, "invitation": true, "tom's": true,
			"old": false, "unknown": false, "": false} {
			l, err := db.Link(ctx, hash, 99)
			if good && (err != nil || l.Hash != hash) || !good && !problem.Is(err, problem.NotFound) {
				t.Errorf("%q: %+v, %v", hash, l, err)
			}
		}
		if l, err := db.Link(ctx, "new", 100); !problem.Is(err, problem.NotFound) {
			t.Errorf("one that has expired: %+v %v", l, err)
		}
		must(t, db.ForgetMails(ctx, 101))
		if l, err := db.Link(ctx, "new", 99); !problem.Is(err, problem.NotFound) {
			t.Errorf("one that was forgotten: %+v %v", l, err)
		}
	})
}

// TestALoginIsFoundByNameAndAddress: whatever the case; nobody is found by nothing.
func TestALoginIsFoundByNameAndAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		tom, err := o.Server.Person(ctx, storetest.Tom)
		must(t, err)
		tom.Email = "Shared@Example.com"
		zoe, err := o.Server.Person(ctx, storetest.Zoe)
		must(t, err)
		zoe.Email = tom.Email
		mia, err := o.Server.Person(ctx, storetest.Mia)
		must(t, err)
		mia.Email = ""
		write(t, o.Server, tom, zoe, mia)
		for name, want := range map[string][]records.UserID{" MIA@example.com": {storetest.MiaUser},
			"shared@example.com": {storetest.TomUser, storetest.ZoeUser},
			"tom@example.com":    {storetest.TomUser}, "": nil, "%": nil, "nobody": nil} {
			list, err := o.Server.Logins(ctx, name)
			must(t, err)
			if len(list) != len(want) {
				t.Fatalf("%q finds %d", name, len(list))
			}
			for i, u := range list {
				if u.ID != want[i] {
					t.Errorf("%q finds %d", name, u.ID)
				}
			}
		}
	})
}
