package app

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"gatehouse/backend/edit"
	"gatehouse/backend/exchange"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// importing is an import between its steps.
type importing struct {
	table   *exchange.Table
	data    []byte // of a workbook, of which another sheet may be wanted
	plan    []exchange.Planned
	refused []exchange.Refusal
	cancel  context.CancelFunc
}

// ImportTable is a file as it was read, with a guess what each column is (B10).
type ImportTable struct {
	ID        string         `json:"id"`
	File      string         `json:"file"`
	Encoding  string         `json:"encoding"`
	Delimiter string         `json:"delimiter"`
	Sheet     string         `json:"sheet"`  // of a workbook, the one that was read,
	Sheets    []string       `json:"sheets"` // of these
	Rows      int            `json:"rows"`
	Columns   []ImportColumn `json:"columns"`
	Targets   []ImportTarget `json:"targets"`
}

// ImportColumn is a column of the file.
type ImportColumn struct {
	Header  string   `json:"header"`
	Samples []string `json:"samples"`
	Target  string   `json:"target"`
}

// ImportTarget is a field that a column can go to.
type ImportTarget struct {
	Key   string `json:"key"`
	Label string `json:"label" say:"yes"`
}

// ReadImport reads a file that the user chose.
func (d *Desk) ReadImport(file, data string) (v ImportTable, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	file = filepath.Base(filepath.ToSlash(file))
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return v, problem.New(problem.Invalid, "The file could not be read. Choose it again.").By(err)
	}
	t, err := exchange.Read(file, raw)
	if err != nil {
		return v, err
	}
	i := &importing{table: t}
	if len(t.Sheets) > 1 {
		i.data = raw
	}
	return d.imported(i), nil
}

// ReadImportSheet reads another sheet of a workbook that the user chose.
func (d *Desk) ReadImportSheet(id, sheet string) (v ImportTable, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	i, err := d.importing(id)
	if err != nil {
		return v, err
	}
	t, err := exchange.ReadSheet(i.table.File, i.data, sheet)
	if err != nil {
		return v, err
	}
	return d.imported(&importing{table: t, data: i.data}), nil
}

// imported takes a file up, in the place of one before it, and shows it.
func (d *Desk) imported(i *importing) ImportTable {
	t := i.table
	v := ImportTable{ID: d.env.NewUID(), File: t.File, Encoding: t.Encoding, Delimiter: t.Delimiter,
		Sheet: t.Sheet, Sheets: append([]string{}, t.Sheets...),
		Rows: len(t.Rows) + len(t.Refused), Targets: []ImportTarget{}}
	for _, f := range exchange.Fields() {
		v.Targets = append(v.Targets, ImportTarget{f.Key, f.Label})
	}
	for at, target := range exchange.Guess(t.Header, t.Rows) {
		c := ImportColumn{Header: t.Header[at], Samples: []string{}, Target: target}
		for _, r := range t.Rows[:min(3, len(t.Rows))] {
			c.Samples = append(c.Samples, r.Cells[at])
		}
		v.Columns = append(v.Columns, c)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.imports) // one at a time
	d.imports[v.ID] = i
	return v
}

// ImportPlan is the dry run: what would become of every row.
type ImportPlan struct {
	ID         string          `json:"id"`
	People     int             `json:"people"`
	Accounts   int             `json:"accounts"`
	Duplicates int             `json:"duplicates"`
	Refused    int             `json:"refused"`
	Rows       []ImportPlanRow `json:"rows"`
}

