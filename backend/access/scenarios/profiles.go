package scenarios

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/edit"
	"gatehouse/backend/records"
)

// profile makes a custom profile: a copy of another one that differs in one permission.
func profile(s *stage, w []string) error {
	p, err := permission(w[2])
	if err != nil {
		return err
	}
	scope := access.Own
	if w[3] != "" {
		if scope, err = scopeOf(w[3]); err != nil {
			return err
		}
	}
	n, err := s.copyOf(w[1], w[0])
	if err != nil {
		return err
	}
	n.Matrix = n.Matrix.With(access.Overrides{p: scope})
	s.profiles[strings.ToLower(w[0])] = n.ID
	return s.must(&edit.CreateProfile{Profile: *n})
}

// copyOf makes a copy of a profile under another name.
func (s *stage) copyOf(of, name string) (*records.Profile, error) {
	base, err := s.theProfile(of)
	if err != nil {
		return nil, err
	}
	return &records.Profile{ID: records.ProfileID(s.id()), Name: name, Base: base.ID,
		Matrix: base.Matrix}, nil
}

func (s *stage) theProfile(name string) (*records.Profile, error) {
	id, err := s.profile(name)
	if err != nil {
		return nil, err
	}
	return row[*records.Profile](s, records.Key{Kind: records.KindProfile, ID: int64(id)})
}

// changeProfile is the edit of a form that showed the profile as it is.
func (s *stage) changeProfile(staff, name string, change func(*edit.ProfileTerms)) (
	edit.Outcome, error) {
	p, err := s.theProfile(name)
	if err != nil {
		return edit.Outcome{}, err
	}
	was := edit.ProfileTerms{Name: p.Name, Description: p.Description, Assignable: p.Assignable,
		Matrix: p.Matrix}
	want := was
	change(&want)
	return s.run(member(staff), &edit.UpdateProfile{ID: p.ID, Was: was, Want: want})
}

func assignable(s *stage, w []string) error {
	out, err := s.changeProfile("Anna", w[0], func(t *edit.ProfileTerms) {
		t.Assignable = w[1] == "assignable"
	})
	if err == nil {
		err = out.Err()
	}
	return err
}

// baseGone takes away what no edit takes away: it is what a damaged office looks like.
func baseGone(s *stage, w []string) error {
	id, err := s.profile(w[0])
	if err != nil {
		return err
	}
	return alter(s, records.Key{Kind: records.KindProfile, ID: int64(id)},
		func(p *records.Profile) { p.Base = 987654 })
}

func copyProfile(s *stage, w []string) (Side, error) {
	p, err := s.copyOf(w[2], w[3])
	if err != nil {
		return Neither, err
	}
	out, err := s.run(member(w[0]), &edit.CreateProfile{Profile: *p})
	if out.Status.HasEffect() {
		s.profiles[strings.ToLower(w[3])] = p.ID
	}
	return expect(out, err, w[1] == "cannot copy")
}

func deleteProfile(s *stage, w []string) (Side, error) {
	id, err := s.profile(w[2])
	if err != nil {
		return Neither, err
	}
	out, err := s.run(member(w[0]), &edit.RemoveProfile{ID: id})
	return expect(out, err, w[1] == "cannot delete")
}

func setPermission(s *stage, w []string) (Side, error) {
	p, scope, err := grantOf(w[2], w[4])
	if err != nil {
		return Neither, err
	}
	out, err := s.changeProfile(w[0], w[3], func(t *edit.ProfileTerms) { t.Matrix[p] = scope })
	return expect(out, err, w[1] == "cannot set")
}

// setOverride makes one access differ from its profile.
func setOverride(s *stage, w []string) (Side, error) {
	p, scope, err := grantOf(w[2], w[4])
	if err != nil {
		return Neither, err
	}
	a, err := s.access(w[3])
	if err != nil {
		return Neither, err
	}
	out, err := s.run(member(w[0]), &edit.SetOverrides{Access: a.ID, Was: a.Overrides,
		Want: access.Overrides{p: scope}})
	return expect(out, err, w[1] == "cannot set")
}

func grantOf(label, words string) (access.Permission, access.Scope, error) {
	p, err := permission(label)
	if err != nil || words == "nothing" {
		return p, access.None, err
	}
	scope, err := scopeOf(words)
	return p, scope, err
}

// hasPermission asks whether somebody can use a permission on a thing of theirs, and how far it
// reaches.
func hasPermission(s *stage, w []string) (Side, error) {
	p, err := permission(w[2])
	if err != nil {
		return Neither, err
	}
	l, err := s.look(w[0])
	if err != nil {
		return Neither, err
	}
	may := map[string]string{"has": "may", "has not": "may not"}[w[1]]
	side := Neither
	err = s.with(Question{Look: l, Permission: p}, func(q Question) error {
		if side, err = s.ask(w[0], may, q, w[4]); err != nil || w[3] == "" {
			return err
		}
		a, err := s.d.May(q)
		if err == nil && a.Decision.Had.Plain() != w[3] {
			err = wrong("it reaches %s", a.Decision.Had.Plain())
		}
		return err
	})
	return side, err
}
