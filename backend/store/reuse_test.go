package store_test

import (
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// TestNoComputerWritesOverALineOfTheHistory (B14): neither by the name of an edit that was made at
// the server, nor by another name that only falls on the same place.
func TestNoComputerWritesOverALineOfTheHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		if records.KeyOf("9cbbyz7nkyp5a") != records.KeyOf("8wjs8pykd2eda") {
			t.Fatal("these fall on the same place no more: find others")
		}
		in := o.Envelope(&edit.CreateTicket{ID: 900, Account: storetest.Acme, Subject: "It broke"})
		in.UID = "9cbbyz7nkyp5a"
		_, err := o.Server.Write(ctx, func(tx edit.Tx) error {
			return edit.Run(tx, o.Env(storetest.Anna, edit.Server), in).Err()
		})
		must(t, err)
		before, err := o.Server.HistoryLine(ctx, in.UID)
		must(t, err)
		for i, uid := range []records.UID{in.UID, "8wjs8pykd2eda"} {
			e := o.Envelope(&edit.SetPortal{})
			e.UID = uid
			out, err := o.Server.Push(ctx, "machine", "copy", o.Env(storetest.Ben, edit.Server),
				[]edit.Waiting{{Seq: int64(i + 1), Edit: e}})
			after, err2 := o.Server.HistoryLine(ctx, in.UID)
			if err != nil || err2 != nil || len(out.Results) != 1 || *after != *before {
				t.Errorf("%s: %+v, %v; the line is %+v, %v", uid, out, err, after, err2)
			}
		}
		v, err := o.Server.VerifyHistory(ctx, "")
		if err != nil || v.Broken != 0 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
