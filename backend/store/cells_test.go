package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/backend/records"
)

// filled gives a record of a kind with something in each of its plain fields.
func filled(t *table, n int64, text string) records.Record {
	r := records.New(t.kind)
	for i, p := range t.fields(r) {
		v := reflect.ValueOf(p).Elem()
		switch t.query.forms[i] {
		case asID, asNumber:
			if !v.OverflowInt(n) {
				v.SetInt(n)
			}
		case asText:
			v.SetString(text)
		case asBool:
			v.SetBool(n%2 == 1)
		}
	}
	return r
}

// TestCellsAreJSON: what is written by hand is what encoding/json reads, and the other way round,
// for every kind.
func TestCellsAreJSON(t *testing.T) {
	for _, table := range tables {
		for _, text := range []string{"", "Ann", "Zoë <b>&\"\\\n\t\u2028\x00\x7f", "\xff\xfe", "]",
			`",`, "🙂"} {
			for _, n := range []int64{0, 1, 12, 999_999_999_999_999_999, 1 << 62} {
				testCells(t, table, n, text)
			}
		}
	}
}

func testCells(t *testing.T, table *table, n int64, text string) {
	t.Helper()
	want := filled(table, n, jsonText(t, text))
	cells, err := Cells(filled(table, n, text))
	if err != nil || !json.Valid(cells) {
		t.Fatalf("%s: %s, %v", table.kind, cells, err)
	}
	long, err := json.Marshal(table.fields(want))
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range []json.RawMessage{cells, long} {
		have, err := FromCells(table.kind, cells)
		if d := cmp.Diff(want, have); err != nil || d != "" {
			t.Fatalf("%s: %s: %v\n%s", table.kind, cells, err, d)
		}
	}
}

// jsonText gives text as it comes out of JSON.
func jsonText(t *testing.T, text string) (out string) {
	t.Helper()
	quoted, err := json.Marshal(text)
	if err == nil {
		err = json.Unmarshal(quoted, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// FuzzCells: the quick way reads nothing that the strict one does not, and nothing differently.
func FuzzCells(f *testing.F) {
	for _, text := range []string{`["1","1",false,"A","B","a@x.com","","",""]`,
		`["1","1",true,"A\n","\u00e4","","","",""]`, `["01","",false,"","","","","",""]`,
		`["-1","",false,"","","","","",""]`, `["1","",null,"","","","","",""]`,
		`["1","",falsetrue,"","","","","",""]`, `["1","",false,"","","","","",""]]`,
		`[ "1","",false,"","","","","",""]`, `["99999999999999999999","",false,"","","","","",""]`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, cells []byte) {
		var quick, strict records.Person
		if !people.quick(people.fields(&quick), cells) {
			return
		}
		var list []json.RawMessage
		if err := json.Unmarshal(cells, &list); err != nil {
			t.Fatalf("%s: %v", cells, err)
		}
		fields := people.fields(&strict)
		if len(list) != len(fields) {
			t.Fatalf("%s has %d cells", cells, len(list))
		}
		for i, p := range fields {
			if err := json.Unmarshal(list[i], p); err != nil {
				t.Fatalf("%s: %v", cells, err)
			}
		}
		if d := cmp.Diff(strict, quick); d != "" {
			t.Fatalf("%s: %s", cells, d)
		}
	})
}
