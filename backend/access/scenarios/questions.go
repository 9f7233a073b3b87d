package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

var (
	somebody = regexp.MustCompile(`^([A-Za-z][\w-]*)(?: at (\w+))?(?: with ("[^"]*"|\w+))?` +
		`(?: on (\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?)?$`)
	someone = regexp.MustCompile(`^someone with ("[^"]*"|\w+) at (\w+)$`)
)

// look reads who looks: "a visitor", "someone with Basic at Harbour", a person, a person "with
// Basic", which they need not have (B2), "at Fjord", another account of theirs (B17), or a person
// "on 2026-03-29" (B4).
func (s *stage) look(text string) (l Look, err error) {
	l.At = s.now
	if text == "a visitor" {
		return l, nil
	}
	if w := someone.FindStringSubmatch(text); w != nil {
		if l.Account, err = named(s.accounts, "account", w[2]); err != nil {
			return l, err
		}
		l.Profile, err = s.profile(strings.Trim(w[1], `"`))
		return l, err
	}
	w := somebody.FindStringSubmatch(text)
	if w == nil {
		return l, fmt.Errorf("nobody is called %q", text)
	}
	if l.User, err = named(s.users, "person", w[1]); err != nil {
		return l, err
	}
	if w[2] != "" {
		if l.Account, err = named(s.accounts, "account", w[2]); err != nil {
			return l, err
		}
	}
	if w[3] != "" {
		if l.Profile, err = s.profile(strings.Trim(w[3], `"`)); err != nil {
			return l, err
		}
	}
	if w[4] != "" {
		l.At, err = s.moment(w[4], w[5])
	}
	return l, err
}

// ask asks a question for "who may" or "who may not", with the reasons where a story gives them.
func (s *stage) ask(who, may string, q Question, because string) (Side, error) {
	l, err := s.look(who)
	if err != nil {
		return Neither, err
	}
	q.Look = l
	a, err := s.d.May(q)
	if err != nil {
		return Neither, err
	}
	side := Allows
	if may == "may not" {
		side = Refuses
	}
	if a.Decision.Allowed() != (side == Allows) {
		return side, fmt.Errorf("the answer is the other one: %s", explained(a))
	}
	return side, reasons(a, because)
}

func explained(a Answer) string {
	var list []string
	for _, r := range access.Because(a.Decision, a.Subject) {
		list = append(list, fmt.Sprintf("%v %s", r.OK, r.Text))
	}
	return strings.Join(list, " / ")
}

// reasons compares an explanation with the story's: for what is allowed, one of the reasons; for
// what is refused, all of them, or all of them each with its repair (B5).
func reasons(a Answer, want string) error {
	if want == "" {
		return nil
	}
	var holds, fails, mends []string
	for _, r := range access.Because(a.Decision, a.Subject) {
		if r.OK {
			holds = append(holds, r.Text)
			continue
		}
		fails = append(fails, r.Text)
		mends = append(mends, strings.TrimSpace(r.Text+" "+r.Repair))
	}
	all := append(holds, strings.Join(fails, " "), strings.Join(mends, " "))
	if len(fails) > 0 {
		all = all[len(holds):]
	}
	want = strings.TrimSuffix(want, ".") + "."
	if !slices.Contains(all, want) {
		return fmt.Errorf("the reasons are other ones: %q", all)
	}
	return nil
}

func maySignIn(s *stage, w []string) (Side, error) {
	return s.ask(w[0], w[1], Question{SignIn: true, Permission: access.HelpGuideRead}, w[2])
}

func mayUse(s *stage, w []string) (Side, error) {
	c, err := component(w[2])
	if err != nil {
		return Neither, err
	}
	return s.ask(w[0], w[1], Question{Permission: c.First()}, w[3])
}

func mayRead(s *stage, w []string) (Side, error) {
	a, err := named(s.articles, "article", w[2])
	if err != nil {
		return Neither, err
	}
	return s.ask(w[0], w[1], Question{Permission: a.Shelf.Permission(), Article: a}, w[3])
}

var ticketPermissions = map[string]access.Permission{"see": access.TicketView,
	"answer": access.TicketReply, "see the priority of": access.PriorityView}

func ticketKey(id records.TicketID) records.Key {
	return records.Key{Kind: records.KindTicket, ID: int64(id)}
}

func mayTicket(s *stage, w []string) (Side, error) {
	id, err := named(s.tickets, "ticket", w[3])
	if err != nil {
		return Neither, err
	}
	return s.ask(w[0], w[1], Question{Permission: ticketPermissions[w[2]], Of: ticketKey(id)}, w[4])
}

func mayOpen(s *stage, w []string) (Side, error) {
	p := access.TicketCreate
	if w[2] == "set a priority" {
		p = access.PrioritySet
	}
	return s.ask(w[0], w[1], Question{Permission: p}, w[3])
}

func mayDetails(s *stage, w []string) (Side, error) {
	name := strings.TrimPrefix(w[3], "the details of ")
	if w[3] == "their own details" {
		name, _, _ = strings.Cut(w[0], " ")
	}
	id, err := named(s.people, "person", name)
	if err != nil {
		return Neither, err
	}
	p := access.DetailsView
	if w[2] == "change" {
		p = access.DetailsEdit
	}
	return s.ask(w[0], w[1], Question{Permission: p, Person: id}, w[4])
}

func sees(s *stage, w []string) (Side, error) { return finds(s, append(w, "")) }

