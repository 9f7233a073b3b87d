package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

// tableOf gives the table of a kind: its plural.
func tableOf(kind records.Kind) string {
	special := map[records.Kind]string{"person": "people", "access": "accesses", "staff": "staff",
		"inbox": "inbox", "history": "history"}
	if name, ok := special[kind]; ok {
		return name
	}
	name := strings.ReplaceAll(string(kind), " ", "_")
	if stem, ok := strings.CutSuffix(name, "y"); ok {
		return stem + "ies"
	}
	return name + "s"
}

// TestEveryRowHasItsPlaceInTheChangeIndex: after a random run of desks, every shared row's version
// is the index's, what the index calls gone is gone, and what it calls there is there.
func TestEveryRowHasItsPlaceInTheChangeIndex(t *testing.T) {
	storetest.Each(t, everyRowHasItsPlaceInTheChangeIndex)
}

func everyRowHasItsPlaceInTheChangeIndex(t *testing.T, o *storetest.Office) {
	busy(t, o, 60)
	raw := o.Place.Look(t)
	for _, kind := range store.Shared() {
		var rows, right, gone, extra int
		must(t, raw.QueryRow(fmt.Sprintf(`
			SELECT
				(SELECT count(*) FROM %[1]s),
				(SELECT count(*) FROM %[1]s t JOIN sync_idx i ON i.kind = $1 AND i.id = t.id
					WHERE i.ver = t.ver AND i.del = 0 AND t.ver > 0 AND i.office = '*'),
				(SELECT count(*) FROM sync_idx i WHERE i.kind = $1 AND i.del = 1),
				(SELECT count(*) FROM sync_idx i WHERE i.kind = $1 AND
					(i.del = 1) = (i.id IN (SELECT id FROM %[1]s)))`, tableOf(kind)), string(kind)).
			Scan(&rows, &right, &gone, &extra))
		if rows != right || extra != 0 {
			t.Errorf("%s: %d rows, %d right in the index, %d wrong there", kind, rows, right, extra)
		}
		if kind == records.KindAccess && (gone == 0 || rows == 0) {
			t.Errorf("the run left %d accesses and %d gone", rows, gone)
		}
	}
	for _, kind := range []string{"credential", "pin", "mail", "link"} {
		var n int
		must(t, raw.QueryRow("SELECT count(*) FROM sync_idx WHERE kind = $1", kind).Scan(&n))
		if n != 0 {
			t.Errorf("%s has %d entries, and stays at the server", kind, n)
		}
	}
}

// busy lets two desks add, change, remove and undo at random.
func busy(t *testing.T, o *storetest.Office, edits int) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	desks := []*storetest.Desk{o.Desk(storetest.Anna, "anna"), o.Desk(storetest.Ben, "ben")}
	users := []records.UserID{storetest.MiaUser, storetest.TomUser, storetest.ZoeUser}
	var done []records.UID
	for i := range edits {
		d, u := desks[r.IntN(2)], users[r.IntN(3)]
		var e edit.Edit = grant(int64(1000+i), u, records.ProfileID(3+r.IntN(3)))
		switch r.IntN(6) {
		case 0:
			e = &edit.RemoveAccess{User: u}
		case 1:
			e = &edit.CreateTicket{ID: records.TicketID(2000 + i), Account: storetest.Acme,
				Subject: "S"}
		case 2:
			if len(done) > 0 {
				e = &edit.Undo{Of: done[r.IntN(len(done))]}
			}
		case 3:
			e = &edit.SetPassword{User: u, Verifier: "$argon2id$x", Initial: true}
		}
		in := d.Envelope(e)
		outs, err := d.DB.Author(ctx, d.Env(d.Who, edit.Desk), []edit.Envelope{in}, nil)
		if err == nil && outs[0].Status.HasEffect() {
			done = append(done, in.UID)
		}
		if r.IntN(4) == 0 {
			d.Sync()
		}
	}
	for range 2 {
		desks[0].Sync()
		desks[1].Sync()
	}
}
