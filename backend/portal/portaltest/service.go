package portaltest

import (
	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// service gives the cast the service desk: queues, request types, vendors, absences, off hours,
// modules, allowances, a ticket that waits for Ada's approval (508), and Vic, who has access at two
// companies. Noon is a Tuesday.
func (w *World) service() {
	vic := w.person("vic", "Vic Vale", acme, access.ManagerProfile)
	w.Accounts[acme].Primary, w.Accounts[acme].Billing = vic.Person.ID, w.Cast["ada"].Person.ID
	w.Accounts[acme].City = "London"
	w.More = append(w.More, &records.Access{ID: 7001, User: vic.User.ID, Account: other,
		Profile: records.ProfileID(access.BasicProfile)})
	for _, t := range w.Rows {
		if t.ID == 508 {
			t.Approval, t.Type, t.Queue = records.Pending, 7101, 7201
		}
		if t.ID == 502 {
			t.Assigned, t.Queue, t.Vendor = w.Cast["ben"].Person.ID, 7203, 7301
		}
	}
	at := Noon.Unix() - 30*86400
	day := access.At(Noon, w.Settings.Location()).Day
	w.More = append(w.More,
		&records.RequestType{ID: 7101, Account: acme, Name: "Purchase", Queue: 7201,
			Priority: "low", Approver: w.Cast["cleo"].Person.ID, Created: at},
		&records.RequestType{ID: 7102, Name: "Something is broken", Queue: 7203,
			Priority: "high", Created: at},
		&records.RequestType{ID: 7103, Account: other, Name: "Foreign type",
			Created: at},
		&records.RequestType{ID: 7104, Account: acme, Name: "Fax", Off: true, Created: at},
		&records.Queue{ID: 7201, Account: acme, Name: "Purchasing", Created: at},
		&records.Queue{ID: 7202, Account: other, Name: "SECRET queue", Created: at},
		&records.Queue{ID: 7203, Name: "SECRET queue of the office", Created: at},
		&records.Vendor{ID: 7301, Account: acme, Name: "Wire & Co", Email: "hi@example.com",
			Created: at},
		&records.Vendor{ID: 7302, Account: other, Name: "SECRET vendor", Created: at},
		&records.Absence{ID: 7401, Account: acme, Person: w.Cast["ben"].Person.ID,
			Name: "Ben Brook", Deputy: "Cleo Castle", Created: at,
			Days: access.Window{From: day - 1, To: day + 1}},
		&records.Absence{ID: 7402, Account: other, Person: w.Cast["fay"].Person.ID,
			Name: "SECRET absence", Days: access.Window{From: day, To: day}, Created: at},
		&records.Closing{ID: 7501, Account: acme, Name: "Lunch", Start: 14 * 60, End: 15 * 60,
			Created: at},
		&records.Closing{ID: 7502, Account: other, Name: "Foreign closing", Created: at})
	w.subscriptions(at, day)
}

func (w *World) subscriptions(at int64, day access.Day) {
	price := records.Money{Minor: 4900, Currency: "EUR"}
	subscription := func(id records.SubscriptionID, to records.AccountID, name string,
		days access.Window) *records.Subscription {
		return &records.Subscription{ID: id, Account: to, Module: records.ModuleID(id - 100),
			Name: name, Price: price, Period: records.Monthly, Days: days, Created: at}
	}
	module := func(id records.ModuleID, name string) *records.Module {
		return &records.Module{ID: id, Name: name, Price: price, Period: records.Monthly,
			Created: at}
	}
	w.More = append(w.More, module(7601, "Order book"), module(7602, "Labels"),
		module(7603, "Customs"), module(7604, "Crew"), module(7605, "Fax"),
		&records.Module{ID: 7606, Name: "SECRET module", Price: price, Period: records.Monthly,
			Off: true, Created: at},
		subscription(7701, acme, "Order book", access.Window{From: day - 90}),
		subscription(7702, acme, "Labels", access.Window{From: day - 90, To: day + 5}),
		subscription(7703, acme, "Customs", access.Window{From: day + 5}),
		subscription(7705, acme, "Fax", access.Window{From: day - 90, To: day - 9}),
		subscription(7711, acmeSouth, "Order book", access.Window{From: day - 9}),
		subscription(7721, other, "Foreign subscription", access.Window{From: day - 9}))
	w.More = append(w.More,
		&records.Allowance{ID: 7801, Account: acme, Sort: records.BlockHours, Name: "Support",
			Amount: 600, Days: access.Window{From: day - 60}, Created: at},
		&records.Allowance{ID: 7802, Account: acme, Sort: records.Retainer, Name: "=1+1",
			Amount: 100_000, Currency: "EUR", Days: access.Window{From: day - 60}, Created: at},
		&records.Allowance{ID: 7803, Account: other, Sort: records.BlockHours,
			Name: "SECRET hours", Amount: 600, Created: at},
		&records.Draw{ID: 7901, Allowance: 7801, Amount: 90, Text: "A new driver",
			Author: "Rosa Reed", Internal: "SECRET remark", Day: day - 7, Created: at},
		&records.Draw{ID: 7902, Allowance: 7803, Amount: 90, Text: "SECRET work",
			Day: day - 7, Created: at},
		&records.Elevation{ID: 7951, Account: acme, User: w.Cast["bob"].User.ID,
			Person: w.Cast["bob"].Person.ID, Asker: w.Cast["cleo"].Person.ID, Name: "Bob Bell",
			Profile: records.ProfileID(access.AdvancedProfile), State: records.Asked,
			Reason: "SECRET reason", Created: at},
		&records.Elevation{ID: 7952, Account: other, User: w.Cast["fay"].User.ID,
			Person: w.Cast["fay"].Person.ID, Asker: 1, Name: "SECRET request", Profile: 4,
			State: records.Declined, Created: at},
		&records.Profile{ID: 7961, Name: "SECRET profile", Base: 3})
}
