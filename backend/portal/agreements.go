package portal

import (
	"fmt"
	"net/http"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

var agreementStates = []string{records.ForSigning, records.Signed, records.Expired,
	records.Withdrawn}

// quotationList and salesOrderList list what a customer signs (C10).
var (
	quotationList = list[*records.Quotation]{page: "quotations", kind: records.KindQuotation,
		needs: access.QuotationView, rows: agreementRows[*records.Quotation],
		states: agreementStates}
	salesOrderList = list[*records.SalesOrder]{page: "sales-orders",
		kind: records.KindSalesOrder, needs: access.SalesOrderView,
		rows: agreementRows[*records.SalesOrder], states: agreementStates}
)

func (v *visit) quotations(string) error { return quotationList.show(v) }

func (v *visit) salesOrders(string) error { return salesOrderList.show(v) }

func agreementRows[T records.Signable](v *visit, list []T) (rows []row, err error) {
	for _, d := range list {
		a, id := d.Terms(), fmt.Sprint(d.Key().ID)
		created, state := v.moment(a.Created), a.State(v.at.Day)
		one := row{ID: id, Title: a.Title(), When: &created, State: state,
			Href:   v.base + pageOf(d) + "/" + id,
			Amount: v.money(a.Sum().Total), StateLabel: v.words.say("quotations.state." + state)}
		if a.Until != 0 && state == records.ForSigning {
			one.Subs = []string{v.words.say("agreement.until-day", "day",
				v.calendarDay(a.Until))}
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// pageOf is the address of the list that a document is in.
func pageOf(d records.Signable) string { return d.Signs().Component().String() }

type agreementView struct {
	ID, Page, Title, State, StateLabel string
	Ask                                string // data-ask of the document
	Facts                              []fact
	Document                           billView
	PDF                                string
	Signed                             *signatureView
	JustSigned                         bool
	Sign                               signView
}

// signView is what stands where a document is signed.
type signView struct {
	Open    bool   // the document is open for signing
	Ready   bool   // the form is there
	Why     string // why it is not; empty = signing is not part of their access
	SetPIN  bool   // they have to choose a PIN first
	Ask     string // data-ask of the button
	Version string // of the document, as it is shown
	Amount  string
	Help    string // address of the article on signing (C16), or empty
	Form    form
	Fields  []field
}

type signatureView struct {
	Facts []fact
	Fits  bool // the document is what was signed
}

func (v *visit) quotation(arg string) error {
	return showAgreement[*records.Quotation](v, access.QuotationView, arg)
}

func (v *visit) salesOrder(arg string) error {
	return showAgreement[*records.SalesOrder](v, access.SalesOrderView, arg)
}

func showAgreement[T records.Signable](v *visit, p access.Permission, arg string) error {
	if d := v.may(p, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[T](v, p, arg)
	if err != nil {
		return err
	}
	return renderAgreement(v, s, form{})
}

// renderAgreement shows a document with its signature, or with the form that signs it (C12).
func renderAgreement[T records.Signable](v *visit, s *seen[T], f form) error {
	a, id := s.It.Terms(), fmt.Sprint(s.It.Key().ID)
	state := a.State(v.at.Day)
	view := agreementView{ID: id, Page: pageOf(s.It), Title: a.Title(), State: state,
		StateLabel: v.words.say("quotations.state." + state),
		Ask:        s.It.Signs().Component().First().String() + ":" + id,
		Document:   v.bill(a.Text, a.Currency, a.Lines),
		PDF:        v.base + paperOf(s.It) + id,
		JustSigned: state == records.Signed && v.r.URL.Query().Get("signed") == "1"}
	var err error
	if view.Facts, err = v.agreementFacts(a); err != nil {
		return err
	}
	if state == records.Signed {
		view.Signed, err = v.evidence(s.It)
	} else {
		view.Sign, err = v.signing(s.It, s.may(v, s.It.Signs()), f)
	}
	if err != nil {
		return err
	}
	return v.show(f.statusOr(http.StatusOK), "agreement", a.Title(), view)
}

func paperOf(d records.Signable) string {
	if d.Signs() == access.SalesOrderSign {
		return "sales-order-pdf/"
	}
	return "quotation-pdf/"
}

func (v *visit) agreementFacts(a *records.Agreement) ([]fact, error) {
	company, err := v.nameOfAccount(a.Account)
	if err != nil {
		return nil, err
	}
	names, err := v.source.People(v.r.Context(), []records.PersonID{a.Contact})
	made := v.moment(a.Created)
	list := []fact{{Label: v.words.say("document.number"), Text: a.Number},
		{Label: v.words.say("document.company"), Text: company}}
	if contact := v.nameOf(a.Contact, names); contact != "" {
		list = append(list, fact{Label: v.words.say("agreement.contact"), Text: contact})
	}
	list = append(list, fact{Label: v.words.say("agreement.made"), Text: made.Day})
	if a.Until != 0 {
		list = append(list, v.dayFact(v.words.say("agreement.until"), a.Until))
	}
	return list, err
}

// signatureOf gives the signature that closed a document, nil where it is not signed.
func (v *visit) signatureOf(d records.Signable) (*records.Signature, error) {
	if d.Terms().Signed == 0 {
		return nil, nil
	}
	list, err := parts[*records.Signature](v, records.KindSignature, "owner_id", d.Key().ID)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		if s.ID == d.Terms().Signed && s.Owner == d.Key().Kind {
			return s, nil
		}
	}
	return nil, problem.New(problem.Damaged, "The signature of this document is missing.")
}

// evidence says who signed, and whether the document is still what they signed.
func (v *visit) evidence(d records.Signable) (*signatureView, error) {
	s, err := v.signatureOf(d)
	if err != nil {
		return nil, err
	}
	at := v.moment(s.Created)
	return &signatureView{Fits: s.Fits(d), Facts: []fact{
		{Label: v.words.say("signature.by"), Text: s.Name},
		{Label: v.words.say("signature.email"), Text: s.Email},
		{Label: v.words.say("signature.when"), At: &at},
		{Label: v.words.say("signature.ip"), Text: s.IP},
		{Label: v.words.say("signature.pin"), Text: v.words.say("signature.pin-checked")},
		{Label: v.words.say("signature.version"), Text: s.Version}}}, nil
}

// signing says whether the viewer may sign, and what stands against it.
func (v *visit) signing(d records.Signable, may access.Decision, f form) (signView, error) {
	a := d.Terms()
	view := signView{Open: a.State(v.at.Day) == records.ForSigning, Version: d.Version(), Form: f,
		Ask:    fmt.Sprintf("%s:%d", d.Signs(), d.Key().ID),
		Amount: v.money(a.Sum().Total)}
	var err error
	if view.Help, err = v.helpOn("signing"); err != nil || !view.Open {
		return view, err
	}
	switch pin := v.pin(); {
	case !may.Allowed():
	case pin == records.NoPIN:
		view.Why, view.SetPIN = v.words.say("sign.need-pin"), true
	case pin == records.PINLocked:
		view.Why, view.SetPIN = v.lockedPIN(), v.Subject.PINReset
	default:
		view.Ready = true
	}
	view.Fields = f.fill([]field{{Name: "pin", Label: v.words.say("pin.yours"),
		Kind: "password", Required: true, Complete: "off", Max: longestPIN, Numeric: true}})
	return view, nil
}

// helpOn is the address of an article of the Help Guide, empty when it is not there for them.
func (v *visit) helpOn(slug string) (string, error) {
	a, err := v.source.Article(v.r.Context(), records.HelpShelf, slug)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	if err != nil || !v.may(access.HelpGuideRead, a.Record()).Allowed() {
		return "", err
	}
	return v.base + "help-guide/" + slug, nil
}

func (v *visit) signQuotation(arg string) error {
	return sign[*records.Quotation](v, access.QuotationView, arg)
}

func (v *visit) signSalesOrder(arg string) error {
	return sign[*records.SalesOrder](v, access.SalesOrderView, arg)
}

// sign signs a document with the viewer's PIN (C7, C8, C12). The form says which version was read;
// when the document is another one by now, nothing is signed.
func sign[T records.Signable](v *visit, p access.Permission, arg string) error {
	if d := v.may(p, nil); !d.Allowed() {
		return v.refuse(d)
	}
	s, err := look[T](v, p, arg)
	if err != nil {
		return err
	}
	done := pageOf(s.It) + "/" + arg + "?signed=1"
	if again, err := v.signedAlready(s.It); again || err != nil {
		if err != nil {
			return err
		}
		return v.seeOther(done)
	}
	f := v.read("version")
	switch d := s.may(v, s.It.Signs()); {
	case !d.Allowed():
		f.Error, f.status = v.words.say("plain."+access.Plain(d)), http.StatusForbidden
	case f.Values["version"] != s.It.Version():
		f.Error, f.status = v.words.say("sign.changed"), http.StatusConflict
	case v.secret("pin") == "":
		f.Errors["pin"] = v.words.say("pin.need")
	}
	if f.isGood() {
		err := v.env.Deeds.Sign(v.r, v.Viewer, Signing{ID: records.SignatureID(
			v.newID("signature")), Of: s.It, PIN: v.secret("pin")})
		if err == nil {
			return v.seeOther(done)
		}
		v.blame(&f, err, "pin")
	}
	if s, err = look[T](v, p, arg); err != nil { // it may have been signed or locked meanwhile
		return err
	}
	return renderAgreement(v, s, f)
}

// signedAlready reports whether this very form has signed the document before: it was sent twice.
func (v *visit) signedAlready(d records.Signable) (bool, error) {
	by, err := v.signatureOf(d)
	if err != nil || by == nil || v.Key == "" || v.Once == "" {
		return false, err
	}
	return by.ID == records.SignatureID(v.newID("signature")) && by.Person == v.me(), nil
}
