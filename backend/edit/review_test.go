package edit_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

const yearly = records.ReviewID(700)

// reviewed is an office in which Mia and Tom have Basic at Acme and Zoe has Manager at Labs, since
// a month, and a review of it all whose round begins today.
func reviewed(t *testing.T, o *storetest.Office, change func(*records.Review)) {
	t.Helper()
	o.At(storetest.Anna, grant(1, storetest.MiaUser, storetest.Basic),
		grant(2, storetest.TomUser, storetest.Basic), grant(3, storetest.ZoeUser, storetest.Manager))
	later(o, 30)
	o.At(storetest.Anna, newReview(o, change))
}

func newReview(o *storetest.Office, change func(*records.Review)) *edit.SaveReview {
	e := &edit.SaveReview{}
	e.Want = records.Review{ID: yearly, Name: "Yearly", Months: 12, Days: 14, Silence: records.End,
		Next: today(o)}
	if change != nil {
		change(&e.Want)
	}
	return e
}

func later(o *storetest.Office, days int) { o.Now = o.Now.AddDate(0, 0, days) }

func today(o *storetest.Office) access.Day { return access.At(o.Now, time.UTC).Day }

func reviewOf(t *testing.T, o *storetest.Office) *records.Review {
	t.Helper()
	r, err := o.Server.Review(ctx, yearly)
	must(t, err)
	return r
}

func goOn(t *testing.T, o *storetest.Office) {
	t.Helper()
	must(t, hosting.GoOn(ctx, o.Server, o.Now))
}

// confirm answers for one of the three accesses of reviewed.
func confirm(t *testing.T, o *storetest.Office, id records.AccessID) *edit.ConfirmAccess {
	t.Helper()
	e := &edit.ConfirmAccess{Access: id, User: storetest.MiaUser + records.UserID(id) - 1,
		Profile: storetest.Basic, Round: reviewOf(t, o).Began, Day: today(o)}
	if id == 3 {
		e.Profile = storetest.Manager
	}
	return e
}

func counted(t *testing.T, o *storetest.Office) records.ReviewCount {
	t.Helper()
	c, err := o.Server.CountReview(ctx, reviewOf(t, o))
	must(t, err)
	return c
}

// TestWhatNobodyAnswersForEndsOnceAndSaysWhy: after the last day, not on it, however often the
// server looks; who was answered for stays, and the next round is planned (B15).
func TestWhatNobodyAnswersForEndsOnceAndSaysWhy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		reviewed(t, o, nil)
		began := today(o)
		o.At(storetest.Ben, confirm(t, o, 1))
		if c := counted(t, o); c != (records.ReviewCount{Covered: 3, Open: 2, Confirmed: 1}) {
			t.Errorf("%+v", c)
		}
		later(o, 14)
		goOn(t, o)
		if p := o.ProfileOf(o.Server, storetest.TomUser); p != storetest.Basic {
			t.Error("Tom's access ended on the last day")
		}
		later(o, 1)
		goOn(t, o)
		goOn(t, o)
		for user, want := range map[records.UserID]records.ProfileID{
			storetest.MiaUser: storetest.Basic, storetest.TomUser: 0, storetest.ZoeUser: 0} {
			if got := o.ProfileOf(o.Server, user); got != want {
				t.Errorf("user %d has %d, want %d", user, got, want)
			}
		}
		if r := reviewOf(t, o); r.Runs() || r.Next != access.DayOf(2027, time.December, 22) {
			t.Errorf("%+v", r)
		}
		if c := counted(t, o); c != (records.ReviewCount{Covered: 1, Confirmed: 1, Ended: 2}) {
			t.Errorf("%+v", c)
		}
		lines, err := o.Server.HistoryOf(ctx, storetest.TomUser.Key(), 9)
		must(t, err)
		want := "Nobody answered the review “Yearly” by " + (began + 14).String() + "."
		n := 0
		for _, h := range lines {
			if h.Edit == "EndUnanswered" {
				n++
				if h.Why != want || h.Actor != "Portal" || h.Status != records.Applied {
					t.Errorf("%+v", h)
				}
			}
		}
		if n != 1 {
			t.Errorf("%d lines say that it ended", n)
		}
		undo := o.Envelope(&edit.Undo{Of: lines[0].UID})
		undo.Seen = []records.UID{lines[0].UID}
		out := run(t, o, o.Env(storetest.Ben, edit.Server), undo)
		goOn(t, o)
		if p := o.ProfileOf(o.Server, storetest.TomUser); p != storetest.Basic {
			t.Errorf("undone, and Tom has %d: %+v", p, out)
		}
	})
}

