package access_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

func aScope(t *rapid.T) access.Scope {
	return access.Scope(rapid.IntRange(int(access.None), int(access.All)).Draw(t, "scope"))
}

func TestAMatrixReadsWhatItWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m, back access.Matrix
		for p := range m {
			m[p] = aScope(t)
		}
		text, err := m.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		back[access.TicketView] = access.All // what was there before must go
		if err := back.UnmarshalText(text); err != nil || back != m {
			t.Fatalf("%s reads as %v (%v), was %v", text, back, err, m)
		}
		var inJSON struct{ M access.Matrix }
		whole, err := json.Marshal(struct{ M access.Matrix }{m})
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(whole, &inJSON); err != nil || inJSON.M != m {
			t.Fatalf("%s reads as %v (%v)", whole, inJSON.M, err)
		}
	})
}

func TestOverridesReadWhatTheyWroteWithNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := access.Overrides{}
		for _, p := range access.Permissions() {
			if rapid.Bool().Draw(t, "named") {
				o[p] = aScope(t)
			}
		}
		text, err := o.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		back := access.Overrides{access.TicketView: access.All}
		if err := back.UnmarshalText(text); err != nil || !cmp.Equal(o, back) {
			t.Fatalf("%s reads as %v (%v)", text, back, err)
		}
	})
	var o access.Overrides
	if err := o.UnmarshalText(nil); err != nil || len(o) != 0 {
		t.Errorf("empty text reads as %v, %v", o, err)
	}
}

func TestUnknownWordsAreRefused(t *testing.T) {
	for _, text := range []string{`{"ticket.destroy":"own"}`, `{"ticket.view":"galaxy"}`} {
		var m access.Matrix
		if err := m.UnmarshalText([]byte(text)); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", text, err)
		}
		var o access.Overrides
		if err := o.UnmarshalText([]byte(text)); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{`{`, `[]`, `"x"`, `{"ticket.view":1}`} {
		var m access.Matrix
		if err := m.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%s is read as %v", text, m)
		}
	}
	if _, err := access.ParsePermission("ticket.destroy"); !problem.Is(err, problem.Invalid) {
		t.Errorf("permission: %v", err)
	}
	if _, err := access.ParseComponent("elevator"); !problem.Is(err, problem.Invalid) {
		t.Errorf("component: %v", err)
	}
}

func TestEveryNameIsReadBackAndUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range access.Permissions() {
		back, err := access.ParsePermission(p.String())
		if err != nil || back != p || p.Label() == "" || seen[p.String()] {
			t.Errorf("permission %d: %q %q %v", p, p, p.Label(), err)
		}
		seen[p.String()] = true
	}
	for _, c := range access.Components() {
		back, err := access.ParseComponent(c.String())
		if err != nil || back != c || c.Label() == "" || seen[c.String()] {
			t.Errorf("component %d: %q %v", c, c, err)
		}
		seen[c.String()] = true
		if c.First().Component() != c {
			t.Errorf("%s opens with %s", c, c.First())
		}
	}
	for s := access.None; s <= access.All; s++ {
		if back, err := access.ParseScope(s.String()); err != nil || back != s {
			t.Errorf("scope %d: %q %v", s, s, err)
		}
	}
	for _, s := range access.Systems() {
		if s.Name == "" || s.Description == "" || seen[s.Name] {
			t.Errorf("profile %d: %q", s.ID, s.Name)
		}
		seen[s.Name] = true
	}
}

// TestWhoReachesBeyondTheirOwnWork of the system profiles (B18): everybody sees the account's
// modules and address, and that is not meant.
func TestWhoReachesBeyondTheirOwnWork(t *testing.T) {
	var wide []string
	for _, s := range access.Systems() {
		if s.Matrix.IsWide() {
			wide = append(wide, s.Name)
		}
	}
	want := []string{"Advanced", "Manager", "Contact", "Billing contact", "Orders only"}
	if diff := cmp.Diff(want, wide); diff != "" {
		t.Error(diff)
	}
}

func TestComponentSets(t *testing.T) {
	a := access.SetOf(access.Tickets, access.Blog)
	b := access.SetOf(access.Tickets)
	if !b.Within(a) || a.Within(b) || !a.Has(access.Blog) || b.Has(access.Blog) ||
		a.Len() != 2 || access.Every.Len() != len(access.Components()) {
		t.Errorf("%b %b", a, b)
	}
	want := []access.Component{access.Blog, access.Tickets}
	if diff := cmp.Diff(want, a.List()); diff != "" {
		t.Error(diff)
	}
}
