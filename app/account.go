package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// AccountRow is an account as a list shows it.
type AccountRow struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Parent       string `json:"parent"` // its name
	Depth        int    `json:"depth"`  // parents above it, in the tree
	People       int64  `json:"people"`
	Active       bool   `json:"active"`
	Portal       bool   `json:"portal"`
	Consolidated bool   `json:"consolidated"`
	Badge        string `json:"badge"` // here: not yet confirmed by the server
}

func accountRows(lines []records.AccountLine) []AccountRow {
	list := make([]AccountRow, len(lines))
	for i, l := range lines {
		list[i] = AccountRow{ID: l.ID.String(), Name: l.Name, Parent: l.Parent, Depth: l.Depth,
			People: l.People, Active: l.Active, Portal: l.Portal, Consolidated: l.Consolidated,
			Badge: badge(l.Pending)}
	}
	return list
}

// Accounts gives the first accounts whose name contains text.
func (d *Desk) Accounts(text string) (list []AccountRow, err error) {
	defer d.answer(&err, &list)
	d.mustBeReady()
	lines, _, err := d.store.AccountLines(d.ctx, records.AccountQuery{Text: text, Size: 100})
	return accountRows(lines), err
}

// AccountRows gives a stretch of all accounts, subsidiaries under their parent (A37), or of those
// whose name contains text.
func (d *Desk) AccountRows(text string, from, size int) (page Page[AccountRow], err error) {
	defer d.answer(&err, &page)
	d.mustBeReady()
	lines, total, err := d.store.AccountLines(d.ctx, records.AccountQuery{
		Text: strings.TrimSpace(text), Tree: true, From: from, Size: size})
	return Page[AccountRow]{Total: total, Rows: accountRows(lines)}, err
}

// AccountForm is an account as its form shows it.
type AccountForm struct {
	ID           string   `json:"id"`           // empty: a new one
	Consolidated bool     `json:"consolidated"` // N4: of a new one
	Name         string   `json:"name"`
	Parent       string   `json:"parent"` // A37
	Street       string   `json:"street"`
	City         string   `json:"city"`
	Region       string   `json:"region"`
	Zip          string   `json:"zip"`
	Country      string   `json:"country"`
	Phone        string   `json:"phone"`
	Web          string   `json:"web"`
	Primary      string   `json:"primary"` // A30: a person
	Billing      string   `json:"billing"`
	Manager      string   `json:"manager"` // A46: a member of staff
	Active       bool     `json:"active"`
	Portal       bool     `json:"portal"` // A36
	Closed       []string `json:"closed"`
	Requests     string   `json:"requests"` // Z4: as_above, all, own
	Members      []string `json:"members"`  // N4: accounts that it stands for
}

// AccountRecord is an account with what is around it. Was goes back with what is saved.
type AccountRecord struct {
	Form        AccountForm `json:"form"`
	Was         string      `json:"was"`
	Name        string      `json:"name"`
	ParentName  string      `json:"parentName"` // names of what the form chooses; empty: it is gone
	PrimaryName string      `json:"primaryName"`
	BillingName string      `json:"billingName"`
	ManagerName string      `json:"managerName"`

	Above       []AccountName     `json:"above"`       // its parents, the nearest first
	OffAbove    string            `json:"offAbove"`    // the parent that switches its portal off
	ClosedAbove map[string]string `json:"closedAbove"` // by component: the parent that closes it
	ClosedAll   []string          `json:"closedAll"`   // components closed in the whole portal

	Subsidiaries int           `json:"subsidiaries"` // at any depth
	Members      []AccountName `json:"members"`      // N4: what it stands for
	Over         []AccountName `json:"over"`         // N4: what stands for it
	CanChange    bool          `json:"canChange"`    // by whoever works here
	History      []HistoryLine `json:"history"`
}

// AccountName is an account to go to.
type AccountName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// opened is an account as it was when its form was opened.
type openedAccount struct {
	Terms   edit.AccountTerms
	Company records.Company
	Members []records.AccountID
}

var requestWays = map[records.Requests]string{records.AsAbove: "as_above",
	records.AllRequests: "all", records.OwnRequests: "own"}

