package scenarios

import (
	"fmt"
	"strings"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

func officeIn(s *stage, w []string) error {
	return s.settings(func(p *records.Portal) { p.Zone = w[0] })
}

func itIs(s *stage, w []string) (err error) {
	if w[2] != "" {
		s.now, err = time.Parse("2006-01-02 15:04", w[0]+" "+w[1])
		return err
	}
	s.now, err = s.moment(w[0], w[1])
	return err
}

// settings changes the portal's settings by an administrator's edit.
func (s *stage) settings(change func(*records.Portal)) error {
	p, err := row[*records.Portal](s, records.PortalKey)
	if err != nil {
		return err
	}
	want := *p
	change(&want)
	return s.must(&edit.SetPortal{Was: *p, Want: want})
}

func portalFor(s *stage, w []string) error {
	return s.settings(func(p *records.Portal) { p.RegisteredOnly = w[0] != "open to all" })
}

func accountTickets(s *stage, w []string) error {
	return s.settings(func(p *records.Portal) {
		p.AccountTickets = strings.HasPrefix(w[0], "everyone")
	})
}

func cutOff(s *stage, w []string) error {
	at, err := s.moment(w[0], "00:00")
	if err != nil {
		return err
	}
	return s.settings(func(p *records.Portal) { p.CutOff = at.Unix() })
}

func widgetIs(s *stage, w []string) error {
	return s.settings(func(p *records.Portal) { p.Widget = w[0] == "on" })
}

func tabIs(s *stage, w []string) error {
	return s.settings(func(p *records.Portal) { p.Tab = w[0] == "on" })
}

func signInToSubmit(s *stage, w []string) error {
	return s.settings(func(p *records.Portal) { p.SignInToSubmit = w[0] == "before submitting" })
}

func managersRaise(s *stage, w []string) error {
	return s.settings(func(p *records.Portal) { p.ManagersRaise = w[0] == "themselves" })
}

func portalCloses(s *stage, w []string) error {
	c, err := component(w[1])
	if err != nil {
		return err
	}
	return s.settings(func(p *records.Portal) { p.Closed = toggled(p.Closed, c, w[0]) })
}

// toggled gives a set of closed components after one was closed or opened.
func toggled(set access.ComponentSet, c access.Component, how string) access.ComponentSet {
	if how == "closes" || how == "is not ticked" {
		return set | access.SetOf(c)
	}
	return set &^ access.SetOf(c)
}

func account(s *stage, w []string) error {
	a := records.Account{ID: records.AccountID(s.id()), Name: w[0], Active: true, Portal: true}
	if w[1] != "" {
		var err error
		if a.Parent, err = named(s.accounts, "account", w[1]); err != nil {
			return err
		}
	}
	s.accounts[w[0]] = a.ID
	return s.must(&edit.CreateAccount{Account: a})
}

func person(s *stage, w []string) error {
	at, err := named(s.accounts, "account", w[1])
	if err != nil {
		return err
	}
	p := records.Person{ID: records.PersonID(s.id()), Account: at, First: w[0],
		Email: strings.ToLower(w[0]) + "@example.com"}
	where, err := row[*records.Account](s, records.Key{Kind: records.KindAccount, ID: int64(at)})
	if err != nil {
		return err
	}
	u := &records.User{ID: records.UserID(s.id()), Person: p.ID, Username: p.Email, Active: true,
		PortalUser: true, RoleGroup: true, Consolidated: where.Consolidated}
	s.people[w[0]], s.users[w[0]] = p.ID, u.ID
	if err := s.must(&edit.CreatePerson{Person: p, User: u}); err != nil || w[2] == "" {
		return err
	}
	_, err = give(s, []string{"Anna", "gives", w[0], w[2]})
	return err
}

func (s *stage) user(name string, change func(*records.User)) error {
	id, err := named(s.users, "person", name)
	if err != nil {
		return err
	}
	return alter(s, records.Key{Kind: records.KindUser, ID: int64(id)}, change)
}

func email(s *stage, w []string) error {
	id, err := named(s.people, "person", w[0])
	if err != nil {
		return err
	}
	key := records.Key{Kind: records.KindPerson, ID: int64(id)}
	return alter(s, key, func(p *records.Person) {
		p.Email = ""
		if w[1] == "an" {
			p.Email = strings.ToLower(w[0]) + "@example.com"
		}
	})
}

func standing(s *stage, w []string) error {
	return s.user(w[0], func(u *records.User) {
		switch w[1] {
		case "deactivated", "active":
			u.Active = w[1] == "active"
		default:
			u.Locked = w[1] == "locked out"
		}
	})
}

func portalUser(s *stage, w []string) error {
	return s.user(w[0], func(u *records.User) { u.PortalUser = w[1] == "a" })
}

func roleGroup(s *stage, w []string) error {
	return s.user(w[0], func(u *records.User) { u.RoleGroup = w[1] == "in" })
}

func password(s *stage, w []string) error {
	return s.user(w[0], func(u *records.User) { u.MustChange = w[1] == "an initial password" })
}

func period(s *stage, w []string) error {
	span, err := window(w[2], w[3])
	if err != nil {
		return err
	}
	if w[1] == "support" {
		return s.user(w[0], func(u *records.User) { u.Support = span })
	}
	return s.terms(w[0], func(t *edit.Terms) { t.Schedule = span })
}

func maySign(s *stage, w []string) error {
	return s.terms(w[0], func(t *edit.Terms) { t.CanSign = w[1] == "may" })
}

func ticked(s *stage, w []string) error {
	c, err := component(w[0])
	if err != nil {
		return err
	}
	return s.terms(w[2], func(t *edit.Terms) { t.Closed = toggled(t.Closed, c, w[1]) })
}

// terms changes a person's portal access by an administrator's edit.
func (s *stage) terms(name string, change func(*edit.Terms)) error {
	a, err := s.access(name)
	if err != nil {
		return err
	}
	was := edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
		CanSign: a.CanSign, PinReset: a.PinReset}
	want := was
	change(&want)
	return s.must(&edit.UpdateAccess{ID: a.ID, User: a.User, Was: was, Want: want})
}

