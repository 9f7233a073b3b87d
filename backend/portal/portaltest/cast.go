package portaltest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// Everybody is the sample's cast, in the order of Sample's comment.
var Everybody = []string{"visitor", "dan", "ada", "ben", "cleo", "ola", "fay", "bob", "eve", "kim",
	"ned", "mia", "setter", "profile", "vic"}

// Noon is the sample's present.
var Noon = time.Date(2026, 5, 12, 12, 0, 0, 0, time.UTC)

const (
	acme      records.AccountID = 10
	acmeSouth records.AccountID = 11 // a subsidiary of acme
	other     records.AccountID = 20
)

// Sample is an office with two customers, one of them with a subsidiary:
//
//	visitor  nobody has signed in       dan   Minimum, no access     ada  Basic
//	ben      Advanced                   cleo  Manager                ola  Orders only
//	fay      Basic at the other company bob   Basic at acme, too     eve  Basic at the subsidiary
//	kim      support has ended          ned   Portal User is not ticked
//	mia      initial password           setter  Basic, and may set and see priorities
//	profile  Advanced with no person    vic  Manager, and Basic at the other company
func Sample(t testing.TB) *World {
	t.Helper()
	w := open(t)
	w.Settings = &records.Portal{Name: "Northwind Software", Zone: "Europe/Berlin",
		Widget: true, Tab: true}
	w.Accounts = map[records.AccountID]*records.Account{
		acme:      {ID: acme, Name: "Acme Ltd", Active: true, Portal: true},
		acmeSouth: {ID: acmeSouth, Name: "Acme South", Parent: acme, Active: true, Portal: true},
		other:     {ID: other, Name: "Other Ltd", Active: true, Portal: true},
	}
	w.Links["good"] = "dan"
	w.Cast["visitor"] = &Member{}
	w.person("dan", "Dan Dahl", acme, 0)
	w.person("ada", "Ada Abbott", acme, access.BasicProfile)
	w.person("ben", "Ben Brook", acme, access.AdvancedProfile)
	w.person("cleo", "Cleo Castle", acme, access.ManagerProfile)
	w.person("ola", "Ola Orr", acme, access.OrdersProfile)
	w.person("bob", "Bob Bell", acme, access.BasicProfile)
	w.person("eve", "Eve Earl", acmeSouth, access.BasicProfile)
	w.person("fay", "Fay Flint", other, access.BasicProfile)
	w.person("kim", "Kim King", acme, access.BasicProfile).User.Support.To =
		access.DayOf(2026, 5, 11)
	w.person("ned", "Ned Nash", acme, access.BasicProfile).User.PortalUser = false
	w.person("mia", "Mia Moss", acme, access.BasicProfile).User.MustChange = true
	w.person("setter", "Sam Setter", acme, access.BasicProfile).Access.Overrides =
		access.Overrides{access.PrioritySet: access.Own, access.PriorityView: access.Own}
	w.Cast["profile"] = &Member{At: acme,
		Access: &records.Access{Account: acme, Profile: records.ProfileID(access.AdvancedProfile)}}
	w.tickets()
	w.articles()
	w.words()
	w.service()
	w.work()
	w.money()
	w.flush()
	return w
}

// person adds somebody; profile 0 is no portal access.
func (w *World) person(key, name string, at records.AccountID, level int64) *Member {
	first, last, _ := strings.Cut(name, " ")
	id := records.PersonID(100 + len(w.Cast))
	c := &Member{At: at,
		Person: &records.Person{ID: id, Account: at, First: first, Last: last,
			Email: key + "@example.com", Phone: "+44 20 7946 0000", JobTitle: "Buyer"},
		User: &records.User{ID: records.UserID(id), Person: id, Username: key, Active: true,
			PortalUser: true, RoleGroup: true, PasswordSet: true}}
	if level != 0 {
		c.Access = &records.Access{ID: records.AccessID(id), User: c.User.ID, Account: at,
			Profile: records.ProfileID(level)}
	}
	w.Cast[key], w.Passwords[key] = c, "right-password-of-"+key
	return c
}

