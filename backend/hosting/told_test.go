package hosting_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/hosting"
	"gatehouse/backend/records"
	"gatehouse/backend/store/storetest"
)

// one gives the only mail that is delivered now.
func (p *post) one(what string) received {
	p.t.Helper()
	list := p.deliver()
	if len(list) != 1 {
		p.t.Fatalf("%s: %d mails", what, len(list))
	}
	return list[0]
}

func (p *post) wants(m received, to, subject, text string) {
	p.t.Helper()
	if m.to != to || !strings.Contains(m.subject(), subject) || !strings.Contains(m.text, text) {
		p.t.Errorf("to %s: %q\n%s\nwant to %s: %q, %q", m.to, m.subject(), m.text, to, subject, text)
	}
}

// TestWhoAskedForAccessIsTold: for themselves (A45), and for a colleague (A31).
func TestWhoAskedForAccessIsTold(t *testing.T) {
	p := newPost(t)
	asked := func(id records.ElevationID, asker records.PersonID) *records.Elevation {
		return &records.Elevation{ID: id, Account: storetest.Acme, User: storetest.TomUser,
			Person: storetest.Tom, Asker: asker, Name: "Tom Thorn", State: records.Asked,
			Profile: storetest.Basic, Created: p.Now.Unix()}
	}
	p.put(asked(1, storetest.Tom), asked(2, storetest.Tom), asked(3, storetest.Mia))
	p.At(storetest.Anna, &edit.DecideElevation{ID: 1, Note: "SECRET"})
	m := p.one("declined")
	p.wants(m, "Tom@example.com", "request for access has been answered",
		"https://portal.office.example/ask-access\n")
	if strings.Contains(m.text, "SECRET") {
		t.Error("the mail says what the portal is for")
	}
	p.At(storetest.Anna, &edit.DecideElevation{ID: 2, Grant: true, Access: 77})
	p.wants(p.one("granted"), "Tom@example.com", "You have access",
		"https://portal.office.example/home\n")
	p.At(storetest.Anna, &edit.DecideElevation{ID: 3, Grant: true, Profile: storetest.Manager})
	p.wants(p.one("for a colleague"), miaName, "request for Tom Thorn has been decided",
		"https://portal.office.example/ask-access\n")
}

// TestAnApprovalIsToldToWhoWaitsForIt: A43, and to nobody who answered it themselves.
func TestAnApprovalIsToldToWhoWaitsForIt(t *testing.T) {
	p := newPost(t)
	waits := func(id records.TicketID, contact records.PersonID) *records.Ticket {
		return &records.Ticket{ID: id, Number: "T-" + id.String(), Account: storetest.Acme,
			Creator: contact, Contact: contact, Approver: storetest.Mia,
			Approval: records.Pending, Subject: "A till", Status: records.Open}
	}
	p.put(waits(500, storetest.Tom), waits(501, storetest.Mia),
		&records.Access{ID: 71, User: storetest.TomUser, Account: storetest.Acme,
			Profile: storetest.Basic})
	v := p.signedIn()
	for _, ticket := range []string{"500", "501"} {
		v.fill("tickets/"+ticket, "form", "approval", "answer",
			"approve", "note", "SECRET").wants(t,
			http.StatusSeeOther, "")
	}
	m := p.one("approved")
	p.wants(m, "Tom@example.com", "T-500 has been decided: A till",
		"https://portal.office.example/tickets/500\n")
	if strings.Contains(m.text, "SECRET") {
		t.Error("the mail says what the portal is for")
	}
}

// TestASuggestionsAuthorIsTold: A47, unless they may read it no more.
func TestASuggestionsAuthorIsTold(t *testing.T) {
	p := newPost(t)
	suggested := func(id records.SuggestionID) *records.Suggestion {
		return &records.Suggestion{ID: id, Account: storetest.Acme, Person: storetest.Mia,
			Author: "Mia", Heading: "How we print", Text: "On paper.", State: records.Suggested,
			Created: p.Now.Unix()}
	}
	p.put(suggested(5), suggested(6), &records.Access{ID: 1, User: storetest.MiaUser,
		Account: storetest.Acme, Profile: storetest.Manager})
	p.At(storetest.Anna, &edit.DecideSuggestion{ID: 5, Publish: true, Article: 9, Slug: "printing",
		Answer: "Good!"})
	p.wants(p.one("published"), miaName, "How we print",
		"https://portal.office.example/suggestions/5\n")
	p.At(storetest.Anna, &edit.DecideSuggestion{ID: 6, Answer: "No."})
	p.At(storetest.Anna, &edit.RemoveAccess{User: storetest.MiaUser})
	if list := p.deliver(); len(list) != 0 {
		t.Errorf("without the access: %d mails", len(list))
	}
}

