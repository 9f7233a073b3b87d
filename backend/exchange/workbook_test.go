package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gatehouse/backend/problem"
)

// workbook makes a workbook in Excel's own form; write fills it.
func workbook(t testing.TB, write func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	write(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rows writes rows into a sheet, from the first one on; a nil row is left out.
func rows(t testing.TB, f *excelize.File, sheet string, list ...[]any) {
	t.Helper()
	for i, row := range list {
		at := fmt.Sprintf("A%d", i+1)
		if err := f.SetSheetRow(sheet, at, &row); row != nil && err != nil {
			t.Fatal(err)
		}
	}
}

// TestAWorkbookIsReadAsTheSameTableAsItsCSV (B10).
func TestAWorkbookIsReadAsTheSameTableAsItsCSV(t *testing.T) {
	want := sample(t)
	data := workbook(t, func(f *excelize.File) {
		line := func(cells []string) (row []any) {
			for _, c := range cells {
				row = append(row, c)
			}
			return row
		}
		list := [][]any{line(want.Header)}
		for _, r := range want.Rows {
			list = append(list, line(r.Cells))
		}
		rows(t, f, "Sheet1", list...)
	})
	got, err := Read("contacts.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Header, got.Header); diff != "" {
		t.Error(diff)
	}
	for i, r := range want.Rows {
		if diff := cmp.Diff(Row{Line: i + 2, Cells: r.Cells}, got.Rows[i]); diff != "" {
			t.Fatal(diff)
		}
	}
	if got.Sheet != "Sheet1" || len(got.Refused) != 0 || len(got.Rows) != len(want.Rows) ||
		got.Encoding != "" || got.Delimiter != "" {
		t.Errorf("%q, %d rows, %d refused", got.Sheet, len(got.Rows), len(got.Refused))
	}
}

// TestCellsAreWhatExcelShows: a telephone number keeps its digits and a ZIP code its zeros.
func TestCellsAreWhatExcelShows(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"Name", "Phone", "ZIP", "Since", "Both"},
			[]any{"Ann", 4930123456789, 1234, time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), nil})
		five := "00000"
		zeros, err := f.NewStyle(&excelize.Style{CustomNumFmt: &five})
		if err != nil {
			t.Fatal(err)
		}
		iso := "yyyy-mm-dd"
		day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &iso})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{f.SetCellStyle("Sheet1", "C2", "C2", zeros),
			f.SetCellStyle("Sheet1", "D2", "D2", day),
			f.SetCellRichText("Sheet1", "E2", []excelize.RichTextRun{{Text: "ann"}, {Text: "@x.org"}})} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	got, err := Read("people.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Ann", "4930123456789", "01234", "2026-11-27", "ann@x.org"}
	if diff := cmp.Diff([]Row{{2, want}}, got.Rows); diff != "" {
		t.Error(diff)
	}
}

// TestASheetIsChosen: hidden and empty ones are not offered.
func TestASheetIsChosen(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		for _, name := range []string{"Hidden", "People", "Leads"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			rows(t, f, name, nil, []any{"Name", "E-mail"}, nil, []any{name, "a@example.com"})
		}
		if err := f.SetSheetVisible("Hidden", false); err != nil {
			t.Fatal(err)
		}
	})
	first, err := Read("people.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"People", "Leads"}, first.Sheets); diff != "" ||
		first.Sheet != "People" {
		t.Error(first.Sheet, diff)
	}
	second, err := ReadSheet("people.xlsx", data, "Leads")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Row{{4, []string{"Leads", "a@example.com"}}}, second.Rows); diff != "" {
		t.Error(diff)
	}
	if _, err := ReadSheet("people.xlsx", data, "Hidden"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a hidden sheet: %v", err)
	}
}

func TestARowThatCannotBeUsedIsKeptAside(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"Name", "E-mail"}, []any{"Ann"}, []any{"Bob", "b@x.org", "more"},
			[]any{"Zoe", "z@x.org", " "})
	})
	got, err := Read("people.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{2, []string{"Ann", ""}}, {4, []string{"Zoe", "z@x.org"}}}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
	if len(got.Refused) != 1 || got.Refused[0].Line != 3 ||
		got.Refused[0].Why != "Line 3 has 3 cells, the header has 2." {
		t.Errorf("%+v", got.Refused)
	}
}

// TestADamagedWorkbookIsRefused as a whole: the rows behind the damage would be missing.
func TestADamagedWorkbookIsRefused(t *testing.T) {
	whole := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"Name", "E-mail"}, []any{"Ann", "a@x.org"}, []any{"Bob", "b@x.org"})
	})
	sheet := func(change func([]byte) []byte) []byte {
		return repack(t, whole, func(name string, part []byte) []byte {
			if name == "xl/worksheets/sheet1.xml" {
				return change(part)
			}
			return part
		})
	}
	nested := func(part []byte) []byte {
		deep := strings.Repeat("<x>", 60) + strings.Repeat("</x>", 60)
		return bytes.Replace(part, []byte("<sheetData>"), []byte("<sheetData>"+deep), 1)
	}
	for name, data := range map[string][]byte{
		"cut":        whole[:len(whole)/2],
		"broken off": sheet(func(part []byte) []byte { return part[:len(part)*2/3] }),
		"no XML": sheet(func(part []byte) []byte {
			return bytes.Replace(part, []byte("</c>"), []byte("\x0b</c>"), 1)
		}),
		"nested":      sheet(nested),
		"another ZIP": repack(t, whole, func(string, []byte) []byte { return nil }),
	} {
		_, err := Read("people.xlsx", data)
		if !problem.Is(err, problem.Invalid) ||
			!strings.HasSuffix(problem.TextOf(err), "Nothing was imported.") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read("people.xlsx", sheet(func(part []byte) []byte { return part })); err != nil {
		t.Errorf("unharmed: %v", err)
	}
}

// repack makes a ZIP archive of another, with other parts; nil leaves one out.
func repack(t *testing.T, data []byte, change func(name string, part []byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if text = change(part.Name, text); text == nil || err != nil {
			continue
		}
		w, err := z.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := z.Create("note.txt"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
