package sealing_test

import (
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/problem"
	"gatehouse/backend/sealing"
)

// TestAWrappedKeyOpensAtItsComputerOnly: and it is the documentation's alone.
func TestAWrappedKeyOpensAtItsComputerOnly(t *testing.T) {
	data := open(t, filepath.Join(t.TempDir(), "data.key"))
	documentation, err := data.Documentation()
	if err != nil {
		t.Fatal(err)
	}
	private, public, err := sealing.NewBoxKey()
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := documentation.Wrap(public)
	if err != nil {
		t.Fatal(err)
	}
	got, err := sealing.Unwrap(wrapped, private)
	if err != nil {
		t.Fatal(err)
	}
	sealed := documentation.Seal("item/1", "quay-lantern")
	if text, err := got.Open("item/1", sealed); text != "quay-lantern" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := got.Open("item/1", data.Seal("item/1", "quay-lantern")); err == nil {
		t.Error("it opens what is sealed with the data key itself")
	}
	other, _, err := sealing.NewBoxKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"another's": wrapped, "half": wrapped[:20],
		"nothing": "", "changed": "AAAA" + strings.TrimPrefix(wrapped, wrapped[:4])} {
		if _, err := sealing.Unwrap(text, other); !problem.Is(err, problem.Damaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, bad := range []string{"", "AAAA", "?"} {
		if _, err := documentation.Wrap(bad); !problem.Is(err, problem.Invalid) {
			t.Errorf("wrapped to %q: %v", bad, err)
		}
	}
}
