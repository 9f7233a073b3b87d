package exchange

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gatehouse/backend/problem"
)

func TestReadTellsEncodingAndDelimiter(t *testing.T) {
	plain := "Vorname;Firma\nJürgen;Müller, Söhne & Co\nZoë;Café\n"
	tests := []struct {
		name, encoding, delimiter string
		data                      []byte
	}{
		{"plain UTF-8", "UTF-8", "semicolon", []byte(plain)},
		{"UTF-8 with mark", "UTF-8", "semicolon", []byte("\xEF\xBB\xBF" + plain)},
		{"Windows-1252", "Windows-1252", "semicolon", latin(plain)},
		{"UTF-16 little endian", "UTF-16", "semicolon", wide(plain, false)},
		{"UTF-16 big endian", "UTF-16", "semicolon", wide(plain, true)},
		{"tab", "UTF-8", "tab", []byte(strings.ReplaceAll(plain, ";", "\t"))},
		{"CRLF", "UTF-8", "semicolon", []byte(strings.ReplaceAll(plain, "\n", "\r\n"))},
		{"CR", "UTF-8", "semicolon", []byte(strings.ReplaceAll(plain, "\n", "\r"))},
		{"no last line break", "UTF-8", "semicolon", []byte(strings.TrimSpace(plain))},
		{"delimiter line of Excel", "UTF-8", "semicolon", []byte("sep=;\r\n" + plain)},
		{"blank lines", "UTF-8", "semicolon", []byte("\n\n" + plain + "\n;\n ; \n")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := Read("people.csv", tt.data)
			if err != nil {
				t.Fatal(err)
			}
			if table.Encoding != tt.encoding || table.Delimiter != tt.delimiter {
				t.Errorf("got %s and %s", table.Encoding, table.Delimiter)
			}
			want := [][]string{{"Jürgen", "Müller, Söhne & Co"}, {"Zoë", "Café"}}
			if diff := cmp.Diff(want, cellsOf(table.Rows)); diff != "" {
				t.Error(diff)
			}
			if len(table.Refused) > 0 {
				t.Error("refused", table.Refused)
			}
		})
	}
}

