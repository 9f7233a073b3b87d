package exchange

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gatehouse/backend/problem"
)

// TestAListThatGoesOutComesBackAsItWas, by either form.
func TestAListThatGoesOutComesBackAsItWas(t *testing.T) {
	for _, form := range []string{"people.csv", "people.xlsx"} {
		table, err := Read(form, written(t, form))
		if err != nil {
			t.Fatal(err)
		}
		var got [][]string
		for _, r := range table.Rows {
			got = append(got, r.Cells)
		}
		want := outgoing
		if form == "people.csv" {
			want = [][]string{outgoing[0], {"'=HYPERLINK(\"http://x\")", "'-1+2@x.org", "'@SUM(A1)"},
				{"Zoë Ñandú", "", "Line one\r\nLine two"}}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", form, diff)
		}
	}
}

var outgoing = [][]string{{"Ada, Lovelace", "ada@example.org", "Engines \"&\" Sons"},
	{"=HYPERLINK(\"http://x\")", "-1+2@x.org", "@SUM(A1)"}, {"Zoë Ñandú", "", "Line one\nLine two"}}

// written writes the outgoing list out.
func written(t *testing.T, form string) []byte {
	t.Helper()
	var out bytes.Buffer
	var w Writer
	var err error
	if form == "people.csv" {
		w, err = NewCSV(&out)
	} else {
		w, err = NewWorkbook(&out, "People: who/what?", []float64{20, 30})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range append([][]string{{"Name", "E-mail", "Company"}}, outgoing...) {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestNoFormulaGoesOut, whatever people are called.
func TestNoFormulaGoesOut(t *testing.T) {
	book, err := excelize.OpenReader(bytes.NewReader(written(t, "people.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	formula, err := book.GetCellFormula("People  who what", "A3")
	if err != nil || formula != "" {
		t.Errorf("a formula came out: %q %v", formula, err)
	}
}

func TestAListThatIsTooLongForASheetIsRefused(t *testing.T) {
	w, err := NewWorkbook(&bytes.Buffer{}, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.(*bookWriter).row = mostSheetRows
	if err := w.Write([]string{"one more"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("%v", err)
	}
}
