package portal_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

// attach sends an answer with files to ticket 501.
func attach(t *testing.T, w *portaltest.World, who string,
	files ...portaltest.File) *portaltest.Page {
	t.Helper()
	b := portaltest.NewBrowser(w.Hosted(who), "/")
	return b.Upload(t, "tickets/501", map[string]string{"key": "key-of-" + who, "once": "1",
		"text": "See the files."}, files...)
}

func file(name string, data []byte) portaltest.File {
	return portaltest.File{Input: "files", Name: name, Data: data}
}

func TestAFileIsAttachedAndHandedOutAsItIs(t *testing.T) {
	w := portaltest.Sample(t)
	const page = "<html><script>alert(1)</script>"
	files := []portaltest.File{file(`C:\temp\..\über "uns".html`, []byte(page)),
		file("../../etc/passwd", []byte("%PDF-1.4 not really"))}
	for range 2 { // sent twice, done once (A6)
		answer := attach(t, w, "ada", files...)
		if answer.Status != http.StatusSeeOther {
			t.Fatalf("answers %d: %s", answer.Status, answer.Text())
		}
	}
	ticket := open(t, w.Hosted("ada"), "tickets/501")
	var ways []string
	for _, link := range ticket.Links() {
		if strings.Contains(link, "files/") {
			ways = append(ways, strings.TrimPrefix(link, "../"))
		}
	}
	if len(ways) != 2 || strings.Count(ticket.Text(), "See the files.") != 1 ||
		!strings.Contains(ticket.Text(), `über "uns".html`) ||
		!strings.Contains(ticket.Text(), "passwd") || strings.Contains(ticket.Body, "etc/") {
		t.Fatalf("%v: %s", ways, ticket.Text())
	}
	if open(t, w.Hosted("ada"), ways[0]).Body != page { // of one moment, in any order
		ways[0], ways[1] = ways[1], ways[0]
	}
	for _, h := range []http.Handler{w.Hosted("ada"), w.Preview("ada")} {
		got := open(t, h, ways[0])
		if got.Body != page || got.Header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") ||
			!strings.Contains(got.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("the file comes as %v %q", got.Header, got.Body)
		}
	}
	missing := open(t, w.Hosted("fay"), "files/999")
	for _, who := range []string{"fay", "bob", "visitor"} {
		if got := open(t, w.Hosted(who), ways[0]); got.Status == http.StatusOK ||
			who == "fay" && got.Body != missing.Body {
			t.Errorf("%s gets somebody else's file: %d", who, got.Status)
		}
	}
}

func TestWhatIsNoFileIsRefusedAndNothingIsLost(t *testing.T) {
	w := portaltest.Sample(t)
	six := make([]portaltest.File, 6)
	for i := range six {
		six[i] = file("a.txt", []byte("x"))
	}
	for want, files := range map[string][]portaltest.File{
		"is empty":         {file("nothing.txt", nil)},
		"is too large":     {file("big.bin", make([]byte, records.LargestFile+1))},
		"5 files or fewer": six,
	} {
		page := attach(t, w, "ada", files...)
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text(), want) ||
			!strings.Contains(page.Body, "See the files.") {
			t.Errorf("%s: %d %s", want, page.Status, page.Text())
		}
	}
	if len(w.Done) > 0 {
		t.Errorf("done: %v", w.Done)
	}
	page := attach(t, w, "bob", file("a.txt", []byte("x")))
	if page.Status != http.StatusNotFound || len(w.Done) > 0 {
		t.Errorf("a file at somebody else's ticket: %d %v", page.Status, w.Done)
	}
}

// endless is a body of a gigabyte.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	e.left -= n
	return n, nil
}

func TestAGigabyteIsCutOff(t *testing.T) {
	w := portaltest.Sample(t)
	body := &endless{1 << 30}
	head := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n"
	r := httptest.NewRequest(http.MethodPost, "/tickets/501",
		io.MultiReader(strings.NewReader(head), body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	out := httptest.NewRecorder()
	w.Hosted("ada").ServeHTTP(out, r)
	if out.Code != http.StatusUnprocessableEntity || body.left < 1<<29 || len(w.Done) > 0 {
		t.Errorf("answers %d after %d bytes", out.Code, 1<<30-body.left)
	}
}

// TestAZipBombStaysPacked: nothing opens what customers send.
func TestAZipBombStaysPacked(t *testing.T) {
	w := portaltest.Sample(t)
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	to, err := z.Create("zeros")
	if err == nil {
		_, err = io.Copy(to, &endless{200 << 20})
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	answer := attach(t, w, "ada", file("bomb.zip", bomb.Bytes()))
	if answer.Status != http.StatusSeeOther {
		t.Fatalf("answers %d", answer.Status)
	}
	list, err := w.Parts(context.Background(), records.KindFile, "owner_id", 501)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	f := list[0].(*records.File)
	if f.Media != "application/zip" || f.Size != int64(bomb.Len()) {
		t.Errorf("%+v", f)
	}
}

func TestInternalFilesAreMissing(t *testing.T) {
	w := portaltest.Sample(t)
	w.More = append(w.More, &records.File{ID: 7001, Owner: records.KindTicket, OwnerID: 501,
		Name: "SECRET.txt", Media: "text/plain", Size: 1, Hash: strings.Repeat("a", 64),
		Internal: true}) // A42
	if open(t, w.Hosted("ada"), "files/7001").Body != open(t, w.Hosted("ada"), "files/9").Body ||
		strings.Contains(open(t, w.Hosted("ada"), "tickets/501").Body, "SECRET") {
		t.Error("an internal file is there for customers")
	}
}
