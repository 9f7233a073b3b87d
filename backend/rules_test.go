// Package backend_test holds the rules of the house: who may import whom, what is pure, how
// packages are named and documented, and how large things may become. A rule that matters is a
// test. TestTheRulesFindWhatIsPlanted is the control of every rule.
package backend_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// rules are all rules; each gives the violations that it finds, as "file:line: what".
var rules = []struct {
	name string
	find func(*house) []string
}{
	{"directions", directions},
	{"window", window},
	{"purity", purity},
	{"package docs", packageDocs},
	{"doc comments", docComments},
	{"package names", packageNames},
	{"file sizes", fileSizes},
	{"function sizes", functionSizes},
	{"line lengths", lineLengths},
	{"parameters", parameters},
	{"nesting", nesting},
}

func TestTheHouseKeepsItsRules(t *testing.T) {
	h, err := readHouse(os.DirFS(root(t)))
	if err != nil {
		t.Fatal(err)
	}
	if len(h.rooms) < 15 {
		t.Fatalf("only %d packages were found", len(h.rooms))
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, violation := range r.find(h) {
				t.Error(violation)
			}
		})
	}
}

// TestTheTopHoldsOnlyWhatBelongsThere keeps the root of the repository short.
func TestTheTopHoldsOnlyWhatBelongsThere(t *testing.T) {
	entries, err := os.ReadDir(root(t))
	if err != nil {
		t.Fatal(err)
	}
	belongs := []string{"app", "backend", "build", "frontend", "main.go", "wails.json", "go.mod",
		"go.sum", "README.md"}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(belongs, e.Name()) {
			t.Errorf("%s does not belong at the top; choose a room for it", e.Name())
		}
	}
}

// arrows says who may import whom, inside this module. A main connects everything, and a kit may
// see every package of the backend. Tests are free but for the two rules about backend below.
var arrows = map[string][]string{
	"app": {"backend/edit", "backend/portal", "backend/sync/syncclient", "backend/exchange",
		"backend/paper", "backend/sealing", "backend/records", "backend/access", "backend/problem",
		"backend/sentence"},
	"backend/portal": append([]string{"backend/paper", "backend/sentence"}, core...),
	"backend/hosting": append([]string{"backend/portal", "backend/paper", "backend/scim"},
		core...),
	"backend/paper":           {"backend/records", "backend/access", "backend/problem"},
	"backend/exchange":        core,
	"backend/sync/syncclient": append([]string{"backend/sync/wire", "backend/sealing"}, core...),
	"backend/sync/syncserver": append([]string{"backend/sync/wire", "backend/sealing"}, core...),
	"backend/store":           core,
	"backend/edit":            {"backend/records", "backend/access", "backend/problem"},
	"backend/sync/wire":       {"backend/records", "backend/problem"},
	"backend/records":         {"backend/access", "backend/problem"},
	"backend/sealing":         {"backend/problem"},
	"backend/access":          {"backend/problem"},
	"backend/problem":         {},
	"backend/scim":            {},
	"backend/sentence":        {},
}

var core = []string{"backend/edit", "backend/records", "backend/access", "backend/problem"}

// mains connect everything.
var mains = []string{".", "backend/cmd/gatehouse-server", "frontend/e2e/bridge"}

const module = "gatehouse/"

func directions(h *house) (list []string) {
	kits := []string{}
	for _, r := range h.rooms {
		if r.isKit() {
			kits = append(kits, r.dir)
		}
	}
	for _, r := range h.rooms {
		allowed, known := arrows[r.dir]
		if !known && !slices.Contains(mains, r.dir) && !r.isKit() && len(r.code()) > 0 {
			list = append(list, r.dir+": this package has no place in the directions")
		}
		for _, f := range r.files {
			h.imports(f, func(target, at string) {
				to, ours := strings.CutPrefix(target, module)
				if !ours || f.isTest() || r.dir == to {
					return
				}
				free := slices.Contains(mains, r.dir) || r.isKit() && strings.HasPrefix(to, "backend/")
				if !free && !slices.Contains(allowed, to) ||
					slices.Contains(kits, to) && !r.isKit() {
					list = append(list, fmt.Sprintf("%s: %s may not import %s", at, r.dir, to))
				}
			})
		}
	}
	return list
}

// window keeps the desktop's window at the door: only main.go imports Wails, and the backend never
// imports app, tests included.
func window(h *house) (list []string) {
	h.each(func(r *room, f *source) {
		h.imports(f, func(target, at string) {
			if strings.Contains(target, "wailsapp/") && f.path != "main.go" {
				list = append(list, at+": only main.go imports Wails")
			}
			inside := strings.HasPrefix(r.dir, "backend")
			if inside && strings.HasPrefix(target, module+"app") {
				list = append(list, at+": the backend never imports app")
			}
		})
	})
	return list
}

