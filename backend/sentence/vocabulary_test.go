package sentence

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/exchange"
	"gatehouse/backend/records"
)

func wantWord(t *testing.T, text string) {
	t.Helper()
	for _, lang := range Languages()[1:] {
		if _, ok := toStaff[lang].find(text); !ok {
			t.Errorf("words/%s.json lacks %q", lang, text)
		}
	}
}

// TestWhatCanBeAllowedIsTranslated: components, permissions and how far they reach.
func TestWhatCanBeAllowedIsTranslated(t *testing.T) {
	for _, c := range access.Components() {
		wantWord(t, c.Label())
	}
	for _, p := range access.Permissions() {
		for s := access.Shared; s <= access.All; s++ {
			wantWord(t, access.Say(p, s))
		}
	}
	for _, s := range access.Systems() {
		wantWord(t, "the profile "+s.Name)
		wantWord(t, s.Description)
	}
	for _, f := range exchange.Fields() {
		wantWord(t, f.Label)
	}
	for _, word := range []string{"contact", "lead", "made", "taken away", "Removed", "This"} {
		wantWord(t, word)
	}
}

// constants gives those of a package of a named string type, such as a status.
func constants(t *testing.T, folder string) (values []string, kinds []records.Kind) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			s, ok := n.(*ast.ValueSpec)
			if !ok || s.Type == nil || len(s.Values) != 1 {
				return true
			}
			value, ok := s.Values[0].(*ast.BasicLit)
			if !ok || value.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(value.Value)
			switch name, _ := s.Type.(*ast.Ident); name.Name {
			case "Kind":
				kinds = append(kinds, records.Kind(text))
			case "Template", "Stage", "string":
			default:
				values = append(values, text)
			}
			return true
		})
	}
	return values, kinds
}

// TestWhatAChangeSaysIsTranslated: the name of every field of every kind of record, and every value
// that is no text of somebody's.
func TestWhatAChangeSaysIsTranslated(t *testing.T) {
	values, kinds := constants(t, "records")
	if len(values) < 30 || len(kinds) < 40 {
		t.Fatalf("only %d values of %d kinds are found", len(values), len(kinds))
	}
	for _, v := range values {
		wantWord(t, v)
	}
	for _, k := range kinds {
		wantWord(t, "the "+string(k))
		before, after := records.New(k), records.New(k)
		if before == nil {
			continue
		}
		differ(reflect.ValueOf(after).Elem())
		changes := mustJSON(t, []edit.Change{{Key: records.Key{Kind: k, ID: 1},
			Before: mustJSON(t, before), After: mustJSON(t, after)}})
		list := edit.Differences(&records.History{Changes: string(changes)})
		if len(list) == 0 {
			t.Errorf("%s: nothing differs", k)
		}
		for _, d := range list {
			wantWord(t, d.Field)
			wantValue(t, d.Free, d.From)
			wantValue(t, d.Free, d.To)
		}
	}
}

func wantValue(t *testing.T, free bool, value string) {
	t.Helper()
	if !free && !noWord.MatchString(value) {
		wantWord(t, value)
	}
}

// noWord is a value without words: a number, a date, somebody's text, a list of ids.
var noWord = regexp.MustCompile(`^[^a-z]*$|[\[{:]|own text`)

// differ gives every field that it can another value than none.
func differ(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString("own text")
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				differ(v.Field(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			differ(v.Index(i))
		}
	}
}

func mustJSON(t *testing.T, v any) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestEveryExplanationIsTranslated asks for every permission why it is so: with every gate that
// holds, and with every fault alone, for somebody and for a visitor. It goes on until there is no
// fault any more, so a new one is among them.
func TestEveryExplanationIsTranslated(t *testing.T) {
	up := &access.Closers{Off: "Upper & Co"}
	for _, c := range access.Components() {
		up.Component[c] = "Upper & Co"
	}
	for _, s := range []*access.Subject{
		{Name: "Ada Abbott", AccountName: "Acme", ProfileName: "Manager",
			Above: access.Above{By: up}},
		{AccountName: "Acme", ProfileName: "A profile that is gone"}, {Visitor: true}} {
		faults := 0
		for _, p := range access.Permissions() {
			faults = max(faults, wantExplained(t, s, p))
		}
		if faults < 41 {
			t.Errorf("only %d faults are explained", faults)
		}
	}
}

// wantExplained wants all explanations of a permission, and counts the faults.
func wantExplained(t *testing.T, s *access.Subject, p access.Permission) (faults int) {
	t.Helper()
	want := func(d access.Decision) bool {
		failed := false
		for _, r := range access.Because(d, s) {
			wantWord(t, r.Text)
			wantWord(t, r.Repair)
			failed = failed || !r.OK
		}
		return failed
	}
	for scope := access.Shared; scope <= access.All; scope++ {
		for shared := access.NotShared; shared <= access.SharedByPerson; shared++ {
			want(access.Decision{Permission: p, Had: scope, Needed: scope, Relation: scope,
				Shared: shared})
		}
		faults = 0
		for f := access.Fault(1); want(access.Decision{Permission: p, Faults: f, Had: scope,
			Needed: scope}); f <<= 1 {
			faults++
		}
	}
	return faults
}
