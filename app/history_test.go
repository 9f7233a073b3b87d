package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// keysIn finds the texts of a file that a pattern's first group holds.
func keysIn(t *testing.T, pattern string, path ...string) (list []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
		list = append(list, m[1])
	}
	return list
}

func TestTheHistorySaysEveryEditInWords(t *testing.T) {
	edits := keysIn(t, `"(\w+)": +func\(\) Edit`, "..", "backend", "edit", "edit.go")
	said := keysIn(t, `"(\w+)": +"[^"]+`, "history.go")
	if len(edits) < 80 {
		t.Fatalf("only %d edits were found", len(edits))
	}
	for _, name := range edits {
		if !slices.Contains(said, name) {
			t.Errorf("%s has no sentence in the history", name)
		}
	}
}
