package records

import (
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Document is a file that the office and its customers share (C11). Shown on the portal, it is
// public when it is marked so, private to the contact whom it is linked to, and one of "my
// documents" to everybody on the team of the project that it belongs to. Its content is a File.
type Document struct {
	ID      DocumentID
	Name    string
	Text    string
	Account AccountID // 0 = the office's own
	Contact PersonID
	Project ProjectID
	Public  bool
	Shown   bool     // on the portal
	Person  PersonID // the customer who uploaded it, 0 = staff
	Author  string   // the name at the time
	Created int64

	// Team is the team of the project. The store fills it in where access decides; it is not part of
	// what is written.
	Team []PersonID `json:"-"`
}

// Key names the document.
func (d *Document) Key() Key { return Key{KindDocument, int64(d.ID)} }

// Index gives the account and the project.
func (d *Document) Index(column string) any {
	switch column {
	case "account":
		return int64(d.Account)
	case "project":
		return int64(d.Project)
	}
	return nil
}

// Check refuses a document without a name, or one of no account that is linked to somebody.
func (d *Document) Check() error {
	switch {
	case d.ID <= 0:
		return problem.New(problem.Invalid, "A document needs an id.")
	case d.Account == 0 && (d.Contact != 0 || d.Project != 0):
		return problem.New(problem.Invalid, "Choose the account that this document belongs to.").
			On("account")
	}
	return firstOf(named("name", d.Name), long("text", d.Text))
}

// Title is the name.
func (d *Document) Title() string { return d.Name }

// At gives the account.
func (d *Document) At() AccountID { return d.Account }

// Record gives what a decision needs to know of the document (C11). What belongs to a project is
// its team's own. The relations are those of DocumentColumns, which says the same to SQL.
func (d *Document) Record(closed access.ComponentSet) *access.Record {
	own := access.Sets{access.Own: append(keys(d.Contact), keys(d.Team...)...)}
	if d.Public {
		own[access.Shared] = []int64{Everyone}
	}
	r := &access.Record{Closed: closed, Created: d.Created, Keys: accountKeys(own, d.Account)}
	if !d.Shown {
		r.Hidden = access.NotShown
	}
	return r
}

// The conditions by which a person sees documents that are not the whole account's. Each is a
// class of C11.
const (
	PublicDocuments  = "t.audience $"
	PrivateDocuments = "t.contact $"
	ProjectDocuments = "t.project IN (SELECT m.project FROM project_team m WHERE m.person $)"
)

// DocumentColumns is Document.Record for SQL: table documents as t, accounts as a. What is the
// office's own is open wherever the component is.
var DocumentColumns = access.Columns{
	Exposed: "t.shown",
	Created: "t.created",
	Open:    "CASE t.account WHEN 0 THEN 2147483647 ELSE a.open END",
	Keys: [access.All][]string{
		access.Shared:  {PublicDocuments},
		access.Own:     {PrivateDocuments, ProjectDocuments},
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}