// TestStaffHearOfAChatThatNobodyTook: O11, within the office's hours, once, and not when somebody
// has answered.
func TestStaffHearOfAChatThatNobodyTook(t *testing.T) {
	p := newPost(t)
	zone, err := time.LoadLocation("Europe/Berlin") // the portal's, in which days begin
	must(t, err)
	now := p.Now.In(zone)
	p.Now = time.Date(now.Year(), now.Month(), now.Day()+1, 12, 0, 0, 0, zone)
	p.put(&records.Staff{ID: storetest.Anna, Name: "Anna", Email: "anna@office.example",
		Role: records.Administrator, Active: true},
		&records.Staff{ID: storetest.Ben, Name: "Ben", Email: "ben@office.example",
			Role: records.AccessManager, Active: true})
	id := records.ConversationOf(storetest.Mia, storetest.Acme)
	v := p.signedIn()
	say := func() {
		t.Helper()
		v.fill("live-chat", "text", "SECRET?").wants(t, http.StatusSeeOther, "")
	}
	none := func(what string) {
		t.Helper()
		if list := p.deliver(); len(list) != 0 {
			t.Errorf("%s: %d mails", what, len(list))
		}
	}
	say()
	say()
	p.later(14 * time.Minute)
	none("before they have waited")
	p.later(time.Minute)
	m := p.one("nobody has answered") // there is no manager: the administrator
	p.wants(m, "anna@office.example", "waits in Live Chat", "Portal data > Conversations")
	if strings.Contains(m.text, "SECRET") || strings.Contains(m.text, "https://") {
		t.Errorf("the mail says too much:\n%s", m.text)
	}
	p.At(storetest.Anna, &edit.AnswerChat{ID: 9, Conversation: id, Text: "Hello"})
	a, err := p.Server.Account(ctx, storetest.Acme)
	must(t, err)
	a.Manager = storetest.Ben
	day := access.At(p.Now, zone).Day
	p.put(a, &records.Closing{ID: 3, Name: "Holiday", Days: access.Window{From: day, To: day}})
	say()
	p.later(20 * time.Minute)
	none("on a holiday")
	p.Now = time.Date(p.Now.Year(), p.Now.Month(), p.Now.Day()+1, 0, 15, 0, 0, zone)
	p.wants(p.one("after the holiday"), "ben@office.example", "waits in Live Chat", "")
	p.At(storetest.Ben, &edit.AnswerChat{ID: 10, Conversation: id, Text: "Hello"})
	v = p.signedIn()
	say()
	p.At(storetest.Ben, &edit.AnswerChat{ID: 11, Conversation: id, Text: "At once"})
	p.later(time.Hour)
	none("when somebody has answered")
}

// TestWhoSeesToAReviewHearsOfItAWeekBefore its last day, wherever that moves, and not where all is
// answered (B15).
func TestWhoSeesToAReviewHearsOfItAWeekBefore(t *testing.T) {
	p := newPost(t)
	p.put(&records.Staff{ID: storetest.Ben, Name: "Ben", Email: "ben@office.example",
		Role: records.AccessManager, Active: true},
		&records.Access{ID: 70, User: storetest.TomUser, Account: storetest.Acme,
			Profile: storetest.Basic})
	today := access.At(p.Now, time.UTC).Day
	begin := &edit.SaveReview{}
	begin.Want = records.Review{ID: 7, Name: "Yearly", Days: 28, Silence: records.End,
		Staff: storetest.Ben, Next: today}
	p.At(storetest.Anna, begin)
	moved := func(days int64) {
		t.Helper()
		was, err := p.Server.Review(ctx, 7)
		must(t, err)
		e := &edit.SaveReview{}
		e.Was, e.Want = was, *was
		e.Want.Days = days
		p.At(storetest.Anna, e)
	}
	p.later(20 * 24 * time.Hour)
	if n := len(p.deliver()); n != 0 {
		t.Errorf("%d mails more than a week before", n)
	}
	p.later(2 * 24 * time.Hour)
	p.wants(p.one("a week before"), "ben@office.example", "Answers are wanted: Yearly",
		(today + 28).String())
	moved(30)
	moved(40)
	p.later(12 * 24 * time.Hour)
	p.wants(p.one("another day"), "ben@office.example", "Yearly", (today + 40).String())
	moved(60)
	p.At(storetest.Anna, &edit.ConfirmAccess{Access: 70, User: storetest.TomUser,
		Profile: storetest.Basic, Round: today, Day: today + 34})
	p.later(30 * 24 * time.Hour)
	if n := len(p.deliver()); n != 0 {
		t.Errorf("%d mails about what is answered", n)
	}
}

// TestWhoseAccessEndsHearsOfItBefore, once for each day on which it ends, and not where it was
// prolonged meanwhile or they cannot sign in (B16).
func TestWhoseAccessEndsHearsOfItBefore(t *testing.T) {
	p := newPost(t)
	zone, err := time.LoadLocation("Europe/Berlin") // the portal's, in which days begin
	must(t, err)
	now := p.Now.In(zone)
	p.Now = time.Date(now.Year(), now.Month(), now.Day()+1, 12, 0, 0, 0, zone)
	today := access.At(p.Now, zone).Day
	mia, err := p.Server.User(ctx, storetest.MiaUser)
	must(t, err)
	a, err := p.Server.AccessesOf(ctx, storetest.MiaUser)
	must(t, err)
	ends := func(support, schedule access.Day) {
		t.Helper()
		mia.Support.To, a[0].Schedule.To = support, schedule
		p.put(mia, a[0])
	}
	remind := func() {
		t.Helper()
		day, err := hosting.Remind(ctx, p.Server, p.Now, 0)
		must(t, err)
		if again, err := hosting.Remind(ctx, p.Server, p.Now, day); again != day || err != nil {
			t.Errorf("the same day again: %d %v", again, err)
		}
	}
	none := func(what string) {
		t.Helper()
		remind()
		if list := p.deliver(); len(list) != 0 {
			t.Errorf("%s: %d mails", what, len(list))
		}
	}
	none("it never ends")
	ends(today+15, 0)
	none("in fifteen days")
	ends(today+15, today+14)
	remind()
	p.wants(p.one("in fourteen"), "Mia@example.com", "ends on "+(today+14).String(), "/home")
	none("the same again")
	ends(today+13, today+14)
	remind()
	ends(0, 0)
	if list := p.deliver(); len(list) != 0 {
		t.Errorf("it was prolonged before the mail went: %d", len(list))
	}
	mia.PortalUser = false
	ends(today+3, 0)
	none("who cannot sign in")
}
