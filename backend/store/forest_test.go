package store

import (
	"slices"
	"testing"

	"gatehouse/backend/records"
)

// TestEveryAccountStandsInTheTreeOnce: also one whose parent is gone, and those of a circle, which
// two offices can make apart (A37).
func TestEveryAccountStandsInTheTreeOnce(t *testing.T) {
	parent := map[records.AccountID]records.AccountID{1: 0, 2: 1, 3: 1, 4: 3, 5: 99, 6: 8, 7: 6, 8: 7,
		9: 9}
	ids := []records.AccountID{4, 3, 2, 8, 1, 7, 9, 6, 5} // as their names are
	parents := make([]records.AccountID, len(ids))
	for i, id := range ids {
		parents[i] = parent[id]
	}
	want := []placed{{1, 0}, {3, 1}, {4, 2}, {2, 1}, {5, 0}, {8, 0}, {6, 1}, {7, 2}, {9, 0}}
	if got := planted(ids, parents); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
