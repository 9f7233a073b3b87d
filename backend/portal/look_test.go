package portal_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStyleSheetsEndWhatTheyBegin looks at every style sheet by itself: they are joined into one,
// where a block that is left open swallows all that follow.
func TestStyleSheetsEndWhatTheyBegin(t *testing.T) {
	names, _ := filepath.Glob("look/*.css")
	more, _ := filepath.Glob("pages/*/*.css")
	names = append(names, more...)
	if len(names) < 20 {
		t.Fatalf("only %d style sheets were found", len(names))
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		begun, ended := strings.Count(string(data), "{"), strings.Count(string(data), "}")
		if begun != ended {
			t.Errorf("%s begins %d blocks and ends %d", name, begun, ended)
		}
	}
}
