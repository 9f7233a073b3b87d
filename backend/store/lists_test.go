package store_test

import (
	"slices"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

func TestADownloadedListIsSearchable(t *testing.T) {
	o := storetest.New(t)
	anna := o.Desk(storetest.Anna, "anna")
	for _, text := range []string{"mia", "acme", "labs zo"} {
		list, total, err := anna.DB.UserLines(ctx, records.UserQuery{Text: text, Sort: "name", Size: 10})
		if err != nil || total == 0 || len(list) == 0 {
			t.Errorf("%q finds %d of %d (%v)", text, len(list), total, err)
		}
	}
}

// TestARenamedProfileIsRenamedInTheList: at the person's own account only, whatever else they have.
func TestARenamedProfileIsRenamedInTheList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		desk := records.Profile{ID: 700, Name: "Desk"}
		o.At(storetest.Anna, &edit.CreateProfile{Profile: desk}, add(1, storetest.MiaUser, 700),
			&edit.AddAccess{ID: 2, User: storetest.TomUser, Account: storetest.Labs,
				Terms: edit.Terms{Profile: 700}},
			&edit.UpdateProfile{ID: 700, Was: edit.ProfileTerms{Name: "Desk"},
				Want: edit.ProfileTerms{Name: "Front desk"}})
		list, _, err := o.Server.UserLines(ctx, records.UserQuery{Sort: "name", Size: 10})
		must(t, err)
		var have []string
		for _, l := range list {
			have = append(have, l.Name+": "+l.Profile)
		}
		want := []string{"Mia Miller: Front desk", "Tom Miller: ", "Zoe Miller: "}
		if !slices.Equal(have, want) {
			t.Errorf("%q", have)
		}
	})
}
