package edit

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// AttachFile attaches a file, whose content is kept already, to a record.
type AttachFile struct{ File records.File }

// Validate checks the file by itself.
func (e *AttachFile) Validate() error { return e.File.Check() }

// attaching is what a customer needs to attach a file to a record of a kind.
var attaching = map[records.Kind]access.Permission{
	records.KindTicket: access.TicketReply,
}

// Authorize lets staff, and customers who may write at the record (A6). Their files are never
// internal.
func (e *AttachFile) Authorize(tx Tx, env Env) error {
	if env.Actor.Staff != nil {
		return staff(tx, env, records.AccessManager)
	}
	p, known := attaching[e.File.Owner]
	r, ok := get[records.Guarded](tx, e.owner())
	if !known || !ok || e.File.Internal {
		return problem.New(problem.NotFound, "This record does not exist.")
	}
	return may(env, p, records.Guard(r, p, closedAt(tx, r.At())))
}

func (e *AttachFile) owner() records.Key {
	return records.Key{Kind: e.File.Owner, ID: e.File.OwnerID}
}

// Apply writes the file. Files only ever add up.
func (e *AttachFile) Apply(tx Tx, env Env) (Result, error) {
	f := e.File
	res := Result{Subject: f.Name, About: e.owner()}
	if tx.Row(e.owner()) == nil {
		return res, gone("What this file is attached to")
	}
	if tx.Row(f.Key()) != nil {
		res.Status = records.Merged
		return res, nil
	}
	f.Person, f.Author, f.Created = env.Actor.Person, env.Actor.Name, env.Now.Unix()
	tx.Put(&f)
	return res, nil
}

// Contents gives the hashes of the file contents that an edit names, which have to be where the
// edit is carried out before customers can open them.
func Contents(in Envelope) []string {
	e, err := Decode(in)
	if err != nil {
		return nil
	}
	switch e := e.(type) {
	case *AttachFile:
		return []string{e.File.Hash}
	case *UploadDocument:
		return []string{e.File.Hash}
	}
	return nil
}

// SaveFileType makes or changes a file type (N7).
type SaveFileType struct {
	Save[records.FileType, *records.FileType]
}