// Account gives an account.
func (d *Desk) Account(id string) (v AccountRecord, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	n, err := records.ParseID[records.Account](id)
	if err != nil {
		return v, err
	}
	c, err := d.store.CastAt(d.ctx, n)
	if err != nil {
		return v, err
	}
	if v, err = d.accountRecord(c.Account); err != nil {
		return v, err
	}
	v.around(c)
	members, over, err := d.store.Consolidated(d.ctx, n)
	if err != nil {
		return v, err
	}
	v.Members, v.Over = namesOf(members), namesOf(over)
	for _, m := range members {
		v.Form.Members = append(v.Form.Members, m.ID.String())
	}
	if v.Was, err = wasOf(c.Account, members); err != nil {
		return v, err
	}
	v.History, err = d.historyOf(n.Key())
	return v, err
}

// NewAccount begins an account. Nothing is saved yet.
func (d *Desk) NewAccount(consolidated bool) (v AccountRecord, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	return d.accountRecord(&records.Account{Active: true, Portal: true, Consolidated: consolidated})
}

func (d *Desk) accountRecord(a *records.Account) (v AccountRecord, err error) {
	me, err := d.me()
	if err != nil {
		return v, err
	}
	names := d.names()
	parent, manager := a.Parent.String(), a.Manager.String()
	primary, billing := a.Primary.String(), a.Billing.String()
	v = AccountRecord{Name: a.Name, ParentName: names.name("account", parent),
		PrimaryName: names.name("person", primary), BillingName: names.name("person", billing),
		ManagerName: names.name("staff", manager),
		Above:       []AccountName{}, ClosedAbove: map[string]string{}, ClosedAll: []string{},
		Members: []AccountName{}, Over: []AccountName{}, History: []HistoryLine{},
		CanChange: me.Role == records.Administrator || me.Role == records.AccessManager,
		Form: AccountForm{ID: a.ID.String(), Consolidated: a.Consolidated, Name: a.Name,
			Parent: parent, Street: a.Street, City: a.City, Region: a.Region, Zip: a.Zip,
			Country: a.Country, Phone: a.Phone, Web: a.Web, Primary: primary, Billing: billing,
			Manager: manager, Active: a.Active, Portal: a.Portal, Closed: keysOf(a.Closed),
			Requests: requestWays[a.Requests], Members: []string{}}}
	return v, names.err
}

// around says what lies above and below an account, and what closes it from there.
func (v *AccountRecord) around(c *records.Cast) {
	for _, up := range c.Above {
		if up != nil {
			v.Above = append(v.Above, AccountName{up.ID.String(), up.Name})
		}
	}
	v.Subsidiaries = len(c.Tree) - 1
	v.ClosedAll = keysOf(c.Portal.Closed)
	if by := c.AsProfile().Above.By; by != nil {
		v.OffAbove = by.Off
		for k, name := range by.Component {
			if name != "" {
				v.ClosedAbove[access.Component(k).String()] = name
			}
		}
	}
}

func namesOf(lines []records.AccountLine) []AccountName {
	list := make([]AccountName, len(lines))
	for i, l := range lines {
		list[i] = AccountName{l.ID.String(), l.Name}
	}
	return list
}

func wasOf(a *records.Account, members []records.AccountLine) (string, error) {
	was := openedAccount{Terms: edit.TermsOf(a), Company: a.Company()}
	for _, m := range members {
		was.Members = append(was.Members, m.ID)
	}
	text, err := json.Marshal(was)
	return string(text), err
}

// account reads the form.
func (f AccountForm) account() (a records.Account, err error) {
	a = records.Account{Name: strings.TrimSpace(f.Name), Active: f.Active, Portal: f.Portal,
		Consolidated: f.Consolidated,
		Street:       strings.TrimSpace(f.Street), City: strings.TrimSpace(f.City),
		Region: strings.TrimSpace(f.Region), Zip: strings.TrimSpace(f.Zip),
		Country: strings.TrimSpace(f.Country), Phone: strings.TrimSpace(f.Phone),
		Web: strings.TrimSpace(f.Web)}
	if a.ID, err = records.ParseID[records.Account](f.ID); err != nil {
		return a, err
	}
	if a.Parent, err = records.ParseID[records.Account](f.Parent); err != nil {
		return a, err
	}
	if a.Primary, err = records.ParseID[records.Person](f.Primary); err != nil {
		return a, err
	}
	if a.Billing, err = records.ParseID[records.Person](f.Billing); err != nil {
		return a, err
	}
	if a.Manager, err = records.ParseID[records.Staff](f.Manager); err != nil {
		return a, err
	}
	for _, key := range f.Closed {
		c, err := access.ParseComponent(key)
		if err != nil {
			return a, err
		}
		a.Closed |= access.SetOf(c)
	}
	for way, key := range requestWays {
		if key == f.Requests {
			a.Requests = way
			return a, nil
		}
	}
	return a, problem.New(problem.Invalid, "Choose who sees the account's requests.").On("requests")
}

