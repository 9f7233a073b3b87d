package store_test

import (
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/store/storetest"
)

func signingKey(seed string) (ed25519.PrivateKey, string) {
	key := ed25519.NewKeyFromSeed([]byte(fmt.Sprintf("%-32s", seed)))
	return key, base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
}

// TestChangedHistoryIsFound (B14): whoever writes into the database itself is noticed, and where;
// also when they make the hashes anew, which they can, but not the signatures.
func TestChangedHistoryIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		key, public := signingKey("office")
		must(t, o.Server.Countersign(ctx, key))
		for i := range 250 {
			o.At(storetest.Anna, &edit.CreateTicket{ID: records.TicketID(1000 + i),
				Account: storetest.Acme, Subject: "It broke"})
		}
		desk := o.Desk(storetest.Anna, "anna")
		for name, db := range map[string]*store.DB{"server": o.Server, "desk": desk.DB} {
			v, err := db.VerifyHistory(ctx, public)
			signed := map[string]int64{"server": 255, "desk": 200}[name]
			if err != nil || v.Broken != 0 || v.Lines != 255 || v.Signed != signed {
				t.Errorf("%s: %+v, %v", name, v, err)
			}
		}
		raw := o.Place.Change(t)
		for _, c := range []struct {
			what, do, undo string
			broken         int64
			says           string
		}{
			{"a changed line", "UPDATE history SET reason = 'x' WHERE n = 120",
				"UPDATE history SET reason = '' WHERE n = 120", 120, "changed"},
			{"a line taken out", "UPDATE history SET n = -7 WHERE n = 50",
				"UPDATE history SET n = 50 WHERE n = -7", 50, "missing"},
			{"the end cut off", "UPDATE history SET n = -n WHERE n > 253",
				"UPDATE history SET n = -n WHERE n < 0", 254, "missing"},
			{"a forged signature", "UPDATE checkpoints SET hash = 'x' || hash WHERE id = 200",
				"UPDATE checkpoints SET hash = substr(hash, 2) WHERE id = 200", 101, "200"},
			{"a line more", "UPDATE lineage SET history_n = 254, head_signature = ''",
				"UPDATE lineage SET history_n = 255", 255, "not written"},
		} {
			exec(t, raw, c.do)
			v, err := o.Server.VerifyHistory(ctx, public)
			if err != nil || v.Broken != c.broken || !strings.Contains(v.Why, c.says) {
				t.Errorf("%s: %+v, %v", c.what, v, err)
			}
			exec(t, raw, c.undo)
		}
		if _, other := signingKey("other"); true {
			v, err := o.Server.VerifyHistory(ctx, other)
			if err != nil || v.Broken != 1 || !strings.Contains(v.Why, "another key") {
				t.Errorf("another key: %+v, %v", v, err)
			}
		}
	})
}

// TestAnotherKeyDoesNotSign: a server with somebody else's data key would seal what nobody opens.
func TestAnotherKeyDoesNotSign(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o *storetest.Office) {
		key, public := signingKey("office")
		other, _ := signingKey("other")
		must(t, o.Server.Countersign(ctx, key))
		must(t, o.Server.Countersign(ctx, key))
		if err := o.Server.Countersign(ctx, other); !problem.Is(err, problem.Invalid) {
			t.Errorf("another key: %v", err)
		}
		v, err := o.Server.VerifyHistory(ctx, "")
		if err != nil || v.Signed != v.Lines || v.Lines == 0 || public == "" {
			t.Errorf("what was there before is not vouched for: %+v, %v", v, err)
		}
	})
}

func exec(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	_, err := db.Exec(query)
	must(t, err)
}
