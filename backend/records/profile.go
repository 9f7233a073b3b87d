package records

import (
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/problem"
)

// Profile is a security profile (security level): a named matrix of permissions.
type Profile struct {
	ID          ProfileID
	Name        string
	Description string
	System      bool      // A32: never deleted, permissions fixed
	Assignable  bool      // A34: by a client user
	Base        ProfileID // the profile that a custom one was copied from (A33)
	Matrix      access.Matrix
}

// Key names the profile.
func (p *Profile) Key() Key { return Key{KindProfile, int64(p.ID)} }

// Index gives the folded name and the profile that it was copied from.
func (p *Profile) Index(column string) any {
	switch column {
	case "folded":
		return Fold(p.Name)
	case "base":
		return int64(p.Base)
	}
	return nil
}

// Check refuses a profile without a name.
func (p *Profile) Check() error {
	if p.ID <= 0 || strings.TrimSpace(p.Name) == "" || len(p.Name) > 200 {
		return problem.New(problem.Invalid, "A profile needs a name of 1 to 200 letters.").
			On("name")
	}
	if p.Base == p.ID {
		return problem.New(problem.Invalid, "A profile cannot be a copy of itself.").On("base")
	}
	return nil
}

// SystemProfiles gives the profiles that every office has from the first day.
func SystemProfiles() []*Profile {
	var list []*Profile
	for _, s := range access.Systems() {
		list = append(list, &Profile{ID: ProfileID(s.ID), Name: s.Name,
			Description: s.Description, System: true, Assignable: s.Assignable, Matrix: s.Matrix})
	}
	return list
}
