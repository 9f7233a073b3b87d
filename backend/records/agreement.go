package records

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Agreement is what a customer agrees to by signing it: the content of a quotation and of a sales
// order (C10, C12).
type Agreement struct {
	Number    string // as people say it, such as "Q-2026-0007"
	Account   AccountID
	Contact   PersonID // whose it is
	Subject   string
	Text      string
	Currency  string
	Lines     Lines
	Until     access.Day // the last day on which it can be signed; 0 = any
	Published bool
	Withdrawn bool
	Signed    SignatureID // 0 = not yet: set by signing only
	Created   int64
}

// The states of an agreement.
const (
	ForSigning = "open"
	Signed     = "signed"
	Expired    = "expired"
	Withdrawn  = "withdrawn"
)

// Signable is a document that customers sign.
type Signable interface {
	Guarded
	Terms() *Agreement

	// Version is the SHA-256 of the canonical form, hexadecimal: of everything that the customer
	// agrees to. Another word in the document is another version.
	Version() string

	// SignedBy is the document once it is signed.
	SignedBy(SignatureID) Signable

	// Signs is the permission to sign it.
	Signs() access.Permission
}

// Terms gives the agreement.
func (a *Agreement) Terms() *Agreement { return a }

// Title is the number and the subject.
func (a *Agreement) Title() string { return strings.TrimSpace(a.Number + " " + a.Subject) }

// At gives the account.
func (a *Agreement) At() AccountID { return a.Account }

// Sum is what the lines come to.
func (a *Agreement) Sum() Sum { return a.Lines.In(a.Currency) }

// State says where the agreement stands on a day.
func (a *Agreement) State(today access.Day) string {
	switch {
	case a.Signed != 0:
		return Signed
	case a.Withdrawn:
		return Withdrawn
	case a.Until != 0 && a.Until < today:
		return Expired
	}
	return ForSigning
}

func (a *Agreement) check() error {
	if a.Account <= 0 {
		return problem.New(problem.Invalid, "Choose the account that it is for.").On("account")
	}
	if err := checkDocument(a.Number, a.Subject, a.Text); err != nil {
		return err
	}
	if err := a.Sum().Total.Check(); err != nil {
		return err
	}
	return a.Lines.Check()
}

// Record gives what a decision needs to know: it is its contact's, and the account's for wider
// scopes (C10).
func (a *Agreement) Record(closed access.ComponentSet) *access.Record {
	r := &access.Record{Closed: closed, Created: a.Created, Keys: accountKeys(access.Sets{
		access.Own: keys(a.Contact)}, a.Account)}
	if !a.Published {
		r.Hidden = access.Unpublished
	}
	return r
}

// DemandOn: signing needs a document that is open for it.
func (a *Agreement) DemandOn(p access.Permission, today access.Day) access.Fault {
	if p != access.QuotationSign && p != access.SalesOrderSign {
		return 0
	}
	switch a.State(today) {
	case Signed:
		return access.Signed
	case Withdrawn, Expired:
		return access.NotForSigning
	}
	return 0
}

// AgreementColumns is Agreement.Record for SQL.
var AgreementColumns = access.Columns{
	Exposed: "t.exposed",
	Created: "t.created",
	Open:    "a.open",
	Keys: [access.All][]string{
		access.Own:     {"t.contact $"},
		access.Account: {"t.account $"},
		access.Tree:    {"t.account $"},
	},
}

// version is the SHA-256 of the canonical form: JSON of these fields in this order.
func (a *Agreement) version(k Key) string {
	sum := a.Sum()
	canonical, err := json.Marshal(struct {
		Form                     int
		Kind                     Kind
		ID                       string
		Number, Account, Contact string
		Subject, Text, Currency  string
		Lines                    []Position
		Net, Tax, Total          int64
		Until                    string
		Created                  int64
	}{1, k.Kind, ID[Agreement](k.ID).String(), a.Number, a.Account.String(), a.Contact.String(),
		a.Subject, a.Text, a.Currency, a.Lines, sum.Net.Minor, sum.Tax.Minor, sum.Total.Minor,
		a.Until.String(), a.Created})
	if err != nil {
		return "" // strings and numbers can always be written
	}
	hash := sha256.Sum256(canonical)
	return hex.EncodeToString(hash[:])
}

// Quotation is an offer to a customer.
type Quotation struct {
	ID QuotationID
	Agreement
}

// Key names the quotation.
func (q *Quotation) Key() Key { return Key{KindQuotation, int64(q.ID)} }

// Index gives the account.
func (q *Quotation) Index(column string) any { return q.index(column) }

// Check refuses a quotation that nobody could sign.
func (q *Quotation) Check() error { return checkAgreement(int64(q.ID), &q.Agreement) }

// Version is the SHA-256 of what is signed.
func (q *Quotation) Version() string { return q.version(q.Key()) }

// SignedBy is the quotation once it is signed.
func (q *Quotation) SignedBy(id SignatureID) Signable {
	n := *q
	n.Signed = id
	return &n
}

// Signs is the permission to sign it.
func (q *Quotation) Signs() access.Permission { return access.QuotationSign }

// SalesOrder is what a customer orders.
type SalesOrder struct {
	ID SalesOrderID
	Agreement
}

// Key names the sales order.
func (o *SalesOrder) Key() Key { return Key{KindSalesOrder, int64(o.ID)} }

// Index gives the account.
func (o *SalesOrder) Index(column string) any { return o.index(column) }

// Check refuses a sales order that nobody could sign.
func (o *SalesOrder) Check() error { return checkAgreement(int64(o.ID), &o.Agreement) }

// Version is the SHA-256 of what is signed.
func (o *SalesOrder) Version() string { return o.version(o.Key()) }

// SignedBy is the sales order once it is signed.
func (o *SalesOrder) SignedBy(id SignatureID) Signable {
	n := *o
	n.Signed = id
	return &n
}

// Signs is the permission to sign it.
func (o *SalesOrder) Signs() access.Permission { return access.SalesOrderSign }

func (a *Agreement) index(column string) any {
	if column == "account" {
		return int64(a.Account)
	}
	return nil
}

func checkAgreement(id int64, a *Agreement) error {
	if id <= 0 {
		return problem.New(problem.Invalid, "A document needs an id.")
	}
	return a.check()
}

// Signature says who signed what, when and how it was made sure (C12). Nothing changes it.
type Signature struct {
	ID      SignatureID
	Owner   Kind // of the document, and
	OwnerID int64
	Account AccountID
	Person  PersonID
	Name    string // at the time
	Email   string
	IP      string
	Version string // SHA-256 of what was signed
	PIN     bool   // the PIN was given and right
	Created int64
}

// Key names the signature.
func (s *Signature) Key() Key { return Key{KindSignature, int64(s.ID)} }

// Index gives the document.
func (s *Signature) Index(column string) any {
	if column == "owner_id" {
		return s.OwnerID
	}
	return nil
}

// Check refuses a signature of nobody or of nothing.
func (s *Signature) Check() error {
	if s.ID <= 0 || s.OwnerID <= 0 || s.Person <= 0 || len(s.Version) != 64 || !s.PIN ||
		s.Created <= 0 {
		return problem.New(problem.Invalid, "Somebody signs something, with a PIN.")
	}
	return nil
}

// Fits reports whether a document is still the version that was signed.
func (s *Signature) Fits(d Signable) bool {
	return d.Key() == Key{s.Owner, s.OwnerID} && d.Terms().Signed == s.ID &&
		d.Version() == s.Version
}