// TestAnswersThatComeTooLateGiveNothingBack: what was taken away stays away, and whoever was
// changed meanwhile is to be looked at again (B15).
func TestAnswersThatComeTooLateGiveNothingBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		reviewed(t, o, nil)
		ben := o.Desk(storetest.Ben, "ben")
		ben.Do(confirm(t, o, 1))
		ben.Do(confirm(t, o, 2))
		ben.Do(confirm(t, o, 3))
		o.At(storetest.Anna, &edit.RemoveAccess{User: storetest.MiaUser},
			&edit.UpdateAccess{ID: 2, User: storetest.TomUser,
				Was:  edit.Terms{Profile: storetest.Basic},
				Want: edit.Terms{Profile: storetest.Manager}})
		for i, r := range ben.Sync().Results {
			if want := []records.Status{records.Refused, records.Refused, records.Applied}[i]; r.Status !=
				want || r.Inbox != (want == records.Refused) {
				t.Errorf("%d: %+v", i, r)
			}
		}
		if p := o.ProfileOf(o.Server, storetest.MiaUser); p != 0 {
			t.Errorf("Mia has %d", p)
		}
		if c := counted(t, o); c.Open != 1 || c.Confirmed != 1 {
			t.Errorf("%+v", c)
		}
		if p := ben.Refused(confirm(t, o, 1)); !strings.
			Contains(p.Text, "removed") {
			t.Errorf("%+v", p)
		}
	})
}

// TestAConfirmationGivesAndTakesNothing: it passes where a grant that has not seen a narrowing does
// not, and leaves none behind.
func TestAConfirmationGivesAndTakesNothing(t *testing.T) {
	o := storetest.New(t)
	reviewed(t, o, nil)
	o.At(storetest.Anna, &edit.UpdateAccess{ID: 1, User: storetest.MiaUser,
		Was:  edit.Terms{Profile: storetest.Basic},
		Want: edit.Terms{Profile: storetest.Basic, Schedule: access.Window{To: today(o) + 9}}})
	in := o.Envelope(confirm(t, o, 1))
	if out := run(t, o, o.Env(storetest.Ben, edit.Server), in); out.Narrow ||
		out.Status != records.Applied {
		t.Errorf("%+v", out)
	}
	again := o.Envelope(confirm(t, o, 1))
	if out := run(t, o, o.Env(storetest.Anna, edit.Server), again); out.Status != records.Merged {
		t.Errorf("the second answer: %+v", out)
	}
	a := read(t, o, records.AccessID(1).Key()).(*records.Access)
	if a.ConfirmedBy != "Ben" || a.Confirmed != today(o) || a.Schedule.To != today(o)+9 {
		t.Errorf("%+v", a)
	}
	o.At(storetest.Ben, &edit.Undo{Of: in.UID})
	if c := counted(t, o); c.Open != 3 {
		t.Errorf("undone: %+v", c)
	}
	future := confirm(t, o, 1)
	future.Round, future.Day = today(o)+100, today(o)+100
	out := run(t, o, o.Env(storetest.Ben, edit.Server), o.Envelope(future))
	if out.Status != records.Refused {
		t.Errorf("a round to come: %+v", out)
	}
}

