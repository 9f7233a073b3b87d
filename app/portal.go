package app

import (
	"encoding/json"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// PortalForm is the settings of the portal as their form shows them.
type PortalForm struct {
	Name           string   `json:"name"`
	Zone           string   `json:"zone"`
	RegisteredOnly bool     `json:"registeredOnly"`
	SignInToSubmit bool     `json:"signInToSubmit"`
	Widget         bool     `json:"widget"`
	Tab            bool     `json:"tab"`
	AccountTickets bool     `json:"accountTickets"`
	ManagersRaise  bool     `json:"managersRaise"`
	SecondFactor   bool     `json:"secondFactor"` // nobody signs in without one
	CutOff         string   `json:"cutOff"`       // a day in the portal's time zone, or empty
	Closed         []string `json:"closed"`       // keys of components
	OldTickets     string   `json:"oldTickets"`
	Accent         string   `json:"accent"` // #rrggbb, or empty
	PaymentLink    string   `json:"paymentLink"`
}

// PortalView is the settings of the portal. Was goes back with what is saved.
type PortalView struct {
	Form      PortalForm    `json:"form"`
	Was       string        `json:"was"`
	CanChange bool          `json:"canChange"` // by whoever works here
	History   []HistoryLine `json:"history"`
}

// DoorView is how the portal receives somebody who wants to submit a request.
type DoorView struct {
	SignedIn bool   `json:"signedIn"`
	Widget   bool   `json:"widget"` // the Add Request widget is shown
	Tab      bool   `json:"tab"`    // the Submit a Request tab is shown
	Asked    string `json:"asked"`  // to sign in: never, form, arrival or done
	Closed   bool   `json:"closed"` // the form's own address refuses
}

var asked = map[access.Asking]string{access.AskedNever: "never", access.AskedForForm: "form",
	access.AskedOnArrival: "arrival", access.AskedNoMore: "done"}

// Portal gives the settings of the portal (Z1 to Z6, A31, A35, A38, A40, O16).
func (d *Desk) Portal() (v PortalView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	me, err := d.me()
	if err != nil {
		return v, err
	}
	p, err := d.store.Portal(d.ctx)
	if err != nil {
		return v, err
	}
	was, err := json.Marshal(p)
	if err != nil {
		return v, err
	}
	v = PortalView{Was: string(was), CanChange: me.Role == records.Administrator,
		Form: PortalForm{Name: p.Name, Zone: p.Zone, RegisteredOnly: p.RegisteredOnly,
			SignInToSubmit: p.SignInToSubmit, Widget: p.Widget, Tab: p.Tab,
			AccountTickets: p.AccountTickets, ManagersRaise: p.ManagersRaise,
			SecondFactor: p.SecondFactor,
			Closed:       []string{}, OldTickets: p.OldTickets, PaymentLink: p.PaymentLink,
			Accent: p.Accent}}
	if p.CutOff != 0 {
		v.Form.CutOff = time.Unix(p.CutOff, 0).In(p.Location()).Format(time.DateOnly)
	}
	for _, c := range p.Closed.List() {
		v.Form.Closed = append(v.Form.Closed, c.String())
	}
	v.History, err = d.historyOf(records.PortalKey)
	return v, err
}

// settings reads a form, and what was when it was opened. What the form does not show stays as it
// was.
func (f PortalForm) settings(opened string) (was, want records.Portal, err error) {
	if err := json.Unmarshal([]byte(opened), &was); err != nil {
		return was, want, problem.New(problem.Invalid, "Open the portal settings again.").By(err)
	}
	want, err = f.over(was)
	return was, want, err
}

func (f PortalForm) over(was records.Portal) (p records.Portal, err error) {
	p = was
	p.Name, p.Zone = strings.TrimSpace(f.Name), strings.TrimSpace(f.Zone)
	p.RegisteredOnly, p.SignInToSubmit = f.RegisteredOnly, f.SignInToSubmit
	p.Widget, p.Tab, p.AccountTickets = f.Widget, f.Tab, f.AccountTickets
	p.ManagersRaise, p.SecondFactor = f.ManagersRaise, f.SecondFactor
	p.OldTickets = strings.TrimSpace(f.OldTickets)
	p.PaymentLink = strings.TrimSpace(f.PaymentLink)
	p.Accent = strings.ToLower(strings.TrimSpace(f.Accent))
	p.Closed, p.CutOff = 0, 0
	for _, key := range f.Closed {
		c, err := access.ParseComponent(key)
		if err != nil {
			return p, err
		}
		p.Closed |= access.SetOf(c)
	}
	if err := p.Check(); err != nil || f.CutOff == "" {
		return p, err
	}
	day, err := time.ParseInLocation(time.DateOnly, f.CutOff, p.Location())
	if err != nil {
		return p, problem.New(problem.Invalid, "Choose a day.").On("cutOff").By(err)
	}
	p.CutOff = day.Unix()
	if old := time.Unix(was.CutOff, 0).In(p.Location()); old.Format(time.DateOnly) == f.CutOff {
		p.CutOff = was.CutOff // its time of day is not the form's
	}
	return p, nil
}

// SavePortal saves the settings of the portal; customers see them on the next page that they open
// (Z7).
func (d *Desk) SavePortal(was string, f PortalForm) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	old, want, err := f.settings(was)
	if err != nil {
		return v, err
	}
	v, err = d.save(&edit.SetPortal{Was: old, Want: want}, "", "Portal settings saved.")
	if err == nil {
		d.refresh()
	}
	return v, err
}

// PortalChange shows who gains and who loses what by a form that is not saved yet (B7).
func (d *Desk) PortalChange(was string, f PortalForm) (v PeopleChange, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	_, want, err := f.settings(was)
	if err != nil {
		return v, err
	}
	return d.peopleChange(changing(func(yield func(*records.Cast) bool) error {
		return d.store.Everybody(d.ctx, yield)
	}, func(c *records.Cast) { c.Portal = &want }))
}

// PortalDoors says how a form's settings receive a visitor, and somebody who has signed in, before
// they are saved: the table of Z1 to Z3 and Z6.
func (d *Desk) PortalDoors(f PortalForm) (list []DoorView, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	p := records.Portal{RegisteredOnly: f.RegisteredOnly, SignInToSubmit: f.SignInToSubmit,
		Widget: f.Widget, Tab: f.Tab}
	for _, signedIn := range []bool{false, true} {
		e := access.Enter(p.Arrival(signedIn))
		list = append(list, DoorView{SignedIn: signedIn, Widget: e.Widget, Tab: e.Tab,
			Asked: asked[e.Asked], Closed: e.Asked == access.AskedNever && !e.Guest})
	}
	return list, nil
}
