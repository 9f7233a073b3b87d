package edit_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

func offer(id records.QuotationID) *records.Quotation {
	return &records.Quotation{ID: id, Agreement: records.Agreement{Number: "Q-" + id.String(),
		Account: storetest.Acme, Contact: storetest.Mia, Subject: "A till", Currency: "EUR",
		Lines: bill(1).Lines, Until: access.DayOf(2026, 12, 1), Published: true, Created: 1}}
}

func saveQuotation(was *records.Quotation, want records.Quotation) *edit.SaveQuotation {
	return &edit.SaveQuotation{Save: edit.Save[records.Quotation, *records.Quotation]{Was: was,
		Want: want}}
}

const pinVerifier = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$YSBwaW4gaXMgYSBzZWNyZXQ"

// signing is an office in which Mia may sign quotation 800 with her PIN.
func signing(t *testing.T) *storetest.Office {
	t.Helper()
	o := storetest.New(t)
	o.At(storetest.Anna, saveQuotation(nil, *offer(800)), &edit.AddAccess{ID: 1,
		User: storetest.MiaUser, Terms: edit.Terms{Profile: storetest.Basic, CanSign: true}})
	set(t, o, &edit.SetPIN{User: storetest.MiaUser, Verifier: pinVerifier})
	return o
}

func set(t *testing.T, o *storetest.Office, e *edit.SetPIN) edit.Outcome {
	t.Helper()
	return run(t, o, customer(t, o), o.Envelope(e))
}

func stamp(verifier string) string { return (&records.PIN{Verifier: verifier}).Stamp() }

func signed(version, stamp string) *edit.Sign {
	return &edit.Sign{ID: 900, Of: offer(800).Key(), Version: version, Stamp: stamp,
		IP: "192.0.2.7"}
}

func offerAt(t *testing.T, o *storetest.Office) *records.Quotation {
	t.Helper()
	return read(t, o, offer(800).Key()).(*records.Quotation)
}

// TestASignatureClosesTheDocument (C7, C12): it says who, when, where and what, nobody signs again,
// staff change nothing, and nothing takes it back.
func TestASignatureClosesTheDocument(t *testing.T) {
	o := signing(t)
	mia, anna := customer(t, o), o.Env(storetest.Anna, edit.Server)
	in := o.Envelope(signed(offer(800).Version(), stamp(pinVerifier)))
	if out := run(t, o, mia, in); out.Status != records.Applied {
		t.Fatalf("%+v", out)
	}
	q := offerAt(t, o)
	s := read(t, o, records.Key{Kind: records.KindSignature, ID: 900}).(*records.Signature)
	if q.Signed != 900 || s.Person != storetest.Mia || s.Email != "Mia@example.com" || !s.PIN ||
		s.IP != "192.0.2.7" || s.Created != o.Now.Unix() || !s.Fits(q) {
		t.Errorf("%+v %+v", q, s)
	}
	mails := mailsOf(t, o.Server, storetest.MiaUser)
	if len(mails) != 1 || mails[0].Template != records.SignatureMail ||
		mails[0].Link != "quotations/800" || mails[0].Args["document"] != "Q-800 A till" {
		t.Errorf("the confirmation: %+v", mails)
	}
	again := signed(offer(800).Version(), stamp(pinVerifier))
	again.ID = 901
	if out := run(t, o, mia, o.Envelope(again)); out.Status != records.Refused ||
		!strings.Contains(out.Why, "signed already") {
		t.Errorf("again: %+v", out)
	}
	cheaper := *offer(800)
	cheaper.Subject = "Two tills"
	for name, e := range map[string]edit.Edit{"change": saveQuotation(offer(800), cheaper),
		"undo": &edit.Undo{Of: in.UID}} {
		if out := run(t, o, anna, o.Envelope(e)); out.Status.HasEffect() {
			t.Errorf("%s: %+v", name, out)
		}
	}
	if got := offerAt(t, o); got.Version() != q.Version() || got.Signed != 900 {
		t.Errorf("%+v", got)
	}
}

