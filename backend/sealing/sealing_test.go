package sealing_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/problem"
	"gatehouse/backend/sealing"
)

func open(t *testing.T, path string) *sealing.Box {
	t.Helper()
	b, err := sealing.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWhatIsSealedOpensAtItsOwnRecordOnly: with the same key, for the same record, unchanged.
func TestWhatIsSealedOpensAtItsOwnRecordOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.key")
	box := open(t, path)
	sealed := box.Seal("configuration item/1", "quay-lantern")
	if strings.Contains(sealed, "quay") || sealed == box.Seal("configuration item/1", "quay-lantern") {
		t.Errorf("sealed: %s", sealed)
	}
	if got, err := open(t, path).Open("configuration item/1", sealed); got != "quay-lantern" {
		t.Errorf("after a restart: %q, %v", got, err)
	}
	other := open(t, filepath.Join(t.TempDir(), "data.key"))
	for name, try := range map[string]func() (string, error){
		"another record": func() (string, error) { return box.Open("configuration item/2", sealed) },
		"another key":    func() (string, error) { return other.Open("configuration item/1", sealed) },
		"a changed text": func() (string, error) {
			i := len(sealed) / 2
			swap := "A"
			if sealed[i] == 'A' {
				swap = "B"
			}
			return box.Open("configuration item/1", sealed[:i]+swap+sealed[i+1:])
		},
		"no text":    func() (string, error) { return box.Open("configuration item/1", "") },
		"half":       func() (string, error) { return box.Open("configuration item/1", sealed[:9]) },
		"plain text": func() (string, error) { return box.Open("configuration item/1", "quay-lantern") },
	} {
		if got, err := try(); got != "" || !problem.Is(err, problem.Damaged) {
			t.Errorf("%s opens as %q, %v", name, got, err)
		}
	}
}

// TestTheKeyIsForItsOwnerOnlyAndNeverReplaced: a damaged one is told, because a new one would open
// nothing.
func TestTheKeyIsForItsOwnerOnlyAndNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "data.key")
	open(t, path)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Errorf("%v, %v", info, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("beside it lies %v, %v", left, err)
	}
	if err := os.WriteFile(path, []byte("cut off"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sealing.Open(path); !problem.Is(err, problem.Damaged) {
		t.Errorf("a damaged key is taken: %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "cut off" {
		t.Errorf("a damaged key is replaced: %q, %v", data, err)
	}
}