// The pure packages, and what nobody pure imports or calls. records reads the system's table of
// time zones by time.LoadLocation; the mains embed one, so that it is the same everywhere.
var (
	pure = []string{"backend/access", "backend/records", "backend/sync/wire", "backend/problem"}

	impure = []string{"os", "net", "net/http", "math/rand", "math/rand/v2", "crypto/rand",
		"io/ioutil", "io/fs", "log", "log/slog", "syscall", "unsafe", "database/sql", "embed",
		"path/filepath", "runtime", "sync", "testing", "flag"}

	impureCalls = []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After",
		"time.NewTimer", "time.NewTicker", "time.Tick", "time.AfterFunc", "fmt.Print",
		"fmt.Println", "fmt.Printf"}
)

// purity: access, records, wire and problem import the standard library and each other only, do no
// I/O, read no clock, make no randomness and change no globals. edit reads no clock and makes no
// randomness.
func purity(h *house) (list []string) {
	for _, r := range h.rooms {
		isPure := slices.Contains(pure, r.dir)
		if !isPure && r.dir != "backend/edit" {
			continue
		}
		globals := globalsOf(r)
		for _, f := range r.code() {
			h.imports(f, func(target, at string) {
				foreign := strings.Contains(strings.Split(target, "/")[0], ".")
				banned := slices.Contains(impure, target) || strings.HasPrefix(target, "os/")
				if foreign || banned {
					list = append(list, fmt.Sprintf("%s: %s is pure and may not import %s", at,
						r.dir, target))
				}
			})
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				if what := impurity(n, globals); what != "" {
					list = append(list, fmt.Sprintf("%s: %s %s", h.at(n), r.dir, what))
				}
				return true
			})
		}
	}
	return list
}

func impurity(n ast.Node, globals map[string]bool) string {
	var changed []ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		if call := callOf(n); slices.Contains(impureCalls, call) {
			return "may not call " + call
		}
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			changed = n.Lhs
		}
	case *ast.IncDecStmt:
		changed = []ast.Expr{n.X}
	}
	for _, left := range changed {
		if isGlobal(left, globals) {
			return "may not change a global"
		}
	}
	return ""
}

// callOf gives the name of a function of another package that is called, such as "time.Now".
func callOf(c *ast.CallExpr) string {
	if s, ok := c.Fun.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name + "." + s.Sel.Name
		}
	}
	return ""
}

func globalsOf(r *room) map[string]bool {
	all := map[string]bool{}
	for _, f := range r.code() {
		for name, o := range f.syntax.Scope.Objects {
			if o.Kind == ast.Var {
				all[name] = true
			}
		}
	}
	return all
}

// isGlobal finds the variable at the root of what is assigned to. The parser has bound a name to
// its declaration where that is in the same file; a name of another file is unbound.
func isGlobal(e ast.Expr, globals map[string]bool) bool {
	switch e := e.(type) {
	case *ast.IndexExpr:
		return isGlobal(e.X, globals)
	case *ast.SelectorExpr:
		return isGlobal(e.X, globals)
	case *ast.Ident:
		if e.Obj == nil {
			return globals[e.Name]
		}
		_, isVar := e.Obj.Decl.(*ast.ValueSpec)
		return isVar && globals[e.Name]
	}
	return false
}

// packageDocs: every package says in 2 to 12 lines what it is; a main may say more. Only access has
// sections after that: its doc.go is the glossary.
func packageDocs(h *house) (list []string) {
	for _, r := range h.rooms {
		var docs []string
		for _, f := range r.code() {
			if f.syntax.Doc != nil {
				docs = append(docs, f.syntax.Doc.Text())
			}
		}
		if len(r.code()) == 0 {
			continue
		}
		if len(docs) != 1 {
			list = append(list, fmt.Sprintf("%s: %d package comments, want one", r.dir, len(docs)))
			continue
		}
		text, _, sections := strings.Cut(docs[0], "\n# ")
		n := strings.Count(strings.TrimSpace(text), "\n") + 1
		if n < 2 || n > 12 && !r.isMain() {
			list = append(list, fmt.Sprintf("%s: its package comment has %d lines, want 2 to 12",
				r.dir, n))
		}
		if sections && r.dir != "backend/access" {
			list = append(list, r.dir+": only access has sections in its package comment")
		}
	}
	return list
}

// docComments: every exported name of a package says what it is. Error is known to everybody.
func docComments(h *house) (list []string) {
	h.each(func(r *room, f *source) {
		if r.isMain() || f.isTest() {
			return
		}
		for _, d := range f.syntax.Decls {
			for _, name := range undocumented(d) {
				list = append(list, fmt.Sprintf("%s: %s has no comment", h.at(d), name))
			}
		}
	})
	return list
}

