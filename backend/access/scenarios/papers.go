package scenarios

import (
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// paper is what a story calls by a kind and a name: a record, or what lies in it.
type paper struct{ of, part records.Key }

// paperKinds and partKinds name the papers in phrases, and the parts of an order.
const (
	paperKinds = "order|invoice|quotation|sales order|project|document"
	partKinds  = "file|flag|task"
)

var kindOfPaper = map[string]records.Kind{"order": records.KindOrder,
	"invoice": records.KindInvoice, "quotation": records.KindQuotation,
	"sales order": records.KindSalesOrder, "project": records.KindProject,
	"document": records.KindDocument}

// paperDeeds says what each deed with each paper needs. A part is seen where its order is.
var paperDeeds = map[string]access.Permission{
	"see order": access.OrderView, "see file": access.OrderView, "see flag": access.OrderView,
	"see task":    access.OrderView,
	"see invoice": access.InvoiceView, "pay invoice": access.PaymentMake,
	"see quotation": access.QuotationView, "sign quotation": access.QuotationSign,
	"see sales order": access.SalesOrderView, "sign sales order": access.SalesOrderSign,
	"see project": access.ProjectView, "see document": access.DocumentView,
}

func (s *stage) paper(kind, name string) (paper, error) {
	return named(s.papers, "paper", kind+" "+name)
}

// aPaper makes a paper as it is when it is for customers.
func aPaper(s *stage, w []string) error {
	of := belonging{name: w[1]}
	var err error
	if of.account, err = named(s.accounts, "account", w[2]); err != nil {
		return err
	}
	if w[3] != "" {
		if of.person, err = named(s.people, "person", w[3]); err != nil {
			return err
		}
	}
	r := s.fresh(kindOfPaper[w[0]], of)
	s.papers[w[0]+" "+w[1]] = paper{of: r.Key()}
	return s.put(r)
}

// paperPart puts a file, a flag or a task into an order. Files and flags are for customers.
func paperPart(s *stage, w []string) error {
	p, err := s.paper("order", w[2])
	if err != nil {
		return err
	}
	o, err := row[*records.Order](s, p.of)
	if err != nil {
		return err
	}
	id := s.id()
	list := []records.Record{}
	switch w[0] {
	case "file":
		sort := &records.FileType{ID: records.FileTypeID(id), Name: "Sort " + w[1], Customer: true}
		list = append(list, &records.File{ID: records.FileID(id), Owner: p.of.Kind,
			OwnerID: p.of.ID, Type: sort.ID, Name: w[1] + ".txt", Media: "text/plain",
			Size: int64(len(FileText)), Hash: FileHash(), Author: "Anna", Created: s.now.Unix()}, sort)
	case "flag":
		n := *o
		n.Flags = append([]records.FlagID{records.FlagID(id)}, o.Flags...)
		list = append(list, &records.Flag{ID: records.FlagID(id), Name: w[1], Customer: true}, &n)
	case "task":
		list = append(list, &records.OrderTask{ID: records.OrderTaskID(id), Order: o.ID,
			Account: o.Account, Name: w[1], Created: s.now.Unix()})
	}
	s.papers[w[0]+" "+w[1]] = paper{p.of, list[0].Key()}
	return s.put(list...)
}

// partIs ticks "Customer file" at a file's type, or "Is a customer flag" at a flag.
func partIs(s *stage, w []string) error {
	p, err := s.paper(w[0], w[1])
	if err != nil {
		return err
	}
	forThem := w[2] == "for customers"
	if w[0] == "flag" {
		return alter(s, p.part, func(f *records.Flag) { f.Customer = forThem })
	}
	sort := records.Key{Kind: records.KindFileType, ID: p.part.ID}
	return alter(s, sort, func(t *records.FileType) { t.Customer = forThem })
}

// agreementIs opens a quotation or a sales order for signing, or withdraws it.
func agreementIs(s *stage, w []string) error {
	p, err := s.paper(w[0], w[1])
	if err != nil {
		return err
	}
	if w[0] == "quotation" {
		return alter(s, p.of, func(q *records.Quotation) { q.Withdrawn = w[2] == "not open" })
	}
	return alter(s, p.of, func(o *records.SalesOrder) { o.Withdrawn = w[2] == "not open" })
}

func invoiceIs(s *stage, w []string) error {
	p, err := s.paper("invoice", w[0])
	if err != nil {
		return err
	}
	return alter(s, p.of, func(i *records.Invoice) { i.Paid = i.Total().Minor })
}

func projectTeam(s *stage, w []string) error {
	p, err := s.paper("project", w[0])
	if err != nil {
		return err
	}
	id, err := named(s.people, "person", w[1])
	if err != nil {
		return err
	}
	return alter(s, p.of, func(p *records.Project) {
		p.Team = append([]records.PersonID{id}, p.Team...)
	})
}

func documentIs(s *stage, w []string) error {
	p, err := s.paper("document", w[0])
	if err != nil {
		return err
	}
	return alter(s, p.of, func(d *records.Document) {
		switch w[1] {
		case "public":
			d.Public = true
		default:
			d.Shown = w[1] == "shown"
		}
	})
}

func documentOf(s *stage, w []string) error {
	p, err := s.paper("document", w[0])
	if err != nil {
		return err
	}
	project, err := s.paper("project", w[1])
	if err != nil {
		return err
	}
	return alter(s, p.of, func(d *records.Document) { d.Project = records.ProjectID(project.of.ID) })
}

// mayPaper asks about one paper.
func mayPaper(s *stage, w []string) (Side, error) {
	p, err := s.paper(w[3], w[4])
	if err != nil {
		return Neither, err
	}
	deed, ok := paperDeeds[w[2]+" "+w[3]]
	if !ok {
		return Neither, fmt.Errorf("nobody can %s a %s", w[2], w[3])
	}
	return s.ask(w[0], w[1], Question{Permission: deed, Of: p.of, Part: p.part}, w[5])
}

// PIN is everybody's who has one, and PINVerifier its Argon2id. Its parameters are weak, so that
// stories are fast.
const (
	PIN         = "270519"
	PINVerifier = "$argon2id$v=19$m=64,t=1,p=1$MvGkaRD/3cFz6GX8lEu64g$" +
		"XVOVeKWkj1+wIxlTCIrtEGADevDMiJia1k4/ZxZC5ps"
)

// hasPIN gives somebody a PIN for signing (C8).
func hasPIN(s *stage, w []string) error {
	id, err := named(s.users, "person", w[0])
	if err != nil {
		return err
	}
	if err := s.put(&records.PIN{ID: id, Verifier: PINVerifier}); err != nil {
		return err
	}
	return s.user(w[0], func(u *records.User) { u.PIN = records.PINSet })
}

// signs lets somebody sign what they see (C7, C8, C12).
func signs(s *stage, w []string) (Side, error) {
	p, err := s.paper(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	d, err := row[records.Signable](s, p.of)
	if err != nil {
		return Neither, err
	}
	e := &edit.Sign{ID: records.SignatureID(s.id()), Of: p.of, Version: d.Version(),
		IP: "192.0.2.1"}
	if w[4] == "with" {
		pin, err := row[*records.PIN](s, records.Key{Kind: records.KindPIN,
			ID: int64(s.users[w[0]])})
		if err != nil {
			return Neither, err
		}
		e.Stamp = pin.Stamp()
	}
	return s.act(w[0], e, w[1] == "cannot sign")
}
