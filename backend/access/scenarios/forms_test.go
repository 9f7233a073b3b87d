package scenarios_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/argon2id"

	"gatehouse/backend/access"
	"gatehouse/backend/access/scenarios"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/portal"
	"gatehouse/backend/portal/portaltest"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// deeds does what pages ask for as the hosted server does. On trial it undoes each at once.
type deeds struct {
	portal.Deeds // nil: what no story asks for
	office       *overHTTP
	look         scenarios.Look
	trial        bool
	ids          []int64            // of what pages make, as the story calls it
	proof        func(edit.Tx) bool // that it is what was wanted; nil = it is
	done         bool
	failed       error // why it was not
}

var errTrial = errors.New("this was a trial")

// HasPasskeys says that there are none: no story signs in.
func (d *deeds) HasPasskeys(*http.Request) bool { return false }

func (d *deeds) newID() int64 {
	if len(d.ids) == 0 {
		d.office.uids++
		return int64(1_000_000 + d.office.uids)
	}
	id := d.ids[0]
	d.ids = d.ids[1:]
	return id
}

// Portal and Write make it a hosting.Office.
func (d *deeds) Portal(ctx context.Context) (*records.Portal, error) {
	return d.office.db.Portal(ctx)
}

func (d *deeds) Write(ctx context.Context, fn func(edit.Tx) error) (int64, error) {
	return d.office.db.Write(ctx, func(tx edit.Tx) error {
		if err := fn(tx); err != nil {
			d.failed = err
			return err
		}
		d.done = d.proof == nil || d.proof(tx)
		if d.trial || !d.done {
			return errTrial
		}
		return nil
	})
}

// defect gives what is wrong with the product, and not with what somebody wants.
func (d *deeds) defect() error {
	if kind := problem.KindOf(d.failed); kind == problem.Internal || kind == problem.Damaged {
		return d.failed
	}
	return nil
}

func (d *deeds) writer() hosting.Writer {
	return hosting.Writer{Office: d, Now: func() time.Time { return d.look.At },
		NewID: func() string { return fmt.Sprint("deed-", d.newID()) }}
}

func (d *deeds) Do(ctx context.Context, v portal.Viewer, list ...edit.Edit) error {
	return d.writer().Do(ctx, v, list...)
}

func (d *deeds) Sign(r *http.Request, v portal.Viewer, s portal.Signing) error {
	notary := hosting.Notary{PINs: d.office.db, Writer: d.writer(),
		Matches: func(_ context.Context, secret, verifier string) (bool, error) {
			return argon2id.ComparePasswordAndHash(secret, verifier)
		}}
	return notary.Sign(r.Context(), v, "192.0.2.1", s)
}

func (d *deeds) Pay(r *http.Request, v portal.Viewer, id records.PaymentID, i *records.Invoice) (
	string, error) {
	return hosting.Cashier{Writer: d.writer(), Payer: hosting.Link("https://pay.example/{number}")}.
		Pay(r.Context(), v, id, i)
}

func (d *deeds) Keep(ctx context.Context, hash string, data []byte) error {
	return d.office.db.KeepContent(ctx, hash, data)
}

func (d *deeds) InitialPassword(portal.Viewer, records.UserID) (string, string, error) {
	return "initial", scenarios.PINVerifier, nil
}

// Ask seals the word by which a visitor shows that they are no program.
func (d *deeds) Ask(answer string) string {
	human := hosting.Human{Key: []byte("of the stories"), Nonce: d.newID,
		Now: func() time.Time { return d.look.At }}
	return human.Ask(answer)
}

// sending is the form by which a customer makes an edit.
type sending struct {
	page string
	fill map[string]string // its inputs
	also map[string]string // what its next page adds, which asks once more
	ids  []int64           // of what it makes

	proof func(edit.Tx) bool
}

// Act fills the form that a customer would fill and sends it. It is sent also where no page has
// it, and must then be refused.
func (o *overHTTP) Act(l scenarios.Look, e edit.Edit) (out edit.Outcome, err error) {
	s, err := o.sending(e)
	if err != nil {
		return out, err
	}
	d := &deeds{office: o, look: l, ids: s.ids, proof: s.proof}
	b := o.browser(l, d)
	values, offered := formWith(b.Open(o.T, s.page), s)
	answer := b.Do(o.T, http.MethodPost, "/"+s.page, values)
	switch {
	case d.defect() != nil:
		return out, d.defect()
	case d.done && !offered:
		return out, fmt.Errorf("%s has no form for it, and does it", s.page)
	case d.done:
		return edit.Outcome{Status: records.Applied}, nil
	}
	return edit.Outcome{Status: records.Refused, Why: fmt.Sprintf("%s answers %d: %s", s.page,
		answer.Status, answer.Text())}, nil
}

