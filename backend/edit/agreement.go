package edit

import (
	"fmt"

	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// SaveQuotation makes or changes a quotation; Published and Withdrawn are among its fields. A
// signed one never changes (C12).
type SaveQuotation struct {
	Save[records.Quotation, *records.Quotation]
}

// Validate checks the quotation by itself.
func (e *SaveQuotation) Validate() error {
	var was *records.Agreement
	if e.Was != nil {
		was = e.Was.Terms()
	}
	if err := unsigned(was, &e.Want.Agreement); err != nil {
		return err
	}
	return e.Save.Validate()
}

// Apply writes the quotation.
func (e *SaveQuotation) Apply(tx Tx, env Env) (Result, error) {
	if err := writable(tx, &e.Want); err != nil {
		return Result{Subject: e.Want.Title(), About: e.Want.ID.Key()}, err
	}
	if e.Was == nil && e.Want.Created == 0 {
		e.Want.Created = env.Now.Unix()
	}
	return e.Save.Apply(tx, env)
}

// SaveSalesOrder makes or changes a sales order, as SaveQuotation does a quotation.
type SaveSalesOrder struct {
	Save[records.SalesOrder, *records.SalesOrder]
}

// Validate checks the sales order by itself.
func (e *SaveSalesOrder) Validate() error {
	var was *records.Agreement
	if e.Was != nil {
		was = e.Was.Terms()
	}
	if err := unsigned(was, &e.Want.Agreement); err != nil {
		return err
	}
	return e.Save.Validate()
}

// Apply writes the sales order.
func (e *SaveSalesOrder) Apply(tx Tx, env Env) (Result, error) {
	if err := writable(tx, &e.Want); err != nil {
		return Result{Subject: e.Want.Title(), About: e.Want.ID.Key()}, err
	}
	if e.Was == nil && e.Want.Created == 0 {
		e.Want.Created = env.Now.Unix()
	}
	return e.Save.Apply(tx, env)
}

// unsigned refuses a form that would sign.
func unsigned(was, want *records.Agreement) error {
	if want.Signed != 0 || was != nil && was.Signed != 0 {
		return problem.New(problem.Invalid, "Only the customer signs.")
	}
	return nil
}

// writable refuses a document that is signed already, and one for a person of another account.
func writable(tx Tx, want records.Signable) error {
	now, there := get[records.Signable](tx, want.Key())
	if there && now.Terms().Signed != 0 {
		return problem.New(problem.Conflict, "This has been signed, so it can no longer be "+
			"changed. Write another one.")
	}
	a := want.Terms()
	p, ok := get[*records.Person](tx, person(a.Contact))
	if a.Contact != 0 && (!ok || p.Account != a.Account) {
		return problem.New(problem.Invalid, "The contact belongs to another account.").
			On("contact")
	}
	return nil
}

// Sign signs a quotation or a sales order with the customer's PIN (C7, C8, C12). It is made by the
// server, which has checked the PIN: Stamp names the PIN that was checked, and Version the version
// of the document that the customer read. Either may have become another since.
type Sign struct {
	ID      records.SignatureID
	Of      records.Key
	Version string
	Stamp   string
	IP      string
}

// Validate refuses a signature under nothing.
func (e *Sign) Validate() error {
	if e.ID <= 0 || e.Of.ID <= 0 || len(e.Version) != 64 || e.Stamp == "" || len(e.IP) > 100 {
		return problem.New(problem.Invalid, "Say what is signed.")
	}
	return nil
}

// Authorize lets customers who may sign this document, now.
func (e *Sign) Authorize(tx Tx, env Env) error {
	d, ok := get[records.Signable](tx, e.Of)
	if !ok || env.Actor.Person == 0 {
		return problem.New(problem.Denied, "Only the customer signs.")
	}
	today := dayOf(env)
	return may(env, d.Signs(), records.GuardOn(d, d.Signs(), closedAt(tx, d.At()), today))
}

// Apply writes the signature and closes the document.
func (e *Sign) Apply(tx Tx, env Env) (Result, error) {
	d, ok := get[records.Signable](tx, e.Of)
	if !ok {
		return Result{}, gone("The document")
	}
	res := Result{Subject: d.Title(), About: e.Of}
	pin, ok := get[*records.PIN](tx, records.Key{Kind: records.KindPIN, ID: int64(env.Actor.User)})
	p, known := get[*records.Person](tx, person(env.Actor.Person))
	switch {
	case !ok || !known || pin.Stamp() != e.Stamp:
		return res, problem.New(problem.Denied, "Your PIN was changed meanwhile. Enter it again.").
			On("pin")
	case d.Version() != e.Version:
		return res, problem.New(problem.Conflict, "This document was changed while you read it, "+
			"so nothing was signed. Read it again.")
	case d.Terms().Signed != 0:
		return res, problem.New(problem.Conflict, "This has been signed already.")
	}
	tx.Put(&records.Signature{ID: e.ID, Owner: e.Of.Kind, OwnerID: e.Of.ID, Account: d.At(),
		Person: p.ID, Name: p.Name(), Email: p.Email, IP: e.IP, Version: e.Version, PIN: true,
		Created: env.Now.Unix()})
	tx.Put(d.SignedBy(e.ID))
	if m, ok := recipient(tx, env, p.ID); ok {
		page := d.Signs().Component().String()
		m.Template, m.Link = records.SignatureMail, fmt.Sprintf("%s/%d", page, e.Of.ID)
		m.Args["document"] = d.Title()
		m.Args["when"] = env.Now.In(env.Zone).Format("2006-01-02 15:04")
		mail(tx, env, m)
	}
	return res, nil
}
