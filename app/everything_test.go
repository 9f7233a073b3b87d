package app_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"gatehouse/app"
	"gatehouse/backend/access"
	"gatehouse/backend/problem"
	"gatehouse/backend/records"
)

// everything is one record of each kind of Portal data, all about each other; what belongs to one
// account belongs to number 10. Of quotations, the last is not signed.
func everything() []records.Record {
	const at = 1_780_000_000
	day := access.Day(20_600)
	days := access.Window{From: day, To: day + 9}
	lines := records.Lines{{Text: "Work", Quantity: 1500, Price: 10_000, Tax: 1900}}
	terms := records.Agreement{Number: "Q-1", Account: 10, Contact: 20, Subject: "A till",
		Currency: "EUR", Lines: lines, Until: day, Published: true, Created: at}
	signed := terms
	signed.Number, signed.Signed, signed.Created = "Q-0", 86, at-1
	talk := records.ConversationOf(20, 10)
	return append(worked(at, day),
		&records.Account{ID: 10, Name: "Acme", Active: true, Portal: true},
		&records.Person{ID: 20, Account: 10, First: "Ada", Last: "Abbott"},
		&records.Ticket{ID: 31, Number: "T-1", Account: 10, Contact: 20, Subject: "Paper jam",
			Text: "It jams.", Status: records.Open, Created: at},
		&records.Note{ID: 32, Ticket: 31, Author: "Ada Abbott", Text: "Hello?", Created: at},
		&records.Queue{ID: 33, Name: "General", Created: at},
		&records.RequestType{ID: 34, Name: "Question", Queue: 33, Created: at},
		&records.Vendor{ID: 35, Account: 10, Name: "Printers Ltd", Created: at},
		&records.Absence{ID: 36, Name: "Rosa", Staff: 1, Days: days, Created: at},
		&records.Closing{ID: 37, Name: "Weekend", Weekdays: 1<<time.Sunday | 1<<time.Saturday,
			Start: 510, Created: at},
		&records.Elevation{ID: 38, Account: 10, Person: 20, Asker: 20, Name: "Ada Abbott",
			State: records.Asked, Created: at},
		&records.Invoice{ID: 81, Number: "R-1", Account: 10, Currency: "EUR", Lines: lines, Due: day,
			Published: true, Created: at},
		&records.Payment{ID: 82, Invoice: 81, Account: 10, Amount: 100, Currency: "EUR",
			State: records.PaymentStarted, Way: records.PaidOnline, Created: at},
		&records.Quotation{ID: 83, Agreement: signed}, &records.Quotation{ID: 84, Agreement: terms},
		&records.SalesOrder{ID: 85, Agreement: terms},
		&records.Signature{ID: 86, Owner: records.KindQuotation, OwnerID: 83, Account: 10,
			Person: 20, Name: "Ada Abbott", Version: strings.Repeat("0", 64), PIN: true, Created: at},
		&records.Module{ID: 87, Name: "Orders", Price: records.Money{Minor: 4900, Currency: "EUR"},
			Period: records.Monthly, Created: at},
		&records.Subscription{ID: 88, Account: 10, Module: 87, Name: "Orders",
			Price:  records.Money{Minor: 4900, Currency: "EUR"},
			Period: records.Monthly, Days: access.Window{From: day}, Created: at},
		&records.Allowance{ID: 89, Account: 10, Sort: records.BlockHours, Name: "Ten hours",
			Amount: 600, Created: at},
		&records.Draw{ID: 90, Allowance: 89, Amount: 30, Text: "A call", Day: day, Created: at},
		&records.Category{ID: 51, Name: "Printing"},
		&records.Article{ID: 52, Shelf: records.BaseShelf, Slug: "paper", Title: "Paper",
			Text: "White.", Audience: records.Registered,
			Categories: records.List[records.CategoryID]{51}, Updated: at},
		&records.Suggestion{ID: 53, Account: 10, Article: 0, Person: 20, Author: "Ada Abbott",
			Heading: "How we print", Text: "On paper.", State: records.Suggested, Created: at},
		&records.Feedback{ID: 54, Article: 52, Version: at, Stars: 4, Created: at},
		&records.Forum{ID: 55, Name: "Ideas", Audience: 10, Created: at},
		&records.Topic{ID: 56, Forum: 55, Audience: 10, Author: "Ada Abbott", Subject: "Lunch",
			Posts: 1, Created: at, Updated: at},
		&records.Post{ID: 57, Topic: 56, Author: "Ada Abbott", Text: "At noon?", Created: at},
		&records.Conversation{ID: talk, Account: 10, Person: 20, Name: "Ada Abbott", Waits: true,
			Created: at, Updated: at},
		&records.ChatMessage{ID: 58, Conversation: talk, Account: 10, Customer: 20,
			Author: "Ada Abbott", Text: "Good morning!", Created: at},
		&records.Message{ID: 59, Heading: "Welcome", Days: days, Created: at,
			Audiences: records.List[int64]{records.Everyone,
				records.ProfileAudience(access.BasicProfile)}})
}