// formWith fills the form of a page that has certain inputs, and reports whether there is one.
func formWith(page *portaltest.Page, s sending) (values url.Values, offered bool) {
	values = url.Values{}
	for _, f := range page.Forms() {
		has := true
		for name := range s.fill {
			_, ok := f.Values[name]
			has = has && ok
		}
		if has && !offered {
			offered = true
			for name, value := range f.Values {
				values.Set(name, value)
			}
		}
	}
	for _, set := range []map[string]string{s.fill, s.also} {
		for name, value := range set {
			values.Set(name, value)
		}
	}
	return values, offered
}

// sending gives the form for an edit.
func (o *overHTTP) sending(e edit.Edit) (s sending, err error) {
	confirmed := map[string]string{"confirm": "yes"}
	switch e := e.(type) {
	case *edit.CreateTicket:
		s = sending{page: "new-ticket", ids: []int64{int64(e.ID)},
			fill: map[string]string{"subject": e.Subject, "text": e.Text}}
		if e.Priority != "" {
			s.fill["priority"] = e.Priority
		}
		s.proof = func(tx edit.Tx) bool { // a page may open it without the priority
			t, ok := tx.Row(records.Key{Kind: records.KindTicket, ID: int64(e.ID)}).(*records.Ticket)
			return ok && (e.Priority == "" || t.Priority == e.Priority)
		}
	case *edit.AddNote:
		s = sending{page: "tickets/" + e.Ticket.String(), ids: []int64{int64(e.ID)},
			fill: map[string]string{"text": e.Text}}
	case *edit.UpdateDetails:
		s = sending{page: "my-details", fill: map[string]string{"phone": e.Want.Phone}}
		s.proof = func(tx edit.Tx) bool { // of whoever sends it, whose ever is meant
			p, ok := tx.Row(records.Key{Kind: records.KindPerson,
				ID: int64(e.Person)}).(*records.Person)
			return ok && p.Phone == e.Want.Phone
		}
	case *edit.RequestAccess:
		s = sending{page: "ask-access", ids: []int64{int64(e.ID)},
			fill: map[string]string{"reason": e.Reason}}
	case *edit.RequestElevation:
		person, err := o.personOf(e.User)
		return sending{page: "ask-access", ids: []int64{int64(e.ID)}, fill: map[string]string{
			"reason": e.Reason, "person": person, "profile": e.Profile.String()}}, err
	case *edit.Sign:
		s = sending{page: pageOf[e.Of.Kind] + fmt.Sprint(e.Of.ID), ids: []int64{int64(e.ID)},
			fill: map[string]string{"version": e.Version, "pin": ""}}
		if e.Stamp != "" {
			s.fill["pin"] = scenarios.PIN
		}
	case *edit.CreatePerson:
		s = sending{page: "logins/new", also: confirmed, ids: []int64{int64(e.Person.ID),
			int64(e.User.ID)}, fill: map[string]string{"first": e.Person.First,
			"email": e.Person.Email, "account": e.Person.Account.String(),
			"profile": fmt.Sprint(access.MinimumProfile)}}
	case *edit.AddAccess:
		return o.terms(e.User, e.Terms, int64(e.ID))
	case *edit.UpdateAccess:
		return o.terms(e.User, e.Want)
	case *edit.RemoveAccess:
		person, err := o.personOf(e.User)
		return sending{page: "logins/" + person, fill: map[string]string{"form": "remove"},
			also: confirmed}, err
	default:
		return s, fmt.Errorf("no form is known for %T", e)
	}
	return s, nil
}

var pageOf = map[records.Kind]string{records.KindQuotation: "quotations/",
	records.KindSalesOrder: "sales-orders/"}

// terms is the form by which a Manager gives somebody a profile.
func (o *overHTTP) terms(of records.UserID, t edit.Terms, ids ...int64) (sending, error) {
	person, err := o.personOf(of)
	return sending{page: "logins/" + person, ids: ids, also: map[string]string{"confirm": "yes"},
		fill: map[string]string{"form": "terms", "profile": t.Profile.String(),
			"from": t.Schedule.From.String(), "to": t.Schedule.To.String()}}, err
}

func (o *overHTTP) personOf(id records.UserID) (string, error) {
	r, err := o.row(records.Key{Kind: records.KindUser, ID: int64(id)})
	if err != nil {
		return "", err
	}
	return r.(*records.User).Person.String(), nil
}
