package scenarios

import (
	"fmt"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// member gives the member of staff of a name.
func member(name string) records.StaffID {
	return map[string]records.StaffID{"Anna": Anna, "Ben": Ben, "Rita": Rita}[name]
}

// adding makes the edit that gives somebody a profile.
func (s *stage) adding(name, profile string) (*edit.AddAccess, error) {
	user, err := named(s.users, "person", name)
	if err != nil {
		return nil, err
	}
	p, err := s.profile(profile)
	return &edit.AddAccess{ID: records.AccessID(s.id()), User: user,
		Terms: edit.Terms{Profile: p}}, err
}

func give(s *stage, w []string) (Side, error) {
	e, err := s.adding(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	out, err := s.run(member(w[0]), e)
	return expect(out, err, w[1] == "cannot give")
}

func change(s *stage, w []string) (Side, error) {
	refused := w[1] == "cannot change"
	e, err := s.changing(w[2], w[3])
	if e == nil || err != nil && !refused {
		return Neither, err
	}
	out, err := s.run(member(w[0]), e)
	return expect(out, err, refused)
}

// changing is the edit that a form makes which showed somebody's present terms. Of somebody without
// access it is one of no access, with an error.
func (s *stage) changing(name, profile string) (*edit.UpdateAccess, error) {
	user, err := named(s.users, "person", name)
	if err != nil {
		return nil, err
	}
	p, err := s.profile(profile)
	if err != nil {
		return nil, err
	}
	e := &edit.UpdateAccess{ID: 1, User: user, Want: edit.Terms{Profile: p}}
	a, err := s.access(name)
	if err != nil {
		return e, err
	}
	e.ID = a.ID
	e.Was = edit.Terms{Profile: a.Profile, Schedule: a.Schedule, Closed: a.Closed,
		CanSign: a.CanSign, PinReset: a.PinReset}
	e.Want = e.Was
	e.Want.Profile = p
	return e, nil
}

func take(s *stage, w []string) (Side, error) {
	user, err := named(s.users, "person", w[2])
	if err != nil {
		return Neither, err
	}
	out, err := s.run(member(w[0]), &edit.RemoveAccess{User: user})
	return expect(out, err, w[1] == "cannot take")
}

// panel changes the Customer Portal Information of a person, as its form does.
func (s *stage) panel(staff, name string, change func(*edit.Panel)) (edit.Outcome, error) {
	id, err := named(s.users, "person", name)
	if err != nil {
		return edit.Outcome{}, err
	}
	u, err := row[*records.User](s, records.Key{Kind: records.KindUser, ID: int64(id)})
	if err != nil {
		return edit.Outcome{}, err
	}
	p, err := row[*records.Person](s, records.Key{Kind: records.KindPerson, ID: int64(u.Person)})
	if err != nil {
		return edit.Outcome{}, err
	}
	was := edit.Panel{PortalUser: u.PortalUser, Username: u.Username, Support: u.Support,
		Email: p.Email}
	want := was
	change(&want)
	return s.run(member(staff), &edit.UpdatePortalPanel{User: id, Was: was, Want: want})
}

func tickPortalUser(s *stage, w []string) (Side, error) {
	out, err := s.panel(w[0], w[2], func(p *edit.Panel) { p.PortalUser = w[1] == "ticks" })
	_, err = expect(out, err, false)
	return Neither, err
}

func setSupport(s *stage, w []string) (Side, error) {
	span, err := window(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	out, err := s.panel(w[0], w[1], func(p *edit.Panel) { p.Support = span })
	_, err = expect(out, err, false)
	return Neither, err
}

func rename(s *stage, w []string) (Side, error) {
	out, err := s.panel(w[0], w[2], func(p *edit.Panel) { p.Username = w[3] })
	return expect(out, err, w[1] == "cannot name")
}

// goOffline brings the desk up to date for the last time.
func goOffline(s *stage, w []string) error {
	d, err := s.d.Desk(member(w[0]))
	if err != nil {
		return err
	}
	return d.Sync()
}

func comeOnline(s *stage, w []string) error { return goOffline(s, w) }

// offline makes an edit at a desk, which does not speak with the server.
func (s *stage) offline(staff string, e edit.Edit) error {
	d, err := s.d.Desk(member(staff))
	if err != nil {
		return err
	}
	return d.Do(e)
}

func giveOffline(s *stage, w []string) (Side, error) {
	e, err := s.adding(w[1], w[2])
	if err != nil {
		return Neither, err
	}
	return Neither, s.offline(w[0], e)
}

func changeOffline(s *stage, w []string) (Side, error) {
	a, err := s.access(w[1])
	if err != nil {
		return Neither, err
	}
	was, err := s.profile(w[2])
	if err != nil {
		return Neither, err
	}
	want, err := s.profile(w[3])
	if err != nil {
		return Neither, err
	}
	e := &edit.UpdateAccess{ID: a.ID, User: a.User, Was: edit.Terms{Profile: was},
		Want: edit.Terms{Profile: want}}
	return Neither, s.offline(w[0], e)
}

func takeOffline(s *stage, w []string) (Side, error) {
	user, err := named(s.users, "person", w[1])
	if err != nil {
		return Neither, err
	}
	return Neither, s.offline(w[0], &edit.RemoveAccess{User: user})
}

// told asks whether a desk's inbox has a line about somebody.
func told(s *stage, w []string) (Side, error) {
	d, err := s.d.Desk(member(w[0]))
	if err != nil {
		return Neither, err
	}
	about, err := d.Inbox()
	if err != nil {
		return Neither, err
	}
	is := strings.Contains(strings.Join(about, "\n"), w[2])
	if is != (w[1] == "is") {
		return Neither, fmt.Errorf("the inbox is about %q", about)
	}
	return Neither, nil
}

// act makes an edit of a customer and compares what becomes of it with the story.
func (s *stage) act(name string, e edit.Edit, refused bool) (Side, error) {
	who, err := s.look(name)
	if err != nil {
		return Neither, err
	}
	out, err := s.d.Act(who, e)
	return expect(out, err, refused)
}

// askAccess lets somebody ask for access for themselves (A45).
func askAccess(s *stage, w []string) (Side, error) {
	return s.act(w[0], &edit.RequestAccess{ID: records.ElevationID(s.id()), Reason: "For my work."},
		w[1] == "cannot ask")
}

func openTicket(s *stage, w []string) (Side, error) {
	who, err := named(s.people, "person", w[0])
	if err != nil {
		return Neither, err
	}
	p, err := row[*records.Person](s, records.Key{Kind: records.KindPerson, ID: int64(who)})
	if err != nil {
		return Neither, err
	}
	id := records.TicketID(s.id())
	s.tickets[w[2]] = id
	return s.act(w[0], &edit.CreateTicket{ID: id, Number: fmt.Sprintf("T-%d", id),
		Account: p.Account, Contact: who, Subject: w[2], Text: "Please have a look.",
		Priority: w[3]}, w[1] == "cannot open")
}

func answer(s *stage, w []string) (Side, error) {
	id, err := named(s.tickets, "ticket", w[2])
	if err != nil {
		return Neither, err
	}
	return s.act(w[0], &edit.AddNote{ID: records.NoteID(s.id()), Ticket: id, Text: w[3]},
		w[1] == "cannot answer")
}

func changePhone(s *stage, w []string) (Side, error) {
	id, err := named(s.people, "person", w[2])
	if err != nil {
		return Neither, err
	}
	p, err := row[*records.Person](s, records.Key{Kind: records.KindPerson, ID: int64(id)})
	if err != nil {
		return Neither, err
	}
	was := edit.Details{First: p.First, Last: p.Last, Phone: p.Phone, Mobile: p.Mobile,
		JobTitle: p.JobTitle}
	want := was
	want.Phone = fmt.Sprint("+49 30 ", s.id())
	return s.act(w[0], &edit.UpdateDetails{Person: id, Was: was, Want: want},
		w[1] == "cannot change")
}
