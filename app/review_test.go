package app_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/access"
	"gatehouse/backend/hosting"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
)

// holders are people with Basic at an account, each with what a review looks at.
func holders() []records.Record {
	ago := func(days int) time.Time { return time.Now().AddDate(0, 0, -days) }
	day := func(days int) access.Day { return access.At(ago(days), time.UTC).Day }
	list := []records.Record{
		&records.Account{ID: 10, Name: "Acme", Active: true, Portal: true}}
	for i, h := range []struct {
		name        string
		given, seen int // days ago; 0 = not known, never
	}{{"Ada", 400, 3}, {"Bea", 400, 200}, {"Cid", 100, 0}, {"Dan", 50, 0}, {"Eve", 0, 0},
		{"Fay", 100, 300}} {
		n := int64(20 + i)
		u := &records.User{ID: records.UserID(n), Person: records.PersonID(n), Username: h.name,
			Active: true, PortalUser: true, RoleGroup: true}
		a := &records.Access{ID: records.AccessID(n), User: u.ID, Account: 10, Profile: 3}
		if h.given > 0 {
			a.Given = day(h.given)
		}
		if h.seen > 0 {
			u.LastSeen = ago(h.seen).Unix()
		}
		list = append(list, u, a, &records.Person{ID: u.Person, Account: 10, First: h.name,
			Email: h.name + "@example.com"})
	}
	return list
}

