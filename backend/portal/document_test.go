package portal_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/records"
)

func init() {
	ways = append(ways, "documents", "documents?state=public", "documents?state=private",
		"documents?state=mine", "documents?q=terms", "documents/801", "documents/802",
		"documents/803", "documents/804", "documents/805", "upload-document",
		"upload-document?sent=1")
}

// TestDocumentsHaveThreeClasses: C11: public, private, and those of one's projects; what is not
// shown is for nobody.
func TestDocumentsHaveThreeClasses(t *testing.T) {
	w := portaltest.Sample(t)
	for who, want := range map[string][4]string{ // all, public, private, mine
		"ada":    {"803 802 801", "801", "802", "803"},
		"setter": {"803 801", "801", "", "803"},
		"bob":    {"801", "801", "", ""},
		"fay":    {"805 801", "801", "805", ""},
		"cleo":   {"806 803 802 801", "801", "", ""},
		"ola":    {"801", "801", "", ""},
	} {
		for i, state := range []string{"", "?state=public", "?state=private", "?state=mine"} {
			page := open(t, w.Hosted(who), "documents"+state)
			if got := strings.Join(asked(page, access.DocumentView), " "); got != want[i] {
				t.Errorf("%s, %q: %q, want %q", who, state, got, want[i])
			}
		}
		for _, id := range strings.Fields("801 802 803 804 805 806") {
			may := slices.Contains(strings.Fields(want[0]), id)
			if got := open(t, w.Hosted(who), "documents/"+id).Status; (got == 200) != may {
				t.Errorf("%s gets %d for document %s", who, got, id)
			}
			if got := open(t, w.Hosted(who), "files/9"+id[1:]).Status; (got == 200) != may {
				t.Errorf("%s gets %d for the file of document %s", who, got, id)
			}
		}
	}
	if got := open(t, w.Hosted("ada"), "files/902").Body; got != "the text of Ada's agreement" {
		t.Errorf("the file reads %q", got)
	}
}

// TestLeavingATeamClosesItsDocuments: C11, at once.
func TestLeavingATeamClosesItsDocuments(t *testing.T) {
	w := portaltest.Sample(t)
	for _, r := range w.More {
		if p, ok := r.(*records.Project); ok && p.ID == 601 {
			p.Team = p.Team[1:]
		}
	}
	if got := open(t, w.Hosted("ada"), "documents/803").Status; got != http.StatusNotFound {
		t.Errorf("answers %d", got)
	}
	if got := asked(open(t, w.Hosted("ada"), "documents"), access.DocumentView); len(got) != 2 {
		t.Errorf("she sees %v", got)
	}
	if got := open(t, w.Hosted("setter"), "documents/803").Status; got != http.StatusOK {
		t.Errorf("who stays on the team gets %d", got)
	}
}

// sendFiles posts the form of uploads as somebody, with the key of somebody's session.
func sendFiles(w *portaltest.World, who, whose string, files ...string) (
	*httptest.ResponseRecorder, error) {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("key", "key-of-"+whose)
	_ = m.WriteField("text", "Signed by hand.")
	for i := 0; i+1 < len(files); i += 2 {
		part, err := m.CreateFormFile("files", files[i])
		if err != nil {
			return nil, err
		}
		_, _ = part.Write([]byte(files[i+1])) // into memory
	}
	_ = m.Close()
	r := httptest.NewRequest("POST", "/upload-document", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	out := httptest.NewRecorder()
	w.Hosted(who).ServeHTTP(out, r)
	return out, nil
}

// TestCustomersUploadDocumentsAndStaffAreTold: C11.
func TestCustomersUploadDocumentsAndStaffAreTold(t *testing.T) {
	w := portaltest.Sample(t)
	out, err := sendFiles(w, "ada", "ada", "../signed.txt", "yes", "b.txt", "no")
	if err != nil || out.Code != http.StatusSeeOther {
		t.Fatalf("answers %d: %s, %v", out.Code, out.Body, err)
	}
	page := open(t, w.Hosted("ada"), "documents?state=private")
	if rows := page.Rows(); !slices.Contains(rows, "signed.txt") || len(rows) != 3 {
		t.Errorf("she sees %v", rows)
	}
	ids := asked(page, access.DocumentView)
	for _, id := range ids[:2] {
		next := open(t, w.Hosted("ada"), "documents/"+id)
		if !strings.Contains(next.Text(), "Uploaded by you") ||
			!strings.Contains(next.Text(), "Signed by hand.") {
			t.Errorf("%s: %s", id, next.Text())
		}
		if got := open(t, w.Hosted("bob"), "documents/"+id).Status; got != http.StatusNotFound {
			t.Errorf("a colleague gets %d", got)
		}
	}
	inbox, err := w.Inbox(t.Context(), 1)
	if err != nil || len(inbox) != 2 || !strings.Contains(inbox[0].Text, "Ada Abbott has uploaded") {
		t.Errorf("staff are told %v, %v", inbox, err)
	}
}

// TestUploadsAreRefused without access, without a file, or with an empty one.
func TestUploadsAreRefused(t *testing.T) {
	w := portaltest.Sample(t)
	for who, want := range map[string]int{"dan": 403, "visitor": 401} {
		if got := open(t, w.Hosted(who), "upload-document").Status; got != want {
			t.Errorf("%s gets %d", who, got)
		}
		if got, _ := sendFiles(w, who, who, "a", "b"); got.Code != want {
			t.Errorf("%s posts: %d", who, got.Code)
		}
	}
	if got, _ := sendFiles(w, "ada", "ada"); got.Code != 422 {
		t.Errorf("no file: %d", got.Code)
	}
	if got, _ := sendFiles(w, "ada", "ada", "a.txt", ""); got.Code != 422 {
		t.Errorf("an empty file: %d", got.Code)
	}
	if got, _ := sendFiles(w, "ada", "bob", "a", "b"); got.Code != 403 {
		t.Errorf("another session's form: %d", got.Code)
	}
	if len(w.Done) > 0 {
		t.Errorf("done: %v", w.Done)
	}
	w.Cast["ada"].Access.Overrides = access.Overrides{access.DocumentUpload: access.None}
	page := open(t, w.Hosted("ada"), "documents")
	if !strings.Contains(page.Body, "button-off") ||
		!slices.Contains(page.Asks(), "document.upload") {
		t.Error("the button is not greyed")
	}
}
