package portal

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// code is the functions of some packages, each by its receiver and name, such as "Ticket.Check".
type code map[string]ast.Node

func readCode(t *testing.T, folders ...string) code {
	t.Helper()
	all := code{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range tree.Decls {
				all.add(folder, d)
			}
		}
	}
	return all
}

// add keeps a function; what stands outside of functions is kept by its package.
func (c code) add(folder string, d ast.Decl) {
	f, ok := d.(*ast.FuncDecl)
	if !ok {
		c[fmt.Sprint(folder, " ", d.Pos())] = d
		return
	}
	name := f.Name.Name
	if f.Recv != nil {
		of := f.Recv.List[0].Type
		if star, ok := of.(*ast.StarExpr); ok {
			of = star.X
		}
		if generic, ok := of.(*ast.IndexListExpr); ok {
			of = generic.X
		}
		name = fmt.Sprint(of) + "." + name
	}
	c[name] = f
}

// names are the identifiers of a function: those of the functions and types that it may use.
func names(n ast.Node) map[string]bool {
	found := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			found[id.Name] = true
		}
		return true
	})
	return found
}

// reached are the functions that the doing of some edits may come to: of each type that a reached
// function names, all methods that customers' edits are made of.
func (c code) reached(edits []string) map[string]bool {
	done, next := map[string]bool{}, []string{}
	for _, e := range edits {
		for _, m := range []string{"Validate", "Authorize", "Apply"} {
			next = append(next, e+"."+m)
		}
	}
	for len(next) > 0 {
		name := next[0]
		next = next[1:]
		node, ok := c[name]
		if !ok || done[name] {
			continue
		}
		done[name] = true
		for id := range names(node) {
			next = append(next, id, id+".Check", id+".check")
			if receiver, _, is := strings.Cut(name, "."); is {
				next = append(next, receiver+"."+id)
			}
		}
	}
	return done
}

// sentences are those of the problems that a function makes.
func sentences(n ast.Node) (list []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); ok && fmt.Sprint(f.X) == "problem" {
			if text := literal(call.Args[1]); text != "" {
				list = append(list, text)
			}
		}
		return true
	})
	return list
}

func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return literal(e.X) + literal(e.Y)
	}
	return ""
}

var customersEdit = regexp.MustCompile(`edit\.([A-Z]\w+)\{`)

// TestSentencesThatCustomersMeetAreTranslated: every sentence of a problem that an edit of the
// portal can come to, and those of signing in, has its German and its Spanish.
func TestSentencesThatCustomersMeetAreTranslated(t *testing.T) {
	edits := map[string]bool{}
	for _, file := range sourceOf(t, ".", "../hosting") {
		for _, m := range customersEdit.FindAllStringSubmatch(file, -1) {
			edits[m[1]] = true
		}
	}
	if len(edits) < 30 {
		t.Fatalf("only %d edits of customers are found", len(edits))
	}
	c := readCode(t, "edit", "records", "access")
	wanted := map[string]bool{}
	for name := range c.reached(slices.Collect(maps.Keys(edits))) {
		for _, text := range sentences(c[name]) {
			wanted[text] = true
		}
	}
	for _, node := range readCode(t, "hosting", "portal") {
		for _, text := range sentences(node) {
			wanted[text] = true
		}
	}
	for key := range sentencesIn["de"] {
		if !wanted[key] {
			t.Errorf("nobody says %q any more", key)
		}
	}
	for _, text := range slices.Sorted(maps.Keys(wanted)) {
		if officeOnly.MatchString(text) {
			continue
		}
		for _, lang := range []string{"de", "es"} {
			if sentencesIn[lang][text] == "" {
				t.Errorf("%s lacks %q", lang, text)
			}
		}
	}
}

// officeOnly are sentences beside a customer's way: of the program's start, of defects, and of
// records that only the office writes.
var officeOnly = regexp.MustCompile(`mail server|--address|--mail-from|Mail is sent without|` +
	`This message |The mail could not be written|names no record|no known record|` +
	`Only the office's staff|staff login is no|no longer work in this office|Your role \(|` +
	`Update Gatehouse|Only the hosted portal|history could not|could not be read|` +
	`A mail needs|A one-time link belongs|has no id|needs an id|^(A|An) [\w ]+ (belongs to|is for) |` +
	`^(A|An) [\w ]+ is [\w ]+, [\w ,]+ or |^(A flag|A forum|A payment|A price|A tax|A quantity) |` +
	`^(A line|A number|A member|A profile|A module is added|The office) |^A person needs an account|` +
	`^A conversation is|^A file is attached|^A request is asked|^An account cannot|^An invoice |` +
	`^Choose (administrator|block|help|month|the account|who)|^Enter how much|^Feedback is about|` +
	`^Only the payment provider|^Say (by which day|how it was paid)|^Somebody signs something|` +
	`article's address|deadline is not|estimate is not|reference is too long|two fields|fewer than|` +
	`^This (belongs to a project|task belongs)|^Write (1 to 200|the currency|the older|the payment)|` +
	`not a time zone`)

// sourceOf gives the texts of the Go files of some folders, but of tests.
func sourceOf(t *testing.T, folders ...string) (list []string) {
	t.Helper()
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(file, "_test.go") {
				list = append(list, string(text))
			}
		}
	}
	return list
}

// TestASentenceIsFilledInItsLanguage: what was filled in stays, and an unknown one is as it is.
func TestASentenceIsFilledInItsLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"Choose a person.": "Wählen Sie eine Person.",
		"“a b” is not an e-mail address. Write it like name@company.com.": "„a b“ ist keine " +
			"E-Mail-Adresse. Schreiben Sie sie wie name@firma.de.",
		"The end (2026-01-01) is before the start (2026-02-01). Choose a later end.": "Das Ende " +
			"(2026-01-01) liegt vor dem Anfang (2026-02-01). Wählen Sie ein späteres Ende.",
		"Unheard of.": "Unheard of.",
	} {
		if got := wordsOf("de").translated(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := wordsOf("en").translated("The ticket was removed meanwhile. Your change is kept " +
		"under Sync."); strings.Contains(got, "Sync") {
		t.Errorf("customers read of the desk: %q", got)
	}
}
