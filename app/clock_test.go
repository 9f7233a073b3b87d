package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app"
	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
)

// TestADeskWithItsClockInAnotherYearLosesNothing: it makes edits, exchanges them and goes on when
// its clock is right again. The server's time is believed. Where there was no contact since the
// clock was set, the desk closes until there is one.
func TestADeskWithItsClockInAnotherYearLosesNothing(t *testing.T) {
	for name, years := range map[string]int{"2036": 10, "2016": -10} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			r, ahead := openTimed(t)
			o.claim(t, r.begin(o))
			r.until("connected", isReady)

			ahead.Store(int64(time.Until(time.Now().AddDate(years, 0, 0))))
			saved := 0
			save := func() {
				t.Helper()
				saved++
				must[app.SavedView](t)(r.SaveData("file type", "", map[string]string{
					"Name": fmt.Sprint("Contracts ", saved)}))
			}
			arrived := func(what string) {
				t.Helper()
				s := must[app.StateView](t)(r.SyncNow())
				_, n, err := o.db.Lines(context.Background(), records.KindFileType, "Contracts", 0, 9)
				if err != nil || n != saved || s.Phase != "ready" || !s.Online || s.Pending != 0 {
					t.Errorf("%s: %d of %d at the server, %v; %+v", what, n, saved, err, s)
				}
			}
			save()
			arrived("with the wrong clock")
			if at := heardAt(t, o); time.Since(at).Abs() > time.Minute {
				t.Errorf("the server believes that it was made at %v", at)
			}
			o.away.Store(true)
			save()
			ahead.Store(0)
			r.until("closed", func(s app.StateView) bool { return s.Phase == "closed" })
			if s := must[app.StateView](t)(r.State()); s.Pending != 1 {
				t.Errorf("%+v", s)
			}
			o.away.Store(false)
			r.until("open", func(s app.StateView) bool {
				_, _ = r.SyncNow() // it may be that it still waits
				return s.Phase == "ready"
			})
			arrived("with the right clock again")
			save()
			arrived("and from then on")
			o.away.Store(true)
			if _, err := r.SyncNow(); err == nil {
				t.Error("it is not away")
			}
			if s := must[app.StateView](t)(r.State()); s.Phase != "ready" {
				t.Errorf("a right clock closes it: %+v", s)
			}
		})
	}
}

// openTimed opens a desk whose clock is ahead of the right one.
func openTimed(t *testing.T) (*ringed, *atomic.Int64) {
	t.Helper()
	ahead := new(atomic.Int64)
	folder := t.TempDir()
	ctx, quit := context.WithCancel(context.Background())
	r := &ringed{t: t, db: openStore(t, filepath.Join(folder, "desk.db"))}
	r.Desk = app.New(ctx, r.db, app.Env{
		Now:    func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) },
		NewUID: uuid.NewString, NewID: newID, Hash: hosting.Verifier, Computer: "Test computer",
		Folder: folder, Version: "test", Keys: &memory{}})
	t.Cleanup(quit)
	if err := app.Start(r.Desk, &window{}); err != nil {
		t.Fatal(err)
	}
	return r, ahead
}

// heardAt gives the time of the newest line of an office's history.
func heardAt(t *testing.T, o *office) time.Time {
	t.Helper()
	lines, _, err := o.db.HistoryPage(context.Background(), records.HistoryQuery{Size: 1})
	if err != nil || len(lines) != 1 {
		t.Fatal(len(lines), err)
	}
	return time.Unix(lines[0].Received, 0)
}