// TestAReviewCoversWhatItSays: everybody, a profile, an account with its subsidiaries; whoever is
// moved leaves it, and who is given access since the round began needs no answer.
func TestAReviewCoversWhatItSays(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*records.Review)
		want   int
	}{
		"everybody":        {nil, 3},
		"a profile":        {func(r *records.Review) { r.Profile = storetest.Basic }, 2},
		"an account":       {func(r *records.Review) { r.Account = storetest.Acme }, 3},
		"a subsidiary":     {func(r *records.Review) { r.Account = storetest.Labs }, 1},
		"both":             {func(r *records.Review) { r.Account, r.Profile = storetest.Acme, 5 }, 1},
		"a profile unused": {func(r *records.Review) { r.Profile = storetest.Advanced }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, o *storetest.Office) {
				reviewed(t, o, c.change)
				if n := counted(t, o); n.Open != c.want || n.Covered != c.want {
					t.Errorf("%+v, want %d", n, c.want)
				}
				list, total, err := o.Server.ReviewLines(ctx, records.ReviewQuery{
					Review: reviewOf(t, o), Size: 9})
				if err != nil || total != c.want || len(list) != c.want {
					t.Errorf("%d lines of %d, %v", len(list), total, err)
				}
				later(o, 15)
				goOn(t, o)
				if n := counted(t, o); n.Ended != c.want || n.Covered != 0 {
					t.Errorf("after silence: %+v", n)
				}
			})
		})
	}
	o := storetest.New(t)
	reviewed(t, o, func(r *records.Review) { r.Profile = storetest.Basic })
	o.At(storetest.Anna, &edit.UpdateAccess{ID: 1, User: storetest.MiaUser,
		Was:  edit.Terms{Profile: storetest.Basic},
		Want: edit.Terms{Profile: storetest.Advanced}},
		&edit.RemoveAccess{User: storetest.ZoeUser}, &edit.RemoveAccess{User: storetest.TomUser})
	given := o.Envelope(grant(4, storetest.ZoeUser, storetest.Basic))
	given.Seen = seenOfZoe(t, o)
	run(t, o, o.Env(storetest.Anna, edit.Server), given)
	if c := counted(t, o); c != (records.ReviewCount{Covered: 1}) {
		t.Errorf("one moved, one new, one gone: %+v", c)
	}
}

// seenOfZoe is what somebody has seen who knows all that was done about Zoe.
func seenOfZoe(t *testing.T, o *storetest.Office) (seen []records.UID) {
	t.Helper()
	lines, err := o.Server.HistoryOf(ctx, storetest.ZoeUser.Key(), 9)
	must(t, err)
	for _, h := range lines {
		seen = append(seen, h.UID)
	}
	return seen
}

// TestOtherTermsGiveTimeAgain: nobody's access ends without having been announced.
func TestOtherTermsGiveTimeAgain(t *testing.T) {
	o := storetest.New(t)
	reviewed(t, o, func(r *records.Review) { r.Silence, r.Days = records.Keep, 28 })
	later(o, 27)
	was := *reviewOf(t, o)
	e := &edit.SaveReview{}
	e.Was, e.Want = &was, was
	e.Want.Silence, e.Want.Days, e.Want.Due, e.Want.Began = records.End, 1, 1, 1
	o.At(storetest.Anna, e)
	if r := reviewOf(t, o); r.Due != today(o)+1 || r.Began != was.Began {
		t.Errorf("%+v on %s", r, today(o))
	}
	was = *reviewOf(t, o)
	e = &edit.SaveReview{}
	e.Was, e.Want = &was, was
	e.Want.Days = 10
	o.At(storetest.Anna, e)
	if r := reviewOf(t, o); r.Due != today(o)+7 {
		t.Errorf("%+v on %s", r, today(o))
	}
}

// TestSilenceCanKeep: then nothing is written but that the round ended.
func TestSilenceCanKeep(t *testing.T) {
	o := storetest.New(t)
	reviewed(t, o, func(r *records.Review) { r.Silence, r.Months = records.Keep, 0 })
	later(o, 15)
	goOn(t, o)
	if c := counted(t, o); c != (records.ReviewCount{Covered: 3}) {
		t.Errorf("%+v", c)
	}
	if r := reviewOf(t, o); r.Runs() || r.Next != 0 {
		t.Errorf("%+v", r)
	}
	lines, err := o.Server.HistoryOf(ctx, yearly.Key(), 9)
	if err != nil || lines[0].Why != "Accesses without an answer: 3. They stay." {
		t.Errorf("%+v, %v", lines[0], err)
	}
	later(o, 400)
	goOn(t, o)
	if r := reviewOf(t, o); r.Runs() {
		t.Errorf("a review that is done once began again: %+v", r)
	}
	o.At(storetest.Ben, &edit.BeginRound{Review: yearly})
	if c := counted(t, o); c.Open != 3 {
		t.Errorf("begun by hand: %+v", c)
	}
}

