package sentence

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// How the sentences of a room are known: where words are all that it makes, by their look; where it
// speaks SQL or to the network as well, by how they end; and where it makes pages out of words of
// its own, by what makes a problem.
const (
	byLook = iota
	byEnd
	byProblem
)

var rooms = []struct {
	folder string
	known  int
}{
	{".", byLook}, {"app", byLook}, {"backend/access", byLook}, {"backend/edit", byLook},
	{"backend/exchange", byLook}, {"backend/records", byLook},
	{"backend/problem", byEnd}, {"backend/sealing", byEnd}, {"backend/store", byEnd},
	{"backend/sync/syncclient", byEnd}, {"backend/sync/syncserver", byEnd},
	{"backend/sync/wire", byEnd},
	{"backend/hosting", byProblem}, {"backend/portal", byProblem},
}

// looks are words for people: several of them, which begin like a sentence or like a part of one.
var (
	looks = regexp.MustCompile(`^[A-Z“$%][^\n]* [^\n]*$|^[a-z]+ [^\n]*[a-zA-Z@”]$|` +
		`^ for %s$|^the %s$|%s.csv$`)
	begins = regexp.MustCompile(`^[A-Z“$%]`)
	ended  = regexp.MustCompile(`^[A-Z“$%].* .*[.!?]$|^[A-Z].* .*[.!?] %s$`)
)

// noWords are for machines, for whoever sets up a server, and keys that the window has words for.
var noWords = regexp.MustCompile(`^(default-src|text/html|CASE|IN \(|t\.|a\.|1 = |= )|` +
	`\b(SELECT|WHERE|ORDER BY|FROM|INSERT|UPDATE|DELETE|SET|AND t)\b|PostgreSQL|postgres|` +
	`data\.key|of the database|database server|^The database (does not exist|refuses)|` +
	`no backup|is being served|^There is data already|was not copied as it is|` +
	`^This office has not been set up|quarantine|%w|%q|%v|%T|^%s %d$|^[a-z ]+\.[a-z]+$|\||` +
	`^[^a-z]*$|^SQLite format|^A push has a copy|^sync: |^pairing b|^no keyring|` +
	`--address|--mail-from|mail server|^Mail is sent without|^no such|^a code was|` +
	`^cliente potencial$|^Billing contact$|^Orders only$|^copy of article$|^an account$|` +
	`^(never to submit|on arrival|when the form is|already done)`)

// inSource are the sentences of the program by where one of them stands; pieces are those that are
// put together of parts, so that nobody could find them again.
func inSource(t *testing.T) (said map[string]string, pieces []string) {
	t.Helper()
	said = map[string]string{}
	for _, room := range rooms {
		files, err := filepath.Glob(filepath.Join("../..", room.folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(room.folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			r := reading{known: room.known, said: said, at: func(n ast.Node) string {
				return fmt.Sprint(room.folder, "/", filepath.Base(file), ":",
					set.Position(n.Pos()).Line)
			}}
			ast.Inspect(tree, r.visit)
			pieces = append(pieces, r.pieces...)
		}
	}
	return said, pieces
}

// reading collects the sentences of a file.
type reading struct {
	known  int
	said   map[string]string
	pieces []string
	at     func(ast.Node) string
}

func (r *reading) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.Field:
		if n.Tag != nil {
			ast.Inspect(n.Type, r.visit)
			return false
		}
	case *ast.CallExpr:
		return r.call(n)
	case *ast.BinaryExpr:
		return r.joined(n)
	case *ast.BasicLit:
		r.take(n)
	}
	return true
}

// call leaves out what goes to the log, and to whoever reads the code.
func (r *reading) call(n *ast.CallExpr) bool {
	f, ok := n.Fun.(*ast.SelectorExpr)
	if !ok {
		return fmt.Sprint(n.Fun) != "panic"
	}
	switch call := fmt.Sprint(f.X, ".", f.Sel.Name); {
	case strings.HasPrefix(call, "slog."), strings.HasPrefix(call, "flag."), call == "errors.New",
		call == "fmt.Errorf":
		return false
	case strings.HasPrefix(call, "problem.New") && len(n.Args) > 1 && r.known == byProblem:
		all := *r
		all.known = byEnd
		ast.Inspect(n.Args[1], all.visit)
		r.pieces = all.pieces
		return false
	}
	return true
}

// joined takes a sentence over several lines as one; one that is joined with a value is no key.
func (r *reading) joined(n *ast.BinaryExpr) bool {
	if n.Op != token.ADD {
		return true
	}
	text, whole := literal(n)
	if whole {
		r.keep(text, n)
		return false
	}
	for _, e := range []ast.Expr{n.X, n.Y} {
		piece, whole := literal(e)
		of := reading{known: r.known, said: map[string]string{}, at: r.at}
		of.keep(strings.TrimSpace(piece), n)
		if whole && len(of.said) > 0 {
			r.pieces = append(r.pieces, fmt.Sprintf("%s: %q", r.at(n), piece))
		} else {
			ast.Inspect(e, r.visit)
		}
	}
	return false
}

func (r *reading) take(n *ast.BasicLit) {
	if text, ok := literal(n); ok {
		r.keep(text, n)
	}
}

func (r *reading) keep(text string, n ast.Node) {
	like := r.known == byLook && looks.MatchString(text) ||
		r.known == byEnd && ended.MatchString(text)
	if like && !noWords.MatchString(text) && r.said[text] == "" {
		r.said[text] = r.at(n)
	}
}

func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		x, whole := literal(e.X)
		y, too := literal(e.Y)
		return x + y, whole && too && e.Op == token.ADD
	}
	return "", false
}

func TestEverySentenceIsTranslated(t *testing.T) {
	said, pieces := inSource(t)
	if len(said) < 500 {
		t.Fatalf("only %d sentences are found", len(said))
	}
	for _, p := range pieces {
		t.Errorf("%s is a piece of a sentence; write it whole, with %%s", p)
	}
	for key := range toStaff["de"].keys {
		like := strings.Contains(key, " ") && begins.MatchString(key)
		if like && !noWords.MatchString(key) && said[key] == "" {
			t.Errorf("nobody says %q any more", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(said)) {
		for _, lang := range Languages()[1:] {
			if !toStaff[lang].keys[key] {
				t.Errorf("words/%s.json lacks %q (%s)", lang, key, said[key])
			}
		}
	}
}

// TestCustomersReadNothingThatIsNotSaid: what they read otherwise is still said.
func TestCustomersReadNothingThatIsNotSaid(t *testing.T) {
	said, _ := inSource(t)
	for _, lang := range Languages() {
		for key := range toCustomers[lang].keys {
			if said[key] == "" {
				t.Errorf("customers/%s.json: nobody says %q any more", lang, key)
			}
		}
	}
}
