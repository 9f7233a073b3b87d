package edit_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
)

// editsInSource finds every type of the package that has the methods of an edit.
func editsInSource(t *testing.T) (names []string) {
	t.Helper()
	files, err := os.ReadDir(".")
	must(t, err)
	methods := map[string][]string{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		must(t, err)
		for _, d := range syntax.Decls {
			names = append(names, saves(d)...)
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				of := receiver(fn.Recv.List[0].Type)
				methods[of] = append(methods[of], fn.Name.Name)
			}
		}
	}
	for name, has := range methods {
		if name != "" && slices.Contains(has, "Validate") && slices.Contains(has, "Authorize") &&
			slices.Contains(has, "Apply") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// saves gives the types of a declaration that embed Save.
func saves(d ast.Decl) (names []string) {
	g, ok := d.(*ast.GenDecl)
	if !ok {
		return nil
	}
	for _, s := range g.Specs {
		t, ok := s.(*ast.TypeSpec)
		if !ok {
			continue
		}
		fields, ok := t.Type.(*ast.StructType)
		if !ok || len(fields.Fields.List) != 1 {
			continue
		}
		if x, ok := fields.Fields.List[0].Type.(*ast.IndexListExpr); ok && receiver(x.X) == "Save" {
			names = append(names, t.Name.Name)
		}
	}
	return names
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func TestEveryEditCanBeDecoded(t *testing.T) {
	names := editsInSource(t)
	if len(names) < 16 {
		t.Fatalf("only %v were found", names)
	}
	for _, name := range names {
		if _, err := edit.Decode(envelope(name, 1, "{}")); err != nil {
			t.Errorf("%s is not in the registry: %v", name, err)
		}
		if _, known := authority[name]; !known {
			t.Errorf("the table of who may do what does not know %s", name)
		}
	}
	if len(authority) != len(names) {
		t.Errorf("the table of who may do what has %d edits, the package %d", len(authority),
			len(names))
	}
}

func envelope(name string, version int, args string) edit.Envelope {
	return edit.Envelope{UID: "u", Name: name, NV: version, Args: json.RawMessage(args)}
}

func TestWhatIsNotUnderstoodIsRefused(t *testing.T) {
	for _, in := range []edit.Envelope{envelope("DropEverything", 1, "{}"),
		envelope("AddAccess", 2, "{}"), envelope("AddAccess", 1, `{"Extra":1}`),
		envelope("AddAccess", 1, `{} {}`), envelope("AddAccess", 1, `[`),
		envelope("AddAccess", 1, ``), envelope("AddAccess", 1, `{"ID":"-5"}`)} {
		if e, err := edit.Decode(in); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s %d %s is read as %+v, %v", in.Name, in.NV, in.Args, e, err)
		}
	}
}