// TestTheNextRoundBeginsByItself and gives all its days, also where nobody looked for long.
func TestTheNextRoundBeginsByItself(t *testing.T) {
	o := storetest.New(t)
	reviewed(t, o, func(r *records.Review) { r.Months, r.Silence = 1, records.Keep })
	later(o, 75)
	goOn(t, o)
	if r := reviewOf(t, o); r.Began != today(o) || r.Due != today(o)+14 || r.Next <= r.Due {
		t.Errorf("%+v on %s", r, today(o))
	}
	if c := counted(t, o); c.Open != 3 {
		t.Errorf("%+v", c)
	}
	o.At(storetest.Ben, &edit.Discard{Record: yearly.Key()})
	if _, err := o.Server.Review(ctx, yearly); !problem.Is(err, problem.NotFound) {
		t.Errorf("taken away: %v", err)
	}
}

// TestTwoServersEndARoundOnce: they share a database and look at the same time.
func TestTwoServersEndARoundOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		reviewed(t, o, nil)
		const many = 500
		write(t, o, manyHolders(many)...)
		later(o, 15)
		other := o.Server // of a file there is only one server, which may look twice at once
		if o.Place.Engine == storetest.Postgres {
			other = o.Place.Open(t)
		}
		failed := make(chan error, 2)
		for _, db := range []*store.DB{o.Server, other} {
			go func() { failed <- hosting.GoOn(ctx, db, o.Now) }()
		}
		must(t, <-failed)
		must(t, <-failed)
		if c := counted(t, o); c != (records.ReviewCount{Ended: many + 3}) {
			t.Errorf("%+v", c)
		}
		lines, err := o.Server.HistoryOf(ctx, yearly.Key(), 9)
		must(t, err)
		if len(lines) != 2 || lines[0].Edit != "EndRound" || lines[0].Why != "" {
			t.Errorf("%d lines, %+v", len(lines), lines[0])
		}
		if v, err := o.Server.VerifyHistory(ctx, ""); err != nil || v.Broken != 0 {
			t.Errorf("the history: %+v, %v", v, err)
		}
	})
}

func manyHolders(n int64) (list []records.Record) {
	for i := int64(1000); i < 1000+n; i++ {
		list = append(list,
			&records.Person{ID: records.PersonID(i), Account: storetest.Labs, Last: "Doe"},
			&records.User{ID: records.UserID(i), Person: records.PersonID(i), Active: true},
			&records.Access{ID: records.AccessID(i), User: records.UserID(i),
				Account: storetest.Labs, Profile: storetest.Basic})
	}
	return list
}

// stopped is an office whose server is stopped after some transactions.
type stopped struct {
	*store.DB
	left int
}

func (s *stopped) Write(c context.Context, fn func(edit.Tx) error) (int64, error) {
	if s.left--; s.left < 0 {
		return 0, problem.New(problem.Unavailable, "Stopped.")
	}
	return s.DB.Write(c, fn)
}

// TestAServerThatStopsHalfWayEndsTheRestLater: none twice, none forgotten.
func TestAServerThatStopsHalfWayEndsTheRestLater(t *testing.T) {
	o := storetest.New(t)
	reviewed(t, o, nil)
	write(t, o, manyHolders(500)...)
	later(o, 15)
	if err := hosting.GoOn(ctx, &stopped{o.Server, 2}, o.Now); err == nil {
		t.Fatal("it was not stopped")
	}
	if c := counted(t, o); c.Ended != 400 || c.Open != 103 {
		t.Errorf("half-way: %+v", c)
	}
	goOn(t, o)
	if c := counted(t, o); c != (records.ReviewCount{Ended: 503}) {
		t.Errorf("%+v", c)
	}
}
