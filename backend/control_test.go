package backend_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

// planted is a small house with one fault per rule. Each file's name ends with the rule that must
// find it.
const planted = `
-- main.go --
package main

import _ "gatehouse/app"
-- app/window.go --
// Package app is planted.
// It has two lines.
package app

import _ "github.com/wailsapp/wails/v2"
-- backend/access/directions.go --
// Package access is planted.
// It has two lines.
package access

import _ "gatehouse/backend/records"
-- backend/records/purity_1.go --
// Package records is planted.
// It has two lines.
package records

import "time"

var count int

var now = time.Now()
-- backend/records/purity_2.go --
package records

func add() { count++ }

func fine() {
	count := 0
	count = 1
	_ = count
}
-- backend/edit/purity_3.go --
// Package edit is planted.
// It has two lines.
package edit

import _ "math/rand/v2"
-- backend/store/package_docs.go --
// Package store has one line.
package store
-- backend/portal/doc_comments.go --
// Package portal is planted.
// It has two lines.
package portal

type T struct{}

func (t *T) Error() string { return "" }
-- backend/hosting/package_names.go --
// Package util is planted.
// It has two lines.
package util
-- backend/exchange/line_lengths.go --
// Package exchange is planted.
// It has two lines.
package exchange

// LONG
-- backend/sync/syncclient/parameters.go --
// Package syncclient is planted.
// It has two lines.
package syncclient

import "context"

func four(ctx context.Context, a, b, c, d int) {}

func five(a, b int, c, d, e string) {}
-- backend/sync/syncserver/nesting.go --
// Package syncserver is planted.
// It has two lines.
package syncserver

func deep(n int) {
	for n > 0 {
		if n > 1 {
		} else if n > 2 {
		} else if n > 3 {
			func() {
				for n > 4 {
				}
			}()
			switch {
			case n > 5:
				if n > 6 {
				}
			}
		}
	}
}
-- backend/sync/wire/function_sizes.go --
// Package wire is planted.
// It has two lines.
package wire

func long() {
LINES
}
-- backend/problem/file_sizes.go --
// Package problem is planted.
// It has two lines.
package problem

// LINES
var table = []int{
LINES
}
`

// TestTheRulesFindWhatIsPlanted is the control: every rule finds its planted fault, once, and
// nothing else.
func TestTheRulesFindWhatIsPlanted(t *testing.T) {
	files := fstest.MapFS{}
	for _, file := range strings.Split(planted, "\n-- ")[1:] {
		name, text, _ := strings.Cut(file, " --\n")
		text = strings.ReplaceAll(text, "LONG", strings.Repeat("x", 98))
		text = strings.ReplaceAll(text, "// LINES\n", strings.Repeat("// a line\n", 600))
		text = strings.ReplaceAll(text, "LINES", strings.Repeat("\n", 60))
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	h, err := readHouse(files)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"directions": 1, "purity": 3, "package docs": 2} // and the main's
	for _, r := range rules {
		found := r.find(h)
		if n := max(1, want[r.name]); len(found) != n {
			t.Errorf("%s finds %d, want %d: %q", r.name, len(found), n, found)
		}
		for _, f := range found {
			name := strings.ReplaceAll(r.name, " ", "_")
			if !strings.Contains(f, name) && r.name != "package docs" && r.name != "package names" {
				t.Errorf("%s finds what was planted for another: %s", r.name, f)
			}
		}
	}
}
