package scenarios

import (
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

var requests = map[string]records.Requests{
	"shows everyone its tickets": records.AllRequests, "sees all tickets": records.AllRequests,
	"shows each their own reach": records.OwnRequests, "sees their own reach": records.OwnRequests,
}

// accountTerms changes what an account says about access, by an edit of staff.
func (s *stage) accountTerms(staff, name string, change func(*edit.AccountTerms)) (
	edit.Outcome, error) {
	id, err := named(s.accounts, "account", name)
	if err != nil {
		return edit.Outcome{}, err
	}
	key := records.Key{Kind: records.KindAccount, ID: int64(id)}
	a, err := row[*records.Account](s, key)
	if err != nil {
		return edit.Outcome{}, err
	}
	was := edit.AccountTerms{Parent: a.Parent, Primary: a.Primary, Billing: a.Billing,
		Active: a.Active, Portal: a.Portal, Closed: a.Closed, Requests: a.Requests}
	want := was
	change(&want)
	return s.run(member(staff), &edit.UpdateAccount{ID: id, Was: was, Want: want})
}

// account changes what an account says about access, by an administrator's edit.
func (s *stage) account(name string, change func(*edit.AccountTerms)) error {
	out, err := s.accountTerms("Anna", name, change)
	if err == nil {
		err = out.Err()
	}
	return err
}

func accountActive(s *stage, w []string) error {
	return s.account(w[0], func(a *edit.AccountTerms) { a.Active = w[1] == "active" })
}

func accountPortal(s *stage, w []string) error {
	return s.account(w[0], func(a *edit.AccountTerms) { a.Portal = w[1] == "on" })
}

func accountCloses(s *stage, w []string) error {
	c, err := component(w[2])
	if err != nil {
		return err
	}
	return s.account(w[0], func(a *edit.AccountTerms) { a.Closed = toggled(a.Closed, c, w[1]) })
}

func accountRequests(s *stage, w []string) error {
	return s.account(w[0], func(a *edit.AccountTerms) { a.Requests = requests[w[1]] })
}

func contactOf(s *stage, w []string) error {
	id, err := named(s.people, "person", w[0])
	if err != nil {
		return err
	}
	return s.account(w[2], func(a *edit.AccountTerms) {
		if w[1] == "primary" {
			a.Primary = id
		} else {
			a.Billing = id
		}
	})
}

func setApart(s *stage, w []string) error {
	id, err := named(s.users, "person", w[0])
	if err != nil {
		return err
	}
	u, err := row[*records.User](s, records.Key{Kind: records.KindUser, ID: int64(id)})
	if err != nil {
		return err
	}
	return s.must(&edit.SetRequests{User: id, Was: u.Requests, Want: requests[w[1]]})
}

func consolidated(s *stage, w []string) error {
	a := records.Account{ID: records.AccountID(s.id()), Name: w[0], Active: true, Portal: true,
		Consolidated: true}
	s.accounts[w[0]] = a.ID
	return s.must(&edit.CreateAccount{Account: a})
}

// pair finds two accounts.
func (s *stage) pair(one, other string) (a, b records.AccountID, err error) {
	if a, err = named(s.accounts, "account", one); err != nil {
		return 0, 0, err
	}
	b, err = named(s.accounts, "account", other)
	return a, b, err
}

func standFor(s *stage, w []string) (Side, error) {
	over, of, err := s.pair(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	out, err := s.run(member(w[0]), &edit.Consolidate{Consolidation: records.Consolidation{
		ID: records.ConsolidationID(s.id()), Account: over, Member: of}})
	return expect(out, err, w[1] == "cannot let")
}

func standAlone(s *stage, w []string) (Side, error) {
	over, of, err := s.pair(w[1], w[2])
	if err != nil {
		return Neither, err
	}
	out, err := s.run(member(w[0]), &edit.Separate{Account: over, Member: of})
	return expect(out, err, false)
}

func moveAccount(s *stage, w []string) (Side, error) {
	_, up, err := s.pair(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	out, err := s.accountTerms(w[0], w[2], func(a *edit.AccountTerms) { a.Parent = up })
	return expect(out, err, w[1] == "cannot move")
}
