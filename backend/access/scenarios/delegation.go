package scenarios

import (
	"fmt"
	"strings"

	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

func wrong(format string, args ...any) error { return fmt.Errorf(format, args...) }

// delegate gives somebody a profile as a customer's Manager does (A35).
func delegate(s *stage, w []string) (Side, error) {
	e, err := s.adding(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	if e.Terms.Schedule, err = window("", w[4]); err != nil {
		return Neither, err
	}
	return s.act(w[0], e, w[1] == "cannot give")
}

func delegateChange(s *stage, w []string) (Side, error) {
	e, err := s.changing(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	return s.act(w[0], e, w[1] == "cannot change")
}

func delegateTake(s *stage, w []string) (Side, error) {
	id, err := named(s.users, "person", w[2])
	if err != nil {
		return Neither, err
	}
	return s.act(w[0], &edit.RemoveAccess{User: id}, w[1] == "cannot take")
}

// delegateLogin makes a person with a login as a customer's Manager does (A19).
func delegateLogin(s *stage, w []string) (Side, error) {
	at, err := named(s.accounts, "account", w[3])
	if err != nil {
		return Neither, err
	}
	p := records.Person{ID: records.PersonID(s.id()), Account: at, First: w[2],
		Email: strings.ToLower(w[2]) + "@example.com"}
	u := &records.User{ID: records.UserID(s.id()), Person: p.ID, Username: p.Email, Active: true,
		PortalUser: true, RoleGroup: true}
	who, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	out, err := s.d.Act(who, &edit.CreatePerson{Person: p, User: u})
	if out.Status == records.Withheld { // the person was kept without a login (C5)
		out.Status = records.Refused
	}
	side, err := expect(out, err, w[1] == "cannot make")
	if side == Allows {
		s.people[w[2]], s.users[w[2]] = p.ID, u.ID
	}
	return side, err
}

// giveAt gives somebody access at another account than their own (B17).
func giveAt(s *stage, w []string) (Side, error) {
	at, err := named(s.accounts, "account", w[3])
	if err != nil {
		return Neither, err
	}
	e, err := s.adding(w[1], w[2])
	if err != nil {
		return Neither, err
	}
	e.Account = at
	out, err := s.run(member(w[0]), e)
	return expect(out, err, false)
}

// askRaise lets somebody ask that another person be made a Manager (A31).
func askRaise(s *stage, w []string) (Side, error) {
	id, err := named(s.users, "person", w[2])
	if err != nil {
		return Neither, err
	}
	p, err := s.profile("Manager")
	if err != nil {
		return Neither, err
	}
	return s.act(w[0], &edit.RequestElevation{ID: records.ElevationID(s.id()), User: id, Profile: p,
		Reason: "For the season."}, w[1] == "cannot ask")
}

// offered asks for the Add Request widget or the Submit a Request tab (Z6).
func offered(s *stage, w []string) (Side, error) {
	e, err := s.entrance(w[0])
	if err != nil {
		return Neither, err
	}
	have := e.Widget
	if w[2] == "tab" {
		have = e.Tab
	}
	return side(have, w[1] == "is")
}

// maySubmit asks whether the form for a request opens.
func maySubmit(s *stage, w []string) (Side, error) {
	e, err := s.entrance(w[0])
	if err != nil {
		return Neither, err
	}
	return side(e.Form, w[1] == "may")
}

func (s *stage) entrance(who string) (Entrance, error) {
	l, err := s.look(who)
	if err != nil {
		return Entrance{}, err
	}
	return s.d.Entrance(l)
}

// side compares what is with what a story says.
func side(have, want bool) (Side, error) {
	switch {
	case have != want:
		return Neither, wrong("it is the other way round")
	case have:
		return Allows, nil
	}
	return Refuses, nil
}
