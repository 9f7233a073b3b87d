package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveDocument makes or changes a document, such as by showing it on the portal (C11).
type SaveDocument struct {
	Save[records.Document, *records.Document]
}

// Apply writes the document. A project's document belongs to the project's account.
func (e *SaveDocument) Apply(tx Tx, env Env) (Result, error) {
	s := e.Save
	if s.Want.Project != 0 {
		p, ok := get[*records.Project](tx, project(s.Want.Project))
		if !ok {
			return Result{}, gone("The project")
		}
		if p.Account != s.Want.Account {
			return Result{}, problem.New(problem.Invalid,
				"This project belongs to another account.").On("project")
		}
	}
	res, err := s.begin(&s.Want.Created, tx, env)
	if err == nil && s.Want.Shown && (s.Was == nil || !s.Was.Shown) {
		tellShown(tx, env, &s.Want)
	}
	return res, err
}

// tellShown queues a mail to the contact to whom a document is shown for the first time.
func tellShown(tx Tx, env Env, d *records.Document) {
	if m, ok := recipient(tx, env, d.Contact); ok {
		m.Template, m.Link = records.NewDocumentMail, "documents/"+d.ID.String()
		m.Args["document"] = d.Name
		mail(tx, env, m)
	}
}

// UploadDocument is how a customer hands a file to the office (C11). It is linked to them, so that
// they see it among their private documents, and staff are told.
type UploadDocument struct {
	ID   records.DocumentID
	Name string
	Text string
	File records.File // its content is kept already; whose it is, is the document's
}

func (e *UploadDocument) file(env Env) *records.File {
	f := e.File
	f.Owner, f.OwnerID, f.Internal = records.KindDocument, int64(e.ID), false
	f.Person, f.Author, f.Created = env.Actor.Person, env.Actor.Name, env.Now.Unix()
	return &f
}

func (e *UploadDocument) document(env Env) *records.Document {
	return &records.Document{ID: e.ID, Name: e.Name, Text: e.Text, Shown: true,
		Account: env.Actor.Account, Contact: env.Actor.Person, Person: env.Actor.Person,
		Author: env.Actor.Name, Created: env.Now.Unix()}
}

// Validate checks the document and its file by themselves.
func (e *UploadDocument) Validate() error {
	if err := e.document(Env{}).Check(); err != nil {
		return err
	}
	return e.file(Env{}).Check()
}

// Authorize lets customers who may upload documents.
func (e *UploadDocument) Authorize(_ Tx, env Env) error {
	if env.Actor.Person == 0 {
		return problem.New(problem.Denied, "Sign in to do this.")
	}
	return may(env, access.DocumentUpload, nil)
}

// Apply writes the document, its file, and a line of the inbox for whoever is at the office.
func (e *UploadDocument) Apply(tx Tx, env Env) (Result, error) {
	d, f := e.document(env), e.file(env)
	res := Result{Subject: d.Name, About: d.ID.Key()}
	if tx.Row(d.Key()) != nil || tx.Row(f.Key()) != nil {
		res.Status = records.Merged // it is there: nothing replaces it
		return res, nil
	}
	tx.Put(d)
	tx.Put(f)
	tellStaff(tx, env, records.Inbox{Edit: "UploadDocument", Subject: d.Name,
		Text: env.Actor.Name + " has uploaded this document."})
	return res, nil
}

// tellStaff writes a line of the inbox that is for whoever is at the office.
func tellStaff(tx Tx, env Env, line records.Inbox) {
	line.ID, line.UID = records.KeyOf(string(env.UID)), env.UID
	line.Open, line.At = true, env.Now.Unix()
	tx.Put(&line)
}