func worked(at int64, day access.Day) []records.Record {
	return []records.Record{
		&records.Project{ID: 61, Number: "P-1", Name: "A shop", Account: 10, State: records.Running,
			Team: []records.PersonID{20}, Created: at},
		&records.Phase{ID: 62, Project: 61, Name: "Design", Start: day, End: day + 5},
		&records.Task{ID: 63, Project: 61, Account: 10, Assigned: 20, Name: "Pictures", Created: at},
		&records.ProjectNote{ID: 64, Project: 61, Author: "Anna", Text: "It goes on.", Created: at},
		&records.Appointment{ID: 65, Project: 61, Name: "Kick-off", Start: at, End: at + 3600},
		&records.Issue{ID: 66, Project: 61, Author: "Ada Abbott", Name: "Too blue", Created: at},
		&records.Charge{ID: 67, Project: 61, Name: "Fonts", Day: day,
			Amount: records.Money{Minor: 2500, Currency: "EUR"}},
		&records.OrderType{ID: 68, Name: "Print", Fields: []records.OrderField{
			{Key: "size", Label: "Size", Shown: true}}},
		&records.Flag{ID: 69, Name: "Late", Look: "bad"},
		&records.Order{ID: 70, Number: "O-1", Name: "Cards", Account: 10, Status: records.OrderNew,
			Type: 68, Flags: []records.FlagID{69}, Info: map[string]string{"size": "A6"},
			Created: at},
		&records.OrderTask{ID: 71, Order: 70, Account: 10, Name: "Cut", Staff: 1, Created: at},
		&records.Document{ID: 72, Name: "Plan", Account: 10, Project: 61, Created: at},
		&records.ConfigurationItem{ID: 73, Account: 10, Name: "Router", Sealed: "sealed",
			Created: at},
		&records.Licence{ID: 74, Account: 10, Name: "Office", Seats: 5, Created: at},
		&records.FileType{ID: 75, Name: "Delivery note"},
		&records.File{ID: 76, Owner: records.KindOrder, OwnerID: 70, Type: 75, Name: "note.pdf",
			Media: "application/pdf", Size: 2000, Hash: strings.Repeat("a", 64), Created: at},
	}
}

// full is a desk that has everything.
func full(t *testing.T) *app.Desk {
	t.Helper()
	o := newOffice(t, everything()...)
	d, _, _ := open(t)
	must[app.StateView](t)(d.Connect(o.url, o.invite(t)))
	must[app.StateView](t)(d.Unlock(""))
	must[app.StateView](t)(d.SyncNow())
	return d
}

func record(t *testing.T, d *app.Desk, kind, id string) app.DataRecord {
	t.Helper()
	return must[app.DataRecord](t)(d.DataRecord(kind, id, ""))
}

func TestEveryKindIsListedOpenedSavedAndTakenAway(t *testing.T) {
	d := full(t)
	list := must[[]app.NounView](t)(d.Nouns())
	if len(list) < 40 {
		t.Fatalf("only %d kinds", len(list))
	}
	for _, n := range list {
		t.Run(n.Kind, func(t *testing.T) {
			page := must[app.Page[app.DataRow]](t)(d.DataRows(n.Kind, "", 0, 5))
			if page.Total == 0 || len(page.Rows[0].Cells) != len(n.Columns) {
				t.Fatalf("%+v", page)
			}
			r := record(t, d, n.Kind, page.Rows[0].ID)
			if len(r.Values) != len(n.Fields) || len(r.Parts) != len(n.Parts) || r.Was == "" {
				t.Errorf("%+v", r)
			}
			if n.CanMake {
				savedAgain(t, d, n, r)
			} else if _, err := d.SaveData(n.Kind, "", nil); !problem.Is(err, problem.Invalid) {
				t.Errorf("it is made by hand: %v", err)
			}
		})
	}
}

// savedAgain saves a record unchanged, which changes nothing, and makes another one like it.
func savedAgain(t *testing.T, d *app.Desk, n app.NounView, r app.DataRecord) {
	t.Helper()
	same := must[app.SavedView](t)(d.SaveData(n.Kind, r.Was, r.Values))
	if same.CanUndo || !strings.HasPrefix(same.Text, "It was already so") {
		t.Errorf("unchanged: %+v", same)
	}
	must[app.DataRecord](t)(d.DataRecord(n.Kind, "", ""))
	values := maps.Clone(r.Values)
	if values["Number"] != "" {
		values["Number"] += "-2"
	}
	values["Slug"] = "another"
	made := must[app.SavedView](t)(d.SaveData(n.Kind, "", values))
	other := record(t, d, n.Kind, made.ID)
	for _, f := range n.Fields {
		if !f.Fixed && f.Key != "Slug" && other.Values[f.Key] != values[f.Key] {
			t.Errorf("%s is %q, want %q", f.Key, other.Values[f.Key], values[f.Key])
		}
	}
	if _, err := d.DropData(n.Kind, made.ID); n.CanDrop != (err == nil) {
		t.Errorf("taken away: %v", err)
	}
}

func TestPartsStandWithTheirRecord(t *testing.T) {
	d := full(t)
	for _, c := range []struct{ kind, id, part, first string }{
		{"project", "61", "phase", "Design"}, {"project", "61", "charge", "Fonts"},
		{"project", "61", "document", "Plan"}, {"order", "70", "order task", "Cut"},
		{"order", "70", "file", "note.pdf"}, {"quotation", "83", "signature", "Ada Abbott"},
		{"invoice", "81", "payment", "1.00 EUR"}, {"article", "52", "feedback", "4"},
		{"forum", "55", "topic", "Lunch"}, {"topic", "56", "post", "At noon?"},
		{"ticket", "31", "note", "Hello?"},
	} {
		found := false
		for _, p := range record(t, d, c.kind, c.id).Parts {
			found = found || p.Kind == c.part && len(p.Rows) == 1 && p.Rows[0].Cells[0] == c.first
		}
		if !found {
			t.Errorf("%s does not show its %s", c.kind, c.part)
		}
	}
}

func TestHomeSaysWhatWaits(t *testing.T) { // O11, A31, B18
	v := must[app.HomeView](t)(full(t).Home())
	if v.Requests != 1 || v.Chats != 1 || v.OpenTickets != 1 {
		t.Errorf("%+v", v)
	}
}
