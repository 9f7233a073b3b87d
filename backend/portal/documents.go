package portal

import (
	"net/http"
	"strconv"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// documentList lists the documents that are within the viewer's reach. Its classes are ways to
// reach one: public, private, or by a project (C11).
var documentList = list[*records.Document]{page: "documents", kind: records.KindDocument,
	needs: access.DocumentView, rows: documentRows, also: documentActions, narrow: ofClass,
	states: []string{"public", "private", "mine"}}

var documentClasses = map[string]string{"public": records.PublicDocuments,
	"private": records.PrivateDocuments, "mine": records.ProjectDocuments}

// ofClass leaves of a condition the arms by which a class is reached.
func ofClass(where access.Where, class string) access.Where {
	var arms []access.Arm
	for _, a := range where.Arms {
		if a.Key == documentClasses[class] {
			arms = append(arms, a)
		}
	}
	if len(arms) == 0 {
		return access.Nothing
	}
	where.Arms = arms
	return where
}

func (v *visit) documents(string) error { return documentList.show(v) }

func documentActions(v *visit, view *listView) error {
	upload := link{Label: v.words.say("documents.upload"), Ask: access.DocumentUpload.String()}
	if v.may(access.DocumentUpload, nil).Allowed() {
		upload.Href = v.base + "upload-document"
	}
	view.Actions = []link{upload}
	return nil
}

func documentRows(v *visit, list []*records.Document) (rows []row, err error) {
	var at []records.AccountID
	for _, d := range list {
		if d.Account != 0 {
			at = append(at, d.Account)
		}
	}
	names, err := v.otherAccounts(at)
	if err != nil {
		return nil, err
	}
	for _, d := range list {
		created := v.moment(d.Created)
		rows = append(rows, row{ID: d.ID.String(), Title: d.Name, When: &created,
			Href: v.base + "documents/" + d.ID.String(), Marks: v.classOf(d),
			Subs: filled(names[d.Account], v.uploader(d))})
	}
	return rows, nil
}

// classOf says of which class a document is to the viewer.
func (v *visit) classOf(d *records.Document) []mark {
	switch {
	case d.Public:
		return []mark{{"info", v.words.say("documents.public")}}
	case d.Contact != 0 && d.Contact == v.me():
		return []mark{{"good", v.words.say("documents.private")}}
	case d.Project != 0:
		return []mark{{"warn", v.words.say("documents.project")}}
	}
	return nil
}

func (v *visit) uploader(d *records.Document) string {
	switch {
	case d.Person == 0:
		return ""
	case d.Person == v.me():
		return v.words.say("documents.by-you")
	}
	return v.words.say("documents.by", "name", d.Author)
}

type documentView struct {
	ID, Name, Text string
	Marks          []mark
	Facts          []fact
	Files          []fileView
}

// document shows one document with its files (C11).
func (v *visit) document(arg string) error {
	if d := v.may(access.DocumentView, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[*records.Document](v, access.DocumentView, arg)
	if err != nil {
		return err
	}
	d := s.It
	created := v.moment(d.Created)
	view := documentView{ID: d.ID.String(), Name: d.Name, Text: d.Text, Marks: v.classOf(d),
		Facts: []fact{{Label: v.words.say("documents.since"), At: &created}}}
	if by := v.uploader(d); by != "" {
		view.Facts = append(view.Facts, fact{Label: v.words.say("documents.from"), Text: by})
	}
	if view.Files, err = v.filesOf(d.Key()); err != nil {
		return err
	}
	return v.show(http.StatusOK, "document", d.Name, view)
}

type uploadView struct {
	Form   form
	Fields []field
	Ask    string
	Sent   bool
}

// uploadPage shows the form by which customers hand files to the office (C11).
func (v *visit) uploadPage(string) error {
	if d := v.may(access.DocumentUpload, nil); !d.Allowed() {
		return v.refuse(d)
	}
	return v.showUpload(form{})
}

func (v *visit) showUpload(f form) error {
	choose := v.filesField()
	choose.Label, choose.Required = v.words.say("documents.choose"), true
	view := uploadView{Form: f, Ask: access.DocumentUpload.String(),
		Sent: v.r.URL.Query().Get("sent") == "1" && f.isGood(), Fields: f.fill([]field{choose,
			{Name: "text", Label: v.words.say("documents.text"), Kind: "area",
				Hint: v.words.say("documents.text-hint")}})}
	return v.show(f.statusOr(http.StatusOK), "upload-document", v.words.say("documents.upload"),
		view)
}

// upload takes files, each as a document of its own.
func (v *visit) upload(string) error {
	if d := v.may(access.DocumentUpload, nil); !d.Allowed() {
		return v.refuse(d)
	}
	f := v.read("text")
	f.limit("text", largestText, v.words.say("error.long-text"))
	files, err := v.uploads(&f, "files")
	if err != nil {
		return err
	}
	if len(files) == 0 && f.isGood() {
		f.Errors["files"] = v.words.say("documents.need-file")
	}
	if !f.isGood() {
		return v.showUpload(f)
	}
	kept, err := v.keepAll(records.Key{Kind: records.KindDocument}, files)
	var list []edit.Edit
	for i, file := range kept {
		list = append(list, &edit.UploadDocument{ID: records.DocumentID(v.newID("document",
			strconv.Itoa(i))), Name: file.Name, Text: f.Values["text"], File: file})
	}
	if err == nil {
		err = v.env.Deeds.Do(v.r.Context(), v.Viewer, list...)
	}
	if err != nil {
		v.blame(&f, err, "files", "text")
		return v.showUpload(f)
	}
	if v.may(access.DocumentView, nil).Allowed() {
		return v.seeOther("documents?state=private")
	}
	return v.seeOther("upload-document?sent=1")
}