func (f AccountForm) members() (list []records.AccountID, err error) {
	for _, key := range f.Members {
		id, err := records.ParseID[records.Account](key)
		if err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, nil
}

// edits are what makes what a form says out of what it showed when it was opened. The account's id
// is that of a new one where the form has none.
func (d *Desk) accountEdits(opened string, f AccountForm) (
	list []edit.Edit, id records.AccountID, err error) {
	a, err := f.account()
	if err != nil {
		return nil, 0, err
	}
	members, err := f.members()
	if err != nil {
		return nil, 0, err
	}
	var was openedAccount
	if a.ID == 0 {
		a.ID = records.AccountID(d.env.NewID())
		company := a.Company()
		if err := company.Check(); err != nil {
			return nil, 0, err
		}
		list = append(list, &edit.CreateAccount{Account: a})
	} else {
		if err := json.Unmarshal([]byte(opened), &was); err != nil {
			return nil, 0, problem.New(problem.Invalid, "Open the account again.").By(err)
		}
		if want := edit.TermsOf(&a); want != was.Terms {
			list = append(list, &edit.UpdateAccount{ID: a.ID, Was: was.Terms, Want: want})
		}
		if want := a.Company(); want != was.Company {
			list = append(list, &edit.UpdateCompany{Account: a.ID, Was: was.Company, Want: want})
		}
	}
	for _, m := range members {
		if !slices.Contains(was.Members, m) {
			list = append(list, &edit.Consolidate{Consolidation: records.Consolidation{
				ID: records.ConsolidationID(d.env.NewID()), Account: a.ID, Member: m}})
		}
	}
	for _, m := range was.Members {
		if !slices.Contains(members, m) {
			list = append(list, &edit.Separate{Account: a.ID, Member: m})
		}
	}
	if len(list) == 0 { // it says that it was already so
		list = append(list, &edit.UpdateAccount{ID: a.ID, Was: was.Terms, Want: was.Terms})
	}
	return list, a.ID, nil
}

// SaveAccount makes an account, or changes one: its name and address, its switches, its contacts,
// and what it stands for (A30, A36, A37, A46, N4, Z4).
func (d *Desk) SaveAccount(was string, f AccountForm) (v SavedView, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	list, id, err := d.accountEdits(was, f)
	if err != nil {
		return v, err
	}
	text := fmt.Sprintf("Account %s was changed.", strings.TrimSpace(f.Name))
	if f.ID == "" {
		text = fmt.Sprintf("Account %s was made.", strings.TrimSpace(f.Name))
	}
	v, err = d.saveAll(list, "", text)
	v.ID = id.String()
	return v, err
}

// AccountChange shows who gains and who loses what by an account that is not saved yet (B7), over
// everybody at the account, at its subsidiaries, at its parents and at what stands for any of them.
func (d *Desk) AccountChange(was string, f AccountForm) (v PeopleChange, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	list, id, err := d.accountEdits(was, f)
	if err != nil {
		return v, err
	}
	in := make([]edit.Envelope, len(list))
	for i, e := range list {
		if in[i], err = d.envelope(e, "", ""); err != nil {
			return v, err
		}
	}
	return d.peopleChange(func(yield func(before, after *records.Cast) bool) error {
		return d.store.Foretell(d.ctx, d.circumstances(in[0]), in, []records.AccountID{id}, yield)
	})
}

// AccountPerson is somebody of an account.
type AccountPerson struct {
	ID    string `json:"id"`
	User  string `json:"user"` // empty: no login
	Name  string `json:"name"`
	Email string `json:"email"`
}

const mostPeople = 50

// AccountPeople gives the first people of an account whose name or e-mail address contains text.
func (d *Desk) AccountPeople(account, text string) (page Page[AccountPerson], err error) {
	defer d.answer(&err, &page)
	d.mustBeReady()
	id, err := records.ParseID[records.Account](account)
	if err != nil {
		return page, err
	}
	lines, total, err := d.store.PeopleAt(d.ctx, id, strings.TrimSpace(text), mostPeople)
	page = Page[AccountPerson]{Total: total, Rows: make([]AccountPerson, len(lines))}
	for i, l := range lines {
		page.Rows[i] = AccountPerson{ID: l.Person.ID.String(), User: l.User.String(),
			Name: l.Person.Name(), Email: l.Person.Email}
	}
	return page, err
}