func TestReadCountsLinesThroughQuotes(t *testing.T) {
	table := read(t, "name,note\r\n"+
		"\"Butt, \"\"Jim\"\"\",\"two\r\nlines\"\r\nAnn, \"b\" \r\n5\" pipe,x")
	want := []Row{
		{2, []string{`Butt, "Jim"`, "two\r\nlines"}},
		{4, []string{"Ann", "b"}},
		{5, []string{`5" pipe`, "x"}},
	}
	if diff := cmp.Diff(want, table.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefusesRowsAndGoesOn(t *testing.T) {
	const head, tail = "name,company,city\nAnn,A,Rome\n", "Zoe,Z,Bonn\n"
	long := strings.Repeat("x", MaxCell+1)
	tests := []struct {
		name, middle string
		want         []string
	}{
		{"too few cells", "Bob,B\n", []string{"Line 3 has 2 cells, the header has 3."}},
		{"too many cells", "Bob,B,C,D\n", []string{"Line 3 has 4 cells, the header has 3."}},
		{"one cell", "Bob\n", []string{"Line 3 has 1 cell, the header has 3."}},
		{"NUL", "Bob,B\x00,C\n", []string{"Line 3 has a NUL character, which no text has."}},
		{"damaged", "Bob,ü\xff,ü\n", []string{"Line 3 has characters that cannot be read."}},
		{"long cell", "Bob," + long + ",C\n", []string{"Line 3 has a cell longer than 64 KB."}},
		{"long cell over lines", "Bob,\"" + long + "\n\",C\n", []string{
			"Line 3 begins a cell longer than 64 KB that ends in line 4; a quote may be missing."}},
		{"text after a quote", "\"B\"ob,B,C\n", []string{
			"Line 3 has text after a closing quote. Write a quote that belongs to the text twice."}},
		{"quote never closed", "Bob,\"B,C\n", []string{
			"Line 3 opens a quote that is never closed."}},
		{"quote closed by a later one", "Bob,\"B,C\nCid,\"C, Inc\",D\n", []string{
			"Line 3 opens a quote that is not closed in it."}},
		{"quote that closes too late", "Bob,\"B,C\nCid,\"\n", []string{
			"Lines 3 to 4 have 2 cells, the header has 3; a quote may be missing.",
			"Line 4 opens a quote that is never closed."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := read(t, head+tt.middle+tail)
			var got []string
			for _, refusal := range table.Refused {
				got = append(got, refusal.Why)
				for _, cell := range refusal.Cells {
					if len(cell) > MaxCell {
						t.Error("a long cell was kept whole")
					}
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if first, last := table.Rows[0], table.Rows[len(table.Rows)-1]; first.Cells[0] != "Ann" ||
				last.Cells[0] != "Zoe" {
				t.Error("the rows around it are lost:", cellsOf(table.Rows))
			}
		})
	}
}

func TestReadRefusesFiles(t *testing.T) {
	wideHeader := strings.Repeat("a,", 200) + "a\n"
	tests := []struct {
		name, data, want string
	}{
		{"empty", "", "is empty"},
		{"only a mark", "\xEF\xBB\xBF\r\n", "is empty"},
		{"only delimiters", ",,\n,,\n", "is empty"},
		{"header only", "name,email\n", "no rows below them"},
		{"too large", strings.Repeat("x", MaxBytes+1), "larger than 64 MB"},
		{"too many columns", wideHeader + "1\n", "has 201 columns, and 200 are allowed"},
		{"too many rows", "a,b\n" + strings.Repeat("1,2\n", MaxRows+1), "1,000,000 rows"},
		{"too many cells", strings.Repeat("a,", 99) + "a\n" +
			strings.Repeat("1"+strings.Repeat(",", 99)+"\n", 160_001), "16,000,000 cells"},
		{"data first", "Ann,ann@example.com\nBob,bob@example.com\n", "it has an e-mail address"},
		{"phone first", "504-621-8927\n504-845-1427\n", "it has a number"},
		{"web first", "Ann,http://example.com\nBob,x\n", "it has a web address"},
		{"no words", "1;2\n3;4\n", "it has no words"},
		{"open quote in the header", "\"name,email\nAnn,x\n", "never closed. Correct that line"},
		{"no workbook", "PK\x03\x04abc", "cannot be read as an Excel workbook"},
		{"old workbook", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Save it as CSV or as an Excel workbook"},
		{"PDF", "%PDF-1.7", "is a PDF document. Save it as CSV"},
		{"web page", "\n<!DOCTYPE html>", "is a web page"},
		{"unmarked UTF-16", "n\x00a\x00m\x00e\x00", "is a file of another kind"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read("people.csv", []byte(tt.data))
			if !problem.Is(err, problem.Invalid) {
				t.Fatalf("got %v", err)
			}
			text := problem.TextOf(err)
			if !strings.Contains(text, tt.want) || !strings.HasSuffix(text, "Nothing was imported.") {
				t.Error(text)
			}
		})
	}
}

func TestReadOfTenMegabyteCellKeepsItsNeighbours(t *testing.T) {
	table := read(t, "name,note\nAnn,a\nBob,\""+strings.Repeat("long\n", 2<<20)+"\"\nZoe,z\n")
	if len(table.Rows) != 2 || len(table.Refused) != 1 || table.Refused[0].Line != 3 {
		t.Errorf("%d rows, %d refused", len(table.Rows), len(table.Refused))
	}
}

func TestReadOfStrayQuotesTakesLittleTime(t *testing.T) {
	for _, line := range []string{"x\",y,\"\n", "\"a\n", "\"\"\"\n", "a\"\"b,\"c\n", "\",\"\n"} {
		start := time.Now()
		_, err := Read("people.csv", []byte("a,b,c\n"+strings.Repeat(line, 200_000)))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%q took %v (%v)", line, took, err)
		}
	}
}

// sample reads a list of 500 people as another program has written it.
func sample(t *testing.T) *Table {
	t.Helper()
	data, err := os.ReadFile("testdata/contacts-us-500.csv")
	if err != nil {
		t.Fatal(err)
	}
	return read(t, string(data))
}

func TestReadOfTheSampleFile(t *testing.T) {
	table := sample(t)
	if len(table.Rows) != 500 || len(table.Refused) != 0 {
		t.Fatalf("%d rows, %d refused", len(table.Rows), len(table.Refused))
	}
	contacts, refused, err := Contacts(table, Guess(table.Header, table.Rows))
	if err != nil || len(contacts) != 500 || len(refused) != 0 {
		t.Fatalf("%d contacts, %d refused, %v", len(contacts), len(refused), err)
	}
	want := Contact{
		Line: 2, First: "James", Last: "Butt", Company: "Benton, John B Jr",
		Email: "jbutt@gmail.com", Phone: "504-621-8927", Mobile: "504-845-1427",
		Street: "6649 N Blue Gum St", City: "New Orleans", Region: "LA", Zip: "70116",
		Web: "http://www.bentonjohnbjr.com", Kind: "contact",
	}
	if diff := cmp.Diff(want, contacts[0]); diff != "" {
		t.Error(diff)
	}
	for _, planned := range Plan(contacts, office{}) {
		if planned.Outcome != OutcomeNew {
			t.Error(planned.Why)
		}
	}
}

func TestLargeFileIsReadInSeconds(t *testing.T) {
	var data bytes.Buffer
	data.WriteString("first_name,last_name,company_name,address,city,county,state,zip,phone1,phone2," +
		"email,web\n")
	for i := range 200_000 {
		fmt.Fprintf(&data, "Ann,Lee%d,\"Lee, %d & Co\",1 Long Street,Rome,Roma,RM,00%d,1,2,"+
			"ann%d@example.com,http://example.com\n", i, i, i%1000, i)
	}
	start := time.Now()
	table := read(t, data.String())
	contacts, _, err := Contacts(table, Guess(table.Header, table.Rows))
	plan := Plan(contacts, office{})
	took := time.Since(start)
	t.Logf("%d rows, %d MB, %v", len(plan), data.Len()>>20, took)
	if err != nil || len(plan) != 200_000 || took > 20*time.Second {
		t.Errorf("%d planned in %v, %v", len(plan), took, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"name,email\nAnn,ann@example.com\n", "a;b\r\n\"1\r\n2\";3\r\n", "a\tb\r1\t\"2\n",
		"\xff\xfea\x00,\x00b\x00\n\x00", "\xEF\xBB\xBFa,b\nü\xff,\x00\n", "sep=;\na;b\nc;\"d\ne;f",
		"x\",y,\"\nx\",y,\"\nx\",y,\"\n",
	} {
		f.Add([]byte(seed))
	}
	f.Add(workbook(f, func(book *excelize.File) {
		rows(f, book, "Sheet1", []any{"Name", "E-mail"}, []any{"Ann", "a@x.org"}, []any{"Bob", 1, 2})
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read("fuzz.csv", data)
		if err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Fatal(err)
			}
			return
		}
		line := 0
		for _, row := range table.Rows {
			if len(row.Cells) != len(table.Header) || row.Line <= line {
				t.Fatalf("row %v after line %d under %v", row, line, table.Header)
			}
			line = row.Line
		}
		line = 0
		for _, refusal := range table.Refused {
			if len(refusal.Cells) > MaxColumns || refusal.Line <= line || refusal.Why == "" {
				t.Fatalf("refusal %v after line %d", refusal, line)
			}
			line = refusal.Line
		}
		targets := Guess(table.Header, table.Rows)
		contacts, refused, err := Contacts(table, targets)
		if err == nil && len(contacts)+len(refused) != len(table.Rows) {
			t.Fatalf("%d contacts and %d refusals of %d rows", len(contacts), len(refused),
				len(table.Rows))
		}
		Plan(contacts, office{})
		var out bytes.Buffer
		if err := WriteRejected(&out, table.Header, append(table.Refused, refused...)); err != nil {
			t.Fatal(err)
		}
	})
}

func read(t *testing.T, text string) *Table {
	t.Helper()
	table, err := Read("people.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func cellsOf(rows []Row) (cells [][]string) {
	for _, row := range rows {
		cells = append(cells, row.Cells)
	}
	return cells
}

func latin(text string) (data []byte) {
	for _, r := range text {
		data = append(data, byte(r))
	}
	return data
}

func wide(text string, isBig bool) (data []byte) {
	for _, u := range append([]uint16{0xFEFF}, utf16.Encode([]rune(text))...) {
		if isBig {
			data = append(data, byte(u>>8), byte(u))
		} else {
			data = append(data, byte(u), byte(u>>8))
		}
	}
	return data
}

// office is a Known of a few addresses.
type office map[string]bool

func (o office) EmailKnown(email string) bool { return o[email] }