// tickets gives the cast something to see. The subjects start with whose they are.
func (w *World) tickets() {
	day := Noon.Unix() - 40*86400
	add := func(id records.TicketID, who, subject string,
		status records.TicketStatus) *records.Ticket {
		c := w.Cast[who]
		day += 86400
		t := &records.Ticket{ID: id, Number: fmt.Sprintf("T-%04d", id), Account: c.At,
			Creator: c.Person.ID, Subject: subject, Text: "It started this morning.\n\nPlease " +
				"have a look.", Status: status, Priority: "high", Created: day, Updated: day + 7200}
		w.Rows = append(w.Rows, t)
		return t
	}
	add(501, "ada", "Ada: the printer is on fire", records.Open)
	add(502, "ada", "Ada: a new screen, please", records.Waiting).Contact = w.Cast["ada"].Person.ID
	add(503, "ada", "Ada: the licence has run out", records.Resolved)
	add(504, "bob", "Bob: no network in the hall", records.Open)
	add(505, "eve", "Eve: the till does not open", records.Open)
	add(506, "fay", "Fay: invoice for March", records.Open)
	add(507, "ada", "Ada: SECRET internal remark", records.Open).Internal = true
	add(508, "bob", "Bob: approve the order of laptops", records.Waiting).Approver =
		w.Cast["ada"].Person.ID
	add(509, "setter", "Sam: a matter of priority", records.Open)
	add(510, "ada", "Ada: <script>alert(1)</script> & <b>bold</b>", records.Open)
	say := func(id records.NoteID, by records.PersonID, author, text string, internal bool) {
		w.Said = append(w.Said, &records.Note{ID: id, Ticket: 501, Person: by, Author: author,
			Text: text, Internal: internal, Created: Noon.Unix() - 86400*3 + int64(id)*3600})
	}
	say(1, 0, "Rosa Reed", "Thank you for telling us. Which floor is it on?", false)
	say(2, w.Cast["ada"].Person.ID, "Ada Abbott", "The second.\nNext to the kitchen.", false)
	say(3, 0, "Rosa Reed", "SECRET: they have not paid", true)
}

func (w *World) articles() {
	add := func(shelf records.Shelf, slug, title, text string) *records.Article {
		a := &records.Article{ID: records.ArticleID(900 + len(w.Library)), Shelf: shelf,
			Slug: slug, Title: title, Text: text, Audience: records.Everyone, Published: true,
			Updated: Noon.Unix() - int64(20-len(w.Library))*86400}
		w.Library = append(w.Library, a)
		return a
	}
	add(records.HelpShelf, "signing-in", "How to sign in", guide)
	add(records.HelpShelf, "draft", "SECRET draft", "Not yet.").Published = false
	add(records.BlogShelf, "spring", "What is new this spring", "We have **moved**. Read how to "+
		"[sign in](/help-guide/signing-in) at the new place.")
	add(records.BlogShelf, "attack", "A strange letter", attack)
	add(records.BaseShelf, "printers", "When a printer does not print",
		"Check the paper first, then the cable.")
	add(records.BaseShelf, "acme-vpn", "The network of Acme",
		"Only for Acme.").Audience = int64(acme)
}

const guide = `You need a **username** and a password. Ask your own administrator for both.

# The first time

1. Open the portal.
2. Type the initial password.
3. Choose one of your own.

## What a good password looks like

Several words that belong together *only for you*. See [all articles](/help-guide) or
[the web](https://example.com/passwords).

# When it does not work

> Check whether the support period of your company has ended.

| message | what to do |
|---|---|
| wrong password | type it again |
| locked | ask us |

![a drawing](https://example.com/picture.png)
`

const attack = `<script>alert(1)</script> <b onclick="alert(1)" style="color:red">bold</b>

[click](javascript:alert(1)) <img src=x onerror=alert(1)> ![x](x" onerror="alert(1))

<style>body{display:none}</style><iframe src="https://example.com"></iframe>
`