func undocumented(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		hidden := !d.Name.IsExported() || d.Recv != nil && !ast.IsExported(receiver(d))
		if !hidden && d.Doc == nil && d.Name.Name != "Error" {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if name, said := spec(s); name != nil && name.IsExported() && d.Doc == nil && !said {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// spec gives the first name of a declaration, and whether it has a comment of its own.
func spec(s ast.Spec) (name *ast.Ident, said bool) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		return s.Name, s.Doc != nil || s.Comment != nil
	case *ast.ValueSpec:
		return s.Names[0], s.Doc != nil || s.Comment != nil
	}
	return nil, false
}

func receiver(d *ast.FuncDecl) string {
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

var vague = []string{"util", "utils", "common", "helper", "helpers", "types", "models", "model",
	"base", "misc", "manager", "service", "impl"}

// packageNames: a package is a noun that says something.
func packageNames(h *house) (list []string) {
	for _, r := range h.rooms {
		for _, name := range []string{r.files[0].syntax.Name.Name, path.Base(r.dir)} {
			if slices.Contains(vague, name) {
				list = append(list, r.dir+": the name "+name+" says nothing")
			}
		}
	}
	return list
}

// fileSizes: a file stops at 600 lines. Tests are exempt, by the end _test.go of their name;
// generated files by their first comment, as the go command knows them; tables because the lines
// of a package's variables are not counted.
func fileSizes(h *house) (list []string) {
	h.each(func(_ *room, f *source) {
		n := strings.Count(f.text, "\n")
		for _, d := range f.syntax.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				n -= h.lines(g)
			}
		}
		if n > 600 && !f.isTest() && !ast.IsGenerated(f.syntax) {
			list = append(list, fmt.Sprintf("%s: %d lines, stop at 600", f.path, n))
		}
	})
	return list
}

// functions gives every function that somebody wrote, tests included.
func (h *house) functions(each func(d *ast.FuncDecl)) {
	h.each(func(_ *room, f *source) {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil && !ast.IsGenerated(f.syntax) {
				each(fn)
			}
		}
	})
}

// functionSizes: a function stops at 60 lines.
func functionSizes(h *house) (list []string) {
	h.functions(func(d *ast.FuncDecl) {
		if n := h.lines(d); n > 60 {
			list = append(list, fmt.Sprintf("%s: %s has %d lines, stop at 60", h.at(d), d.Name, n))
		}
	})
	return list
}

// lineLengths: a line has at most 100 characters, a tab being one.
func lineLengths(h *house) (list []string) {
	h.each(func(_ *room, f *source) {
		for i, line := range strings.Split(f.text, "\n") {
			if n := utf8.RuneCountInString(line); n > 100 && !ast.IsGenerated(f.syntax) {
				list = append(list, fmt.Sprintf("%s:%d: %d characters, stop at 100", f.path, i+1,
					n))
			}
		}
	})
	return list
}

// parameters: a function takes at most 4 beyond its context.
func parameters(h *house) (list []string) {
	h.functions(func(d *ast.FuncDecl) {
		n := 0
		for _, p := range d.Type.Params.List {
			s, ok := p.Type.(*ast.SelectorExpr)
			if ok && s.Sel.Name == "Context" {
				continue
			}
			n += max(1, len(p.Names))
		}
		if n > 4 {
			list = append(list, fmt.Sprintf("%s: %s has %d parameters beyond its context, stop at "+
				"4", h.at(d), d.Name, n))
		}
	})
	return list
}

// nesting: branches and loops stand at most 3 deep. A function literal starts anew, and "else if"
// is no deeper than its "if".
func nesting(h *house) (list []string) {
	h.functions(func(d *ast.FuncDecl) {
		v := &nest{}
		ast.Walk(v, d.Body)
		if v.deepest() > 3 {
			list = append(list, fmt.Sprintf("%s: %s is %d deep, stop at 3", h.at(d), d.Name,
				v.deepest()))
		}
	})
	return list
}

// nest measures depth; all visitors of a function share most.
type nest struct {
	depth int
	most  *int
	chain ast.Stmt // the "else if" that is no deeper
}

func (v *nest) deepest() int {
	if v.most == nil {
		return 0
	}
	return *v.most
}

// Visit goes one deeper for a branch or loop.
func (v *nest) Visit(n ast.Node) ast.Visitor {
	if v.most == nil {
		v.most = new(int)
	}
	in := &nest{depth: v.depth, most: v.most}
	switch n := n.(type) {
	case *ast.FuncLit:
		in.depth = 0
	case *ast.IfStmt:
		if v.chain != n {
			in.depth++
		}
		in.chain = n.Else
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		in.depth++
	}
	*v.most = max(*v.most, in.depth)
	return in
}
