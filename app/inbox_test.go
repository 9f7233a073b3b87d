package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestARefusedBatchIsShownAndDecidedAsOne: the people of one bulk action whose edits were refused
// for one reason lie under one line, others under their own, and one click decides all of a line.
func TestARefusedBatchIsShownAndDecidedAsOne(t *testing.T) { // B13
	o, anna := refusedBatches(t)
	lines := must[[]app.ConflictView](t)(anna.Conflicts())
	folds := map[string][]string{}
	for _, l := range lines {
		folds[l.Fold] = append(folds[l.Fold], l.ID)
	}
	if len(lines) != 6 || len(folds) != 3 {
		t.Fatalf("%d lines under %d: %+v", len(lines), len(folds), lines)
	}
	for _, ids := range folds {
		if len(ids) != 3 {
			continue
		}
		v := must[app.SavedView](t)(anna.RepeatConflict(ids))
		if v.Group == "" || v.Text != "3 of 3 decided." {
			t.Errorf("%+v", v)
		}
		if _, err := anna.DismissConflict(ids); err == nil {
			t.Error("they can be decided again")
		}
	}
	must[app.StateView](t)(anna.SyncNow())
	for i, want := range []records.ProfileID{storetest.Basic, storetest.Basic, storetest.Basic, 0} {
		list, err := o.db.AccessesOf(context.Background(), records.UserID(30+i))
		if err != nil || (want == 0) != (len(list) == 0) {
			t.Errorf("user %d: %+v, %v", i, list, err)
		}
	}
	lines = must[[]app.ConflictView](t)(anna.Conflicts())
	var rest []string
	for _, l := range lines {
		rest = append(rest, l.ID)
	}
	if len(rest) != 3 {
		t.Errorf("%d lines are left", len(rest))
	}
	must[app.SavedView](t)(anna.DismissConflict(rest))
	if left := must[[]app.ConflictView](t)(anna.Conflicts()); len(left) != 0 {
		t.Errorf("%+v", left)
	}
}

// refusedBatches is a desk that gave access, in batches of 3, 2 and 1, to people from whom another
// one had taken it meanwhile.
func refusedBatches(t *testing.T) (*office, *ringed) {
	t.Helper()
	all := []records.Record{&records.Account{ID: 10, Name: "Acme", Active: true}}
	for i := range 7 {
		all = append(all, &records.Person{ID: records.PersonID(20 + i), Account: 10,
			Last: fmt.Sprint("No. ", i)}, &records.User{ID: records.UserID(30 + i),
			Person: records.PersonID(20 + i), Username: fmt.Sprint("user", i), Active: true})
	}
	o := newOffice(t, all...)
	anna, ben := openRinged(t), openRinged(t)
	beside := httptest.NewServer(o.sync) // for Ben the line is good
	t.Cleanup(func() { beside.CloseClientConnections(); beside.Close() })
	o.claim(t, anna.begin(o))
	anna.until("connected", isReady)
	o.claim(t, ben.begin(&office{url: beside.URL}))
	ben.until("connected", isReady)

	o.away.Store(true)
	anna.bulk("batch one", 30, 3)
	anna.bulk("batch two", 33, 2)
	anna.bulk("", 35, 1)
	for i := range 6 {
		must[app.SavedView](t)(ben.RemoveAccess(records.UserID(30+i).String(), ""))
	}
	must[app.StateView](t)(ben.SyncNow())
	o.away.Store(false)
	must[app.StateView](t)(anna.SyncNow())
	return o, anna
}

// bulk gives several people access as one action, as a list does.
func (r *ringed) bulk(group string, from, n int) {
	r.t.Helper()
	var list []edit.Envelope
	for i := range n {
		args, err := json.Marshal(&edit.AddAccess{ID: records.AccessID(newID()),
			User: records.UserID(from + i), Terms: edit.Terms{Profile: storetest.Basic}})
		if err != nil {
			r.t.Fatal(err)
		}
		list = append(list, edit.Envelope{UID: records.UID(uuid.NewString()),
			Group: records.UID(group), Name: "AddAccess", NV: 1, Args: args,
			At: time.Now().Unix()})
	}
	env := edit.Env{Machine: "Test computer", Now: time.Now(), Zone: time.UTC, Side: edit.Desk,
		Actor: edit.Actor{Name: "Anna", Staff: &records.Staff{ID: 1, Name: "Anna",
			Role: records.Administrator, Active: true}}}
	if _, err := r.db.Author(context.Background(), env, list, nil); err != nil {
		r.t.Fatal(err)
	}
}
