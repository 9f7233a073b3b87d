package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestWhoMayUseThePortalIsCounted: access ends with the support period or with its own schedule,
// whichever is first, and only those with access count.
func TestWhoMayUseThePortalIsCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
		today := access.DayOf(now.Date())
		until := func(id records.AccessID, user records.UserID, p records.ProfileID,
			end access.Day) *edit.AddAccess {
			return &edit.AddAccess{ID: id, User: user, Terms: edit.Terms{Profile: p,
				Schedule: access.Window{To: end}}}
		}
		o.At(storetest.Anna, until(1, storetest.MiaUser, storetest.Basic, today+90),
			until(2, storetest.TomUser, storetest.Manager, today+20))
		exec(t, o.Place.Change(t), fmt.Sprintf("UPDATE users SET support_to = %d, last_seen = %d "+
			"WHERE id = %d", today+30, now.AddDate(0, 0, -40).Unix(), storetest.MiaUser))
		exec(t, o.Place.Change(t), fmt.Sprintf("UPDATE users SET support_to = %d WHERE id = %d",
			today+40, storetest.TomUser))
		got, err := o.Server.AccessReport(ctx, today, today+60, now)
		must(t, err)
		want := records.AccessReport{
			Levels:  []records.Level{{Profile: "Basic", People: 1}, {Profile: "Manager", People: 1}},
			Endings: []records.Ending{{Day: today + 20, People: 1}, {Day: today + 30, People: 1}},
			SignIns: records.SignIns{Never: 1, Quarter: 1}}
		if none := 0; len(got.Levels) == 3 {
			for i, l := range got.Levels {
				if l.Profile == "" {
					none, got.Levels = l.People, append(got.Levels[:i:i], got.Levels[i+1:]...)
					break
				}
			}
			if none != 1 {
				t.Errorf("without access: %d", none)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