// reviewing is a desk of an office whose review runs, and the review.
func reviewing(t *testing.T, silence string) (*app.Desk, *office, string) {
	t.Helper()
	o := newOffice(t, holders()...)
	d, _, _ := open(t)
	must[app.StateView](t)(d.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(d.Unlock(""))
	must[app.StateView](t)(d.SyncNow())
	return d, o, saveReview(t, d, silence)
}

func saveReview(t *testing.T, d *app.Desk, silence string) string {
	t.Helper()
	v := must[app.ReviewRecord](t)(d.NewReview())
	v.Form.Name, v.Form.Silence, v.Form.Days = "Yearly", silence, 14
	return must[app.SavedView](t)(d.SaveReview(v.Was, v.Form)).ID
}

func rowsOf(t *testing.T, d *app.Desk, review, list string) []app.ReviewRow {
	t.Helper()
	page := must[app.Page[app.ReviewRow]](t)(d.ReviewRows(app.ReviewQuery{Review: review, List: list,
		Size: 50}))
	if page.Total != len(page.Rows) {
		t.Errorf("%d rows of %d", len(page.Rows), page.Total)
	}
	return page.Rows
}

// TestAReviewAdvisesByTheLastSignIn, and says why (B15).
func TestAReviewAdvisesByTheLastSignIn(t *testing.T) {
	d, _, id := reviewing(t, "end")
	want := map[string]string{"Ada": "keep Signed in 3 days ago.",
		"Bea": "end Not signed in for 200 days.",
		"Cid": "end Not signed in since access was given 100 days ago.",
		"Dan": "keep Access given 50 days ago.", "Eve": "end Never signed in.",
		"Fay": "end Not signed in since access was given 100 days ago."}
	rows := rowsOf(t, d, id, "open")
	if len(rows) != len(want) {
		t.Errorf("%d rows", len(rows))
	}
	for _, r := range rows {
		if got := r.Advice + " " + r.Why; got != want[r.Name] || r.Company != "Acme" ||
			r.Profile != "Basic" {
			t.Errorf("%+v, want %q", r, want[r.Name])
		}
	}
	found := must[app.Page[app.ReviewRow]](t)(d.ReviewRows(app.ReviewQuery{Review: id, List: "open",
		Text: "be", Size: 9}))
	if found.Total != 1 || found.Rows[0].Name != "Bea" {
		t.Errorf("%+v", found)
	}
	_, err := d.ReviewRows(app.ReviewQuery{Review: id, List: "open", Size: 5000})
	if !problem.Is(err, problem.Invalid) {
		t.Errorf("5000 rows: %v", err)
	}
}

// TestAnswersOfAReviewAreGivenTakenBackAndTold: one, several, all recommendations (B15).
func TestAnswersOfAReviewAreGivenTakenBackAndTold(t *testing.T) {
	d, _, id := reviewing(t, "end")
	if v := must[app.HomeView](t)(d.Home()); len(v.Reviews) != 1 || v.Reviews[0].Ends != 6 ||
		v.Reviews[0].DaysLeft != 14 {
		t.Errorf("%+v", v)
	}
	one := must[app.SavedView](t)(d.ConfirmAccesses(id, []string{"20"}))
	if one.Text != "Access confirmed." || !one.CanUndo || one.Group != "" {
		t.Errorf("%+v", one)
	}
	if rows := rowsOf(t, d, id, "confirmed"); len(rows) != 1 || rows[0].Name != "Ada" ||
		rows[0].By != "Anna" || rows[0].When != access.At(time.Now(), time.UTC).Day.String() {
		t.Errorf("%+v", rows)
	}
	lost := must[app.PeopleChange](t)(d.EndChange([]string{"21", "22"}))
	if lost.People != 2 || lost.Lose != 2 || lost.Gain != 0 || len(lost.Groups) != 1 {
		t.Errorf("%+v", lost)
	}
	two := must[app.SavedView](t)(d.EndAccesses(id, []string{"21", "22"}, "Both have left."))
	if two.Text != "Accesses confirmed: 0, ended: 2." || two.Group == "" {
		t.Errorf("%+v", two)
	}
	if rows := rowsOf(t, d, id, "ended"); len(rows) != 2 || rows[0].By != "Anna" ||
		rows[0].Why != "Both have left." {
		t.Errorf("%+v", rows)
	}
	all := must[app.AdviceView](t)(d.ReviewAdvice(id))
	if all.Keep != 1 || all.End != 2 || all.Change.Lose != 2 {
		t.Errorf("%+v", all)
	}
	if _, err := d.AcceptAdvice(id, 2, 2); !problem.Is(err, problem.Conflict) {
		t.Errorf("what was not shown: %v", err)
	}
	rest := must[app.SavedView](t)(d.AcceptAdvice(id, 1, 2))
	v := must[app.ReviewRecord](t)(d.Review(id))
	if v.Open != 0 || v.Confirmed != 2 || v.Ended != 4 || v.Covered != 2 || v.Ends != 0 {
		t.Errorf("%+v", v.ReviewView)
	}
	if h := must[app.HomeView](t)(d.Home()); len(h.Reviews) != 0 {
		t.Errorf("answered, and at home: %+v", h.Reviews)
	}
	must[app.SavedView](t)(d.UndoGroup(rest.Group))
	must[app.SavedView](t)(d.Undo(one.UID))
	if v = must[app.ReviewRecord](t)(d.Review(id)); v.Open != 4 || v.Confirmed != 0 {
		t.Errorf("taken back: %+v", v.ReviewView)
	}
	must[app.StateView](t)(d.SyncNow())
	if v = must[app.ReviewRecord](t)(d.Review(id)); v.Open != 4 || v.Covered != 4 {
		t.Errorf("at the server: %+v", v.ReviewView)
	}
}

// TestASilentReviewIsCarriedOutByTheServer and the desk hears who lost access, and why.
func TestASilentReviewIsCarriedOutByTheServer(t *testing.T) {
	d, o, id := reviewing(t, "end")
	must[app.SavedView](t)(d.ConfirmAccesses(id, []string{"20"}))
	must[app.StateView](t)(d.SyncNow())
	err := hosting.GoOn(context.Background(), o.db, time.Now().AddDate(0, 0, 15))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ConfirmAccesses(id, []string{"21"}); err != nil {
		t.Fatal(err) // the desk has not heard yet
	}
	s := must[app.StateView](t)(d.SyncNow())
	if s.Conflicts != 1 {
		t.Errorf("the late answer: %+v", s)
	}
	for _, l := range must[[]app.ConflictView](t)(d.Conflicts()) {
		if !strings.Contains(l.Text, "removed meanwhile") || l.CanRepeat {
			t.Errorf("%+v", l)
		}
	}
	v := must[app.ReviewRecord](t)(d.Review(id))
	if v.State != "waits" || v.Covered != 1 || v.Ended != 5 || v.Due != "" {
		t.Errorf("%+v", v.ReviewView)
	}
	u := must[app.UserRecord](t)(d.User("21"))
	if u.Access != nil || len(u.History) == 0 || !strings.Contains(u.History[0].Text+
		u.History[1].Text, "Nobody answered the review “Yearly”") {
		t.Errorf("%+v", u.History)
	}
}

// deskAt opens a desk on its data at a time, as the program does after it was closed.
func deskAt(t *testing.T, db *store.DB, now func() time.Time) *app.Desk {
	t.Helper()
	ctx, quit := context.WithCancel(context.Background())
	t.Cleanup(quit)
	d := app.New(ctx, db, app.Env{Now: now, NewUID: uuid.NewString, NewID: newID,
		Hash: hosting.Verifier, Computer: "Test computer", Folder: t.TempDir(), Version: "test",
		Keys: noKeys{}})
	if err := app.Start(d, &window{}); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestADeskAloneEndsARoundWhenItIsOpen: nobody else does.
func TestADeskAloneEndsARoundWhenItIsOpen(t *testing.T) {
	db := openStore(t, filepath.Join(t.TempDir(), "desk.db"))
	d := deskAt(t, db, time.Now)
	must[app.StateView](t)(d.WorkAlone("Office"))
	if err := db.Alone(context.Background(), holders()...); err != nil {
		t.Fatal(err)
	}
	id := saveReview(t, d, "end")
	must[app.SavedView](t)(d.ConfirmAccesses(id, []string{"20"}))
	d = deskAt(t, db, func() time.Time { return time.Now().AddDate(0, 0, 15) })
	v := must[app.ReviewRecord](t)(d.Review(id))
	for range 200 {
		if v.State == "waits" {
			break
		}
		time.Sleep(20 * time.Millisecond)
		v = must[app.ReviewRecord](t)(d.Review(id))
	}
	if v.State != "waits" || v.Covered != 1 || v.Ended != 5 {
		t.Errorf("%+v", v.ReviewView)
	}
	group := rowsOf(t, d, id, "ended")[0].ID
	must[app.SavedView](t)(d.Undo(group))
	if v = must[app.ReviewRecord](t)(d.Review(id)); v.Covered != 2 {
		t.Errorf("one taken back: %+v", v.ReviewView)
	}
}

// TestAReadersReviewsAreForReading: the office's rule holds at the desk as well.
func TestAReadersReviewsAreForReading(t *testing.T) {
	o := newOffice(t, append(holders(), &records.Staff{ID: 2, Name: "Rita", Role: records.Reader,
		Active: true}, &records.Review{ID: 70, Name: "Yearly", Days: 9, Silence: records.Keep,
		Began: 20000, Due: access.At(time.Now(), time.UTC).Day + 9})...)
	d, _, _ := open(t)
	must[app.StateView](t)(d.Connect(o.url, o.inviteAs(t, 2)))
	must[app.StateView](t)(d.Unlock(""))
	must[app.StateView](t)(d.SyncNow())
	v := must[app.ReviewsView](t)(d.Reviews())
	if v.CanChange || len(v.Reviews) != 1 || v.Reviews[0].Open != 1 {
		t.Errorf("%+v", v)
	}
	for what, deed := range map[string]func() (app.SavedView, error){
		"confirm": func() (app.SavedView, error) { return d.ConfirmAccesses("70", []string{"24"}) },
		"end":     func() (app.SavedView, error) { return d.EndAccesses("70", []string{"24"}, "") },
		"save": func() (app.SavedView, error) {
			return d.SaveReview("", app.ReviewForm{Name: "Mine", Days: 5, Silence: "keep",
				Next: "2030-01-01"})
		},
		"remove": func() (app.SavedView, error) { return d.RemoveReview("70") },
	} {
		if _, err := deed(); !problem.Is(err, problem.Denied) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestAReviewIsMadeChangedAndTakenAway, with its dry count, and wrong ones are refused where they
// are wrong.
func TestAReviewIsMadeChangedAndTakenAway(t *testing.T) {
	d, _, id := reviewing(t, "keep")
	v := must[app.ReviewRecord](t)(d.Review(id))
	if n := must[int](t)(d.ReviewCovers(v.Form)); n != 6 {
		t.Errorf("it covers %d", n)
	}
	f := v.Form
	f.Profile = "5"
	if n := must[int](t)(d.ReviewCovers(f)); n != 0 {
		t.Errorf("of managers it covers %d", n)
	}
	for field, wrong := range map[string]func(*app.ReviewForm){
		"name": func(f *app.ReviewForm) { f.Name = " " }, "days": func(f *app.ReviewForm) { f.Days = 0 },
		"months": func(f *app.ReviewForm) { f.Months = 99 },
		"next":   func(f *app.ReviewForm) { f.Next = "soon" },
	} {
		f := v.Form
		wrong(&f)
		if _, err := d.SaveReview(v.Was, f); problem.Of(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	f = v.Form
	f.Name, f.Account = "Acme", "10"
	must[app.SavedView](t)(d.SaveReview(v.Was, f))
	v = must[app.ReviewRecord](t)(d.Review(id))
	if v.Name != "Acme" || v.AccountName != "Acme" || v.State != "runs" || len(v.History) != 2 {
		t.Errorf("%+v", v)
	}
	if _, err := d.BeginReview(id); err != nil {
		t.Errorf("it runs already: %v", err)
	}
	must[app.SavedView](t)(d.RemoveReview(id))
	if list := must[app.ReviewsView](t)(d.Reviews()).Reviews; len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if _, err := d.ReviewAdvice(id); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
}
