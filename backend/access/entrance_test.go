package access_test

import (
	"testing"

	"gatehouse/backend/access"
)

// TestEntranceIsTheTable walks the seven rows of Z6; row 7, somebody deactivated, arrives as a
// guest.
func TestEntranceIsTheTable(t *testing.T) {
	all, first := access.Arrival{All: true}, access.Arrival{All: true, SignInFirst: true}
	registered := access.Arrival{}
	with := func(a access.Arrival, widget, tab bool) access.Arrival {
		a.Widget, a.Tab = widget, tab
		return a
	}
	in := func(a access.Arrival) access.Arrival {
		a.SignedIn = true
		return a
	}
	type entrance = access.Entrance
	for _, row := range []struct {
		name string
		who  access.Arrival
		want entrance
	}{
		{"1", with(all, true, true), entrance{1, true, true, access.AskedNever, true}},
		{"1, widget off", with(all, false, true), entrance{1, false, true, access.AskedNever, true}},
		{"1, tab off", with(all, true, false), entrance{1, true, false, access.AskedNever, true}},
		{"2", with(all, false, false), entrance{2, false, false, access.AskedNever, false}},
		{"3", with(first, true, true), entrance{3, true, true, access.AskedForForm, false}},
		{"3, both off", with(first, false, false),
			entrance{3, false, false, access.AskedForForm, false}},
		{"4", in(with(all, true, false)), entrance{4, true, false, access.AskedNoMore, false}},
		{"4, sign-in first", in(with(first, true, true)),
			entrance{4, true, true, access.AskedNoMore, false}},
		{"5", with(registered, true, true),
			entrance{5, false, false, access.AskedOnArrival, false}},
		{"6", in(with(registered, true, true)),
			entrance{6, true, true, access.AskedNoMore, false}},
		{"6, both off", in(registered), entrance{6, false, false, access.AskedNoMore, false}},
		{"7, all", with(all, true, true), entrance{1, true, true, access.AskedNever, true}},
		{"7, registered", with(registered, true, true),
			entrance{5, false, false, access.AskedOnArrival, false}},
	} {
		if got := access.Enter(row.who); got != row.want {
			t.Errorf("row %s: %+v, want %+v", row.name, got, row.want)
		}
	}
}

// TestEveryArrivalFitsARow: the table has no hole, whatever the switches.
func TestEveryArrivalFitsARow(t *testing.T) {
	met := map[int]bool{}
	for i := range 32 {
		bit := func(n int) bool { return i>>n&1 == 1 }
		e := access.Enter(access.Arrival{All: bit(0), SignInFirst: bit(1), SignedIn: bit(2),
			Widget: bit(3), Tab: bit(4)})
		if met[e.Row] = true; e.Row == 0 {
			t.Errorf("arrival %05b fits no row", i)
		}
	}
	if len(met) != len(access.Entrances) {
		t.Errorf("only the rows %v are used", met)
	}
}
