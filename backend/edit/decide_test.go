package edit_test

import (
	"fmt"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// decision is a line of the inbox that somebody decides for their own side.
type decision struct {
	name          string
	given         []edit.Edit
	first, second deed
	who           records.StaffID // decides
	holds         func(world) error
}

func decisions() []decision {
	basic := []edit.Edit{grant(1, storetest.MiaUser, storetest.Basic)}
	vendorKey := (&records.Vendor{ID: 800}).Key()
	saveVendor := func(was *records.Vendor, name string) edit.Edit {
		e := &edit.SaveVendor{}
		e.Was, e.Want = was, vendor(name)
		return e
	}
	before := vendor("Before")
	return []decision{
		{"the later of one field, for the earlier", nil, annas(phone("1")), cleos(phone("2")), anna,
			mia("1", func(p *records.Person) bool { return p.Phone == "1" })},
		{"the later of one field, for itself", nil, annas(phone("1")), cleos(phone("2")), cleoID,
			mia("2", func(p *records.Person) bool { return p.Phone == "2" })},
		{"a grant that a removal had beaten", basic, annas(takeMias), cleos(to(storetest.Manager)),
			cleoID, has(storetest.Manager)},
		{"a grant that an unseen removal took", basic, cleos(to(storetest.Manager)),
			annas(takeMias), cleoID, has(storetest.Manager)},
		{"a profile that was not narrower", basic, annas(to(storetest.Advanced)),
			cleos(to(storetest.Manager)), cleoID, has(storetest.Manager)},
		{"a removed record, with the edit", []edit.Edit{saveVendor(nil, "Before")},
			annas(&edit.Discard{Record: vendorKey}), cleos(saveVendor(&before, "Cleo's")), cleoID,
			named(vendorKey, "Cleo's")},
		{"a removed record, with the edit before", []edit.Edit{saveVendor(nil, "Before")},
			cleos(saveVendor(&before, "Cleo's")), annas(&edit.Discard{Record: vendorKey}), cleoID,
			named(vendorKey, "Cleo's")},
		{"a duplicate that is somebody else", nil, annas(newcomer(250, "n@e.com", "one")),
			cleos(newcomer(251, "n@e.com", "two")), cleoID, func(w world) error {
				u := w.row(records.Key{Kind: records.KindUser, ID: 351}).(*records.User)
				if !u.PortalUser {
					return fmt.Errorf("%+v", u)
				}
				return nil
			}},
	}
}

// TestEachSideOfALineCanBeMadeToStand: one edit, offline, that has seen the other side; undone like
// every other.
func TestEachSideOfALineCanBeMadeToStand(t *testing.T) { // B13
	for _, c := range decisions() {
		t.Run(c.name, func(t *testing.T) {
			worlds(t, func(t *testing.T, w world) {
				w.at(anna, c.given...)
				w.do(c.first.who, c.first.what...)
				w.do(c.second.who, c.second.what...)
				w.meet(c.first.who)
				w.meet(c.second.who)
				w.meet(c.who)
				lines := w.inbox(c.who)
				if len(lines) != 1 {
					t.Fatalf("%d lines", len(lines))
				}
				w.do(c.who, &edit.UseMine{Line: lines[0].UID, ID: 19})
				for _, out := range w.meet(c.who) {
					if !out.Status.HasEffect() {
						t.Errorf("%+v", out)
					}
				}
				if err := c.holds(w); err != nil {
					t.Error(err)
				}
				if n := len(w.inbox(c.who)); n != 0 {
					t.Errorf("decided, and %d lines are open", n)
				}
			})
		})
	}
}

func named(k records.Key, name string) func(world) error {
	return func(w world) error {
		v, ok := w.row(k).(*records.Vendor)
		if !ok || v.Name != name {
			return fmt.Errorf("%+v", v)
		}
		return nil
	}
}

// TestADecisionDoesNotBeatARemovalThatItDidNotSee: it is a grant like every other.
func TestADecisionDoesNotBeatARemovalThatItDidNotSee(t *testing.T) {
	worlds(t, func(t *testing.T, w world) {
		w.at(anna, grant(1, storetest.MiaUser, storetest.Basic))
		w.do(anna, takeMias)
		w.do(cleoID, to(storetest.Manager))
		w.meet(anna)
		w.meet(cleoID)
		w.do(anna, takeMias)
		w.do(cleoID, &edit.UseMine{Line: w.inbox(cleoID)[0].UID, ID: 19})
		w.meet(anna)
		if out := w.meet(cleoID); out[0].Status != records.Refused {
			t.Errorf("%+v", out)
		}
		if err := has(0)(w); err != nil {
			t.Error(err)
		}
		if n := len(w.inbox(cleoID)); n != 2 {
			t.Errorf("%d lines are open, want the first and the new one", n)
		}
	})
}

// TestNobodyDecidesForSomebodyElse: a line is its author's, and once only.
func TestNobodyDecidesForSomebodyElse(t *testing.T) {
	worlds(t, func(t *testing.T, w world) {
		w.do(anna, phone("1"))
		w.do(cleoID, phone("2"))
		w.meet(anna)
		w.meet(cleoID)
		hers := &edit.UseMine{Line: w.inbox(anna)[0].UID}
		if out := w.at(cleoID, hers); out[0].Status != records.Refused {
			t.Errorf("Cleo for Anna: %+v", out)
		}
		if out := w.at(anna, hers, hers); out[0].Status != records.Applied ||
			out[1].Status != records.Refused {
			t.Errorf("Anna, twice: %+v", out)
		}
	})
}
