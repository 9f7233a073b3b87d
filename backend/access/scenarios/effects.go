package scenarios

import (
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/records"
)

// chosen asks what the window shows when a profile is chosen (O4).
func chosen(s *stage, w []string) (Side, error) {
	p, err := s.theProfile(w[0])
	if err != nil {
		return Neither, err
	}
	has := false
	for _, list := range access.Allows(p.Matrix) {
		has = has || slices.Contains(list, w[2])
	}
	return side(has, w[1] == "shows")
}

// seenBy asks who of everybody may see a ticket: the index, and each of them by themselves (B6).
func seenBy(s *stage, w []string) (Side, error) {
	id, err := named(s.tickets, "ticket", w[0])
	if err != nil {
		return Neither, err
	}
	q := Question{Look: Look{At: s.now}, Permission: access.TicketView, Of: ticketKey(id)}
	found, err := s.d.Who(q)
	if err != nil {
		return Neither, err
	}
	for name, user := range s.users {
		q.User = user
		a, err := s.d.May(q)
		if err != nil {
			return Neither, err
		}
		if a.Decision.Allowed() != slices.Contains(found, user) {
			return Neither, wrong("asked about %s, the index and the decision differ", name)
		}
	}
	return s.are(found, w[1])
}

// ifProfile asks whom a change of a profile would give or take a permission, before it is made
// (B7).
func ifProfile(s *stage, w []string) (Side, error) {
	p, err := s.theProfile(w[0])
	if err != nil {
		return Neither, err
	}
	of, scope, err := grantOf(w[1], w[2])
	if err != nil {
		return Neither, err
	}
	changed := *p
	changed.Matrix = p.Matrix.With(access.Overrides{of: scope})
	effect, err := s.d.WhatIf(&changed, s.now)
	if err != nil {
		return Neither, err
	}
	var who []records.UserID
	for _, g := range effect.Groups {
		for _, c := range g.Changes {
			is := c.Wider
			if w[4] == "lose" {
				is = c.Narrower
			}
			if c.Permission != of || !is {
				continue
			}
			for _, user := range g.Users {
				who = append(who, records.UserID(user))
			}
		}
	}
	allows, err := s.are(who, w[3])
	if w[4] == "lose" {
		return Refuses, err
	}
	return allows, err
}

// are compares people with those whom a story names, or with nobody.
func (s *stage) are(found []records.UserID, words string) (Side, error) {
	var have, want []string
	for name, user := range s.users {
		if slices.Contains(found, user) {
			have = append(have, name)
		}
	}
	side := Refuses
	if words != "nobody" {
		side, want = Allows, strings.Split(words, ", ")
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) || len(have) != len(found) {
		return side, wrong("it is %q", have)
	}
	return side, nil
}

// compared asks in what two who look differ: other people, or one and the same with another
// profile, or on another day (B8).
func compared(s *stage, w []string) (Side, error) {
	var subjects [2]*access.Subject
	var at access.Moment
	for i, who := range []string{w[0], w[1]} {
		l, err := s.look(who)
		if err != nil {
			return Neither, err
		}
		if subjects[i], err = s.d.Subject(l); err != nil {
			return Neither, err
		}
		zone, err := s.zone()
		if err != nil {
			return Neither, err
		}
		at = access.At(l.At, zone)
	}
	p, err := permission(w[3])
	if err != nil {
		return Neither, err
	}
	var c access.Change
	for _, change := range access.Compare(subjects[0], subjects[1], at) {
		if change.Permission == p {
			c = change
		}
	}
	switch {
	case w[2] == "more" && c.Wider:
		return Allows, nil
	case w[2] == "less" && c.Narrower:
		return Refuses, nil
	case w[2] == "the same" && !c.Wider && !c.Narrower:
		return Neither, nil
	}
	return Neither, wrong("they differ by %+v", c)
}
