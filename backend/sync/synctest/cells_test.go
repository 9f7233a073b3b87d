package synctest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"gatehouse/backend/records"
	"gatehouse/backend/store"
	"gatehouse/backend/sync/wire"
)

// cellsFingerprint is of every record's cells as they travel: how many, in which order, of what
// kind. A new record's cells show all of that but the names.
func cellsFingerprint(t *testing.T) string {
	t.Helper()
	all := ""
	for _, kind := range store.Shared() {
		cells, err := store.Cells(records.New(kind))
		if err != nil {
			t.Fatal(err)
		}
		all += fmt.Sprintf("%s %s\n", kind, cells)
	}
	sum := sha256.Sum256([]byte(all))
	return hex.EncodeToString(sum[:6])
}

func TestCellsAreTheHistorysLast(t *testing.T) {
	got := cellsFingerprint(t)
	if want := wire.History[len(wire.History)-1].Cells; got != want {
		t.Errorf("The cells of a record have changed. Raise wire.Schema, and add a line to "+
			"wire.History with Cells %q. (Before the first release, only replace the one of the "+
			"last line.)", got)
	}
}
