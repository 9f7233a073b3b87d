package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// belonging says whose a record is, in every way that its kind knows.
type belonging struct {
	id      int64
	name    string
	account records.AccountID
	person  records.PersonID
	now     int64
	today   access.Day
}

// making makes a record of a kind as it is when it is for customers and nothing has been done with
// it yet: published, shown, unpaid, open for signing.
var making = map[records.Kind]func(belonging) records.Record{
	records.KindTicket: func(b belonging) records.Record {
		return &records.Ticket{ID: records.TicketID(b.id), Number: b.number("T"), Account: b.account,
			Creator: b.person, Subject: b.name, Text: "It began this morning.", Priority: "high",
			Status: records.Open, Created: b.now, Updated: b.now}
	},
	records.KindOrder: func(b belonging) records.Record {
		return &records.Order{ID: records.OrderID(b.id), Number: b.number("O"), Name: b.name,
			Account: b.account, Contact: b.person, Status: records.OrderNew, Created: b.now}
	},
	records.KindInvoice: func(b belonging) records.Record {
		return &records.Invoice{ID: records.InvoiceID(b.id), Number: b.number("R"),
			Subject: b.name, Account: b.account, Currency: "EUR", Lines: lines, Published: true,
			Due: b.today + 10, Created: b.now}
	},
	records.KindPayment: func(b belonging) records.Record {
		return &records.Payment{ID: records.PaymentID(b.id), Number: b.number("P"), Invoice: 1,
			Account: b.account, Amount: 100, Currency: "EUR", State: records.PaymentReceived,
			Way: records.PaidTransfer, Created: b.now}
	},
	records.KindQuotation: func(b belonging) records.Record {
		return &records.Quotation{ID: records.QuotationID(b.id), Agreement: b.agreement("Q")}
	},
	records.KindSalesOrder: func(b belonging) records.Record {
		return &records.SalesOrder{ID: records.SalesOrderID(b.id), Agreement: b.agreement("S")}
	},
	records.KindProject: func(b belonging) records.Record { return b.project(b.id) },
	records.KindTask: func(b belonging) records.Record {
		return &records.Task{ID: records.TaskID(b.id), Project: records.ProjectID(b.id),
			Account: b.account, Assigned: b.person, Name: b.name, Created: b.now}
	},
	records.KindDocument: func(b belonging) records.Record {
		return &records.Document{ID: records.DocumentID(b.id), Name: b.name, Account: b.account,
			Contact: b.person, Shown: true, Created: b.now}
	},
	records.KindConfigurationItem: func(b belonging) records.Record {
		return &records.ConfigurationItem{ID: records.ConfigurationItemID(b.id), Name: b.name,
			Account: b.account, Sealed: "sealed", Created: b.now}
	},
	records.KindSubscription: func(b belonging) records.Record {
		return &records.Subscription{ID: records.SubscriptionID(b.id), Account: b.account,
			Module: records.ModuleID(b.id), Name: b.name, Price: price, Period: records.Monthly,
			Days: access.Window{From: b.today - 90}, Created: b.now}
	},
	records.KindAllowance: func(b belonging) records.Record {
		return &records.Allowance{ID: records.AllowanceID(b.id), Account: b.account, Name: b.name,
			Sort: records.BlockHours, Amount: 600, Created: b.now}
	},
	records.KindSuggestion: func(b belonging) records.Record {
		return &records.Suggestion{ID: records.SuggestionID(b.id), Account: b.account,
			Person: b.person, Heading: b.name, Text: "Like this.", State: records.Suggested,
			Created: b.now}
	},
	records.KindQueue: func(b belonging) records.Record {
		return &records.Queue{ID: records.QueueID(b.id), Account: b.account, Name: b.name,
			Created: b.now}
	},
	records.KindRequestType: func(b belonging) records.Record {
		return &records.RequestType{ID: records.RequestTypeID(b.id), Account: b.account,
			Name: b.name, Created: b.now}
	},
	records.KindVendor: func(b belonging) records.Record {
		return &records.Vendor{ID: records.VendorID(b.id), Account: b.account, Name: b.name,
			Created: b.now}
	},
	records.KindAbsence: func(b belonging) records.Record {
		return &records.Absence{ID: records.AbsenceID(b.id), Account: b.account, Name: b.name,
			Person: b.person, Days: access.Window{From: b.today, To: b.today}, Created: b.now}
	},
	records.KindClosing: func(b belonging) records.Record {
		return &records.Closing{ID: records.ClosingID(b.id), Account: b.account, Name: b.name,
			Created: b.now}
	},
}

var (
	price = records.Money{Minor: 1000, Currency: "EUR"}
	lines = records.Lines{{Text: "One piece", Quantity: 1000, Price: 10_000}}
)

func (b belonging) number(letter string) string { return fmt.Sprintf("%s-%d", letter, b.id) }

func (b belonging) agreement(letter string) records.Agreement {
	return records.Agreement{Number: b.number(letter), Account: b.account, Contact: b.person,
		Subject: b.name, Currency: "EUR", Lines: lines, Published: true, Created: b.now}
}

func (b belonging) project(id int64) *records.Project {
	p := &records.Project{ID: records.ProjectID(id), Number: b.number("P"), Name: b.name,
		Account: b.account, State: records.Running, Created: b.now}
	if b.person != 0 {
		p.Team = []records.PersonID{b.person}
	}
	return p
}

// fresh makes a record of a kind.
func (s *stage) fresh(kind records.Kind, b belonging) records.Record {
	b.id, b.now = s.id(), s.now.Unix()-3600
	b.today = access.DayOf(s.now.Date())
	return making[kind](b)
}

// with asks a question that names no record about one that is theirs in every way, where the
// permission is about a kind of record: "has" means that they can use it on their own things. The
// record is gone afterwards.
func (s *stage) with(q Question, ask func(Question) error) error {
	kind := records.About(q.Permission)
	if making[kind] == nil || q.User == 0 || q.HasRecord() {
		return ask(q)
	}
	b := belonging{name: "A thing of theirs", account: q.Account}
	u, err := row[*records.User](s, records.Key{Kind: records.KindUser, ID: int64(q.User)})
	if err != nil {
		return err
	}
	p, err := row[*records.Person](s, records.Key{Kind: records.KindPerson, ID: int64(u.Person)})
	if err != nil {
		return err
	}
	if b.person = p.ID; b.account == 0 {
		b.account = p.Account
	}
	b.now = s.now.Unix()
	r := s.fresh(kind, b)
	q.Of = r.Key()
	list := []records.Record{r}
	switch r := r.(type) {
	case *records.Task: // lies in a project
		list = append(list, b.project(int64(r.Project)))
	case *records.Subscription: // is to one of the modules that there are
		if q.Permission == access.ModuleAdd { // they had it once
			r.Days.To = r.Days.From + 30
		}
		list = append(list, &records.Module{ID: r.Module, Name: "Drawings", Price: price,
			Period: records.Monthly})
	}
	if err := s.put(list...); err != nil {
		return err
	}
	if err := ask(q); err != nil {
		return err
	}
	return s.d.Change(func(tx edit.Tx) {
		for _, r := range list {
			tx.Delete(r.Key())
		}
	})
}

// FileText is what every file of a story says.
const FileText = "Two lamps, one bench."

// FileHash is the hash under which its content is kept.
func FileHash() string {
	sum := sha256.Sum256([]byte(FileText))
	return hex.EncodeToString(sum[:])
}