// ImportPlanRow is one row of the dry run.
type ImportPlanRow struct {
	Line    int    `json:"line"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Company string `json:"company"`
	Outcome string `json:"outcome"` // new, duplicate, refused
	Why     string `json:"why" say:"yes"`
}

const mostPlanRows = 500

type emails map[string]bool

func (e emails) EmailKnown(email string) bool { return e[records.Fold(email)] }

func (d *Desk) importing(id string) (*importing, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := d.imports[id]; i != nil {
		return i, nil
	}
	return nil, problem.New(problem.NotFound, "This import is no longer open. Choose the file again.")
}

// PlanImport is the dry run: it writes nothing.
func (d *Desk) PlanImport(id string, targets []string) (v ImportPlan, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	i, err := d.importing(id)
	if err != nil {
		return v, err
	}
	contacts, refused, err := exchange.Contacts(i.table, targets)
	if err != nil {
		return v, err
	}
	known, err := d.store.Emails(d.ctx)
	if err != nil {
		return v, err
	}
	accounts, err := d.store.AccountsByName(d.ctx)
	if err != nil {
		return v, err
	}
	i.plan = exchange.Plan(contacts, emails(known))
	i.refused = append(slices.Clone(i.table.Refused), refused...)
	v = ImportPlan{ID: id, Refused: len(i.refused), Rows: []ImportPlanRow{}}
	for _, r := range i.refused {
		v.add(ImportPlanRow{Line: r.Line, Outcome: "refused", Why: r.Why})
	}
	var fresh []ImportPlanRow
	for _, p := range i.plan {
		row := ImportPlanRow{p.Line, name(p.Contact), p.Email, p.Company, string(p.Outcome), p.Why}
		if p.Outcome == exchange.OutcomeDuplicate {
			v.Duplicates++
			v.add(row)
			continue
		}
		v.People++
		if key := records.Fold(company(p.Contact)); accounts[key] == 0 {
			v.Accounts++
			accounts[key] = 1
		}
		if len(fresh) < mostPlanRows {
			fresh = append(fresh, row)
		}
	}
	for _, row := range fresh {
		v.add(row)
	}
	return v, nil
}

func (v *ImportPlan) add(row ImportPlanRow) {
	if len(v.Rows) < mostPlanRows {
		v.Rows = append(v.Rows, row)
	}
}

func name(c exchange.Contact) string {
	p := records.Person{First: c.First, Last: c.Last, Email: c.Email}
	return p.Name()
}

// company is the account of a contact: its company, or the person alone.
func company(c exchange.Contact) string {
	if c.Company != "" {
		return c.Company
	}
	return name(c)
}

// ImportResult is what an import made.
type ImportResult struct {
	Group        string `json:"group"`
	People       int    `json:"people"`
	Accounts     int    `json:"accounts"`
	Skipped      int    `json:"skipped"`
	RejectedFile string `json:"rejectedFile"`
	Text         string `json:"text" say:"yes"`
}

// RunImport makes the accounts, people and logins of the last dry run, in one transaction that can
// be undone as one. Cancelled or failed, it leaves nothing behind.
func (d *Desk) RunImport(id string) (v ImportResult, err error) {
	defer d.answer(&err, &v)
	d.mustBeReady()
	i, err := d.importing(id)
	if err != nil {
		return v, err
	}
	if i.plan == nil {
		return v, problem.New(problem.Invalid, "Check the columns first.")
	}
	group := records.UID(d.env.NewUID())
	list, v, err := d.importEdits(i, group)
	if err != nil || len(list) == 0 {
		return v, orNothing(err)
	}
	ctx, cancel := context.WithCancel(d.ctx)
	defer cancel()
	d.mu.Lock()
	i.cancel = cancel
	d.mu.Unlock()
	outs, err := d.store.Author(ctx, d.circumstances(list[0]), list, d.progress("import", len(list)))
	d.emit(eventProgress, ProgressEvent{})
	if ctx.Err() != nil && d.ctx.Err() == nil {
		return ImportResult{}, problem.New(problem.Conflict, "The import was cancelled. Nothing was "+
			"imported.")
	}
	if err != nil {
		return ImportResult{}, err
	}
	err = d.importDone(i, &v, outs)
	return v, err
}

func orNothing(err error) error {
	if err != nil {
		return err
	}
	return problem.New(problem.Invalid, "There is nobody new in this file. Nothing was imported.")
}

func (d *Desk) importDone(i *importing, v *ImportResult, outs []edit.Outcome) error {
	for _, o := range outs {
		if !o.Status.HasEffect() {
			v.Skipped++
		}
	}
	v.Skipped += len(i.refused)
	for _, p := range i.plan {
		if p.Outcome == exchange.OutcomeDuplicate {
			v.Skipped++
		}
	}
	v.Text = fmt.Sprintf("%d people of %d new accounts imported.", v.People, v.Accounts)
	d.changed("user", "account", "data")
	if len(i.refused) == 0 {
		return nil
	}
	path := filepath.Join(d.env.Folder, d.say(fmt.Sprintf("not imported %s.csv",
		d.env.Now().Format("2006-01-02 15.04.05"))))
	refused := slices.Clone(i.refused)
	for at := range refused {
		refused[at].Why = d.say(refused[at].Why)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err == nil {
		err = errors.Join(exchange.WriteRejected(f, i.table.Header, refused), f.Close())
	}
	if err != nil {
		return problem.Newf(problem.Unavailable, "%s The rows that were not imported could not be "+
			"kept in a file.", v.Text).By(err)
	}
	v.RejectedFile = path
	return nil
}

// importEdits writes the plan down as edits: an account where there is none of that name yet, and a
// person with a login.
func (d *Desk) importEdits(i *importing, group records.UID) (list []edit.Envelope,
	v ImportResult, err error) {
	v.Group = string(group)
	accounts, err := d.store.AccountsByName(d.ctx)
	if err != nil {
		return nil, v, err
	}
	put := func(e edit.Edit) {
		env, failed := d.envelope(e, d.say(fmt.Sprintf("Imported from %s", i.table.File)), group)
		err = errors.Join(err, failed)
		list = append(list, env)
	}
	for _, p := range i.plan {
		if p.Outcome != exchange.OutcomeNew {
			continue
		}
		key := records.Fold(company(p.Contact))
		if accounts[key] == 0 {
			accounts[key] = records.AccountID(d.env.NewID())
			put(&edit.CreateAccount{Account: accountOf(accounts[key], p.Contact)})
			v.Accounts++
		}
		put(d.personOf(accounts[key], p.Contact))
		v.People++
	}
	return list, v, err
}

func accountOf(id records.AccountID, c exchange.Contact) records.Account {
	return records.Account{ID: id, Name: company(c), Street: c.Street, City: c.City,
		Region: c.Region, Zip: c.Zip, Country: c.Country, Web: c.Web, Active: true, Portal: true}
}

// personOf makes a person with a login: the username is the e-mail address where none is given.
// Somebody with neither has no login.
func (d *Desk) personOf(at records.AccountID, c exchange.Contact) *edit.CreatePerson {
	p := records.Person{ID: records.PersonID(d.env.NewID()), Account: at, First: c.First,
		Last: c.Last, Email: c.Email, Phone: c.Phone, Mobile: c.Mobile, JobTitle: c.JobTitle,
		Lead: c.Kind == "lead"}
	username := c.Username
	if username == "" {
		username = c.Email
	}
	e := &edit.CreatePerson{Person: p}
	if username != "" {
		e.User = &records.User{ID: records.UserID(d.env.NewID()), Person: p.ID, Username: username,
			Active: true, PortalUser: true, RoleGroup: true}
	}
	return e
}

// CancelImport stops an import that runs: nothing of it is kept.
func (d *Desk) CancelImport(id string) (err error) {
	defer d.answer(&err)
	i, err := d.importing(id)
	if err != nil {
		return nil // it has ended
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if i.cancel != nil {
		i.cancel()
	}
	return nil
}
