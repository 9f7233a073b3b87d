package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// house is the source of the whole module, read but not compiled.
type house struct {
	fset  *token.FileSet
	rooms []*room
}

// room is one package's folder; dir is its way from the root, "." for the root itself.
type room struct {
	dir   string
	files []*source
}

// source is one Go file.
type source struct {
	path   string
	text   string
	syntax *ast.File
}

func (s *source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

func (r *room) isMain() bool { return r.files[0].syntax.Name.Name == "main" }

// isKit reports whether a room serves tests only: kits may see more than what they test.
func (r *room) isKit() bool {
	return strings.HasSuffix(r.dir, "test") || r.dir == "backend/access/scenarios"
}

// code gives the files of a room that are no tests.
func (r *room) code() (list []*source) {
	for _, f := range r.files {
		if !f.isTest() {
			list = append(list, f)
		}
	}
	return list
}

// readHouse reads every package of the module. build/ has tools with a module of their own, and
// folders like node_modules are not ours.
func readHouse(files fs.FS) (*house, error) {
	h := &house{fset: token.NewFileSet()}
	foreign := []string{"node_modules", "testdata", "dist", "wailsjs", "build"}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			hidden := name != "." && strings.HasPrefix(d.Name(), ".")
			if hidden || slices.Contains(foreign, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		return h.add(files, name)
	})
	return h, err
}

func (h *house) add(files fs.FS, name string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(h.fset, name, text, parser.ParseComments)
	if err != nil {
		return err
	}
	dir := path.Dir(name)
	i := slices.IndexFunc(h.rooms, func(r *room) bool { return r.dir == dir })
	if i < 0 {
		i = len(h.rooms)
		h.rooms = append(h.rooms, &room{dir: dir})
	}
	h.rooms[i].files = append(h.rooms[i].files, &source{name, string(text), syntax})
	return nil
}

// each visits every file.
func (h *house) each(visit func(*room, *source)) {
	for _, r := range h.rooms {
		for _, f := range r.files {
			visit(r, f)
		}
	}
}

// at says where something stands, as file:line.
func (h *house) at(n ast.Node) string {
	p := h.fset.Position(n.Pos())
	p.Column = 0
	return p.String()
}

// lines counts the lines of something.
func (h *house) lines(n ast.Node) int {
	return h.fset.Position(n.End()).Line - h.fset.Position(n.Pos()).Line + 1
}

// imports gives the import paths of a file with the place of each.
func (h *house) imports(f *source, each func(target, at string)) {
	for _, i := range f.syntax.Imports {
		each(strings.Trim(i.Path.Value, `"`), h.at(i))
	}
}

// root finds the repository: the folder with go.mod above where the test runs.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("there is no go.mod above this test")
		}
		dir = up
	}
}
