package scenarios

import (
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// Paper is a record of which a story tells only what a decision needs to know: an order, a file, a
// flag, an invoice and so on.
type Paper struct {
	Account records.AccountID
	Owner   records.PersonID   // whose own it is, or 0
	Team    []records.PersonID // who works on it
	Unfit   access.Fault       // why it is not for customers, or 0
	Refused access.Fault       // what it refuses to whoever acts on it, or 0
}

// Record is what a decision is told of the paper; closed are the components closed at its account.
func (p *Paper) Record(closed access.ComponentSet) *access.Record {
	keys := access.Sets{access.Own: {int64(p.Owner)}, access.Account: {int64(p.Account)},
		access.Tree: {int64(p.Account)}}
	for _, id := range p.Team {
		keys[access.Team] = append(keys[access.Team], int64(id))
	}
	return &access.Record{Keys: access.KeysOf(keys), Closed: closed, Hidden: p.Unfit,
		Refused: p.Refused}
}

// paperKinds names the papers in phrases.
const paperKinds = "{order|file|flag|invoice|quotation|sales order|project}"

// paperDeeds says what each deed with each paper needs.
var paperDeeds = map[string]access.Permission{
	"see order": access.OrderView, "see file": access.DocumentView, "see flag": access.OrderView,
	"see invoice": access.InvoiceView, "pay invoice": access.PaymentMake,
	"see quotation": access.QuotationView, "sign quotation": access.QuotationSign,
	"see sales order": access.SalesOrderView, "sign sales order": access.SalesOrderSign,
	"see project": access.ProjectView,
}

func paper(s *stage, w []string) (err error) {
	p := &Paper{}
	if p.Account, err = named(s.accounts, "account", w[2]); err == nil && w[3] != "" {
		p.Owner, err = named(s.people, "person", w[3])
	}
	s.papers[w[0]+" "+w[1]] = p
	return err
}

// paperStates says what a paper is like: why it is not for customers, and what it refuses.
var paperStates = map[string][2]access.Fault{
	"for customers":        {},
	"of no customer type":  {access.NotCustomerFile},
	"no customer flag":     {access.NotCustomerFlag},
	"a task of an order":   {access.OrderTask},
	"not shown":            {access.NotShown},
	"open for signing":     {},
	"not open for signing": {0, access.NotForSigning},
	"signed":               {0, access.Signed},
	"paid":                 {0, access.InvoicePaid},
}

func paperIs(s *stage, w []string) error {
	p, err := named(s.papers, "paper", w[0]+" "+w[1])
	if err != nil {
		return err
	}
	state, err := named(paperStates, "state", w[2])
	p.Unfit, p.Refused = state[0], state[1]
	return err
}

func paperTeam(s *stage, w []string) error {
	p, err := named(s.papers, "paper", w[0]+" "+w[1])
	if err != nil {
		return err
	}
	id, err := named(s.people, "person", w[2])
	p.Team = append(p.Team, id)
	return err
}

// mayPaper asks about one paper. Signing asks for the PIN as well (C8).
func mayPaper(s *stage, w []string) (Side, error) {
	p, err := named(s.papers, "paper", w[3]+" "+w[4])
	if err != nil {
		return Neither, err
	}
	deed, ok := paperDeeds[w[2]+" "+w[3]]
	if !ok {
		return Neither, fmt.Errorf("nobody can %s a %s", w[2], w[3])
	}
	asked := *p
	switch {
	case w[2] == "see":
		asked.Refused = 0
	case w[2] == "sign" && w[5] == "without the PIN":
		asked.Refused |= access.NoPIN
	}
	return s.ask(w[0], w[1], Question{Permission: deed, Paper: &asked}, w[6])
}