// access finds a person's portal access.
func (s *stage) access(name string) (*records.Access, error) {
	id, err := named(s.users, "person", name)
	if err != nil {
		return nil, err
	}
	var found *records.Access
	err = s.d.Change(func(tx edit.Tx) {
		for _, r := range tx.Find(records.KindAccess, "user_id", int64(id)) {
			found, _ = r.(*records.Access)
		}
	})
	if err == nil && found == nil {
		err = fmt.Errorf("%s has no portal access", name)
	}
	return found, err
}

// scopeOf reads a scope as people say it.
func scopeOf(words string) (access.Scope, error) {
	for sc := access.None; sc <= access.All; sc++ {
		if sc.Plain() == words {
			return sc, nil
		}
	}
	return access.None, fmt.Errorf("there is no scope called %q", words)
}

func ticket(s *stage, w []string) error {
	of := belonging{name: w[0]}
	var err error
	if of.account, err = named(s.accounts, "account", w[1]); err != nil {
		return err
	}
	if w[2] != "" {
		if of.person, err = named(s.people, "person", w[2]); err != nil {
			return err
		}
	}
	t := s.fresh(records.KindTicket, of).(*records.Ticket)
	if w[3] != "" {
		created, err := s.moment(w[3], w[4])
		if err != nil {
			return err
		}
		t.Created = created.Unix()
	}
	s.tickets[w[0]] = t.ID
	return s.put(t)
}

func (s *stage) ticket(subject string, change func(*records.Ticket)) error {
	id, err := named(s.tickets, "ticket", subject)
	if err != nil {
		return err
	}
	return alter(s, records.Key{Kind: records.KindTicket, ID: int64(id)}, change)
}

func ticketIs(s *stage, w []string) error {
	return s.ticket(w[0], func(t *records.Ticket) {
		switch w[1] {
		case "internal":
			t.Internal = true
		case "closed":
			t.Status = records.Resolved
		default:
			t.Status = records.Open
		}
	})
}

func ticketPart(s *stage, w []string) error {
	id, err := named(s.people, "person", w[2])
	if err != nil {
		return err
	}
	return s.ticket(w[0], func(t *records.Ticket) {
		switch w[1] {
		case "is about":
			t.Contact = id
		case "is assigned to":
			t.Assigned = id
		default:
			t.Approver = id
		}
	})
}

func ticketPriority(s *stage, w []string) error {
	return s.ticket(w[0], func(t *records.Ticket) { t.Priority = w[1] })
}

func note(s *stage, w []string) error {
	id, err := named(s.tickets, "ticket", w[0])
	if err != nil {
		return err
	}
	return s.must(&edit.AddNote{ID: records.NoteID(s.id()), Ticket: id, Text: w[2],
		Internal: w[1] == "internal note"})
}

var shelves = map[string]records.Shelf{"help guide": records.HelpShelf, "blog": records.BlogShelf,
	"knowledgebase": records.BaseShelf}

func article(s *stage, w []string) error {
	a := records.Article{ID: records.ArticleID(s.id()), Shelf: shelves[w[1]], Title: w[0],
		Slug: fmt.Sprint("article-", s.last), Text: "It is quite simple.", Published: true,
		Audience: records.Everyone}
	if w[2] != "" {
		only, err := named(s.accounts, "account", w[2])
		if err != nil {
			return err
		}
		a.Audience = int64(only)
	}
	s.articles[w[0]] = &a
	return s.must(&edit.WriteArticle{Want: a})
}

func published(s *stage, w []string) error {
	a, err := named(s.articles, "article", w[0])
	if err != nil {
		return err
	}
	n := *a
	n.Published = w[1] == "published"
	s.articles[w[0]] = &n
	return s.must(&edit.WriteArticle{Was: a, Want: n})
}