// finds compares the whole list of tickets, in any order.
func finds(s *stage, w []string) (Side, error) {
	l, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	have, err := s.d.Tickets(l, w[2])
	if err != nil {
		return Neither, err
	}
	side, want := Refuses, []string(nil)
	if w[1] != "no tickets" {
		side = Allows
		for _, t := range strings.Split(strings.TrimPrefix(w[1], "tickets "), ", ") {
			want = append(want, strings.Trim(t, `"`))
		}
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		return side, fmt.Errorf("the list is %q", have)
	}
	return side, nil
}

func reads(s *stage, w []string) (Side, error) {
	l, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	id, err := named(s.tickets, "ticket", w[3])
	if err != nil {
		return Neither, err
	}
	list, err := s.d.Notes(l, id)
	if err != nil {
		return Neither, err
	}
	if slices.Contains(list, w[2]) != (w[1] == "reads") {
		return Neither, fmt.Errorf("the notes are %q", list)
	}
	if w[1] == "reads" {
		return Allows, nil
	}
	return Refuses, nil
}

// tile asks for a tile that is open, or greyed but there (O2).
func tile(s *stage, w []string) (Side, error) {
	l, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	name, greyed := strings.CutSuffix(w[1], " greyed")
	c, err := component(name)
	if err != nil {
		return Neither, err
	}
	have, err := s.d.Tile(l, c)
	if err != nil {
		return Neither, err
	}
	if !have.Shown || have.Open == greyed {
		return Neither, fmt.Errorf("the tile is %+v", have)
	}
	if greyed {
		return Refuses, nil
	}
	return Allows, nil
}

func mustChoose(s *stage, w []string) (Side, error) {
	l, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	must, err := s.d.MustChoose(l)
	if err == nil && must != (w[1] == "must") {
		err = fmt.Errorf("it is the other way round")
	}
	if must {
		return Refuses, err
	}
	return Allows, err
}

// recordShows asks what staff read on somebody's record: the profile, or Minimum (O3, O7).
func recordShows(s *stage, w []string) (Side, error) {
	l, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	who, err := s.d.Subject(l)
	if err != nil {
		return Neither, err
	}
	return side(who.ProfileName == w[2], w[1] == "shows")
}

// begins asks which profile a new access of somebody starts with (A30).
func begins(s *stage, w []string) (Side, error) {
	id, err := named(s.people, "person", w[0])
	if err != nil {
		return Neither, err
	}
	p, err := row[*records.Person](s, records.Key{Kind: records.KindPerson, ID: int64(id)})
	if err != nil {
		return Neither, err
	}
	a, err := row[*records.Account](s, records.Key{Kind: records.KindAccount, ID: int64(p.Account)})
	if err != nil {
		return Neither, err
	}
	want, err := s.profile(w[2])
	if err != nil {
		return Neither, err
	}
	have := access.DefaultProfile(a.Primary == id || a.Billing == id)
	return side(have == int64(want), w[1] == "begins")
}

// includes asks what a profile is made of (O15).
func includes(s *stage, w []string) (Side, error) {
	id, err := s.profile(w[0])
	if err != nil {
		return Neither, err
	}
	p, err := permission(w[2])
	if err != nil {
		return Neither, err
	}
	have, err := row[*records.Profile](s, records.Key{Kind: records.KindProfile, ID: int64(id)})
	if err != nil {
		return Neither, err
	}
	scope := have.Matrix[p]
	switch {
	case w[1] == "does not include" && scope == access.None:
		return Refuses, nil
	case w[1] == "includes" && scope != access.None && (w[3] == "" || w[3] == scope.Plain()):
		return Allows, nil
	}
	return Neither, fmt.Errorf("its scope is %s", scope)
}

// heldBy asks who, of everybody in the story, can use a permission (O15).
func heldBy(s *stage, w []string) (Side, error) {
	p, err := permission(w[0])
	if err != nil {
		return Neither, err
	}
	var have, want []string
	for name := range s.users {
		l, err := s.look(name)
		if err != nil {
			return Neither, err
		}
		err = s.with(Question{Look: l, Permission: p}, func(q Question) error {
			a, err := s.d.May(q)
			if err == nil && a.Decision.Allowed() {
				have = append(have, name)
			}
			return err
		})
		if err != nil {
			return Neither, err
		}
	}
	side := Refuses
	if w[1] != "nobody" {
		side, want = Allows, strings.Split(w[1], ", ")
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		return side, fmt.Errorf("it is held by %q", have)
	}
	return side, nil
}

// writesNothing looks at everything as somebody, and compares the office before and after (B2).
func writesNothing(s *stage, w []string) (Side, error) {
	l, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	before, err := s.everything()
	if err != nil {
		return Neither, err
	}
	for _, c := range access.Components() {
		if _, err := s.d.May(Question{Look: l, Permission: c.First()}); err != nil {
			return Neither, err
		}
	}
	if _, err := s.d.Tickets(l, ""); err != nil {
		return Neither, err
	}
	after, err := s.everything()
	if err == nil && before != after {
		err = fmt.Errorf("the office is another one")
	}
	return Neither, err
}

// everything writes what a look could change: logins, accesses and tickets.
func (s *stage) everything() (text string, err error) {
	var keys []records.Key
	for _, id := range s.users {
		keys = append(keys, records.Key{Kind: records.KindUser, ID: int64(id)})
	}
	for _, id := range s.tickets {
		keys = append(keys, records.Key{Kind: records.KindTicket, ID: int64(id)})
	}
	var list []string
	err = s.d.Change(func(tx edit.Tx) {
		for _, k := range keys {
			list = append(list, fmt.Sprintf("%v %+v", k, tx.Row(k)))
			for _, r := range tx.Find(records.KindAccess, "user_id", k.ID) {
				list = append(list, fmt.Sprintf("%+v", r))
			}
		}
	})
	slices.Sort(list)
	return strings.Join(list, "\n"), err
}