// TestWhatVoidsASigning (C8, C12): another version, another PIN, a document that is not open, and
// somebody who may not.
func TestWhatVoidsASigning(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*storetest.Office)
		want   problem.Kind
	}{
		"another version": {func(o *storetest.Office) {
			q := *offer(800)
			q.Lines = records.Lines{{Text: "Less", Quantity: 1000, Price: 1}}
			write(t, o, &q)
		}, problem.Conflict},
		"another PIN": {func(o *storetest.Office) {
			write(t, o, &records.PIN{ID: storetest.MiaUser, Verifier: pinVerifier + "2"})
		}, problem.Denied},
		"no PIN": {func(o *storetest.Office) {
			o.At(storetest.Anna, &edit.ResetPIN{User: storetest.MiaUser})
		}, problem.Denied},
		"expired": {func(o *storetest.Office) { o.Now = o.Now.AddDate(0, 1, 0) }, problem.Denied},
		"withdrawn": {func(o *storetest.Office) {
			q := *offer(800)
			q.Withdrawn = true
			write(t, o, &q)
		}, problem.Denied},
		"a draft": {func(o *storetest.Office) {
			q := *offer(800)
			q.Published = false
			write(t, o, &q)
		}, problem.Denied},
		"another's": {func(o *storetest.Office) {
			q := *offer(800)
			q.Contact = storetest.Tom
			write(t, o, &q)
		}, problem.NotFound},
		"may not sign": {func(o *storetest.Office) {
			a := *accessOf(t, o, storetest.MiaUser)
			a.CanSign = false
			write(t, o, &a)
		}, problem.Denied},
	} {
		o := signing(t)
		c.before(o)
		out := run(t, o, customer(t, o), o.Envelope(signed(offer(800).Version(),
			stamp(pinVerifier))))
		if out.Status.HasEffect() || !problem.Is(out.Err(), c.want) ||
			offerAt(t, o).Signed != 0 {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// TestAVersionIsOfEverything: another word anywhere is another version, and whether it is published
// is not agreed to.
func TestAVersionIsOfEverything(t *testing.T) {
	versions := map[string]string{offer(800).Version(): "itself"}
	for name, to := range map[string]func(*records.Quotation){
		"id":       func(q *records.Quotation) { q.ID++ },
		"number":   func(q *records.Quotation) { q.Number += "x" },
		"account":  func(q *records.Quotation) { q.Account++ },
		"contact":  func(q *records.Quotation) { q.Contact++ },
		"subject":  func(q *records.Quotation) { q.Subject += "x" },
		"text":     func(q *records.Quotation) { q.Text += "x" },
		"currency": func(q *records.Quotation) { q.Currency = "USD" },
		"price":    func(q *records.Quotation) { q.Lines[0].Price++ },
		"quantity": func(q *records.Quotation) { q.Lines[0].Quantity++ },
		"tax":      func(q *records.Quotation) { q.Lines[0].Tax++ },
		"line":     func(q *records.Quotation) { q.Lines[0].Text += "x" },
		"until":    func(q *records.Quotation) { q.Until++ },
		"created":  func(q *records.Quotation) { q.Created++ },
	} {
		q := offer(800)
		to(q)
		if other := versions[q.Version()]; other != "" {
			t.Errorf("%s has the version of %s", name, other)
		}
		versions[q.Version()] = name
	}
	order := &records.SalesOrder{ID: 800, Agreement: offer(800).Agreement}
	if versions[order.Version()] != "" {
		t.Error("a sales order has the version of a quotation")
	}
	q := offer(800)
	q.Published, q.Withdrawn, q.Signed = false, true, 7
	if versions[q.Version()] != "itself" {
		t.Error("its state is part of the version")
	}
}

// TestAPINIsReplacedWithTheOldOneOrWhereItMayBeReset (C8).
func TestAPINIsReplacedWithTheOldOneOrWhereItMayBeReset(t *testing.T) {
	o := signing(t)
	fresh := &edit.SetPIN{User: storetest.MiaUser, Verifier: pinVerifier + "2"}
	if out := set(t, o, fresh); out.Status != records.Refused {
		t.Errorf("without the old one: %+v", out)
	}
	fresh.Old = stamp("another")
	if out := set(t, o, fresh); out.Status != records.Refused {
		t.Errorf("with a wrong one: %+v", out)
	}
	fresh.Old = stamp(pinVerifier)
	if out := set(t, o, fresh); out.Status != records.Applied {
		t.Errorf("with the old one: %+v", out)
	}
	lock := &edit.LockPIN{User: storetest.MiaUser, Stamp: stamp(pinVerifier)}
	run(t, o, itself(o), o.Envelope(lock))
	if u := userOf(t, o, storetest.MiaUser); u.PIN != records.PINSet {
		t.Errorf("guesses at the old PIN lock the new one: %+v", u)
	}
	lock.Stamp = stamp(pinVerifier + "2")
	run(t, o, itself(o), o.Envelope(lock))
	if u := userOf(t, o, storetest.MiaUser); u.PIN != records.PINLocked {
		t.Errorf("%+v", u)
	}
	fresh = &edit.SetPIN{User: storetest.MiaUser, Verifier: pinVerifier, Old: lock.Stamp}
	if out := set(t, o, fresh); out.Status != records.Refused {
		t.Errorf("a locked one: %+v", out)
	}
	a := *accessOf(t, o, storetest.MiaUser)
	a.PinReset = true
	write(t, o, &a)
	if out := set(t, o, fresh); out.Status != records.Applied {
		t.Errorf("where it may be reset: %+v", out)
	}
	o.At(storetest.Ben, &edit.ResetPIN{User: storetest.MiaUser})
	if u := userOf(t, o, storetest.MiaUser); u.PIN != records.NoPIN {
		t.Errorf("%+v", u)
	}
}

// TestAPINStaysAtTheServer: its verifier is in no history and on no desk.
func TestAPINStaysAtTheServer(t *testing.T) {
	o := signing(t)
	const secret = "YSBwaW4gaXMgYSBzZWNyZXQ"
	ben := o.Desk(storetest.Ben, "ben")
	if in := where(t, o.Server, secret); strings.Join(in, " ") != "pins" {
		t.Errorf("the server has it in %v", in)
	}
	if in := where(t, ben.DB, secret); len(in) != 0 {
		t.Errorf("Ben's desk has it in %v", in)
	}
	set(t, o, &edit.SetPIN{User: storetest.MiaUser, Verifier: "$argon2id$REFUSED"})
	if in := where(t, o.Server, "REFUSED"); len(in) != 0 {
		t.Errorf("a refused one is in %v", in)
	}
}

// TestTwoWhoChangeAQuotation: its fields are merged one by one, though they are shared with sales
// orders; and one that the customer has signed meanwhile is kept as it was (B13, C12).
func TestTwoWhoChangeAQuotation(t *testing.T) {
	o := signing(t)
	subject, until := *offer(800), *offer(800)
	subject.Subject = "Two tills"
	until.Until += 7
	_, out := meet(t, o, []edit.Edit{saveQuotation(offer(800), subject)},
		[]edit.Edit{saveQuotation(offer(800), until)})
	if q := offerAt(t, o); q.Subject != "Two tills" || q.Until != until.Until ||
		out[0].Status != records.Applied {
		t.Errorf("%+v %+v", q, out)
	}
	ben := o.Desk(storetest.Ben, "ben2")
	late := *offerAt(t, o)
	late.Withdrawn = true
	ben.Do(saveQuotation(offerAt(t, o), late))
	if out := run(t, o, customer(t, o), o.Envelope(signed(offerAt(t, o).Version(),
		stamp(pinVerifier)))); out.Status != records.Applied {
		t.Fatalf("%+v", out)
	}
	got := ben.Sync().Results
	if got[0].Status != records.Refused || len(inboxOf(t, ben)) != 1 ||
		offerAt(t, o).Withdrawn {
		t.Errorf("%+v %+v", got, offerAt(t, o))
	}
}

func TestAFormNeverSigns(t *testing.T) {
	q := *offer(800)
	q.Signed = 5
	for _, e := range []edit.Edit{saveQuotation(nil, q), saveQuotation(&q, *offer(800)),
		&edit.SaveSalesOrder{Save: edit.Save[records.SalesOrder, *records.SalesOrder]{
			Want: records.SalesOrder{ID: 1, Agreement: q.Agreement}}}} {
		if err := e.Validate(); !problem.Is(err, problem.Invalid) {
			t.Errorf("%v", err)
		}
	}
	o := signing(t)
	foreign := *offer(801)
	foreign.Contact = storetest.Zoe
	out := run(t, o, o.Env(storetest.Anna, edit.Server), o.Envelope(saveQuotation(nil, foreign)))
	if out.Status.HasEffect() {
		t.Errorf("for a person of another account: %+v", out)
	}
}
