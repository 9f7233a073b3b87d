package store_test

import (
	"testing"

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
